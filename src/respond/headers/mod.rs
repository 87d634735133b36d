//! The documented headers of a reply: their first example, else a sample; where the schema says no more than that there is some text or
//! number, what servers usually send under that name.
//!
//! Invariant: every value is a legal one (RFC 9110 §5.5), keeps its schema where that can be, and none is empty but by its example.

mod cookie;
mod usual;

use serde_json::Value;

use super::mend;
use super::reply::Reply;
use crate::base::{MediaType, Seed};
use crate::contract::{Header, Promise};
use crate::schema::{Later, Sampler, SchemaId, Schemas, Side, TypeSet, Variety};

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

/// What headers are made for.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) schemas: &'a Schemas,
    pub(super) seed: Seed,
    pub(super) variety: Variety,
    /// What day it is for generated data.
    pub(super) later: Later,
    /// The path of the call.
    pub(super) path: &'a str,
    /// What the body is.
    pub(super) media_type: Option<&'a MediaType>,
    /// Whether no more is made of a schema than it says, as Prism does.
    pub(super) is_prism: bool,
}

/// Sets the documented headers.
pub(super) fn dress(reply: &mut Reply, promise: &Promise, setting: &Setting<'_>) {
    let ours = promise.headers.iter().filter(|header| !NOT_OURS.contains(&header.name.to_ascii_lowercase().as_str()));
    // What remains of a limit is less than the limit, whichever of them is documented first.
    let (limits, others): (Vec<&Header>, Vec<&Header>) = ours.partition(|header| usual::is_limit(&header.name));
    let mut limit = None;
    for header in limits.into_iter().chain(others) {
        let seed = setting.seed.child("header").child(&header.name);
        let value = value(header, setting, seed, limit);
        if header.name.eq_ignore_ascii_case("set-cookie") && !setting.is_prism {
            for text in cookie::cookies(header, &value, setting.schemas, seed) {
                reply.add(&header.name, &legal(&text));
            }
            continue;
        }
        let text = legal(&if header.is_json { value.to_string() } else { text(&value, header.explode) });
        limit = limit.or_else(|| usual::is_limit(&header.name).then(|| text.parse().ok()).flatten());
        let is_missing = text.is_empty() && (header.required || header.examples.is_empty()) && !setting.is_prism;
        reply.set(&header.name, &if is_missing { seed.to_string() } else { text });
    }
}

/// The text of the header of a part, which is sampled.
pub(super) fn sample(header: &Header, schemas: &Schemas, seed: Seed) -> String {
    let variety = Variety::Documented;
    let setting = Setting { schemas, seed, variety, later: Later::NONE, path: "/", media_type: None, is_prism: false };
    let value = value(header, &setting, seed.child("header").child(&header.name), None);
    legal(&if header.is_json { value.to_string() } else { text(&value, header.explode) })
}

/// The text without what no header can have.
fn legal(text: &str) -> String {
    let text: String = super::problem::ascii(text).chars().filter(|character| !character.is_control()).collect();
    text.trim().to_owned()
}

fn value(header: &Header, setting: &Setting<'_>, seed: Seed, limit: Option<u64>) -> Value {
    let schemas = setting.schemas;
    let example = header.examples.first().map(|example| Value::clone(&example.value));
    let usual = || usual::text(&header.name, setting, seed, limit).filter(|_| !header.is_json && !setting.is_prism);
    match (header.schema, example) {
        (Some(id), Some(example)) => mend::mend(schemas, id, example, seed).0,
        (None, Some(example)) => example,
        (Some(id), None) => {
            let known = usual().filter(|_| is_bare(schemas, id)).and_then(|text| read(schemas, id, text));
            known.unwrap_or_else(|| {
                Sampler::new(schemas).dated(setting.later).sample(id, seed, Side::Response, setting.variety).value
            })
        }
        (None, None) => Value::String(usual().unwrap_or_default()),
    }
}

/// The text as a value of the schema, if it is one.
fn read(schemas: &Schemas, id: SchemaId, text: String) -> Option<Value> {
    let number = text.parse::<i64>().ok().map(Value::from);
    number.into_iter().chain([Value::from(text)]).find(|value| schemas.holds(id, Side::Response, value))
}

/// Whether a schema says no more than that there is some text or number, perhaps within bounds.
fn is_bare(schemas: &Schemas, id: SchemaId) -> bool {
    let arena = schemas.arena();
    [id, arena.target(id)].map(|id| arena.at(id)).iter().all(|schema| {
        let is_plain = schema.text.as_deref().is_none_or(|text| {
            let format = text.format.as_deref().unwrap_or_default();
            text.pattern.is_none() && matches!(format, "" | "string" | "int32" | "int64" | "integer")
        });
        let is_silent =
            schema.notes.as_deref().is_none_or(|notes| notes.examples.is_empty() && notes.default.is_none());
        let is_scalar = schema.types.meets(TypeSet::STRING.or(TypeSet::NUMBER));
        is_plain && is_silent && is_scalar && schema.values.is_none() && schema.logic.is_none()
    })
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
