//! The sessions: what each has left behind, making and dropping them, and beginning anew.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::problem::{Problem, empty, json_reply};
use super::request::{Request, checked};
use super::{mask_body, scenarios, settings, time};
use crate::base::Seed;
use crate::respond::Reply;
use crate::scenario::Session;
use crate::serve::journal::Event;

/// What `PUT /sessions/{name}` takes; what is not said stays as it is.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Wanted {
    /// A number, a text, or `null` for the server's own.
    #[serde(deserialize_with = "there")]
    seed: Option<Value>,
    /// `real`, a time, or `null` for the server's own.
    #[serde(deserialize_with = "there")]
    now: Option<Value>,
    /// Names of those to switch on, or names with `true` and `false`.
    scenarios: Option<Value>,
    /// Settings to change; `null` brings back what is declared.
    settings: Map<String, Value>,
}

/// A member that is there, though it be `null`.
fn there<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// `GET /sessions`
#[expect(clippy::unnecessary_wraps, reason = "as every handler")]
pub(super) fn list(request: &Request<'_>) -> Result<Reply, Problem> {
    let sessions = request.host.ledger.sessions();
    let sessions: Vec<Value> = sessions.iter().map(|session| row(request, session)).collect();
    Ok(json_reply(200, &json!({ "sessions": sessions })))
}

/// `GET /sessions/{name}`
pub(super) fn show(request: &Request<'_>) -> Result<Reply, Problem> {
    Ok(json_reply(200, &row(request, &*found(request, request.part())?)))
}

/// `PUT /sessions/{name}`: everything is looked at before anything is changed.
pub(super) fn put(request: &Request<'_>) -> Result<Reply, Problem> {
    let name = checked(request.part())?;
    let wanted: Wanted = if request.call.body.is_empty() { Wanted::default() } else { request.body()? };
    let seed = wanted.seed.map(seed).transpose()?;
    let now = wanted.now.map(time::read).transpose()?;
    let mut switches = Vec::new();
    for (name, active) in wanted.scenarios.map(switched).transpose()?.unwrap_or_default() {
        switches.push((scenarios::found(request, &name)?.1, active));
    }
    for (name, value) in &wanted.settings {
        settings::fits(request, settings::found(request, name)?, value)?;
    }
    let session = request.open_named(name)?;
    if let Some(seed) = seed {
        session.set_seed(seed);
    }
    if let Some(now) = now {
        session.set_time(now);
    }
    for (info, active) in switches {
        scenarios::switched(request, &session, info, active);
    }
    for (name, value) in wanted.settings {
        settings::set(request, &session, &name, Some(value).filter(|value| !value.is_null()))?;
    }
    Ok(json_reply(200, &row(request, &session)))
}

/// `DELETE /sessions/{name}`
pub(super) fn remove(request: &Request<'_>) -> Result<Reply, Problem> {
    let session = found(request, request.part())?;
    request.host.ledger.forget(session.name(), request.now());
    request.host.journal.forget(session.name());
    request.host.events.tell(Event::SessionDropped(session.name().into()));
    Ok(empty(204, &[]))
}

/// `POST /reset`: the session is as if it had just begun, its calls and what they touched included.
pub(super) fn reset(request: &Request<'_>) -> Result<Reply, Problem> {
    let name = request.session.as_deref().unwrap_or_default();
    request.host.ledger.forget(name, request.now());
    request.host.journal.forget(name);
    request.host.events.tell(Event::Reset { session: name.into(), scenario: None });
    Ok(json_reply(200, &row(request, &*request.open()?)))
}

/// The session of that name; everyone's has none.
fn found(request: &Request<'_>, name: &str) -> Result<Arc<Session>, Problem> {
    if name.is_empty() { Err(Problem::unknown("session", name)) } else { request.seen_named(name) }
}

fn seed(value: Value) -> Result<Option<Seed>, Problem> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(Seed::from_text(&text))),
        Value::Number(number) if number.is_u64() => Ok(Some(Seed::from_text(&number.to_string()))),
        other => Err(Problem::invalid(format!("`seed` is a number or a text, not `{other}`"))),
    }
}

/// Which scenarios to switch, and how: `["errors"]`, or `{ "errors": true, "slow": false }`.
fn switched(value: Value) -> Result<Vec<(String, bool)>, Problem> {
    let wrong = || Problem::invalid("`scenarios` is a list of names, or an object of names with `true` or `false`");
    match value {
        Value::Array(names) => {
            let named = |name: Value| Some((name.as_str()?.to_owned(), true));
            names.into_iter().map(|name| named(name).ok_or_else(wrong)).collect()
        }
        Value::Object(members) => {
            members.into_iter().map(|(name, active)| Ok((name, active.as_bool().ok_or_else(wrong)?))).collect()
        }
        _ => Err(wrong()),
    }
}

fn row(request: &Request<'_>, session: &Session) -> Value {
    let (view, now) = (session.view(), request.now());
    let (made, used) = view.times;
    let states: Vec<Value> =
        view.states.iter().map(|((of, per), state)| json!({ "of": of, "per": per, "state": state })).collect();
    let shown = |(name, value): (String, Value)| (name.clone(), mask_body::shown(&name, value));
    let settings: Map<String, Value> = view.settings.into_iter().map(shown).collect();
    json!({
        "name": session.name(),
        "age": now.saturating_sub(made).as_secs(),
        "idle": now.saturating_sub(used).as_secs(),
        "calls": view.calls,
        "bytes": view.bytes,
        "seed": view.seed.map(|seed| seed.to_string()),
        "now": view.now.map(|now| now.to_string()),
        "scenarios": view.scenarios,
        "settings": settings,
        "counters": view.counters,
        "states": states,
    })
}
