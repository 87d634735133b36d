//! Documented replies, compiled: what the document promises for a status.

use std::collections::BTreeMap;

use openapiv3::{ParameterSchemaOrContent, ReferenceOr};
use serde_json::Value;

use super::example::Example;
use super::operation::encoding;
use super::parameter::{referenced, schema_id};
use super::payload::Encoding;
use crate::base::{MediaType, Pointer, StatusPattern};
use crate::schema::{SchemaArena, SchemaId};
use crate::spec::{Examples, extension};

/// One documented reply.
#[derive(Clone, Debug)]
pub struct Promise {
    /// The statuses it stands for.
    pub status: StatusPattern,
    /// The bodies it may have, in the order of the document; none means no body.
    pub content: Vec<Content>,
    /// The headers it has.
    pub headers: Vec<Header>,
    /// What its body gives to other operations.
    pub links: Vec<Link>,
}

/// A part of a body that is a parameter of another operation (OpenAPI 3, Link Object).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The `operationId` of that operation, or a reference to it.
    pub operation: String,
    /// The name of the parameter.
    pub parameter: String,
    /// Where its value stands in the body.
    pub at: Pointer,
}

/// The number of a documented body in its contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ContentId(u32);

impl ContentId {
    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The position among all documented bodies.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A body that a reply may have.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Its number.
    pub id: ContentId,
    /// Its media type, perhaps a range.
    pub media_type: MediaType,
    /// What it may be.
    pub schema: Option<SchemaId>,
    /// What each item of a stream may be (OpenAPI 3.2).
    pub item_schema: Option<SchemaId>,
    /// Its examples, in the order of the document.
    pub examples: Vec<Example>,
    /// How the members of a form or the parts of a multipart body are written.
    pub encoding: Encoding,
    /// What those parts are headed with.
    pub part_headers: PartHeaders,
    /// What those parts are that have a position instead of a name.
    pub part_types: PartTypes,
}

/// The media types of parts by their position (OpenAPI 3.2: `prefixEncoding` and `itemEncoding`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartTypes {
    /// Those of the first parts.
    pub prefix: Vec<Option<String>>,
    /// That of all others.
    pub item: Option<String>,
}

impl PartTypes {
    /// The media type of the part at that position, if it is given.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<&str> {
        self.prefix.get(index).unwrap_or(&self.item).as_deref()
    }

    fn compile(media: &openapiv3::MediaType) -> Self {
        let written = media.extensions.get(extension::PART_TYPES);
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let prefix = written.and_then(|written| written.get("prefix")).and_then(Value::as_array);
        Self {
            prefix: prefix.into_iter().flatten().map(text).collect(),
            item: written.and_then(|written| written.get("item")).and_then(text),
        }
    }
}

/// The headers of the parts of a multipart body, by the property that the part is of.
pub type PartHeaders = BTreeMap<String, Vec<Header>>;

/// A header that a reply has.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name, as written.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it may be.
    pub schema: Option<SchemaId>,
    /// Whether its value is written as JSON (`content`).
    pub is_json: bool,
    /// Whether the members of an object are written with equals signs.
    pub explode: bool,
    /// Its examples.
    pub examples: Vec<Example>,
}

impl Promise {
    /// The documented replies: exact statuses in the order of the document, ranges, then `default`.
    pub(super) fn compile_all(responses: &openapiv3::Responses, arena: &SchemaArena, values: &Examples) -> Vec<Self> {
        let exact = responses.responses.iter().map(|(status, response)| {
            let pattern = match status {
                openapiv3::StatusCode::Code(code) => StatusPattern::Exact(*code),
                openapiv3::StatusCode::Range(class) => StatusPattern::Range(*class),
            };
            (pattern, response)
        });
        let default = responses.default.iter().map(|response| (StatusPattern::Default, response));
        let compile = |(status, response): (StatusPattern, &ReferenceOr<openapiv3::Response>)| {
            let response = response.as_item()?;
            let content = response.content.iter().map(|(name, media)| Content::compile(name, media, arena, values));
            let headers = response.headers.iter().filter_map(|(name, header)| {
                header.as_item().map(|header| Header::compile(name, header, arena, values))
            });
            let links = response.links.values().filter_map(ReferenceOr::as_item).flat_map(Link::compile_all);
            Some(Self { status, content: content.collect(), headers: headers.collect(), links: links.collect() })
        };
        exact.chain(default).filter_map(compile).collect()
    }
}

impl Link {
    /// The parameters that a link takes from the body; what it takes from elsewhere, or says itself, tells of no thing.
    fn compile_all(link: &openapiv3::Link) -> impl Iterator<Item = Self> {
        let (openapiv3::LinkOperation::OperationRef(operation) | openapiv3::LinkOperation::OperationId(operation)) =
            &link.operation;
        link.parameters.iter().filter_map(|(parameter, value)| {
            let at = value.as_str()?.strip_prefix("$response.body#")?;
            // `path.id` says where the parameter goes.
            let parameter = parameter.strip_prefix("path.").unwrap_or(parameter).to_owned();
            Some(Self { operation: operation.clone(), parameter, at: Pointer::from(at.to_owned()) })
        })
    }
}

impl Content {
    fn compile(name: &str, media: &openapiv3::MediaType, arena: &SchemaArena, values: &Examples) -> Self {
        let headers = |(name, encoding): (&String, &openapiv3::Encoding)| {
            let headers = encoding.headers.iter().filter_map(|(name, header)| {
                header.as_item().map(|header| Header::compile(name, header, arena, values))
            });
            let headers: Vec<Header> = headers.collect();
            (!headers.is_empty()).then(|| (name.clone(), headers))
        };
        let item =
            media.extensions.get(extension::ITEM_SCHEMA).and_then(|item| item.get("$ref")).and_then(Value::as_str);
        Self {
            id: ContentId::default(),
            media_type: MediaType::parse(name),
            schema: schema_id(media.schema.as_ref(), arena),
            item_schema: item.and_then(|reference| referenced(reference, arena)),
            examples: Example::compile_all(&media.examples, values),
            encoding: encoding(media),
            part_headers: media.encoding.iter().filter_map(headers).collect(),
            part_types: PartTypes::compile(media),
        }
    }
}

impl Header {
    fn compile(name: &str, header: &openapiv3::Header, arena: &SchemaArena, values: &Examples) -> Self {
        let (schema, is_json) = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => (schema_id(Some(schema), arena), false),
            ParameterSchemaOrContent::Content(content) => {
                (content.first().and_then(|(_, media)| schema_id(media.schema.as_ref(), arena)), true)
            }
        };
        let examples = Example::compile_of(&header.examples, &header.format, values);
        let explode = header.extensions.get(extension::EXPLODE).and_then(Value::as_bool).unwrap_or_default();
        Self { name: name.to_owned(), required: header.required, schema, is_json, explode, examples }
    }
}
