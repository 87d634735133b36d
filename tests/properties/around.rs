//! A value, and a schema that it satisfies: drawn first and then described, each keyword so that the value keeps it. The schema may say much
//! more than the value needs, and allow much that is quite different.

use rand::rngs::ChaCha8Rng;
use serde_json::{Map, Value, json};
use standin::base::Seed;
use standin::schema::sample::draw;

use super::schemas::NAMES;

/// Patterns to describe texts with; those that match are taken.
const PATTERNS: [&str; 9] =
    ["^[a-z]+$", "^[a-z0-9-]+$", "[0-9]", "^[A-Z]", "^.{1,12}$", "^\\w+$", "^[^ ]*$", "a", "^\\S+@\\S+$"];
const TEXTS: [&str; 10] =
    ["a", "qb", "abc", "zebra-7", "2024-02-29", "ada@example.com", "Zz 9", "", "127.0.0.1", "x_y"];
/// Formats, each with the text above that has it.
const FORMATS: [(&str, &str); 3] = [("date", "2024-02-29"), ("email", "ada@example.com"), ("ipv4", "127.0.0.1")];

/// The value and the schema at that address.
pub fn grown(seed: Seed) -> (Value, Value) {
    let value = value(&mut seed.child("value").rng(), 3);
    let schema = schema(&value, &mut seed.child("schema").rng(), 3);
    (value, schema)
}

fn value(rng: &mut ChaCha8Rng, depth: u32) -> Value {
    match draw::below(rng, if depth == 0 { 5 } else { 10 }) {
        0 => json!(draw::between(rng, -30..=30)),
        1 => json!(draw::between(rng, -30..=30) as f64 / 2.0 + 0.25),
        2 => Value::Bool(draw::chance(rng, 50)),
        3 => Value::Null,
        4 => json!(draw::word(rng, &TEXTS)),
        5 | 6 => (0..draw::index(rng, 4)).map(|_| value(rng, depth - 1)).collect(),
        _ => {
            let names: Vec<&str> = NAMES.into_iter().filter(|_| draw::chance(rng, 50)).collect();
            names.into_iter().map(|name| (name.to_owned(), value(rng, depth - 1))).collect()
        }
    }
}

/// A schema for `value`: its own keywords, and combinations of schemas around it and around others.
fn schema(value: &Value, rng: &mut ChaCha8Rng, depth: u32) -> Value {
    if draw::chance(rng, 5) {
        return Value::Bool(true);
    }
    let mut map = own(value, rng, depth);
    if depth > 0 && draw::chance(rng, 45) {
        combine(&mut map, value, rng, depth - 1);
    }
    Value::Object(map)
}

/// A schema that `value` does not satisfy.
fn other(value: &Value, rng: &mut ChaCha8Rng, depth: u32) -> Value {
    for _ in 0..3 {
        let drawn = self::value(rng, 1);
        let schema = schema(&drawn, rng, depth);
        if !super::Read::new(&schema).holds(value) {
            return schema;
        }
    }
    json!({ "not": schema(value, rng, 0) })
}

fn combine(map: &mut Map<String, Value>, value: &Value, rng: &mut ChaCha8Rng, depth: u32) {
    let mut set = |key: &str, schema: Value| map.insert(key.to_owned(), schema);
    match draw::below(rng, 6) {
        0 => set("allOf", json!([schema(value, rng, depth), schema(value, rng, depth)])),
        1 => set("anyOf", json!([other(value, rng, depth), schema(value, rng, depth)])),
        2 => set("oneOf", json!([other(value, rng, depth), schema(value, rng, depth), other(value, rng, depth)])),
        3 => set("not", other(value, rng, depth)),
        4 => {
            set("if", schema(value, rng, depth));
            set("then", schema(value, rng, depth));
            set("else", other(value, rng, depth))
        }
        _ => {
            set("if", other(value, rng, depth));
            set("then", other(value, rng, depth));
            set("else", schema(value, rng, depth))
        }
    };
}

