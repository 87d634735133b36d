//! What a collection is to those who read it: rows by number, each of them computed alone.

use std::fmt::Debug;
use std::sync::Arc;

use serde_json::Value;

use crate::base::Seed;

/// The most rows of a collection: of more, not even the indexes of a filter could be begun.
pub const MOST_ROWS: u64 = 10_000_000_000;

/// Rows by number, from 0. Where rows have a time, it grows with the number: the last row is the newest.
///
/// Rows that have neither a key nor a time say only how many there are and what each is. Invariant: the same number gives the same row, on
/// any thread; [`part`](Self::part) agrees with [`row`](Self::row).
pub trait Rows: Debug + Send + Sync {
    /// How many there are.
    fn count(&self) -> u64;

    /// A row as it is sent, its members in their order. `Null` beyond the last one.
    fn row(&self, number: u64) -> Value;

    /// A row of which only these members are looked at (and may be all that there are); what is hidden is there, too.
    fn part(&self, number: u64, _members: &[Arc<str>]) -> Value {
        self.row(number)
    }

    /// Writes a row as JSON, as [`row`](Self::row) has it.
    fn write(&self, number: u64, into: &mut Vec<u8>) {
        // Writing to memory cannot fail, nor can a value that is JSON.
        let _ = serde_json::to_writer(into, &self.row(number));
    }

    /// The member that tells rows apart, if one does.
    fn key(&self) -> Option<&str> {
        None
    }

    /// The number of the row with that key; a text and the number that it says are the same key.
    fn find(&self, _key: &Value) -> Option<u64> {
        None
    }

    /// The member whose time grows with the number, if there is one.
    fn time(&self) -> Option<&str> {
        None
    }

    /// Whether no two rows have the same time: nothing behind it decides in an order.
    fn is_time_strict(&self) -> bool {
        false
    }

    /// How many rows have a time before that one, in milliseconds since 1970.
    fn before(&self, _millis: i64) -> u64 {
        0
    }

    /// The members (dotted paths) whose texts are moments, RFC 3339 in UTC with milliseconds: filters and orders take them for dates.
    fn dates(&self) -> &[Arc<str>] {
        &[]
    }

    /// What it costs to look at these members of a row, in tenths of a microsecond or so; of all members if there are none.
    fn cost(&self, members: &[Arc<str>]) -> u64;

    /// Whether no row ever has that member, hidden or not: a condition on it needs no look.
    fn lacks(&self, member: &str) -> bool;

    /// What tells these rows from all others: indexes are kept under it.
    fn identity(&self) -> Seed;
}
