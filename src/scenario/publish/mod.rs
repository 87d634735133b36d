//! The JSON Schema of the format, for a loaded document: what editors complete and underline by.
//!
//! The schema of the types stays as it is; what a document adds is said in conditions on `on`. Names only offer themselves: each stands
//! beside a free text or number, since globs, concrete paths and undocumented statuses are allowed. Bodies are held to their schemas, but
//! for texts, which may be templates, and not at all where something is waived. Operations that say the same share one condition, and
//! schemas that are referred to are written once, so that a thousand operations come to about the size of their document.

mod answer;
mod body;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::read;
use crate::contract::{Contract, Operation, Part};
use body::Bodies;

/// The JSON Schema of scenario files for a contract: `on` lists its operations; `status`, `example`, `body` and the names in `when` are
/// those of each.
#[must_use]
pub fn schema(contract: &Contract) -> Value {
    let mut schema = read::schema();
    tidy(&mut schema);
    let mut bodies = Bodies::new(contract.schemas());
    let mut conditions = Conditions::default();
    let mut asked = Conditions::default();
    let mut held = Conditions::default();
    for operation in contract.operations() {
        let names = [operation.name.clone(), format!("{} {}", operation.method, operation.template)];
        let when = operation_when(operation).map(|when| json!({ "when": when }));
        asked.add(&names, when.clone());
        conditions.add(&names, when);
        conditions.add(&names, Some(answer::offered(operation)).map(|then| in_rule(&then)));
        held.add(&names, bodies.held(operation).map(|then| in_rule(&then)));
    }
    let Some(defs) = schema.get_mut("$defs").and_then(Value::as_object_mut) else { return schema };
    defs.insert("Operations".to_owned(), operations(contract));
    for owner in ["Rule", "Limit", "List", "One"] {
        let on = defs.get_mut(owner).and_then(|owner| owner.pointer_mut("/properties/on"));
        if let Some(on) = on.and_then(Value::as_object_mut) {
            on.insert("$ref".to_owned(), "#/$defs/Operations".into());
        }
    }
    defs.extend(bodies.into_definitions());
    defs.insert(
        "HeldRule".to_owned(),
        json!({ "if": { "not": { "required": ["allow"] } }, "then": held.into_schema() }),
    );
    let (conditions, asked) = (conditions.into_schema(), asked.into_schema());
    for (owner, conditions) in [("Rule", &conditions), ("List", &asked), ("One", &asked)] {
        if let Some(owner) = defs.get_mut(owner).and_then(Value::as_object_mut) {
            owner.extend(conditions.as_object().cloned().unwrap_or_default());
        }
    }
    if let Some(root) = schema.as_object_mut() {
        let items = json!({ "properties": { "rules": { "items": { "$ref": "#/$defs/HeldRule" } } } });
        root.insert("if".to_owned(), json!({ "not": { "required": ["allow"] } }));
        root.insert("then".to_owned(), items);
    }
    schema
}

/// A constraint on each answer of a rule.
fn in_rule(answer: &Value) -> Value {
    json!({ "then": answer, "sequence": { "items": answer } })
}

/// What `on` may be.
fn operations(contract: &Contract) -> Value {
    let mut names = BTreeSet::new();
    let mut tags = BTreeSet::new();
    for operation in contract.operations() {
        names.insert(operation.name.clone());
        names.insert(format!("{} {}", operation.method, operation.template));
        tags.extend(operation.tags.iter().map(|tag| format!("tag:{tag}")));
    }
    let words = ["*", "undocumented"].map(str::to_owned);
    let all: BTreeSet<String> = names.into_iter().chain(tags).chain(words).collect();
    let one = json!({ "anyOf": [{ "enum": all }, { "type": "string" }] });
    json!({ "anyOf": [one, { "type": "array", "items": one }] })
}

/// The names of parameters in `when`.
fn operation_when(operation: &Operation) -> Option<Value> {
    let mut groups: IndexMap<&str, Map<String, Value>> = IndexMap::new();
    for parameter in &operation.parameters {
        let group = match parameter.part {
            Part::Query => "query",
            Part::Header => "header",
            Part::Cookie => "cookie",
            Part::Path => "path",
            Part::Body => continue,
        };
        groups.entry(group).or_default().insert(parameter.name.clone(), json!({ "$ref": "#/$defs/Matcher" }));
    }
    let groups = groups.into_iter().map(|(group, names)| (group.to_owned(), json!({ "properties": names })));
    let groups: Map<String, Value> = groups.collect();
    (!groups.is_empty()).then(|| json!({ "properties": groups }))
}

/// What is said of rules by the operation that they are for; what is said of several is said once.
#[derive(Default)]
struct Conditions(IndexMap<String, (BTreeSet<String>, Value)>);

impl Conditions {
    fn add(&mut self, names: &[String], properties: Option<Value>) {
        let Some(properties) = properties else { return };
        let (all, _) = self.0.entry(properties.to_string()).or_insert_with(|| (BTreeSet::new(), properties));
        all.extend(names.iter().cloned());
    }

    fn into_schema(self) -> Value {
        let all: Vec<Value> = self
            .0
            .into_values()
            .map(|(names, properties)| {
                let condition = json!({ "properties": { "on": { "enum": names } }, "required": ["on"] });
                json!({ "if": condition, "then": { "properties": properties } })
            })
            .collect();
        // `allOf` must not be empty.
        if all.is_empty() { json!({}) } else { json!({ "allOf": all }) }
    }
}

/// Leaves out what only our own reader understands.
fn tidy(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|key, value| key != "format" || value.as_str().is_none_or(|name| !is_ours(name)));
            map.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

fn is_ours(format: &str) -> bool {
    format.starts_with("standin-") || format.starts_with("uint") || format.starts_with("int")
}
