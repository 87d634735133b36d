//! The admin interface beside a small API with a scenario.

mod access;
mod answers;
mod description;
mod events;
mod exports;
mod mask;
mod sessions;
mod verify;

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue, Method};
use serde_json::Value;

use super::{AdminAnswer, Feed, answer};
use crate::base::Severity;
use crate::contract::Call;
use crate::respond::Reply;
use crate::serve::host::{Host, HostOptions, session_name};
use crate::serve::journal::{Draft, Event};
use crate::serve::wire::Respondent;
use crate::serve::{Made, Setup};
use crate::spec::Source;

/// An API with a list, a thing, a form and secrets.
const DOCUMENT: &str = include_str!("rooms.yaml");
/// A scenario of it.
const SCENARIO: &str = include_str!("errors.yaml");

/// A server with that API and that scenario, which listens on `http://localhost:4010`.
fn host() -> Host {
    host_with(HostOptions::default())
}

fn host_with(options: HostOptions) -> Host {
    host_of(SCENARIO, options)
}

fn host_of(scenario: &str, options: HostOptions) -> Host {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("errors.yaml");
    std::fs::write(&path, scenario).unwrap();
    let sources = vec![Source::Text { name: "rooms.yaml".to_owned(), text: DOCUMENT.to_owned() }];
    let mut setup = Setup::new(sources);
    setup.scenarios = vec![path];
    let Made { world, defects, .. } = setup.make().unwrap();
    let defects = defects.into_sorted();
    assert!(defects.iter().all(|defect| defect.severity == Severity::Note), "{defects:#?}");
    let host = Host::new(world, None, options);
    host.url.set("http://localhost:4010".to_owned()).unwrap();
    host
}

/// `GET /path?query`, headers, and a body.
fn call(line: &str, headers: &[(&str, &str)], body: &str) -> Call {
    let (method, target) = line.split_once(' ').unwrap();
    let mut call = Call::new(Method::from_bytes(method.as_bytes()).unwrap(), target);
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        call.headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    call.body = body.to_owned().into();
    call
}

/// Makes a call of the API, as `wire` does.
fn make(host: &Host, line: &str, headers: &[(&str, &str)], body: &str) -> u16 {
    let call = call(line, headers, body);
    let plan = host.answer(&call);
    let answered = bytes::Bytes::from(plan.reply.body.bytes().into_owned());
    let entry = host.journal.record(Draft {
        at: "2026-11-21T12:00:00.5Z".parse().unwrap(),
        session: session_name(&call).unwrap().into(),
        sent: call.body.len(),
        call: Arc::new(call),
        status: plan.reply.status,
        headers: plan.reply.headers,
        length: answered.len(),
        body: answered,
        took: Duration::from_micros(1_500),
        fault: plan.fault,
        trace: plan.trace,
    });
    host.events.tell(Event::Call(entry));
    plan.reply.status.as_u16()
}

/// Asks the admin interface.
fn ask_with(host: &Host, line: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    match answer(host, &call(&line.replacen(" /", " /_standin/", 1), headers, body)) {
        AdminAnswer::Reply(reply) => reply,
        AdminAnswer::Events(_) => panic!("{line} streams"),
    }
}

fn ask(host: &Host, line: &str, body: &str) -> (u16, Value) {
    let reply = ask_with(host, line, &[], body);
    let text = text(&reply);
    (reply.status.as_u16(), serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

fn listen(host: &Host, target: &str, headers: &[(&str, &str)]) -> Feed {
    match answer(host, &call(&format!("GET /_standin{target}"), headers, "")) {
        AdminAnswer::Events(feed) => *feed,
        AdminAnswer::Reply(reply) => panic!("{}", text(&reply)),
    }
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.bytes().into_owned()).unwrap()
}

/// What stands at a pointer, as text without quotes.
fn at(value: &Value, pointer: &str) -> String {
    match value.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => format!("nothing at {pointer} in {value}"),
    }
}
