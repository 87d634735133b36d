//! What a value has to be.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// What a value has to be: the value itself, `absent`, `present`, a list of which it is one, or terms.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Matcher {
    // Before the terms: serde takes a list for those too, member by member.
    /// One of these; `absent` among them means that it may be missing.
    OneOf(Vec<Scalar>),
    /// Terms, all of which hold.
    Terms(Box<Terms>),
    /// This; the words `absent` and `present` ask whether there is a value at all (`{ equals: absent }` means the word).
    Is(Scalar),
}

/// A value without parts.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// Yes or no.
    Boolean(bool),
    /// A number.
    Number(serde_json::Number),
    /// A text.
    Text(String),
    /// JSON's `null`.
    Null,
}

/// What has to be true of a value; all that is said holds. A value that is missing makes a term false, never an error.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Terms {
    /// It is this. Texts that came in a URL or a header are compared as numbers with a number.
    #[serde(deserialize_with = "some")]
    pub equals: Option<Scalar>,
    /// It is one of these.
    pub one_of: Option<Vec<Scalar>>,
    /// A regular expression is found in it; `^` and `$` hold it to the whole.
    pub matches: Option<String>,
    /// This is part of it: of a text, or one of the items of a list.
    #[serde(deserialize_with = "some")]
    pub contains: Option<Scalar>,
    /// Whether it is there at all.
    pub present: Option<bool>,
    /// It is greater.
    pub gt: Option<Scalar>,
    /// It is greater or equal.
    pub gte: Option<Scalar>,
    /// It is less.
    pub lt: Option<Scalar>,
    /// It is less or equal.
    pub lte: Option<Scalar>,
    /// How long it is: characters of a text, items of a list, members of an object.
    pub length: Option<Length>,
    /// It has at least these parts: an object with these members (and others), a list whose items are each found in this order.
    #[schemars(with = "Option<serde_json::Value>")]
    #[serde(deserialize_with = "some")]
    pub json: Option<Value>,
    /// All of these hold.
    pub all: Option<Vec<Matcher>>,
    /// One of these holds.
    pub any: Option<Vec<Matcher>>,
    /// This does not hold.
    pub not: Option<Matcher>,
}

/// How long something is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Length {
    /// Just so long.
    Exact(u64),
    /// Between these.
    #[schemars(extend("additionalProperties" = false))]
    Range {
        /// The least.
        #[serde(default)]
        min: Option<u64>,
        /// The most.
        #[serde(default)]
        max: Option<u64>,
    },
}

/// A value that is there, though it be `null`.
pub(super) fn some<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}
