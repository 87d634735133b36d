//! A time that grows from row to row, with bursts and quiet nights: from a number to a moment in the depth of a tree, and back.
//!
//! ```text
//! Timeline ─moments(seed, count)─▶ Moments   at(number), before(millis), span(numbers)
//!                                     = Forest (which share of the busy time each scene gets) on a Week (which time is busy)
//! ```
//! Everything is integer arithmetic after the author's weights are rounded once. Invariant: times grow strictly, and
//! `before(at(number)) == number`.

mod forest;
mod moments;
mod week;
mod words;

pub use moments::{Moments, Span};

use crate::base::Seed;

/// When rows come to be. All times are in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// Not before this, unless there are more rows than milliseconds.
    pub start: i64,
    /// The time of the last row.
    pub end: i64,
    /// The least distance of two rows; less, and even, where so many rows have no room for it.
    pub least: i64,
    /// How much rows come in bursts, from 0 to 1.
    pub bursts: f64,
    /// What each hour of the week weighs, from Monday 00:00 on; 168 of them, or none.
    pub hours: Vec<f64>,
    /// How much later than UTC the hours are told, in milliseconds.
    pub offset: i64,
    /// How many rows in turn belong together, as the lines of a talk do: they come within seconds or minutes. Their numbers begin at its
    /// multiples.
    pub scene: u64,
}

impl Default for Timeline {
    /// At the epoch, 2 ms apart at least, in moderate bursts, every hour alike, each row for itself.
    fn default() -> Self {
        Self { start: 0, end: 0, least: 2, bursts: 0.6, hours: Vec::new(), offset: 0, scene: 1 }
    }
}

impl Timeline {
    /// The times of `count` rows, worked out as far as they have anything in common: some microseconds once, for many questions.
    #[must_use]
    pub fn moments(&self, seed: Seed, count: u64) -> Moments {
        Moments::new(self, seed, count)
    }

    /// The time of row `number` of `count`; the last one's beyond it. Who asks more than once asks [`moments`](Self::moments).
    #[must_use]
    pub fn at(&self, seed: Seed, number: u64, count: u64) -> i64 {
        self.moments(seed, count).at(number)
    }

    /// How many rows of `count` have a time before `millis`. Who asks more than once asks [`moments`](Self::moments).
    #[must_use]
    pub fn before(&self, seed: Seed, millis: i64, count: u64) -> u64 {
        self.moments(seed, count).before(millis)
    }
}

#[cfg(test)]
mod tests;
