//! How late an answer is.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::scalar::{Size, Span};

/// How late an answer is: a latency, or one for each part of it.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Delay {
    /// Before anything is sent.
    Head(Latency),
    /// At several moments.
    Moments(Moments),
}

impl Delay {
    /// Whether every answer is equally late.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        match self {
            Self::Head(latency) => latency.is_fixed(),
            Self::Moments(Moments { head, body, chunk, .. }) => {
                [head, body, chunk].into_iter().flatten().all(Latency::is_fixed)
            }
        }
    }
}

/// A latency for each part of an answer.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Moments {
    /// Before anything is sent.
    pub head: Option<Latency>,
    /// Between the head and the body.
    pub body: Option<Latency>,
    /// Before each chunk of the body but the first.
    pub chunk: Option<Latency>,
    /// How large those chunks are [default: 1KiB; of a stream, its items].
    pub chunk_size: Option<Size>,
}

/// A time, or how times are distributed.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Latency {
    /// Always the same.
    Fixed(Span),
    /// Anything between two, all equally likely.
    Uniform(Uniform),
    /// Around a mean.
    Normal(Normal),
    /// Mostly short, sometimes long, as networks are.
    LogNormal(LogNormal),
    /// As it was measured.
    Percentiles(Percentiles),
}

/// Anything between two, all equally likely.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Uniform {
    /// The least.
    pub min: Span,
    /// The most.
    pub max: Span,
}

/// A normal distribution, cut at zero.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Normal {
    /// The mean.
    pub mean: Span,
    /// The standard deviation.
    pub deviation: Span,
}

/// A log-normal distribution: half of the calls take the median or less, one of a hundred `p99` or more.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogNormal {
    /// Half of the calls take this or less.
    pub median: Span,
    /// One call of a hundred takes this or more.
    pub p99: Span,
}

/// Times by percentile, with straight lines between them.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Percentiles {
    /// Times by percentile: `{ 50: 100ms, 90: 400ms, 99: 2s }`.
    #[schemars(with = "std::collections::BTreeMap<String, Span>")]
    pub percentiles: IndexMap<String, Span>,
}
