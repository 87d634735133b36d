//! The places of a call that conditions look at, by name, and what lies there.

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use http::HeaderName;

use super::super::asked::Asked;
use super::super::expression::ExpressionError;
use super::found::{Notation, Values};
use super::json_path::Query;
use crate::base::{Pointer, descend, is_secret};

/// A place.
#[derive(Debug)]
pub(super) enum Subject {
    /// A name in the query.
    Query(String),
    /// A header.
    Header(HeaderName),
    /// A cookie.
    Cookie(String),
    /// A variable in the path.
    Path(String),
    /// The method.
    Method,
    /// The media type of the body, in lower case, without parameters.
    ContentType,
    /// The token behind `Bearer`.
    Bearer,
    /// The name in `Basic` credentials.
    User,
    /// The password in `Basic` credentials.
    Password,
    /// The body as a whole.
    Body,
    /// A field of a form, or a member at the top of the body.
    Member(String),
    /// A part of the body.
    Part(Pointer, Vec<String>),
    /// Parts of the body.
    Parts(Query),
}

impl Subject {
    /// A header.
    pub(super) fn header(name: &str) -> Result<Self, ExpressionError> {
        let message = || format!("`{name}` cannot be the name of a header");
        let name = HeaderName::from_bytes(name.as_bytes());
        name.map(Self::Header).map_err(|_| ExpressionError { message: message(), help: None })
    }

    /// A part of the body: `$` or nothing, a JSON Pointer, a `JSONPath`, a name.
    pub(super) fn body(key: &str) -> Result<Self, ExpressionError> {
        match key.as_bytes() {
            b"" | b"$" => Ok(Self::Body),
            [b'/', ..] => {
                let is_escape = |piece: &str| piece.starts_with(['0', '1']);
                if !key.split('~').skip(1).all(is_escape) {
                    let message = format!("`{key}` is no JSON Pointer: `~` stands before `0` or `1`");
                    return Err(ExpressionError { message, help: Some("write `~0` for `~`, `~1` for `/`".to_owned()) });
                }
                let pointer = Pointer::from(key.to_owned());
                let steps = pointer.steps().collect();
                Ok(Self::Part(pointer, steps))
            }
            [b'$', ..] => Query::compile(key).map(Self::Parts),
            _ => Ok(Self::Member(key.to_owned())),
        }
    }

    /// What lies there.
    pub(super) fn values<'v>(&'v self, asked: &'v Asked<'_>) -> Values<'v> {
        let text = |text: Option<Cow<'v, str>>| text.map_or(Values::None, Values::Text);
        match self {
            Self::Query(_) if asked.call.query.is_none() => Values::None,
            Self::Query(name) => Values::Pairs(asked.query(), name),
            Self::Header(name) => Values::Lines(asked.call.headers.get_all(name)),
            Self::Cookie(name) => Values::Pairs(asked.cookies(), name),
            Self::Path(name) => text(asked.path(name)),
            Self::Method => Values::Text(asked.call.method.as_str().into()),
            Self::ContentType => text(asked.call.header("content-type").and_then(essence)),
            Self::Bearer => text(authorization(asked, "bearer").map(Cow::Borrowed)),
            Self::User => text(basic(asked).map(|(user, _)| user.into())),
            Self::Password => text(basic(asked).map(|(_, password)| password.into())),
            Self::Body | Self::Member(_) | Self::Part(..) | Self::Parts(_) => self.parts(asked),
        }
    }

    /// What lies there in the body.
    fn parts<'v>(&self, asked: &'v Asked<'_>) -> Values<'v> {
        let Some(body) = asked.body() else { return Values::None };
        let notation = notation(asked);
        let node = match self {
            Self::Parts(query) => return Values::Nodes(query.find(body), notation),
            Self::Part(_, steps) => descend(body, steps),
            Self::Member(name) => body.get(name),
            _ => Some(body),
        };
        node.map_or(Values::None, |node| Values::Node(node, notation))
    }

    /// What it costs to look there, compared with others.
    pub(super) const fn cost(&self) -> u8 {
        match self {
            Self::Method => 0,
            Self::Header(_) => 1,
            Self::ContentType | Self::Bearer => 2,
            Self::Path(_) | Self::Query(_) | Self::Cookie(_) => 3,
            Self::User | Self::Password => 4,
            Self::Body | Self::Member(_) | Self::Part(..) => 5,
            Self::Parts(_) => 6,
        }
    }

    /// Whether what lies there is not to be shown.
    pub(super) fn is_secret(&self) -> bool {
        match self {
            Self::Query(name) | Self::Cookie(name) | Self::Path(name) | Self::Member(name) => is_secret(name),
            Self::Header(name) => is_secret(name.as_str()),
            Self::Part(_, steps) => steps.iter().any(|step| is_secret(step)),
            Self::Parts(query) => query.as_str().split(['.', '[', ']', '(', ')', '\'', '"', ' ']).any(is_secret),
            Self::Bearer | Self::Password => true,
            Self::Method | Self::ContentType | Self::User | Self::Body => false,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Query(name) => write!(f, "query.{name}"),
            Self::Header(name) => write!(f, "header.{name}"),
            Self::Cookie(name) => write!(f, "cookie.{name}"),
            Self::Path(name) => write!(f, "path.{name}"),
            Self::Method => f.write_str("method"),
            Self::ContentType => f.write_str("content-type"),
            Self::Bearer => f.write_str("credentials.bearer"),
            Self::User => f.write_str("credentials.user"),
            Self::Password => f.write_str("credentials.password"),
            Self::Body => f.write_str("body"),
            Self::Member(name) => write!(f, "body.{name}"),
            Self::Part(pointer, _) => write!(f, "body {pointer}"),
            Self::Parts(query) => write!(f, "body {}", query.as_str()),
        }
    }
}

/// How the values of the body were sent.
fn notation(asked: &Asked<'_>) -> Notation {
    match asked.media_type() {
        Some(media) if media.is_form() || media.is_multipart() || media.is_text() || media.is_xml() => Notation::Text,
        _ => Notation::Typed,
    }
}

/// The media type in lower case, without its parameters.
fn essence(written: &str) -> Option<Cow<'_, str>> {
    let essence = written.split(';').next().unwrap_or_default().trim();
    let is_lower = !essence.bytes().any(|byte| byte.is_ascii_uppercase());
    let essence = if is_lower { Cow::Borrowed(essence) } else { Cow::Owned(essence.to_ascii_lowercase()) };
    (!essence.is_empty()).then_some(essence)
}

/// What stands behind the name of a scheme in the `Authorization` header.
fn authorization<'c>(asked: &Asked<'c>, scheme: &str) -> Option<&'c str> {
    let (name, value) = asked.call.header("authorization")?.split_once(' ')?;
    let value = value.trim();
    (name.eq_ignore_ascii_case(scheme) && !value.is_empty()).then_some(value)
}

/// The user and the password (RFC 7617).
fn basic(asked: &Asked<'_>) -> Option<(String, String)> {
    let encoded = authorization(asked, "basic")?;
    let decoded = base64::engine::general_purpose::STANDARD.decode(encoded).ok()?;
    let decoded = String::from_utf8(decoded).ok()?;
    let (user, password) = decoded.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}
