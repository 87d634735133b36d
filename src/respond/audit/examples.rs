//! Documented examples of parameters, headers and bodies against their schemas: one finding for each example, at its first node that
//! breaks the schema. Examples inside schemas are looked at next door (`inside`).

use std::collections::BTreeSet;

use crate::base::{Defect, Defects, Place, Severity};
use crate::contract::{Example, Operation};
use crate::respond::mend::{Means, Origin};
use crate::respond::world::World;
use crate::schema::{Coercion, Mismatch, SchemaId, Schemas, Side};

/// What is told of already: an example that many operations share is told of once for each schema.
type Told = BTreeSet<(Place, SchemaId)>;

/// The examples of parameters, and of the bodies of replies.
pub(super) fn of_replies(world: &World, defects: &mut Defects) {
    let mut told = Told::new();
    for operation in world.contract.operations() {
        for parameter in &operation.parameters {
            if let Some(schema) = parameter.schema.filter(|_| parameter.content.is_none()) {
                let audience =
                    Audience { what: "this example", side: Side::Request, instead: "showing a generated one instead" };
                plain(world.contract.schemas(), schema, &parameter.examples, &audience, &mut told, defects);
            }
        }
        of_bodies(world, operation, &mut told, defects);
    }
}

/// The examples of request bodies, and of the headers of replies.
pub(super) fn of_requests(world: &World, defects: &mut Defects) {
    let schemas = world.contract.schemas();
    let mut told = Told::new();
    for operation in world.contract.operations() {
        for content in operation.body.iter().flat_map(|body| &body.content) {
            let Some(schema) = content.schema else { continue };
            let is_text = !content.media_type.is_json() && !content.media_type.is_range();
            for example in content.examples.iter().filter(|example| !(is_text && example.value.is_string())) {
                of_request(schemas, schema, example, operation, &mut told, defects);
            }
        }
        for header in operation.promises.iter().flat_map(|promise| &promise.headers) {
            let Some(schema) = header.schema else { continue };
            let audience =
                Audience { what: "this example", side: Side::Response, instead: "sending a generated one instead" };
            let first = header.examples.get(..1).unwrap_or_default();
            plain(schemas, schema, first, &audience, &mut told, defects);
        }
    }
}

/// For whom an example without a body is, and what happens to one that breaks its schema.
struct Audience {
    what: &'static str,
    side: Side,
    instead: &'static str,
}

fn plain(
    schemas: &Schemas,
    schema: SchemaId,
    examples: &[Example],
    audience: &Audience,
    told: &mut Told,
    defects: &mut Defects,
) {
    let side = audience.side;
    for example in examples {
        if schemas.holds(schema, side, &example.value) || !told.insert((example.at.clone(), schema)) {
            continue;
        }
        let coerced = schemas.coerce(schema, side, (*example.value).clone(), Coercion::Mend);
        let (code, outcome) = if schemas.holds(schema, side, &coerced) {
            ("example-coerced", format!("reading it as {coerced}"))
        } else {
            ("example-invalid", audience.instead.to_owned())
        };
        let list = schemas.mismatches(schema, side, &example.value);
        first(code, &example.at, audience.what, &list, &outcome, defects);
    }
}

fn of_request(
    schemas: &Schemas,
    schema: SchemaId,
    example: &Example,
    operation: &Operation,
    told: &mut Told,
    defects: &mut Defects,
) {
    let holds = |value| schemas.holds(schema, Side::Request, value);
    if holds(&example.value) || !told.insert((example.at.clone(), schema)) {
        return;
    }
    let coerced = schemas.coerce(schema, Side::Request, (*example.value).clone(), Coercion::Mend);
    let (code, outcome) = if holds(&coerced) {
        ("example-coerced", "a client that sends it as it is written is refused")
    } else {
        ("example-invalid", "a client that sends it is refused")
    };
    let name = format!("{} of the request body of `{}`", named(example), operation.name);
    first(code, &example.at, &name, &schemas.mismatches(schema, Side::Request, &example.value), outcome, defects);
}

fn of_bodies(world: &World, operation: &Operation, told: &mut Told, defects: &mut Defects) {
    let schemas = world.contract.schemas();
    for content in operation.promises.iter().flat_map(|promise| &promise.content) {
        let Some(schema) = content.schema else { continue };
        let mended = world.examples(content).iter().filter(|mended| mended.origin == Origin::MediaType);
        for (example, mended) in content.examples.iter().zip(mended) {
            if mended.change.is_none() || !told.insert((example.at.clone(), schema)) {
                continue;
            }
            let (code, outcome) = match mended.means {
                Means::Coerced => ("example-coerced", "reading it as that"),
                Means::Patched => ("example-invalid", "sending a sample in its place"),
                Means::None => ("example-invalid", "sending a sample instead of the example"),
            };
            let name = format!("{} of `{}`", named(example), operation.name);
            let shown = schemas.hide(schema, Side::Response, (*example.value).clone());
            let list = schemas.mismatches(schema, Side::Response, &shown);
            first(code, &example.at, &name, &list, outcome, defects);
        }
    }
}

/// Records the first way in which an example breaks its schema, and how many more there are.
fn first(code: &'static str, example: &Place, name: &str, list: &[Mismatch], outcome: &str, defects: &mut Defects) {
    let Some((first, others)) = list.split_first() else { return };
    let at = first.at.steps().fold(example.clone(), |place, step| place.join(&step));
    let more = match others.len() {
        0 => String::new(),
        1 => " (and breaks its schema at 1 other place)".to_owned(),
        number => format!(" (and breaks its schema at {number} other places)"),
    };
    let message = format!("{name} {} here{more}; {outcome}", first.message);
    defects.push(Defect { code, severity: Severity::Warning, at, message, help: None });
}

fn named(example: &Example) -> String {
    if example.name.is_empty() { "the example".to_owned() } else { format!("example `{}`", example.name) }
}
