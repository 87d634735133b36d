//! Turns pointers into the places in the text they stand for. Nobody keeps positions while reading: they are looked up from the text when
//! somebody has to be told, which takes about as long as reading it once.
//! Invariant: any text and any pointer have an answer, and every offset lies on a character boundary.

mod characters;
mod json;
mod position;
mod trail;
mod tree;
mod yaml;

use std::ops::Range;

use super::{
    loose,
    text::{Syntax, looks_like_json, without_mark},
};
use crate::base::Pointer;
use trail::Found;

pub use position::{Position, position, positions};

/// A stretch of text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

impl Span {
    /// The range of bytes, to cut the text with.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Which part of a member is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The key, quotes included; the value where there is no key (an element, the root).
    Key,
    /// The value, quotes or brackets included; the key where the value is not written (`key:`).
    Value,
}

/// Where a pointer leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    /// The stretch of the whole text, byte order mark included.
    pub span: Span,
    /// Whether the node itself is written there. If not (it came from a repair), this is the nearest ancestor that is, by its key if it has one.
    pub exact: bool,
}

/// Finds the node `pointer` in a text that was read as `syntax`. Of duplicate keys the last counts, as in reading. Aliases and merge keys
/// are followed to what they repeat. `None` if there is nothing in the text.
#[must_use]
pub fn locate(text: &str, syntax: Syntax, pointer: &Pointer, target: Target) -> Option<Located> {
    locate_all(text, syntax, std::slice::from_ref(pointer), target).pop()?
}

