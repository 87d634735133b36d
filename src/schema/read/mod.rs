//! Reads schemas as documents write them into the arena's normal form, whatever their dialect and state of repair.
//!
//! Every schema reachable from the ones asked for is read, and only those: a dead reference in an unused component costs nothing.
//! A fault costs the keyword it sits in, a dead `$ref` in use becomes "anything"; each is recorded as a [`Defect`](crate::base::Defect).
//! Invariant: when [`Reader::finish`] returns, no chain of references or combinators leads back to itself
//! without descending into the value.

mod facets;
mod lenient;
mod link;
mod loops;
mod notes;
mod scope;

use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};

use super::dialect::Dialect;
use super::model::{Access, Logic, Schema, SchemaArena, SchemaId};
use super::resource::Anchors;
use super::type_set::TypeSet;
use crate::base::{Defects, Place, Severity, kind};
use lenient::Node;
use scope::{Scope, Scopes};

/// The node that a reference leads to.
#[derive(Clone, Debug)]
pub struct Target<'v> {
    /// Where it stands.
    pub place: Place,
    /// What stands there.
    pub value: &'v Value,
    /// How the file it stands in writes schemas.
    pub dialect: Dialect,
}

/// Finds what a `$ref` points at; the loader knows the files, this room does not.
pub trait Resolve {
    /// The node that `reference`, written at `from`, points at; otherwise the reason why there is none.
    fn resolve(&self, from: &Place, reference: &str) -> Result<Target<'_>, String>;

    /// The dynamic anchors of the schema resource that a place lies in; none for whoever knows no resources.
    fn dynamic(&self, _at: &Place) -> Option<&Anchors> {
        None
    }

    /// The node at a place that [`Resolve::dynamic`] named.
    fn at(&self, _place: &Place) -> Option<Target<'_>> {
        None
    }
}

/// Reads schemas into an arena; see the module's page.
pub struct Reader<'r> {
    resolve: &'r dyn Resolve,
    arena: SchemaArena,
    known: HashMap<(Place, Scope), SchemaId>,
    scopes: Scopes,
    queue: VecDeque<(SchemaId, Target<'r>, Scope)>,
}

impl<'r> Reader<'r> {
    /// A reader with an empty arena.
    #[must_use]
    pub fn new(resolve: &'r dyn Resolve) -> Self {
        Self {
            resolve,
            arena: SchemaArena::default(),
            known: HashMap::new(),
            scopes: Scopes::default(),
            queue: VecDeque::new(),
        }
    }

