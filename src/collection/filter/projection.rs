//! Which members of a row are sent. Invariant: what is sent stands in the order of the row, whatever the order in which it was asked for.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::narrow::Narrowing;
use super::{Filter, FilterError};
use crate::base::kind;
use crate::collection::datum::{Number, Tree};

/// The most paths.
const MOST: usize = 1_000;
/// Lists in lists are entered so far.
pub(super) const DEEPEST: usize = 64;
/// The member that is sent unless one says otherwise.
const ID: &str = "_id";

/// Which members of a row are sent. The default one sends all. Paths go through lists: what is said holds for each item.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    /// What is sent, and nothing else.
    only: Option<Tree>,
    /// What is not sent.
    never: Tree,
    /// Of which lists only some items are sent. They are chosen before members are left out: a filter may look at those.
    narrow: Vec<Narrowing>,
}

impl PartialEq for Projection {
    fn eq(&self, other: &Self) -> bool {
        self.canonical() == other.canonical()
    }
}

impl Projection {
    /// Reads `{"msg": 1, "u.name": 1, "_id": 0}`: all included, or all left out; `_id` is included unless it is left out. The values are 1, 0,
    /// true and false.
    ///
    /// # Errors
    /// When it mixes both, or says something else.
    pub fn mongo(fields: &Value) -> Result<Self, FilterError> {
        let Some(fields) = fields.as_object() else {
            return Err(FilterError::new(format!("a projection is an object, and this is {}", kind(fields))));
        };
        if fields.len() > MOST {
            return Err(FilterError::new(format!("the projection is too large: more than {MOST} members")));
        }
        let mut says_id = None;
        // The first member that is no `_id`, and whether it is included.
        let mut first: Option<(&str, bool)> = None;
        let mut tree = Tree::default();
        for (path, value) in fields {
            let is_included = included(path, value)?;
            if path == ID {
                says_id = Some(is_included);
                continue;
            }
            match first {
                Some((other, before)) if before != is_included => {
                    let error = FilterError::new(format!("`{other}` and `{path}` cannot be one sent, one left out"));
                    return Err(error.help("only `_id` may be left out of what is sent"));
                }
                _ => first = Some((path, is_included)),
            }
            if !tree.add(path) {
                return Err(FilterError::new(format!("`{path}` is a part of another path, or has one")));
            }
        }
        let is_inclusion = first.map_or(says_id == Some(true), |(_, is_included)| is_included);
        Ok(match (is_inclusion, says_id) {
            (true, Some(false)) => Self { only: Some(tree), ..Self::default() },
            (true, _) => {
                tree.add(ID);
                Self { only: Some(tree), ..Self::default() }
            }
            (false, Some(false)) => {
                tree.add(ID);
                Self { never: tree, ..Self::default() }
            }
            (false, _) => Self { never: tree, ..Self::default() },
        })
    }

    /// These dotted paths, and nothing else.
    #[must_use]
    pub fn only(paths: &[String]) -> Self {
        Self { only: Some(Tree::of(paths)), ..Self::default() }
    }

    /// The same without these dotted paths.
    #[must_use]
    pub fn without(mut self, paths: &[String]) -> Self {
        for path in paths {
            self.never.add(path);
        }
        self
    }

    /// The same with these dotted paths, if not all are sent anyway. What is never sent is not.
    #[must_use]
    pub fn with(mut self, paths: &[String]) -> Self {
        if let Some(only) = &mut self.only {
            for path in paths {
                only.add(path);
            }
        }
        self
    }

    /// The same with only those items of a list at that dotted path that a filter lets through. What is no list there stays; a list may
    /// become empty.
    #[must_use]
    pub fn narrowing(mut self, path: &str, items: Filter) -> Self {
        self.narrow.push(Narrowing::new(path, items));
        self
    }

    /// Whether it sends all.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.only.is_none() && self.never.is_empty() && self.narrow.is_empty()
    }

    /// What the JSON of a row has in it if anything of the row may be left out, where `lacks` says that no row has a member: a row that has
    /// none of it is sent as it is written. `None`: that cannot be told by a look at the JSON.
    pub(in crate::collection) fn signs(&self, lacks: impl Fn(&str) -> bool) -> Option<Vec<&[u8]>> {
        let keeps_members = self.only.is_none() && self.never.names().all(|name| lacks(name));
        keeps_members.then(|| self.narrow.iter().filter_map(|narrow| narrow.sign(&lacks)).collect())
    }

    /// The members of a row that are looked at, if that is not all of them.
    #[must_use]
    pub fn members(&self) -> Option<Vec<Arc<str>>> {
        let is_sent = |name: &Arc<str>| self.never.child(name).is_none_or(|never| !never.is_end);
        self.only.as_ref().map(|only| only.names().filter(|name| is_sent(name)).cloned().collect())
    }

    /// What is sent of a row.
    #[must_use]
    pub fn apply(&self, mut row: Value) -> Value {
        for narrow in &self.narrow {
            narrow.apply(&mut row);
        }
        if let Value::Object(members) = &mut row {
            if let Some(only) = &self.only {
                include(members, only, DEEPEST);
            }
            if !self.never.is_empty() {
                exclude(members, &self.never, DEEPEST);
            }
        }
        row
    }

    /// What it says, in one form.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        if let Some(only) = &self.only {
            text.push('+');
            only.write(&mut text);
        }
        text.push('-');
        self.never.write(&mut text);
        for narrow in &self.narrow {
            narrow.write(&mut text);
        }
        text
    }
}

/// Whether a member is to be sent.
fn included(path: &str, value: &Value) -> Result<bool, FilterError> {
    if path.starts_with('$') {
        return Err(FilterError::new(format!("the operator `{path}` does not stand in a projection")));
    }
    if path.split('.').any(str::is_empty) {
        return Err(FilterError::new(format!("a part of the path is empty: `{path}`")));
    }
    let number = match value {
        Value::Bool(bool) => return Ok(*bool),
        Value::Number(number) => Number::of(number).whole(),
        _ => None,
    };
    match number {
        Some(0) => Ok(false),
        Some(1) => Ok(true),
        _ => Err(FilterError::new(format!("what is said of `{path}` is neither 1 nor 0: {value}"))),
    }
}

/// Leaves what the tree has. Of a path that goes on only objects are left, and lists with the objects and lists in them.
fn include(members: &mut Map<String, Value>, tree: &Tree, depth: usize) {
    members.retain(|name, value| match tree.child(name) {
        Some(below) if below.is_end => true,
        Some(below) => include_below(value, below, depth),
        None => false,
    });
}

fn include_below(value: &mut Value, tree: &Tree, depth: usize) -> bool {
    match (value, depth.checked_sub(1)) {
        (Value::Object(members), _) => include(members, tree, depth),
        (Value::Array(items), Some(depth)) => items.retain_mut(|item| include_below(item, tree, depth)),
        _ => return false,
    }
    true
}

/// Takes away what the tree has.
fn exclude(members: &mut Map<String, Value>, tree: &Tree, depth: usize) {
    members.retain(|name, value| match tree.child(name) {
        Some(below) if below.is_end => false,
        Some(below) => {
            exclude_below(value, below, depth);
            true
        }
        None => true,
    });
}

fn exclude_below(value: &mut Value, tree: &Tree, depth: usize) {
    match (value, depth.checked_sub(1)) {
        (Value::Object(members), _) => exclude(members, tree, depth),
        (Value::Array(items), Some(depth)) => items.iter_mut().for_each(|item| exclude_below(item, tree, depth)),
        _ => {}
    }
}
