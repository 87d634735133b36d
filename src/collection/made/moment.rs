//! Moments in milliseconds since 1970, written and read as RFC 3339 in UTC with milliseconds. Written for every row, so without a general
//! formatter.

use serde_json::Value;

const DAY: i64 = 86_400_000;
/// 0000-01-01, which RFC 3339 begins with, and 9999-12-30T22:00:00.999, the last moment that is a date in every time zone.
const FIRST: i64 = -62_167_219_200_000;
const LAST: i64 = 253_402_207_200_999;

/// `2023-11-01T23:20:57.357Z`, and where it is written.
pub(in crate::collection) fn text(millis: i64) -> [u8; 24] {
    let millis = millis.clamp(FIRST, LAST);
    let (days, rest) = (millis.div_euclid(DAY), millis.rem_euclid(DAY));
    let (year, month, day) = civil(days);
    let mut into = *b"0000-00-00T00:00:00.000Z";
    let parts = [
        (3, 4, year),
        (6, 2, month),
        (9, 2, day),
        (12, 2, rest / 3_600_000),
        (15, 2, rest / 60_000 % 60),
        (18, 2, rest / 1_000 % 60),
        (22, 3, rest % 1_000),
    ];
    for (last, digits, mut number) in parts {
        for place in 0..digits {
            let digit = u8::try_from(number % 10).unwrap_or(0);
            if let Some(byte) = into.get_mut(last - place) {
                *byte = b'0' + digit;
            }
            number /= 10;
        }
    }
    into
}

/// The same as a value.
pub(in crate::collection) fn value(millis: i64) -> Value {
    Value::String(text(millis).iter().copied().map(char::from).collect())
}

/// The date of a day since 1970 (Howard Hinnant: `chrono`-compatible low-level date algorithms, `civil_from_days`).
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + (month <= 2) as i64, month, date)
}

/// What moment a value says: RFC 3339, milliseconds since 1970, or one of them under `$date`.
pub(in crate::collection) fn read(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond),
        Value::Number(number) => number.as_i64(),
        Value::Object(members) => members.get("$date").filter(|inner| !inner.is_object()).and_then(read),
        _ => None,
    }
}

/// Whether a text is written as rows have it.
pub(in crate::collection) fn is_ours(said: &str) -> bool {
    said.len() == 24 && said.parse::<jiff::Timestamp>().is_ok_and(|it| text(it.as_millisecond()) == *said.as_bytes())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn moments_are_written_and_read() {
        for (millis, expected) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_698_880_857_357, "2023-11-01T23:20:57.357Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (-2_203_891_200_001, "1900-02-28T23:59:59.999Z"),
            (FIRST, "0000-01-01T00:00:00.000Z"),
            (LAST, "9999-12-30T22:00:00.999Z"),
        ] {
            assert_eq!(value(millis), json!(expected));
            assert_eq!(read(&json!(expected)), Some(millis));
            assert!(is_ours(expected));
        }
        for step in 0..5_000 {
            let millis = FIRST + step * ((LAST - FIRST) / 5_000) + step;
            assert_eq!(read(&value(millis)), Some(millis), "{}", value(millis));
        }
        assert_eq!((value(i64::MAX), value(i64::MIN)), (value(LAST), value(FIRST)));
        for (said, expected) in [
            (json!("2023-11-01T23:20:57Z"), Some(1_698_880_857_000)),
            (json!("2023-11-02T00:20:57.357+01:00"), Some(1_698_880_857_357)),
            (json!({ "$date": 5 }), Some(5)),
            (json!({ "$date": "1970-01-01T00:00:00.007Z" }), Some(7)),
            (json!({ "$date": { "$date": 1 } }), None),
            (json!("yesterday"), None),
            (json!(null), None),
        ] {
            assert_eq!(read(&said), expected, "{said}");
            assert!(!said.as_str().is_some_and(is_ours), "{said}");
        }
    }
}
