//! Makes documented examples fit their schemas with the least change: one example in ten, in real documents, does not.
//!
//! In order: as written; scalars that were published as text coerced, JSON given as text parsed; else only the failing parts replaced
//! by samples and missing required members added. The rest stays as the author wrote it.

use std::sync::Arc;

use serde_json::Value;

use crate::base::{Pointer, Seed};
use crate::contract::Content;
use crate::schema::{Coercion, Mismatch, Sampler, SchemaId, Schemas, Side, Variety};

/// Rounds of repair before an example is given up.
const ROUNDS: u8 = 16;

/// An example, fit to be sent.
#[derive(Clone, Debug)]
pub struct Mended {
    /// Its name; empty for the one under `example`.
    pub name: String,
    /// The value to send.
    pub value: Arc<Value>,
    /// The value as written.
    pub written: Arc<Value>,
    /// What was done to it; `None` if it fits as written.
    pub change: Option<String>,
    /// By what means.
    pub means: Means,
    /// Whether the value fits its schema.
    pub fits: bool,
    /// How the example stands in the document's order of preference: media type before schema.
    pub origin: Origin,
}

/// By what means an example was made to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// By none: it fits as written, or could not be made to.
    None,
    /// Text was read as the values it stands for.
    Coerced,
    /// Parts were replaced or added.
    Patched,
}

/// Where an example was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Beside the media type.
    MediaType,
    /// Inside the schema, by `example`, `examples` or `default`.
    Schema,
}

/// All the examples of a documented body: those of the media type, then those of its schema.
pub(super) fn all(schemas: &Schemas, content: &Content, seed: Seed) -> Vec<Mended> {
    let own =
        content.examples.iter().map(|example| (example.name.clone(), Arc::clone(&example.value), Origin::MediaType));
    let of_schema = content.schema.map(|id| of_schema(schemas, id)).unwrap_or_default();
    let of_schema = of_schema.into_iter().map(|value| (String::new(), Arc::new(value), Origin::Schema));
    own.chain(of_schema)
        .map(|(name, written, origin)| {
            let is_json =
                content.media_type.is_json() || (content.media_type.is_range() && !content.media_type.is_text());
            let (value, means, change) = match content.schema {
                // Text in another type than JSON is what goes over the wire (OpenAPI, Media Type Object, "Working with Examples").
                _ if written.is_string() && origin == Origin::MediaType && !is_json => {
                    (Value::clone(&written), Means::None, None)
                }
                Some(id) => mend(
                    schemas,
                    id,
                    schemas.hide(id, Side::Response, Value::clone(&written)),
                    seed.child("mend").child(&name),
                ),
                None if is_json => loosen(Value::clone(&written)),
                None => (Value::clone(&written), Means::None, None),
            };
            let is_text = value.is_string() && !is_json;
            let fits = is_text || content.schema.is_none_or(|id| schemas.holds(id, Side::Response, &value));
            // One that many responses share and that fits as written stays the one value.
            let value = if value == *written { Arc::clone(&written) } else { Arc::new(value) };
            Mended { name, value, written, change, means, fits, origin }
        })
        .collect()
}

/// The examples that stand in a schema itself or in what it refers to.
fn of_schema(schemas: &Schemas, id: SchemaId) -> Vec<Value> {
    let arena = schemas.arena();
    let notes = |id: SchemaId| arena.at(id).notes.as_ref();
    let ids = [id, arena.target(id)];
    let examples =
        ids.into_iter().filter_map(notes).find(|notes| !notes.examples.is_empty() || notes.default.is_some());
    examples.map(|notes| notes.examples.iter().chain(&notes.default).cloned().collect()).unwrap_or_default()
}

