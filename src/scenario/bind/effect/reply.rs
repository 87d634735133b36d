//! Statuses and examples that a rule names: whether they are documented.

use super::Compiler;
use crate::base::{Place, nearest};
use crate::contract::{Operation, Promise};
use crate::scenario::format::Waiver;

/// The statuses that any server in front of an API may send: a rule for many operations need not find them in each.
const fn is_anybodys(status: u16) -> bool {
    status == 429 || status >= 500
}

impl Compiler<'_> {
    /// Tells of a status that is not documented.
    pub(super) fn check_status(&mut self, status: u16, at: &Place) {
        let all = self.operations.len();
        if self.allows(Waiver::UndocumentedStatus) || (all > 1 && is_anybodys(status)) {
            return;
        }
        let lacks = |operation: &&&Operation| operation.left.is_none() && operation.promised(status).is_none();
        let lacking: Vec<&Operation> = self.operations.iter().filter(lacks).copied().collect();
        let (Some(first), missing) = (lacking.first(), lacking.len()) else { return };
        let known = || first.promises.iter().map(|promise| promise.status.to_string()).collect::<Vec<_>>().join(", ");
        let known = if first.promises.is_empty() { "none".to_owned() } else { known() };
        let message = match all {
            1 => format!("status {status} is not documented for `{}`; documented: {known}", first.name),
            _ if missing == all => format!("status {status} is not documented for any operation of the rule"),
            _ => format!(
                "status {status} is not documented for {missing} of {all} operations; one of them is `{}`, documented there: {known}",
                first.name
            ),
        };
        let help = "`allow: [undocumented-status]` says that it is meant".to_owned();
        self.warn("scenario-status-undocumented", at, message, Some(help));
    }

    /// Refuses an example that no operation has; where a status is said, among its examples.
    pub(super) fn check_example(&mut self, name: &str, status: Option<u16>, at: &Place) {
        if self.operations.is_empty() {
            let help = Some("write the body under `body`".to_owned());
            return self.error("scenario-example-unknown", at, "calls that lead to no operation have no example", help);
        }
        let promises = self.operations.iter().flat_map(|operation| match status {
            Some(status) => operation.promised(status).into_iter().collect::<Vec<_>>(),
            None => operation.promises.iter().collect(),
        });
        let known: Vec<&str> = unique(promises.flat_map(examples));
        if known.contains(&name) {
            return;
        }
        let other = self.operations.iter().flat_map(|operation| &operation.promises);
        let other = other.clone().find(|promise| examples(promise).any(|known| known == name));
        let whose = self.whose();
        let message = match status {
            Some(status) => format!("there is no example `{name}` of status {status} for {whose}"),
            None => format!("there is no example `{name}` for {whose}"),
        };
        let help = match (other, nearest(name, known.iter().copied()), known.as_slice()) {
            (Some(promise), ..) => format!("it is an example of status {}", promise.status),
            (None, Some(near), _) => format!("did you mean `{near}`?"),
            (None, None, []) => "no example with a name is documented there; write a `body`".to_owned(),
            (None, None, known) => format!("documented: {}", listed(known)),
        };
        self.error("scenario-example-unknown", at, message, Some(help));
    }
}

/// The names of the examples of a reply.
fn examples(promise: &Promise) -> impl Iterator<Item = &str> {
    let examples = promise.content.iter().flat_map(|content| &content.examples);
    examples.map(|example| example.name.as_str()).filter(|name| !name.is_empty())
}

fn unique<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut seen = std::collections::BTreeSet::new();
    names.filter(|name| seen.insert(*name)).collect()
}

/// The first of many names.
fn listed(names: &[&str]) -> String {
    const MOST: usize = 12;
    let more = if names.len() > MOST { format!(", and {} more", names.len() - MOST) } else { String::new() };
    let quoted: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    format!("{}{more}", quoted.join(", "))
}
