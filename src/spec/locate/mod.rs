//! Turns a pointer into the place in the text it stands for. Nobody keeps positions while reading: they are looked up from the text when
//! somebody has to be told, which takes about as long as reading it once.
//! Invariant: any text and any pointer have an answer, and every offset lies on a character boundary.

mod json;
mod trail;
mod yaml;

use std::ops::Range;

use super::{
    loose,
    text::{Syntax, looks_like_json, without_mark},
};
use crate::base::Pointer;
use trail::Found;

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

/// A place as editors show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Counted from 1; lines end with `\n`, `\r\n` or `\r`.
    pub line: usize,
    /// Counted from 1, in characters; a byte order mark counts for nothing.
    pub column: usize,
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
    let steps: Vec<String> = pointer.steps().collect();
    let body = without_mark(text);
    let found = match syntax {
        Syntax::Json => json::find(body, &steps),
        Syntax::Yaml if looks_like_json(body) => yaml::find(&loose::tightened(body), &steps),
        Syntax::Yaml => yaml::find(body, &steps),
    }?;
    let exact = found.level == steps.len();
    let Found { key, value, .. } = found;
    let span = match key {
        Some(key) if target == Target::Key || !exact || value.start == value.end => key,
        _ => value,
    };
    let mark = text.len() - body.len();
    Some(Located { span: Span { start: span.start + mark, end: span.end + mark }, exact })
}

/// The line and column of byte `offset`; what lies behind the end is the end, and within a character its beginning.
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..text.floor_char_boundary(offset)).unwrap_or_default();
    let bytes = before.as_bytes();
    // A `\r\n` counts once, at its `\n`; what the cut leaves of it belongs to the line it ends.
    let ends_line = |index: usize, byte: u8| match byte {
        b'\n' => true,
        b'\r' => text.as_bytes().get(index + 1) != Some(&b'\n'),
        _ => false,
    };
    let line_ends = bytes.iter().enumerate().filter(|&(index, &byte)| ends_line(index, byte));
    let (line, start) = line_ends.fold((1, 0), |(line, _), (index, _)| (line + 1, index + 1));
    let column = without_mark(before.get(start..).unwrap_or_default()).chars().count() + 1;
    Position { line, column }
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

    #[test]
    fn positions_count_lines_and_characters() {
        let text = "\u{feff}aé😀b\r\nc\rd\n";
        for (character, expected) in
            [('a', (1, 1)), ('😀', (1, 3)), ('b', (1, 4)), ('\r', (1, 5)), ('c', (2, 1)), ('d', (3, 1))]
        {
            let Position { line, column } = position(text, text.find(character).unwrap());
            assert_eq!((line, column), expected, "{character:?}");
        }
        for (offset, expected) in
            [(0, (1, 1)), (1, (1, 1)), (5, (1, 2)), (7, (1, 3)), (text.len(), (4, 1)), (usize::MAX, (4, 1))]
        {
            let Position { line, column } = position(text, offset);
            assert_eq!((line, column), expected, "{offset}");
        }
    }
}
