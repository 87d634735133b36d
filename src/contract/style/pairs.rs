//! Finds one parameter among name-value pairs and decodes it: what query strings and cookies have in common.
//!
//! Arrays are accepted in the brackets of common practice, `name[]=a` and `name[0]=a`, in every style.
//! Invariant: pairs that belong to no parameter, or to another one, never make this one fail.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::flat::{Members, read, string};
use super::tree::{Entry, grow, is_position, position};
use super::{Coding, Key, Property, Shape, Style, StyleError};

/// A name and its value.
#[derive(Clone, Debug)]
pub(crate) struct Pair<'q> {
    /// The name as it was sent.
    pub(super) name: &'q str,
    /// The same, taken apart.
    pub(super) key: Key<'q>,
    /// The value as it was sent; empty also when there was no `=`.
    pub(super) value: &'q str,
}

impl<'q> Pair<'q> {
    pub(super) fn new(name: &'q str, value: &'q str, coding: Coding) -> Self {
        Self { name, key: Key::parse(name, coding), value }
    }

    /// The place and the raw value.
    pub(crate) fn into_field(self) -> (Key<'q>, &'q str) {
        (self.key, self.value)
    }
}

/// All pairs of a place.
pub(super) struct Pairs<'p, 'q> {
    pub(super) list: &'p [Pair<'q>],
    pub(super) coding: Coding,
    /// The names that other parameters claim; `None` when nobody told.
    pub(super) claimed: Option<&'p [Key<'static>]>,
}

impl Pairs<'_, '_> {
    /// The value of the parameter `name`; `None` when it was not sent.
    pub(super) fn decode(
        &self,
        style: Style,
        explode: bool,
        shape: &Shape,
        name: &str,
    ) -> Result<Option<Value>, StyleError> {
        let key = Key::declared(name);
        match shape {
            _ if style == Style::DeepObject => Ok(self.tree(&key, shape)),
            Shape::Object { properties, open } if explode => Ok(self.members(properties, *open)),
            _ if explode => Ok(self.repeated(&key, shape)),
            _ => {
                let mut texts: Vec<_> = self.own(&key, shape).collect();
                if texts.is_empty() {
                    return Ok(None);
                }
                texts.sort_by_key(|(steps, _)| steps.first().and_then(|step| position(step)));
                let texts: Vec<_> = texts.into_iter().map(|(_, value)| value).collect();
                read(&texts, delimiters(style, self.coding, &texts), Members::InTurn, self.coding, shape).map(Some)
            }
        }
    }

    /// The pairs under the name itself and, where an array is possible, under its items.
    fn own<'s>(&'s self, key: &Key<'_>, shape: &Shape) -> impl Iterator<Item = (&'s [Cow<'s, str>], &'s str)> {
        let may_be_array = matches!(shape, Shape::Array | Shape::Any);
        self.below(key).filter(move |(steps, _)| steps.first().is_none_or(|step| may_be_array && is_position(step)))
    }

    fn below<'s>(&'s self, key: &Key<'_>) -> impl Iterator<Item = (&'s [Cow<'s, str>], &'s str)> {
        self.list.iter().filter_map(move |pair| Some((pair.key.below(key)?, pair.value)))
    }

    fn entry<'e>(&self, (steps, value): (&'e [Cow<'e, str>], &str)) -> Entry<'e> {
        Entry { steps, value: string(self.coding.decode(value)) }
    }

    fn repeated(&self, key: &Key<'_>, shape: &Shape) -> Option<Value> {
        let entries: Vec<_> = self.own(key, shape).map(|field| self.entry(field)).collect();
        (!entries.is_empty()).then(|| grow(entries, shape))
    }

    /// Everything under the name, at any depth.
    fn tree(&self, key: &Key<'_>, shape: &Shape) -> Option<Value> {
        let entries: Vec<_> = self.below(key).map(|field| self.entry(field)).collect();
        (!entries.is_empty()).then(|| grow(entries, shape))
    }

    /// An exploded object: its members stand among the parameters, under their own names. Which undeclared ones belong
    /// to it can only be told when the names of the other parameters are known.
    fn members(&self, properties: &[Property], open: bool) -> Option<Value> {
        let mut object = Map::new();
        for Property { name, shape } in properties {
            let key = Key::declared(name);
            let value = match shape {
                Shape::Object { .. } => self.tree(&key, shape),
                _ => self.repeated(&key, shape),
            };
            object.extend(value.map(|value| (name.clone(), value)));
        }
        if let Some(claimed) = self.claimed.filter(|_| open) {
            let declared: Vec<_> = properties.iter().map(|property| Key::declared(&property.name)).collect();
            let is_taken = |pair: &&Pair<'_>| claimed.iter().chain(&declared).any(|key| pair.key.below(key).is_some());
            let mut rest: IndexMap<&str, Vec<Entry<'_>>> = IndexMap::new();
            for pair in self.list.iter().filter(|pair| !is_taken(pair)) {
                let steps = pair.key.below(&Key::declared(pair.key.base())).unwrap_or_default();
                rest.entry(pair.key.base()).or_default().push(self.entry((steps, pair.value)));
            }
            object.extend(rest.into_iter().map(|(name, entries)| (name.to_owned(), grow(entries, &Shape::Any))));
        }
        (!object.is_empty()).then_some(Value::Object(object))
    }
}
/// The delimiters of a list. Most clients encode whole values, commas included (`URLSearchParams`, `requests`): where no comma stands as
/// it is, an encoded one is the delimiter.
fn delimiters(style: Style, coding: Coding, texts: &[&str]) -> &'static [&'static str] {
    let plain = style.delimiters(coding);
    let is_encoded = coding == Coding::Form && plain == [","] && !texts.iter().any(|text| text.contains(','));
    if is_encoded { &["%2C", "%2c"] } else { plain }
}
