//! From the sources to the folders in which something has to happen for a source to become another one.
//!
//! Files are never watched: a rename over a watched file ends the watch without a word. It watches nothing itself. Invariant: every folder
//! is named as the system names it, without links, so that one is never watched under two names.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

/// As many links as Linux follows for one path.
const MOST_LINKS: usize = 40;

/// The folders to watch.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// Those that hold a source, or the deepest that is there on the way to a missing one.
    pub(super) near: BTreeSet<PathBuf>,
    /// Those in which a near one can be replaced: their parents, and the holders of links.
    pub(super) far: BTreeSet<PathBuf>,
}

impl Places {
    /// For these sources, as the disk is now.
    pub(super) fn of<'p>(sources: impl Iterator<Item = &'p PathBuf>) -> Self {
        let mut places = Self::default();
        let mut known = BTreeMap::new();
        for source in sources {
            let Ok(source) = std::path::absolute(source) else { continue };
            let Some((folder, name)) = source.parent().zip(source.file_name()) else {
                places.enter(source);
                continue;
            };
            // Thousands of sources may share a folder.
            if !known.contains_key(folder) {
                known.insert(folder.to_owned(), places.follow(folder));
            }
            let Some(Reached { path: folder, is_all: true }) = known.get(folder) else { continue };
            let path = folder.join(name);
            let Ok(metadata) = path.symlink_metadata() else { continue };
            if metadata.is_symlink() {
                places.follow(&path);
            } else if metadata.is_dir() {
                places.enter(path);
            }
        }
        places.far.retain(|folder| !places.near.contains(folder));
        places
    }

    /// Follows a path through all of its links, and enters where it ends.
    fn follow(&mut self, path: &Path) -> Reached {
        let reached = self.walk(path);
        let is_folder = reached.path.is_dir();
        match reached.path.parent() {
            Some(parent) if !is_folder => self.enter(parent.to_owned()),
            _ => self.enter(reached.path.clone()),
        }
        Reached { is_all: reached.is_all && is_folder, ..reached }
    }

    fn walk(&mut self, path: &Path) -> Reached {
        let mut reached = PathBuf::new();
        let mut ahead = steps(path);
        let mut links = 0;
        while let Some(step) = ahead.pop() {
            match step {
                Step::Start(start) => reached.push(start),
                Step::Up => {
                    reached.pop();
                }
                Step::Down(name) => {
                    let next = reached.join(&name);
                    let Ok(metadata) = next.symlink_metadata() else { return Reached { path: reached, is_all: false } };
                    if !metadata.is_symlink() {
                        reached = next;
                        continue;
                    }
                    self.add_far(&reached);
                    links += 1;
                    match next.read_link() {
                        Ok(target) if links <= MOST_LINKS => ahead.extend(steps(&target)),
                        _ => return Reached { path: reached, is_all: false },
                    }
                }
            }
        }
        Reached { path: reached, is_all: true }
    }

    fn enter(&mut self, folder: PathBuf) {
        if let Some(parent) = folder.parent() {
            self.add_far(parent);
        }
        self.near.insert(folder);
    }

    /// Except the root, where all of the system's life may be heard.
    fn add_far(&mut self, folder: &Path) {
        if folder.parent().is_some() {
            self.far.insert(folder.to_owned());
        }
    }
}

/// How far a path could be followed.
struct Reached {
    /// Without links.
    path: PathBuf,
    /// Whether it is all of the path, and a folder.
    is_all: bool,
}

enum Step {
    /// A drive or the root: whatever came before does not matter.
    Start(OsString),
    Up,
    Down(OsString),
}

/// The steps of a path, the last one first.
fn steps(path: &Path) -> Vec<Step> {
    let step = |component: Component<'_>| match component {
        Component::Prefix(_) | Component::RootDir => Some(Step::Start(component.as_os_str().to_owned())),
        Component::CurDir => None,
        Component::ParentDir => Some(Step::Up),
        Component::Normal(name) => Some(Step::Down(name.to_owned())),
    };
    path.components().rev().filter_map(step).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn the_folders_that_decide_what_a_path_means() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for name in ["a/b", "releases/5/api", "map/..1"] {
            std::fs::create_dir_all(root.join(name)).unwrap();
        }
        for name in ["a/b/x.yaml", "releases/5/api/x.yaml", "map/..1/x.yaml"] {
            std::fs::write(root.join(name), "x").unwrap();
        }
        for (target, name) in [
            ("releases/5", "current"),
            ("..1", "map/..data"),
            ("..data/x.yaml", "map/x.yaml"),
            ("loop", "loop"),
            ("../a/b/none", "map/none"),
        ] {
            symlink(target, root.join(name)).unwrap();
        }
        for (source, near, far) in [
            ("a/b/x.yaml", vec!["a/b"], vec!["a"]),
            ("a/b", vec!["a", "a/b"], vec![""]),
            ("a/b/../b/x.yaml", vec!["a/b"], vec!["a"]),
            ("a/b/missing.yaml", vec!["a/b"], vec!["a"]),
            ("a/c/d/missing.yaml", vec!["a"], vec![""]),
            ("a/b/x.yaml/under-a-file", vec!["a/b"], vec!["a"]),
            ("current/api/x.yaml", vec!["releases/5/api"], vec!["", "releases/5"]),
            ("map/x.yaml", vec!["map", "map/..1"], vec![""]),
            ("map/none", vec!["a/b", "map"], vec!["", "a"]),
            ("loop", vec![""], vec!["/.."]),
            ("loop/x.yaml", vec![""], vec!["/.."]),
        ] {
            let found = Places::of([root.join(source)].iter());
            let named = |names: &[&str]| -> BTreeSet<PathBuf> {
                let path = |name: &&str| if *name == "/.." { root.parent().unwrap().into() } else { root.join(name) };
                // Without the slash that joining nothing leaves.
                names.iter().map(path).map(|path| path.components().collect()).collect()
            };
            assert_eq!(found, Places { near: named(&near), far: named(&far) }, "{source}");
        }
    }
}
