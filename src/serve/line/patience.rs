//! How long a connection may keep us waiting: a head must be complete within one limit, a connection with nothing under way ends after
//! another, and a call under way is never cut here.
//!
//! hyper's own limit for heads also runs between two messages and does not run while the protocol is being detected; this one knows the
//! difference. It closes nothing itself. Invariant: bytes that trickle into a head do not prolong its limit.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep};

use super::framing::Phase;
use super::signals::Signals;

/// The two limits of a connection.
#[derive(Clone, Copy, Debug)]
pub(in crate::serve) struct Limits {
    /// From the first byte of a head, or the opening of the connection, to the end of the head.
    pub(in crate::serve) head: Duration,
    /// Without a call under way and without a byte taken by the client.
    pub(in crate::serve) idle: Duration,
}

/// The running limit of one connection.
#[derive(Debug)]
pub(super) struct Patience {
    limits: Limits,
    signals: Signals,
    phase: Phase,
    /// Whether the timer runs for the present phase.
    running: bool,
    timer: Pin<Box<Sleep>>,
}

impl Patience {
    pub(super) fn new(limits: Limits, signals: Signals) -> Self {
        Self { limits, signals, phase: Phase::Head(0), running: true, timer: Box::pin(sleep(limits.head)) }
    }

    /// The client has sent bytes, which leave it in this phase.
    pub(super) fn heard(&mut self, phase: Phase) {
        // The opening of the connection and its first head share one limit.
        let same = self.phase == phase || (self.phase == Phase::Head(0) && phase == Phase::Head(1));
        self.phase = phase;
        self.running &= same;
    }

    /// The client has taken bytes.
    pub(super) fn heeded(&mut self) {
        self.running &= self.phase != Phase::Rest;
    }

    /// Ready when patience is at its end; to be asked whenever the stream has nothing to do.
    pub(super) fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.signals.has_calls() {
            self.running = false;
            return Poll::Pending;
        }
        if !self.running {
            let limit = if self.phase == Phase::Rest { self.limits.idle } else { self.limits.head };
            // An unimaginably long limit is no limit.
            let Some(end) = Instant::now().checked_add(limit) else { return Poll::Pending };
            self.timer.as_mut().reset(end);
            self.running = true;
        }
        ready!(self.timer.as_mut().poll(context));
        Poll::Ready(())
    }
}
