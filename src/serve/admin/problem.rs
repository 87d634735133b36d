//! Replies of the admin interface: JSON, text, and problem documents (RFC 9457) for everything that is refused.

use http::{HeaderName, HeaderValue};
use serde_json::{Map, Value, json};

use crate::base::nearest;
use crate::respond::Reply;

/// Why a request is refused.
#[derive(Clone, Debug)]
pub(super) struct Problem(Box<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    status: u16,
    /// The last part of its type.
    name: &'static str,
    title: &'static str,
    detail: String,
    more: Map<String, Value>,
    headers: Vec<(&'static str, String)>,
}

impl Problem {
    /// A problem; `detail` is a sentence for people.
    pub(super) fn new(status: u16, name: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        let (detail, more, headers) = (detail.into(), Map::new(), Vec::new());
        Self(Box::new(Parts { status, name, title, detail, more, headers }))
    }

    /// Something is named that there is not.
    pub(super) fn unknown(what: &str, name: &str) -> Self {
        Self::new(404, "not-found", "Not found", format!("there is no {what} `{name}`"))
    }

    /// The request says something that it must not.
    pub(super) fn invalid(detail: impl Into<String>) -> Self {
        Self::new(422, "invalid-request", "Invalid request", detail)
    }

    /// Says what was probably meant, if anything like it is known.
    pub(super) fn meant<'k>(mut self, name: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        if let Some(near) = nearest(name, known) {
            self.0.detail.push_str("; did you mean `");
            self.0.detail.push_str(near);
            self.0.detail.push_str("`?");
        }
        self
    }

    /// Adds a member.
    pub(super) fn member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.more.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a header.
    pub(super) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.0.headers.push((name, value.to_owned()));
        self
    }

    /// What is sent.
    pub(super) fn reply(self) -> Reply {
        let Parts { status, name, title, detail, more, headers } = *self.0;
        let mut body = json!({
            "type": format!("urn:standin:problem:{name}"),
            "title": title,
            "status": status,
            "detail": detail,
        });
        if let Value::Object(members) = &mut body {
            members.extend(more);
        }
        let mut reply = text_reply(status, "application/problem+json", format!("{body:#}\n"));
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                reply.headers.insert(HeaderName::from_static(name), value);
            }
        }
        reply
    }
}

/// A reply in JSON, laid out for people.
pub(super) fn json_reply(status: u16, body: &Value) -> Reply {
    text_reply(status, "application/json", format!("{body:#}\n"))
}

/// A reply of any text.
pub(super) fn text_reply(status: u16, media: &'static str, body: String) -> Reply {
    let mut reply = empty(status, &[]);
    reply.headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(media));
    reply.body = body.into();
    reply
}

/// A reply without a body. What the admin interface says is true for a moment only, so nobody keeps it.
pub(super) fn empty(status: u16, headers: &[(&'static str, &str)]) -> Reply {
    let mut reply = Reply::empty(status);
    reply.headers.insert(http::header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            reply.headers.insert(HeaderName::from_static(name), value);
        }
    }
    reply
}
