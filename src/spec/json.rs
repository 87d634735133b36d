//! Turns strict JSON into a value, by `serde_json`'s reader with a visitor of our own: it sees duplicate keys, which
//! `serde_json::Value` swallows, and counts depth and nodes, in place of the reader's fixed 128 levels.
//! Invariant: recursion is bounded by [`TextLimits`], never by the text.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, map::Entry};

use super::text::{Remarks, SyntaxError, TextLimits, weight};
use crate::base::Pointer;

/// Why text was not read as JSON.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is not JSON, but may be something else.
    Syntax(SyntaxError),
    /// It is too large or too deep in any notation.
    Limit(SyntaxError),
}

/// Reads strict JSON; a duplicate key is remarked and the last one counts.
pub(super) fn read(text: &str, limits: &TextLimits) -> Result<(Value, Remarks), Refusal> {
    let mut reader = Reader { limits, weight: 0, remarks: Remarks::default() };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // `Node` counts the levels itself.
    deserializer.disable_recursion_limit();
    let node = Node { reader: &mut reader, path: &Path::Root, depth: 0 };
    let read = node.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    match read {
        Ok(value) => Ok((value, reader.remarks)),
        Err(error) if error.is_data() => Err(Refusal::Limit(located(text, &error))),
        Err(error) => Err(Refusal::Syntax(located(text, &error))),
    }
}

/// The error with its column in characters; `serde_json` counts bytes, and sometimes from the byte before.
fn located(text: &str, error: &serde_json::Error) -> SyntaxError {
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let offset = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let help = (message == "trailing characters").then_some("a file holds one document, and nothing after it");
    SyntaxError::at(text, offset, message.replacen("EOF", "end of text", 1), help)
}

struct Reader<'l> {
    limits: &'l TextLimits,
    weight: usize,
    remarks: Remarks,
}

impl Reader<'_> {
    /// Counts a node with `bytes` bytes of text.
    fn count<E: serde::de::Error>(&mut self, bytes: usize) -> Result<(), E> {
        self.weight += weight(bytes);
        if self.weight > self.limits.max_nodes { Err(E::custom(self.limits.too_large())) } else { Ok(()) }
    }
}

/// The way from the root to a node, kept on the stack and spelled out only for a remark.
enum Path<'p> {
    Root,
    Member(&'p Path<'p>, &'p str),
    Element(&'p Path<'p>, usize),
}

impl Path<'_> {
    fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Member(parent, key) => parent.pointer().join(key),
            Self::Element(parent, index) => parent.pointer().nth(*index),
        }
    }
}

/// One value about to be read.
struct Node<'r, 'l, 'p> {
    reader: &'r mut Reader<'l>,
    path: &'p Path<'p>,
    /// The containers around it.
    depth: usize,
}

impl Node<'_, '_, '_> {
    fn enter<E: serde::de::Error>(&mut self) -> Result<(), E> {
        if self.depth >= self.reader.limits.depth() {
            return Err(E::custom(self.reader.limits.too_deep()));
        }
        self.reader.count(0)
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Value, E> {
        self.reader.count(0).map(|()| Value::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        self.reader.count(0).map(|()| Value::from(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        self.reader.count(0).map(|()| Value::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        self.reader.count(0).map(|()| Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.reader.count(value.len()).map(|()| Value::from(value))
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Value, E> {
        self.reader.count(value.len()).map(|()| Value::String(value))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        self.reader.count(0).map(|()| Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut elements = Vec::new();
        loop {
            let path = Path::Element(self.path, elements.len());
            let node = Node { reader: &mut *self.reader, path: &path, depth: self.depth + 1 };
            match access.next_element_seed(node)? {
                Some(element) => elements.push(element),
                None => return Ok(Value::Array(elements)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut members = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            self.reader.count(key.len())?;
            let path = Path::Member(self.path, &key);
            let node = Node { reader: &mut *self.reader, path: &path, depth: self.depth + 1 };
            let value = access.next_value_seed(node)?;
            match members.entry(key) {
                Entry::Vacant(member) => {
                    member.insert(value);
                }
                Entry::Occupied(mut member) => {
                    let pointer = || Path::Member(self.path, member.key()).pointer();
                    self.reader.remarks.duplicate(member.key(), pointer);
                    member.insert(value);
                }
            }
        }
        Ok(Value::Object(members))
    }
}
