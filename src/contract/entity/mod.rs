//! Finds the things that paths speak of: `/users/{id}` is one of `/users`, `/users/{id}/posts` belong to one. What is found lets a
//! list and its items tell the same story; it makes no data. Invariant: whatever is not found is merely not told.

mod key;
mod link;
mod noun;
mod site;

use std::collections::BTreeMap;

use http::Method;

use key::Wanted;
pub use noun::{plain, tells_apart};
pub use site::{Site, body};

use super::operation::{Operation, OperationId};
use super::template::{self, Segment};
use super::violation::Part;
use crate::schema::{Described, Entities, Entity, EntityId, SchemaArena, SchemaId, TypeSet};

/// The number of a [`Family`] in its contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyId(u32);

/// The operations on one collection of things.
#[derive(Clone, Debug)]
pub struct Family {
    /// What the things are, if bodies tell; families that share a schema share it.
    pub entity: Option<EntityId>,
    /// Who lists them.
    pub list: Option<OperationId>,
    /// Who gives one.
    pub item: Option<OperationId>,
}

/// A path parameter that names a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name of the parameter.
    pub parameter: String,
    /// What the thing is called, plain: `useraccount`.
    pub noun: String,
    /// The collection that it is of.
    pub family: Option<FamilyId>,
    /// Whether the path ends with it.
    pub is_last: bool,
}

/// The things that the success of an operation tells of.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The collection that they are of, if items of it have paths.
    pub family: Option<FamilyId>,
    /// Whether there are several.
    pub is_list: bool,
    /// Where they stand in the body, if they do.
    pub site: Option<Site>,
}

impl Subject {
    /// The way to the one thing of a body, to the first where it wraps it in a list.
    #[must_use]
    pub fn one(&self) -> Vec<String> {
        let Some(site) = &self.site else { return Vec::new() };
        let first = self.is_list.then(|| "0".to_owned());
        site.path.iter().cloned().chain(first).chain(site.inner.iter().cloned()).collect()
    }
}

/// Everything found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) entities: Entities,
    families: Vec<Family>,
}

impl Found {
    pub(super) fn family(&self, id: FamilyId) -> Option<&Family> {
        self.families.get(id.0 as usize)
    }
}

/// One collection, before its operations are looked at.
struct Collection {
    path: String,
    parameter: String,
    noun: String,
    operations: Vec<usize>,
}

/// Looks through all operations, and tells each which things its path and its success speak of.
pub(super) fn find(operations: &mut [Operation], arena: &SchemaArena) -> Found {
    let mut collections = collections(operations);
    // What stands nearer to the root says what a schema describes: `/users` before `/teams/{id}/users`.
    collections.sort_by_key(|collection| collection.path.matches('/').count());
    let mut found = Found::default();
    let mut by_path = BTreeMap::new();
    for (index, collection) in (0..).zip(&collections) {
        let family = family(operations, arena, (FamilyId(index), collection), &mut found.entities);
        found.families.push(family);
        by_path.insert(collection.path.as_str(), FamilyId(index));
    }
    link::follow(operations, arena, &mut found);
    for operation in operations.iter_mut() {
        operation.steps = steps(&operation.template, &by_path);
        let is_owned = operation.steps.last().is_some_and(|step| !step.is_last);
        if operation.subject.is_none() && operation.method == Method::GET && is_owned {
            let noun = noun_of(trimmed(&operation.template), "");
            let body = site::body(operation).and_then(|content| content.schema);
            let site = body.and_then(|body| site::of_owned(arena, body, &noun));
            operation.subject = site.map(|site| Subject { family: None, is_list: true, site: Some(site) });
        }
    }
    found
}

/// The collections that items are documented of, in the order of the document, each with the operations on it and on its items.
fn collections(operations: &[Operation]) -> Vec<Collection> {
    let mut collections: Vec<Collection> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    for operation in operations {
        let Some((path, parameter)) = split(&operation.template) else { continue };
        if let std::collections::btree_map::Entry::Vacant(entry) = at.entry(path.clone()) {
            entry.insert(collections.len());
            let noun = noun_of(&path, &parameter);
            collections.push(Collection { path, parameter, noun, operations: Vec::new() });
        }
    }
    for (index, operation) in operations.iter().enumerate() {
        let item = split(&operation.template).map(|(path, _)| path);
        for path in item.as_deref().into_iter().chain([trimmed(&operation.template)]) {
            if let Some(collection) = at.get(path).and_then(|at| collections.get_mut(*at)) {
                collection.operations.push(index);
            }
        }
    }
    collections
}

impl Operation {
    /// What a path parameter may be.
    fn carried(&self, name: &str) -> Option<SchemaId> {
        self.parameters.iter().find(|known| known.part == Part::Path && known.name == name)?.schema
    }
}

