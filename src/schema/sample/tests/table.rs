//! Schemas over all keywords, and what their samples must be.

use serde_json::{Value, json};

type Expectation = fn(&Value) -> bool;

fn anything(_: &Value) -> bool {
    true
}

fn has_at_least(count: usize) -> impl Fn(&Value) -> bool {
    move |value| value.as_object().is_some_and(|object| object.len() >= count)
}

/// Schemas that have values, and what those are like besides being valid.
pub(super) fn satisfiable() -> Vec<(Value, Expectation)> {
    let mut table: Vec<(Value, Expectation)> = vec![
        (json!(true), |value| *value == json!({})),
        (json!({}), |value| *value == json!({})),
        (json!({"type": "string"}), |value| value.as_str().is_some_and(|text| !text.is_empty())),
        (json!({"type": "boolean"}), Value::is_boolean),
        (json!({"type": ["string", "null"]}), Value::is_string),
        (json!({"format": "date"}), Value::is_string),
        (json!({"type": "object", "properties": {"x": {}}}), |value| value["x"].is_string()),
        (json!({"type": "integer"}), Value::is_i64),
        (json!({"type": "integer", "format": "int32", "minimum": 2_147_483_600}), |value| {
            value.as_i64().is_some_and(|number| number <= i64::from(i32::MAX))
        }),
        (json!({"type": "integer", "minimum": 18_446_744_073_709_551_000_u64}), |value| {
            value.as_u64().is_some() || value.is_f64()
        }),
        (json!({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.001}), Value::is_f64),
        (json!({"type": "object", "patternProperties": {"^x-": {"type": "integer"}}, "minProperties": 2}), |value| {
            has_at_least(2)(value)
        }),
        (json!({"type": "object", "additionalProperties": {"type": "integer"}}), |value| has_at_least(1)(value)),
        (json!({"type": "object", "required": ["a"]}), |value| value.get("a").is_some()),
        (json!({"type": "object", "properties": {"b": {"type": "integer"}, "a": {"type": "integer"}}}), |value| {
            value.as_object().is_some_and(|object| object.keys().eq(["b", "a"]))
        }),
        (json!({"type": "array", "items": {"type": "integer"}}), |value| {
            value.as_array().is_some_and(|items| (1..=3).contains(&items.len()))
        }),
        (
            json!({"allOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "string"}}}]}),
            |value| has_at_least(2)(value),
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "string"}}, "dependentRequired": {"a": ["b"]}}),
            |value| has_at_least(2)(value),
        ),
        (json!({"oneOf": [{"type": "null"}, {"type": "integer"}]}), Value::is_i64),
        (json!({"type": "string", "contentEncoding": "base64"}), |value| {
            value.as_str().is_some_and(|text| !text.is_empty() && text.len().is_multiple_of(4))
        }),
    ];
    let plain = numbers().into_iter().chain(texts()).chain(arrays()).chain(objects()).chain(logic());
    table.extend(plain.map(|schema| (schema, anything as Expectation)));
    table
}

fn numbers() -> Vec<Value> {
    vec![
        json!({"type": "integer", "minimum": 5, "maximum": 5}),
        json!({"type": "integer", "exclusiveMinimum": 1.5, "exclusiveMaximum": 3}),
        json!({"type": "integer", "maximum": -10}),
        json!({"type": "integer", "multipleOf": 7, "minimum": 1, "maximum": 20}),
        json!({"type": "integer", "multipleOf": 0.5}),
        json!({"type": "integer", "format": "int64", "minimum": 9_223_372_036_854_775_806_i64}),
        json!({"type": "integer", "minimum": 9_007_199_254_740_993_i64, "maximum": 9_007_199_254_740_993_i64}),
        json!({"type": "integer", "minimum": 1e25}),
        json!({"type": "number", "multipleOf": 0.01}),
        json!({"type": "number", "multipleOf": 0.1, "minimum": 1.05, "maximum": 1.15}),
        json!({"type": "number", "multipleOf": 1e-8, "maximum": 1e-7, "exclusiveMinimum": 0}),
        json!({"type": "number", "minimum": -1e308, "maximum": 1e308}),
        json!({"type": "number", "minimum": 0.3, "maximum": 0.3}),
        json!({"allOf": [{"multipleOf": 4}, {"multipleOf": 6}, {"type": "integer", "minimum": 1}]}),
        json!({"type": "number", "not": {"type": "integer"}}),
        json!({"enum": [1, 2.5, "x"], "type": "number", "exclusiveMinimum": 1}),
        json!({"const": {"a": [1, null]}}),
    ]
}

