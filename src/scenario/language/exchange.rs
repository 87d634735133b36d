//! JSON values as values of the language, and back. Invariant: a value that goes there and back is the same, its members in their order.

use minijinja::value::{Value, ValueKind};
use serde_json::{Map, Number, Value as Json};

use super::cost::Cost;
use super::operate::{Amount, amount};
use crate::scenario::expression::ExpressionError;

/// What bytes cost besides their memory: as many as this are one step.
const BYTES_PER_STEP: usize = 64;

/// A JSON value as a value of the language.
pub(super) fn lift(json: &Json, cost: &mut Cost) -> Result<Value, ExpressionError> {
    cost.steps(1)?;
    Ok(match json {
        Json::Null => Value::from(()),
        Json::Bool(yes) => Value::from(*yes),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Value::from(number),
            (None, Some(number)) => Value::from(number),
            (None, None) => Value::from(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => {
            cost.bytes(text.len())?;
            Value::from(text.as_str())
        }
        Json::Array(items) => Value::from(items.iter().map(|item| lift(item, cost)).collect::<Result<Vec<_>, _>>()?),
        Json::Object(members) => {
            let mut pairs = Vec::with_capacity(members.len());
            for (name, member) in members {
                cost.bytes(name.len())?;
                pairs.push((name.as_str(), lift(member, cost)?));
            }
            Value::from_pairs(pairs)
        }
    })
}

/// A value of the language as JSON; what is not there is null.
pub(in crate::scenario) fn settle(value: &Value, cost: &mut Cost) -> Result<Json, ExpressionError> {
    cost.steps(1)?;
    Ok(match value.kind() {
        ValueKind::Undefined | ValueKind::None => Json::Null,
        ValueKind::Bool => Json::Bool(value.is_true()),
        ValueKind::Number => match amount(value) {
            Some(Amount::Whole(number)) => whole(number),
            Some(Amount::Real(number)) => Number::from_f64(number).map_or(Json::Null, Json::Number),
            None => Json::Null,
        },
        ValueKind::Seq | ValueKind::Iterable => {
            let items = value.try_iter().into_iter().flatten();
            Json::Array(items.map(|item| settle(&item, cost)).collect::<Result<_, _>>()?)
        }
        ValueKind::Map => {
            let mut members = Map::new();
            for key in value.try_iter().into_iter().flatten() {
                let member = settle(&value.get_item(&key).unwrap_or_default(), cost)?;
                let mut name = String::new();
                print(&key, &mut name, cost)?;
                members.insert(name, member);
            }
            Json::Object(members)
        }
        _ => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            cost.bytes(text.len())?;
            Json::String(text)
        }
    })
}

/// Writes a value as people write it: a text as it is, nothing for what is not there, anything else as JSON.
pub(super) fn print(value: &Value, into: &mut String, cost: &mut Cost) -> Result<(), ExpressionError> {
    cost.steps(1)?;
    if let Some(text) = value.as_str() {
        cost.bytes(text.len())?;
        cost.steps(text.len() / BYTES_PER_STEP)?;
        into.push_str(text);
    } else if !is_nothing(value) {
        let text = settle(value, cost)?.to_string();
        cost.bytes(text.len())?;
        into.push_str(&text);
    }
    Ok(())
}

/// A value as people write it.
pub(super) fn printed(value: &Value, cost: &mut Cost) -> Result<String, ExpressionError> {
    let mut text = String::new();
    print(value, &mut text, cost)?;
    Ok(text)
}

/// Whether there is nothing: no value, or null.
pub(super) fn is_nothing(value: &Value) -> bool {
    value.is_undefined() || value.is_none()
}

/// `a text`, `a list`, …: the words of [`base::kind`](crate::base::kind).
pub(super) fn kind(value: &Value) -> &'static str {
    match value.kind() {
        ValueKind::Undefined => "nothing",
        ValueKind::None => "null",
        ValueKind::Bool => "a boolean",
        ValueKind::Number => "a number",
        ValueKind::Seq | ValueKind::Iterable => "a list",
        ValueKind::Map => "an object",
        _ => "a text",
    }
}

/// Whether it is a list.
pub(super) fn is_list(value: &Value) -> bool {
    matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable)
}

/// How many bytes a JSON value takes, about.
pub(super) fn weight(json: &Json) -> usize {
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) => 8,
        Json::String(text) => text.len() + 2,
        Json::Array(items) => 2 + items.iter().map(weight).sum::<usize>(),
        Json::Object(members) => {
            2 + members.iter().map(|(name, member)| name.len() + 4 + weight(member)).sum::<usize>()
        }
    }
}

/// How many steps it takes to look at a value once, on its surface.
pub(super) fn surface(value: &Value) -> usize {
    1 + value.as_str().map_or_else(|| value.len().unwrap_or_default(), |text| text.len() / BYTES_PER_STEP)
}

/// Pays for looking through a value to its leaves.
pub(super) fn look_through(value: &Value, cost: &mut Cost) -> Result<(), ExpressionError> {
    cost.steps(surface(value))?;
    if !is_list(value) && value.kind() != ValueKind::Map {
        return Ok(());
    }
    for item in value.try_iter().into_iter().flatten() {
        if value.kind() == ValueKind::Map {
            look_through(&value.get_item(&item).unwrap_or_default(), cost)?;
        } else {
            look_through(&item, cost)?;
        }
    }
    Ok(())
}

/// A whole number as JSON has it: beyond 64 bits it is a real one.
fn whole(number: i128) -> Json {
    if let Ok(number) = i64::try_from(number) {
        Json::from(number)
    } else if let Ok(number) = u64::try_from(number) {
        Json::from(number)
    } else {
        #[expect(clippy::cast_precision_loss, reason = "JSON has nothing wider")]
        Number::from_f64(number as f64).map_or(Json::Null, Json::Number)
    }
}
