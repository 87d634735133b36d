//! Where rows stand in a documented body, if nobody says.

use serde_json::Value;

use super::envelope::Way;
use crate::contract::entity::Subject;

/// Envelopes are not nested deeper.
const DEPTH: usize = 4;

/// Where the contract has the rows, or the one row, of an operation.
pub(super) fn documented(is_row: bool, subject: Option<&Subject>) -> Option<&[String]> {
    let subject = subject.filter(|subject| subject.is_list != is_row)?;
    subject.site.as_ref().map(|site| site.path.as_slice())
}

/// Where they stand in a body: where the contract has them, else at its only list (of several the first that is nearest to the root), or, for
/// a `row`, at its only object; else they are the body.
pub(super) fn find(body: &Value, row: Option<&Value>, subject: Option<&Subject>) -> Way {
    if let Some(path) = documented(row.is_some(), subject) {
        return path.to_vec();
    }
    match row {
        Some(row) => object(body, row),
        None => (0..DEPTH).find_map(|depth| list(body, depth)).unwrap_or_default(),
    }
}

/// The first list at that depth.
fn list(value: &Value, depth: usize) -> Option<Way> {
    match (value, depth) {
        (Value::Array(_), 0) => Some(Way::new()),
        (Value::Object(members), 1..) => members.iter().find_map(|(name, member)| {
            let rest = list(member, depth - 1)?;
            Some(std::iter::once(name.clone()).chain(rest).collect())
        }),
        _ => None,
    }
}

/// The member that is an object and more like the row than the body is; the body itself without one.
fn object(body: &Value, row: &Value) -> Way {
    let likeness = |value: &Value| {
        let (Some(members), Some(row)) = (value.as_object(), row.as_object()) else { return 0 };
        members.keys().filter(|name| row.contains_key(*name)).count()
    };
    let members = body.as_object().into_iter().flatten().filter(|(_, member)| member.is_object());
    let best = members.reduce(|best, next| if likeness(next.1) > likeness(best.1) { next } else { best });
    match best {
        Some((name, member)) if likeness(member) > likeness(body) || likeness(body) == 0 => vec![name.clone()],
        _ => Way::new(),
    }
}
