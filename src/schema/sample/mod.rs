//! Turns a schema and a [`Seed`] into a value that is valid, lifelike and the same every time: propose from the merged shape,
//! check, and go down a ladder until something holds. The seed of a property is `seed.child(name)`, of an item `seed.nth(i)`,
//! so a new property does not move its siblings. It keeps no state between calls and always answers; [`Fit`] says how well.
//! Invariant: every value but that of [`Fit::Empty`] has passed [`Schemas::check`].

mod array;
mod choice;
mod demand;
mod denial;
mod documented;
mod domain;
pub mod draw;
mod encoded;
mod faker;
mod key;
mod learnt;
mod life;
mod mould;
pub mod names;
mod number;
mod object;
mod property;
mod proposal;
mod said;
mod scope;
mod sense;
mod shape;
mod text;
mod thing;

use serde_json::Value;

use super::check::Schemas;
use super::later::Later;
use super::merge::{Conjunction, Term};
use super::model::{SchemaId, Side};
use crate::base::Seed;
pub use faker::{Faker, NotFollowed};
pub use learnt::Shapes;
use life::Character;
pub use life::{Locale, UnknownLocale};
pub use property::Property;
use proposal::Proposal;
use scope::{Effort, Scope};
pub(in crate::schema) use sense::Senses;
pub use thing::{Named, Role, Story, readings};

/// How often a proposal that does not hold is made anew.
const RETRIES: u8 = 3;

/// Where values come from when there is a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Variety {
    /// The author's words first: examples, defaults, the first value of an `enum`, the first branch of a `oneOf`.
    Documented,
    /// Lifelike generated values; examples only where nothing else holds.
    Generated,
}

/// How the ladder ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fit {
    /// The first proposal holds.
    Exact,
    /// The proposal of that retry holds, from 1.
    Retried(u8),
    /// The smallest value that the schema allows: only what is required.
    Witness,
    /// An example of the schema.
    Example,
    /// The default of the schema.
    Default,
    /// Nothing was found that holds; the value is the best proposal, with what could not be satisfied left empty.
    Empty,
}

impl std::fmt::Display for Fit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exact => f.write_str("at once"),
            Self::Retried(times) => write!(f, "at retry {times}"),
            Self::Witness => f.write_str("the smallest that fits"),
            Self::Example => f.write_str("an example of the schema"),
            Self::Default => f.write_str("the default of the schema"),
            Self::Empty => f.write_str("nothing fits the schema"),
        }
    }
}

/// A value, and how well it fits its schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampled {
    /// The value.
    pub value: Value,
    /// How it was found.
    pub fit: Fit,
}

/// Samples the schemas of one world. Cheap to make.
#[derive(Clone, Copy, Debug)]
pub struct Sampler<'s> {
    schemas: &'s Schemas,
    story: Option<Story<'s>>,
    locale: Locale,
    shapes: Option<&'s Shapes>,
    later: Later,
}

impl<'s> Sampler<'s> {
    /// A sampler of these schemas.
    #[must_use]
    pub const fn new(schemas: &'s Schemas) -> Self {
        Self { schemas, story: None, locale: Locale::En, shapes: None, later: Later::NONE }
    }

    /// The same sampler, telling of things that other values tell of, too.
    #[must_use]
    pub const fn telling(self, story: Story<'s>) -> Self {
        Self { story: Some(story), ..self }
    }

    /// The same with people, places and words of a locale.
    #[must_use]
    pub const fn speaking(self, locale: Locale) -> Self {
        Self { locale, ..self }
    }

    /// The same with keys of the shapes that the document's examples have.
    #[must_use]
    pub const fn shaped(self, shapes: &'s Shapes) -> Self {
        Self { shapes: Some(shapes), ..self }
    }

    /// The same with moments of another day.
    #[must_use]
    pub const fn dated(self, later: Later) -> Self {
        Self { later, ..self }
    }

    /// A value of the schema for that direction: the same for the same arguments, whatever was sampled before.
    #[must_use]
    pub fn sample(&self, id: SchemaId, seed: Seed, side: Side, variety: Variety) -> Sampled {
        let holds = |value: &Value| self.schemas.holds(id, side, value);
        let terms = [Term::Is(id)];
        let mut proposal = Proposal::new(self.schemas, side, variety, self.story);
        proposal.shapes = self.shapes;
        let propose = |proposal: &mut Proposal<'s>, seed: Seed, retry: u8, effort: Effort| {
            proposal.begin(retry);
            proposal.node(&terms, seed, &Scope::root(&terms, effort, Character::new(seed, self.locale, self.later)))
        };
        let first = match propose(&mut proposal, seed, 0, Effort::Full) {
            Ok(value) | Err(value) if holds(&value) => return Sampled { value, fit: Fit::Exact },
            Ok(value) | Err(value) => value,
        };
        // What took all the fuel there is will do so again.
        for retry in 1..=if proposal.is_spent() { 0 } else { RETRIES } {
            let seed = seed.attempt("/retry", retry.into());
            if let Ok(value) = propose(&mut proposal, seed, retry, Effort::Full)
                && holds(&value)
            {
                return Sampled { value, fit: Fit::Retried(retry) };
            }
        }
        if let Ok(value) | Err(value) = propose(&mut proposal, seed, 0, Effort::Least)
            && holds(&value)
        {
            return Sampled { value, fit: Fit::Witness };
        }
        let all = Conjunction::of(self.schemas.arena(), &terms);
        if let Some(value) = proposal.examples(&all).find(|value| holds(value)) {
            return Sampled { value, fit: Fit::Example };
        }
        if let Some(value) = proposal.defaults(&all).find(|value| holds(value)) {
            return Sampled { value, fit: Fit::Default };
        }
        Sampled { value: first, fit: Fit::Empty }
    }
}

#[cfg(test)]
mod tests;
