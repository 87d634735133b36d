//! Strings: by what is encoded in them, else by `format`, else by `pattern`, else by the name of the property, else words; lengths in code points. Where
//! several of them speak, one proposes and the others judge.

use rand::rngs::ChaCha8Rng;
use serde_json::Value;

use super::choice::component;
use super::demand::{Demands, meet};
use super::draw;
use super::names::{self, Hint};
use super::proposal::{Outcome, Proposal};
use super::scope::Scope;
use crate::base::Seed;
use crate::schema::format;
use crate::schema::merge::Conjunction;

/// The longest string that is made, in code points; a schema that wants more stays unsatisfied.
const LONGEST: usize = 65_536;
/// How many code points cost as much as one node.
const CHUNK: u64 = 256;
/// How often each way of making a string is tried.
const TRIES: usize = 6;
/// Alphabets for strings that nothing else could make.
const ALPHABETS: [&str; 4] = ["abcdefghijklmnopqrstuvwxyz", "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", " -_.!?#"];

impl<'s> Proposal<'s> {
    /// A string that satisfies `all`.
    pub(super) fn text(
        &mut self,
        all: &Conjunction<'s>,
        demands: &Demands<'s>,
        seed: Seed,
        scope: &Scope<'_>,
    ) -> Outcome {
        let mut lengths = all.length();
        meet(&mut lengths, demands.length.0, demands.length.1);
        let low = usize::try_from(lengths.0).unwrap_or(usize::MAX);
        let high = lengths.1.and_then(|high| usize::try_from(high).ok()).unwrap_or(LONGEST).min(LONGEST);
        let mut rng = seed.rng();
        if low > high {
            return Err(Value::String(names::words(&mut rng, 0..=high.min(64))));
        }
        self.spent += lengths.0 / CHUNK;
        let encoded = self.encoded(all, seed, scope, low..=high);
        let maker = Maker { all, demands, low, high, hint: hint(all, scope) };
        let encoded = encoded.filter(|text| maker.fits(text));
        let text = encoded.or_else(|| maker.named(&mut rng)).or_else(|| maker.plain(&mut rng));
        text.map(Value::String).ok_or_else(|| Value::String(names::words(&mut rng, low..=high.max(low))))
    }

    /// What the members of an object are known to belong to: the name of its component, else that of the property it is in.
    pub(super) fn owner(&self, all: &Conjunction<'s>, scope: &Scope<'_>) -> String {
        let mut parts = all.parts().iter().rev();
        parts.find_map(|(id, _)| component(self.arena, *id)).unwrap_or_else(|| scope.name.to_owned())
    }
}

/// What is known of a value by its name.
pub(super) fn hint<'h>(all: &Conjunction<'h>, scope: &Scope<'h>) -> Hint<'h> {
    let mut notes = all.parts().iter().rev().filter_map(|(_, schema)| schema.notes.as_deref());
    let description = notes.find_map(|notes| notes.description.as_deref()).unwrap_or_default();
    Hint { name: scope.name, parent: scope.parent, description }
}

struct Maker<'m, 's> {
    all: &'m Conjunction<'s>,
    demands: &'m Demands<'s>,
    low: usize,
    high: usize,
    hint: Hint<'m>,
}

impl Maker<'_, '_> {
    /// By what the schema says of it.
    fn named(&self, rng: &mut ChaCha8Rng) -> Option<String> {
        let lengths = self.low..=self.high;
        let patterns = self.all.patterns();
        let formats = self.all.formats();
        for _ in 0..TRIES {
            let made = formats.iter().filter_map(|name| format::generate(name, rng, lengths.clone()));
            if let Some(text) = made.into_iter().find(|text| self.fits(text)) {
                return Some(text);
            }
            if patterns.is_empty() {
                break;
            }
        }
        for _ in 0..if patterns.is_empty() { 0 } else { TRIES } {
            let made: Vec<String> =
                patterns.iter().filter_map(|pattern| pattern.generate(rng, lengths.clone())).collect();
            // Patterns that are not anchored at both ends can often be satisfied one after the other.
            let joined = [made.concat(), made.iter().rev().map(String::as_str).collect()];
            if let Some(text) = made.into_iter().chain(joined).find(|text| self.fits(text)) {
                return Some(text);
            }
        }
        names::lifelike(&self.hint, rng, lengths).filter(|text| self.fits(text))
    }

    /// By nothing but its length.
    fn plain(&self, rng: &mut ChaCha8Rng) -> Option<String> {
        let high = self.high.min(self.low.max(24));
        let mut texts = vec![names::words(rng, self.low..=high)];
        for alphabet in ALPHABETS {
            let size = draw::size(rng, self.low..=self.high.min(self.low.max(8)));
            texts.push(draw::letters(rng, alphabet, size));
        }
        texts.push(draw::letters(rng, "a", self.low));
        texts.into_iter().find(|text| self.fits(text))
    }

    fn fits(&self, text: &str) -> bool {
        (self.low..=self.high).contains(&text.chars().count())
            && self.all.patterns().iter().all(|pattern| pattern.is_match(text))
            && !self.demands.mismatch.iter().any(|pattern| pattern.is_match(text))
            && self.all.formats().iter().all(|name| format::holds(name, text) != Some(false))
    }
}
