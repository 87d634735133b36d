//! What is different about a body: a merge patch over it, parts that are left out, lists that become longer.
//!
//! It works on values, before they are written as JSON, XML or anything else. Invariant: what is not there is passed over, never an error.

use serde_json::Value;

use super::Order;
use super::lengthen::{self, Purse};
use crate::base::{Seed, descend};
use crate::respond::fill::Occasion;
use crate::respond::trace::Trace;
use crate::respond::world::World;
use crate::scenario::{Path, Step};
use crate::schema::{Later, SchemaArena, SchemaId};

/// What is known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::respond) enum Shape {
    /// Its schema.
    Whole(SchemaId),
    /// It is a list, and this is the schema of its items.
    Items(SchemaId),
    /// Nothing.
    Unknown,
}

impl Shape {
    /// What is known of a member.
    pub(super) fn member(self, arena: &SchemaArena, name: &str) -> Self {
        match self {
            Self::Whole(id) => arena.property(id, name).map_or(Self::Unknown, Self::Whole),
            Self::Items(_) | Self::Unknown => Self::Unknown,
        }
    }

    /// The schema of an item.
    pub(super) fn item(self, arena: &SchemaArena, index: usize) -> Option<SchemaId> {
        match self {
            Self::Whole(id) => arena.element(id, index),
            Self::Items(id) => Some(id),
            Self::Unknown => None,
        }
    }
}

/// What a body is changed for.
#[derive(Clone, Copy)]
pub(in crate::respond) struct Ground<'g> {
    pub(super) world: &'g World,
    /// The call, if it leads to an operation.
    pub(super) occasion: Option<&'g Occasion<'g>>,
    pub(super) shape: Shape,
    pub(super) seed: Seed,
    /// What day it is for generated data.
    pub(super) later: Later,
}

impl<'g> Ground<'g> {
    /// That of a body of an operation.
    pub(in crate::respond) fn of(occasion: &'g Occasion<'g>, shape: Shape, seed: Seed) -> Self {
        Self { world: occasion.world, occasion: Some(occasion), shape, seed, later: occasion.later }
    }
}

impl Order<'_> {
    /// Whether it makes anything different about a body.
    pub(super) fn changes(&self) -> bool {
        self.patch.is_some() || !self.effect.drop.is_empty() || !self.effect.repeat.is_empty()
    }

    /// Makes a body different. What is left out is so in every item, those included that a list is lengthened by.
    pub(in crate::respond) fn change(&self, body: &mut Value, ground: &Ground<'_>, trace: &mut Trace) {
        if self.is_done.replace(true) {
            return;
        }
        if let (Some(written), Some(filled)) = (&self.effect.patch, &self.patch) {
            written.lay(filled, body);
            trace.note("body: patched");
        }
        let mut purse = Purse::default();
        for (path, wanted) in &self.effect.repeat {
            repeat(body, path.as_ref(), *wanted, ground, &mut purse, trace);
        }
        for path in &self.effect.drop {
            let dropped = leave_out(body, &path.0);
            trace.note(match dropped {
                0 => format!("body: has no `{path}` to leave out"),
                1 => format!("body: without `{path}`"),
                times => format!("body: without `{path}`, {times} times"),
            });
        }
    }
}

/// Leaves out what a path leads to; how many parts that were.
fn leave_out(value: &mut Value, path: &[Step]) -> usize {
    let Some((step, rest)) = path.split_first() else { return 0 };
    if !rest.is_empty() {
        return children(value, step).map(|(_, child)| leave_out(child, rest)).sum();
    }
    match (step, value) {
        (Step::Every, Value::Array(items)) => items.drain(..).count(),
        (Step::Every, Value::Object(members)) => {
            let all = members.len();
            members.clear();
            all
        }
        (Step::Member(name), Value::Object(members)) => usize::from(members.shift_remove(name).is_some()),
        (Step::Member(name), Value::Array(items)) => match name.parse::<usize>() {
            Ok(index) if index < items.len() => {
                items.remove(index);
                1
            }
            _ => 0,
        },
        _ => 0,
    }
}

