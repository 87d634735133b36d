//! What a JSON value is, in the words of messages.

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
