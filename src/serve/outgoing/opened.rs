//! A body file, from its path to an open handle or to its bytes: done before the head is sent, so that what the head promises is there.
//!
//! It sends nothing. Small files are read whole, so that no save can tear their answers; larger ones are read from the handle while they
//! are sent, which a save by renaming cannot tear either. What remains: a large file that is cut or overwritten *in place* under an answer
//! gives one that breaks off or is of two minds. Invariant: the length is that of what is held, not one told earlier.

use std::fs::{File, Metadata, metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

/// The largest file that is read whole before its answer begins.
const WHOLE: u64 = 4 << 20;
/// How long a file must have been left alone: who saves in place empties it first, and is done well within this.
const SETTLED: Duration = Duration::from_millis(30);
/// How long that is waited for; a file that is never left alone is then taken as it is. Also for one that is missing: some editors remove a
/// file before they put the new one there.
const PATIENCE: Duration = Duration::from_millis(300);

/// What is held of a file.
#[derive(Debug)]
pub(in crate::serve) enum Opened {
    /// All of it.
    Whole(Bytes),
    /// A handle at its beginning, and its length in bytes.
    Handle(File, u64),
}

impl Opened {
    /// Opens the file, and reads it if it is small and `is_sent`.
    pub(in crate::serve) async fn open(path: &Path, is_sent: bool) -> io::Result<Self> {
        let until = Instant::now() + PATIENCE;
        loop {
            let path = path.to_owned();
            let looked = spawn_blocking(move || look(&path, is_sent)).await.map_err(io::Error::other)?;
            match looked {
                Ok((opened, true)) => return Ok(opened),
                Ok((opened, false)) if Instant::now() >= until => return Ok(opened),
                Err(error) if error.kind() != io::ErrorKind::NotFound || Instant::now() >= until => return Err(error),
                Ok(_) | Err(_) => sleep(SETTLED).await,
            }
        }
    }

    /// Its length in bytes.
    pub(in crate::serve) fn bytes(&self) -> u64 {
        match self {
            Self::Whole(bytes) => bytes.len() as u64,
            Self::Handle(_, bytes) => *bytes,
        }
    }

    /// Forgets what is beyond so many bytes.
    pub(in crate::serve) fn truncate(&mut self, most: u64) {
        match self {
            Self::Whole(bytes) => bytes.truncate(usize::try_from(most).unwrap_or(usize::MAX)),
            Self::Handle(_, bytes) => *bytes = most.min(*bytes),
        }
    }
}

/// What is there now, and whether nobody is writing it.
fn look(path: &Path, is_sent: bool) -> io::Result<(Opened, bool)> {
    // To open a pipe that has taken the file's place would wait for a writer.
    if !metadata(path)?.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    let file = File::open(path)?;
    let before = file.metadata()?;
    if before.len() > WHOLE || !is_sent {
        let is_settled = is_settled(&before, SystemTime::now());
        return Ok((Opened::Handle(file, before.len()), is_settled));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or_default() + 1);
    (&file).take(WHOLE).read_to_end(&mut bytes)?;
    let after = file.metadata()?;
    let is_same = bytes.len() as u64 == after.len() && before.modified().ok() == after.modified().ok();
    Ok((Opened::Whole(bytes.into()), is_same && is_settled(&after, SystemTime::now())))
}

/// Whether a file was left alone for long enough. One that was changed in the future is on a system with another clock.
fn is_settled(metadata: &Metadata, now: SystemTime) -> bool {
    metadata.modified().ok().and_then(|modified| now.duration_since(modified).ok()).is_none_or(|age| age >= SETTLED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_file_is_taken_once_it_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let missing = Opened::open(&path, true).await.unwrap_err();
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
        let now = SystemTime::now();
        let file = File::create(&path).unwrap();
        for (age, length, is_whole, is_left_alone) in [
            (Duration::ZERO, 1, true, false),
            (SETTLED, 1, true, true),
            (SETTLED * 3, WHOLE, true, true),
            (SETTLED, WHOLE + 1, false, true),
            (SETTLED / 2, WHOLE + 1, false, false),
        ] {
            file.set_len(length).unwrap();
            file.set_modified(now - age).unwrap();
            assert_eq!(is_settled(&file.metadata().unwrap(), now), is_left_alone, "{age:?}");
            let mut opened = Opened::open(&path, true).await.unwrap();
            assert_eq!((opened.bytes(), matches!(opened, Opened::Whole(_))), (length, is_whole));
            opened.truncate(0);
            assert_eq!(opened.bytes(), 0);
        }
        file.set_modified(now + SETTLED).unwrap();
        assert!(is_settled(&file.metadata().unwrap(), now));
        assert!(Opened::open(folder.path(), true).await.is_err());
    }
}
