//! Puts what the checker finds into the words of somebody who writes a scenario: which key, what is there, what is due, what was meant.
//!
//! The checker speaks of schemas; nobody who writes a file has seen one. So a value that fits none of several forms is held against the
//! one that it resembles ([`branch`]), a key against the keys of its place and of the places that it is usually mistaken for ([`habit`]).

mod branch;
mod habit;
mod words;

use std::collections::BTreeSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::{Fault, shape};
use crate::base::{Pointer, nearest, plain_text};
use branch::Meant;

/// What is wrong with a file, in the order in which it was found.
pub(super) struct Complaints<'s> {
    schema: &'s Value,
    faults: Vec<Fault>,
    /// Keys that are there under another name: that they are missing need not be said as well.
    meant: BTreeSet<Pointer>,
    /// Keys that are missing, with the number of the fault that says so.
    missing: Vec<(Pointer, usize)>,
}

impl<'s> Complaints<'s> {
    /// Nothing yet, of a file that should keep that schema.
    pub(super) const fn new(schema: &'s Value) -> Self {
        Self { schema, faults: Vec::new(), meant: BTreeSet::new(), missing: Vec::new() }
    }

    /// All of them, each once.
    pub(super) fn into_faults(self) -> Vec<Fault> {
        let is_meant = |index: &usize| self.missing.iter().any(|(key, at)| at == index && self.meant.contains(key));
        let mut seen = BTreeSet::new();
        let numbered = self.faults.into_iter().enumerate();
        let kept = numbered.filter(|(index, _)| !is_meant(index)).map(|(_, fault)| fault);
        kept.filter(|fault| seen.insert((fault.at.clone(), fault.message.clone()))).collect()
    }

    /// Takes one error of the checker.
    pub(super) fn tell(&mut self, error: &ValidationError<'_>) {
        let at = Pointer::from(error.instance_path().as_str().to_owned());
        let found = error.instance().as_ref();
        let keyword = Pointer::from(error.schema_path().as_str().to_owned());
        let place = keyword.parent();
        let Some(node) = place.resolve(self.schema) else { return };
        match error.kind() {
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                let branches = keyword.resolve(self.schema).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                match branch::meant(self.schema, branches, found) {
                    Meant::Branch(index) => context.get(index).into_iter().flatten().for_each(|error| self.tell(error)),
                    Meant::Keys(known) => {
                        let keys: Vec<&String> = found.as_object().into_iter().flat_map(|map| map.keys()).collect();
                        for key in keys {
                            self.unknown_key(&at, "", key, found, &known);
                        }
                    }
                    Meant::None => self.value(at, node, found),
                }
            }
            Kind::AdditionalProperties { unexpected } => {
                let known = branch::keys(node);
                let owner = words::definition(&place).unwrap_or_default();
                for key in unexpected {
                    self.unknown_key(&at, &owner, key, found, &known);
                }
            }
            Kind::Required { property } => {
                let key = plain_text(property);
                let owner = words::noun(words::definition(&place).as_deref(), &at);
                self.missing.push((at.join(&key), self.faults.len()));
                self.push("scenario-key-missing", at, format!("{owner} needs `{key}`"), None);
            }
            Kind::Pattern { .. } | Kind::Format { .. } => {
                let format = node.get("format").and_then(Value::as_str).unwrap_or_default();
                match found.as_str().and_then(|text| shape::refusal(format, text)) {
                    Some(refusal) => {
                        let (message, help) = match refusal.split_once("; write ") {
                            Some((message, help)) => (message.to_owned(), Some(format!("write {help}"))),
                            None => (refusal, None),
                        };
                        self.push("scenario-value", at, message, help);
                    }
                    None => self.value(at, node, found),
                }
            }
            _ => self.value(at, node, found),
        }
    }

    /// A value that is not what is due.
    fn value(&mut self, at: Pointer, node: &Value, found: &Value) {
        let due = words::due(self.schema, node);
        let message =
            format!("{} is {}, where {} is due", words::subject(&at), words::found(found), words::either(&due));
        let help = habit::of_value(self.schema, node, &at, found);
        self.push("scenario-value", at, message, help);
    }

    /// A key that is not known at its place.
    fn unknown_key(&mut self, at: &Pointer, owner: &str, key: &str, found: &Value, known: &[&str]) {
        let place = at.join(key);
        let value = found.get(key).unwrap_or(&Value::Null);
        let meant = habit::of_key(self.schema, owner, key, value, known)
            .or_else(|| nearest(key, known.iter().copied()).map(|near| habit::Hint::Key(near.to_owned())));
        let known: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
        let known = (!known.is_empty()).then(|| format!("known here: {}", known.join(", ")));
        let (message, help) = match meant {
            Some(habit::Hint::Key(ours)) => {
                self.meant.insert(at.join(&ours));
                (format!("unknown key `{key}`; did you mean `{ours}`?"), None)
            }
            Some(habit::Hint::Words(words)) => (format!("unknown key `{key}`; {words}"), None),
            None => (format!("unknown key `{key}`"), known),
        };
        self.push("scenario-key-unknown", place, message, help);
    }

    fn push(&mut self, code: &'static str, at: Pointer, message: String, help: Option<String>) {
        self.faults.push(Fault { help, ..Fault::error(code, at, message) });
    }
}
