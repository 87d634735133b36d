//! A scenario file as it was read: what of it has no fault, and where that stands in the file.
//!
//! Of a file with an error nothing is served, but what is wrong with the rest of it is still worth telling; and of a file that was good
//! once, what can still be bound is. Invariant: numbers are those of the file, whatever was taken out before.

use serde_json::Value;

use super::Fault;
use crate::base::{Defects, FileId, Pointer, Severity};
use crate::scenario::format;

/// A scenario file that keeps the format.
#[derive(Debug)]
pub(in crate::scenario) struct Written {
    /// The text, in the files that were loaded.
    pub(in crate::scenario) file: FileId,
    /// The scenario; of one that is not sound, what has no fault.
    pub(in crate::scenario) scenario: format::Scenario,
    /// Where its entries stand in the lists of the file.
    pub(in crate::scenario) numbers: Numbers,
    /// The names of its collections, those that have a fault as well.
    pub(in crate::scenario) declared: Vec<String>,
    /// Whether it has no error: only then it may be served. What else is wrong with the rules of another is still worth telling.
    pub(in crate::scenario) is_sound: bool,
}

/// The positions of entries in the lists of a file.
#[derive(Debug, Default)]
pub(in crate::scenario) struct Numbers {
    pub(in crate::scenario) rules: Vec<usize>,
    pub(in crate::scenario) limits: Vec<usize>,
    pub(in crate::scenario) lists: Vec<usize>,
    pub(in crate::scenario) items: Vec<usize>,
}

impl Written {
    /// Whether there is nothing in it to serve: no rule, and no collection for the rules of others.
    pub(in crate::scenario) fn is_empty(&self) -> bool {
        let format::Scenario { rules, limits, lists, items, collections, .. } = &self.scenario;
        rules.is_empty() && limits.is_empty() && lists.is_empty() && items.is_empty() && collections.is_empty()
    }

    /// Takes out the entries and collections that have errors; what they are called.
    pub(in crate::scenario) fn leave_out(&mut self, defects: &Defects) -> Vec<String> {
        let errors = defects.iter().filter(|defect| defect.severity == Severity::Error);
        let places: Vec<Pointer> = errors.map(|defect| defect.at.pointer.clone()).collect();
        let is_meant = |key: &str, step: &str| places.iter().any(|place| place.steps().take(2).eq([key, step]));
        let mut left = Vec::new();
        let format::Scenario { rules, limits, lists, items, collections, .. } = &mut self.scenario;
        collections.retain(|name, _| {
            let is_meant = is_meant("collections", name);
            left.extend(is_meant.then(|| format!("the collection `{name}`")));
            !is_meant
        });
        let mut called = |key: &str, number: usize, name: Option<&String>, on: &format::OneOrMany<String>| {
            let is_meant = is_meant(key, &number.to_string());
            let called = || {
                name.map_or_else(|| format!("the one on `{}`", on.as_slice().join("`, `")), |name| format!("`{name}`"))
            };
            left.extend(is_meant.then(called));
            !is_meant
        };
        retain(rules, &mut self.numbers.rules, |rule, at| called("rules", at, rule.name.as_ref(), &rule.on));
        retain(limits, &mut self.numbers.limits, |limit, at| called("limits", at, limit.name.as_ref(), &limit.on));
        retain(lists, &mut self.numbers.lists, |list, at| called("lists", at, list.name.as_ref(), &list.on));
        retain(items, &mut self.numbers.items, |one, at| called("items", at, one.name.as_ref(), &one.on));
        left
    }
}

/// Keeps the items that are to be kept, with their numbers.
fn retain<T>(items: &mut Vec<T>, numbers: &mut Vec<usize>, mut is_kept: impl FnMut(&T, usize) -> bool) {
    let all = std::mem::take(items).into_iter().zip(std::mem::take(numbers));
    (*items, *numbers) = all.filter(|(item, number)| is_kept(item, *number)).unzip();
}

/// Parts of a scenario that are told apart by name, and go one by one.
const NAMED: [&str; 2] = ["collections", "vars"];

/// A scenario without the entries, collections and keys that have errors, and where the rest stands.
pub(super) fn without_faults(mut value: Value, faults: &[Fault]) -> (Value, Numbers) {
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
    let places: Vec<(String, Option<String>)> = errors
        .filter_map(|fault| {
            let mut steps = fault.at.steps();
            Some((steps.next()?, steps.next()))
        })
        .collect();
    let is_faulty =
        |key: &str, step: &str| places.iter().any(|(at, inner)| at == key && inner.as_deref() == Some(step));
    let mut keep = |list: &str| {
        let Some(Value::Array(items)) = value.get_mut(list) else { return Vec::new() };
        let numbers: Vec<usize> = (0..items.len()).filter(|number| !is_faulty(list, &number.to_string())).collect();
        let mut number = 0..;
        items.retain(|_| number.next().is_some_and(|number| numbers.contains(&number)));
        numbers
    };
    let (rules, limits, lists, items) = (keep("rules"), keep("limits"), keep("lists"), keep("items"));
    for key in NAMED {
        if let Some(Value::Object(members)) = value.get_mut(key) {
            members.retain(|name, _| !is_faulty(key, name));
        }
    }
    if let Value::Object(members) = &mut value {
        let stays = |key: &str, inner: Option<&str>| {
            inner.is_some_and(|step| NAMED.contains(&key) || step.parse::<usize>().is_ok())
        };
        members.retain(|name, _| !places.iter().any(|(key, at)| key == name && !stays(key, at.as_deref())));
    }
    (value, Numbers { rules, limits, lists, items })
}
