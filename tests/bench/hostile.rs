//! Schemas that were written, or could be, to keep a sampler busy: how long each takes at worst. The bar is 50 ms for an operation.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;

use serde_json::{Map, Value, json};
use standin::base::Seed;
use standin::schema::{Dialect, Fit, Formats, Sampler, Schemas, Side, Variety};

use crate::process::own_cpu;

/// How many seeds are tried.
const SEEDS: u64 = 4;

/// A table of Markdown.
pub fn table() -> String {
    let mut table = String::from(
        "| schema | first, CPU ms | worst later, CPU ms | JSON, kB | how the worst ended |\n|---|---:|---:|---:|---|\n",
    );
    for (name, schema) in schemas() {
        let Measured { first, worst, bytes, fit } = measure(&schema);
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        writeln!(table, "| {name} | {:.1} | {:.1} | {:.1} | {fit} |", ms(first), ms(worst), bytes as f64 / 1e3)
            .unwrap();
    }
    table
}

struct Measured {
    /// The first sample, for which checks and heights are made.
    first: Duration,
    /// The slowest of the others.
    worst: Duration,
    bytes: usize,
    fit: Fit,
}

fn measure(schema: &Value) -> Measured {
    let (schemas, id, _) = Schemas::of_json_schema(schema, Dialect::Draft202012, &BTreeMap::new(), Formats::Asserted);
    let sample = |seed, variety| {
        let before = own_cpu();
        let sampled = black_box(Sampler::new(&schemas).sample(id, Seed::new(seed), Side::Response, variety));
        (own_cpu().saturating_sub(before), sampled)
    };
    let (first, _) = sample(0, Variety::Documented);
    let later =
        (1..=SEEDS).flat_map(|seed| [Variety::Documented, Variety::Generated].map(|variety| sample(seed, variety)));
    let (worst, sampled) = later.max_by_key(|(time, _)| *time).unwrap();
    Measured { first, worst, bytes: sampled.value.to_string().len(), fit: sampled.fit }
}

/// A member of users: what lists and objects are made of.
fn user() -> Value {
    json!({ "type": "object", "required": ["id", "email"], "properties": { "id": { "type": "integer" },
        "email": { "type": "string", "format": "email" }, "tags": { "type": "array", "items": { "type": "string" } } } })
}

fn words(count: usize) -> Vec<Value> {
    (0..count).map(|index| json!(format!("word{index}"))).collect()
}

fn members(count: usize, schema: &Value) -> Map<String, Value> {
    (0..count).map(|index| (format!("m{index}"), schema.clone())).collect()
}

/// Branches that contain the whole, and one that does not.
fn recursive(key: &str, count: usize) -> Value {
    let branch = |index: usize| {
        json!({ "type": "object", "required": ["kind", format!("m{index}")],
            "properties": { "kind": { "const": format!("k{index}") }, format!("m{index}"): { "$ref": "#" } } })
    };
    let leaf =
        json!({ "type": "object", "properties": { "kind": { "const": "leaf" } }, "additionalProperties": false });
    json!({ key: (0..count).map(branch).chain([leaf]).collect::<Vec<_>>() })
}

/// Two branches in each of two branches, and so on.
fn nested(key: &str, depth: usize) -> Value {
    (0..depth).fold(json!({ "type": "integer" }), |inner, level| {
        json!({ key: [{ "type": "object", "required": ["in"], "properties": { "in": inner } },
            { "type": "object", "required": ["out"], "properties": { "out": inner, "level": { "const": level } } }] })
    })
}

