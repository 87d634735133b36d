//! How late the parts of an answer are sent: waits before the head, before the body, and between pieces of it.
//!
//! It draws no times ([`Pace`] did) and breaks nothing. Invariants: a wait holds a timer and no thread; while it lasts the call counts as
//! under way, so that no limit of the connection cuts it, and of a client that leaves the wait ends.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::Version;
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use super::line::{Order, Signals, Waiting};
use crate::scenario::format::Flow;
use crate::scenario::{Chunks, Pace};

/// The bytes of a chunk where nobody says otherwise.
const CHUNK: usize = 1024;
/// How often a trickle is added to, at least, where it has a byte to add.
const TICK: Duration = Duration::from_millis(50);

/// Waits until the head may be sent.
pub(super) async fn before_head(pace: &Pace, signals: &Signals, version: Version) {
    if !pace.head.is_zero() {
        let _waiting = signals.wait(version, Order::Late);
        sleep(pace.head).await;
    }
}

/// When the next piece of a body may be sent, and how large it may be.
#[derive(Debug)]
pub(super) struct Pacer {
    signals: Signals,
    version: Version,
    wait: Option<(Pin<Box<Sleep>>, Waiting)>,
    /// Still to be waited before the first piece.
    first: Duration,
    chunks: Option<Chunks>,
    /// How many chunks have begun.
    begun: u64,
    /// What the present chunk has left.
    chunk: usize,
    flow: Option<Trickle>,
}

/// A flow of so many bytes a second, as pieces.
#[derive(Debug)]
struct Trickle {
    rate: u64,
    /// When the piece sent last has wholly trickled out.
    due: Option<Instant>,
}

impl Pacer {
    pub(super) fn new(pace: Pace, flow: Option<Flow>, signals: Signals, version: Version) -> Self {
        let flow = flow.map(|Flow(rate)| Trickle { rate: rate.max(1), due: None });
        Self { signals, version, wait: None, first: pace.body, chunks: pace.chunks, begun: 0, chunk: 0, flow }
    }

    /// Ready with the most bytes of `left` that may be sent now, at least one. `item` is the length of a stream's next item, or of what is
    /// left of it.
    pub(super) fn poll(&mut self, context: &mut Context<'_>, item: Option<usize>, left: u64) -> Poll<usize> {
        let left = usize::try_from(left).unwrap_or(usize::MAX);
        loop {
            if let Some((timer, _)) = &mut self.wait {
                ready!(timer.as_mut().poll(context));
                self.wait = None;
            }
            let first = std::mem::take(&mut self.first);
            if !first.is_zero() {
                self.pause(first);
                continue;
            }
            if let Some(chunks) = self.chunks.as_ref().filter(|_| self.chunk == 0) {
                let late = if self.begun == 0 { Duration::ZERO } else { chunks.before(self.begun) };
                self.begun += 1;
                self.chunk = chunks.bytes.or(item).unwrap_or(CHUNK).max(1);
                if !late.is_zero() {
                    self.pause(late);
                    continue;
                }
            }
            let most = if self.chunks.is_some() { self.chunk.min(left) } else { left };
            let Some(trickle) = &mut self.flow else { return Poll::Ready(most) };
            let (piece, now) = (trickle.piece().min(most), Instant::now());
            let due = *trickle.due.get_or_insert(now) + trickle.time(piece);
            if due <= now {
                return Poll::Ready(piece);
            }
            self.wait(due);
        }
    }

    /// So many bytes were sent.
    pub(super) fn sent(&mut self, bytes: usize) {
        self.chunk = self.chunk.saturating_sub(bytes);
        if let Some(trickle) = &mut self.flow {
            // What a client that takes slowly has held up does not come in a rush after it.
            let time = trickle.time(bytes);
            let earliest = Instant::now().checked_sub(TICK + time);
            trickle.due = trickle.due.max(earliest).map(|due| due + time);
        }
    }

    /// Waits, and does not count that as time in which bytes could trickle.
    fn pause(&mut self, time: Duration) {
        if let Some(trickle) = &mut self.flow {
            trickle.due = None;
        }
        self.wait(Instant::now() + time);
    }

    fn wait(&mut self, end: Instant) {
        self.wait = Some((Box::pin(sleep_until(end)), self.signals.wait(self.version, Order::Paused)));
    }
}

impl Trickle {
    /// The bytes of one tick, or a single one that takes longer.
    fn piece(&self) -> usize {
        let ticks = Duration::from_secs(1).as_millis() / TICK.as_millis();
        usize::try_from(u128::from(self.rate) / ticks).unwrap_or(usize::MAX).max(1)
    }

    /// How long so many bytes take.
    fn time(&self, bytes: usize) -> Duration {
        let nanos = bytes as u128 * 1_000_000_000 / u128::from(self.rate);
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}
