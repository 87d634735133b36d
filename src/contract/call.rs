//! One request, read whole: what everything below `serve` knows of HTTP.

use std::net::IpAddr;

use bytes::Bytes;
use http::{HeaderMap, Method};

use crate::base::MediaType;

/// A request with its body. Nothing in it has been decoded.
#[derive(Clone, Debug)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// The path, percent-encoded, beginning with `/`.
    pub path: String,
    /// The query without its `?`, percent-encoded.
    pub query: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, empty if there is none.
    pub body: Bytes,
    /// Whether the body was longer than is allowed; what is here is then only its beginning.
    pub over_limit: bool,
    /// The client's address.
    pub peer: Option<IpAddr>,
}

impl Call {
    /// A call without headers and body, for tools that have no socket.
    #[must_use]
    pub fn new(method: Method, target: &str) -> Self {
        let (path, query) =
            target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query.to_owned())));
        let (path, headers, body) = (path.to_owned(), HeaderMap::new(), Bytes::new());
        Self { method, path, query, headers, body, over_limit: false, peer: None }
    }

    /// A header as text; the first if it is there more than once, `None` if it is no text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// All values of a header, joined as RFC 9110 §5.3 allows; bytes that are no UTF-8 are replaced.
    #[must_use]
    pub fn joined_header(&self, name: &str) -> Option<String> {
        let values: Vec<_> =
            self.headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The media type of the body.
    #[must_use]
    pub fn content_type(&self) -> Option<MediaType> {
        self.header("content-type").filter(|text| !text.trim().is_empty()).map(MediaType::parse)
    }

    /// The path and query as they were asked for.
    #[must_use]
    pub fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }
}
