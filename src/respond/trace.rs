//! Why an answer is what it is: one sentence a decision.

use crate::contract::Violation;

/// The decisions that led to an answer, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The name of the operation that answered, if one was found.
    pub operation: Option<String>,
    /// The decisions.
    pub steps: Vec<String>,
    /// The rules that had a say, by their keys.
    pub rules: Vec<String>,
    /// The documented reply that was sent, as the document writes it: `200`, `4XX`, `default`.
    pub promise: Option<String>,
    /// The documented example that was sent, by its name; empty for one without.
    pub example: Option<String>,
    /// Every way in which the call breaks the contract.
    pub violations: Vec<Violation>,
}

impl Trace {
    /// Adds a decision.
    pub(super) fn note(&mut self, step: impl Into<String>) {
        self.steps.push(step.into());
    }
}
