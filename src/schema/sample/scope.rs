//! Where in the value a proposal stands: how deep, under which names, below which schemas, and how much it may still spend.
//! A scope is a link in a chain on the stack; nothing in it changes.

use serde_json::Value;

use super::life::Character;
use crate::base::Seed;
use crate::schema::entity::{Described, EntityId};
use crate::schema::merge::Term;
use crate::schema::model::{SchemaArena, SchemaId};

/// Below this depth only what is required is made.
const SOFT_DEPTH: u32 = 6;
/// How often a schema may contain itself before only what is required is made.
const REPEATS: usize = 2;
/// Below this depth nothing is made.
pub(super) const HARD_DEPTH: u32 = 300;
/// The number of nodes that a value may have before only what is required is made.
const NODES: u64 = 2_000;
/// The number of nodes that a thing may have, wherever it stands, before only what is required is made.
const THING: u64 = 600;
/// The number of things in one value that may be so large.
const THINGS: u64 = 16;

/// How much is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// Everything that is declared.
    Full,
    /// The smallest value that holds.
    Least,
}

/// The position of a node in the value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'h> {
    up: Option<&'h Scope<'h>>,
    terms: &'h [Term],
    /// The distance from the root.
    pub(super) depth: u32,
    /// The mark in the proposal's spending at which only what is required is made.
    pub(super) limit: u64,
    /// How much is made here.
    pub(super) effort: Effort,
    /// How much was to be made of the whole value.
    whole: Effort,
    /// The kind of thing that stands here.
    thing: Option<EntityId>,
    /// Whether some thing stands here or above.
    pub(super) is_inside_thing: bool,
    /// Whether this is the value of a property.
    pub(super) is_member: bool,
    /// The arrays that this stands in, those around the outermost thing not counted.
    pub(super) lists: u8,
    /// How many values may stand where this one does, one in each item of the lists that it is in.
    pub(super) crowd: u64,
    /// A member that is known, by its path.
    pub(super) told: Option<(&'h [String], &'h Value)>,
    /// The position among siblings of the same schema: which of the listed values and examples is meant.
    pub(super) turn: u64,
    /// The name of the property that this is the value of, or an item of.
    pub(super) name: &'h str,
    /// The name of what that property belongs to.
    pub(super) parent: &'h str,
    /// What that is: all its members agree on who, where and when.
    pub(super) character: Character,
}

impl<'h> Scope<'h> {
    /// The scope of the whole value.
    pub(super) const fn root(terms: &'h [Term], effort: Effort, character: Character) -> Self {
        Self {
            up: None,
            terms,
            depth: 0,
            limit: NODES,
            effort,
            whole: effort,
            thing: None,
            is_inside_thing: false,
            is_member: false,
            lists: 0,
            crowd: 1,
            told: None,
            turn: 0,
            name: "",
            parent: "",
            character,
        }
    }

    /// The same place as that of a thing with this key and seed. The first thing on the way down is made as if it were the whole value.
    pub(super) fn of_thing(
        &self,
        spent: u64,
        described: &'h Described,
        key: &'h Value,
        seed: Seed,
        noun: &'h str,
    ) -> Self {
        let character = Character::new(seed, self.character.locale, self.character.later);
        let told = Some((described.key.as_slice(), key));
        let thing = Some(described.entity);
        if self.is_inside_thing {
            return Self { thing, told, turn: 0, character, ..*self };
        }
        let limit = spent + if self.crowd <= THINGS { THING } else { THING * THINGS / self.crowd };
        let root = Self::root(self.terms, self.whole, character);
        Self { depth: 1, limit, thing, is_inside_thing: true, told, name: noun, ..root }
    }

    /// Whether this stands inside of a thing of that kind.
    pub(super) fn is_inside(&self, entity: EntityId) -> bool {
        let mut at = Some(self);
        while let Some(scope) = at {
            if scope.thing == Some(entity) {
                return true;
            }
            at = scope.up;
        }
        false
    }

    /// The scope of a property or an item that may spend up to `limit`; what cannot have other values inside never repeats anything.
    pub(super) fn below(
        &'h self,
        arena: &SchemaArena,
        (terms, nests): (&'h [Term], bool),
        spent: u64,
        limit: u64,
    ) -> Self {
        let mut scope = Self {
            up: Some(self),
            terms,
            depth: self.depth + 1,
            limit,
            thing: None,
            is_member: false,
            told: None,
            turn: 0,
            ..*self
        };
        if scope.depth > SOFT_DEPTH || spent >= limit || (nests && self.repeats(arena, terms)) {
            scope.effort = Effort::Least;
        }
        scope
    }

    /// Whether one of the schemas has been entered so often on the way here that its next value should be the last.
    pub(super) fn repeats(&self, arena: &SchemaArena, terms: &[Term]) -> bool {
        let wanted: Vec<SchemaId> = targets(arena, terms).collect();
        let mut met = 0;
        let mut at = Some(self);
        while let Some(scope) = at {
            met += usize::from(targets(arena, scope.terms).any(|id| wanted.contains(&id)));
            if met >= REPEATS {
                return true;
            }
            at = scope.up;
        }
        false
    }
}

fn targets(arena: &SchemaArena, terms: &[Term]) -> impl Iterator<Item = SchemaId> {
    terms.iter().filter_map(|term| match term {
        Term::Is(id) => Some(arena.target(*id)),
        Term::Not(_) => None,
    })
}
