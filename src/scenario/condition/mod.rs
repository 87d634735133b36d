//! Conditions: `when:` with everything in it compiled, and whether it holds of a call.
//!
//! ```text
//! format::When ─compile─▶ parts, the cheapest first ─▶ yes · no · perhaps
//!                         Subject (where) + Matcher (what)     └▶ the first that does not hold, in words
//! ```
//! It changes nothing and knows no rule. Invariants: a value that is missing makes a term false, never an error; what a condition may
//! cost is bounded when it is compiled.

mod breach;
mod compare;
mod compile;
mod credentials;
mod found;
mod json_path;
mod matcher;
mod number;
mod part;
mod pattern;
mod subject;
#[cfg(test)]
mod tests;
mod words;

use self::compile::Faults;
use self::part::{Answer, Part};
use super::asked::Asked;
use super::expression::{Expression, ExpressionError, Scope};
use super::format::When;
use super::sieve::Demand;
use crate::base::Pointer;

/// What must be true of a call: all of these parts.
#[derive(Debug, Default)]
pub struct Condition {
    parts: Vec<Part>,
    /// Whether expressions have a say.
    has_expressions: bool,
    /// Whether settings, counters or the hour have a say.
    is_unsteady: bool,
}

impl Condition {
    /// Compiles conditions. `Err` tells of every pattern, pointer, path and expression that cannot be compiled, with its place below `when`.
    ///
    /// # Errors
    /// When something in it cannot be compiled.
    pub fn compile(when: &When) -> Result<Self, Vec<(Pointer, ExpressionError)>> {
        let mut faults = Faults::default();
        let parts = compile::parts(when, &Pointer::root(), &mut faults);
        let any = |test: fn(&Expression) -> bool| parts.iter().any(|part| part.any_expression(test));
        let (has_expressions, is_unsteady) = (any(|_| true), any(|expression| !expression.is_steady()));
        if faults.found.is_empty() { Ok(Self { parts, has_expressions, is_unsteady }) } else { Err(faults.found) }
    }

    /// What a call has to have for it to hold.
    pub(super) fn demands(&self) -> impl Iterator<Item = Demand> {
        self.parts.iter().filter_map(Part::demand)
    }

    /// Whether it holds for every call.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether the same call always gives the same answer.
    #[must_use]
    pub fn is_steady(&self) -> bool {
        !self.is_unsteady
    }

    /// Whether expressions have a say: [`Self::may_hold`] leaves them out, since they may read the seed though they are steady.
    #[must_use]
    pub fn has_expressions(&self) -> bool {
        self.has_expressions
    }

    /// Whether it could hold, whatever its expressions say. It allocates nothing where it need not.
    #[must_use]
    pub fn may_hold(&self, asked: &Asked<'_>) -> bool {
        part::all(&self.parts, asked, None) != Answer::No
    }

    /// Whether it holds, all of it.
    #[must_use]
    pub fn holds(&self, scope: &Scope<'_>) -> bool {
        part::all(&self.parts, scope.asked, Some(scope)) == Answer::Yes
    }

    /// The first part that does not hold, as a person would say it: ``query.count is `50`, wanted greater than 100``.
    #[must_use]
    pub fn failing(&self, scope: &Scope<'_>) -> Option<String> {
        words::first(&self.parts, scope)
    }
}