fn texts() -> Vec<Value> {
    vec![
        json!({"type": "string", "minLength": 40}),
        json!({"type": "string", "maxLength": 2}),
        json!({"type": "string", "maxLength": 0}),
        json!({"type": "string", "minLength": 3, "maxLength": 3}),
        json!({"type": "string", "minLength": 5_000}),
        json!({"type": "string", "pattern": "^[A-Z]{3}-\\d{4}$"}),
        json!({"type": "string", "pattern": "^[a-z]+$", "minLength": 30, "maxLength": 31}),
        json!({"type": "string", "pattern": "^a", "allOf": [{"pattern": "z$"}], "maxLength": 20}),
        json!({"type": "string", "format": "date-time"}),
        json!({"type": "string", "format": "email", "maxLength": 30}),
        json!({"type": "string", "format": "uuid"}),
        json!({"type": "string", "format": "uri", "pattern": "^https://"}),
        json!({"type": "string", "format": "ipv4"}),
        json!({"type": "string", "format": "no-such-format"}),
        json!({"type": "string", "not": {"maxLength": 3}}),
        json!({"type": "string", "not": {"pattern": "^[a-z ]*$"}}),
        json!({"type": "string", "not": {"enum": ["a", "b"]}, "enum": ["a", "b", "c"]}),
        json!({"type": "string", "enum": ["aa", "b"], "maxLength": 1}),
    ]
}

fn arrays() -> Vec<Value> {
    vec![
        json!({"type": "array"}),
        json!({"type": "array", "minItems": 5, "items": {"type": "string"}}),
        json!({"type": "array", "maxItems": 0}),
        json!({"type": "array", "minItems": 2, "uniqueItems": true, "items": {"type": "boolean"}}),
        json!({"type": "array", "minItems": 3, "uniqueItems": true, "items": {"enum": ["a", "b", "c"]}}),
        json!({"type": "array", "minItems": 8, "uniqueItems": true, "items": {"type": "integer", "minimum": 1, "maximum": 9}}),
        json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false}),
        json!({"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "null"}, "minItems": 3}),
        json!({"type": "array", "prefixItems": [true, false]}),
        json!({"type": "array", "contains": {"const": 5}, "items": {"type": "integer"}}),
        json!({"type": "array", "contains": {"type": "string"}, "minContains": 2, "maxContains": 2, "minItems": 4}),
        json!({"type": "array", "contains": {"type": "string"}, "minContains": 0, "maxItems": 1}),
        json!({"type": "array", "allOf": [{"contains": {"multipleOf": 2}}, {"contains": {"multipleOf": 3}}], "maxItems": 1,
            "items": {"type": "integer"}}),
        json!({"type": "array", "prefixItems": [{"type": "string"}], "unevaluatedItems": false}),
        json!({"type": "array", "unevaluatedItems": {"type": "integer"}}),
        json!({"type": "array", "not": {"uniqueItems": true}}),
        json!({"type": "array", "not": {"contains": {"type": "string"}}}),
        json!({"items": {"type": "array", "items": {"type": "array", "items": {"type": "number"}}}}),
    ]
}

