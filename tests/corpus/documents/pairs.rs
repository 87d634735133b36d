//! Does `GET /users/{id}` know what `GET /users` lists? An outsider's reading of the paths and bodies alone: nothing here asks the server
//! what it takes for a list, an item or an id.

use serde_json::{Map, Value};
use standin::contract::{Call, Operation};
use standin::respond::World;

use super::request;

/// How many rows of a list are asked for.
const ROWS: usize = 3;
/// Where lists are found in an envelope, besides the name of the collection.
const LISTS: [&str; 12] = [
    "data", "items", "results", "records", "values", "entries", "value", "list", "rows", "content", "elements",
    "result",
];
/// Where an item is found in an envelope, besides its own name.
const ITEMS: [&str; 8] = ["data", "item", "result", "record", "value", "entry", "response", "payload"];

/// A list and its item.
pub struct Pair<'c> {
    pub list: &'c Operation,
    pub item: &'c Operation,
    parameter: String,
    noun: String,
}

/// How far a pair holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The list has no rows, or rows without ids: there is nothing to ask for.
    NoRows,
    /// The item is not answered with success.
    NotFound,
    /// The item's fields are not those of the row.
    Different,
    /// Everything that both say is the same.
    Same,
}

/// What was found of a pair.
pub struct Finding {
    pub outcome: Outcome,
    /// A word for the reason, for counting.
    pub cause: &'static str,
    /// The reason with its values.
    pub why: String,
}

impl Finding {
    fn new(outcome: Outcome, cause: &'static str, why: impl Into<String>) -> Self {
        Self { outcome, cause, why: why.into() }
    }
}

/// Every `GET …/{parameter}` whose collection has a GET.
pub fn find(operations: &[Operation]) -> Vec<Pair<'_>> {
    let gets: Vec<&Operation> =
        operations.iter().filter(|operation| operation.method == "GET" && operation.variant.is_none()).collect();
    let by_path: std::collections::BTreeMap<&str, &Operation> =
        gets.iter().rev().map(|operation| (operation.template.trim_end_matches('/'), *operation)).collect();
    let pair = |item: &&'_ Operation| -> Option<(String, String)> {
        let (parent, last) = item.template.trim_end_matches('/').rsplit_once('/')?;
        let parameter = last.strip_prefix('{')?.strip_suffix('}').filter(|name| !name.contains(['{', '}']))?;
        (!parent.is_empty()).then(|| (parent.to_owned(), parameter.to_owned()))
    };
    let pairs = gets.iter().filter_map(|item| {
        let (parent, parameter) = pair(item)?;
        // What gives nothing back (`204`, a file) is no item to compare.
        let gives =
            item.promises.iter().filter(|promise| promise.status.is_success()).flat_map(|promise| &promise.content);
        gives.clone().find(|content| content.media_type.is_json() || content.media_type.is_range())?;
        let list = by_path.get(parent.as_str())?;
        let noun = parent.rsplit('/').find(|step| !step.contains('{')).unwrap_or_default().to_owned();
        Some(Pair { list, item, parameter, noun })
    });
    pairs.collect()
}

/// Fetches the list and the items of its first rows. `ask` answers a call with status and body.
pub fn follow(pair: &Pair<'_>, world: &World, ask: &dyn Fn(&Call) -> (u16, Option<Value>)) -> Finding {
    let call = request::build(world, pair.list);
    let (status, body) = ask(&call);
    let Some(body) = body.filter(|_| (200..300).contains(&status)) else {
        return Finding::new(Outcome::NoRows, "the list is no JSON, or no success", format!("status {status}"));
    };
    let Some(rows) = rows(&body, &pair.noun) else {
        return Finding::new(Outcome::NoRows, "the list's body has no array", shown(&body));
    };
    if rows.is_empty() {
        return Finding::new(Outcome::NoRows, "the list is empty", String::new());
    }
    let ids: Vec<(&Map<String, Value>, &str, String)> = rows
        .iter()
        .filter_map(Value::as_object)
        .filter_map(|row| id(row, pair).map(|(name, id)| (row, name, id)))
        .take(ROWS)
        .collect();
    if ids.is_empty() {
        return Finding::new(
            Outcome::NoRows,
            "the rows have no id",
            format!("{{{}}} of {}", pair.parameter, shown(&rows[0])),
        );
    }
    let mut compared = 0;
    for (row, name, id) in &ids {
        let (status, body) = ask(&item_call(pair, world, &call.path, id));
        if !(200..300).contains(&status) {
            return Finding::new(Outcome::NotFound, "the item is no success", format!("{id}: status {status}"));
        }
        let Some(item) = body.as_ref().and_then(|body| unwrapped(body, name, &pair.noun)) else {
            let cause = "the item's body is no object";
            return Finding::new(Outcome::Different, cause, body.as_ref().map_or("no JSON".to_owned(), shown));
        };
        for (field, listed) in *row {
            let Some(found) = item.get(field) else { continue };
            compared += 1;
            if !agree(listed, found) {
                let cause = if field == name { "the item has another id" } else { "a field differs" };
                let cause =
                    if listed.is_object() || listed.is_array() { "a field that has parts differs" } else { cause };
                return Finding::new(
                    Outcome::Different,
                    cause,
                    format!("{id}: {field}: {} ≠ {}", shown(listed), shown(found)),
                );
            }
        }
    }
    if compared == 0 {
        return Finding::new(Outcome::Same, "row and item share no field", String::new());
    }
    Finding::new(Outcome::Same, "", String::new())
}

