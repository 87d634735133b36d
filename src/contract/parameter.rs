//! Parameters, compiled: how to find one in a call and what it may be.

use openapiv3::{ParameterSchemaOrContent, QueryStyle, ReferenceOr};
use serde_json::Value;

use super::example::Example;
use super::style::{Property, Shape, Style};
use super::violation::Part;
use crate::base::MediaType;
use crate::schema::{SchemaArena, SchemaId, TypeSet};
use crate::spec::{Examples, extension};

/// One parameter of an operation.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "the Parameter Object has as many")]
pub struct Parameter {
    /// Its name; headers compare without case.
    pub name: String,
    /// Where it is sent.
    pub part: Part,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it is the whole query (`in: querystring`, OpenAPI 3.2).
    pub whole_query: bool,
    /// How its value is written.
    pub style: Style,
    /// Whether members and items are written one by one.
    pub explode: bool,
    /// Whether reserved characters may stand in it as they are; `None` if nothing was said.
    pub allow_reserved: Option<bool>,
    /// Whether `name=` means "not given".
    pub allow_empty: bool,
    /// What it may be.
    pub schema: Option<SchemaId>,
    /// How its value is written, if it is a document of its own (`content`).
    pub content: Option<MediaType>,
    /// What its decoder has to expect.
    pub shape: Shape,
    /// Whether it carries credentials though no security scheme says so.
    pub is_credential: bool,
    /// Its examples.
    pub examples: Vec<Example>,
}

impl Parameter {
    pub(super) fn compile(parameter: &openapiv3::Parameter, arena: &SchemaArena, values: &Examples) -> Self {
        let data = parameter.parameter_data_ref();
        let (part, mut style, allow_reserved, allow_empty) = match parameter {
            openapiv3::Parameter::Query { style, allow_reserved, allow_empty_value, .. } => {
                let style = match style {
                    QueryStyle::Form => Style::Form,
                    QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                    QueryStyle::PipeDelimited => Style::PipeDelimited,
                    QueryStyle::DeepObject => Style::DeepObject,
                };
                (Part::Query, style, Some(*allow_reserved), allow_empty_value.unwrap_or_default())
            }
            openapiv3::Parameter::Header { .. } => (Part::Header, Style::Simple, None, false),
            openapiv3::Parameter::Path { style, .. } => {
                let style = match style {
                    openapiv3::PathStyle::Matrix => Style::Matrix,
                    openapiv3::PathStyle::Label => Style::Label,
                    openapiv3::PathStyle::Simple => Style::Simple,
                };
                (Part::Path, style, None, false)
            }
            openapiv3::Parameter::Cookie { .. } => (Part::Cookie, Style::Form, None, false),
        };
        if let Some(named) = data.extensions.get(extension::STYLE).and_then(Value::as_str).and_then(Style::parse) {
            style = named;
        }
        let (schema, content) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => (schema_id(Some(schema), arena), None),
            ParameterSchemaOrContent::Content(content) => {
                let first = content.first();
                let schema = first.and_then(|(_, media)| media.schema.as_ref());
                (schema_id(schema, arena), first.map(|(name, _)| MediaType::parse(name)))
            }
        };
        Self {
            name: data.name.clone(),
            part,
            required: data.required,
            whole_query: data.extensions.contains_key(extension::WHOLE_QUERY),
            style,
            explode: data.explode.unwrap_or_else(|| style.default_explode()),
            allow_reserved,
            allow_empty,
            shape: schema.map_or(Shape::Any, |id| shape(arena, id)),
            schema,
            content,
            is_credential: false,
            examples: Example::compile_of(&data.examples, &data.format, values),
        }
    }
}

/// The id that a frame's reference names.
pub(super) fn schema_id<T>(reference: Option<&ReferenceOr<T>>, arena: &SchemaArena) -> Option<SchemaId> {
    let ReferenceOr::Reference { reference } = reference? else { return None };
    referenced(reference, arena)
}

/// The id in a reference's text.
pub(super) fn referenced(reference: &str, arena: &SchemaArena) -> Option<SchemaId> {
    arena.id(reference.strip_prefix(crate::spec::SCHEMA_PREFIX)?.parse().ok()?)
}

/// What the decoder of a value with that schema has to expect. Two levels are enough: deeper ones are written as JSON or in brackets.
pub(super) fn shape(arena: &SchemaArena, id: SchemaId) -> Shape {
    shape_within(arena, id, 4)
}

fn shape_within(arena: &SchemaArena, id: SchemaId, depth: u8) -> Shape {
    let types = arena.meant_types(id).without(TypeSet::NULL);
    if types == TypeSet::ARRAY {
        return Shape::Array;
    }
    if types != TypeSet::OBJECT {
        let is_scalar = !types.meets(TypeSet::ARRAY.or(TypeSet::OBJECT));
        return if is_scalar { Shape::Scalar } else { Shape::Any };
    }
    let property = |name: String| {
        let shape = match arena.property(id, &name) {
            Some(property) if depth > 0 => shape_within(arena, property, depth - 1),
            _ => Shape::Any,
        };
        Property { name, shape }
    };
    let is_closed = arena.at(arena.target(id)).object.as_ref().and_then(|object| object.additional);
    let open = !is_closed.is_some_and(|schema| arena.at(schema).types.is_empty());
    Shape::Object { properties: arena.property_names(id).into_iter().map(property).collect(), open }
}

/// Whether the name of a header says that it carries credentials.
pub(super) fn names_credentials(name: &str) -> bool {
    const WORDS: [&str; 9] =
        ["auth", "token", "apikey", "api-key", "api_key", "session", "secret", "access-key", "credential"];
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

/// Whether the name of a header says whose credentials those beside it are.
pub(super) fn names_user(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace(['-', '_'], "");
    name.ends_with("userid") || name.ends_with("username") || name.ends_with("clientid")
}
