//! `Set-Cookie` (RFC 6265 §4.1): a pair of name and value with attributes, one header for each cookie.

use serde_json::Value;

use super::{is_bare, text};
use crate::base::Seed;
use crate::contract::Header;
use crate::schema::{Schemas, Side};

/// What is said of a cookie of which nothing is documented.
const ATTRIBUTES: &str = "; Path=/; HttpOnly";

/// The cookies that a value stands for: one for each item of a list or member of an object. A text that is none becomes one where the
/// schema would take any text.
pub(super) fn cookies(header: &Header, value: &Value, schemas: &Schemas, seed: Seed) -> Vec<String> {
    let items = match value {
        Value::Array(items) => items.clone(),
        Value::Object(members) => {
            let pair = |(name, value): (&String, &Value)| format!("{}={}{ATTRIBUTES}", token(name), text(value, false));
            return members.iter().map(pair).collect();
        }
        other => vec![other.clone()],
    };
    let is_documented = !header.examples.is_empty();
    let item_schema = header.schema.and_then(|id| schemas.arena().element(id, 0));
    let schema = if value.is_array() { item_schema } else { header.schema };
    let made = (0..).zip(items).map(|(index, item): (u64, Value)| {
        let written = text(&item, false);
        let name = || match (name(header, schemas), index) {
            (name, 0) => name,
            (name, index) => format!("{name}_{}", index + 1),
        };
        let cookie = || format!("{}={}{ATTRIBUTES}", name(), seed.nth(index));
        let is_open = |cookie: &String| {
            schema.is_none_or(|id| {
                is_bare(schemas, id) && schemas.holds(id, Side::Response, &Value::from(cookie.as_str()))
            })
        };
        let other = Some(()).filter(|()| !is_documented && !is_cookie(&written)).map(|()| cookie()).filter(is_open);
        other.unwrap_or(written)
    });
    made.collect()
}

fn is_cookie(text: &str) -> bool {
    let pair = text.split(';').next().and_then(|pair| pair.split_once('='));
    pair.is_some_and(|(name, _)| !name.trim().is_empty() && name.trim() == token(name.trim()))
}

/// The name in a pair that the description shows, else `session`.
fn name(header: &Header, schemas: &Schemas) -> String {
    let arena = schemas.arena();
    let notes = header.schema.and_then(|id| arena.at(id).notes.as_deref());
    let description = notes.and_then(|notes| notes.description.as_deref()).unwrap_or_default();
    let before = description.split_once('=').map(|(before, _)| before);
    let word = before.and_then(|before| before.rsplit(|character: char| !is_token(character)).next());
    word.filter(|word| !word.is_empty()).unwrap_or("session").to_owned()
}

fn token(name: &str) -> String {
    name.chars().map(|character| if is_token(character) { character } else { '_' }).collect()
}

fn is_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.')
}
