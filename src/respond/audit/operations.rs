//! What operations promise or ask for in vain: bodies that no reply or request of their kind has, credentials that cannot be sent together.

use http::Method;

use crate::base::{Defects, Severity, StatusPattern};
use crate::contract::{KeyPlace, Operation, Scheme};
use crate::respond::world::World;

/// Records them, operation by operation.
pub(super) fn audit(world: &World, defects: &mut Defects) {
    for operation in world.contract.operations() {
        replies(operation, defects);
        body(operation, defects);
        credentials(operation, defects);
    }
}

/// RFC 9110 §15: these statuses never have a body.
fn replies(operation: &Operation, defects: &mut Defects) {
    for promise in &operation.promises {
        let StatusPattern::Exact(status @ (100..=199 | 204 | 205 | 304)) = promise.status else { continue };
        if promise.content.iter().all(|content| content.schema.is_none() && content.examples.is_empty()) {
            continue;
        }
        let at = operation.place.join("responses").join(&status.to_string());
        defects.note(
            "body-never-sent",
            Severity::Note,
            &at,
            format!("a reply with {status} has no body (RFC 9110); none is sent"),
        );
    }
}

/// RFC 9110 §9.3: a body of GET or HEAD means nothing, and many clients cannot send one.
fn body(operation: &Operation, defects: &mut Defects) {
    let Some(body) = operation.body.as_ref().filter(|_| [Method::GET, Method::HEAD].contains(&operation.method)) else {
        return;
    };
    let (severity, outcome) = if body.required {
        (Severity::Warning, "a request without it is refused, though many clients cannot send it")
    } else {
        (Severity::Note, "it is read where it is sent")
    };
    let message = format!("a body means nothing to {} (RFC 9110); {outcome}", operation.method);
    defects.note("body-on-get", severity, &operation.place.join("requestBody"), message);
}

/// Two schemes in one alternative that both want to be the `Authorization` header.
fn credentials(operation: &Operation, defects: &mut Defects) {
    for requirement in &operation.security {
        let mut names: Vec<&str> = requirement.0.iter().filter_map(authorization).collect();
        names.dedup();
        if let [first, second, ..] = names.as_slice() {
            let at = operation.place.join("security");
            let message =
                format!("`{first}` and `{second}` are demanded together, and a request has one `Authorization`");
            defects.note("security-unsatisfiable", Severity::Error, &at, message);
        }
    }
}

/// What a scheme wants `Authorization` to begin with; a key may be anything.
fn authorization(scheme: &Scheme) -> Option<&str> {
    match scheme {
        Scheme::Basic => Some("basic"),
        Scheme::Digest => Some("digest"),
        Scheme::Bearer(_) => Some("bearer"),
        Scheme::Other(name) => Some(name),
        Scheme::ApiKey(KeyPlace::Header | KeyPlace::Query | KeyPlace::Cookie, _) => None,
    }
}
