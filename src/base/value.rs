//! JSON values as everybody here reads them: their kind in the words of messages, their plain text, the parts that members lead to.

use serde_json::Value;

/// `null`, `a boolean`, `a number`, `a text`, `a list` or `an object`.
#[must_use]
pub const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A value as people write it: a text without quotes, anything else as JSON. The number 7 and the text `7` are the same.
#[must_use]
pub fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The part of a value that members, and positions in lists, lead to, one inside the other; the value itself where there are none.
#[must_use]
pub fn descend<'v, 's>(value: &'v Value, members: impl IntoIterator<Item = &'s String>) -> Option<&'v Value> {
    members.into_iter().try_fold(value, |value, member| match value {
        Value::Array(items) => items.get(member.parse::<usize>().ok()?),
        value => value.get(member),
    })
}

/// The same, to be changed.
pub fn descend_mut<'v, 's>(
    value: &'v mut Value,
    members: impl IntoIterator<Item = &'s String>,
) -> Option<&'v mut Value> {
    members.into_iter().try_fold(value, |value, member| match value {
        Value::Array(items) => items.get_mut(member.parse::<usize>().ok()?),
        value => value.get_mut(member),
    })
}
