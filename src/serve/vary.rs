//! The `Vary` header (RFC 9110 §12.5.5), to which several steps add. Invariant: a name stands in it once.

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue, VARY};

/// Notes that the reply depends on the request header `name`.
pub(super) fn vary(headers: &mut HeaderMap, name: &HeaderName) {
    let listed = headers
        .get_all(VARY)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|entry| entry.trim() == "*" || entry.trim().eq_ignore_ascii_case(name.as_str()));
    if !listed {
        headers.append(VARY, HeaderValue::from_name(name.clone()));
    }
}
