//! Numbers as JSON and texts have them, compared by what they mean: `1`, `1.0` and `1e0` are one number.

use std::cmp::Ordering;

/// A number: an integer, exactly, or what is none.
#[derive(Clone, Copy, Debug)]
pub(super) enum Number {
    /// An integer.
    Whole(i128),
    /// Anything else; never infinite, never NaN.
    Float(f64),
}

impl Number {
    /// A JSON number.
    pub(super) fn of(number: &serde_json::Number) -> Option<Self> {
        let whole = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
        whole.map(Self::Whole).or_else(|| number.as_f64().and_then(Self::float))
    }

    /// A text that is a number and nothing else: `50`, `-1.5`, `1e3`. What only Rust takes for one (`inf`, `NaN`) is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_written = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
        if !text.as_bytes().iter().all(is_written) {
            return None;
        }
        text.parse().map(Self::Whole).ok().or_else(|| text.parse().ok().and_then(Self::float))
    }

    fn float(number: f64) -> Option<Self> {
        number.is_finite().then_some(Self::Float(number))
    }

    /// Which of the two is less.
    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => Some(one.cmp(&other)),
            (Self::Float(one), Self::Float(other)) => one.partial_cmp(&other),
            (Self::Whole(one), Self::Float(other)) => mixed(one, other),
            (Self::Float(one), Self::Whole(other)) => mixed(other, one).map(Ordering::reverse),
        }
    }
}

/// An integer with a number that need not be one. Beyond 2^100 nobody counts, and the nearest float is near enough.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "within bounds that were looked at")]
fn mixed(whole: i128, float: f64) -> Option<Ordering> {
    const FAR: f64 = 1.0e30;
    if float.fract() == 0.0 && float.abs() < FAR {
        return Some(whole.cmp(&(float as i128)));
    }
    (whole as f64).partial_cmp(&float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_numbers_only_if_they_look_like_one() {
        for (text, same_as) in [
            ("50", Some(50.0)),
            ("50.0", Some(50.0)),
            ("5e1", Some(50.0)),
            ("+50", Some(50.0)),
            ("-0", Some(0.0)),
            (".5", Some(0.5)),
            ("", None),
            ("e5", None),
            ("-", None),
            ("inf", None),
            ("NaN", None),
            ("1e999", None),
            (" 50", None),
            ("0x32", None),
            ("5_0", None),
        ] {
            let same = same_as.map(Number::Float);
            let equal = match (Number::parse(text), same) {
                (Some(found), Some(same)) => found.compare(same) == Some(Ordering::Equal),
                (found, same) => found.is_none() && same.is_none(),
            };
            assert!(equal, "{text}");
        }
    }

    #[test]
    fn large_integers_are_compared_exactly() {
        let compare = |one: &str, other: &str| Number::parse(one)?.compare(Number::parse(other)?);
        for (one, other, expected) in [
            ("9007199254740993", "9007199254740992", Ordering::Greater),
            ("18446744073709551615", "18446744073709551615", Ordering::Equal),
            ("2", "1.5", Ordering::Greater),
            ("1.5", "2", Ordering::Less),
            ("3", "3.0", Ordering::Equal),
            ("1e300", "5", Ordering::Greater),
        ] {
            assert_eq!(compare(one, other), Some(expected), "{one} {other}");
        }
    }
}
