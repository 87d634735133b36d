//! What `on` means: from an operationId, a path, a glob or a tag to operations, and how specific that is.

use std::cmp::Reverse;
use std::sync::Arc;

use regex::Regex;

use crate::base::nearest;
use crate::contract::{Contract, Operation, OperationId, Routed};
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

/// How a pattern covers a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    /// Every call of the template.
    Whole,
    /// Only some: it says what a variable has to be.
    Narrower,
}

/// A path as rules write it, split at its slashes.
struct Pattern {
    segments: Vec<Part>,
}

enum Part {
    /// `**`: any number of segments.
    Rest,
    /// `*`.
    Any,
    /// `{name}`.
    Variable,
    /// Text without wildcards.
    Text(String),
    /// Text with wildcards or alternatives.
    Glob { regex: String, compiled: Option<Regex>, literal: usize },
}

impl Pattern {
    fn parse(path: &str) -> Self {
        let segments = path.trim_start_matches('/').split('/').map(|segment| match segment {
            "**" => Part::Rest,
            "*" => Part::Any,
            _ if is_variable(segment) => Part::Variable,
            _ if segment.contains(['*', '?']) || segment.contains('{') => {
                let regex = glob(segment);
                let literal = segment.chars().filter(|character| !"*?{},".contains(*character)).count();
                Part::Glob { compiled: Regex::new(&format!("^(?:{regex})$")).ok(), regex, literal }
            }
            text => Part::Text(text.to_owned()),
        });
        Self { segments: segments.collect() }
    }

    fn is_concrete(&self) -> bool {
        self.segments.iter().all(|part| matches!(part, Part::Text(_)))
    }

    fn has_wildcards(&self) -> bool {
        self.segments.iter().any(|part| matches!(part, Part::Rest | Part::Any | Part::Glob { .. }))
    }

    fn literal(&self) -> usize {
        let length = |part: &Part| match part {
            Part::Text(text) => text.chars().count(),
            Part::Glob { literal, .. } => *literal,
            Part::Rest | Part::Any | Part::Variable => 0,
        };
        self.segments.iter().map(length).sum()
    }

    fn fit(&self, template: &str) -> Option<Fit> {
        let segments: Vec<&str> = template.trim_start_matches('/').split('/').collect();
        fit(&self.segments, &segments)
    }

    /// What the whole decoded path of a call has to be.
    fn regex(&self, prefixes: &[String]) -> Option<Regex> {
        let parts = self.segments.iter().map(|part| match part {
            Part::Rest => "/.*".to_owned(),
            Part::Any | Part::Variable => "/[^/]*".to_owned(),
            Part::Text(text) => format!("/{}", regex::escape(text)),
            Part::Glob { regex, .. } => format!("/(?:{regex})"),
        });
        let prefixes: Vec<String> = prefixes.iter().map(|prefix| regex::escape(prefix)).collect();
        Regex::new(&format!("^(?:{})?{}$", prefixes.join("|"), parts.collect::<String>())).ok()
    }
}

/// Whether pattern segments cover those of a template, and how.
fn fit(pattern: &[Part], template: &[&str]) -> Option<Fit> {
    let Some((first, rest)) = pattern.split_first() else { return template.is_empty().then_some(Fit::Whole) };
    if matches!(first, Part::Rest) {
        let fits = (0..=template.len()).filter_map(|skipped| fit(rest, template.get(skipped..)?));
        return fits.max_by_key(|fit| Reverse(*fit == Fit::Narrower));
    }
    let (segment, others) = template.split_first()?;
    let has_variable = segment.contains('{');
    let here = match first {
        Part::Any => Fit::Whole,
        Part::Variable if has_variable => Fit::Whole,
        Part::Text(text) if text == segment => Fit::Whole,
        Part::Glob { compiled: Some(regex), .. } if !has_variable && regex.is_match(segment) => Fit::Whole,
        Part::Text(_) | Part::Glob { .. } if has_variable => Fit::Narrower,
        _ => return None,
    };
    let further = fit(rest, others)?;
    Some(if further == Fit::Narrower { further } else { here })
}

/// `{name}`, without the comma that makes alternatives.
fn is_variable(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}') && !segment.contains(',') && segment.matches('{').count() == 1
}

/// A glob of one segment as a regular expression: `*`, `?`, `{a,b}`.
fn glob(segment: &str) -> String {
    let mut regex = String::new();
    let mut depth = 0_usize;
    for character in segment.chars() {
        match character {
            '*' => regex.push_str("[^/]*"),
            '?' => regex.push_str("[^/]"),
            '{' => {
                depth += 1;
                regex.push_str("(?:");
            }
            '}' if depth > 0 => {
                depth -= 1;
                regex.push(')');
            }
            ',' if depth > 0 => regex.push('|'),
            other => regex.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    regex.extend(std::iter::repeat_n(')', depth));
    regex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover_templates() {
        for (pattern, template, expected) in [
            ("/users/{id}", "/users/{userId}", Some(Fit::Whole)),
            ("/users/7", "/users/{id}", Some(Fit::Narrower)),
            ("/users/*", "/users/{id}", Some(Fit::Whole)),
            ("/users/a*", "/users/{id}", Some(Fit::Narrower)),
            ("/api/v1/{im,dm}.*", "/api/v1/im.messages", Some(Fit::Whole)),
            ("/api/v1/{im,dm}.*", "/api/v1/users.list", None),
            ("/api/**", "/api/v1/im.messages", Some(Fit::Whole)),
            ("/**", "/", Some(Fit::Whole)),
            ("/**/messages", "/rooms/{id}/messages", Some(Fit::Whole)),
            ("/users/{id}", "/users/me", None),
            ("/users", "/users/{id}", None),
            ("/*.history", "/im.history", Some(Fit::Whole)),
        ] {
            assert_eq!(Pattern::parse(pattern).fit(template), expected, "{pattern} {template}");
        }
    }

    #[test]
    fn narrower_patterns_are_compared_with_paths() {
        let prefixes = ["/v1".to_owned()];
        for (pattern, path, expected) in [
            ("/users/7", "/users/7", true),
            ("/users/7", "/v1/users/7", true),
            ("/users/7", "/users/77", false),
            ("/users/a*/x", "/users/abc/x", true),
            ("/users/{a,b}/**", "/users/b/x/y", true),
            ("/users/a.b", "/users/aXb", false),
        ] {
            let regex = Pattern::parse(pattern).regex(&prefixes).unwrap();
            assert_eq!(regex.is_match(path), expected, "{pattern} {path}");
        }
    }
}
