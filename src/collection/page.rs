//! The rows of a page, in their order, and what there is beside them.

use std::sync::Arc;

use serde_json::Value;

use super::filter::Projection;
use super::rows::Rows;

/// A page: numbers of rows, made into rows one by one.
#[derive(Clone, Debug)]
pub struct Page {
    rows: Arc<dyn Rows>,
    numbers: Vec<u64>,
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
}

impl Page {
    /// A page of these rows.
    #[must_use]
    pub fn of(rows: Arc<dyn Rows>, numbers: Vec<u64>) -> Self {
        let projection = Projection::default();
        Self { rows, numbers, projection, offset: 0, total: None, has_more: false, next: None, previous: None }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.numbers.len() as u64
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at that place of the page, from 0, projected.
    #[must_use]
    pub fn row(&self, place: u64) -> Option<Value> {
        let number = *self.numbers.get(usize::try_from(place).ok()?)?;
        Some(self.projection.apply(self.rows.row(number)))
    }

    /// Writes the rows from `place` on as JSON, with commas between them and before the first unless it is the page's first, until `most` bytes
    /// are written or the page ends. The place of the next row, or `None` at the end.
    pub fn write(&self, _place: u64, _most: usize, _into: &mut Vec<u8>) -> Option<u64> {
        None
    }

    /// The rows that it is made of.
    #[must_use]
    pub fn rows(&self) -> &Arc<dyn Rows> {
        &self.rows
    }
}
