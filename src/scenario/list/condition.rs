//! The conditions of a list and what a call says in them: one filter.

use serde_json::{Map, Value, json as made};

use super::parameter::{Said, json, said};
use super::{Refused, Says, Where};
use crate::collection::{Dialect, Filter, FilterError};
use crate::scenario::expression::{Expression, Scope};
use crate::scenario::format::Comparator;

/// The filter of all conditions that hold for a call.
///
/// # Errors
/// When one of them cannot be read.
pub(super) fn filter<'l>(conditions: &'l [Where], scope: &Scope<'_>) -> Result<Filter, Refused<'l>> {
    let mut filter = Filter::default();
    for one in conditions {
        let is_meant = one.condition.as_ref().is_none_or(|condition| condition.is_true(scope));
        if is_meant && let Some(further) = one.filter(scope)? {
            filter = filter.and(further);
        }
    }
    Ok(filter)
}

impl Where {
    /// What it says of rows; `None` if the call says nothing there.
    fn filter<'l>(&'l self, scope: &Scope<'_>) -> Result<Option<Filter>, Refused<'l>> {
        let refused = |otherwise: Refused<'l>| self.refuse.as_deref().map_or(otherwise, Refused::Said);
        let unreadable = |from: &Expression, why: String| refused(Refused::Unreadable(from.text().to_owned(), why));
        match &self.says {
            Says::Always(filter) => Ok(Some(filter.clone())),
            Says::Filter(blueprint, dialect) => {
                let value = blueprint.value(scope);
                let value = value.map_err(|error| FilterError { message: error.message, help: error.help });
                let filter = value.and_then(|value| Filter::compile(&value, dialect));
                filter.map(Some).map_err(|error| refused(Refused::Filter(error)))
            }
            Says::Mongo(from, dialect) => {
                let value = match said(from, scope) {
                    Said::This(value) => value,
                    Said::Nothing => return Ok(None),
                    Said::Unreadable => return Err(unreadable(from, "it cannot be worked out".to_owned())),
                };
                let value = json(value).map_err(|error| unreadable(from, error.message))?;
                Filter::compile(&value, dialect).map(Some).map_err(|error| refused(Refused::Filter(error)))
            }
            Says::Field { from, field, is, split, dialect } => {
                let texts = match said(from, scope) {
                    Said::This(value) => texts(&value, split.as_deref()),
                    Said::Nothing => return Ok(None),
                    Said::Unreadable => None,
                };
                let texts = texts.ok_or_else(|| unreadable(from, "a text or a number is needed".to_owned()))?;
                if texts.is_empty() {
                    return Ok(None);
                }
                let filter = compared(field, *is, &texts, dialect);
                filter.map(Some).map_err(|error| refused(Refused::Filter(error)))
            }
        }
    }
}

/// The texts that a value is: itself, its items, its parts.
fn texts(value: &Value, split: Option<&str>) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    match value {
        Value::Array(items) => {
            for item in items {
                texts.extend(self::texts(item, split).filter(|_| !item.is_array())?);
            }
        }
        Value::Object(_) => return None,
        Value::Null => {}
        Value::String(text) => match split.filter(|between| !between.is_empty()) {
            Some(between) => {
                let parts = text.split(between).map(str::trim);
                texts.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
            }
            None => texts.push(text.clone()),
        },
        other => texts.push(other.to_string()),
    }
    Some(texts)
}

/// The filter that compares a member: texts stand for the numbers and truths that are written like them, too.
fn compared(field: &str, is: Comparator, texts: &[String], dialect: &Dialect) -> Result<Filter, FilterError> {
    let is_date = dialect.dates.iter().any(|date| **date == *field);
    let meanings = |text: &String| -> Vec<Value> {
        if is_date {
            return vec![made!({ "$date": text })];
        }
        let other = serde_json::from_str(text).ok().filter(|value: &Value| value.is_number() || value.is_boolean());
        other.into_iter().chain([Value::String(text.clone())]).collect()
    };
    let all: Vec<_> = texts.iter().flat_map(meanings).collect();
    let each = |operator: &str| -> Value {
        made!({ "$or": all.iter().map(|value| made!({ field: { operator: value } })).collect::<Vec<_>>() })
    };
    let filter = match is {
        Comparator::Eq | Comparator::In => made!({ field: { "$in": all } }),
        Comparator::Ne | Comparator::Nin => made!({ field: { "$nin": all } }),
        Comparator::Gt => each("$gt"),
        Comparator::Gte => each("$gte"),
        Comparator::Lt => each("$lt"),
        Comparator::Lte => each("$lte"),
        Comparator::Contains | Comparator::Regex => {
            let any = texts.iter().map(|text| {
                let mut regex = Map::new();
                let is_plain = is == Comparator::Contains;
                regex.insert("$regex".to_owned(), if is_plain { regex::escape(text) } else { text.clone() }.into());
                regex.insert("$options".to_owned(), if is_plain { "i" } else { "" }.into());
                made!({ field: regex })
            });
            made!({ "$or": any.collect::<Vec<_>>() })
        }
    };
    Filter::compile(&filter, &Dialect { dates: dialect.dates.clone(), ..Dialect::default() })
}
