//! Where the rows of an operation stand, and what tells them apart.

use http::Method;

use crate::base::Pointer;
use crate::contract::entity::{self, Site};
use crate::contract::{Contract, Operation};
use crate::schema::{EntityId, SchemaArena, SchemaId, TypeSet};

/// What rows that no path names are usually told apart by.
const KEYS: [&str; 5] = ["id", "_id", "uuid", "guid", "key"];

/// Where rows stand, and what they are.
#[derive(Clone, Debug)]
pub struct RowSite {
    /// The whole body.
    pub body: SchemaId,
    /// The members that lead to the list.
    pub path: Vec<String>,
    /// What a row is.
    pub row: SchemaId,
    /// The members that lead from a row to the thing that it shows; empty if it is the thing.
    pub inner: Vec<String>,
    /// What the thing is.
    pub thing: SchemaId,
    /// The members that lead from the thing to its key; empty if it has none.
    pub key: Vec<String>,
    /// What kind of thing it is, if paths tell.
    pub entity: Option<EntityId>,
}

/// Where the rows of an operation stand; `None` if its reply has none, or several lists that could be meant.
pub(super) fn find(contract: &Contract, operation: &Operation) -> Option<RowSite> {
    if operation.method != Method::GET || operation.left.is_some() {
        return None;
    }
    let arena = contract.schemas().arena();
    let body = entity::body(operation).filter(|content| content.media_type.is_json() || content.media_type.is_xml())?;
    let body = body.schema?;
    let is_item = operation.subject.as_ref().is_some_and(|subject| !subject.is_list);
    let known = operation.subject.as_ref().filter(|subject| subject.is_list).and_then(|subject| subject.site.clone());
    let site = known.or_else(|| if is_item { None } else { entity::rows(arena, body, &operation.template) })?;
    let list = site.path.iter().try_fold(body, |id, step| arena.property(id, step))?;
    let row = arena.element(list, 0)?;
    let Site { path, inner, schema: thing, mut key } = site;
    let described = contract.entities().described(arena, thing);
    if let Some(described) = described.filter(|described| key.is_empty() || described.key == key) {
        key.clone_from(&described.key);
    } else if key.is_empty() {
        key = KEYS.into_iter().find(|name| can_be_key(arena, thing, name)).map(str::to_owned).into_iter().collect();
    }
    let entity = described.filter(|described| described.key == key).map(|described| described.entity);
    Some(RowSite { body, path, row, inner, thing, key, entity })
}

/// Whether a property of that name is there and takes texts or numbers.
fn can_be_key(arena: &SchemaArena, thing: SchemaId, name: &str) -> bool {
    let types = arena.property(thing, name).map(|id| arena.meant_types(id));
    types.is_some_and(|types| {
        types.meets(TypeSet::STRING.or(TypeSet::NUMBER)) && !types.meets(TypeSet::OBJECT.or(TypeSet::ARRAY))
    })
}

impl RowSite {
    /// In words.
    pub(super) fn told(&self) -> String {
        let pointer = self.path.iter().fold(Pointer::root(), |at, step| at.join(step));
        let rows = if self.path.is_empty() { "rows are the reply".to_owned() } else { format!("rows at {pointer}") };
        let key: Vec<&str> = self.inner.iter().chain(&self.key).map(String::as_str).collect();
        if self.key.is_empty() { format!("{rows}, no key") } else { format!("{rows}, key {}", key.join(".")) }
    }

    /// The most items that the list may have at once.
    pub(super) fn most(&self, arena: &SchemaArena) -> Option<u64> {
        let list = self.path.iter().try_fold(self.body, |id, step| arena.property(id, step))?;
        [list, arena.target(list)].into_iter().find_map(|id| arena.at(id).array.as_deref()?.max_items)
    }
}
