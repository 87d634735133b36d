//! Keywords that say nothing where they stand: bounds of another type, required properties that nobody describes, types written as
//! formats. They are valid JSON Schema and ignored by every validator, which is seldom what their author thinks.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::base::{Defect, Defects, Place, Severity, nearest};
use crate::respond::world::World;
use crate::schema::{Schema, SchemaArena, SchemaId, TypeSet};
use crate::spec::Files;

/// The keywords of each type. `uniqueItems` is not among them: generators write it everywhere.
const OF_TYPE: [(TypeSet, &[&str]); 4] = [
    (TypeSet::NUMBER, &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    (TypeSet::STRING, &["minLength", "maxLength", "pattern"]),
    (TypeSet::ARRAY, &["items", "prefixItems", "minItems", "maxItems"]),
    (TypeSet::OBJECT, &["properties", "additionalProperties", "minProperties", "maxProperties"]),
];

/// The types, and short names of them, that documents write under `format`.
const TYPES: [&str; 8] = ["string", "number", "integer", "int", "boolean", "bool", "array", "object"];

/// Records each schema with such keywords once.
pub(super) fn audit(world: &World, files: &Files, defects: &mut Defects) {
    let arena = world.contract.schemas().arena();
    let parts = parts(arena);
    for id in arena.ids() {
        let schema = arena.at(id);
        let Some(node) = files.node(&schema.origin).and_then(Value::as_object) else { continue };
        reference(arena, schema, node, defects);
        // What stands beside a `$ref` is told of where references are read.
        if node.contains_key("$ref") {
            continue;
        }
        misplaced(schema, node, defects);
        format(schema, node, defects);
        if !parts.contains(&id) {
            required(arena, id, schema, defects);
        }
    }
}

/// A `$ref` to a component that is no schema.
fn reference(arena: &SchemaArena, schema: &Schema, node: &Map<String, Value>, defects: &mut Defects) {
    let target = schema.link.map(|id| &arena.at(id).origin);
    let Some(other) = target.and_then(Place::component).filter(|found| *found != "a schema") else { return };
    let Some(reference) = node.get("$ref").and_then(Value::as_str) else { return };
    let message = format!("`{reference}` leads to {other} where a schema is due; reading it as one");
    defects.note("ref-kind", Severity::Warning, &schema.origin.join("$ref"), message);
}

/// Keywords of another type than the schema's.
fn misplaced(schema: &Schema, node: &Map<String, Value>, defects: &mut Defects) {
    let types = schema.types;
    // A list of types before 3.1, or one that no value of `enum` has, was told of: then anything may be meant.
    if types == TypeSet::ANY || !node.get("type").is_some_and(Value::is_string) {
        return;
    }
    let misplaced = |(of, keywords): &(TypeSet, &'static [&'static str])| {
        let keywords = keywords.iter().filter(|keyword| node.get(**keyword).is_some_and(|value| !value.is_null()));
        if types.meets(*of) { Vec::new() } else { keywords.copied().collect::<Vec<_>>() }
    };
    let found: Vec<&str> = OF_TYPE.iter().flat_map(misplaced).collect();
    let Some(first) = found.first() else { return };
    let names = types.without(TypeSet::NULL).names().join("` or `");
    let is_shape = found.iter().any(|keyword| ["properties", "items", "prefixItems"].contains(keyword));
    let severity = if is_shape { Severity::Warning } else { Severity::Note };
    let (say, are) = if found.len() == 1 { ("says", "it is") } else { ("say", "they are") };
    let message = format!("`{}` {say} nothing of a value of type `{names}`; {are} ignored", found.join("`, `"));
    defects.note("keyword-misplaced", severity, &schema.origin.join(first), message);
}

/// A type under `format`.
fn format(schema: &Schema, node: &Map<String, Value>, defects: &mut Defects) {
    let Some(format) = node.get("format").and_then(Value::as_str).filter(|format| TYPES.contains(format)) else {
        return;
    };
    let kind = node.get("type").and_then(Value::as_str);
    if kind == Some(format)
        || (kind == Some("integer") && format == "int")
        || (kind == Some("boolean") && format == "bool")
    {
        return;
    }
    let message = match kind {
        Some(kind) => format!("`{format}` is a type, not a format; any `{kind}` will do"),
        None => format!("`{format}` is a type, not a format; anything will do"),
    };
    defects.note("format-is-type", Severity::Warning, &schema.origin.join("format"), message);
}

/// Names under `required` that no property has, where nothing else could describe them.
fn required(arena: &SchemaArena, id: SchemaId, schema: &Schema, defects: &mut Defects) {
    let Some(object) = schema.object.as_deref().filter(|object| !object.required.is_empty()) else { return };
    let is_open = |facet: &crate::schema::ObjectFacet| facet.additional.is_none() && facet.patterns.is_empty();
    let within = within(arena, id);
    let facets = || within.iter().filter_map(|part| arena.at(*part).object.as_deref());
    if object.properties.is_empty() || !facets().all(is_open) {
        return;
    }
    let declared: Vec<&str> = facets().flat_map(|facet| facet.properties.keys().map(String::as_str)).collect();
    let missing: Vec<&String> = object.required.iter().filter(|name| !declared.contains(&name.as_str())).collect();
    let Some(first) = missing.first() else { return };
    let (names, are) =
        (missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "), missing.len() > 1);
    let message = if are {
        format!("{names} are required, and `properties` lacks them; anything may stand there")
    } else {
        format!("{names} is required, and `properties` lacks it; anything may stand there")
    };
    let others = declared.iter().copied().filter(|name| !object.required.iter().any(|one| one == name));
    let help =
        nearest(first, others).map(|near| format!("is `{near}` meant? If not, describe `{first}` under `properties`"));
    let at = schema.origin.join("required");
    defects.push(Defect { code: "required-undeclared", severity: Severity::Note, at, message, help });
}

/// The schema and all that applies to the same value.
fn within(arena: &SchemaArena, id: SchemaId) -> BTreeSet<SchemaId> {
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let schema = arena.at(id);
            open.extend(schema.in_place());
            open.extend(schema.link);
        }
    }
    seen
}

/// The schemas that hold together with others, which may describe what they do not.
fn parts(arena: &SchemaArena) -> BTreeSet<SchemaId> {
    let mut parts = BTreeSet::new();
    for id in arena.ids() {
        for part in arena.at(id).in_place() {
            parts.insert(part);
            parts.insert(arena.target(part));
        }
    }
    parts
}
