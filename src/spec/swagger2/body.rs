//! Request bodies: the `body` and `formData` parameters of an operation as one Request Body Object.

use serde_json::Value;

use super::Map;
use super::example::{Examples, Untyped};
use super::form::{Form, is_form};
use super::lift::{Location, declares_shape, is_file, kept, lifted, without_file};
use super::member::{present, truth};
use super::origin::made_from;
use crate::base::{Defects, FileId, MediaType, Place, Severity};

/// The Request Body Object of 3.0 for the parameters of the operation at `operation_at`, or `None` where none
/// of them travels in the body. `consumes` is what [`super::Defaults`] says for the operation.
///
/// A `body` parameter is the content under each media type of `consumes`, `application/json` without any. Fields of a
/// form are one object under each; where no media type of a form is declared, `multipart/form-data` (with a file) or
/// `application/x-www-form-urlencoded` comes first. Swagger 2.0 forbids the two together, but documents have both to
/// say that either will do: then forms take the media types of forms, and the body all others.
#[must_use]
pub fn request_body(
    parameters: &[(Place, Map)],
    consumes: &[String],
    operation_at: &Place,
    defects: &mut Defects,
) -> Option<Map> {
    let at_location = |location| {
        parameters.iter().filter(move |(_, parameter)| Location::of(parameter) == Some(location)).collect::<Vec<_>>()
    };
    let bodies = at_location(Location::Body);
    for (at, _) in bodies.iter().skip(1) {
        defects.note("body-duplicate", Severity::Warning, at, "an operation has one body: the first one counts");
    }
    let body = bodies.first().map(|(at, parameter)| Body::of(parameter, at, operation_at.file));
    let form = Form::of(&at_location(Location::Form), operation_at, defects);
    match (body, form) {
        (Some(body), None) => Some(body.alone(consumes, defects)),
        (None, Some(form)) => Some(form_alone(&form, consumes, operation_at, defects)),
        (Some(body), Some(form)) => Some(body.beside(&form, consumes, operation_at, defects)),
        (None, None) => None,
    }
}

/// A `body` parameter.
struct Body<'p> {
    parameter: &'p Map,
    at: &'p Place,
    /// The file of the operation.
    home: FileId,
    examples: Examples,
}

impl<'p> Body<'p> {
    fn of(parameter: &'p Map, at: &'p Place, home: FileId) -> Self {
        Self { parameter, at, home, examples: Examples::of(parameter, at, home) }
    }

    fn alone(&self, consumes: &[String], defects: &mut Defects) -> Map {
        let required = truth(self.parameter, "required", self.at, defects);
        self.object(required, self.content(consumes, defects))
    }

    fn beside(&self, form: &Form, consumes: &[String], operation_at: &Place, defects: &mut Defects) -> Map {
        let message = "an operation has either a `body` or `formData` parameters: both are accepted, each with its own \
                       media types";
        defects.note("body-and-form", Severity::Warning, self.at, message);
        let (forms, others): (Vec<_>, Vec<_>) =
            consumes.iter().cloned().partition(|written| is_form(&MediaType::parse(written)));
        let required = truth(self.parameter, "required", self.at, defects) || form.required;
        let mut content = self.content(&others, defects);
        content.extend(form_content(form, &forms, operation_at));
        self.object(required, content)
    }

    fn object(&self, required: bool, content: Map) -> Map {
        let mut object = made_from(self.at, self.home);
        let own = kept(self.parameter);
        object.extend(own.into_iter().filter(|(name, _)| name == "description" || name.starts_with("x-")));
        finish(object, required, content)
    }

    fn content(&self, consumes: &[String], defects: &mut Defects) -> Map {
        let schema = self.schema(defects);
        let is_binary = schema.as_ref().and_then(Value::as_object).is_some_and(is_file);
        let default = if is_binary { "application/octet-stream" } else { "application/json" };
        let types = if consumes.is_empty() { vec![default] } else { consumes.iter().map(String::as_str).collect() };
        let any_json = types.iter().any(|written| MediaType::parse(written).is_json());
        let mut content = Map::new();
        for written in types {
            let media = MediaType::parse(written);
            let mut object = made_from(self.at, self.home);
            if let Some(schema) = &schema {
                let schema = schema.as_object().map_or_else(|| schema.clone(), |s| without_file(s.clone()).into());
                object.insert("schema".to_owned(), schema);
            }
            let untyped = if media.is_json() || !any_json { Untyped::Taken } else { Untyped::Left };
            self.examples.write_typed(&media, untyped, &mut object);
            content.insert(written.to_owned(), Value::Object(object));
        }
        content
    }

