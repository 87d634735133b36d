//! Texts that are moments: RFC 3339, in milliseconds since 1970.

use jiff::Timestamp;

/// The milliseconds since 1970 that a text says, rounded down; `None` if it is no RFC 3339 `date-time`.
pub(super) fn moment(text: &str) -> Option<i64> {
    // Most texts are none, which their beginning tells; and what is more than RFC 3339 has brackets, or no `T`.
    let is_dated = matches!(text.as_bytes(), [b'0'..=b'9', b'0'..=b'9', _, _, b'-', _, _, b'-', _, _, b'T' | b't', ..]);
    if !is_dated || text.contains('[') {
        return None;
    }
    let nanos = text.parse::<Timestamp>().ok()?.as_nanosecond();
    i64::try_from(nanos.div_euclid(1_000_000)).ok()
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn moments_are_rfc_3339() {
        for (text, expected) in [
            ("1970-01-01T00:00:01Z", Some(1000)),
            ("1970-01-01T02:00:00.0019+02:00", Some(1)),
            ("1969-12-31T23:59:59.9999Z", Some(-1)),
            ("1970-01-01", None),
            ("1970-01-01T00:00:01", None),
            ("1970-01-01 00:00:01Z", None),
            ("1970-01-01T00:00:01Z[UTC]", None),
            ("1970-13-01T00:00:01Z", None),
            ("soon", None),
        ] {
            assert_eq!(moment(text), expected, "{text}");
        }
    }
}
