//! Arbitrary schemas of 2020-12, of all keywords. Most have values; a reference leads to `$defs`, and back to the schema it stands in only
//! from below it, so that no engine goes round in a circle.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

/// Names of members: none that the sampler takes for a word of daily life.
pub const NAMES: [&str; 5] = ["qa", "qb", "qc", "qd", "qe"];
/// Patterns that every engine reads alike.
const PATTERNS: [&str; 10] =
    ["^a", "[0-9]$", "^[a-z]+$", "^[A-Z]{2}-\\d{3}$", "z", "^(ab|cd)+$", "^.{2,5}$", "^q[a-c]$", "^\\w*$", "^[^x]*$"];
/// Formats that both engines know.
const FORMATS: [&str; 10] =
    ["date", "date-time", "time", "email", "uuid", "ipv4", "ipv6", "uri", "hostname", "json-pointer"];

/// Where a schema stands decides what it may refer to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Nothing that could lead back.
    Leaves,
    /// Also what may contain itself.
    All,
}

/// A whole schema with its `$defs`.
pub fn documents() -> impl Strategy<Value = Value> {
    (bodies(4, Reach::All), bodies(2, Reach::Leaves), leaves()).prop_map(|(root, recursive, leaf)| {
        let mut root =
            if let Value::Object(map) = root { map } else { Map::from_iter([("allOf".to_owned(), json!([root]))]) };
        root.insert("$defs".to_owned(), json!({ "Recursive": recursive, "Leaf": leaf }));
        Value::Object(root)
    })
}

/// A schema that stands alone and refers to nothing.
pub fn plain() -> impl Strategy<Value = Value> {
    bodies(2, Reach::Leaves).prop_map(|schema| without_references(&schema))
}

/// References become `true`.
fn without_references(schema: &Value) -> Value {
    match schema {
        Value::Object(map) if map.contains_key("$ref") => Value::Bool(true),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), without_references(value))).collect(),
        Value::Array(items) => items.iter().map(without_references).collect(),
        other => other.clone(),
    }
}

fn bodies(depth: u32, reach: Reach) -> BoxedStrategy<Value> {
    let leaf = prop_oneof![9 => leaves(), 1 => Just(json!({ "$ref": "#/$defs/Leaf" }))];
    leaf.prop_recursive(depth, 24, 3, move |inner| {
        // Below a member or an item everything may come back.
        let child = prop_oneof![6 => inner.clone(), 1 => Just(json!({ "$ref": "#/$defs/Recursive" }))].boxed();
        let here = match reach {
            Reach::All => child.clone(),
            Reach::Leaves => inner.boxed(),
        };
        prop_oneof![4 => objects(child.clone(), &here), 3 => arrays(child), 4 => logic(here)]
    })
    .boxed()
}

/// Schemas of scalars, and those that say nothing of what is inside.
fn leaves() -> impl Strategy<Value = Value> {
    let scalars = vec![json!(1), json!(2.5), json!("a"), json!("qb"), json!(null), json!(true), json!([]), json!({})];
    prop_oneof![
        6 => select(vec!["string", "integer", "number", "boolean", "null"]).prop_map(|name| json!({ "type": name })),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => Just(json!({})),
        1 => Just(json!({ "type": ["string", "null"] })),
        2 => numbers(),
        3 => texts(),
        2 => subsequence(scalars.clone(), 1..4).prop_map(|values| json!({ "enum": values })),
        1 => select(scalars).prop_map(|value| json!({ "const": value })),
    ]
}

fn numbers() -> impl Strategy<Value = Value> {
    let bound = -20..20_i64;
    let keywords = (
        select(vec!["integer", "number"]),
        maybe("minimum", bound.clone().prop_map(Value::from)),
        maybe("maximum", (0..40_i64).prop_map(Value::from)),
        maybe("exclusiveMinimum", bound.prop_map(Value::from)),
        maybe("multipleOf", select(vec![json!(1), json!(3), json!(0.5), json!(7)])),
    );
    keywords.prop_map(|(name, a, b, c, d)| joined(json!({ "type": name }), [a, b, c, d]))
}

