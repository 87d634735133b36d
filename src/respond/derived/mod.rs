//! Lists of any length without a scenario (`--list-size`): which operations are such lists, and their rows, made from the schema of the reply.
//!
//! ```text
//! Contract ─scenario::derive─▶ what the list is ─keys─▶ Shelf ─open─▶ collection::Rows
//! ```
//! It finds nothing that [`derive`] does not, and keeps no rows. Invariant: what a list shows of a thing is what the thing's own path shows,
//! as far as their schemas agree, because both are made from its key.

mod answer;
mod keys;
mod rows;
mod shelf;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use crate::base::Seed;
use crate::collection::{Collections, Opening, Opens, Rows};
use crate::contract::{Contract, Inputs, Operation, OperationId, Part};
use crate::scenario::derive::{NoList, derive};
use crate::schema::{Later, Locale, Shapes};
pub(super) use answer::{Stage, answer};
use rows::Sampled;
use shelf::Shelf;

/// All lists of a contract, each looked for when somebody first asks.
#[derive(Debug)]
pub(super) struct Library {
    contract: Arc<Contract>,
    shapes: Arc<Shapes>,
    /// How many rows each list has.
    size: u64,
    locale: Locale,
    by_name: BTreeMap<Arc<str>, OperationId>,
    shelves: Vec<OnceLock<Result<Arc<Shelf>, NoList>>>,
}

/// Who asks for rows: what everything is drawn from, and what day it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asker {
    pub(super) root: Seed,
    pub(super) later: Later,
}

impl Library {
    /// The lists of a contract, of so many rows each.
    pub(super) fn new(contract: &Arc<Contract>, shapes: &Arc<Shapes>, size: u64, locale: Locale) -> Arc<Self> {
        let shelves = contract.operations().iter().map(|_| OnceLock::new()).collect();
        let by_name = contract.ids().map(|(id, operation)| (operation.name.as_str().into(), id)).collect();
        Arc::new(Self { contract: Arc::clone(contract), shapes: Arc::clone(shapes), size, locale, by_name, shelves })
    }

    /// The list that an operation is.
    pub(super) fn shelf(&self, id: OperationId) -> Result<&Arc<Shelf>, NoList> {
        let slot = self.shelves.get(id.index()).ok_or(NoList::NoRows)?;
        let made = slot.get_or_init(|| {
            let derived = derive(&self.contract, id, self.size)?;
            Ok(Arc::new(Shelf::new(self, id, derived)))
        });
        made.as_ref().map_err(|why| *why)
    }

    /// The rows of a list for whoever the path of a call names.
    pub(super) fn rows(self: &Arc<Self>, id: OperationId, inputs: &Inputs, asker: Asker) -> Option<Sampled> {
        let shelf = self.shelf(id).ok()?;
        let operation = self.contract.operation(id)?;
        Some(Sampled::new(self, shelf, in_path(operation, inputs), asker))
    }

    /// The collections that these lists are to those who read them.
    pub(super) fn collections(self: &Arc<Self>) -> Arc<Collections> {
        Arc::new(Collections { elsewhere: Some(Arc::new(Opener(Arc::clone(self)))), ..Collections::default() })
    }

    fn sampler(&self, later: Later) -> crate::schema::Sampler<'_> {
        let sampler = crate::schema::Sampler::new(self.contract.schemas());
        sampler.speaking(self.locale).shaped(&self.shapes).dated(later)
    }
}

/// What a call says in its path, as far as an operation reads it.
fn in_path(operation: &Operation, inputs: &Inputs) -> Inputs {
    let is_its = |name: &str| operation.parameters.iter().any(|known| known.part == Part::Path && known.name == *name);
    let its = inputs.parameters.iter().filter(|((part, name), _)| *part == Part::Path && is_its(name));
    Inputs { parameters: its.map(|(name, value)| (name.clone(), value.clone())).collect(), ..Inputs::default() }
}

/// Opens the lists of a library.
#[derive(Debug)]
struct Opener(Arc<Library>);

impl Opens for Opener {
    fn open(&self, wanted: &Opening<'_>) -> Option<Arc<dyn Rows>> {
        let id = *self.0.by_name.get(wanted.collection)?;
        let operation = self.0.contract.operation(id)?;
        let names = operation.parameters.iter().filter(|parameter| parameter.part == Part::Path);
        let values: Vec<Value> = match wanted.partition {
            Some(Value::String(text)) => serde_json::from_str(text).ok()?,
            _ => Vec::new(),
        };
        let parameters = names.zip(values).map(|(parameter, value)| ((Part::Path, parameter.name.clone()), value));
        let inputs = Inputs { parameters: parameters.collect(), ..Inputs::default() };
        let today = jiff::Timestamp::from_millisecond(wanted.now).ok()?;
        let asker = Asker { root: wanted.seed, later: Later::of(today) };
        Some(Arc::new(self.0.rows(id, &inputs, asker)?))
    }
}
