//! The examples of a parameter, body or response: Swagger 2.0 knows only `examples` of a response, by media type, but
//! documents write `example`, `x-example` and `x-examples` anywhere, with one value, by media type or by name.

use serde_json::Value;

use super::Map;
use super::member::present;
use super::origin::{EXAMPLE_AT, made_from};
use crate::base::{FileId, MediaType, Place};

/// The members that hold examples.
const MEMBERS: [&str; 4] = ["example", "x-example", "examples", "x-examples"];

/// Whether `member` holds examples.
pub(super) fn is_example(member: &str) -> bool {
    MEMBERS.contains(&member)
}

/// All examples of one object, each with the place of its value.
#[derive(Debug, Default)]
pub(super) struct Examples {
    /// The file of the piece that they go into.
    home: FileId,
    /// By media type as it is written.
    typed: Vec<(String, Value, Place)>,
    /// By name.
    named: Vec<(String, Value, Place)>,
    /// Without either; the first that was found.
    plain: Option<(Value, Place)>,
}

/// Whether a media type takes the examples that name none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Untyped {
    Taken,
    Left,
}

impl Examples {
    /// Reads the examples of `source` at `at`, to be written into a piece of the file `home`.
    pub(super) fn of(source: &Map, at: &Place, home: FileId) -> Self {
        let mut examples = Self { home, ..Self::default() };
        for member in MEMBERS {
            let Some(value) = present(source, member) else { continue };
            let at = at.join(member);
            let plural = member.ends_with('s');
            match value {
                Value::Object(entries) if plural || is_by_type(entries) => examples.read(entries, value, &at),
                Value::Array(items) if plural => {
                    if let Some(first) = items.first() {
                        examples.offer(first, at.nth(0));
                    }
                }
                _ => examples.offer(value, at),
            }
        }
        examples
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.typed.is_empty() && !self.has_untyped()
    }

    /// Whether there are examples that name no media type.
    pub(super) fn has_untyped(&self) -> bool {
        self.plain.is_some() || !self.named.is_empty()
    }

    /// The media types that examples name, as written and in their order.
    pub(super) fn types(&self) -> impl Iterator<Item = &str> {
        self.typed.iter().map(|(written, ..)| written.as_str())
    }

    /// Writes the examples of a parameter: `example`, or `examples` where they have names.
    pub(super) fn write_plain(&self, object: &mut Map) {
        let typed = self.typed.first().filter(|_| self.named.is_empty());
        let typed = typed.map(|(_, value, at)| (value.clone(), at.clone()));
        self.write(self.plain.clone().or(typed), &self.named, object);
    }

    /// Writes the first example as `example`, for an object that can have no more than one.
    pub(super) fn write_first(&self, object: &mut Map) {
        let others = self.named.iter().chain(&self.typed);
        let first = others.map(|(_, value, at)| (value.clone(), at.clone())).next();
        self.write(self.plain.clone().or(first), &[], object);
    }

    /// Writes the examples of the media type `media` into its object: the one that names it, and the `untyped` ones.
    pub(super) fn write_typed(&self, media: &MediaType, untyped: Untyped, object: &mut Map) {
        let typed = self.typed.iter().find(|(written, ..)| MediaType::parse(written).essence() == media.essence());
        let own = typed.map(|(_, value, at)| (value.clone(), at.clone()));
        match untyped {
            Untyped::Taken => self.write(own.or_else(|| self.plain.clone()), &self.named, object),
            Untyped::Left => self.write(own, &[], object),
        }
    }

    /// Reads a map of examples: some keys are media types, the others are names. But where no key is a media type and
    /// a value is no object or list, the map is the example itself: its author forgot the media type.
    fn read(&mut self, entries: &Map, whole: &Value, at: &Place) {
        let untyped = !entries.keys().any(|key| is_media_type(key));
        if untyped && entries.values().any(|value| !value.is_object() && !value.is_array()) {
            self.offer(whole, at.clone());
            return;
        }
        for (key, value) in entries {
            let entry = at.join(key);
            if is_media_type(key) {
                self.typed.push((key.clone(), value.clone(), entry));
            } else {
                self.named.push((key.clone(), value.clone(), entry));
            }
        }
    }

    fn offer(&mut self, value: &Value, at: Place) {
        self.plain.get_or_insert_with(|| (value.clone(), at));
    }