type Row = (&'static str, Value);

fn schemas() -> impl Iterator<Item = Row> {
    choices().into_iter().chain(texts_and_lists()).chain(wide())
}

fn choices() -> Vec<Row> {
    vec![
        ("`oneOf` of 20 recursive branches", recursive("oneOf", 20)),
        ("`anyOf` of 20 recursive branches", recursive("anyOf", 20)),
        ("`oneOf` of two, 7 deep", nested("oneOf", 7)),
        (
            "`anyOf` of 1,000 constants",
            json!({ "anyOf": words(1000).into_iter().map(|word| json!({ "const": word })).collect::<Vec<_>>() }),
        ),
        (
            "`oneOf` of 300 objects",
            json!({ "oneOf": (0..300).map(|index| json!({ "type": "object", "required": ["kind"],
            "properties": { "kind": { "const": index }, "a": { "type": "string" } } })).collect::<Vec<_>>() }),
        ),
        (
            "`oneOf` of 100 alike: none can hold alone",
            json!({ "oneOf": vec![json!({ "type": "object", "properties": { "a": user() } }); 100] }),
        ),
    ]
}

fn texts_and_lists() -> Vec<Row> {
    vec![
        ("`pattern` that repeats 10,000 times", json!({ "type": "string", "pattern": "^([a-z0-9]{10} ){1000}$" })),
        (
            "`pattern` with nested repeats",
            json!({ "type": "string", "pattern": "^(([ab]+c?)+d?)+$", "minLength": 200 }),
        ),
        (
            "`pattern` with look-ahead and length",
            json!({ "type": "string", "pattern": "^(?=.*[A-Z])(?=.*\\d)(?=.*[!#])[A-Za-z\\d!#]+$", "minLength": 12, "maxLength": 16 }),
        ),
        (
            "two patterns that no text has",
            json!({ "type": "string", "pattern": "^a+$", "allOf": [{ "pattern": "^b+$" }] }),
        ),
        ("`minItems` 4,096 of objects", json!({ "type": "array", "minItems": 4096, "items": user() })),
        (
            "`minItems` 4,096 of words, unique",
            json!({ "type": "array", "minItems": 4096, "uniqueItems": true, "items": { "type": "string" } }),
        ),
        (
            "100 unique of 100",
            json!({ "type": "array", "minItems": 100, "uniqueItems": true, "items": { "type": "integer", "minimum": 1, "maximum": 100 } }),
        ),
        (
            "101 unique of 100: there are none",
            json!({ "type": "array", "minItems": 101, "uniqueItems": true, "items": { "type": "integer", "minimum": 1, "maximum": 100 } }),
        ),
        (
            "64 unique objects of six booleans",
            json!({ "type": "array", "minItems": 64, "uniqueItems": true,
            "items": { "type": "object", "properties": members(6, &json!({ "type": "boolean" })), "required": (0..6).map(|index| format!("m{index}")).collect::<Vec<_>>() } }),
        ),
    ]
}

fn wide() -> Vec<Row> {
    vec![
        ("`enum` of 20,000", json!({ "enum": words(20_000) })),
        (
            "two enums of 5,000 that share one",
            json!({ "allOf": [{ "enum": words(5000) }, { "enum": [words(5000)[4999], 1] }] }),
        ),
        (
            "`allOf` of 500",
            json!({ "allOf": (0..500).map(|index| json!({ "type": "object", "properties": { format!("m{index}"): { "type": "string" } } })).collect::<Vec<_>>() }),
        ),
        (
            "`allOf` 200 deep",
            (0..200).fold(json!({ "type": "object" }), |inner, _| json!({ "allOf": [inner, { "minProperties": 1 }] })),
        ),
        (
            "`allOf` of 12 `oneOf` of 2",
            json!({ "type": "object", "allOf": (0..12).map(|index| json!({ "oneOf": [
            { "required": [format!("a{index}")] }, { "required": [format!("b{index}")] }] })).collect::<Vec<_>>() }),
        ),
        (
            "12 conditions one upon the other",
            json!({ "type": "object", "properties": members(12, &json!({ "type": "boolean" })), "required": ["m0"],
            "allOf": (0..11).map(|index| json!({ "if": { "properties": { format!("m{index}"): { "const": true } }, "required": [format!("m{index}")] },
                "then": { "required": [format!("m{}", index + 1)] }, "else": { "properties": { format!("m{}", index + 1): { "const": true } } } })).collect::<Vec<_>>() }),
        ),
        ("1,000 members of objects", json!({ "type": "object", "properties": members(1000, &user()) })),
        (
            "12 members, each the whole again",
            json!({ "type": "object", "properties": members(12, &json!({ "$ref": "#" })), "required": [] }),
        ),
        (
            "required recursion without end",
            json!({ "type": "object", "properties": { "next": { "$ref": "#" } }, "required": ["next"] }),
        ),
        (
            "`contains` of 50 kinds",
            json!({ "type": "array", "allOf": (0..50).map(|index| json!({ "contains": { "const": index } })).collect::<Vec<_>>() }),
        ),
        (
            "`not` of 200",
            json!({ "type": "integer", "minimum": 0, "maximum": 200, "allOf": (0..200).map(|index| json!({ "not": { "const": index } })).collect::<Vec<_>>() }),
        ),
        (
            "`unevaluatedProperties` over 100 branches",
            json!({ "type": "object", "unevaluatedProperties": false, "anyOf": (0..100).map(|index| json!({
            "properties": { format!("m{index}"): user() }, "required": [format!("m{index}")] })).collect::<Vec<_>>() }),
        ),
        (
            "`minProperties` 1,000 of a pattern",
            json!({ "type": "object", "minProperties": 1000, "additionalProperties": false, "patternProperties": { "^k[0-9]{3}$": { "type": "integer" } } }),
        ),
    ]
}
