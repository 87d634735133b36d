//! Reads the body of a call by its media type.

use serde_json::{Map, Value};

use super::{Reader, subject};
use crate::base::{MediaType, Pointer};
use crate::contract::call::Call;
use crate::contract::operation::{Body, BodyContent};
use crate::contract::payload::{form, multipart, xml};
use crate::contract::style::Shape;
use crate::contract::violation::{Kind, Part};
use crate::schema::{Coercion, SchemaId, Side, TypeSet};

impl Reader<'_> {
    pub(super) fn body(&mut self, body: &Body, call: &Call) {
        // A form may have nothing in it and be there.
        let is_form = call.content_type().is_some_and(|media| media.is_form());
        if call.body.is_empty() && (call.over_limit || !is_form) {
            if body.required && !call.over_limit {
                let message = "Request body is required".to_owned();
                self.report(Kind::Value, Part::Body, None, Pointer::root(), "required", message);
            }
            return;
        }
        let sent = call.content_type();
        let Some(content) = chosen(&body.content, sent.as_ref()) else {
            if let (Some(sent), false) = (sent, body.content.is_empty()) {
                let known: Vec<&str> = body.content.iter().map(|content| content.media_type.as_str()).collect();
                let message = format!("Request body is `{sent}`; supported content types: {}", known.join(", "));
                self.report(Kind::MediaType, Part::Body, None, Pointer::root(), "contentType", message);
            }
            return;
        };
        if call.over_limit {
            return;
        }
        let media_type = sent.unwrap_or_else(|| content.media_type.clone());
        match self.decode(content, &media_type, call) {
            Ok(value) => {
                // A form has members, and text has none: a schema of something else says nothing about it.
                let is_form = media_type.is_form() || media_type.is_multipart();
                let is_text = media_type.is_text() && value.is_string();
                let scalars = TypeSet::ANY.without(TypeSet::OBJECT).without(TypeSet::ARRAY);
                let speaks = |id: &SchemaId| {
                    let types = self.schemas.arena().types(*id);
                    (!is_form || types.meets(TypeSet::OBJECT)) && (!is_text || types.meets(scalars))
                };
                if let Some(schema) = content.schema.filter(speaks) {
                    for mismatch in self.mismatches(schema, &value) {
                        let message = format!("{} {}", subject(Part::Body, "", &mismatch.at), mismatch.message);
                        self.report(Kind::Value, Part::Body, None, mismatch.at, &mismatch.keyword, message);
                    }
                }
                self.inputs.body = Some(value);
            }
            Err(Unreadable::Syntax(message)) => {
                self.report(Kind::Syntax, Part::Body, None, Pointer::root(), "syntax", message);
            }
            Err(Unreadable::Opaque(value)) => self.inputs.body = value,
        }
    }

    fn decode(&mut self, content: &BodyContent, media_type: &MediaType, call: &Call) -> Result<Value, Unreadable> {
        let coerce = |value: Value| match content.schema {
            Some(schema) => self.schemas.coerce(schema, Side::Request, value, Coercion::Wire),
            None => value,
        };
        if media_type.is_json() {
            return serde_json::from_slice(&call.body)
                .map_err(|error| Unreadable::Syntax(format!("Request body is not valid JSON: {error}")));
        }
        if media_type.is_form() {
            let form = form::decode(&call.body, &content.shape, &content.encoding);
            let value = coerce(self.with_empty_lists(form.value, content));
            for name in form.reserved {
                let message = "Reserved characters used in request body".to_owned();
                self.report(Kind::Value, Part::Body, None, Pointer::root().join(&name), "allowReserved", message);
            }
            return Ok(value);
        }
        if media_type.is_multipart() {
            let header = call.header("content-type").unwrap_or_default();
            return match multipart::decode(header, &call.body, &content.shape, &content.encoding) {
                Ok(parts) => Ok(coerce(self.with_empty_lists(parts.value, content))),
                Err(error) => Err(Unreadable::Syntax(format!("Request body is not valid multipart: {error}"))),
            };
        }
        if media_type.is_xml() {
            return match xml::decode(&call.body, self.schemas.arena(), content.schema) {
                Ok(value) => Ok(coerce(value)),
                Err(error) => Err(Unreadable::Syntax(format!("Request body is not well-formed XML: {error}"))),
            };
        }
        let text = || std::str::from_utf8(&call.body).map(|text| Value::String(text.to_owned())).ok();
        if media_type.is_text() {
            return text().map(coerce).ok_or_else(|| Unreadable::Syntax("Request body is not valid UTF-8".to_owned()));
        }
        Err(Unreadable::Opaque(text()))
    }

    /// A form has no way to write an empty list or object: one that must be there and is not is meant to be empty.
    fn with_empty_lists(&self, value: Value, content: &BodyContent) -> Value {
        let (Value::Object(mut members), Some(schema)) = (value.clone(), content.schema) else { return value };
        let arena = self.schemas.arena();
        for property in content.shape.properties() {
            let empty = match property.shape {
                Shape::Array => Value::Array(Vec::new()),
                Shape::Object { .. } => Value::Object(Map::new()),
                _ => continue,
            };
            let fits =
                arena.property(schema, &property.name).is_some_and(|id| self.schemas.holds(id, Side::Request, &empty));
            if fits && arena.requires(schema, &property.name) && !members.contains_key(&property.name) {
                members.insert(property.name.clone(), empty);
            }
        }
        Value::Object(members)
    }
}

/// Why a body has no value that could be checked.
enum Unreadable {
    /// It is not what it says it is.
    Syntax(String),
    /// It is in a form that says nothing to a schema; its text, if it is any.
    Opaque(Option<Value>),
}

/// The form that is meant: the one that covers what was sent most exactly; JSON, else the first, if nothing was said.
fn chosen<'c>(contents: &'c [BodyContent], sent: Option<&MediaType>) -> Option<&'c BodyContent> {
    match sent {
        Some(sent) => {
            let covering = contents.iter().filter_map(|content| Some((content.media_type.covers(sent)?, content)));
            // `max_by_key` would take the last of equals; the first in the document is meant.
            covering.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, content)| content)
        }
        None => contents.iter().find(|content| content.media_type.is_json()).or_else(|| contents.first()),
    }
}
