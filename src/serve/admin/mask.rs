//! Secrets: what the journal has becomes what may be shown. Credentials, and values whose name says that they are nobody's business,
//! become `***`, wherever they stand: in headers, in addresses, in bodies, and in the sentences that quote them.
//!
//! It goes by names, not by looks. Invariant: everything of a call that leaves the admin interface came through here.

use std::borrow::Cow;
use std::collections::BTreeSet;

use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;

use super::mask_body::Bodies;
use crate::base::{MediaType, is_secret};
use crate::contract::style::Coding;
use crate::contract::{Call, Contract, KeyPlace, Part, Routed, Scheme, Violation};
use crate::serve::journal::Entry;

/// What stands for a secret.
pub(super) const MASK: &str = "***";

/// Values that are shorter are too common to be looked for in sentences where nothing sets them apart.
const SHORTEST: usize = 4;
/// The same for answers, where they would be taken for the names of members.
const SHORTEST_ECHO: usize = 8;

/// Which names tell of secrets.
#[derive(Clone, Debug, Default)]
pub(super) struct Mask {
    /// Names that the documents give to credentials, in lower case.
    named: BTreeSet<(Part, String)>,
}

/// A call and its answer as they may be shown.
#[derive(Clone, Debug)]
pub(super) struct Masked {
    /// The path, percent-encoded.
    pub(super) path: String,
    /// The query, percent-encoded.
    pub(super) query: Option<String>,
    /// The headers of the call, in order.
    pub(super) headers: Vec<(String, String)>,
    /// Its body.
    pub(super) sent: Bytes,
    /// The headers of the answer, in order.
    pub(super) answered: Vec<(String, String)>,
    /// Its body.
    pub(super) body: Bytes,
    /// What was masked.
    secrets: Secrets,
}

/// The values that were masked.
#[derive(Clone, Debug, Default)]
pub(super) struct Secrets(BTreeSet<String>);

impl Secrets {
    /// A secret that was found; what stands for it.
    pub(super) fn hide(&mut self, secret: &str) -> &'static str {
        if !secret.is_empty() && secret != MASK {
            self.0.insert(secret.to_owned());
        }
        MASK
    }

    /// A sentence without the secrets that it quotes.
    pub(super) fn strike_out(&self, text: &str) -> String {
        let mut text = text.to_owned();
        // The longest first: one may be a part of another.
        let mut secrets: Vec<&String> = self.0.iter().collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        for secret in secrets {
            if secret.chars().count() >= SHORTEST {
                text = text.replace(secret, MASK);
            } else {
                for quote in ['`', '"', '\''] {
                    text = text.replace(&format!("{quote}{secret}{quote}"), &format!("{quote}{MASK}{quote}"));
                }
            }
        }
        text
    }

    /// A part of an answer without the secrets of the call that it repeats: the path in a problem, a token in a `Location`.
    fn without_echoes<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        let mut secrets: Vec<&String> = self.0.iter().filter(|secret| secret.len() >= SHORTEST_ECHO).collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        for secret in secrets {
            if text.contains(secret.as_str()) {
                text = text.replace(secret, MASK).into();
            }
        }
        text
    }

    fn strike_out_echoes(&self, body: Bytes) -> Bytes {
        match std::str::from_utf8(&body).map(|text| self.without_echoes(text)) {
            Ok(Cow::Owned(masked)) => masked.into(),
            Ok(Cow::Borrowed(_)) | Err(_) => body,
        }
    }
}

impl Masked {
    /// The path and query.
    pub(super) fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }

    /// A sentence about the call, without its secrets.
    pub(super) fn sentence(&self, text: &str) -> String {
        self.secrets.strike_out(text)
    }

    /// What is told of a violation, without secrets.
    pub(super) fn violation(&self, violation: &Violation) -> String {
        let at = violation.at.last().or_else(|| violation.name.clone());
        if at.is_some_and(|name| is_secret(&name)) {
            return format!("`{MASK}` breaks `{}`", violation.code);
        }
        self.sentence(&violation.message)
    }
}

