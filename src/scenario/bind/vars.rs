//! The expressions that a scenario gives names to, in their order.
//!
//! Whether a name that is used anywhere in a file is one of them is seen in its text: what reads them is compiled in many places.
//! Invariant: an expression reads only those above it, so that none is ever worked out for ever.

use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use regex::Regex;
use serde_json::Value;

use super::faults::Faults;
use crate::base::{Defects, Place, nearest};
use crate::scenario::Reader;
use crate::scenario::expression::Expression;

static READ: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?:^|[^.\w"'])vars\s*(?:\.\s*(\w+)|\[\s*["']([^"']+)["']\s*\])"#).ok());

/// Keys whose texts are expressions, in rules, lists and collections.
const EXPRESSIONS: [&str; 7] = ["if", "from", "partition", "key", "direction", "default", "max"];

/// Compiles the expressions of a scenario; what is wrong with them is told.
pub(super) fn compile(
    written: &IndexMap<String, String>,
    root: &Place,
    defects: &mut Defects,
) -> Vec<(Arc<str>, Expression)> {
    let mut faults = Faults::new("scenario-value", defects);
    let mut vars = Vec::new();
    for (index, (name, text)) in written.iter().enumerate() {
        let at = root.join("vars").join(name);
        let is_plain = name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
        if !is_plain || name.starts_with(|first: char| first.is_ascii_digit()) || name.is_empty() {
            let help = format!("`vars.{}` can be read", name.replace(|one: char| !one.is_ascii_alphanumeric(), "_"));
            faults.refuse(&at, format!("no expression could read `vars.{name}`"), help);
            continue;
        }
        for read in read(text) {
            check(&read, (written, index), &at, &mut faults);
        }
        let compiled = Expression::compile(text);
        match compiled.and_then(|expression| expression.check(Reader::Var).map(|()| expression)) {
            Ok(expression) => vars.push((Arc::from(name.as_str()), expression)),
            Err(error) => faults.template(&at, error),
        }
    }
    vars
}

/// Tells of names that are read in the rest of a file and that no expression has.
pub(super) fn check_names(file: &Value, written: &IndexMap<String, String>, root: &Place, defects: &mut Defects) {
    let mut faults = Faults::new("scenario-template", defects);
    let members = file.as_object().into_iter().flatten();
    for (key, value) in members.filter(|(key, _)| *key != "vars") {
        look(value, written, &root.join(key), &mut faults);
    }
}

fn look(value: &Value, written: &IndexMap<String, String>, at: &Place, faults: &mut Faults<'_>) {
    match value {
        Value::String(text) if text.contains("vars") && (text.contains('{') || is_expression(at)) => {
            for read in read(text) {
                check(&read, (written, written.len()), at, faults);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| look(item, written, &at.nth(index), faults));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| look(member, written, &at.join(name), faults));
        }
        _ => {}
    }
}

/// Whether a text without braces is an expression there.
fn is_expression(at: &Place) -> bool {
    let last = at.pointer.last().unwrap_or_default();
    EXPRESSIONS.contains(&last.as_str()) || at.pointer.parent().last().as_deref() == Some("set")
}

/// The names that a text reads.
fn read(text: &str) -> Vec<String> {
    let Some(pattern) = READ.as_ref() else { return Vec::new() };
    let names = pattern.captures_iter(text).filter_map(|found| found.get(1).or_else(|| found.get(2)));
    names.map(|name| name.as_str().to_owned()).collect()
}

/// Tells of a name that is none of those above.
fn check(name: &str, (written, above): (&IndexMap<String, String>, usize), at: &Place, faults: &mut Faults<'_>) {
    let known: Vec<&str> = written.keys().take(above).map(String::as_str).collect();
    if known.contains(&name) {
        return;
    }
    let (message, help) = match written.get_index_of(name) {
        Some(own) if own == above => (format!("`vars.{name}` reads itself"), None),
        Some(_) => {
            let help = format!("an expression reads those above it: move `{name}` up");
            (format!("`vars.{name}` is defined below"), Some(help))
        }
        None => {
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `vars.{near}`?"),
                None if known.is_empty() => "define it under `vars`".to_owned(),
                None => format!("there are: {}", known.join(", ")),
            };
            (format!("there is no `vars.{name}`"), Some(help))
        }
    };
    faults.tell("scenario-template", at, message, help);
}
