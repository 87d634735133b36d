//! Rows → keys that compare as an order wants it. Of a list the least item counts on the way up, the greatest on the way down; a list without
//! items comes before null. Invariant: the key has all that the comparison needs; the row can go.

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::Value;

use super::prefix::prefix;
use crate::collection::datum::{Datum, Path, Seen, Tree};

/// An order that is ready to be asked for keys.
#[derive(Clone, Debug)]
pub struct Order {
    by: Vec<(Path, bool)>,
    dates: Tree,
}

/// What an order compares of a row. Keys of different orders are not to be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(Parts);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Parts {
    None,
    One(Part),
    Several(Arc<[Part]>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Up(Datum),
    Down(Datum),
}

impl SortKey {
    /// A number that agrees with the key: of two keys, the one that comes first never has the larger number.
    pub(in crate::collection) fn prefix(&self) -> u64 {
        let part = match &self.0 {
            Parts::None => return 0,
            Parts::One(part) => Some(part),
            Parts::Several(parts) => parts.first(),
        };
        part.map_or(0, |part| match part {
            Part::Up(datum) => prefix(datum),
            Part::Down(datum) => !prefix(datum),
        })
    }
}

impl Ord for Part {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Up(one), Self::Up(two)) => one.cmp(two),
            (Self::Down(one), Self::Down(two)) => two.cmp(one),
            // Keys of one order have their parts alike; others are told apart in some way.
            (Self::Up(_), Self::Down(_)) => Ordering::Less,
            (Self::Down(_), Self::Up(_)) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Order {
    pub(super) fn new(by: &[(Arc<str>, bool)], dates: &[Arc<str>]) -> Self {
        Self { by: by.iter().map(|(path, descends)| (Path::new(path), *descends)).collect(), dates: Tree::of(dates) }
    }

    /// What is compared of a row.
    #[must_use]
    pub fn key(&self, row: &Value) -> SortKey {
        SortKey(match self.by.as_slice() {
            [] => Parts::None,
            [(path, descends)] => Parts::One(self.part(row, path, *descends)),
            by => Parts::Several(by.iter().map(|(path, descends)| self.part(row, path, *descends)).collect()),
        })
    }

    fn part(&self, row: &Value, path: &Path, descends: bool) -> Part {
        let mut best: Option<Seen<'_>> = None;
        path.any_of_order(row, Some(&self.dates), &mut |found| {
            let seen = match found {
                None => Seen::Null,
                Some((Value::Array(items), _)) if items.is_empty() => Seen::Nothing,
                Some((value, dates)) => Seen::of(value, dates),
            };
            let is_better = best.is_none_or(|best| {
                let order = seen.compare(best);
                if descends { order.is_gt() } else { order.is_lt() }
            });
            if is_better {
                best = Some(seen);
            }
            false
        });
        let datum = best.unwrap_or(Seen::Null).held();
        if descends { Part::Down(datum) } else { Part::Up(datum) }
    }
}
