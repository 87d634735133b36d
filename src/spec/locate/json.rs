//! Follows pointers through JSON text. It is a scanner for text that was read before: what is no JSON is passed over.

use std::borrow::Cow;

use super::{
    Span,
    trail::{Found, Shape, Trail},
    tree::Tree,
};

/// For each list of steps the node it leads to, or the deepest on the way.
pub(super) fn find(text: &str, pointers: &[Vec<String>]) -> Vec<Option<Found>> {
    let mut wanted = Tree::default();
    let nodes: Vec<usize> = pointers.iter().map(|steps| wanted.insert(steps)).collect();
    let bytes = text.as_bytes();
    let mut trail = Trail::new(&wanted);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let end = token_end(bytes, at, byte);
        let span = Span { start: at, end };
        match byte {
            b'{' => trail.open(Shape::Mapping, span),
            b'[' => trail.open(Shape::Sequence, span),
            b'}' | b']' => trail.close(Some(end)),
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => {}
            _ => trail.scalar(span, || Some(text_of(text.get(span.range()).unwrap_or_default()))),
        }
        if trail.is_done() {
            break;
        }
        at = end;
    }
    let arrivals = trail.finish();
    nodes.into_iter().map(|node| arrivals.nearest(node).map(|(found, _)| found)).collect()
}

/// The offset behind the token that begins with `byte` at `at`.
fn token_end(bytes: &[u8], at: usize, byte: u8) -> usize {
    let rest = bytes.get(at + 1..).unwrap_or_default();
    let length = match byte {
        b'"' => string_length(rest),
        b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => 0,
        _ => rest.iter().position(|byte| b"{}[],: \t\n\r\"".contains(byte)).unwrap_or(rest.len()),
    };
    at + 1 + length
}

/// The bytes of a string behind its opening quote, the closing one included.
fn string_length(rest: &[u8]) -> usize {
    let mut length = 0;
    while let Some(&byte) = rest.get(length) {
        length += if byte == b'\\' { 2 } else { 1 };
        if byte == b'"' {
            break;
        }
    }
    length.min(rest.len())
}

/// What a string token says.
fn text_of(token: &str) -> Cow<'_, str> {
    if token.contains('\\') {
        return serde_json::from_str(token).map_or(Cow::Borrowed(token), Cow::Owned);
    }
    Cow::Borrowed(token.trim_matches('"'))
}
