//! The conditions of a list and what a call says in them: one filter.

use serde_json::Value;

use super::parameter::{Said, json, said};
use super::{Refused, Says, Where};
use crate::collection::{FieldTest, Filter, FilterError};
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
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn filter<'l>(&'l self, scope: &Scope<'_>) -> Result<Option<Filter>, Refused<'l>> {
        let refused = |otherwise: Refused<'l>| self.refuse.as_deref().map_or(otherwise, Refused::Said);
        let unreadable = |from: &Expression, why: String| refused(Refused::Unreadable(from.text().to_owned(), why));
        let misread = |from: &Expression, error| refused(Refused::Filter(Some(from.text().to_owned()), error));
        match &self.says {
            Says::Always(filter) => Ok(Some(filter.clone())),
            Says::Filter(blueprint, dialect) => {
                let value = blueprint.value(scope);
                let value = value.map_err(|error| FilterError { message: error.message, help: error.help });
                let filter = value.and_then(|value| Filter::compile(&value, dialect));
                filter.map(Some).map_err(|error| refused(Refused::Filter(None, error)))
            }
            Says::Mongo(from, dialect) => {
                let value = match said(from, scope) {
                    Said::This(value) => value,
                    Said::Nothing => return Ok(None),
                    Said::Unreadable => return Err(unreadable(from, "it cannot be worked out".to_owned())),
                };
                let value = json(value).map_err(|error| unreadable(from, error.message))?;
                Filter::compile(&value, dialect).map(Some).map_err(|error| misread(from, error))
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
                let texts: Vec<_> = texts.iter().map(String::as_str).collect();
                let filter = Filter::field(field, test(*is), &texts, dialect);
                filter.map(Some).map_err(|error| misread(from, error))
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

const fn test(comparator: Comparator) -> FieldTest {
    match comparator {
        Comparator::Eq => FieldTest::Eq,
        Comparator::Ne => FieldTest::Ne,
        Comparator::Gt => FieldTest::Gt,
        Comparator::Gte => FieldTest::Gte,
        Comparator::Lt => FieldTest::Lt,
        Comparator::Lte => FieldTest::Lte,
        Comparator::In => FieldTest::In,
        Comparator::Nin => FieldTest::Nin,
        Comparator::Contains => FieldTest::Contains,
        Comparator::Regex => FieldTest::Regex,
    }
}
