//! The answers that no document describes: RFC 9457 problem details, in our words or in Prism's.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::reply::{Plan, Reply};
use super::trace::Trace;
use super::world::Face;
use crate::contract::{Call, Kind, Violation};

/// What went wrong. The name is part of the problem's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    NoPath,
    NoMethod,
    Unauthorized,
    MediaType,
    TooLarge,
    Syntax,
    Invalid,
    NotAcceptable,
    NotFound,
    Unreadable,
    BrokenReply,
    TextOfObject,
    BadSession,
    NoSession,
    Rule,
    Unread,
    TooManyRows,
    NoRow,
    Internal,
}

impl Problem {
    /// Status, our type and title, Prism's type and title.
    const fn row(self) -> (u16, &'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::NoPath => {
                (404, "no-such-path", "No such path", "NO_PATH_MATCHED_ERROR", "Route not resolved, no path matched")
            }
            Self::NoMethod => (
                405,
                "no-such-method",
                "No such method",
                "NO_METHOD_MATCHED_ERROR",
                "Route resolved, but no method matched",
            ),
            Self::Unauthorized => {
                (401, "credentials-missing", "Credentials are missing", "UNAUTHORIZED", "Invalid security scheme used")
            }
            Self::MediaType => (
                415,
                "unsupported-media-type",
                "Unsupported media type",
                "INVALID_CONTENT_TYPE",
                "Invalid content type",
            ),
            Self::TooLarge => (413, "body-too-large", "Body too large", "UNPROCESSABLE_ENTITY", "Invalid request"),
            Self::Syntax => (400, "unreadable-body", "Unreadable body", "UNPROCESSABLE_ENTITY", "Invalid request"),
            Self::Invalid => (422, "invalid-request", "Invalid request", "UNPROCESSABLE_ENTITY", "Invalid request"),
            Self::NotAcceptable => (
                406,
                "not-acceptable",
                "Not acceptable",
                "NOT_ACCEPTABLE",
                "The server cannot produce a representation for your accept header",
            ),
            Self::NotFound => {
                (404, "not-documented", "Not documented", "NOT_FOUND", "The server cannot find the requested content")
            }
            Self::Unreadable => {
                (501, "operation-unreadable", "Operation could not be read", "UNKNOWN", "Operation could not be read")
            }
            Self::BrokenReply => {
                (500, "reply-invalid", "Reply breaks its schema", "VIOLATIONS", "Request/Response not valid")
            }
            Self::TextOfObject => (
                500,
                "object-as-text",
                "Cannot write an object as text",
                "NO_COMPLEX_OBJECT_TEXT",
                "Cannot serialise complex objects as text",
            ),
            Self::BadSession => {
                (400, "invalid-session", "Invalid name of a session", "UNKNOWN", "Invalid name of a session")
            }
            Self::NoSession => (503, "too-many-sessions", "Too many sessions", "UNKNOWN", "Too many sessions"),
            Self::Rule => (500, "rule-failed", "A rule cannot be followed", "UNKNOWN", "A rule cannot be followed"),
            Self::Unread => (400, "unreadable-query", "Unreadable query", "UNPROCESSABLE_ENTITY", "Invalid request"),
            Self::TooManyRows => (422, "too-many-rows", "Too many rows", "UNPROCESSABLE_ENTITY", "Invalid request"),
            Self::NoRow => (404, "no-such-row", "No such row", "NOT_FOUND", "No such row"),
            Self::Internal => (500, "internal", "Internal error", "UNKNOWN", "Internal error"),
        }
    }

    /// The status it is sent with.
    pub(super) const fn status(self) -> u16 {
        self.row().0
    }

    /// The reply: `detail` is a sentence for people, `more` is added to the members.
    pub(super) fn reply(self, face: Face, detail: &str, more: Map<String, Value>) -> Reply {
        let (status, name, title, prism_name, prism_title) = self.row();
        let (kind, title) = match face {
            Face::Standin => (format!("urn:standin:problem:{name}"), title),
            Face::Prism => (format!("https://stoplight.io/prism/errors#{prism_name}"), prism_title),
        };
        let mut body = json!({ "type": kind, "title": title, "status": status, "detail": detail });
        if let Value::Object(members) = &mut body {
            members.extend(more);
        }
        let mut reply = Reply::empty(status);
        reply.set("content-type", "application/problem+json");
        reply.body = body.to_string().into();
        reply
    }
}