    /// Reads one schema and everything it refers to. The same place is read once.
    pub fn read<'v>(&mut self, target: Target<'v>, defects: &mut Defects) -> SchemaId
    where
        'r: 'v,
    {
        let id = self.schema(target, Scope::default(), defects);
        // References are followed from a queue: a chain of thousands of them must not become a chain of calls.
        while let Some((id, target, scope)) = self.queue.pop_front() {
            let schema = self.parse(&target, scope, defects);
            self.arena.replace(id, schema);
        }
        id
    }

    /// Adds a schema that stands in no document.
    pub fn push(&mut self, schema: Schema) -> SchemaId {
        self.arena.push(schema)
    }

    /// The arena, with loops of references that never descend into the value cut.
    #[must_use]
    pub fn finish(mut self, defects: &mut Defects) -> SchemaArena {
        loops::cut(&mut self.arena, defects);
        self.arena
    }

    /// The schema at `target`, reached in `scope`.
    #[expect(clippy::needless_pass_by_value, reason = "every caller makes the target for this call")]
    fn schema<'v>(&mut self, target: Target<'v>, scope: Scope, defects: &mut Defects) -> SchemaId
    where
        'r: 'v,
    {
        let (id, scope, is_new) = self.reserve(&target.place, scope);
        if is_new {
            let schema = self.parse(&target, scope, defects);
            self.arena.replace(id, schema);
        }
        id
    }

    /// The number of the schema at a place, the scope that it is read in, and whether it is still to be read.
    fn reserve(&mut self, place: &Place, scope: Scope) -> (SchemaId, Scope, bool) {
        let scope = match self.resolve.dynamic(place) {
            Some(anchors) => self.scopes.entered(scope, place.file, anchors, self.arena.len()),
            None => scope,
        };
        let key = (place.clone(), scope);
        if let Some(id) = self.known.get(&key) {
            return (*id, scope, false);
        }
        let id = self.arena.push(Schema::any(place.clone()));
        self.known.insert(key, id);
        (id, scope, true)
    }

    fn parse<'v>(&mut self, target: &Target<'v>, scope: Scope, defects: &mut Defects) -> Schema
    where
        'r: 'v,
    {
        let at = &target.place;
        let map = match target.value {
            Value::Object(map) => map,
            Value::Bool(true) => return Schema::any(at.clone()),
            Value::Bool(false) => return Schema::never(at.clone()),
            other => {
                let message =
                    format!("a schema must be an object or a boolean, not {}; reading it as anything", kind(other));
                defects.note("schema-not-object", Severity::Error, at, message);
                return Schema::any(at.clone());
            }
        };
        // Pieces that a converter moved say where they came from (`spec::swagger2`).
        let origin = at.marked_in(map).unwrap_or_else(|| at.clone());
        let own = map.get("$schema").and_then(Value::as_str).and_then(Dialect::named);
        let dialect = own.filter(|_| !target.dialect.is_borrowed()).unwrap_or(target.dialect);
        let node = Node { map, at: &origin, dialect, scope };
        match map.get("$ref") {
            Some(Value::String(reference)) if !dialect.reads_ref_siblings() => {
                self.lone_reference(&node, reference, defects)
            }
            _ => self.linked(&node, defects),
        }
    }

    fn keywords<'v>(&mut self, node: &Node<'v, '_>, defects: &mut Defects) -> Schema
    where
        'r: 'v,
    {
        let mut schema = Schema::any(node.at.clone());
        schema.types = node.types(defects);
        schema.values = node.values(defects);
        if schema.values.as_ref().is_some_and(Vec::is_empty) {
            return Schema::never(node.at.clone());
        }
        schema.access = node.access(defects);
        schema.number = facets::number(node, schema.types, defects);
        schema.text = facets::text(node, defects);
        if let Some(text) = &mut schema.text {
            text.content_schema = self.sub(node, "contentSchema", defects);
        }
        schema.array = self.array(node, defects);
        schema.object = self.object(node, defects);
        schema.logic = self.logic(node, defects);
        schema.notes = self.notes(node, defects);
        lenient::let_values_win(&mut schema, defects);
        if !node.nullable(defects) {
            return schema;
        }
        if let Some(values) = &mut schema.values
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
        if node.has("type") {
            schema.types = schema.types.or(TypeSet::NULL);
            return schema;
        }
        if schema.logic.is_some() || schema.object.is_some() { self.or_null(schema) } else { schema }
    }

    /// `schema` or `null`: what `nullable` means where there is no `type` to add `null` to.
    fn or_null(&mut self, mut schema: Schema) -> Schema {
        let mut either = Schema::any(schema.origin.clone());
        either.access = std::mem::take(&mut schema.access);
        either.notes.clone_from(&schema.notes);
        let mut null = Schema::any(schema.origin.clone());
        null.types = TypeSet::NULL;
        let any_of = vec![self.arena.push(schema), self.arena.push(null)];
        either.logic = Some(Box::new(Logic { any_of, ..Logic::default() }));
        either
    }

    /// The subschema under `key`, if there is one.
    fn sub<'v>(&mut self, node: &Node<'v, '_>, key: &str, defects: &mut Defects) -> Option<SchemaId>
    where
        'r: 'v,
    {
        let value = node.get(key)?;
        Some(self.schema(Target { place: node.at.join(key), value, dialect: node.dialect }, node.scope, defects))
    }

    /// The subschemas in the list under `key`; none if it is no list.
    fn list<'v>(&mut self, node: &Node<'v, '_>, key: &str, defects: &mut Defects) -> Vec<SchemaId>
    where
        'r: 'v,
    {
        let Some(value) = node.get(key) else { return Vec::new() };
        let at = node.at.join(key);
        let Value::Array(items) = value else {
            let message = format!("`{key}` must be a list of schemas, not {}; ignoring it", kind(value));
            defects.note("combiner-not-list", Severity::Error, &at, message);
            return Vec::new();
        };
        let read = |(index, value)| Target { place: at.nth(index), value, dialect: node.dialect };
        items.iter().enumerate().map(read).map(|target| self.schema(target, node.scope, defects)).collect()
    }

    /// The subschemas in the map under `key`, in order.
    fn map<'v>(&mut self, node: &Node<'v, '_>, key: &str, defects: &mut Defects) -> Vec<(&'v String, SchemaId)>
    where
        'r: 'v,
    {
        let Some((at, dialect, map)) = self.map_node(node, key, defects) else { return Vec::new() };
        let read = |(name, value): (&'v String, &'v Value)| (name, Target { place: at.join(name), value, dialect });
        map.iter().map(read).map(|(name, target)| (name, self.schema(target, node.scope, defects))).collect()
    }

    /// The map under `key`; a `$ref` in the place of the whole map is followed, since documents do that.
    fn map_node<'v>(
        &self,
        node: &Node<'v, '_>,
        key: &str,
        defects: &mut Defects,
    ) -> Option<(Place, Dialect, &'v Map<String, Value>)>
    where
        'r: 'v,
    {
        let value = node.get(key)?;
        let at = node.at.join(key);
        let Value::Object(map) = value else {
            if !value.is_null() {
                let message = format!("`{key}` must be a map of schemas, not {}; ignoring it", kind(value));
                defects.note("map-not-object", Severity::Error, &at, message);
            }
            return None;
        };
        if let (1, Some(Value::String(reference))) = (map.len(), map.get("$ref")) {
            let target = match self.resolve.resolve(&at, reference) {
                Ok(target) => target,
                Err(reason) => {
                    let message = format!("`$ref` to `{reference}` leads nowhere ({reason}); there is no `{key}`");
                    defects.note("dangling-ref", Severity::Error, &at.join("$ref"), message);
                    return None;
                }
            };
            let message = format!("`{key}` as a whole is a `$ref`; following it");
            defects.note("ref-for-map", Severity::Warning, &at, message);
            return target.value.as_object().map(|map| (target.place, target.dialect, map));
        }
        Some((at, node.dialect, map))
    }

    fn logic<'v>(&mut self, node: &Node<'v, '_>, defects: &mut Defects) -> Option<Box<Logic>>
    where
        'r: 'v,
    {
        const KEYS: [&str; 7] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];
        if !KEYS.iter().any(|key| node.has(key)) {
            return None;
        }
        Some(Box::new(Logic {
            all_of: self.list(node, "allOf", defects),
            any_of: self.list(node, "anyOf", defects),
            one_of: self.list(node, "oneOf", defects),
            not: self.sub(node, "not", defects),
            condition: self.sub(node, "if", defects),
            then: self.sub(node, "then", defects),
            otherwise: self.sub(node, "else", defects),
        }))
    }
}

impl Node<'_, '_> {
    fn access(&self, defects: &mut Defects) -> Access {
        match (self.flag("readOnly", defects), self.flag("writeOnly", defects)) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            (_, _) => Access::Both,
        }
    }

    fn nullable(&self, defects: &mut Defects) -> bool {
        let nullable = self.flag("nullable", defects) || self.flag("x-nullable", defects);
        if nullable && self.dialect == Dialect::Draft202012 {
            let message = "`nullable` means nothing since OpenAPI 3.1; reading it as a `null` in `type`";
            defects.note("nullable-since-3.1", Severity::Warning, &self.at.join("nullable"), message);
        }
        nullable
    }
}

#[cfg(test)]
mod tests;
