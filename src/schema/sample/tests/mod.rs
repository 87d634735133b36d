//! The sampler against the real checks.

mod lifelike;
mod random;
mod table;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Fit, Sampler, Variety};
use crate::base::{Defects, FileId, Place, Pointer, Seed};
use crate::schema::{Dialect, Reader, Resolve, SchemaId, Schemas, Side, Target};

/// A document of named schemas.
struct Document(Value);

impl Resolve for Document {
    fn resolve(&self, _: &Place, reference: &str) -> Result<Target<'_>, String> {
        let pointer = Pointer::from_fragment(reference).ok_or("no pointer")?;
        let value = pointer.resolve(&self.0).ok_or("no such node")?;
        Ok(Target { place: Place::new(FileId(0), pointer), value, dialect: Dialect::Draft202012 })
    }
}

/// The schemas of a document of components, and the id of each.
fn read(components: &Value) -> (Arc<Schemas>, HashMap<String, SchemaId>) {
    let document = Document(json!({"components": {"schemas": components}}));
    let mut reader = Reader::new(&document);
    let mut defects = Defects::default();
    let mut ids = HashMap::new();
    for name in document.0["components"]["schemas"].as_object().unwrap().keys() {
        let reference = format!("#/components/schemas/{name}");
        let target = document.resolve(&Place::default(), &reference).unwrap();
        ids.insert(name.clone(), reader.read(target, &mut defects));
    }
    (Schemas::new(reader.finish(&mut defects)), ids)
}

/// One schema alone, which may refer to itself as `#/components/schemas/It`.
fn read_one(schema: &Value) -> (Arc<Schemas>, SchemaId) {
    let (schemas, ids) = read(&json!({"It": schema}));
    (schemas, ids["It"])
}

const VARIETIES: [Variety; 2] = [Variety::Documented, Variety::Generated];

#[test]
fn every_schema_of_the_table_is_satisfied_for_every_seed() {
    for (schema, expectation) in table::satisfiable() {
        let (schemas, id) = read_one(&schema);
        let check = schemas.check(id, Side::Response);
        assert_eq!(check.problem(), None, "{schema}");
        let sampler = Sampler::new(&schemas);
        for variety in VARIETIES {
            for seed in 0..50 {
                let sampled = sampler.sample(id, Seed::new(seed), Side::Response, variety);
                assert_ne!(sampled.fit, Fit::Empty, "{schema} {variety:?} {}", sampled.value);
                assert!(check.holds(&sampled.value), "{schema} {variety:?} {}", sampled.value);
                assert!(expectation(&sampled.value), "{schema} {variety:?} {seed} {}", sampled.value);
                assert_eq!(sampled, sampler.sample(id, Seed::new(seed), Side::Response, variety), "{schema}");
            }
        }
    }
}

#[test]
fn unsatisfiable_schemas_end_soon_and_are_empty() {
    for schema in table::unsatisfiable() {
        let (schemas, id) = read_one(&schema);
        for variety in VARIETIES {
            let start = Instant::now();
            let sampled = Sampler::new(&schemas).sample(id, Seed::new(1), Side::Response, variety);
            assert_eq!(sampled.fit, Fit::Empty, "{schema} {}", sampled.value);
            assert!(start.elapsed() < Duration::from_secs(10), "{schema} took {:?}", start.elapsed());
        }
    }
}

#[test]
fn documented_values_come_first_where_they_hold() {
    for (schema, expected) in table::documented() {
        let (schemas, id) = read_one(&schema);
        let sampled = Sampler::new(&schemas).sample(id, Seed::new(3), Side::Response, Variety::Documented);
        assert_eq!(sampled.value, expected, "{schema}");
        assert_eq!(sampled.fit, Fit::Exact, "{schema}");
    }
}

#[test]
fn a_new_property_does_not_move_its_siblings() {
    let properties = json!({
        "id": {"type": "string", "format": "uuid"},
        "name": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "owner": {"type": "object", "properties": {"age": {"type": "integer"}}},
        "kind": {"oneOf": [{"type": "integer"}, {"type": "string"}]}
    });
    let mut more = properties.clone();
    more["added"] = json!({"type": "array", "items": {"type": "number"}});
    let (schemas, ids) = read(&json!({
        "Few": {"type": "object", "properties": properties},
        "More": {"type": "object", "properties": more}
    }));
    for variety in VARIETIES {
        let sample = |name: &str| Sampler::new(&schemas).sample(ids[name], Seed::new(5), Side::Response, variety).value;
        let mut value = sample("More");
        assert!(value.as_object_mut().unwrap().shift_remove("added").is_some());
        assert_eq!(value, sample("Few"));
    }
}