/// Without a schema only JSON that was given as text can be told to be wrong.
fn loosen(value: Value) -> (Value, Means, Option<String>) {
    let text = value.as_str().map(str::trim).filter(|text| text.starts_with(['{', '[']));
    match text.and_then(|text| serde_json::from_str(text).ok()) {
        Some(parsed) => (parsed, Means::Coerced, Some("text parsed as JSON".to_owned())),
        None => (value, Means::None, None),
    }
}

/// The value made to fit what the server sends, by what means, and what was done to it.
pub(super) fn mend(schemas: &Schemas, id: SchemaId, value: Value, seed: Seed) -> (Value, Means, Option<String>) {
    mend_for(schemas, id, Side::Response, value, seed)
}

/// The same for either direction.
pub(super) fn mend_for(
    schemas: &Schemas,
    id: SchemaId,
    side: Side,
    value: Value,
    seed: Seed,
) -> (Value, Means, Option<String>) {
    let holds = |value: &Value| schemas.holds(id, side, value);
    if holds(&value) {
        return (value, Means::None, None);
    }
    let coerced = schemas.coerce(id, side, value.clone(), Coercion::Mend);
    if holds(&coerced) {
        return (coerced, Means::Coerced, Some("text coerced to the types of the schema".to_owned()));
    }
    let mut patch = Patch { schemas, root: id, side, seed, places: Vec::new() };
    let mut patched = coerced;
    for round in 0..ROUNDS {
        let mismatches = schemas.mismatches(id, side, &patched);
        if mismatches.is_empty() {
            let places = patch.places.join(", ");
            return (patched, Means::Patched, Some(format!("mended at {places}")));
        }
        for mismatch in &mismatches {
            patch.apply(&mut patched, mismatch, round);
        }
    }
    (value, Means::None, Some("breaks its schema and could not be mended".to_owned()))
}

struct Patch<'s> {
    schemas: &'s Schemas,
    root: SchemaId,
    side: Side,
    seed: Seed,
    places: Vec<String>,
}

impl Patch<'_> {
    /// Repairs one fault. Where that did not help in earlier rounds, more and more of what surrounds it is replaced.
    fn apply(&mut self, value: &mut Value, mismatch: &Mismatch, round: u8) {
        let mut at = mismatch.at.clone();
        for _ in 0..round / 4 {
            at = at.parent();
        }
        let place = if at.as_str().is_empty() { "the root".to_owned() } else { at.to_string() };
        let Some(target) = value.pointer_mut(at.as_str()) else { return };
        let schema = self.schema_at(&at);
        let changed = match (mismatch.keyword.as_str(), target) {
            ("required", Value::Object(members)) if round < 4 => {
                let mut any = false;
                for name in mismatch.names.iter().filter(|name| !name.is_empty()) {
                    let Some(id) = schema.and_then(|id| self.schemas.arena().property(id, name)) else { continue };
                    members.insert(name.clone(), self.sample(id, &at.join(name)));
                    any = true;
                }
                any
            }
            ("additionalProperties" | "unevaluatedProperties", Value::Object(members)) if round < 4 => {
                for name in &mismatch.names {
                    members.shift_remove(name);
                }
                true
            }
            (_, target) => match schema {
                Some(id) => {
                    *target = self.sample(id, &at);
                    true
                }
                None => false,
            },
        };
        if changed && !self.places.contains(&place) {
            self.places.push(place);
        }
    }

    fn sample(&self, id: SchemaId, at: &Pointer) -> Value {
        let seed = at.steps().fold(self.seed, |seed, step| seed.child(&step));
        Sampler::new(self.schemas).sample(id, seed, self.side, Variety::Documented).value
    }

    /// The schema of the node at a pointer, as far as the schemas above tell.
    fn schema_at(&self, at: &Pointer) -> Option<SchemaId> {
        let arena = self.schemas.arena();
        at.steps().try_fold(self.root, |id, step| match step.parse::<usize>() {
            Ok(index) => arena.element(id, index).or_else(|| arena.property(id, &step)),
            Err(_) => arena.property(id, &step),
        })
    }
}