/// Keywords that speak of the value itself.
fn own(value: &Value, rng: &mut ChaCha8Rng, depth: u32) -> Map<String, Value> {
    let mut map = Map::new();
    let mut set = |chance: u64, rng: &mut ChaCha8Rng, key: &str, keyword: &dyn Fn(&mut ChaCha8Rng) -> Value| {
        if draw::chance(rng, chance) {
            map.insert(key.to_owned(), keyword(rng));
        }
    };
    set(8, rng, "const", &|_| value.clone());
    set(8, rng, "enum", &|rng| json!([self::value(rng, 1), value]));
    match value {
        Value::Null => set(70, rng, "type", &|_| json!("null")),
        Value::Bool(_) => set(70, rng, "type", &|_| json!(["boolean", "null"])),
        Value::Number(number) => {
            let exact = number.as_f64().unwrap();
            let is_whole = number.is_i64();
            set(80, rng, "type", &|_| json!(if is_whole { "integer" } else { "number" }));
            set(30, rng, "minimum", &|rng| json!(exact.floor() - draw::between(rng, 0..=5) as f64));
            set(30, rng, "maximum", &|rng| json!(exact.ceil() + draw::between(rng, 0..=5) as f64));
            set(20, rng, "exclusiveMinimum", &|rng| json!(exact - draw::between(rng, 1..=5) as f64));
            set(20, rng, "exclusiveMaximum", &|rng| json!(exact + draw::between(rng, 1..=5) as f64));
            let divisors = [1.0, 2.0, 3.0, 5.0, 0.25].map(|step| (step, exact % step == 0.0));
            let steps: Vec<f64> = divisors.iter().filter(|(_, divides)| *divides).map(|(step, _)| *step).collect();
            set(30, rng, "multipleOf", &|rng| json!(draw::pick(rng, &steps).unwrap()));
        }
        Value::String(text) => {
            let length = text.chars().count() as i64;
            set(80, rng, "type", &|_| json!("string"));
            set(30, rng, "minLength", &|rng| json!(draw::between(rng, 0..=length)));
            set(30, rng, "maxLength", &|rng| json!(length + draw::between(rng, 0..=4)));
            let is_match = |pattern: &&&str| regex::Regex::new(pattern).unwrap().is_match(text);
            let patterns: Vec<&&str> = PATTERNS.iter().filter(is_match).collect();
            if let Some(pattern) = draw::pick(rng, &patterns) {
                set(35, rng, "pattern", &|_| json!(pattern));
            }
            if let Some((format, _)) = FORMATS.iter().find(|(_, example)| example == text) {
                set(60, rng, "format", &|_| json!(format));
            }
        }
        Value::Array(items) => {
            let count = items.len() as i64;
            set(80, rng, "type", &|_| json!("array"));
            set(25, rng, "minItems", &|rng| json!(draw::between(rng, 0..=count)));
            set(25, rng, "maxItems", &|rng| json!(count + draw::between(rng, 0..=2)));
            let is_unique = items.iter().enumerate().all(|(index, item)| !items[..index].contains(item));
            set(if is_unique { 40 } else { 0 }, rng, "uniqueItems", &|_| json!(true));
            if depth == 0 {
                return map;
            }
            let around = |item: &Value, rng: &mut ChaCha8Rng| schema(item, rng, depth - 1);
            let any = |items: &[Value], rng: &mut ChaCha8Rng| match items {
                [] => other(&Value::Null, rng, 0),
                items => json!({ "anyOf": items.iter().map(|item| around(item, rng)).collect::<Vec<_>>() }),
            };
            let start = draw::index(rng, items.len() + 1);
            if start > 0 && draw::chance(rng, 40) {
                set(100, rng, "prefixItems", &|rng| items[..start].iter().map(|item| around(item, rng)).collect());
                set(50, rng, "items", &|rng| any(&items[start..], rng));
            } else {
                set(60, rng, "items", &|rng| any(items, rng));
            }
            if let Some(item) = draw::pick(rng, items) {
                set(30, rng, "contains", &|rng| around(item, rng));
            }
            set(15, rng, "unevaluatedItems", &|rng| any(items, rng));
        }
        Value::Object(members) => {
            let count = members.len() as i64;
            set(80, rng, "type", &|_| json!("object"));
            let names: Vec<&String> = members.keys().collect();
            set(60, rng, "required", &|rng| {
                names.iter().filter(|_| draw::chance(rng, 60)).map(|name| json!(name)).collect()
            });
            set(20, rng, "minProperties", &|rng| json!(draw::between(rng, 0..=count)));
            set(20, rng, "maxProperties", &|rng| json!(count + draw::between(rng, 0..=2)));
            set(20, rng, "propertyNames", &|_| json!({ "pattern": "^q[a-e]$" }));
            if depth == 0 {
                return map;
            }
            let around = |item: &Value, rng: &mut ChaCha8Rng| schema(item, rng, depth - 1);
            let declared: Vec<(&str, Value)> = NAMES
                .into_iter()
                .filter_map(|name| match members.get(name) {
                    Some(member) => draw::chance(rng, 80).then(|| (name, around(member, rng))),
                    // What is said of a member that is not there binds nobody.
                    None => draw::chance(rng, 40).then(|| (name, other(&Value::Null, rng, depth - 1))),
                })
                .collect();
            let left = |name: &str| declared.iter().all(|(declared, _)| *declared != name);
            let rest: Vec<&Value> = members.iter().filter(|(name, _)| left(name)).map(|(_, member)| member).collect();
            let closed = |rng: &mut ChaCha8Rng| match rest.as_slice() {
                [] => Value::Bool(false),
                rest => json!({ "anyOf": rest.iter().map(|member| around(member, rng)).collect::<Vec<_>>() }),
            };
            set(100, rng, "properties", &|_| {
                declared.iter().cloned().map(|(name, schema)| (name.to_owned(), schema)).collect()
            });
            set(35, rng, "additionalProperties", &closed);
            set(10, rng, "unevaluatedProperties", &closed);
            if let Some((name, member)) = members.iter().next() {
                set(15, rng, "patternProperties", &|rng| json!({ format!("^{name}$"): around(member, rng) }));
                set(
                    15,
                    rng,
                    "dependentRequired",
                    &|rng| json!({ name: draw::pick(rng, &names).into_iter().collect::<Vec<_>>() }),
                );
                set(
                    15,
                    rng,
                    "dependentSchemas",
                    &|rng| json!({ name: { "minProperties": 1 }, "qe": around(value, rng) }),
                );
            }
            set(10, rng, "dependentSchemas", &|rng| json!({ "absent": other(value, rng, 0) }));
        }
    }
    map
}
