//! `application/x-www-form-urlencoded`: members as pairs. By default lists are repeated names and objects are JSON (OAS 3.x, Encoding
//! Object); an encoding can ask for another style, or for JSON by its content type.

use serde_json::Value;

use crate::base::{MediaType, plain_text};
use crate::contract::payload::Encoding;
use crate::contract::style::{Style, encode_query};

pub(super) fn write(value: &Value, encoding: &Encoding) -> String {
    let Value::Object(members) = value else { return plain_text(value) };
    let member = |(name, value): (&String, &Value)| {
        let how = encoding.properties.get(name);
        let content_type = how.and_then(|how| how.content_type.as_deref());
        if content_type.is_some_and(|text| MediaType::parse(text).is_json()) {
            return pairs(name, [value.to_string()]);
        }
        match (value, how.filter(|how| content_type.is_none() && !(how.style == Style::Form && how.explode))) {
            (Value::Array(_) | Value::Object(_), Some(how)) => encode_query(how.style, how.explode, name, value),
            (Value::Object(_), None) if content_type.is_none() && how.is_some() => {
                encode_query(Style::Form, true, name, value)
            }
            (Value::Array(items), _) => pairs(name, items.iter().map(plain_text)),
            _ => pairs(name, [plain_text(value)]),
        }
    };
    members.iter().map(member).filter(|pairs| !pairs.is_empty()).collect::<Vec<_>>().join("&")
}

fn pairs(name: &str, values: impl IntoIterator<Item = String>) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.extend_pairs(values.into_iter().map(|value| (name, value)));
    pairs.finish()
}
