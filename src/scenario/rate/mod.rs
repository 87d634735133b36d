//! Limits on the number of calls: fixed windows, sliding windows, token buckets. Time is a number that is told.

#[cfg(test)]
mod tests;
mod usage;

use std::time::Duration;

use super::format::Algorithm;
use super::selector::Selector;

pub(super) use usage::Usage;

/// A limit on the number of calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many calls; none at all if 0.
    pub calls: u64,
    /// In which time.
    pub per: Duration,
    /// How they are counted.
    pub algorithm: Algorithm,
    /// What a token bucket holds; it lets nothing through if 0.
    pub burst: u64,
    /// What is counted apart.
    pub by: Vec<Selector>,
}

impl Rate {
    /// The most calls that are let through at once: of a token bucket, what it holds.
    fn most(&self) -> u64 {
        match self.algorithm {
            _ if self.calls == 0 => 0,
            Algorithm::TokenBucket => self.burst,
            Algorithm::Fixed | Algorithm::Sliding => self.calls,
        }
    }
}

/// What a limit says of one call. A call that is refused is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Whether the call is let through.
    pub is_allowed: bool,
    /// How many calls are let through; of a token bucket, what it holds.
    pub limit: u64,
    /// How many are left after this one.
    pub remaining: u64,
    /// When the limit is whole again, from now.
    pub reset: Duration,
    /// When the next call is let through, from now; zero if it would be at once. Of a limit that lets nothing through, its `per`.
    pub retry_after: Duration,
}
