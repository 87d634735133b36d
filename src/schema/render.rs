//! Writes a schema of the arena as JSON Schema 2020-12 for the `jsonschema` crate.
//!
//! A reference is written either as the keyword [`LINK`], which `check` resolves to one shared, lazily compiled validator per target
//! (compiling every `$ref` anew took 28 s and 5 GB for one real document), or as a real `$ref` into `$defs` where
//! `unevaluated…` has to look through it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::model::{ArrayFacet, Logic, ObjectFacet, Schema, SchemaArena, SchemaId, Side};
use super::pattern::Pattern;
use super::type_set::TypeSet;

/// Our keyword for a reference: its value is the number of the schema.
pub const LINK: &str = "x-standin-ref";
/// Our keyword for a pattern: its value is the source.
pub(super) const PATTERN: &str = "x-standin-pattern";

/// How references are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    /// As [`LINK`].
    Shared,
    /// As `$ref` into the `$defs` of the same schema.
    Bundled,
}

/// The schema as one self-contained JSON Schema for values going `side`.
pub(super) fn render(arena: &SchemaArena, id: SchemaId, side: Side) -> Value {
    if !reaches_unevaluated(arena, id) {
        return Renderer { arena, side, links: Links::Shared }.schema(id);
    }
    let renderer = Renderer { arena, side, links: Links::Bundled };
    let mut targets = BTreeSet::new();
    let mut open = vec![id];
    let mut defs = Map::new();
    while let Some(next) = open.pop() {
        for target in links_below(arena, next) {
            if targets.insert(target) {
                defs.insert(target.index().to_string(), renderer.schema(target));
                open.push(target);
            }
        }
    }
    match renderer.schema(id) {
        Value::Object(mut map) => {
            map.insert("$defs".to_owned(), Value::Object(defs));
            Value::Object(map)
        }
        other => other,
    }
}

/// The schema as JSON Schema in which each reference is [`LINK`].
pub(super) fn linked(arena: &SchemaArena, id: SchemaId, side: Side) -> Value {
    Renderer { arena, side, links: Links::Shared }.schema(id)
}

struct Renderer<'a> {
    arena: &'a SchemaArena,
    side: Side,
    links: Links,
}

