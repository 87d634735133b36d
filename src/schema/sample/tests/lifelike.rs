//! Whole values that a person would believe.

use serde_json::{Value, json};

use super::super::{Locale, Sampler, Shapes, Variety};
use super::read_one;
use crate::base::Seed;
use crate::schema::Side;

fn sampled(schema: &Value, seed: u64) -> Value {
    let (schemas, id) = read_one(schema);
    Sampler::new(&schemas).sample(id, Seed::new(seed), Side::Response, Variety::Generated).value
}

fn text(of: &str) -> Value {
    json!({"type": "string", "title": of})
}

#[test]
fn a_user_is_one_person_in_one_place() {
    let schema = json!({
        "properties": {
            "firstName": text(""), "lastName": text(""), "fullName": text(""), "email": {"type": "string", "format": "email"},
            "age": {"type": "integer"}, "birthDate": {"type": "string", "format": "date"},
            "profile": {"type": "object", "properties": {"firstName": text(""), "displayName": text("")}},
            "manager": {"type": "object", "properties": {"firstName": text(""), "lastName": text("")}},
            "address": {"type": "object", "properties": {"city": text(""), "countryCode": text(""), "zip": text("")}},
            "createdAt": {"type": "string", "format": "date-time"}, "updatedAt": {"type": "integer"}
        },
        "required": ["firstName", "lastName", "fullName", "email", "age", "birthDate", "profile", "manager", "address", "createdAt", "updatedAt"]
    });
    let mut others = 0;
    for seed in 0..30 {
        let user = sampled(&schema, seed);
        let at = |pointer: &str| user.pointer(pointer).and_then(Value::as_str).unwrap().to_owned();
        let (first, last) = (at("/firstName"), at("/lastName"));
        assert_eq!(at("/fullName"), format!("{first} {last}"));
        assert_eq!(at("/profile/firstName"), first);
        assert_eq!(at("/profile/displayName"), at("/fullName"));
        assert!(at("/email").starts_with(&format!("{}.{}@", first.to_lowercase(), last.to_lowercase())), "{user}");
        let born: i64 = at("/birthDate")[..4].parse().unwrap();
        assert_eq!(user["age"], 2025 - born);
        let created: jiff::Timestamp = at("/createdAt").parse().unwrap();
        assert!(created.as_second() <= user["updatedAt"].as_i64().unwrap(), "{user}");
        others += usize::from(at("/manager/firstName") != first);
    }
    assert!(others > 20, "a manager is somebody else");
}

#[test]
fn another_property_changes_nothing_beside_it() {
    let with = |more: &[&str]| {
        let names = ["id", "email", "name", "city", "price", "created_at", "total"];
        let names = names.iter().chain(more);
        let members: serde_json::Map<String, Value> = names
            .map(|name| {
                (
                    (*name).to_owned(),
                    json!({"type": if *name == "price" || *name == "total" { "number" } else { "string" }}),
                )
            })
            .collect();
        json!({"type": "object", "title": "User", "properties": members})
    };
    for seed in 0..30 {
        let (few, many) =
            (sampled(&with(&[]), seed), sampled(&with(&["colour", "updated_at", "country", "avatar"]), seed));
        for (name, value) in few.as_object().unwrap() {
            assert_eq!(value, &many[name], "{name}");
        }
    }
}

#[test]
fn keys_have_the_shape_of_whole_examples() {
    let (schemas, id) = read_one(&json!({
        "properties": {"id": {"type": "string"}, "owner": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "lines": {"type": "array", "minItems": 1, "items": {"type": "object", "properties": {"sku": {"type": "string"}, "order_id": {"type": "integer"}}, "required": ["order_id"]}}},
        "required": ["id", "lines"]
    }));
    let example = json!({"id": "cus_NffrFeUfNV2Hib", "lines": [{"sku": "A", "order_id": 730_014_442}]});
    let shapes = Shapes::learn(&schemas, [(id, &example)].into_iter());
    let sampler = Sampler::new(&schemas).shaped(&shapes);
    for seed in 0..30 {
        let value = sampler.sample(id, Seed::new(seed), Side::Response, Variety::Generated).value;
        let key = value["id"].as_str().unwrap();
        assert!(key.starts_with("cus_") && key.len() == 18 && key != "cus_NffrFeUfNV2Hib", "{key}");
        assert_eq!(value["lines"][0]["order_id"].to_string().len(), 9, "{value}");
    }
}

#[test]
fn a_description_and_a_method_of_faker_are_followed_where_the_schema_allows() {
    for seed in 0..30 {
        let value = sampled(
            &json!({
                "properties": {
                    "mood": {"type": "string", "description": "One of: glad, sad"},
                    "who": {"type": "string", "x-faker": "name.firstName"},
                    "many": {"type": "integer", "x-faker": {"random.number": {"min": 3, "max": 5}}},
                    "coded": {"type": "string", "x-faker": {"random.number": {"min": 3, "max": 5}}},
                    "few": {"type": "integer", "maximum": 2, "minimum": 1, "x-faker": {"random.number": {"min": 3, "max": 5}}}
                },
                "required": ["mood", "who", "many", "coded", "few"]
            }),
            seed,
        );
        assert!(["glad", "sad"].contains(&value["mood"].as_str().unwrap()), "{value}");
        assert!(!value["who"].as_str().unwrap().contains(' '));
        assert!(
            (3..=5).contains(&value["many"].as_i64().unwrap()) && (1..=2).contains(&value["few"].as_i64().unwrap())
        );
        assert!(["3", "4", "5"].contains(&value["coded"].as_str().unwrap()), "{value}");
    }
}

#[test]
fn a_list_of_words_repeats_none() {
    let schema = json!({"type": "object", "properties": {"tags": {"type": "array", "minItems": 8, "maxItems": 8, "items": {"type": "string"}}}});
    for seed in 0..30 {
        let value = sampled(&schema, seed);
        let mut tags: Vec<&str> = value["tags"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        tags.sort_unstable();
        tags.dedup();
        assert_eq!(tags.len(), 8, "{value}");
    }
}

#[test]
fn a_locale_is_spoken_and_its_addresses_are_ascii() {
    let (schemas, id) = read_one(&json!({
        "properties": {"name": {"type": "string"}, "email": {"type": "string", "format": "email"}, "username": {"type": "string"}, "country": {"type": "string"}},
        "required": ["name", "email", "username", "country"]
    }));
    let sampler = Sampler::new(&schemas).speaking(Locale::JaJp);
    let value = sampler.sample(id, Seed::new(1), Side::Response, Variety::Generated).value;
    assert_eq!(value["country"], "日本");
    assert!(!value["name"].as_str().unwrap().is_ascii() && value["email"].as_str().unwrap().is_ascii(), "{value}");
}