fn texts() -> impl Strategy<Value = Value> {
    prop_oneof![
        (maybe("minLength", (0..5_u64).prop_map(Value::from)), maybe("maxLength", (3..12_u64).prop_map(Value::from)))
            .prop_map(|(a, b)| joined(json!({ "type": "string" }), [a, b])),
        select(&PATTERNS[..]).prop_map(|pattern| json!({ "type": "string", "pattern": pattern })),
        select(&FORMATS[..]).prop_map(|format| json!({ "type": "string", "format": format })),
    ]
}

fn arrays(child: BoxedStrategy<Value>) -> impl Strategy<Value = Value> {
    let list = prop::collection::vec(child.clone(), 1..3);
    let keywords = (
        maybe("items", child.clone()),
        maybe("prefixItems", list.prop_map(Value::from)),
        maybe("contains", child.clone()),
        (
            maybe("minContains", (0..3_u64).prop_map(Value::from)),
            maybe("maxContains", (2..4_u64).prop_map(Value::from)),
        ),
        maybe("minItems", (0..4_u64).prop_map(Value::from)),
        maybe("maxItems", (2..6_u64).prop_map(Value::from)),
        maybe("uniqueItems", any::<bool>().prop_map(Value::from)),
        maybe("unevaluatedItems", child),
    );
    keywords.prop_map(|(a, b, c, (d, e), f, g, h, i)| joined(json!({ "type": "array" }), [a, b, c, d, e, f, g, h, i]))
}

fn objects(child: BoxedStrategy<Value>, here: &BoxedStrategy<Value>) -> impl Strategy<Value = Value> + use<> {
    let name = || select(&NAMES[..]);
    let map = |schema: &BoxedStrategy<Value>| {
        prop::collection::vec((name(), schema.clone()), 1..4)
            .prop_map(|members| members.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect::<Value>())
    };
    let closed = prop_oneof![Just(json!(false)), child.clone()];
    let keywords = (
        maybe("properties", map(&child)),
        maybe("required", subsequence(&NAMES[..], 1..3).prop_map(Value::from)),
        maybe("additionalProperties", closed.clone()),
        maybe("patternProperties", child.prop_map(|schema| json!({ "^q[a-c]$": schema }))),
        maybe(
            "propertyNames",
            select(vec![json!({ "maxLength": 3 }), json!({ "pattern": "^q" }), json!({ "enum": NAMES })]),
        ),
        (
            maybe("minProperties", (0..3_u64).prop_map(Value::from)),
            maybe("maxProperties", (2..6_u64).prop_map(Value::from)),
        ),
        maybe("dependentRequired", (name(), name()).prop_map(|(name, other)| json!({ name: [other] }))),
        (maybe("dependentSchemas", map(here)), maybe("unevaluatedProperties", closed)),
    );
    keywords.prop_map(|(a, b, c, d, e, (f, g), h, (i, j))| {
        joined(json!({ "type": "object" }), [a, b, c, d, e, f, g, h, i, j])
    })
}

fn logic(here: BoxedStrategy<Value>) -> impl Strategy<Value = Value> {
    let list = prop::collection::vec(here.clone(), 1..4);
    prop_oneof![
        select(vec!["allOf", "anyOf", "oneOf"])
            .prop_flat_map(move |key| list.clone().prop_map(move |list| json!({ key: list }))),
        here.clone().prop_map(|schema| json!({ "not": schema })),
        (here.clone(), here.clone(), here.clone()).prop_map(|(a, b, c)| json!({ "if": a, "then": b, "else": c })),
        // The keywords of both in one schema.
        (here.clone(), here).prop_map(|(one, other)| match (one, other) {
            (Value::Object(mut one), Value::Object(other)) => {
                one.extend(other);
                Value::Object(one)
            }
            (one, _) => one,
        }),
    ]
}

/// A keyword that is there one time in three.
fn maybe(
    key: &'static str,
    value: impl Strategy<Value = Value>,
) -> impl Strategy<Value = Option<(&'static str, Value)>> {
    prop::option::weighted(0.33, value.prop_map(move |value| (key, value)))
}

fn joined(base: Value, keywords: impl IntoIterator<Item = Option<(&'static str, Value)>>) -> Value {
    let Value::Object(mut map) = base else { return base };
    map.extend(keywords.into_iter().flatten().map(|(key, value)| (key.to_owned(), value)));
    Value::Object(map)
}
