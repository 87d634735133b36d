//! From lists and items that are written in a scenario to the effects of rules.
//!
//! What a rule answers is compiled as in any other (`bind::effect`); what is read of a collection is looked up here. Invariant: a list
//! without an error names a collection that somebody defines, members that its rows have, and places that its reply has.

mod condition;
mod parameter;
mod reply;
mod total;

use std::path::Path as FilePath;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::census::{Census, Face};
use super::effect::{self, Ground};
use super::faults::Faults;
use super::sources::Sources;
use crate::base::{Defects, Place, nearest};
use crate::collection::{Dialect, Sort};
use crate::contract::{Contract, Operation, OperationId};
use crate::scenario::Reader;
use crate::scenario::effect::Effect;
use crate::scenario::expression::Expression;
use crate::scenario::format::{self, HeaderChange, Then, Waiver};
use crate::scenario::list::{List, One, Source};
use crate::scenario::template::{Blueprint, Template};
use total::Totals;

/// What lists are bound to.
#[derive(Clone, Copy)]
pub(super) struct Around<'b> {
    pub(super) contract: &'b Contract,
    pub(super) census: &'b Census,
    /// The operations that the list is for; empty for calls that lead to none.
    pub(super) operations: &'b [OperationId],
    /// The folder of the scenario file.
    pub(super) folder: &'b FilePath,
    /// What is done on purpose.
    pub(super) allow: &'b [Waiver],
    /// Where the list stands.
    pub(super) at: &'b Place,
    /// The scenario's expressions, as they are written.
    pub(super) vars: &'b IndexMap<String, String>,
}

/// A list or an item on its way.
struct Binding<'b> {
    around: Around<'b>,
    operations: Vec<&'b Operation>,
    /// What is known of the collection.
    face: Option<&'b Face>,
    sources: &'b mut Sources,
    faults: Faults<'b>,
}

/// The status of a call that cannot be read, unless its refusal says one.
const BAD_REQUEST: u16 = 400;
/// The status of what is not there.
const NOT_FOUND: u16 = 404;

/// Binds a list; `None` if an error was noted.
pub(super) fn list(
    written: &format::List,
    around: Around<'_>,
    sources: &mut Sources,
    defects: &mut Defects,
) -> Option<Effect> {
    let mut binding = Binding::new(&written.collection, around, sources, defects);
    let at = around.at;
    let source = binding.source(&written.collection, written.partition.as_deref(), written.missing.as_ref());
    let into = binding.place("rows", written.body.as_ref(), written.into.as_deref());
    let mut effect = binding.answer(written.body.as_ref(), &written.headers, Reader::Page);
    let totals = Totals::of(around.vars);
    let set = binding.set(written, into.as_ref());
    let wants_total = written.links
        || totals.are_read_in(written)
        || set.iter().any(|(_, expression)| totals.are_read_by(expression.text()));
    let mut list = List {
        source,
        into,
        set,
        links: written.links,
        offset: binding.parameter(written.offset.as_ref(), "offset"),
        page: binding.parameter(written.page.as_ref(), "page"),
        limit: binding.parameter(written.limit.as_ref(), "limit"),
        cursor: binding.parameter(written.cursor.as_ref(), "cursor"),
        before: binding.parameter(written.before.as_ref(), "before"),
        after: binding.parameter(written.after.as_ref(), "after"),
        around: binding.parameter(written.around.as_ref(), "around"),
        usual_sort: written
            .sort
            .as_ref()
            .map(|sort| binding.order(&sort.default, &at.join("sort").join("default")))
            .unwrap_or_default(),
        sort: written.sort.as_ref().and_then(|sort| binding.sort(sort, &at.join("sort"))),
        conditions: binding.conditions(&written.conditions, Reader::List, &at.join("where")),
        projection: written.fields.as_ref().and_then(|fields| binding.projection(fields, &at.join("fields"))),
        narrow: binding.narrow(&written.narrow),
        each: binding.each(written),
        also: binding.also(written),
        wants_total,
        wants_links: false,
    };
    let is_sound = binding.faults.count() == 0;
    let effect = effect.as_mut().filter(|_| is_sound)?;
    list.note_needs(effect);
    effect.list = Some(Box::new(list));
    Some(std::mem::take(effect))
}

/// Binds an item; `None` if an error was noted.
pub(super) fn one(
    written: &format::One,
    around: Around<'_>,
    sources: &mut Sources,
    defects: &mut Defects,
) -> Option<Effect> {
    let mut binding = Binding::new(&written.collection, around, sources, defects);
    let at = around.at;
    // Without the partition there is no row: both are the same to a client.
    let source = binding.source(&written.collection, written.partition.as_deref(), None);
    if binding.face.is_some_and(|face| face.is_known && !face.is_open && face.key.is_none()) {
        let help = "say which member tells its rows apart: `key: id`".to_owned();
        binding.faults.refuse(
            &at.join("collection"),
            format!("`{}` has no key to find a row by", written.collection),
            help,
        );
    }
    let into = binding.place("row", written.body.as_ref(), written.into.as_deref());
    let mut effect = binding.answer(written.body.as_ref(), &written.headers, Reader::One);
    let key = binding.expression(&written.key, Reader::List, &at.join("key"));
    let missing = binding.then(written.missing.as_ref(), (NOT_FOUND, Reader::List), &at.join("missing"));
    let projection = written.fields.as_ref().and_then(|fields| binding.projection(fields, &at.join("fields")));
    let narrow = binding.narrow(&written.narrow);
    let is_sound = binding.faults.count() == 0;
    let effect = effect.as_mut().filter(|_| is_sound)?;
    effect.one = Some(Box::new(One { source, key: key?, missing, into, projection, narrow }));
    Some(std::mem::take(effect))
}

