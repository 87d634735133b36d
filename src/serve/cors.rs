//! Cross-origin resource sharing (WHATWG Fetch, "CORS protocol"): which pages of a browser may read the answers.
//!
//! It answers preflights and dresses every other reply; it refuses no call, for that is what browsers do. Invariant: a header that the
//! reply already carries stays as it is.

use std::fmt;
use std::str::FromStr;

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, CONTENT_LENGTH, HeaderName, HeaderValue, ORIGIN,
};
use http::{HeaderMap, Method, StatusCode};

use super::vary::vary;
use crate::respond::Reply;

/// Of the draft "Private Network Access": a public page that calls a loopback address asks for it.
const REQUEST_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");

/// How long a browser may remember a preflight, in seconds: short, since a mock server is restarted with other settings.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");
const TRUE: HeaderValue = HeaderValue::from_static("true");
const ANY: HeaderValue = HeaderValue::from_static("*");

/// Which origins may read the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cors {
    /// None; preflights are calls like any other.
    Off,
    /// Every origin, by name, so that requests with credentials work too.
    #[default]
    Reflect,
    /// These, each `scheme://host[:port]` or `null`, in lower case.
    Origins(Vec<String>),
}

/// Something in a list of origins that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnOrigin(String);

impl fmt::Display for NotAnOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not an origin: write `scheme://host` or `scheme://host:port`", self.0)
    }
}

impl std::error::Error for NotAnOrigin {}

impl FromStr for Cors {
    type Err = NotAnOrigin;

    /// Reads `off` (or `false`), `*` (or `true`, or nothing), or a list of origins set apart by commas or blanks.
    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        match text.trim().to_ascii_lowercase().as_str() {
            "off" | "false" => Ok(Self::Off),
            "" | "*" | "true" => Ok(Self::Reflect),
            list => list
                .split(|letter: char| letter == ',' || letter.is_whitespace())
                .filter(|entry| !entry.is_empty())
                .map(origin)
                .collect::<Result<_, _>>()
                .map(Self::Origins),
        }
    }
}

fn origin(entry: &str) -> Result<String, NotAnOrigin> {
    let origin = entry.strip_suffix('/').unwrap_or(entry);
    let host = origin.split_once("://").map(|(_, host)| host);
    if origin == "null" || host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', '*'])) {
        Ok(origin.to_owned())
    } else {
        Err(NotAnOrigin(entry.to_owned()))
    }
}

impl Cors {
    /// The answer to a preflight, for any path: 204 with what was asked for. `None` if the call is none.
    pub(super) fn preflight(&self, method: &Method, request: &HeaderMap) -> Option<Reply> {
        let origin = request.get(ORIGIN)?;
        let asked = request.get(ACCESS_CONTROL_REQUEST_METHOD)?;
        if *self == Self::Off || method != Method::OPTIONS {
            return None;
        }
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        vary(&mut headers, &ORIGIN);
        if self.allows(origin) {
            let wanted = request.get(ACCESS_CONTROL_REQUEST_HEADERS).cloned().unwrap_or(ANY);
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, asked.clone());
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted);
            headers.insert(ACCESS_CONTROL_MAX_AGE, MAX_AGE);
            if request.get(REQUEST_PRIVATE_NETWORK) == Some(&TRUE) {
                headers.insert(ALLOW_PRIVATE_NETWORK, TRUE);
            }
        }
        Some(Reply { status: StatusCode::NO_CONTENT, headers, body: crate::respond::Body::default() })
    }

    /// Adds what lets the page that sent `request` read the reply.
    pub(super) fn dress(&self, request: &HeaderMap, headers: &mut HeaderMap) {
        if *self == Self::Off {
            return;
        }
        let origin = request.get(ORIGIN).filter(|origin| self.allows(origin));
        // Without an origin nobody applies these; an open server says so all the same, as Prism does.
        let (allowed, exposed) = match (self, origin) {
            (_, Some(origin)) => (Some(origin.clone()), exposed(headers)),
            (Self::Reflect, None) => (Some(ANY), Some(ANY)),
            _ => (None, None),
        };
        vary(headers, &ORIGIN);
        let Some(allowed) = allowed else { return };
        let allowed = headers.entry(ACCESS_CONTROL_ALLOW_ORIGIN).or_insert(allowed).clone();
        if allowed != ANY {
            headers.entry(ACCESS_CONTROL_ALLOW_CREDENTIALS).or_insert(TRUE);
        }
        if let Some(exposed) = exposed {
            headers.entry(ACCESS_CONTROL_EXPOSE_HEADERS).or_insert(exposed);
        }
    }

    fn allows(&self, origin: &HeaderValue) -> bool {
        match self {
            Self::Off => false,
            Self::Reflect => true,
            Self::Origins(origins) => {
                origins.iter().any(|allowed| allowed.as_bytes().eq_ignore_ascii_case(origin.as_bytes()))
            }
        }
    }
}

