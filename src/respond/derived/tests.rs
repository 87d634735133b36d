//! Small documents with every usual way to page through a list → walks that see every row once, and items that agree with rows.

#![expect(clippy::needless_pass_by_value, reason = "documents are put together of parts that nobody keeps")]
#![expect(clippy::too_many_lines, reason = "a table")]

use std::collections::BTreeSet;

use http::Method;
use serde_json::{Value, json};

use crate::base::Defects;
use crate::contract::{Call, Contract};
use crate::respond::{AnswerOptions, Reply, World, answer};
use crate::spec::{Limits, Source, load};

/// Rows of each list.
const SIZE: usize = 25;

/// A world of these paths, whose users have ids of that schema.
fn world(paths: Value, id: &Value, size: u64) -> World {
    let user = json!({ "type": "object", "required": ["id", "name", "role"], "properties": {
        "id": id, "name": { "type": "string" }, "role": { "enum": ["admin", "staff"] }, "age": { "type": "integer" },
    } });
    let document = json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": paths,
        "components": { "schemas": { "User": user } } });
    let source = Source::Text { name: "test.json".to_owned(), text: document.to_string() };
    let loaded = load(&[source], &Limits::default()).unwrap();
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default());
    World::new(contract, AnswerOptions { list_size: Some(size), ..AnswerOptions::default() })
}

/// A list with these query parameters and this reply, and its item.
fn users(parameters: &[(&str, Value)], reply: &Value, headers: &[&str]) -> Value {
    let parameters: Vec<Value> =
        parameters.iter().map(|(name, schema)| json!({ "name": name, "in": "query", "schema": schema })).collect();
    let headers: serde_json::Map<String, Value> = headers.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
    json!({
        "/users": { "get": { "parameters": parameters, "responses": { "200": { "description": "d", "headers": headers,
            "content": { "application/json": { "schema": reply } } } } } },
        "/users/{id}": { "get": {
            "parameters": [{ "name": "id", "in": "path", "required": true, "schema": {} }],
            "responses": {
                "200": { "description": "d", "content": { "application/json": { "schema": user() } } },
                "404": { "description": "n" },
            } } },
    })
}

fn user() -> Value {
    json!({ "$ref": "#/components/schemas/User" })
}

fn rows() -> Value {
    json!({ "type": "array", "items": user() })
}

fn object(members: Value) -> Value {
    json!({ "type": "object", "properties": members })
}

fn ask(world: &World, target: &str) -> (Reply, Value) {
    let reply = answer(world, &Call::new(Method::GET, target)).reply;
    let body = serde_json::from_slice(&reply.body.bytes()).unwrap_or_default();
    (reply, body)
}

/// The path and query of an address.
fn target(address: &Value) -> Option<String> {
    let address = address.as_str().filter(|address| !address.is_empty())?;
    Some(address.strip_prefix("http://localhost").unwrap().to_owned())
}

/// Where the next page is, by a reply, its body, and how many rows were seen.
type Next = fn(&Reply, &Value, &[Value]) -> Option<String>;