    /// Writes `plain` as `example`, or, as 3.0 allows only one of the two, among `named` as `examples`.
    fn write(&self, plain: Option<(Value, Place)>, named: &[(String, Value, Place)], object: &mut Map) {
        if named.is_empty() {
            if let Some((value, at)) = plain {
                object.insert(EXAMPLE_AT.to_owned(), Value::from(at.pointer.as_str()));
                object.insert("example".to_owned(), value);
            }
            return;
        }
        let mut examples = Map::new();
        for (name, value, at) in named {
            examples.insert(name.clone(), self.example_object(value, at));
        }
        if let Some((value, at)) = plain {
            examples.entry("example").or_insert_with(|| self.example_object(&value, &at));
        }
        object.insert("examples".to_owned(), Value::Object(examples));
    }

    /// The Example Object of a value, which may be one already, as 3.0 writes it: told by its `value`.
    fn example_object(&self, value: &Value, at: &Place) -> Value {
        let mut object = made_from(at, self.home);
        match value.as_object().filter(|object| object.contains_key("value")) {
            Some(written) => object.extend(written.iter().map(|(name, value)| (name.clone(), value.clone()))),
            None => {
                object.insert("value".to_owned(), value.clone());
            }
        }
        Value::Object(object)
    }
}

/// Whether `key` reads as a media type: keys of bodies may contain a `/` as well.
fn is_media_type(key: &str) -> bool {
    const CLASSES: [&str; 10] =
        ["application", "text", "image", "audio", "video", "multipart", "message", "model", "font", "*"];
    key.split_once('/').is_some_and(|(class, _)| CLASSES.contains(&class.trim().to_ascii_lowercase().as_str()))
}

/// Whether the value of a member meant for one example holds one for each media type.
fn is_by_type(entries: &Map) -> bool {
    !entries.is_empty() && entries.keys().all(|key| is_media_type(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parameters_have_one_example_or_named_ones() {
        for (source, expected) in [
            (json!({}), json!({})),
            (json!({ "x-example": 7 }), json!({ "x-standin-example-at": "/x-example", "example": 7 })),
            (json!({ "example": null, "x-example": 0 }), json!({ "x-standin-example-at": "/x-example", "example": 0 })),
            (json!({ "x-examples": [1, 2] }), json!({ "x-standin-example-at": "/x-examples/0", "example": 1 })),
            (json!({ "x-examples": "a" }), json!({ "x-standin-example-at": "/x-examples", "example": "a" })),
            (
                json!({ "example": { "text/csv": "x" } }),
                json!({ "x-standin-example-at": "/example/text~1csv", "example": "x" }),
            ),
            (
                json!({ "examples": { "one": { "summary": "first", "value": 1 } }, "example": 2 }),
                json!({ "examples": {
                    "one": { "x-standin-at": "/examples/one", "summary": "first", "value": 1 },
                    "example": { "x-standin-at": "/example", "value": 2 },
                } }),
            ),
        ] {
            let mut written = Map::new();
            Examples::of(source.as_object().unwrap(), &Place::default(), FileId(0)).write_plain(&mut written);
            assert_eq!(Value::from(written), expected, "{source}");
        }
    }

    #[test]
    fn media_types_find_their_example_whatever_their_parameters() {
        let source = json!({ "examples": { "Application/JSON": { "id": 1 } }, "x-example": "plain" });
        let examples = Examples::of(source.as_object().unwrap(), &Place::default(), FileId(0));
        for (media, untyped, expected) in [
            ("application/json; charset=utf-8", Untyped::Taken, Some(json!({ "id": 1 }))),
            ("text/plain", Untyped::Taken, Some(json!("plain"))),
            ("text/plain", Untyped::Left, None),
        ] {
            let mut written = Map::new();
            examples.write_typed(&MediaType::parse(media), untyped, &mut written);
            assert_eq!(written.get("example"), expected.as_ref(), "{media}");
        }
    }

    #[test]
    fn a_map_without_media_types_is_the_example_if_a_value_is_a_scalar() {
        for (examples, plain, named) in [
            (json!({ "id": 1, "tags": [] }), true, 0),
            (json!({ "small": { "id": 1 }, "large": { "id": 2 } }), false, 2),
            (json!({ "/etc/hosts": { "mode": 1 } }), false, 1),
            (json!({}), false, 0),
        ] {
            let source = json!({ "examples": examples });
            let read = Examples::of(source.as_object().unwrap(), &Place::default(), FileId(0));
            assert_eq!((read.plain.is_some(), read.named.len()), (plain, named), "{examples}");
        }
    }
}