impl<'b> Binding<'b> {
    fn new(collection: &str, around: Around<'b>, sources: &'b mut Sources, defects: &'b mut Defects) -> Self {
        let operations = around.operations.iter().filter_map(|id| around.contract.operation(*id)).collect();
        let mut faults = Faults::new("scenario-list", defects);
        let face = around.census.face(collection);
        if face.is_none() {
            let (message, help) = around.census.unknown(collection);
            faults.tell("scenario-collection-unknown", &around.at.join("collection"), message, help);
        }
        Self { around, operations, face, sources, faults }
    }

    fn source(&mut self, collection: &str, partition: Option<&str>, missing: Option<&Then>) -> Source {
        let at = self.around.at;
        if let Some(face) = self.face.filter(|face| face.is_known) {
            match (&face.partition, partition) {
                (Some(whose), None) => {
                    let whose =
                        if whose == "any" { "whoever names them".to_owned() } else { format!("each of `{whose}`") };
                    let message = format!("`{collection}` has rows of their own for {whose}: whose are meant?");
                    self.faults.refuse(at, message, "write `partition: query.id`".to_owned());
                }
                (None, Some(_)) => {
                    let message = format!("`{collection}` has no `partition`: it is one list");
                    self.faults.refuse(
                        &at.join("partition"),
                        message,
                        "leave it out, or write `partition` there".to_owned(),
                    );
                }
                _ => {}
            }
        }
        // What is wrong with it is told where it stands.
        let size = self.face.and_then(|face| Template::compile(face.size.as_ref()?).ok()).map(Arc::new);
        Source {
            collection: collection.into(),
            partition: partition.and_then(|text| self.expression(text, Reader::Call, &at.join("partition"))),
            size,
            missing: self.then(missing, (NOT_FOUND, Reader::Call), &at.join("missing")),
        }
    }

    /// The answer around the rows.
    fn answer(
        &mut self,
        body: Option<&Value>,
        headers: &IndexMap<String, HeaderChange>,
        reader: Reader,
    ) -> Option<Effect> {
        let written = format::Effect { body: body.cloned(), headers: headers.clone(), ..format::Effect::default() };
        self.compile(&Then::Effect(Box::new(written)), reader, self.around.at)
    }

    /// What is answered instead.
    fn then(&mut self, then: Option<&Then>, (status, reader): (u16, Reader), at: &Place) -> Option<Box<Effect>> {
        let mut effect = self.compile(then?, reader, at)?;
        if effect.example.is_none() && effect.redirect.is_none() && !effect.pass {
            effect.status.get_or_insert(status);
        }
        Some(Box::new(effect))
    }

    fn compile(&mut self, then: &Then, reader: Reader, at: &Place) -> Option<Effect> {
        let Around { contract, operations, folder, allow, .. } = self.around;
        let ground = Ground { contract, operations, folder, allow, reader, place: at.clone() };
        let effect = effect::compile(then, &ground, self.sources, self.faults.defects());
        if effect.is_none() {
            self.faults.told();
        }
        effect
    }

    fn expression(&mut self, text: &str, reader: Reader, at: &Place) -> Option<Expression> {
        let compiled = Expression::compile(text);
        let compiled = compiled.and_then(|expression| expression.check(reader).map(|()| expression));
        compiled.map_err(|error| self.faults.template(at, error)).ok()
    }

    fn blueprint(&mut self, value: &Value, reader: Reader, at: &Place) -> Option<Blueprint> {
        let compiled = Blueprint::compile(value);
        let compiled = compiled.and_then(|blueprint| blueprint.check(reader).map(|()| blueprint));
        compiled
            .map_err(|errors| {
                for (pointer, error) in errors {
                    let at = pointer.steps().fold(at.clone(), |at, step| at.join(&step));
                    self.faults.template(&at, error);
                }
            })
            .ok()
    }

    /// Tells of a dotted path that no row has.
    fn check_member(&mut self, path: &str, at: &Place) {
        let Some(face) = self.face.filter(|face| face.is_known && !face.is_open) else { return };
        let first = path.split('.').next().unwrap_or_default();
        if face.members.contains(first) {
            return;
        }
        let near =
            nearest(first, face.members.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
        self.faults.refuse(at, format!("rows have no `{path}`"), near);
    }

    /// An order, by path.
    fn order(&mut self, written: &IndexMap<String, i8>, at: &Place) -> Sort {
        for (path, direction) in written {
            let at = at.join(path);
            self.check_member(path, &at);
            if ![1, -1].contains(direction) {
                self.faults.refuse(
                    &at,
                    format!("`{direction}` is no direction"),
                    "write 1 (up) or -1 (down)".to_owned(),
                );
            }
        }
        Sort { by: written.iter().map(|(path, direction)| (path.as_str().into(), *direction < 0)).collect() }
    }

    /// What may be said in filters of which nothing else is said.
    fn dialect(&self) -> Dialect {
        Dialect { dates: self.face.map(|face| face.dates.clone()).unwrap_or_default(), ..Dialect::default() }
    }
}
