//! The documented headers of a reply: their first example, else a sample.

use serde_json::Value;

use super::mend;
use super::reply::Reply;
use crate::base::Seed;
use crate::contract::{Header, Promise};
use crate::schema::{Sampler, Schemas, Side, Variety};

/// Headers that say how a body is framed or coded; what is documented of them cannot be made up.
const NOT_OURS: [&str; 9] = [
    "content-type",
    "content-length",
    "content-encoding",
    "transfer-encoding",
    "connection",
    "date",
    "keep-alive",
    "trailer",
    "upgrade",
];

/// Sets the documented headers.
pub(super) fn dress(reply: &mut Reply, promise: &Promise, schemas: &Schemas, seed: Seed, variety: Variety) {
    for header in &promise.headers {
        if NOT_OURS.contains(&header.name.to_ascii_lowercase().as_str()) {
            continue;
        }
        let seed = seed.child("header").child(&header.name);
        let value = value(header, schemas, seed, variety);
        let text = if header.is_json { value.to_string() } else { text(&value, header.explode) };
        let text: String = super::problem::ascii(&text).chars().filter(|character| !character.is_control()).collect();
        reply.set(&header.name, text.trim());
    }
}

fn value(header: &Header, schemas: &Schemas, seed: Seed, variety: Variety) -> Value {
    let example = header.examples.first().map(|example| Value::clone(&example.value));
    match (header.schema, example) {
        (Some(id), Some(example)) => mend::mend(schemas, id, example, seed).0,
        (None, Some(example)) => example,
        (Some(id), None) => Sampler::new(schemas).sample(id, seed, Side::Response, variety).value,
        (None, None) => Value::String(String::new()),
    }
}

/// The `simple` style: items and members separated by commas.
fn text(value: &Value, explode: bool) -> String {
    let plain = |value: &Value| text(value, false);
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        Value::Object(members) => {
            let between = if explode { "=" } else { "," };
            let member = |(name, value): (&String, &Value)| format!("{name}{between}{}", plain(value));
            members.iter().map(member).collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    }
}
