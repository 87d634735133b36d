//! What lies where a condition looks: none, one or several values, without a copy where none is needed.

use std::borrow::Cow;

use http::HeaderValue;
use http::header::GetAll;
use serde_json::Value;

/// One value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found<'v> {
    /// A text that came where there is nothing but text: in the URL, a header, a cookie, a form. It may mean a number.
    Text(&'v str),
    /// A part of a JSON body: what type it has is known.
    Json(&'v Value),
    /// A part of a form that its operation read as something else than text: it may be meant as it was written.
    Form(&'v Value),
}

impl<'v> Found<'v> {
    /// A part of a body.
    pub(super) fn node(value: &'v Value, notation: Notation) -> Self {
        match (notation, value) {
            (Notation::Typed, value) => Self::Json(value),
            (Notation::Text, Value::String(text)) => Self::Text(text),
            (Notation::Text, value) => Self::Form(value),
        }
    }

    /// The value, if it is more than a text from the wire.
    pub(super) fn value(self) -> Option<&'v Value> {
        match self {
            Self::Text(_) => None,
            Self::Json(value) | Self::Form(value) => Some(value),
        }
    }

    /// The text, if it is one.
    pub(super) fn text(self) -> Option<&'v str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Json(value) | Self::Form(value) => value.as_str(),
        }
    }

    /// The text; numbers and booleans as they are written.
    pub(super) fn written(self) -> Option<Cow<'v, str>> {
        match self.value() {
            Some(value @ (Value::Bool(_) | Value::Number(_))) => Some(value.to_string().into()),
            _ => self.text().map(Cow::Borrowed),
        }
    }
}

/// How the values of a body were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// With types, as in JSON.
    Typed,
    /// As text, as in forms.
    Text,
}

/// All values at one place.
pub(super) enum Values<'v> {
    /// There is none.
    None,
    /// One text.
    Text(Cow<'v, str>),
    /// The pairs of a name, among others.
    Pairs(&'v [(String, String)], &'v str),
    /// The lines of a header.
    Lines(GetAll<'v, HeaderValue>),
    /// A part of the body.
    Node(&'v Value, Notation),
    /// Parts of the body.
    Nodes(Vec<&'v Value>, Notation),
}

impl Values<'_> {
    /// Whether a test holds for one of them.
    pub(super) fn any(&self, test: &mut dyn FnMut(Found<'_>) -> bool) -> bool {
        match self {
            Self::None => false,
            Self::Text(text) => test(Found::Text(text)),
            Self::Pairs(pairs, name) => pairs.iter().any(|(key, value)| key == name && test(Found::Text(value))),
            Self::Lines(lines) => {
                let text = |line: &HeaderValue| String::from_utf8_lossy(line.as_bytes()).into_owned();
                if lines.iter().any(|line| test(Found::Text(&String::from_utf8_lossy(line.as_bytes())))) {
                    return true;
                }
                // Lines of one name are one list, as RFC 9110 §5.3 has it.
                let is_list = lines.iter().nth(1).is_some();
                is_list && test(Found::Text(&lines.iter().map(text).collect::<Vec<_>>().join(", ")))
            }
            Self::Node(value, notation) => {
                let items = value.as_array().filter(|_| *notation == Notation::Text);
                test(Found::node(value, *notation))
                    // A field that is there several times is a list of values, each of which may be meant.
                    || items.is_some_and(|items| items.iter().any(|item| test(Found::node(item, *notation))))
            }
            Self::Nodes(values, notation) => values.iter().any(|value| test(Found::node(value, *notation))),
        }
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::None => true,
            Self::Text(_) | Self::Node(..) => false,
            Self::Pairs(pairs, name) => !pairs.iter().any(|(key, _)| key == name),
            Self::Lines(lines) => lines.iter().next().is_none(),
            Self::Nodes(values, _) => values.is_empty(),
        }
    }
}
