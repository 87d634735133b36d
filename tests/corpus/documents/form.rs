//! Writes an object as `application/x-www-form-urlencoded` and as `multipart/form-data` (OAS 3.x, Encoding Object). What a form cannot
//! say (`null`, an empty list) is left out.

use std::fmt::Write as _;

use bytes::Bytes;
use serde_json::Value;
use standin::base::MediaType;
use standin::contract::payload::{Encoding, PropertyEncoding};
use standin::contract::style::{Style, encode_query, escape};

/// The boundary between parts; nothing that is generated holds it.
const BOUNDARY: &str = "standin-corpus-boundary";

/// The pairs of a form.
pub fn encode(value: &Value, encoding: &Encoding) -> String {
    let Some(members) = value.as_object() else { return String::new() };
    let mut pairs = Vec::new();
    for (name, member) in members {
        let how = encoding.properties.get(name);
        match (how, member) {
            (_, Value::Null) => {}
            (Some(how), member) if is_json(how) => {
                pairs.push(format!("{}={}", escape(name), escape(&member.to_string())));
            }
            (Some(how), member) => pairs.push(encode_query(how.style, how.explode, name, member)),
            (None, Value::Object(_)) => pairs.push(format!("{}={}", escape(name), escape(&member.to_string()))),
            (None, Value::Array(items)) if items.iter().any(|item| item.is_object() || item.is_array()) => {
                pairs.push(encode_query(Style::DeepObject, true, name, member));
            }
            (None, member) => pairs.push(encode_query(Style::Form, true, name, member)),
        }
    }
    pairs.retain(|pair| !pair.is_empty());
    pairs.join("&")
}

/// The boundary and the parts: one for each scalar, lists of scalars item by item, all else as JSON.
pub fn multipart(value: &Value, encoding: &Encoding) -> (&'static str, Bytes) {
    let mut text = String::new();
    for (name, member) in value.as_object().into_iter().flatten() {
        let how = encoding.properties.get(name);
        let declared = how.and_then(|how| how.content_type.as_deref()).and_then(|types| types.split(',').next());
        let declared = declared.map(str::trim).filter(|media_type| !media_type.contains('*'));
        match member {
            Value::Null => {}
            Value::Array(items) if !how.is_some_and(is_json) => {
                for item in items {
                    part(&mut text, name, item, declared);
                }
            }
            member => part(&mut text, name, member, declared),
        }
    }
    let _ = write!(text, "--{BOUNDARY}--\r\n");
    (BOUNDARY, Bytes::from(text))
}

fn part(text: &mut String, name: &str, value: &Value, declared: Option<&str>) {
    let is_json =
        value.is_object() || value.is_array() || declared.is_some_and(|name| MediaType::parse(name).is_json());
    let body = if is_json { value.to_string() } else { super::request::text(value, false) };
    let media_type = declared.unwrap_or(if is_json { "application/json" } else { "text/plain; charset=utf-8" });
    let name = name.replace('"', "%22");
    let _ = write!(
        text,
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\nContent-Type: {media_type}\r\n\r\n{body}\r\n"
    );
}

fn is_json(how: &PropertyEncoding) -> bool {
    how.content_type.as_deref().is_some_and(|name| MediaType::parse(name).is_json())
}
