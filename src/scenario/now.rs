//! What time it is for generated data: the same for ever, the time of the server, or one that somebody says.
//!
//! It has no clock of its own. Invariant: unless somebody asks for another time, the same call gets the same bytes on any day.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::schema::STANDSTILL;

const DAY: i64 = 24 * 60 * 60;
/// Before this the years that moments are drawn from would begin before 1970.
const FIRST: Timestamp = Timestamp::constant(315_532_800, 0);
/// After this no calendar would hold the moments that come later.
const LAST: Timestamp = Timestamp::constant(221_845_392_000, 0);

/// What time it is for generated data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Now {
    /// Always the same: [`STANDSTILL`].
    #[default]
    Standstill,
    /// When the server began, and so many whole days later as it has run.
    Real,
    /// This.
    At(Timestamp),
}

impl Now {
    /// What time it is for generated data when the clock shows `clock`, and the server began at `began`.
    #[must_use]
    pub fn today(self, began: Timestamp, clock: Timestamp) -> Timestamp {
        match self {
            Self::Standstill => STANDSTILL,
            Self::At(moment) => moment,
            Self::Real => {
                // A clock that is put back does not take time back.
                let days = (clock.as_second() - began.as_second()).max(0) / DAY;
                Timestamp::from_second(began.as_second() + days * DAY).unwrap_or(clock)
            }
        }
    }

    /// What time it is for templates: that of the clock, unless somebody says which.
    #[must_use]
    pub const fn hour(self, clock: Timestamp) -> Timestamp {
        match self {
            Self::At(moment) => moment,
            Self::Standstill | Self::Real => clock,
        }
    }
}

/// A text that says no time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotATime(String);

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is neither `real` nor a time from 1980 to 8999 as RFC 3339 writes it", self.0)
    }
}

impl std::error::Error for NotATime {}

impl FromStr for Now {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        if text == "real" {
            return Ok(Self::Real);
        }
        let moment = text.parse().ok().filter(|moment| (FIRST..=LAST).contains(moment));
        moment.map(Self::At).ok_or_else(|| NotATime(text.to_owned()))
    }
}

impl fmt::Display for Now {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Standstill => STANDSTILL.fmt(f),
            Self::Real => f.write_str("real"),
            Self::At(moment) => moment.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn real_time_goes_in_whole_days() {
        let began: Timestamp = "2026-11-21T12:30:00Z".parse().unwrap();
        for (hours, today) in [
            (0, "2026-11-21T12:30:00Z"),
            (23, "2026-11-21T12:30:00Z"),
            (24, "2026-11-22T12:30:00Z"),
            (71, "2026-11-23T12:30:00Z"),
        ] {
            let clock = began + Duration::from_hours(hours);
            assert_eq!(Now::Real.today(began, clock).to_string(), today, "{hours}");
            assert_eq!(Now::Real.hour(clock), clock);
            assert_eq!(Now::Standstill.today(began, clock), STANDSTILL);
            assert_eq!(Now::At(began).today(clock, clock), began);
            assert_eq!(Now::At(began).hour(clock), began);
        }
    }

    #[test]
    fn times_as_people_write_them() {
        for (text, read) in [
            ("real", Some("real")),
            ("2024-05-01T00:00:00Z", Some("2024-05-01T00:00:00Z")),
            ("2024-05-01T02:00:00+02:00", Some("2024-05-01T00:00:00Z")),
            ("1979-12-31T23:59:59Z", None),
            ("9999-01-01T00:00:00Z", None),
            ("2024-05-01", None),
            ("now", None),
            ("", None),
        ] {
            assert_eq!(text.parse::<Now>().ok().map(|now| now.to_string()).as_deref(), read, "{text}");
        }
    }
}
