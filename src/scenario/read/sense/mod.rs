//! What contradicts itself in a file that is well formed, as far as no document is needed to see it.

mod body;
mod delay;
mod effect;
mod rule;
mod when;

use serde::Deserialize;
use serde_json::Value;

use super::super::format::{Limit, Rule};
use super::super::selector::Selector;
use super::Fault;
use crate::base::{Pointer, Severity};

/// Where something stands, and the file as it is written: what was not written and what is the default look alike in types.
#[derive(Clone)]
struct Site<'v> {
    at: Pointer,
    file: &'v Value,
}

impl Site<'_> {
    fn join(&self, step: &str) -> Self {
        Self { at: self.at.join(step), file: self.file }
    }

    fn nth(&self, index: usize) -> Self {
        Self { at: self.at.nth(index), file: self.file }
    }

    /// Whether a key is written here.
    fn has(&self, key: &str) -> bool {
        self.at.resolve(self.file).is_some_and(|value| value.get(key).is_some_and(|value| !value.is_null()))
    }

    /// The place of the item with that number of one or several.
    fn of_many(&self, index: usize) -> Self {
        match self.at.resolve(self.file) {
            Some(Value::Array(_)) => self.nth(index),
            _ => self.clone(),
        }
    }

    fn contradiction(&self, message: impl Into<String>) -> Fault {
        Fault::error("scenario-contradiction", self.at.clone(), message)
    }

    fn value(&self, message: impl Into<String>) -> Fault {
        Fault::error("scenario-value", self.at.clone(), message)
    }
}

/// Everything that makes no sense in a file, looked for in those of its rules and limits that have the form of one.
pub(super) fn faults(file: &Value) -> Vec<Fault> {
    let root = Site { at: Pointer::root(), file };
    let mut out = Vec::new();
    let list = |key: &str| file.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let is_nothing = |key: &str| file.get(key).is_none_or(|value| value.as_array().is_some_and(Vec::is_empty));
    if is_nothing("rules") && is_nothing("limits") {
        let fault = Fault::error("scenario-empty", root.at.clone(), "has neither rules nor limits: it changes nothing");
        out.push(fault.made(Severity::Note));
    }
    for (index, written) in list("rules").iter().enumerate() {
        if let Ok(rule) = Rule::deserialize(written) {
            rule::look(&rule, &root.join("rules").nth(index), &mut out);
        }
    }
    for (index, written) in list("limits").iter().enumerate() {
        if let Ok(limit) = Limit::deserialize(written) {
            rule::look_at_limit(&limit, &root.join("limits").nth(index), &mut out);
        }
    }
    out
}

/// Texts that name parts of a call.
fn selectors(texts: &[String], site: &Site<'_>, out: &mut Vec<Fault>) {
    for (index, text) in texts.iter().enumerate() {
        if let Err(wrong) = Selector::parse(text) {
            let (message, help) = match wrong.split_once("; ") {
                Some((message, help)) => (message.to_owned(), Some(help.to_owned())),
                None => (wrong, None),
            };
            out.push(Fault { help, ..site.of_many(index).value(message) });
        }
    }
}
