//! The keys of `content`: media types, and what documents write in their place. It decides what a key means, not whether that is told.

use serde_json::{Map, Value};

use crate::base::MediaType;

/// What a key of `content` stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The media type it says.
    Itself,
    /// Other media types: a short name, several in one key, or none at all where a schema must be JSON's.
    Meant(Vec<String>),
    /// Nothing that could be sent: members of an example that stands a level too high, mostly.
    Nothing,
}

/// Short names that are used for media types.
const SHORT: [(&str, &str); 14] = [
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("yaml", "application/yaml"),
    ("form", "application/x-www-form-urlencoded"),
    ("multipart", "multipart/form-data"),
    ("text", "text/plain"),
    ("plain", "text/plain"),
    ("html", "text/html"),
    ("csv", "text/csv"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("png", "image/png"),
    ("binary", "application/octet-stream"),
    ("*", "*/*"),
];

/// What `key` of `content` stands for.
pub(super) fn meaning(key: &str, content: &Map<String, Value>) -> Meaning {
    let parts: Vec<&str> = key.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && parts.iter().all(|part| is_media_type(part)) {
        return Meaning::Meant(parts.into_iter().map(str::to_owned).collect());
    }
    if is_media_type(key) {
        return Meaning::Itself;
    }
    let word = key.trim().trim_start_matches('.').to_ascii_lowercase();
    if let Some((_, meant)) = SHORT.iter().find(|(short, _)| *short == word) {
        return Meaning::Meant(vec![(*meant).to_owned()]);
    }
    let is_alone = !content.keys().any(|key| is_media_type(key));
    let has_schema = content.get(key).is_some_and(|value| value.get("schema").is_some_and(Value::is_object));
    if is_alone && has_schema { Meaning::Meant(vec!["application/json".to_owned()]) } else { Meaning::Nothing }
}

/// Whether `content` is itself what should stand under a media type: `content: { schema: … }`.
pub(super) fn is_media_type_object(content: &Map<String, Value>) -> bool {
    let schema = content.get("schema").and_then(Value::as_object);
    schema.is_some_and(|schema| !schema.contains_key("schema")) && !content.keys().any(|key| is_media_type(key))
}

fn is_media_type(key: &str) -> bool {
    MediaType::parse(key).essence().split_once('/').is_some_and(|(class, name)| !class.is_empty() && !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_mean_media_types_where_that_is_certain() {
        let content = json!({ "application/json": {}, "code": { "example": 4 }, "Reply": { "schema": {} } });
        let alone = json!({ "Reply": { "schema": {} }, "code": { "example": 4 } });
        let json = || Meaning::Meant(vec!["application/json".to_owned()]);
        for (key, content, expected) in [
            ("application/json; charset=utf-8", &content, Meaning::Itself),
            ("image/*", &content, Meaning::Itself),
            ("JSON", &content, json()),
            ("a/b, c/d", &content, Meaning::Meant(vec!["a/b".to_owned(), "c/d".to_owned()])),
            ("code", &content, Meaning::Nothing),
            ("Reply", &content, Meaning::Nothing),
            ("Reply", &alone, json()),
            ("code", &alone, Meaning::Nothing),
            ("", &alone, Meaning::Nothing),
        ] {
            assert_eq!(meaning(key, content.as_object().unwrap()), expected, "{key}");
        }
    }
}
