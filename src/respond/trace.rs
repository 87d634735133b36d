//! Why an answer is what it is: one sentence a decision.

/// The decisions that led to an answer, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The name of the operation that answered, if one was found.
    pub operation: Option<String>,
    /// The decisions.
    pub steps: Vec<String>,
}

impl Trace {
    /// Adds a decision.
    pub(super) fn note(&mut self, step: impl Into<String>) {
        self.steps.push(step.into());
    }
}
