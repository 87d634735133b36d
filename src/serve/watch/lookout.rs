//! From events and the beat to looks, and from looks to notices.
//!
//! It decides when to look and compares; it knows nothing of what is in the files. Invariants: all work on the disk is done aside from
//! the runtime's threads; looking takes at most a fifth of the time, however busy the folders are.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{Instant, sleep, timeout_at};

use super::mounts::Mounts;
use super::native::Native;
use super::places::Places;
use super::sight::{self, Sights};
use super::{Change, Notice};

/// Between two looks where the system tells of changes, for what it does not tell.
pub(super) const NET: Duration = Duration::from_secs(2);
/// Between two looks where it does not.
pub(super) const POLL: Duration = Duration::from_millis(500);
/// A burst is over when nothing happened for so long: editors take less between the steps of one save.
const QUIET: Duration = Duration::from_millis(20);
/// From the first event of a burst: who never stops writing does not keep all others from being read.
pub(super) const LONGEST: Duration = Duration::from_millis(200);
/// A look is followed by a rest of so many times what it took.
const REST: u32 = 4;
/// File systems stamp with the time of the last tick, which is up to ten milliseconds ago.
const TICK: Duration = Duration::from_millis(10);
/// No reload takes longer than this, from its first read to its last.
const RELOAD: Duration = Duration::from_secs(30);

/// What is watched and what it looked like; all of it blocks.
#[derive(Debug)]
pub(super) struct Lookout {
    sights: Sights,
    native: Option<Native>,
    heard: Arc<Notify>,
    /// Between two looks when there are no events, while nothing is wrong.
    beat: Duration,
    /// Before the look that led to the last notice: what was read for the first time since may be older than what is there now.
    noticed: SystemTime,
    /// Why events cannot be relied on, if so.
    trouble: Option<String>,
    /// By the last work on the disk.
    taken: Duration,
}

impl Lookout {
    /// Also tells what was written after `read`.
    pub(super) fn start(is_native: bool, beat: Duration, sources: &[PathBuf], read: SystemTime) -> (Self, Vec<Change>) {
        let heard = Arc::new(Notify::new());
        let mut lookout = Self {
            sights: Sights::new(),
            native: None,
            heard: heard.clone(),
            beat,
            noticed: SystemTime::now(),
            trouble: None,
            taken: Duration::ZERO,
        };
        if is_native {
            match Native::new(move || heard.notify_one()) {
                Ok(native) => lookout.native = Some(native),
                Err(error) => lookout.warn(format!("cannot watch for changes: {error}")),
            }
        }
        let changes = lookout.follow_since(sources, read);
        (lookout, changes)
    }

    /// Follows these and no others: tells what changed.
    fn follow(&mut self, sources: &[PathBuf]) -> Vec<Change> {
        let earliest = SystemTime::now().checked_sub(RELOAD);
        let since = earliest.map_or(self.noticed, |earliest| earliest.max(self.noticed));
        // Rather once too often than never: a reload that changes nothing is not noticed.
        self.follow_since(sources, since.checked_sub(TICK).unwrap_or(since))
    }

    /// New ones count as changed if they were written at `since` or later.
    fn follow_since(&mut self, sources: &[PathBuf], since: SystemTime) -> Vec<Change> {
        let before = std::mem::take(&mut self.sights);
        self.arm(sources);
        let now = SystemTime::now();
        self.sights = sight::look(sources.iter(), &before);
        let changes = sight::changes(&before, &self.sights, since);
        if !changes.is_empty() {
            self.noticed = now;
        }
        changes
    }

    /// Watches where the sources are by now, then looks: tells what changed since the last notice.
    fn look(&mut self) -> Vec<Change> {
        // In this order: what happens after arming is an event, what happened before is seen.
        self.follow(&self.sights.keys().cloned().collect::<Vec<_>>())
    }

    /// What the sources look like, without any consequence.
    fn glance(&self) -> Sights {
        sight::look(self.sights.keys(), &self.sights)
    }

    fn is_as(&self, sights: &Sights) -> bool {
        sight::changes(&self.sights, sights, self.noticed).is_empty()
    }

