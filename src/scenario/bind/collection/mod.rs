//! From a collection that is written in a scenario to one with everything looked up.
//!
//! What others are named (`pairs`, `partition`, `pick`) are looked up in the [`Census`] of all files. Invariant: a definition names no
//! collection that nobody defines, no method that does not exist, and holds no pattern, weight or time that cannot be used.

mod field;
mod formula;
mod item;
mod key;
mod origin;
mod scene;
mod time;

use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;

use super::census::{Census, Face};
use super::faults::Faults;
use super::sources::Sources;
use crate::base::{Defects, Place};
use crate::collection::{Definition, MOST_ROWS, Origin, PartitionBy};
use crate::contract::Contract;
use crate::scenario::Reader;
use crate::scenario::format::{self, Amount};
use crate::scenario::template::Template;
pub(super) use item::{Item, json, only};

/// How many rows are made where nobody says it.
const USUAL_SIZE: u64 = 1000;

/// What collections are bound to.
#[derive(Clone, Copy)]
pub(super) struct Ground<'b> {
    pub(super) contract: &'b Contract,
    pub(super) census: &'b Census,
    /// The folder of the scenario file.
    pub(super) folder: &'b Path,
}

/// A collection on its way.
struct Binding<'b> {
    ground: Ground<'b>,
    name: &'b str,
    written: &'b format::Collection,
    at: &'b Place,
    item: Option<Item>,
    face: Face,
    faults: Faults<'b>,
}

/// Binds a collection; `None` if an error was noted.
pub(super) fn bind(
    (name, written): (&str, &format::Collection),
    ground: Ground<'_>,
    at: &Place,
    sources: &mut Sources,
    defects: &mut Defects,
) -> Option<Definition> {
    let mut faults = Faults::new("scenario-collection", defects);
    let item = written.item.as_ref().and_then(|item| {
        Item::find(item, ground.contract).unwrap_or_else(|unknown| {
            let item::Unknown { key, code, message, help } = unknown;
            faults.tell(code, &at.join("item").join(key), message, help);
            None
        })
    });
    let face = Face::of(written, item.as_ref());
    let mut binding = Binding { ground, name, written, at, item, face, faults };
    let definition = binding.definition(sources);
    (binding.faults.count() == 0).then_some(definition)
}

impl Binding<'_> {
    fn definition(&mut self, sources: &mut Sources) -> Definition {
        let partition = self.partition();
        let origin = self.origin(sources);
        let size = self.size(&origin);
        if self.ground.census.needs_itself(self.name) {
            let message = format!("`{}` needs rows of itself before there are any", self.name);
            let help =
                "its `pairs`, `partition` or a whole row that it picks lead back to it; `take` one member of a row";
            self.faults.refuse(&self.at.clone(), message, help.to_owned());
        }
        let newest = self.newest();
        let at = self.at.join("fields");
        Definition {
            name: self.name.into(),
            key: self.key(&origin, size),
            size,
            partition,
            schemas: self.item.as_ref().filter(|item| item.is_own).map(|item| Arc::clone(&item.schemas)),
            item: self.item.as_ref().map(|item| item.id),
            time: self.time(&newest),
            newest,
            fields: self.fields(&self.written.fields, &at),
            scenes: self.scenes(),
            groups: self.groups(),
            origin,
        }
    }

    fn partition(&mut self) -> PartitionBy {
        match self.written.partition.as_deref() {
            None => PartitionBy::Nothing,
            Some("any") => PartitionBy::Any,
            Some(name) => {
                self.known(name, &self.at.join("partition"));
                PartitionBy::Rows(name.into())
            }
        }
    }

    fn size(&mut self, origin: &Origin) -> Option<u64> {
        let at = self.at.join("size");
        match &self.written.size {
            Some(Amount::Number(number)) => self.most(*number),
            Some(Amount::Text(text)) if text.contains('{') => {
                if let Err(error) = Template::compile(text).and_then(|size| size.check(Reader::List)) {
                    self.faults.template(&at, error);
                }
                None
            }
            Some(Amount::Text(text)) => {
                let number = text.replace('_', "").trim().parse().ok();
                if number.is_none() {
                    let help = "write `1000000`, or a template: `{{ settings.rows }}`".to_owned();
                    self.faults.refuse(&at, format!("`{text}` is no number of rows"), help);
                }
                number.and_then(|number| self.most(number))
            }
            None => matches!(origin, Origin::Made).then_some(USUAL_SIZE),
        }
    }

    /// A number of rows, if it is none too large.
    fn most(&mut self, number: u64) -> Option<u64> {
        if number > MOST_ROWS {
            let message = format!("a collection has at most {MOST_ROWS} rows: {number}");
            self.faults.refuse(&self.at.join("size"), message, "write a smaller number".to_owned());
            return None;
        }
        Some(number)
    }

    /// Tells of a name that no collection has; whether there is one.
    fn known(&mut self, name: &str, at: &Place) -> bool {
        let is_known = self.ground.census.face(name).is_some();
        if !is_known {
            let (message, help) = self.ground.census.unknown(name);
            self.faults.tell("scenario-collection-unknown", at, message, help);
        }
        is_known
    }
}

/// The items of a map with their places.
fn placed<'m, V>(map: &'m IndexMap<String, V>, at: &Place) -> impl Iterator<Item = (&'m String, &'m V, Place)> {
    let at = at.clone();
    map.iter().map(move |(name, value)| (name, value, at.join(name)))
}