/// Finds each of `pointers` as [`locate`] does, in one pass through the text for all of them together and one more for each further
/// alias or merge key on the longest way.
#[must_use]
pub fn locate_all(text: &str, syntax: Syntax, pointers: &[Pointer], target: Target) -> Vec<Option<Located>> {
    if pointers.is_empty() {
        return Vec::new();
    }
    let steps: Vec<Vec<String>> = pointers.iter().map(|pointer| pointer.steps().collect()).collect();
    let body = without_mark(text);
    let found = match syntax {
        Syntax::Json => json::find(body, &steps),
        Syntax::Yaml if looks_like_json(body) => yaml::find(&loose::tightened(body), &steps),
        Syntax::Yaml => yaml::find(body, &steps),
    };
    let mark = text.len() - body.len();
    let located = |(steps, found): (&Vec<String>, Option<Found>)| {
        let Found { level, key, value } = found?;
        let exact = level == steps.len();
        let span = match key {
            Some(key) if target == Target::Key || !exact || value.start == value.end => key,
            _ => value,
        };
        Some(Located { span: Span { start: span.start + mark, end: span.end + mark }, exact })
    };
    steps.iter().zip(found).map(located).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::text::{TextLimits, parse};

    fn found<'t>(text: &'t str, pointer: &str, target: Target) -> Option<(&'t str, bool)> {
        let syntax = parse(text, &TextLimits::default()).unwrap().syntax;
        let located = locate(text, syntax, &Pointer::from(pointer.to_owned()), target)?;
        Some((&text[located.span.range()], located.exact))
    }

    #[test]
    fn a_pointer_finds_its_key_and_its_value() {
        let json = "\u{feff}{\"é\": 1, \"a/b\": {\"x\": [true, {\"y~\": \"]}\\\"\"}], \"\\u0078\": 2 }, \"e\": [], \"a/b\": {\"z\": -1e3}}";
        let yaml = "# é\né: 1\na/b: &x\n  x:\n  - true\n  - y~: 'it''s'\n    200: |\n      é\n      x\n\n  e:\nm: {<<: *x, 'f': [ 1, é ]}\nn: *x\ns:\n- <<: [ *x ]\n  g: *x\n";
        for (text, pointer, key, value) in [
            (json, "", None, json.trim_start_matches('\u{feff}')),
            (json, "/é", Some("\"é\""), "1"),
            (json, "/a~1b", Some("\"a/b\""), "{\"z\": -1e3}"),
            (json, "/a~1b/z", Some("\"z\""), "-1e3"),
            (json, "/e", Some("\"e\""), "[]"),
            ("{\"a\":[[1],[2, 3 ]]}", "/a/1", None, "[2, 3 ]"),
            ("{\"a\":[[1],[2, 3 ]]}", "/a/1/1", None, "3"),
            ("{\"\\u0061\\n\" : {\"b\":\"]}\\\"\"}}", "/a\n/b", Some("\"b\""), "\"]}\\\"\""),
            ("{\"a\": {\"b\": 1, \"c\": 2}, \"a\": {\"c\": 3}}", "/a/c", Some("\"c\""), "3"),
            ("{'a': [1, 2,], /* é */ b: {c: d}}", "/b/c", Some("c"), "d"),
            ("{'a': [1, 2,], /* é */ b: {c: d}}", "/a", Some("'a'"), "[1, 2,]"),
            (yaml, "/é", Some("é"), "1"),
            (yaml, "/a~1b/x", Some("x"), "true\n  - y~: 'it''s'\n    200: |\n      é\n      x"),
            (yaml, "/a~1b/x/0", None, "true"),
            (yaml, "/a~1b/x/1/y~0", Some("y~"), "'it''s'"),
            (yaml, "/a~1b/x/1/200", Some("200"), "é\n      x"),
            (yaml, "/a~1b/e", Some("e"), "e"),
            (yaml, "/m", Some("m"), "{<<: *x, 'f': [ 1, é ]}"),
            (yaml, "/m/f/1", None, "é"),
            (yaml, "/m/x/0", None, "true"),
            (yaml, "/n", Some("n"), "*x"),
            (yaml, "/n/x/1/y~0", Some("y~"), "'it''s'"),
            (yaml, "/s/0/x/0", None, "true"),
            (yaml, "/s/0/g/x/0", None, "true"),
            ("a: {b: 1, c: 2}\r\na:\r\n  c: 3\r\n", "/a/c", Some("c"), "3"),
            ("\u{feff}a:\n- 1\n-\n- 2\n", "/a/2", None, "2"),
            ("a: &x {b: &y {c: 1}}\nd: {<<: *x}\ne: {<<: *y, f: *x}\n", "/e/f/b/c", Some("c"), "1"),
            ("a: {<<: {b: 1}}\nc: {<<: 2}", "/a/<</b", Some("b"), "1"),
            ("a: {<<: {b: 1}}\nc: {<<: 2}", "/c/<<", Some("<<"), "2"),
            ("- &x {a: 1}\n- &y {<<: *x, b: 2}\n- {<<: *y}\n", "/2/a", Some("a"), "1"),
        ] {
            assert_eq!(found(text, pointer, Target::Value), Some((value, true)), "{pointer} in {text}");
            assert_eq!(
                found(text, pointer, Target::Key),
                Some((key.unwrap_or(value), true)),
                "key {pointer} in {text}"
            );
        }
    }

    #[test]
    fn a_pointer_past_the_text_finds_its_nearest_ancestor_by_its_key() {
        for (text, pointer, expected) in [
            ("{\"a\": {\"b\": 1}}", "/a/c/d", "\"a\""),
            ("{\"a\": {\"b\": 1}}", "/a/b/c", "\"b\""),
            ("{\"a\": {\"b\": 1}, \"a\": 2}", "/a/b", "\"a\""),
            ("{\"a\": [1]}", "/a/01", "\"a\""),
            ("{\"a\": 1}", "/x", "{\"a\": 1}"),
            ("a:\n  b: 1\n", "/a/c", "a"),
            ("a:\n  - b: 1\n", "/a/0/c", "b: 1"),
            ("a:\n  - b: 1\n", "/a/1", "a"),
            ("a: {b: 1}\na: {c: 1}\n", "/a/b", "a"),
            ("a: &x {b: 1}\nc: *x\n", "/c/d", "c"),
            ("a: &x {b: 1}\nc: {<<: *x}\n", "/c/d", "c"),
            ("a: &x {b: {}}\nc: *x\n", "/c/b/d", "b"),
        ] {
            for target in [Target::Key, Target::Value] {
                assert_eq!(found(text, pointer, target), Some((expected, false)), "{pointer} in {text}");
            }
        }
    }

    #[test]
    fn many_pointers_are_found_where_each_is_found_alone() {
        let mut pointers = vec![Pointer::root()];
        for length in 0..4 {
            let longest = pointers.iter().filter(|pointer| pointer.steps().count() == length);
            let longer: Vec<Pointer> =
                longest.flat_map(|pointer| ["a", "b", "<<", "0", "1"].map(|step| pointer.join(step))).collect();
            pointers.extend(longer);
        }
        pointers.extend_from_within(..9);
        for text in [
            "",
            "[{\"a\": {\"b\": [1, {\"a\": 2}]}, \"b\": 3, \"a\": {\"a\": []}}, [[], [1]]]",
            "{\"a\": [{\"b\": 1}, {\"<<\": {\"a\": 2}}], \"b\": {\"a",
            "a: {b: {a: 1}, a: 2}\nb:\n- 1\n- a:\n\na: {a: 3}\n",
            "a: &a {b: &b {a: [1, 2]}}\nb: {<<: *a, a: *b}\n",
            "a: &a {b: {a: 1}}\nb: &b {<<: *a}\n'0': {<<: [*b, {a: &c [3]}, *a]}\n'1': {<<: *b, a: *c}\n",
            "- &a {a: 1}\n- <<: [{<<: [*a], b: 2}, *a]\n  '<<': *a\n",
            "a: &a {<<: *a, b: *a}\nb: [*a",
            "a: &a {? [<<] : *a, <<: [*a], ? [*a] : b}\nb: *a",
        ] {
            for syntax in [Syntax::Json, Syntax::Yaml] {
                for target in [Target::Key, Target::Value] {
                    let found = locate_all(text, syntax, &pointers, target);
                    assert_eq!(found.len(), pointers.len());
                    for (pointer, found) in pointers.iter().zip(found) {
                        assert_eq!(found, locate(text, syntax, pointer, target), "{pointer} in {text}");
                    }
                }
            }
        }
        assert_eq!(locate_all("{}", Syntax::Json, &[], Target::Key), []);
    }

    #[test]
    fn many_pointers_through_aliases_cost_few_passes() {
        let rows = (1..2000).map(|row| format!("a{row}: {{<<: *b, c: 1}}\nd{row}: *b\n"));
        let text = format!("a0: &a {{b: 1}}\nb: &b {{<<: *a}}\n{}", rows.collect::<String>());
        let pointers: Vec<Pointer> =
            (1..2000).flat_map(|row| [format!("/a{row}/b"), format!("/d{row}/b")]).map(Pointer::from).collect();
        let started = std::time::Instant::now();
        let found = locate_all(&text, Syntax::Yaml, &pointers, Target::Key);
        assert!(started.elapsed() < std::time::Duration::from_secs(2));
        let first = Some(Located { span: Span { start: 8, end: 9 }, exact: true });
        assert!(found.into_iter().all(|found| found == first));
    }

    #[test]
    fn broken_text_has_an_answer_too() {
        let deep = "[".repeat(100_000);
        let pointer = Pointer::from("/0".repeat(1000));
        for text in [
            "",
            "\u{feff}",
            "]}",
            "{",
            "{\"a",
            "{\"a\":",
            "[{]",
            "\"\\",
            "a: [",
            "a: &x [*x]",
            "*x",
            "? [",
            ": :",
            "[a]: b",
            &deep,
        ] {
            for syntax in [Syntax::Json, Syntax::Yaml] {
                for pointer in [&Pointer::root(), &Pointer::from("/a/b".to_owned()), &pointer] {
                    if let Some(Located { span, .. }) = locate(text, syntax, pointer, Target::Value) {
                        assert!(text.get(span.range()).is_some(), "{pointer} in {text}: {span:?}");
                    }
                }
            }
        }
        assert_eq!(locate("", Syntax::Json, &pointer, Target::Key), None);
        assert_eq!(locate("# é", Syntax::Yaml, &pointer, Target::Key), None);
    }
}