impl Mask {
    /// Knows the names that a contract gives to credentials, besides those that tell by themselves.
    pub(super) fn of(contract: &Contract) -> Self {
        let mut named = BTreeSet::new();
        for operation in contract.operations() {
            for scheme in operation.security.iter().flat_map(|requirement| &requirement.0) {
                if let Scheme::ApiKey(place, name) = scheme {
                    let part = match place {
                        KeyPlace::Header => Part::Header,
                        KeyPlace::Query => Part::Query,
                        KeyPlace::Cookie => Part::Cookie,
                    };
                    named.insert((part, name.to_lowercase()));
                }
            }
            for parameter in operation.parameters.iter().filter(|parameter| parameter.is_credential) {
                named.insert((parameter.part, parameter.name.to_lowercase()));
            }
        }
        Self { named }
    }

    /// A call and its answer as they may be shown.
    pub(super) fn entry(&self, entry: &Entry, contract: &Contract) -> Masked {
        let mut secrets = Secrets::default();
        let call = &entry.call;
        let path = path(&call.method, &call.path, contract, &mut secrets);
        let query = call.query.as_deref().map(|query| self.query(query, &mut secrets));
        let headers = self.headers(&call.headers, &mut secrets);
        let answered = self.headers(&entry.headers, &mut secrets);
        let bodies = Bodies { mask: self };
        let sent = bodies.mask(call.content_type().as_ref(), &call.body, &mut secrets);
        let media = entry.headers.get("content-type").and_then(|value| value.to_str().ok()).map(MediaType::parse);
        let body = bodies.mask(media.as_ref(), &entry.body, &mut secrets);
        let body = secrets.strike_out_echoes(body);
        let shown = |(name, value): (String, String)| (name, secrets.without_echoes(&value).into_owned());
        let answered = answered.into_iter().map(shown).collect();
        Masked { path, query, headers, sent, answered, body, secrets }
    }

    /// The path and query of a call as they may be shown.
    pub(super) fn target(&self, call: &Call, contract: &Contract) -> String {
        let mut secrets = Secrets::default();
        let path = path(&call.method, &call.path, contract, &mut secrets);
        match &call.query {
            Some(query) => format!("{path}?{}", self.query(query, &mut secrets)),
            None => path,
        }
    }

    /// Whether the value of that name is a secret.
    pub(super) fn is_secret(&self, part: Part, name: &str) -> bool {
        is_secret(name) || self.named.contains(&(part, name.to_lowercase()))
    }

    /// A query or a form.
    pub(super) fn query(&self, query: &str, secrets: &mut Secrets) -> String {
        self.pairs(Part::Query, query, secrets)
    }

    /// The pairs of a query or a form, without touching those that are no secret.
    pub(super) fn pairs(&self, part: Part, text: &str, secrets: &mut Secrets) -> String {
        let masked = text.split('&').map(|pair| {
            let Some((name, value)) = pair.split_once('=') else { return Cow::Borrowed(pair) };
            // `filter[token]` and `user.password` are named by their last part.
            if !self.is_secret(part, &Coding::Form.decode(name)) || value.is_empty() {
                return Cow::Borrowed(pair);
            }
            secrets.hide(value);
            secrets.hide(&Coding::Form.decode(value));
            Cow::Owned(format!("{name}={MASK}"))
        });
        masked.collect::<Vec<_>>().join("&")
    }

    /// An address: the password in it, its query, and its fragment, which carries tokens in OAuth's implicit grant (RFC 6749 §4.2.2).
    fn address(&self, address: &str, secrets: &mut Secrets) -> String {
        let (address, fragment) = address.split_once('#').map_or((address, None), |(all, part)| (all, Some(part)));
        let mut masked = match address.split_once('?') {
            Some((before, query)) => format!("{}?{}", userless(before, secrets), self.query(query, secrets)),
            None => userless(address, secrets),
        };
        if let Some(fragment) = fragment {
            // Pages that route by their fragment put a path before the pairs: `#/callback?token=x`.
            let (route, pairs) = fragment.split_once('?').map_or(("", fragment), |(route, pairs)| (route, pairs));
            let mark = if pairs.len() < fragment.len() { "?" } else { "" };
            masked = format!("{masked}#{route}{mark}{}", self.query(pairs, secrets));
        }
        masked
    }

