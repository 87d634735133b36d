//! What templates learn of a page. This is the one place that decides what each word means.
//!
//! | name | what |
//! |---|---|
//! | `count` | how many rows the page has |
//! | `offset` | how many rows of the list come before it; where a call says it, that number, though the list be shorter |
//! | `limit` | how many it has at most; null: all that are left |
//! | `total` | how many the list has; null where nobody asks for it |
//! | `number` | which page it is, from 1: `offset / limit + 1`; 1 without a limit |
//! | `pages` | how many pages of that limit the list has: 0 of an empty one; null without `total` |
//! | `more` | whether rows come after it |
//! | `next`, `previous` | the cursors of the pages after and before it; null where there is none |
//! | `links` | the addresses of the pages `first`, `prev`, `next`, `last`, as far as there are such; only in members of the body |
//! | `first`, `last` | the offsets of the first and the last page: 0, and the last multiple of `limit` below `total`; null without `total` |

use serde_json::{Map, Value};

use crate::collection::{Page, Reading, Skip};

/// The facts, as the object that `page` is in templates.
pub(super) fn facts(page: &Page, reading: &Reading) -> Value {
    let limit = reading.limit.filter(|limit| *limit > 0);
    let pages = page.total.map(|total| limit.map_or(u64::from(total > 0), |limit| total.div_ceil(limit)));
    let last = pages.map(|pages| pages.saturating_sub(1) * limit.unwrap_or(0));
    let asked = match reading.skip {
        Skip::Rows(rows) => rows,
        _ => page.offset,
    };
    let members: [(&str, Value); 11] = [
        ("count", page.len().into()),
        ("offset", asked.into()),
        ("limit", reading.limit.into()),
        ("total", page.total.into()),
        ("number", limit.map_or(1, |limit| asked / limit + 1).into()),
        ("pages", pages.into()),
        ("more", page.has_more.into()),
        ("next", page.next.clone().into()),
        ("previous", page.previous.clone().into()),
        ("first", 0.into()),
        ("last", last.into()),
    ];
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

/// The page in words.
pub(super) fn told(page: &Page) -> String {
    let count = page.len();
    match page.total {
        Some(total) => format!("page: {count} of {total} from {}", page.offset),
        None => format!("page: {count} from {}", page.offset),
    }
}
