//! What a schema means at its place, worked out once: who makes its texts and numbers, which values its documentation names,
//! what its examples look like, and what kind of thing an object is.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use super::choice::component;
use super::faker::Faker;
use super::learnt::Learnt;
use super::life::{Bill, Noun, Quota};
use super::names::{Hint, Maker, Quantity, Scale, noun};
use super::said;
use super::scope::Scope;
use crate::schema::merge::Conjunction;
use crate::schema::model::{Notes, SchemaArena, SchemaId};
use crate::schema::type_set::TypeSet;

/// Examples of words among which one is picked.
const CHOICE: usize = 3;

/// Other places that are remembered while a value is made.
const ELSEWHERE: usize = 64;

/// What a schema means at its place.
#[derive(Debug)]
pub(in crate::schema) struct Sense {
    place: Address,
    /// For an object: what kind of thing it is.
    pub(super) noun: Noun,
    /// For an object: whether it says where it is.
    pub(super) located: bool,
    /// Who makes its texts.
    pub(super) text: Option<Maker>,
    /// What its numbers are.
    pub(super) quantity: Option<Quantity>,
    /// How those are meant.
    pub(super) scale: Scale,
    /// In how many of 100 cases it is true.
    pub(super) likelihood: u64,
    /// Whether it is the name of a key.
    pub(super) is_key: bool,
    /// The values that its documentation lists.
    pub(super) listed: Vec<String>,
    /// What its own examples have in common.
    pub(super) learnt: Learnt,
    /// Its `x-faker`.
    pub(super) faker: Option<Faker>,
}

/// What a sense depends on.
#[derive(Debug, PartialEq)]
struct Address {
    parts: Vec<SchemaId>,
    /// Choices that are made leave fewer types to the same parts.
    types: TypeSet,
    name: String,
    parent: String,
    within: (Noun, bool),
}

impl Address {
    fn is(&self, all: &Conjunction<'_>, scope: &Scope<'_>) -> bool {
        self.types == all.types
            && self.name == scope.name
            && self.parent == scope.parent
            && self.within == (scope.character.noun, scope.character.located)
            && self.parts.iter().copied().eq(all.parts().iter().map(|(id, _)| *id))
    }
}

/// The senses of all schemas, each worked out when it is first met.
#[derive(Debug, Default)]
pub(in crate::schema) struct Senses(Vec<OnceLock<Arc<Sense>>>);

impl Senses {
    /// Room for so many schemas.
    pub(in crate::schema) fn new(count: usize) -> Self {
        Self(std::iter::repeat_with(OnceLock::new).take(count).collect())
    }

    /// The sense of a conjunction where it stands. The first place of a schema is remembered for good, since few have a second one; others
    /// in `elsewhere`, as long as one value is made.
    pub(super) fn of(
        &self,
        arena: &SchemaArena,
        all: &Conjunction<'_>,
        scope: &Scope<'_>,
        elsewhere: &RefCell<Vec<Arc<Sense>>>,
    ) -> Arc<Sense> {
        let make = || Arc::new(Sense::new(arena, all, scope));
        if let Some(slot) = all.parts().last().and_then(|(id, _)| self.0.get(id.index())) {
            let known = slot.get_or_init(make);
            if known.place.is(all, scope) {
                return Arc::clone(known);
            }
        }
        let mut elsewhere = elsewhere.borrow_mut();
        if let Some(known) = elsewhere.iter().find(|known| known.place.is(all, scope)) {
            return Arc::clone(known);
        }
        if elsewhere.len() >= ELSEWHERE {
            elsewhere.clear();
        }
        let sense = make();
        elsewhere.push(Arc::clone(&sense));
        sense
    }
}

impl Sense {
    fn new(arena: &SchemaArena, all: &Conjunction<'_>, scope: &Scope<'_>) -> Self {
        let notes: Vec<&Notes> = all.parts().iter().rev().filter_map(|(_, schema)| schema.notes.as_deref()).collect();
        let description = notes.iter().find_map(|notes| notes.description.as_deref()).unwrap_or_default();
        let owner = all.parts().iter().rev().find_map(|(id, _)| component(arena, *id));
        let (noun, located) = noun(owner.as_deref().unwrap_or(scope.name), all.declared());
        let hint = Hint {
            name: scope.name,
            parent: scope.parent,
            description,
            noun: scope.character.noun,
            located: scope.character.located,
        };
        let examples = notes.iter().flat_map(|notes| notes.examples.iter().chain(&notes.default));
        let learnt = Learnt::of(examples.clone());
        let is_key = hint.is_key();
        let mut listed = said::listed(description);
        if listed.is_empty() {
            listed = kubernetes(scope).into_iter().collect();
        }
        let words: Vec<&str> =
            notes.iter().flat_map(|notes| &notes.examples).filter_map(serde_json::Value::as_str).collect();
        if listed.is_empty() && !is_key && words.len() >= CHOICE {
            listed = words.iter().map(|word| (*word).to_owned()).collect();
        }
        let text = hint.text();
        let quantity = match hint.quantity() {
            // A total with a fraction is money, whatever else is counted.
            Some(Quantity::Quota(Quota::Whole))
                if scope.character.noun == Noun::Order
                    || scope.name.to_lowercase().ends_with("total")
                        && all.types.meets(TypeSet::NUMBER.without(TypeSet::INTEGER)) =>
            {
                Some(Quantity::Bill(Bill::Total))
            }
            quantity => quantity,
        };
        if listed.is_empty() && !is_key && text.is_none() && quantity.is_none() {
            listed.extend(said::instance(description));
        }
        let said = description.to_lowercase();
        let scale = Scale {
            millis: said.contains("millisecond")
                || hint.name.to_lowercase().ends_with("ms")
                || learnt.number.is_some_and(|(low, _)| low > 1e11),
            cents: ["in cents", "minor unit", "smallest currency unit", "smallest unit"]
                .iter()
                .any(|unit| said.contains(unit)),
        };
        let place = Address {
            parts: all.parts().iter().map(|(id, _)| *id).collect(),
            types: all.types,
            name: scope.name.to_owned(),
            parent: scope.parent.to_owned(),
            within: (scope.character.noun, scope.character.located),
        };
        let likelihood = hint.likelihood();
        let faker = notes.iter().find_map(|notes| notes.faker.clone());
        Self { place, noun, located, text, quantity, scale, likelihood, is_key, listed, learnt, faker }
    }
}

/// What `kind` and `apiVersion` are in the schemas of Kubernetes: `io.k8s.api.batch.v1.Job`.
fn kubernetes(scope: &Scope<'_>) -> Option<String> {
    let mut steps = scope.parent.strip_prefix("io.k8s.")?.rsplit('.');
    let (kind, version, group) = (steps.next()?, steps.next()?, steps.next()?);
    match scope.name {
        "kind" => Some(kind.to_owned()),
        "apiVersion" if matches!(group, "core" | "meta") => Some(version.to_owned()),
        "apiVersion" => Some(format!("{group}/{version}")),
        _ => None,
    }
}
