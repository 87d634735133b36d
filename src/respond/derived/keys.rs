//! The keys of rows that nobody wrote down: like those that would be drawn, but counted, so that a key leads back to its row.

use serde_json::Value;

use crate::base::{Seed, plain_text};
use crate::collection::KeyShape;
use crate::schema::draw;

/// Blocks of numbers that the lists of several owners have.
const BLOCKS: u64 = 1_000;
/// Numbers that every client can read.
const LARGEST: u64 = i32::MAX as u64;

/// What keys look like.
#[derive(Clone, Debug)]
pub(super) enum Keys {
    /// Whole numbers from this one on.
    Numbers(i64),
    /// Texts of a shape, after a beginning that all have: `usr_`.
    Shape(String, KeyShape),
    /// Words that somebody draws for the number of a row, and that number, from 1, with this between them.
    Words(&'static str),
}

/// Whose keys they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Address {
    /// What their keys are made from.
    pub(super) seed: Seed,
    /// How many there are.
    pub(super) count: u64,
    /// Where the rows of a list begin among all that share the keys.
    pub(super) turn: u64,
    /// Whether others have rows of their own with keys of their own.
    pub(super) is_owned: bool,
}

impl Address {
    /// The number of a row among all that share the keys.
    fn shared(self, number: u64) -> u64 {
        if self.count == 0 { 0 } else { (number + self.turn % self.count) % self.count }
    }

    /// The same the other way.
    fn own(self, shared: u64) -> Option<u64> {
        (shared < self.count).then(|| (shared + self.count - self.turn % self.count) % self.count)
    }

    /// How many numbers come before the first one of a list that others have numbers beside.
    fn block(self) -> u64 {
        let blocks = (LARGEST / self.count.max(1)).min(BLOCKS);
        if !self.is_owned || blocks < 2 {
            return 0;
        }
        draw::below(&mut self.seed.child("block").rng(), blocks) * self.count
    }
}

impl Keys {
    /// The key of the row with that number; `word` draws one for a number.
    pub(super) fn key(&self, at: Address, number: u64, word: impl Fn(u64) -> Option<String>) -> Option<Value> {
        let number = at.shared(number);
        match self {
            Self::Numbers(first) => Some(Value::from(first.checked_add_unsigned(at.block() + number)?)),
            Self::Shape(first, shape) => {
                let key = shape.key(at.seed, number.into())?;
                Some(if first.is_empty() { key } else { Value::from(format!("{first}{}", plain_text(&key))) })
            }
            Self::Words(between) => Some(Value::from(format!("{}{between}{}", word(number)?, number + 1))),
        }
    }

    /// The number of the row with that key.
    pub(super) fn number(&self, at: Address, key: &Value, word: impl Fn(u64) -> Option<String>) -> Option<u64> {
        let shared = match self {
            Self::Numbers(first) => {
                let text = plain_text(key);
                let number: i64 = text.parse().ok().filter(|number: &i64| number.to_string() == text)?;
                u64::try_from(number.checked_sub(*first)?).ok()?.checked_sub(at.block())?
            }
            Self::Shape(first, shape) if first.is_empty() => u64::try_from(shape.number(at.seed, key)?).ok()?,
            Self::Shape(first, shape) => {
                let rest = key.as_str()?.strip_prefix(first.as_str())?;
                u64::try_from(shape.number(at.seed, &rest.into())?).ok()?
            }
            Self::Words(between) => {
                let text = key.as_str()?;
                let digits = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
                let number = text.get(digits..)?.parse::<u64>().ok()?.checked_sub(1).filter(|n| *n < at.count)?;
                (format!("{}{between}{}", word(number)?, number + 1) == text).then_some(number)?
            }
        };
        at.own(shared)
    }

    /// How many keys there are.
    pub(super) fn room(&self) -> u64 {
        match self {
            Self::Numbers(first) => i64::MAX.abs_diff(*first),
            Self::Shape(_, shape) => u64::try_from(shape.room()).unwrap_or(u64::MAX),
            Self::Words(_) => u64::MAX,
        }
    }

