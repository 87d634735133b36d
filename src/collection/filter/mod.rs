//! Filters: `MongoDB`'s query language, from JSON to conditions that are matched against rows; and plain conditions, as a URL says them.
//!
//! ```text
//! Value ──parse──▶ Condition ──is_met──▶ whether a row is let through
//! texts ──field──▶     │ window, without, members: what is known before rows are looked at
//!                      └ canonical: under which an index is kept
//! ```
//! What says nothing that this language has is refused, never passed over (but for what a [`Dialect`] passes over). Invariants: a filter is
//! bounded in size, and so is what a match costs; matching is what a `MongoDB` server does (`tests/mongo`), where rows are JSON and some of
//! their texts are dates.

mod canonical;
mod condition;
mod field;
mod narrow;
mod parse;
mod pattern;
mod projection;
#[cfg(test)]
mod tests;
mod types;
mod window;

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use condition::Condition;
pub use field::FieldTest;
pub use projection::Projection;

/// What may be said in a filter.
#[derive(Clone, Debug, Default)]
pub struct Dialect {
    /// Operators that may stand at the top; others there are passed over, silently. `None`: all may.
    pub top: Option<Vec<String>>,
    /// Operators that may stand anywhere; another one is refused. `None`: all may.
    pub operators: Option<Vec<String>>,
    /// Dotted paths, without places in lists, of members whose texts are moments: they compare with `{"$date": …}` as dates do, and no text
    /// is equal to them.
    pub dates: Vec<Arc<str>>,
}

/// A filter that was compiled. The default one lets every row through.
#[derive(Clone, Debug)]
pub struct Filter {
    condition: Condition,
    /// What matching a row costs: see [`weight`](Self::weight).
    weight: u64,
}

/// Why a filter, an order or a projection cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// What is wrong: `there is no operator $foo`.
    pub message: String,
    /// What could be done.
    pub help: Option<String>,
}

impl FilterError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FilterError {}

impl Default for Filter {
    fn default() -> Self {
        Self { condition: Condition::ALWAYS, weight: 0 }
    }
}

impl From<Condition> for Filter {
    fn from(condition: Condition) -> Self {
        Self { weight: condition.weight(), condition }
    }
}

impl PartialEq for Filter {
    /// Whether both say the same in the same words.
    fn eq(&self, other: &Self) -> bool {
        self.canonical() == other.canonical()
    }
}

impl Filter {
    /// Reads a filter: `$eq $ne $gt $gte $lt $lte $in $nin $exists $type $regex $options $and $or $nor $not $elemMatch $all $size $mod` and
    /// `$comment`, values in plain or extended JSON. It has at most 1,000 values, 32 levels and 32 regular expressions.
    ///
    /// # Errors
    /// When it is no filter of that dialect.
    pub fn compile(filter: &Value, dialect: &Dialect) -> Result<Self, FilterError> {
        Ok(parse::read(filter, dialect)?.into())
    }

    /// A plain condition on the member at a dotted path. Each text stands for every value that is written like it (`5`: the number and the text);
    /// where the dialect says that the member is a date, for a moment (RFC 3339, milliseconds since 1970) or a day. Of several texts one is
    /// enough; with `Ne` and `Nin` none may be.
    ///
    /// # Errors
    /// When a text is no regular expression, or no time where one is needed.
    pub fn field(path: &str, test: FieldTest, texts: &[&str], dialect: &Dialect) -> Result<Self, FilterError> {
        Ok(field::condition(path, test, texts, dialect)?.into())
    }

    /// Rows that both let through.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Condition::all([self.condition, other.condition]).into()
    }

    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.condition.is_always()
    }

    /// How much there is to look at in a row at most, in the unit of [`Rows::cost`](super::Rows::cost): one for each test, more for a regular
    /// expression.
    #[must_use]
    pub fn weight(&self) -> u64 {
        self.weight
    }

    /// Whether it lets a row through.
    #[must_use]
    pub fn matches(&self, row: &Value) -> bool {
        self.condition.is_met(row, None)
    }

    /// The members (the first steps of its paths) that it looks at.
    #[must_use]
    pub fn members(&self) -> BTreeSet<Arc<str>> {
        let mut members = BTreeSet::new();
        window::members(&self.condition, &mut |path| members.extend(path.member().cloned()));
        members
    }

    /// The times that it leaves of a member whose texts are moments, in milliseconds since 1970 from (included) to (not included), and the
    /// filter that is left when that is taken care of. Only what must hold in any case narrows: comparisons with `{"$date": …}` that stand at
    /// the top or in `$and`. The member must be one of the dialect's dates, and every row must have it.
    #[must_use]
    pub fn window(&self, time: &str) -> (Range<i64>, Self) {
        let (window, condition) = window::window(&self.condition, time);
        (window, condition.into())
    }

    /// Leaves out what can be known without a look, where `lacks` says that no row has a member. `None`: no row is let through.
    #[must_use]
    pub fn without(&self, lacks: &dyn Fn(&str) -> bool) -> Option<Self> {
        let condition = window::without(&self.condition, lacks);
        (!condition.is_never()).then(|| condition.into())
    }

    /// What it says, in one form: two filters that say the same in the same words, in any order, are equal there; filters that let different
    /// rows through are not.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        canonical::condition(&self.condition, &mut text);
        text
    }
}
