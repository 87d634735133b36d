//! Texts that are moments → milliseconds since 1970. Invariant: what is written as rows write it (`2023-11-01T23:20:57.357Z`) is read
//! without allocation, in a few nanoseconds, and means what every other way of writing it means.

use jiff::Timestamp;

/// A moment as RFC 3339 writes it.
pub(in crate::collection) fn millis(text: &str) -> Option<i64> {
    usual(text.as_bytes()).or_else(|| {
        // jiff takes more than RFC 3339: what has no `T` or blank after the date is none.
        let is_dated = text.as_bytes().get(10).is_some_and(|byte| matches!(byte, b'T' | b't' | b' '));
        if !is_dated {
            return None;
        }
        text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
    })
}

/// The first moment of a day, `2023-11-01`, and that of the next one.
pub(in crate::collection) fn day(text: &str) -> Option<(i64, i64)> {
    const DAY: i64 = 86_400_000;
    let date: jiff::civil::Date = (text.len() == 10).then(|| text.parse().ok())??;
    let first = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond();
    Some((first, first + DAY))
}

/// The form with milliseconds, in UTC.
fn usual(text: &[u8]) -> Option<i64> {
    let text: &[u8; 24] = text.try_into().ok()?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2, b'.', f1, f2, f3, b'Z'] =
        *text
    else {
        return None;
    };
    let year = decimal(&[y1, y2, y3, y4])?;
    let (month, day) = (decimal(&[m1, m2])?, decimal(&[d1, d2])?);
    let (hour, minute, second) = (decimal(&[h1, h2])?, decimal(&[n1, n2])?, decimal(&[s1, s2])?);
    let fraction = decimal(&[f1, f2, f3])?;
    // Days that not every month has, and leap seconds, are left to those who know calendars.
    if !(1..=12).contains(&month) || !(1..=28).contains(&day) && !is_late_day(year, month, day) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some((((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000 + fraction)
}

fn decimal(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0')))
}

const fn is_late_day(year: i64, month: i64, day: i64) -> bool {
    let last = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    28 < day && day <= last
}

/// Days since 1970, in the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_form_means_what_a_calendar_says() {
        for text in [
            "1970-01-01T00:00:00.000Z",
            "2023-11-01T23:20:57.357Z",
            "2024-02-29T12:00:00.001Z",
            "2000-02-29T00:00:00.000Z",
            "1969-12-31T23:59:59.999Z",
            "0001-01-01T00:00:00.000Z",
            "9999-12-30T22:00:00.999Z",
            "2016-12-31T23:59:59.000Z",
        ] {
            let expected = text.parse::<Timestamp>().unwrap().as_millisecond();
            assert_eq!(usual(text.as_bytes()), Some(expected), "{text}");
        }
        for text in ["2023-02-29T00:00:00.000Z", "2023-13-01T00:00:00.000Z", "2023-01-01T24:00:00.000Z"] {
            assert_eq!(millis(text), None, "{text}");
        }
    }

    #[test]
    fn other_forms_of_a_moment_are_read_and_other_texts_are_not() {
        let moment = Some(1_698_880_857_357);
        assert_eq!(millis("2023-11-01T23:20:57.357Z"), moment);
        assert_eq!(millis("2023-11-02T00:20:57.357+01:00"), moment);
        assert_eq!(millis("2023-11-01t23:20:57.357456z"), moment);
        for text in ["", "2023-11-01", "20231101T232057Z", "later", "2023-11-01T23:20:57"] {
            assert_eq!(millis(text), None, "{text}");
        }
        assert_eq!(day("1970-01-02"), Some((86_400_000, 172_800_000)));
        assert_eq!((day("2023-02-30"), day("20230102"), day("now")), (None, None, None));
    }
}