#[test]
fn every_usual_way_through_a_list_sees_every_row_once() {
    let (number, text) = (json!({ "type": "integer" }), json!({ "type": "string" }));
    let from_zero = json!({ "type": "integer", "default": 0 });
    let link = object(json!({ "href": { "type": "string" } }));
    let ways: Vec<(&str, Value, &str, &str, &str, Next)> = vec![
        (
            "offset and limit",
            users(
                &[("offset", number.clone()), ("limit", number.clone())],
                &object(json!({ "items": rows(), "total": number })),
                &[],
            ),
            "/users?limit=7",
            "/items",
            "/total",
            |_, body, seen| {
                (seen.len() < usize::try_from(body["total"].as_u64()?).ok()?)
                    .then(|| format!("/users?limit=7&offset={}", seen.len()))
            },
        ),
        (
            "page and per_page with links",
            users(&[("page", number.clone()), ("per_page", number.clone())], &rows(), &["Link", "X-Total-Count"]),
            "/users?per_page=7",
            "",
            "X-Total-Count",
            |reply, _, _| {
                let links = reply.headers["link"].to_str().unwrap();
                let next = links.split(", ").find(|link| link.ends_with("rel=\"next\""))?;
                target(&next.trim_start_matches('<').split('>').next()?.into())
            },
        ),
        (
            "a cursor",
            users(
                &[("cursor", text.clone()), ("limit", number.clone())],
                &object(json!({ "users": rows(), "response_metadata": object(json!({ "next_cursor": text })) })),
                &[],
            ),
            "/users?limit=7",
            "/users",
            "",
            |_, body, _| Some(format!("/users?limit=7&cursor={}", body["response_metadata"]["next_cursor"].as_str()?)),
        ),
        (
            "the key of the last row",
            users(
                &[("starting_after", text.clone()), ("ending_before", text.clone()), ("limit", number.clone())],
                &object(json!({ "data": rows(), "has_more": { "type": "boolean" } })),
                &[],
            ),
            "/users?limit=7",
            "/data",
            "",
            |_, body, seen| {
                let last = crate::base::plain_text(&seen.last()?["id"]);
                body["has_more"].as_bool()?.then(|| format!("/users?limit=7&starting_after={last}"))
            },
        ),
        (
            "JSON:API",
            users(
                &[("page[number]", number.clone()), ("page[size]", number.clone())],
                &object(
                    json!({ "data": rows(), "links": object(json!({ "next": { "type": ["string", "null"] } })), "meta": object(json!({ "total": number })) }),
                ),
                &[],
            ),
            "/users?page[size]=7",
            "/data",
            "/meta/total",
            |_, body, _| target(&body["links"]["next"]),
        ),
        (
            "HAL with pages from zero",
            users(
                &[("page", from_zero), ("size", number.clone())],
                &object(json!({
                    "_embedded": object(json!({ "users": rows() })),
                    "_links": object(json!({ "next": link, "self": link })),
                    "page": object(json!({ "size": number, "totalElements": number, "totalPages": number, "number": number })),
                })),
                &[],
            ),
            "/users?size=7",
            "/_embedded/users",
            "/page/totalElements",
            |_, body, seen| {
                assert_eq!(usize::try_from(body["page"]["number"].as_u64().unwrap()).unwrap(), (seen.len() - 1) / 7);
                target(&body["_links"]["next"]["href"])
            },
        ),
        (
            "addresses of pages beside the rows",
            users(
                &[("page", number.clone()), ("page_size", number.clone())],
                &object(
                    json!({ "count": number, "next": { "type": ["string", "null"], "format": "uri" }, "previous": { "type": ["string", "null"], "format": "uri" }, "results": rows() }),
                ),
                &[],
            ),
            "/users?page_size=7",
            "/results",
            "/count",
            |_, body, _| target(&body["next"]),
        ),
        (
            "startAt and maxResults",
            users(
                &[("startAt", number.clone()), ("maxResults", number.clone())],
                &object(
                    json!({ "startAt": number, "maxResults": number, "total": number, "isLast": { "type": "boolean" }, "values": rows() }),
                ),
                &[],
            ),
            "/users?maxResults=7",
            "/values",
            "/total",
            |_, body, seen| (!body["isLast"].as_bool()?).then(|| format!("/users?maxResults=7&startAt={}", seen.len())),
        ),
        (
            "startIndex from one",
            users(
                &[("startIndex", json!({ "type": "integer", "minimum": 1 })), ("count", number.clone())],
                &object(json!({ "totalResults": number, "startIndex": number, "Resources": rows() })),
                &[],
            ),
            "/users?count=7",
            "/Resources",
            "/totalResults",
            |_, body, seen| {
                assert_eq!(
                    usize::try_from(body["startIndex"].as_u64().unwrap()).unwrap(),
                    (seen.len() - 1) / 7 * 7 + 1
                );
                (seen.len() < SIZE).then(|| format!("/users?count=7&startIndex={}", seen.len() + 1))
            },
        ),
    ];
    let ids = [
        json!({ "type": "integer", "maximum": 1000 }),
        json!({ "type": "string", "format": "uuid" }),
        json!({ "type": "string", "example": "usr_8Kx2p9" }),
    ];
    for (way, paths, first, at, total, next) in &ways {
        for id in &ids {
            let world = world(paths.clone(), id, SIZE as u64);
            let (mut seen, mut wanted): (Vec<Value>, _) = (Vec::new(), Some((*first).to_owned()));
            while let Some(address) = wanted {
                let (reply, body) = ask(&world, &address);
                let page =
                    body.pointer(at).and_then(Value::as_array).unwrap_or_else(|| panic!("{way}: {address}: {body}"));
                assert!((1..=7).contains(&page.len()) && seen.len() < SIZE, "{way}: {address}: {body}");
                seen.extend(page.iter().cloned());
                let told = match total.strip_prefix('/') {
                    Some(_) => body.pointer(total).map(Value::to_string),
                    None => reply.headers.get(*total).map(|value| value.to_str().unwrap().to_owned()),
                };
                assert!(total.is_empty() || told == Some(SIZE.to_string()), "{way}: {address}: {told:?}");
                wanted = next(&reply, &body, &seen);
            }
            let keys: BTreeSet<String> = seen.iter().map(|row| row["id"].to_string()).collect();
            assert_eq!((seen.len(), keys.len()), (SIZE, SIZE), "{way}: {id}");
            for row in &seen {
                let key = crate::base::plain_text(&row["id"]);
                assert_eq!(ask(&world, &format!("/users/{key}")).1, *row, "{way}: {id}");
            }
            assert_eq!(ask(&world, "/users/no-such-user-9").0.status, 404, "{way}: {id}");
        }
    }
}