fn objects() -> Vec<Value> {
    vec![
        json!({"type": "object", "minProperties": 3}),
        json!({"type": "object", "maxProperties": 1, "properties": {"a": {}, "b": {}}, "required": ["b"]}),
        json!({"type": "object", "propertyNames": {"pattern": "^[a-z]{4}$"}, "minProperties": 2}),
        json!({"type": "object", "propertyNames": {"enum": ["a", "b"]}, "minProperties": 2}),
        json!({"type": "object", "propertyNames": {"maxLength": 2}, "properties": {"long": {}, "ok": {}}}),
        json!({"type": "object", "additionalProperties": false, "patternProperties": {"^k\\d$": {"type": "string"}},
            "minProperties": 3}),
        json!({"type": "object", "patternProperties": {"a": {"type": "integer"}, "b": {"minimum": 3}}, "required": ["ab"]}),
        json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}, "b": false}}),
        json!({"allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": false},
            {"properties": {"a": {"minimum": 3}, "b": {"type": "string"}}}]}),
        json!({"allOf": [{"required": ["a"]}, {"required": ["b"]}], "type": "object",
            "properties": {"a": {"type": "string"}, "b": {"type": "string", "maxLength": 4}}}),
        json!({"allOf": [{"allOf": [{"allOf": [{"type": "object", "required": ["deep"]}]}]}]}),
        json!({"type": "object", "properties": {"a": {"type": "integer"}},
            "dependentSchemas": {"a": {"required": ["b"], "properties": {"b": {"type": "string"}}}}}),
        json!({"type": "object", "properties": {"a": {"type": "integer"}}, "dependentSchemas": {"a": false}}),
        json!({"type": "object", "properties": {"a": {"type": "string"}}, "unevaluatedProperties": false}),
        json!({"type": "object", "allOf": [{"properties": {"a": {}}}], "anyOf": [{"properties": {"b": {}}}],
            "unevaluatedProperties": false}),
        json!({"allOf": [{"properties": {"foo": true}}, {"type": "object", "unevaluatedProperties": false}]}),
        json!({"type": "object", "properties": {"foo": {"properties": {"bar": {"type": "string"}},
            "unevaluatedProperties": false}}, "anyOf": [{"properties": {"foo": {"properties": {"faz": {}}}}}]}),
        json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}},
            "not": {"required": ["name"]}}),
        json!({"type": "object", "not": {"properties": {"a": {"type": "string"}}}}),
        json!({"type": "object", "not": {"additionalProperties": {"type": "string"}}}),
        json!({"type": "object", "not": {"maxProperties": 2}}),
    ]
}

