//! Rows that lie together, read: JSON stays as it is until somebody looks at a row, or at some members of it, since most are only passed by.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

/// Rows that were read together, and which block they are. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) number: usize,
    /// The number of the first row.
    pub(super) first: u64,
    rows: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Json(Arc<Json>),
    Made(Arc<[Value]>),
}

/// JSON values, and where they lie in it.
#[derive(Debug)]
struct Json {
    text: Vec<u8>,
    rows: Vec<Range<usize>>,
}

impl Block {
    /// Of JSON values with white space or commas between them, as lines and items have; `None` if they are not that many.
    pub(super) fn of_json(number: usize, first: u64, count: u64, text: Vec<u8>) -> Option<Self> {
        let mut rows = Vec::with_capacity(usize::try_from(count).ok()?);
        let mut at = 0;
        loop {
            let is_between = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',');
            at += text.get(at..)?.iter().take_while(|byte| is_between(byte)).count();
            let rest = text.get(at..).filter(|rest| !rest.is_empty());
            let Some(rest) = rest else { break };
            let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
            values.next()?.ok()?;
            rows.push(at..at + values.byte_offset());
            at += values.byte_offset();
        }
        (rows.len() as u64 == count).then(|| Self { number, first, rows: Content::Json(Arc::new(Json { text, rows })) })
    }

    /// Of rows that are made already; `None` if they are not that many.
    pub(super) fn of_rows(number: usize, first: u64, count: u64, rows: Vec<Value>) -> Option<Self> {
        (rows.len() as u64 == count).then(|| Self { number, first, rows: Content::Made(rows.into()) })
    }

    /// How many rows come before the first one for which that does not hold; it holds for all before one for which it does.
    pub(super) fn partition_point(&self, member: &Arc<str>, holds: impl Fn(Option<&Value>) -> bool) -> u64 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            let row = self.part(self.first + middle, std::slice::from_ref(member));
            if row.as_ref().is_some_and(|row| holds(row.get(&**member))) { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn len(&self) -> u64 {
        match &self.rows {
            Content::Json(json) => json.rows.len() as u64,
            Content::Made(rows) => rows.len() as u64,
        }
    }

    pub(super) fn row(&self, row: u64) -> Option<Value> {
        match &self.rows {
            Content::Json(json) => serde_json::from_slice(json.row(self.place(row)?)?).ok(),
            Content::Made(rows) => rows.get(self.place(row)?).cloned(),
        }
    }

    /// These members of a row; all of it if it is no object.
    pub(super) fn part(&self, row: u64, members: &[Arc<str>]) -> Option<Value> {
        match &self.rows {
            Content::Json(json) => {
                let text = json.row(self.place(row)?)?;
                if text.first() != Some(&b'{') {
                    return serde_json::from_slice(text).ok();
                }
                let row = serde_json::Deserializer::from_slice(text).deserialize_map(Part(members)).ok()?;
                Some(Value::Object(row))
            }
            Content::Made(rows) => {
                let row = rows.get(self.place(row)?)?.as_object()?;
                let wanted = members.iter().filter_map(|name| row.get_key_value(&**name));
                Some(Value::Object(wanted.map(|(name, value)| (name.clone(), value.clone())).collect()))
            }
        }
    }

    fn place(&self, row: u64) -> Option<usize> {
        usize::try_from(row.checked_sub(self.first)?).ok()
    }
}

impl Json {
    fn row(&self, place: usize) -> Option<&[u8]> {
        self.text.get(self.rows.get(place)?.clone())
    }
}

/// Takes these members of an object and passes over the others.
struct Part<'m>(&'m [Arc<str>]);

impl<'de> Visitor<'de> for Part<'_> {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut part = Map::new();
        while let Some(name) = members.next_key_seed(Name(self.0))? {
            match name {
                Some(name) => _ = part.insert(name.to_owned(), members.next_value()?),
                None => _ = members.next_value::<IgnoredAny>()?,
            }
        }
        Ok(part)
    }
}

/// Which of these names a member has.
struct Name<'m>(&'m [Arc<str>]);

impl<'de, 'm> DeserializeSeed<'de> for Name<'m> {
    type Value = Option<&'m str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'m> Visitor<'_> for Name<'m> {
    type Value = Option<&'m str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().map(|wanted| &**wanted).find(|wanted| *wanted == name))
    }
}
