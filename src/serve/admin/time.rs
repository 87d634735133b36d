//! What time it is for the generated data of a session.

use serde::Deserialize;
use serde_json::{Value, json};

use super::problem::{Problem, json_reply};
use super::request::Request;
use crate::respond::Reply;
use crate::scenario::Now;

/// What `PUT /now` takes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    now: Value,
}

/// `GET /now`
pub(super) fn show(request: &Request<'_>) -> Result<Reply, Problem> {
    let session = request.seen()?;
    let (now, today) = (session.time().map(|now| now.to_string()), request.host.today(&session).to_string());
    Ok(json_reply(200, &json!({ "session": session.name(), "now": now, "today": today })))
}

/// `PUT /now`
pub(super) fn change(request: &Request<'_>) -> Result<Reply, Problem> {
    let Wanted { now } = request.body()?;
    let now = read(now)?;
    request.open()?.set_time(now);
    show(request)
}

/// `real`, a time, or `null` for the server's own.
pub(super) fn read(value: Value) -> Result<Option<Now>, Problem> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => text.parse().map(Some).map_err(|error| Problem::invalid(format!("`now`: {error}"))),
        other => Err(Problem::invalid(format!("`now` is `real`, a time or `null`, not `{other}`"))),
    }
}