    /// The schema as it is written; without one, the keywords that stand where those of other parameters do.
    fn schema(&self, defects: &mut Defects) -> Option<Value> {
        if let Some(schema) = present(self.parameter, "schema") {
            return Some(schema.clone());
        }
        let is_described = declares_shape(self.parameter);
        let assumed = if is_described { "its own keywords are taken" } else { "it may be anything" };
        let message = format!("a `body` parameter without a `schema`: {assumed}");
        defects.note("body-without-schema", Severity::Warning, self.at, message);
        is_described.then(|| lifted(self.parameter, self.at, self.home).into())
    }
}

/// The request body of an operation that takes nothing but a form.
fn form_alone(form: &Form, consumes: &[String], operation_at: &Place, defects: &mut Defects) -> Map {
    if !consumes.is_empty() && !consumes.iter().any(|written| is_form(&MediaType::parse(written))) {
        let message = format!(
            "`formData` parameters, but no media type of a form in `consumes`: `{}` is added",
            form.default_type()
        );
        defects.note("form-media-type-missing", Severity::Warning, operation_at, message);
    }
    let object = made_from(operation_at, operation_at.file);
    finish(object, form.required, form_content(form, consumes, operation_at))
}

/// The form under each media type of `consumes`, after its default one where that has none for forms.
fn form_content(form: &Form, consumes: &[String], operation_at: &Place) -> Map {
    let declared = consumes.iter().any(|written| is_form(&MediaType::parse(written)));
    let default = (!declared).then(|| form.default_type());
    let mut content = Map::new();
    for written in default.into_iter().chain(consumes.iter().map(String::as_str)) {
        content.insert(written.to_owned(), form.content(&MediaType::parse(written), operation_at).into());
    }
    content
}

