//! Random schemas: what can be satisfied is.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use super::{Fit, Sampler, VARIETIES, read_one};
use crate::base::Seed;
use crate::schema::Side;

/// Small schemas over all keywords; most of them have values.
fn schemas() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        3 => prop::sample::select(vec!["string", "integer", "number", "boolean", "null", "array", "object"])
            .prop_map(|name| json!({"type": name})),
        1 => Just(json!({})),
        1 => Just(json!(true)),
        1 => (0..6_i64, 0..6_i64).prop_map(|(low, more)| json!({"minimum": low, "maximum": low + more})),
        1 => (1..4_i64).prop_map(|step| json!({"type": "integer", "multipleOf": step})),
        1 => (0..4_u64, 0..9_u64).prop_map(|(low, more)| json!({"minLength": low, "maxLength": low + more})),
        1 => prop::sample::select(vec!["^a", "[0-9]$", "^[a-z]+$"]).prop_map(|text| json!({"pattern": text})),
        1 => prop::sample::select(vec!["date", "email", "uuid"]).prop_map(|name| json!({"format": name})),
        1 => prop::collection::vec(prop::sample::select(vec![json!(1), json!("a"), json!(null), json!(true), json!([])]), 1..4)
            .prop_map(|values| json!({"enum": values})),
        1 => prop::sample::subsequence(vec!["a", "b"], 1..3).prop_map(|names| json!({"required": names})),
        1 => (0..3_u64).prop_map(|count| json!({"type": "array", "minItems": count, "uniqueItems": true})),
        1 => (0..3_u64).prop_map(|count| json!({"type": "object", "minProperties": count})),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let list = prop::collection::vec(inner.clone(), 1..3);
        let name = prop::sample::select(vec!["a", "b", "c"]);
        prop_oneof![
            (name.clone(), inner.clone(), any::<bool>()).prop_map(|(name, schema, closed)| {
                let additional = if closed { json!(false) } else { json!(true) };
                json!({"type": "object", "properties": {name: schema}, "required": [name], "additionalProperties": additional})
            }),
            (name.clone(), inner.clone()).prop_map(|(name, schema)| json!({"properties": {name: schema}})),
            (name, inner.clone()).prop_map(|(name, schema)| json!({"dependentSchemas": {name: schema}})),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| beside(one, &other)),
            inner.clone().prop_map(|schema| json!({"unevaluatedProperties": schema})),
            inner.clone().prop_map(|schema| json!({"propertyNames": schema})),
            inner.clone().prop_map(|schema| json!({"prefixItems": [schema], "unevaluatedItems": false})),
            inner.clone().prop_map(|schema| json!({"type": "object", "additionalProperties": schema})),
            inner.clone().prop_map(|schema| json!({"type": "array", "items": schema})),
            inner.clone().prop_map(|schema| json!({"type": "array", "contains": schema})),
            inner.clone().prop_map(|schema| json!({"not": schema})),
            list.clone().prop_map(|list| json!({"allOf": list})),
            list.clone().prop_map(|list| json!({"anyOf": list})),
            list.prop_map(|list| json!({"oneOf": list})),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| json!({"if": a, "then": b, "else": c})),
        ]
    })
}

/// The keywords of both in one schema.
fn beside(one: Value, other: &Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            one.extend(other.clone());
            Value::Object(one)
        }
        (one, _) => one,
    }
}

/// Values of every shape that the schemas above ask for.
fn witnesses() -> Vec<Value> {
    let scalars = vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(2),
        json!(3),
        json!(6),
        json!(1.5),
        json!(-1),
        json!(""),
        json!("a"),
        json!("b"),
        json!("ab"),
        json!("abcdef"),
        json!("a1"),
        json!("Zz 9"),
        json!("2020-01-01"),
        json!("a@example.com"),
        json!("2f1c5b5e-0d0c-4a6e-8f43-0a9a3a1d8c11"),
        json!([]),
        json!({}),
    ];
    let mut all = scalars.clone();
    for one in &scalars {
        all.push(json!([one]));
        all.push(json!([one, "x"]));
        for name in ["a", "b", "c"] {
            all.push(json!({name: one}));
        }
        all.push(json!({"a": one, "b": one}));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_has_a_plain_value_is_satisfied(schema in schemas(), seed in any::<u64>()) {
        let (schemas, id) = read_one(&schema);
        let check = schemas.check(id, Side::Response);
        for variety in VARIETIES {
            let sampled = Sampler::new(&schemas).sample(id, Seed::new(seed), Side::Response, variety);
            prop_assert_eq!(sampled.fit == Fit::Empty, !check.holds(&sampled.value), "{} {:?}", schema, sampled);
            if sampled.fit == Fit::Empty {
                let missed = witnesses().into_iter().find(|value| check.holds(value));
                prop_assert_eq!(missed, None, "{} {:?}", schema, sampled);
            }
        }
    }
}