    fn arm(&mut self, sources: &[PathBuf]) {
        let Some(native) = &mut self.native else { return };
        let places = Places::of(sources.iter());
        let armed = native.arm(&places);
        let mounts = Mounts::now();
        let trouble = match armed {
            Err((folder, error)) => Some(format!("cannot watch `{}` for changes: {:?}", folder.display(), error.kind)),
            Ok(()) => places.near.iter().find_map(|folder| {
                let kind = mounts.remote(folder)?;
                Some(format!("`{}` is on {kind}, which does not tell of all changes", folder.display()))
            }),
        };
        match trouble {
            Some(trouble) => self.warn(trouble),
            None => self.trouble = None,
        }
    }

    /// Once for each trouble.
    fn warn(&mut self, trouble: String) {
        if self.trouble.as_ref() != Some(&trouble) {
            tracing::warn!("{trouble}; looking at all files every {} ms", POLL.as_millis());
            self.trouble = Some(trouble);
        }
    }

    /// Until the next look when nothing is heard.
    fn pause(&self) -> Duration {
        if self.trouble.is_some() { self.beat.min(POLL) } else { self.beat }
    }
}

/// Looks until nobody listens any more.
pub(super) async fn keep(
    lookout: Lookout,
    changes: Vec<Change>,
    orders: watch::Receiver<Vec<PathBuf>>,
    notices: mpsc::Sender<Notice>,
) {
    // What it returns is only that it has ended.
    let _: Option<Infallible> = rounds(lookout, changes, orders, notices).await;
}

async fn rounds(
    mut lookout: Lookout,
    mut changes: Vec<Change>,
    mut orders: watch::Receiver<Vec<PathBuf>>,
    notices: mpsc::Sender<Notice>,
) -> Option<Infallible> {
    let heard = lookout.heard.clone();
    loop {
        if !changes.is_empty() {
            notices.send(Notice { changes }).await.ok()?;
        }
        sleep(lookout.taken * REST).await;
        (lookout, changes) = tokio::select! {
            order = orders.changed() => {
                order.ok()?;
                let sources = orders.borrow_and_update().clone();
                aside(lookout, move |lookout| lookout.follow(&sources)).await?
            }
            () = heard.notified() => {
                quiet(&heard).await;
                aside(lookout, Lookout::look).await?
            }
            () = sleep(lookout.pause()) => beat(lookout).await?,
        };
    }
}

/// Waits for a burst of events to end.
async fn quiet(heard: &Notify) {
    let end = Instant::now() + LONGEST;
    while Instant::now() < end {
        let pause = (Instant::now() + QUIET).min(end);
        if timeout_at(pause, heard.notified()).await.is_err() {
            return;
        }
    }
}

/// Looks without having heard anything; if something changed, waits for it to go on no longer.
async fn beat(lookout: Lookout) -> Option<(Lookout, Vec<Change>)> {
    let (mut lookout, mut seen) = aside(lookout, |lookout| lookout.glance()).await?;
    if lookout.is_as(&seen) {
        return Some((lookout, Vec::new()));
    }
    let end = Instant::now() + LONGEST;
    while Instant::now() < end {
        sleep(QUIET).await;
        let next;
        (lookout, next) = aside(lookout, |lookout| lookout.glance()).await?;
        let is_still = sight::changes(&seen, &next, lookout.noticed).is_empty();
        seen = next;
        if is_still {
            break;
        }
    }
    aside(lookout, Lookout::look).await
}

/// Works with the disk on a thread that may wait. `None` when the runtime ends.
async fn aside<R: Send + 'static>(
    mut lookout: Lookout,
    work: impl FnOnce(&mut Lookout) -> R + Send + 'static,
) -> Option<(Lookout, R)> {
    let done = tokio::task::spawn_blocking(move || {
        let begun = Instant::now();
        let result = work(&mut lookout);
        lookout.taken = begun.elapsed();
        (lookout, result)
    });
    match done.await {
        Ok(done) => Some(done),
        Err(error) if error.is_panic() => {
            tracing::error!(%error, "changes on disk are noticed no longer");
            None
        }
        Err(_) => None,
    }
}
