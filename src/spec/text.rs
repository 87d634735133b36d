//! Turns the text of one file into one JSON value: JSON as it is, YAML by the 1.2 core schema, and JSON with the usual liberties
//! (comments, trailing commas, single quotes) with a remark. It follows no reference, knows nothing of `OpenAPI` and reads no file.
//! Invariant: a value that leaves here is at most [`DEEPEST`] levels deep, so whoever walks, clones or drops it may recurse.

use std::{borrow::Cow, fmt};

use serde_json::Value;

use super::{foreign, json, locate, loose, yaml};
use crate::base::Pointer;

/// The depth that no limit can raise: values are cloned and dropped by recursion, on stacks as small as 2 MiB.
pub const DEEPEST: usize = 512;

/// How many remarks are kept; their pointers repeat text, so a hostile document could multiply itself through them.
const MOST_REMARKS: usize = 100;

/// The notation a document is written in, which is how [`locate::locate`] has to read it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// Strict JSON (RFC 8259).
    Json,
    /// YAML 1.2, and JSON that is not strict.
    Yaml,
}

/// What one text may cost.
#[derive(Clone, Debug)]
pub struct TextLimits {
    /// The containers a value may lie in; more than 512 count as that. YAML in flow style (`[`, `{`) ends at 255.
    pub max_depth: usize,
    /// The nodes of the value, keys included, aliases expanded. Every 64 bytes of text weigh as much as one node more.
    pub max_nodes: usize,
    /// The part of them that aliases and merge keys may copy, and anchors may keep to be copied.
    pub max_expansion: usize,
}

impl Default for TextLimits {
    fn default() -> Self {
        Self { max_depth: 256, max_nodes: 10_000_000, max_expansion: 500_000 }
    }
}

impl TextLimits {
    /// The depth that really holds.
    pub(super) fn depth(&self) -> usize {
        self.max_depth.min(DEEPEST)
    }

    /// The refusal of a text nested too deeply.
    pub(super) fn too_deep(&self) -> String {
        format!("nested deeper than {} levels", self.depth())
    }

    /// The refusal of a text with too many nodes.
    pub(super) fn too_large(&self) -> String {
        format!("larger than {} nodes", self.max_nodes)
    }
}

/// What a node with `bytes` bytes of text of its own weighs against [`TextLimits`].
pub(super) const fn weight(bytes: usize) -> usize {
    1 + bytes / 64
}

/// A text that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// A mapping or a sequence.
    pub value: Value,
    /// How it was written.
    pub syntax: Syntax,
    /// What was taken with a pinch of salt.
    pub remarks: Vec<Remark>,
}

/// Something the author should know, though the text could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// `key-duplicate` or `json-not-strict`.
    pub code: &'static str,
    /// The node it is about.
    pub pointer: Pointer,
    /// What is odd and what was done about it.
    pub message: String,
}

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters; a byte order mark counts for nothing.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What the author can do.
    pub help: Option<String>,
}

impl SyntaxError {
    /// An error at byte `offset` of `text`.
    pub(super) fn at(text: &str, offset: usize, message: impl Into<String>, help: Option<&str>) -> Self {
        let locate::Position { line, column } = locate::position(text, offset);
        Self { line, column, message: message.into(), help: help.map(str::to_owned) }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {}, column {}", self.message, self.line, self.column)
    }
}

impl std::error::Error for SyntaxError {}

/// Reads the text of one file.
///
/// Text that begins with `{` or `[` is JSON; where strict JSON refuses it, it is read again without comments and trailing commas,
/// then as YAML, and if nothing helps the JSON error stands. Everything else is YAML.
///
/// # Errors
/// The first thing that cannot be read or that exceeds `limits`; a text that is no document at all (empty, a lone scalar, a PDF, …);
/// a second YAML document.
pub fn parse(text: &str, limits: &TextLimits) -> Result<Parsed, SyntaxError> {
    let text = without_mark(text);
    if let Some(refusal) = foreign::refusal(text) {
        return Err(refusal);
    }
    let parsed = if looks_like_json(text) { parse_json(text, limits) } else { parse_yaml(text, limits) };
    parsed.map_err(|error| match conflict(text) {
        Some(line) => SyntaxError { help: Some(format!("resolve the merge conflict at line {line} first")), ..error },
        None => error,
    })
}

