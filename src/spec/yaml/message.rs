//! Puts what the YAML scanner complains of into our words, with help where the usual cause is known.

use saphyr_parser::{Marker, ScanError};
use serde_json::Value;

use crate::spec::{
    locate::{Position, position},
    text::SyntaxError,
};

/// What `saphyr_parser` says, what we say, and the help we add.
const WORDS: [(&str, &str, &str); 16] = [
    (
        "mapping values are not allowed in this context",
        "a `:` where no mapping can begin",
        "quote the text if it holds `: `, or align the key with its siblings",
    ),
    ("simple key expect ':'", "a line without `:`", "is it a key without its `:`, or text that should be indented?"),
    ("simple key expected", "a key without `:`", "is it a key without its `:`, or text that should be indented?"),
    ("recursion limit exceeded", "nested deeper than 255 levels in flow style", "write it in block style"),
    (
        "while parsing node, found unknown anchor",
        "an alias of an anchor that is not defined before it",
        "a text that begins with `*` needs quotes",
    ),
    ("while parsing a block mapping, did not find expected key", "a key was expected", INDENTATION),
    ("while parsing a block collection, did not find expected '-' indicator", "`-` was expected", INDENTATION),
    ("invalid indentation", "the indentation fits no level above", INDENTATION),
    ("while scanning a quoted scalar, found unexpected end of stream", "a quote that is never closed", QUOTE),
    ("invalid indentation in quoted scalar", "a quoted text that is not indented", QUOTE),
    (
        "while parsing a quoted scalar, found unknown escape character",
        "an unknown escape",
        "within double quotes `\\` begins an escape: write `\\\\`, or use single quotes",
    ),
    ("while parsing a flow sequence, expected ',' or ']'", "expected `,` or `]`", BRACKET),
    ("while parsing a flow mapping, did not find expected ',' or '}'", "expected `,` or `}`", BRACKET),
    (
        "the handle wasn't declared",
        "a tag whose prefix is not declared",
        "declare it with `%TAG`, or leave the tag out",
    ),
    ("':' must be followed by a valid YAML whitespace", "a tab behind `:`", "put a space there"),
    (
        "invalid trailing content after double-quoted scalar",
        "text behind the closing quote",
        "escape quotes inside the text, or quote the whole of it",
    ),
];

const INDENTATION: &str = "compare the indentation of this line with the lines above";
const BRACKET: &str = "is the closing bracket missing, or are quotes?";
const QUOTE: &str = "is the closing quote missing?";
const TABS: &str = "indent with spaces, YAML forbids tabs";

/// The scanner's error in `text` as ours. At the end of a text without a last line break, the scanner names the line after it.
pub(super) fn translated(error: &ScanError, text: &str) -> SyntaxError {
    let Position { line, column } = position(text, text.len());
    let translated = in_our_words(error);
    if translated.line > line { SyntaxError { line, column, ..translated } } else { translated }
}

fn in_our_words(error: &ScanError) -> SyntaxError {
    let info = error.info();
    if let Some((_, message, help)) = WORDS.iter().find(|(theirs, ..)| *theirs == info) {
        return at(*error.marker(), *message, Some(help));
    }
    if let Some(character) = info.strip_prefix("unexpected character: `").and_then(|rest| rest.strip_suffix('\'')) {
        return at(*error.marker(), format!("a value cannot begin with `{character}`"), Some("quote the value"));
    }
    let help = (info.contains("tab ") || info.contains("tabs ")).then_some(TABS);
    at(*error.marker(), info.strip_prefix("while ").unwrap_or(info), help)
}

/// An error where the scanner's `marker` stands; its columns begin at 0.
pub(super) fn at(marker: Marker, message: impl Into<String>, help: Option<&str>) -> SyntaxError {
    SyntaxError {
        line: marker.line(),
        column: marker.col() + 1,
        message: message.into(),
        help: help.map(str::to_owned),
    }
}

/// A file holds one document; the next begins at `start`.
pub(super) fn second_document(start: Marker) -> SyntaxError {
    at(start, "a second YAML document begins here", Some("a file holds one document: give each its own file"))
}

/// A collection where a key should be.
pub(super) fn complex_key(start: Marker) -> SyntaxError {
    at(start, "a collection as a key", Some("keys are text: quote a key that begins with `{` or `[`"))
}

/// A document that is only a scalar.
pub(super) fn lone(value: &Value, start: Marker) -> SyntaxError {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "one boolean",
        Value::Number(_) => "one number",
        _ => "one string",
    };
    at(start, format!("the document is {kind}, not a mapping"), Some("write `key: value`, a line for each"))
}
