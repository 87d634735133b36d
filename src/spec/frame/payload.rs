//! What messages carry: `content` maps, their media types, encodings, and request bodies.

use serde_json::{Map, Value, json};

use super::media_key::{self, Meaning};
use super::{Piece, Walk, extension};
use crate::base::{Place, kind};

/// What a body is where no media type is written.
const JSON: &str = "application/json";

impl Walk<'_, '_> {
    /// The clean form is one that `openapiv3` reads, whatever was written.
    pub(super) fn request_body(&mut self, at: &Place, map: &Map<String, Value>) -> openapiv3::RequestBody {
        let piece = Piece { at: at.clone(), map, dialect: self.version.dialect() };
        let mut clean = Map::new();
        clean.extend(self.flag(&piece, "required").map(|flag| ("required".to_owned(), flag.into())));
        clean.insert("content".to_owned(), self.content(&piece));
        serde_json::from_value(Value::Object(clean)).unwrap_or_default()
    }

    /// The `content` of a piece, cleaned.
    pub(super) fn content(&mut self, piece: &Piece<'_>) -> Value {
        let at = piece.at.join("content");
        let mut clean = Map::new();
        match piece.map.get("content") {
            None | Some(Value::Null) if piece.map.get("schema").is_some_and(Value::is_object) => {
                let message =
                    "a schema must stand under a media type in `content`; reading it as that of `application/json`";
                self.warn("schema-without-media-type", &piece.at.join("schema"), message);
                clean.insert(JSON.to_owned(), self.media_type_object(piece));
            }
            None | Some(Value::Null) => {}
            Some(Value::Object(content)) if media_key::is_media_type_object(content) => {
                let message =
                    "`content` must have media types as keys; reading it as what stands under `application/json`";
                self.warn("schema-without-media-type", &at.join("schema"), message);
                let piece = Piece { at, map: content, dialect: piece.dialect };
                clean.insert(JSON.to_owned(), self.media_type_object(&piece));
            }
            Some(Value::Object(content)) => {
                for (key, value) in content.iter().filter(|(key, _)| !key.starts_with("x-")) {
                    let at = at.join(key);
                    match media_key::meaning(key, content) {
                        Meaning::Itself => drop(clean.insert(key.clone(), self.media_type(at, value))),
                        Meaning::Meant(types) => {
                            let message = format!("`{key}` is no media type; reading `{}`", types.join("`, `"));
                            self.warn("media-type-unknown", &at, message);
                            for media_type in types.into_iter().filter(|one| !content.contains_key(one)) {
                                clean.insert(media_type, self.media_type(at.clone(), value));
                            }
                        }
                        Meaning::Nothing => {
                            self.warn("media-type-unknown", &at, format!("`{key}` is no media type; leaving it out"));
                        }
                    }
                }
            }
            Some(other) => {
                let message = format!("`content` must be an object of media types, not {}; there is none", kind(other));
                self.lose("content-not-object", &at, message);
            }
        }
        Value::Object(clean)
    }

    fn media_type(&mut self, at: Place, value: &Value) -> Value {
        if value.is_null() {
            return Value::Object(Map::new());
        }
        match self.piece(at, value, "a media type") {
            Some(piece) => self.media_type_object(&piece),
            None => Value::Object(Map::new()),
        }
    }

    fn media_type_object(&mut self, piece: &Piece<'_>) -> Value {
        let mut clean = Map::new();
        clean.extend(self.hoist(piece, "schema").map(|schema| ("schema".to_owned(), schema)));
        clean.extend(self.hoist(piece, "itemSchema").map(|schema| (extension::ITEM_SCHEMA.to_owned(), schema)));
        self.examples(piece, &mut clean);
        let part_types = part_types(piece.map);
        clean.extend(part_types.map(|types| (extension::PART_TYPES.to_owned(), types)));
        if let Some(Value::Object(encodings)) = piece.map.get("encoding") {
            let at = piece.at.join("encoding");
            let read = encodings.iter().filter_map(|(name, value)| {
                let encoding = Piece { at: at.join(name), map: value.as_object()?, dialect: piece.dialect };
                Some((name.clone(), self.encoding(&encoding)))
            });
            clean.insert("encoding".to_owned(), Value::Object(read.collect()));
        }
        Value::Object(clean)
    }

    /// `explode` and `allowReserved` have defaults that depend on whether they were written: they travel as extensions.
    fn encoding(&mut self, piece: &Piece<'_>) -> Value {
        let mut clean = Map::new();
        clean.extend(self.text(piece, "contentType").map(|text| ("contentType".to_owned(), text.into())));
        clean.extend(self.flag(piece, "explode").map(|flag| (extension::EXPLODE.to_owned(), flag.into())));
        clean.extend(self.flag(piece, "allowReserved").map(|flag| (extension::ALLOW_RESERVED.to_owned(), flag.into())));
        let mut headers = Map::new();
        for (name, value) in piece.map.get("headers").and_then(Value::as_object).into_iter().flatten() {
            let at = piece.at.join("headers").join(name);
            // `Content-Type` is told by `contentType` (OpenAPI 3.0, Encoding Object).
            let is_left = name.eq_ignore_ascii_case("content-type") || value.is_null();
            let Some(header) = (!is_left).then(|| self.piece(at, value, "a header")).flatten() else { continue };
            let header = self.header(&header).and_then(|header| serde_json::to_value(header).ok());
            headers.extend(header.map(|header| (name.clone(), header)));
        }
        if !headers.is_empty() {
            clean.insert("headers".to_owned(), Value::Object(headers));
        }
        let given = piece.map.get(extension::STYLE).and_then(Value::as_str).map(str::to_owned);
        let style = given.or_else(|| self.text(piece, "style"));
        clean.extend(style.map(|style| (extension::STYLE.to_owned(), style.into())));
        Value::Object(clean)
    }
}

/// The content types of `prefixEncoding` as a list, `null` where one is not given, and that of `itemEncoding`.
fn part_types(map: &Map<String, Value>) -> Option<Value> {
    let of = |encoding: &Value| encoding.get("contentType").filter(|text| text.is_string()).cloned();
    let prefix = map.get("prefixEncoding").and_then(Value::as_array);
    let item = map.get("itemEncoding");
    prefix.map(drop).or(item.map(drop))?;
    let prefix: Vec<Value> = prefix.into_iter().flatten().map(|one| of(one).unwrap_or_default()).collect();
    Some(json!({ "prefix": prefix, "item": item.and_then(of) }))
}
