//! The collections: what there is of each, and the filters and orders that are held so that they need not be worked out again.

use serde_json::{Value, json};

use super::problem::{Problem, json_reply};
use super::request::Request;
use crate::collection::{Definition, IndexInfo, Origin, PartitionBy};
use crate::respond::{Reply, World};

/// `GET /collections`
#[expect(clippy::unnecessary_wraps, reason = "as every handler")]
pub(super) fn list(request: &Request<'_>) -> Result<Reply, Problem> {
    let world = &request.stage.world;
    let collections: Vec<Value> = world.collections().map(|definition| row(world, definition)).collect();
    let held = world.indexes.list();
    let bytes: usize = held.iter().map(|index| index.bytes).sum();
    let held: Vec<Value> = held.iter().map(index).collect();
    let indexes = json!({ "held": held, "bytes": bytes, "most": world.options.budget.bytes });
    Ok(json_reply(200, &json!({ "collections": collections, "indexes": indexes })))
}

fn row(world: &World, definition: &Definition) -> Value {
    let scenario = world.rules.scenarios().iter().find(|scenario| scenario.collections.contains(&definition.name));
    let (origin, size) = match &definition.origin {
        Origin::Made => ("made", definition.size),
        Origin::Written(rows) => ("written", definition.size.or(Some(rows.len() as u64))),
        Origin::Read(rows) => ("read", definition.size.or_else(|| Some(rows.count()))),
        Origin::Pairs(_) => ("pairs", definition.size),
    };
    let partition = match &definition.partition {
        PartitionBy::Nothing => None,
        PartitionBy::Any => Some("any"),
        PartitionBy::Rows(collection) => Some(&**collection),
    };
    json!({
        "name": &*definition.name,
        "scenario": scenario.map(|scenario| &*scenario.name),
        "file": scenario.map(|scenario| scenario.file.as_str()),
        "origin": origin,
        "size": size,
        "partition": partition,
        "key": definition.key.as_ref().map(|key| &*key.field),
        "time": definition.time.as_ref().map(|time| &*time.field),
    })
}

fn index(index: &IndexInfo) -> Value {
    json!({ "about": index.about, "rows": index.rows, "bytes": index.bytes })
}
