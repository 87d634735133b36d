//! Which schemas describe which things, and which property tells one thing from another: what paths know (`/users`, `/users/{id}`),
//! in words that know nothing of paths. The sampler makes a thing from its key alone, so that a list and an item show the same one.
//!
//! It does not find entities, and it holds no data of things. Invariant: a schema describes one entity at most.

use std::collections::BTreeMap;

use serde_json::Value;

use super::merge::same;
use super::model::{SchemaArena, SchemaId};
use crate::base::descend;

/// The number of an entity among [`Entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(u32);

/// The most views of one thing that are made to agree.
const VIEWS: usize = 4;

/// A kind of thing: users, orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// What its data is addressed by: the path of the collection.
    pub name: String,
    /// What one of them is called: `user`.
    pub noun: String,
    /// What else a key has to satisfy: the schemas of the path parameters that carry it.
    pub demands: Vec<SchemaId>,
    /// The schemas that describe such a thing, in order: a list may say less of it than an item.
    pub views: Vec<SchemaId>,
}

/// The entities of a world.
#[derive(Debug, Default)]
pub struct Entities {
    list: Vec<Entity>,
    by_schema: BTreeMap<SchemaId, Described>,
}

/// What a schema describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// The kind of thing.
    pub entity: EntityId,
    /// The members that lead to the key: `id`, or `metadata` and `name`; never empty.
    pub key: Vec<String>,
}

impl Entities {
    /// Adds an entity.
    pub fn push(&mut self, entity: Entity) -> EntityId {
        let id = EntityId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(entity);
        id
    }

    /// Says what else the keys of an entity have to satisfy.
    pub fn demand(&mut self, id: EntityId, schema: SchemaId) {
        if let Some(entity) = self.list.get_mut(id.0 as usize)
            && !entity.demands.contains(&schema)
        {
            entity.demands.push(schema);
        }
    }

    /// The entity with that number.
    #[must_use]
    pub fn at(&self, id: EntityId) -> Option<&Entity> {
        self.list.get(id.0 as usize)
    }

    /// Says that `schema`, and what it is a mere reference to, describes a thing whose key lies at `key`. The first to say so is right.
    pub fn describe(&mut self, arena: &SchemaArena, schema: SchemaId, described: &Described) {
        for id in chain(arena, schema) {
            self.by_schema.entry(id).or_insert_with(|| described.clone());
        }
        let target = arena.target(schema);
        let is_its = self.by_schema.get(&target).is_some_and(|known| known.entity == described.entity);
        if let Some(entity) = self.list.get_mut(described.entity.0 as usize).filter(|_| is_its)
            && !entity.views.contains(&target)
            && entity.views.len() < VIEWS
        {
            entity.views.push(target);
        }
    }

    /// What a schema, or what it is a mere reference to, describes.
    #[must_use]
    pub fn described(&self, arena: &SchemaArena, schema: SchemaId) -> Option<&Described> {
        if self.by_schema.is_empty() {
            return None;
        }
        chain(arena, schema).find_map(|id| self.by_schema.get(&id))
    }
}

impl Described {
    /// The key of a thing.
    #[must_use]
    pub fn key_of<'v>(&self, thing: &'v Value) -> Option<&'v Value> {
        descend(thing, &self.key)
    }

    /// Whether the thing stands among others already, by its key.
    pub(crate) fn is_among(&self, things: &[Value], thing: &Value) -> bool {
        self.key_of(thing)
            .is_some_and(|key| things.iter().any(|other| self.key_of(other).is_some_and(|other| same(other, key))))
    }

    /// Whether two things agree in everything but their keys.
    pub(crate) fn is_same_but_for_key(&self, one: &Value, other: &Value) -> bool {
        fn same_but(path: &[String], one: &Value, other: &Value) -> bool {
            let (Some((step, rest)), Value::Object(one), Value::Object(other)) = (path.split_first(), one, other)
            else {
                return path.is_empty() || same(one, other);
            };
            one.len() == other.len()
                && one.iter().all(|(name, value)| {
                    other.get(name).is_some_and(|other| {
                        if name == step { same_but(rest, value, other) } else { same(value, other) }
                    })
                })
        }
        same_but(&self.key, one, other)
    }
}

/// The schema and those at the further ends of its references.
fn chain(arena: &SchemaArena, schema: SchemaId) -> impl Iterator<Item = SchemaId> + '_ {
    // Chains are short, and loops were cut when they were read.
    std::iter::successors(Some(schema), |id| arena.at(*id).link)
}
