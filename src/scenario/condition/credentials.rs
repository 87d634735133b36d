//! Whether a call carries the credentials that its operation asks for.

use super::super::asked::Asked;
use crate::contract::{Operation, Part, Requirement, Scheme};

/// Whether there are credentials: those of one of the security requirements, or the header parameters that carry some; where the document
/// asks for none, an `Authorization` header.
pub(super) fn are_there(asked: &Asked<'_>) -> bool {
    let is_said = |name: &str| {
        let said = |value: &http::HeaderValue| !value.as_bytes().trim_ascii().is_empty();
        asked.call.headers.get(name).is_some_and(said)
    };
    let Some(operation) = asked.operation else { return is_said("authorization") };
    // An empty requirement makes credentials optional; it does not say what they would be.
    let mut demands = operation.security.iter().filter(|requirement| !requirement.0.is_empty()).peekable();
    if demands.peek().is_some() {
        let is_met = |requirement: &Requirement| requirement.0.iter().all(|scheme| scheme.is_met(asked.call));
        return demands.any(is_met);
    }
    let mut headers = carriers(operation).peekable();
    if headers.peek().is_some() {
        return headers.all(is_said);
    }
    is_said("authorization")
}

/// What would have to be there, in words.
pub(super) fn described(asked: &Asked<'_>) -> String {
    let Some(operation) = asked.operation else { return "header `authorization`".to_owned() };
    let demands = operation.security.iter().filter(|requirement| !requirement.0.is_empty());
    let alternatives: Vec<String> = demands
        .map(|requirement| requirement.0.iter().map(Scheme::description).collect::<Vec<_>>().join(" and "))
        .collect();
    if !alternatives.is_empty() {
        return alternatives.join(" or ");
    }
    let headers: Vec<String> = carriers(operation).map(|name| format!("header `{name}`")).collect();
    if headers.is_empty() { "header `authorization`".to_owned() } else { headers.join(" and ") }
}

/// The header parameters that carry credentials, though no scheme says so.
fn carriers(operation: &Operation) -> impl Iterator<Item = &str> {
    let headers = operation.parameters.iter().filter(|one| one.is_credential && one.part == Part::Header);
    headers.map(|parameter| parameter.name.as_str())
}
