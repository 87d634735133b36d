//! Settles the open choices of a conjunction: which branch of `anyOf` and `oneOf`, which side of `if`, which way to violate
//! a `not`. Every attempt settles them differently, the likeliest way first; whether it was right is for the check to say.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::Variety;
use super::demand::{Demand, Demands};
use super::denial::ways;
use super::draw;
use super::proposal::Proposal;
use super::scope::{Effort, Scope};
use crate::base::Seed;
use crate::schema::merge::{Conjunction, Group, Term};
use crate::schema::model::{Discriminator, SchemaArena, SchemaId};
use crate::schema::type_set::TypeSet;

/// The attempts that try one thing after the other; those after them draw.
const IN_ORDER: u64 = 8;
/// The types, one by one.
const KINDS: [TypeSet; 6] =
    [TypeSet::STRING, TypeSet::NUMBER, TypeSet::OBJECT, TypeSet::ARRAY, TypeSet::BOOLEAN, TypeSet::NULL];
/// The number of choices in one conjunction that are settled at all.
const GROUPS: u64 = 512;

impl<'s> Proposal<'s> {
    /// The conjunction with every choice made, `None` if the choices of this attempt contradict each other.
    pub(super) fn settle(
        &self,
        all: &Conjunction<'s>,
        attempt: u64,
        seed: Seed,
        scope: &Scope<'_>,
    ) -> Option<(Conjunction<'s>, Demands<'s>)> {
        let mut settling =
            Settling { proposal: self, demands: Demands::default(), attempt, met: 0, seed, effort: scope.effort };
        let mut all = all.clone();
        if let Some(turn) = attempt.checked_sub(IN_ORDER) {
            // The likeliest type may be the one that nothing satisfies.
            let kinds: Vec<TypeSet> = KINDS.into_iter().filter(|kind| all.types.meets(*kind)).collect();
            let turn = usize::try_from(turn).unwrap_or(0) % kinds.len().max(1);
            all.narrow(kinds.get(turn).copied().unwrap_or(TypeSet::ANY));
        }
        let mut open: [VecDeque<Group<'s>>; 3] = Default::default();
        for _ in 0..GROUPS {
            for group in all.groups.drain(..) {
                // What is left of a value after everything positive is known decides how it can violate something, and
                // both decide which properties are present.
                let [first, second, third] = &mut open;
                match group {
                    Group::Not(_) => second.push_back(group),
                    Group::Depends(..) => third.push_back(group),
                    _ => first.push_back(group),
                }
            }
            let Some(group) = open.iter_mut().find_map(VecDeque::pop_front) else {
                return Some((all, settling.demands));
            };
            settling.seed = settling.seed.child("/choice");
            settling.group(group, &mut all)?;
            settling.met += 1;
            if all.is_bottom() {
                return None;
            }
        }
        None
    }
}

struct Settling<'p, 's> {
    proposal: &'p Proposal<'s>,
    demands: Demands<'s>,
    attempt: u64,
    /// The number of choices made.
    met: u32,
    seed: Seed,
    effort: Effort,
}

impl<'s> Settling<'_, 's> {
    fn group(&mut self, group: Group<'s>, all: &mut Conjunction<'s>) -> Option<()> {
        match group {
            Group::Any(branches, discriminator) => {
                let chosen = self.branch(branches, all, self.attempt)?;
                self.choose(chosen, discriminator, all);
            }
            Group::One(branches, discriminator) => {
                let arena = self.proposal.arena;
                // Where two branches are the same schema, neither holds alone.
                let mut alike: BTreeMap<SchemaId, usize> = BTreeMap::new();
                for id in branches {
                    *alike.entry(arena.target(*id)).or_default() += 1;
                }
                let alone = |id: &&SchemaId| alike.get(&arena.target(**id)) == Some(&1);
                let apart: Vec<SchemaId> = branches.iter().filter(alone).copied().collect();
                let chosen = self.branch(&apart, all, self.attempt.saturating_sub(1))?;
                self.choose(chosen, discriminator, all);
                self.exclude(branches, chosen, all);
            }
            Group::Not(id) => {
                let Some(mut ways) = ways(self.proposal.arena, id, all, &self.demands) else { return Some(()) };
                let at = self.index(self.attempt, ways.len())?;
                for demand in ways.swap_remove(at) {
                    self.demands.add(demand, all);
                }
            }
            Group::If(condition, then, otherwise) => self.condition(condition, then, otherwise, all)?,
            Group::Depends(name, id) => self.depends(name, id, all),
        }
        Some(())
    }

    /// Where in a list of `len` this attempt stands; `None` if it is empty. The first three choices count like the digits of
    /// a number, so that all their combinations come up.
    fn index(&self, turn: u64, len: usize) -> Option<usize> {
        let count = u64::try_from(len).ok().filter(|count| *count > 0)?;
        let at = if self.attempt < IN_ORDER {
            (turn >> (self.met % 3)) % count
        } else {
            draw::below(&mut self.seed.rng(), count)
        };
        usize::try_from(at).ok()
    }

