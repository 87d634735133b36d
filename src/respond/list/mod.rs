//! Step 3, where a rule's answer is rows of a collection: what is read for a call, what templates learn of it, and where it stands in a reply.
//!
//! ```text
//! List ─wanted(Scope)─▶ Reading ─read─▶ Page ─facts─▶ Scope { page, also } ─▶ envelope ─cut─▶ bytes, rows, bytes
//!                          └─▶ Refused ─▶ what the scenario says, the documented error, or a problem
//! ```
//! It reads no parameter and makes no row. Invariants: rows go from the collection to bytes without being values, wherever JSON is sent and
//! nothing is made anew in them; the members of an envelope keep their order; a page that is too large to be held is made while it is sent.

mod body;
mod each;
mod envelope;
mod facts;
mod fill;
mod insert;
mod links;
mod nothing;
mod one;
mod refuse;
mod site;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde_json::{Map, Value, json};

pub use body::{Progress, RowBody};
pub(super) use envelope::{Way, put, way};
pub(super) use insert::Insert;
pub(super) use one::one;

use super::effect::{self, To};
use super::reply::Reply;
use super::trace::Trace;
use crate::base::plain_text;
use crate::collection::{Page, read};
use crate::scenario::{Beside, Expression, ExpressionError, List, Path, Refused, Scope, Struck, Wanted, is_omitted};
use each::Each;
use insert::What;
use nothing::Nothing;

/// The longest key of a partition that is told of, in characters.
const LONGEST_KEY: usize = 24;

/// The answer of a rule that shows rows.
pub(super) fn list(to: To<'_>, list: &List, struck: &Struck<'_>, scope: &Scope<'_>, trace: &mut Trace) -> Reply {
    let wanted = match list.wanted(scope) {
        Ok(wanted) => wanted,
        Err(Refused::NoPartition) => {
            return shown(to, list, &Nothing::wanted(), &Nothing::page(), struck, scope, trace);
        }
        Err(refused) => return refuse::reply(to, struck, scope, refused, trace),
    };
    trace.note(told(&list.source.collection, &wanted));
    let page = match read(Arc::clone(&wanted.rows), &wanted.reading, &to.world().indexes) {
        Ok(page) => page,
        Err(error) => return refuse::reply(to, struck, scope, list.refused(error), trace),
    };
    if let Some(made) = &page.made {
        let size = made.bytes.div_ceil(1024);
        trace.note(format!("index: made for this call: {} rows looked at, {size} KiB", made.rows));
    }
    shown(to, list, &wanted, &page, struck, scope, trace)
}

/// The answer with the rows that were read.
fn shown(
    to: To<'_>,
    list: &List,
    wanted: &Wanted,
    page: &Page,
    struck: &Struck<'_>,
    scope: &Scope<'_>,
    trace: &mut Trace,
) -> Reply {
    let mut facts = facts::facts(page, &wanted.reading);
    if list.wants_links
        && let Value::Object(facts) = &mut facts
    {
        let links = links::addresses(list, to.call(), &Value::Object(facts.clone())).into_iter();
        facts
            .insert("links".to_owned(), links.map(|(relation, at)| (relation.to_owned(), Value::String(at))).collect());
    }
    trace.note(facts::told(page));
    let partition = wanted.partition.as_ref();
    let scope = &Scope { beside: Beside { page: Some((&facts, page)), partition, ..scope.beside }, ..*scope };
    let also = match also(to, list, wanted, scope, trace) {
        Ok(also) => also,
        Err(refused) => return refuse::reply(to, struck, scope, refused, trace),
    };
    let scope = &Scope { beside: Beside { also: Some(&also), ..scope.beside }, ..*scope };
    let set = match set(list, scope) {
        Ok(set) => set,
        Err(error) => return effect::failed("set", &error, struck, to.world().options.face, trace),
    };
    let rows = if list.each.is_empty() { What::Page(page) } else { What::Each(Each { list, page, scope: *scope }) };
    let mut reply = effect::answer(to, struck, scope, Some(Insert::new(rows, list.into.as_ref(), set)), trace);
    if list.links {
        links::link(&mut reply, list, to.call(), &facts);
    }
    reply
}

/// What else is read: under each name its rows, the first of them, and how many there are.
fn also<'l>(
    to: To<'_>,
    list: &'l List,
    wanted: &Wanted,
    scope: &Scope<'_>,
    trace: &mut Trace,
) -> Result<Value, Refused<'l>> {
    let mut read_also = Map::new();
    for (name, also) in &list.also {
        let Some(reading) = list.also(also, wanted, scope)? else { continue };
        let page = read(Arc::clone(&wanted.rows), &reading, &to.world().indexes).map_err(Refused::Reading)?;
        let most = if also.needs.rows { insert::MOST_VALUES } else { 1 };
        let rows: Vec<Value> = page.values().take(usize::try_from(most).unwrap_or(usize::MAX)).collect();
        let total = page.total.map(|total| format!(" of {total}")).unwrap_or_default();
        trace.note(format!("also: {name}: {} rows{total}", rows.len()));
        let first = rows.first().cloned().unwrap_or_default();
        let rows = if also.needs.rows { rows } else { Vec::new() };
        read_also.insert(name.to_string(), json!({ "rows": rows, "first": first, "total": page.total }));
    }
    Ok(Value::Object(read_also))
}

/// What stands at other places of the reply; `None`: nothing, not even what the document has there.
fn set<'l>(list: &'l List, scope: &Scope<'_>) -> Result<Vec<(&'l Path, Option<Value>)>, ExpressionError> {
    let made = |(path, expression): &'l (Path, _)| {
        let value = Expression::value(expression, scope)?.unwrap_or_default();
        Ok((path, Some(value).filter(|value| !is_omitted(value))))
    };
    list.set.iter().map(made).collect()
}

/// Which rows there are, in words.
fn told(collection: &str, wanted: &Wanted) -> String {
    let key = wanted.partition.as_ref().map(|partition| {
        let key = wanted_key(partition);
        let short: String = key.chars().take(LONGEST_KEY).collect();
        if short.len() < key.len() { format!(" (partition {short}…)") } else { format!(" (partition {short})") }
    });
    format!("collection: {collection}{}: {} rows", key.unwrap_or_default(), wanted.rows.count())
}

/// What a partition is called: the text that it is, or the first member of its row that tells rows apart.
fn wanted_key(partition: &Value) -> String {
    let named = ["_id", "id", "key"].into_iter().find_map(|name| partition.get(name));
    plain_text(named.or_else(|| partition.as_object()?.values().next()).unwrap_or(partition))
}
