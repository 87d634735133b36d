//! Lays one value over another: members that both have, or that the schema declares, as far as each fits.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::schema::{SchemaArena, SchemaId, Schemas, Side};

/// Which members are taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Those that are there already.
    Shared,
    /// Those that the schema declares.
    Declared,
}

/// Takes over the members of `from` that fit. Objects are gone into; everything else is taken whole. Whether anything was taken.
pub(super) fn over(schemas: &Schemas, schema: SchemaId, onto: &mut Value, from: &Value, extent: Extent) -> bool {
    let (Value::Object(members), Value::Object(from)) = (onto, from) else { return false };
    let arena = schemas.arena();
    let mut any = false;
    let takes = taken(arena, schema, extent);
    for (name, value) in from {
        // A request may have any number of members that nobody knows.
        if !(members.contains_key(name) || takes.contains(name)) {
            continue;
        }
        let Some(id) = arena.property(schema, name) else { continue };
        if Side::Response.hides(arena.access(id)) {
            continue;
        }
        match members.get_mut(name) {
            Some(member) if member.is_object() && value.is_object() => any |= over(schemas, id, member, value, extent),
            Some(member) => {
                if let Some(value) = fitting(schemas, id, value) {
                    *member = value;
                    any = true;
                } else {
                    any |= items(schemas, id, member, value, extent);
                }
            }
            None => {
                if let Some(value) = fitting(schemas, id, value) {
                    members.insert(name.clone(), value);
                    any = true;
                }
            }
        }
    }
    any
}

/// The members that are taken over even where there are none of their names.
pub(super) fn taken(arena: &SchemaArena, schema: SchemaId, extent: Extent) -> BTreeSet<String> {
    match extent {
        Extent::Shared => BTreeSet::new(),
        Extent::Declared => arena.property_names(schema).into_iter().collect(),
    }
}

/// Takes over the items of a list one by one, where the list as it is does not fit: an item may have to say more here than there.
fn items(schemas: &Schemas, schema: SchemaId, onto: &mut Value, from: &Value, extent: Extent) -> bool {
    let (Value::Array(onto), Value::Array(from)) = (onto, from) else { return false };
    if from.is_empty() || onto.len() < from.len() {
        return false;
    }
    onto.truncate(from.len());
    let mut any = false;
    for (index, (item, from)) in onto.iter_mut().zip(from).enumerate() {
        let Some(id) = schemas.arena().element(schema, index) else { continue };
        any |= match fitting(schemas, id, from) {
            Some(value) => {
                *item = value;
                true
            }
            None => over(schemas, id, item, from, extent),
        };
    }
    any
}

fn fitting(schemas: &Schemas, id: SchemaId, value: &Value) -> Option<Value> {
    let value = schemas.hide(id, Side::Response, value.clone());
    schemas.holds(id, Side::Response, &value).then_some(value)
}
