//! JSON values as everybody here reads them: their kind in the words of messages, their plain text, the parts that members lead to.

use serde_json::{Map, Value};

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

/// Merges a patch into a value: its members are set, `null` removes one (RFC 7396 §2).
pub fn merge_patch(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(members) = target else { return };
    for (name, value) in patch {
        if value.is_null() {
            members.shift_remove(name);
        } else {
            merge_patch(members.entry(name).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn patches_merge_as_the_standard_shows() {
        // RFC 7396, appendix A.
        for (target, patch, expected) in [
            (json!({ "a": "b" }), json!({ "a": "c" }), json!({ "a": "c" })),
            (json!({ "a": "b" }), json!({ "b": "c" }), json!({ "a": "b", "b": "c" })),
            (json!({ "a": "b", "b": "c" }), json!({ "a": null }), json!({ "b": "c" })),
            (json!({ "a": ["b"] }), json!({ "a": "c" }), json!({ "a": "c" })),
            (json!({ "a": { "b": "c" } }), json!({ "a": { "b": "d", "c": null } }), json!({ "a": { "b": "d" } })),
            (json!({ "a": [{ "b": "c" }] }), json!({ "a": [1] }), json!({ "a": [1] })),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({ "a": "foo" }), json!(null), json!(null)),
            (json!({ "e": null }), json!({ "a": 1 }), json!({ "e": null, "a": 1 })),
            (json!([1, 2]), json!({ "a": "b", "c": null }), json!({ "a": "b" })),
            (json!({}), json!({ "a": { "bb": { "ccc": null } } }), json!({ "a": { "bb": {} } })),
        ] {
            let mut value = target.clone();
            merge_patch(&mut value, &patch);
            assert_eq!(value, expected, "{target} {patch}");
        }
    }
}