/// The call for one item: the list's path with the id behind it, and what the item's own operation demands besides.
fn item_call(pair: &Pair<'_>, world: &World, list: &str, id: &str) -> Call {
    let mut call = request::build(world, pair.item);
    let slash = if pair.item.template.ends_with('/') { "/" } else { "" };
    call.path = format!("{}/{}{slash}", list.trim_end_matches('/'), standin::contract::style::escape(id));
    call
}

/// The rows of a list's body: the body, or the array in its envelope, looked for one level deep and then two.
fn rows<'v>(body: &'v Value, noun: &str) -> Option<&'v Vec<Value>> {
    if let Value::Array(rows) = body {
        return Some(rows);
    }
    let members = body.as_object()?;
    array_in(members, noun)
        .or_else(|| members.values().filter_map(Value::as_object).find_map(|inner| array_in(inner, noun)))
}

fn array_in<'v>(members: &'v Map<String, Value>, noun: &str) -> Option<&'v Vec<Value>> {
    let noun = folded(noun);
    let arrays: Vec<(&String, &Vec<Value>)> =
        members.iter().filter_map(|(name, member)| Some((name, member.as_array()?))).collect();
    let named = |is: &dyn Fn(&str) -> bool| arrays.iter().find(|(name, _)| is(&folded(name))).map(|(_, rows)| *rows);
    let of_objects: Vec<&Vec<Value>> =
        arrays.iter().map(|(_, rows)| *rows).filter(|rows| rows.first().is_some_and(Value::is_object)).collect();
    let only = if let [only] = of_objects.as_slice() { Some(*only) } else { None };
    named(&|name| name == noun).or_else(|| LISTS.iter().find_map(|word| named(&|name| name == *word))).or(only)
}

/// The id of a row, and the property it is in.
fn id<'v>(row: &'v Map<String, Value>, pair: &Pair<'_>) -> Option<(&'v str, String)> {
    let parameter = folded(&pair.parameter);
    let singular = singular(&folded(&pair.noun));
    let mut wanted = vec![parameter.clone(), format!("{singular}id")];
    let ending = |words: &[&str]| words.iter().any(|word| parameter.ends_with(word));
    let usual: &[&str] = if ending(&["uuid", "guid"]) {
        &["uuid", "guid", "id"]
    } else if ending(&["name"]) {
        &["name"]
    } else if ending(&["key"]) {
        &["key", "id"]
    } else if ending(&["slug"]) {
        &["slug", "id"]
    } else if ending(&["code"]) {
        &["code"]
    } else if ending(&["number"]) {
        &["number"]
    } else {
        &["id", "uuid", "key", "slug", "name"]
    };
    wanted.extend(usual.iter().map(|word| (*word).to_owned()));
    let found = wanted.iter().find_map(|name| {
        let (key, value) = row.iter().find(|(key, _)| folded(key) == *name)?;
        Some((key.as_str(), scalar(value)?))
    });
    found.or_else(|| {
        let metadata = row.get("metadata")?.as_object()?;
        Some(("metadata", scalar(metadata.get("name").filter(|_| parameter.ends_with("name"))?)?))
    })
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.is_empty()).then(|| text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The item, out of its envelope: an object that has the id's property is one already.
fn unwrapped<'v>(body: &'v Value, name: &str, noun: &str) -> Option<&'v Map<String, Value>> {
    let members = match body {
        Value::Array(items) => items.first()?.as_object()?,
        other => other.as_object()?,
    };
    if members.contains_key(name) {
        return Some(members);
    }
    let noun = folded(noun);
    let names = [singular(&noun), noun];
    let is_envelope = |key: &str| names.contains(&folded(key)) || ITEMS.contains(&folded(key).as_str());
    let inner = members.iter().find(|(key, _)| is_envelope(key)).map(|(_, member)| member);
    match inner {
        Some(Value::Object(inner)) => Some(inner),
        Some(Value::Array(items)) => items.first().and_then(Value::as_object).or(Some(members)),
        _ => Some(members),
    }
}

/// Whether two values agree on what both say: of objects the members that both have, of arrays item by item.
fn agree(listed: &Value, found: &Value) -> bool {
    match (listed, found) {
        (Value::Object(listed), Value::Object(found)) => {
            listed.iter().all(|(name, value)| found.get(name).is_none_or(|other| agree(value, other)))
        }
        (Value::Array(listed), Value::Array(found)) => {
            listed.len() == found.len() && listed.iter().zip(found).all(|(one, other)| agree(one, other))
        }
        (listed, found) => listed == found,
    }
}

/// A name without case, hyphens and underscores.
fn folded(name: &str) -> String {
    name.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn singular(noun: &str) -> String {
    let stem = noun.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let stem = stem.or_else(|| {
        ["sses", "xes", "ches", "shes"].iter().any(|end| noun.ends_with(end)).then(|| noun[..noun.len() - 2].to_owned())
    });
    stem.unwrap_or_else(|| noun.strip_suffix('s').unwrap_or(noun).to_owned())
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 80 { text.chars().take(80).chain(['…']).collect() } else { text }
}
