//! What a call says of the page: numbers, rows, cursors, orders; as a client means it.
//!
//! Invariant: what cannot be read is refused if the list says how, else it is as if it were not there.

use serde_json::Value;

use super::{Amount, Parameter, Refused, SortBy};
use crate::collection::{FilterError, Rows, Sort};
use crate::scenario::effect::Effect;
use crate::scenario::expression::{Expression, Scope};
use crate::scenario::format::Zero;

/// What a call says somewhere.
pub(super) enum Said<T> {
    /// Nothing: no value, null, or an empty text.
    Nothing,
    /// This.
    This(T),
    /// Something else than is meant there, or what says it fails.
    Unreadable,
}

impl<T> Said<T> {
    /// What was said, if something was; what cannot be read is refused if somebody says how.
    fn or_refused(self, refuse: Option<&Effect>) -> Result<Option<T>, Refused<'_>> {
        match (self, refuse) {
            (Self::This(said), _) => Ok(Some(said)),
            (Self::Unreadable, Some(refuse)) => Err(Refused::Said(refuse)),
            (Self::Nothing | Self::Unreadable, _) => Ok(None),
        }
    }
}

/// What an expression finds in a call.
pub(super) fn said(from: &Expression, scope: &Scope<'_>) -> Said<Value> {
    match from.value(scope) {
        Ok(None | Some(Value::Null)) => Said::Nothing,
        Ok(Some(Value::String(text))) if text.trim().is_empty() => Said::Nothing,
        Ok(Some(value)) => Said::This(value),
        Err(_) => Said::Unreadable,
    }
}

/// A whole number, zero or above: a number without a fraction, or a text of digits. What is beyond 64 bits is the largest there is.
fn natural(from: &Expression, scope: &Scope<'_>) -> Said<u64> {
    let value = match said(from, scope) {
        Said::This(value) => value,
        Said::Nothing => return Said::Nothing,
        Said::Unreadable => return Said::Unreadable,
    };
    let number = match &value {
        Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => {
            let text = text.trim();
            let digits = text.strip_prefix('+').unwrap_or(text);
            let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_whole.then(|| digits.parse().unwrap_or(u64::MAX))
        }
        _ => None,
    };
    number.map_or(Said::Unreadable, Said::This)
}

fn whole(number: f64) -> Option<u64> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is too large is the largest")]
    (number >= 0.0 && number.fract() == 0.0).then_some(number as u64)
}

impl Amount {
    fn number(&self, scope: &Scope<'_>) -> Option<u64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Expression(from) => match natural(from, scope) {
                Said::This(number) => Some(number),
                Said::Nothing | Said::Unreadable => None,
            },
        }
    }
}

impl Parameter {
    /// The number that the call says, else the usual one, at most the largest one. One below `least`, or below zero, cannot be read.
    pub(super) fn number<'l>(&'l self, least: u64, scope: &Scope<'_>) -> Result<Option<u64>, Refused<'l>> {
        let number = self.counted(least, scope)?.or_else(|| self.usual(scope));
        Ok(number.map(|number| number.min(self.most(scope).unwrap_or(u64::MAX))))
    }

    /// How many rows are shown; `None`: all. The largest number also holds where neither the call nor the list says one, but not for a zero
    /// that stands for all rows.
    pub(super) fn limit<'l>(&'l self, scope: &Scope<'_>) -> Result<Option<u64>, Refused<'l>> {
        let mut number = self.counted(0, scope)?;
        if number == Some(0) && self.zero == Some(Zero::Default) {
            number = None;
        }
        let number = number.or_else(|| self.usual(scope));
        if number == Some(0) && self.zero == Some(Zero::All) {
            return Ok(None);
        }
        Ok(match (number, self.most(scope)) {
            (Some(number), Some(most)) => Some(number.min(most)),
            (number, most) => number.or(most),
        })
    }