/// The text without its byte order mark.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Whether the first thing in the text is what JSON documents begin with.
pub(super) fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn parse_yaml(text: &str, limits: &TextLimits) -> Result<Parsed, SyntaxError> {
    let (value, remarks) = yaml::compose(text, limits)?;
    Ok(Parsed { value, syntax: Syntax::Yaml, remarks: remarks.into_list() })
}

fn parse_json(text: &str, limits: &TextLimits) -> Result<Parsed, SyntaxError> {
    let strict = match json::read(text, limits) {
        Ok((value, remarks)) => return Ok(Parsed { value, syntax: Syntax::Json, remarks: remarks.into_list() }),
        Err(json::Refusal::Limit(error)) => return Err(error),
        Err(json::Refusal::Syntax(error)) => error,
    };
    let text = loose::tightened(text);
    let again = match text {
        Cow::Owned(ref text) => json::read(text, limits).ok(),
        Cow::Borrowed(_) => None,
    };
    let Some((value, mut remarks)) = again.or_else(|| yaml::compose(&text, limits).ok()) else {
        return Err(strict);
    };
    remarks.note("json-not-strict", Pointer::root, || format!("read leniently, for strict JSON is broken: {strict}"));
    Ok(Parsed { value, syntax: Syntax::Yaml, remarks: remarks.into_list() })
}

/// The line of the first unresolved merge conflict.
fn conflict(text: &str) -> Option<usize> {
    text.lines().position(|line| line.starts_with("<<<<<<< ")).map(|index| index + 1)
}

/// The remarks of one text, the first hundred in full.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    list: Vec<Remark>,
    more: usize,
}

impl Remarks {
    /// Adds a remark; what it says is only made when there is room for it.
    pub(super) fn note(&mut self, code: &'static str, at: impl FnOnce() -> Pointer, message: impl FnOnce() -> String) {
        if self.list.len() < MOST_REMARKS {
            self.list.push(Remark { code, pointer: at(), message: message() });
        } else {
            self.more += 1;
        }
    }

    /// Notes that the key at the end of `pointer` was there before.
    pub(super) fn duplicate(&mut self, key: &str, pointer: impl FnOnce() -> Pointer) {
        self.note("key-duplicate", pointer, || format!("the key `{key}` occurs more than once, the last one counts"));
    }

