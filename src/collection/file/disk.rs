//! A file that is read by position, on any thread, and is known to be the one that was opened. It knows bytes, no rows.

use std::fs::File;
use std::hash::Hasher;
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use siphasher::sip::SipHasher13;

/// What may stand before the text of a file.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// How many bytes are looked at together where lines are counted.
const CHUNK: usize = 64 * 1024;

/// An open file, and what it looked like then.
#[derive(Debug)]
pub(super) struct Disk {
    file: File,
    stamp: Stamp,
}

/// What changes when somebody writes to a file; within one tick of the file system's clock only the length tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(file: &File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        Ok(Self { length: metadata.len(), modified: metadata.modified().ok() })
    }
}

impl Disk {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let stamp = Stamp::of(&file)?;
        Ok(Self { file, stamp })
    }

    /// How many bytes it had when it was opened.
    pub(super) fn length(&self) -> u64 {
        self.stamp.length
    }

    pub(super) fn is_unchanged(&self) -> bool {
        Stamp::of(&self.file).is_ok_and(|stamp| stamp == self.stamp)
    }

    /// The bytes from `begin` to `end`; `None` if the file is not what it was.
    pub(super) fn bytes(&self, begin: u64, end: u64) -> Option<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(end.checked_sub(begin)?).ok()?];
        let mut filled = 0;
        while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match read_at(&self.file, rest, begin + filled as u64) {
                Ok(0) => return None,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return None,
            }
        }
        // Asked afterwards: what was written before the bytes were read is seen.
        self.is_unchanged().then_some(bytes)
    }

    /// The line and the character in it, from 1, of a byte; of the first one after it that is no line end, if
    /// `is_record`.
    pub(super) fn place(&self, offset: u64, is_record: bool) -> (u64, u64) {
        let (mut line, mut column, mut at) = (1, 1, 0);
        let mut reader = self.reader();
        let mut chunk = vec![0; CHUNK];
        while let Ok(read @ 1..) = reader.read(&mut chunk) {
            if at == 0 && chunk.starts_with(BYTE_ORDER_MARK) && offset > 0 {
                column = 0;
            }
            for byte in chunk.iter().take(read) {
                let is_there = at >= offset && !(is_record && matches!(byte, b'\r' | b'\n'));
                match byte {
                    _ if is_there => return (line, column),
                    b'\n' => (line, column) = (line + 1, 1),
                    // The bytes of a character after its first, which are not counted.
                    0x80..=0xbf => {}
                    _ => column += 1,
                }
                at += 1;
            }
        }
        (line, column)
    }

    /// Its bytes from the beginning, as many as there were when it was opened.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { disk: self, at: 0, hasher: SipHasher13::new() }
    }
}

/// Reads a file from its beginning, and remembers what it has seen by a hash.
pub(super) struct Reader<'d> {
    disk: &'d Disk,
    at: u64,
    hasher: SipHasher13,
}

impl Reader<'_> {
    /// A hash of all bytes that were read.
    pub(super) fn digest(&self) -> u64 {
        self.hasher.finish()
    }
}

impl Read for Reader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.disk.length() - self.at).unwrap_or(usize::MAX);
        let length = into.len().min(left);
        let Some(into) = into.get_mut(..length).filter(|into| !into.is_empty()) else { return Ok(0) };
        let read = loop {
            match read_at(&self.disk.file, into, self.at) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.hasher.write(into.get(..read).unwrap_or_default());
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, offset)
}

#[cfg(windows)]
fn read_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    // It moves the file's own position, which nobody else looks at.
    std::os::windows::fs::FileExt::seek_read(file, into, offset)
}
