//! Dates, times and durations: RFC 3339 (with appendix A), RFC 9110 dates. Drawn inside one fixed window, never from the
//! clock, so that the same seed gives the same text on any day.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rand::rngs::ChaCha8Rng;

use super::is_digits;
use crate::schema::later::Later;
use crate::schema::sample::draw;

/// 2020-01-01T00:00:00Z and 2025-12-31T23:59:59Z in Unix seconds.
pub(in crate::schema) const WINDOW: RangeInclusive<i64> = 1_577_836_800..=1_767_225_599;

type Lengths = RangeInclusive<usize>;

fn formatted(rng: &mut ChaCha8Rng, layout: &str, later: Later) -> String {
    let second = draw::between(rng, WINDOW) + later.seconds();
    let moment = Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.to_zoned(TimeZone::UTC).strftime(layout).to_string()
}

/// The digits of a fraction that bring a text of `whole` code points into the window; none where it fits without.
fn fraction(rng: &mut ChaCha8Rng, lengths: &Lengths, whole: usize) -> String {
    let room = lengths.end().saturating_sub(whole + 1);
    let needed = lengths.start().saturating_sub(whole + 1);
    let digits = match (needed, room) {
        (_, 0) => return String::new(),
        (0, 3..) if *lengths.start() > whole || draw::chance(rng, 50) => 3,
        (0, _) if *lengths.start() <= whole => return String::new(),
        (needed, _) => needed.clamp(1, 9),
    };
    format!(".{}", draw::letters(rng, "0123456789", digits))
}

pub(super) fn make_date_time(rng: &mut ChaCha8Rng, lengths: &Lengths, later: Later) -> String {
    let start = formatted(rng, "%Y-%m-%dT%H:%M:%S", later);
    format!("{start}{}Z", fraction(rng, lengths, 20))
}

pub(super) fn make_local_date_time(rng: &mut ChaCha8Rng, _: &Lengths, later: Later) -> String {
    formatted(rng, "%Y-%m-%dT%H:%M:%S", later)
}

pub(super) fn make_date(rng: &mut ChaCha8Rng, _: &Lengths, later: Later) -> String {
    formatted(rng, "%Y-%m-%d", later)
}

pub(super) fn make_time(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let start = formatted(rng, "%H:%M:%S", Later::NONE);
    format!("{start}{}Z", fraction(rng, lengths, 9))
}

pub(super) fn make_local_time(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    formatted(rng, "%H:%M:%S", Later::NONE)
}

pub(super) fn make_http_date(rng: &mut ChaCha8Rng, _: &Lengths, later: Later) -> String {
    formatted(rng, "%a, %d %b %Y %H:%M:%S GMT", later)
}

pub(super) fn make_unix_time(rng: &mut ChaCha8Rng, _: &Lengths, later: Later) -> String {
    (draw::between(rng, WINDOW) + later.seconds()).to_string()
}

pub(super) fn make_year(rng: &mut ChaCha8Rng, _: &Lengths, later: Later) -> String {
    formatted(rng, "%Y", later)
}

pub(super) fn make_month(rng: &mut ChaCha8Rng, _: &Lengths, later: Later) -> String {
    formatted(rng, "%Y-%m", later)
}

pub(super) fn make_duration(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let n = draw::between(rng, 1..=28);
    let (short, long) = (
        [format!("P{n}D"), format!("PT{n}H"), format!("PT{n}M"), format!("P{}W", 1 + n % 9)],
        [
            format!("P{n}DT{}H", 1 + n % 23),
            format!("PT{}H{n}M", 1 + n % 23),
            format!("P{}Y{}M{n}D", 1 + n % 9, 1 + n % 11),
        ],
    );
    let texts = if draw::chance(rng, 60) { short.as_slice() } else { long.as_slice() };
    match *lengths.start() {
        // Digits are the only part of a duration without a bound.
        low @ 10.. => format!("PT{}S", draw::letters(rng, "123456789", low.min(1 << 20) - 3)),
        _ => draw::pick(rng, texts).cloned().unwrap_or_default(),
    }
}

