//! Names for properties that no schema declares: by `propertyNames`, by `patternProperties`, else words.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::draw;
use super::life::{Character, Locale};
use super::mould::Mould;
use super::names;
use super::proposal::Proposal;
use super::scope::{Effort, Scope};
use crate::base::Seed;
use crate::schema::later::Later;
use crate::schema::merge::{Conjunction, Term};
use crate::schema::pattern::Pattern;
use crate::schema::type_set::TypeSet;

/// How often a name is drawn before the object is as large as it gets.
const TRIES: u64 = 24;

impl<'s> Proposal<'s> {
    /// A name that satisfies `names` and that the object may have and does not have yet.
    pub(super) fn key(
        &mut self,
        all: &Conjunction<'s>,
        names: &[Term],
        taken: &Map<String, Value>,
        seed: Seed,
    ) -> Option<String> {
        let patterns: Vec<&Arc<Pattern>> =
            all.objects().flat_map(|object| &object.patterns).map(|(pattern, _)| pattern).collect();
        (0..TRIES).find_map(|attempt| {
            let seed = seed.child("/key").nth(attempt);
            let key = self.drawn_key(names, &patterns, attempt, seed)?;
            let free = !taken.contains_key(&key) && !all.declared().any(|name| name == key);
            let terms = all.property(&key);
            let allowed = !self.is_hidden(&terms) && !Conjunction::of(self.arena, &terms).is_bottom();
            (free && allowed && self.holds(names, &Value::String(key.clone()))).then_some(key)
        })
    }

    fn drawn_key(&mut self, names: &[Term], patterns: &[&Arc<Pattern>], attempt: u64, seed: Seed) -> Option<String> {
        let mut rng = seed.rng();
        // Every other name comes from a pattern, so that neither source has to serve all objects.
        if attempt.is_multiple_of(2)
            && let Some(pattern) = draw::pick(&mut rng, patterns)
            // A pattern like `^x-` is met by one short name only; longer ones differ.
            && let Some(key) = pattern.generate(&mut rng, 6..=24).or_else(|| pattern.generate(&mut rng, 0..=32))
        {
            return Some(key);
        }
        if names.is_empty() {
            let words = names::words(&mut rng, 3..=12);
            return words.split(' ').find(|word| word.len() > 2).or(Some(&words)).map(str::to_lowercase);
        }
        let mut all = Conjunction::of(self.arena, names);
        all.narrow(TypeSet::STRING);
        let mut scope = Scope::root(names, Effort::Full, Character::new(seed, Locale::En, Later::default()));
        scope.turn = attempt;
        match self.within(names, &Mould::of(all), seed, &scope) {
            Ok(Value::String(key)) => Some(key),
            _ => Some(names::words(&mut rng, 0..=12)),
        }
    }
}
