//! Errors of one part of a scenario file, under one code.

use crate::base::{Defect, Defects, Place, Severity};
use crate::scenario::expression::ExpressionError;

/// Where errors go.
pub(super) struct Faults<'d> {
    code: &'static str,
    defects: &'d mut Defects,
    count: usize,
}

impl<'d> Faults<'d> {
    /// Errors of that code.
    pub(super) fn new(code: &'static str, defects: &'d mut Defects) -> Self {
        Self { code, defects, count: 0 }
    }

    /// How many there were.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// Tells of an error.
    pub(super) fn refuse(&mut self, at: &Place, message: impl Into<String>, help: impl Into<Option<String>>) {
        self.tell(self.code, at, message.into(), help.into());
    }

    /// Tells of an error that has a code of its own.
    pub(super) fn tell(&mut self, code: &'static str, at: &Place, message: String, help: Option<String>) {
        self.count += 1;
        self.defects.push(Defect { code, severity: Severity::Error, at: at.clone(), message, help });
    }

    /// Tells of an expression or a template that cannot be compiled.
    pub(super) fn template(&mut self, at: &Place, error: ExpressionError) {
        self.tell("scenario-template", at, error.message, error.help);
    }

    /// Counts an error that was told elsewhere.
    pub(super) const fn told(&mut self) {
        self.count += 1;
    }

    /// All defects, for what notes its own.
    pub(super) fn defects(&mut self) -> &mut Defects {
        self.defects
    }
}
