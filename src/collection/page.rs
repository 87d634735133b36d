//! The rows of a page, in their order, and what there is beside them.
//!
//! It finds no rows: `read` does. Invariant: it takes as much memory for all rows of a list as for one; a row is made when it is looked at.

use std::sync::Arc;

use serde_json::Value;

use super::filter::Projection;
use super::reading::{IndexInfo, Sequence};
use super::rows::Rows;

/// A page: numbers of rows, made into rows one by one.
#[derive(Clone, Debug)]
pub struct Page {
    rows: Arc<dyn Rows>,
    sequence: Sequence,
    /// The place of its first row in the sequence.
    first: u64,
    len: u64,
    /// Which members are sent.
    pub projection: Projection,
    /// How many rows of the list come before it.
    pub offset: u64,
    /// How many rows the list has, if that was asked for.
    pub total: Option<u64>,
    /// Whether rows come after it.
    pub has_more: bool,
    /// What `Skip::Cursor` takes for the next page, if rows come after it.
    pub next: Option<String>,
    /// What `Skip::Cursor` takes for the page before, if rows come before it.
    pub previous: Option<String>,
    /// The index that was made for it, if one was.
    pub made: Option<IndexInfo>,
}

impl Page {
    /// A page of these rows.
    #[must_use]
    pub fn of(rows: Arc<dyn Rows>, numbers: Vec<u64>) -> Self {
        let len = numbers.len() as u64;
        Self { offset: 0, ..Self::part(rows, Sequence::Found(numbers.into()), 0, len) }
    }

    /// So many rows of a list, from a place on.
    pub(super) fn part(rows: Arc<dyn Rows>, sequence: Sequence, first: u64, len: u64) -> Self {
        let projection = Projection::default();
        Self {
            rows,
            sequence,
            first,
            len,
            projection,
            offset: first,
            total: None,
            has_more: false,
            next: None,
            previous: None,
            made: None,
        }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The row at that place of the page, from 0, projected.
    #[must_use]
    pub fn row(&self, place: u64) -> Option<Value> {
        self.numbers(place).next().map(|number| self.value(number))
    }

    /// Its rows, projected, one by one.
    pub fn values(&self) -> impl Iterator<Item = Value> {
        self.numbers(0).map(|number| self.value(number))
    }

    /// The row with that number, projected.
    #[must_use]
    pub fn value(&self, number: u64) -> Value {
        self.projection.apply(self.rows.row(number))
    }

    /// What writes the row with a number, projected, as JSON.
    pub fn writer(&self) -> impl Fn(u64, &mut Vec<u8>) {
        let signs = self.projection.signs(|member| self.rows.lacks(member));
        move |number, into| {
            let begin = into.len();
            let is_written = signs.as_ref().is_some_and(|signs| {
                self.rows.write(number, into);
                let row = into.get(begin..).unwrap_or_default();
                !signs.iter().any(|sign| row.windows(sign.len()).any(|window| window == *sign))
            });
            if !is_written {
                into.truncate(begin);
                // Writing to memory cannot fail, nor can a value that is JSON.
                let _ = serde_json::to_writer(&mut *into, &self.value(number));
            }
        }
    }

    /// The numbers of its rows from a place of the page on.
    pub fn numbers(&self, place: u64) -> impl Iterator<Item = u64> {
        let left = usize::try_from(self.len.saturating_sub(place)).unwrap_or(usize::MAX);
        self.sequence.from(self.first.saturating_add(place)).take(left)
    }

    /// Writes the rows from `place` on as JSON, with commas between them and before the first unless it is the page's first, until `most` bytes
    /// are written or the page ends. The place of the next row, or `None` at the end. At least one row is written, if there is one.
    pub fn write(&self, place: u64, most: usize, into: &mut Vec<u8>) -> Option<u64> {
        let full = into.len().saturating_add(most);
        let mut place = place;
        let write = self.writer();
        for number in self.numbers(place) {
            if place > 0 {
                into.push(b',');
            }
            write(number, into);
            place += 1;
            if into.len() >= full {
                break;
            }
        }
        (place < self.len).then_some(place)
    }

    /// The rows that it is made of.
    #[must_use]
    pub fn rows(&self) -> &Arc<dyn Rows> {
        &self.rows
    }
}
