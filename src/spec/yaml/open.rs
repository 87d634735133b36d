//! A container that has begun and not ended: what is in it so far, and where the next child goes.
//! It counts nothing and limits nothing; the composer does.

use std::collections::BTreeSet;

use serde_json::{Map, Value, map::Entry};

use super::MERGE;
use crate::base::Pointer;

/// A container that has begun and not ended.
pub(super) struct Open {
    pub(super) content: Content,
    /// The number of its anchor; 0 is none.
    pub(super) anchor: usize,
    /// What was counted before it.
    pub(super) weight_before: usize,
    /// The height of its highest child so far.
    pub(super) height: usize,
}

/// The children so far.
pub(super) enum Content {
    Sequence(Vec<Value>),
    Mapping {
        members: Map<String, Value>,
        /// The key whose value comes next; without one, a key comes next.
        key: Option<Key>,
        /// The names that came by merge keys; an explicit member replaces them silently.
        merged: BTreeSet<String>,
    },
}

/// A key that waits for its value.
pub(super) enum Key {
    Name(String),
    Merge,
}

impl Content {
    pub(super) const fn sequence() -> Self {
        Self::Sequence(Vec::new())
    }

    pub(super) fn mapping() -> Self {
        Self::Mapping { members: Map::new(), key: None, merged: BTreeSet::new() }
    }

    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Sequence(elements) => Value::Array(elements),
            Self::Mapping { members, .. } => Value::Object(members),
        }
    }

    /// Adds a child; gives its key if another value already had it.
    pub(super) fn put(&mut self, value: Value) -> Option<String> {
        match self {
            Self::Sequence(elements) => elements.push(value),
            Self::Mapping { members, key, merged } => match key.take()? {
                Key::Merge => merge(members, merged, value),
                Key::Name(name) => match members.entry(name) {
                    Entry::Vacant(member) => {
                        member.insert(value);
                    }
                    Entry::Occupied(mut member) => {
                        member.insert(value);
                        if !merged.remove(member.key()) {
                            return Some(member.key().clone());
                        }
                    }
                },
            },
        }
        None
    }
}

/// Takes in the members of `value`, a mapping or a sequence of mappings of which the earlier win. Anything else cannot be merged and
/// is an ordinary member.
fn merge(members: &mut Map<String, Value>, merged: &mut BTreeSet<String>, value: Value) {
    let mut take_in = |mapping: Map<String, Value>| {
        for (name, value) in mapping {
            if let Entry::Vacant(member) = members.entry(name) {
                merged.insert(member.key().clone());
                member.insert(value);
            }
        }
    };
    match value {
        Value::Object(mapping) => take_in(mapping),
        Value::Array(mappings) if mappings.iter().all(Value::is_object) => {
            for mapping in mappings {
                if let Value::Object(mapping) = mapping {
                    take_in(mapping);
                }
            }
        }
        other => {
            members.insert(MERGE.to_owned(), other);
        }
    }
}

/// The pointer to the member `name` of the innermost container.
pub(super) fn pointer(open: &[Open], name: &str) -> Pointer {
    let around = open.split_last().map_or(open, |(_, around)| around);
    let parent = around.iter().fold(Pointer::root(), |pointer, container| match &container.content {
        Content::Sequence(elements) => pointer.nth(elements.len()),
        Content::Mapping { key: Some(Key::Name(name)), .. } => pointer.join(name),
        Content::Mapping { .. } => pointer.join(MERGE),
    });
    parent.join(name)
}
