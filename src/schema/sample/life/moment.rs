//! The times of one thing: a moment when it began to be, and all others in the order in which such things happen. Never from
//! the clock, so that the same seed gives the same times on any day.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::base::Seed;
use crate::schema::format::WINDOW;
use crate::schema::sample::draw;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A point in the life of a thing; each is later than those before it, those beside each other in no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schema) enum Stage {
    /// When it came to be: created, opened, issued, placed.
    Created,
    /// Shortly after: sent, published, paid, confirmed.
    Sent,
    /// When it begins: start, from, arrival, check-in.
    Start,
    /// When it changed last, or was seen last.
    Updated,
    /// When it ends: end, to, departure, completed.
    End,
    /// When it is done with: closed, resolved, archived.
    Closed,
    /// When it is gone: deleted.
    Deleted,
    /// By when something must be: due.
    Due,
    /// Until when it is good: expires, valid to.
    Expires,
}

/// How a moment is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schema) enum Layout {
    /// RFC 3339.
    DateTime,
    /// `2024-03-19`.
    Date,
    /// `14:05`.
    Clock,
    /// `14:05:09Z`, RFC 3339 `full-time`.
    Time,
    /// RFC 9110.
    Http,
    /// `2024-03-19T14:05:09`.
    Local,
    /// `2024-03-19 14:05:09`.
    Plain,
    /// Seconds since 1970.
    Epoch,
    /// Milliseconds since 1970.
    Millis,
    /// Seconds with six decimals, as chat systems number messages.
    Micros,
}

impl Stage {
    /// The moment in milliseconds since 1970.
    pub(in crate::schema) fn millis(self, thing: Seed) -> i64 {
        let rng = &mut thing.child("/times").rng();
        let created = draw::between(rng, *WINDOW.start()..=WINDOW.end() - 120 * DAY);
        let fraction = draw::between(rng, 1..=999);
        let sent = created + draw::between(rng, MINUTE..=2 * HOUR);
        let start = created + draw::between(rng, 3 * HOUR..=14 * DAY) / (15 * MINUTE) * (15 * MINUTE);
        // Most things change soon, some after weeks.
        let patience = draw::pick(rng, &[HOUR, 5 * HOUR, 2 * DAY, 30 * DAY]).copied().unwrap_or(DAY);
        let updated = sent + draw::between(rng, MINUTE..=patience);
        let length = draw::between(rng, HOUR..=10 * DAY) / (15 * MINUTE) * (15 * MINUTE);
        let end = start + length;
        let closed = updated.max(end) + draw::between(rng, HOUR..=10 * DAY);
        let deleted = closed + draw::between(rng, HOUR..=20 * DAY);
        let second = match self {
            Self::Created => created,
            Self::Sent => sent,
            Self::Start => start,
            Self::Updated => updated,
            Self::End => end,
            Self::Closed => closed,
            Self::Deleted => deleted,
            Self::Due => created + draw::between(rng, 15..=30) * DAY,
            Self::Expires => deleted + draw::between(rng, 30..=365) * DAY,
        };
        second * 1000 + fraction
    }
}

impl Layout {
    /// The layout that a `format` asks for.
    pub(in crate::schema) fn of(format: &str) -> Option<Self> {
        const FORMATS: [(&[&str], Layout); 8] = [
            (
                &["date-time", "datetime", "date time", "timestamp", "iso8601", "iso-8601", "iso-date-time"],
                Layout::DateTime,
            ),
            (&["date", "full-date", "iso-date"], Layout::Date),
            (&["time"], Layout::Time),
            (&["time-local"], Layout::Clock),
            (&["http-date", "date-time-rfc1123", "date-time-rfc7231"], Layout::Http),
            (&["date-time-local"], Layout::Local),
            (&["unix-time", "unixtime", "timestamp-seconds", "epoch"], Layout::Epoch),
            (&["timestamp-milliseconds"], Layout::Millis),
        ];
        let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(format));
        FORMATS.iter().find(|(names, _)| is(names)).map(|(_, layout)| *layout)
    }

    /// The moment as text. `long` wants a fraction where there may be one.
    pub(in crate::schema) fn text(self, millis: i64, long: bool) -> String {
        let moment = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
        let layout = match self {
            Self::DateTime if long => "%Y-%m-%dT%H:%M:%S%.3fZ",
            Self::DateTime => "%Y-%m-%dT%H:%M:%SZ",
            Self::Date => "%Y-%m-%d",
            Self::Clock => "%H:%M",
            Self::Time => "%H:%M:%SZ",
            Self::Http => "%a, %d %b %Y %H:%M:%S GMT",
            Self::Local => "%Y-%m-%dT%H:%M:%S",
            Self::Plain => "%Y-%m-%d %H:%M:%S",
            Self::Epoch => return millis.div_euclid(1000).to_string(),
            Self::Millis => return millis.to_string(),
            Self::Micros => return format!("{}.{:06}", millis.div_euclid(1000), millis.rem_euclid(1000) * 997 + 13),
        };
        moment.to_zoned(TimeZone::UTC).strftime(layout).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_happen_in_order() {
        for seed in 0..200 {
            let at = |stage: Stage| stage.millis(Seed::new(seed));
            assert!(at(Stage::Created) < at(Stage::Sent));
            assert!(at(Stage::Created) < at(Stage::Start) && at(Stage::Start) < at(Stage::End));
            assert!(at(Stage::Created) < at(Stage::Updated) && at(Stage::Updated) < at(Stage::Closed));
            assert!(at(Stage::End) < at(Stage::Closed) && at(Stage::Closed) < at(Stage::Deleted));
            assert!(at(Stage::Created) < at(Stage::Due) && at(Stage::Deleted) < at(Stage::Expires));
        }
    }

    #[test]
    fn a_moment_is_the_same_in_every_layout() {
        for (layout, text) in [
            (Layout::DateTime, "2023-11-01T23:20:57Z"),
            (Layout::Date, "2023-11-01"),
            (Layout::Clock, "23:20"),
            (Layout::Time, "23:20:57Z"),
            (Layout::Http, "Wed, 01 Nov 2023 23:20:57 GMT"),
            (Layout::Plain, "2023-11-01 23:20:57"),
            (Layout::Epoch, "1698880857"),
            (Layout::Millis, "1698880857357"),
        ] {
            assert_eq!(layout.text(1_698_880_857_357, false), text);
        }
        assert_eq!(Layout::DateTime.text(1_698_880_857_357, true), "2023-11-01T23:20:57.357Z");
    }
}
