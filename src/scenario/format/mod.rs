//! The format of scenario files, as types: what serde reads, and what the published JSON Schema is generated from.
//!
//! Nothing here is checked against a document (`scenario::bind` does that), and nothing here decides. Every key is one word where one
//! is enough and kebab-case where not; a doc comment is what an editor shows beside the key, so it speaks to the author of a scenario.

mod collection;
mod delay;
mod effect;
mod fault;
mod limit;
mod list;
mod matcher;
mod rule;
mod scalar;
mod when;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

pub use collection::{
    Amount, Collection, Field, Group, Item, Key, KeyParts, Made, Newest, NewestWord, Pick, Scenes, Script, Timeline,
};
pub use delay::{Delay, Latency, LogNormal, Moments, Normal, Percentiles, Uniform};
pub use effect::{Cookie, CookieParts, Effect, HeaderChange, Repeat, SameSite, Then, Word};
pub use fault::{Extent, Fault, Flow};
pub use limit::{Algorithm, Limit, Rate, Standard};
pub use list::{
    Also, Comparator, FilterSyntax, List, One, Parameter, Projection, ProjectionSyntax, SortBy, SortSyntax, Where, Zero,
};
pub use matcher::{Length, Matcher, Scalar, Terms};
pub use rule::{Between, Ends, Rule, State, Times, Window};
pub use scalar::{OneOrMany, Percentage, Size, Span};
pub use when::{CredentialParts, Credentials, Presence, Validity, When};

/// What differs from the document, and when: one scenario.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "standin scenario")]
pub struct Scenario {
    /// The version of this format: `1`.
    #[schemars(range(min = 1, max = 1))]
    pub standin: u8,
    /// Where an editor finds the schema of this file; of no meaning to the server.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// What the scenario is called [default: the file's name without its ending].
    #[serde(default)]
    pub name: Option<String>,
    /// What it is for, in a sentence.
    #[serde(default)]
    pub about: Option<String>,
    /// The title of the document that it is for, as its `info` has it; `*` stands for anything. Where no such document is served, the
    /// scenario is passed over.
    #[serde(default, rename = "for")]
    pub document: Option<String>,
    /// Whether it holds for every call, or only where it is asked for.
    #[serde(default)]
    pub active: Active,
    /// Values that expressions and templates read as `settings.NAME`, and that the admin API and `then.set` change.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// What is done on purpose everywhere in this file, though the document says otherwise.
    #[serde(default, deserialize_with = "scalar::one_or_many")]
    #[schemars(with = "OneOrMany<Waiver>")]
    pub allow: Vec<Waiver>,
    /// What is answered differently. The most specific rule decides; of equally specific ones the first.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// How many calls are let through.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// Expressions by name, which expressions and templates read as `vars.NAME`; each may read those above it.
    #[serde(default)]
    pub vars: IndexMap<String, String>,
    /// Lists of any length, by name; those of all files can be used in each.
    #[serde(default)]
    pub collections: IndexMap<String, Collection>,
    /// Operations that show rows of a collection.
    #[serde(default)]
    pub lists: Vec<List>,
    /// Operations that show one row of a collection.
    #[serde(default)]
    pub items: Vec<One>,
}

/// When a scenario holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Active {
    /// For every call, until somebody switches it off.
    #[default]
    Always,
    /// Only where it is asked for: by `--scenario NAME`, `Prefer: scenario=NAME`, `?__scenario=NAME`, or the admin API.
    OnRequest,
}

/// Something that is done on purpose, though the document says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Waiver {
    /// A body that breaks the schema of its reply.
    InvalidBody,
    /// A status that the operation does not document.
    UndocumentedStatus,
}
