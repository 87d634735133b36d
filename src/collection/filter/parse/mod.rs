//! A filter as JSON → conditions: what stands at the top, in `$and`, `$or` and `$nor`, and in the items of `$elemMatch`.
//!
//! Invariant: how deep and how large a filter is, is looked at before it is read, so that reading ends.

mod literal;
mod operator;

use std::sync::Arc;

use serde_json::{Map, Value};

use super::condition::Condition;
use super::pattern::Pattern;
use super::{Dialect, FilterError};
use crate::base::{kind, nearest};
use crate::collection::datum::{Path, Tree};

/// The deepest filter.
const DEEPEST: usize = 32;
/// The most values in a filter.
const MOST_VALUES: usize = 1_000;
/// The most regular expressions in a filter.
const MOST_PATTERNS: usize = 32;

/// Operators between conditions.
const LOGICAL: [&str; 4] = ["$and", "$or", "$nor", "$comment"];
/// Operators of a member.
const OF_MEMBERS: [&str; 18] = [
    "$eq",
    "$ne",
    "$gt",
    "$gte",
    "$lt",
    "$lte",
    "$in",
    "$nin",
    "$exists",
    "$type",
    "$regex",
    "$options",
    "$not",
    "$elemMatch",
    "$all",
    "$size",
    "$mod",
    "$comment",
];
/// Operators of `MongoDB` that need its server, or run what they are given.
const ELSEWHERE: [&str; 21] = [
    "$expr",
    "$where",
    "$text",
    "$jsonSchema",
    "$near",
    "$nearSphere",
    "$geoWithin",
    "$geoIntersects",
    "$within",
    "$maxDistance",
    "$minDistance",
    "$bitsAllClear",
    "$bitsAllSet",
    "$bitsAnyClear",
    "$bitsAnySet",
    "$rand",
    "$sampleRate",
    "$natural",
    "$meta",
    "$slice",
    "$function",
];

/// Reads a filter.
pub(super) fn read(filter: &Value, dialect: &Dialect) -> Result<Condition, FilterError> {
    let Some(members) = filter.as_object() else {
        return Err(FilterError::new(format!("a filter is an object, and this is {}", kind(filter))));
    };
    let is_kept = |name: &str| match &dialect.top {
        Some(top) if name.starts_with('$') => top.iter().any(|kept| kept == name),
        _ => true,
    };
    let kept = || members.iter().filter(|(name, _)| is_kept(name));
    let mut values = 0;
    kept().try_for_each(|(_, value)| measure(value, 1, &mut values))?;
    let dates = Tree::of(&dialect.dates);
    let mut reader = Reader { dialect, dates, patterns: 0 };
    reader.members(kept(), Whose::Row)
}

/// Counts the values, and how deep they stand.
fn measure(value: &Value, depth: usize, values: &mut usize) -> Result<(), FilterError> {
    *values += 1;
    if *values > MOST_VALUES {
        return Err(FilterError::new(format!("the filter is too large: more than {MOST_VALUES} values")));
    }
    if depth > DEEPEST {
        return Err(FilterError::new(format!("the filter is too deep: more than {DEEPEST} levels")));
    }
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| measure(item, depth + 1, values)),
        Value::Object(members) => members.values().try_for_each(|member| measure(member, depth + 1, values)),
        _ => Ok(()),
    }
}

/// Whose members paths begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// Those of the row.
    Row,
    /// Those of an item, of which the row knows what is a date.
    Item,
}

struct Reader<'d> {
    dialect: &'d Dialect,
    dates: Tree,
    /// How many regular expressions there are so far.
    patterns: usize,
}

impl Reader<'_> {
    /// A query: paths with what is said of them, and operators between queries.
    fn query(&mut self, query: &Map<String, Value>, whose: Whose) -> Result<Condition, FilterError> {
        self.members(query.iter(), whose)
    }

    fn members<'v>(
        &mut self,
        members: impl Iterator<Item = (&'v String, &'v Value)>,
        whose: Whose,
    ) -> Result<Condition, FilterError> {
        let mut conditions = Vec::new();
        for (name, value) in members {
            conditions.push(if name.starts_with('$') {
                self.logical(name, value, whose)?
            } else {
                let path = Path::new(name);
                let dates = match whose {
                    Whose::Row => path.member().and_then(|first| self.dates.only(first)).map(Arc::new),
                    Whose::Item => None,
                };
                self.said(&path, dates.as_ref(), value)?
            });
        }
        Ok(Condition::all(conditions))
    }

    /// `$and`, `$or`, `$nor`.
    fn logical(&mut self, name: &str, value: &Value, whose: Whose) -> Result<Condition, FilterError> {
        self.admit(name, &LOGICAL, "at the top of a filter")?;
        if name == "$comment" {
            return Ok(Condition::ALWAYS);
        }
        let queries = value.as_array().filter(|queries| !queries.is_empty());
        let Some(queries) = queries else {
            return Err(FilterError::new(format!("`{name}` needs a list of filters that is not empty")));
        };
        let mut conditions = Vec::new();
        for query in queries {
            let Some(query) = query.as_object() else {
                return Err(FilterError::new(format!(
                    "the items of `{name}` are filters, and this is {}",
                    kind(query)
                )));
            };
            conditions.push(self.query(query, whose)?);
        }
        Ok(match name {
            "$and" => Condition::all(conditions),
            "$or" => Condition::any(conditions),
            _ => Condition::not(Condition::any(conditions)),
        })
    }

    /// Refuses an operator that there is not, or not here, or that the dialect has not.
    fn admit(&self, name: &str, known: &[&str], place: &str) -> Result<(), FilterError> {
        if let Some(allowed) = &self.dialect.operators
            && !allowed.iter().any(|allowed| allowed == name)
            // It says how another one is meant.
            && name != "$options"
        {
            let error = FilterError::new(format!("the operator `{name}` is not allowed"));
            let allowed = allowed.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            return Err(if allowed.is_empty() { error } else { error.help(format!("these are: {allowed}")) });
        }
        if known.contains(&name) {
            return Ok(());
        }
        if LOGICAL.contains(&name) || OF_MEMBERS.contains(&name) {
            return Err(FilterError::new(format!("the operator `{name}` does not stand {place}")));
        }
        if ELSEWHERE.contains(&name) {
            return Err(FilterError::new(format!("the operator `{name}` is not supported")));
        }
        let error = FilterError::new(format!("there is no operator `{name}`"));
        Err(match nearest(name, known.iter().copied()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error,
        })
    }

    fn pattern(&mut self, source: &str, flags: &str) -> Result<Pattern, FilterError> {
        self.patterns += 1;
        if self.patterns > MOST_PATTERNS {
            return Err(FilterError::new(format!("the filter has more than {MOST_PATTERNS} regular expressions")));
        }
        Pattern::new(source, flags, false)
    }
}