/// The reply's headers that a page may not read unasked, in alphabetical order (Fetch, "CORS-safelisted response-header name").
fn exposed(headers: &HeaderMap) -> Option<HeaderValue> {
    const READABLE: [&str; 7] =
        ["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"];
    const UNREADABLE: [&str; 3] = ["set-cookie", "set-cookie2", "vary"];
    let mut names: Vec<&str> = headers
        .keys()
        .map(HeaderName::as_str)
        .filter(|name| !READABLE.contains(name) && !UNREADABLE.contains(name) && !name.starts_with("access-control-"))
        .collect();
    names.sort_unstable();
    HeaderValue::try_from(names.join(", ")).ok().filter(|names| !names.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(text: &str) -> HeaderMap {
        text.lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()))
            .collect()
    }

    fn listed(headers: &HeaderMap) -> String {
        let mut lines: Vec<String> =
            headers.iter().map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap())).collect();
        lines.sort();
        lines.concat().replace("access-control-", "")
    }

    #[test]
    fn settings_are_read_from_text() {
        for (text, cors) in [
            ("off", Ok(Cors::Off)),
            ("False", Ok(Cors::Off)),
            ("*", Ok(Cors::Reflect)),
            ("true", Ok(Cors::Reflect)),
            ("", Ok(Cors::Reflect)),
            ("HTTP://A.test:1/, null", Ok(Cors::Origins(vec!["http://a.test:1".to_owned(), "null".to_owned()]))),
            ("a.test", Err(NotAnOrigin("a.test".to_owned()))),
            ("http://a.test/x", Err(NotAnOrigin("http://a.test/x".to_owned()))),
        ] {
            assert_eq!(text.parse(), cors, "{text}");
        }
        let error = "a.test".parse::<Cors>().unwrap_err();
        assert_eq!(error.to_string(), "`a.test` is not an origin: write `scheme://host` or `scheme://host:port`");
    }

    #[test]
    fn replies_are_dressed_for_the_page_that_asked() {
        let open = "allow-credentials: true\nallow-origin: http://a\n";
        for (cors, request, reply, expected) in [
            ("off", "origin: http://a", "etag: x", "etag: x\n".to_owned()),
            ("*", "origin: http://a", "content-type: x", format!("{open}content-type: x\nvary: origin\n")),
            (
                "*",
                "origin: http://a",
                "x-b: 1\nset-cookie: c\nx-a: 2\nvary: Origin",
                format!("{open}expose-headers: x-a, x-b\nset-cookie: c\nvary: Origin\nx-a: 2\nx-b: 1\n"),
            ),
            ("*", "", "etag: x", "allow-origin: *\nexpose-headers: *\netag: x\nvary: origin\n".to_owned()),
            (
                "*",
                "origin: http://a",
                "access-control-allow-origin: *\naccess-control-expose-headers: y\nvary: *",
                "allow-origin: *\nexpose-headers: y\nvary: *\n".to_owned(),
            ),
            ("http://A", "origin: http://a", "", format!("{open}vary: origin\n")),
            ("http://b", "origin: http://a", "", "vary: origin\n".to_owned()),
            ("http://b", "", "", "vary: origin\n".to_owned()),
        ] {
            let mut dressed = headers(reply);
            cors.parse::<Cors>().unwrap().dress(&headers(request), &mut dressed);
            assert_eq!(listed(&dressed), expected, "{cors}: {request} / {reply}");
        }
    }

    #[test]
    fn preflights_are_answered_with_what_they_ask_for() {
        const ASKED: &str = "origin: http://a\naccess-control-request-method: PUT\n";
        let granted = |headers: &str, rest: &str| {
            format!(
                "allow-credentials: true\nallow-headers: {headers}\nallow-methods: PUT\nallow-origin: http://a\n{rest}\
                 max-age: 600\ncontent-length: 0\nvary: origin\n"
            )
        };
        for (cors, method, request, expected) in [
            ("*", "OPTIONS", String::new(), Some(granted("*", ""))),
            ("*", "OPTIONS", "access-control-request-headers: x-a, y".to_owned(), Some(granted("x-a, y", ""))),
            (
                "http://a",
                "OPTIONS",
                "access-control-request-private-network: true".to_owned(),
                Some(granted("*", "allow-private-network: true\n")),
            ),
            ("http://b", "OPTIONS", String::new(), Some("content-length: 0\nvary: origin\n".to_owned())),
            ("off", "OPTIONS", String::new(), None),
            ("*", "GET", String::new(), None),
        ] {
            let request = headers(&format!("{ASKED}{request}"));
            let reply = cors.parse::<Cors>().unwrap().preflight(&method.parse().unwrap(), &request);
            assert_eq!(reply.map(|reply| listed(&reply.headers)), expected, "{cors} {method} {request:?}");
        }
        assert!(Cors::Reflect.preflight(&Method::OPTIONS, &headers("origin: http://a")).is_none(), "no preflight");
    }
}
