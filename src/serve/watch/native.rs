//! From folders to the operating system's events in them: the only file that knows notify.
//!
//! An event is passed on as a call, without what happened where: names lie (those of a mounted map of Kubernetes say `..data`), so none is looked at. Invariant:
//! reading a file or a folder is never an event, or we would hear ourselves for ever.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::places::Places;
use super::sight::Identity;

/// The folders that are watched.
#[derive(Debug)]
pub(super) struct Native {
    watcher: RecommendedWatcher,
    armed: BTreeMap<PathBuf, Identity>,
}

impl Native {
    /// Watches nothing yet. `heard` is called for each event, on a thread of notify's: it must not wait.
    pub(super) fn new(heard: impl Fn() + Send + 'static) -> notify::Result<Self> {
        let handler = move |event: notify::Result<Event>| {
            // After an error something may have been missed.
            if event.map_or(true, |event| is_reason(event.kind)) {
                heard();
            }
        };
        Ok(Self { watcher: notify::recommended_watcher(handler)?, armed: BTreeMap::new() })
    }

    /// Watches these folders and no others, also those that were replaced since.
    ///
    /// # Errors
    /// The first near folder that cannot be watched, and why; the others are watched. Far ones may fail: their events are rare.
    pub(super) fn arm(&mut self, places: &Places) -> Result<(), (PathBuf, notify::Error)> {
        let wanted =
            || places.near.iter().map(|folder| (folder, true)).chain(places.far.iter().map(|folder| (folder, false)));
        let identity = |folder: &Path| folder.metadata().ok().map(|metadata| Identity::of(&metadata));
        let now: BTreeMap<PathBuf, Identity> =
            wanted().filter_map(|(folder, _)| Some((folder.clone(), identity(folder)?))).collect();
        let is_stale = |folder: &PathBuf, armed: &Identity| now.get(folder) != Some(armed);
        let stale: Vec<PathBuf> = self
            .armed
            .iter()
            .filter(|(folder, armed)| is_stale(folder, armed))
            .map(|(folder, _)| folder.clone())
            .collect();
        let mut failure = None;
        let mut paths = self.watcher.paths_mut();
        for folder in stale {
            // Whether it was still watched does not matter: the folder may be gone, and its watch with it.
            drop(paths.remove(&folder));
            self.armed.remove(&folder);
        }
        for (folder, is_near) in wanted() {
            let Some(identity) = now.get(folder) else { continue };
            // On Linux a folder that was made again may have its number again, and no watch; a watch too many costs nothing there.
            if self.armed.contains_key(folder) && !cfg!(target_os = "linux") {
                continue;
            }
            match paths.add(folder, RecursiveMode::NonRecursive) {
                Ok(()) => drop(self.armed.insert(folder.clone(), *identity)),
                Err(error) => {
                    self.armed.remove(folder);
                    // What went away in between is an event in its parent.
                    if is_near && !is_missing(&error) && failure.is_none() {
                        failure = Some((folder.clone(), error));
                    }
                }
            }
        }
        let committed = paths.commit();
        match (failure, committed) {
            (Some(failure), _) => Err(failure),
            (None, Err(error)) => Err((error.paths.first().cloned().unwrap_or_default(), error)),
            (None, Ok(())) => Ok(()),
        }
    }
}

/// Whether something can have changed. Programs that write through memory are heard only when they close.
fn is_reason(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag, MetadataKind, ModifyKind, RemoveKind, RenameMode};

    use super::*;

    /// Our own looks open, read and close: if that were a reason to look, there would be no end.
    #[test]
    fn reading_is_no_reason_to_look() {
        for (kind, expected) in [
            (EventKind::Access(AccessKind::Open(AccessMode::Any)), false),
            (EventKind::Access(AccessKind::Read), false),
            (EventKind::Access(AccessKind::Close(AccessMode::Read)), false),
            (EventKind::Access(AccessKind::Any), false),
            (EventKind::Access(AccessKind::Close(AccessMode::Write)), true),
            (EventKind::Create(CreateKind::File), true),
            (EventKind::Modify(ModifyKind::Data(DataChange::Any)), true),
            (EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)), true),
            (EventKind::Modify(ModifyKind::Name(RenameMode::From)), true),
            (EventKind::Remove(RemoveKind::Folder), true),
            (Event::new(EventKind::Other).set_flag(Flag::Rescan).kind, true),
        ] {
            assert_eq!(is_reason(kind), expected, "{kind:?}");
        }
    }
}
