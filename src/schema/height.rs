//! Computes for every schema the least nesting depth of a value that satisfies it: 0 for a scalar, 1 for an empty object.
//! The sampler ends recursion with it, inside the schema: a branch of less height is closer to the end. It is a lower bound
//! (two parts may contradict each other in ways it does not see), and `None` means that no finite value exists.

use std::collections::VecDeque;

use serde_json::Value;

use super::merge::{Conjunction, Group, Term};
use super::model::{SchemaArena, SchemaId};
use super::type_set::TypeSet;

/// The heights of all schemas of an arena.
#[derive(Debug)]
pub(crate) struct Heights(Vec<Option<u32>>);

impl Heights {
    /// Computes them: from "no finite value" downwards, until nothing changes.
    pub(crate) fn of(arena: &SchemaArena) -> Self {
        let ids: Vec<SchemaId> = arena.ids().collect();
        let mut heights = Self(vec![None; ids.len()]);
        let mut dependents: Vec<Vec<SchemaId>> = vec![Vec::new(); ids.len()];
        let mut waiting = vec![true; ids.len()];
        // Later schemas tend to be parts of earlier ones.
        let mut queue: VecDeque<SchemaId> = ids.iter().rev().copied().collect();
        let mut first = ids.len();
        while let Some(id) = queue.pop_front() {
            if let Some(slot) = waiting.get_mut(id.index()) {
                *slot = false;
            }
            let conjunction = Conjunction::of(arena, &[Term::Is(id)]);
            if first > 0 {
                first -= 1;
                for other in relied_on(&conjunction) {
                    if let Some(list) = dependents.get_mut(other.index()) {
                        list.push(id);
                    }
                }
            }
            let height = heights.least(&conjunction);
            let Some(slot) = heights.0.get_mut(id.index()) else { continue };
            if height.is_none() || slot.is_some_and(|old| height >= Some(old)) {
                continue;
            }
            *slot = height;
            for dependent in dependents.get(id.index()).into_iter().flatten() {
                if let Some(slot) = waiting.get_mut(dependent.index())
                    && !*slot
                {
                    *slot = true;
                    queue.push_back(*dependent);
                }
            }
        }
        heights
    }

    /// The height of one schema; an unknown one is "anything".
    pub(crate) fn at(&self, id: SchemaId) -> Option<u32> {
        self.0.get(id.index()).copied().unwrap_or(Some(0))
    }

    /// The height of schemas that hold together: at least that of the highest.
    pub(crate) fn all(&self, terms: &[Term]) -> Option<u32> {
        terms.iter().try_fold(0, |height, term| match term {
            Term::Is(id) => self.at(*id).map(|other| height.max(other)),
            Term::Not(_) => Some(height),
        })
    }

    /// The height of a conjunction, from what is known of its parts.
    pub(crate) fn least(&self, all: &Conjunction<'_>) -> Option<u32> {
        if all.is_bottom() {
            return None;
        }
        let mut floor = 0;
        for group in &all.groups {
            if let Group::Any(branches, _) | Group::One(branches, _) = group {
                floor = floor.max(branches.iter().filter_map(|branch| self.at(*branch)).min()?);
            }
        }
        let own = match &all.values {
            Some(values) => values.iter().map(|value| depth(value)).min(),
            None if all.types.meets(scalars()) => Some(0),
            None => {
                let array = if all.types.meets(TypeSet::ARRAY) { self.array(all) } else { None };
                let object = if all.types.meets(TypeSet::OBJECT) { self.object(all) } else { None };
                array.into_iter().chain(object).min()
            }
        };
        own.map(|own| own.max(floor))
    }

    /// The height as an array.
    pub(crate) fn array(&self, all: &Conjunction<'_>) -> Option<u32> {
        let mut height = 0;
        for index in 0..needed_items(all) {
            height = height.max(self.all(&all.item(index))?);
        }
        for contains in all.arrays().filter(|array| array.min_contains != Some(0)).filter_map(|array| array.contains) {
            height = height.max(self.at(contains)?);
        }
        Some(height + 1)
    }

