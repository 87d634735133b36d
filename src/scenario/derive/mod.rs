//! Lists without a scenario: from an operation, as the document has it, to what a scenario would say of it.
//!
//! ```text
//! Operation ─site─▶ where rows stand, and what they are
//!           ─parameters─▶ which of its parameters says the page, the order, the rows
//!           ─envelope─▶ what stands beside the rows, in the body and in headers
//! ```
//! It judges by the shapes of replies and the names of parameters, and makes no rows. Invariant: what is not found is left as it is: an
//! operation is a list of any length only if it has rows and something that says which of them.

mod envelope;
mod parameters;
mod site;
#[cfg(test)]
mod tests;

pub use site::RowSite;

use super::effect::{Effect, Path, Step};
use super::expression::Expression;
use super::list::{List, Source};
use crate::collection::Sort;
use crate::contract::{Contract, Operation, OperationId, Part};
use parameters::Parameters;

/// The most rows of a list that is shown as a whole, because nothing says which of them.
pub const MOST_WHOLE: u64 = 1_000;

/// A list that was found in a document.
#[derive(Debug)]
pub struct Derived {
    /// Where its rows stand, and what they are.
    pub site: RowSite,
    /// What it answers: the list, and the headers that tell of it.
    pub effect: Effect,
    /// The same in words: `rows at /data, key id, offset skip, limit limit (default 20, most 100), total at /meta/total`.
    pub told: String,
}

/// Why an operation is no list of any length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoList {
    /// Its reply has no rows, or it does not read.
    NoRows,
    /// It has rows, and nothing says which of them: more than [`MOST_WHOLE`] are not sent at once.
    NotPaged,
}

/// What a scenario would say of an operation, if its lists have so many rows.
///
/// # Errors
/// When it is no such list.
pub fn derive(contract: &Contract, id: OperationId, size: u64) -> Result<Derived, NoList> {
    let operation = contract.operation(id).ok_or(NoList::NoRows)?;
    let site = site::find(contract, operation).ok_or(NoList::NoRows)?;
    let arena = contract.schemas().arena();
    let body = site.body;
    let is_linked = envelope::has_cursor(arena, body);
    let parameters = Parameters::find(arena, operation, &site, is_linked);
    if !parameters.is_paged() && size > MOST_WHOLE {
        return Err(NoList::NotPaged);
    }
    let envelope = envelope::find(arena, operation, &site, &parameters);
    let mut told = vec![site.told()];
    told.extend(parameters.told.iter().cloned());
    told.extend(envelope.told.iter().cloned());
    let Parameters { offset, page, limit, cursor, before, after, sort, conditions, .. } = parameters;
    let set = compiled(envelope.set);
    let wants_total = envelope.wants_total;
    let mut list = List {
        source: source(operation),
        into: Some(Path(site.path.iter().cloned().map(Step::Member).collect())),
        set,
        links: envelope.links,
        offset,
        page,
        limit,
        cursor,
        before,
        after,
        around: None,
        sort,
        usual_sort: Sort::default(),
        conditions,
        projection: None,
        narrow: Vec::new(),
        each: Vec::new(),
        also: indexmap::IndexMap::default(),
        wants_total,
        wants_links: false,
    };
    let mut effect = Effect { headers: envelope.headers, ..Effect::default() };
    list.note_needs(&effect);
    effect.list = Some(Box::new(list));
    Ok(Derived { site, effect, told: told.join(", ") })
}

/// Its rows: the collection is called as the operation is, and whose they are, the values in its path say, as a JSON list.
fn source(operation: &Operation) -> Source {
    let in_path = operation.parameters.iter().filter(|parameter| parameter.part == Part::Path);
    let names: Vec<String> = in_path.map(|parameter| member("path", &parameter.name)).collect();
    let partition = if names.is_empty() { None } else { expression(&format!("json([{}])", names.join(", "))) };
    Source { collection: operation.name.as_str().into(), partition, size: None, missing: None }
}

/// An expression that we wrote ourselves; `None` where a name in it is one that the language cannot write.
fn expression(text: &str) -> Option<Expression> {
    Expression::compile(text).ok()
}

fn compiled(texts: Vec<(Path, String)>) -> Vec<(Path, Expression)> {
    texts.into_iter().filter_map(|(path, text)| Some((path, expression(&text)?))).collect()
}

/// How an expression reads a parameter: `query.limit`, `query["page[size]"]`.
fn member(root: &str, name: &str) -> String {
    let is_word =
        name.chars().enumerate().all(|(at, c)| c == '_' || c.is_ascii_alphabetic() || at > 0 && c.is_ascii_digit());
    if is_word && !name.is_empty() {
        format!("{root}.{name}")
    } else {
        format!("{root}[{}]", serde_json::Value::from(name))
    }
}
