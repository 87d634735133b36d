//! From a path to what can be seen of it without reading: enough to tell whether it is still what it was.
//!
//! It waits for nothing and knows no events. Invariants: only regular files are ever opened (a pipe would be emptied), and only for as
//! long as their times cannot tell two writes apart.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use siphasher::sip128::{Hasher128, SipHasher13};

use super::{Change, How};

/// Two writes within this of one another may leave the same times: FAT counts in steps of two seconds, and clocks of other machines differ.
const FRESH: Duration = Duration::from_secs(3);
/// Larger files are told by their times and sizes alone, in bytes.
const LARGEST_READ: u64 = 8 << 20;
/// What was seen of all sources, by path.
pub(super) type Sights = BTreeMap<PathBuf, Sight>;

/// What was seen of one source.
#[derive(Clone, Debug)]
pub(super) enum Sight {
    /// Not there, or not to be seen.
    Nothing,
    /// A pipe or a device, which can be read once at most: never changes.
    Stream,
    File(Print),
    /// The documents directly inside.
    Folder(BTreeMap<OsString, Print>),
}

/// What tells a file from another one or from itself after a write.
#[derive(Clone, Debug)]
pub(super) struct Print {
    /// Where it truly is, when its name is a link.
    target: Option<PathBuf>,
    size: u64,
    modified: Option<SystemTime>,
    identity: Identity,
    /// When its content or anything about it changed last: tools that copy times cannot set this one.
    touched: Option<SystemTime>,
    /// Whether a write right after this look could leave the same times.
    is_fresh: bool,
    /// The hash of its bytes, if it is fresh or was when it was looked at before.
    content: Option<u128>,
}

/// What stays the same while a file is the same one: its device and its number there; elsewhere than on Unix, when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    number: Option<(u64, u64)>,
    created: Option<SystemTime>,
}

impl Identity {
    pub(super) fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let number = {
            use std::os::unix::fs::MetadataExt;
            Some((metadata.dev(), metadata.ino()))
        };
        #[cfg(not(unix))]
        let number = None;
        Self { number, created: metadata.created().ok() }
    }
}

/// Looks at all of these.
pub(super) fn look<'p>(paths: impl Iterator<Item = &'p PathBuf>, before: &Sights) -> Sights {
    paths.map(|path| (path.clone(), Sight::of(path, before.get(path)))).collect()
}

/// What is different in `after`. What was not looked at before counts as changed if it was written at `since` or later.
pub(super) fn changes(before: &Sights, after: &Sights, since: SystemTime) -> Vec<Change> {
    let mut changes = Vec::new();
    for (path, sight) in after {
        let how = match before.get(path) {
            None => sight.is_touched_since(since).then_some(How::Changed),
            Some(before) => before.how_it_became(sight),
        };
        changes.extend(how.map(|how| Change { path: path.clone(), how }));
    }
    changes
}

impl Sight {
    fn of(path: &Path, before: Option<&Self>) -> Self {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => {
                let before = if let Some(Self::File(print)) = before { Some(print) } else { None };
                Self::File(Print::of(path, &metadata, before))
            }
            Ok(metadata) if metadata.is_dir() => {
                let before = if let Some(Self::Folder(prints)) = before { Some(prints) } else { None };
                Self::folder(path, before)
            }
            Ok(_) => Self::Stream,
            Err(_) => Self::Nothing,
        }
    }

    fn folder(path: &Path, before: Option<&BTreeMap<OsString, Print>>) -> Self {
        let Ok(entries) = std::fs::read_dir(path) else { return Self::Nothing };
        let mut prints = BTreeMap::new();
        for entry in entries.filter_map(Result::ok).filter(|entry| is_document(&entry.path())) {
            let name = entry.file_name();
            if let Ok(metadata) = std::fs::metadata(entry.path())
                && metadata.is_file()
            {
                let before = before.and_then(|before| before.get(&name));
                prints.insert(name, Print::of(&entry.path(), &metadata, before));
            }
        }
        Self::Folder(prints)
    }

    fn how_it_became(&self, after: &Self) -> Option<How> {
        let is_same = match (self, after) {
            (Self::Nothing, Self::Nothing) | (Self::Stream, Self::Stream) => true,
            (Self::File(before), Self::File(after)) => before.is_same(after),
            (Self::Folder(before), Self::Folder(after)) => {
                before.len() == after.len()
                    && before.iter().zip(after).all(|(before, after)| before.0 == after.0 && before.1.is_same(after.1))
            }
            (Self::Nothing, _) => return Some(How::Appeared),
            (_, Self::Nothing) => return Some(How::Gone),
            _ => false,
        };
        (!is_same).then_some(How::Changed)
    }

    fn is_touched_since(&self, since: SystemTime) -> bool {
        let is_late = |print: &Print| print.latest().is_none_or(|latest| latest >= since);
        match self {
            Self::Nothing | Self::Stream => false,
            Self::File(print) => is_late(print),
            Self::Folder(prints) => prints.values().any(is_late),
        }
    }
}

/// Whether a folder's reader would read it: as `spec` and `scenario` choose.
fn is_document(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["json", "yaml", "yml"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

impl Print {
    fn of(path: &Path, metadata: &Metadata, before: Option<&Self>) -> Self {
        let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
        let mut print = Self {
            target: if is_link { path.canonicalize().ok() } else { None },
            size: metadata.len(),
            modified: metadata.modified().ok(),
            identity: Identity::of(metadata),
            touched: touched(metadata),
            is_fresh: false,
            content: None,
        };
        print.is_fresh = print.latest().is_none_or(|latest| latest + FRESH >= SystemTime::now());
        if (print.is_fresh || before.is_some_and(|before| before.is_fresh)) && print.size <= LARGEST_READ {
            print.content = content(path);
        }
        print
    }

    fn latest(&self) -> Option<SystemTime> {
        self.modified.max(self.touched)
    }

    fn is_same(&self, other: &Self) -> bool {
        let is_read_in_both = self.content.is_some() && other.content.is_some();
        self.target == other.target
            && self.size == other.size
            && self.modified == other.modified
            && self.identity == other.identity
            && self.touched == other.touched
            && (!is_read_in_both || self.content == other.content)
    }
}

#[cfg(unix)]
fn touched(metadata: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let (seconds, rest) = (u64::try_from(metadata.ctime()).ok()?, u32::try_from(metadata.ctime_nsec()).ok()?);
    SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, rest))
}

#[cfg(not(unix))]
fn touched(_: &Metadata) -> Option<SystemTime> {
    None
}

/// The hash of a file's bytes; `None` if it cannot be read.
fn content(path: &Path) -> Option<u128> {
    let mut hasher = SipHasher13::new();
    // It may have grown since its size was seen.
    let mut file = File::open(path).ok()?.take(LARGEST_READ);
    let mut piece = vec![0; 64 << 10];
    loop {
        match file.read(&mut piece).ok()? {
            0 => return Some(hasher.finish128().as_u128()),
            length => std::hash::Hasher::write(&mut hasher, piece.get(..length)?),
        }
    }
}
