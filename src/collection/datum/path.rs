//! Dotted paths through objects and lists, as `MongoDB` walks them when it matches: a list on the way stands for each of its objects, a number
//! in the path also for the item in that place, and a list at the end for each of its items and for itself.
//!
//! Invariant: a walk allocates nothing and ends at the first value that is wanted.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::tree::Tree;

/// Maps of so few members are looked through; hashing a name takes longer.
const FEW: usize = 16;

/// A dotted path. The path without steps leads to where one is.
#[derive(Clone, Debug)]
pub(in crate::collection) struct Path {
    text: Arc<str>,
    steps: Box<[Step]>,
}

/// A part of a path between dots.
#[derive(Clone, Debug)]
struct Step {
    name: Arc<str>,
    /// The item of a list that it stands for.
    index: Option<usize>,
}

/// Whether a list at the end of a path stands for its items, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::collection) enum Leaf {
    /// For each of them, then for itself.
    Items,
    /// For itself alone.
    Whole,
}

/// What is found: a value of the row and which of its texts are dates, or that there is none.
type Found<'v> = Option<(&'v Value, Option<&'v Tree>)>;

impl Path {
    pub(in crate::collection) fn new(text: &str) -> Self {
        let steps = text.split('.').map(|name| Step { name: Arc::from(name), index: index(name) });
        Self { text: Arc::from(text), steps: steps.collect() }
    }

    /// The path to where one is.
    pub(in crate::collection) fn here() -> Self {
        Self { text: Arc::from(""), steps: Box::default() }
    }

    pub(in crate::collection) fn text(&self) -> &Arc<str> {
        &self.text
    }

    pub(in crate::collection) const fn is_here(&self) -> bool {
        self.steps.is_empty()
    }

    /// Its first step: the member of a row that has to be looked at.
    pub(in crate::collection) fn member(&self) -> Option<&Arc<str>> {
        self.steps.first().map(|step| &step.name)
    }

    /// What the tree says of the value that it leads to, if each number in it stands for an item.
    pub(in crate::collection) fn below<'t>(&self, tree: Option<&'t Tree>) -> Option<&'t Tree> {
        self.steps.iter().try_fold(tree?, |tree, step| match (tree.child(&step.name), step.index) {
            (None, Some(_)) => Some(tree),
            (below, _) => below,
        })
    }

    /// Whether any value that it leads to is wanted.
    pub(in crate::collection) fn any<'v>(
        &self,
        value: &'v Value,
        dates: Option<&'v Tree>,
        leaf: Leaf,
        wanted: &mut impl FnMut(Found<'v>) -> bool,
    ) -> bool {
        let Some((first, rest)) = self.steps.split_first() else { return wanted(Some((value, dates))) };
        match value {
            Value::Object(map) => object(map, dates, first, rest, leaf, wanted),
            // A list that is matched as an object has its places for names.
            Value::Array(items) => match first.index.and_then(|index| items.get(index)) {
                Some(item) => inside(item, dates, rest, leaf, wanted),
                None => wanted(None),
            },
            _ => wanted(None),
        }
    }

    /// Whether any value that an order looks at is wanted: a number in the path is a place in a list that has it.
    pub(in crate::collection) fn any_of_order<'v>(
        &self,
        value: &'v Value,
        dates: Option<&'v Tree>,
        wanted: &mut impl FnMut(Found<'v>) -> bool,
    ) -> bool {
        ordered(value, dates, &self.steps, wanted)
    }
}

/// The place that a name stands for: digits, as few as can be.
fn index(name: &str) -> Option<usize> {
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit()) && (name == "0" || !name.starts_with('0'));
    if is_number { name.parse().ok() } else { None }
}

fn member<'v>(map: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    if map.len() > FEW {
        return map.get(name);
    }
    map.iter().find(|(known, _)| known.as_str() == name).map(|(_, value)| value)
}

fn object<'v>(
    map: &'v Map<String, Value>,
    dates: Option<&'v Tree>,
    step: &Step,
    rest: &[Step],
    leaf: Leaf,
    wanted: &mut impl FnMut(Found<'v>) -> bool,
) -> bool {
    match member(map, &step.name) {
        Some(value) => inside(value, dates.and_then(|dates| dates.child(&step.name)), rest, leaf, wanted),
        None => wanted(None),
    }
}

/// Goes on at a value that a name led to.
fn inside<'v>(
    value: &'v Value,
    dates: Option<&'v Tree>,
    steps: &[Step],
    leaf: Leaf,
    wanted: &mut impl FnMut(Found<'v>) -> bool,
) -> bool {
    match (steps.split_first(), value) {
        (None, Value::Array(items)) if leaf == Leaf::Items => {
            items.iter().any(|item| wanted(Some((item, dates)))) || wanted(Some((value, dates)))
        }
        (None, _) => wanted(Some((value, dates))),
        (Some((step, rest)), Value::Object(map)) => object(map, dates, step, rest, leaf, wanted),
        (Some((step, rest)), Value::Array(items)) => list(items, dates, step, rest, leaf, wanted),
        (Some(_), _) => wanted(None),
    }
}

/// Goes on in the items of a list, and in the item that the step counts. A list in a list is entered only by its place, and a list that was
/// found by its place stands for itself alone.
fn list<'v>(
    items: &'v [Value],
    dates: Option<&'v Tree>,
    step: &Step,
    rest: &[Step],
    leaf: Leaf,
    wanted: &mut impl FnMut(Found<'v>) -> bool,
) -> bool {
    items.iter().enumerate().any(|(place, item)| {
        if let Value::Object(map) = item
            && object(map, dates, step, rest, leaf, wanted)
        {
            return true;
        }
        if step.index != Some(place) {
            return false;
        }
        match (rest.split_first(), item) {
            (None, _) => wanted(Some((item, dates))),
            (Some((step, rest)), Value::Object(map)) => object(map, dates, step, rest, leaf, wanted),
            (Some((step, rest)), Value::Array(items)) => list(items, dates, step, rest, leaf, wanted),
            (Some(_), _) => false,
        }
    })
}

fn ordered<'v>(
    value: &'v Value,
    dates: Option<&'v Tree>,
    steps: &[Step],
    wanted: &mut impl FnMut(Found<'v>) -> bool,
) -> bool {
    match (steps.split_first(), value) {
        (None, Value::Array(items)) if !items.is_empty() => items.iter().any(|item| wanted(Some((item, dates)))),
        (None, _) => wanted(Some((value, dates))),
        (Some((step, rest)), Value::Object(map)) => match member(map, &step.name) {
            Some(value) => ordered(value, dates.and_then(|dates| dates.child(&step.name)), rest, wanted),
            None => wanted(None),
        },
        (Some((step, rest)), Value::Array(items)) => match step.index.and_then(|index| items.get(index)) {
            Some(item) => ordered(item, dates, rest, wanted),
            None if items.is_empty() => wanted(None),
            None => items.iter().any(|item| match item {
                Value::Object(_) => ordered(item, dates, steps, wanted),
                _ => wanted(None),
            }),
        },
        (Some(_), _) => wanted(None),
    }
}