fn finish(mut object: Map, required: bool, content: Map) -> Map {
    if required {
        object.insert("required".to_owned(), Value::Bool(true));
    }
    object.insert("content".to_owned(), Value::Object(content));
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Pointer;
    use serde_json::json;

    /// The request body for parameters at `/p/0`, `/p/1`, … of the operation `/o`, and the codes of the defects.
    fn read(parameters: &Value, consumes: &[&str]) -> (Value, Vec<&'static str>) {
        let root = Place::default();
        let parameters = parameters.as_array().unwrap().iter().enumerate();
        let placed = parameters.map(|(i, parameter)| (root.join("p").nth(i), parameter.as_object().unwrap().clone()));
        let placed: Vec<_> = placed.collect();
        let consumes: Vec<String> = consumes.iter().map(ToString::to_string).collect();
        let mut defects = Defects::default();
        let body = request_body(&placed, &consumes, &root.join("o"), &mut defects);
        (body.map_or(Value::Null, Value::from), defects.iter().map(|defect| defect.code).collect())
    }

    #[test]
    fn bodies() {
        for (symptom, parameter, consumes, expected, codes) in [
            (
                "a required body (petstore-expanded)",
                json!({
                    "name": "pet", "in": "body", "description": "Pet to add to the store", "required": true,
                    "schema": { "$ref": "#/definitions/NewPet" },
                }),
                vec!["application/json"],
                json!({
                    "x-standin-at": "/p/0", "description": "Pet to add to the store", "required": true,
                    "content": { "application/json": {
                        "x-standin-at": "/p/0", "schema": { "$ref": "#/definitions/NewPet" },
                    } },
                }),
                vec![],
            ),
            (
                "nothing declared",
                json!({ "in": "body", "schema": {}, "x-note": 1 }),
                vec![],
                json!({
                    "x-standin-at": "/p/0", "x-note": 1,
                    "content": { "application/json": { "x-standin-at": "/p/0", "schema": {} } },
                }),
                vec![],
            ),
            (
                "examples by media type",
                json!({ "in": "body", "schema": {}, "x-examples": { "application/json": { "id": 1 } } }),
                vec!["application/json; charset=utf-8", "application/xml"],
                json!({ "x-standin-at": "/p/0", "content": {
                    "application/json; charset=utf-8": {
                        "x-standin-at": "/p/0", "schema": {},
                        "x-standin-example-at": "/p/0/x-examples/application~1json", "example": { "id": 1 },
                    },
                    "application/xml": { "x-standin-at": "/p/0", "schema": {} },
                } }),
                vec![],
            ),
            (
                "a raw file",
                json!({ "in": "Body", "required": "true", "schema": { "type": "file" } }),
                vec![],
                json!({ "x-standin-at": "/p/0", "required": true, "content": { "application/octet-stream": {
                    "x-standin-at": "/p/0", "schema": { "type": "string", "format": "binary" },
                } } }),
                vec!["keyword-value"],
            ),
            (
                "keywords in place of a schema",
                json!({ "name": "text", "in": "body", "type": "string" }),
                vec!["text/plain"],
                json!({ "x-standin-at": "/p/0", "content": { "text/plain": {
                    "x-standin-at": "/p/0", "schema": { "x-standin-at": "/p/0", "type": "string" },
                } } }),
                vec!["body-without-schema"],
            ),
            (
                "no schema",
                json!({ "name": "text", "in": "body", "schema": null }),
                vec![],
                json!({ "x-standin-at": "/p/0", "content": { "application/json": { "x-standin-at": "/p/0" } } }),
                vec!["body-without-schema"],
            ),
        ] {
            assert_eq!(read(&json!([parameter]), &consumes), (expected, codes), "{symptom}");
        }
    }

    #[test]
    fn forms_choose_their_media_types() {
        let text = json!({ "name": "a", "in": "formData", "type": "string", "required": true });
        let file = json!({ "name": "b", "in": "formData", "type": "file" });
        for (fields, consumes, types, codes) in [
            (json!([text]), vec![], vec!["application/x-www-form-urlencoded"], vec![]),
            (json!([text, file]), vec![], vec!["multipart/form-data"], vec![]),
            (json!([text]), vec!["multipart/form-data"], vec!["multipart/form-data"], vec![]),
            (
                json!([text]),
                vec!["application/x-www-form-urlencoded", "application/json"],
                vec!["application/x-www-form-urlencoded", "application/json"],
                vec![],
            ),
            (
                json!([file]),
                vec!["application/json"],
                vec!["multipart/form-data", "application/json"],
                vec!["form-media-type-missing"],
            ),
            (json!([text, text]), vec![], vec!["application/x-www-form-urlencoded"], vec!["parameter-duplicate"]),
            (json!([text, { "in": "formData" }]), vec!["*/*"], vec!["*/*"], vec!["parameter-unreadable"]),
        ] {
            let (body, found) = read(&fields, &consumes);
            let content = body["content"].as_object().unwrap();
            assert_eq!((content.keys().map(String::as_str).collect(), found), (types, codes), "{fields}");
            assert!(content.values().all(|object| object["schema"]["type"] == "object"), "{fields}");
        }
    }

    #[test]
    fn a_form_is_an_object_of_its_fields() {
        let parameters = json!([
            { "name": "id", "in": "path", "type": "integer" },
            { "name": "token", "in": "formData", "type": "string", "required": true },
            { "name": "file", "in": "formData", "type": "file" },
        ]);
        let expected = json!({ "x-standin-at": "/o", "required": true, "content": { "multipart/form-data": {
            "x-standin-at": "/o",
            "schema": {
                "x-standin-at": "/o", "type": "object", "required": ["token"],
                "properties": {
                    "token": { "x-standin-at": "/p/1", "type": "string" },
                    "file": { "x-standin-at": "/p/2", "type": "string", "format": "binary" },
                },
            },
        } } });
        assert_eq!(read(&parameters, &[]), (expected, vec![]));
    }

    #[test]
    fn a_lone_file_may_be_the_whole_body() {
        let (body, _) = read(&json!([{ "name": "f", "in": "formData", "type": "file" }]), &["image/png"]);
        let schema = json!({ "x-standin-at": "/p/0", "type": "string", "format": "binary" });
        assert_eq!(body["content"]["image/png"]["schema"], schema);
        assert_eq!(body["content"]["multipart/form-data"]["schema"]["properties"]["f"], schema);
    }

    #[test]
    fn a_body_and_a_form_are_both_accepted() {
        let parameters = json!([
            { "name": "f", "in": "formData", "type": "string", "required": true },
            { "name": "b", "in": "body", "schema": { "type": "integer" } },
            { "name": "c", "in": "body", "schema": { "type": "null" } },
        ]);
        let (body, codes) = read(&parameters, &["application/xml", "multipart/form-data"]);
        assert_eq!(codes, ["body-duplicate", "body-and-form"]);
        assert_eq!(body["required"], true);
        assert_eq!(body["content"]["application/xml"]["schema"], json!({ "type": "integer" }));
        assert_eq!(body["content"]["multipart/form-data"]["schema"]["required"], json!(["f"]));
    }

    #[test]
    fn nothing_travels_in_the_body() {
        assert_eq!(read(&json!([{ "name": "q", "in": "query" }]), &["application/json"]), (Value::Null, vec![]));
    }

    #[test]
    fn marks_of_another_file_name_it() {
        let at = Place::new(FileId(4), Pointer::root().join("body"));
        let parameter = json!({ "in": "body", "schema": { "$ref": "Pet.json" } });
        let parameters = [(at, parameter.as_object().unwrap().clone())];
        let body = request_body(&parameters, &[], &Place::default().join("o"), &mut Defects::default());
        let expected = json!({ "x-standin-at": "/body", "x-standin-file": 4, "content": { "application/json": {
            "x-standin-at": "/body", "x-standin-file": 4, "schema": { "$ref": "Pet.json" },
        } } });
        assert_eq!(body.map(Value::from), Some(expected));
    }
}
