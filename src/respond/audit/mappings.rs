//! Discriminators whose mapping names a branch that refuses the very value: such a value fits no branch.

use serde_json::Value;

use crate::base::{Defects, Severity};
use crate::respond::world::World;
use crate::schema::Side;

/// Records each such entry of a mapping.
pub(super) fn audit(world: &World, defects: &mut Defects) {
    let schemas = world.contract.schemas();
    let arena = schemas.arena();
    for id in arena.ids() {
        let schema = arena.at(id);
        let Some(discriminator) = schema.notes.as_ref().and_then(|notes| notes.discriminator.as_ref()) else {
            continue;
        };
        let property = &discriminator.property;
        for (value, branch) in &discriminator.mapping {
            let Some(part) = arena.property(*branch, property) else { continue };
            if schemas.holds(part, Side::Response, &Value::from(value.as_str())) {
                continue;
            }
            let at = schema.origin.join("discriminator").join("mapping").join(value);
            let message =
                format!("the schema that `{value}` is mapped to refuses it as `{property}`; no such value is sent");
            defects.note("mapping-refused", Severity::Warning, &at, message);
        }
    }
}
