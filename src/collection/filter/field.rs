//! Plain conditions, as a URL says them: a member, a comparison and texts. → the same conditions that the query language has.
//!
//! A text stands for every value that is written like it: `5` is the number and the text, `true` the boolean and the text. Where a member is
//! a date, texts are moments (RFC 3339, or milliseconds since 1970) or days: a day is all of its moments in UTC, so `gt` begins after it and
//! `lte` ends with it. Of a list one item is enough.

use std::sync::Arc;

use serde_json::Value;

use super::condition::{Comparison, Condition, Test};
use super::pattern::Pattern;
use super::{Dialect, FilterError};
use crate::collection::datum::{Datum, Number, Path, Tree, day, millis};

/// The most texts of a condition, and of one with patterns.
const MOST_TEXTS: usize = 1_000;
const MOST_PATTERNS: usize = 32;

/// How a member is compared with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldTest {
    /// Equal to any of the texts; of a list one item is enough.
    Eq,
    /// Equal to none of the texts, nor is any item.
    Ne,
    /// Greater, among values of the same type.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
    /// One of the texts: the same as `Eq`.
    In,
    /// None of the texts: the same as `Ne`.
    Nin,
    /// A text that has this in it, in any case of letters.
    Contains,
    /// A text that this regular expression matches; the texts of dates, too.
    Regex,
}

/// The condition that a member says.
pub(super) fn condition(
    path: &str,
    test: FieldTest,
    texts: &[&str],
    dialect: &Dialect,
) -> Result<Condition, FilterError> {
    let most = if matches!(test, FieldTest::Contains | FieldTest::Regex) { MOST_PATTERNS } else { MOST_TEXTS };
    if texts.len() > most {
        return Err(FilterError::new(format!(
            "`{path}` is compared with {} values, and {most} are the most",
            texts.len()
        )));
    }
    let path = Path::new(path);
    let tree = Tree::of(&dialect.dates);
    let dates = path.member().and_then(|first| tree.only(first)).map(Arc::new);
    let is_date = path.below(dates.as_deref()).is_some_and(|below| below.is_end);
    let at = |test| Condition::Field(path.clone(), dates.clone(), test);
    let each = |one: &dyn Fn(&str) -> Result<Condition, FilterError>| {
        Ok(Condition::any(texts.iter().map(|text| one(text)).collect::<Result<Vec<_>, _>>()?))
    };
    let comparison = match test {
        FieldTest::Contains => return each(&|text| Ok(at(Test::Pattern(Pattern::containing(text)?)))),
        FieldTest::Regex => return each(&|text| Ok(at(Test::Pattern(Pattern::new(text, "", true)?)))),
        FieldTest::Ne | FieldTest::Nin => {
            return Ok(Condition::not(condition(path.text(), FieldTest::In, texts, dialect)?));
        }
        FieldTest::Eq | FieldTest::In => Comparison::Equal,
        FieldTest::Gt => Comparison::Greater,
        FieldTest::Gte => Comparison::GreaterOrEqual,
        FieldTest::Lt => Comparison::Less,
        FieldTest::Lte => Comparison::LessOrEqual,
    };
    if is_date {
        return each(&|text| Ok(at(in_time(comparison, text)?)));
    }
    if comparison == Comparison::Equal && !texts.is_empty() {
        let mut values: Vec<Datum> = texts.iter().flat_map(|text| meanings(text)).collect();
        values.sort_unstable();
        values.dedup();
        return Ok(at(Test::In(values, Vec::new())));
    }
    each(&|text| Ok(Condition::any(meanings(text).map(|value| at(Test::Compare(comparison, value))))))
}

/// All values that are written like this.
fn meanings(text: &str) -> impl Iterator<Item = Datum> {
    let other = match serde_json::from_str(text) {
        Ok(Value::Number(number)) => Some(Datum::Number(Number::of(&number))),
        Ok(Value::Bool(bool)) => Some(Datum::Bool(bool)),
        _ => None,
    };
    [Some(Datum::Text(Arc::from(text))), other].into_iter().flatten()
}

/// How a date is compared with a moment or a day.
fn in_time(comparison: Comparison, text: &str) -> Result<Test, FilterError> {
    let is = |comparison, moment| Test::Compare(comparison, Datum::Date(moment));
    if let Some(moment) = millis(text).or_else(|| text.parse().ok()) {
        return Ok(is(comparison, moment));
    }
    let Some((first, next)) = day(text) else {
        return Err(FilterError::new(format!("`{text}` is no time")).help("write RFC 3339, `2023-11-01T23:20:57Z`"));
    };
    Ok(match comparison {
        Comparison::Equal => Test::Between(first, next),
        Comparison::Greater => is(Comparison::GreaterOrEqual, next),
        Comparison::GreaterOrEqual => is(Comparison::GreaterOrEqual, first),
        Comparison::Less => is(Comparison::Less, first),
        Comparison::LessOrEqual => is(Comparison::Less, next),
    })
}
