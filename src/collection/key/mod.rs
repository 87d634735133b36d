//! Keys that look drawn and are counted: from the number of a row to its key, and back.
//!
//! A key is the number at its place in a permutation of all keys of the shape, so that it is found without a look at any row. It does not
//! know how many rows there are: who has more rows than [`KeyShape::room`] must say so. Invariant: `number(key(n)) == n`.

mod permutation;
mod text;

use std::sync::Arc;

use serde_json::{Number, Value};

use self::text::{Alphabet, Place, Text};
use crate::base::Seed;

const DIGITS: &str = "0123456789";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER_HEX: &str = "0123456789abcdef";
const UPPER_HEX: &str = "0123456789ABCDEF";
/// A shorter text of these characters is a word or a number.
const SHORTEST_HEX: usize = 8;
/// How long a key is where nothing says what it looks like: as an `ObjectId`.
const USUAL_LENGTH: usize = 24;

/// What keys look like.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyShape(Shape);

#[derive(Clone, Debug, PartialEq)]
enum Shape {
    /// Whole numbers from this one on.
    Numbers(i64),
    Text(Arc<Text>),
}

impl KeyShape {
    /// Whole numbers from `first` on, in their order.
    #[must_use]
    pub fn numbers(first: i64) -> Self {
        Self(Shape::Numbers(first))
    }

    /// So many of these characters, each as likely. No characters make no keys.
    #[must_use]
    pub fn characters(characters: &str, length: u8) -> Self {
        let alphabet = Arc::new(Alphabet::new(characters));
        Self::text((0..length).map(|_| Place::One(Arc::clone(&alphabet))).collect())
    }

    /// What keys look like where nobody says: 24 hexadecimal digits.
    #[must_use]
    pub fn usual() -> Self {
        Self::text(vec![Place::One(Arc::new(Alphabet::new(LOWER_HEX))); USUAL_LENGTH])
    }

    /// Like an example: a UUID (version 4) for a UUID, hexadecimal digits for 8 or more of them (letters among them), else letters of their
    /// case and digits for letters and digits, in their places; whole numbers for a number: from 1, or from 1001, 10001, … if it is as long.
    /// What shows nothing of the kind is taken for [`usual`](Self::usual).
    #[must_use]
    pub fn like(example: &Value) -> Self {
        match example {
            Value::Number(number) => Self::numbers(first_like(number)),
            Value::String(text) => places_like(text).map_or_else(Self::usual, Self::text),
            _ => Self::usual(),
        }
    }

    /// How many keys there are; of texts no more than 2^126 are ever used.
    #[must_use]
    pub fn room(&self) -> u128 {
        match &self.0 {
            Shape::Numbers(first) => u128::from(i64::MAX.abs_diff(*first)) + 1,
            Shape::Text(text) => text.room(),
        }
    }

    /// The key of a number. Numbers beyond the room have none.
    #[must_use]
    pub fn key(&self, seed: Seed, number: u128) -> Option<Value> {
        match &self.0 {
            Shape::Numbers(first) => first.checked_add(i64::try_from(number).ok()?).map(Value::from),
            Shape::Text(text) => text.key(seed, number).map(Value::String),
        }
    }

    /// The number of a key; a whole number and the text that says it are the same key. What is not of the shape has none.
    #[must_use]
    pub fn number(&self, seed: Seed, key: &Value) -> Option<u128> {
        match &self.0 {
            Shape::Numbers(first) => {
                let key = whole(key)?;
                u128::try_from(i128::from(key) - i128::from(*first)).ok()
            }
            Shape::Text(text) => match key {
                Value::String(key) => text.number(seed, key),
                Value::Number(_) => text.number(seed, &whole(key)?.to_string()),
                _ => None,
            },
        }
    }

    fn text(places: Vec<Place>) -> Self {
        Self(Shape::Text(Arc::new(Text::new(places))))
    }
}

/// The whole number that a value is, or says.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok().filter(|number: &i64| number.to_string() == *text),
        _ => None,
    }
}

/// Where numbers begin that are as long as an example.
fn first_like(example: &Number) -> i64 {
    let mut first = 1_i64;
    while let Some(longer) = first.checked_mul(10).filter(|longer| example.as_i64().is_some_and(|like| like >= *longer))
    {
        first = longer;
    }
    if first < 1000 { 1 } else { first + 1 }
}

/// What may stand at the places of texts like an example; `None` if nothing in it can change.
fn places_like(example: &str) -> Option<Vec<Place>> {
    let is_upper = example.contains(|letter: char| letter.is_ascii_uppercase());
    let hex = Arc::new(Alphabet::new(if is_upper { UPPER_HEX } else { LOWER_HEX }));
    if is_uuid(example) {
        let variant = Arc::new(Alphabet::new(if is_upper { "89AB" } else { "89ab" }));
        let places = example.chars().enumerate().map(|(index, symbol)| match index {
            14 => Place::Constant('4'),
            19 => Place::One(Arc::clone(&variant)),
            _ if symbol == '-' => Place::Constant('-'),
            _ => Place::One(Arc::clone(&hex)),
        });
        return Some(places.collect());
    }
    if is_hex(example) {
        return Some(example.chars().map(|_| Place::One(Arc::clone(&hex))).collect());
    }
    let [digits, lower, upper] = [DIGITS, LOWER, UPPER].map(|characters| Arc::new(Alphabet::new(characters)));
    let is_number = example.bytes().all(|byte| byte.is_ascii_digit());
    let places = example.chars().enumerate().map(|(index, symbol)| match symbol {
        '0'..='9' if is_number && index == 0 => Place::One(Arc::new(Alphabet::new("123456789"))),
        '0'..='9' => Place::One(Arc::clone(&digits)),
        'a'..='z' => Place::One(Arc::clone(&lower)),
        'A'..='Z' => Place::One(Arc::clone(&upper)),
        other => Place::Constant(other),
    });
    let places: Vec<_> = places.collect();
    places.iter().any(|place| matches!(place, Place::One(_))).then_some(places)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Whether a text is hexadecimal digits, letters of one case among them.
fn is_hex(text: &str) -> bool {
    let has = |of: fn(&u8) -> bool| text.bytes().any(|byte| of(&byte));
    text.len() >= SHORTEST_HEX
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_lowercase) != has(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests;
