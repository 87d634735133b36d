//! The schemas of documented bodies, for bodies in scenarios: any text may be a template there, so a text fits everywhere.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::answer::{has_status, statuses};
use crate::contract::{Operation, Promise};
use crate::schema::{LINK, SchemaId, Schemas, Side};

/// The schemas that bodies are held to, each written once.
pub(super) struct Bodies<'s> {
    schemas: &'s Schemas,
    /// What was written, by number.
    written: BTreeMap<usize, Value>,
    /// The numbers under which bodies were written, by what they say: many operations describe the same error each for itself.
    known: BTreeMap<String, usize>,
}

impl<'s> Bodies<'s> {
    pub(super) const fn new(schemas: &'s Schemas) -> Self {
        Self { schemas, written: BTreeMap::new(), known: BTreeMap::new() }
    }

    /// How the bodies of an operation's answers are held to their schemas; `None` where there are none.
    pub(super) fn held(&mut self, operation: &Operation) -> Option<Value> {
        let mut conditions = Vec::new();
        let success = operation.promises.iter().filter(|promise| promise.status.is_success());
        if let Some(schema) = success.min_by_key(|promise| promise.status).and_then(json_schema) {
            conditions.push(json!({ "if": { "not": { "required": ["status"] } }, "then": self.body(schema) }));
        }
        for (status, promise) in statuses(operation) {
            if let Some(schema) = json_schema(promise) {
                conditions.push(json!({ "if": has_status(status), "then": self.body(schema) }));
            }
        }
        // A body of another type is not what the schema describes.
        let is_told = json!({ "not": { "required": ["content-type"] } });
        (!conditions.is_empty()).then(|| json!({ "if": is_told, "then": { "allOf": conditions } }))
    }

    fn body(&mut self, id: SchemaId) -> Value {
        json!({ "properties": { "body": self.reference(id) } })
    }

    /// A reference to a schema, which is written with all that it refers to.
    fn reference(&mut self, id: SchemaId) -> Value {
        let own = loosened(self.schemas.written(id, Side::Response), &mut Vec::new());
        let index = *self.known.entry(own.to_string()).or_insert(id.index());
        let mut open = vec![id];
        open.retain(|id| id.index() == index);
        while let Some(next) = open.pop() {
            if self.written.contains_key(&next.index()) {
                continue;
            }
            let mut links = Vec::new();
            let value = loosened(self.schemas.written(next, Side::Response), &mut links);
            self.written.insert(next.index(), value);
            open.extend(links.into_iter().filter_map(|index| self.schemas.arena().id(index)));
        }
        json!({ "$ref": format!("#/$defs/{}", name(index)) })
    }

    /// The schemas, by the names that references have.
    pub(super) fn into_definitions(self) -> impl Iterator<Item = (String, Value)> {
        self.written.into_iter().map(|(index, value)| (name(index), value))
    }
}

/// The name of a schema among the definitions.
fn name(index: usize) -> String {
    format!("body-{index}")
}

/// The schema of the first JSON body of a reply.
fn json_schema(promise: &Promise) -> Option<SchemaId> {
    promise.content.iter().find(|content| content.media_type.is_json())?.schema
}

/// A schema that takes a text wherever a value is due. What could only be decided by values is left out, and what is left takes all that
/// the schema takes.
fn loosened(schema: Value, links: &mut Vec<usize>) -> Value {
    let Value::Object(map) = schema else { return schema };
    let has_patterns = map.contains_key("patternProperties");
    let mut out = Map::new();
    let mut alternatives = Vec::new();
    for (keyword, value) in map {
        match keyword.as_str() {
            LINK => {
                let index = value.as_u64().and_then(|index| usize::try_from(index).ok()).unwrap_or(usize::MAX);
                links.push(index);
                out.insert("$ref".to_owned(), format!("#/$defs/{}", name(index)).into());
            }
            "type" => {
                let mut types: Vec<Value> = value.as_array().cloned().unwrap_or_else(|| vec![value]);
                if !types.iter().any(|name| name == "string") {
                    types.push("string".into());
                }
                out.insert(keyword, if let [one] = types.as_slice() { one.clone() } else { Value::Array(types) });
            }
            "enum" => alternatives.push(json!({ "anyOf": [{ "enum": value }, { "type": "string" }] })),
            // Patterns of names are written for our engine, and without them nobody knows which names are additional.
            "additionalProperties" if has_patterns => {}
            "properties" => {
                let members = value.as_object().cloned().unwrap_or_default();
                let members = members.into_iter().map(|(name, schema)| (name, loosened(schema, links)));
                out.insert(keyword, Value::Object(members.collect()));
            }
            "items" | "additionalProperties" => drop(out.insert(keyword, loosened(value, links))),
            "prefixItems" | "allOf" => drop(out.insert(keyword, loosened_list(value, links))),
            // Where texts fit everywhere, several alternatives may fit at once.
            "anyOf" | "oneOf" => alternatives.push(json!({ "anyOf": loosened_list(value, links) })),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" | "minItems"
            | "maxItems" | "required" | "minProperties" | "maxProperties" => drop(out.insert(keyword, value)),
            _ => {}
        }
    }
    for alternative in alternatives {
        let all = out.entry("allOf").or_insert_with(|| json!([]));
        all.as_array_mut().into_iter().for_each(|all| all.push(alternative.clone()));
    }
    Value::Object(out)
}

fn loosened_list(list: Value, links: &mut Vec<usize>) -> Value {
    match list {
        Value::Array(items) => items.into_iter().map(|item| loosened(item, links)).collect(),
        other => other,
    }
}