    /// Those that may fit, the likeliest first, by a few that were drawn.
    pub(super) fn like(drawn: &[Value]) -> Vec<Self> {
        let Some(first) = drawn.first() else { return Vec::new() };
        if first.is_number() {
            return vec![Self::Numbers(1), Self::Shape(String::new(), KeyShape::like(first))];
        }
        let is_word = |key: &Value| {
            key.as_str().is_some_and(|text| text.len() > 2 && !text.bytes().any(|byte| byte.is_ascii_digit()))
        };
        let mut keys = Vec::new();
        if drawn.iter().all(is_word) {
            let text = first.as_str().unwrap_or_default();
            let joint = ["-", "_", ".", " "].into_iter().find(|joint| text.contains(joint)).unwrap_or("");
            keys.extend([joint, "-", ""].map(Self::Words));
        }
        let texts: Vec<&str> = drawn.iter().filter_map(Value::as_str).collect();
        let beginning = beginning(&texts);
        let rest = |text: &&str| text.strip_prefix(beginning).filter(|rest| !rest.is_empty()).map(Value::from);
        let shape = |rest: Value| Self::Shape(beginning.to_owned(), KeyShape::like(&rest));
        keys.extend(texts.iter().filter_map(rest).map(shape));
        keys.extend(drawn.iter().map(|key| Self::Shape(String::new(), KeyShape::like(key))));
        keys
    }
}

/// What several texts begin with alike, up to a sign that is neither letter nor digit.
fn beginning<'t>(texts: &[&'t str]) -> &'t str {
    let Some((first, others)) = texts.split_first().filter(|(_, others)| !others.is_empty()) else { return "" };
    let ends = first.match_indices(|c: char| c.is_ascii_punctuation()).map(|(at, sign)| at + sign.len());
    let mut shared =
        ends.filter_map(|end| first.get(..end)).filter(|begun| others.iter().all(|text| text.starts_with(begun)));
    shared.next_back().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_leads_back_to_its_row_and_no_other_key_does() {
        let word = |number: u64| Some(["green", "blue"][usize::try_from(number % 2).unwrap()].to_owned());
        for (keys, strange) in [
            (Keys::Numbers(1), json!(0)),
            (Keys::Shape(String::new(), KeyShape::like(&json!("usr_8fQ2"))), json!("usr_8fQ2x")),
            (Keys::Shape("usr_".to_owned(), KeyShape::like(&json!("8fQ2"))), json!("usr-8fQ2")),
            (Keys::Words("-"), json!("blue-1")),
        ] {
            for (turn, is_owned) in [(0, false), (17, false), (0, true)] {
                let at = Address { seed: Seed::new(7), count: 50, turn, is_owned };
                let mut seen = BTreeSet::new();
                for number in 0..50 {
                    let key = keys.key(at, number, word).unwrap();
                    assert_eq!(keys.number(at, &key, word), Some(number), "{keys:?} {at:?}");
                    assert_eq!(keys.number(at, &Value::from(plain_text(&key)), word), Some(number), "{keys:?}");
                    assert!(seen.insert(key.to_string()));
                }
                assert_eq!(keys.number(at, &strange, word), None, "{keys:?} {at:?}");
            }
        }
    }

    #[test]
    fn keys_are_like_those_that_are_drawn() {
        for (drawn, expected) in [
            (vec![json!(14_209)], "Numbers(1)"),
            (vec![json!("amitchell"), json!("tom.b")], "Words(\"\")"),
            (vec![json!("green-office")], "Words(\"-\")"),
            (vec![json!("usr_a8"), json!("usr_bb")], "Shape(\"usr_\""),
        ] {
            let keys = Keys::like(&drawn);
            assert!(format!("{:?}", keys[0]).starts_with(expected), "{drawn:?}: {keys:?}");
        }
    }
}
