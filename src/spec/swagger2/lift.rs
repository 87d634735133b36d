//! Parts the two things that a Swagger 2.0 parameter, form field or header is at once: a description of what is sent,
//! and the schema of its value.

use serde_json::Value;

use super::Map;
use super::example::is_example;
use super::member::present;
use super::origin::{is_mark, made_from};
use crate::base::{Defects, FileId, Place, Severity};

/// Where a parameter travels: the value of its `in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header field.
    Header,
    /// As a field of a form in the body.
    Form,
    /// As the whole body.
    Body,
}

impl Location {
    /// The location that a parameter declares, tolerant of case; `None` for none or an unknown one. [`Self::Form`] and
    /// [`Self::Body`] are for [`super::request_body`], all others for [`super::parameter`].
    #[must_use]
    pub fn of(parameter: &Map) -> Option<Self> {
        match parameter.get("in")?.as_str()?.trim().to_ascii_lowercase().as_str() {
            "path" => Some(Self::Path),
            "query" => Some(Self::Query),
            "header" => Some(Self::Header),
            "formdata" | "form" => Some(Self::Form),
            "body" => Some(Self::Body),
            _ => None,
        }
    }
}

/// The members that describe what is sent and keep their name and meaning in 3.0; extensions beside.
const KEPT: [&str; 9] =
    ["name", "in", "description", "required", "deprecated", "allowEmptyValue", "allowReserved", "style", "explode"];

/// The extension that speaks of the value, not of how it is sent.
const NULLABLE: &str = "x-nullable";

/// The members that are rewritten, examples beside: they are neither kept nor part of the schema.
const REWRITTEN: [&str; 2] = ["collectionFormat", "schema"];

/// The members of a parameter or header that stay as they are.
pub(super) fn kept(source: &Map) -> Map {
    let stays = |name: &str| {
        KEPT.contains(&name) || (is_extension(name) && name != NULLABLE && !is_mark(name) && !is_example(name))
    };
    let members = source.iter().filter(|(name, _)| stays(name));
    members.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The schema of what `source`, a parameter or header at `at`, sends: all keywords beside `name` and `in`. A schema
/// written as in 3.0, under `schema`, is taken where there are no such keywords. `home` is the file of the
/// piece that the schema goes into.
pub(super) fn schema(source: &Map, at: &Place, home: FileId, defects: &mut Defects) -> Map {
    if let Some(schema) = present(source, "schema") {
        let written = schema.as_object().filter(|_| !declares_shape(source));
        let assumed = if written.is_some() { "it is taken" } else { "it is ignored" };
        let message = format!("only a `body` parameter of Swagger 2.0 has a `schema`: {assumed}");
        defects.note("parameter-with-schema", Severity::Warning, &at.join("schema"), message);
        if let Some(written) = written {
            return below(made_from(&at.join("schema"), home), written);
        }
    }
    lifted(source, at, home)
}

/// The schema made of the keywords that stand beside `name` and `in`, whatever else there is.
pub(super) fn lifted(source: &Map, at: &Place, home: FileId) -> Map {
    let is_other = |name: &str| KEPT.contains(&name) || REWRITTEN.contains(&name) || is_example(name);
    let is_keyword = |name: &str| !is_other(name) && (!is_extension(name) || name == NULLABLE);
    let keywords = source.iter().filter(|(name, _)| is_keyword(name));
    let keywords = keywords.map(|(name, value)| (name.clone(), value.clone())).collect();
    without_file(below(made_from(at, home), &keywords))
}

/// Whether keywords of a schema stand beside `name` and `in`.
pub(super) fn declares_shape(source: &Map) -> bool {
    ["type", "items", "enum"].iter().any(|keyword| present(source, keyword).is_some())
}

/// Whether a schema stands for a file, or for a list of files, in the words of Swagger 2.0.
pub(super) fn is_file(schema: &Map) -> bool {
    has_file_type(schema) || schema.get("items").and_then(Value::as_object).is_some_and(has_file_type)
}

/// The schema with `type: file`, its own and that of its items, put as 3.0 puts it: text in the format `binary`.
pub(super) fn without_file(mut schema: Map) -> Map {
    as_binary(&mut schema);
    if let Some(items) = schema.get_mut("items").and_then(Value::as_object_mut) {
        as_binary(items);
    }
    schema
}

fn has_file_type(schema: &Map) -> bool {
    schema.get("type").and_then(Value::as_str).is_some_and(|kind| kind.eq_ignore_ascii_case("file"))
}

fn as_binary(schema: &mut Map) {
    if has_file_type(schema) {
        schema.insert("type".to_owned(), Value::from("string"));
        schema.insert("format".to_owned(), Value::from("binary"));
    }
}

/// `members` after the marks of `object`, without marks of their own.
fn below(mut object: Map, members: &Map) -> Map {
    let members = members.iter().filter(|(name, _)| !is_mark(name));
    object.extend(members.map(|(name, value)| (name.clone(), value.clone())));
    object
}

fn is_extension(name: &str) -> bool {
    name.starts_with("x-")
}
