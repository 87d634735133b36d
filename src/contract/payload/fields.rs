//! Divides the fields of a form body among the properties of its schema: what urlencoded and multipart bodies share.
//!
//! Does not look at the contents of a field. Invariant: every field ends up in exactly one share.

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use crate::contract::style::{Entry, Key, Shape, grow};

/// The fields of one property, in the order in which they came.
pub(super) struct Share<'f, T> {
    /// What the property expects; [`Shape::Any`] when it is not declared.
    pub(super) shape: &'f Shape,
    /// The steps below the property, and the content.
    pub(super) fields: Vec<(Vec<Cow<'f, str>>, T)>,
}

/// The shares by the name of the property, in the order of their first fields. A property that is declared with
/// brackets in its name (`ids[]`, `page[size]`) goes before the one whose item or member the same name would be.
pub(super) fn divide<'f, T>(
    fields: impl IntoIterator<Item = (Key<'f>, T)>,
    shape: &'f Shape,
) -> IndexMap<String, Share<'f, T>> {
    let mut declared: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for property in shape.properties() {
        let key = Key::declared(&property.name);
        declared.entry(key.base().to_owned()).or_default().push((key, property));
    }
    for candidates in declared.values_mut() {
        candidates.sort_by_key(|(key, _)| std::cmp::Reverse(key.depth()));
    }
    let mut shares: IndexMap<String, Share<'f, T>> = IndexMap::new();
    for (key, content) in fields {
        let candidates = declared.get(key.base()).map(Vec::as_slice).unwrap_or_default();
        let owner = candidates.iter().find(|(name, _)| key.below(name).is_some());
        let (name, shape, depth) = match owner {
            Some((name, property)) => (property.name.clone(), &property.shape, name.depth()),
            None => (key.base().to_owned(), &Shape::Any, 0),
        };
        let (_, steps) = key.into_parts(depth);
        shares.entry(name).or_insert_with(|| Share { shape, fields: Vec::new() }).fields.push((steps, content));
    }
    shares
}

impl<T> Share<'_, T> {
    /// The value of the property, its fields read by `leaf`.
    pub(super) fn grow(&self, leaf: impl Fn(&T) -> Value) -> Value {
        let entries = self.fields.iter().map(|(steps, content)| Entry { steps, value: leaf(content) });
        grow(entries.collect(), self.shape)
    }
}
