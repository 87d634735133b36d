//! One story: the thing you asked for is the thing you get, and the one that its list shows; what was sent comes back.
//!
//! What is generated agrees by construction: things are made from their keys ([`Story`]). What an author wrote is made to agree here, with the
//! least change: the key that the path carries, the fields that the list shows for it, the owners that the path names, the members that a
//! request sent. Invariant: a body that fits its schema fits it afterwards.

mod lay;
mod listed;
mod location;
mod owner;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use lay::Extent;
pub(super) use listed::Source;

use super::trace::Trace;
use super::world::World;
use crate::base::{Seed, descend, descend_mut};
use crate::contract::entity::Subject;
use crate::contract::{Contract, Inputs, Operation, Part};
use crate::schema::{Named, Role, SchemaId, Schemas, Side, Story, readings};
use http::Method;

/// The seed of an operation's data: the same for the same thing, whatever else the call says. What creates something makes another one of
/// another body.
pub(super) fn seed(root: Seed, operation: &Operation, inputs: &Inputs) -> Seed {
    let of_path = inputs.parameters.iter().filter(|((part, _), _)| *part == Part::Path);
    let named = root.child(operation.method.as_str()).child(&operation.template);
    let seed = of_path.fold(named, |seed, ((_, name), value)| seed.child(name).child(&value.to_string()));
    match &inputs.body {
        Some(body) if operation.method == Method::POST => seed.child("body").child(&body.to_string()),
        _ => seed,
    }
}

/// The things that the path of a call names: what it is about first.
pub(super) fn named(contract: &Contract, operation: &Operation, inputs: &Inputs) -> Vec<Named> {
    let named = operation.steps.iter().rev().filter_map(|step| {
        let entity = contract.family(step.family?)?.entity?;
        let key = inputs.parameters.get(&(Part::Path, step.parameter.clone()))?.clone();
        let role = if step.is_last { Role::Subject } else { Role::Owner };
        Some(Named { entity, key, role })
    });
    named.collect()
}

/// What is told of things in a world with that seed.
pub(super) fn of<'s>(world: &'s World, seed: Seed, named: &'s [Named]) -> Story<'s> {
    Story { entities: world.contract.entities(), root: seed.child("things"), named }
}

/// A body that is about to be sent, and whose it is.
pub(super) struct Telling<'t> {
    pub(super) schemas: &'t Schemas,
    pub(super) operation: &'t Operation,
    pub(super) inputs: &'t Inputs,
    /// What the body may be.
    pub(super) schema: SchemaId,
}

impl Telling<'_> {
    /// Makes the body agree with the call. `listed` is what the list shows of the thing that the path names.
    pub(super) fn agree(&self, body: &mut Value, listed: Option<&Value>, trace: &mut Trace) {
        if let (Some(listed), Some(subject)) = (listed, self.subject())
            && let Some(site) = &subject.site
            && self.lay(body, (&subject.one(), site.schema), listed, Extent::Shared)
        {
            trace.note("story: as the list shows it");
        }
        self.only(body);
        self.owners(body);
        self.echo(body, trace);
    }

    /// Of a list in which an item's path has its one thing, the rest is left out.
    fn only(&self, body: &mut Value) {
        let subject = self.subject().filter(|subject| subject.is_list);
        let step = self.operation.steps.last().filter(|step| step.is_last);
        let (Some(site), Some(step)) = (subject.and_then(|subject| subject.site.as_ref()), step) else { return };
        let Some(wanted) = self.inputs.parameters.get(&(Part::Path, step.parameter.clone())) else { return };
        self.change(body, |body| {
            let rows = descend_mut(body, &site.path)?.as_array_mut().filter(|rows| rows.len() > 1)?;
            let thing = descend(rows.first()?, site.inner.iter().chain(&site.key))?;
            let is_it = readings(thing).any(|key| key == *wanted);
            is_it.then(|| rows.truncate(1))
        });
    }

    /// What was sent comes back: the members of a body that changes something, where the reply declares them.
    fn echo(&self, body: &mut Value, trace: &mut Trace) {
        let changes = [Method::POST, Method::PUT, Method::PATCH].contains(&self.operation.method);
        let Some(sent) = self.inputs.body.as_ref().filter(|sent| changes && sent.is_object()) else { return };
        let site = self.subject().filter(|subject| !subject.is_list).and_then(|subject| subject.site.as_ref());
        let (path, schema) = site.map_or((&[][..], self.schema), |site| (site.path.as_slice(), site.schema));
        // A request in the same envelope as the reply.
        let inside = descend(sent, path).filter(|inside| inside.is_object());
        let mut sent = inside.unwrap_or(sent).clone();
        if let (Some(site), Some(members)) = (site, sent.as_object_mut())
            && self.operation.steps.last().is_some_and(|step| step.is_last)
            && let [key] = site.key.as_slice()
        {
            // The path says which thing it is.
            members.shift_remove(key);
        }
        let echoed = self.lay(body, (path, schema), &sent, Extent::Declared);
        if echoed {
            trace.note("story: with what the request sent");
        }
    }

    /// Lays a value over the thing at `path`: all of it, or, where that would break the body, each of its members that does not.
    fn lay(&self, body: &mut Value, (path, schema): (&[String], SchemaId), from: &Value, extent: Extent) -> bool {
        let over = |body: &mut Value, from: &Value| {
            lay::over(self.schemas, schema, descend_mut(body, path)?, from, extent).then_some(())
        };
        if self.change(body, |body| over(body, from)) {
            return true;
        }
        let takes = lay::taken(self.schemas.arena(), schema, extent);
        let known: BTreeSet<String> = match descend(body, path) {
            Some(Value::Object(members)) => members.keys().cloned().chain(takes).collect(),
            _ => return false,
        };
        let mut any = false;
        for (name, value) in from.as_object().into_iter().flatten().filter(|(name, _)| known.contains(*name)) {
            let one = Value::Object(Map::from_iter([(name.clone(), value.clone())]));
            any |= self.change(body, |body| over(body, &one));
        }
        any
    }

    /// Changes the body, and takes that back if it does not fit its schema any more. Whether it was changed.
    fn change(&self, body: &mut Value, change: impl FnOnce(&mut Value) -> Option<()>) -> bool {
        let before = body.clone();
        if change(body).is_some() && self.schemas.holds(self.schema, Side::Response, body) {
            return *body != before;
        }
        *body = before;
        false
    }

    fn subject(&self) -> Option<&Subject> {
        self.operation.subject.as_ref()
    }
}
