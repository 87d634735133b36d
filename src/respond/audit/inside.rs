//! `example`, `examples` and `default` inside the schemas that are in use, against the schemas they stand in: such a value is not
//! composed into bodies. Each place is told of once, however often its schema is referred to; a `null` that stands for "none" is not.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::base::{Defect, Defects, Place, Severity};
use crate::respond::world::World;
use crate::schema::{Coercion, Notes, SchemaId, Schemas, Side, TypeSet};
use crate::spec::Files;

/// Records each such value that breaks its schema.
pub(super) fn audit(world: &World, files: &Files, defects: &mut Defects) {
    let schemas = world.contract.schemas();
    // One place may have been read into several schemas (`nullable`): what holds for one of them is well.
    let mut found: BTreeMap<Place, Option<Defect>> = BTreeMap::new();
    let mut order = Vec::new();
    for id in schemas.arena().ids() {
        let schema = schemas.arena().at(id);
        let Some(notes) = schema.notes.as_deref() else { continue };
        for (at, value) in values(notes, &schema.origin, files) {
            let fault = (!value.is_null()).then(|| fault(schemas, id, value, &at)).flatten();
            let entry = found.entry(at).or_insert_with_key(|at| {
                order.push(at.clone());
                fault.clone()
            });
            if fault.is_none() {
                *entry = None;
            }
        }
    }
    for at in order {
        found.remove(&at).flatten().into_iter().for_each(|defect| defects.push(defect));
    }
}

/// The values that stand in a schema and where.
fn values<'n>(notes: &'n Notes, origin: &Place, files: &Files) -> Vec<(Place, &'n Value)> {
    let is_at = |at: &Place, value: &Value| files.node(at).is_some_and(|found| found == value);
    let mut at = ["example", "x-example"].map(|key| origin.join(key)).to_vec();
    let list = origin.join("examples");
    at.extend((0..notes.examples.len()).map(|index| list.nth(index)));
    let mut values = Vec::new();
    let mut from = 0;
    for value in &notes.examples {
        let next = at.iter().enumerate().skip(from).find(|(_, at)| is_at(at, value));
        let place = next.map_or_else(|| list.clone(), |(_, at)| at.clone());
        from = next.map_or(from, |(index, _)| index + 1);
        values.push((place, value));
    }
    values.extend(notes.default.iter().map(|value| (origin.join("default"), value)));
    values
}

/// What is wrong with a value of a schema, if it holds in neither direction.
fn fault(schemas: &Schemas, id: SchemaId, value: &Value, at: &Place) -> Option<Defect> {
    if holds(schemas, id, value) {
        return None;
    }
    let mismatches = schemas.mismatches(id, Side::Response, value);
    let first = mismatches.first()?;
    let step = at.pointer.last().unwrap_or_default();
    let (code, what) = if step == "default" {
        ("default-invalid", "this default")
    } else {
        ("schema-example-invalid", "this example")
    };
    let place = if first.at.as_str().is_empty() { String::new() } else { format!("at `{}` ", first.at) };
    let message = format!("{what} {place}{}, as its schema says; not using it", first.message);
    let coerced = schemas.coerce(id, Side::Response, value.clone(), Coercion::Mend);
    let help = holds(schemas, id, &coerced).then(|| shown(&coerced)).flatten();
    Some(Defect { code, severity: Severity::Warning, at: at.clone(), message, help })
}

/// Most schemas ask for a type and no more: no check has to be compiled for them.
fn holds(schemas: &Schemas, id: SchemaId, value: &Value) -> bool {
    let schema = schemas.arena().at(id);
    let is_plain = schema.values.is_none()
        && schema.number.is_none()
        && schema.text.is_none()
        && schema.array.is_none()
        && schema.object.is_none()
        && schema.logic.is_none()
        && schema.link.is_none();
    if is_plain {
        return schema.types.contains(TypeSet::of(value));
    }
    schemas.holds(id, Side::Response, value) || schemas.holds(id, Side::Request, value)
}

/// What would fit, where it is short enough to be told.
fn shown(coerced: &Value) -> Option<String> {
    const LONGEST: usize = 60;
    let text = coerced.to_string();
    (text.len() <= LONGEST).then(|| format!("write `{text}`"))
}
