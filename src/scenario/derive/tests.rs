//! Operations as documents have them → what is found of a list in them, in words.

use serde_json::{Value, json};

use super::{NoList, derive};
use crate::base::Defects;
use crate::contract::Contract;
use crate::spec::{Limits, Source, load};

fn found(parameters: &Value, reply: &Value) -> Result<String, NoList> {
    let content = json!({ "application/json": { "schema": reply } });
    let text = json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": { "/things": { "get": {
        "parameters": parameters, "responses": { "200": { "description": "d", "content": content } },
    } } } });
    let source = Source::Text { name: "test.json".to_owned(), text: text.to_string() };
    let loaded = load(&[source], &Limits::default()).unwrap();
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default());
    let id = contract.ids().next().unwrap().0;
    derive(&contract, id, 1_000_000).map(|derived| derived.told)
}

#[test]
fn lists_are_found_by_the_shape_of_replies_and_the_names_of_parameters() {
    let number = |name: &str| json!({ "name": name, "in": "query", "schema": { "type": "integer" } });
    let text = |name: &str| json!({ "name": name, "in": "query", "schema": { "type": "string" } });
    let moment =
        |name: &str| json!({ "name": name, "in": "query", "schema": { "type": "string", "format": "date-time" } });
    let item =
        json!({ "type": "object", "properties": { "id": { "type": "integer" }, "state": { "type": "string" } } });
    let rows = json!({ "type": "array", "items": item });
    let in_envelope = |more: Value| {
        let mut members = json!({ "things": rows });
        members.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "type": "object", "properties": members })
    };
    let whole = json!({ "type": "integer" });
    for (parameters, reply, expected) in [
        (
            json!([number("skip"), number("take")]),
            rows.clone(),
            Ok("rows are the reply, key id, offset `skip`, limit `take` (default 20, most 1000)"),
        ),
        (
            json!([{ "name": "pageNumber", "in": "query", "schema": { "type": "integer" } },
                { "name": "pageSize", "in": "query", "schema": { "type": "integer", "default": 25, "maximum": 200 } }]),
            in_envelope(json!({ "meta": { "type": "object", "properties": { "total_count": whole } } })),
            Ok(
                "rows at /things, key id, page `pageNumber`, limit `pageSize` (default 25, most 200), total at /meta/total_count",
            ),
        ),
        (
            json!([text("after"), number("first"), text("sort_by"), text("order"), text("state"), text("q")]),
            in_envelope(
                json!({ "page_info": { "type": "object", "properties": { "end_cursor": { "type": "string" } } } }),
            ),
            Ok(
                "rows at /things, key id, cursor `after`, limit `first` (default 20, most 1000), order `sort_by`, direction `order`, filter `state`, next cursor at /page_info/end_cursor",
            ),
        ),
        (
            json!([text("after"), text("before"), number("count")]),
            in_envelope(json!({ "has_more": { "type": "boolean" } })),
            Ok(
                "rows at /things, key id, before `before`, after `after`, limit `count` (default 20, most 1000), whether there are more at /has_more",
            ),
        ),
        // A time is no row, and a flag is no number.
        (
            json!([moment("after"), moment("since"), { "name": "count", "in": "query", "schema": { "type": "boolean" } }]),
            rows.clone(),
            Err(NoList::NotPaged),
        ),
        (json!([]), rows.clone(), Err(NoList::NotPaged)),
        (json!([number("limit")]), item.clone(), Err(NoList::NoRows)),
        (json!([number("limit")]), json!({ "type": "array", "items": { "type": "string" } }), Err(NoList::NoRows)),
    ] {
        assert_eq!(found(&parameters, &reply), expected.map(str::to_owned), "{parameters}");
    }
}
