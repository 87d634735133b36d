//! What `on` means: from an operationId, a path, a glob or a tag to operations, and how specific that is.

use std::sync::Arc;

use crate::base::nearest;
use crate::contract::{Contract, Operation, OperationId, Routed};
use crate::scenario::pattern::{Fit, Pattern};
use crate::scenario::rule::PathPattern;

/// How specific a rule is; the greater goes first. Between equals files and rules keep their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    kind: Kind,
    /// Of globs and of concrete paths: the characters that are no wildcard.
    literal: usize,
    /// Whether there are conditions.
    pub(super) is_conditional: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Everything,
    Tag,
    Glob,
    AnyMethod,
    Operation,
    Concrete,
}

/// Operations that a rule is for, and which of their calls.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    /// `None`: calls that lead to no operation.
    pub(super) operation: Option<OperationId>,
    pub(super) rank: Rank,
    /// What the path of a call has to be, where that is narrower than the operation.
    pub(super) path: Option<PathPattern>,
}

/// Why a rule reaches nothing.
pub(super) struct Unknown {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// The operations that a text means.
pub(super) fn reach(text: &str, contract: &Contract) -> Result<Vec<Reach>, Unknown> {
    let every = |kind: Kind, wanted: &dyn Fn(&Operation) -> bool| {
        let reached = contract.ids().filter(|(_, operation)| wanted(operation));
        reached.map(|(id, _)| Reach { operation: Some(id), rank: rank(kind, 0), path: None }).collect::<Vec<_>>()
    };
    match text.trim() {
        "*" => return Ok(every(Kind::Everything, &|_| true)),
        "undocumented" => return Ok(vec![Reach { operation: None, rank: rank(Kind::Everything, 0), path: None }]),
        _ => {}
    }
    if let Some(tag) = text.strip_prefix("tag:") {
        let tag = tag.trim();
        let reached = every(Kind::Tag, &|operation| operation.tags.iter().any(|known| known == tag));
        let tags = contract.operations().iter().flat_map(|operation| &operation.tags).map(String::as_str);
        return some(reached, || unknown(&format!("no operation has the tag `{tag}`"), nearest(tag, tags), "tag:"));
    }
    let by_id = every(Kind::Operation, &|operation| operation.name == text);
    if !by_id.is_empty() {
        return Ok(by_id);
    }
    let (method, path) = match text.split_once(char::is_whitespace) {
        Some((method, path)) => (method, path.trim()),
        None => ("*", text),
    };
    if !path.starts_with('/') {
        return Err(no_operation(text, method, path, contract));
    }
    let reached = of_path(method, path, contract);
    some(reached, || no_operation(text, method, path, contract))
}

/// The operations of a method and a path, which may be a template, a glob, or concrete.
fn of_path(method: &str, path: &str, contract: &Contract) -> Vec<Reach> {
    let pattern = Pattern::parse(path);
    let is_method = |operation: &Operation| {
        let method = method.trim_start_matches('{').trim_end_matches('}');
        method == "*" || method.split(',').any(|one| one.trim().eq_ignore_ascii_case(operation.method.as_str()))
    };
    let mut reached = Vec::new();
    for (id, operation) in contract.ids().filter(|(_, operation)| is_method(operation)) {
        if pattern.is_concrete() {
            // Of two templates that take the path only the one is meant that the router leads to.
            let routed = contract.route(&operation.method, path);
            if !matches!(&routed, Routed::Matched(found) if found.iter().any(|(found, _)| *found == id)) {
                continue;
            }
        }
        let prefixes = std::iter::once("").chain(operation.prefixes.iter().map(String::as_str));
        let mut fits = prefixes.filter_map(|prefix| pattern.fit(&format!("{prefix}{}", operation.template)));
        let Some(fit) = fits.next() else { continue };
        let kind = match fit {
            Fit::Narrower => Kind::Concrete,
            Fit::Whole if pattern.has_wildcards() => Kind::Glob,
            Fit::Whole if method == "*" => Kind::AnyMethod,
            Fit::Whole => Kind::Operation,
        };
        let literal = if matches!(kind, Kind::Glob | Kind::Concrete) { pattern.literal() } else { 0 };
        let path = (fit == Fit::Narrower).then(|| pattern.regex(&operation.prefixes)).flatten().map(Arc::new);
        reached.push(Reach { operation: Some(id), rank: rank(kind, literal), path });
    }
    reached
}

const fn rank(kind: Kind, literal: usize) -> Rank {
    Rank { kind, literal, is_conditional: false }
}

fn some<T>(list: Vec<T>, unknown: impl FnOnce() -> Unknown) -> Result<Vec<T>, Unknown> {
    if list.is_empty() { Err(unknown()) } else { Ok(list) }
}

fn unknown(message: &str, near: Option<&str>, prefix: &str) -> Unknown {
    let help = near.map(|near| format!("did you mean `{prefix}{near}`?"));
    Unknown { message: message.to_owned(), help }
}

/// What there is to say of a text that means no operation.
fn no_operation(text: &str, method: &str, path: &str, contract: &Contract) -> Unknown {
    let operations = contract.operations();
    let mut others: Vec<&str> = of_path("*", path, contract)
        .iter()
        .filter_map(|reach| Some(contract.operation(reach.operation?)?.method.as_str()))
        .collect();
    others.sort_unstable();
    others.dedup();
    if path.starts_with('/') && !others.is_empty() {
        let help = format!("write `{} {path}`", others.join("` or `"));
        return Unknown {
            message: format!("`{path}` has no `{method}`"),
            help: Some(help.replace("` or `", &format!(" {path}` or `"))),
        };
    }
    if path.starts_with('/') {
        let same_method =
            |operation: &&Operation| method == "*" || operation.method.as_str().eq_ignore_ascii_case(method);
        let templates = operations.iter().filter(same_method).map(|operation| operation.template.as_str());
        let prefix = if method == "*" { String::new() } else { format!("{method} ") };
        return unknown(&format!("no operation matches `{text}`"), nearest(path, templates), &prefix);
    }
    let is_method = operations.iter().any(|operation| operation.method.as_str().eq_ignore_ascii_case(method));
    if is_method && text.contains(char::is_whitespace) {
        let help = Some(format!("paths begin with a slash: `{method} /{path}`"));
        return Unknown { message: format!("no operation matches `{text}`"), help };
    }
    let names = operations.iter().map(|operation| operation.name.as_str());
    let mut unknown = unknown(&format!("there is no operation `{text}`"), nearest(text, names), "");
    if unknown.help.is_none() {
        let help = "write an operationId, `GET /path`, `tag:NAME` or `*`; `standin routes` lists the operations";
        unknown.help = Some(help.to_owned());
    }
    unknown
}
