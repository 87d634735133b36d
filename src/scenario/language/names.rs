//! What can be named, and what is said of a name that cannot.

use super::filter::{FILTERS, TESTS};
use super::function::FUNCTIONS;
use super::lookup::LOOKUPS;
use super::root::ROOTS;
use crate::base::nearest;
use crate::scenario::expression::ExpressionError;

/// How a function is called.
fn function(name: &str) -> Option<&'static str> {
    let functions = FUNCTIONS.iter().map(|(known, _, call)| (*known, *call));
    let lookups = LOOKUPS.iter().map(|(known, _, call)| (*known, *call));
    functions.chain(lookups).find(|(known, _)| *known == name).map(|(_, call)| call)
}

/// A name that stands for nothing; `locals` are those that the text itself has made.
pub(super) fn unknown_name<'l>(name: &'l str, locals: impl Iterator<Item = &'l str>) -> ExpressionError {
    if let Some(call) = function(name) {
        return ExpressionError::new(format!("`{name}` is a function")).with_help(format!("write `{call}`"));
    }
    let known = ROOTS.iter().map(|(known, _)| *known);
    let error = ExpressionError::new(format!("`{name}` is not known here"));
    if let Some(meant) = nearest(name, known.chain(locals)) {
        return error.with_help(format!("did you mean `{meant}`?"));
    }
    let usual = ROOTS.iter().filter(|(_, root)| root.is_of_calls()).map(|(known, _)| *known);
    error.with_help(format!("there are {}; texts are written in quotes", listed(usual)))
}

/// A member that something never has.
pub(super) fn unknown_member(of: &str, name: &str, members: &[&'static str]) -> ExpressionError {
    let error = ExpressionError::new(format!("`{of}` has no `{name}`"));
    match nearest(name, members.iter().copied()) {
        Some(meant) => error.with_help(format!("did you mean `{of}.{meant}`?")),
        None if members.is_empty() => error.with_help("it has no members"),
        None => error.with_help(format!("it has {}", listed(members.iter().copied()))),
    }
}

/// A function that there is not.
pub(super) fn unknown_function(name: &str) -> ExpressionError {
    let known = FUNCTIONS.iter().map(|(known, ..)| *known).chain(LOOKUPS.iter().map(|(known, ..)| *known));
    let error = ExpressionError::new(format!("there is no function `{name}`"));
    if FILTERS.contains(&name) {
        return error.with_help(format!("it is a filter: write `value | {name}`"));
    }
    suggested(error, name, &known.collect::<Vec<_>>())
}

/// A statement that there is not.
pub(super) fn unknown_statement(name: &str) -> ExpressionError {
    let error = ExpressionError::new(format!("`{{% {name} %}}` is not part of the language"));
    error.with_help("there are `if`, `for`, `set` and `with`")
}

/// A filter that there is not.
pub(super) fn unknown_filter(name: &str) -> ExpressionError {
    let error = ExpressionError::new(format!("there is no filter `{name}`"));
    if let Some(call) = function(name) {
        return error.with_help(format!("it is a function: write `{call}`"));
    }
    suggested(error, name, FILTERS)
}

/// A test that there is not.
pub(super) fn unknown_test(name: &str) -> ExpressionError {
    suggested(ExpressionError::new(format!("there is no test `{name}`")), name, TESTS)
}

fn suggested(error: ExpressionError, name: &str, known: &[&'static str]) -> ExpressionError {
    match nearest(name, known.iter().copied()) {
        Some(meant) => error.with_help(format!("did you mean `{meant}`?")),
        None => error.with_help(format!("there are {}", listed(known.iter().copied()))),
    }
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
