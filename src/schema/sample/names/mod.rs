//! The name of a property → a value as people would expect it there: `firstName` a name, `price` an amount. The last words
//! of the name decide, then the enclosing name, then the description. Schemas are not read here: a value that breaks one is
//! for the sampler to refuse. Invariant: a text outside the lengths asked for is never returned.

mod number;
mod rules;
mod split;
mod text;
mod words;

use std::ops::RangeInclusive;

use rand::rngs::ChaCha8Rng;

pub use number::lifelike_number;
pub(in crate::schema) use words::WORDS;
pub use words::words;

/// Proposals for one text.
const TRIES: usize = 12;

/// What is known about a value besides its schema.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'a> {
    /// The property's name, such as `firstName`; empty for none.
    pub name: &'a str,
    /// The name of the enclosing property or schema, such as `Customer`; empty for none.
    pub parent: &'a str,
    /// What the document says about it.
    pub description: &'a str,
}

/// A text for the hint with a length in code points inside `lengths`. `None` when the hint says nothing, or nothing that
/// fits: then [`words`] is the fallback.
pub fn lifelike(hint: &Hint<'_>, rng: &mut ChaCha8Rng, lengths: RangeInclusive<usize>) -> Option<String> {
    let maker = text::maker(hint)?;
    (0..TRIES).filter_map(|_| maker.make(rng, &lengths)).find(|text| lengths.contains(&text.chars().count()))
}

#[cfg(test)]
mod tests;
