//! Looks at every documented example before anybody asks for it, and says which break their schemas and what is sent instead.

use super::mend::{self, Origin};
use super::world::World;
use crate::base::{Defect, Defects, Place, Severity};
use crate::contract::{Content, Example, Operation};
use crate::schema::{Coercion, Fit, Sampler, SchemaId, Side, Variety};

/// Records every example that breaks its schema, at the node that does.
pub fn audit(world: &World, defects: &mut Defects) {
    for operation in world.contract.operations() {
        for parameter in &operation.parameters {
            if let Some(schema) = parameter.schema.filter(|_| parameter.content.is_none()) {
                parameter.examples.iter().for_each(|example| of_parameter(world, schema, example, defects));
            }
        }
        for content in operation.promises.iter().flat_map(|promise| &promise.content) {
            of_body(world, operation, content, defects);
        }
    }
}

/// Records every documented body whose schema no value satisfies. Samples all that would have to be sampled: for `check`, not for a start.
pub fn audit_schemas(world: &World, defects: &mut Defects) {
    let schemas = world.contract.schemas();
    for operation in world.contract.operations() {
        for content in operation.promises.iter().flat_map(|promise| &promise.content) {
            let Some(schema) = content.schema.filter(|_| !world.examples(content).iter().any(|example| example.fits))
            else {
                continue;
            };
            let sampled = Sampler::new(schemas).sample(schema, world.options.seed, Side::Response, Variety::Documented);
            if sampled.fit == Fit::Empty {
                let first = schemas.mismatches(schema, Side::Response, &sampled.value).into_iter().next();
                let why = first.map(|one| format!(": {} {}", one.at, one.message)).unwrap_or_default();
                let message = format!(
                    "no value was found for this body of `{}`{why}; sending one that breaks the schema",
                    operation.name
                );
                let at = schemas.arena().at(schema).origin.clone();
                defects.push(Defect {
                    code: "schema-unsatisfiable",
                    severity: Severity::Error,
                    at,
                    message,
                    help: None,
                });
            }
        }
    }
}

fn of_parameter(world: &World, schema: SchemaId, example: &Example, defects: &mut Defects) {
    let schemas = world.contract.schemas();
    if schemas.holds(schema, Side::Request, &example.value) {
        return;
    }
    let coerced = schemas.coerce(schema, Side::Request, (*example.value).clone(), Coercion::Mend);
    let (code, outcome) = if schemas.holds(schema, Side::Request, &coerced) {
        ("example-coerced", format!("reading it as {coerced}"))
    } else {
        ("example-invalid", "showing a generated one instead".to_owned())
    };
    for mismatch in schemas.mismatches(schema, Side::Request, &example.value) {
        let message = format!("this example {}; {outcome}", mismatch.message);
        note(code, &example.at, &mismatch.at, message, defects);
    }
}

fn of_body(world: &World, operation: &Operation, content: &Content, defects: &mut Defects) {
    let Some(schema) = content.schema else { return };
    let schemas = world.contract.schemas();
    let mended = world.examples(content).iter().filter(|mended| mended.origin == Origin::MediaType);
    for (example, mended) in content.examples.iter().zip(mended) {
        if mended.change.is_none() {
            continue;
        }
        let (code, outcome) = match mended.means {
            mend::Means::Coerced => ("example-coerced", "reading it as that"),
            mend::Means::Patched => ("example-invalid", "sending a sample in its place"),
            mend::Means::None => ("example-invalid", "sending a sample instead of the example"),
        };
        let name =
            if example.name.is_empty() { "the example".to_owned() } else { format!("example `{}`", example.name) };
        for mismatch in schemas.mismatches(schema, Side::Response, &example.value) {
            let message = format!("{name} of `{}` {} here; {outcome}", operation.name, mismatch.message);
            note(code, &example.at, &mismatch.at, message, defects);
        }
    }
}

fn note(code: &'static str, example: &Place, at: &crate::base::Pointer, message: String, defects: &mut Defects) {
    let at = at.steps().fold(example.clone(), |place, step| place.join(&step));
    defects.push(Defect { code, severity: Severity::Warning, at, message, help: None });
}
