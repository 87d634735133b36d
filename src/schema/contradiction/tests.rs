//! Schemas that no value satisfies, and the words for why.

use serde_json::{Value, json};

use super::*;
use crate::base::Defects;
use crate::schema::{Dialect, Reader, Resolve, Target};

struct Here(Value);

impl Resolve for Here {
    fn resolve(&self, _: &Place, reference: &str) -> Result<Target<'_>, String> {
        let pointer = crate::base::Pointer::from_fragment(reference).ok_or("no pointer")?;
        let value = pointer.resolve(&self.0).ok_or("nothing")?;
        Ok(Target { place: Place { pointer, ..Place::default() }, value, dialect: Dialect::Draft202012 })
    }
}

fn blame(schema: &Value) -> Option<(String, String)> {
    let here = Here(schema.clone());
    let mut reader = Reader::new(&here);
    let mut defects = Defects::default();
    let target = Target { place: Place::default(), value: &here.0, dialect: Dialect::Draft202012 };
    let id = reader.read(target, &mut defects);
    let schemas = Schemas::new(reader.finish(&mut defects));
    schemas.blame(id, Side::Response).map(|found| (found.at.pointer.as_str().to_owned(), found.why))
}

#[test]
fn the_smallest_part_is_blamed() {
    for (schema, at, why) in [
        (json!({ "type": "integer", "minimum": 9, "maximum": 3 }), "/maximum", "`minimum` 9 is above `maximum` 3"),
        (
            json!({ "type": "integer", "exclusiveMinimum": 3, "maximum": 3 }),
            "/maximum",
            "no integer lies between `exclusiveMinimum` 3 and `maximum` 3",
        ),
        (
            json!({ "type": "number", "multipleOf": 7, "minimum": 8, "maximum": 13 }),
            "/maximum",
            "no multiple of 7 lies between `minimum` 8 and `maximum` 13",
        ),
        (
            json!({ "type": "string", "minLength": 5, "maxLength": 3 }),
            "/maxLength",
            "`minLength` 5 is above `maxLength` 3",
        ),
        (json!({ "type": "array", "minItems": 5, "maxItems": 3 }), "/maxItems", "`minItems` 5 is above `maxItems` 3"),
        (
            json!({ "type": "array", "uniqueItems": true, "minItems": 3, "items": { "enum": [1, 2] } }),
            "/minItems",
            "`minItems` is 3, and `uniqueItems` has only 2 values to choose from",
        ),
        (
            json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] }),
            "/allOf/1/type",
            "`type` is integer here and string in what also applies",
        ),
        (
            json!({ "allOf": [{ "enum": ["a"] }, { "enum": ["b"] }] }),
            "/allOf/1/enum",
            "the lists of values that apply here have none in common",
        ),
        (
            json!({ "allOf": [{ "type": "object" }, { "enum": ["b"] }] }),
            "/allOf/1/enum",
            "no value of `enum` is object, as what also applies demands",
        ),
        (
            json!({ "type": "object", "required": ["a"], "properties": { "a": false } }),
            "/properties/a",
            "`a` is required, and its schema is `false`",
        ),
        (
            json!({ "type": "object", "allOf": [{ "required": ["a"] }, { "additionalProperties": false }] }),
            "/allOf/1/additionalProperties",
            "`a` is required by one part of `allOf`, and `additionalProperties: false` of another forbids it",
        ),
        (
            json!({ "type": "object", "required": ["a"], "additionalProperties": false }),
            "/additionalProperties",
            "`a` is required, `properties` lacks it, and `additionalProperties: false` forbids it",
        ),
        (
            json!({ "type": "object", "required": ["a", "b"], "maxProperties": 1 }),
            "/maxProperties",
            "`required` has 2 names, `maxProperties` allows 1",
        ),
        (
            json!({ "type": "array", "minItems": 1, "items": { "type": "object", "required": ["a"],
                "properties": { "a": { "type": "string", "minLength": 2, "maxLength": 1 } } } }),
            "/items/properties/a/maxLength",
            "`minLength` 2 is above `maxLength` 1",
        ),
        (
            json!({ "type": "object", "required": ["next"], "properties": { "next": { "$ref": "#" } } }),
            "/properties/next",
            "every value must hold another of its kind, without end",
        ),
        (
            json!({ "type": "string", "oneOf": [{ "type": "integer" }, { "type": "null" }] }),
            "/oneOf/0/type",
            "no branch of `oneOf` can hold: `type` is integer here and string in what also applies",
        ),
        (json!({ "not": {} }), "/not", "`not` refuses everything"),
    ] {
        assert_eq!(blame(&schema), Some((at.to_owned(), why.to_owned())), "{schema}");
    }
}

#[test]
fn what_can_hold_is_not_blamed() {
    for schema in [
        json!({ "minimum": 9, "maximum": 3 }),
        json!({ "type": ["integer", "null"], "minimum": 9, "maximum": 3 }),
        json!({ "type": "object", "properties": { "a": false } }),
        json!({ "type": "array", "items": { "type": "integer", "minimum": 9, "maximum": 3 } }),
        json!({ "type": "object", "required": ["a"], "properties": { "a": { "writeOnly": true, "minimum": 9, "maximum": 3, "type": "integer" } } }),
        json!({ "oneOf": [{ "type": "string", "minLength": 2, "maxLength": 1 }, { "type": "null" }] }),
        json!({ "type": "object", "required": ["next"], "properties": { "next": { "anyOf": [{ "$ref": "#" }, { "type": "null" }] } } }),
    ] {
        assert_eq!(blame(&schema), None, "{schema}");
    }
}
