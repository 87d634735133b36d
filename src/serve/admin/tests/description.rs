//! `openapi.json` beside what is really answered: nothing is described that there is not, and nothing answers otherwise.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::base::Defects;
use crate::contract::{Captures, Contract, Part, Routed};
use crate::respond::{AnswerOptions, World, audit_closely};
use crate::schema::Side;
use crate::serve::admin::routes::{Handler, ROUTES};
use crate::serve::admin::{AdminOptions, DESCRIPTION};
use crate::spec::{self, Limits};

/// The description as any client would read it.
fn contract() -> std::sync::Arc<Contract> {
    let source = Source::Text { name: "openapi.json".to_owned(), text: DESCRIPTION.to_owned() };
    let loaded = spec::load(&[source], &Limits::default()).unwrap();
    let mut defects: Defects = loaded.defects;
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut defects);
    let world = World::new(contract, AnswerOptions::default());
    audit_closely(&world, &loaded.files, &mut defects);
    assert!(defects.is_empty(), "{:#?}", defects.into_sorted());
    world.contract
}

#[test]
fn what_is_answered_is_what_is_described() {
    let contract = contract();
    let described: BTreeSet<String> = contract
        .operations()
        .iter()
        .map(|operation| {
            let query = operation.parameters.iter().filter(|parameter| parameter.part == Part::Query);
            let query: BTreeSet<&str> = query.map(|parameter| parameter.name.as_str()).collect();
            format!("{} {} {query:?}", operation.method, operation.template)
        })
        .collect();
    let answered: BTreeSet<String> = ROUTES
        .iter()
        .map(|route| format!("{} {} {:?}", route.method, route.path, route.query.iter().collect::<BTreeSet<_>>()))
        .collect();
    assert_eq!(described, answered);
}

/// The request and the answer, each held to the description; what does not fit.
fn faults(contract: &Contract, call: &Call, reply: &Reply) -> Vec<String> {
    let Routed::Matched(found) = contract.route(&call.method, &call.path) else { return vec!["no route".to_owned()] };
    let (id, captures): &(_, Captures) = &found[0];
    let operation = contract.operation(*id).unwrap();
    let mut faults = Vec::new();
    if reply.status.is_success() {
        let inputs = operation.read(call, captures, contract.schemas());
        faults.extend(inputs.violations.into_iter().map(|violation| format!("request: {}", violation.message)));
    }
    let status = reply.status.as_u16();
    let promise =
        operation.promises.iter().filter(|promise| promise.status.covers(status)).min_by_key(|one| one.status);
    let Some(promise) = promise else { return vec![format!("status {status}")] };
    let media = reply.headers.get("content-type").map(|media| media.to_str().unwrap()).unwrap_or_default();
    let media = crate::base::MediaType::parse(media);
    let content = promise.content.iter().find(|content| content.media_type.covers(&media).is_some());
    let Some(content) = content else {
        let is_empty = promise.content.is_empty() && reply.body.is_empty();
        faults.extend((!is_empty).then(|| format!("{status} as {}", media.as_str())));
        return faults;
    };
    let text = text(reply);
    let value = if media.is_json() { serde_json::from_str(&text).unwrap() } else { Value::String(text) };
    let mismatches = contract.schemas().mismatches(content.schema.unwrap(), Side::Response, &value);
    faults.extend(mismatches.iter().map(|one| format!("{}: {} {:?}", one.at, one.message, one.names)));
    faults
}

