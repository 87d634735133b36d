//! Conditions and calls → whether they hold, and why not.

use std::fmt::Write as _;

use http::Method;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::Condition;
use crate::base::{Defects, Seed};
use crate::contract::{Call, Captures, Contract, Inputs, Operation, Routed};
use crate::scenario::format::When;
use crate::scenario::{Asked, Scope, Selector, Session};
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
    ask(&Scope { asked, settings: &settings, session: &session, hit: 0, rate: None, seed, locale, clock })
}

fn compile(when: &str) -> Condition {
    let written: When = serde_json::from_str(when).unwrap_or_else(|error| panic!("{when}: {error}"));
    Condition::compile(&written).unwrap_or_else(|faults| panic!("{when}: {faults:?}"))
}

/// Each condition of each call: `None` if it holds, else why not. All that does not fit is told at once.
fn check(cases: &[(&str, &[(&str, Option<&str>)])]) {
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
                assert_eq!(condition.may_hold(asked), failing.is_none(), "{when}");
                if failing.as_deref() != *expected {
                    let _ = writeln!(wrong, "{request:?}\n  {when}\n  expected: {expected:?}\n  found:    {failing:?}");
                }
            }
        });
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn texts_of_urls_are_compared_by_what_they_mean() {
    check(&[(
        "GET /things/7?count=50&text=caf%C3%A9+au&yes=true&since=2024-03-01T10:00:00Z&empty=&tag=a&tag=b&filter=%7B%22a%22:%7B%22b%22:1,%22c%22:2%7D%7D",
        &[
            (r#"{"query": {"count": 50}}"#, None),
            (r#"{"query": {"count": 50.0}}"#, None),
            (r#"{"query": {"count": "50"}}"#, None),
            (r#"{"query": {"count": "50.0"}}"#, Some("query.count is `50`, wanted `50.0`")),
            (r#"{"query": {"count": {"gt": 100}}}"#, Some("query.count is `50`, wanted greater than 100")),
            (r#"{"query": {"count": {"gt": 9}}}"#, None),
            (r#"{"query": {"count": {"gt": "9"}}}"#, None),
            (r#"{"query": {"count": {"gte": 50, "lte": 50}}}"#, None),
            (r#"{"query": {"count": {"gte": 50, "lt": 50}}}"#, Some("query.count is `50`, wanted less than 50")),
            (r#"{"query": {"count": [10, 50]}}"#, None),
            (r#"{"query": {"count": [10, 20, "x"]}}"#, Some("query.count is `50`, wanted one of 10, 20, `x`")),
            (
                r#"{"query": {"count": [1, 2, 3, 4, 5, 6, 7]}}"#,
                Some("query.count is `50`, wanted one of 1, 2, 3, 4, 5, …"),
            ),
            (r#"{"query": {"text": "café au"}}"#, None),
            (r#"{"query": {"text": {"length": 7}}}"#, None),
            (
                r#"{"query": {"text": {"length": {"min": 8}}}}"#,
                Some("query.text has a length of 7, wanted a length of at least 8"),
            ),
            (
                r#"{"query": {"text": {"length": {"min": 1, "max": 2}}}}"#,
                Some("query.text has a length of 7, wanted a length from 1 to 2"),
            ),
            (r#"{"query": {"text": {"contains": "fé"}}}"#, None),
            (
                r#"{"query": {"text": {"contains": "tea"}}}"#,
                Some("query.text is `café au`, wanted something that contains `tea`"),
            ),
            (r#"{"query": {"text": {"matches": "^caf.\\s"}}}"#, None),
            (r#"{"query": {"text": {"matches": "^au"}}}"#, Some("query.text is `café au`, wanted a match of `^au`")),
            (r#"{"query": {"text": {"gt": 5}}}"#, Some("query.text is `café au`, wanted greater than 5")),
            (r#"{"query": {"text": {"gt": "banana"}}}"#, None),
            (r#"{"query": {"yes": true}}"#, None),
            (r#"{"query": {"yes": false}}"#, Some("query.yes is `true`, wanted false")),
            (r#"{"query": {"since": {"gt": "2024-03-01"}}}"#, None),
            (
                r#"{"query": {"since": {"lt": "2024-03-01T11:00:00+02:00"}}}"#,
                Some("query.since is `2024-03-01T10:00:00Z`, wanted less than `2024-03-01T11:00:00+02:00`"),
            ),
            (r#"{"query": {"empty": ""}}"#, None),
            (r#"{"query": {"empty": "present"}}"#, None),
            (r#"{"query": {"empty": null}}"#, Some("query.empty is ``, wanted null")),
            (r#"{"query": {"Count": 50}}"#, Some("query.Count is missing, wanted 50")),
            (r#"{"query": {"filter": {"json": {"a": {"b": 1}}}}}"#, None),
            (
                r#"{"query": {"filter": {"json": {"a": {"b": 2}}}}}"#,
                Some("query.filter is `{\"a\":{\"b\":1,\"c\":2}}`, wanted at least `{\"a\":{\"b\":2}}`"),
            ),
            (r#"{"path": {"id": 7}}"#, None),
            (r#"{"path": {"id": {"gt": 7}}}"#, Some("path.id is `7`, wanted greater than 7")),
            (r#"{"path": {"name": "present"}}"#, Some("path.name is missing, wanted present")),
            (r#"{"method": "get"}"#, None),
            (r#"{"method": ["POST", "put"]}"#, Some("method is `GET`, wanted one of `POST`, `PUT`")),
        ],
    )]);
}

#[test]
fn of_several_values_one_is_enough_and_absent_wants_none() {
    check(&[(
        "GET /x?tag=a&tag=b&n=0&n=9\nx-list: a, b\nX-List: c\naccept: text/html\ncookie: theme=dark; sid=secret; theme=light",
        &[
            (r#"{"query": {"tag": "b"}}"#, None),
            (r#"{"query": {"tag": "c"}}"#, Some("query.tag is `a` and `b`, wanted `c`")),
            (r#"{"query": {"tag": "absent"}}"#, Some("query.tag is there, wanted absent")),
            (r#"{"query": {"tag": {"equals": "absent"}}}"#, Some("query.tag is `a` and `b`, wanted `absent`")),
            (r#"{"query": {"tag": {"not": "b"}}}"#, Some("query.tag is `a` and `b`, wanted not `b`")),
            (r#"{"query": {"tag": {"not": "c"}}}"#, None),
            // One value has to meet all terms; of `all` each may be met by another one.
            (
                r#"{"query": {"n": {"gt": 0, "lt": 9}}}"#,
                Some("query.n is `0` and `9`, wanted greater than 0 and less than 9"),
            ),
            (r#"{"query": {"n": {"all": [{"gt": 0}, {"lt": 9}]}}}"#, None),
            (r#"{"query": {"n": {"any": [5, 6]}}}"#, Some("query.n is `0` and `9`, wanted 5 or 6")),
            (r#"{"query": {"none": {"not": "b"}}}"#, None),
            (r#"{"query": {"none": {"not": "absent"}}}"#, Some("query.none is missing, wanted present")),
            (r#"{"query": {"none": {"present": true}}}"#, Some("query.none is missing, wanted present")),
            (r#"{"query": {"none": {"present": false}}}"#, None),
            (r#"{"query": {"none": "absent"}}"#, None),
            (r#"{"query": {"none": ["absent", "x"]}}"#, None),
            (r#"{"query": {"tag": ["absent", "x"]}}"#, Some("query.tag is `a` and `b`, wanted absent or `x`")),
            (r#"{"query": {"none": {"gt": 1}}}"#, Some("query.none is missing, wanted greater than 1")),
            (r#"{"header": {"X-LIST": "a, b"}}"#, None),
            (r#"{"header": {"x-list": "c"}}"#, None),
            (r#"{"header": {"x-list": "a, b, c"}}"#, None),
            (r#"{"header": {"x-list": "a"}}"#, Some("header.x-list is `a, b` and `c`, wanted `a`")),
            (r#"{"header": {"x-none": "absent", "accept": {"contains": "html"}}}"#, None),
            (r#"{"header": {"x-auth-token": "present"}}"#, Some("header.x-auth-token is missing, wanted present")),
            (r#"{"cookie": {"theme": "light"}}"#, None),
            (r#"{"cookie": {"theme": "blue"}}"#, Some("cookie.theme is `dark` and `light`, wanted `blue`")),
            (r#"{"cookie": {"sid": "other"}}"#, Some("cookie.sid is `***`, wanted `***`")),
            (r#"{"header": {"cookie": {"matches": "^x"}}}"#, Some("header.cookie is `***`, wanted a match of `^x`")),
            (r#"{"header": {"cookie": "absent"}}"#, Some("header.cookie is there, wanted absent")),
        ],
    )]);
}

#[test]
fn bodies_keep_their_types_and_forms_are_text() {
    check(&[
        (
            "POST /things/7\ncontent-type: Application/JSON; charset=utf-8\n\n{\"name\":\"Ada\",\"age\":36,\"ok\":true,\"none\":null,\"n\":1.0,\"a/b\":{\"~\":1},\"password\":\"p\",\"zip\":\"50\",\"tags\":[\"a\",\"b\",{\"id\":1,\"x\":2},[1,2]]}",
            &[
                (r#"{"body": {"/name": "Ada", "name": "Ada", "$.name": "Ada"}}"#, None),
                (r#"{"body": {"/user/name": "Ada"}}"#, Some("body /user/name is missing, wanted `Ada`")),
                (r#"{"body": {"age": 36.0, "n": 1}}"#, None),
                (r#"{"body": {"age": "36"}}"#, Some("body.age is the number `36`, wanted the text `36`")),
                (r#"{"body": {"zip": 50}}"#, Some("body.zip is the text `50`, wanted the number 50")),
                (r#"{"body": {"zip": {"gt": 5}}}"#, Some("body.zip is `50`, wanted greater than 5")),
                (r#"{"body": {"age": {"matches": "^3"}}}"#, None),
                (r#"{"body": {"ok": true, "none": null}}"#, None),
                (r#"{"body": {"ok": "true"}}"#, Some("body.ok is the boolean `true`, wanted the text `true`")),
                (r#"{"body": {"none": {"equals": null}}}"#, None),
                (r#"{"body": {"none": "present", "nothing": "absent"}}"#, None),
                (r#"{"body": {"nothing": null}}"#, Some("body.nothing is missing, wanted null")),
                (r#"{"body": {"/a~1b/~0": 1}}"#, None),
                (r#"{"body": {"tags": {"contains": "b", "length": 4}}}"#, None),
                (
                    r#"{"body": {"tags": {"contains": "c"}}}"#,
                    Some("body.tags is `[\"a\",\"b\",{\"id\":1,\"x\":2},[1,2]]`, wanted something that contains `c`"),
                ),
                (r#"{"body": {"$": {"contains": "zip"}}}"#, None),
                (
                    r#"{"body": {"tags": "a"}}"#,
                    Some("body.tags is `[\"a\",\"b\",{\"id\":1,\"x\":2},[1,2]]`, wanted `a`"),
                ),
                (r#"{"body": {"/tags/2": {"json": {"id": 1.0}}}}"#, None),
                (r#"{"body": {"tags": {"json": ["a", {"x": 2}, [2]]}}}"#, None),
                (
                    r#"{"body": {"tags": {"json": ["b", "a"]}}}"#,
                    Some("body.tags is `[\"a\",\"b\",{\"id\":1,\"x\":2},[1,2]]`, wanted at least `[\"b\",\"a\"]`"),
                ),
                (r#"{"body": {"": {"json": {"tags": []}}}}"#, None),
                (
                    r#"{"body": {"": {"json": {"zip": 50}}}}"#,
                    Some(
                        "body is `{\"name\":\"Ada\",\"age\":36,\"ok\":true,\"none\":null,\"n\":1.0,\"a/b…`, wanted at least `{\"zip\":50}`",
                    ),
                ),
                (r#"{"body": {"password": "q"}}"#, Some("body.password is `***`, wanted `***`")),
                (r#"{"body": {"$.tags[*].id": 1}}"#, None),
                (
                    r#"{"body": {"$.tags[*]": "z"}}"#,
                    Some("body $.tags[*] is `a`, `b`, `{\"id\":1,\"x\":2}` and 1 more, wanted `z`"),
                ),
                (r#"{"body": {"$.tags[?@.id == 2]": "absent"}}"#, None),
                (r#"{"content-type": "application/json"}"#, None),
                (
                    r#"{"content-type": "APPLICATION/xml"}"#,
                    Some("content-type is `application/json`, wanted `application/xml`"),
                ),
            ],
        ),
        (
            "POST /things/7\ncontent-type: application/x-www-form-urlencoded\n\nname=Ada&age=36&tags=a&tags=b&free=5",
            &[
                (r#"{"body": {"name": "Ada", "age": 36, "/age": "36"}}"#, None),
                (r#"{"body": {"age": {"gt": 40}}}"#, Some("body.age is `36`, wanted greater than 40")),
                (r#"{"body": {"tags": "b"}}"#, None),
                (r#"{"body": {"tags": {"length": 2}}}"#, None),
                (r#"{"body": {"free": 5}}"#, None),
                (r#"{"body": {"$": {"json": {"age": 36}}}}"#, None),
            ],
        ),
        (
            "POST /nowhere\ncontent-type: application/x-www-form-urlencoded\n\nage=36&tag=a&tag=b",
            &[
                (r#"{"body": {"age": 36, "tag": "b"}}"#, None),
                (r#"{"body": {"$": {"json": {"age": 36, "tag": ["b"]}}}}"#, None),
                (r#"{"body": {"age": true}}"#, Some("body.age is `36`, wanted true")),
            ],
        ),
        (
            "POST /nowhere\ncontent-type: multipart/form-data; boundary=B\n\n--B\r\nContent-Disposition: form-data; name=\"age\"\r\n\r\n36\r\n--B--\r\n",
            &[
                (r#"{"body": {"age": 36}}"#, None),
                (r#"{"body": {"name": "present"}}"#, Some("body.name is missing, wanted present")),
            ],
        ),
        (
            "POST /nowhere\ncontent-type: text/plain\n\n050",
            &[
                (r#"{"body": {"$": "050"}}"#, None),
                (r#"{"body": {"": 50}}"#, None),
                (r#"{"body": {"x": "absent"}}"#, None),
            ],
        ),
        (
            "POST /nowhere\n\n{\"age\":36}",
            &[(r#"{"body": {"age": 36}}"#, None), (r#"{"content-type": "absent"}"#, None)],
        ),
        (
            "POST /nowhere",
            &[
                (r#"{"body": {"$": "absent"}}"#, None),
                (r#"{"body": {"$": "present"}}"#, Some("body is missing, wanted present")),
            ],
        ),
    ]);
}

#[test]
fn credentials_are_those_that_the_document_asks_for() {
    let (absent, present) = (r#"{"credentials": "absent"}"#, r#"{"credentials": "present"}"#);
    let there = Some("credentials are there, wanted absent");
    let (of_tokens, of_locked, usual) = (
        Some("credentials are missing, wanted header `X-Auth-Token` and header `X-User-Id`"),
        Some("credentials are missing, wanted `Authorization: Bearer …` or query parameter `key`"),
        Some("credentials are missing, wanted header `authorization`"),
    );
    check(&[
        ("GET /tokens", &[(absent, None), (present, of_tokens)]),
        ("GET /tokens\nx-auth-token: t\nauthorization: Bearer t", &[(absent, None), (present, of_tokens)]),
        ("GET /tokens\nx-auth-token: t\nx-user-id:", &[(absent, None), (present, of_tokens)]),
        ("GET /tokens\nx-auth-token: t\nx-user-id: u", &[(absent, there), (present, None)]),
        ("GET /locked", &[(absent, None), (present, of_locked)]),
        ("GET /locked?key=k", &[(absent, there), (present, None)]),
        ("GET /locked\nauthorization: Basic eDp5", &[(absent, None), (present, of_locked)]),
        ("GET /locked\nauthorization: Bearer t", &[(absent, there), (present, None)]),
        ("GET /nowhere", &[(absent, None), (present, usual)]),
        ("GET /nowhere\nauthorization: anything", &[(absent, there), (present, None)]),
        (
            "GET /nowhere\nauthorization: bearer tok.en",
            &[
                (r#"{"credentials": {"bearer": {"matches": "^tok"}}}"#, None),
                (r#"{"credentials": {"bearer": "other"}}"#, Some("credentials.bearer is `***`, wanted `***`")),
                (r#"{"credentials": {"user": "ada"}}"#, Some("credentials.user is missing, wanted `ada`")),
            ],
        ),
        (
            "GET /nowhere\nauthorization: Basic YWRhOmxvdmU6bGFjZQ==",
            &[
                (r#"{"credentials": {"user": "ada", "password": "love:lace", "bearer": "absent"}}"#, None),
                (r#"{"credentials": {"user": "bob"}}"#, Some("credentials.user is `ada`, wanted `bob`")),
            ],
        ),
        (
            "GET /nowhere\nauthorization: Basic ?",
            &[(r#"{"credentials": {"user": "absent", "password": "absent"}}"#, None)],
        ),
    ]);
}

#[test]
fn violations_are_told_by_keyword_and_place() {
    let valid = r#"{"valid": true}"#;
    check(&[
        (
            "GET /things/x",
            &[
                (r#"{"valid": false}"#, None),
                (valid, Some("the call breaks the contract by `type path.id`, wanted a valid one")),
                (r#"{"valid": {"breaks": "required"}}"#, None),
                (r#"{"valid": {"breaks": ["enum", "required query.count"]}}"#, None),
                (
                    r#"{"valid": {"breaks": "required query.offset"}}"#,
                    Some(
                        "the call breaks it by `type path.id`, `required query.count`, wanted `required query.offset`",
                    ),
                ),
                (r#"{"valid": {"breaks": "type path"}}"#, None),
                (
                    r#"{"valid": {"breaks": "type path.i"}}"#,
                    Some("the call breaks it by `type path.id`, `required query.count`, wanted `type path.i`"),
                ),
            ],
        ),
        (
            "POST /things/7\ncontent-type: application/json\n\n{\"age\":\"x\"}",
            &[
                (r#"{"valid": {"breaks": "type body./age"}}"#, None),
                (r#"{"valid": {"breaks": "type body/age"}}"#, None),
                (r#"{"valid": {"breaks": "type body"}}"#, None),
                (r#"{"valid": {"breaks": "required body./name"}}"#, None),
                (
                    r#"{"valid": {"breaks": "required body./ame"}}"#,
                    Some("the call breaks it by `type body./age`, `required body`, wanted `required body./ame`"),
                ),
            ],
        ),
        ("GET /tokens\nx-auth-token: t", &[(r#"{"valid": {"breaks": "required header.x-user-id"}}"#, None)]),
        ("GET /locked", &[(r#"{"valid": {"breaks": "security"}}"#, None)]),
        (
            "GET /things/7?count=1",
            &[
                (valid, None),
                (r#"{"valid": false}"#, Some("the call keeps the contract, wanted one that breaks it")),
                (r#"{"valid": {"breaks": "required"}}"#, Some("the call keeps the contract, wanted `required`")),
            ],
        ),
    ]);
}

#[test]
fn conditions_nest() {
    check(&[(
        "GET /nowhere?a=1&b=2",
        &[
            ("{}", None),
            (r#"{"all": [{"query": {"a": 1}}, {"query": {"b": 2}}]}"#, None),
            (r#"{"all": [{"query": {"a": 1}}, {"query": {"b": 3}}]}"#, Some("query.b is `2`, wanted 3")),
            (r#"{"any": [{"query": {"a": 2}}, {"query": {"b": 2}}]}"#, None),
            (
                r#"{"any": [{"query": {"a": 2}}, {"query": {"b": 3}}]}"#,
                Some("none of 2 alternatives holds: query.a is `1`, wanted 2; query.b is `2`, wanted 3"),
            ),
            (r#"{"not": {"query": {"a": 2}}}"#, None),
            (r#"{"not": {"query": {"a": 1}}}"#, Some("query.a is `1`, wanted not 1")),
            (r#"{"not": {"query": {"a": "present"}}}"#, Some("query.a is `1`, wanted absent")),
            (r#"{"not": {"query": {"a": 1, "b": 2}}}"#, Some("everything under `not` holds")),
            (r#"{"not": {"query": {"a": 1, "b": 3}}}"#, None),
            // What is cheap goes first, so it is told first.
            (r#"{"query": {"a": 2}, "header": {"x": 1}, "method": "PUT"}"#, Some("method is `GET`, wanted `PUT`")),
        ],
    )]);
}

#[test]
fn long_and_odd_values_are_shown_on_one_short_line() {
    let long = "x".repeat(100);
    let request = format!("GET /nowhere?a={long}&b=1%0A2");
    let shown = format!("query.a is `{}…`, wanted `{}…`", "x".repeat(59), "y".repeat(59));
    let when = format!(r#"{{"query": {{"a": "{}"}}}}"#, "y".repeat(80));
    check(&[(&request, &[(&when, Some(&shown)), (r#"{"query": {"b": 1}}"#, Some("query.b is `1 2`, wanted 1"))])]);
    let body = r#"{"query": {"a": "absent"}, "body": {"$": {"json": {"user": {"password": "p", "name": "n"}}}}}"#;
    let request = "POST /nowhere\ncontent-type: application/json\n\n{\"user\":{\"name\":\"m\",\"password\":\"q\"}}";
    let expected = "body is `{\"user\":{\"name\":\"m\",\"password\":\"***\"}}`, wanted at least `{\"user\":{\"password\":\"***\",\"name\":\"n\"}}`";
    check(&[(request, &[(body, Some(expected))])]);
}

#[test]
fn what_cannot_be_compiled_is_told_with_its_place() {
    for (when, at, message, help) in [
        (
            r#"{"query": {"count": {"matches": "("}}}"#,
            "/query/count/matches",
            "`(` is no regular expression: unclosed group",
            None,
        ),
        (
            r#"{"header": {"x": {"any": [1, {"matches": "(?=a)"}]}}}"#,
            "/header/x/any/1/matches",
            "`(?=a)` is no regular expression: look-around, including look-ahead and look-behind, is not supported",
            Some("say the rest with `all`, `any` and `not`: this engine is linear in time and does without"),
        ),
        (
            r#"{"query": {"a": {"matches": "\\w{1000}"}}}"#,
            "/query/a/matches",
            "the regular expression `\\w{1000}` is too large when it is compiled",
            Some("repeat less, or say `(?-u)` where ASCII is enough"),
        ),
        (r#"{"header": {"x y": 1}}"#, "/header/x y", "`x y` cannot be the name of a header", None),
        (
            r#"{"not": {"body": {"/a~2": 1}}}"#,
            "/not/body/~1a~02",
            "`/a~2` is no JSON Pointer: `~` stands before `0` or `1`",
            Some("write `~0` for `~`, `~1` for `/`"),
        ),
        (
            r#"{"any": [{}, {"body": {"$.a[": 1}}]}"#,
            "/any/1/body/$.a[",
            "`$.a[` is no JSONPath: in long hand segment, expected a selector at character 5",
            Some("write `$.items[*].id`, or a JSON Pointer: `/items/0/id`"),
        ),
        (
            r#"{"query": {"a": {}}}"#,
            "/query/a",
            "nothing is said of the value",
            Some("write `present`, a value, or `{ matches: … }`"),
        ),
        (
            r#"{"query": {"a": []}}"#,
            "/query/a",
            "a list without values never holds",
            Some("write `absent` if none is wanted"),
        ),
        (
            r#"{"query": {"a": {"gt": true}}}"#,
            "/query/a/gt",
            "`gt` compares numbers, dates and texts, not booleans and `null`",
            None,
        ),
        (
            r#"{"query": {"a": {"length": {"min": 3, "max": 2}}}}"#,
            "/query/a/length",
            "no length is at least 3 and at most 2",
            None,
        ),
        (r#"{"not": {}}"#, "/not", "`not` of nothing never holds", None),
        (
            r#"{"valid": {"breaks": "requierd"}}"#,
            "/valid/breaks",
            "no call can break the contract by `requierd`",
            Some("did you mean `required`"),
        ),
        (
            r#"{"valid": {"breaks": ["type", "type qery.a"]}}"#,
            "/valid/breaks/1",
            "`qery.a` is no place in a call: `qery` is none of its parts",
            Some("did you mean `query`"),
        ),
    ] {
        let written: When = serde_json::from_str(when).unwrap();
        let faults = Condition::compile(&written).unwrap_err();
        let found: Vec<_> =
            faults.iter().map(|(at, error)| (at.as_str(), error.message.as_str(), error.help.as_deref())).collect();
        assert_eq!(found, [(at, message, help)], "{when}");
    }
}

#[test]
fn selectors_tell_calls_apart() {
    let contract = contract();
    let mut call = call(
        "POST /things/7?a=1&a=2\nx-id: u\ncookie: sid=s\ncontent-type: application/json\n\n{\"user\":{\"b\":1,\"a\":[2]},\"n\":1}",
    );
    call.peer = Some([127, 0, 0, 1].into());
    asking(&contract, &call, |asked| {
        for (text, expected) in [
            ("path.id", Ok("7")),
            ("path.name", Ok("")),
            ("query.a", Ok("1")),
            ("header.X-Id", Ok("u")),
            ("header.x-none", Ok("")),
            ("cookie.sid", Ok("s")),
            ("body./n", Ok("1")),
            ("body./user", Ok("{\"a\":[2],\"b\":1}")),
            ("body./none", Ok("")),
            ("client", Ok("127.0.0.1")),
            ("operation", Ok("write")),
            ("clients", Err("`clients` is nothing that could be counted apart; did you mean `client`")),
            ("Query.a", Err("`Query.a` is nothing that could be counted apart; did you mean `query.a`")),
            ("body.user.id", Err("a part of the body is told by a JSON Pointer; write `body./user/id`")),
            ("header", Err("`header` does not say which; write `header.id`")),
            ("header.a b", Err("`a b` cannot be the name of a header")),
            ("client.ip", Err("`client` has no parts; write `client`")),
            (
                "session",
                Err(
                    "`session` is nothing that could be counted apart; write `path.NAME`, `query.NAME`, `header.NAME`, `cookie.NAME`, `body./POINTER`, `client` or `operation`",
                ),
            ),
        ] {
            let found = Selector::parse(text).map(|selector| selector.of(asked));
            assert_eq!(found.as_deref().map_err(String::as_str), expected, "{text}");
        }
    });
}

/// Values as a hostile author might nest them, with the words of the format among the names.
fn written() -> impl Strategy<Value = Value> {
    let words = [
        "query",
        "header",
        "cookie",
        "path",
        "body",
        "method",
        "content-type",
        "credentials",
        "valid",
        "all",
        "any",
        "not",
        "equals",
        "one-of",
        "matches",
        "contains",
        "present",
        "gt",
        "lte",
        "length",
        "json",
        "min",
        "max",
        "breaks",
        "bearer",
        "a",
        "/a/0",
        "$..a",
        "$",
        "absent",
        "true",
        "false",
        "(a|b)+$",
        "required query.a",
        "2024-01-01",
        "5",
        "~",
        "é",
    ];
    let word = move || prop_oneof![proptest::sample::select(words.to_vec()).prop_map(str::to_owned), "\\PC{0,6}"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((word(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A matcher, good or bad.
fn matcher() -> impl Strategy<Value = Value> {
    let terms = [
        "equals", "one-of", "matches", "contains", "present", "gt", "gte", "lt", "lte", "length", "json", "all", "any",
        "not",
    ];
    let terms = proptest::collection::vec((proptest::sample::select(terms.to_vec()), written()), 0..3);
    let terms =
        terms.prop_map(|terms| terms.into_iter().map(|(term, value)| (term.to_owned(), value)).collect::<Map<_, _>>());
    prop_oneof![written(), terms.prop_map(Value::from)]
}

proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 512, failure_persistence: None, ..proptest::test_runner::Config::default()
    })]

    #[test]
    fn no_condition_and_no_call_is_too_odd(
        part in proptest::sample::select(vec!["query", "header", "cookie", "path", "body"]),
        name in prop_oneof![Just("a".to_owned()), Just("$".to_owned()), Just("$..*".to_owned()), Just("/a".to_owned()), "\\PC{0,6}"],
        matcher in matcher(),
        rest in written(),
        target in "/[a-z/]{0,6}(\\?[a&=%0-9+]{0,12})?",
        body in prop_oneof![written().prop_map(|value| value.to_string()), "\\PC{0,12}"],
        media in proptest::sample::select(vec!["application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=B", "\u{e9}"]),
    ) {
        let call = call(&format!("POST {target}\ncontent-type: {media}\na: 5\ncookie: a=5\n\n{body}"));
        for text in [json!({ part: { name: matcher } }), rest] {
            let Ok(when) = serde_json::from_value::<When>(text) else { continue };
            let Ok(condition) = Condition::compile(&when) else { continue };
            let asked = Asked::nowhere(&call);
            scoped(&asked, |scope| {
                assert_eq!(condition.holds(scope), condition.failing(scope).is_none());
                assert!(!condition.holds(scope) || condition.may_hold(&asked));
            });
        }
    }
}
