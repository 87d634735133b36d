//! A value becomes the bytes of its media type; one file for each family that has a shape of its own.
//!
//! It chooses no value. Invariant: every value can be written as every media type, and the same value is written the same way.

mod form;
mod multipart;
mod packed;
mod sequence;
mod table;
mod yaml;

use serde_json::Value;

use super::reply::{Body, Reply};
use crate::base::{MediaType, Seed};
use crate::contract::payload::Encoding;
use crate::contract::{Content, PartHeaders, PartTypes};
use crate::schema::{SchemaId, Schemas};

pub(super) use multipart::filename;
pub(super) use sequence::is_sequence;
use sequence::{is_event_stream, stream};

/// What text cannot say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotText;

/// What is known of a value besides itself.
#[derive(Clone, Copy)]
pub(super) struct Manner<'a> {
    pub(super) schemas: &'a Schemas,
    pub(super) schema: Option<SchemaId>,
    /// The schema of an item, where that of the whole does not tell (`itemSchema`).
    pub(super) item_schema: Option<SchemaId>,
    /// How the members of a form or the parts of a multipart body are written.
    pub(super) encoding: &'a Encoding,
    /// What the parts of a multipart body are headed with.
    pub(super) part_headers: &'a PartHeaders,
    /// What those parts are that have no name.
    pub(super) part_types: &'a PartTypes,
    pub(super) seed: Seed,
    /// Whether the value is made up: then strings that stand for files become files.
    pub(super) is_sampled: bool,
    /// Whether it is written as Prism does: no tables, no parts, and no objects as text.
    pub(super) is_prism: bool,
}

impl<'a> Manner<'a> {
    /// That of a documented body.
    pub(super) fn of(content: &'a Content, schemas: &'a Schemas, seed: Seed, is_sampled: bool, is_prism: bool) -> Self {
        let Content { schema, item_schema, encoding, part_headers, part_types, .. } = content;
        let (schema, item_schema) = (*schema, *item_schema);
        Self { schemas, schema, item_schema, encoding, part_headers, part_types, seed, is_sampled, is_prism }
    }

    /// The schema of the item at a position of the whole.
    fn item(&self, index: usize) -> Option<SchemaId> {
        self.schema.and_then(|list| self.schemas.arena().element(list, index)).or(self.item_schema)
    }
}

/// A body, and the media type it is sent as: that which was asked for, with what makes the body readable.
#[derive(Clone, Debug)]
pub(super) struct Encoded {
    pub(super) body: Body,
    pub(super) media_type: String,
}

impl Encoded {
    /// Puts it into its reply.
    pub(super) fn dress(self, reply: &mut Reply) {
        reply.body = self.body;
        reply.set("content-type", &self.media_type);
    }
}

/// The body for a value of that media type. Text is written as it is, anything else where text is due as JSON; `Err` only where
/// Prism refuses that.
pub(super) fn encode(value: &Value, media_type: &MediaType, manner: &Manner<'_>) -> Result<Encoded, NotText> {
    let whole = |text: String| Encoded { body: text.into(), media_type: media_type.as_str().to_owned() };
    if let (true, false, Value::Object(_) | Value::Array(_)) = (media_type.is_multipart(), manner.is_prism, value) {
        return Ok(multipart::write(value, media_type, manner));
    }
    // A text that somebody wrote is what goes over the wire.
    let is_packed = !manner.is_prism && (manner.is_sampled || !value.is_string());
    if let Some(bytes) = packed::write(value, media_type).filter(|_| is_packed) {
        return Ok(Encoded { body: bytes.into(), media_type: media_type.as_str().to_owned() });
    }
    Ok(match value {
        value if media_type.is_json() => whole(value.to_string()),
        value if media_type.is_form() => whole(form::write(value, manner.encoding)),
        value
            if is_sequence(media_type)
                && (value.is_array() || !(value.is_string() || (manner.is_prism && !is_event_stream(media_type)))) =>
        {
            let one = std::slice::from_ref(value);
            let body = stream(value.as_array().map_or(one, Vec::as_slice), media_type);
            Encoded { body, media_type: media_type.as_str().to_owned() }
        }
        // Text that is no XML yet is the content of an element.
        Value::String(text) if media_type.is_xml() && !text.trim_start().starts_with('<') => {
            whole(super::xml::encode(value, manner.schemas.arena(), manner.schema))
        }
        Value::String(text) => whole(text.clone()),
        Value::Null => whole(String::new()),
        value if media_type.is_xml() => whole(super::xml::encode(value, manner.schemas.arena(), manner.schema)),
        Value::Object(_) | Value::Array(_) if manner.is_prism && media_type.is_text() => return Err(NotText),
        other if manner.is_prism => whole(other.to_string()),
        value if table::delimiter(media_type).is_some() => whole(table::write(value, media_type, manner)),
        value if yaml::is_yaml(media_type) => whole(yaml::write(value)),
        other => whole(other.to_string()),
    })
}
