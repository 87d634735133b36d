//! The rows of a list as a collection: row *n* is the thing with the *n*-th key, as the schema of the list tells of it.

use std::sync::Arc;

use serde_json::Value;

use super::keys::Address;
use super::shelf::{Shelf, has_owner};
use super::{Asker, Library};
use crate::base::{Seed, descend, descend_mut, plain_text};
use crate::collection::Rows;
use crate::contract::{Inputs, Operation};
use crate::respond::story::{self, Telling};
use crate::schema::{Named, Role, Side, Story, Variety};

/// What it costs to make a row, in tenths of a microsecond.
const COST: u64 = 400;

/// The rows of a list.
#[derive(Debug)]
pub(in crate::respond) struct Sampled {
    library: Arc<Library>,
    shelf: Arc<Shelf>,
    /// What the path of the call says.
    inputs: Inputs,
    /// The things that it names.
    owners: Vec<Named>,
    asker: Asker,
    /// What rows without a key are made from.
    seed: Seed,
    address: Address,
}

impl Sampled {
    /// The rows that belong to those whom `inputs` names.
    pub(super) fn new(library: &Arc<Library>, shelf: &Arc<Shelf>, inputs: Inputs, asker: Asker) -> Self {
        let contract = &library.contract;
        let operation = contract.operation(shelf.id);
        let owners = operation.map(|operation| story::named(contract, operation, &inputs)).unwrap_or_default();
        // Whoever hangs a list on its path owns its rows.
        let owners: Vec<Named> = owners.into_iter().map(|named| Named { role: Role::Owner, ..named }).collect();
        let own = |operation: &Operation| story::seed(asker.root, operation, &inputs).child("rows");
        let seed = operation.map_or(asker.root, own);
        let address = address(library, shelf, operation, (asker.root, seed));
        Self { library: Arc::clone(library), shelf: Arc::clone(shelf), inputs, owners, asker, seed, address }
    }

    /// The thing that the row with that key shows.
    pub(in crate::respond) fn thing(&self, key: &Value) -> Option<Value> {
        let row = self.row(self.find(key)?);
        descend(&row, &self.shelf.derived.site.inner).cloned()
    }

    /// The number of the row that shows the thing with that key.
    pub(in crate::respond) fn thing_number(&self, key: &Value) -> Option<u64> {
        self.find(key)
    }

    /// Whether its rows have keys.
    pub(in crate::respond) fn has_keys(&self) -> bool {
        self.shelf.keys.is_some()
    }

    fn key_of(&self, number: u64) -> Option<Value> {
        self.shelf.keys.as_ref()?.key(self.address, number, |number| self.word(number))
    }

    /// The word in the key with that number.
    fn word(&self, number: u64) -> Option<String> {
        let key = self.shelf.drawn(&self.library, self.address.seed.nth(number))?;
        Some(plain_text(&key))
    }

    fn made(&self, number: u64) -> Value {
        let (site, contract) = (&self.shelf.derived.site, &self.library.contract);
        let key = self.key_of(number);
        let subject =
            key.as_ref().zip(site.entity).map(|(key, entity)| Named { entity, key: key.clone(), role: Role::Subject });
        let named: Vec<Named> = subject.into_iter().chain(self.owners.iter().cloned()).collect();
        let story = Story { entities: contract.entities(), root: self.asker.root.child("things"), named: &named };
        let seed = match &key {
            // What stands around the thing follows it, wherever it is shown.
            Some(key) => self.seed.child(&plain_text(key)),
            None => self.seed.nth(number),
        };
        let sampler = self.library.sampler(self.asker.later).telling(story);
        let mut row = sampler.sample(site.row, seed, Side::Response, Variety::Generated).value;
        if let Some(key) = key {
            self.give(&mut row, key);
        }
        if let Some(operation) = contract.operation(self.shelf.id) {
            let telling = Telling { schemas: contract.schemas(), operation, inputs: &self.inputs, schema: site.row };
            telling.owners_of_row(&mut row, &site.inner, site.thing);
        }
        row
    }

    /// Gives a row its key, where it has another one and may have this.
    fn give(&self, row: &mut Value, key: Value) {
        let site = &self.shelf.derived.site;
        let schemas = self.library.contract.schemas();
        let way = || site.inner.iter().chain(&site.key);
        if descend(row, way()).is_some_and(|own| *own == key) {
            return;
        }
        let before = row.clone();
        if let Some((last, rest)) = way().collect::<Vec<_>>().split_last()
            && let Some(Value::Object(members)) = descend_mut(row, rest.iter().copied())
        {
            members.insert((*last).clone(), key);
            if !schemas.holds(site.row, Side::Response, row) {
                *row = before;
            }
        }
    }
}

/// Whose keys the rows have: of a list that shows some of all things those of that list, from another one on for each owner.
fn address(library: &Library, shelf: &Shelf, operation: Option<&Operation>, (root, own): (Seed, Seed)) -> Address {
    let keys = |id: crate::contract::OperationId| {
        let whole = library.contract.operation(id);
        whole.map_or(root, |operation| story::seed(root, operation, &Inputs::default()).child("rows")).child("keys")
    };
    let is_owned = operation.is_some_and(has_owner);
    match shelf.whole {
        Some(whole) => {
            let turn = crate::schema::draw::below(&mut own.child("turn").rng(), shelf.count.max(1));
            Address { seed: keys(whole), count: shelf.count, turn: if is_owned { turn } else { 0 }, is_owned: false }
        }
        None => Address { seed: own.child("keys"), count: shelf.count, turn: 0, is_owned },
    }
}

impl Rows for Sampled {
    fn count(&self) -> u64 {
        self.shelf.count
    }

    fn row(&self, number: u64) -> Value {
        if number < self.shelf.count { self.made(number) } else { Value::Null }
    }

    fn key(&self) -> Option<&str> {
        let site = &self.shelf.derived.site;
        let is_plain = site.inner.is_empty() && site.key.len() == 1 && self.shelf.keys.is_some();
        site.key.first().filter(|_| is_plain).map(String::as_str)
    }

    fn find(&self, key: &Value) -> Option<u64> {
        self.shelf.keys.as_ref()?.number(self.address, key, |number| self.word(number))
    }

    fn cost(&self, _: &[Arc<str>]) -> u64 {
        COST
    }

    fn lacks(&self, _: &str) -> bool {
        false
    }

    fn identity(&self) -> Seed {
        let days = self.asker.later.seconds().cast_unsigned();
        self.seed.child("/derived").nth(self.shelf.count).nth(days)
    }
}
