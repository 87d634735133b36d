//! Makes a list as long as a rule wants it: what is there goes first, then things sampled from the schema of an item, each with a key of
//! its own. Where no schema says what an item is, the items that are there follow again, in turn.
//!
//! Counts and totals beside the list are the author's. Invariant: the same seed gives the same list, and no list is larger than [`MOST_ITEMS`].

use std::collections::HashSet;

use serde_json::Value;

use super::change::{Ground, Shape};
use super::liken;
use crate::base::{Seed, descend, descend_mut, plain_text};
use crate::respond::story;
use crate::scenario::MOST_ITEMS;
use crate::schema::{Named, SchemaId, Side, Variety};

/// The most bytes that lists are made of in one answer, as JSON and about.
const MOST_BYTES: usize = 64 << 20;
/// The most items of an answer that are sampled; those behind them are like them but for their keys, since nobody reads so far.
const FRESH: usize = 1_000;
/// How often an item is made anew because its key is there already.
const TRIES: u64 = 8;
/// What the members are called that tell items apart where no path does.
const KEYS: [&str; 6] = ["_id", "id", "uuid", "guid", "key", "Id"];

/// What may still be made for one answer, and what was.
#[derive(Debug)]
pub(super) struct Purse {
    bytes: usize,
    fresh: usize,
    /// Items of the list that was last made: all, and sampled ones.
    last: (usize, usize),
    /// Why it is shorter than it should be.
    cut: Option<String>,
}

impl Default for Purse {
    fn default() -> Self {
        Self { bytes: MOST_BYTES, fresh: FRESH, last: (0, 0), cut: None }
    }
}

impl Purse {
    /// What became of the list that was last made.
    pub(super) fn told(&self) -> String {
        let (all, sampled) = self.last;
        let cut = self.cut.as_ref().map(|cut| format!("; {cut}")).unwrap_or_default();
        match sampled {
            0 => format!("{all} items{cut}"),
            sampled => format!("{all} items, {sampled} of them sampled{cut}"),
        }
    }
}

/// Gives a list so many items.
pub(super) fn to(
    list: &mut Vec<Value>,
    wanted: u64,
    (shape, seed): (Shape, Seed),
    ground: &Ground<'_>,
    purse: &mut Purse,
) {
    let most = usize::try_from(wanted).unwrap_or(usize::MAX).min(MOST_ITEMS);
    purse.cut = (wanted > MOST_ITEMS as u64).then(|| format!("{wanted} are more than are made"));
    list.truncate(most);
    let named =
        ground.occasion.map(|occasion| story::named(&ground.world.contract, occasion.operation, occasion.inputs));
    let maker = Maker { named: named.as_deref().unwrap_or_default(), shape, seed, ground };
    let key = maker.key_path(list);
    let key_of =
        |item: &Value| key.as_ref().and_then(|key| descend(item, key)).filter(|key| is_scalar(key)).map(plain_text);
    let mut keys: HashSet<String> = list.iter().filter_map(key_of).collect();
    let (written, mut sampled) = (list.len(), 0);
    while list.len() < most {
        let fresh = if purse.fresh > 0 {
            maker.fresh(list, written, &|item| key_of(item).is_some_and(|key| keys.contains(&key)))
        } else {
            None
        };
        let item = if let Some(item) = fresh {
            (purse.fresh, sampled) = (purse.fresh - 1, sampled + 1);
            item
        } else if let Some(item) = maker.again(list, (written, sampled), key.as_deref(), &keys) {
            item
        } else {
            purse.cut = Some("nothing says what an item is".to_owned());
            break;
        };
        let Some(left) = purse.bytes.checked_sub(weight(&item)) else {
            purse.cut = Some(format!("more would be over {} MiB", MOST_BYTES >> 20));
            break;
        };
        purse.bytes = left;
        keys.extend(key_of(&item));
        list.push(item);
    }
    purse.last = (list.len(), sampled);
}

struct Maker<'m> {
    named: &'m [Named],
    shape: Shape,
    seed: Seed,
    ground: &'m Ground<'m>,
}

