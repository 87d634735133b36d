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

impl Taken {
    /// A time in seconds as headers tell it: one that has begun counts, so that who waits so long is let through.
    #[must_use]
    pub fn seconds(time: Duration) -> u64 {
        time.as_secs() + u64::from(time.subsec_nanos() > 0)
    }

    /// What it says of a call that it would let through and that another limit refuses: that call is not counted.
    pub(super) const fn given_back(self) -> Self {
        Self { remaining: self.remaining.saturating_add(1), ..self }
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
