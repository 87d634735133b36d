//! Parameters of the path, the query and the headers, and the headers of responses. Form fields and bodies are in
//! [`super::request_body`].

use serde_json::Value;

use super::Map;
use super::example::Examples;
use super::lift::{Location, is_file, kept, schema};
use super::list::ListFormat;
use crate::base::{Defects, Place, Severity};

/// The Parameter Object of 3.0 for a path, query or header parameter at `at`.
///
/// Its own keywords of a schema (`type`, `format`, `items`, bounds, `enum`, `default`, …) move into `schema`, which is
/// always there and marked; `collectionFormat` becomes `style` and `explode` (and [`super::STYLE`]); any form of
/// example becomes `example`, or `examples` where there are names. All else is kept.
#[must_use]
pub fn parameter(parameter: &Map, at: &Place, defects: &mut Defects) -> Map {
    described(parameter, Location::of(parameter).unwrap_or(Location::Query), at, defects)
}

/// The Header Object of 3.0 for a header of a response at `at`.
pub(super) fn header(header: &Map, at: &Place, defects: &mut Defects) -> Map {
    described(header, Location::Header, at, defects)
}

fn described(source: &Map, location: Location, at: &Place, defects: &mut Defects) -> Map {
    if is_file(source) {
        let message = "`type: file` is for form fields and responses: text in the format `binary` is assumed";
        defects.note("file-misplaced", Severity::Warning, &at.join("type"), message);
    }
    let mut object = kept(source);
    let schema = schema(source, at, at.file, defects);
    if let Some(list) = ListFormat::of(source, &schema, location, at, defects) {
        list.write(&mut object);
    }
    object.insert("schema".to_owned(), Value::Object(schema));
    Examples::of(source, at, at.file).write_plain(&mut object);
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{FileId, Pointer};
    use serde_json::json;

    #[test]
    fn keywords_move_into_the_schema() {
        for (symptom, source, expected, codes) in [
            (
                "a list with items (petstore-expanded)",
                json!({
                    "name": "tags", "in": "query", "description": "tags to filter by", "required": false,
                    "type": "array", "collectionFormat": "csv", "items": { "type": "string" },
                }),
                json!({
                    "name": "tags", "in": "query", "description": "tags to filter by", "required": false,
                    "style": "form", "explode": false,
                    "schema": { "x-standin-at": "/p/0", "type": "array", "items": { "type": "string" } },
                }),
                vec![],
            ),
            (
                "bounds and a default (gotify)",
                json!({
                    "name": "limit", "in": "query", "type": "integer", "default": 100, "maximum": 200, "minimum": 1,
                    "exclusiveMinimum": true,
                }),
                json!({
                    "name": "limit", "in": "query",
                    "schema": {
                        "x-standin-at": "/p/0", "type": "integer", "default": 100, "maximum": 200, "minimum": 1,
                        "exclusiveMinimum": true,
                    },
                }),
                vec![],
            ),
            (
                "extensions stay, but for what speaks of the value",
                json!({
                    "name": "id", "in": "path", "required": true, "type": "string", "x-nullable": true, "x-note": 1,
                    "x-example": "a", "x-standin-at": "/forged",
                }),
                json!({
                    "name": "id", "in": "path", "required": true, "x-note": 1,
                    "schema": { "x-standin-at": "/p/0", "type": "string", "x-nullable": true },
                    "x-standin-example-at": "/p/0/x-example", "example": "a",
                }),
                vec![],
            ),
            (
                "an empty value is allowed",
                json!({ "name": "q", "in": "query", "type": "string", "allowEmptyValue": true }),
                json!({
                    "name": "q", "in": "query", "allowEmptyValue": true,
                    "schema": { "x-standin-at": "/p/0", "type": "string" },
                }),
                vec![],
            ),
            (
                "a schema as in OpenAPI 3.0",
                json!({ "name": "ids", "in": "query", "schema": { "$ref": "#/definitions/Ids" } }),
                json!({
                    "name": "ids", "in": "query", "style": "form", "explode": false,
                    "schema": { "x-standin-at": "/p/0/schema", "$ref": "#/definitions/Ids" },
                }),
                vec!["parameter-with-schema"],
            ),
            (
                "a schema beside a type",
                json!({ "name": "id", "in": "query", "type": "integer", "schema": { "type": "string" } }),
                json!({ "name": "id", "in": "query", "schema": { "x-standin-at": "/p/0", "type": "integer" } }),
                vec!["parameter-with-schema"],
            ),
            (
                "a file in the query",
                json!({ "name": "f", "in": "query", "type": "file" }),
                json!({
                    "name": "f", "in": "query",
                    "schema": { "x-standin-at": "/p/0", "type": "string", "format": "binary" },
                }),
                vec!["file-misplaced"],
            ),
            (
                "nothing but a name",
                json!({ "name": "x" }),
                json!({ "name": "x", "schema": { "x-standin-at": "/p/0" } }),
                vec![],
            ),
        ] {
            let at = Place::new(FileId(3), Pointer::root().join("p").nth(0));
            let mut defects = Defects::default();
            let read = parameter(source.as_object().unwrap(), &at, &mut defects);
            assert_eq!(Value::from(read), expected, "{symptom}");
            assert_eq!(defects.iter().map(|defect| defect.code).collect::<Vec<_>>(), codes, "{symptom}");
        }
    }
}
