//! Members of rows that are made anew for a call: what is the caller's own of a row that all see.

use serde_json::Value;

use super::insert::{MOST_VALUES, What};
use crate::collection::{Page, ReadingError};
use crate::scenario::{Beside, ExpressionError, List, Refused, Scope};

/// The rows of a page: the page itself where nothing is made anew in them.
pub(super) fn rows<'p>(
    list: &List,
    page: &'p Page,
    scope: &Scope<'_>,
) -> Result<Result<What<'p>, Refused<'static>>, ExpressionError> {
    if list.each.is_empty() {
        return Ok(Ok(What::Page(page)));
    }
    if page.len() > MOST_VALUES {
        return Ok(Err(Refused::Reading(ReadingError::TooMany { rows: page.len(), most: MOST_VALUES })));
    }
    let rows = (0..page.len()).map_while(|place| page.row(place)).map(|row| anew(list, row, scope));
    Ok(Ok(What::Rows(rows.collect::<Result<_, _>>()?)))
}

/// A row with those of its members made anew.
fn anew(list: &List, mut row: Value, scope: &Scope<'_>) -> Result<Value, ExpressionError> {
    let mut members = Vec::new();
    let scope = &Scope { beside: Beside { row: Some(&row), ..scope.beside }, ..*scope };
    for (name, blueprint) in &list.each {
        if row.get(&**name).is_some() {
            members.push((&**name, blueprint.value(scope)?));
        }
    }
    for (name, value) in members {
        if let Some(member) = row.get_mut(name) {
            *member = value;
        }
    }
    Ok(row)
}