impl Renderer<'_> {
    fn schema(&self, id: SchemaId) -> Value {
        self.part(id, id)
    }

    /// A part of the conjunction `whole`: what the whole says of a property, how it travels say, counts in each of its parts.
    fn part(&self, id: SchemaId, whole: SchemaId) -> Value {
        let schema = self.arena.at(id);
        if schema.types.is_empty() {
            return Value::Bool(false);
        }
        let mut map = Map::new();
        let mut put = |key: &str, value: Value| {
            map.insert(key.to_owned(), value);
        };
        if let Some(link) = schema.link {
            match self.links {
                Links::Shared => put(LINK, link.index().into()),
                Links::Bundled => put("$ref", format!("#/$defs/{}", link.index()).into()),
            }
        }
        if schema.types != TypeSet::ANY {
            put("type", schema.types.names().into());
        }
        if let Some(values) = &schema.values {
            put("enum", Value::Array(values.clone()));
        }
        self.scalars(schema, &mut map);
        self.array(schema, &mut map);
        if let Some(object) = &schema.object {
            self.object(object, whole, &mut map);
        }
        if let Some(logic) = &schema.logic {
            self.logic(logic, whole, &mut map);
        }
        if let Some(array) = schema.array.as_deref().filter(|array| self.hides_contains(array)) {
            // What is said by way of two `not`s leaves no mark that `unevaluatedItems` could find.
            let mut contains = Map::new();
            self.contains(&mut contains, array);
            let all = map.entry("allOf").or_insert_with(|| json!([]));
            all.as_array_mut().into_iter().for_each(|all| all.push(json!({ "not": { "not": contains } })));
        }
        Value::Object(map)
    }

    #[expect(clippy::unused_self, reason = "a method like its siblings")]
    fn scalars(&self, schema: &Schema, map: &mut Map<String, Value>) {
        if let Some(number) = &schema.number {
            let facets = [
                ("minimum", &number.minimum),
                ("maximum", &number.maximum),
                ("exclusiveMinimum", &number.exclusive_minimum),
                ("exclusiveMaximum", &number.exclusive_maximum),
                ("multipleOf", &number.multiple_of),
            ];
            for (key, value) in facets {
                map.extend(value.clone().map(|value| (key.to_owned(), Value::Number(value))));
            }
        }
        if let Some(text) = &schema.text {
            count(map, "minLength", text.min_length);
            count(map, "maxLength", text.max_length);
            map.extend(text.pattern.as_ref().map(|pattern| (PATTERN.to_owned(), pattern.as_str().into())));
            map.extend(text.format.as_ref().map(|format| ("format".to_owned(), format.as_str().into())));
        }
    }

    fn array(&self, schema: &Schema, map: &mut Map<String, Value>) {
        let Some(array) = &schema.array else { return };
        if !array.prefix.is_empty() {
            map.insert("prefixItems".to_owned(), array.prefix.iter().map(|id| self.child(*id)).collect());
        }
        self.below(map, "items", array.items);
        if !self.hides_contains(array) {
            self.contains(map, array);
        }
        self.below(map, "unevaluatedItems", array.unevaluated);
        count(map, "minItems", array.min_items);
        count(map, "maxItems", array.max_items);
        if array.unique {
            map.insert("uniqueItems".to_owned(), true.into());
        }
    }

    /// Whether `unevaluatedItems` must not see what `contains` found.
    fn hides_contains(&self, array: &ArrayFacet) -> bool {
        array.contains_leaves_unevaluated && array.contains.is_some() && self.links == Links::Bundled
    }

    fn contains(&self, map: &mut Map<String, Value>, array: &ArrayFacet) {
        self.below(map, "contains", array.contains);
        count(map, "minContains", array.min_contains);
        count(map, "maxContains", array.max_contains);
    }

    fn object(&self, object: &ObjectFacet, whole: SchemaId, map: &mut Map<String, Value>) {
        if !object.properties.is_empty() {
            let properties = object.properties.iter().map(|(name, id)| (name.clone(), self.child(*id))).collect();
            map.insert("properties".to_owned(), Value::Object(properties));
        }
        let travels = |name: &&String| {
            let property = object.properties.get(*name).copied().or_else(|| self.arena.property(whole, name));
            !property.is_some_and(|id| self.side.hides(self.arena.access(id)))
        };
        let required: Vec<&String> = object.required.iter().filter(travels).collect();
        if !required.is_empty() {
            map.insert("required".to_owned(), json!(required));
        }
        if !object.patterns.is_empty() {
            let mut patterns = Map::new();
            for (pattern, id) in &object.patterns {
                let (mut key, schema) = match as_key(pattern) {
                    Some(key) => (key, self.child(*id)),
                    // Nothing can be shown against the names that it might match.
                    None => (String::new(), Value::Bool(true)),
                };
                // Two patterns may be one in other words.
                while patterns.contains_key(&key) {
                    key.push_str("(?:)");
                }
                patterns.insert(key, schema);
            }
            map.insert("patternProperties".to_owned(), Value::Object(patterns));
        }
        self.below(map, "additionalProperties", object.additional);
        self.below(map, "propertyNames", object.names);
        self.below(map, "unevaluatedProperties", object.unevaluated);
        count(map, "minProperties", object.min_properties);
        count(map, "maxProperties", object.max_properties);
        if !object.dependent_required.is_empty() {
            map.insert("dependentRequired".to_owned(), json!(object.dependent_required));
        }
        if !object.dependent_schemas.is_empty() {
            let schemas = object.dependent_schemas.iter().map(|(name, id)| (name.clone(), self.schema(*id))).collect();
            map.insert("dependentSchemas".to_owned(), Value::Object(schemas));
        }
    }

    fn logic(&self, logic: &Logic, whole: SchemaId, map: &mut Map<String, Value>) {
        if !logic.all_of.is_empty() {
            let parts = logic.all_of.iter().map(|id| self.part(*id, whole));
            map.insert("allOf".to_owned(), parts.collect());
        }
        for (key, list) in [("anyOf", &logic.any_of), ("oneOf", &logic.one_of)] {
            if !list.is_empty() {
                map.insert(key.to_owned(), self.list(list));
            }
        }
        self.sub(map, "not", logic.not);
        self.sub(map, "if", logic.condition);
        self.sub(map, "then", logic.then);
        self.sub(map, "else", logic.otherwise);
    }

    fn sub(&self, map: &mut Map<String, Value>, key: &str, id: Option<SchemaId>) {
        map.extend(id.map(|id| (key.to_owned(), self.schema(id))));
    }

    fn below(&self, map: &mut Map<String, Value>, key: &str, id: Option<SchemaId>) {
        map.extend(id.map(|id| (key.to_owned(), self.child(id))));
    }

    /// A schema for a part of the value. `unevaluated…` does not look there: it can be linked even where the rest is bundled.
    fn child(&self, id: SchemaId) -> Value {
        let schema = self.arena.at(id);
        let is_boolean = schema.types.is_empty() || schema.is_anything();
        let must = self.links == Links::Bundled || reaches_unevaluated(self.arena, id);
        if must && !is_boolean { json!({ LINK: id.index() }) } else { self.schema(id) }
    }

    fn list(&self, ids: &[SchemaId]) -> Value {
        ids.iter().map(|id| self.schema(*id)).collect()
    }
}

/// A pattern as the validator's engine reads it: by our tree, not by its source, so that one engine's idea of patterns holds everywhere.
/// `None` for the rare one that it cannot compile even so.
fn as_key(pattern: &Pattern) -> Option<String> {
    let key = pattern.as_regex()?;
    let compiles = || jsonschema::options().build(&json!({ "patternProperties": { &key: true } })).is_ok();
    (pattern.is_regular() || compiles()).then_some(key)
}

fn count(map: &mut Map<String, Value>, key: &str, value: Option<u64>) {
    map.extend(value.map(|value| (key.to_owned(), value.into())));
}

/// The references that a schema applies to the very value it is applied to.
fn links_below(arena: &SchemaArena, id: SchemaId) -> Vec<SchemaId> {
    let mut links = Vec::new();
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        let schema = arena.at(next);
        links.extend(schema.link);
        open.extend(schema.in_place());
    }
    links
}

/// Whether `unevaluatedProperties` or `unevaluatedItems` has a say about the value itself.
fn reaches_unevaluated(arena: &SchemaArena, id: SchemaId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        if !seen.insert(next) {
            continue;
        }
        let schema = arena.at(next);
        if schema.object.as_ref().is_some_and(|object| object.unevaluated.is_some())
            || schema.array.as_ref().is_some_and(|array| array.unevaluated.is_some())
        {
            return true;
        }
        open.extend(schema.link);
        open.extend(schema.in_place());
    }
    false
}