/// The parts of a value that a step leads to, with what they are called.
fn children<'v>(value: &'v mut Value, step: &Step) -> Box<dyn Iterator<Item = (String, &'v mut Value)> + 'v> {
    let numbered = |(index, item): (usize, &'v mut Value)| (index.to_string(), item);
    match (step, value) {
        (Step::Every, Value::Array(items)) => Box::new(items.iter_mut().enumerate().map(numbered)),
        (Step::Every, Value::Object(members)) => {
            Box::new(members.iter_mut().map(|(name, member)| (name.clone(), member)))
        }
        (Step::Member(name), Value::Object(members)) => {
            let name = name.clone();
            Box::new(members.get_mut(&name).into_iter().map(move |member| (name.clone(), member)))
        }
        (Step::Member(name), Value::Array(items)) => {
            let item = name.parse::<usize>().ok().and_then(|index| items.get_mut(index));
            let name = name.clone();
            Box::new(item.into_iter().map(move |item| (name.clone(), item)))
        }
        _ => Box::new(std::iter::empty()),
    }
}

/// Makes the lists at a path, or the only one there is, as long as is wanted.
fn repeat(
    body: &mut Value,
    path: Option<&Path>,
    wanted: u64,
    ground: &Ground<'_>,
    purse: &mut Purse,
    trace: &mut Trace,
) {
    let found;
    let path = match path {
        Some(path) => path,
        None => match only_list(body, ground) {
            Ok(path) => {
                found = path;
                &found
            }
            Err(reason) => return trace.note(format!("repeat: {reason}")),
        },
    };
    let mut lists = 0;
    let seed = ground.seed.child("repeat");
    at_each(body, &path.0, (ground.shape, seed), ground, &mut |value, shape, seed| {
        if let Value::Array(list) = value {
            lists += 1;
            lengthen::to(list, wanted, (shape, seed), ground, purse);
        }
    });
    trace.note(match lists {
        0 => format!("repeat: the body has no list at `{path}`"),
        1 => format!("repeat: `{path}` has {}", purse.told()),
        _ => format!("repeat: {lists} lists at `{path}`, the last with {}", purse.told()),
    });
}

/// The one list that a body has; of several the one that holds what the operation lists. `Err` says why there is none.
fn only_list(body: &Value, ground: &Ground<'_>) -> Result<Path, String> {
    let mut lists = Vec::new();
    find_lists(body, &mut Vec::new(), &mut lists);
    let subject = ground.occasion.and_then(|occasion| occasion.operation.subject.as_ref());
    let rows = subject.filter(|subject| subject.is_list).and_then(|subject| subject.site.as_ref());
    let rows = rows.filter(|rows| descend(body, &rows.path).is_some_and(Value::is_array)).map(|rows| &rows.path);
    let members = |names: &[String]| Path(names.iter().cloned().map(Step::Member).collect());
    match (rows, lists.as_slice()) {
        (_, []) => Err("the body has no list".to_owned()),
        (_, [only]) => Ok(members(only)),
        (Some(rows), _) => Ok(members(rows)),
        (None, several) => {
            let names: Vec<String> = several.iter().take(5).map(|names| members(names).to_string()).collect();
            Err(format!("the body has several lists, and the rule does not say which: {}", names.join(", ")))
        }
    }
}

/// The lists in a value that stand in no other list.
fn find_lists(value: &Value, at: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match value {
        Value::Array(_) => found.push(at.clone()),
        Value::Object(members) => {
            for (name, member) in members {
                at.push(name.clone());
                find_lists(member, at, found);
                at.pop();
            }
        }
        _ => {}
    }
}

/// Calls `change` with each part that a path leads to, what is known of it, and its seed.
fn at_each(
    value: &mut Value,
    path: &[Step],
    (shape, seed): (Shape, Seed),
    ground: &Ground<'_>,
    change: &mut dyn FnMut(&mut Value, Shape, Seed),
) {
    let Some((step, rest)) = path.split_first() else { return change(value, shape, seed) };
    let arena = ground.world.contract.schemas().arena();
    let is_list = value.is_array();
    for (name, child) in children(value, step) {
        let of_item = || name.parse().ok().and_then(|index| shape.item(arena, index));
        let below = if is_list { of_item().map_or(Shape::Unknown, Shape::Whole) } else { shape.member(arena, &name) };
        at_each(child, rest, (below, seed.child(&name)), ground, change);
    }
}
