//! What tells rows apart: the member, and what its values look like.

use serde_json::Value;

use super::Binding;
use crate::collection::{Key, KeyShape, Origin};
use crate::scenario::format::{self, Field, KeyParts};
use crate::schema::TypeSet;

/// What keys look like of which nothing is known: as the ids of a document database, 24 digits of a hexadecimal number.
const HEX: (&str, u8) = ("0123456789abcdef", 24);
/// A UUID, for what has to be one.
const UUID: &str = "6f8a1c52-9d3e-4b70-8c16-2e5f90a7d4b3";

impl Binding<'_> {
    /// The key of rows from there.
    pub(super) fn key(&mut self, origin: &Origin, size: Option<u64>) -> Option<Key> {
        let at = self.at.join("key");
        let field = self.face.key.clone()?;
        let parts = match &self.written.key {
            Some(format::Key::Parts(parts)) => KeyParts::clone(parts),
            Some(format::Key::Field(_)) | None => KeyParts::default(),
        };
        if parts.field.is_empty() && matches!(self.written.key, Some(format::Key::Parts(_))) {
            self.faults.tell("scenario-key-missing", &at, "`key` needs `field`".to_owned(), None);
        }
        let is_made = matches!(origin, Origin::Made | Origin::Pairs(_));
        let own = self.written.fields.get(&field);
        let is_free = |written: &Field| matches!(written, Field::Made(made) if made.ways().is_empty());
        if is_made && own.is_some_and(|written| !is_free(written)) {
            let message = format!("`{field}` is the key, which is made from the number of the row");
            let help = format!("say what it looks like (`key: {{ field: {field}, like: … }}`), or name another `key`");
            self.faults.refuse(&self.at.join("fields").join(&field), message, help);
        }
        let (mut shape, mut join) = (None, None);
        if let Origin::Pairs(of) = origin {
            let theirs = self.ground.census.face(of);
            join = parts.join.clone().or_else(|| theirs.and_then(|face| face.key.clone()));
            let is_unknown = |name: &String| {
                theirs.is_some_and(|face| face.is_known && !face.is_open && !face.members.contains(name))
            };
            if let Some(name) = parts.join.as_ref().filter(|name| is_unknown(name)) {
                self.faults.refuse(&at.join("join"), format!("rows of `{of}` have no `{name}`"), None);
            }
            if join.is_none() && theirs.is_some_and(|face| face.is_known) {
                let help = "say which member: `key: { field: _id, join: _id }`".to_owned();
                self.faults.refuse(&at, format!("`{of}` has no key of which those of pairs could be joined"), help);
            }
        } else if is_made {
            shape = self.shape(&field, &parts, size);
        }
        Some(Key { field: field.into(), shape, join: join.map(Into::into) })
    }

    fn shape(&mut self, field: &str, parts: &KeyParts, size: Option<u64>) -> Option<KeyShape> {
        let at = self.at.join("key");
        let (key, shape) = match (&parts.like, &parts.chars, parts.first) {
            (Some(like), ..) => ("like", KeyShape::like(&Value::String(like.clone()))),
            (None, Some(chars), _) => ("chars", self.of_characters(chars, parts.length)?),
            (None, None, Some(first)) => ("first", KeyShape::numbers(first)),
            (None, None, None) => return Some(self.learnt(field, size)),
        };
        let wanted = u128::from(size.unwrap_or(1));
        if shape.room() < wanted {
            let message = format!("there are {} such keys, and {wanted} rows", shape.room());
            self.faults.refuse(&at.join(key), message, "make keys longer, or of more characters".to_owned());
        }
        Some(shape)
    }

    fn of_characters(&mut self, chars: &str, length: Option<u8>) -> Option<KeyShape> {
        let at = self.at.join("key");
        let mut seen = std::collections::BTreeSet::new();
        if let Some(twice) = chars.chars().find(|character| !seen.insert(*character)) {
            self.faults.refuse(&at.join("chars"), format!("`{twice}` is there twice"), None);
            return None;
        }
        if seen.len() < 2 {
            self.faults.refuse(&at.join("chars"), "keys are made of two characters at least", None);
            return None;
        }
        match length {
            Some(length) if length > 0 => Some(KeyShape::characters(chars, length)),
            Some(_) => {
                self.faults.refuse(&at.join("length"), "a key has one character at least", None);
                None
            }
            None => {
                let message = "`key` with `chars` needs `length`".to_owned();
                self.faults.tell("scenario-key-missing", &at, message, Some("write `length: 17`".to_owned()));
                None
            }
        }
    }

    /// What documented keys look like, else what the schema says of them.
    fn learnt(&self, field: &str, size: Option<u64>) -> KeyShape {
        let hex = || KeyShape::characters(HEX.0, HEX.1);
        let arena = self.item.as_ref().map(|item| item.schemas.arena());
        let schema = self.item.as_ref().and_then(|item| item.member(field));
        let has_room = |shape: &KeyShape| shape.room() >= u128::from(size.unwrap_or(1));
        match self.shown(field) {
            Some(Value::Number(_)) => return KeyShape::numbers(1),
            Some(example @ Value::String(_)) => {
                let shape = KeyShape::like(example);
                if has_room(&shape) {
                    return shape;
                }
            }
            _ => {}
        }
        let (Some(arena), Some(schema)) = (arena, schema) else { return hex() };
        let types = arena.types(schema);
        let format = arena.at(arena.target(schema)).text.as_ref().and_then(|text| text.format.as_deref());
        match format {
            Some("uuid") => KeyShape::like(&UUID.into()),
            _ if types.meets(TypeSet::NUMBER) && !types.meets(TypeSet::STRING) => KeyShape::numbers(1),
            _ => hex(),
        }
    }
}
