//! Every kind of defect there is, in one table: what is found and what is done about it.
//!
//! Each row has a fixture in `tests/defects/<code>/` and a row in README; a test holds the three together.

mod collection;
mod document;
mod effect;
mod operation;
mod response;
mod rule;
mod scenario;
mod schema;

/// One kind of defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its code: stable, kebab-case.
    pub code: &'static str,
    /// What is found in a document.
    pub found: &'static str,
    /// What is done about it.
    pub done: &'static str,
    /// What its author can do.
    pub fix: &'static str,
}

impl Entry {
    /// All kinds, by where in a document they are found.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        [
            document::DOCUMENT,
            operation::OPERATION,
            response::RESPONSE,
            schema::SCHEMA,
            scenario::SCENARIO,
            rule::RULE,
            effect::EFFECT,
            collection::COLLECTION,
        ]
        .into_iter()
        .flatten()
    }

    /// The kind of that code.
    #[must_use]
    pub fn of(code: &str) -> Option<&'static Self> {
        Self::all().find(|entry| entry.code == code)
    }
}

const fn entry(code: &'static str, found: &'static str, done: &'static str, fix: &'static str) -> Entry {
    Entry { code, found, done, fix }
}
