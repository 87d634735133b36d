//! Turns the text of a parameter into a JSON value by its serialisation style (OAS 3.x, Parameter Object, "Style
//! Values"; Swagger 2.0 `collectionFormat`).
//!
//! Every leaf is a string: numbers and booleans are the business of whoever knows the schema. What is decoded is
//! guided by the [`Shape`] the schema expects, because the text alone does not tell `blue` from `["blue"]`.
//! Nothing is checked here either: text of another shape than expected is handed on as what it looks like
//! (a repeated name of a scalar becomes an array), so that the check can say what is wrong with it.
//!
//! Invariant: text is split on its delimiters before it is percent-decoded, so an encoded delimiter is data beside plain ones.

mod coding;
#[cfg(test)]
mod conformance;
mod cookie;
mod encode;
mod flat;
mod key;
mod pairs;
mod query;
mod segment;
mod shape;
mod tree;

use std::fmt;

pub use coding::has_reserved;
pub use cookie::{Cookies, decode_cookie};
pub use encode::{encode_path, encode_query, escape};
pub use query::{Query, decode_query};
pub use segment::{decode_header, decode_header_list, decode_path};
pub use shape::{Property, Shape};

pub(crate) use coding::{Coding, is_reserved};
pub(crate) use flat::{Members, read as read_flat, split};
pub(crate) use key::Key;
pub(crate) use pairs::Pair;
pub(crate) use tree::{Entry, gather, grow};

/// How a value is written into text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `;color=blue` (RFC 6570 §3.2.7).
    Matrix,
    /// `.blue` (RFC 6570 §3.2.5).
    Label,
    /// `blue,black` (RFC 6570 §3.2.2).
    Simple,
    /// `color=blue,black` or `color=blue&color=black` (RFC 6570 §3.2.8).
    Form,
    /// `color=blue%20black`; `ssv` of Swagger 2.0.
    SpaceDelimited,
    /// `color=blue%7Cblack`; `pipes` of Swagger 2.0.
    PipeDelimited,
    /// `color=blue%09black`; only as `tsv` of Swagger 2.0.
    TabDelimited,
    /// `color[R]=100`.
    DeepObject,
    /// `color=blue; color=black`, never percent-encoded; since OAS 3.2.
    Cookie,
}

impl Style {
    /// Reads a `style`, or one of those `collectionFormat`s of Swagger 2.0 that mean the same in every place: `ssv`,
    /// `tsv`, `pipes`. `csv` and `multi` are not among them: they are `simple` or `form` by the place of the parameter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.trim() {
            "matrix" => Self::Matrix,
            "label" => Self::Label,
            "simple" => Self::Simple,
            "form" => Self::Form,
            "spaceDelimited" | "ssv" => Self::SpaceDelimited,
            "pipeDelimited" | "pipes" => Self::PipeDelimited,
            "tabDelimited" | "tsv" => Self::TabDelimited,
            "deepObject" => Self::DeepObject,
            "cookie" => Self::Cookie,
            _ => return None,
        })
    }

    /// The `explode` of a parameter that does not say (OAS 3.2, Parameter Object).
    #[must_use]
    pub const fn default_explode(self) -> bool {
        matches!(self, Self::Form | Self::Cookie)
    }

    /// What stands between the items of a value that is written as one text, in every spelling that `coding` allows.
    pub(crate) const fn delimiters(self, coding: Coding) -> &'static [&'static str] {
        match (self, coding) {
            (Self::SpaceDelimited, Coding::Form) => &["%20", "+", " "],
            (Self::SpaceDelimited, Coding::Percent) => &["%20", " "],
            (Self::SpaceDelimited, _) => &[" "],
            (Self::PipeDelimited, Coding::Form | Coding::Percent) => &["|", "%7C", "%7c"],
            (Self::PipeDelimited, _) => &["|"],
            (Self::TabDelimited, Coding::Form | Coding::Percent) => &["%09", "\t"],
            (Self::TabDelimited, _) => &["\t"],
            _ => &[","],
        }
    }
}

/// Why a text is not a value in its style. Nothing else about the request is affected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StyleError {
    /// A matrix or label parameter lacks the text that every one of its kind starts with.
    Prefix {
        /// `matrix` or `label`.
        style: &'static str,
        /// What was looked for, such as `;color=`.
        expected: String,
    },
    /// A matrix parameter holds a part under another name.
    ForeignName {
        /// The name of the parameter.
        expected: String,
        /// The name that was found.
        found: String,
    },
    /// An object written as name and value in turn has a name without a value.
    OddItems(usize),
    /// A part of an exploded object is not `name=value`.
    NoMember(String),
}

impl fmt::Display for StyleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prefix { style, expected } => write!(f, "`{expected}` expected at the start of a {style} parameter"),
            Self::ForeignName { expected, found } => {
                write!(f, "only `;{expected}` expected in this matrix parameter, found: `;{found}`")
            }
            Self::OddItems(count) => {
                write!(f, "names and values expected in turn, found an odd number of items: {count}")
            }
            Self::NoMember(found) => write!(f, "`name=value` expected, found: `{found}`"),
        }
    }
}

impl std::error::Error for StyleError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_styles_and_their_default_explode() {
        for (text, expected, explode) in [
            ("matrix", Some(Style::Matrix), false),
            ("label", Some(Style::Label), false),
            ("simple", Some(Style::Simple), false),
            ("form", Some(Style::Form), true),
            ("spaceDelimited", Some(Style::SpaceDelimited), false),
            ("ssv", Some(Style::SpaceDelimited), false),
            ("pipes", Some(Style::PipeDelimited), false),
            ("tsv", Some(Style::TabDelimited), false),
            ("deepObject", Some(Style::DeepObject), false),
            (" cookie ", Some(Style::Cookie), true),
            ("csv", None, false),
            ("Form", None, false),
        ] {
            assert_eq!(Style::parse(text), expected, "{text}");
            assert_eq!(expected.is_some_and(Style::default_explode), explode, "{text}");
        }
    }

    #[test]
    fn messages() {
        for (error, expected) in [
            (
                StyleError::Prefix { style: "matrix", expected: ";color=".into() },
                "`;color=` expected at the start of a matrix parameter",
            ),
            (
                StyleError::ForeignName { expected: "color".into(), found: "size".into() },
                "only `;color` expected in this matrix parameter, found: `;size`",
            ),
            (StyleError::OddItems(3), "names and values expected in turn, found an odd number of items: 3"),
            (StyleError::NoMember("blue".into()), "`name=value` expected, found: `blue`"),
        ] {
            assert_eq!(error.to_string(), expected);
        }
    }
}