    /// A text: what a page before said of where it ended.
    pub(super) fn text<'l>(&'l self, scope: &Scope<'_>) -> Result<Option<String>, Refused<'l>> {
        let text = match said(&self.from, scope) {
            Said::This(Value::String(text)) => Said::This(text),
            Said::This(Value::Number(number)) => Said::This(number.to_string()),
            Said::This(_) | Said::Unreadable => Said::Unreadable,
            Said::Nothing => Said::Nothing,
        };
        text.or_refused(self.refuse.as_deref())
    }

    /// The key of a row that there is, or a moment where rows have a time.
    pub(super) fn row<'l>(&'l self, rows: &dyn Rows, scope: &Scope<'_>) -> Result<Option<Value>, Refused<'l>> {
        let row = match said(&self.from, scope) {
            Said::This(value) if rows.find(&value).is_some() || (rows.time().is_some() && is_moment(&value)) => {
                Said::This(value)
            }
            Said::This(_) | Said::Unreadable => Said::Unreadable,
            Said::Nothing => Said::Nothing,
        };
        row.or_refused(self.refuse.as_deref())
    }

    fn counted<'l>(&'l self, least: u64, scope: &Scope<'_>) -> Result<Option<u64>, Refused<'l>> {
        let number = match natural(&self.from, scope) {
            Said::This(number) if number < least => Said::Unreadable,
            said => said,
        };
        number.or_refused(self.refuse.as_deref())
    }

    fn usual(&self, scope: &Scope<'_>) -> Option<u64> {
        self.default.as_ref()?.number(scope)
    }

    fn most(&self, scope: &Scope<'_>) -> Option<u64> {
        self.max.as_ref()?.number(scope)
    }
}

/// RFC 3339, or milliseconds since 1970.
fn is_moment(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::String(text) => text.parse::<i64>().is_ok() || text.parse::<jiff::Timestamp>().is_ok(),
        _ => false,
    }
}

impl SortBy {
    /// The order that the call asks for, else the usual one.
    pub(super) fn order<'l>(&'l self, usual: &Sort, scope: &Scope<'_>) -> Result<Sort, Refused<'l>> {
        let sort = match said(&self.from, scope) {
            Said::This(value) => self.read(value, scope).map_or(Said::Unreadable, Said::This),
            Said::Nothing => Said::Nothing,
            Said::Unreadable => Said::Unreadable,
        };
        // An order of nothing, `{}`, asks for none.
        let sort = sort.or_refused(self.refuse.as_deref())?.filter(|sort| *sort != Sort::default());
        Ok(sort.unwrap_or_else(|| usual.clone()))
    }

    fn read(&self, value: Value, scope: &Scope<'_>) -> Result<Sort, FilterError> {
        if self.is_mongo {
            return Sort::mongo(&json(value)?);
        }
        let text = match &value {
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
            other => other.as_str().map(str::to_owned).unwrap_or_default(),
        };
        let descending = match self.direction.as_ref().map_or(Said::Nothing, |from| said(from, scope)) {
            Said::Nothing => false,
            Said::This(Value::String(word)) => is_downwards(&word)?,
            Said::This(Value::Number(number)) => number.as_i64().is_some_and(|number| number < 0),
            Said::This(_) | Said::Unreadable => return Err(no_direction("that")),
        };
        Sort::plain(&text, descending)
    }
}

fn is_downwards(word: &str) -> Result<bool, FilterError> {
    match word.trim().to_ascii_lowercase().as_str() {
        "desc" | "descending" | "-1" => Ok(true),
        "asc" | "ascending" | "1" | "+1" => Ok(false),
        _ => Err(no_direction(word)),
    }
}

fn no_direction(word: &str) -> FilterError {
    FilterError { message: format!("`{word}` is no direction"), help: Some("write `asc` or `desc`".to_owned()) }
}

/// What a text says as JSON; a value that is no text is meant itself.
pub(super) fn json(value: Value) -> Result<Value, FilterError> {
    let Value::String(text) = &value else { return Ok(value) };
    serde_json::from_str(text).map_err(|error| FilterError { message: format!("it is no JSON: {error}"), help: None })
}
