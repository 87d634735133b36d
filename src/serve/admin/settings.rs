//! The settings that scenarios declare, as a session has them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::mask_body::shown;
use super::problem::{Problem, json_reply};
use super::request::{Request, full};
use crate::respond::Reply;
use crate::scenario::Session;
use crate::serve::journal::Event;

/// What `PUT /settings/{name}` takes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    value: Value,
}

/// `GET /settings`
pub(super) fn list(request: &Request<'_>) -> Result<Reply, Problem> {
    let session = request.seen()?;
    let settings: Vec<Value> = names(request).into_iter().map(|name| row(request, name, &session)).collect();
    Ok(json_reply(200, &json!({ "session": session.name(), "settings": settings })))
}

/// `GET /settings/{name}`
pub(super) fn show(request: &Request<'_>) -> Result<Reply, Problem> {
    let name = found(request, request.part())?;
    Ok(json_reply(200, &row(request, name, &*request.seen()?)))
}

/// `PUT /settings/{name}`
pub(super) fn change(request: &Request<'_>) -> Result<Reply, Problem> {
    let name = found(request, request.part())?;
    let Wanted { value } = request.body()?;
    fits(request, name, &value)?;
    let session = request.open()?;
    set(request, &session, name, Some(value))?;
    show(request)
}

/// `DELETE /settings/{name}`
pub(super) fn restore(request: &Request<'_>) -> Result<Reply, Problem> {
    let name = found(request, request.part())?;
    let session = request.open()?;
    set(request, &session, name, None)?;
    show(request)
}

/// Changes a setting and tells of it.
pub(super) fn set(request: &Request<'_>, session: &Session, name: &str, value: Option<Value>) -> Result<(), Problem> {
    session.set(name, value).map_err(|_| full())?;
    request.host.events.tell(Event::Set { session: session.name().into(), setting: name.into() });
    Ok(())
}

/// The setting of that name, if a scenario declares it.
pub(super) fn found<'r>(request: &'r Request<'_>, name: &str) -> Result<&'r str, Problem> {
    let names = names(request);
    let found = names.iter().find(|known| **known == name).copied();
    found.ok_or_else(|| Problem::unknown("setting", name).meant(name, names))
}

/// Whether a value is of the kind that a scenario declares: `"true"` where `true` is meant would be truthy for ever.
pub(super) fn fits(request: &Request<'_>, name: &str, value: &Value) -> Result<(), Problem> {
    for (scenario, declared) in declarations(request, name) {
        let is_open = declared.is_null() || value.is_null();
        if !is_open && kind(declared) != kind(value) {
            let (wanted, given, declared) = (kind(declared), kind(value), shown(name, declared.clone()));
            return Err(Problem::invalid(format!(
                "`{name}` is {wanted} in the scenario `{scenario}`, not {given}: `{declared}`"
            )));
        }
    }
    Ok(())
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The names of all settings, once each, in the order of the files.
fn names<'r>(request: &'r Request<'_>) -> Vec<&'r str> {
    let mut names: Vec<&str> = Vec::new();
    for name in request.stage.world.rules.scenarios().iter().flat_map(|info| info.settings.keys()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// The scenarios that declare a setting, and what each says.
fn declarations<'r>(request: &'r Request<'_>, name: &str) -> impl Iterator<Item = (&'r str, &'r Value)> {
    let scenarios = request.stage.world.rules.scenarios().iter();
    scenarios.filter_map(move |info| info.settings.get(name).map(|value| (&*info.name, value)))
}

fn row(request: &Request<'_>, name: &str, session: &Session) -> Value {
    let declared: Vec<Value> = request
        .stage
        .world
        .rules
        .scenarios()
        .iter()
        .filter_map(|info| {
            Some(json!({ "scenario": &*info.name, "value": shown(name, info.settings.get(name)?.clone()) }))
        })
        .collect();
    let own = session.setting(name);
    let value = own.clone().or_else(|| declarations(request, name).next().map(|(_, value)| value.clone()));
    let value = value.map(|value| shown(name, value));
    json!({ "name": name, "value": value, "changed": own.is_some(), "declared": declared })
}
