//! One row of a collection as an answer: projected, in a reply or as the reply; or what is said where there is none.

use super::insert::{Insert, What};
use super::refuse;
use crate::respond::effect::{self, To};
use crate::respond::problem::Problem;
use crate::respond::reply::Reply;
use crate::respond::trace::Trace;
use crate::scenario::{Beside, One, Refused, Scope, Struck};

/// The answer of a rule that shows one row.
pub(in crate::respond) fn one(
    to: To<'_>,
    one: &One,
    struck: &Struck<'_>,
    scope: &Scope<'_>,
    trace: &mut Trace,
) -> Reply {
    let collection = &one.source.collection;
    let (row, projection) = match one.wanted(scope) {
        Ok(Some(found)) => found,
        Ok(None) | Err(Refused::NoPartition) => {
            trace.note(format!("collection: {collection}: has no such row"));
            if let Some(effect) = &one.missing {
                return effect::ruled(to, &Struck { effect, ..*struck }, scope, trace);
            }
            let detail = format!("`{collection}` has no row with the key that is asked for");
            return refuse::documented(to, struck, scope, (404, None), trace)
                .unwrap_or_else(|| refuse::problem(to, Problem::NoRow, &detail, trace));
        }
        Err(refused) => return refuse::reply(to, struck, scope, refused, trace),
    };
    trace.note(format!("collection: {collection}: one row"));
    let row = projection.apply(row);
    let scope = &Scope { beside: Beside { row: Some(&row), ..scope.beside }, ..*scope };
    // A body of the rule's own says itself where the row stands.
    let is_placed = struck.effect.body.is_none() || one.into.is_some();
    let insert = is_placed.then(|| Insert::new(What::Row(row.clone()), one.into.as_ref(), Vec::new()));
    effect::answer(to, struck, scope, insert, trace)
}
