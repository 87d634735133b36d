//! Orders: by paths, each up or down, with the order of a document database where types differ.

use std::sync::Arc;

use serde_json::Value;

use super::filter::FilterError;

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
    pub fn mongo(_sort: &Value) -> Result<Self, FilterError> {
        Ok(Self::default())
    }

    /// Reads `name`, `-created`, `+name`, `name:desc,created`, `name desc`; `descending` is the direction where none is said.
    ///
    /// # Errors
    /// When a part of it is empty, or its direction is none.
    pub fn plain(_text: &str, _descending: bool) -> Result<Self, FilterError> {
        Ok(Self::default())
    }
}

/// Provisional.
pub type SortKey = Vec<std::cmp::Reverse<i64>>;

#[allow(missing_docs, clippy::unused_self)]
impl Sort {
    #[must_use]
    pub fn key(&self, _row: &Value, _dates: &[Arc<str>]) -> SortKey {
        Vec::new()
    }
    #[must_use]
    pub fn members(&self) -> std::collections::BTreeSet<Arc<str>> {
        std::collections::BTreeSet::new()
    }
    #[must_use]
    pub fn canonical(&self) -> String {
        String::new()
    }
}
