//! What the admin interface answers: the one list that requests are routed by, that the index shows, and that `openapi.json` describes.

use http::Method;
use percent_encoding::percent_decode_str;

use super::problem::Problem;
use super::request::Request;
use super::{
    calls, collections, coverage, description, har, health, index, operations, scenarios, sessions, settings, time,
    verify,
};
use crate::respond::Reply;

/// One method of one path.
pub(super) struct Route {
    /// The method.
    pub(super) method: &'static str,
    /// The path below the prefix, with `{name}` for a segment.
    pub(super) path: &'static str,
    /// What it is for.
    pub(super) about: &'static str,
    /// The names that its query may have.
    pub(super) query: &'static [&'static str],
    /// Whether `*` may stand for all sessions.
    pub(super) takes_all: bool,
    /// What answers.
    pub(super) handler: Handler,
}

/// What answers a route.
pub(super) enum Handler {
    /// With a reply.
    Answers(fn(&Request<'_>) -> Result<Reply, Problem>),
    /// With events.
    Streams,
}

const NONE: &[&str] = &[];
const SESSION: &[&str] = &["session"];
const SEARCH: &[&str] = &["session", "operation", "path", "method", "status", "since", "limit"];

/// Something that is there for all sessions alike.
const fn common(
    method: &'static str,
    path: &'static str,
    handler: fn(&Request<'_>) -> Result<Reply, Problem>,
    about: &'static str,
) -> Route {
    Route { method, path, about, query: NONE, takes_all: true, handler: Handler::Answers(handler) }
}

/// Something of one session.
const fn own(
    method: &'static str,
    path: &'static str,
    handler: fn(&Request<'_>) -> Result<Reply, Problem>,
    about: &'static str,
) -> Route {
    Route { method, path, about, query: SESSION, takes_all: false, handler: Handler::Answers(handler) }
}

/// Something of one session or of all of them.
const fn any(
    method: &'static str,
    path: &'static str,
    query: &'static [&'static str],
    handler: fn(&Request<'_>) -> Result<Reply, Problem>,
    about: &'static str,
) -> Route {
    Route { method, path, about, query, takes_all: true, handler: Handler::Answers(handler) }
}

/// Everything that is answered.
pub(super) const ROUTES: &[Route] = &[
    common("GET", "/", index, "what there is"),
    common("GET", "/openapi.json", description, "the description of this interface"),
    common("GET", "/health", health::answer, "whether the server is well, and what it serves"),
    own("GET", "/operations", operations::list, "what the API answers"),
    own("GET", "/scenarios", scenarios::list, "the scenarios, and which are on"),
    own("GET", "/scenarios/{name}", scenarios::show, "one scenario"),
    own("PUT", "/scenarios/{name}", scenarios::switch, "switch a scenario on or off"),
    own("POST", "/scenarios/{name}/reset", scenarios::reset, "begin a scenario anew"),
    common("GET", "/collections", collections::list, "the collections, and what is held for them"),
    own("POST", "/reset", sessions::reset, "set the session back to its beginning"),
    own("GET", "/now", time::show, "what time it is for generated data"),
    own("PUT", "/now", time::change, "say what time it is for generated data"),
    own("GET", "/settings", settings::list, "the settings"),
    own("GET", "/settings/{name}", settings::show, "one setting"),
    own("PUT", "/settings/{name}", settings::change, "change a setting"),
    own("DELETE", "/settings/{name}", settings::restore, "bring back what the scenario declares"),
    common("GET", "/sessions", sessions::list, "the sessions"),
    common("GET", "/sessions/{name}", sessions::show, "one session"),
    common("PUT", "/sessions/{name}", sessions::put, "make a session, or change it"),
    common("DELETE", "/sessions/{name}", sessions::remove, "drop a session and its calls"),
    any("GET", "/calls", SEARCH, calls::list, "the calls of late"),
    any("DELETE", "/calls", SESSION, calls::clear, "forget the calls"),
    common("GET", "/calls/{number}", calls::show, "everything about one call"),
    common("GET", "/calls/{number}/curl", calls::curl, "one call as a command"),
    any("GET", "/calls.curl", SEARCH, calls::script, "the calls as commands"),
    any("GET", "/calls.har", SEARCH, har::answer, "the calls as an HTTP archive"),
    any("POST", "/verify", SESSION, verify::answer, "whether calls were made as expected"),
    any("GET", "/coverage", &["session", "format"], coverage::answer, "what the calls touched"),
    any("DELETE", "/coverage", SESSION, coverage::clear, "begin to count anew"),
    Route {
        method: "GET",
        path: "/events",
        about: "what happens, as it happens",
        query: SESSION,
        takes_all: true,
        handler: Handler::Streams,
    },
];

/// Where a request leads.
pub(super) enum Found {
    /// To a route, with the segments that stand for its variables, decoded.
    Route(&'static Route, Vec<String>),
    /// To a path that has these methods.
    Methods(Vec<&'static str>),
    /// Nowhere.
    Nothing,
}

/// Where a method and a path below the prefix lead.
pub(super) fn find(method: &Method, path: &str) -> Found {
    let path = if path.is_empty() { "/" } else { path };
    let matched = |route: &'static Route| parts(route.path, path).map(|parts| (route, parts));
    let mut found: Vec<(&'static Route, Vec<String>)> = ROUTES.iter().filter_map(matched).collect();
    let wanted = if method == Method::HEAD { "GET" } else { method.as_str() };
    if let Some(at) = found.iter().position(|(route, _)| route.method == wanted) {
        let (route, parts) = found.swap_remove(at);
        return Found::Route(route, parts);
    }
    match found.iter().map(|(route, _)| route.method).collect::<Vec<_>>() {
        none if none.is_empty() => Found::Nothing,
        mut methods => {
            methods.push("OPTIONS");
            Found::Methods(methods)
        }
    }
}

/// The segments that stand for variables, if a path is like a template.
fn parts(template: &str, path: &str) -> Option<Vec<String>> {
    let (mut expected, mut segments) = (template.split('/'), path.split('/'));
    let mut parts = Vec::new();
    loop {
        match (expected.next(), segments.next()) {
            (None, None) => return Some(parts),
            (Some(expected), Some(segment)) if expected.starts_with('{') => {
                let text = percent_decode_str(segment).decode_utf8().ok().filter(|text| !text.is_empty())?;
                parts.push(text.into_owned());
            }
            (Some(expected), Some(segment)) if expected == segment => {}
            _ => return None,
        }
    }
}
