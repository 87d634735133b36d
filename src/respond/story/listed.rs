//! What its list shows of a thing: looked up in the author's example of the list, or made from the key as the list makes it.

use serde_json::Value;

use crate::base::{descend, plain_text};
use crate::contract::entity::{self, FamilyId, Site, tells_apart};
use crate::contract::{Inputs, Operation, Part};
use crate::respond::derived::Asker;
use crate::respond::fill::Occasion;
use crate::respond::negotiate;
use crate::schema::Side;

/// Where the body of the item came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::respond) enum Source {
    /// From its author.
    Example,
    /// Out of its schema.
    Sample,
}

impl Occasion<'_> {
    /// What the list shows of the thing that the path names; `None` if it does not show it, or nothing else than the item itself.
    pub(in crate::respond) fn listed(&self, source: Source) -> Option<Value> {
        let subject = self.operation.subject.as_ref()?;
        let step = self.operation.steps.last().filter(|step| step.is_last)?;
        let key = self.inputs.parameters.get(&(Part::Path, step.parameter.clone()))?;
        let list = self.world.contract.operation(self.world.contract.family(subject.family?)?.list?)?;
        if std::ptr::eq(list, self.operation) {
            return None;
        }
        if let Some(thing) = self.on_shelf(subject.family?, key) {
            return Some(thing);
        }
        let rows = list.subject.as_ref()?.site.as_ref()?;
        let chosen = negotiate::success(list)?;
        let content = negotiate::body(chosen.promise, None)?;
        let inputs = inputs_of(list, self.inputs);
        if let Some(example) = self.example_in_use(content) {
            return row(&example.value, rows, key);
        }
        let schema = content.schema?;
        let sampler = self.world.sampler(self.later);
        let seed = self.seed_root();
        let shown = || {
            let named = super::named(&self.world.contract, list, &inputs);
            let seed_of_list = super::seed(seed, list, &inputs).nth(u64::from(chosen.status));
            let sampler = sampler.telling(super::of(self.world, seed, &named));
            row(&sampler.sample(schema, seed_of_list, Side::Response, self.variety()).value, rows, key)
        };
        if source == Source::Example {
            return shown();
        }
        let own = subject.site.as_ref().and_then(|site| site.key.last());
        let is_sure = own.is_some_and(|own| entity::plain(own) == entity::plain(&step.parameter) || own == "id");
        // `{username}` may be asked for by what the list shows as `name`.
        if let Some(row) = (!is_sure).then(shown).flatten() {
            return Some(row);
        }
        if subject.site.as_ref().is_some_and(|site| site.schema == rows.schema) {
            // Both are made from the key alone.
            return None;
        }
        let named = super::named(&self.world.contract, self.operation, self.inputs);
        let sampler = sampler.telling(super::of(self.world, seed, &named));
        Some(sampler.sample(rows.schema, seed, Side::Response, self.variety()).value)
    }
}

impl Occasion<'_> {
    /// What a list of any length shows of the thing with that key, where nobody wrote down its rows.
    fn on_shelf(&self, family: FamilyId, key: &Value) -> Option<Value> {
        let lists = self.world.lists()?;
        let list = self.world.contract.family(family)?.list?;
        let asker = Asker { root: self.seed_root(), later: self.later };
        lists.library.rows(list, self.inputs, asker)?.thing(key)
    }
}

/// What a call to the list would say, as far as its path goes.
fn inputs_of(list: &Operation, inputs: &Inputs) -> Inputs {
    let is_its = |name: &str| list.parameters.iter().any(|known| known.part == Part::Path && known.name == *name);
    let its = inputs.parameters.iter().filter(|((part, name), _)| *part == Part::Path && is_its(name));
    Inputs { parameters: its.map(|(name, value)| (name.clone(), value.clone())).collect(), ..Inputs::default() }
}

/// The thing with that key among the rows of a list; else the one that has it under another name that tells things apart.
fn row(body: &Value, site: &Site, key: &Value) -> Option<Value> {
    let rows = descend(body, &site.path)?.as_array()?;
    let things = || rows.iter().filter_map(|row| descend(row, &site.inner));
    let wanted = plain_text(key);
    let is_it = |own: &Value| !own.is_object() && plain_text(own) == wanted;
    let by_key = |thing: &&Value| descend(thing, &site.key).is_some_and(is_it);
    let by_name =
        |thing: &&Value| thing.as_object().into_iter().flatten().any(|(name, own)| tells_apart(name) && is_it(own));
    things().find(by_key).or_else(|| things().find(by_name)).cloned()
}
