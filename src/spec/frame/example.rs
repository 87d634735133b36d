//! Documented examples, in the one form of a map from names to examples.

use serde_json::{Map, Value, json};

use super::{Piece, Walk, extension};
use crate::base::{MOVED_FROM, MOVED_FROM_FILE, Place, kind};
use crate::spec::swagger2;

impl Walk<'_, '_> {
    /// Copies `examples` and `example`: named ones keep their names, the one of `example` has an empty name and comes first.
    pub(super) fn examples(&mut self, piece: &Piece<'_>, clean: &mut Map<String, Value>) {
        let mut examples = Map::new();
        if let Some(value) = piece.map.get("example") {
            let at = match piece.map.get(swagger2::EXAMPLE_AT).and_then(Value::as_str) {
                Some(pointer) => Place::new(piece.at.file, pointer.to_owned().into()),
                None => piece.at.join("example"),
            };
            examples.insert(String::new(), stored(value.clone(), &at));
        }
        let at = piece.at.join("examples");
        match piece.map.get("examples") {
            None | Some(Value::Null) => {}
            Some(Value::Object(map)) => {
                for (name, value) in map {
                    examples.extend(self.example(&at.join(name), value).map(|example| (name.clone(), example)));
                }
            }
            Some(Value::Array(list)) => {
                self.warn(
                    "examples-list",
                    &at,
                    "`examples` must be a map here; reading the list as examples named by their number",
                );
                let numbered = list.iter().enumerate();
                examples.extend(
                    numbered.map(|(index, value)| ((index + 1).to_string(), stored(value.clone(), &at.nth(index)))),
                );
            }
            Some(other) => self.warn(
                "examples-not-map",
                &at,
                format!("`examples` must be a map, not {}; ignoring it", kind(other)),
            ),
        }
        if !examples.is_empty() {
            clean.insert("examples".to_owned(), Value::Object(examples));
        }
    }

    fn example(&mut self, at: &Place, value: &Value) -> Option<Value> {
        if value.get("$ref").is_some_and(Value::is_string) {
            let piece = self.piece(at.clone(), value, "an example")?;
            return self.example_object(&piece.at, piece.map);
        }
        match value {
            Value::Object(map) => self.example_object(at, map),
            other => {
                self.bare(at);
                Some(stored(other.clone(), at))
            }
        }
    }

    fn example_object(&mut self, at: &Place, map: &Map<String, Value>) -> Option<Value> {
        let at = super::moved(at.clone(), map);
        for key in ["value", "dataValue", "serializedValue"] {
            if let Some(value) = map.get(key) {
                return Some(stored(value.clone(), &at.join(key)));
            }
        }
        if let Some(Value::String(url)) = map.get("externalValue") {
            return match self.files.external(at.file, url) {
                Ok(value) => Some(stored(value, &at.join("externalValue"))),
                Err(reason) => {
                    let message = format!("`externalValue` `{url}` cannot be read ({reason}); leaving the example out");
                    self.warn("external-value", &at.join("externalValue"), message);
                    None
                }
            };
        }
        if map.contains_key("summary") || map.contains_key("description") {
            return None;
        }
        self.bare(&at);
        Some(stored(Value::Object(map.clone()), &at))
    }

    fn bare(&mut self, at: &Place) {
        self.warn(
            "example-without-value",
            at,
            "an example must have its value under `value`; reading the whole as the value",
        );
    }
}

/// An example as it travels: with its place, since its value may have to be mended, and with a mark for `null`.
fn stored(value: Value, at: &Place) -> Value {
    let mut example = json!({ MOVED_FROM: at.pointer.as_str(), MOVED_FROM_FILE: at.file.0 });
    if let Value::Object(map) = &mut example {
        if value.is_null() {
            map.insert(extension::NULL.to_owned(), true.into());
        } else {
            map.insert("value".to_owned(), value);
        }
    }
    example
}
