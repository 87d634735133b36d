//! The statuses and examples that an operation documents, offered.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::base::StatusPattern;
use crate::contract::{Operation, Promise};

/// What an answer to an operation may be, with its statuses and examples to choose from.
pub(super) fn offered(operation: &Operation) -> Value {
    let statuses: Vec<u16> = statuses(operation).map(|(status, _)| status).filter(|status| *status >= 200).collect();
    let mut all = Vec::new();
    let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for (status, promise) in self::statuses(operation) {
        let names = by_status.entry(status).or_default();
        for name in examples(promise) {
            names.push(name);
            if !all.contains(&name) {
                all.push(name);
            }
        }
    }
    let mut effect = Map::new();
    if !statuses.is_empty() {
        let status = json!({ "anyOf": [{ "enum": statuses }, { "type": ["integer", "null"] }] });
        effect.insert("properties".to_owned(), json!({ "status": status }));
    }
    if !all.is_empty() {
        let mut conditions = vec![json!({ "if": { "not": { "required": ["status"] } }, "then": example(&all) })];
        for (status, names) in by_status.iter().filter(|(_, names)| !names.is_empty()) {
            conditions.push(json!({ "if": has_status(*status), "then": example(names) }));
        }
        effect.insert("allOf".to_owned(), conditions.into());
    }
    let mut forms = vec![Value::Object(effect)];
    if !statuses.is_empty() {
        forms.insert(0, json!({ "enum": statuses }));
    }
    // Effects that are no objects are held by the schema of the format.
    json!({ "anyOf": forms })
}

/// The condition that an effect has a status.
pub(super) fn has_status(status: u16) -> Value {
    json!({ "properties": { "status": { "const": status } }, "required": ["status"] })
}

fn example(names: &[&str]) -> Value {
    json!({ "properties": { "example": { "anyOf": [{ "enum": names }, { "type": ["string", "null"] }] } } })
}

/// The documented statuses that are one, in their order.
pub(super) fn statuses(operation: &Operation) -> impl Iterator<Item = (u16, &Promise)> {
    operation.promises.iter().filter_map(|promise| match promise.status {
        StatusPattern::Exact(status) => Some((status, promise)),
        StatusPattern::Range(_) | StatusPattern::Default => None,
    })
}

/// The names of the examples of a reply.
fn examples(promise: &Promise) -> impl Iterator<Item = &str> {
    let examples = promise.content.iter().flat_map(|content| &content.examples);
    examples.map(|example| example.name.as_str()).filter(|name| !name.is_empty())
}