    /// The height as an object.
    pub(crate) fn object(&self, all: &Conjunction<'_>) -> Option<u32> {
        all.required()
            .try_fold(0, |height, name| self.all(&all.property(name)).map(|other| height.max(other)))
            .map(|height| height + 1)
    }
}

/// The types that do not nest.
pub(crate) const fn scalars() -> TypeSet {
    TypeSet::ANY.without(TypeSet::ARRAY).without(TypeSet::OBJECT)
}

/// The items whose schemas may differ: those of the prefixes, and one after them.
fn needed_items(all: &Conjunction<'_>) -> usize {
    let prefix = all.arrays().map(|array| array.prefix.len()).max().unwrap_or(0);
    usize::try_from(all.count().0).unwrap_or(usize::MAX).min(prefix + 1)
}

/// The schemas whose heights the height of a conjunction is made of.
fn relied_on(all: &Conjunction<'_>) -> Vec<SchemaId> {
    let mut ids: Vec<SchemaId> = Vec::new();
    for group in &all.groups {
        if let Group::Any(branches, _) | Group::One(branches, _) = group {
            ids.extend(*branches);
        }
    }
    let items = (0..needed_items(all)).flat_map(|index| all.item(index));
    let members = all.required().flat_map(|name| all.property(name));
    ids.extend(items.chain(members).filter_map(|term| match term {
        Term::Is(id) => Some(id),
        Term::Not(_) => None,
    }));
    ids.extend(all.arrays().filter_map(|array| array.contains));
    ids
}

/// The nesting depth of a value; iterative, because a listed value may be as deep as the document.
fn depth(value: &Value) -> u32 {
    let mut deepest = 0;
    let mut open = vec![(value, 0)];
    while let Some((value, depth)) = open.pop() {
        match value {
            Value::Array(items) => {
                deepest = deepest.max(depth + 1);
                open.extend(items.iter().map(|item| (item, depth + 1)));
            }
            Value::Object(members) => {
                deepest = deepest.max(depth + 1);
                open.extend(members.values().map(|member| (member, depth + 1)));
            }
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Place;
    use crate::schema::model::{ArrayFacet, Logic, ObjectFacet, Schema};

    fn object(required: &str, property: SchemaId) -> Schema {
        let mut schema = Schema::any(Place::default());
        schema.types = TypeSet::OBJECT;
        schema.object = Some(Box::new(ObjectFacet {
            properties: [(required.to_owned(), property)].into_iter().collect(),
            required: vec![required.to_owned()],
            ..ObjectFacet::default()
        }));
        schema
    }

    #[test]
    fn the_height_is_that_of_the_lowest_value() {
        let mut arena = SchemaArena::default();
        let any = || Schema::any(Place::default());
        let scalar = arena.push(any());
        let itself = arena.push(any());
        arena.replace(itself, object("next", itself));
        let leaf = arena.push(object("value", scalar));
        let twice = arena.push(object("leaf", leaf));
        let either = arena
            .push(Schema { logic: Some(Box::new(Logic { one_of: vec![itself, twice], ..Logic::default() })), ..any() });
        let items = ArrayFacet { items: Some(itself), ..ArrayFacet::default() };
        let list = arena.push(Schema { types: TypeSet::ARRAY, array: Some(Box::new(items.clone())), ..any() });
        let items = ArrayFacet { min_items: Some(1), ..items };
        let filled = arena.push(Schema { types: TypeSet::ARRAY, array: Some(Box::new(items)), ..any() });
        let heights = Heights::of(&arena);
        for (id, height) in [
            (scalar, Some(0)),
            (itself, None),
            (leaf, Some(1)),
            (twice, Some(2)),
            (either, Some(2)),
            (list, Some(1)),
            (filled, None),
        ] {
            assert_eq!(heights.at(id), height, "{id:?}");
        }
    }
}
