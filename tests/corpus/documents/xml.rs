//! Writes a value as XML by the names, attributes and wrappers of its schema (OAS, XML Object). Namespaces and prefixes are left out:
//! readers compare local names.

use serde_json::Value;
use standin::schema::{SchemaArena, SchemaId, Xml};

/// The document that shows `value`.
pub fn encode(value: &Value, arena: &SchemaArena, schema: Option<SchemaId>) -> String {
    let name = name(arena, schema, "root");
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    element(&mut text, &name, value, arena, schema);
    text
}

fn element(text: &mut String, name: &str, value: &Value, arena: &SchemaArena, schema: Option<SchemaId>) {
    text.extend(["<", name]);
    let mut inner = String::new();
    match value {
        Value::Object(members) => {
            for (property, member) in members {
                let id = schema.and_then(|id| arena.property(id, property));
                let said = said(arena, id);
                let label = local(said.name.as_deref().unwrap_or(property)).to_owned();
                match member {
                    Value::Array(items) if !said.wrapped => {
                        for (index, item) in items.iter().enumerate() {
                            let id = id.and_then(|array| arena.element(array, index));
                            element(&mut inner, &self::name(arena, id, property), item, arena, id);
                        }
                    }
                    member if said.attribute => text.extend([" ", &label, "=\"", &escaped(member), "\""]),
                    member => element(&mut inner, &label, member, arena, id),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let id = schema.and_then(|array| arena.element(array, index));
                element(&mut inner, &self::name(arena, id, name), item, arena, id);
            }
        }
        scalar => inner = escaped(scalar),
    }
    text.extend([">", &inner, "</", name, ">"]);
}

fn name(arena: &SchemaArena, schema: Option<SchemaId>, inferred: &str) -> String {
    local(said(arena, schema).name.as_deref().unwrap_or(inferred)).to_owned()
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The nearest XML Object along the references of a schema.
fn said(arena: &SchemaArena, schema: Option<SchemaId>) -> Xml {
    let mut next = schema;
    for _ in 0..32 {
        let Some(id) = next else { break };
        let schema = arena.at(id);
        if let Some(xml) = schema.notes.as_ref().and_then(|notes| notes.xml.clone()) {
            return xml;
        }
        let only = schema.logic.as_ref().filter(|logic| logic.all_of.len() == 1).and_then(|logic| logic.all_of.first());
        next = schema.link.or(only.copied());
    }
    Xml::default()
}

fn escaped(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        other => super::request::text(other, false),
    };
    let entity = |one: char| match one {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\r' | '\n' | '\t' => format!("&#{};", u32::from(one)),
        other => other.to_string(),
    };
    text.chars().map(entity).collect()
}
