//! Values as XML.
use serde_json::Value;
use crate::schema::{SchemaArena, SchemaId};
pub(super) fn encode(value: &Value, _: &SchemaArena, _: Option<SchemaId>) -> String { format!("<root>{value}</root>") }
