//! What credentials an operation asks for (OpenAPI, Security Requirement Object): alternatives are OR, members of one AND.
//!
//! A mock knows no users: credentials are good if they are there and have the right form.

use base64::Engine;
use openapiv3::{APIKeyLocation, SecurityScheme};

use super::call::Call;
use super::style::{Cookies, Query};
use super::violation::Part;

/// One alternative: every scheme in it must be met; an empty one always is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement(pub Vec<Scheme>);

/// One scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// A key in a header, the query or a cookie: present and not empty.
    ApiKey(KeyPlace, String),
    /// `Authorization: Basic` with a user and a password (RFC 7617).
    Basic,
    /// `Authorization: Digest` with the fields RFC 7616 demands.
    Digest,
    /// `Authorization: Bearer` with a token (RFC 6750); the text is what `WWW-Authenticate` says.
    Bearer(&'static str),
    /// Any other scheme of HTTP authentication: `Authorization` is there.
    Other(String),
}

/// Where a key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// In a header.
    Header,
    /// In the query.
    Query,
    /// In a cookie.
    Cookie,
}

impl Scheme {
    pub(super) fn compile(scheme: &SecurityScheme) -> Self {
        match scheme {
            SecurityScheme::APIKey { location, name, .. } => {
                let place = match location {
                    APIKeyLocation::Header => KeyPlace::Header,
                    APIKeyLocation::Query => KeyPlace::Query,
                    APIKeyLocation::Cookie => KeyPlace::Cookie,
                };
                Self::ApiKey(place, name.clone())
            }
            SecurityScheme::HTTP { scheme, .. } => match scheme.as_str() {
                "basic" => Self::Basic,
                "digest" => Self::Digest,
                "bearer" => Self::Bearer("Bearer"),
                other => Self::Other(other.to_owned()),
            },
            SecurityScheme::OAuth2 { .. } => Self::Bearer("OAuth2"),
            SecurityScheme::OpenIDConnect { .. } => Self::Bearer("OpenID"),
        }
    }

    /// Whether the call carries what this scheme asks for.
    #[must_use]
    pub fn is_met(&self, call: &Call) -> bool {
        let authorization = call.header("authorization").unwrap_or_default();
        let (name, value) = authorization.split_once(' ').unwrap_or((authorization, ""));
        let is = |expected: &str| name.eq_ignore_ascii_case(expected) && !value.trim().is_empty();
        match self {
            Self::ApiKey(KeyPlace::Header, name) => call.header(name).is_some_and(|key| !key.is_empty()),
            Self::ApiKey(KeyPlace::Query, name) => {
                Query::parse(call.query.as_deref().unwrap_or_default()).first(name).is_some_and(|key| !key.is_empty())
            }
            Self::ApiKey(KeyPlace::Cookie, name) => {
                Cookies::parse(call.headers.get_all("cookie")).first(name).is_some_and(|key| !key.is_empty())
            }
            Self::Basic => is("basic") && is_user_and_password(value.trim()),
            Self::Digest => {
                is("digest")
                    && ["username", "realm", "nonce", "uri", "response"].iter().all(|field| has_field(value, field))
            }
            Self::Bearer(_) => is("bearer"),
            // What other schemes send nobody here can judge (`mutual` is not even sent in a header of its own making).
            Self::Other(_) => !authorization.trim().is_empty(),
        }
    }

    /// The challenge for `WWW-Authenticate` (RFC 9110 §11.6.1); keys have none. The words are Prism's, which clients know.
    #[must_use]
    pub fn challenge(&self) -> Option<String> {
        match self {
            Self::ApiKey(..) => None,
            Self::Basic => Some("Basic realm=\"*\"".to_owned()),
            Self::Digest => Some("Digest realm=\"*\", nonce=\"abc123\"".to_owned()),
            Self::Bearer(tag) => Some((*tag).to_owned()),
            Self::Other(scheme) => Some(scheme.clone()),
        }
    }

    /// Where it is sent, and the name of a key.
    pub(super) fn place(&self) -> (Part, Option<&str>) {
        match self {
            Self::ApiKey(KeyPlace::Header, name) => (Part::Header, Some(name)),
            Self::ApiKey(KeyPlace::Query, name) => (Part::Query, Some(name)),
            Self::ApiKey(KeyPlace::Cookie, name) => (Part::Cookie, Some(name)),
            _ => (Part::Header, None),
        }
    }

    /// What is asked for, in words.
    #[must_use]
    pub fn description(&self) -> String {
        match self {
            Self::ApiKey(KeyPlace::Header, name) => format!("header `{name}`"),
            Self::ApiKey(KeyPlace::Query, name) => format!("query parameter `{name}`"),
            Self::ApiKey(KeyPlace::Cookie, name) => format!("cookie `{name}`"),
            Self::Basic => "`Authorization: Basic …`".to_owned(),
            Self::Digest => "`Authorization: Digest …`".to_owned(),
            Self::Bearer(_) => "`Authorization: Bearer …`".to_owned(),
            Self::Other(scheme) => format!("`Authorization: {scheme} …`"),
        }
    }
}

fn is_user_and_password(encoded: &str) -> bool {
    let decoded = base64::engine::general_purpose::STANDARD.decode(encoded);
    let decoded = decoded.ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.is_some_and(|pair| pair.contains(':'))
}

fn has_field(fields: &str, name: &str) -> bool {
    fields
        .split(',')
        .any(|field| field.trim().split_once('=').is_some_and(|(key, _)| key.trim().eq_ignore_ascii_case(name)))
}
