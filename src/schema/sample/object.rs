//! Objects: which properties, in the order of the document, and what each of them has to satisfy. A property whose value
//! cannot be made is left out where it may be.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::choice::{component, mapped};
use super::demand::{Demands, meet};
use super::draw;
use super::mould::{Mould, Outline};
use super::proposal::{Outcome, Proposal};
use super::scope::{Effort, Scope};
use crate::base::Seed;
use crate::schema::merge::{Conjunction, Term};
use crate::schema::model::SchemaId;

/// The greatest number of undeclared properties where the schema does not say.
const USUAL: u64 = 2;
/// The greatest number of undeclared properties that is made.
const MOST: u64 = 1_024;

/// One property of the object to be.
struct Member<'m> {
    name: &'m str,
    terms: Cow<'m, [Term]>,
    views: &'m [Term],
    is_declared: bool,
    needed: bool,
}

impl<'s> Proposal<'s> {
    /// An object of that mould.
    pub(super) fn object(
        &mut self,
        mould: &Mould<'s>,
        demands: &Demands<'s>,
        seed: Seed,
        scope: &Scope<'_>,
    ) -> Outcome {
        let all = &mould.all;
        let mut size = all.size();
        meet(&mut size, demands.size.0, demands.size.1);
        let outline = self.outline(mould);
        let members = self.members(outline, all, demands, scope, size);
        let needed = members.iter().filter(|member| member.needed).count();
        let mut sound = size.1.is_none_or(|most| size.0 <= most && u64::try_from(needed).unwrap_or(0) <= most);
        sound &= !demands.absent.iter().any(|name| all.required().any(|other| other == *name));
        let owner = outline.component.as_deref().unwrap_or(scope.name);
        let sense = self.sense(all, scope);
        let character = scope.character.object(seed, scope.name, sense.noun, sense.located);
        let fixed = self.fixed(all, demands);
        let mut object = Map::with_capacity(members.len());
        let count = u64::try_from(members.len()).unwrap_or(u64::MAX);
        for (index, member) in (0_u64..).zip(&members) {
            if !member.needed && self.is_spent() {
                continue;
            }
            let share = scope.limit.saturating_sub(self.spent) / count.saturating_sub(index).max(1);
            let inner = self.mould(&member.terms);
            let mut below = scope.below(self.arena, (&member.terms, inner.nests()), self.spent, self.spent + share);
            (below.name, below.parent, below.is_member) = (member.name, owner, true);
            below.character = character;
            let mut key = None;
            if let Some((path, value)) = scope.told
                && let Some((first, rest)) = path.split_first()
                && first == member.name
            {
                if rest.is_empty() {
                    key = Some(value);
                } else {
                    below.told = Some((rest, value));
                }
            }
            let told = fixed.iter().filter(|(name, _)| *name == member.name).map(|(_, value)| value).chain(key);
            let outcome = match told.into_iter().find(|value| self.holds(&member.terms, value)) {
                Some(value) => Ok(value.clone()),
                None => self.member(member, &inner, seed.child(member.name), &below),
            };
            match outcome {
                Ok(value) => {
                    object.insert(member.name.to_owned(), value);
                }
                Err(value) if member.needed => {
                    sound = false;
                    object.insert(member.name.to_owned(), value);
                }
                Err(_) => {}
            }
        }
        sound &= self.extend(all, demands, (seed, size, owner), scope, &mut object);
        if sound { Ok(Value::Object(object)) } else { Err(Value::Object(object)) }
    }

    /// The value of a property: as all views of the thing have it, if that can be, else as this one has it.
    fn member(&mut self, member: &Member<'_>, mould: &Mould<'s>, seed: Seed, scope: &Scope<'_>) -> Outcome {
        if !member.views.is_empty()
            && let Ok(value) = self.node(member.views, seed, scope)
            && self.holds(&member.terms, &value)
        {
            return Ok(value);
        }
        self.within(&member.terms, mould, seed, scope)
    }

