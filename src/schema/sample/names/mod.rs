//! The name of a property → a value as people would expect it there: `firstName` a name, `price` an amount. The last words
//! of the name decide, together with what it is in, then the description. Schemas are not read here: a value that breaks
//! one is for the sampler to refuse.

mod flag;
mod noun;
mod number;
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method is for one lifetime of its type, a rule for all"
)]
mod rules;
mod split;
mod telling;
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method is for one lifetime of its type, a rule for all"
)]
mod text;
mod words;

pub(in crate::schema) use noun::noun;
pub(in crate::schema) use number::{Quantity, Scale};
pub(in crate::schema) use telling::Telling;
pub(in crate::schema) use text::Maker;
pub(in crate::schema) use words::WORDS;
pub use words::words;

use crate::schema::sample::life::Noun;

/// What is known about a value besides its schema.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::schema) struct Hint<'a> {
    /// The property's name, such as `firstName`; empty for none.
    pub(in crate::schema) name: &'a str,
    /// The name of the enclosing property or schema, such as `Customer`; empty for none.
    pub(in crate::schema) parent: &'a str,
    /// What the document says about it.
    pub(in crate::schema) description: &'a str,
    /// What kind of thing it is a member of.
    pub(in crate::schema) noun: Noun,
    /// Whether the thing says where it is.
    pub(in crate::schema) located: bool,
}

impl Hint<'_> {
    /// Who makes a text. `None` when the hint says nothing: then [`words`] is the fallback.
    pub(in crate::schema) fn text(&self) -> Option<Maker> {
        text::maker(self)
    }

    /// What makes a number. `None` when the hint says nothing.
    pub(in crate::schema) fn quantity(&self) -> Option<Quantity> {
        number::quantity(self)
    }

    /// In how many of 100 things a flag is set.
    pub(in crate::schema) fn likelihood(&self) -> u64 {
        flag::likelihood(self.name)
    }

    /// Whether the name is that of an identifier or of another text without words in it.
    pub(in crate::schema) fn is_key(&self) -> bool {
        const KEYS: [&str; 22] = [
            "id",
            "ids",
            "key",
            "token",
            "code",
            "hash",
            "uid",
            "sid",
            "gid",
            "reference",
            "ref",
            "secret",
            "cursor",
            "etag",
            "sha",
            "number",
            "no",
            "signature",
            "uuid",
            "guid",
            "arn",
            "rid",
        ];
        split::words(self.name).last().is_some_and(|last| KEYS.contains(&last.as_str()))
    }
}

#[cfg(test)]
mod tests;
