//! What collections there are in all files, before any of them is bound: names may lead to files that come later.
//!
//! Of a file that cannot be read now, what it defined when it was last good still counts. Invariant: a face says of a collection what
//! those need to know who name it, and nothing that would have to be looked up again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::collection::Item;
use crate::base::nearest;
use crate::contract::Contract;
use crate::scenario::format::{self, Amount, Field, Key, Pick};

/// The collections of all files by name.
#[derive(Debug, Default)]
pub(super) struct Census(BTreeMap<String, Arc<Face>>);

/// What others need to know of a collection.
#[derive(Debug, Default)]
pub(super) struct Face {
    /// Whether that is all there is to know; of one with a fault only the name is known.
    pub(super) is_known: bool,
    /// The template of its size.
    pub(super) size: Option<String>,
    /// Whose rows they are.
    pub(super) partition: Option<String>,
    /// The member that tells rows apart.
    pub(super) key: Option<String>,
    /// The member whose time grows.
    pub(super) time: Option<String>,
    /// The members of rows that are declared.
    pub(super) members: BTreeSet<String>,
    /// Whether rows may have others.
    pub(super) is_open: bool,
    /// The dotted paths of members that are moments.
    pub(super) dates: Vec<Arc<str>>,
    /// The collections without which no row of it can be made.
    pub(super) needs: Vec<String>,
}

/// The names that usually tell rows apart, the likeliest first.
pub(super) const USUAL_KEYS: [&str; 4] = ["_id", "id", "key", "uuid"];

impl Census {
    /// Adds a collection; the first of a name counts.
    pub(super) fn add(&mut self, name: &str, face: Arc<Face>) {
        self.0.entry(name.to_owned()).or_insert(face);
    }

    /// The collection of that name.
    pub(super) fn face(&self, name: &str) -> Option<&Face> {
        self.0.get(name).map(|face| &**face)
    }

    /// What is said of a name that no collection has.
    pub(super) fn unknown(&self, name: &str) -> (String, Option<String>) {
        let known: Vec<&str> = self.0.keys().map(String::as_str).collect();
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "define it under `collections`".to_owned(),
            None => format!("there are: {}", known.join(", ")),
        };
        (format!("there is no collection `{name}`"), Some(help))
    }

    /// Whether no row of a collection can be made before there is one of it.
    pub(super) fn needs_itself(&self, name: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&String> = self.face(name).into_iter().flat_map(|face| &face.needs).collect();
        while let Some(next) = open.pop() {
            if next == name {
                return true;
            }
            if seen.insert(next) {
                open.extend(self.face(next).into_iter().flat_map(|face| &face.needs));
            }
        }
        false
    }
}

impl Face {
    /// The face of a collection as it is written, whatever is wrong with it.
    pub(super) fn of_written(written: &format::Collection, contract: &Contract) -> Self {
        let item = written.item.as_ref().and_then(|item| Item::find(item, contract).ok().flatten());
        Self::of(written, item.as_ref())
    }

    /// The face of a collection with such rows.
    pub(super) fn of(written: &format::Collection, item: Option<&Item>) -> Self {
        let mut members: BTreeSet<String> = item.into_iter().flat_map(Item::names).collect();
        let mut dates: BTreeSet<String> = item.into_iter().flat_map(Item::dates).collect();
        let mut needs: Vec<String> = written.pairs.iter().chain(&written.partition).cloned().collect();
        needs.retain(|name| name != "any" || written.pairs.as_ref() == Some(name));
        let scenes = written.scenes.iter().flat_map(|scenes| scenes.pools.values().flatten());
        let lines = scenes.flat_map(|script| &script.lines);
        let groups = written.groups.values().flat_map(|group| [&group.leader, &group.follower]);
        for (name, field) in std::iter::once(&written.fields).chain(lines).chain(groups).flatten() {
            members.insert(name.clone());
            let Field::Made(made) = field else { continue };
            if made.after.is_some() || made.before.is_some() {
                dates.insert(name.clone());
            }
            needs.extend(match &made.pick {
                Some(Pick::Of(of) | Pick::Parts { of, take: None }) => Some(of.clone()),
                _ => None,
            });
        }
        let time = written.time.as_ref().map(|time| time.field.clone());
        members.extend(time.clone());
        dates.extend(time.clone());
        for row in written.rows.iter().flatten().filter_map(Value::as_object) {
            members.extend(row.keys().cloned());
        }
        dates.extend(
            members.iter().filter(|name| written.rows.as_ref().is_some_and(|rows| are_moments(rows, name))).cloned(),
        );
        let key = match &written.key {
            Some(Key::Field(field)) => Some(field.clone()),
            Some(Key::Parts(parts)) => Some(parts.field.clone()),
            None => USUAL_KEYS.iter().find(|usual| members.contains(**usual)).map(|usual| (*usual).to_owned()),
        };
        members.extend(key.clone());
        let size = match &written.size {
            Some(Amount::Text(text)) if text.contains('{') => Some(text.clone()),
            _ => None,
        };
        Self {
            is_known: true,
            size,
            partition: written.partition.clone(),
            key,
            time,
            is_open: written.file.is_some() || written.newest.is_some() || members.is_empty(),
            members,
            dates: dates.into_iter().map(Arc::from).collect(),
            needs,
        }
    }
}

/// Whether a member of written rows is a moment wherever it is there.
fn are_moments(rows: &[Value], name: &str) -> bool {
    let mut values = rows.iter().filter_map(|row| row.get(name)).peekable();
    let is_moment = |value: &Value| value.as_str().is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok());
    values.peek().is_some() && values.all(is_moment)
}
