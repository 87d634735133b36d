//! A body of rows that are made while they are sent, so that no page is too long for memory.
//!
//! It sends nothing. Invariant: what is written piece by piece, in pieces of any size, is what would be written at once.

use std::sync::OnceLock;

use bytes::Bytes;

use crate::collection::Page;

/// From so many rows the length of all is told.
const PROBE: usize = 16;

/// An envelope, cut where rows stand, and the rows.
#[derive(Debug)]
pub struct RowBody {
    pieces: Vec<Bytes>,
    page: Page,
    /// Worked out when somebody asks.
    length: OnceLock<u64>,
}

impl PartialEq for RowBody {
    /// Whether they are one: to compare what they say could take for ever.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for RowBody {}

/// How far a body is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The piece that comes next, or whose rows do.
    piece: usize,
    /// The row that comes next; none before the rows of a piece.
    row: Option<u64>,
}

impl RowBody {
    /// The rows of `page`, as a list, between each two of the pieces.
    #[must_use]
    pub fn new(pieces: Vec<Vec<u8>>, page: Page) -> Self {
        Self { pieces: pieces.into_iter().map(Bytes::from).collect(), page, length: OnceLock::new() }
    }

    /// How many rows it has.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.page.len()
    }

    /// How long it is, about, in bytes: as if all rows were like the first ones.
    #[must_use]
    pub fn length(&self) -> u64 {
        *self.length.get_or_init(|| {
            let (mut probe, mut probed, write) = (Vec::new(), 0_u32, self.page.writer());
            for number in self.page.numbers(0).take(PROBE) {
                write(number, &mut probe);
                probed += 1;
            }
            // A comma behind each row but the last one.
            let rows = u128::from(self.page.len()) * probe.len() as u128 / u128::from(probed.max(1));
            let rows = rows + u128::from(self.page.len().saturating_sub(1));
            let places = self.pieces.len().saturating_sub(1) as u128;
            let around: usize = self.pieces.iter().map(Bytes::len).sum();
            u64::try_from((rows + 2) * places + around as u128).unwrap_or(u64::MAX)
        })
    }

    /// Writes on from where the last call ended (or from the default) until about `most` bytes are written, at most one row more. Where the
    /// next call goes on; `None` at the end.
    #[must_use]
    pub fn write(&self, from: Progress, most: usize, into: &mut Vec<u8>) -> Option<Progress> {
        let Progress { mut piece, mut row } = from;
        let end = into.len().saturating_add(most);
        loop {
            let place = if let Some(place) = row {
                place
            } else {
                into.extend_from_slice(self.pieces.get(piece)?);
                if piece + 1 >= self.pieces.len() {
                    return None;
                }
                into.push(b'[');
                0
            };
            row = if self.page.is_empty() {
                None
            } else {
                self.page.write(place, end.saturating_sub(into.len()).max(1), into)
            };
            if row.is_none() {
                into.push(b']');
                piece += 1;
            }
            if into.len() >= end {
                return Some(Progress { piece, row });
            }
        }
    }

    /// The same with an end that no JSON has.
    pub(crate) fn broken(&self) -> Self {
        let mut pieces = self.pieces.clone();
        if let Some(last) = pieces.last_mut() {
            *last = Bytes::from_static(b"{");
        }
        Self { pieces, page: self.page.clone(), length: OnceLock::new() }
    }
}