#[test]
fn every_answer_fits_its_description() {
    let (contract, host) = (contract(), host());
    make(&host, "GET /rooms?count=12&count=13", &[("x-client", "me"), ("cookie", "a=b; c")], "");
    make(&host, "POST /rooms", &[("content-type", "application/json")], r#"{"id":"x"}"#);
    make(&host, "POST /login", &[("content-type", "application/x-www-form-urlencoded")], "user=me&password=secret");
    make(&host, "POST /rooms", &[], "\u{0}\u{1}");
    make(&host, "GET /rooms/7", &[("x-standin-session", "one")], "");
    make(&host, "GET /nowhere", &[], "");
    let requests = [
        ("GET /", ""),
        ("GET /openapi.json", ""),
        ("GET /health", ""),
        ("GET /operations", ""),
        ("GET /operations?session=one", ""),
        ("GET /collections", ""),
        ("GET /scenarios", ""),
        ("GET /scenarios/errors", ""),
        ("GET /scenarios/error", ""),
        ("PUT /scenarios/errors", r#"{"active":true}"#),
        ("PUT /scenarios/errors", r#"{"active":1}"#),
        ("PUT /scenarios/errors", "{"),
        ("POST /scenarios/errors/reset", ""),
        ("GET /settings", ""),
        ("GET /settings/strict", ""),
        ("PUT /settings/strict", r#"{"value":false}"#),
        ("DELETE /settings/strict", ""),
        ("GET /sessions", ""),
        ("GET /sessions/two", ""),
        ("PUT /sessions/two", r#"{"seed":7,"scenarios":["errors"],"settings":{"most":3}}"#),
        ("PUT /sessions/two", r#"{"seed":null,"scenarios":{"errors":false},"settings":{"most":null}}"#),
        ("PUT /sessions/three", r#"{"now":"real"}"#),
        ("GET /now", ""),
        ("PUT /now", r#"{"now":"2024-05-01T00:00:00Z"}"#),
        ("PUT /now", r#"{"now":"yesterday"}"#),
        ("PUT /now?session=two", r#"{"now":null}"#),
        ("PUT /sessions/three", ""),
        ("GET /sessions/two", ""),
        ("DELETE /sessions/two", ""),
        ("DELETE /sessions/two", ""),
        ("GET /calls", ""),
        ("GET /calls?session=*&operation=listRooms&path=/r&method=get&status=2xx&since=0&limit=5", ""),
        ("GET /calls?limit=many", ""),
        ("GET /calls/1", ""),
        ("GET /calls/2", ""),
        ("GET /calls/3", ""),
        ("GET /calls/4", ""),
        ("GET /calls/99", ""),
        ("GET /calls/1/curl", ""),
        ("GET /calls.curl", ""),
        ("GET /calls.har?session=*", ""),
        ("POST /verify", r#"{"operation":"listRooms"}"#),
        ("POST /verify", r#"{"operation":"showRoom","session":"one","count":{"min":1,"max":2},"status":"2xx"}"#),
        ("POST /verify", r#"{"method":"GET","path":"/rooms/*","when":{"query":{"count":{"gt":100}}},"count":2}"#),
        ("POST /verify", r#"{"wehn":{}}"#),
        ("GET /coverage", ""),
        ("GET /coverage?format=text&session=one", ""),
        ("GET /coverage?format=junit&session=*", ""),
        ("DELETE /coverage", ""),
        ("DELETE /calls?session=*", ""),
        ("GET /calls/1", ""),
        ("POST /reset", ""),
        ("GET /coverage", ""),
    ];
    let mut seen = BTreeSet::new();
    for (line, body) in requests {
        let headers: &[_] = if body.is_empty() { &[] } else { &[("content-type", "application/json")] };
        let reply = ask_with(&host, line, headers, body);
        let faults = faults(&contract, &call(line, headers, body), &reply);
        assert!(faults.is_empty(), "{line} {body}: {faults:#?}\n{}", text(&reply));
        if reply.status.is_success()
            && let Routed::Matched(found) = {
                let call = call(line, headers, body);
                contract.route(&call.method, &call.path)
            }
        {
            seen.insert(contract.operation(found[0].0).unwrap().name.clone());
        }
    }
    let streams = ROUTES.iter().filter(|route| matches!(route.handler, Handler::Streams)).count();
    let unseen: Vec<&str> =
        contract.operations().iter().map(|one| one.name.as_str()).filter(|one| !seen.contains(*one)).collect();
    assert_eq!((unseen, streams), (vec!["listen"], 1));
}

#[test]
fn it_is_described_where_it_is() {
    let admin = AdminOptions { prefix: "/-/mock".to_owned(), ..AdminOptions::default() };
    let host = host_with(HostOptions { admin, ..HostOptions::default() });
    for (path, pointer, expected) in [
        ("/-/mock/openapi.json", "/servers/0/url", "/-/mock"),
        ("/-/mock/", "/links/1/href", "/-/mock/health"),
        ("/-/mock", "/name", "standin"),
        ("/-/mock/calls/7", "/type", "urn:standin:problem:not-found"),
    ] {
        let AdminAnswer::Reply(reply) = answer(&host, &Call::new(Method::GET, path)) else { panic!("{path}") };
        assert_eq!(at(&serde_json::from_str(&text(&reply)).unwrap(), pointer), expected);
    }
    for (path, is_covered) in [("/-/mock", true), ("/-/mock/x", true), ("/-/mocks", false), ("/", false)] {
        assert_eq!(host.admin.covers(path), is_covered, "{path}");
    }
}
