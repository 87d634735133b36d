//! Responses: `schema`, `examples` and `produces` as `content`, and headers lifted like parameters.

use serde_json::Value;

use super::Map;
use super::example::{Examples, Untyped, is_example};
use super::lift::{is_file, without_file};
use super::member::{object, present};
use super::origin::{is_mark, made_from};
use super::parameter::header;
use crate::base::{Defects, MediaType, Place, Severity};

/// The Response Object of 3.0 for the response at `at`. `produces` is what [`super::Defaults`] says for its
/// operation.
///
/// `content` has the schema under each media type of `produces`, `application/json` without any. A media type that
/// only an example names is added, with the schema where it is JSON or where nothing is declared. A file is text in
/// the format `binary`, `application/octet-stream` where nothing is declared; as JSON or XML it may be anything.
/// Without a schema there is content for the examples only. The mark of a media type points at the response, so that
/// its schema stands below as it was written.
#[must_use]
pub fn response(response: &Map, produces: &[String], at: &Place, defects: &mut Defects) -> Map {
    let mut out = Map::new();
    for (name, value) in response {
        if !is_mark(name) && !is_example(name) && name != "schema" && name != "headers" {
            out.insert(name.clone(), value.clone());
        }
    }
    if let Some(written) = object(response, "headers", at, defects) {
        out.insert("headers".to_owned(), Value::Object(headers(written, &at.join("headers"), defects)));
    }
    let content = content(response, produces, at);
    if !content.is_empty() {
        out.insert("content".to_owned(), Value::Object(content));
    }
    out
}

/// Each header as 3.0 writes it, at the place it had. A reference stays one.
fn headers(written: &Map, at: &Place, defects: &mut Defects) -> Map {
    let mut headers = Map::new();
    for (name, value) in written {
        let at = at.join(name);
        match value {
            _ if name.starts_with("x-") && !value.is_object() => {}
            Value::Object(source) if source.contains_key("$ref") => {
                headers.insert(name.clone(), value.clone());
            }
            Value::Object(source) => {
                headers.insert(name.clone(), Value::Object(header(source, &at, defects)));
            }
            _ => {
                let message = format!("the header `{name}` is not an object: it is ignored");
                defects.note("keyword-value", Severity::Warning, &at, message);
            }
        }
    }
    headers
}

fn content(response: &Map, produces: &[String], at: &Place) -> Map {
    let examples = Examples::of(response, at, at.file);
    let schema = present(response, "schema");
    let mut content = Map::new();
    if schema.is_none() && examples.is_empty() {
        return content;
    }
    let is_file = schema.and_then(Value::as_object).is_some_and(is_file);
    let types = types(produces, &examples, schema.is_some(), is_file);
    let any_json = types.iter().any(MediaType::is_json);
    for media in &types {
        let is_declared = produces.is_empty() || produces.iter().any(|written| written.trim() == media.as_str());
        let mut object = made_from(at, at.file);
        if let Some(schema) = schema.filter(|_| is_declared || media.is_json()) {
            match schema.as_object().filter(|_| is_file) {
                None => {
                    object.insert("schema".to_owned(), schema.clone());
                }
                Some(_) if media.is_json() || media.is_xml() => {}
                Some(file) => {
                    object.insert("schema".to_owned(), Value::Object(without_file(file.clone())));
                }
            }
        }
        let untyped = if media.is_json() || !any_json { Untyped::Taken } else { Untyped::Left };
        examples.write_typed(media, untyped, &mut object);
        content.insert(media.as_str().to_owned(), Value::Object(object));
    }
    content
}

/// The media types of a response that has a schema or examples: never none.
fn types(produces: &[String], examples: &Examples, has_schema: bool, is_file: bool) -> Vec<MediaType> {
    let declared = if has_schema || examples.has_untyped() { produces } else { &[] };
    let mut types: Vec<MediaType> = declared.iter().map(|written| MediaType::parse(written)).collect();
    for written in examples.types() {
        let media = declared_as(written, produces);
        if !types.iter().any(|known| known.essence() == media.essence()) {
            types.push(media);
        }
    }
    if is_file {
        if types.is_empty() {
            types.push(MediaType::parse("application/octet-stream"));
        }
        return types;
    }
    let needs_json = (has_schema || examples.has_untyped()) && produces.is_empty();
    if needs_json && !types.iter().any(MediaType::is_json) {
        types.insert(0, MediaType::parse("application/json"));
    }
    types
}

