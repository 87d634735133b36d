//! What a filter says of one member → conditions: a value that it equals, a regular expression, or operators.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::FilterError;
use super::super::condition::{Comparison, Condition, Test};
use super::super::types::Types;
use super::literal::{datum, is_wrapped, regular_expression};
use super::{OF_MEMBERS, Reader, Whose};
use crate::base::{kind, nearest};
use crate::collection::datum::{Datum, Number, Path, Tree};

/// Queries in `$elemMatch` begin with these, or with a path.
const BETWEEN_QUERIES: [&str; 4] = ["$and", "$or", "$nor", "$where"];

/// A member, and which texts of its row are dates.
#[derive(Clone, Copy)]
struct At<'p> {
    path: &'p Path,
    dates: Option<&'p Arc<Tree>>,
}

impl At<'_> {
    fn is(self, test: Test) -> Condition {
        Condition::Field(self.path.clone(), self.dates.cloned(), test)
    }

    fn equals(self, value: Datum) -> Condition {
        self.is(Test::Compare(Comparison::Equal, value))
    }
}

/// Whether an object says something of a member, rather than being a value.
fn is_operators(members: &Map<String, Value>) -> bool {
    members.keys().next().is_some_and(|name| name.starts_with('$') && !["$ref", "$id", "$db"].contains(&name.as_str()))
        && !is_wrapped(members)
        && !members.contains_key("$regularExpression")
}

impl Reader<'_> {
    /// What stands beside a path.
    pub(super) fn said(
        &mut self,
        path: &Path,
        dates: Option<&Arc<Tree>>,
        value: &Value,
    ) -> Result<Condition, FilterError> {
        let at = At { path, dates };
        match value {
            Value::Object(members) if is_operators(members) => self.operators(at, members),
            Value::Object(members) if members.contains_key("$regularExpression") => self.regex_value(at, value),
            _ => Ok(at.equals(datum(value)?)),
        }
    }

    fn operators(&mut self, at: At<'_>, members: &Map<String, Value>) -> Result<Condition, FilterError> {
        let mut conditions = Vec::new();
        for (name, value) in members {
            if !name.starts_with('$') {
                let error = FilterError::new(format!("`{name}` stands beside operators, and is none"));
                return Err(error.help(format!("a member of `{0}` is written `{0}.{name}`", at.path.text())));
            }
            self.admit(name, &OF_MEMBERS, &format!("in what is said of `{}`", at.path.text()))?;
            conditions.push(self.operator(at, name, value, members)?);
        }
        Ok(Condition::all(conditions))
    }

    fn operator(
        &mut self,
        at: At<'_>,
        name: &str,
        value: &Value,
        beside: &Map<String, Value>,
    ) -> Result<Condition, FilterError> {
        let compare = |comparison| {
            if regular_expression(value).is_some() {
                return Err(FilterError::new(format!("`{name}` takes no regular expression")));
            }
            Ok(at.is(Test::Compare(comparison, datum(value)?)))
        };
        match name {
            "$eq" => compare(Comparison::Equal),
            "$ne" => Ok(Condition::not(compare(Comparison::Equal)?)),
            "$gt" => compare(Comparison::Greater),
            "$gte" => compare(Comparison::GreaterOrEqual),
            "$lt" => compare(Comparison::Less),
            "$lte" => compare(Comparison::LessOrEqual),
            "$in" => self.one_of(at, name, value),
            "$nin" => Ok(Condition::not(self.one_of(at, name, value)?)),
            "$exists" => {
                let exists = at.is(Test::Exists);
                Ok(if is_true(value) { exists } else { Condition::not(exists) })
            }
            "$type" => Ok(at.is(Test::Type(types(value)?))),
            "$regex" => self.regex(at, value, beside.get("$options")),
            "$options" if beside.contains_key("$regex") => Ok(Condition::ALWAYS),
            "$options" => Err(FilterError::new("`$options` needs a `$regex` beside it")),
            "$not" => self.negation(at, value),
            "$elemMatch" => self.element(at, value),
            "$all" => self.all(at, value),
            "$size" => Ok(at.is(Test::Size(size(value)?))),
            "$mod" => modulo(value).map(|(divisor, remainder)| at.is(Test::Modulo(divisor, remainder))),
            // What is left is a comment.
            _ => Ok(Condition::ALWAYS),
        }
    }

    fn one_of(&mut self, at: At<'_>, name: &str, value: &Value) -> Result<Condition, FilterError> {
        let Some(items) = value.as_array() else {
            return Err(FilterError::new(format!("`{name}` needs a list, and this is {}", kind(value))));
        };
        let mut values = Vec::new();
        let mut patterns = Vec::new();
        for item in items {
            match item {
                _ if let Some((source, flags)) = regular_expression(item) => {
                    patterns.push(self.pattern(source, flags)?);
                }
                Value::Object(members) if is_operators(members) => {
                    return Err(FilterError::new(format!("the items of `{name}` are values, not operators: {item}")));
                }
                _ => values.push(datum(item)?),
            }
        }
        values.sort_unstable();
        values.dedup();
        if values.is_empty() && patterns.is_empty() {
            return Ok(Condition::NEVER);
        }
        Ok(at.is(Test::In(values, patterns)))
    }

    fn regex(&mut self, at: At<'_>, value: &Value, options: Option<&Value>) -> Result<Condition, FilterError> {
        let (source, own) = match value {
            Value::String(source) => (source.as_str(), ""),
            _ => regular_expression(value)
                .ok_or_else(|| FilterError::new(format!("`$regex` needs a text, and this is {}", kind(value))))?,
        };
        let flags = match options {
            None => own,
            Some(Value::String(flags)) => flags,
            Some(other) => {
                return Err(FilterError::new(format!("`$options` needs a text, and this is {}", kind(other))));
            }
        };
        Ok(at.is(Test::Pattern(self.pattern(source, flags)?)))
    }

    fn regex_value(&mut self, at: At<'_>, value: &Value) -> Result<Condition, FilterError> {
        let Some((source, flags)) = regular_expression(value) else {
            return Err(FilterError::new(format!("what `$regularExpression` says cannot be read: {value}"))
                .help(r#"write `{"pattern": "…", "options": "i"}`"#));
        };
        Ok(at.is(Test::Pattern(self.pattern(source, flags)?)))
    }

    fn negation(&mut self, at: At<'_>, value: &Value) -> Result<Condition, FilterError> {
        match value {
            Value::Object(members) if is_operators(members) => Ok(Condition::not(self.operators(at, members)?)),
            Value::Object(members) if members.contains_key("$regularExpression") => {
                Ok(Condition::not(self.regex_value(at, value)?))
            }
            _ => {
                Err(FilterError::new("`$not` needs operators or a regular expression")
                    .help("unequal to a value is `$ne`"))
            }
        }
    }

    fn element(&mut self, at: At<'_>, value: &Value) -> Result<Condition, FilterError> {
        let Some(members) = value.as_object() else {
            return Err(FilterError::new(format!("`$elemMatch` needs an object, and this is {}", kind(value))));
        };
        let is_of_item = is_operators(members)
            && members.keys().next().is_some_and(|first| !BETWEEN_QUERIES.contains(&first.as_str()));
        let test = if is_of_item {
            let here = Path::here();
            Test::Item(Box::new(self.operators(At { path: &here, dates: None }, members)?))
        } else {
            Test::Object(Box::new(self.query(members, Whose::Item)?))
        };
        Ok(at.is(test))
    }

    fn all(&mut self, at: At<'_>, value: &Value) -> Result<Condition, FilterError> {
        let Some(items) = value.as_array() else {
            return Err(FilterError::new(format!("`$all` needs a list, and this is {}", kind(value))));
        };
        if items.is_empty() {
            return Ok(Condition::NEVER);
        }
        let elements = items.iter().filter(|item| item.get("$elemMatch").is_some()).count();
        if elements != 0 && elements != items.len() {
            return Err(FilterError::new("`$all` takes values or `$elemMatch`, and not both"));
        }
        let mut conditions = Vec::new();
        for item in items {
            conditions.push(match item {
                _ if let Some((source, flags)) = regular_expression(item) => {
                    at.is(Test::Pattern(self.pattern(source, flags)?))
                }
                Value::Object(members) if is_operators(members) => {
                    let Some(inner) = members.get("$elemMatch").filter(|_| members.len() == 1) else {
                        let error = FilterError::new(format!("the items of `$all` are values: {item}"));
                        return Err(error.help("the only operator there is `$elemMatch`"));
                    };
                    self.admit("$elemMatch", &OF_MEMBERS, "in `$all`")?;
                    self.element(at, inner)?
                }
                _ => at.equals(datum(item)?),
            });
        }
        Ok(Condition::all(conditions))
    }
}

/// As `MongoDB` takes values for true: all but false, null and zero.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => Number::of(number) != Number::Whole(0),
        _ => true,
    }
}