/// The body of an error of which only the status is known: RFC 9457 §4.2.1.
pub(super) fn bare(status: StatusCode) -> Value {
    json!({ "type": "about:blank", "title": status.canonical_reason().unwrap_or("Unknown"), "status": status.as_u16() })
}

/// Violations as clients read them.
pub(super) fn listed(violations: &[Violation], face: Face) -> Value {
    let list = violations.iter().map(|violation| match face {
        Face::Standin => json!({
            "in": violation.part.as_str(),
            "name": violation.name,
            "at": violation.at.as_str(),
            "code": violation.code,
            "message": violation.message,
        }),
        Face::Prism => in_prisms_words(violation, &[]),
    });
    Value::Array(list.collect())
}

/// The longest header that lists violations, in bytes: most servers and proxies refuse 8 KiB.
const LONGEST_HEADER: usize = 4096;

/// Violations as our header has them: as many as fit.
pub(super) fn header(violations: &[Violation]) -> String {
    let mut list = violations.to_vec();
    loop {
        let text = ascii(&listed(&list, Face::Standin).to_string());
        if text.len() <= LONGEST_HEADER {
            return text;
        }
        if list.len() < 2 {
            // One that is too long to be told here: its code must do.
            let code = list.first().map_or("", |violation| violation.code.as_str());
            return json!([{ "code": code }]).to_string();
        }
        list.truncate(list.len() / 2);
    }
}

/// Violations as Prism's header `sl-violations` has them: locations begin with `request`; a long list is cut.
pub(super) fn prism_header(violations: &[Violation]) -> String {
    const MOST: usize = 8092;
    let list = violations.iter().map(|violation| in_prisms_words(violation, &["request"]));
    let text = ascii(&Value::Array(list.collect()).to_string());
    if text.len() <= MOST {
        return text;
    }
    format!("Too many violations! {}", text.get(..MOST).unwrap_or_default())
}

/// A violation as Prism tells it: credentials belong to the request as a whole, and what is missing to what it is missing in.
fn in_prisms_words(violation: &Violation, above: &[&str]) -> Value {
    if violation.kind == Kind::Credentials && violation.code == "security" {
        return json!({ "location": ["request"], "severity": "Error", "code": 401, "message": "Invalid security scheme used" });
    }
    let mut location: Vec<String> = above.iter().map(|step| (*step).to_owned()).collect();
    location.extend(violation.location());
    if violation.code == "required" && violation.name.is_some() && violation.at.as_str().is_empty() {
        location.pop();
    }
    json!({ "location": location, "severity": "Error", "code": violation.code, "message": violation.message })
}

/// JSON that a header can carry: everything beyond ASCII is escaped.
pub(super) fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for unit in json.chars() {
        if unit.is_ascii() {
            text.push(unit);
        } else {
            let mut pair = [0; 2];
            text.extend(unit.encode_utf16(&mut pair).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    text
}

/// The answer to a call whose session has no proper name.
#[must_use]
pub fn bad_session(message: &str, face: Face) -> Plan {
    refused(Problem::BadSession, message, face)
}

/// The answer to a call whose session there is no room for.
#[must_use]
pub fn no_session(message: &str, face: Face) -> Plan {
    refused(Problem::NoSession, message, face)
}

fn refused(problem: Problem, message: &str, face: Face) -> Plan {
    let trace = Trace { steps: vec![format!("session: {message}")], ..Trace::default() };
    Plan { is_steady: false, ..Plan::of(problem.reply(face, message, Map::new()), trace) }
}

/// The answer to a call that our own fault kept from being answered.
#[must_use]
pub fn internal_error(call: &Call, message: &str) -> Plan {
    let trace = Trace { steps: vec![format!("failed: {message}")], ..Trace::default() };
    let detail = format!("standin failed to answer {} {}: {message}; please report this", call.method, call.path);
    let reply = Problem::Internal.reply(Face::Standin, &detail, Map::new());
    Plan { is_steady: false, ..Plan::of(reply, trace) }
}

/// The answer to a call for which a body file was chosen that cannot be read any more, after those decisions.
#[must_use]
pub fn file_failed(message: &str, trace: &Trace) -> Plan {
    let (mut trace, detail) = (trace.clone(), format!("the body file {message}"));
    (trace.promise, trace.example) = (None, None);
    trace.note(format!("failed: {detail}"));
    Plan { is_steady: false, ..Plan::of(Problem::Internal.reply(Face::Standin, &detail, Map::new()), trace) }
}
