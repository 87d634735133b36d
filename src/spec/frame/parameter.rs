//! Parameters and response headers.

use serde_json::{Map, Value, json};

use super::{Piece, Walk, extension};
use crate::base::{Place, Severity};
use crate::spec::swagger2;

const LOCATIONS: [&str; 5] = ["path", "query", "header", "cookie", "querystring"];
const STYLES: [&str; 6] = ["matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited"];

impl Walk<'_, '_> {
    /// Reads a parameter in the shape of OpenAPI 3; `None`, and a defect, if it has no name or no known location.
    pub(super) fn parameter(&mut self, at: &Place, map: &Map<String, Value>) -> Option<openapiv3::Parameter> {
        let lifted: Map<String, Value>;
        let map = if is_flat(map) {
            self.warn(
                "parameter-without-schema",
                at,
                "the parameter has its keywords outside `schema`; reading them as one",
            );
            lifted = swagger2::parameter(map, at, self.defects);
            &lifted
        } else {
            map
        };
        let piece = Piece { at: at.clone(), map, dialect: self.version.dialect() };
        let (name, location) =
            (self.text(&piece, "name"), self.text(&piece, "in").map(|text| text.trim().to_ascii_lowercase()));
        let (Some(name), Some(location)) = (name, location.filter(|location| LOCATIONS.contains(&location.as_str())))
        else {
            self.defects.note(
                "parameter-unreadable",
                Severity::Error,
                at,
                "a parameter must have a `name` and a known `in`; leaving it out",
            );
            return None;
        };
        let mut clean = Map::new();
        let whole_query = location == "querystring";
        if whole_query {
            clean.insert(extension::WHOLE_QUERY.to_owned(), true.into());
        }
        let required = self.flag(&piece, "required").unwrap_or_default();
        if location == "path" && !required {
            let message = format!("the path parameter `{name}` is not marked `required`; it always is");
            self.defects.note("path-parameter-optional", Severity::Note, at, message);
        }
        clean.insert("required".to_owned(), (required || location == "path").into());
        clean.insert("name".to_owned(), name.into());
        self.style(&piece, &location, &mut clean);
        for key in ["explode", "allowReserved", "allowEmptyValue", "deprecated"] {
            clean.extend(self.flag(&piece, key).map(|flag| (key.to_owned(), flag.into())));
        }
        clean.insert("in".to_owned(), if whole_query { "query".into() } else { location.into() });
        self.format(&piece, &mut clean);
        self.typed(at, Value::Object(clean), "parameter-unreadable")
    }

    /// Reads a response header.
    pub(super) fn header(&mut self, piece: &Piece<'_>) -> Option<openapiv3::Header> {
        let lifted: Map<String, Value>;
        let map = if is_flat(piece.map) {
            let mut with_location = piece.map.clone();
            with_location.insert("in".to_owned(), "header".into());
            lifted = swagger2::parameter(&with_location, &piece.at, self.defects);
            &lifted
        } else {
            piece.map
        };
        let piece = Piece { at: piece.at.clone(), map, dialect: piece.dialect };
        let mut clean = Map::new();
        clean.extend(self.flag(&piece, "required").map(|flag| ("required".to_owned(), flag.into())));
        clean.extend(self.flag(&piece, "explode").map(|flag| (extension::EXPLODE.to_owned(), flag.into())));
        self.format(&piece, &mut clean);
        serde_json::from_value(Value::Object(clean)).ok()
    }

    /// `schema` or `content`, and the examples. Where neither is written, anything goes.
    fn format(&mut self, piece: &Piece<'_>, clean: &mut Map<String, Value>) {
        let content = piece.map.get("content").and_then(Value::as_object).filter(|content| !content.is_empty());
        if let (Some(_), None) = (content, piece.map.get("schema")) {
            clean.insert("content".to_owned(), self.content(piece));
        } else {
            let schema = self.hoist(piece, "schema").unwrap_or_else(|| self.anything(piece));
            clean.insert("schema".to_owned(), schema);
        }
        self.examples(piece, clean);
    }

    /// A reference to the schema that holds for everything.
    fn anything(&mut self, piece: &Piece<'_>) -> Value {
        let id = self.schemas.push(crate::schema::Schema::any(piece.at.clone()));
        json!({ "$ref": format!("{}{}", super::SCHEMA_PREFIX, id.index()) })
    }

    /// `style`, unless it is not of this location: then the default counts.
    fn style(&mut self, piece: &Piece<'_>, location: &str, clean: &mut Map<String, Value>) {
        let style = piece.map.get(extension::STYLE).is_none().then(|| self.text(piece, "style")).flatten();
        clean.extend(piece.map.get(extension::STYLE).map(|style| (extension::STYLE.to_owned(), style.clone())));
        let Some(style) = style else { return };
        let allowed: &[&str] = match location {
            "path" => &["matrix", "label", "simple"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "header" => &["simple"],
            _ => &["form"],
        };
        if allowed.contains(&style.as_str()) {
            clean.insert("style".to_owned(), style.into());
        } else if style == "cookie" && location == "cookie" || style == "tabDelimited" {
            clean.insert(extension::STYLE.to_owned(), style.into());
        } else {
            let known =
                if STYLES.contains(&style.as_str()) || style == "deepObject" { "is not for" } else { "is no style of" };
            let message = format!("`{style}` {known} {location} parameters; reading the default style");
            self.warn("style-unknown", &piece.at.join("style"), message);
        }
    }

    /// The typed form; `None`, and a defect, if even the clean form is not one.
    pub(super) fn typed<T: serde::de::DeserializeOwned>(
        &mut self,
        at: &Place,
        clean: Value,
        code: &'static str,
    ) -> Option<T> {
        match serde_json::from_value(clean) {
            Ok(typed) => Some(typed),
            Err(error) => {
                self.defects.note(
                    code,
                    Severity::Error,
                    at,
                    format!("this could not be read ({error}); leaving it out"),
                );
                None
            }
        }
    }
}

/// Whether a parameter carries its schema's keywords itself, as Swagger 2.0 had it.
fn is_flat(map: &Map<String, Value>) -> bool {
    !map.contains_key("schema") && !map.contains_key("content") && map.get("type").is_some_and(Value::is_string)
}
