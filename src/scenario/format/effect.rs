//! What a rule does to an answer.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::delay::Delay;
use super::fault::Fault;
use super::matcher::some;
use super::scalar::{OneOrMany, Span};

/// What is answered: a status, the word `pass`, or an effect.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Then {
    /// A status, with its documented body.
    Status(#[schemars(range(min = 200, max = 599))] u16),
    /// `pass`: the answer that would be given without the rule.
    Word(Word),
    /// More.
    Effect(Box<Effect>),
}

/// A word in the place of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// The answer that would be given without the rule.
    Pass,
}

/// What is done to an answer. Texts in bodies, headers, cookies and addresses are templates: `{{ query.roomId }}`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Effect {
    /// The status [default: the one that would be sent].
    #[schemars(range(min = 200, max = 599))]
    pub status: Option<u16>,
    /// The documented example, by its name.
    pub example: Option<String>,
    /// The media type [default: the documented one; JSON for a body that is no text].
    pub content_type: Option<String>,
    /// The body. A text that is one template (`"{{ query.count | int }}"`) becomes what the template says, be it a number or a list.
    #[schemars(with = "Option<serde_json::Value>")]
    #[serde(deserialize_with = "some")]
    pub body: Option<Value>,
    /// A file that holds the body, named from this file's folder, and inside it.
    pub file: Option<String>,
    /// A merge patch (RFC 7396) over the body that would be sent: members are set, `null` removes.
    #[schemars(with = "Option<serde_json::Value>")]
    #[serde(deserialize_with = "some")]
    pub patch: Option<Value>,
    /// Parts of the body that are left out: JSON Pointers, in which `*` stands for every item or member.
    pub drop: OneOrMany<String>,
    /// How many items a list in the body has: a number for the body's only list, or `{ /messages: 200 }`.
    pub repeat: Option<Repeat>,
    /// Headers: a text sets one, a list sends it several times, `null` leaves it out; `{ add: text }` keeps those that are there.
    pub headers: IndexMap<String, HeaderChange>,
    /// Cookies: a text, `{ value: …, max-age: 1h, … }`, or `null` to have the client forget it.
    pub cookies: IndexMap<String, Option<Cookie>>,
    /// Where the client is sent, with status 302 unless another one is said.
    pub redirect: Option<String>,
    /// Whether the answer is the one that would be given without the rule.
    pub pass: bool,
    /// How late the answer is.
    pub delay: Option<Delay>,
    /// What goes wrong on the wire.
    pub fault: Option<Fault>,
    /// Settings that are changed, from this call on, in the client's session.
    pub set: Map<String, Value>,
    /// What is added to counters that templates read as `counters.NAME`, in the client's session.
    pub count: IndexMap<String, i64>,
}

/// How long lists become.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Repeat {
    /// The body's only list.
    Only(u64),
    /// Lists by JSON Pointer.
    At(IndexMap<String, u64>),
}

/// What becomes of a header.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum HeaderChange {
    /// It is set.
    Set(String),
    /// It is set to a number.
    Number(i64),
    /// It is sent several times.
    Several(Vec<String>),
    /// One more is sent.
    #[schemars(extend("additionalProperties" = false))]
    Add {
        /// Its value.
        add: String,
    },
    /// It is left out.
    Remove,
}

/// A cookie to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Cookie {
    /// Its value.
    Value(String),
    /// Its value and how it is kept.
    Parts(Box<CookieParts>),
}

/// A cookie's value and how it is kept (RFC 6265).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CookieParts {
    /// The value.
    pub value: String,
    /// For which paths [default: /].
    #[serde(default)]
    pub path: Option<String>,
    /// For which hosts.
    #[serde(default)]
    pub domain: Option<String>,
    /// For how long [default: until the browser is closed].
    #[serde(default)]
    pub max_age: Option<Span>,
    /// Whether pages cannot read it.
    #[serde(default)]
    pub http_only: bool,
    /// Whether it is sent over HTTPS only.
    #[serde(default)]
    pub secure: bool,
    /// Whether other sites' pages send it.
    #[serde(default)]
    pub same_site: Option<SameSite>,
}

/// Whether other sites' pages send a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SameSite {
    /// Never.
    Strict,
    /// When they lead to us.
    Lax,
    /// Always.
    None,
}
