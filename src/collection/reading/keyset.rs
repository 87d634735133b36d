//! Places that are named by a row's key or by a moment.
//!
//! Invariant: a key wins over a moment that is written the same.

use std::ops::Range;

use jiff::Timestamp;
use serde_json::Value;

use super::ReadingError;
use crate::collection::rows::Rows;

/// A place between or on rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The numbers of the rows that are there: one, or none.
    pub numbers: Range<u64>,
    /// Whether a key named it.
    pub is_key: bool,
}

impl Spot {
    /// Where a key or a moment is.
    ///
    /// # Errors
    /// When there is no such row, and it is no moment or rows have no time.
    pub fn find(rows: &dyn Rows, value: &Value) -> Result<Self, ReadingError> {
        if let Some(number) = rows.find(value) {
            return Ok(Self { numbers: number..number.saturating_add(1), is_key: true });
        }
        if rows.time().is_none() {
            return Err(ReadingError::NoRow);
        }
        let (millis, is_exact) = moment(value).ok_or(ReadingError::NoRow)?;
        let end = millis.checked_add(1).map_or(rows.count(), |next| rows.before(next));
        // Rows come at whole milliseconds: none is between two of them.
        let start = if is_exact { rows.before(millis) } else { end };
        Ok(Self { numbers: start..end, is_key: false })
    }
}

/// Whole milliseconds since 1970, and whether that is all of it.
fn moment(value: &Value) -> Option<(i64, bool)> {
    match value {
        Value::Number(number) => number.as_i64().map(|millis| (millis, true)).or_else(|| fraction(number.as_f64()?)),
        Value::String(text) => text.parse().map(|millis| (millis, true)).ok().or_else(|| {
            let nanos = text.parse::<Timestamp>().ok()?.as_nanosecond();
            Some((i64::try_from(nanos.div_euclid(1_000_000)).ok()?, nanos.rem_euclid(1_000_000) == 0))
        }),
        _ => None,
    }
}

fn fraction(millis: f64) -> Option<(i64, bool)> {
    let whole = millis.floor();
    // 2^63 is a float, and no `i64`.
    if !(-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&whole) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole, and within its range")]
    let rounded = whole as i64;
    #[expect(clippy::float_cmp, reason = "whether anything was cut off")]
    let is_exact = whole == millis;
    Some((rounded, is_exact))
}
