//! What the calendar says at a moment of the server's own time, which never goes back.
//!
//! Invariant: as long as the system's clock is not adjusted, two moments are as far apart by the calendar as by the server's own time. So the
//! end of a window of time is one moment, whichever call asks for it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// How far the system's clock may be off before it counts as adjusted.
const ADJUSTED: SignedDuration = SignedDuration::from_secs(1);

/// A clock that goes as evenly as the server's own time.
#[derive(Debug)]
pub(super) struct Clock {
    /// When the server's own time began, in microseconds since 1970.
    base: AtomicI64,
}

impl Clock {
    /// A clock by which the server's own time began at `began`.
    pub(super) fn new(began: Timestamp) -> Self {
        Self { base: AtomicI64::new(began.as_microsecond()) }
    }

    /// What it shows `now` after the server's own time began; `system` is what the system's clock shows.
    pub(super) fn at(&self, now: Duration, system: Timestamp) -> Timestamp {
        let base = Timestamp::from_microsecond(self.base.load(Ordering::Relaxed)).ok();
        let Some(shown) = base.and_then(|base| base.checked_add(now).ok()) else { return system };
        if system.duration_since(shown).abs() <= ADJUSTED {
            return shown;
        }
        if let Ok(began) = system.checked_sub(now) {
            self.base.store(began.as_microsecond(), Ordering::Relaxed);
        }
        system
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_window_is_one_moment_until_somebody_sets_the_clock() {
        let began: Timestamp = "2026-01-01T00:00:00.0004Z".parse().unwrap();
        let (clock, end) = (Clock::new(began), Duration::from_mins(1));
        // The system's clock is read at another moment than the server's own time, is slewed, and is set.
        for (now, system, expected) in [
            (Duration::from_micros(10), "2026-01-01T00:00:00.000410Z", "2026-01-01T00:01:00.0004Z"),
            (Duration::from_micros(20), "2026-01-01T00:00:00.001930Z", "2026-01-01T00:01:00.0004Z"),
            (Duration::from_millis(1_700), "2026-01-01T00:00:01.700399Z", "2026-01-01T00:01:00.0004Z"),
            (Duration::from_secs(30), "2026-01-01T00:00:30.9Z", "2026-01-01T00:01:00.0004Z"),
            (Duration::from_secs(31), "2026-01-01T02:00:31Z", "2026-01-01T02:01:00Z"),
            (Duration::from_secs(32), "2026-01-01T02:00:32.002Z", "2026-01-01T02:01:00Z"),
            (Duration::from_secs(33), "2025-12-31T23:00:33Z", "2025-12-31T23:01:00Z"),
        ] {
            let shown = clock.at(now, system.parse().unwrap());
            assert_eq!((shown + end.saturating_sub(now)).to_string(), expected, "{system}");
        }
    }
}
