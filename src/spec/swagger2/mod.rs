//! Turns pieces of a Swagger 2.0 document into the shape of the same pieces in `OpenAPI` 3.0: parameters, request
//! bodies, responses, security schemes, servers. The walker of the document calls it piece by piece with `$ref`s of
//! parameters and responses resolved. Schemas pass through as they are written: their dialect is read elsewhere.
//!
//! Invariant: what stands where the author did not write it says where it came from. Such an object carries the mark
//! [`MOVED_FROM`](crate::base::MOVED_FROM), the escaped JSON pointer of the node it was made from; a child without a mark of its own stands below that
//! node under the same name. A mark means a node of the piece's own file (for a request body: the operation's) unless
//! [`MOVED_FROM_FILE`](crate::base::MOVED_FROM_FILE) beside it says otherwise, and it may stand beside a `$ref`. Members of the author's that begin with
//! `x-standin-` are dropped from the objects read here; other `x-…` members are kept.

mod body;
mod defaults;
mod example;
mod form;
mod lift;
mod list;
mod member;
mod origin;
mod parameter;
mod response;
mod security;
mod server;

/// A JSON object in the order it was written in.
pub type Map = serde_json::Map<String, serde_json::Value>;

pub use body::request_body;
pub use defaults::Defaults;
pub use lift::Location;
pub use origin::EXAMPLE_AT;
pub use parameter::parameter;
pub use response::response;
pub use security::security_scheme;
pub use server::servers;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Defects, Place};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// Pieces as gotify, openfga and slack write them are what the typed frame reads.
    #[test]
    fn the_frame_reads_every_piece() {
        let at = Place::default();
        let mut defects = Defects::default();
        for source in [
            json!({ "name": "id", "in": "path", "required": true, "type": "integer", "format": "int64" }),
            json!({ "name": "ids", "in": "path", "required": true, "type": "array", "collectionFormat": "pipes" }),
            json!({ "name": "ids", "in": "header", "type": "array", "collectionFormat": "tsv" }),
            json!({ "name": "ids", "in": "query", "type": "array", "items": {}, "collectionFormat": "ssv" }),
            json!({ "name": "token", "in": "query", "x-examples": { "a": 1 } }),
        ] {
            let piece = parameter(source.as_object().unwrap(), &at, &mut defects);
            serde_json::from_value::<openapiv3::Parameter>(piece.into()).unwrap();
        }
        let form = json!({ "name": "ids", "in": "formData", "type": "array", "collectionFormat": "tsv" });
        let form = [(at.clone(), form.as_object().unwrap().clone())];
        let piece = request_body(&form, &[], &at, &mut defects).unwrap();
        serde_json::from_value::<openapiv3::RequestBody>(piece.into()).unwrap();
        let reply = json!({ "description": "", "schema": {}, "headers": { "A": {} }, "examples": { "a/b": {} } });
        let piece = response(reply.as_object().unwrap(), &[], &at, &mut defects);
        serde_json::from_value::<openapiv3::Response>(piece.into()).unwrap();
        for scheme in [json!({ "type": "basic" }), json!({ "type": "oauth2", "flow": "password", "tokenUrl": "/" })] {
            let piece = security_scheme(scheme.as_object().unwrap(), &at, &mut defects);
            serde_json::from_value::<openapiv3::SecurityScheme>(piece.into()).unwrap();
        }
    }

    /// Objects whose members have the names that are read here and values of any kind.
    fn any_piece() -> impl Strategy<Value = Map> {
        const NAMES: &str = "name in type items schema required collectionFormat example examples x-examples headers \
                             consumes produces schemes host basePath flow scopes x-standin-at value description";
        const WORDS: &str = "/ :// body formData query array file multi tsv oauth2 basic a://b/c application/json \
                             image/png,*/* \u{e9}{ http";
        let word = |words: &'static str| proptest::sample::select(words.split(' ').collect::<Vec<_>>());
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i8>().prop_map(Value::from),
            word(WORDS).prop_map(Value::from),
        ];
        let members = move |value| prop::collection::vec((word(NAMES), value), 0..7);
        let object = |members: Vec<(&str, Value)>| members.into_iter().map(|(name, v)| (name.to_owned(), v)).collect();
        let value = leaf.prop_recursive(3, 24, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                members(inner).prop_map(move |members| Value::Object(object(members))),
            ]
        });
        members(value.boxed()).prop_map(object)
    }

    proptest! {
        #[test]
        fn any_json_is_survived_and_every_schema_has_a_place(a in any_piece(), b in any_piece()) {
            let at = Place::default().join("p");
            let mut defects = Defects::default();
            let defaults = Defaults::of(&a, &at, &mut defects).overridden_by(&b, &at, &mut defects);
            let lifted = parameter(&a, &at, &mut defects);
            prop_assert!(lifted.get("schema").is_some_and(|schema| schema.get(crate::base::MOVED_FROM).is_some()));
            let reply = response(&a, &defaults.produces, &at, &mut defects);
            let pieces = [(at.nth(0), a.clone()), (at.nth(1), b)];
            let body = request_body(&pieces, &defaults.consumes, &at, &mut defects).unwrap_or_default();
            for content in [reply.get("content"), body.get("content")].into_iter().flatten().filter_map(Value::as_object) {
                prop_assert!(content.values().all(|object| object.get(crate::base::MOVED_FROM).is_some()));
            }
            let scheme = security_scheme(&a, &at, &mut defects);
            prop_assert!(scheme.get("type").is_none_or(|kind| kind != "oauth2") || scheme.contains_key("flows"));
            for server in servers(&a, &at, &mut defects) {
                prop_assert!(server["url"].as_str().is_some_and(|url| !url.is_empty() && !url.ends_with('/')));
            }
        }
    }
}