#[test]
fn write_only_never_leaves_and_read_only_is_never_sent() {
    let (schemas, ids) = read(&json!({
        "Secret": {"type": "string", "writeOnly": true},
        "User": {
            "type": "object",
            "required": ["id", "password", "pin"],
            "properties": {
                "id": {"type": "integer", "readOnly": true},
                "name": {"type": "string"},
                "password": {"$ref": "#/components/schemas/Secret"},
                "pin": {"allOf": [{"$ref": "#/components/schemas/Secret"}, {"maxLength": 4}]}
            },
            "example": {"id": 1, "name": "Ada", "password": "s", "pin": "1"}
        }
    }));
    for variety in VARIETIES {
        let names = |side| {
            let sampled = Sampler::new(&schemas).sample(ids["User"], Seed::new(1), side, variety);
            assert_eq!(sampled.fit, Fit::Exact, "{}", sampled.value);
            sampled.value.as_object().unwrap().keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(names(Side::Response), ["id", "name"], "{variety:?}");
        assert_eq!(names(Side::Request), ["name", "password", "pin"]);
    }
}

#[test]
fn recursion_ends_inside_the_schema() {
    let it = json!({"$ref": "#/components/schemas/It"});
    for schema in [
        json!({"type": "object", "required": ["children"], "properties": {"children": {"type": "array", "items": it}}}),
        json!({"type": "object", "properties": {"value": {"type": "integer"}, "next": it}}),
        json!({"type": "object", "required": ["next"], "properties": {"next": {"oneOf": [it, {"type": "null"}]}}}),
        json!({"type": "object", "required": ["left", "right"], "properties": {
            "left": {"anyOf": [it, {"type": "string"}]}, "right": {"anyOf": [it, {"type": "integer"}]}}}),
        json!({"type": "array", "items": it}),
        json!({"type": "object", "additionalProperties": it}),
        json!({"oneOf": [{"type": "object", "required": ["not"], "properties": {"not": it}, "additionalProperties": false},
            {"type": "object", "required": ["and"], "properties": {"and": {"type": "array", "minItems": 2, "items": it}},
             "additionalProperties": false}, {"type": "object", "required": ["leaf"],
             "properties": {"leaf": {"type": "string"}}, "additionalProperties": false}]}),
    ] {
        let (schemas, id) = read_one(&schema);
        for (seed, variety) in (0..30).flat_map(|seed| VARIETIES.map(|variety| (seed, variety))) {
            let sampled = Sampler::new(&schemas).sample(id, Seed::new(seed), Side::Response, variety);
            assert!(
                matches!(sampled.fit, Fit::Exact | Fit::Retried(_)),
                "{schema} {:?} {}",
                sampled.fit,
                sampled.value
            );
            assert!(sampled.value.to_string().len() < 200_000, "{schema}");
        }
    }
}

#[test]
fn mutual_recursion_ends() {
    let (schemas, ids) = read(&json!({
        "User": {"type": "object", "required": ["groups"], "properties": {
            "groups": {"type": "array", "items": {"$ref": "#/components/schemas/Group"}}}},
        "Group": {"type": "object", "required": ["owner"], "properties": {
            "owner": {"$ref": "#/components/schemas/User"},
            "members": {"type": "array", "items": {"$ref": "#/components/schemas/User"}}}}
    }));
    for (name, variety) in ["User", "Group"].iter().flat_map(|name| VARIETIES.map(|variety| (name, variety))) {
        let sampled = Sampler::new(&schemas).sample(ids[*name], Seed::new(9), Side::Response, variety);
        assert_eq!(sampled.fit, Fit::Exact, "{name}");
    }
}

#[test]
fn the_discriminator_names_the_branch() {
    let (schemas, ids) = read(&json!({
        "Pet": {"type": "object", "required": ["petType"], "properties": {"petType": {"type": "string"}},
            "discriminator": {"propertyName": "petType", "mapping": {"dog": "#/components/schemas/Dog"}}},
        "Dog": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "object", "properties": {"bark": {"type": "string"}}}]},
        "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "object", "properties": {"purr": {"type": "string"}}}]},
        "Circle": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "r": {"type": "number"}}},
        "Shape": {"oneOf": [{"$ref": "#/components/schemas/Circle"}, {"type": "null"}],
            "discriminator": {"propertyName": "kind", "mapping": {"round": "#/components/schemas/Circle"}}}
    }));
    for (name, property, expected) in
        [("Dog", "petType", "dog"), ("Cat", "petType", "Cat"), ("Shape", "kind", "round"), ("Pet", "petType", "Pet")]
    {
        for seed in 0..10 {
            let sampled =
                Sampler::new(&schemas).sample(ids[name], Seed::new(seed), Side::Response, Variety::Documented);
            assert_eq!((sampled.value[property].as_str(), sampled.fit), (Some(expected), Fit::Exact), "{name}");
        }
    }
}

#[test]
fn deep_schemas_do_not_overflow_the_stack() {
    let mut nested = json!({"type": "string"});
    let mut merged = json!({"type": "object"});
    for level in 0..256 {
        nested = match level % 3 {
            0 => json!({"type": "object", "required": ["in"], "properties": {"in": nested}}),
            1 => json!({"type": "array", "minItems": 1, "items": nested}),
            _ => json!({"anyOf": [{"type": "object", "required": ["or"], "properties": {"or": nested}}]}),
        };
        merged = json!({"allOf": [merged]});
    }
    for schema in [nested, merged] {
        let (schemas, id) = read_one(&schema);
        for variety in VARIETIES {
            let sampled = Sampler::new(&schemas).sample(id, Seed::new(1), Side::Response, variety);
            assert_eq!(sampled.fit, Fit::Exact, "{variety:?}");
        }
    }
}

#[test]
fn a_huge_schema_stays_within_its_budget() {
    let wide: serde_json::Map<String, Value> =
        (0..12).map(|index| (format!("p{index}"), json!({"$ref": format!("#/components/schemas/L{}", 1)}))).collect();
    let mut components = serde_json::Map::new();
    components.insert("L0".to_owned(), json!({"type": "object", "properties": wide}));
    for level in 1..8 {
        let properties: serde_json::Map<String, Value> = (0..12)
            .map(|index| (format!("p{index}"), json!({"$ref": format!("#/components/schemas/L{}", level + 1)})))
            .collect();
        components.insert(format!("L{level}"), json!({"type": "object", "properties": properties}));
    }
    components.insert("L8".to_owned(), json!({"type": "integer"}));
    let (schemas, ids) = read(&Value::Object(components));
    let sampled = Sampler::new(&schemas).sample(ids["L0"], Seed::new(1), Side::Response, Variety::Generated);
    assert_eq!((sampled.fit, sampled.value.as_object().map(serde_json::Map::len)), (Fit::Exact, Some(12)));
    assert!(sampled.value.to_string().len() < 100_000);
}
