//! Rules that are bound to a contract, by the operations that they are for.

use std::fmt;
use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::condition::Condition;
use super::effect::Effect;
use super::expression::{Expression, Sizing};
use super::format::{Active, Standard};
use super::rate::Rate;
use super::sieve::{Names, Sieve};
use super::strike::Strike;
use crate::base::Place;
use crate::collection::Collections;

/// What counts are kept under: the scenario and the rule, by name; a nameless rule is known by its operations and its number among those
/// with the same ones, so that a change elsewhere in the file leaves its counts alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleKey {
    /// The scenario's name.
    pub scenario: Arc<str>,
    /// The rule's name, or what stands for it.
    pub rule: Arc<str>,
}

impl fmt::Display for RuleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.scenario, self.rule)
    }
}

/// What a rule has a say in. Of each aspect the most specific rule that strikes decides, so that a delay everywhere and an error here
/// make a late error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aspects {
    /// Status, headers and body.
    pub answer: bool,
    /// How late it is.
    pub delay: bool,
    /// What goes wrong on the wire.
    pub fault: bool,
}

impl Aspects {
    /// What both have a say in.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self { answer: self.answer && other.answer, delay: self.delay && other.delay, fault: self.fault && other.fault }
    }

    /// What either has a say in.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self { answer: self.answer || other.answer, delay: self.delay || other.delay, fault: self.fault || other.fault }
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_none(self) -> bool {
        !self.answer && !self.delay && !self.fault
    }
}

/// A rule or a limit, bound.
#[derive(Debug)]
pub struct Rule {
    /// What counts are kept under.
    pub key: RuleKey,
    /// As people call it: `errors.yaml:12 (missing-room)`.
    pub label: String,
    /// The number of its scenario.
    pub scenario: usize,
    /// What must be true of a call besides its operation.
    pub condition: Condition,
    /// Which of those calls.
    pub strike: Strike,
    /// For a limit: how many calls are let through.
    pub rate: Option<Rate>,
    /// What is done: one, or the steps of a sequence. Of a limit: how a call is refused.
    pub effects: Vec<Effect>,
    /// Of a limit: which headers are sent without being written.
    pub standard: Standard,
    /// Of a limit: what is put on every answer.
    pub dress: Option<Effect>,
    /// What it has a say in.
    pub aspects: Aspects,
    /// Where it stands.
    pub place: Place,
}

impl Rule {
    /// One that is in no scenario and strikes by itself: what it is called, in traces and where things are drawn.
    #[must_use]
    pub fn named(of: &str, name: &str) -> Self {
        Self {
            key: RuleKey { scenario: of.into(), rule: name.into() },
            label: format!("{of} ({name})"),
            scenario: usize::MAX,
            condition: Condition::default(),
            strike: Strike::default(),
            rate: None,
            effects: Vec::new(),
            standard: Standard::None,
            dress: None,
            aspects: Aspects::default(),
            place: Place::default(),
        }
    }
}

/// What there is to know of a scenario.
#[derive(Debug, Default)]
pub struct ScenarioInfo {
    /// Its name.
    pub name: Arc<str>,
    /// What it is for.
    pub about: Option<String>,
    /// The file.
    pub file: String,
    /// Whether it is on by itself.
    pub active: Active,
    /// The settings that it declares.
    pub settings: Map<String, Value>,
    /// How many rules and limits it has.
    pub rules: usize,
    /// The collections that it declares.
    pub collections: Vec<Arc<str>>,
    /// Its expressions by name, each of which may read those before it.
    pub vars: Vec<(Arc<str>, Expression)>,
}

/// All rules of all scenarios, by operation.
#[derive(Debug, Default)]
pub struct Rules {
    /// The scenarios, in the order of their files.
    pub(super) scenarios: Vec<ScenarioInfo>,
    /// The rules and limits.
    pub(super) list: Vec<Rule>,
    /// For each operation the rules that may be for its calls, the most specific first, with what a call's path has to be where that is
    /// narrower than the operation.
    pub(super) of_operation: Vec<Candidates>,
    /// Those for calls that lead to no operation.
    pub(super) of_nothing: Candidates,
    /// The collections of all scenarios.
    pub(super) collections: Arc<Collections>,
    /// How many rows their partitions have, where that is worked out.
    pub(super) sizes: IndexMap<Arc<str>, Sizing>,
}

/// The rules that may be for the calls of an operation.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Limits first, then the most specific ones first.
    pub(super) list: Vec<Candidate>,
    /// What calls have to have for some of them.
    pub(super) sieve: Sieve,
}

/// A rule that may be for the calls of an operation.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Its number.
    pub(super) rule: usize,
    /// What the path of a call has to be, if not any that leads to the operation.
    pub(super) path: Option<PathPattern>,
    /// What a call has to have for it.
    pub(super) needs: Names,
}

/// The segments that a call's path has to have, decoded: `None` is any.
pub(super) type PathPattern = Arc<regex::Regex>;

impl Rules {
    /// The scenarios, in the order of their files.
    #[must_use]
    pub fn scenarios(&self) -> &[ScenarioInfo] {
        &self.scenarios
    }

    /// The scenario that a rule is part of.
    #[must_use]
    pub fn scenario_of(&self, rule: &Rule) -> &ScenarioInfo {
        static NONE: LazyLock<ScenarioInfo> = LazyLock::new(ScenarioInfo::default);
        self.scenarios.get(rule.scenario).unwrap_or(&NONE)
    }

    /// The collections of all scenarios.
    #[must_use]
    pub const fn collections(&self) -> &Arc<Collections> {
        &self.collections
    }

    /// All rules and limits, in the order of the files.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.list
    }
}
