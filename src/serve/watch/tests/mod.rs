//! The whole room over real folders: what people and programs do to files, and what is told of it.

mod deeds;
mod life;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{How, Notice, Watch};

/// Longer than any notice takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longer than a burst may last (200 ms) and than one beat of a test: who has heard nothing by then hears nothing.
const SILENCE: Duration = Duration::from_millis(300);
/// So long that only events can be the cause of a notice.
const NEVER: Duration = Duration::from_hours(1);

/// How a test looks: by events alone or by looking alone, so that neither hides what the other misses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Events,
    Looking,
}

impl By {
    fn watch(self, folder: &Path, sources: &[&str]) -> Watch {
        let (is_native, beat) = if self == Self::Events { (true, NEVER) } else { (false, Duration::from_millis(25)) };
        Watch::start_with(is_native, beat, &paths(folder, sources), SystemTime::now())
    }
}

fn paths(folder: &Path, names: &[&str]) -> Vec<PathBuf> {
    names.iter().map(|name| folder.join(name)).collect()
}

impl Watch {
    async fn soon(&mut self) -> Notice {
        tokio::time::timeout(PATIENCE, self.changed()).await.expect("no notice")
    }

    /// Waits for a notice that names this source.
    async fn soon_of(&mut self, folder: &Path, source: &str) {
        while !self.soon().await.named(folder).iter().any(|(name, _)| name == source) {}
    }

    /// The notices up to the first silence.
    async fn until_silence(&mut self) -> Vec<Notice> {
        let mut notices = Vec::new();
        while let Ok(notice) = tokio::time::timeout(SILENCE, self.changed()).await {
            notices.push(notice);
        }
        notices
    }
}

impl Notice {
    /// The names of the changed sources below `folder`, and what happened to them.
    fn named(&self, folder: &Path) -> Vec<(String, How)> {
        let name = |path: &Path| path.strip_prefix(folder).unwrap().display().to_string();
        self.changes.iter().map(|change| (name(&change.path), change.how)).collect()
    }
}
