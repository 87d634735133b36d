//! What day it is for generated data: how much later than usual its moments are.
//!
//! It knows no clock: somebody says what day it is. Invariant: data of another day differs in its moments only, each of them by the same
//! number of whole days.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::format::WINDOW;

/// What time it is for generated data unless somebody says otherwise: the end of the years that it is drawn from, 2025-12-31T23:59:59Z.
pub const STANDSTILL: Timestamp = Timestamp::constant(*WINDOW.end(), 0);

const DAY: i64 = 24 * 60 * 60;

/// So many days later than usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Later {
    days: i64,
}

impl Later {
    /// Not later.
    pub const NONE: Self = Self { days: 0 };

    /// So much later that the newest moments are not after `today`, and by less than a day before it.
    #[must_use]
    pub fn of(today: Timestamp) -> Self {
        Self { days: (today.as_second() - STANDSTILL.as_second()).div_euclid(DAY) }
    }

    /// In seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.days * DAY
    }

    /// In milliseconds.
    pub(in crate::schema) const fn millis(self) -> i64 {
        self.seconds() * 1000
    }

    /// How many years later by the calendar, for what is told in years alone.
    pub(in crate::schema) fn years(self) -> i64 {
        let year = |moment: Timestamp| i64::from(moment.to_zoned(TimeZone::UTC).year());
        let then = Timestamp::from_second(STANDSTILL.as_second() + self.seconds());
        then.map_or(0, |then| year(then) - year(STANDSTILL))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_moment_is_never_after_today() {
        for (today, days) in [
            ("2025-12-31T23:59:59Z", 0),
            ("2025-12-31T23:59:58Z", -1),
            ("2026-01-01T23:59:58Z", 0),
            ("2026-01-01T23:59:59Z", 1),
            ("2026-11-21T12:00:00Z", 324),
            ("2024-05-01T00:00:00Z", -610),
        ] {
            let today: Timestamp = today.parse().unwrap();
            let later = Later::of(today);
            assert_eq!(later.days, days, "{today}");
            let newest = STANDSTILL.as_second() + later.seconds();
            assert!((0..DAY).contains(&(today.as_second() - newest)), "{today}");
        }
        for (days, years) in [(0, 0), (1, 1), (365, 1), (366, 2), (730, 2), (-364, 0), (-365, -1)] {
            assert_eq!(Later { days }.years(), years, "{days}");
        }
    }
}
