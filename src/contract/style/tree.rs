//! Grows values from the places they were sent to: `[a]=1`, `[b][]=2` becomes `{"a": "1", "b": ["2"]}`.
//!
//! Contradictions (`a=1&a[b]=2`) are settled by what the shape can use, never an error. Invariant: the height of the
//! result is bounded by the steps of its entries, and no index that a client sends is ever allocated for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::Shape;

/// A value and the steps that lead to it.
pub(crate) struct Entry<'e> {
    /// None for the root itself.
    pub(crate) steps: &'e [Cow<'e, str>],
    /// What was sent there.
    pub(crate) value: Value,
}

/// The value of all `entries` together. Where some were sent to the root and others below it: a scalar takes the former,
/// an array both, an object the latter.
pub(crate) fn grow(entries: Vec<Entry<'_>>, shape: &Shape) -> Value {
    let is_root = |entry: &Entry<'_>| entry.steps.is_empty();
    let is_item = |entry: &Entry<'_>| entry.steps.first().is_none_or(|step| is_position(step));
    if entries.iter().all(is_root) || (*shape == Shape::Scalar && entries.iter().any(is_root)) {
        return gather(entries.into_iter().filter(is_root).map(|entry| entry.value), shape);
    }
    match shape {
        Shape::Object { .. } => members(entries, shape),
        Shape::Array if entries.iter().any(is_item) => list(entries),
        _ if entries.iter().all(is_item) => list(entries),
        _ => members(entries, shape),
    }
}

/// One value out of those sent to one place. A lone array stays as it is where an array is expected: it was sent as a whole.
pub(crate) fn gather(values: impl IntoIterator<Item = Value>, shape: &Shape) -> Value {
    let mut values: Vec<Value> = values.into_iter().collect();
    match (values.len(), values.pop()) {
        (1, Some(only)) if *shape != Shape::Array || only.is_array() => only,
        (_, last) => {
            values.extend(last);
            Value::Array(values)
        }
    }
}

/// Whether a step names an item of an array: `[]` or `[7]`.
pub(super) fn is_position(step: &str) -> bool {
    step.is_empty() || position(step).is_some()
}

/// The number of an item, when it has one.
pub(super) fn position(step: &str) -> Option<u64> {
    step.bytes().all(|byte| byte.is_ascii_digit()).then(|| step.parse().ok()).flatten()
}

/// Numbered items first, by number; then the others as they came.
fn list(entries: Vec<Entry<'_>>) -> Value {
    let mut numbered: BTreeMap<u64, Vec<Entry<'_>>> = BTreeMap::new();
    let mut others = Vec::new();
    for Entry { steps, value } in entries {
        match steps.split_first() {
            None => others.push(value),
            Some((step, steps)) if step.is_empty() => others.push(grow(vec![Entry { steps, value }], &Shape::Any)),
            Some((step, steps)) => {
                if let Some(number) = position(step) {
                    numbered.entry(number).or_default().push(Entry { steps, value });
                }
            }
        }
    }
    Value::Array(numbered.into_values().map(|entries| grow(entries, &Shape::Any)).chain(others).collect())
}

fn members(entries: Vec<Entry<'_>>, shape: &Shape) -> Value {
    let mut groups: IndexMap<&str, Vec<Entry<'_>>> = IndexMap::new();
    for Entry { steps, value } in entries {
        if let Some((name, steps)) = steps.split_first() {
            groups.entry(name).or_default().push(Entry { steps, value });
        }
    }
    let object: Map<String, Value> =
        groups.into_iter().map(|(name, entries)| (name.to_owned(), grow(entries, shape.member(name)))).collect();
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::super::{Coding, Key, Property};
    use super::*;
    use serde_json::json;

    fn grown(query: &str, shape: &Shape) -> Value {
        let keys: Vec<_> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (Key::parse(name, Coding::Form).into_parts(0).1, value))
            .collect();
        grow(keys.iter().map(|(steps, value)| Entry { steps, value: (*value).into() }).collect(), shape)
    }

    #[test]
    fn contradictions_are_settled_by_the_shape() {
        let list = Property { name: "list".into(), shape: Shape::Array };
        let word = Property { name: "word".into(), shape: Shape::Scalar };
        let object = Shape::Object { properties: vec![list, word], open: true };
        for (query, shape, expected) in [
            ("f[a]=1&f[b][c]=2&f[list][]=x&f[list]=y", &object, json!({"a": "1", "b": {"c": "2"}, "list": ["x", "y"]})),
            ("f[list]=x&f[word]=1&f[word]=2", &object, json!({"list": ["x"], "word": ["1", "2"]})),
            ("f[word]=1&f[word][b]=2", &object, json!({"word": "1"})),
            ("f[word][b]=2", &object, json!({"word": {"b": "2"}})),
            ("f=1&f[b]=2", &object, json!({"b": "2"})),
            ("f[0]=a", &object, json!({"0": "a"})),
            ("f=1", &object, json!("1")),
            ("f=1&f[b]=2", &Shape::Array, json!(["1"])),
            ("f[b]=2", &Shape::Array, json!({"b": "2"})),
            ("f=1&f[b]=2", &Shape::Scalar, json!("1")),
            ("f=1&f[b]=2", &Shape::Any, json!({"b": "2"})),
            ("f[10]=c&f[2]=b&f=d&f[0]=a&f[]=e", &Shape::Any, json!(["a", "b", "c", "d", "e"])),
            ("f[0][a]=1&f[0][b]=2&f[99999999999][a]=3", &Shape::Array, json!([{"a": "1", "b": "2"}, {"a": "3"}])),
            ("f[][a]=1&f[][a]=2", &Shape::Array, json!([{"a": "1"}, {"a": "2"}])),
            ("f[99999999999999999999999]=1", &Shape::Any, json!({"99999999999999999999999": "1"})),
        ] {
            assert_eq!(grown(query, shape), expected, "{query}");
        }
    }

    #[test]
    fn an_array_sent_as_a_whole_is_not_wrapped_again() {
        assert_eq!(gather([json!(["a"])], &Shape::Array), json!(["a"]));
        assert_eq!(gather([json!(["a"]), json!("b")], &Shape::Array), json!([["a"], "b"]));
        assert_eq!(gather([], &Shape::Any), json!([]));
    }
}
