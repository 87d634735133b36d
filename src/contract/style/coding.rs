//! Turns encoded text into the text it stands for. Never fails: an invalid escape is kept as it is, bytes that are no
//! UTF-8 become U+FFFD.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// How text is escaped where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// Query strings and form bodies: percent-encoded, `+` is a blank (URL Standard, `application/x-www-form-urlencoded`).
    Form,
    /// Paths and form-style cookies: percent-encoded, `+` is itself (RFC 3986 §2.1).
    Percent,
    /// Headers: not escaped, blanks around it do not belong to it (RFC 9110 §5.6.3).
    Header,
    /// Cookies in cookie style and parts of a multipart body: not escaped.
    Plain,
}

impl Coding {
    /// The text that `raw` stands for.
    pub(crate) fn decode(self, raw: &str) -> Cow<'_, str> {
        match self {
            Self::Form if raw.contains('+') => {
                Cow::Owned(percent_decode_str(&raw.replace('+', " ")).decode_utf8_lossy().into_owned())
            }
            Self::Form | Self::Percent => percent_decode_str(raw).decode_utf8_lossy(),
            Self::Header => Cow::Borrowed(raw.trim_matches([' ', '\t'])),
            Self::Plain => Cow::Borrowed(raw),
        }
    }

    /// Whether `%5B` may stand for `[`.
    pub(crate) const fn is_percent(self) -> bool {
        matches!(self, Self::Form | Self::Percent)
    }
}

/// Whether a raw value holds a character that RFC 3986 §2.2 reserves, which a parameter without `allowReserved` must
/// percent-encode. A `+` counts, though in a query string it may be meant as a blank.
#[must_use]
pub fn has_reserved(raw_value: &str) -> bool {
    raw_value.contains(is_reserved)
}

/// gen-delims and sub-delims of RFC 3986.
pub(crate) const fn is_reserved(character: char) -> bool {
    matches!(
        character,
        ':' | '/' | '?' | '#' | '[' | ']' | '@' | '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '='
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_escapes_stay_and_invalid_utf8_is_replaced() {
        for (coding, raw, expected) in [
            (Coding::Form, "a+b%20c%2B", "a b c+"),
            (Coding::Percent, "a+b%20c%2B", "a+b c+"),
            (Coding::Percent, "100%", "100%"),
            (Coding::Form, "%zz+%4", "%zz %4"),
            (Coding::Form, "%ff%C3%A9", "\u{fffd}é"),
            (Coding::Header, " a%20 \t", "a%20"),
            (Coding::Plain, " a%20+", " a%20+"),
        ] {
            assert_eq!(coding.decode(raw), expected, "{raw}");
        }
    }

    #[test]
    fn reserved_characters_count_only_when_raw() {
        for character in ":/?#[]@!$&'()*+,;=".chars() {
            assert!(has_reserved(&format!("a{character}b")), "{character}");
        }
        for raw in ["", "a-b._~", "a%2Fb", "é", "\"<>|"] {
            assert!(!has_reserved(raw), "{raw}");
        }
    }
}
