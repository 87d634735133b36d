//! Conditions and calls → whether they hold, and why not.

mod calls;
mod faults;
mod values;

use std::fmt::Write as _;

use http::Method;
use serde_json::{Map, Value, json};

use super::Condition;
use crate::base::{Defects, Seed};
use crate::contract::{Call, Captures, Contract, Inputs, Operation, Routed};
use crate::scenario::format::When;
use crate::scenario::{Asked, Scope, Session};
use crate::schema::Locale;
use crate::spec::{Limits, Source, load};

/// A service with what conditions look at: parameters, bodies of every kind, credentials that a scheme asks for and some that none does.
fn contract() -> Contract {
    let parameter =
        |part: &str, name: &str, schema: Value| json!({ "in": part, "name": name, "required": true, "schema": schema });
    let ok = json!({ "200": { "description": "d" } });
    let thing = json!({ "type": "object", "required": ["name"], "properties": {
        "name": { "type": "string" }, "age": { "type": "integer" }, "tags": { "type": "array", "items": { "type": "string" } } } });
    let content =
        json!({ "application/json": { "schema": thing }, "application/x-www-form-urlencoded": { "schema": thing } });
    let text = json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" },
        "components": { "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" }, "key": { "type": "apiKey", "in": "query", "name": "key" } } },
        "paths": {
            "/things/{id}": {
                "get": { "operationId": "read", "responses": ok, "parameters": [
                    parameter("path", "id", json!({ "type": "integer" })), parameter("query", "count", json!({ "type": "integer" })) ] },
                "post": { "operationId": "write", "responses": ok, "requestBody": { "content": content }, "parameters": [
                    parameter("path", "id", json!({ "type": "integer" })) ] },
            },
            "/locked": { "get": { "operationId": "locked", "responses": ok, "security": [{ "bearer": [] }, { "key": [] }] } },
            "/tokens": { "get": { "operationId": "tokens", "responses": { "200": { "description": "d" }, "401": { "description": "d" } },
                "parameters": [parameter("header", "X-Auth-Token", json!({ "type": "string" })), parameter("header", "X-User-Id", json!({ "type": "string" }))] } },
        } });
    let source = Source::Text { name: "test.json".to_owned(), text: text.to_string() };
    let loaded = load(&[source], &Limits::default()).unwrap();
    Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default())
}

/// A call that is written as in HTTP: the method and the target, the headers, an empty line, the body.
fn call(text: &str) -> Call {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let (method, target) = lines.next().and_then(|line| line.split_once(' ')).unwrap();
    let mut call = Call::new(Method::from_bytes(method.as_bytes()).unwrap(), target);
    for line in lines {
        let (name, value) = line.split_once(':').unwrap();
        let name = http::HeaderName::from_bytes(name.as_bytes()).unwrap();
        call.headers.append(name, http::HeaderValue::from_bytes(value.trim().as_bytes()).unwrap());
    }
    call.body = body.to_owned().into();
    call
}

/// Where a call leads, and what is read of it.
fn read(contract: &Contract, call: &Call) -> Option<(Operation, Captures, Inputs)> {
    let Routed::Matched(found) = contract.route(&call.method, &call.path) else { return None };
    let (id, captures) = found.into_iter().next()?;
    let operation = contract.operation(id)?.clone();
    let inputs = operation.read(call, &captures, contract.schemas());
    Some((operation, captures, inputs))
}

/// Asks of a call, as it is read by the operation that it leads to.
fn asking<T>(contract: &Contract, call: &Call, ask: impl FnOnce(&Asked<'_>) -> T) -> T {
    match read(contract, call) {
        Some((operation, captures, inputs)) => ask(&Asked::of(call, &operation, &captures, &inputs)),
        None => ask(&Asked::nowhere(call)),
    }
}

/// Asks in the story of nobody.
fn scoped<T>(asked: &Asked<'_>, ask: impl FnOnce(&Scope<'_>) -> T) -> T {
    let (settings, session) = (Map::new(), Session::alone(&[]));
    let (seed, locale, clock) = (Seed::new(1), Locale::default(), jiff::Timestamp::UNIX_EPOCH);
    ask(&Scope {
        asked,
        settings: &settings,
        session: &session,
        hit: 0,
        rate: None,
        seed,
        locale,
        clock,
        beside: crate::scenario::Beside::default(),
    })
}

fn compile(when: &str) -> Condition {
    let written: When = serde_json::from_str(when).unwrap_or_else(|error| panic!("{when}: {error}"));
    Condition::compile(&written).unwrap_or_else(|faults| panic!("{when}: {faults:?}"))
}

/// A call, and conditions: `None` if one holds of it, else why it does not.
type Case<'c> = (&'c str, &'c [(&'c str, Option<&'c str>)]);

/// Each condition of each call: `None` if it holds, else why not. All that does not fit is told at once.
fn check(cases: &[Case<'_>]) {
    let (contract, mut wrong) = (contract(), String::new());
    for (request, conditions) in cases {
        let call = call(request);
        asking(&contract, &call, |asked| {
            for (when, expected) in *conditions {
                let condition = compile(when);
                let failing = scoped(asked, |scope| {
                    assert_eq!(condition.holds(scope), condition.failing(scope).is_none(), "{when}");
                    condition.failing(scope)
                });
                let may_hold = condition.may_hold(asked);
                assert!(may_hold == failing.is_none() || may_hold && condition.has_expressions(), "{when}");
                if failing.as_deref() != *expected {
                    let _ = writeln!(wrong, "{request:?}\n  {when}\n  expected: {expected:?}\n  found:    {failing:?}");
                }
            }
        });
    }
    assert!(wrong.is_empty(), "{wrong}");
}
