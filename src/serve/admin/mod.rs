//! The admin interface: what is below the prefix (`/_standin`) belongs to the server itself, not to the API that it stands in for.
//!
//! ```text
//! call ─access─▶ ROUTES ─▶ one handler ─▶ JSON, HAR, text, or a stream of events
//! ```
//! Its description is `openapi.json`, and a test holds the two together. It shows what there is and changes what may be changed; it
//! chooses no answer of the API. Invariants: whoever may not ask learns nothing; every refusal is a problem document (RFC 9457) that says
//! what would have been right; nothing secret leaves unmasked.

mod access;
mod calls;
mod collections;
mod coverage;
mod curl;
mod events;
mod har;
mod health;
mod junit;
mod mask;
mod mask_body;
mod near;
mod operations;
mod problem;
mod request;
mod routes;
mod scenarios;
mod sessions;
mod settings;
mod shown;
mod time;
mod verify;

#[cfg(test)]
mod tests;

use http::Method;
use serde_json::{Value, json};

pub(super) use events::{Feed, MEDIA_TYPE};

use super::host::Host;
use crate::contract::Call;
use crate::respond::Reply;
use problem::{Problem, json_reply};
use request::Request;
use routes::{Found, Handler, ROUTES};

/// The description of this interface, for the prefix that is the usual one.
const DESCRIPTION: &str = include_str!("openapi.json");
/// That prefix.
const USUAL_PREFIX: &str = "/_standin";

/// How the server is looked into and steered while it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminOptions {
    /// Where: a path without a slash at its end, `/_standin`.
    pub prefix: String,
    /// Whether at all.
    pub enabled: bool,
    /// What clients have to send as `Authorization: Bearer …`, all of them; without one only clients on the same machine may ask.
    pub token: Option<String>,
}

impl Default for AdminOptions {
    /// At `/_standin`, for this machine.
    fn default() -> Self {
        Self { prefix: USUAL_PREFIX.to_owned(), enabled: true, token: None }
    }
}

impl AdminOptions {
    /// Whether a path is one of this interface.
    #[must_use]
    pub fn covers(&self, path: &str) -> bool {
        self.enabled && path.strip_prefix(&*self.prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// What is answered.
pub(super) enum AdminAnswer {
    /// A reply.
    Reply(Reply),
    /// Events, as long as the client listens.
    Events(Box<Feed>),
}

/// Answers a call below the prefix.
pub(super) fn answer(host: &Host, call: &Call) -> AdminAnswer {
    routed(host, call).unwrap_or_else(|problem| AdminAnswer::Reply(problem.reply()))
}

fn routed(host: &Host, call: &Call) -> Result<AdminAnswer, Problem> {
    access::check(&host.admin, host.url.get().map_or("", String::as_str), call)?;
    let path = call.path.strip_prefix(&*host.admin.prefix).unwrap_or(&call.path);
    let (route, parts) = match routes::find(&call.method, path) {
        Found::Route(route, parts) => (route, parts),
        Found::Methods(methods) => {
            let allow = methods.join(", ");
            if call.method == Method::OPTIONS {
                return Ok(AdminAnswer::Reply(problem::empty(204, &[("allow", &allow)])));
            }
            let detail = format!("`{path}` answers {allow}, not {}", call.method);
            return Err(Problem::new(405, "no-such-method", "No such method", detail).header("allow", &allow));
        }
        Found::Nothing => {
            let known = ROUTES.iter().map(|route| route.path);
            let detail = format!("the admin interface has nothing at `{path}`");
            return Err(Problem::new(404, "no-such-path", "No such path", detail).meant(path, known));
        }
    };
    let request = Request::read(host, call, route, parts)?;
    match route.handler {
        Handler::Answers(handler) => handler(&request).map(AdminAnswer::Reply),
        Handler::Streams => Ok(AdminAnswer::Events(Box::new(Feed::open(&request)?))),
    }
}

/// `GET /`: what there is.
#[expect(clippy::unnecessary_wraps, reason = "as every handler")]
fn index(request: &Request<'_>) -> Result<Reply, Problem> {
    let prefix = &request.host.admin.prefix;
    let links = ROUTES.iter().filter(|route| !route.path.contains('{') && route.path != "/").map(
        |route| json!({ "method": route.method, "href": format!("{prefix}{}", route.path), "about": route.about }),
    );
    let links: Vec<Value> = links.collect();
    Ok(json_reply(200, &json!({ "name": "standin", "version": env!("CARGO_PKG_VERSION"), "links": links })))
}

/// `GET /openapi.json`: the description of this interface, where it really is.
#[expect(clippy::unnecessary_wraps, reason = "as every handler")]
fn description(request: &Request<'_>) -> Result<Reply, Problem> {
    let prefix = &request.host.admin.prefix;
    let mut document: Value = serde_json::from_str(DESCRIPTION).unwrap_or_default();
    if let Some(url) = document.pointer_mut("/servers/0/url") {
        *url = prefix.as_str().into();
    }
    if let Some(version) = document.pointer_mut("/info/version") {
        *version = env!("CARGO_PKG_VERSION").into();
    }
    Ok(json_reply(200, &document))
}
