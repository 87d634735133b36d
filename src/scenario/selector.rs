//! What is counted apart: `path.id`, `query.NAME`, `header.NAME`, `cookie.NAME`, `body./POINTER`, `client`, `operation`.
//!
//! A selector gives a text, never an error: what a call does not have is empty, and is one story with everything else that lacks it.

use std::fmt;

use http::HeaderName;
use serde_json::Value;

use super::asked::Asked;
use crate::base::{Pointer, Seed, is_secret, nearest};
use crate::contract::Part;

/// A part of a call that tells stories apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// A variable in the path.
    Path(String),
    /// The first of that name in the query.
    Query(String),
    /// A header.
    Header(String),
    /// A cookie.
    Cookie(String),
    /// A part of the body, by JSON Pointer.
    Body(Pointer),
    /// The client's address.
    Client,
    /// The operation.
    Operation,
}

/// The words that a selector begins with.
const WORDS: [&str; 7] = ["path", "query", "header", "cookie", "body", "client", "operation"];

impl Selector {
    /// Reads a selector. `Err` says what is wrong, and what would be right.
    ///
    /// # Errors
    /// When the text is none of them.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (word, name) = text.split_once('.').map_or((text, None), |(word, name)| (word, Some(name)));
        match (word, name) {
            ("client", None) => Ok(Self::Client),
            ("operation", None) => Ok(Self::Operation),
            ("client" | "operation", Some(_)) => Err(format!("`{word}` has no parts; write `{word}`")),
            ("path", Some(name)) if !name.is_empty() => Ok(Self::Path(name.to_owned())),
            ("query", Some(name)) if !name.is_empty() => Ok(Self::Query(name.to_owned())),
            ("cookie", Some(name)) if !name.is_empty() => Ok(Self::Cookie(name.to_owned())),
            ("header", Some(name)) if !name.is_empty() => match HeaderName::from_bytes(name.as_bytes()) {
                Ok(name) => Ok(Self::Header(name.as_str().to_owned())),
                Err(_) => Err(format!("`{name}` cannot be the name of a header")),
            },
            ("body", None) => Ok(Self::Body(Pointer::root())),
            ("body", Some(pointer)) if pointer.starts_with('/') => Ok(Self::Body(Pointer::from(pointer.to_owned()))),
            ("body", Some(name)) if !name.is_empty() => {
                Err(format!("a part of the body is told by a JSON Pointer; write `body./{}`", name.replace('.', "/")))
            }
            ("path" | "query" | "header" | "cookie" | "body", _) => {
                let example = if word == "body" { "body./id".to_owned() } else { format!("{word}.id") };
                Err(format!("`{text}` does not say which; write `{example}`"))
            }
            _ => Err(unknown(text, word)),
        }
    }

    /// What tells this call's story from others: the text that it has there, empty if nothing; of a secret, what stands for it, so that
    /// whoever is shown the stories learns nothing.
    #[must_use]
    pub fn of(&self, asked: &Asked<'_>) -> String {
        let found = self.found(asked);
        if found.is_empty() || !self.is_secret(asked) {
            return found;
        }
        format!("***{}", Seed::new(0).child(&found))
    }

    /// Whether credentials lie there, or what is named as a secret. Of cookies all are: what a session is known by is seldom named for it.
    fn is_secret(&self, asked: &Asked<'_>) -> bool {
        let (part, name) = match self {
            Self::Client | Self::Operation => return false,
            Self::Cookie(_) => return true,
            Self::Body(pointer) => {
                let below = asked.body().and_then(|body| pointer.resolve(body));
                return pointer.steps().any(|step| is_secret(&step)) || below.is_some_and(holds_secrets);
            }
            Self::Path(name) => (Part::Path, name),
            Self::Query(name) => (Part::Query, name),
            Self::Header(name) => (Part::Header, name),
        };
        is_secret(name) || asked.operation.is_some_and(|operation| operation.takes_credentials(part, name))
    }

    /// The text that this call has there; empty if nothing.
    fn found(&self, asked: &Asked<'_>) -> String {
        let of_pairs = |pairs: &[(String, String)], name: &str| {
            pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
        };
        let found = match self {
            Self::Path(name) => asked.path(name).map(std::borrow::Cow::into_owned),
            Self::Query(name) => of_pairs(asked.query(), name),
            Self::Header(name) => asked.call.joined_header(name),
            Self::Cookie(name) => of_pairs(asked.cookies(), name),
            Self::Body(pointer) => asked.body().and_then(|body| pointer.resolve(body)).map(canonical),
            Self::Client => asked.call.peer.map(|peer| peer.to_string()),
            Self::Operation => asked.operation.map(|operation| operation.name.clone()),
        };
        found.unwrap_or_default()
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(name) => write!(f, "path.{name}"),
            Self::Query(name) => write!(f, "query.{name}"),
            Self::Header(name) => write!(f, "header.{name}"),
            Self::Cookie(name) => write!(f, "cookie.{name}"),
            Self::Body(pointer) if pointer.as_str().is_empty() => f.write_str("body"),
            Self::Body(pointer) => write!(f, "body.{pointer}"),
            Self::Client => f.write_str("client"),
            Self::Operation => f.write_str("operation"),
        }
    }
}

/// Whether a value has a member that is named as a secret.
fn holds_secrets(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, member)| is_secret(name) || holds_secrets(member)),
        Value::Array(items) => items.iter().any(holds_secrets),
        _ => false,
    }
}

/// What is said of a text that begins with none of the words.
fn unknown(text: &str, word: &str) -> String {
    let shown: String = text.chars().take(60).collect();
    match nearest(&word.to_ascii_lowercase(), WORDS) {
        Some(meant) => {
            let rest = shown.strip_prefix(word).unwrap_or_default();
            format!("`{shown}` is nothing that could be counted apart; did you mean `{meant}{rest}`?")
        }
        None => format!(
            "`{shown}` is nothing that could be counted apart; write `path.NAME`, `query.NAME`, `header.NAME`, `cookie.NAME`, `body./POINTER`, `client` or `operation`"
        ),
    }
}

/// A value as text: a scalar as people write it, anything else as JSON with its members in order, so that the same value is the same text.
fn canonical(value: &Value) -> String {
    fn sorted(value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(sorted).collect(),
            Value::Object(members) => {
                let mut members: Vec<_> = members.iter().map(|(name, member)| (name.clone(), sorted(member))).collect();
                members.sort_by(|one, other| one.0.cmp(&other.0));
                Value::Object(members.into_iter().collect())
            }
            scalar => scalar.clone(),
        }
    }
    crate::base::plain_text(&sorted(value))
}
