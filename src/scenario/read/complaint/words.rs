//! Places, values and schemas in words.

use serde_json::Value;

use super::branch::{forms, resolved};
use crate::base::{Pointer, kind};

/// The longest text that is repeated in a message, in characters.
const LONGEST: usize = 40;
/// How many forms deep a schema is described.
const DEEPEST: usize = 8;

/// The name of the definition that a part of the schema belongs to; `None` within nameless ones. The whole is a `Scenario`.
pub(super) fn definition(place: &Pointer) -> Option<String> {
    let steps: Vec<String> = place.steps().collect();
    match steps.as_slice() {
        [] => Some("Scenario".to_owned()),
        [defs, name] if defs == "$defs" => Some(name.clone()),
        _ => None,
    }
}

/// What an author calls an object of a definition; where it stands if it has no name.
pub(super) fn noun(definition: Option<&str>, at: &Pointer) -> String {
    let name = match definition {
        Some("Scenario") => "a scenario",
        Some("Rule") => "a rule",
        Some("Limit") => "a limit",
        Some("List") => "a list",
        Some("One") => "an item",
        Some("Collection") => "a collection",
        Some("Parameter") => "a parameter of a page",
        Some("Script") => "a script",
        Some("Rate") => "a rate",
        Some("CookieParts") => "a cookie",
        Some("Uniform") => "a delay between two times",
        Some("Normal") => "a normal distribution",
        Some("LogNormal") => "a log-normal distribution",
        _ => return subject(at),
    };
    name.to_owned()
}

/// What stands at a place: a key, or an item of a list.
pub(super) fn subject(at: &Pointer) -> String {
    let Some(step) = at.last() else { return "the file".to_owned() };
    match (step.parse::<usize>(), at.parent().last()) {
        (Ok(index), Some(list)) => format!("item {} of `{list}`", index + 1),
        _ => format!("`{step}`"),
    }
}

/// A value that was found.
pub(super) fn found(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(_) => format!("`{value}`"),
        Value::Number(_) => format!("the number `{value}`"),
        Value::String(text) => match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("the text `{}…`", text.get(..end).unwrap_or_default()),
            None => format!("the text `{text}`"),
        },
        other => kind(other).to_owned(),
    }
}

/// What a schema takes, one entry for each form.
pub(super) fn due(schema: &Value, node: &Value) -> Vec<String> {
    let mut found = Vec::new();
    gather(schema, node, DEEPEST, &mut found);
    let objects = found.iter().filter(|words| words.starts_with(OBJECT)).count();
    if objects > 1 {
        // Their keys are told when one of them is begun.
        found.retain(|words| !words.starts_with(OBJECT));
        found.push(OBJECT.to_owned());
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|words| seen.insert(words.clone()));
    found
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn either(words: &[String]) -> String {
    match words {
        [] => "something else".to_owned(),
        [one] => one.clone(),
        [some @ .., last] => format!("{} or {last}", some.join(", ")),
    }
}

/// The words that a schema lists.
pub(super) fn listed<'s>(schema: &'s Value, node: &'s Value) -> Vec<&'s str> {
    let mut words = Vec::new();
    list(schema, node, DEEPEST, &mut words);
    words
}

const OBJECT: &str = "an object";

fn gather(schema: &Value, node: &Value, depth: usize, out: &mut Vec<String>) {
    let node = resolved(schema, node);
    if let Some(forms) = forms(node) {
        if let Some(deeper) = depth.checked_sub(1) {
            for form in forms {
                gather(schema, form, deeper, out);
            }
        }
        return;
    }
    let words = node.get("const").into_iter().chain(node.get("enum").and_then(Value::as_array).into_iter().flatten());
    let words: Vec<String> =
        words.filter(|word| !word.is_null()).map(|word| format!("`{}`", crate::base::plain_text(word))).collect();
    if !words.is_empty() {
        out.extend(words);
        return;
    }
    // Texts with a format say best themselves what they are: `A span of time: …`.
    if let (Some(_), Some(text)) = (own_format(node), node.get("description").and_then(Value::as_str)) {
        out.push(parenthesised(text));
        return;
    }
    let names: Vec<&str> = match node.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    for name in names {
        match name {
            "integer" => out.push(ranged("a whole number", node)),
            "number" => out.push(ranged("a number", node)),
            "string" => out.push("a text".to_owned()),
            "boolean" => out.push("`true` or `false`".to_owned()),
            "array" => out.push(listing(schema, node, depth)),
            "object" => out.push(object(node)),
            _ => {}
        }
    }
}

/// The format of a text that is read by a parser of ours.
pub(super) fn own_format(node: &Value) -> Option<&str> {
    node.get("format").and_then(Value::as_str).filter(|format| format.starts_with("standin-"))
}

/// `A span of time: x, y.` as `a span of time (x, y)`.
fn parenthesised(description: &str) -> String {
    let text = description.trim_end_matches('.');
    let mut characters = text.chars();
    let lower: String = characters.next().into_iter().flat_map(char::to_lowercase).chain(characters).collect();
    match lower.split_once(": ") {
        Some((what, examples)) => format!("{what} ({examples})"),
        None => lower,
    }
}

fn ranged(what: &str, node: &Value) -> String {
    let bound = |key: &str| node.get(key).and_then(Value::as_u64);
    match (bound("minimum").filter(|least| *least > 0), bound("maximum")) {
        (Some(least), Some(most)) if least == most => format!("`{least}`"),
        (Some(least), Some(most)) => format!("{what} from {least} to {most}"),
        (Some(least), None) => format!("{what} of at least {least}"),
        _ => what.to_owned(),
    }
}

fn listing(schema: &Value, node: &Value, depth: usize) -> String {
    let mut items = Vec::new();
    if let (Some(item), Some(deeper)) = (node.get("items"), depth.checked_sub(1)) {
        gather(schema, item, deeper, &mut items);
    }
    match items.as_slice() {
        [text] if text == "a text" => "a list of texts".to_owned(),
        [object] if object.starts_with(OBJECT) => "a list of objects".to_owned(),
        _ => "a list".to_owned(),
    }
}

fn object(node: &Value) -> String {
    let required = node.get("required").and_then(Value::as_array);
    let keys: Vec<String> =
        required.into_iter().flatten().filter_map(Value::as_str).map(|key| format!("`{key}`")).collect();
    match keys.as_slice() {
        [] => OBJECT.to_owned(),
        keys => format!("{OBJECT} with {}", keys.join(" and ")),
    }
}

fn list<'s>(schema: &'s Value, node: &'s Value, depth: usize, out: &mut Vec<&'s str>) {
    let node = resolved(schema, node);
    let words = node.get("const").into_iter().chain(node.get("enum").and_then(Value::as_array).into_iter().flatten());
    out.extend(words.filter_map(Value::as_str));
    if let Some(deeper) = depth.checked_sub(1) {
        forms(node).into_iter().flatten().for_each(|form| list(schema, form, deeper, out));
    }
}
