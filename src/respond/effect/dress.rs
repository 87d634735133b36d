//! The head of an answer as a rule wants it: the media type, headers, cookies, the address to go to.
//!
//! Invariant: no value that a template makes can begin another header; what no header can hold is left out, and told, as is what a
//! template omits.

use std::fmt::Write as _;

use http::{HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::base::MediaType;
use crate::respond::reply::Reply;
use crate::respond::trace::Trace;
use crate::scenario::format::{CookieParts, SameSite};
use crate::scenario::{Change, Effect, Scope, Template};

/// What a cookie's value cannot hold as it is (RFC 6265 §4.1.1), and what would make it look encoded.
const NOT_IN_COOKIES: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\').add(b'%');
/// What an address cannot hold as it is; what is encoded already stays so.
const NOT_IN_ADDRESSES: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');
/// When a cookie is over that is to be forgotten, for clients that know no `Max-Age`.
const LONG_AGO: &str = "Thu, 01 Jan 1970 00:00:00 GMT";

/// The headers, the cookies and the media type that a rule asks for; nothing else of it.
pub(in crate::respond) fn headers(reply: &mut Reply, effect: &Effect, scope: &Scope<'_>, trace: &mut Trace) {
    if let Some(media_type) = effect.content_type.as_ref().filter(|_| !reply.body.is_empty()) {
        label(reply, media_type);
    }
    for (name, change) in &effect.headers {
        header(reply, name, change, scope, trace);
    }
    for (name, kept) in &effect.cookies {
        let text = match kept {
            Some((value, parts)) => {
                value.unless_omitted(scope).map(|value| value.map(|value| cookie(name, &value, parts)))
            }
            None => Ok(Some(format!("{name}=; Path=/; Max-Age=0; Expires={LONG_AGO}"))),
        };
        match text.map_err(|error| error.to_string()).and_then(|text| text.as_deref().map(legal).transpose()) {
            Ok(Some(value)) => drop(reply.headers.append(http::header::SET_COOKIE, value)),
            Ok(None) => trace.note(format!("cookie: `{name}` is omitted")),
            Err(reason) => trace.note(format!("cookie: `{name}` is left out: {reason}")),
        }
    }
}

/// Sends the client to an address.
pub(super) fn redirect(reply: &mut Reply, address: &str, trace: &mut Trace) {
    let address = utf8_percent_encode(address.trim(), NOT_IN_ADDRESSES).to_string();
    reply.set("location", &address);
    trace.note(format!("redirect: to {address}"));
}

/// Says what the body is; a boundary that the body was written with stays.
fn label(reply: &mut Reply, media_type: &MediaType) {
    let known = reply.headers.get("content-type").and_then(|value| value.to_str().ok()).map(MediaType::parse);
    if known.is_none_or(|known| !media_type.is_multipart() || known.essence() != media_type.essence()) {
        reply.set("content-type", media_type.as_str());
    }
}

fn header(reply: &mut Reply, name: &HeaderName, change: &Change, scope: &Scope<'_>, trace: &mut Trace) {
    let values: &[Template] = match change {
        Change::Remove => {
            reply.headers.remove(name);
            return trace.note(format!("header: without `{name}`"));
        }
        Change::Set(values) => {
            reply.headers.remove(name);
            values
        }
        Change::Add(value) => std::slice::from_ref(value),
    };
    for value in values {
        let text = value.unless_omitted(scope).map_err(|error| error.to_string());
        match text.and_then(|text| text.as_deref().map(legal).transpose()) {
            Ok(None) => trace.note(format!("header: `{name}` is omitted")),
            Ok(Some(value)) => {
                reply.headers.append(name, value);
                trace.note(format!("header: `{name}`, as the rule says"));
            }
            Err(reason) => trace.note(format!("header: `{name}` is left out: {reason}")),
        }
    }
}

/// A text as a header's value.
fn legal(text: &str) -> Result<HeaderValue, String> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err("it holds a line break or another control character".to_owned());
    }
    HeaderValue::from_bytes(text.as_bytes()).map_err(|error| error.to_string())
}

/// `Set-Cookie` (RFC 6265 §4.1).
fn cookie(name: &str, value: &str, parts: &CookieParts) -> String {
    let mut text = format!("{name}={}", utf8_percent_encode(value, NOT_IN_COOKIES));
    let _ = write!(text, "; Path={}", parts.path.as_deref().unwrap_or("/"));
    if let Some(domain) = &parts.domain {
        let _ = write!(text, "; Domain={domain}");
    }
    if let Some(span) = parts.max_age {
        let _ = write!(text, "; Max-Age={}", span.0.as_secs());
    }
    if let Some(same_site) = parts.same_site {
        text.push_str(match same_site {
            SameSite::Strict => "; SameSite=Strict",
            SameSite::Lax => "; SameSite=Lax",
            SameSite::None => "; SameSite=None",
        });
    }
    if parts.secure {
        text.push_str("; Secure");
    }
    if parts.http_only {
        text.push_str("; HttpOnly");
    }
    text
}
