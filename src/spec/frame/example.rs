//! Documented examples, in the one form of a map from names to examples.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Piece, Walk};
use crate::base::{MOVED_FROM, MOVED_FROM_FILE, Place, kind};
use crate::schema::Resolve;
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
            let stored = self.meant_value(piece, value, &at).unwrap_or_else(|| self.store(value, &at));
            examples.insert(String::new(), stored);
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
                for (index, value) in list.iter().enumerate() {
                    let stored = self.store(value, &at.nth(index));
                    examples.insert((index + 1).to_string(), stored);
                }
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

    /// What `example` means where it is not the value itself: a `$ref` to it, or an Example Object. `None` if it is the value.
    fn meant_value(&mut self, piece: &Piece<'_>, value: &Value, at: &Place) -> Option<Value> {
        if let Some(followed) = self.followed(value, at) {
            return Some(followed);
        }
        let map = value.as_object().filter(|map| map.contains_key("value"))?;
        let is_only = |names: &[&str]| map.keys().all(|key| names.contains(&key.as_str()));
        let is_explained = map.len() > 1 && is_only(&["value", "summary", "description"]);
        let is_bare = is_only(&["value"]) && self.has_no_value(piece);
        if !(is_explained || is_bare) {
            return None;
        }
        let message = "`example` is the value itself, and this is an Example Object; reading what it has under `value`";
        self.warn("example-not-value", at, message);
        self.example_object(at, map)
    }

    /// Whether the schema beside an example describes an object without a property `value`.
    fn has_no_value(&self, piece: &Piece<'_>) -> bool {
        let Some(schema) = piece.map.get("schema") else { return false };
        let target =
            schema.get("$ref").and_then(Value::as_str).map(|reference| self.files.resolve(&piece.at, reference));
        let schema = target.and_then(Result::ok).map_or(schema, |target| target.value);
        schema.get("properties").and_then(Value::as_object).is_some_and(|names| !names.contains_key("value"))
    }

    /// What a `$ref` in the place of a value leads to: a value, or an Example Object. `None` if there is no such reference.
    fn followed(&mut self, value: &Value, at: &Place) -> Option<Value> {
        let map = value.as_object().filter(|map| map.len() == 1)?;
        let target = self.files.resolve(at, map.get("$ref")?.as_str()?).ok()?;
        self.warn("example-not-value", at, "the value of an example cannot be a `$ref`; following it");
        // One reference is followed: what it leads to may refer to itself.
        let is_example = target.place.pointer.as_str().contains("/examples/");
        Some(match target.value.get("value").filter(|_| is_example) {
            Some(value) => self.store(value, &target.place.join("value")),
            None => self.store(target.value, &target.place),
        })
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
                Some(self.store(other, at))
            }
        }
    }

    fn example_object(&mut self, at: &Place, map: &Map<String, Value>) -> Option<Value> {
        let at = super::moved(at.clone(), map);
        for key in ["value", "dataValue", "serializedValue"] {
            if let Some(value) = map.get(key) {
                let at = at.join(key);
                return Some(self.followed(value, &at).unwrap_or_else(|| self.store(value, &at)));
            }
        }
        if let Some(Value::String(url)) = map.get("externalValue") {
            return match self.files.external(at.file, url) {
                Ok(value) => Some(self.store(&value, &at.join("externalValue"))),
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
        Some(self.store(&Value::Object(map.clone()), &at))
    }

    fn bare(&mut self, at: &Place) {
        self.warn(
            "example-without-value",
            at,
            "an example must have its value under `value`; reading the whole as the value",
        );
    }

    /// Keeps a value, once however often its example is referred to; what travels in the frame is its place.
    fn store(&mut self, value: &Value, at: &Place) -> Value {
        self.examples.entry(at.clone()).or_insert_with(|| Arc::new(value.clone()));
        json!({ MOVED_FROM: at.pointer.as_str(), MOVED_FROM_FILE: at.file.0 })
    }
}
