//! Keys: what they look like, and that each leads back to its number.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use regex::Regex;
use serde_json::{Value, json};

use super::KeyShape;
use crate::base::Seed;

const METEOR: &str = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";

fn shapes() -> Vec<KeyShape> {
    let examples = [
        json!("3fa85f64-5717-4562-b3fc-2c963f66afa6"),
        json!("507f1f77bcf86cd799439011"),
        json!("da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        json!("ORD-2024/0001"),
        json!("user_Ab3"),
        json!("123456789012345678901234567890123456789012345678901234567890"),
        json!("12"),
        json!(7),
    ];
    let mut shapes: Vec<_> = examples.iter().map(KeyShape::like).collect();
    for length in [1, 2, 10, 11, 12, 17, 30] {
        shapes.push(KeyShape::characters(METEOR, length));
    }
    shapes.push(KeyShape::characters("äöü€", 9));
    shapes.push(KeyShape::numbers(-5));
    shapes
}

#[test]
fn a_key_looks_like_its_example() {
    for (example, expected, room) in [
        (
            json!("3FA85F64-5717-1562-B3FC-2C963F66AFA6"),
            "^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$",
            1 << 122,
        ),
        (json!("507f1f77bcf86cd799439011"), "^[0-9a-f]{24}$", 1 << 96),
        (json!("507f1f77bcf86cd79943901123456789"), "^[0-9a-f]{32}$", 1 << 120),
        (json!("ORD-17/a"), "^[A-Z]{3}-[0-9]{2}/[a-z]$", 26_u128.pow(4) * 100),
        (json!("face"), "^[a-z]{4}$", 26_u128.pow(4)),
        (json!("0042"), "^[1-9][0-9]{3}$", 9000),
        (json!("ключ-7"), "^ключ-[0-9]$", 10),
        (json!("--"), "^[0-9a-f]{24}$", 1 << 96),
        (json!(""), "^[0-9a-f]{24}$", 1 << 96),
        (json!(null), "^[0-9a-f]{24}$", 1 << 96),
    ] {
        let shape = KeyShape::like(&example);
        assert_eq!(shape.room(), room, "{example}");
        let expected = Regex::new(expected).unwrap();
        for number in [0, 1, 9, room - 1].into_iter().filter(|number| *number < room) {
            let key = shape.key(Seed::new(3), number).unwrap();
            assert!(expected.is_match(key.as_str().unwrap()), "{example} {key}");
        }
        assert_eq!(shape.key(Seed::new(3), room), None, "{example}");
    }
}

#[test]
fn numbers_begin_where_their_example_lies() {
    for (example, first) in [
        (json!(1), 1_i64),
        (json!(0), 1),
        (json!(-3), 1),
        (json!(999), 1),
        (json!(1000), 1001),
        (json!(98_765), 10_001),
        (json!(2.5), 1),
        (json!(i64::MAX), 1_000_000_000_000_000_001),
    ] {
        assert_eq!(KeyShape::like(&example).key(Seed::new(1), 0), Some(json!(first)), "{example}");
    }
}

#[test]
fn what_is_not_of_the_shape_has_no_number() {
    let seed = Seed::new(1);
    for (shape, key) in [
        (KeyShape::numbers(1), json!("x")),
        (KeyShape::numbers(1), json!(0)),
        (KeyShape::numbers(1), json!("01")),
        (KeyShape::numbers(1), json!(1.5)),
        (KeyShape::numbers(1), json!(null)),
        (KeyShape::characters("abc", 3), json!("abd")),
        (KeyShape::characters("abc", 3), json!("ab")),
        (KeyShape::characters("abc", 3), json!("abca")),
        (KeyShape::characters("", 3), json!("abc")),
        (KeyShape::like(&json!("a-1")), json!("a_1")),
        // 160 bits, of which 120 are the row's number: the others are wrong.
        (KeyShape::like(&json!("da39a3ee5e6b4b0d3255bfef95601890afd80709")), json!("0".repeat(40))),
    ] {
        assert_eq!(shape.number(seed, &key), None, "{shape:?} {key}");
    }
    assert_eq!(KeyShape::characters("", 3).room(), 0);
    assert_eq!(KeyShape::characters("", 3).key(seed, 0), None);
    assert_eq!(KeyShape::characters("abc", 0).key(seed, 0), Some(json!("")));
}

#[test]
fn a_number_and_the_text_that_says_it_are_one_key() {
    let seed = Seed::new(1);
    assert_eq!(KeyShape::numbers(1).number(seed, &json!("42")), Some(41));
    assert_eq!(KeyShape::numbers(1).number(seed, &json!(42)), Some(41));
    let texts = KeyShape::like(&json!("4711"));
    let key = texts.key(seed, 5).unwrap();
    let number: Value = serde_json::from_str(key.as_str().unwrap()).unwrap();
    assert_eq!(texts.number(seed, &number), Some(5));
}

#[test]
fn keys_are_pinned() {
    // A change here changes every key that users have written down: it needs a new minor version.
    let seed = Seed::new(7);
    for (shape, number, expected) in [
        (KeyShape::characters(METEOR, 17), 0, "dpRT6yonbGktueXvg"),
        (KeyShape::characters(METEOR, 17), 9_999_999, "eogXKndZAabdcdiah"),
        (KeyShape::like(&json!("3fa85f64-5717-4562-b3fc-2c963f66afa6")), 1, "0e8352c7-e24c-4678-92d0-e249d01034b3"),
        (KeyShape::like(&json!("ab-1")), 2, "sf-3"),
    ] {
        assert_eq!(shape.key(seed, number).unwrap(), expected);
    }
}

#[test]
fn neighbours_look_unrelated() {
    for shape in shapes().into_iter().filter(|shape| shape.room() > 1_000_000 && *shape != KeyShape::numbers(-5)) {
        let keys: Vec<String> = (0..1000)
            .filter_map(|number| shape.key(Seed::new(5), number).and_then(|key| Some(key.as_str()?.to_owned())))
            .collect();
        for place in 0..keys.first().map_or(0, |key| key.chars().count()) {
            let mut counts: HashMap<char, u32> = HashMap::new();
            for key in &keys {
                *counts.entry(key.chars().nth(place).unwrap()).or_default() += 1;
            }
            // Constant, or spread: the commonest of r characters stands in not many more than 1000 / r keys.
            let most = *counts.values().max().unwrap();
            let even = 1000 / u32::try_from(counts.len()).unwrap();
            assert!(most < even * 2 + 40, "{shape:?}: place {place}, {counts:?}");
            // Nor do the same characters follow each other.
            let repeats = keys.windows(2).filter(|pair| pair[0].chars().nth(place) == pair[1].chars().nth(place));
            let repeats = u32::try_from(repeats.count()).unwrap();
            assert!(counts.len() == 1 || repeats < even * 2 + 40, "{shape:?}: place {place} repeats {repeats} times");
        }
    }
}

#[test]
fn small_rooms_are_used_to_the_last_key() {
    for shape in shapes().into_iter().filter(|shape| shape.room() < 100_000) {
        let keys: HashSet<String> =
            (0..shape.room()).map(|number| shape.key(Seed::new(2), number).unwrap().to_string()).collect();
        assert_eq!(keys.len() as u128, shape.room(), "{shape:?}");
    }
}

proptest! {
    #[test]
    fn a_key_leads_back_to_its_number(seed: u64, number: u128) {
        let seed = Seed::new(seed);
        for shape in shapes() {
            let number = number % shape.room();
            let key = shape.key(seed, number).unwrap();
            prop_assert_eq!(shape.number(seed, &key), Some(number), "{:?} {}", shape, key);
        }
    }
}
