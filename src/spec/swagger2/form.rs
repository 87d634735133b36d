//! Form fields: all `formData` parameters of an operation together as one object schema.

use serde_json::Value;

use super::Map;
use super::example::Examples;
use super::lift::{Location, is_file, kept, schema, without_file};
use super::list::ListFormat;
use super::member::{text, truth};
use super::origin::made_from;
use crate::base::{Defects, FileId, MediaType, Place, Severity};

/// The media type of a form without files where none is declared.
const URLENCODED: &str = "application/x-www-form-urlencoded";

/// The media type of a form with files where none is declared.
const MULTIPART: &str = "multipart/form-data";

/// The form that an operation takes.
pub(super) struct Form {
    /// The object schema with a property for each field.
    schema: Map,
    /// How fields are written, by name, where that is not a matter of course.
    encoding: Map,
    /// The schema of the one field that is a file, where there is just one field.
    sole_file: Option<Map>,
    has_file: bool,
    /// Whether a field is required.
    pub(super) required: bool,
}

impl Form {
    /// Reads the fields; `None` without any. The schema is made from the operation at `operation_at`.
    pub(super) fn of(fields: &[&(Place, Map)], operation_at: &Place, defects: &mut Defects) -> Option<Self> {
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut encoding = Map::new();
        let mut has_file = false;
        for (at, field) in fields {
            let Some(name) = text(field, "name", at, defects) else {
                defects.note("parameter-unreadable", Severity::Error, at, "a form field without a name is ignored");
                continue;
            };
            if properties.contains_key(&name) {
                let message = format!("the form field `{name}` is declared twice: the first one counts");
                defects.note("parameter-duplicate", Severity::Warning, at, message);
                continue;
            }
            let schema = property(field, at, operation_at.file, defects);
            let written = written(field, &schema, at, defects);
            if !written.is_empty() {
                encoding.insert(name.clone(), Value::Object(written));
            }
            if truth(field, "required", at, defects) {
                required.push(Value::from(name.as_str()));
            }
            has_file |= is_file(field) || is_binary(&schema);
            properties.insert(name, Value::Object(schema));
        }
        if properties.is_empty() {
            return None;
        }
        let sole = properties.values().next().filter(|_| properties.len() == 1).and_then(Value::as_object);
        let sole_file = sole.filter(|_| has_file).cloned();
        let is_required = !required.is_empty();
        let mut schema = made_from(operation_at, operation_at.file);
        schema.insert("type".to_owned(), Value::from("object"));
        schema.insert("properties".to_owned(), Value::Object(properties));
        if is_required {
            schema.insert("required".to_owned(), Value::Array(required));
        }
        Some(Self { schema, encoding, sole_file, has_file, required: is_required })
    }

    /// The media type of this form where none is declared (Swagger 2.0, Parameter Object, `formData`).
    pub(super) fn default_type(&self) -> &'static str {
        if self.has_file { MULTIPART } else { URLENCODED }
    }

    /// The Media Type Object of this form as `media`, made from the operation at `operation_at`. A media type that
    /// has no named fields (`image/png`, …) carries the file itself where that is the only field, else anything.
    pub(super) fn content(&self, media: &MediaType, operation_at: &Place) -> Map {
        let mut content = made_from(operation_at, operation_at.file);
        let is_form = is_form(media);
        if is_form || media.is_json() || media.is_xml() {
            content.insert("schema".to_owned(), Value::Object(self.schema.clone()));
        } else if let Some(file) = &self.sole_file {
            content.insert("schema".to_owned(), Value::Object(file.clone()));
        }
        if is_form && !self.encoding.is_empty() {
            content.insert("encoding".to_owned(), Value::Object(self.encoding.clone()));
        }
        content
    }
}

/// Whether a form can be sent as `media`, which may be a range.
pub(super) fn is_form(media: &MediaType) -> bool {
    let covers = |form| media.covers(&MediaType::parse(form)).is_some();
    media.is_form() || media.is_multipart() || covers(URLENCODED) || covers(MULTIPART)
}

