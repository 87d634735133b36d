//! The answer to a good call of which no scenario decides: rows of a list, or that there is no such thing.

use std::sync::{Arc, LazyLock};

use http::Method;
use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::{Asker, Library};
use crate::contract::{Inputs, Operation, OperationId, Part};
use crate::respond::effect::{self, To};
use crate::respond::fill::Occasion;
use crate::respond::negotiate::{self, Chosen};
use crate::respond::reply::Reply;
use crate::respond::trace::Trace;
use crate::respond::world::Lists;
use crate::scenario::{Asked, Beside, Data, Scope, Sizing, Struck, Visit};

/// A call as rules see it: what those know who are asked before an answer is made.
#[derive(Clone, Copy)]
pub(in crate::respond) struct Stage<'s> {
    pub(in crate::respond) id: OperationId,
    pub(in crate::respond) asked: &'s Asked<'s>,
    pub(in crate::respond) visit: &'s Visit,
}

/// The answer; `None` where the document has it.
pub(in crate::respond) fn answer(occasion: &Occasion<'_>, trace: &mut Trace) -> Option<Reply> {
    static SETTINGS: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    static SIZES: LazyLock<IndexMap<Arc<str>, Sizing>> = LazyLock::new(IndexMap::new);
    let Occasion { world, operation, inputs, prefer, .. } = *occasion;
    let (lists, stage) = (world.lists()?, occasion.stage?);
    if prefer.code.is_some() || prefer.example.is_some() {
        return None;
    }
    let asker = Asker { root: occasion.seed_root(), later: occasion.later };
    if let Some(parameter) = missing(lists, operation, inputs, asker)
        && let Some(chosen) = not_found(operation)
    {
        trace.note(format!("list: no row has the key in `{parameter}`"));
        trace.note(format!("status: {}, documented as `{}`", chosen.status, chosen.promise.status));
        return Some(super::super::fill(&Occasion { is_complaint: true, ..*occasion }, chosen, trace));
    }
    let shelf = lists.library.shelf(stage.id).ok()?;
    trace.note(format!("list: {}", shelf.told()));
    let Stage { asked, visit, .. } = stage;
    let seed = asker.root;
    let data = Data {
        collections: &lists.collections,
        indexes: &world.indexes,
        sizes: &SIZES,
        root: seed,
        now: visit.today.as_millisecond(),
    };
    let scope = Scope {
        asked,
        settings: &SETTINGS,
        session: &visit.session,
        hit: 0,
        rate: None,
        seed,
        locale: world.options.locale,
        clock: visit.clock,
        beside: Beside { data: Some(data), ..Beside::default() },
    };
    let struck = Struck { rule: &shelf.rule, effect: &shelf.derived.effect, number: 1, taken: None };
    Some(effect::ruled(To::Operation(occasion), &struck, &scope, trace))
}

/// The parameter of the path whose thing is in no list, though there is a list of such things.
fn missing<'o>(lists: &Lists, operation: &'o Operation, inputs: &Inputs, asker: Asker) -> Option<&'o str> {
    // Who puts something somewhere may be the first to do so.
    let steps = operation.steps.iter().filter(|step| !(step.is_last && operation.method == Method::PUT));
    let is_missing = |step: &&crate::contract::entity::Step| {
        let Some(key) = inputs.parameters.get(&(Part::Path, step.parameter.clone())) else { return false };
        let list = step.family.and_then(|family| list_of(&lists.library, family));
        let rows = list.and_then(|list| lists.library.rows(list, inputs, asker));
        rows.is_some_and(|rows| rows.has_keys() && rows.thing_number(key).is_none())
    };
    steps.filter(is_missing).map(|step| step.parameter.as_str()).next()
}

/// The list of a family, where it tells of the things that the family's paths name.
fn list_of(library: &Library, family: crate::contract::entity::FamilyId) -> Option<OperationId> {
    let family = library.contract.family(family)?;
    let list = family.list?;
    let entity = library.shelf(list).ok()?.derived.site.entity;
    (entity.is_some() && entity == family.entity).then_some(list)
}

/// The reply that says that there is no such thing, if it is documented.
fn not_found(operation: &Operation) -> Option<Chosen<'_>> {
    let success = operation.success();
    negotiate::by_code(operation, 404)
        .filter(|chosen| !success.is_some_and(|success| std::ptr::eq(success, chosen.promise)))
}
