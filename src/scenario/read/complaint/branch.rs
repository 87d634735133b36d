//! Which of several forms a value was meant to have: the one of its type that shares most keys with it. It judges by type and keys only.

use serde_json::Value;

use crate::base::{Pointer, nearest};

/// How many references lead to a form at most.
const DEEPEST: usize = 8;

/// What a value was meant to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meant<'s> {
    /// The form with that number.
    Branch(usize),
    /// An object of several forms, of which it has no key; these are all that there are.
    Keys(Vec<&'s str>),
    /// Nothing that could be told.
    None,
}

/// Which of the forms `branches` fits `value` best.
pub(super) fn meant<'s>(schema: &'s Value, branches: &'s [Value], value: &Value) -> Meant<'s> {
    let fits: Vec<Option<usize>> = branches.iter().map(|branch| fit(schema, branch, value, DEEPEST)).collect();
    let best = fits.iter().flatten().max().copied();
    let Some(best) = best else { return Meant::None };
    let is_guess = best == 0 && value.as_object().is_some_and(|map| !map.is_empty());
    let objects: Vec<&Value> = branches.iter().zip(&fits).filter(|(_, fit)| fit.is_some()).map(|(b, _)| b).collect();
    if is_guess && objects.len() > 1 {
        let mut known = Vec::new();
        for branch in objects {
            all_keys(schema, branch, DEEPEST, &mut known);
        }
        return Meant::Keys(known);
    }
    fits.iter().position(|fit| *fit == Some(best)).map_or(Meant::None, Meant::Branch)
}

/// The keys that an object of this form may have.
pub(super) fn keys(node: &Value) -> Vec<&str> {
    let properties = node.get("properties").and_then(Value::as_object);
    properties.into_iter().flat_map(|map| map.keys().map(String::as_str)).collect()
}

/// A schema behind its references.
pub(super) fn resolved<'s>(schema: &'s Value, node: &'s Value) -> &'s Value {
    let mut node = node;
    for _ in 0..DEEPEST {
        let target = node.get("$ref").and_then(Value::as_str).and_then(Pointer::from_fragment);
        match target.and_then(|pointer| pointer.resolve(schema)) {
            Some(target) => node = target,
            None => break,
        }
    }
    node
}

/// The forms that a schema leaves to choose from.
pub(super) fn forms(node: &Value) -> Option<&Vec<Value>> {
    ["anyOf", "oneOf"].iter().find_map(|keyword| node.get(*keyword)).and_then(Value::as_array)
}

/// Whether a type of a schema takes a value.
pub(super) fn is_of_type(node: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    };
    match node.get("type") {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

/// How much of a form a value has; `None` if it is of another type, or another word.
fn fit(schema: &Value, node: &Value, value: &Value, depth: usize) -> Option<usize> {
    let node = resolved(schema, node);
    if !is_of_type(node, value) {
        return None;
    }
    if let Some(forms) = forms(node) {
        let deeper = depth.checked_sub(1)?;
        return forms.iter().filter_map(|form| fit(schema, form, value, deeper)).max();
    }
    // A word that is not the right one is not told by what only that word would be.
    if node.get("const").is_some_and(|word| word != value)
        || node.get("enum").and_then(Value::as_array).is_some_and(|words| !words.contains(value))
    {
        return None;
    }
    let known = keys(node);
    let written = value.as_object().into_iter().flat_map(|map| map.keys());
    Some(written.map(|key| likeness(key, &known)).sum())
}

/// How well a key fits among those that are known.
fn likeness(key: &str, known: &[&str]) -> usize {
    match key {
        key if known.contains(&key) => 4,
        key if nearest(key, known.iter().copied()).is_some() => 1,
        _ => 0,
    }
}

/// The keys of all forms of a schema.
fn all_keys<'s>(schema: &'s Value, node: &'s Value, depth: usize, known: &mut Vec<&'s str>) {
    let node = resolved(schema, node);
    known.extend(keys(node));
    if let Some(deeper) = depth.checked_sub(1) {
        forms(node).into_iter().flatten().for_each(|form| all_keys(schema, form, deeper, known));
    }
}
