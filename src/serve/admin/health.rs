//! Whether the server is well: what it serves, and what on disk it could not use.

use serde_json::json;

use super::problem::{Problem, json_reply};
use super::request::Request;
use crate::respond::Reply;

/// `GET /health`. A server that goes on with its last good state is well enough to be asked, so this is 200 as long as there is an answer.
#[expect(clippy::unnecessary_wraps, reason = "as every handler")]
pub(super) fn answer(request: &Request<'_>) -> Result<Reply, Problem> {
    let (host, stage) = (request.host, &request.stage);
    let trouble = host.live.trouble();
    let trouble = trouble.map(|trouble| json!({ "since": trouble.since.to_string(), "lines": trouble.lines }));
    Ok(json_reply(
        200,
        &json!({
            "status": if trouble.is_some() { "stale" } else { "ok" },
            "trouble": trouble,
            "version": env!("CARGO_PKG_VERSION"),
            "uptime": request.now().as_secs(),
            "worlds": stage.number + 1,
            "operations": stage.world.contract.operations().len(),
            "scenarios": stage.world.rules.scenarios().len(),
            "indexes": stage.world.indexes.held().1,
            "calls": host.journal.count(),
            "sessions": host.ledger.sessions().len(),
        }),
    ))
}