fn types(value: &Value) -> Result<Types, FilterError> {
    match value {
        Value::Array(items) if items.is_empty() => Err(FilterError::new("`$type` needs a type")),
        Value::Array(items) => items.iter().try_fold(Types::default(), |types, item| Ok(types.with(one_type(item)?))),
        _ => one_type(value),
    }
}

fn one_type(value: &Value) -> Result<Types, FilterError> {
    match value {
        Value::String(name) => Types::named(name).ok_or_else(|| {
            let error = FilterError::new(format!("there is no type `{name}`"));
            match nearest(name, Types::names()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error,
            }
        }),
        Value::Number(number) => Number::of(number)
            .whole()
            .and_then(Types::numbered)
            .ok_or_else(|| FilterError::new(format!("there is no type with the number {number}"))),
        _ => Err(FilterError::new(format!("`$type` needs names or numbers of types, and this is {}", kind(value)))),
    }
}

/// A number of a filter, a plain one or one that extended JSON writes.
fn number(value: &Value) -> Option<Number> {
    match datum(value) {
        Ok(Datum::Number(number)) => Some(number),
        _ => None,
    }
}

fn size(value: &Value) -> Result<u64, FilterError> {
    let size = number(value).and_then(Number::whole).and_then(|size| u64::try_from(size).ok());
    size.ok_or_else(|| FilterError::new(format!("`$size` needs a whole number that is not below zero: {value}")))
}

fn modulo(value: &Value) -> Result<(i64, i64), FilterError> {
    let Some([divisor, remainder]) = value.as_array().map(Vec::as_slice) else {
        return Err(FilterError::new("`$mod` needs a list of two numbers, the divisor and what it leaves"));
    };
    let whole = |value: &Value| {
        number(value)
            .and_then(Number::truncated)
            .ok_or_else(|| FilterError::new(format!("`$mod` needs two numbers: {value}")))
    };
    match (whole(divisor)?, whole(remainder)?) {
        (0, _) => Err(FilterError::new("`$mod` cannot divide by zero")),
        both => Ok(both),
    }
}
