//! Strings that hold something else: JSON by its own schema (`contentSchema`), files by their media type (`contentMediaType`), written as
//! `contentEncoding` says. Whether the text is then as long as it may be is for others to judge.

use std::ops::RangeInclusive;

use super::names;
use super::proposal::Proposal;
use super::scope::Scope;
use crate::base::{MediaType, Seed};
use crate::schema::content::{self, Encoding};
use crate::schema::merge::{Conjunction, Term};
use crate::schema::model::SchemaId;

/// The longest words that nothing is said of but their encoding, in bytes.
const WORDS: usize = 24;

impl<'s> Proposal<'s> {
    /// The string, if the schema says what is in it.
    pub(super) fn encoded(
        &mut self,
        all: &Conjunction<'s>,
        seed: Seed,
        scope: &Scope<'_>,
        lengths: RangeInclusive<usize>,
    ) -> Option<String> {
        let media_type = all.texts().find_map(|text| text.content_media_type.as_deref()).map(MediaType::parse);
        let schema = all.texts().find_map(|text| text.content_schema);
        let how = all.texts().find_map(|text| text.content_encoding.as_deref());
        if media_type.is_none() && schema.is_none() && how.is_none() {
            return None;
        }
        let how = how.map_or(Some(Encoding::Identity), Encoding::parse)?;
        let sizes = how.sizes(lengths)?;
        let seed = seed.child("/content");
        let words = || names::words(&mut seed.rng(), *sizes.start()..=(*sizes.end()).min(WORDS.max(*sizes.start())));
        let is_json = media_type.as_ref().is_none_or(MediaType::is_json);
        match (&media_type, schema) {
            (_, Some(schema)) if is_json => how.encode(self.json(schema, seed, scope)?.as_bytes()),
            (Some(_), None) if is_json => {
                how.encode(&content::file(&MediaType::parse("application/json"), seed, sizes))
            }
            (Some(media_type), _) if how == Encoding::Identity => content::text(media_type, seed, sizes),
            (Some(media_type), _) if content::is_binary(media_type) => {
                how.encode(&content::file(media_type, seed, sizes))
            }
            (Some(media_type), _) => {
                let text = content::text(media_type, seed, sizes.clone()).unwrap_or_else(words);
                how.encode(text.as_bytes())
            }
            (None, _) if how == Encoding::Identity => None,
            (None, _) => how.encode(words().as_bytes()),
        }
    }

    /// The JSON text of a value of that schema. One that holds itself ends here: its text would double with every step.
    fn json(&mut self, schema: SchemaId, seed: Seed, scope: &Scope<'_>) -> Option<String> {
        let terms = [Term::Is(schema)];
        let below = scope.below(self.arena, (&terms, true), self.spent, scope.limit);
        if scope.repeats(self.arena, &terms) {
            return None;
        }
        self.node(&terms, seed, &below).ok().map(|value| value.to_string())
    }
}
