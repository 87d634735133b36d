//! How many calls are let through.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Waiver;
use super::effect::{HeaderChange, Then};
use super::scalar::{OneOrMany, Span, one_or_many};
use super::when::When;

/// A limit on the number of calls, and how those above it are refused.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limit {
    /// What the limit is called in traces and headers [default: what it is for].
    #[serde(default)]
    pub name: Option<String>,
    /// The operations, as in a rule.
    pub on: OneOrMany<String>,
    /// What must be true of a call that is counted.
    #[serde(default)]
    pub when: Option<When>,
    /// How many calls in which time.
    pub rate: Rate,
    /// How a call above the limit is refused [default: 429]. Templates know `rate.limit`, `rate.remaining`, `rate.reset` (seconds),
    /// `rate.reset_at` (milliseconds since 1970) and `rate.retry_after` (seconds).
    #[serde(default)]
    pub then: Option<Then>,
    /// Headers on every answer that is counted, refused or not; the same templates.
    #[serde(default)]
    pub headers: IndexMap<String, HeaderChange>,
    /// Which headers are sent without being written here.
    #[serde(default)]
    pub standard: Standard,
    /// What this limit does on purpose, though the document says otherwise.
    #[serde(default, deserialize_with = "one_or_many")]
    #[schemars(with = "OneOrMany<Waiver>")]
    pub allow: Vec<Waiver>,
}

/// How many calls in which time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rate {
    /// How many calls.
    pub calls: u64,
    /// In which time.
    pub per: Span,
    /// What is counted apart: `operation`, `client`, `header.NAME`, and what a rule's `per` knows [default: everything together].
    #[serde(default)]
    pub by: OneOrMany<String>,
    /// How it is counted.
    #[serde(default)]
    pub algorithm: Algorithm,
    /// Of a token bucket: how many tokens it holds [default: as many as `calls`].
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub burst: Option<u64>,
}

/// How calls are counted against a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// In windows that begin with the first call and end after `per`.
    #[default]
    Fixed,
    /// In the time `per` before each call.
    Sliding,
    /// Each call takes a token; `calls` tokens come in `per`, evenly.
    TokenBucket,
}

/// Which headers tell of a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standard {
    /// `RateLimit`, `RateLimit-Policy` (the draft of the IETF), and `Retry-After` on a refusal.
    #[default]
    Ietf,
    /// None but those that are written.
    None,
}