impl Maker<'_> {
    /// What an item is, if a schema says so.
    fn schema(&self, index: usize) -> Option<SchemaId> {
        let arena = self.ground.world.contract.schemas().arena();
        self.shape.item(arena, index).filter(|id| !arena.at(arena.target(*id)).is_anything())
    }

    /// The members that lead to what tells items apart.
    fn key_path(&self, list: &[Value]) -> Option<Vec<String>> {
        let contract = &self.ground.world.contract;
        let arena = contract.schemas().arena();
        let schema = self.schema(list.len());
        if let Some(described) = schema.and_then(|schema| contract.entities().described(arena, schema)) {
            return Some(described.key.clone());
        }
        let is_there = |name: &&str| list.first().is_some_and(|item| item.get(*name).is_some());
        let is_known = |name: &&str| schema.is_some_and(|schema| arena.property(schema, name).is_some());
        let name = KEYS.into_iter().find(is_there).or_else(|| KEYS.into_iter().find(is_known))?;
        Some(vec![name.to_owned()])
    }

    /// An item that is sampled, in the likeness of those that were written; made anew as long as its key is taken. A thing that has a path
    /// of its own stays as it is: what its path gives is made from its key, too.
    fn fresh(&self, list: &[Value], written: usize, is_taken: &dyn Fn(&Value) -> bool) -> Option<Value> {
        let index = list.len();
        let schema = self.schema(index)?;
        let world = self.ground.world;
        let (contract, schemas) = (&world.contract, world.contract.schemas());
        let root = self.ground.occasion.map_or(world.options.seed, super::super::fill::Occasion::seed_root);
        let sampler = world.sampler(self.ground.later).telling(story::of(world, root, self.named));
        let is_thing = contract.entities().described(schemas.arena(), schema).is_some();
        let model = index.checked_rem(written).and_then(|turn| list.get(turn)).filter(|_| !is_thing);
        let make = |attempt| {
            let seed = self.seed.nth(index as u64).attempt("/key", attempt);
            // Documented values would be the same in every item.
            let sampled = sampler.sample(schema, seed, Side::Response, Variety::Generated).value;
            // A likeness whose key is taken again and again has one that nobody can vary.
            let model = model.filter(|_| attempt < TRIES / 2);
            let like = model.map(|model| {
                let mut like = liken::to(model, &sampled, "", seed);
                shared(list.get(..written).unwrap_or_default(), &mut like);
                like
            });
            like.filter(|like| schemas.holds(schema, Side::Response, like)).unwrap_or(sampled)
        };
        let mut item = make(0);
        for attempt in 1..TRIES {
            if !is_taken(&item) {
                break;
            }
            item = make(attempt);
        }
        Some(item)
    }

    /// One of the items that are there, with another key: the sampled ones in turn, else those that were written.
    fn again(
        &self,
        list: &[Value],
        (written, sampled): (usize, usize),
        key: Option<&[String]>,
        keys: &HashSet<String>,
    ) -> Option<Value> {
        let (from, count) = if sampled > 0 { (written, sampled) } else { (0, written) };
        let number = list.len().checked_sub(from + count)?;
        let mut item = list.get(from + number.checked_rem(count)?)?.clone();
        let Some((key, slot)) = key.and_then(|key| Some((key, descend_mut(&mut item, key)?))) else {
            return Some(item);
        };
        let schemas = self.ground.world.contract.schemas();
        let schema = self.schema(list.len());
        let schema = schema.and_then(|id| key.iter().try_fold(id, |id, name| schemas.arena().property(id, name)));
        let fits = |other: &Value| {
            !keys.contains(&plain_text(other)) && schema.is_none_or(|id| schemas.holds(id, Side::Response, other))
        };
        let seed = self.seed.nth(list.len() as u64);
        if let Some(other) = (0..TRIES).filter_map(|attempt| alike(slot, seed, (list.len(), attempt))).find(fits) {
            *slot = other;
        }
        Some(item)
    }
}

/// Keeps what all written items have in common: the room that they are in.
fn shared(written: &[Value], item: &mut Value) {
    let (Some((first, others)), Some(members)) = (written.split_first(), item.as_object_mut()) else { return };
    for (name, member) in members.iter_mut().filter(|_| !others.is_empty()) {
        let Some(value) = first.get(name).filter(|value| value.is_string()) else { continue };
        if others.iter().all(|other| other.get(name) == Some(value)) {
            *member = value.clone();
        }
    }
}

fn is_scalar(value: &Value) -> bool {
    value.is_string() || value.is_number()
}

/// A key of the same shape: a number further on or back, a text with other letters and digits in the same places.
pub(super) fn alike(key: &Value, seed: Seed, (index, attempt): (usize, u64)) -> Option<Value> {
    let seed = seed.attempt("/key", attempt);
    match key {
        Value::Number(number) => {
            let far = i64::try_from(index).ok()?.checked_add(i64::try_from(attempt / 2).ok()?)?;
            let number = number.as_i64()?;
            let other = if attempt % 2 == 0 { number.checked_add(far) } else { number.checked_sub(far) };
            other.filter(|other| *other > 0).map(Value::from)
        }
        Value::String(text) => {
            let hex: Vec<u8> = seed.to_string().into_bytes();
            let is_hex = text.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c) || c == '-');
            let digits = hex.iter().cycle().map(|digit| char::from(*digit).to_digit(16).unwrap_or_default());
            let other = text.chars().zip(digits).map(|(character, digit)| match character {
                '0'..='9' | 'a'..='f' if is_hex => char::from_digit(digit, 16).unwrap_or(character),
                '0'..='9' => char::from_digit(digit % 10, 10).unwrap_or(character),
                'a'..='z' => char::from_digit(10 + digit, 36).unwrap_or(character),
                'A'..='Z' => char::from_digit(10 + digit, 36).unwrap_or(character).to_ascii_uppercase(),
                other => other,
            });
            Some(Value::String(other.collect()))
        }
        _ => None,
    }
}

/// How many bytes a value has as JSON, about.
fn weight(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 5,
        Value::Number(_) => 8,
        Value::String(text) => text.len() + 3,
        Value::Array(items) => 2 + items.iter().map(weight).sum::<usize>(),
        Value::Object(members) => 2 + members.iter().map(|(name, value)| name.len() + 4 + weight(value)).sum::<usize>(),
    }
}
