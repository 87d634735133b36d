//! Lists and items, bound: from a call to what is read of a collection.

mod ask;
mod condition;
mod needs;
mod parameter;
mod projection;
mod steady;
#[cfg(test)]
mod tests;
mod usual;

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::effect::{Effect, Path};
use super::expression::Expression;
use super::format::{Comparator, Zero};
use super::template::{Blueprint, Template};
use crate::collection::{Dialect, Filter, FilterError, Reading, ReadingError, Rows, Sort};

pub use needs::Needs;
pub use usual::{plain_members, usual_members};

/// An operation that shows rows of a collection.
#[derive(Debug)]
pub struct List {
    /// Which rows there are.
    pub source: Source,
    /// Where they stand in the reply; `None`: in the list that it has.
    pub into: Option<Path>,
    /// What stands at other places of the reply.
    pub set: Vec<(Path, Expression)>,
    /// Whether `Link` tells of other pages.
    pub links: bool,
    /// How many rows are passed over.
    pub offset: Option<Parameter>,
    /// Which page, from 1.
    pub page: Option<Parameter>,
    /// How many rows are shown; without it, all.
    pub limit: Option<Parameter>,
    /// Where a page before ended.
    pub cursor: Option<Parameter>,
    /// Only rows before this one.
    pub before: Option<Parameter>,
    /// Only rows after this one.
    pub after: Option<Parameter>,
    /// Rows around this one.
    pub around: Option<Parameter>,
    /// In which order.
    pub sort: Option<SortBy>,
    /// In which order if nothing is said.
    pub usual_sort: Sort,
    /// Which rows.
    pub conditions: Vec<Where>,
    /// Which members of them.
    pub projection: Option<ProjectionBy>,
    /// Which items of members that are lists.
    pub narrow: Vec<Narrow>,
    /// Members that are made anew for the call.
    pub each: Vec<(Arc<str>, Blueprint)>,
    /// What else is read.
    pub also: IndexMap<Arc<str>, Also>,
    /// Whether the total is asked for by anything that is sent.
    pub wants_total: bool,
    /// Whether anything that is sent looks at the addresses of other pages.
    pub wants_links: bool,
}

/// An operation that shows one row of a collection.
#[derive(Debug)]
pub struct One {
    /// Which rows there are.
    pub source: Source,
    /// Which of them: its key.
    pub key: Expression,
    /// What is answered where there is none.
    pub missing: Option<Box<Effect>>,
    /// Where it stands in the reply.
    pub into: Option<Path>,
    /// Which members of it.
    pub projection: Option<ProjectionBy>,
    /// Which items of members that are lists.
    pub narrow: Vec<Narrow>,
}

/// Which rows there are.
#[derive(Debug)]
pub struct Source {
    /// The collection's name.
    pub collection: Arc<str>,
    /// The key of the partition.
    pub partition: Option<Expression>,
    /// How many rows there are, where that is worked out; it reads `partition`.
    pub size: Option<Arc<Template>>,
    /// What is answered where there is no such partition.
    pub missing: Option<Box<Effect>>,
}

/// What a call says of the page.
#[derive(Debug)]
pub struct Parameter {
    /// What it says.
    pub from: Expression,
    /// What holds if it says nothing.
    pub default: Option<Amount>,
    /// The most.
    pub max: Option<Amount>,
    /// What zero means.
    pub zero: Option<Zero>,
    /// What is answered where it cannot be read.
    pub refuse: Option<Box<Effect>>,
}

/// A number, or what says it.
#[derive(Debug)]
pub enum Amount {
    /// The number.
    Number(u64),
    /// What says it.
    Expression(Expression),
}

/// In which order rows come.
#[derive(Debug)]
pub struct SortBy {
    /// What the call says.
    pub from: Expression,
    /// Whether it is JSON, `{"ts": -1}`.
    pub is_mongo: bool,
    /// Where the direction is said apart.
    pub direction: Option<Expression>,
    /// What is answered where it cannot be read.
    pub refuse: Option<Box<Effect>>,
}

/// A condition on rows.
#[derive(Debug)]
pub struct Where {
    /// Whether it is one.
    pub condition: Option<Expression>,
    /// What it says.
    pub says: Says,
    /// What is answered where it cannot be read.
    pub refuse: Option<Box<Effect>>,
}

/// What a condition says.
#[derive(Debug)]
pub enum Says {
    /// A filter that is the same for all calls.
    Always(Filter),
    /// A filter with templates in it.
    Filter(Blueprint, Dialect),
    /// The call has it as JSON.
    Mongo(Expression, Dialect),
    /// The call has a value, or several, that a member is compared with.
    Field {
        /// What the call says.
        from: Expression,
        /// The member's dotted path.
        field: Arc<str>,
        /// How it is compared.
        is: Comparator,
        /// What stands between several values.
        split: Option<String>,
        /// What may be said of it.
        dialect: Dialect,
    },
}

/// Which members of rows are sent.
#[derive(Debug)]
pub struct ProjectionBy {
    /// What the call says.
    pub from: Option<Expression>,
    /// Whether it has a say.
    pub condition: Option<Expression>,
    /// Whether it is JSON, `{"msg": 1}`.
    pub is_mongo: bool,
    /// What is never sent.
    pub never: Vec<String>,
    /// What is always sent.
    pub always: Vec<String>,
    /// What is answered where it cannot be read.
    pub refuse: Option<Box<Effect>>,
}

/// Which items of a member that is a list are sent.
#[derive(Debug)]
pub struct Narrow {
    /// The member's dotted path.
    pub path: Arc<str>,
    /// What lets an item through.
    pub items: Where,
}

/// What else is read.
#[derive(Debug)]
pub struct Also {
    /// Whether it is.
    pub condition: Option<Expression>,
    /// Whether the list's own conditions hold.
    pub same: bool,
    /// Further conditions.
    pub conditions: Vec<Where>,
    /// In which order.
    pub sort: Option<Sort>,
    /// How many rows at most.
    pub limit: u64,
    /// What of it is looked at.
    pub needs: Needs,
}

/// Why a call gets no rows.
#[derive(Debug)]
pub enum Refused<'l> {
    /// The scenario says what is answered.
    Said(&'l Effect),
    /// There is no such partition, and nothing is said of that.
    NoPartition,
    /// A parameter cannot be read: the expression that says it, and why.
    Unreadable(String, String),
    /// It cannot be read.
    Reading(ReadingError),
    /// A filter or a projection cannot be read: the expression that says it, if one does, and why.
    Filter(Option<String>, FilterError),
}

/// Which rows there are for a call, and which of them it wants.
#[derive(Debug)]
pub struct Wanted {
    /// All rows of the partition.
    pub rows: Arc<dyn Rows>,
    /// Whose they are.
    pub partition: Option<Value>,
    /// Which are wanted.
    pub reading: Reading,
}
