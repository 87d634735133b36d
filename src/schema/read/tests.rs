//! The reading rules of every dialect, as schemas with values that are valid and values that are not.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::schema::Dialect::{self, Draft4, Draft6, Draft7, Draft201909, Draft202012, OpenApi30};
use crate::schema::{Formats, Schemas, Side};

fn check(name: &str, dialect: Dialect, schema: &Value, value: &Value, valid: bool) {
    let (schemas, id, _) = Schemas::of_json_schema(schema, dialect, &BTreeMap::new(), Formats::Asserted);
    let check = schemas.check(id, Side::Response);
    assert_eq!(check.problem(), None, "{name}: {schema}");
    assert_eq!(schemas.holds(id, Side::Response, value), valid, "{name}: {value} in {schema} of {dialect:?}");
}

#[test]
fn a_keyword_counts_in_the_dialects_that_know_it() {
    for (schema, value, knowing, others) in [
        (json!({ "const": 1 }), json!(2), &[Draft6, Draft7, Draft201909, Draft202012][..], &[Draft4, OpenApi30][..]),
        (json!({ "contains": { "type": "string" } }), json!([1]), &[Draft6, Draft202012, OpenApi30], &[Draft4]),
        (json!({ "propertyNames": { "maxLength": 1 } }), json!({ "ab": 1 }), &[Draft6, Draft202012], &[Draft4]),
        (
            json!({ "if": { "type": "string" }, "then": false }),
            json!("a"),
            &[Draft7, Draft202012, OpenApi30],
            &[Draft4, Draft6],
        ),
        (
            json!({ "dependentRequired": { "a": ["b"] } }),
            json!({ "a": 1 }),
            &[Draft201909, Draft202012],
            &[Draft4, Draft7],
        ),
        (json!({ "unevaluatedItems": false }), json!([1]), &[Draft201909, Draft202012], &[Draft7]),
        (json!({ "prefixItems": [false] }), json!([1]), &[Draft202012, OpenApi30], &[Draft7, Draft201909]),
        (json!({ "dependencies": { "a": ["b"] } }), json!({ "a": 1 }), &[Draft4, Draft7, OpenApi30], &[]),
        (json!({ "items": [{}], "additionalItems": false }), json!([1, 2]), &[Draft4, Draft7, Draft201909], &[]),
        (json!({ "minimum": 1, "exclusiveMinimum": true }), json!(1), &[Draft4, OpenApi30], &[]),
        (
            json!({ "$ref": "#/definitions/any", "maximum": 1, "definitions": { "any": {} } }),
            json!(2),
            &[Draft201909, Draft202012],
            &[Draft4, Draft7],
        ),
    ] {
        for dialect in knowing {
            check("known", *dialect, &schema, &value, false);
        }
        for dialect in others {
            check("unknown", *dialect, &schema, &value, true);
        }
    }
}

#[test]
fn what_is_said_holds_whatever_way_it_is_said() {
    for (name, dialect, schema, valid, invalid) in [
        ("`const` and `enum`", Draft202012, json!({ "const": 1, "enum": [1, 2] }), json!(1), json!(2)),
        (
            "`const` against `enum`",
            Draft202012,
            json!({ "anyOf": [{ "const": 1, "enum": [2] }, { "const": "a" }] }),
            json!("a"),
            json!(1),
        ),
        (
            "`$ref` beside `$dynamicRef`",
            Draft202012,
            json!({ "$ref": "#/$defs/a", "$dynamicRef": "#b", "$defs": { "a": { "minimum": 1 }, "b": { "$dynamicAnchor": "b", "maximum": 2 } } }),
            json!(2),
            json!(3),
        ),
        (
            "items that `contains` found are unevaluated in 2019-09",
            Draft201909,
            json!({ "contains": { "type": "string" }, "unevaluatedItems": { "type": "number" }, "not": { "type": "null" } }),
            json!(1),
            json!(["a"]),
        ),
        (
            "items that `contains` found are evaluated in 2020-12",
            Draft202012,
            json!({ "contains": { "type": "string" }, "unevaluatedItems": { "type": "number" } }),
            json!(["a", 1]),
            json!(["a", null]),
        ),
        (
            "a schema in a dialect of its own",
            Draft202012,
            json!({ "items": { "$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/$defs/any", "maximum": 1 }, "$defs": { "any": { "type": "number" } } }),
            json!([2]),
            json!(["a"]),
        ),
        (
            "properties by patterns that one engine only can read",
            Draft202012,
            json!({ "patternProperties": { "^(?!x-)\\cA?[\\p{L}&&a]+$": { "type": "string" }, "(a)\\1": false }, "additionalProperties": false }),
            json!({ "b": "b" }),
            json!({ "x-b": "b" }),
        ),
        (
            "a pattern that refers back",
            Draft202012,
            json!({ "patternProperties": { "(a)\\1": false } }),
            json!({ "aba": 1 }),
            json!({ "baa": 1 }),
        ),
    ] {
        check(name, dialect, &schema, &valid, true);
        check(name, dialect, &schema, &invalid, false);
    }
}
