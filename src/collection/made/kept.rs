//! Rows that are written out, oldest first: all that a collection has, or the newest of them.

use std::collections::HashMap;

use serde_json::Value;

use super::moment;
use super::plan::head;
use crate::base::plain_text;
use crate::collection::definition::{Definition, Origin};

/// Rows that are written out.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) rows: Vec<Value>,
    /// Their times, if any of them has one; they grow.
    pub(super) moments: Option<Vec<i64>>,
    /// Where the row with that key stands.
    pub(super) keys: HashMap<String, usize>,
    /// Whether there are no others.
    pub(super) is_all: bool,
}

impl Kept {
    pub(super) fn of(definition: &Definition) -> Self {
        let mut rows: Vec<Value> = definition.newest.iter().rev().cloned().collect();
        let is_all = matches!(definition.origin, Origin::Written(_));
        if let Origin::Written(written) = &definition.origin {
            rows.splice(0..0, written.iter().cloned());
        }
        let mut moments = None;
        if let Some(time) = &definition.time {
            let least = time.line.least.max(1);
            let said: Vec<Option<i64>> =
                rows.iter().map(|row| row.get(time.field.as_ref()).and_then(moment::read)).collect();
            if let Some(filled) = filled(&said, least) {
                let mut all: Vec<(i64, Value)> = filled.into_iter().zip(rows).collect();
                all.sort_by_key(|(moment, _)| *moment);
                let (times, sorted) = all.into_iter().unzip();
                (moments, rows) = (Some(times), sorted);
            }
        }
        let mut keys = HashMap::new();
        if let Some(key) = &definition.key {
            for (place, row) in rows.iter().enumerate() {
                if let Some(value) = row.get(key.field.as_ref()) {
                    keys.entry(plain_text(value)).or_insert(place);
                }
            }
        }
        Self { rows, moments, keys, is_all }
    }

    pub(super) fn count(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Whether no two of them have the same time.
    pub(super) fn is_strict(&self) -> bool {
        let moments = self.moments.iter().flat_map(|moments| moments.windows(2));
        moments.into_iter().all(|pair| pair.first() < pair.last())
    }

    pub(super) fn at(&self, place: u64) -> Option<&Value> {
        self.rows.get(usize::try_from(place).ok()?)
    }

    /// Whether any of them has the member.
    pub(super) fn has(&self, path: &str) -> bool {
        self.rows.iter().any(|row| row.get(path).is_some() || row.get(head(path)).is_some())
    }
}

/// Rows that do not say their time stand close to their neighbours; `None` if none says it.
fn filled(said: &[Option<i64>], least: i64) -> Option<Vec<i64>> {
    let first = said.iter().position(Option::is_some)?;
    let known = said.get(first).copied().flatten()?;
    let before = i64::try_from(first).unwrap_or(0).saturating_mul(least);
    let mut last = known.saturating_sub(before).saturating_sub(least);
    Some(
        said.iter()
            .map(|moment| {
                last = moment.unwrap_or(last.saturating_add(least));
                last
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_a_time_stand_beside_their_neighbours() {
        for (said, expected) in [
            (vec![], None),
            (vec![None, None], None),
            (vec![Some(5), None, Some(9)], Some(vec![5, 7, 9])),
            (vec![None, None, Some(10)], Some(vec![6, 8, 10])),
            (vec![Some(1), None, None], Some(vec![1, 3, 5])),
        ] {
            assert_eq!(filled(&said, 2), expected, "{said:?}");
        }
    }
}
