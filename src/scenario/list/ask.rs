//! From a call and a list to the rows that there are and the page of them that it wants.
//!
//! Nothing is read here. Invariant: what a call says is what it wants, or is refused, or is as if it were not said: never something else.

use std::sync::Arc;

use serde_json::Value;

use super::{Also, List, Narrow, Needs, One, ProjectionBy, Refused, Source, Wanted};
use super::{condition, projection};
use crate::collection::{Projection, Reading, ReadingError, Rows, Skip};
use crate::scenario::expression::{Beside, Scope};

impl List {
    /// What a call wants. Where it says several things of where the page begins, a cursor counts before a row (`after`, `before`, `around`, in
    /// this order), a row before a page, and a page before an offset.
    ///
    /// # Errors
    /// When there is no such partition, or a parameter cannot be read.
    pub fn wanted<'l>(&'l self, scope: &Scope<'_>) -> Result<Wanted, Refused<'l>> {
        let (partition, rows) = self.source.opened(scope)?;
        let inner = with_partition(scope, partition.as_ref());
        let limit = self.limit.as_ref().map_or(Ok(None), |limit| limit.limit(&inner))?;
        let skip = self.skip(&*rows, limit, &inner)?;
        let reading = Reading {
            filter: condition::filter(&self.conditions, &inner)?,
            sort: self
                .sort
                .as_ref()
                .map_or_else(|| Ok(self.usual_sort.clone()), |sort| sort.order(&self.usual_sort, &inner))?,
            skip,
            limit,
            projection: projected(self.projection.as_ref(), &self.narrow, &inner)?,
            wants_total: self.wants_total,
        };
        Ok(Wanted { rows, partition, reading })
    }

    /// What else is read; `scope` knows the page. `None`: it is not.
    ///
    /// # Errors
    /// When a condition cannot be read.
    pub fn also<'l>(
        &'l self,
        also: &'l Also,
        wanted: &Wanted,
        scope: &Scope<'_>,
    ) -> Result<Option<Reading>, Refused<'l>> {
        let inner = with_partition(scope, wanted.partition.as_ref());
        if also.condition.as_ref().is_some_and(|condition| !condition.is_true(&inner)) {
            return Ok(None);
        }
        let further = condition::filter(&also.conditions, &inner)?;
        let filter = if also.same { wanted.reading.filter.clone().and(further) } else { further };
        let sort = also.sort.as_ref().unwrap_or(&wanted.reading.sort).clone();
        let most = match also.needs {
            Needs { rows: true, .. } => u64::MAX,
            Needs { first, .. } => u64::from(first),
        };
        let never = self.projection.as_ref().map(|projection| projection.never.as_slice()).unwrap_or_default();
        Ok(Some(Reading {
            filter,
            sort,
            skip: Skip::Nothing,
            limit: Some(also.limit.min(most)),
            projection: Projection::default().without(never),
            wants_total: also.needs.total,
        }))
    }

    /// What is answered where a reading fails: what the list says of the parameter that is to blame, if it says something.
    #[must_use]
    pub fn refused(&self, error: ReadingError) -> Refused<'_> {
        let parameters = match error {
            ReadingError::Cursor => [&self.cursor, &None, &None],
            ReadingError::NoRow => [&self.after, &self.before, &self.around],
            ReadingError::TooMany { .. } => [&None, &None, &None],
        };
        let said = parameters.into_iter().flatten().find_map(|parameter| parameter.refuse.as_deref());
        said.map_or(Refused::Reading(error), Refused::Said)
    }

    /// Where the page begins.
    fn skip<'l>(&'l self, rows: &dyn Rows, limit: Option<u64>, scope: &Scope<'_>) -> Result<Skip, Refused<'l>> {
        if let Some(cursor) = self.cursor.as_ref().map_or(Ok(None), |cursor| cursor.text(scope))? {
            return Ok(Skip::Cursor(cursor));
        }
        let skips: [fn(Value) -> Skip; 3] = [Skip::After, Skip::Before, Skip::Around];
        for (parameter, skip) in [&self.after, &self.before, &self.around].into_iter().zip(skips) {
            if let Some(row) = parameter.as_ref().map_or(Ok(None), |parameter| parameter.row(rows, scope))? {
                return Ok(skip(row));
            }
        }
        if let Some(page) = self.page.as_ref().map_or(Ok(None), |page| page.number(1, scope))? {
            // Without a limit the first page has all rows, and those behind it have none.
            let length = limit.unwrap_or_else(|| rows.count());
            return Ok(rows_skipped(page.saturating_sub(1).saturating_mul(length)));
        }
        let offset = self.offset.as_ref().map_or(Ok(None), |offset| offset.number(0, scope))?;
        Ok(rows_skipped(offset.unwrap_or_default()))
    }
}

impl One {
    /// The row that a call wants; `None` if there is none.
    ///
    /// # Errors
    /// When there is no such partition, or the projection cannot be read.
    pub fn wanted<'l>(&'l self, scope: &Scope<'_>) -> Result<Option<(Value, Projection)>, Refused<'l>> {
        let (partition, rows) = self.source.opened(scope)?;
        let inner = with_partition(scope, partition.as_ref());
        let key = self.key.value(&inner).ok().flatten().filter(|key| !key.is_null());
        let Some(number) = key.and_then(|key| rows.find(&key)) else { return Ok(None) };
        Ok(Some((rows.row(number), projected(self.projection.as_ref(), &self.narrow, &inner)?)))
    }
}

impl Source {
    /// The rows of the partition that a call names, and whose they are.
    fn opened<'l>(&'l self, scope: &Scope<'_>) -> Result<(Option<Value>, Arc<dyn Rows>), Refused<'l>> {
        let opened = scope.beside.data.and_then(|data| {
            // What fails names no partition, as nothing does.
            let key = self.partition.as_ref().and_then(|key| key.value(scope).ok().flatten());
            if data.collections.elsewhere.is_some() {
                let rows = data.elsewhere(&self.collection, key.as_ref(), scope)?;
                return Some((key, rows));
            }
            let definition = data.collections.definitions.get(&self.collection)?;
            data.opened(definition, key.as_ref(), self.size.as_deref(), scope)
        });
        opened.ok_or_else(|| self.missing.as_deref().map_or(Refused::NoPartition, Refused::Said))
    }
}

/// What is sent of a row: which members, and which items of them.
fn projected<'l>(
    by: Option<&'l ProjectionBy>,
    narrow: &'l [Narrow],
    scope: &Scope<'_>,
) -> Result<Projection, Refused<'l>> {
    let mut projection = by.map_or_else(|| Ok(Projection::default()), |by| projection::projection(by, scope))?;
    for Narrow { path, items } in narrow {
        if let Some(items) = items.filter(scope)? {
            projection = projection.narrowing(path, items);
        }
    }
    Ok(projection)
}

fn rows_skipped(rows: u64) -> Skip {
    if rows == 0 { Skip::Nothing } else { Skip::Rows(rows) }
}

/// The scope of those who know whose rows are meant.
fn with_partition<'s>(scope: &Scope<'s>, partition: Option<&'s Value>) -> Scope<'s> {
    Scope { beside: Beside { partition, ..scope.beside }, ..*scope }
}
