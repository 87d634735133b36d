//! The conditions of a rule.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::matcher::Matcher;
use super::scalar::OneOrMany;

/// What must be true of a call; all that is said holds.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct When {
    /// Of parameters in the query, by name. Of one that is there several times, one value is enough.
    pub query: IndexMap<String, Matcher>,
    /// Of headers, by name.
    pub header: IndexMap<String, Matcher>,
    /// Of cookies, by name.
    pub cookie: IndexMap<String, Matcher>,
    /// Of the variables in the path, by name.
    pub path: IndexMap<String, Matcher>,
    /// Of the body: a JSON Pointer (`/user/name`), a `JSONPath` (`$.items[*].id`, of which one value is enough), the name of a form field or
    /// of a member, or `$` for the whole.
    pub body: IndexMap<String, Matcher>,
    /// Of the method, in upper case.
    pub method: Option<Matcher>,
    /// Of the media type of the body, without parameters.
    pub content_type: Option<Matcher>,
    /// Of the credentials.
    pub credentials: Option<Credentials>,
    /// Whether the call keeps the contract.
    pub valid: Option<Validity>,
    /// All of these hold.
    pub all: Vec<When>,
    /// One of these holds.
    pub any: Vec<When>,
    /// This does not hold.
    pub not: Option<Box<When>>,
    /// An expression, for what matchers cannot say: `settings.strict and query.count | int > 100`.
    #[serde(rename = "if")]
    pub expression: Option<String>,
}

/// What must be true of the credentials.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Credentials {
    /// Whether there are any: those that the document asks for, else an `Authorization` header.
    Presence(Presence),
    /// What they are.
    Parts(CredentialParts),
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// It is not there.
    Absent,
    /// It is there.
    Present,
}

/// What the `Authorization` header says.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CredentialParts {
    /// Of the token behind `Bearer`.
    pub bearer: Option<Matcher>,
    /// Of the name in `Basic` credentials.
    pub user: Option<Matcher>,
    /// Of the password in `Basic` credentials.
    pub password: Option<Matcher>,
}

/// Whether a call keeps the contract.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Validity {
    /// `true` or `false`.
    Whole(bool),
    /// It breaks the contract in one of these ways: by keyword (`required`, `type`, `security`, …), or by keyword and place
    /// (`required query.roomId`).
    #[schemars(extend("additionalProperties" = false))]
    Breaks {
        /// The ways.
        breaks: OneOrMany<String>,
    },
}
