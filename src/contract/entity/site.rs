//! Where in a reply its things stand: at the root, in an envelope, as the rows of a list.

use super::key::{self, Wanted};
use super::noun::{plain, singular};
use crate::base::MediaType;
use crate::contract::{Content, Operation};
use crate::schema::{SchemaArena, SchemaId, TypeSet};

/// Envelopes are not nested deeper.
const DEPTH: u8 = 3;
/// What the members of envelopes are called that hold the thing itself, the likeliest first.
const ONE: [&str; 8] = ["data", "item", "result", "response", "payload", "content", "body", "resource"];
/// What the members of envelopes are called that hold the rows.
const MANY: [&str; 15] = [
    "data", "items", "results", "result", "records", "values", "entries", "rows", "list", "content", "elements",
    "hits", "response", "value", "entities",
];

/// Where the things of a reply stand, and what they are like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The members that lead to the thing, or to the list of its rows.
    pub path: Vec<String>,
    /// The members that lead from a row to the thing; empty for an item.
    pub inner: Vec<String>,
    /// The schema of a thing.
    pub schema: SchemaId,
    /// The members that lead from a thing to its key; empty if no path carries it.
    pub key: Vec<String>,
}

/// The JSON body of an operation's success.
#[must_use]
pub fn body(operation: &Operation) -> Option<&Content> {
    let successes = operation.promises.iter().filter(|promise| promise.status.is_success());
    let promise = successes.min_by_key(|promise| promise.status).or(operation.promises.first())?;
    let find = |wanted: &dyn Fn(&MediaType) -> bool| promise.content.iter().find(|content| wanted(&content.media_type));
    // What a client gets that does not say what it accepts.
    find(&|media| media.essence() == "*/*")
        .or_else(|| find(&|media| media.essence() == "application/json"))
        .or_else(|| find(&MediaType::is_json))
        .or_else(|| find(&MediaType::is_xml))
}

/// Where the one thing of a body stands; where nothing there looks like its key, the body itself or what it wraps.
pub(super) fn of_item(arena: &SchemaArena, body: SchemaId, wanted: Wanted<'_>) -> Option<Site> {
    within(arena, body, wanted, DEPTH).or_else(|| {
        let is_object = |id: SchemaId| arena.meant_types(id).without(TypeSet::NULL) == TypeSet::OBJECT;
        let keyless = |path: Vec<String>, schema| Site { path, inner: Vec::new(), schema, key: Vec::new() };
        let names = arena.property_names(body);
        match names.as_slice() {
            [name] => {
                let member = arena.property(body, name).filter(|id| is_object(*id))?;
                Some(keyless(vec![name.clone()], member))
            }
            _ => (is_object(body) && !names.is_empty()).then(|| keyless(Vec::new(), body)),
        }
    })
}

fn within(arena: &SchemaArena, schema: SchemaId, wanted: Wanted<'_>, depth: u8) -> Option<Site> {
    if let Some(key) = key::find(arena, schema, wanted) {
        return Some(Site { path: Vec::new(), inner: Vec::new(), schema, key });
    }
    let depth = depth.checked_sub(1)?;
    members(arena, schema, TypeSet::OBJECT, wanted.noun, &ONE).into_iter().find_map(|(name, member)| {
        let mut site = within(arena, member, wanted, depth)?;
        site.path.insert(0, name);
        Some(site)
    })
}

/// Where the rows of a body stand.
pub(super) fn of_list(arena: &SchemaArena, body: SchemaId, wanted: Wanted<'_>) -> Option<Site> {
    rows(arena, body, wanted.noun, DEPTH, &|row| within(arena, row, wanted, 2))
}

/// Where the rows of a body stand whose keys no path carries.
pub(super) fn of_owned(arena: &SchemaArena, body: SchemaId, noun: &str) -> Option<Site> {
    let is_object = |row: SchemaId| arena.meant_types(row).without(TypeSet::NULL) == TypeSet::OBJECT;
    let row = |schema| Site { path: Vec::new(), inner: Vec::new(), schema, key: Vec::new() };
    rows(arena, body, noun, DEPTH, &|schema| is_object(schema).then(|| row(schema)))
}

fn rows(
    arena: &SchemaArena,
    schema: SchemaId,
    noun: &str,
    depth: u8,
    of_row: &dyn Fn(SchemaId) -> Option<Site>,
) -> Option<Site> {
    if arena.meant_types(schema).without(TypeSet::NULL) == TypeSet::ARRAY {
        let mut site = of_row(arena.element(schema, 0)?)?;
        site.inner = std::mem::take(&mut site.path);
        return Some(site);
    }
    let depth = depth.checked_sub(1)?;
    let arrays = members(arena, schema, TypeSet::ARRAY, noun, &MANY).into_iter();
    let envelopes = members(arena, schema, TypeSet::OBJECT, noun, &MANY).into_iter();
    arrays.chain(envelopes).find_map(|(name, member)| {
        let mut site = rows(arena, member, noun, depth, of_row)?;
        site.path.insert(0, name);
        Some(site)
    })
}

/// The members of an envelope that may hold what is looked for, the likeliest first: called like the thing, called as envelopes usually
/// call it, or the only one of its type.
fn members(
    arena: &SchemaArena,
    envelope: SchemaId,
    wanted: TypeSet,
    noun: &str,
    usual: &[&str],
) -> Vec<(String, SchemaId)> {
    let is_wanted = |name: &String| {
        let id = arena.property(envelope, name)?;
        (arena.meant_types(id).without(TypeSet::NULL) == wanted).then_some(id)
    };
    let names = arena.property_names(envelope);
    let found: Vec<(String, SchemaId)> =
        names.into_iter().filter_map(|name| is_wanted(&name).map(|id| (name, id))).collect();
    let is_only = found.len() == 1;
    let rank = |name: &str| {
        let plain = plain(name);
        if singular(&plain) == noun || plain == noun || noun.ends_with(&singular(&plain)) {
            return Some(0);
        }
        let place = usual.iter().position(|usual| *usual == plain).map(|place| place + 1);
        // `_embedded` of HAL holds nothing else.
        place.or(if is_only || plain == "embedded" { Some(usual.len() + 1) } else { None })
    };
    let mut ranked: Vec<(usize, (String, SchemaId))> =
        found.into_iter().filter_map(|member| Some((rank(&member.0)?, member))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, member)| member).collect()
}