    fn into_list(mut self) -> Vec<Remark> {
        if let Some(last) = self.list.last_mut().filter(|_| self.more > 0) {
            last.message = format!("{} (and {} more like it)", last.message, self.more);
        }
        self.list
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Result<Parsed, SyntaxError> {
        parse(text, &TextLimits::default())
    }

    #[test]
    fn each_notation_is_recognised() {
        for (text, syntax, expected) in [
            (
                "{\"a\": [1, 1.0, -0.5, 18446744073709551615, true, null, \"\\ud83d\\ude00\"]}",
                Syntax::Json,
                json!({"a": [1, 1.0, -0.5, u64::MAX, true, null, "😀"]}),
            ),
            ("\u{feff} \n[1]", Syntax::Json, json!([1])),
            ("\u{feff}a: 1", Syntax::Yaml, json!({"a": 1})),
            ("a: {\"b\": [1]}", Syntax::Yaml, json!({"a": {"b": [1]}})),
            ("{\"a\": 1,}", Syntax::Yaml, json!({"a": 1})),
            ("{\"a\": 1, // é\n /* b */ \"b\": \"// c\", # d\n}", Syntax::Yaml, json!({"a": 1, "b": "// c"})),
            ("{\"a\": \"\\ud83d\\ude00\",}", Syntax::Yaml, json!({"a": "😀"})),
            ("{'a': 'it''s', b: [c,],}", Syntax::Yaml, json!({"a": "it's", "b": ["c"]})),
            ("{\n\t'a': 1,\n\t'b': [\n\t\t2,\n\t],\n}\n", Syntax::Yaml, json!({"a": 1, "b": [2]})),
            ("{openapi: 3.1.0, x: http://y//z}", Syntax::Yaml, json!({"openapi": "3.1.0", "x": "http://y//z"})),
            ("[a]: b", Syntax::Yaml, json!(null)),
        ] {
            match read(text) {
                Ok(parsed) => {
                    assert_eq!((parsed.syntax, &parsed.value), (syntax, &expected), "{text}");
                    let lenient = parsed.remarks.iter().any(|remark| remark.code == "json-not-strict");
                    assert_eq!(lenient, syntax == Syntax::Yaml && looks_like_json(without_mark(text)), "{text}");
                }
                Err(error) => assert_eq!(expected, json!(null), "{text}: {error}"),
            }
        }
    }

    #[test]
    fn json_that_is_nothing_else_is_refused_as_json() {
        for (text, expected) in [
            ("{", "end of text while parsing an object at line 1, column 1"),
            ("{\"a\": 1\n \"b\": 2}", "expected `,` or `}` at line 2, column 2"),
            ("{\"é\": ]", "expected value at line 1, column 7"),
            ("\u{feff}{\"é\": ]", "expected value at line 1, column 7"),
            ("{\"a\":\r\n\"é\" é", "expected `,` or `}` at line 2, column 5"),
            ("{} {}", "trailing characters at line 1, column 4"),
            ("[\"\\ud800\"]", "unexpected end of hex escape at line 1, column 9"),
        ] {
            assert_eq!(read(text).map_err(|error| error.to_string()), Err(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn depth_is_an_error_and_never_an_overflow() {
        let nested =
            |open: &str, close: &str, levels: usize| format!("{}1{}", open.repeat(levels), close.repeat(levels));
        let limits = TextLimits { max_depth: usize::MAX, ..TextLimits::default() };
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            assert!(read(&nested(open, close, 256)).is_ok());
            let error = read(&nested(open, close, 257)).unwrap_err();
            assert_eq!((error.message.as_str(), error.line), ("nested deeper than 256 levels", 1));
            assert!(parse(&nested(open, close, DEEPEST), &limits).is_ok_and(|parsed| parsed.clone() == parsed));
            assert!(parse(&nested(open, close, DEEPEST + 1), &limits).is_err());
            for levels in [100_000, 1_000_000] {
                assert!(read(&nested(open, close, levels)).is_err());
                assert!(read(&open.repeat(levels)).is_err());
            }
        }
        let wide = TextLimits { max_nodes: 5, ..TextLimits::default() };
        assert_eq!(parse("[1,2,3,4,5]", &wide).unwrap_err().to_string(), "larger than 5 nodes at line 1, column 10");
    }

    #[test]
    fn duplicate_keys_are_remarked_and_the_last_one_counts() {
        for (text, expected, pointers) in [
            ("{\"a\": {\"b\": 1, \"b\": 2}}", json!({"a": {"b": 2}}), vec!["/a/b"]),
            ("[0, {\"/~\": 1, \"/~\": 2}]", json!([0, {"/~": 2}]), vec!["/1/~1~0"]),
            (
                "a:\n  - x: 1\n    x: 2\n    x: 3\nb: 1\nb: 2\n",
                json!({"a": [{"x": 3}], "b": 2}),
                vec!["/a/0/x", "/a/0/x", "/b"],
            ),
            ("200: a\n'200': b\n", json!({"200": "b"}), vec!["/200"]),
            ("a: &x {b: 1, b: 2}\nc: *x\n", json!({"a": {"b": 2}, "c": {"b": 2}}), vec!["/a/b"]),
            ("a: &x {b: 1}\nc: {<<: *x, b: 2, b: 3}\n", json!({"a": {"b": 1}, "c": {"b": 3}}), vec!["/c/b"]),
            ("a: {<<: {b: {c: 1, c: 2}}}\n", json!({"a": {"b": {"c": 2}}}), vec!["/a/<</b/c"]),
        ] {
            let parsed = read(text).unwrap();
            assert_eq!(parsed.value, expected, "{text}");
            let found: Vec<_> = parsed.remarks.iter().map(|remark| (remark.code, remark.pointer.as_str())).collect();
            assert_eq!(
                found,
                pointers.into_iter().map(|pointer| ("key-duplicate", pointer)).collect::<Vec<_>>(),
                "{text}"
            );
        }
        let many = read(&"a: 1\n".repeat(1000)).unwrap().remarks;
        assert_eq!(many.len(), MOST_REMARKS);
        assert_eq!(many[99].message, "the key `a` occurs more than once, the last one counts (and 899 more like it)");
    }

    #[test]
    fn remarks_and_help_speak_to_the_author() {
        let lenient = &read("{\n  \"é\": 1,\n}").unwrap().remarks[0];
        let message = "read leniently, for strict JSON is broken: trailing comma at line 3, column 1";
        assert_eq!((lenient.pointer.as_str(), lenient.message.as_str()), ("", message));
        let conflict = read("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n").unwrap_err();
        assert_eq!(conflict.help.as_deref(), Some("resolve the merge conflict at line 2 first"));
        assert_eq!(read("%PDF-1.4").unwrap_err().message, "is a PDF, not an OpenAPI document");
    }
}
