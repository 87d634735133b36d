//! From files on disk to word that they changed.
//!
//! ```text
//! native events ─┐                ┌─ same as before: nothing
//!                ├─▶ quiet ─▶ look ┤
//! the beat ──────┘                └─ different: one notice
//! ```
//! An event is only a reason to look: what was seen of the sources decides, so other files, reading and probing cause nothing. It reads
//! no document and reloads nothing. Invariant: what changes after a source was looked at is told sooner or later, whatever was missed.

mod lookout;
mod mounts;
mod native;
mod places;
mod sight;

#[cfg(test)]
mod tests;

use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tokio::sync::{mpsc, watch};

use lookout::Lookout;

/// How changes on disk are noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Watching {
    /// The operating system tells; as well, all files are looked at every two seconds, for file systems that tell nothing.
    #[default]
    Native,
    /// All files are looked at twice a second.
    Poll,
    /// Not at all.
    Off,
}

/// What was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Notice {
    /// The sources that are not as they were, by path; never empty.
    pub(super) changes: Vec<Change>,
}

/// A source that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Change {
    /// As it was given to [`Watch::start`] or [`Watch::follow`].
    pub(super) path: PathBuf,
    pub(super) how: How,
}

/// What happened to a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// It was not there, or could not be read.
    Appeared,
    /// It was written or replaced; a folder has other files, or one of its files was.
    Changed,
    /// It is not there any more, or cannot be read.
    Gone,
}

/// The changes that a message names; the rest is counted.
const MOST_NAMED: usize = 3;

/// `api.yaml changed, users.yaml appeared and 4 more`.
impl Display for Notice {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, change) in self.changes.iter().take(MOST_NAMED).enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let how = match change.how {
                How::Appeared => "appeared",
                How::Changed => "changed",
                How::Gone => "is gone",
            };
            write!(f, "{comma}{} {how}", change.path.display())?;
        }
        match self.changes.len().saturating_sub(MOST_NAMED) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// Notices when files change. Sends at most one notice for a burst.
#[derive(Debug)]
pub(super) struct Watch {
    notices: mpsc::Receiver<Notice>,
    orders: watch::Sender<Vec<PathBuf>>,
}

impl Watch {
    /// Looks at once, and from now on. `sources` are files and folders that were read, or would have been, at `read` or later: missing ones
    /// may appear, of folders the documents directly inside count; what was written in the meantime is noticed at once. Never fails: what
    /// cannot be watched is looked at instead, with a warning. Must be called inside a tokio runtime; blocks for as long as it takes to look.
    pub(super) fn start(watching: Watching, sources: &[PathBuf], read: SystemTime) -> Self {
        match watching {
            Watching::Native => Self::start_with(true, lookout::NET, sources, read),
            Watching::Poll => Self::start_with(false, lookout::POLL, sources, read),
            Watching::Off => Self::nothing(),
        }
    }

    /// Looks every `beat`, and when the system tells of something if `is_native`.
    fn start_with(is_native: bool, beat: Duration, sources: &[PathBuf], read: SystemTime) -> Self {
        // One is on its way while the next is awaited: further changes are seen once it was taken.
        let (sender, notices) = mpsc::channel(1);
        let (orders, ordered) = watch::channel(Vec::new());
        let (lookout, changes) = Lookout::start(is_native, beat, sources, read);
        tokio::spawn(lookout::keep(lookout, changes, ordered, sender));
        Self { notices, orders }
    }

    fn nothing() -> Self {
        Self { notices: mpsc::channel(1).1, orders: watch::channel(Vec::new()).0 }
    }

    /// Waits for the next burst of changes to end, and tells what changed; never, when nothing is watched. Cancel safe.
    pub(super) async fn changed(&mut self) -> Notice {
        match self.notices.recv().await {
            Some(notice) => notice,
            None => std::future::pending().await,
        }
    }

    /// Follows these and no others from now on. What changed of them since the last notice is noticed, also of those that are new.
    pub(super) fn follow(&self, sources: Vec<PathBuf>) {
        self.orders.send_replace(sources);
    }
}
