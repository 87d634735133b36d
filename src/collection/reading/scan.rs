//! A filtered page without an index: by looking on from where it begins, as long as that is little.
//!
//! Invariant: it finds what the index would, or says that it is too far.

use std::ops::Range;

use super::cursor::Cursor;
use super::plan::Plan;
use super::sequence::Sequence;

/// A page that was found.
#[derive(Debug)]
pub(super) struct Found {
    /// The numbers of its rows.
    pub numbers: Vec<u64>,
    /// How many rows come before it.
    pub offset: u64,
    /// The number of the row after it.
    pub next: Option<u64>,
}

/// The page of `limit` rows after so many.
pub(super) fn after(plan: &Plan<'_>, passed: u64, limit: u64, most: u64) -> Option<Found> {
    let (mut numbers, left) = look(plan, plan.range.clone(), plan.down, passed, limit.saturating_add(1), most)?;
    let next = split(&mut numbers, limit);
    Some(Found { numbers, offset: passed - left, next })
}

/// The page of `limit` rows that begins, or ends, at a cursor.
pub(super) fn from(plan: &Plan<'_>, cursor: &Cursor, limit: u64, most: u64) -> Option<Found> {
    let (range, number) = (&plan.range, cursor.number);
    if !range.contains(&number) {
        return None;
    }
    if cursor.is_back {
        let behind = if plan.down { number + 1..range.end } else { range.start..number };
        let (mut numbers, _) = look(plan, behind, !plan.down, 0, limit.min(cursor.place), most)?;
        numbers.reverse();
        let offset = cursor.place - numbers.len() as u64;
        return Some(Found { numbers, offset, next: Some(number) });
    }
    let ahead = if plan.down { range.start..number + 1 } else { number..range.end };
    let (mut numbers, _) = look(plan, ahead, plan.down, 0, limit.saturating_add(1), most)?;
    let next = split(&mut numbers, limit);
    Some(Found { numbers, offset: cursor.place, next })
}

/// Passes over so many matching rows and takes so many; also how many of the first there were not.
fn look(plan: &Plan<'_>, range: Range<u64>, down: bool, passed: u64, taken: u64, most: u64) -> Option<(Vec<u64>, u64)> {
    let rows = Sequence::Range(range, down);
    let (mut left, mut found) = (passed, Vec::new());
    for place in 0.. {
        if found.len() as u64 >= taken {
            break;
        }
        let Some(number) = rows.at(place) else { break };
        if place >= most {
            return None;
        }
        if !plan.holds(number) {
            continue;
        }
        if left > 0 {
            left -= 1;
        } else {
            found.push(number);
        }
    }
    Some((found, left))
}

/// Leaves `limit` numbers; the one after them.
fn split(numbers: &mut Vec<u64>, limit: u64) -> Option<u64> {
    let limit = usize::try_from(limit).ok()?;
    let next = numbers.get(limit).copied();
    numbers.truncate(limit);
    next
}
