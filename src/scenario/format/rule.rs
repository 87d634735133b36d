//! A rule: which calls it is for, when it strikes, and what it does.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Waiver;
use super::effect::Then;
use super::scalar::{OneOrMany, Percentage, Span, one_or_many};
use super::when::When;

/// One rule: for which calls, when, and what is answered.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// What the rule is called in traces and in the admin API [default: what it is for]. Its counters are kept under that name when the file
    /// changes.
    #[serde(default)]
    pub name: Option<String>,
    /// The operations: an operationId, `METHOD /path` (a template, globs `*` `**` `{a,b}`, or concrete values), `tag:NAME`, `*` for all
    /// that are documented, `undocumented` for calls that lead to none; or a list of them.
    pub on: OneOrMany<String>,
    /// What must be true of the call.
    #[serde(default)]
    pub when: Option<When>,
    /// What is counted apart: `path.id`, `query.NAME`, `header.NAME`, `cookie.NAME`, `body./POINTER`, `client`. `times`, `every`, `sequence`
    /// and `state` then know each value on its own.
    #[serde(default)]
    pub per: Option<OneOrMany<String>>,
    /// For how many of the calls that match: `2` is the first two, `{ from: 3, to: 5 }` the third to the fifth.
    #[serde(default)]
    pub times: Option<Times>,
    /// For each call of so many that match: `3` is the third, the sixth, the ninth.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub every: Option<u64>,
    /// For a share of the calls that match, drawn from the seed and the number of the call: the same calls in every run.
    #[serde(default)]
    pub chance: Option<Percentage>,
    /// For a time since the scenario was activated.
    #[serde(default)]
    pub window: Option<Window>,
    /// In which state of something, and what becomes of it.
    #[serde(default)]
    pub state: Option<State>,
    /// What is answered: a status, `pass`, or more.
    #[serde(default)]
    pub then: Option<Then>,
    /// What is answered to the first call that matches, the second, and so on; instead of `then`.
    #[serde(default)]
    pub sequence: Vec<Then>,
    /// What comes after a sequence.
    #[serde(default)]
    pub ends: Ends,
    /// What this rule does on purpose, though the document says otherwise.
    #[serde(default, deserialize_with = "one_or_many")]
    #[schemars(with = "OneOrMany<Waiver>")]
    pub allow: Vec<Waiver>,
}

/// Which of the calls that match.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Times {
    /// The first so many.
    First(#[schemars(range(min = 1))] u64),
    /// Those between.
    Between(Between),
}

/// A stretch of numbers, from 1.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Between {
    /// The first [default: 1].
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub from: Option<u64>,
    /// The last [default: no end].
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub to: Option<u64>,
}

/// A time since the scenario was activated; for one that is always active, since the server started.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// When it begins [default: at once].
    #[serde(default)]
    pub after: Option<Span>,
    /// How long it lasts [default: for ever].
    #[serde(default, rename = "for")]
    pub lasts: Option<Span>,
    /// After which time it begins anew [default: never].
    #[serde(default)]
    pub every: Option<Span>,
}

/// A condition on the state of something, and the next state.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// What has the state [default: the scenario's name]: rules with the same word share it.
    #[serde(default)]
    pub of: Option<String>,
    /// The state that the rule needs; `start` is the one that everything has at first.
    #[serde(default)]
    pub needs: Option<OneOrMany<String>>,
    /// The state that it has after the call.
    #[serde(default)]
    pub becomes: Option<String>,
    /// What has a state of its own each: `path.id` [default: the rule's `per`].
    #[serde(default)]
    pub per: Option<OneOrMany<String>>,
}

/// What comes after a sequence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ends {
    /// Its last answer, for ever.
    #[default]
    Last,
    /// The sequence anew.
    Repeat,
    /// The answer that would be given without the rule.
    Pass,
}
