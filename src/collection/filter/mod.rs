//! Filters: MongoDB's query language, from JSON to a tree that is matched against rows.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

/// What may be said in a filter.
#[derive(Clone, Debug, Default)]
pub struct Dialect {
    /// Operators that may stand at the top; others there are passed over, silently. `None`: all may.
    pub top: Option<Vec<String>>,
    /// Operators that may stand anywhere; another one is refused. `None`: all may.
    pub operators: Option<Vec<String>>,
    /// Dotted paths of members whose texts are moments: they compare with `{"$date": …}` as dates do.
    pub dates: Vec<Arc<str>>,
}

/// A filter that was compiled. The default one lets every row through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {}

/// Why a filter cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// What is wrong: `there is no operator $foo`.
    pub message: String,
    /// What could be done.
    pub help: Option<String>,
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FilterError {}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// When it is no filter of that dialect.
    pub fn compile(_filter: &Value, _dialect: &Dialect) -> Result<Self, FilterError> {
        Ok(Self {})
    }

    /// Rows that both let through.
    #[must_use]
    pub fn and(self, _other: Self) -> Self {
        self
    }

    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        true
    }

    /// Whether it lets a row through.
    #[must_use]
    pub fn matches(&self, _row: &Value) -> bool {
        true
    }

    /// The members (the first steps of its paths) that it looks at.
    #[must_use]
    pub fn members(&self) -> BTreeSet<Arc<str>> {
        BTreeSet::new()
    }

    /// The times that it leaves of a member whose texts are moments, in milliseconds since 1970 from (included) to (not included), and the
    /// filter that is left when that is taken care of.
    #[must_use]
    pub fn window(&self, _time: &str) -> (Range<i64>, Self) {
        (i64::MIN..i64::MAX, self.clone())
    }

    /// Leaves out what can be known without a look, where `lacks` says that no row has a member. `None`: no row is let through.
    #[must_use]
    pub fn without(&self, _lacks: &dyn Fn(&str) -> bool) -> Option<Self> {
        Some(self.clone())
    }

    /// What it says, in one form: two filters that say the same in the same words are equal there.
    #[must_use]
    pub fn canonical(&self) -> String {
        String::new()
    }
}

/// Which members of a row are sent. The default one sends all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projection {}

impl Projection {
    /// Reads `{"msg": 1, "u.name": 1, "_id": 0}`: all included, or all left out but for `_id`.
    ///
    /// # Errors
    /// When it mixes both, or says something else.
    pub fn mongo(_fields: &Value) -> Result<Self, FilterError> {
        Ok(Self {})
    }

    /// These dotted paths, and nothing else.
    #[must_use]
    pub fn only(_paths: &[String]) -> Self {
        Self {}
    }

    /// The same without these dotted paths.
    #[must_use]
    pub fn without(self, _paths: &[String]) -> Self {
        self
    }

    /// Whether it sends all.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        true
    }

    /// What is sent of a row.
    #[must_use]
    pub fn apply(&self, row: Value) -> Value {
        row
    }
}
