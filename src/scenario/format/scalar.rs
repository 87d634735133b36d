//! The small values of the format that are written as text: spans of time, sizes, percentages; and what may be one or several.

use std::borrow::Cow;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A span of time: `200ms`, `2s`, `1m 30s`, `1h`. A bare number is refused, since nobody knows of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(pub Duration);

/// The longest span: what is longer is a mistake.
const LONGEST: Duration = Duration::from_hours(24 * 366);

impl Span {
    /// Reads `200ms`, `2s`, `1m 30s`. `Err` says what is wrong.
    ///
    /// # Errors
    /// When the text is no span of time, is negative, or is longer than a year.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no span of time; write `200ms`, `2s`, `1m 30s`");
        let parsed: jiff::SignedDuration = text.trim().parse().map_err(|_| wrong())?;
        let span = Duration::try_from(parsed).map_err(|_| wrong())?;
        if span > LONGEST {
            return Err(format!("`{text}` is longer than a year"));
        }
        Ok(Self(span))
    }
}

/// A number of bytes: `512`, `1KiB`, `4kB`, `2MiB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

impl Size {
    /// Reads `512`, `1KiB`, `4kB`, `2MiB`. `Err` says what is wrong.
    ///
    /// # Errors
    /// When the text is no number of bytes.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no number of bytes; write `512`, `1KiB`, `4kB`, `2MiB`");
        let text = text.trim();
        let digits = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let unit: u64 = match unit.trim() {
            "" | "B" => 1,
            "kB" => 1000,
            "KiB" => 1 << 10,
            "MB" => 1_000_000,
            "MiB" => 1 << 20,
            _ => return Err(wrong()),
        };
        number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit)).map(Self).ok_or_else(wrong)
    }
}

/// A share of all calls or of a body: `5%`, from 0 to 100; fractions are allowed.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Percentage(pub f64);

impl Percentage {
    /// Reads `5%`, `0.5%`. `Err` says what is wrong.
    ///
    /// # Errors
    /// When the text is no percentage from 0 to 100.
    pub fn parse(text: &str) -> Result<Self, String> {
        let number = text.trim().strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
        let number = number.filter(|number| (0.0..=100.0).contains(number));
        number.map(Self).ok_or_else(|| format!("`{text}` is no percentage; write `5%`, from 0 to 100"))
    }
}

/// Reads a value that is written as text by its own `parse`, and describes it to editors.
macro_rules! written_as_text {
    ($name:ident, $format:literal, $pattern:literal, $description:literal) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(D::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "format": $format, "pattern": $pattern, "description": $description })
            }
        }
    };
}

written_as_text!(
    Span,
    "standin-span",
    r"^\s*(\d+(\.\d+)?\s*(ns|us|µs|ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)[\s,]*)+$",
    "A span of time: `200ms`, `2s`, `1m 30s`."
);
written_as_text!(Percentage, "standin-percentage", r"^\s*\d+(\.\d+)?\s*%\s*$", "A percentage: `5%`.");

/// What may be written as a number of bytes or as a text with its unit.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Written {
    Number(u64),
    Text(String),
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Number(number) => Ok(Self(number)),
            Written::Text(text) => Self::parse(&text).map_err(D::Error::custom),
        }
    }
}

impl JsonSchema for Size {
    fn schema_name() -> Cow<'static, str> {
        "Size".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["integer", "string"],
            "minimum": 0,
            "format": "standin-size",
            "pattern": r"^\s*\d+\s*(B|kB|KiB|MB|MiB)?\s*$",
            "description": "A number of bytes: `512`, `1KiB`, `4kB`, `2MiB`."
        })
    }
}

/// One value, or a list of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// One.
    One(T),
    /// Several.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// All of them.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

/// A list that may be written as its only item.
pub(super) fn one_or_many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_with_their_units() {
        for (text, expected) in [
            ("200ms", Some(200)),
            ("2s", Some(2_000)),
            ("1m 30s", Some(90_000)),
            ("1.5s", Some(1_500)),
            ("2", None),
            ("-2s", None),
            ("soon", None),
            ("900000h", None),
        ] {
            let span = Span::parse(text).ok().map(|span| span.0.as_millis());
            assert_eq!(span, expected, "{text}");
        }
        for (text, expected) in [
            ("512", Some(512)),
            ("1KiB", Some(1024)),
            ("4 kB", Some(4000)),
            ("1K", None),
            ("KiB", None),
            ("99999999999999999999MiB", None),
        ] {
            assert_eq!(Size::parse(text).ok().map(|size| size.0), expected, "{text}");
        }
        for (text, expected) in [("5%", Some(5.0)), ("0.5 %", Some(0.5)), ("101%", None), ("5", None), ("NaN%", None)] {
            assert_eq!(Percentage::parse(text).ok().map(|share| share.0), expected, "{text}");
        }
    }
}