#[test]
fn a_page_before_a_row_ends_there() {
    let text = json!({ "type": "string" });
    let reply = object(json!({ "data": rows() }));
    let paths = users(&[("ending_before", text.clone()), ("limit", json!({ "type": "integer" }))], &reply, &[]);
    let world = world(paths, &json!({ "type": "integer" }), 1_000_000);
    let (_, body) = ask(&world, "/users?limit=3&ending_before=500000");
    let keys: Vec<u64> = body["data"].as_array().unwrap().iter().map(|row| row["id"].as_u64().unwrap()).collect();
    assert_eq!(keys, [499_997, 499_998, 499_999]);
}

#[test]
fn filters_and_orders_see_all_rows_or_are_refused() {
    let text = json!({ "type": "string" });
    let parameters =
        [("role", text.clone()), ("sort", text.clone()), ("order", text), ("limit", json!({ "type": "integer" }))];
    let reply = object(json!({ "data": rows(), "total": { "type": "integer" } }));
    let small = world(users(&parameters, &reply, &[]), &json!({ "type": "integer" }), 40);
    let all = ask(&small, "/users?limit=40").1;
    let all: Vec<Value> = all["data"].as_array().unwrap().clone();
    let staff: Vec<&Value> = all.iter().filter(|row| row["role"] == "staff").collect();
    let (_, body) = ask(&small, "/users?role=staff&limit=40");
    assert_eq!(body["data"].as_array().unwrap().iter().collect::<Vec<_>>(), staff);
    assert_eq!(body["total"], staff.len());
    let mut names: Vec<&str> = all.iter().map(|row| row["name"].as_str().unwrap()).collect();
    names.sort_unstable_by(|one, other| other.cmp(one));
    let (_, body) = ask(&small, "/users?sort=name&order=desc&limit=40");
    let sorted: Vec<&str> = body["data"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(sorted, names);
    let large = world(users(&parameters, &reply, &[]), &json!({ "type": "integer" }), 1_000_000_000);
    let (reply, body) = ask(&large, "/users?role=staff");
    assert_eq!((reply.status.as_u16(), body["title"].as_str()), (422, Some("Too many rows")));
    assert_eq!(ask(&large, "/users").1["total"], 1_000_000_000);
}

#[test]
fn every_owner_has_rows_of_its_own() {
    let rows = |of: &str| json!({ "type": "array", "items": { "$ref": format!("#/components/schemas/{of}") } });
    let paths = |id: &Value| {
        let mut paths = users(&[("limit", json!({ "type": "integer" }))], &rows("User"), &[]);
        let owned = json!({ "get": {
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": id },
                { "name": "limit", "in": "query", "schema": { "type": "integer" } },
            ],
            "responses": {
                "200": { "description": "d", "content": { "application/json": { "schema": { "type": "array", "items": {
                    "type": "object", "required": ["orderId", "userId", "sum"],
                    "properties": { "orderId": { "type": "integer" }, "userId": id, "sum": { "type": "number" } },
                } } } } },
                "404": { "description": "n" },
            } } });
        paths["/users/{id}/orders"] = owned;
        paths
    };
    let id = json!({ "type": "integer" });
    let world = world(paths(&id), &id, 1_000);
    let of = |user: u64| ask(&world, &format!("/users/{user}/orders?limit=5")).1;
    let (one, other) = (of(1), of(2));
    assert_eq!(one.as_array().map(Vec::len), Some(5), "{one}");
    assert_ne!(one, other);
    for (owner, list) in [(1, &one), (2, &other)] {
        assert!(list.as_array().unwrap().iter().all(|row| row["userId"] == owner), "{list}");
    }
    assert_eq!(ask(&world, "/users/1001/orders").0.status, 404);
}

#[test]
fn what_is_no_list_of_any_length_stays_as_it_is() {
    let id = json!({ "type": "integer" });
    for (parameters, size, rows_shown) in [
        (vec![], 1_000_000, None),
        (vec![("status", json!({ "type": "string" }))], 1_000_000, None),
        (vec![], 30, Some(30)),
        (vec![("limit", json!({ "type": "integer", "default": 4 }))], 1_000_000, Some(4)),
    ] {
        let world = world(users(&parameters, &rows(), &[]), &id, size);
        let shown = ask(&world, "/users").1.as_array().map(Vec::len);
        assert_eq!(
            shown == Some(usize::try_from(size.min(30)).unwrap()),
            rows_shown == Some(30),
            "{parameters:?} {size}"
        );
        assert!(rows_shown.is_none() || shown == rows_shown, "{parameters:?} {size}: {shown:?}");
    }
    // Who names a status or an example wants what is documented.
    let world = world(users(&[("limit", id.clone())], &rows(), &[]), &id, 1_000_000);
    assert_ne!(ask(&world, "/users?limit=20&__code=200").1.as_array().map(Vec::len), Some(20));
}
