//! The scenarios: which there are, which are on in a session, what they declare, and how often their rules struck.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::mask_body;
use super::problem::{Problem, json_reply};
use super::request::Request;
use crate::respond::Reply;
use crate::scenario::format::Active;
use crate::scenario::{ScenarioInfo, Session};
use crate::serve::journal::{Event, Tally};

/// What `PUT /scenarios/{name}` takes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Switch {
    active: bool,
}

/// `GET /scenarios`
pub(super) fn list(request: &Request<'_>) -> Result<Reply, Problem> {
    let session = request.seen()?;
    let tally = request.host.journal.tally(request.session.as_deref());
    let scenarios = request.stage.world.rules.scenarios().iter().enumerate();
    let scenarios: Vec<Value> = scenarios.map(|(index, info)| row(request, index, info, &session, &tally)).collect();
    Ok(json_reply(200, &json!({ "session": session.name(), "scenarios": scenarios })))
}

/// `GET /scenarios/{name}`
pub(super) fn show(request: &Request<'_>) -> Result<Reply, Problem> {
    let (index, info) = found(request, request.part())?;
    let session = request.seen()?;
    let tally = request.host.journal.tally(request.session.as_deref());
    Ok(json_reply(200, &row(request, index, info, &session, &tally)))
}

/// `PUT /scenarios/{name}`
pub(super) fn switch(request: &Request<'_>) -> Result<Reply, Problem> {
    let (_, info) = found(request, request.part())?;
    let Switch { active } = request.body()?;
    let session = request.open()?;
    switched(request, &session, info, active);
    show(request)
}

/// `POST /scenarios/{name}/reset`
pub(super) fn reset(request: &Request<'_>) -> Result<Reply, Problem> {
    let (_, info) = found(request, request.part())?;
    let session = request.open()?;
    session.reset(Some(&info.name), request.now());
    let event = Event::Reset { session: session.name().into(), scenario: Some(info.name.clone()) };
    request.host.events.tell(event);
    show(request)
}

/// Switches a scenario and tells of it.
pub(super) fn switched(request: &Request<'_>, session: &Session, info: &ScenarioInfo, active: bool) {
    session.activate(&info.name, active, request.now());
    let (scenario, session) = (info.name.clone(), session.name().into());
    request.host.events.tell(Event::Switched { session, scenario, active });
}

/// The scenario of that name.
pub(super) fn found<'r>(request: &'r Request<'_>, name: &str) -> Result<(usize, &'r ScenarioInfo), Problem> {
    let scenarios = request.stage.world.rules.scenarios();
    scenarios
        .iter()
        .enumerate()
        .find(|(_, info)| *info.name == *name)
        .ok_or_else(|| Problem::unknown("scenario", name).meant(name, scenarios.iter().map(|info| &*info.name)))
}

fn row(request: &Request<'_>, index: usize, info: &ScenarioInfo, session: &Session, tally: &Tally) -> Value {
    let rules = request.stage.world.rules.rules().iter().filter(|rule| rule.scenario == index).map(|rule| {
        let key = rule.key.to_string();
        let strikes = tally.rules.get(key.as_str()).copied().unwrap_or_default();
        json!({ "key": key, "label": rule.label, "limit": rule.rate.is_some(), "strikes": strikes })
    });
    let rules: Vec<Value> = rules.collect();
    let always = info.active == Active::Always;
    let settings: Map<String, Value> = info
        .settings
        .iter()
        .map(|(name, declared)| (name, session.setting(name).unwrap_or_else(|| declared.clone())))
        .map(|(name, value)| (name.clone(), mask_body::shown(name, value)))
        .collect();
    json!({
        "name": &*info.name,
        "about": info.about,
        "file": info.file,
        "starts": if always { "always" } else { "on-request" },
        "active": session.is_active(&info.name, always).is_some(),
        "settings": settings,
        "rules": rules,
    })
}
