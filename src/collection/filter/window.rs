//! What can be known of a filter before rows are looked at: the stretch of time that it leaves, and what members that no row has make of it.

use std::ops::Range;

use serde_json::Value;

use super::condition::{Comparison, Condition, Test};
use crate::collection::datum::{Datum, Path};

/// The times that a condition leaves of the member `time`, and what is left of the condition.
pub(super) fn window(condition: &Condition, time: &str) -> (Range<i64>, Condition) {
    let parts = match condition {
        Condition::All(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    };
    let mut window = i64::MIN..i64::MAX;
    let mut rest = Vec::new();
    for part in parts {
        match span(part, time) {
            Some(span) => window = window.start.max(span.start)..window.end.min(span.end),
            None => rest.push(part.clone()),
        }
    }
    if window.is_empty() {
        window.end = window.start;
    }
    (window, Condition::all(rest))
}

/// The times that a single comparison leaves.
fn span(condition: &Condition, time: &str) -> Option<Range<i64>> {
    let Condition::Field(path, Some(dates), test) = condition else { return None };
    let is_date = path.below(Some(dates)).is_some_and(|below| below.is_end);
    if **path.text() != *time || !is_date {
        return None;
    }
    let (comparison, date) = match test {
        Test::Compare(comparison, Datum::Date(date)) => (comparison, *date),
        Test::Between(first, end) => return Some(*first..*end),
        _ => return None,
    };
    let next = date.saturating_add(1);
    Some(match comparison {
        Comparison::Equal => date..next,
        Comparison::Greater => next..i64::MAX,
        Comparison::GreaterOrEqual => date..i64::MAX,
        Comparison::Less => i64::MIN..date,
        Comparison::LessOrEqual => i64::MIN..next,
    })
}

/// The condition where some members are in no row: what is said of them is settled.
pub(super) fn without(condition: &Condition, lacks: &dyn Fn(&str) -> bool) -> Condition {
    match condition {
        Condition::All(parts) => Condition::all(parts.iter().map(|part| without(part, lacks))),
        Condition::Any(parts) => Condition::any(parts.iter().map(|part| without(part, lacks))),
        Condition::Not(inner) => Condition::not(without(inner, lacks)),
        Condition::Field(path, _, _) if path.member().is_some_and(|member| lacks(member)) => {
            let bare = Value::Object(serde_json::Map::new());
            if condition.is_met(&bare, None) { Condition::ALWAYS } else { Condition::NEVER }
        }
        Condition::Field(..) => condition.clone(),
    }
}

/// Takes up the members that a condition looks at.
pub(super) fn members(condition: &Condition, found: &mut impl FnMut(&Path)) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| members(part, found)),
        Condition::Not(inner) => members(inner, found),
        Condition::Field(path, ..) => found(path),
    }
}
