//! What is sent, before it becomes bytes on a wire.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::trace::Trace;

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers; framing ones are `serve`'s.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// What to do about a call.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What to send.
    pub reply: Reply,
    /// Why.
    pub trace: Trace,
}

impl Reply {
    /// A reply without headers and body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// Sets a header; a value that cannot be one is left out.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value.as_bytes()))
        {
            self.headers.insert(name, value);
        }
    }
}
