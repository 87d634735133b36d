//! The calls of the journal: lists, one of them, and as commands.

use std::sync::Arc;

use http::Method;
use serde_json::{Value, json};

use super::curl::command;
use super::problem::{Problem, json_reply, text_reply};
use super::request::Request;
use super::shown::{long, short};
use crate::respond::Reply;
use crate::scenario::PathGlob;
use crate::serve::journal::{Entry, Search, StatusFilter};

/// Calls in a list, unless more are asked for.
const USUAL_LIMIT: u64 = 100;

/// `GET /calls`
pub(super) fn list(request: &Request<'_>) -> Result<Reply, Problem> {
    let host = request.host;
    let search = search(request, USUAL_LIMIT)?;
    let (found, mask) = (host.journal.search(&search), request.mask());
    let calls: Vec<Value> = found.iter().map(|entry| short(entry, &mask, &request.stage.world.contract)).collect();
    let tally = host.journal.tally(request.session.as_deref());
    Ok(json_reply(
        200,
        &json!({ "calls": calls, "total": tally.calls, "forgotten": tally.forgotten, "last": host.journal.count() }),
    ))
}

/// `DELETE /calls`
#[expect(clippy::unnecessary_wraps, reason = "as every handler")]
pub(super) fn clear(request: &Request<'_>) -> Result<Reply, Problem> {
    let cleared = request.host.journal.clear(request.session.as_deref());
    Ok(json_reply(200, &json!({ "cleared": cleared })))
}

/// `GET /calls/{number}`
pub(super) fn show(request: &Request<'_>) -> Result<Reply, Problem> {
    Ok(json_reply(200, &long(&*entry(request)?, &request.mask(), &request.stage.world.contract)))
}

/// `GET /calls/{number}/curl`
pub(super) fn curl(request: &Request<'_>) -> Result<Reply, Problem> {
    let entry = entry(request)?;
    let masked = request.mask().entry(&entry, &request.stage.world.contract);
    Ok(text_reply(200, "text/plain; charset=utf-8", command(&entry, &masked, request.origin())))
}

/// `GET /calls.curl`
pub(super) fn script(request: &Request<'_>) -> Result<Reply, Problem> {
    let (found, mask) = (request.host.journal.search(&search(request, USUAL_LIMIT)?), request.mask());
    let (contract, origin) = (&request.stage.world.contract, request.origin());
    let commands: Vec<String> =
        found.iter().map(|entry| command(entry, &mask.entry(entry, contract), origin)).collect();
    Ok(text_reply(200, "text/plain; charset=utf-8", commands.join("\n")))
}

/// The call that the path names. Its number is enough: who knows it may see it, whatever session it belongs to.
fn entry(request: &Request<'_>) -> Result<Arc<Entry>, Problem> {
    let (text, last) = (request.part(), request.host.journal.count());
    let number: u64 = text.parse().map_err(|_| Problem::unknown("call", text))?;
    request.host.journal.entry(number).ok_or_else(|| {
        if number > 0 && number <= last {
            let detail = format!("call {number} has left the journal; it was cleared, or later ones needed the room");
            return Problem::new(410, "forgotten", "Forgotten", detail);
        }
        Problem::new(404, "not-found", "Not found", format!("there is no call {number}; the last one is {last}"))
    })
}

/// What the query searches for.
pub(super) fn search(request: &Request<'_>, limit: u64) -> Result<Search, Problem> {
    let wrong = |detail: String| Problem::new(400, "invalid-parameter", "Invalid parameter", detail);
    let operation = request.parameter("operation").map(|name| operation(request, name)).transpose()?;
    let path = request
        .parameter("path")
        .map(|text| PathGlob::beginning(text).ok_or_else(|| wrong("`path` is too long".to_owned())));
    let method = request.parameter("method").map(|text| {
        Method::from_bytes(text.to_ascii_uppercase().as_bytes()).map_err(|_| wrong(format!("`{text}` is no method")))
    });
    let status = request.parameter("status").map(|text| {
        StatusFilter::parse(text).ok_or_else(|| wrong(format!("`{text}` is no status; write `404` or `4xx`")))
    });
    Ok(Search {
        operation,
        path: path.transpose()?,
        method: method.transpose()?,
        status: status.transpose()?,
        session: request.session.clone(),
        since: request.number("since")?.unwrap_or_default(),
        limit: usize::try_from(request.number("limit")?.unwrap_or(limit)).unwrap_or(usize::MAX),
    })
}

/// The name of an operation, which may be told by method and path.
pub(super) fn operation(request: &Request<'_>, name: &str) -> Result<String, Problem> {
    let contract = &request.stage.world.contract;
    let known = contract.named(name).map(|operation| operation.name.clone());
    known.ok_or_else(|| {
        let names = contract.operations().iter().map(|operation| operation.name.as_str());
        Problem::unknown("operation", name).meant(name, names)
    })
}
