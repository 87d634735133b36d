//! Which property of a thing the last parameter of its path carries: `{petId}` is the `id` of a pet, `{username}` its `login`.

use super::noun::plain;
use crate::schema::{SchemaArena, SchemaId, TypeSet};

/// Names of keys, the likeliest first.
const USUAL: [&str; 12] =
    ["id", "uuid", "guid", "gid", "uid", "key", "slug", "name", "code", "number", "login", "username"];
/// What parameters of one kind are called in bodies: the ending of the parameter, then the properties.
const BY_ENDING: [(&str, &[&str]); 11] = [
    ("uuid", &["uuid", "id", "guid", "uid"]),
    ("guid", &["guid", "gid", "id", "uuid"]),
    ("gid", &["gid", "id"]),
    ("id", &["id", "uuid", "guid", "gid", "uid", "key", "name"]),
    ("key", &["key", "id", "name"]),
    ("slug", &["slug", "name", "id"]),
    ("username", &["username", "login", "name", "id"]),
    ("name", &["name", "login", "username", "title", "id"]),
    ("code", &["code", "id"]),
    ("number", &["number", "id"]),
    ("login", &["login", "username", "name", "id"]),
];
/// Members that hold what is said about a thing rather than by it.
const ABOUT: [&str; 2] = ["metadata", "meta"];

/// What is known of a key before the things are looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'w> {
    /// The name of the path parameter that carries it.
    pub(super) parameter: &'w str,
    /// What one thing is called, plain.
    pub(super) noun: &'w str,
    /// Whether the parameter takes text that is no number.
    pub(super) is_text: bool,
}

/// The members that lead to the key in things with that schema; `None` if nothing there can be one.
pub(super) fn find(arena: &SchemaArena, thing: SchemaId, wanted: Wanted<'_>) -> Option<Vec<String>> {
    own(arena, thing, wanted).map(|name| vec![name]).or_else(|| {
        let names = arena.property_names(thing);
        ABOUT.iter().find_map(|about| {
            let about = names.iter().find(|name| name.as_str() == *about)?;
            let inner = arena.property(thing, about)?;
            let name = own(arena, inner, wanted)?;
            Some(vec![about.clone(), name])
        })
    })
}

/// The one property whose name ends as the parameter does.
fn only(names: &[String], endings: &[&str], can_be: impl Fn(&String) -> bool) -> Option<String> {
    let ending = endings.first()?;
    let mut ends = names.iter().filter(|name| plain(name).ends_with(ending) && can_be(name));
    ends.next().filter(|_| ends.next().is_none()).cloned()
}

fn own(arena: &SchemaArena, thing: SchemaId, wanted: Wanted<'_>) -> Option<String> {
    let Wanted { parameter, noun, is_text } = wanted;
    let names: Vec<String> = arena.property_names(thing);
    let can_be = |name: &String| {
        let types = arena.property(thing, name).map(|id| arena.types(id));
        types.is_some_and(|types| types.meets(TypeSet::STRING.or(TypeSet::NUMBER)) && types != TypeSet::ANY)
    };
    let find = |wanted: &str| names.iter().find(|name| plain(name) == wanted && can_be(name)).cloned();
    let parameter = plain(parameter);
    let endings =
        BY_ENDING.iter().find(|(ending, _)| parameter.ends_with(ending)).map_or(&USUAL[..], |(_, names)| names);
    // `{petId}` beside `id`, and `{id}` beside `petId`.
    let with_noun = endings.iter().find_map(|ending| find(&format!("{noun}{ending}")));
    let by_ending = |endings: &[&str]| endings.iter().find_map(|ending| find(ending));
    // A name is a key only where nothing looks more like one: `{id}` may be the `templateId` of a thing that has a `name`, too.
    let (first, rest) = endings.split_at(endings.len() - usize::from(endings.ends_with(&["name"])));
    find(&parameter)
        .or_else(|| by_ending(first))
        .or(with_noun)
        .or_else(|| only(&names, endings, can_be))
        .or_else(|| by_ending(rest).filter(|_| is_text))
}
