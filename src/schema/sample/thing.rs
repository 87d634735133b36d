//! Things that have a key: whatever leads to one, its data comes from its key alone, so that the row of a list, the item behind
//! it and the author of an article are the same user. The key is told by the call, else drawn where the thing stands.
//! Invariant: a thing outside of any other is made as if it were the whole value, however deep it stands.

use serde_json::Value;

use super::mould::Mould;
use super::proposal::{Outcome, Proposal};
use super::scope::Scope;
use crate::base::{Seed, descend_mut, plain_text};
use crate::schema::entity::{Described, Entities, EntityId};
use crate::schema::merge::{Conjunction, Term};
use crate::schema::model::SchemaId;

/// The world that a value is told of: what its schemas describe, and which things are meant.
#[derive(Clone, Copy, Debug)]
pub struct Story<'s> {
    /// What the schemas describe.
    pub entities: &'s Entities,
    /// What the data of all things is addressed from.
    pub root: Seed,
    /// The things that the call names.
    pub named: &'s [Named],
}

/// A thing that a call names: `/users/7`.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// What kind of thing.
    pub entity: EntityId,
    /// Its key.
    pub key: Value,
    /// What it is to the call.
    pub role: Role,
}

/// What a thing is to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the call is about: the last part of its path.
    Subject,
    /// What the subject belongs to: a part further up.
    Owner,
}

impl<'s> Proposal<'s> {
    /// What the first of the terms that describes a thing describes.
    pub(super) fn described(&self, terms: &[Term]) -> Option<&'s Described> {
        let story = self.story?;
        terms.iter().find_map(|term| match term {
            Term::Is(id) => story.entities.described(self.arena, *id),
            Term::Not(_) => None,
        })
    }

    /// The thing that is described, from its key.
    pub(super) fn thing(
        &mut self,
        described: &'s Described,
        terms: &[Term],
        mould: &Mould<'s>,
        seed: Seed,
        scope: &Scope<'_>,
    ) -> Outcome {
        let story = self.story;
        let entity = story.and_then(|story| story.entities.at(described.entity));
        let (Some(story), Some(entity)) = (story, entity) else {
            return self.settled(terms, mould, seed, scope);
        };
        let wanted = self.key_terms(&described.key, &mould.all);
        let key = self.named_key(described.entity, &wanted, scope);
        let Some(key) = key.or_else(|| self.drawn_thing_key(described, &wanted, &entity.demands, seed, scope)) else {
            return self.settled(terms, mould, seed, scope);
        };
        let seed = story.root.child(&entity.name).child(&plain_text(&key)).attempt("/retry", self.retry.into());
        let below = scope.of_thing(self.spent, described, &key, seed, &entity.noun);
        if !scope.is_inside_thing {
            self.begin_thing();
        }
        self.settled(terms, mould, seed, &below)
    }

    /// The author's example of a thing, with the key that the call names.
    pub(super) fn documented_thing(
        &self,
        described: &Described,
        terms: &[Term],
        all: &Conjunction<'s>,
        mut value: Value,
        scope: &Scope<'_>,
    ) -> Option<Value> {
        let Some(key) = self.named_key(described.entity, &self.key_terms(&described.key, all), scope) else {
            return Some(value);
        };
        if let Some(slot) = descend_mut(&mut value, &described.key) {
            *slot = key;
        }
        self.holds(terms, &value).then_some(value)
    }

    /// What the key has to satisfy.
    fn key_terms(&self, path: &[String], all: &Conjunction<'s>) -> Vec<Term> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        // The key may be declared by a branch that is not chosen yet.
        let first = self.anywhere(all, first);
        rest.iter().fold(first, |terms, step| Conjunction::of(self.arena, &terms).property(step))
    }

    /// The key of the thing of that kind that the call names, in the type that is wanted. The subject is the outermost thing, an owner is a
    /// member of what it owns; neither is meant by what stands in a list further down, nor inside of itself.
    fn named_key(&self, entity: EntityId, wanted: &[Term], scope: &Scope<'_>) -> Option<Value> {
        let is_meant = |named: &&Named| {
            named.entity == entity
                && match named.role {
                    // Some replies wrap the one thing in a list.
                    Role::Subject => !scope.is_inside_thing && scope.lists <= u8::from(scope.turn == 0),
                    Role::Owner => scope.is_member && scope.lists <= u8::from(!scope.is_inside_thing),
                }
        };
        let named = self.story?.named.iter().find(is_meant).filter(|_| !scope.is_inside(entity))?;
        readings(&named.key).find(|value| self.holds(wanted, value))
    }

    /// The key that the place of the thing gives it.
    fn drawn_thing_key(
        &mut self,
        described: &Described,
        wanted: &[Term],
        demands: &[SchemaId],
        seed: Seed,
        scope: &Scope<'_>,
    ) -> Option<Value> {
        let mut terms = wanted.to_vec();
        for id in demands {
            terms.push(Term::Is(*id));
            if Conjunction::of(self.arena, &terms).is_bottom() {
                terms.pop();
            }
        }
        let seed = described.key.iter().fold(seed, |seed, step| seed.child(step));
        let mut below = scope.below(self.arena, (&terms, true), self.spent, scope.limit);
        below.name = described.key.last().map_or("", String::as_str);
        below.turn = scope.turn;
        self.node(&terms, seed, &below).ok().filter(|key| key.is_string() || key.is_number())
    }
}

/// A key as a path has it is text; as a body has it, perhaps a number.
pub fn readings(key: &Value) -> impl Iterator<Item = Value> {
    let number = key.as_str().and_then(|text| serde_json::from_str(text).ok()).filter(Value::is_number);
    [Some(key.clone()), number, Some(Value::String(plain_text(key)))].into_iter().flatten()
}
