//! Values that filters compare with → data: JSON, and what it has not, as extended JSON writes it (`{"$date": …}`, `{"$oid": …}`). Ids are
//! texts here, as they are in rows.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::FilterError;
use crate::base::kind;
use crate::collection::datum::{Datum, Number, millis};

/// Objects with one of these members and no other one are values.
const WRAPPERS: [&str; 12] = [
    "$date",
    "$oid",
    "$uuid",
    "$numberInt",
    "$numberLong",
    "$numberDouble",
    "$numberDecimal",
    "$InfNaN",
    "$minKey",
    "$maxKey",
    "$undefined",
    "$symbol",
];

/// Whether an object is a value that JSON has not.
pub(super) fn is_wrapped(members: &Map<String, Value>) -> bool {
    members.len() == 1 && members.keys().all(|name| WRAPPERS.contains(&name.as_str()))
}

/// A regular expression as extended JSON writes it: its source and its flags.
pub(super) fn regular_expression(value: &Value) -> Option<(&str, &str)> {
    let members = value.as_object()?;
    if let (Some(inner), 1) = (members.get("$regularExpression"), members.len()) {
        return Some((inner.get("pattern")?.as_str()?, inner.get("options").map_or(Some(""), Value::as_str)?));
    }
    let source = members.get("$regex")?.as_str()?;
    match (members.get("$options"), members.len()) {
        (None, 1) => Some((source, "")),
        (Some(flags), 2) => Some((source, flags.as_str()?)),
        _ => None,
    }
}

/// What a value of a filter is.
pub(super) fn datum(value: &Value) -> Result<Datum, FilterError> {
    Ok(match value {
        Value::Null => Datum::Null,
        Value::Bool(bool) => Datum::Bool(*bool),
        Value::Number(number) => Datum::Number(Number::of(number)),
        Value::String(text) => Datum::Text(Arc::from(text.as_str())),
        Value::Array(items) => Datum::List(items.iter().map(datum).collect::<Result<_, _>>()?),
        Value::Object(members) => match members.iter().next() {
            Some((name, inner)) if is_wrapped(members) => unwrapped(name, inner)?,
            _ => {
                let members = members.iter().map(|(name, member)| Ok((Arc::from(name.as_str()), datum(member)?)));
                Datum::Object(members.collect::<Result<_, FilterError>>()?)
            }
        },
    })
}

fn unwrapped(name: &str, inner: &Value) -> Result<Datum, FilterError> {
    let wrong = || FilterError::new(format!("what `{name}` says cannot be read: {inner}"));
    let text = || inner.as_str().ok_or_else(wrong);
    Ok(match name {
        "$date" => Datum::Date(date(inner)?),
        "$oid" | "$uuid" | "$symbol" => Datum::Text(Arc::from(text()?)),
        "$minKey" => Datum::Least,
        "$maxKey" => Datum::Greatest,
        "$undefined" => Datum::Null,
        "$InfNaN" => Datum::Number(Number::Float(match inner.as_i64() {
            Some(0) => f64::NAN,
            Some(1) => f64::INFINITY,
            Some(-1) => f64::NEG_INFINITY,
            _ => return Err(wrong()),
        })),
        "$numberInt" | "$numberLong" => match inner {
            Value::Number(number) => Datum::Number(Number::of(number)),
            _ => Datum::Number(Number::Whole(text()?.parse().map_err(|_| wrong())?)),
        },
        _ => match inner {
            Value::Number(number) => Datum::Number(Number::of(number)),
            _ => Datum::Number(Number::Float(float(text()?).ok_or_else(wrong)?)),
        },
    })
}

fn float(text: &str) -> Option<f64> {
    match text {
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ => text.parse().ok().filter(|float: &f64| float.is_finite()),
    }
}

/// A date: milliseconds since 1970, as a number or as the text of one, or RFC 3339.
fn date(value: &Value) -> Result<i64, FilterError> {
    let read = match value {
        Value::Number(number) => Number::of(number).truncated(),
        Value::String(text) => millis(text).or_else(|| crate::collection::datum::day(text).map(|(first, _)| first)),
        Value::Object(members) => match (members.get("$numberLong"), members.len()) {
            (Some(Value::String(text)), 1) => text.parse().ok(),
            (Some(Value::Number(number)), 1) => Number::of(number).truncated(),
            _ => None,
        },
        _ => None,
    };
    read.ok_or_else(|| {
        let error = match value {
            Value::String(_) | Value::Number(_) => FilterError::new(format!("`$date` is no moment: {value}")),
            _ => FilterError::new(format!("`$date` is no moment, but {}", kind(value))),
        };
        error.help("write milliseconds since 1970, or RFC 3339 in a text")
    })
}
