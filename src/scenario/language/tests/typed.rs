//! What a scope says of a call that an operation reads: its values have the types of their schemas.

use std::sync::Arc;

use serde_json::{Map, json};

use crate::base::{Defects, Seed};
use crate::contract::{Call, Contract, Routed};
use crate::scenario::expression::Scope;
use crate::scenario::ledger::Session;
use crate::scenario::{Asked, Blueprint, Expression};
use crate::schema::Locale;
use crate::spec::{Limits, Source, load};

#[test]
fn parameters_have_the_types_of_their_schemas_and_violations_are_told() {
    let parameter = |place: &str, name: &str, kind: &str, required: bool| json!({ "in": place, "name": name, "required": required, "schema": { "type": kind } });
    let list = json!({ "in": "query", "name": "ids", "schema": { "type": "array", "items": { "type": "integer" } } });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "t", "version": "1" },
        "paths": { "/rooms/{id}": { "get": {
            "operationId": "room",
            "parameters": [
                parameter("path", "id", "integer", true),
                parameter("query", "count", "integer", false),
                parameter("query", "name", "string", false),
                parameter("query", "room", "string", true),
                list,
            ],
            "responses": { "200": { "description": "d" } },
        } } },
    });
    let source = Source::Text { name: "test.json".to_owned(), text: document.to_string() };
    let loaded = load(&[source], &Limits::default()).unwrap();
    let contract = Contract::compile(&loaded.documents, Arc::clone(&loaded.schemas), &mut Defects::default());
    let call = Call::new(http::Method::GET, "/rooms/7?count=150&name=150&ids=1&ids=2&other=5");
    let Routed::Matched(found) = contract.route(&call.method, &call.path) else { panic!("no operation") };
    let (id, captures) = found.first().unwrap();
    let operation = contract.operation(*id).unwrap();
    let inputs = operation.read(&call, captures, contract.schemas());
    let asked = Asked::of(&call, operation, captures, &inputs);
    let (settings, session) = (Map::new(), Session::alone(&[]));
    let scope = Scope {
        asked: &asked,
        settings: &settings,
        session: &session,
        hit: 1,
        rate: None,
        seed: Seed::new(7),
        locale: Locale::En,
        clock: jiff::Timestamp::UNIX_EPOCH,
        beside: crate::scenario::Beside::default(),
    };
    let blueprint = json!({
        "id": "{{ path.id }}", "path": "{{ path }}", "count": "{{ query.count }}", "name": "{{ query.name }}",
        "ids": "{{ query.ids }}", "second": "{{ query.ids[1] }}", "other": "{{ query.other }}", "operation": "{{ operation }}",
        "codes": "{{ violations | map(attribute='code') | list }}", "where": "{{ violations[0].part }} {{ violations[0].name }}",
        "limit": "{{ rate.limit }}", "body": "{{ body }}",
    });
    let made = Blueprint::compile(&blueprint).unwrap().value(&scope).unwrap();
    let expected = json!({
        "id": 7, "path": { "id": 7 }, "count": 150, "name": "150",
        "ids": [1, 2], "second": 2, "other": "5", "operation": "room",
        "codes": ["required"], "where": "query room",
        "limit": null, "body": null,
    });
    assert_eq!(made, expected);
    for (expression, expected) in [
        ("path.id + 1 == 8", true),
        ("2 in query.ids", true),
        ("violations | selectattr('name', 'eq', 'room') | list | length == 1", true),
        ("rate.remaining < 1", false),
        ("body.a.b", false),
    ] {
        assert_eq!(Expression::compile(expression).unwrap().is_true(&scope), expected, "{expression}");
    }
}
