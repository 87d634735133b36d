//! What the API answers: its operations, what is documented for each, and an address to try.

use serde_json::{Value, json};

use super::problem::{Problem, json_reply};
use super::request::Request;
use crate::base::MediaType;
use crate::contract::{Content, Operation, Promise};
use crate::respond::{Reply, address};

/// `GET /operations`
#[expect(clippy::unnecessary_wraps, reason = "as every handler")]
pub(super) fn list(request: &Request<'_>) -> Result<Reply, Problem> {
    let world = &request.stage.world;
    let tally = request.host.journal.tally(request.session.as_deref());
    let operations = world.contract.operations().iter().map(|operation| {
        let calls = tally.operations.get(operation.name.as_str()).map_or(0, |touched| touched.calls);
        let address = operation.left.is_none().then(|| address(world, operation));
        row(operation, address.as_deref(), calls)
    });
    Ok(json_reply(200, &json!({ "operations": operations.collect::<Vec<Value>>() })))
}

fn row(operation: &Operation, address: Option<&str>, calls: u64) -> Value {
    json!({
        "name": operation.name,
        "method": operation.method.as_str(),
        "path": operation.template,
        "document": operation.document,
        "tags": operation.tags,
        "summary": operation.summary,
        "deprecated": operation.deprecated,
        "unreadable": operation.left,
        "address": address,
        "responses": operation.promises.iter().map(response).collect::<Vec<_>>(),
        "calls": calls,
    })
}

fn response(promise: &Promise) -> Value {
    json!({ "status": promise.status.to_string(), "content": promise.content.iter().map(content).collect::<Vec<_>>() })
}

fn content(content: &Content) -> Value {
    let examples: Vec<&str> = content.examples.iter().map(|example| example.name.as_str()).collect();
    json!({ "mediaType": MediaType::as_str(&content.media_type), "examples": examples })
}