/// The media type of an example, with the parameters that `produces` declares for it.
fn declared_as(written: &str, produces: &[String]) -> MediaType {
    let media = MediaType::parse(written);
    let declared = produces.iter().map(|declared| MediaType::parse(declared));
    declared.into_iter().find(|declared| declared.essence() == media.essence()).unwrap_or(media)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The content of a response at `/r` for `produces`.
    fn content_of(source: &Value, produces: &[&str]) -> Value {
        let produces: Vec<String> = produces.iter().map(ToString::to_string).collect();
        let at = Place::default().join("r");
        let read = response(source.as_object().unwrap(), &produces, &at, &mut Defects::default());
        read.get("content").cloned().unwrap_or_default()
    }

    #[test]
    fn schemas_and_examples_become_content() {
        let schema = json!({ "$ref": "#/definitions/Pet" });
        let example_at = "x-standin-example-at";
        for (symptom, source, produces, expected) in [
            (
                "a schema (petstore-expanded)",
                json!({ "description": "pet response", "schema": schema }),
                vec!["application/json"],
                json!({ "application/json": { "x-standin-at": "/r", "schema": schema } }),
            ),
            (
                "nothing declared",
                json!({ "schema": schema }),
                vec![],
                json!({ "application/json": { "x-standin-at": "/r", "schema": schema } }),
            ),
            ("no body (gotify)", json!({ "description": "Ok" }), vec!["application/json"], json!(null)),
            ("a null schema", json!({ "schema": null, "examples": {} }), vec!["application/json"], json!(null)),
            (
                "an example without a schema (api-with-examples)",
                json!({ "examples": { "application/json": "{}" } }),
                vec!["application/json"],
                json!({ "application/json": {
                    "x-standin-at": "/r", example_at: "/r/examples/application~1json", "example": "{}",
                } }),
            ),
            (
                "an example beside a schema (slack)",
                json!({ "schema": schema, "examples": { "application/json": { "ok": true } } }),
                vec!["application/json; charset=utf-8", "text/plain"],
                json!({
                    "application/json; charset=utf-8": {
                        "x-standin-at": "/r", "schema": schema,
                        example_at: "/r/examples/application~1json", "example": { "ok": true },
                    },
                    "text/plain": { "x-standin-at": "/r", "schema": schema },
                }),
            ),
            (
                "media types that only examples name",
                json!({ "schema": schema, "examples": { "application/hal+json": {}, "text/csv": "a,b" } }),
                vec!["application/xml"],
                json!({
                    "application/xml": { "x-standin-at": "/r", "schema": schema },
                    "application/hal+json": {
                        "x-standin-at": "/r", "schema": schema,
                        example_at: "/r/examples/application~1hal+json", "example": {},
                    },
                    "text/csv": {
                        "x-standin-at": "/r", example_at: "/r/examples/text~1csv", "example": "a,b",
                    },
                }),
            ),
            (
                "examples say what nothing else declares",
                json!({ "schema": schema, "examples": { "text/json": {} } }),
                vec![],
                json!({ "text/json": {
                    "x-standin-at": "/r", "schema": schema, example_at: "/r/examples/text~1json", "example": {},
                } }),
            ),
            (
                "named examples",
                json!({ "schema": schema, "examples": { "small": { "id": 1 } } }),
                vec!["application/json", "application/xml"],
                json!({
                    "application/json": { "x-standin-at": "/r", "schema": schema, "examples": {
                        "small": { "x-standin-at": "/r/examples/small", "value": { "id": 1 } },
                    } },
                    "application/xml": { "x-standin-at": "/r", "schema": schema },
                }),
            ),
            (
                "an example in place of examples, not as JSON",
                json!({ "example": "<a/>" }),
                vec!["application/xml"],
                json!({ "application/xml": { "x-standin-at": "/r", example_at: "/r/example", "example": "<a/>" } }),
            ),
        ] {
            assert_eq!(content_of(&source, &produces), expected, "{symptom}");
        }
    }

    #[test]
    fn files_are_binary() {
        let file = json!({ "type": "string", "format": "binary", "description": "a picture" });
        for (produces, expected) in [
            (vec![], json!({ "application/octet-stream": { "x-standin-at": "/r", "schema": file } })),
            (
                vec!["image/png", "application/json"],
                json!({
                    "image/png": { "x-standin-at": "/r", "schema": file },
                    "application/json": { "x-standin-at": "/r" },
                }),
            ),
        ] {
            let source = json!({ "schema": { "type": "file", "description": "a picture" } });
            assert_eq!(content_of(&source, &produces), expected, "{produces:?}");
        }
    }

    #[test]
    fn headers_are_lifted_and_the_rest_is_kept() {
        let source = json!({
            "description": "Ok", "x-note": 1, "x-standin-at": "/forged",
            "headers": {
                "Set-Cookie": { "type": "string", "description": "session cookie" },
                "X-Ids": { "type": "array", "items": { "type": "integer" }, "collectionFormat": "ssv" },
                "X-Shared": { "$ref": "#/headers/Shared" },
                "X-Bad": "a text",
            },
        });
        let mut defects = Defects::default();
        let read = response(source.as_object().unwrap(), &[], &Place::default().join("r"), &mut defects);
        let expected = json!({
            "description": "Ok", "x-note": 1,
            "headers": {
                "Set-Cookie": {
                    "description": "session cookie",
                    "schema": { "x-standin-at": "/r/headers/Set-Cookie", "type": "string" },
                },
                "X-Ids": {
                    "style": "simple", "explode": false, "x-standin-style": "spaceDelimited",
                    "schema": { "x-standin-at": "/r/headers/X-Ids", "type": "array", "items": { "type": "integer" } },
                },
                "X-Shared": { "$ref": "#/headers/Shared" },
            },
        });
        assert_eq!(Value::from(read), expected);
        let found: Vec<_> = defects.iter().map(|defect| (defect.code, defect.at.pointer.as_str())).collect();
        assert_eq!(found, [("keyword-value", "/r/headers/X-Bad")]);
    }
}