fn family(
    operations: &mut [Operation],
    arena: &SchemaArena,
    (id, collection): (FamilyId, &Collection),
    entities: &mut Entities,
) -> Family {
    let Collection { path, parameter, noun, .. } = collection;
    let carried = collection.operations.iter().filter_map(|index| operations.get(*index)?.carried(parameter));
    let is_text =
        carried.clone().next().is_none() || carried.into_iter().any(|id| arena.types(id).contains(TypeSet::STRING));
    let wanted = Wanted { parameter, noun, is_text };
    let mut family = Family { entity: None, list: None, item: None };
    let mut sites: Vec<Site> = Vec::new();
    let mut demands = Vec::new();
    for index in &collection.operations {
        let Some(operation) = operations.get_mut(*index) else { continue };
        let body = site::body(operation).and_then(|content| content.schema);
        let is_on_collection = trimmed(&operation.template) == path;
        let is_get = operation.method == Method::GET;
        let one = body.and_then(|body| site::of_item(arena, body, wanted));
        let several = body.and_then(|body| site::of_list(arena, body, wanted));
        // `/domains/{culture}` may list those of a culture, and `/users/{id}` wrap the one user in a list.
        let is_array = several.is_some() && one.as_ref().is_none_or(|site| site.key.is_empty());
        let is_list = is_get && (is_on_collection || is_array);
        if is_on_collection && !is_get && operation.method != Method::POST {
            continue;
        }
        // `/gists/{id}` gives a gist, though `/gists/{id}/{revision}` makes it look like a collection.
        let is_item =
            |subject: &Subject| !subject.is_list && subject.site.as_ref().is_some_and(|site| !site.key.is_empty());
        if is_on_collection && operation.subject.as_ref().is_some_and(is_item) {
            continue;
        }
        let site = if is_list { several } else { one };
        if is_list && is_on_collection {
            family.list = family.list.or(Some(OperationId::new(*index)));
        } else if !is_on_collection && !is_array {
            if is_get {
                family.item = family.item.or(Some(OperationId::new(*index)));
            }
            demands.extend(operation.carried(parameter));
        }
        // What gives the thing itself knows best what describes it.
        let best = if is_get && !is_list { 0 } else { sites.len() };
        sites.splice(best..best, site.clone().filter(|site| !site.key.is_empty()));
        operation.subject = Some(Subject { family: Some(id), is_list, site });
    }
    let known = sites.iter().find_map(|site| {
        let described = entities.described(arena, site.schema)?;
        (described.key == site.key).then_some(described.entity)
    });
    let is_free = sites.iter().any(|site| entities.described(arena, site.schema).is_none());
    let new = || Entity { name: path.clone(), noun: noun.clone(), demands: Vec::new(), views: Vec::new() };
    family.entity = known.or_else(|| is_free.then(|| entities.push(new())));
    if let Some(entity) = family.entity {
        for schema in demands {
            entities.demand(entity, schema);
        }
        for site in sites {
            entities.describe(arena, site.schema, &Described { entity, key: site.key });
        }
    }
    family
}

/// Where the rows of a body stand, for an operation with that path of which nothing else is known.
#[must_use]
pub fn rows(arena: &SchemaArena, body: SchemaId, template: &str) -> Option<Site> {
    site::of_owned(arena, body, &noun_of(trimmed(template), ""))
}

/// The collection and the parameter of an item's path.
fn split(template: &str) -> Option<(String, String)> {
    let (collection, last) = trimmed(template).rsplit_once('/')?;
    let Segment::Variable(parameter) = template::segments(last).into_iter().next()? else { return None };
    (!collection.is_empty()).then(|| (collection.to_owned(), parameter))
}

fn trimmed(template: &str) -> &str {
    template.strip_suffix('/').unwrap_or(template)
}

/// What one thing of a collection is called: by the last word of its path, else by its parameter.
fn noun_of(collection: &str, parameter: &str) -> String {
    let last = collection.rsplit('/').next().unwrap_or_default();
    if !last.is_empty() && !last.contains('{') {
        return noun::singular(last);
    }
    let plain = noun::plain(parameter);
    ["id", "name", "slug", "key"].iter().find_map(|ending| plain.strip_suffix(ending)).unwrap_or(&plain).to_owned()
}

/// More things than any path names: each of them has all of the path before it as its collection.
const STEPS: usize = 32;

/// The things that a path names, in its order.
fn steps(path: &str, families: &BTreeMap<&str, FamilyId>) -> Vec<Step> {
    let path = trimmed(path);
    let ends = path.match_indices('/').map(|(end, _)| end).skip(1).chain([path.len()]);
    let step = |end: usize| {
        let (collection, parameter) = split(path.get(..end)?)?;
        let noun = noun_of(&collection, &parameter);
        let family = families.get(collection.as_str()).copied();
        Some(Step { parameter, noun, family, is_last: end == path.len() })
    };
    ends.filter_map(step).take(STEPS).collect()
}

#[cfg(test)]
mod tests;
