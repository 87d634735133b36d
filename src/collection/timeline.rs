//! A time that grows from row to row, with bursts and quiet nights: from a number to a moment in the depth of a tree, and back.

use crate::base::Seed;

/// When rows come to be. All times are in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// Not before this.
    pub start: i64,
    /// The time of the last row.
    pub end: i64,
    /// The least distance of two rows.
    pub least: i64,
    /// How much rows come in bursts, from 0 to 1.
    pub bursts: f64,
    /// What each hour of the week weighs, from Monday 00:00 on; 168 of them, or none.
    pub hours: Vec<f64>,
    /// How much later than UTC the hours are told, in milliseconds.
    pub offset: i64,
}

impl Timeline {
    /// The time of row `number` of `count`.
    #[must_use]
    pub fn at(&self, _seed: Seed, _number: u64, _count: u64) -> i64 {
        self.end
    }

    /// How many rows of `count` have a time before `millis`.
    #[must_use]
    pub fn before(&self, _seed: Seed, _millis: i64, _count: u64) -> u64 {
        0
    }
}