fn logic() -> Vec<Value> {
    vec![
        json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        json!({"anyOf": [false, {"type": "integer"}]}),
        json!({"oneOf": [{"type": "number"}, {"type": "integer"}]}),
        json!({"oneOf": [{"type": "integer"}, {"type": "number"}]}),
        json!({"oneOf": [{"type": "integer", "multipleOf": 3}, {"type": "integer", "multipleOf": 5}]}),
        json!({"oneOf": [{"type": "string", "maxLength": 5}, {"type": "string", "minLength": 3}]}),
        json!({"oneOf": [{"type": "object", "properties": {"a": {"type": "integer"}}},
            {"type": "object", "properties": {"b": {"type": "integer"}}}]}),
        json!({"oneOf": [{"type": "object", "required": ["a"]}, {"type": "object", "required": ["b"]}],
            "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}),
        json!({"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["a", "b"]}},
            "oneOf": [{"properties": {"kind": {"const": "a"}}}, {"properties": {"kind": {"const": "b"}}}]}),
        json!({"oneOf": [{"oneOf": [{"type": "string"}, {"type": "null"}]}, {"anyOf": [{"type": "integer"}]}]}),
        json!({"anyOf": [{"type": "object", "required": ["x"]}, {"type": "array", "minItems": 2}], "type": "array"}),
        json!({"not": {"type": "object"}}),
        json!({"not": {"type": ["string", "object", "array", "null", "boolean"]}}),
        json!({"not": {"not": {"type": "integer", "minimum": 7}}}),
        json!({"not": {"anyOf": [{"type": "integer"}, {"type": "object"}]}}),
        json!({"not": {"allOf": [{"type": "integer"}, {"minimum": 3}]}, "type": "integer"}),
        json!({"type": "integer", "if": {"minimum": 10}, "then": {"multipleOf": 5}, "else": {"multipleOf": 2}}),
        json!({"type": "object", "required": ["country", "zip"],
            "properties": {"country": {"enum": ["US", "NL"]}, "zip": {"type": "string"}},
            "if": {"properties": {"country": {"const": "US"}}},
            "then": {"properties": {"zip": {"pattern": "^\\d{5}$"}}},
            "else": {"properties": {"zip": {"pattern": "^\\d{4} [A-Z]{2}$"}}}}),
        json!({"if": {"type": "string"}, "then": false, "type": ["string", "integer"]}),
        json!({"type": "object", "if": {"required": ["a"]}, "then": {"required": ["b"]}, "properties": {"a": {}, "b": {}}}),
        json!({"type": "integer", "anyOf": [{"maximum": 3}, {"minimum": 100}], "minimum": 50}),
        json!({"type": "array", "items": {"oneOf": [{"type": "string", "format": "date"}, {"type": "integer"}]}, "minItems": 6}),
    ]
}

/// Schemas that no finite value of a reasonable size satisfies.
pub(super) fn unsatisfiable() -> Vec<Value> {
    let it = json!({"$ref": "#/components/schemas/It"});
    vec![
        json!(false),
        json!({"not": {}}),
        json!({"type": "string", "minLength": 5, "maxLength": 2}),
        json!({"type": "string", "minLength": 1_000_000}),
        json!({"allOf": [{"type": "string"}, {"enum": [1]}]}),
        json!({"type": "string", "pattern": "^a$", "minLength": 2}),
        json!({"type": "string", "allOf": [{"pattern": "^a"}, {"pattern": "^b"}]}),
        json!({"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 2}),
        json!({"type": "array", "minItems": 3, "uniqueItems": true, "items": {"type": "boolean"}}),
        json!({"type": "array", "minItems": 1, "items": false}),
        json!({"type": "array", "minItems": 100_000, "items": {"type": "integer"}}),
        json!({"type": "object", "required": ["a"], "additionalProperties": false}),
        json!({"type": "object", "minProperties": 2, "propertyNames": {"const": "a"}}),
        json!({"type": "object", "required": ["next"], "properties": {"next": it}}),
        json!({"type": "array", "minItems": 1, "items": it}),
        json!({"allOf": [{"type": "string"}, {"type": "integer"}]}),
        json!({"oneOf": [{"type": "string"}, {"type": "string"}], "type": "string"}),
        json!({"oneOf": [{}, {}]}),
        json!({"anyOf": [false, {"type": "string", "maxLength": 1, "minLength": 2}]}),
        json!({"type": "integer", "not": {"type": "number"}}),
        json!({"type": "object", "required": ["a", "b", "c"], "properties": {
            "a": {"oneOf": [{}, {}]}, "b": {"oneOf": [{}, {}]}, "c": {"anyOf": [it, {"oneOf": [it, it]}]}}}),
    ]
}

/// Schemas with values of their author, and the value that is sampled.
pub(super) fn documented() -> Vec<(Value, Value)> {
    vec![
        (json!({"type": "string", "example": "x"}), json!("x")),
        (json!({"type": "string", "example": "x", "examples": ["y"], "default": "z"}), json!("x")),
        (json!({"type": "integer", "example": "x", "default": 7}), json!(7)),
        (json!({"type": "string", "enum": ["b", "a"]}), json!("b")),
        (json!({"type": "string", "enum": ["b", "a"], "default": "a"}), json!("a")),
        (json!({"type": "string", "maxLength": 2, "examples": ["long", "ok"]}), json!("ok")),
        (json!({"type": "array", "items": {"type": "string", "example": "x"}}), json!(["x"])),
        (
            json!({"type": "array", "items": {"type": "string", "enum": ["x", "y"]}, "minItems": 2, "maxItems": 2}),
            json!(["x", "y"]),
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "integer", "example": 1}, "b": {"type": "integer", "default": 2}}}),
            json!({"a": 1, "b": 2}),
        ),
        (
            json!({"allOf": [
                {"type": "object", "properties": {"a": {"type": "integer"}}, "example": {"a": 1}},
                {"type": "object", "properties": {"b": {"type": "integer", "example": 2}}, "required": ["b"]}
            ], "example": {"a": 3, "b": 4}}),
            json!({"a": 3, "b": 4}),
        ),
        (json!({"type": ["integer", "null"], "default": null, "minimum": 4, "maximum": 4}), json!(4)),
    ]
}
