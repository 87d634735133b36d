//! Documented responses.

use openapiv3::ReferenceOr;
use serde_json::{Map, Value, json};

use super::{Piece, Walk};
use crate::base::Place;

impl Walk<'_, '_> {
    pub(super) fn response(&mut self, at: &Place, map: &Map<String, Value>) -> openapiv3::Response {
        let piece = Piece { at: at.clone(), map, dialect: self.version.dialect() };
        let clean = json!({ "description": "", "content": self.content(&piece) });
        let mut response: openapiv3::Response = serde_json::from_value(clean).unwrap_or_default();
        let links = at.join("links");
        for (name, value) in map.get("links").and_then(Value::as_object).into_iter().flatten() {
            // A link is a help for clients: one that cannot be read costs nobody anything.
            let Some(piece) = self.piece(links.join(name), value, "a link") else { continue };
            let link = serde_json::from_value(Value::Object(piece.map.clone()));
            response.links.extend(link.ok().map(|link| (name.clone(), ReferenceOr::Item(link))));
        }
        let at = at.join("headers");
        for (name, value) in map.get("headers").and_then(Value::as_object).into_iter().flatten() {
            // `Content-Type` is told by the media type (OpenAPI 3.0, Response Object).
            if name.eq_ignore_ascii_case("content-type") || value.is_null() {
                continue;
            }
            let Some(piece) = self.piece(at.join(name), value, "a header") else { continue };
            response.headers.extend(self.header(&piece).map(|header| (name.clone(), ReferenceOr::Item(header))));
        }
        response
    }
}
