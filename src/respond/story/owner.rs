//! Path parameters show in bodies: `/users/{id}` as `id` or `_id`, `/users/{id}/posts` as the `userId` of every post.

use serde_json::Value;

use super::Telling;
use crate::base::{Pointer, descend};
use crate::contract::Part;
use crate::contract::entity::{Site, Step, plain};
use crate::schema::{SchemaArena, SchemaId, Side, readings};

/// What the owner is called by its works, if it is a person.
const BY_WORK: [&str; 4] = ["author", "owner", "creator", "user"];
/// What a collection of persons holds.
const PERSONS: [&str; 6] = ["user", "member", "account", "person", "author", "customer"];
/// Endings of parameters that name things.
const ENDINGS: [&str; 4] = ["id", "key", "slug", "name"];

/// A member that is to get another value.
struct Edit {
    /// The members and indices that lead to what it belongs to.
    place: Pointer,
    name: String,
    value: Value,
}

/// What became of the search for a member that can say who is meant.
enum Sought {
    /// One says so already.
    Said,
    /// One can.
    Found(Edit),
}

impl Telling<'_> {
    /// Writes the path's values into the things of a body, where those have a property for them and stay valid.
    pub(in crate::respond) fn owners(&self, body: &mut Value) {
        for ((_, parameter), value) in self.inputs.parameters.iter().filter(|((part, _), _)| *part == Part::Path) {
            let step = self.operation.steps.iter().find(|step| step.parameter == *parameter);
            let last = self.operation.template.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            // Where a list hangs on a thing (`/calls/{caller}`), the thing is the owner of its rows.
            let is_list = self.subject().is_some_and(|subject| subject.is_list);
            let is_last = last.contains(&format!("{{{parameter}}}")) && !is_list;
            let names = Names::of(parameter, step, is_last);
            match self.subject() {
                Some(subject) if subject.is_list => {
                    let Some(site) = &subject.site else { continue };
                    let edits = self.rows(body, site, &names, value);
                    self.edit(body, edits);
                }
                _ => self.one(body, &names, value),
            }
        }
    }

    /// The same in one row of a list, whose schema `self.schema` is; the thing that it shows stands at `inner`.
    pub(in crate::respond) fn owners_of_row(&self, row: &mut Value, inner: &[String], thing: SchemaId) {
        for ((_, parameter), value) in self.inputs.parameters.iter().filter(|((part, _), _)| *part == Part::Path) {
            let step = self.operation.steps.iter().find(|step| step.parameter == *parameter);
            let names = Names::of(parameter, step, false);
            let own = names.among(self.schemas.arena(), thing);
            let edit = self.row(row, &Pointer::root(), (inner, thing), (&names, &own), value);
            self.edit(row, edit.into_iter().collect());
        }
    }

    /// What is to be changed in the rows of a list.
    fn rows(&self, body: &Value, site: &Site, names: &Names<'_>, value: &Value) -> Vec<Edit> {
        let rows = descend(body, &site.path).and_then(Value::as_array);
        let place = site.path.iter().fold(Pointer::root(), |at, step| at.join(step));
        let arena = self.schemas.arena();
        let own = names.among(arena, site.schema);
        let what = (site.inner.as_slice(), site.schema);
        let edit = |(index, row): (usize, &Value)| self.row(row, &place.nth(index), what, (names, &own), value);
        rows.into_iter().flatten().enumerate().filter_map(edit).collect()
    }

    /// What is to be changed in a row; `own` are the properties of its thing that can say who is meant.
    fn row(
        &self,
        row: &Value,
        place: &Pointer,
        (inner, schema): (&[String], SchemaId),
        (names, own): (&Names<'_>, &[(String, SchemaId)]),
        value: &Value,
    ) -> Option<Edit> {
        let arena = self.schemas.arena();
        let thing = descend(row, inner)?;
        let place = || inner.iter().fold(place.clone(), |at, step| at.join(step));
        let inside = |name: String| {
            let inner = names.among(arena, arena.property(schema, &name)?);
            self.seek(thing.get(&name)?, || place().join(&name), &inner, value)
        };
        let sought = self.seek(thing, place, own, value);
        match sought.or_else(|| wrappers(thing).into_iter().find_map(inside))? {
            Sought::Found(edit) => Some(edit),
            Sought::Said => None,
        }
    }

    /// The body itself, else what it wraps (`{ "data": { "id": … } }`); where its thing is known to stand, first.
    fn one(&self, body: &mut Value, names: &Names<'_>, value: &Value) {
        let site = self.subject().and_then(|subject| subject.site.as_ref());
        let mut places: Vec<Vec<String>> = Vec::new();
        if let Some(site) = site {
            places.push(site.path.clone());
            // A key that stands deeper has its siblings there.
            if let Some((_, about)) = site.key.split_last().filter(|(_, about)| !about.is_empty()) {
                places.push(site.path.iter().chain(about).cloned().collect());
            }
        }
        places.push(Vec::new());
        places.extend(wrappers(body).into_iter().map(|name| vec![name]));
        let arena = self.schemas.arena();
        for place in places {
            let schema = place.iter().try_fold(self.schema, |id, step| arena.property(id, step));
            let thing = descend(body, &place);
            let (Some(schema), Some(thing)) = (schema, thing) else { continue };
            let pointer = || place.iter().fold(Pointer::root(), |at, step| at.join(step));
            let is_told = match self.seek(thing, pointer, &names.among(arena, schema), value) {
                Some(Sought::Said) => true,
                Some(Sought::Found(edit)) => self.edit(body, vec![edit]),
                None => false,
            };
            if is_told {
                return;
            }
        }
    }

    /// The first of the properties that a thing has and that can have the value.
    fn seek(
        &self,
        thing: &Value,
        place: impl Fn() -> Pointer,
        properties: &[(String, SchemaId)],
        value: &Value,
    ) -> Option<Sought> {
        properties.iter().find_map(|(name, id)| {
            let member = thing.get(name)?;
            let fits = |value: &Value| self.schemas.holds(*id, Side::Response, value);
            let value = readings(value).find(fits)?;
            if *member == value {
                return Some(Sought::Said);
            }
            Some(Sought::Found(Edit { place: place(), name: name.clone(), value }))
        })
    }

    /// Makes all the changes, or none if the body would break its schema. Whether they were made.
    fn edit(&self, body: &mut Value, edits: Vec<Edit>) -> bool {
        !edits.is_empty()
            && self.change(body, |body| {
                for Edit { place, name, value } in edits {
                    *body.pointer_mut(place.as_str())?.get_mut(&name)? = value;
                }
                Some(())
            })
    }
}

