//! Makes a sampled item look like those that its author wrote: the same members, lists as full, texts of the same form.
//!
//! A schema seldom says that an id has seventeen letters, that a list is nearly always empty, or that a type is `PARAGRAPH`; an example does.
//! Invariant: every leaf is the sampled one, the author's own, or, of ids, one of the author's shape.

use serde_json::Value;

use super::lengthen::alike;
use crate::base::Seed;
use crate::schema::format;

/// What the members are called whose texts are words of the program, not of its users.
const OF_PROGRAMS: [&str; 8] = ["type", "t", "kind", "status", "state", "role", "object", "mode"];

/// What a text looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Moment,
    Day,
    Number,
    Address,
    Mail,
    /// Letters and digits that nobody reads.
    Token,
    /// Capitals and underscores: a name in a program.
    Constant,
    Prose,
}

impl Form {
    fn of(text: &str) -> Self {
        let is = |name| format::holds(name, text) == Some(true);
        let is_token = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        let has = |what: fn(&char) -> bool| text.chars().any(|c| what(&c));
        if is("date-time") {
            Self::Moment
        } else if is("date") {
            Self::Day
        } else if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ".-+".contains(c)) {
            Self::Number
        } else if text.contains("://") {
            Self::Address
        } else if text.contains('@') && !has(|c| c.is_whitespace()) {
            Self::Mail
        } else if text.len() > 5 && text.chars().all(is_token) && (has(char::is_ascii_digit) || is_mixed(text)) {
            Self::Token
        } else if text.len() > 1 && text.chars().all(|c| c.is_ascii_uppercase() || c == '_') {
            Self::Constant
        } else {
            Self::Prose
        }
    }
}

/// Whether small and capital letters stand in no order that a word has.
fn is_mixed(text: &str) -> bool {
    let capitals = text.chars().skip(1).filter(char::is_ascii_uppercase).count();
    capitals > 1 && text.chars().any(|c| c.is_ascii_lowercase())
}

/// A sampled value in the likeness of one that its author wrote.
pub(super) fn to(model: &Value, sampled: &Value, name: &str, seed: Seed) -> Value {
    match (model, sampled) {
        (Value::Object(model), Value::Object(sampled)) => {
            let member = |(name, model): (&String, &Value)| {
                let made = sampled.get(name).map(|sampled| to(model, sampled, name, seed.child(name)));
                (name.clone(), made.unwrap_or_else(|| model.clone()))
            };
            Value::Object(model.iter().map(member).collect())
        }
        (Value::Array(model), Value::Array(sampled)) => {
            let item = |(index, model): (usize, &Value)| match sampled.get(index) {
                Some(sampled) => to(model, sampled, name, seed.nth(index as u64)),
                None => model.clone(),
            };
            Value::Array(model.iter().enumerate().map(item).collect())
        }
        (Value::String(text), Value::String(other)) => match (Form::of(text), Form::of(other)) {
            _ if OF_PROGRAMS.contains(&name) => model.clone(),
            (Form::Token, _) => alike(model, seed, (0, 0)).unwrap_or_else(|| model.clone()),
            (form, other) if form == other && form != Form::Constant => sampled.clone(),
            _ => model.clone(),
        },
        (Value::Number(_), Value::Number(_)) | (Value::Bool(_), Value::Bool(_)) => sampled.clone(),
        _ => model.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_sampled_takes_the_form_of_what_was_written() {
        for (model, sampled, expected) in [
            (json!("2023-11-01T23:20:57.357Z"), json!("2025-01-17T15:17:25Z"), json!("2025-01-17T15:17:25Z")),
            (json!("2023-11-01T23:20:57.357Z"), json!("1660927250.318056"), json!("2023-11-01T23:20:57.357Z")),
            (json!("PARAGRAPH"), json!("custom"), json!("PARAGRAPH")),
            (json!({ "type": "basic" }), json!({ "type": "custom" }), json!({ "type": "basic" })),
            (json!("hi"), json!("Thanks, that worked!"), json!("Thanks, that worked!")),
            (json!([]), json!([{}, {}]), json!([])),
            (json!([1, 2]), json!([5]), json!([5, 2])),
            (json!({ "a": 1, "b": null }), json!({ "a": 2, "b": 3, "c": 4 }), json!({ "a": 2, "b": null })),
        ] {
            assert_eq!(to(&model, &sampled, "", Seed::new(1)), expected, "{model} {sampled}");
        }
        let id = to(&json!("dGNzxH29pFm4Qhufh"), &json!("d54d5080ac64"), "_id", Seed::new(1));
        let text = id.as_str().unwrap();
        assert!(text.len() == 17 && text != "dGNzxH29pFm4Qhufh", "{text}");
    }
}
