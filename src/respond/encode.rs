//! A value becomes the bytes of its media type.

use bytes::Bytes;
use serde_json::Value;

use crate::base::MediaType;
use crate::schema::{SchemaArena, SchemaId};

/// Media types whose items are framed one by one.
const SEQUENCES: [&str; 4] = ["application/jsonl", "application/x-ndjson", "application/json-seq", "text/event-stream"];

/// What text cannot say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotText;

/// The bytes for a value of that media type. Text is written as it is, anything else where text is due as JSON; `Err` only where
/// `strict_text` forbids that.
pub(super) fn encode(
    value: &Value,
    media_type: &MediaType,
    arena: &SchemaArena,
    schema: Option<SchemaId>,
    strict_text: bool,
) -> Result<Bytes, NotText> {
    if media_type.is_json() {
        return Ok(Bytes::from(value.to_string()));
    }
    if media_type.is_form() {
        return Ok(Bytes::from(form(value)));
    }
    if let (Value::Array(items), true) = (value, SEQUENCES.contains(&media_type.essence())) {
        return Ok(stream(items, media_type));
    }
    if media_type.essence() == "text/event-stream" && !value.is_string() {
        return Ok(stream(std::slice::from_ref(value), media_type));
    }
    match value {
        // Text that is no XML yet is the content of an element.
        Value::String(text) if media_type.is_xml() && !text.trim_start().starts_with('<') => {
            Ok(Bytes::from(super::xml::encode(value, arena, schema)))
        }
        Value::String(text) => Ok(Bytes::from(text.clone())),
        Value::Null => Ok(Bytes::new()),
        value if media_type.is_xml() => Ok(Bytes::from(super::xml::encode(value, arena, schema))),
        Value::Object(_) | Value::Array(_) if strict_text && media_type.is_text() => Err(NotText),
        other => Ok(Bytes::from(other.to_string())),
    }
}

/// Items of a stream (OpenAPI 3.2 `itemSchema`), each in the frame of its media type.
pub(super) fn stream(items: &[Value], media_type: &MediaType) -> Bytes {
    let mut text = String::new();
    for item in items {
        match media_type.essence() {
            "text/event-stream" => event(item, &mut text),
            // RFC 7464: a record separator before, a line feed after each.
            "application/json-seq" => text.extend(["\u{1e}", &item.to_string(), "\n"]),
            _ => text.extend([item.to_string().as_str(), "\n"]),
        }
    }
    Bytes::from(text)
}

/// One server-sent event: an object with `data` says its fields, anything else is the data.
fn event(item: &Value, text: &mut String) {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let fields = item.as_object().filter(|fields| fields.contains_key("data"));
    let data = fields.and_then(|fields| fields.get("data")).unwrap_or(item);
    for key in ["id", "event", "retry"] {
        if let Some(value) = fields.and_then(|fields| fields.get(key)) {
            text.extend([key, ": ", &plain(value).replace(['\n', '\r'], " "), "\n"]);
        }
    }
    for line in plain(data).replace("\r\n", "\n").split(['\n', '\r']) {
        text.extend(["data: ", line, "\n"]);
    }
    text.push('\n');
}

/// `application/x-www-form-urlencoded`: members as pairs, lists as repeated names, objects as JSON.
fn form(value: &Value) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let Value::Object(members) = value else { return plain(value) };
    for (name, member) in members {
        match member {
            Value::Array(items) => {
                pairs.extend_pairs(items.iter().map(|item| (name, plain(item))));
            }
            other => {
                pairs.append_pair(name, &plain(other));
            }
        }
    }
    pairs.finish()
}
