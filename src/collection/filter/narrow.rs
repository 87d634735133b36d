//! Of lists in rows only those items that a filter lets through.
//!
//! It leaves no member out: `projection` does. Invariant: items keep their order, and what is no list stays as it is.

use std::fmt::Write as _;

use serde_json::Value;

use super::Filter;
use super::projection::DEEPEST;

/// Which items of the list at a dotted path are sent.
#[derive(Clone, Debug)]
pub(super) struct Narrowing {
    steps: Vec<String>,
    items: Filter,
    /// How the JSON of a row says that it has the first member on the way.
    sign: Vec<u8>,
}

impl Narrowing {
    pub(super) fn new(path: &str, items: Filter) -> Self {
        let steps: Vec<String> = path.split('.').map(str::to_owned).collect();
        let first = steps.first().map(String::as_str).unwrap_or_default();
        Self { sign: format!("{}:", Value::from(first)).into_bytes(), steps, items }
    }

    /// What the JSON of every row has in it that this may change; `None`: it changes none.
    pub(super) fn sign(&self, lacks: impl Fn(&str) -> bool) -> Option<&[u8]> {
        let is_lacked = self.steps.first().is_some_and(|first| lacks(first));
        (!is_lacked && !self.items.is_empty()).then_some(&self.sign)
    }

    /// Leaves the items that are sent. A list on the way stands for each of its items.
    pub(super) fn apply(&self, row: &mut Value) {
        if row.is_object() {
            self.below(row, &self.steps, DEEPEST);
        }
    }

    fn below(&self, value: &mut Value, steps: &[String], depth: usize) {
        match (value, steps.split_first(), depth.checked_sub(1)) {
            (Value::Array(items), None, _) => items.retain(|item| self.items.matches(item)),
            (Value::Object(members), Some((step, rest)), _) => {
                if let Some(member) = members.get_mut(step) {
                    self.below(member, rest, DEEPEST);
                }
            }
            (Value::Array(items), Some(_), Some(depth)) => {
                for item in items {
                    self.below(item, steps, depth);
                }
            }
            _ => {}
        }
    }

    /// Writes what it says, in one form.
    pub(super) fn write(&self, into: &mut String) {
        // Writing to a text cannot fail.
        let _ = write!(into, "~{:?}{}", self.steps, self.items.canonical());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::collection::{Dialect, Projection};

    #[test]
    fn lists_are_narrowed_to_the_items_that_a_filter_lets_through() {
        let items = |filter: &Value| Filter::compile(filter, &Dialect::default()).unwrap();
        let row = json!({
            "_id": 1, "a": [{ "u": 1, "n": "x" }, { "u": 2 }, 3, { "u": 1 }], "b": { "c": [{ "u": 2 }] }, "d": "u",
            "e": [{ "c": [{ "u": 1 }, { "u": 2 }] }, [{ "c": [{ "u": 2 }] }], { "c": 7 }, "c"]
        });
        for (path, filter, expected) in [
            ("a", json!({ "u": 1 }), json!({ "a": [{ "u": 1, "n": "x" }, { "u": 1 }] })),
            ("a", json!({ "u": { "$ne": 1 } }), json!({ "a": [{ "u": 2 }, 3] })),
            // A list may become empty; what is no list stays, and so does what is not there.
            ("a", json!({ "u": 9 }), json!({ "a": [] })),
            ("b.c", json!({ "u": 1 }), json!({ "b": { "c": [] } })),
            ("b", json!({ "u": 9 }), json!({})),
            ("d", json!({ "u": 9 }), json!({})),
            ("d.e", json!({ "u": 9 }), json!({})),
            ("z", json!({ "u": 9 }), json!({})),
            // A list on the way stands for each of its items.
            ("e.c", json!({ "u": 1 }), json!({ "e": [{ "c": [{ "u": 1 }] }, [{ "c": [] }], { "c": 7 }, "c"] })),
            ("a", json!({}), json!({})),
        ] {
            let mut whole = row.clone();
            for (name, member) in expected.as_object().unwrap() {
                whole[name] = member.clone();
            }
            let projection = Projection::default().narrowing(path, items(&filter));
            assert!(!projection.is_whole());
            assert_eq!(projection.apply(row.clone()).to_string(), whole.to_string(), "{path} {filter}");
            assert_eq!(projection.apply(json!([row])), json!([row]), "{path} {filter}");
        }
        // Items are chosen by members that are not sent, too.
        let only = Projection::only(&["a.n".to_owned()]).narrowing("a", items(&json!({ "u": 1 })));
        assert_eq!(only.apply(row.clone()), json!({ "a": [{ "n": "x" }, {}] }));
        let never = Projection::default().without(&["a.u".to_owned()]).narrowing("a", items(&json!({ "u": 2 })));
        assert_eq!(never.apply(row)["a"], json!([{}]));
    }

    #[test]
    fn what_a_row_shows_of_a_narrowing_is_known_before_it_is_made() {
        let items = |filter: &Value| Filter::compile(filter, &Dialect::default()).unwrap();
        let one = Projection::default().narrowing("a.b", items(&json!({ "u": 1 })));
        let signs = |projection: &Projection, lacked: &[&str]| {
            let signs = projection.signs(|name| lacked.contains(&name));
            signs.map(|signs| {
                signs.into_iter().map(|sign| String::from_utf8(sign.to_vec()).unwrap()).collect::<Vec<_>>()
            })
        };
        let never = one.clone().without(&["c.d".to_owned()]);
        let quoted = Projection::default().narrowing("\"", items(&json!({ "u": 1 })));
        for (projection, lacked, expected) in [
            (&Projection::default(), vec![], Some(vec![])),
            (&one, vec![], Some(vec!["\"a\":"])),
            (&one, vec!["a"], Some(vec![])),
            (&quoted, vec![], Some(vec![r#""\"":"#])),
            (&never, vec![], None),
            (&never, vec!["c"], Some(vec!["\"a\":"])),
            (&Projection::only(&["a".to_owned()]), vec!["a"], None),
            (&Projection::default().narrowing("a", Filter::default()), vec![], Some(vec![])),
        ] {
            let expected = expected.map(|signs| signs.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(signs(projection, &lacked), expected, "{projection:?} {lacked:?}");
        }
        let canonical = |filter: &Value| Projection::default().narrowing("a", items(filter)).canonical();
        assert_eq!(canonical(&json!({ "u": 1, "v": 2 })), canonical(&json!({ "v": 2, "u": 1 })));
        assert_ne!(canonical(&json!({ "u": 1 })), canonical(&json!({ "u": 2 })));
        assert_ne!(one, Projection::default());
    }
}
