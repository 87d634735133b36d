//! Moments: how they are written, and what spans of time make of them. They are texts of RFC 3339 to a template, in UTC.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use minijinja::value::Value;
use serde_json::Value as Json;

use super::exchange::is_nothing;
use crate::scenario::expression::ExpressionError;

/// The longest pattern of `strftime`.
const LONGEST_PATTERN: usize = 256;

/// A moment with milliseconds: `2026-11-21T17:39:23.120Z`.
pub(super) fn told(moment: Timestamp) -> String {
    format!("{moment:.3}")
}

/// `now.ms`, `now.s` (since 1970), `now.date`, `now.http` (RFC 9110, section 5.6.7).
pub(super) fn member(moment: Timestamp, name: &str) -> Option<Json> {
    Some(match name {
        "ms" => moment.as_millisecond().into(),
        "s" => moment.as_millisecond().div_euclid(1000).into(),
        "date" => moment.strftime("%Y-%m-%d").to_string().into(),
        "http" => moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string().into(),
        _ => return None,
    })
}

/// The filters of moments: `plus("2h")`, `ms`, `s`, `date`, `http`, `strftime("%H:%M")`. A number is one in milliseconds since 1970.
pub(super) fn filter(name: &'static str, value: &Value, argument: Option<&Value>) -> Result<Value, ExpressionError> {
    // Nothing in, nothing out: a call that lacks something is no error.
    if is_nothing(value) || argument.is_some_and(is_nothing) {
        return Ok(Value::UNDEFINED);
    }
    let moment = read(value)?;
    let argument = argument.filter(|argument| !is_nothing(argument)).and_then(Value::as_str);
    match (name, argument) {
        ("plus", Some(span)) => Ok(Value::from(told(plus(moment, span)?))),
        ("strftime", Some(pattern)) if pattern.len() <= LONGEST_PATTERN => {
            let written = jiff::fmt::strtime::format(pattern, &moment.to_zoned(TimeZone::UTC));
            written.map(Value::from).map_err(|error| ExpressionError::new(format!("`strftime` fails: {error}")))
        }
        ("plus" | "strftime", _) => {
            let help = "write `now | plus(\"2h\")`, `now | plus(\"-1 day\")`, `now | strftime(\"%H:%M\")`";
            Err(ExpressionError::new(format!("`{name}` needs a text")).with_help(help))
        }
        _ => Ok(match member(moment, name) {
            Some(Json::Number(number)) => Value::from(number.as_i64().unwrap_or_default()),
            Some(Json::String(text)) => Value::from(text),
            _ => Value::UNDEFINED,
        }),
    }
}

fn read(value: &Value) -> Result<Timestamp, ExpressionError> {
    let moment = match value.as_str() {
        Some(text) => text.parse().ok().or_else(|| {
            let day: jiff::civil::Date = text.parse().ok()?;
            Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
        }),
        None => value.as_i64().and_then(|millis| Timestamp::from_millisecond(millis).ok()),
    };
    moment.ok_or_else(|| ExpressionError::new("here is no moment of RFC 3339").with_help("`now` is one"))
}

/// Days and longer are those of UTC.
fn plus(moment: Timestamp, span: &str) -> Result<Timestamp, ExpressionError> {
    let parsed: Result<Span, _> = span.parse();
    let span = parsed.map_err(|_| {
        ExpressionError::new(format!("`{span}` is no span of time")).with_help("write `2h`, `-5m`, `1 day`")
    })?;
    let later = moment.to_zoned(TimeZone::UTC).checked_add(span);
    later.map(|zoned| zoned.timestamp()).map_err(|_| ExpressionError::new("a moment is too far away"))
}