    /// The branch that is chosen among those that are not ruled out.
    fn branch(&self, branches: &[SchemaId], all: &Conjunction<'s>, turn: u64) -> Option<SchemaId> {
        let arena = self.proposal.arena;
        let mut open: Vec<SchemaId> = branches.iter().copied().filter(|id| self.is_open(all, *id)).collect();
        let is_null = |id: &SchemaId| Conjunction::of(arena, &[Term::Is(*id)]).types == TypeSet::NULL;
        let nulls: Vec<SchemaId> = open.extract_if(.., |id| is_null(id)).collect();
        if self.effort == Effort::Least {
            open.extend(nulls);
            open.sort_by_key(|id| self.proposal.heights.at(*id));
        } else {
            if self.proposal.variety == Variety::Generated && !open.is_empty() {
                let start = draw::index(&mut self.seed.rng(), open.len());
                open.rotate_left(start);
            }
            open.extend(nulls);
        }
        open.get(self.index(turn, open.len())?).copied()
    }

    /// Whether adding the schema leaves anything, as far as can be seen without making a value.
    fn is_open(&self, all: &Conjunction<'s>, id: SchemaId) -> bool {
        let mut trial = all.clone();
        trial.add(Term::Is(id));
        !trial.is_bottom() && self.proposal.heights.at(id).is_some()
    }

    fn choose(&mut self, chosen: SchemaId, discriminator: Option<&'s Discriminator>, all: &mut Conjunction<'s>) {
        all.add(Term::Is(chosen));
        if let Some(discriminator) = discriminator
            && let Some(name) = mapped(self.proposal.arena, discriminator, chosen)
        {
            self.demands.fixed.push((&discriminator.property, Value::String(name)));
        }
    }

    /// Sees to it that the other branches fail. The first attempt leaves that to the branches themselves: most are apart.
    fn exclude(&mut self, branches: &[SchemaId], chosen: SchemaId, all: &mut Conjunction<'s>) {
        let arena = self.proposal.arena;
        let others = branches.iter().copied().filter(|id| *id != chosen);
        if self.attempt > 0 {
            for id in others {
                all.add(Term::Not(id));
            }
            return;
        }
        let fraction = Demand::Fraction;
        let whole = |id| {
            let types = Conjunction::of(arena, &[Term::Is(id)]).types;
            types.meets(TypeSet::INTEGER) && !types.meets(fraction.types())
        };
        if all.types.meets(fraction.types()) && others.into_iter().any(whole) {
            let types = all.types.without(TypeSet::INTEGER);
            all.narrow(types);
        }
    }

    fn condition(
        &mut self,
        condition: SchemaId,
        then: Option<SchemaId>,
        otherwise: Option<SchemaId>,
        all: &mut Conjunction<'s>,
    ) -> Option<()> {
        let mut trial = all.clone();
        trial.add(Term::Is(condition));
        if let Some(then) = then {
            trial.add(Term::Is(then));
        }
        let drawn = self.proposal.variety == Variety::Generated && draw::chance(&mut self.seed.rng(), 50);
        let first = !drawn && then.is_some();
        let holds = match self.index(self.attempt, 2)? {
            0 => first,
            _ => !first,
        };
        if holds && !trial.is_bottom() {
            *all = trial;
        } else {
            all.add(Term::Not(condition));
            if let Some(otherwise) = otherwise {
                all.add(Term::Is(otherwise));
            }
        }
        Some(())
    }

    fn depends(&mut self, name: &'s str, id: SchemaId, all: &mut Conjunction<'s>) {
        if !all.types.meets(TypeSet::OBJECT) {
            return;
        }
        let required = all.required().any(|other| other == name) || self.demands.wants(name);
        let made = self.effort == Effort::Full && all.declared().any(|other| other == name);
        if required || (made && self.attempt.is_multiple_of(2) && self.is_open(all, id)) {
            all.add(Term::Is(id));
        } else {
            self.demands.absent.insert(name);
        }
    }
}

/// What the discriminator says for a schema: its key in `mapping`, else the name of the component.
pub(super) fn mapped(arena: &SchemaArena, discriminator: &Discriminator, id: SchemaId) -> Option<String> {
    let target = arena.target(id);
    let key = discriminator.mapping.iter().find(|(_, mapped)| arena.target(**mapped) == target);
    key.map(|(key, _)| key.clone()).or_else(|| component(arena, target))
}

/// The name of the component that a schema is, `None` for one that stands elsewhere.
pub(super) fn component(arena: &SchemaArena, id: SchemaId) -> Option<String> {
    let pointer = &arena.at(id).origin.pointer;
    let home = pointer.parent();
    matches!(home.as_str(), "/components/schemas" | "/definitions").then(|| pointer.last()).flatten()
}
