//! Orders: by paths, each up or down, with the order of a document database where types differ.
//!
//! ```text
//! {"ts": -1} ──mongo──▶ Sort ──order(dates)──▶ Order ──key(row)──▶ SortKey: Ord
//! -ts,name   ──plain──▶
//! ```
//! It compares what rows have; which row comes first of two that are equal is somebody else's. Invariant: keys of one order are totally ordered,
//! and those of numbers, dates, booleans and of what is not there allocate nothing if there is one path.

mod key;
mod prefix;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::datum::Number;
use super::filter::FilterError;
use crate::base::kind;
pub use key::{Order, SortKey};

/// The most paths of an order, as `MongoDB` has it.
const MOST: usize = 32;

/// An order. The default one is that of the numbers of rows, upwards; where rows have a time, downwards: the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// The dotted paths in their order, and whether each goes down.
    pub by: Vec<(Arc<str>, bool)>,
}

impl Sort {
    /// Reads `{"ts": -1, "u.username": 1}`: the values are 1 or -1.
    ///
    /// # Errors
    /// When it is something else.
    pub fn mongo(sort: &Value) -> Result<Self, FilterError> {
        let Some(paths) = sort.as_object() else {
            return Err(FilterError::new(format!("an order is an object, and this is {}", kind(sort))));
        };
        let by = paths.iter().map(|(path, direction)| {
            let number = direction.as_number().map(Number::of).and_then(Number::whole);
            match number {
                Some(1) => Ok((checked(path)?, false)),
                Some(-1) => Ok((checked(path)?, true)),
                _ => Err(FilterError::new(format!("the direction of `{path}` is neither 1 nor -1: {direction}"))),
            }
        });
        Self::of(by.collect::<Result<_, _>>()?)
    }

    /// Reads `name`, `-created`, `+name`, `name:desc,created`, `name desc`; `descending` is the direction where none is said. Directions are
    /// `asc`, `ascending`, `desc` and `descending`, in any case of letters. A text of blanks says nothing.
    ///
    /// # Errors
    /// When a part of it is empty, or its direction is none.
    pub fn plain(text: &str, descending: bool) -> Result<Self, FilterError> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        Self::of(text.split(',').map(|part| one(part.trim(), descending)).collect::<Result<_, _>>()?)
    }

    fn of(by: Vec<(Arc<str>, bool)>) -> Result<Self, FilterError> {
        if by.len() > MOST {
            return Err(FilterError::new(format!("an order has at most {MOST} paths: {}", by.len())));
        }
        Ok(Self { by })
    }

    /// The order, ready to be asked for keys; `dates`: the dotted paths whose texts are moments.
    #[must_use]
    pub fn order(&self, dates: &[Arc<str>]) -> Order {
        Order::new(&self.by, dates)
    }

    /// The key of one row. For more rows than one, [`order`](Self::order) reads the paths once.
    #[must_use]
    pub fn key(&self, row: &Value, dates: &[Arc<str>]) -> SortKey {
        self.order(dates).key(row)
    }

    /// The members (the first steps of its paths) that it looks at.
    #[must_use]
    pub fn members(&self) -> BTreeSet<Arc<str>> {
        self.by.iter().map(|(path, _)| Arc::from(path.split('.').next().unwrap_or_default())).collect()
    }

    /// What it says, in one form.
    #[must_use]
    pub fn canonical(&self) -> String {
        let parts = self.by.iter().map(|(path, descends)| format!("{}{path:?}", if *descends { '-' } else { '+' }));
        parts.collect()
    }
}

fn checked(path: &str) -> Result<Arc<str>, FilterError> {
    if path.split('.').any(str::is_empty) {
        return Err(FilterError::new(format!("a part of the path is empty: `{path}`")));
    }
    if path.starts_with('$') {
        return Err(FilterError::new(format!("the operator `{path}` does not stand in an order")));
    }
    Ok(Arc::from(path))
}

/// One path and its direction.
fn one(part: &str, descending: bool) -> Result<(Arc<str>, bool), FilterError> {
    let (part, sign) = match (part.strip_prefix('-'), part.strip_prefix('+')) {
        (Some(rest), _) => (rest, Some(true)),
        (_, Some(rest)) => (rest, Some(false)),
        _ => (part, None),
    };
    let (path, direction) = match part.split_once(|between: char| between == ':' || between.is_whitespace()) {
        Some((path, direction)) => (path, Some(direction.trim())),
        None => (part, None),
    };
    if path.is_empty() {
        return Err(FilterError::new("a part of the order is empty"));
    }
    let said = match direction {
        None => None,
        Some(word) if ["asc", "ascending"].iter().any(|known| word.eq_ignore_ascii_case(known)) => Some(false),
        Some(word) if ["desc", "descending"].iter().any(|known| word.eq_ignore_ascii_case(known)) => Some(true),
        Some(word) => {
            return Err(
                FilterError::new(format!("the direction of `{path}` is none: `{word}`")).help("write `asc` or `desc`")
            );
        }
    };
    if sign.is_some() && said.is_some() {
        return Err(FilterError::new(format!("the direction of `{path}` is said twice")));
    }
    Ok((checked(path)?, said.or(sign).unwrap_or(descending)))
}
