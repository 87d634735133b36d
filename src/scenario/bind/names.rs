//! Names that a scenario uses: its own, and those of parameters that its conditions look at.

use http::Method;

use super::reach::Reach;
use crate::base::{Defect, Defects, Place, Severity, nearest};
use crate::contract::{Contract, Operation, Part};
use crate::scenario::format::{Matcher, Scalar, When};
use crate::scenario::rule::Rules;

/// The longest name of a scenario.
const LONGEST: usize = 64;

/// Whether a document with such a title is served; `*` stands for anything.
pub(super) fn is_served(title: &str, contract: &Contract) -> bool {
    let parts: Vec<String> = title.split('*').map(regex::escape).collect();
    let Ok(pattern) = regex::Regex::new(&format!("(?is)^{}$", parts.join(".*"))) else { return false };
    contract.operations().iter().any(|operation| pattern.is_match(operation.document.trim()))
}

/// Refuses a name that another scenario has, or that no header and no cookie could hold.
pub(super) fn check_scenario(name: &str, is_written: bool, rules: &Rules, root: &Place, defects: &mut Defects) {
    let at = if is_written { root.join("name") } else { root.clone() };
    let mut refuse = |message: String, help: &str| {
        let (code, severity, at, help) = ("scenario-name", Severity::Error, at.clone(), Some(help.to_owned()));
        defects.push(Defect { code, severity, at, message, help });
    };
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    if name.is_empty() || name.len() > LONGEST || !name.chars().all(is_plain) {
        refuse(
            format!("`{name}` cannot be the name of a scenario: it is written in headers and cookies"),
            "write `name:` with letters, digits, `-`, `_` and `.`, at most 64 of them",
        );
    }
    if let Some(other) = rules.scenarios().iter().find(|scenario| *scenario.name == *name) {
        refuse(format!("`{}` has the name `{name}` already", other.file), "give one of the two another `name:`");
    }
}

/// Tells of parameters that no operation of the rule has, and of methods that none of them is. Headers and cookies are not looked up:
/// proxies and browsers send what no document names.
pub(super) fn check_when(when: &When, reached: &[Reach], contract: &Contract, at: &Place, defects: &mut Defects) {
    let operations: Vec<&Operation> = reached.iter().filter_map(|reach| contract.operation(reach.operation?)).collect();
    if operations.is_empty() {
        return;
    }
    let checks = [(Part::Query, &when.query, "query"), (Part::Path, &when.path, "path")];
    for (part, matchers, key) in checks {
        for name in matchers.keys() {
            check_parameter(part, name, &operations, &at.join(key).join(name), defects);
        }
    }
    check_method(when.method.as_ref(), &operations, &at.join("method"), defects);
    let nested = [(&when.all, "all"), (&when.any, "any")];
    for (list, key) in nested {
        for (number, inner) in list.iter().enumerate() {
            check_when(inner, reached, contract, &at.join(key).nth(number), defects);
        }
    }
    if let Some(inner) = &when.not {
        check_when(inner, reached, contract, &at.join("not"), defects);
    }
}

/// A path has the variables of its template and no others; a query may hold what is not documented, but seldom does.
fn check_parameter(part: Part, name: &str, operations: &[&Operation], at: &Place, defects: &mut Defects) {
    let known: Vec<&str> = operations
        .iter()
        .flat_map(|operation| &operation.parameters)
        .filter(|parameter| parameter.part == part)
        .map(|parameter| parameter.name.as_str())
        .collect();
    let is_free = part == Part::Query && operations.iter().any(|operation| operation.takes_any_query());
    // `filter[age]` and `filter.age` are members of a documented `filter`.
    let base = name.split(['[', '.']).next().unwrap_or(name);
    if is_free || known.iter().any(|known| *known == name || *known == base || known.split('[').next() == Some(base)) {
        return;
    }
    let place = if part == Part::Path { "path" } else { "query" };
    let whose = match operations {
        [one] => format!("`{}`", one.name),
        _ => "any operation of the rule".to_owned(),
    };
    let message = format!("`{name}` is no {place} parameter of {whose}");
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if known.is_empty() => Some(format!("no {place} parameter is documented")),
        None => Some(format!("documented: {}", known.join(", "))),
    };
    let severity = if part == Part::Path { Severity::Error } else { Severity::Warning };
    defects.push(Defect { code: "scenario-parameter-unknown", severity, at: at.clone(), message, help });
}

/// A method that none of the operations has makes a rule that never strikes.
fn check_method(matcher: Option<&Matcher>, operations: &[&Operation], at: &Place, defects: &mut Defects) {
    let wanted: Vec<&str> = match matcher {
        Some(Matcher::Is(Scalar::Text(text))) => vec![text],
        Some(Matcher::OneOf(list)) => list
            .iter()
            .filter_map(|one| if let Scalar::Text(text) = one { Some(text.as_str()) } else { None })
            .collect(),
        _ => return,
    };
    let is_possible = |wanted: &&str| {
        let has = |method: &Method| method.as_str() == *wanted || (*wanted == "HEAD" && *method == Method::GET);
        operations.iter().any(|operation| has(&operation.method))
    };
    if !wanted.iter().any(is_possible) {
        let mut methods: Vec<&str> = operations.iter().map(|operation| operation.method.as_str()).collect();
        methods.sort_unstable();
        methods.dedup();
        let message = format!("no operation of the rule has the method `{}`", wanted.join("` or `"));
        let help = Some(format!("they have: {}", methods.join(", ")));
        let (code, severity, at) = ("scenario-never", Severity::Error, at.clone());
        defects.push(Defect { code, severity, at, message, help });
    }
}