/// The properties that a path parameter may show as.
struct Names<'n> {
    parameter: &'n str,
    /// Plain, the best first.
    others: Vec<String>,
    /// Whether the parameter's own name is that of another thing's key.
    is_foreign: bool,
}

impl<'n> Names<'n> {
    fn of(parameter: &'n str, step: Option<&Step>, is_last: bool) -> Self {
        let lower = plain(parameter);
        let ending = ENDINGS.into_iter().find(|ending| lower.ends_with(ending));
        let mut others = vec![lower.clone()];
        if is_last {
            others.extend(ending.map(str::to_owned));
            others.extend(lower.ends_with("gid").then(|| "gid".to_owned()));
            return Self { parameter, others, is_foreign: false };
        }
        let is_foreign = ENDINGS.contains(&lower.as_str());
        if is_foreign {
            others.clear();
        }
        if let Some(step) = step {
            let ending = ending.unwrap_or("id");
            let is_person = PERSONS.contains(&step.noun.as_str());
            let nouns = [step.noun.as_str()].into_iter().chain(BY_WORK.into_iter().filter(|_| is_person));
            others.extend(nouns.map(|noun| format!("{noun}{ending}")));
        }
        Self { parameter, others, is_foreign }
    }

    /// Those that things with that schema have, the best first.
    fn among(&self, arena: &SchemaArena, schema: SchemaId) -> Vec<(String, SchemaId)> {
        let known: Vec<(String, String)> =
            arena.property_names(schema).into_iter().map(|name| (plain(&name), name)).collect();
        let exact = known.iter().filter(|(_, name)| !self.is_foreign && name == self.parameter);
        let alike = self.others.iter().flat_map(|wanted| known.iter().filter(move |(plain, _)| plain == wanted));
        exact.chain(alike).filter_map(|(_, name)| Some((name.clone(), arena.property(schema, name)?))).collect()
    }
}

/// The members of a body that may hold the thing itself.
fn wrappers(body: &Value) -> Vec<String> {
    let Value::Object(members) = body else { return Vec::new() };
    let objects: Vec<&String> = members.iter().filter(|(_, value)| value.is_object()).map(|(key, _)| key).collect();
    let usual = ["data", "item", "result", "response", "payload", "metadata"];
    let is_wrapper = |key: &&String| objects.len() == 1 || usual.contains(&key.as_str());
    objects.iter().filter(|key| is_wrapper(key)).map(|key| (*key).clone()).collect()
}