pub(super) fn make_time_zone(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    const ZONES: [&str; 12] = [
        "Africa/Nairobi",
        "America/Chicago",
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Kolkata",
        "Asia/Tokyo",
        "Australia/Sydney",
        "Europe/Berlin",
        "Europe/London",
        "Europe/Paris",
        "Pacific/Auckland",
        "UTC",
    ];
    draw::word(rng, &ZONES).to_owned()
}

/// RFC 3339 `date-time`; the `T` and the `Z` may be small, a blank may not stand for the `T`.
pub(super) fn is_date_time(text: &str) -> bool {
    text.split_once(['T', 't']).is_some_and(|(date, time)| is_date(date) && is_time(time))
}

/// RFC 3339 `full-date`.
pub(super) fn is_date(text: &str) -> bool {
    text.is_ascii() && text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-") && {
        let part = |range| text.get(range).filter(|part: &&str| is_digits(part, 1..=4))?.parse::<i16>().ok();
        let day = |range| part(range).and_then(|n| i8::try_from(n).ok());
        match (part(0..4), day(5..7), day(8..10)) {
            (Some(year), Some(month), Some(day)) => jiff::civil::Date::new(year, month, day).is_ok(),
            _ => false,
        }
    }
}

/// RFC 3339 `full-time`. A leap second is one only at 23:59 UTC.
pub(super) fn is_time(text: &str) -> bool {
    let Some((clock, offset)) = text.find(['Z', 'z', '+', '-']).and_then(|at| text.split_at_checked(at)) else {
        return false;
    };
    let Some((hour, minute, second)) = clock_of(clock) else { return false };
    let shift = match (offset, offset.get(1..).and_then(minutes_of)) {
        ("Z" | "z", _) => 0,
        (offset, Some(minutes)) if offset.starts_with('+') => -minutes,
        (_, Some(minutes)) => minutes,
        _ => return false,
    };
    second < 60 || (hour * 60 + minute + shift).rem_euclid(24 * 60) == 23 * 60 + 59
}

/// `hh:mm` in minutes.
fn minutes_of(text: &str) -> Option<i32> {
    let (hour, minute) = text.split_once(':')?;
    Some(two(hour, 23)? * 60 + two(minute, 59)?)
}

/// RFC 3339 `partial-time`, with up to 60 seconds.
fn clock_of(text: &str) -> Option<(i32, i32, i32)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = whole.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    let ends = parts.next().is_none() && is_digits(fraction, 1..=usize::MAX);
    ends.then_some((two(hour, 23)?, two(minute, 59)?, two(second, 60)?))
}

fn two(text: &str, most: i32) -> Option<i32> {
    is_digits(text, 2..=2).then(|| text.parse().ok())?.filter(|n| *n <= most)
}

/// RFC 3339 appendix A `duration`: weeks alone, else units in order with none left out between two others.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    let dated = date.is_empty() || are_units(date, "YMD");
    match time {
        Some(time) => dated && are_units(time, "HMS"),
        None => are_units(date, "YMD") || are_units(date, "W"),
    }
}

/// Numbers, each with its unit: neighbours in `units`, at least one.
fn are_units(text: &str, units: &str) -> bool {
    let found: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let numbered = text.split_terminator(|c: char| !c.is_ascii_digit()).all(|digits| !digits.is_empty());
    !found.is_empty() && units.contains(&found) && numbered && text.ends_with(|c: char| !c.is_ascii_digit())
}

/// RFC 9110 `IMF-fixdate`, and the form with a numeric zone that mail uses.
pub(super) fn is_http_date(text: &str) -> bool {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).is_ok()
}

pub(super) fn is_unix_time(text: &str) -> bool {
    is_digits(text.strip_prefix('-').unwrap_or(text), 1..=19)
}
