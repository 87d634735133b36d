//! What has been used of a limit, and whether one more call may be.
//!
//! All in whole nanoseconds, so that what is told of the future is exactly true. Invariants: nothing overflows, whatever the numbers; a
//! sliding window never lets more calls through in any time `per` than it says; what is remembered is bounded.

use std::collections::VecDeque;
use std::time::Duration;

use super::super::format::Algorithm;
use super::{Rate, Taken};

/// The moments that a sliding window remembers. Up to so many calls it is exact; beyond, calls are dated up to the next of so many parts of
/// the window, so that a call may be counted for that much too long, and never too short.
const MOMENTS: u64 = 1_024;

/// What has been used of one limit.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Usage {
    /// Under which numbers it was counted; when a file is changed, it begins anew.
    terms: Terms,
    /// The latest call: of two threads, the later may come first.
    latest: u64,
    spent: Spent,
}

/// The numbers of a limit, times in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Terms {
    calls: u64,
    per: u64,
    algorithm: Algorithm,
    burst: u64,
}

#[derive(Clone, Debug)]
enum Spent {
    /// When the window began, and how many calls it has seen.
    Fixed { began: u64, used: u64 },
    /// When calls came, and how many at each moment; and all of them together.
    Sliding { log: VecDeque<(u64, u64)>, used: u64 },
    /// When the bucket is full again, in nanoseconds times `calls`: so a token takes `per` to come, which is whole.
    Bucket { full: u128 },
}

impl Usage {
    /// Nothing used.
    pub(in crate::scenario) fn new(rate: &Rate) -> Self {
        let terms = Terms { calls: rate.calls, per: nanos(rate.per), algorithm: rate.algorithm, burst: rate.burst };
        let spent = match rate.algorithm {
            Algorithm::Fixed => Spent::Fixed { began: 0, used: 0 },
            Algorithm::Sliding => Spent::Sliding { log: VecDeque::new(), used: 0 },
            Algorithm::TokenBucket => Spent::Bucket { full: 0 },
        };
        Self { terms, latest: 0, spent }
    }

    /// Counts a call, if it is let through.
    pub(in crate::scenario) fn take(&mut self, rate: &Rate, now: Duration) -> Taken {
        let fresh = Self::new(rate);
        if fresh.terms != self.terms {
            *self = fresh;
        }
        let limit = rate.most();
        if limit == 0 {
            return Taken { is_allowed: false, limit, remaining: 0, reset: rate.per, retry_after: rate.per };
        }
        let now = nanos(now).max(self.latest);
        self.latest = now;
        let Terms { calls, per, burst, .. } = self.terms;
        match &mut self.spent {
            Spent::Fixed { began, used } => fixed(began, used, (calls, per), now),
            Spent::Sliding { log, used } => sliding(log, used, (calls, per), now),
            Spent::Bucket { full } => bucket(full, (calls, per, burst), now),
        }
    }

    /// The bytes that it takes besides its own.
    pub(in crate::scenario) fn heap(&self) -> usize {
        match &self.spent {
            Spent::Sliding { log, .. } => log.capacity() * size_of::<(u64, u64)>(),
            Spent::Fixed { .. } | Spent::Bucket { .. } => 0,
        }
    }
}

/// A window that begins with the first call after the last one's end.
fn fixed(began: &mut u64, used: &mut u64, (calls, per): (u64, u64), now: u64) -> Taken {
    if *used == 0 || now - *began >= per {
        (*began, *used) = (now, 0);
    }
    let is_allowed = *used < calls;
    *used += u64::from(is_allowed);
    let reset = Duration::from_nanos(began.saturating_add(per) - now);
    told(is_allowed, calls, calls - *used, reset, reset)
}

/// The time `per` before each call.
fn sliding(log: &mut VecDeque<(u64, u64)>, used: &mut u64, (calls, per): (u64, u64), now: u64) -> Taken {
    while let Some((at, number)) = log.front().copied() {
        if now < at.saturating_add(per) {
            break;
        }
        *used -= number;
        log.pop_front();
    }
    let is_allowed = *used < calls;
    if is_allowed {
        let part = if calls <= MOMENTS { 1 } else { per.div_ceil(MOMENTS).max(1) };
        let at = now.div_ceil(part).saturating_mul(part);
        match log.back_mut() {
            Some((last, number)) if *last == at => *number += 1,
            _ => log.push_back((at, 1)),
        }
        *used += 1;
    }
    let leaves = |moment: Option<&(u64, u64)>| {
        Duration::from_nanos(moment.map_or(0, |(at, _)| at.saturating_add(per).saturating_sub(now)))
    };
    told(is_allowed, calls, calls - *used, leaves(log.back()), leaves(log.front()))
}

/// A token for each call; `calls` of them come in `per`, evenly, and `burst` of them are held (the generic cell rate algorithm).
fn bucket(full: &mut u128, (calls, per, burst): (u64, u64, u64), now: u64) -> Taken {
    let [calls, token] = [calls, per].map(u128::from);
    let (now, whole) = (u128::from(now) * calls, u128::from(burst) * token);
    let lacking = full.saturating_sub(now);
    let after = lacking.saturating_add(token);
    let is_allowed = after <= whole;
    let lacking = if is_allowed { after } else { lacking };
    *full = now.saturating_add(lacking);
    let left = (whole - lacking).checked_div(token).map_or(burst, |left| u64::try_from(left).unwrap_or(burst));
    let wait = |amount: u128| Duration::from_nanos(u64::try_from(amount.div_ceil(calls)).unwrap_or(u64::MAX));
    told(is_allowed, burst, left, wait(lacking), wait(lacking.saturating_add(token).saturating_sub(whole)))
}

/// What is said of a call; `next` is when a call is let through if none is left.
fn told(is_allowed: bool, limit: u64, remaining: u64, reset: Duration, next: Duration) -> Taken {
    let retry_after = if remaining > 0 { Duration::ZERO } else { next };
    Taken { is_allowed, limit, remaining, reset, retry_after }
}

/// Nanoseconds; after 584 years time stands still.
fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
