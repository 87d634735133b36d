//! Cursors: a place in a list as text that means nothing to those who carry it.
//!
//! ```text
//! base64url( version · direction · place (8) · number of a row (8) · check (8) )
//! ```
//! The check covers the place and what is read, in which order, of which rows: a cursor of another list, and one that was changed, is refused.
//! Not the rows' whole identity: where data follow the clock, it changes while somebody pages. Invariant: what is read is what was written.

use std::hash::Hasher as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use siphasher::sip::SipHasher13;

use super::{Reading, ReadingError};
use crate::collection::rows::Rows;

/// The first byte; another one is another layout.
const VERSION: u8 = 1;

/// A place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// Whether the page ends there, rather than beginning there.
    pub is_back: bool,
    /// How many rows of the list come before it.
    pub place: u64,
    /// The number of the row at that place, from which a scan goes on; the largest if there is none.
    pub number: u64,
}

/// What cursors of a reading are sealed with.
#[derive(Clone, Debug)]
pub(super) struct Seal(SipHasher13);

impl Seal {
    pub fn of(rows: &dyn Rows, reading: &Reading) -> Self {
        let mut hasher = SipHasher13::new();
        let mut add = |text: &str| {
            hasher.write_u64(text.len() as u64);
            hasher.write(text.as_bytes());
        };
        add(&reading.filter.canonical());
        add(&reading.sort.canonical());
        // The first key tells partitions apart.
        if let Some(key) = rows.key() {
            let row = rows.part(0, &[key.into()]);
            add(&row.get(key).map(ToString::to_string).unwrap_or_default());
        }
        hasher.write_u64(rows.count());
        Self(hasher)
    }

    pub fn write(&self, cursor: &Cursor) -> String {
        let mut bytes = vec![VERSION, u8::from(cursor.is_back)];
        bytes.extend(cursor.place.to_le_bytes());
        bytes.extend(cursor.number.to_le_bytes());
        let check = self.check(&bytes);
        bytes.extend(check.to_le_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// # Errors
    /// When it is not a cursor of this reading.
    pub fn read(&self, text: &str) -> Result<Cursor, ReadingError> {
        self.parse(text).ok_or(ReadingError::Cursor)
    }

    fn parse(&self, text: &str) -> Option<Cursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (content, check) = bytes.split_last_chunk::<8>()?;
        if u64::from_le_bytes(*check) != self.check(content) {
            return None;
        }
        let (head, rest) = content.split_first_chunk::<2>()?;
        let (place, rest) = rest.split_first_chunk::<8>()?;
        let number = u64::from_le_bytes(rest.try_into().ok()?);
        let [VERSION, direction @ 0..=1] = *head else { return None };
        Some(Cursor { is_back: direction == 1, place: u64::from_le_bytes(*place), number })
    }

    fn check(&self, bytes: &[u8]) -> u64 {
        let mut hasher = self.0;
        hasher.write(bytes);
        hasher.finish()
    }
}
