//! Turns text with delimiters into an array or a flat object: `a,b,c`, `R,100,G,200`, `R=100,G=200`.
//!
//! Knows nothing of where the text was found. Invariant: splits first, decodes after.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde_json::Value;

use super::tree::gather;
use super::{Coding, Shape, StyleError};

/// How the members of an object are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Members {
    /// `R,100,G,200`.
    InTurn,
    /// `R=100,G=200`.
    Named,
}

/// Reads the texts sent under one name. The items of all of them count together; empty text has no items.
pub(crate) fn read(
    texts: &[&str],
    delimiters: &[&str],
    members: Members,
    coding: Coding,
    shape: &Shape,
) -> Result<Value, StyleError> {
    let items = || texts.iter().filter(|text| !text.is_empty()).flat_map(|text| split(text, delimiters));
    match (shape, members) {
        (Shape::Scalar | Shape::Any, _) => Ok(gather(texts.iter().map(|text| string(coding.decode(text))), shape)),
        (Shape::Array, _) => Ok(items().map(|item| string(coding.decode(item))).collect()),
        (Shape::Object { .. }, Members::InTurn) => {
            let items: Vec<_> = items().collect();
            let (pairs, rest) = items.as_chunks::<2>();
            if !rest.is_empty() {
                return Err(StyleError::OddItems(items.len()));
            }
            Ok(object(pairs.iter().map(|[name, value]| (coding.decode(name), coding.decode(value))), shape))
        }
        (Shape::Object { .. }, Members::Named) => {
            let pairs = items()
                .map(|item| match item.split_once('=') {
                    Some((name, value)) => Ok((coding.decode(name), coding.decode(value))),
                    None => Err(StyleError::NoMember(coding.decode(item).into_owned())),
                })
                .collect::<Result<Vec<_>, _>>()?;
            Ok(object(pairs, shape))
        }
    }
}

/// An object of decoded members; the values of a repeated name are gathered.
pub(super) fn object<'m>(pairs: impl IntoIterator<Item = (Cow<'m, str>, Cow<'m, str>)>, shape: &Shape) -> Value {
    let mut members: IndexMap<Cow<'m, str>, Vec<Value>> = IndexMap::new();
    for (name, value) in pairs {
        members.entry(name).or_default().push(string(value));
    }
    let gathered = members.into_iter().map(|(name, values)| {
        let value = gather(values, shape.member(&name));
        (name.into_owned(), value)
    });
    Value::Object(gathered.collect())
}

/// The pieces of `text` between any of the delimiters; there is always one.
pub(crate) fn split<'t>(text: &'t str, delimiters: &[&str]) -> Vec<&'t str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((piece, tail)) = cut(rest, delimiters) {
        pieces.push(piece);
        rest = tail;
    }
    pieces.push(rest);
    pieces
}

/// Cuts at the first delimiter.
fn cut<'t>(text: &'t str, delimiters: &[&str]) -> Option<(&'t str, &'t str)> {
    text.char_indices().find_map(|(at, _)| {
        let (piece, rest) = text.split_at_checked(at)?;
        delimiters.iter().find_map(|delimiter| rest.strip_prefix(delimiter)).map(|tail| (piece, tail))
    })
}

/// A decoded leaf.
pub(super) fn string(text: Cow<'_, str>) -> Value {
    Value::String(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn text_is_cut_at_every_spelling_of_a_delimiter() {
        for (text, expected) in [
            ("", vec![""]),
            ("a", vec!["a"]),
            ("|a%7C|b%7cé|", vec!["", "a", "", "b", "é", ""]),
            ("a%7Db", vec!["a%7Db"]),
        ] {
            assert_eq!(split(text, &["|", "%7C", "%7c"]), expected, "{text}");
        }
    }

    #[test]
    fn members_in_turn_and_by_name() {
        let shape = Shape::Object { properties: Vec::new(), open: true };
        for (text, members, expected) in [
            ("R,100,G,", Members::InTurn, Ok(json!({"R": "100", "G": ""}))),
            ("R,1,R,2", Members::InTurn, Ok(json!({"R": ["1", "2"]}))),
            ("R,100,G", Members::InTurn, Err(StyleError::OddItems(3))),
            ("R=100,G=a%2Cb=", Members::Named, Ok(json!({"R": "100", "G": "a,b="}))),
            ("R=100,bl%75e", Members::Named, Err(StyleError::NoMember("blue".into()))),
            ("", Members::Named, Ok(json!({}))),
        ] {
            assert_eq!(read(&[text], &[","], members, Coding::Percent, &shape), expected, "{text}");
        }
    }
}
