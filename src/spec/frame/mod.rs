//! Walks a document piece by piece into `openapiv3` types. A piece that cannot be read costs itself, not its neighbours:
//! a parameter, a response, at worst the operation.
//!
//! References are resolved and their targets inlined; schemas are handed to [`Reader`] and leave `{"$ref": "#/standin/<id>"}`.
//! What `openapiv3` has no field for travels in `x-standin-…` members (constants in [`extension`]).

mod document;
mod example;
mod media_key;
mod operation;
mod parameter;
mod path;
mod payload;
mod response;
mod security;

use serde_json::{Map, Value, json};

pub(super) use document::document;

use super::Examples;
use super::files::Files;
use super::version::Version;
use crate::base::{Defects, Place, Severity, kind};
use crate::schema::{Dialect, Reader, Resolve, Target};

/// What a reference to a schema in the arena begins with; its number follows.
pub const SCHEMA_PREFIX: &str = "#/standin/";

/// Members that carry what `openapiv3` has no field for.
pub mod extension {
    /// The style of a parameter, where it is none of OpenAPI 3.0's.
    pub const STYLE: &str = "x-standin-style";
    /// `explode` of an encoding, only if it was written.
    pub const EXPLODE: &str = "x-standin-explode";
    /// `allowReserved` of an encoding, only if it was written.
    pub const ALLOW_RESERVED: &str = "x-standin-allow-reserved";
    /// The location of a parameter that is the whole query (`in: querystring`, OpenAPI 3.2).
    pub const WHOLE_QUERY: &str = "x-standin-whole-query";
    /// `itemSchema` of a media type (OpenAPI 3.2), as a reference.
    pub const ITEM_SCHEMA: &str = "x-standin-item-schema";
    /// The media types of the parts of a body by their position (`prefixEncoding`, then `itemEncoding`, OpenAPI 3.2).
    pub const PART_TYPES: &str = "x-standin-part-types";
}

/// What the walk carries along.
struct Walk<'f, 'w> {
    files: &'f Files,
    schemas: &'w mut Reader<'f>,
    defects: &'w mut Defects,
    version: Version,
    examples: Examples,
}

/// A piece of a document and where it stands.
struct Piece<'v> {
    at: Place,
    map: &'v Map<String, Value>,
    dialect: Dialect,
}

impl<'f> Walk<'f, '_> {
    fn warn(&mut self, code: &'static str, at: &Place, message: impl Into<String>) {
        self.defects.note(code, Severity::Warning, at, message);
    }

    /// Records that something of the contract is lost.
    fn lose(&mut self, code: &'static str, at: &Place, message: impl Into<String>) {
        self.defects.note(code, Severity::Error, at, message);
    }

    /// The object that a value is or refers to. `None`, and a defect, if it is or leads to nothing that `what` could be.
    fn piece<'v>(&mut self, at: Place, value: &'v Value, what: &str) -> Option<Piece<'v>>
    where
        'f: 'v,
    {
        let dialect = self.files.dialect(&at).unwrap_or(self.version.dialect());
        let mut target = Target { place: at, value, dialect };
        // Longer than any chain that means something; a loop ends here as well.
        for _ in 0..32 {
            let Value::Object(map) = target.value else {
                let message = format!("{what} must be an object, not {}; leaving it out", kind(target.value));
                self.lose("piece-not-object", &target.place, message);
                return None;
            };
            let Some(Value::String(reference)) = map.get("$ref") else {
                return Some(Piece { at: moved(target.place, map), map, dialect: target.dialect });
            };
            let from = target.place.join("$ref");
            target = match self.files.resolve(&target.place, reference) {
                Ok(target) => {
                    if let Some(other) =
                        target.place.component().filter(|found| *found != what && !what.ends_with("type"))
                    {
                        let message = format!("`{reference}` leads to {other} where {what} is due; reading it as one");
                        self.warn("ref-kind", &from, message);
                    }
                    target
                }
                Err(reason) => {
                    let message = format!("`$ref` to `{reference}` leads nowhere ({reason}); leaving {what} out");
                    self.defects.note("dangling-ref", Severity::Error, &from, message);
                    return None;
                }
            };
        }
        self.defects.note(
            "ref-loop",
            Severity::Error,
            &target.place,
            format!("{what} refers to itself; leaving it out"),
        );
        None
    }

    /// Reads the schema under `key` and leaves a reference to it.
    fn hoist<'v>(&mut self, piece: &Piece<'v>, key: &str) -> Option<Value>
    where
        'f: 'v,
    {
        let value = piece.map.get(key)?;
        let target = Target { place: piece.at.join(key), value, dialect: piece.dialect };
        let id = self.schemas.read(target, self.defects);
        Some(json!({ "$ref": format!("{SCHEMA_PREFIX}{}", id.index()) }))
    }

    /// Copies a text; anything else under the key is left out.
    fn text(&mut self, piece: &Piece<'_>, key: &str) -> Option<String> {
        match piece.map.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null => None,
            other => {
                let message = format!("`{key}` must be a text, not {}; ignoring it", kind(other));
                self.warn("keyword-value", &piece.at.join(key), message);
                None
            }
        }
    }

    /// A flag: a boolean, or one written as text (`"required": "true"` is published in thousands of documents).
    fn flag(&mut self, piece: &Piece<'_>, key: &str) -> Option<bool> {
        let at = piece.at.join(key);
        match piece.map.get(key)? {
            Value::Bool(flag) => Some(*flag),
            Value::Null => None,
            Value::String(text) if matches!(text.to_ascii_lowercase().as_str(), "true" | "false") => {
                self.warn("boolean-as-text", &at, format!("`{key}` is the text `\"{text}\"`; reading it as a boolean"));
                Some(text.eq_ignore_ascii_case("true"))
            }
            other => {
                self.warn("keyword-value", &at, format!("`{key}` must be a boolean, not {}; ignoring it", kind(other)));
                None
            }
        }
    }
}

/// Where a piece that a converter moved once stood.
fn moved(at: Place, map: &Map<String, Value>) -> Place {
    at.marked_in(map).unwrap_or(at)
}
