//! Limits on the number of calls: fixed windows, sliding windows, token buckets. Time is a number that is told.

use std::time::Duration;

use super::format::Algorithm;
use super::selector::Selector;

/// A limit on the number of calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many calls.
    pub calls: u64,
    /// In which time.
    pub per: Duration,
    /// How they are counted.
    pub algorithm: Algorithm,
    /// What a token bucket holds.
    pub burst: u64,
    /// What is counted apart.
    pub by: Vec<Selector>,
}

/// What a limit says of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Whether the call is let through.
    pub is_allowed: bool,
    /// How many calls are let through.
    pub limit: u64,
    /// How many are left.
    pub remaining: u64,
    /// When the limit is whole again, from now.
    pub reset: Duration,
    /// When the next call is let through, from now; zero if it would be at once.
    pub retry_after: Duration,
}
