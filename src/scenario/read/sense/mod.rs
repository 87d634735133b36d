//! What contradicts itself in a file that is well formed, as far as no document is needed to see it.

mod body;
mod collection;
mod delay;
mod effect;
mod list;
mod rule;
mod when;

use serde::Deserialize;
use serde_json::Value;

use super::super::format::{Collection, Limit, List, One, Rule};
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

/// What a scenario can consist of.
const PARTS: [&str; 5] = ["rules", "limits", "lists", "items", "collections"];

/// Everything that makes no sense in a file, looked for in those of its parts that have their form.
pub(super) fn faults(file: &Value) -> Vec<Fault> {
    let root = Site { at: Pointer::root(), file };
    let mut out = Vec::new();
    let list = |key: &str| file.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let is_nothing = |value: &Value| match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    if PARTS.into_iter().all(|key| file.get(key).is_none_or(is_nothing)) {
        let message = "has no rules, limits, lists, items or collections: it changes nothing";
        out.push(Fault::error("scenario-empty", root.at.clone(), message).made(Severity::Note));
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
    for (index, written) in list("lists").iter().enumerate() {
        if let Ok(list) = List::deserialize(written) {
            list::look(&list, &root.join("lists").nth(index), &mut out);
        }
    }
    for (index, written) in list("items").iter().enumerate() {
        if let Ok(one) = One::deserialize(written) {
            list::look_at_one(&one, &root.join("items").nth(index), &mut out);
        }
    }
    for (name, written) in file.get("collections").and_then(Value::as_object).into_iter().flatten() {
        if let Ok(collection) = Collection::deserialize(written) {
            collection::look(&collection, &root.join("collections").join(name), &mut out);
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