    /// The properties that are made, in the order of the document.
    fn members<'m>(
        &mut self,
        outline: &'m Outline<'s>,
        all: &Conjunction<'s>,
        demands: &'m Demands<'s>,
        scope: &Scope<'_>,
        size: (u64, Option<u64>),
    ) -> Vec<Member<'m>> {
        let known = outline.members.iter().filter(|member| !demands.absent.contains(member.name)).map(|member| {
            let (terms, needed) = (Cow::Borrowed(member.terms.as_slice()), member.is_required);
            Member { name: member.name, terms, views: &member.views, is_declared: member.is_declared, needed }
        });
        let mut members: Vec<Member<'m>> = known.collect();
        let (least, most) = (count(size.0), size.1.map_or(usize::MAX, count));
        if outline.is_independent && demands.present.is_empty() && most >= members.len() && least <= outline.required {
            members.retain(|member| member.needed || (member.is_declared && self.is_wanted(&member.terms, scope)));
            return members;
        }
        for (name, term) in &demands.present {
            if !members.iter().any(|member| member.name == *name) {
                let terms = Cow::Owned(all.property(name));
                members.push(Member { name, terms, views: &[], is_declared: false, needed: false });
            }
            if let (Some(term), Some(member)) = (term, members.iter_mut().find(|member| member.name == *name)) {
                member.terms.to_mut().push(*term);
            }
        }
        let names: BTreeSet<&str> = members.iter().map(|member| member.name).collect();
        let mut taken = BTreeSet::new();
        for name in all.required().chain(demands.present.iter().map(|(name, _)| *name)) {
            take(all, name, &mut taken);
        }
        // What is required and does not travel this way is not missed.
        taken.retain(|name| names.contains(name));
        for member in &mut members {
            member.needed = taken.contains(member.name);
        }
        for member in &members {
            let is_open = member.is_declared && !member.needed && !taken.contains(member.name);
            if !is_open || !(taken.len() < least || self.is_wanted(&member.terms, scope)) {
                continue;
            }
            let mut more = BTreeSet::new();
            take(all, member.name, &mut more);
            more.retain(|name| !taken.contains(name));
            if taken.len() + more.len() <= most && more.iter().all(|name| names.contains(name)) {
                taken.extend(more);
            }
        }
        members.retain(|member| taken.contains(member.name));
        members
    }

    /// Whether an optional property is made: where everything is, unless it is one more of what it is inside of.
    fn is_wanted(&mut self, terms: &[Term], scope: &Scope<'_>) -> bool {
        scope.effort == Effort::Full && !(self.mould(terms).nests() && scope.repeats(self.arena, terms))
    }

    /// Adds undeclared properties: as many as the schema wants, and a few to a map. Whether there are enough.
    fn extend(
        &mut self,
        all: &Conjunction<'s>,
        demands: &Demands<'s>,
        (seed, (least, most), owner): (Seed, (u64, Option<u64>), &str),
        scope: &Scope<'_>,
        object: &mut Map<String, Value>,
    ) -> bool {
        let usual = if self.is_map(all, scope) { 1 + draw::below(&mut seed.child("/count").rng(), USUAL) } else { 0 };
        let have = u64::try_from(object.len()).unwrap_or(u64::MAX);
        let demanded = demands.extra.len().max(usize::from(!demands.name.is_empty()));
        let demanded = u64::try_from(demanded).unwrap_or(0);
        let wanted = usual.max(least.saturating_sub(have)).max(demanded);
        let wanted = wanted.min(most.unwrap_or(u64::MAX).saturating_sub(have)).min(MOST);
        for index in 0..wanted {
            let seed = seed.child("/extra").nth(index);
            let mut names = all.names();
            if index == 0 {
                names.extend(&demands.name);
            }
            let Some(key) = self.key(all, &names, object, seed).filter(|key| !demands.absent.contains(key.as_str()))
            else {
                break;
            };
            let mut terms = all.property(&key);
            terms.extend(usize::try_from(index).ok().and_then(|index| demands.extra.get(index)));
            let share = scope.limit.saturating_sub(self.spent) / (wanted - index);
            let mut below = scope.below(self.arena, (&terms, true), self.spent, self.spent + share);
            // The value of a map is what the map is named for.
            below.name = if scope.name.is_empty() { owner } else { scope.name };
            below.turn = index;
            below.character = scope.character.item(seed, index, seed);
            match self.node(&terms, seed, &below) {
                Ok(value) => object.insert(key, value),
                Err(_) => break,
            };
        }
        u64::try_from(object.len()).is_ok_and(|have| have >= least)
    }

    /// Whether the object is one whose names are data: the schema speaks of undeclared properties only.
    fn is_map(&self, all: &Conjunction<'s>, scope: &Scope<'_>) -> bool {
        let speaks = |id: SchemaId| {
            let term = [Term::Is(id)];
            !self.arena.at(id).is_anything()
                && !Conjunction::of(self.arena, &term).is_bottom()
                && !scope.repeats(self.arena, &term)
        };
        scope.effort == Effort::Full
            && all.declared().next().is_none()
            && all.objects().any(|object| {
                let patterns = object.patterns.iter().map(|(_, id)| *id);
                object.additional.into_iter().chain(object.unevaluated).chain(patterns).any(speaks)
            })
    }

    /// What discriminators say: those of the choices made, and of a base that this schema extends.
    fn fixed(&self, all: &Conjunction<'s>, demands: &Demands<'s>) -> Vec<(&'s str, Value)> {
        let mut fixed = demands.fixed.clone();
        for (base, schema) in all.parts() {
            let Some(discriminator) = schema.notes.as_ref().and_then(|notes| notes.discriminator.as_ref()) else {
                continue;
            };
            if schema.logic.as_ref().is_some_and(|logic| !(logic.any_of.is_empty() && logic.one_of.is_empty())) {
                continue;
            }
            // The last component is the one that extends all the others.
            let heir = all.parts().iter().rev().find(|(id, _)| component(self.arena, *id).is_some());
            let name = mapped(self.arena, discriminator, heir.map_or(*base, |(id, _)| *id));
            fixed.extend(name.map(|name| (discriminator.property.as_str(), Value::String(name))));
        }
        fixed
    }
}

/// Adds a property and all that its presence demands.
fn take<'a>(all: &Conjunction<'a>, name: &'a str, taken: &mut BTreeSet<&'a str>) {
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        if taken.insert(name) {
            let needed = all.objects().filter_map(|object| object.dependent_required.get(name));
            open.extend(needed.flatten().map(String::as_str));
        }
    }
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
