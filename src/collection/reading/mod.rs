//! From what somebody wants to read to a page of rows.
//!
//! Natural order, windows of time and keys are arithmetic. A filter or another order needs an index, which is built in one pass over the
//! members that it looks at, on all cores, and kept under its canonical form; where no total is asked for, a filtered page is found by looking on
//! from where it begins. Invariant: what would cost more than the budget is refused before it begins.

mod cursor;
mod indexes;
mod keyset;
mod list;
mod matches;
mod order;
mod plan;
mod scan;
mod sequence;
mod workers;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use super::filter::{Filter, Projection};
use super::page::Page;
use super::rows::Rows;
use super::sort::Sort;
use cursor::{Cursor, Seal};
pub use indexes::{Aside, IndexInfo, Indexes};
use keyset::Spot;
use list::List;
use plan::Plan;
use scan::Found;
pub(super) use sequence::Sequence;

/// How many rows are looked at for a page before an index is made for it.
const NEAR: u64 = 4_096;
/// And where the whole index would be too much.
const FAR: u64 = 20_000;

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
#[expect(clippy::needless_pass_by_value, reason = "the page keeps it")]
pub fn read(rows: Arc<dyn Rows>, reading: &Reading, indexes: &Indexes) -> Result<Page, ReadingError> {
    let seal = Seal::of(&*rows, reading);
    let start = Start::of(&*rows, &reading.skip, &seal)?;
    let plan = Plan::new(&*rows, reading);
    let found = scanned(&plan, reading, &start, indexes);
    let mut page = match found {
        Some(found) => of_scan(&rows, found, &seal),
        None => of_list(&rows, &plan, reading, &start, &seal, indexes)?,
    };
    page.projection = reading.projection.clone();
    Ok(page)
}

/// Where a page begins or ends.
enum Start {
    /// After so many rows.
    Rows(u64),
    /// At a cursor.
    Cursor(Cursor),
    /// Behind what is there.
    After(Spot),
    /// Before what is there.
    Before(Spot),
    /// Around what is there.
    Around(Spot),
}

impl Start {
    fn of(rows: &dyn Rows, skip: &Skip, seal: &Seal) -> Result<Self, ReadingError> {
        Ok(match skip {
            Skip::Nothing => Self::Rows(0),
            Skip::Rows(passed) => Self::Rows(*passed),
            Skip::Cursor(text) => Self::Cursor(seal.read(text)?),
            Skip::After(value) => Self::After(Spot::find(rows, value)?),
            Skip::Before(value) => Self::Before(Spot::find(rows, value)?),
            Skip::Around(value) => Self::Around(Spot::find(rows, value)?),
        })
    }

    /// The places of a page of so many rows, as far as the list goes there.
    fn places(&self, limit: u64, list: &mut List<'_>) -> Result<Range<u64>, ReadingError> {
        let from = |first: u64| first..first.saturating_add(limit);
        let up_to = |end: u64| end.saturating_sub(limit)..end;
        Ok(match self {
            Self::Rows(passed) => from(*passed),
            Self::Cursor(cursor) if cursor.is_back => up_to(cursor.place),
            Self::Cursor(cursor) => from(cursor.place),
            Self::After(spot) => from(list.places(spot)?.end),
            Self::Before(spot) => up_to(list.places(spot)?.start),
            Self::Around(spot) => from(list.places(spot)?.start.saturating_sub(limit / 2)),
        })
    }
}

/// A filtered page whose total nobody asks for, found by looking on; `None`: there is an index already, or it is too far.
fn scanned(plan: &Plan<'_>, reading: &Reading, start: &Start, indexes: &Indexes) -> Option<Found> {
    let limit = reading.limit?;
    if reading.wants_total || plan.sort.is_some() || plan.filter.is_empty() {
        return None;
    }
    let (passed, place) = match start {
        Start::Rows(passed) => (*passed, None),
        Start::Cursor(cursor) => (cursor.place, Some(cursor)),
        _ => return None,
    };
    let places = passed.saturating_add(limit).saturating_add(1);
    if indexes.known(&plan.name()).is_some_and(|matches| matches.knows(&plan.range, plan.down, places)) {
        return None;
    }
    let most = if plan.len() <= plan.most(indexes.budget()) { NEAR } else { FAR };
    match place {
        Some(cursor) => scan::from(plan, cursor, limit, most),
        None => scan::after(plan, passed, limit, most),
    }
}

fn of_scan(rows: &Arc<dyn Rows>, found: Found, seal: &Seal) -> Page {
    let Found { numbers, offset, next } = found;
    let end = offset + numbers.len() as u64;
    let first = numbers.first().copied().unwrap_or(u64::MAX);
    let sealed = |is_back, place, number| seal.write(&Cursor { is_back, place, number });
    let mut page = Page::of(Arc::clone(rows), numbers);
    page.offset = offset;
    page.has_more = next.is_some();
    page.next = next.map(|number| sealed(false, end, number));
    page.previous = (offset > 0).then(|| sealed(true, offset, first));
    page
}

fn of_list(
    rows: &Arc<dyn Rows>,
    plan: &Plan<'_>,
    reading: &Reading,
    start: &Start,
    seal: &Seal,
    indexes: &Indexes,
) -> Result<Page, ReadingError> {
    let mut list = List::open(plan, indexes)?;
    let places = start.places(reading.limit.unwrap_or(u64::MAX), &mut list)?;
    list.reach(if reading.wants_total { u64::MAX } else { places.end.saturating_add(1) })?;
    let known = list.len();
    let (first, end) = (places.start.min(known), places.end.min(known));
    let sealed = |is_back, place| {
        let number = list.at(place).unwrap_or(u64::MAX);
        seal.write(&Cursor { is_back, place, number })
    };
    let (next, previous) = ((end < known).then(|| sealed(false, end)), (first > 0).then(|| sealed(true, first)));
    let (total, made) = (reading.wants_total.then_some(known), list.made());
    let mut page = Page::part(Arc::clone(rows), list.into_sequence(), first, end - first);
    (page.total, page.made) = (total, made);
    page.has_more = end < known;
    (page.next, page.previous) = (next, previous);
    Ok(page)
}

#[cfg(test)]
mod tests;
