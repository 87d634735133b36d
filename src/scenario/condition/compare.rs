//! Whether a value that was found is what a scenario says: equal, in order, or having its parts.
//!
//! What came as text is compared with a number as a number, and with a boolean by its word; what came with a type keeps it.

use std::cmp::Ordering;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::super::format::Scalar;
use super::found::{Found, Notation};
use super::number::Number;

/// A value that a scenario names, read as what else it may mean.
#[derive(Debug)]
pub(super) struct Wanted {
    /// As it was written.
    pub(super) scalar: Scalar,
    /// As a number; of a text too that is one.
    number: Option<Number>,
    /// As a point in time.
    time: Option<Timestamp>,
}

impl Wanted {
    pub(super) fn new(scalar: Scalar) -> Self {
        let (number, time) = match &scalar {
            Scalar::Number(number) => (Number::of(number), None),
            Scalar::Text(text) => (Number::parse(text), time(text)),
            Scalar::Boolean(_) | Scalar::Null => (None, None),
        };
        Self { scalar, number, time }
    }

    /// Whether it is this.
    pub(super) fn equals(&self, found: Found<'_>) -> bool {
        match (&self.scalar, found) {
            (Scalar::Text(wanted), Found::Form(value)) => {
                !value.is_null() && found.written().as_deref() == Some(wanted)
            }
            (Scalar::Text(wanted), _) => found.text() == Some(wanted),
            (Scalar::Number(_), _) => self.order(found) == Some(Ordering::Equal),
            (Scalar::Boolean(wanted), Found::Text(text)) => text == if *wanted { "true" } else { "false" },
            (Scalar::Boolean(wanted), Found::Json(value) | Found::Form(value)) => value.as_bool() == Some(*wanted),
            (Scalar::Null, found) => found.value().is_some_and(Value::is_null),
        }
    }

    /// How a value stands to this: as numbers, as points in time, or as texts by their letters. `None` if they have no order.
    pub(super) fn order(&self, found: Found<'_>) -> Option<Ordering> {
        let is_number = matches!(self.scalar, Scalar::Number(_));
        let number = match found {
            Found::Text(text) => Number::parse(text),
            Found::Json(Value::Number(number)) | Found::Form(Value::Number(number)) => Number::of(number),
            Found::Json(_) | Found::Form(_) => None,
        };
        // A quoted number is one for what can only come as text.
        let wanted = self.number.filter(|_| is_number || !matches!(found, Found::Json(_)));
        if let (Some(number), Some(wanted)) = (number, wanted) {
            return number.compare(wanted);
        }
        let Scalar::Text(wanted) = &self.scalar else { return None };
        let found = found.text()?;
        match (self.time, time(found)) {
            (Some(wanted), Some(found)) => Some(found.cmp(&wanted)),
            _ => Some(found.cmp(wanted)),
        }
    }

    /// Whether this is part of a value: of a text, an item of a list, the name of a member of an object.
    pub(super) fn is_part_of(&self, found: Found<'_>) -> bool {
        match found.value() {
            Some(Value::Array(items)) => {
                let notation = if matches!(found, Found::Form(_)) { Notation::Text } else { Notation::Typed };
                items.iter().any(|item| self.equals(Found::node(item, notation)))
            }
            Some(Value::Object(members)) => matches!(&self.scalar, Scalar::Text(name) if members.contains_key(name)),
            _ => match (&self.scalar, found) {
                (Scalar::Text(part), Found::Form(_)) => found.written().is_some_and(|text| text.contains(part)),
                (Scalar::Text(part), _) => found.text().is_some_and(|text| text.contains(part)),
                (Scalar::Number(part), _) => found.text().is_some_and(|text| text.contains(&part.to_string())),
                (Scalar::Boolean(_) | Scalar::Null, _) => false,
            },
        }
    }
}

/// A point in time: RFC 3339, or a date with or without an hour, which is taken for UTC.
fn time(text: &str) -> Option<Timestamp> {
    // Most texts are none, which their beginning tells.
    let is_dated = text.len() >= 10 && matches!(text.as_bytes(), [b'0'..=b'9', _, _, _, b'-', ..]);
    if !is_dated {
        return None;
    }
    let civil = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    text.parse().ok().or_else(civil)
}

/// How many characters, items or members a value has; `None` if it has none of them.
pub(super) fn length(found: Found<'_>) -> Option<u64> {
    let length = match found.value() {
        Some(Value::Array(items)) => items.len(),
        Some(Value::Object(members)) => members.len(),
        _ => match found {
            Found::Form(_) => found.written()?.chars().count(),
            _ => found.text()?.chars().count(),
        },
    };
    u64::try_from(length).ok()
}

/// Whether a value has these parts. A text from the wire that is JSON is looked into.
pub(super) fn has_parts(found: Found<'_>, wanted: &Value) -> bool {
    match found {
        Found::Text(text) => {
            wanted.as_str() == Some(text)
                || serde_json::from_str(text).is_ok_and(|value: Value| covers(&value, wanted, Notation::Typed))
        }
        Found::Json(value) => covers(value, wanted, Notation::Typed),
        Found::Form(value) => covers(value, wanted, Notation::Text),
    }
}

/// Whether a value has at least what another one has: an object its members, a list its items in their order, anything else the same.
///
/// Each node of the value is compared with one node of the other at most, so it ends soon.
fn covers(value: &Value, wanted: &Value, notation: Notation) -> bool {
    match (value, wanted) {
        (Value::Object(members), Value::Object(wanted)) => {
            let covers = |(name, part): (&String, &Value)| {
                members.get(name).is_some_and(|member| covers(member, part, notation))
            };
            wanted.iter().all(covers)
        }
        (Value::Array(items), Value::Array(wanted)) => {
            // To take the first item that fits leaves most for those that follow.
            let mut items = items.iter();
            wanted.iter().all(|part| items.any(|item| covers(item, part, notation)))
        }
        (Value::Number(one), Value::Number(other)) => same(Number::of(one), Number::of(other)),
        (Value::String(text), Value::Number(number)) if notation == Notation::Text => {
            same(Number::parse(text), Number::of(number))
        }
        (Value::String(text), Value::Bool(wanted)) if notation == Notation::Text => {
            text == if *wanted { "true" } else { "false" }
        }
        _ => value == wanted,
    }
}

fn same(one: Option<Number>, other: Option<Number>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one.compare(other) == Some(Ordering::Equal))
}