    fn headers(&self, headers: &HeaderMap, secrets: &mut Secrets) -> Vec<(String, String)> {
        let shown = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            let text = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), self.header(name.as_str(), &text, secrets))
        };
        headers.iter().map(shown).collect()
    }

    /// The value of a header, of which everything stays that is no secret: the scheme of credentials, the names of cookies.
    fn header(&self, name: &str, value: &str, secrets: &mut Secrets) -> String {
        match name {
            "authorization" | "proxy-authorization" => match value.split_once(' ') {
                Some((scheme, credentials)) => {
                    basic(scheme, credentials, secrets);
                    format!("{scheme} {}", secrets.hide(credentials.trim()))
                }
                None => secrets.hide(value).to_owned(),
            },
            "cookie" => cookies(value, secrets),
            "set-cookie" => {
                let (pair, attributes) = value.split_once(';').unwrap_or((value, ""));
                let pair = cookies(pair, secrets);
                if attributes.is_empty() { pair } else { format!("{pair};{attributes}") }
            }
            "location" | "content-location" | "referer" | "link" => self.address(value, secrets),
            // These speak of credentials and hold none.
            "www-authenticate" | "proxy-authenticate" => value.to_owned(),
            _ if name.starts_with("access-control-") => value.to_owned(),
            _ if self.is_secret(Part::Header, name) => secrets.hide(value).to_owned(),
            _ => value.to_owned(),
        }
    }
}

/// The variables of a path that are secrets: `/reset/{token}`.
fn path(method: &Method, path: &str, contract: &Contract, secrets: &mut Secrets) -> String {
    let found = match contract.route(method, path) {
        Routed::Matched(found) => found,
        // HEAD is answered as GET, and what is refused for its method has the same secrets in its path.
        Routed::WrongMethod(others) => {
            let routed = others.iter().filter_map(|method| match contract.route(method, path) {
                Routed::Matched(found) => Some(found),
                Routed::WrongMethod(_) | Routed::Unknown => None,
            });
            routed.flatten().collect()
        }
        Routed::Unknown => return path.to_owned(),
    };
    let hidden: BTreeSet<&str> = found
        .iter()
        .flat_map(|(_, captures)| captures)
        .filter(|(name, value)| is_secret(name) && !value.is_empty())
        .map(|(_, value)| value.as_str())
        .collect();
    if hidden.is_empty() {
        return path.to_owned();
    }
    for secret in &hidden {
        secrets.hide(secret);
        secrets.hide(&percent_decode_str(secret).decode_utf8_lossy());
    }
    let whole = path.split('/').map(|segment| if hidden.contains(segment) { MASK } else { segment });
    let mut masked = whole.collect::<Vec<_>>().join("/");
    // A variable may be a part of its segment, `reset-{token}`, or several of them.
    for secret in hidden.iter().filter(|secret| secret.len() >= SHORTEST) {
        masked = masked.replace(*secret, MASK);
    }
    masked
}

/// The name and password in `Basic` credentials, so that sentences that quote them can be told.
fn basic(scheme: &str, credentials: &str, secrets: &mut Secrets) {
    use base64::Engine;
    if !scheme.eq_ignore_ascii_case("basic") {
        return;
    }
    let decoded = base64::engine::general_purpose::STANDARD.decode(credentials.trim()).ok();
    let decoded = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
    if let Some((_, password)) = decoded.as_deref().and_then(|pair| pair.split_once(':')) {
        secrets.hide(password);
    }
}

/// Cookies by their names alone: what a session is known by is seldom named for what it is.
fn cookies(value: &str, secrets: &mut Secrets) -> String {
    let masked = value.split(';').map(|piece| match piece.split_once('=') {
        Some((name, value)) if !value.trim().is_empty() => format!("{name}={}", secrets.hide(value.trim())),
        _ => piece.to_owned(),
    });
    masked.collect::<Vec<_>>().join(";")
}

/// An address without the password in it: `https://me:secret@host/`.
fn userless(address: &str, secrets: &mut Secrets) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let (authority, path) = rest.split_once('/').map_or((rest, None), |(authority, path)| (authority, Some(path)));
    let Some((user, host)) = authority.rsplit_once('@') else { return address.to_owned() };
    secrets.hide(user);
    let path = path.map(|path| format!("/{path}")).unwrap_or_default();
    format!("{scheme}://{MASK}@{host}{path}")
}