/// The schema of a field. What the field says of itself goes with it, as there is no other place for it.
fn property(field: &Map, at: &Place, home: FileId, defects: &mut Defects) -> Map {
    let mut property = without_file(schema(field, at, home, defects));
    for (name, value) in kept(field) {
        if name == "description" || name.starts_with("x-") {
            property.entry(name).or_insert(value);
        }
    }
    // An Encoding Object has no word for it: that a text may not be empty is said by its length.
    let refuses_empty = field.get("allowEmptyValue") == Some(&Value::Bool(false));
    if refuses_empty && property.get("type").and_then(Value::as_str) == Some("string") {
        property.entry("minLength").or_insert(Value::from(1));
    }
    Examples::of(field, at, home).write_first(&mut property);
    property
}

/// How a field is written: the list format.
fn written(field: &Map, schema: &Map, at: &Place, defects: &mut Defects) -> Map {
    let mut written = Map::new();
    if let Some(list) = ListFormat::of(field, schema, Location::Form, at, defects) {
        list.write(&mut written);
    }
    written
}

/// Whether text in the format `binary` is sent: a file in the words of 3.0.
fn is_binary(schema: &Map) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("string")
        && schema.get("format").and_then(Value::as_str) == Some("binary")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn which_media_types_carry_forms() {
        for (media, expected) in [
            ("application/x-www-form-urlencoded; charset=utf-8", true),
            ("multipart/form-data", true),
            ("multipart/related", true),
            ("*/*", true),
            ("application/json", false),
            ("image/*", false),
        ] {
            assert_eq!(is_form(&MediaType::parse(media)), expected, "{media}");
        }
    }

    #[test]
    fn fields_say_what_they_are_and_how_they_are_written() {
        for (symptom, field, property, encoding) in [
            (
                "a text (slack)",
                json!({ "name": "f", "in": "formData", "type": "string", "description": "Channel to send to" }),
                json!({ "x-standin-at": "/f", "type": "string", "description": "Channel to send to" }),
                json!(null),
            ),
            (
                "a list",
                json!({ "name": "f", "type": "array", "items": { "type": "string" }, "collectionFormat": "multi" }),
                json!({ "x-standin-at": "/f", "type": "array", "items": { "type": "string" } }),
                json!({ "style": "form", "explode": true }),
            ),
            (
                "a list of files",
                json!({ "name": "f", "type": "array", "items": { "type": "file" } }),
                json!({ "x-standin-at": "/f", "type": "array", "items": { "type": "string", "format": "binary" } }),
                json!({ "style": "form", "explode": false }),
            ),
            (
                "an empty value",
                json!({ "name": "f", "type": "boolean", "allowEmptyValue": true, "x-note": 1, "x-example": false }),
                json!({
                    "x-standin-at": "/f", "type": "boolean", "x-note": 1,
                    "x-standin-example-at": "/f/x-example", "example": false,
                }),
                json!(null),
            ),
            (
                "no empty value",
                json!({ "name": "f", "type": "string", "allowEmptyValue": false }),
                json!({ "x-standin-at": "/f", "type": "string", "minLength": 1 }),
                json!(null),
            ),
            (
                "a schema as in OpenAPI 3.0",
                json!({ "name": "f", "schema": { "type": "file" } }),
                json!({ "x-standin-at": "/f/schema", "type": "string", "format": "binary" }),
                json!(null),
            ),
        ] {
            let field = (Place::default().join("f"), field.as_object().unwrap().clone());
            let form = Form::of(&[&field], &Place::default(), &mut Defects::default()).unwrap();
            let written = form.encoding.get("f").cloned().unwrap_or_default();
            assert_eq!((&form.schema["properties"]["f"], written), (&property, encoding), "{symptom}");
        }
    }
}
