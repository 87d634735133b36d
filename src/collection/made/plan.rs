//! What all partitions of a collection have in common: which members rows have, in which order, and what makes each of them. Worked out once,
//! when the first collection of a world is opened.
//!
//! The order of members: key and time where `fields` does not place them, then `fields` as written, then what only scenes and groups say, then
//! what the item's schema demands besides. Where `fields` says nothing but key and time, rows have all properties of the schema, in its order;
//! else those that it does not demand are left out: who writes fields means those.

use std::collections::HashMap;
use std::sync::Arc;

use super::cost::Cost;
use super::group::GroupPlan;
use super::kept::Kept;
use super::recipe::Source;
use super::scene::ScenePlan;
use crate::collection::definition::{Formula, Take, Time};
use crate::collection::key::KeyShape;
use crate::collection::rows::Rows;
use crate::schema::SchemaId;

/// How many rows a collection has of which nobody says it.
pub(super) const USUAL_SIZE: u64 = 1_000;

/// All plans of a world.
#[derive(Debug)]
pub(super) struct Plans {
    /// As the collections stand in it.
    pub(super) plans: Vec<Arc<Plan>>,
    /// What is taken of the rows of each collection by those that pick.
    pub(super) takes: Vec<Vec<Take>>,
}

/// A collection, looked through.
#[derive(Debug)]
pub(super) struct Plan {
    /// Its position among the collections.
    pub(super) index: usize,
    pub(super) name: Arc<str>,
    pub(super) origin: Origin,
    pub(super) partition: Partition,
    pub(super) size: u64,
    pub(super) key: Option<Key>,
    /// The position of the time, where it is the timeline that makes it.
    pub(super) time: Option<(usize, Time)>,
    /// Whether rows with times of their own are all that there are.
    pub(super) kept: Kept,
    pub(super) members: Vec<Member>,
    pub(super) by_name: HashMap<Arc<str>, usize>,
    pub(super) sources: Vec<Source>,
    pub(super) scenes: Option<ScenePlan>,
    pub(super) groups: Vec<GroupPlan>,
    /// The item, where it can only be sampled as one.
    pub(super) whole: Option<SchemaId>,
    /// The members whose texts are moments.
    pub(super) dates: Vec<Arc<str>>,
    /// What each member costs with all that it reads.
    pub(super) costs: Vec<Cost>,
}

/// Where rows come from.
#[derive(Debug)]
pub(super) enum Origin {
    Made,
    Read(Arc<dyn Rows>),
    /// Each two rows of the collection at that position.
    Pairs(Option<usize>),
}

/// Whose rows they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Partition {
    Nothing,
    Any,
    /// Each row of the collection at that position has its own; no rows where there is none.
    Rows(Option<usize>),
}

/// What tells rows apart.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: Arc<str>,
    /// What leads back from a key to its row.
    pub(super) way: Way,
}

/// What leads back from a key to its row.
#[derive(Debug)]
pub(super) enum Way {
    /// It is a number in disguise.
    Counted(KeyShape),
    /// It is joined of this member of both rows of a pair.
    Joined(Arc<str>),
    /// Nothing but a look at all of them.
    Looked,
}

/// A member that rows may have.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says something else, and all may be so at once")]
pub(super) struct Member {
    pub(super) name: Arc<str>,
    /// The name as JSON, and a colon.
    pub(super) label: Vec<u8>,
    /// What makes it where no group and no scene says.
    pub(super) source: Option<usize>,
    /// Whether lines of scenes say it.
    pub(super) is_lined: bool,
    /// Whether groups say it.
    pub(super) is_grouped: bool,
    /// Whether rows that are newest and do not say it get it: their key, their time, and what is hidden.
    pub(super) is_given: bool,
    /// Whether the item says that it is a moment.
    pub(super) is_dated: bool,
}

impl Plan {
    /// The member of that name, or that a dotted path begins with.
    pub(super) fn member(&self, path: &str) -> Option<usize> {
        self.by_name.get(path).or_else(|| self.by_name.get(head(path))).copied()
    }

    /// What it costs to look at these members of a row.
    pub(super) fn cost(&self, paths: &[Arc<str>]) -> u64 {
        let of = |path: &Arc<str>| self.member(path).and_then(|member| self.costs.get(member)).copied();
        let inner = |paths: &[Arc<str>]| match &self.origin {
            Origin::Read(rows) => rows.cost(paths),
            _ if self.whole.is_some() => 400,
            _ => 0,
        };
        if paths.is_empty() {
            return Cost::of_row(self.costs.iter().copied()).saturating_add(inner(&[]));
        }
        let (known, unknown): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| of(path).is_some());
        let rest = if unknown.is_empty() { 0 } else { inner(&unknown) };
        if known.is_empty() && matches!(self.origin, Origin::Read(_)) {
            return rest;
        }
        Cost::of_row(paths.iter().map(|path| of(path).unwrap_or(Cost::UNKNOWN))).saturating_add(rest)
    }

    /// Whether no row ever has that member but where something makes it.
    pub(super) fn lacks(&self, path: &str) -> bool {
        let inner = match &self.origin {
            Origin::Read(rows) => rows.lacks(path),
            _ => self.whole.is_none(),
        };
        inner && !self.kept.has(path) && !self.kept.has(head(path))
    }

    /// All that may make a member.
    pub(super) fn said_of(&self, member: usize) -> impl Iterator<Item = usize> {
        let base = self.members.get(member).and_then(|member| member.source);
        let groups = self.groups.iter().flat_map(|group| group.leader.iter().chain(&group.follower));
        let pools = self.scenes.iter().flat_map(|scenes| &scenes.pools);
        let lines = pools.flat_map(|(_, pool)| pool.scripts.iter().flatten().flatten());
        let over = groups.chain(lines).filter(move |(said, _)| *said == member).map(|(_, source)| *source);
        base.into_iter().chain(over)
    }
}

/// The first part of a dotted path.
pub(super) fn head(path: &str) -> &str {
    path.split_once('.').map_or(path, |(head, _)| head)
}

/// Whether what an expression says counts as true.
pub(super) fn is_true(formula: &dyn Formula, from: &dyn crate::collection::definition::Standpoint) -> bool {
    use serde_json::Value;
    match formula.value(from) {
        None | Some(Value::Null) => false,
        Some(Value::Bool(is)) => is,
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(items)) => !items.is_empty(),
        Some(Value::Object(members)) => !members.is_empty(),
    }
}
