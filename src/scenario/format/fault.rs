//! What goes wrong on the wire.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::scalar::{Percentage, Size, Written};

/// What goes wrong on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The connection is closed without an answer.
    Empty,
    /// The connection is reset (TCP RST); of HTTP/2, the stream is (`RST_STREAM`).
    Reset,
    /// No answer ever comes.
    Never,
    /// `Content-Length` promises more than is sent, and the connection ends.
    WrongLength,
    /// Bytes that are no HTTP follow the head.
    Garbage,
    /// The body is JSON that cannot be parsed.
    Malformed,
    /// The answer is sent and the connection is given up: `GOAWAY` of HTTP/2, `Connection: close` before.
    Goaway,
    /// The body ends after so many bytes, or such a share of it: `50%`, `1KiB`.
    Cut(Extent),
    /// The body stands still after so many bytes, or such a share of it.
    Stall(Extent),
    /// The body trickles at so many bytes a second: `4KiB/s`.
    Drip(Flow),
}

impl fmt::Display for Fault {
    /// As it is written in a scenario: `reset`, `cut: 50%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty"),
            Self::Reset => f.write_str("reset"),
            Self::Never => f.write_str("never"),
            Self::WrongLength => f.write_str("wrong-length"),
            Self::Garbage => f.write_str("garbage"),
            Self::Malformed => f.write_str("malformed"),
            Self::Goaway => f.write_str("goaway"),
            Self::Cut(extent) => write!(f, "cut: {extent}"),
            Self::Stall(extent) => write!(f, "stall: {extent}"),
            Self::Drip(flow) => write!(f, "drip: {}B/s", flow.0),
        }
    }
}

/// A part of a body: bytes or a share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extent {
    /// So many bytes.
    Bytes(u64),
    /// So much of it, from 0 to 100.
    Percent(f64),
}

impl Extent {
    /// Reads `50%`, `512`, `1KiB`. `Err` says what is wrong.
    ///
    /// # Errors
    /// When the text is neither a percentage from 0 to 100 nor a number of bytes.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.contains('%') {
            Percentage::parse(text).map(|share| Self::Percent(share.0))
        } else {
            Size::parse(text).map(|size| Self::Bytes(size.0))
        }
    }

    /// How many bytes that is of a body of `whole` bytes; never more than there are.
    #[must_use]
    pub fn of(self, whole: u64) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.min(whole),
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share of a body in memory"
            )]
            Self::Percent(share) => ((whole as f64 * share / 100.0) as u64).min(whole),
        }
    }
}

impl fmt::Display for Extent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{bytes}"),
            Self::Percent(share) => write!(f, "{share}%"),
        }
    }
}

impl<'de> Deserialize<'de> for Extent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Number(number) => Ok(Self::Bytes(number)),
            Written::Text(text) => Self::parse(&text).map_err(D::Error::custom),
        }
    }
}

impl JsonSchema for Extent {
    fn schema_name() -> Cow<'static, str> {
        "Extent".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["integer", "string"],
            "minimum": 0,
            "format": "standin-extent",
            "pattern": r"^\s*(\d+(\.\d+)?\s*%|\d+\s*(B|kB|KiB|MB|MiB)?)\s*$",
            "description": "A part of a body: `50%`, `512`, `1KiB`."
        })
    }
}

/// Bytes in a second: `4KiB/s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow(pub u64);

impl Flow {
    /// Reads `4KiB/s`. `Err` says what is wrong.
    ///
    /// # Errors
    /// When the text is no number of bytes a second, or none at all flow.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no rate; write `4KiB/s`, `512B/s`");
        let size = text.trim().strip_suffix("/s").ok_or_else(wrong)?;
        let size = Size::parse(size).map_err(|_| wrong())?;
        if size.0 == 0 { Err(format!("`{text}` never ends; `stall: 0` says so")) } else { Ok(Self(size.0)) }
    }
}

impl<'de> Deserialize<'de> for Flow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl JsonSchema for Flow {
    fn schema_name() -> Cow<'static, str> {
        "Flow".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "standin-flow",
            "pattern": r"^\s*\d+\s*(B|kB|KiB|MB|MiB)?\s*/s\s*$",
            "description": "Bytes in a second: `4KiB/s`."
        })
    }
}
