//! Strings: by what is encoded in them, what the documentation lists, the shape of the examples, the name of the property; else by `format` or
//! `pattern`; else words. Lengths in code points. Where several of them speak, one proposes and the others judge.

use std::sync::Arc;

use rand::rngs::ChaCha8Rng;
use serde_json::Value;

use super::demand::{Demands, meet};
use super::draw;
use super::life::Layout;
use super::mould::Mould;
use super::names::{self, Telling};
use super::proposal::{CHUNK, Outcome, Proposal};
use super::scope::Scope;
use super::sense::Sense;
use super::shape::Shape;
use crate::base::Seed;
use crate::schema::format;
use crate::schema::later::Later;
use crate::schema::merge::Conjunction;
use crate::schema::pattern::Pattern;

/// The longest string that is made, in code points; a schema that wants more stays unsatisfied.
const LONGEST: usize = 65_536;
/// How often each way of making a string is tried.
const TRIES: usize = 6;
/// Alphabets for strings that nothing else could make.
const ALPHABETS: [&str; 4] = ["abcdefghijklmnopqrstuvwxyz", "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", " -_.!?#"];

impl<'s> Proposal<'s> {
    /// A string that satisfies `all`.
    pub(super) fn text(&mut self, mould: &Mould<'s>, demands: &Demands<'s>, seed: Seed, scope: &Scope<'_>) -> Outcome {
        let (all, wording) = (&mould.all, mould.wording());
        let mut lengths = wording.length;
        meet(&mut lengths, demands.length.0, demands.length.1);
        let low = usize::try_from(lengths.0).unwrap_or(usize::MAX);
        let high = lengths.1.and_then(|high| usize::try_from(high).ok()).unwrap_or(LONGEST).min(LONGEST);
        let mut rng = seed.rng();
        if low > high {
            return Err(Value::String(names::words(&mut rng, 0..=high.min(64))));
        }
        self.spent += lengths.0 / CHUNK;
        let encoded = self.encoded(all, seed, scope, low..=high);
        let sense = self.sense(all, scope);
        let taught = || self.shapes.and_then(|shapes| all.parts().iter().rev().find_map(|(id, _)| shapes.at(*id)));
        let shape = sense.learnt.text.as_ref().or_else(|| taught().and_then(|learnt| learnt.text.as_ref()));
        let maker = Maker {
            all,
            demands,
            low,
            high,
            formats: &wording.formats,
            patterns: &wording.patterns,
            sense: &sense,
            shape,
        };
        let encoded = encoded.filter(|text| maker.fits(text));
        let text = encoded
            .or_else(|| maker.told(seed, scope, &mut rng))
            .or_else(|| maker.formal(scope.character.later, &mut rng))
            .or_else(|| maker.plain(&mut rng));
        text.map(Value::String).ok_or_else(|| Value::String(names::words(&mut rng, low..=high.max(low))))
    }
}

struct Maker<'m, 's> {
    all: &'m Conjunction<'s>,
    demands: &'m Demands<'s>,
    low: usize,
    high: usize,
    formats: &'m [&'s str],
    patterns: &'m [&'s Arc<Pattern>],
    sense: &'m Sense,
    shape: Option<&'m Shape>,
}

impl Maker<'_, '_> {
    /// By what its documentation says, by the shape of its examples, by its name.
    fn told(&self, seed: Seed, scope: &Scope<'_>, rng: &mut ChaCha8Rng) -> Option<String> {
        let spoken = self.formats.iter().all(|name| !SILENT.iter().any(|silent| silent.eq_ignore_ascii_case(name)));
        if !spoken || self.all.texts().any(|text| text.content_encoding.is_some()) {
            return None;
        }
        let fits = |text: &String| self.fits(text) && self.formats.iter().all(|name| suits(name, text));
        // Where a pattern judges, a name that does not fit at once seldom does.
        let tries = if self.patterns.is_empty() { TRIES } else { 2 };
        if !self.sense.listed.is_empty() {
            let start = draw::index(rng, self.sense.listed.len()) + usize::try_from(scope.turn).unwrap_or(0);
            let order = self.sense.listed.iter().cycle().skip(start % self.sense.listed.len());
            if let Some(text) = order.take(self.sense.listed.len()).find(|text| fits(text)) {
                return Some(text.clone());
            }
        }
        // An alphabet is worth more than a name for a key, and for what has no name at all.
        if let Some(shape) = self.shape.filter(|_| self.sense.is_key || self.sense.text.is_none())
            && let Some(text) = (0..tries).map(|_| shape.make(rng)).find(fits)
        {
            return Some(text);
        }
        let maker = self.sense.text?;
        (0..tries).find_map(|attempt| {
            let attempt = u64::try_from(attempt).unwrap_or(0);
            let mut telling = Telling { thing: scope.character.again(attempt), seed, rng };
            maker.make(&mut telling, self.formats, (self.low, self.high), attempt).filter(fits)
        })
    }

    /// By its formats and patterns.
    fn formal(&self, later: Later, rng: &mut ChaCha8Rng) -> Option<String> {
        let lengths = self.low..=self.high;
        for _ in 0..TRIES {
            let made = self.formats.iter().filter_map(|name| format::generate_on(later, name, rng, lengths.clone()));
            if let Some(text) = made.into_iter().find(|text| self.fits(text)) {
                return Some(text);
            }
            if self.patterns.is_empty() {
                break;
            }
        }
        for _ in 0..if self.patterns.is_empty() { 0 } else { TRIES } {
            let made: Vec<String> =
                self.patterns.iter().filter_map(|pattern| pattern.generate(rng, lengths.clone())).collect();
            // Patterns that are not anchored at both ends can often be satisfied one after the other.
            let joined = [made.concat(), made.iter().rev().map(String::as_str).collect()];
            if let Some(text) = made.into_iter().chain(joined).find(|text| self.fits(text)) {
                return Some(text);
            }
        }
        None
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
            && self.patterns.iter().all(|pattern| pattern.is_match(text))
            && !self.demands.mismatch.iter().any(|pattern| pattern.is_match(text))
            && self.formats.iter().all(|name| format::holds(name, text) != Some(false))
    }
}

/// Formats that allow what nobody means by them: a name says nothing beside them.
const SILENT: [&str; 8] = ["byte", "base64", "base64url", "binary", "password", "regex", "json-pointer", "html"];

/// Whether a text that was made for a name is what a format without a judge is meant for.
fn suits(format: &str, text: &str) -> bool {
    match format.to_ascii_lowercase().as_str() {
        "url" | "uri-string" | "href" | "link" => text.starts_with("http"),
        "phone" | "phone-number" | "telephone" | "tel" | "mobile" => text.starts_with('+'),
        "uri-reference" | "uriref" | "iri-reference" => text.contains('/'),
        name => {
            format::is_judged(name)
                || format::is_unknown(name)
                || Layout::of(name).is_some()
                || matches!(name, "slug" | "string" | "text" | "timezone" | "time-zone" | "domain")
        }
    }
}
