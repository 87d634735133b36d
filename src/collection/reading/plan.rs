//! What a reading comes to on these rows: a range of numbers, the filter that is left, and whether the order is that of the numbers.
//!
//! Whatever can be known without looking at a row is taken out here: conditions on members that no row has, windows of time, keys of an order
//! that cannot tell rows apart. Invariant: the rows of `range` that `holds` are those that the reading asks for.

use std::ops::Range;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::indexes::Name;
use super::{Budget, Reading, ReadingError};
use crate::collection::filter::Filter;
use crate::collection::rows::Rows;
use crate::collection::sort::{Order, Sort, SortKey};

/// A reading on rows.
#[derive(Debug)]
pub(super) struct Plan<'r> {
    pub rows: &'r dyn Rows,
    /// The numbers that can match.
    pub range: Range<u64>,
    /// What they must match; empty where all do.
    pub filter: Filter,
    /// The members that the filter looks at.
    members: Vec<Arc<str>>,
    /// The order, if it is not that of the numbers.
    pub sort: Option<Sort>,
    /// Whether the order of the numbers, which also decides where the other one does not, is downwards.
    pub down: bool,
}

impl<'r> Plan<'r> {
    pub fn new(rows: &'r dyn Rows, reading: &Reading) -> Self {
        let (sort, down) = order(rows, &reading.sort);
        let mut range = 0..rows.count();
        let mut filter = reading.filter.without(&|member| rows.lacks(member)).unwrap_or_else(|| {
            range = 0..0;
            Filter::default()
        });
        if let Some(time) = rows.time() {
            let (window, left) = filter.window(time);
            range = within(rows, &window, &range);
            filter = left;
        }
        let members: Vec<_> = filter.members().into_iter().collect();
        if members.is_empty() && !filter.is_empty() {
            if !filter.matches(&Value::Object(Map::new())) {
                range.end = range.start;
            }
            filter = Filter::default();
        }
        Self { rows, range, filter, members, sort, down }
    }

    /// How many rows can match.
    pub fn len(&self) -> u64 {
        self.range.end - self.range.start
    }

    /// Whether a row of the range matches.
    pub fn holds(&self, number: u64) -> bool {
        self.filter.matches(&self.rows.part(number, &self.members))
    }

    /// What it costs to look at these members of a row and to match it: a look has one test in it.
    fn cost(&self, members: &[Arc<str>]) -> u64 {
        self.rows.cost(members).saturating_add(self.filter.weight().saturating_sub(1))
    }

    /// How many rows the filter may look at.
    pub fn most(&self, budget: Budget) -> u64 {
        budget.cost / self.cost(&self.members).max(1)
    }

    /// Whether filter and order may look at all rows of the range.
    ///
    /// # Errors
    /// When they are too many.
    pub fn afford_order(&self, sort: &Sort, budget: Budget) -> Result<(), ReadingError> {
        let mut members: Vec<_> = sort.members().into_iter().chain(self.members.iter().cloned()).collect();
        members.sort_unstable();
        members.dedup();
        let most = budget.cost / self.cost(&members).max(1);
        if self.len() > most { Err(ReadingError::TooMany { rows: self.len(), most }) } else { Ok(()) }
    }

    /// What the filter's matches are kept under.
    pub fn name(&self) -> Name {
        let filter = if self.filter.is_empty() { String::new() } else { self.filter.canonical() };
        Name { rows: self.rows.identity(), filter, order: None }
    }
}

/// The numbers of a window of time.
fn within(rows: &dyn Rows, window: &Range<i64>, all: &Range<u64>) -> Range<u64> {
    let start = if window.start == i64::MIN { all.start } else { rows.before(window.start) };
    let end = if window.end == i64::MAX { all.end } else { rows.before(window.end) };
    let end = end.min(all.end);
    start.min(end)..end
}

/// The order that is left, and the direction of the numbers. Where times differ nothing behind them decides; a member that no row has never does.
fn order(rows: &dyn Rows, sort: &Sort) -> (Option<Sort>, bool) {
    let mut by: Vec<_> = sort.by.iter().filter(|(path, _)| !lacking(rows, path)).cloned().collect();
    let down = rows.time().is_some();
    if let Some(place) = by.iter().position(|(path, _)| Some(&**path) == rows.time()) {
        if rows.is_time_strict() {
            by.truncate(place + 1);
        }
        if let [(_, down)] = by.as_slice() {
            return (None, *down);
        }
    }
    if by.is_empty() { (None, down) } else { (Some(Sort { by }), down) }
}

fn lacking(rows: &dyn Rows, path: &str) -> bool {
    rows.lacks(path.split('.').next().unwrap_or(path))
}

/// The keys of rows in an order.
#[derive(Debug)]
pub(super) struct Keys<'r> {
    rows: &'r dyn Rows,
    order: Order,
    members: Vec<Arc<str>>,
}

impl<'r> Keys<'r> {
    pub fn new(rows: &'r dyn Rows, sort: &Sort) -> Self {
        Self { rows, order: sort.order(rows.dates()), members: sort.members().into_iter().collect() }
    }

    pub fn of(&self, number: u64) -> SortKey {
        self.order.key(&self.rows.part(number, &self.members))
    }

    /// The key of a row behind a number that mostly decides: comparing those looks nothing up.
    pub fn with_prefix(&self, number: u64) -> (u64, SortKey) {
        let key = self.of(number);
        (key.prefix(), key)
    }
}
