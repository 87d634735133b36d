//! One list: what it answers, what its keys look like, and how many rows it has.

use serde_json::Value;

use super::Library;
use super::keys::{Address, Keys};
use crate::base::{Seed, descend};
use crate::contract::{Operation, OperationId, Part};
use crate::scenario::Rule;
use crate::scenario::derive::Derived;
use crate::schema::{EntityId, Later, Schemas, Side, Story, Variety, readings};

/// How many keys are drawn to see what keys look like.
const DRAWN: u64 = 4;
/// How many are tried to see whether such keys fit.
const TRIED: u64 = 8;

/// One list.
#[derive(Debug)]
pub(in crate::respond) struct Shelf {
    /// Whose list it is.
    pub(in crate::respond) id: OperationId,
    /// What it is.
    pub(in crate::respond) derived: Derived,
    /// What it answers, for those who ask rules.
    pub(in crate::respond) rule: Rule,
    /// How many rows it has, whoever they belong to.
    pub(in crate::respond) count: u64,
    /// What its keys look like, if it has any.
    pub(super) keys: Option<Keys>,
    /// The list of all things of its kind, if that is another one: it shows some of those.
    pub(super) whole: Option<OperationId>,
}

impl Shelf {
    /// Finds out what its keys look like.
    pub(super) fn new(library: &Library, id: OperationId, derived: Derived) -> Self {
        let contract = &library.contract;
        let operation = contract.operation(id);
        let name = operation.map(|operation| operation.name.as_str()).unwrap_or_default();
        let rule = Rule::named("--list-size", name);
        let mut shelf = Self { id, derived, rule, count: library.size, keys: None, whole: None };
        if shelf.derived.site.key.is_empty() {
            return shelf;
        }
        let whole = shelf.derived.site.entity.and_then(|entity| whole(library, entity, id));
        if let Some(other) = whole.and_then(|whole| library.shelf(whole).ok().filter(|other| other.keys.is_some()))
            && other.keys.as_ref().is_some_and(|keys| shelf.fit(library, keys, other.count) == other.count)
        {
            (shelf.keys, shelf.count, shelf.whole) = (other.keys.clone(), other.count, Some(other.id));
            return shelf;
        }
        let drawn: Vec<Value> = (0..DRAWN).filter_map(|number| shelf.drawn(library, Seed::new(number))).collect();
        let fitting = Keys::like(&drawn).into_iter().map(|keys| {
            let count = shelf.fit(library, &keys, library.size.min(keys.room()));
            (keys, count)
        });
        // Of several the first that has enough, else the one that has most.
        let mut best: Option<(Keys, u64)> = None;
        for (keys, count) in fitting {
            if count > best.as_ref().map_or(0, |(_, most)| *most) {
                best = Some((keys, count));
            }
            if count == library.size {
                break;
            }
        }
        if let Some((keys, count)) = best {
            (shelf.keys, shelf.count) = (Some(keys), count);
        }
        shelf
    }

    /// What it is, in words.
    pub(in crate::respond) fn told(&self) -> String {
        format!("{} rows, {}", self.count, self.derived.told)
    }

    /// The key that a row is given where nobody says which.
    pub(super) fn drawn(&self, library: &Library, seed: Seed) -> Option<Value> {
        let site = &self.derived.site;
        let story = Story { entities: library.contract.entities(), root: seed, named: &[] };
        let sampler = library.sampler(Later::NONE).telling(story);
        let row = sampler.sample(site.row, seed, Side::Response, Variety::Generated).value;
        descend(&row, site.inner.iter().chain(&site.key)).filter(|key| key.is_string() || key.is_number()).cloned()
    }

    /// How many rows such keys are enough for: the schemas of the key and of the path that carries it have the last word.
    fn fit(&self, library: &Library, keys: &Keys, count: u64) -> u64 {
        let is_owned = library.contract.operation(self.id).is_some_and(has_owner);
        let at = Address { seed: Seed::new(0), count, turn: 0, is_owned };
        let word = |number: u64| self.drawn(library, at.seed.nth(number)).map(|key| crate::base::plain_text(&key));
        let accepts = |number: u64| keys.key(at, number, word).is_some_and(|key| self.accepts(library, &key));
        let tried = (0..TRIED).map(|turn| count.saturating_sub(1) / TRIED * turn);
        if count > 0 && tried.chain([count - 1]).all(accepts) {
            return count;
        }
        // Numbers fit up to one of them.
        let (mut low, mut high) = (0, count);
        while low < high && matches!(keys, Keys::Numbers(_)) {
            let middle = low + (high - low) / 2;
            if accepts(middle) { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn accepts(&self, library: &Library, key: &Value) -> bool {
        let (site, schemas) = (&self.derived.site, library.contract.schemas());
        let id = site.key.iter().try_fold(site.thing, |id, step| schemas.arena().property(id, step));
        let demands =
            site.entity.and_then(|entity| library.contract.entities().at(entity)).map(|entity| &entity.demands);
        id.is_some_and(|id| schemas.holds(id, Side::Response, key))
            && demands.into_iter().flatten().all(|id| takes(schemas, *id, key))
    }
}

/// Whether a path takes a key, be it a number or the text of one.
fn takes(schemas: &Schemas, id: crate::schema::SchemaId, key: &Value) -> bool {
    readings(key).any(|key| schemas.holds(id, Side::Request, &key))
}

/// Whether the path of an operation names things that its rows belong to.
pub(super) fn has_owner(operation: &Operation) -> bool {
    operation.parameters.iter().any(|parameter| parameter.part == Part::Path)
}

/// The list of all things of a kind, if it is not this one.
fn whole(library: &Library, entity: EntityId, id: OperationId) -> Option<OperationId> {
    let contract = &library.contract;
    let family = |operation: &Operation| contract.family(operation.subject.as_ref()?.family?);
    let is_whole = |(other, operation): &(OperationId, &Operation)| {
        let family = family(operation);
        !has_owner(operation)
            && family.is_some_and(|family| family.entity == Some(entity) && family.list == Some(*other))
    };
    let found = contract.ids().find(is_whole).map(|(other, _)| other);
    found.filter(|other| *other != id)
}
