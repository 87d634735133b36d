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
        1 => json!(whole(rng, -30, 30) / 2.0 + 0.25),
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
    let mut own = Own { rng, map: Map::new() };
    own.describe(value, depth);
    let mut map = own.map;
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

/// An integer as JSON numbers are compared.
fn whole(rng: &mut ChaCha8Rng, low: i32, high: i32) -> f64 {
    f64::from(i32::try_from(draw::between(rng, low.into()..=high.into())).unwrap())
}

/// One of the schemas around the items, for each of them; of none a schema that is never asked.
fn any<'v>(items: impl IntoIterator<Item = &'v Value>, rng: &mut ChaCha8Rng, depth: u32) -> Value {
    let branches: Vec<Value> = items.into_iter().map(|item| schema(item, rng, depth)).collect();
    if branches.is_empty() { Value::Bool(false) } else { json!({ "anyOf": branches }) }
}

/// The keywords that speak of the value itself.
struct Own<'r> {
    rng: &'r mut ChaCha8Rng,
    map: Map<String, Value>,
}

impl Own<'_> {
    /// Sets a keyword so many times in a hundred.
    fn set(&mut self, percent: u64, key: &str, keyword: impl FnOnce(&mut ChaCha8Rng) -> Value) {
        if draw::chance(self.rng, percent) {
            self.map.insert(key.to_owned(), keyword(self.rng));
        }
    }

    fn describe(&mut self, value: &Value, depth: u32) {
        self.set(8, "const", |_| value.clone());
        self.set(8, "enum", |rng| json!([self::value(rng, 1), value]));
        match value {
            Value::Null => self.set(70, "type", |_| json!("null")),
            Value::Bool(_) => self.set(70, "type", |_| json!(["boolean", "null"])),
            Value::Number(number) => self.number(number.as_f64().unwrap(), number.is_i64()),
            Value::String(text) => self.text(text),
            Value::Array(items) => self.array(items, depth),
            Value::Object(members) => self.object(value, members, depth),
        }
    }

    fn number(&mut self, exact: f64, is_whole: bool) {
        self.set(80, "type", |_| json!(if is_whole { "integer" } else { "number" }));
        self.set(30, "minimum", |rng| json!(exact.floor() - whole(rng, 0, 5)));
        self.set(30, "maximum", |rng| json!(exact.ceil() + whole(rng, 0, 5)));
        self.set(20, "exclusiveMinimum", |rng| json!(exact - whole(rng, 1, 5)));
        self.set(20, "exclusiveMaximum", |rng| json!(exact + whole(rng, 1, 5)));
        let steps: Vec<f64> = [1.0, 2.0, 3.0, 5.0, 0.25].into_iter().filter(|step| exact % step == 0.0).collect();
        self.set(30, "multipleOf", |rng| json!(draw::pick(rng, &steps).unwrap()));
    }

    fn text(&mut self, text: &str) {
        let length = text.chars().count();
        self.set(80, "type", |_| json!("string"));
        self.set(30, "minLength", |rng| json!(draw::size(rng, 0..=length)));
        self.set(30, "maxLength", |rng| json!(draw::size(rng, length..=length + 4)));
        let is_match = |pattern: &&&str| regex::Regex::new(pattern).unwrap().is_match(text);
        let patterns: Vec<&&str> = PATTERNS.iter().filter(is_match).collect();
        if let Some(pattern) = draw::pick(self.rng, &patterns) {
            self.set(35, "pattern", |_| json!(pattern));
        }
        if let Some((format, _)) = FORMATS.iter().find(|(_, example)| *example == text) {
            self.set(60, "format", |_| json!(format));
        }
    }

    fn array(&mut self, items: &[Value], depth: u32) {
        let count = items.len();
        self.set(80, "type", |_| json!("array"));
        self.set(25, "minItems", |rng| json!(draw::size(rng, 0..=count)));
        self.set(25, "maxItems", |rng| json!(draw::size(rng, count..=count + 2)));
        let is_unique = items.iter().enumerate().all(|(index, item)| !items[..index].contains(item));
        self.set(if is_unique { 40 } else { 0 }, "uniqueItems", |_| json!(true));
        let Some(below) = depth.checked_sub(1) else { return };
        let (first, rest) = items.split_at(draw::index(self.rng, count + 1));
        if !first.is_empty() && draw::chance(self.rng, 40) {
            self.set(100, "prefixItems", |rng| first.iter().map(|item| schema(item, rng, below)).collect());
            self.set(50, "items", |rng| any(rest, rng, below));
        } else {
            self.set(60, "items", |rng| any(items, rng, below));
        }
        if let Some(item) = draw::pick(self.rng, items) {
            self.set(30, "contains", |rng| schema(item, rng, below));
        }
        self.set(15, "unevaluatedItems", |rng| any(items, rng, below));
    }

    fn object(&mut self, value: &Value, members: &Map<String, Value>, depth: u32) {
        let count = members.len();
        self.set(80, "type", |_| json!("object"));
        let names: Vec<&String> = members.keys().collect();
        self.set(60, "required", |rng| {
            names.iter().filter(|_| draw::chance(rng, 60)).map(|name| json!(name)).collect()
        });
        self.set(20, "minProperties", |rng| json!(draw::size(rng, 0..=count)));
        self.set(20, "maxProperties", |rng| json!(draw::size(rng, count..=count + 2)));
        self.set(20, "propertyNames", |_| json!({ "pattern": "^q[a-e]$" }));
        let Some(below) = depth.checked_sub(1) else { return };
        let mut declared = Map::new();
        for name in NAMES {
            match members.get(name) {
                Some(member) if draw::chance(self.rng, 80) => {
                    declared.insert(name.to_owned(), schema(member, self.rng, below));
                }
                // What is said of a member that is not there binds nobody.
                None if draw::chance(self.rng, 40) => {
                    declared.insert(name.to_owned(), other(&Value::Null, self.rng, below));
                }
                _ => {}
            }
        }
        let rest = || members.iter().filter(|(name, _)| !declared.contains_key(*name)).map(|(_, member)| member);
        self.set(35, "additionalProperties", |rng| any(rest(), rng, below));
        self.set(10, "unevaluatedProperties", |rng| any(rest(), rng, below));
        if let Some((name, member)) = members.iter().next() {
            self.set(15, "patternProperties", |rng| json!({ format!("^{name}$"): schema(member, rng, below) }));
            self.set(15, "dependentRequired", |rng| json!({ name: [draw::pick(rng, &names)] }));
            self.set(
                15,
                "dependentSchemas",
                |rng| json!({ name: { "minProperties": 1 }, "qe": schema(value, rng, below) }),
            );
        }
        self.set(10, "dependentSchemas", |rng| json!({ "absent": other(value, rng, 0) }));
        self.set(100, "properties", |_| Value::Object(declared));
    }
}
