//! Long lists, walked page by page in each way there is.

use super::*;

const ROWS: u64 = 100_000;

/// The reading of each page of a walk: what is read first, and what after a page.
type Next = fn(&Reading, &Page, &dyn Rows) -> Option<Reading>;

fn by_offset(reading: &Reading, page: &Page, _: &dyn Rows) -> Option<Reading> {
    page.has_more.then(|| Reading { skip: Skip::Rows(page.offset + page.len()), ..reading.clone() })
}

fn by_cursor(reading: &Reading, page: &Page, _: &dyn Rows) -> Option<Reading> {
    Some(Reading { skip: Skip::Cursor(page.next.clone()?), ..reading.clone() })
}

fn by_key(reading: &Reading, page: &Page, rows: &dyn Rows) -> Option<Reading> {
    let last = page.numbers(page.len() - 1).next()?;
    let key = rows.part(last, &["_id".into()])["_id"].clone();
    page.has_more.then(|| Reading { skip: Skip::After(key), ..reading.clone() })
}

fn by_moment(reading: &Reading, page: &Page, _: &dyn Rows) -> Option<Reading> {
    let last = page.numbers(page.len() - 1).next()?;
    page.has_more.then(|| Reading { skip: Skip::After(json!(time(last))), ..reading.clone() })
}

fn back(reading: &Reading, page: &Page, _: &dyn Rows) -> Option<Reading> {
    Some(Reading { skip: Skip::Cursor(page.previous.clone()?), ..reading.clone() })
}

fn back_by_key(reading: &Reading, page: &Page, rows: &dyn Rows) -> Option<Reading> {
    let first = page.numbers(0).next()?;
    let key = rows.part(first, &["_id".into()])["_id"].clone();
    (page.offset > 0).then(|| Reading { skip: Skip::Before(key), ..reading.clone() })
}

/// All numbers that a walk sees.
fn walk(rows: &Arc<Fake>, first: Reading, next: Next, indexes: &Indexes, expected: &[u64]) {
    let context = format!("{first:?}");
    let is_back = !matches!(first.skip, Skip::Nothing);
    let (mut seen, mut reading) = (Vec::new(), Some(first));
    while let Some(now) = reading {
        let page = read(Arc::clone(rows) as Arc<dyn Rows>, &now, indexes).unwrap();
        assert_eq!(page.total, now.wants_total.then_some(expected.len() as u64), "{context}");
        let mut numbers = numbers(&page);
        assert_eq!(numbers.len() as u64, page.len(), "{context}");
        if is_back {
            numbers.reverse();
            assert_eq!(page.offset, (expected.len() - seen.len() - numbers.len()) as u64, "{context}");
        } else {
            assert_eq!(page.offset, seen.len() as u64, "{context}");
        }
        seen.extend(numbers);
        reading = next(&now, &page, &**rows);
    }
    if is_back {
        seen.reverse();
    }
    assert!(seen == expected, "{context}: {} rows of {}", seen.len(), expected.len());
}

#[test]
fn every_way_of_walking_sees_every_row_once_in_order() {
    let rows = Arc::new(rows(ROWS));
    let indexes = Indexes::default();
    // With pages of one row only the ways that differ: 100,000 readings each.
    let ways: [(Next, bool); 6] = [
        (by_offset, false),
        (by_cursor, false),
        (by_key, false),
        (by_moment, false),
        (back, true),
        (back_by_key, true),
    ];
    for (filter_text, sort_text) in [
        ("{}", "{}"),
        ("{}", r#"{"ts": 1}"#),
        ("{}", r#"{"ts": -1, "rank": 1}"#),
        (r#"{"third": true}"#, "{}"),
        (r#"{"third": true}"#, r#"{"ts": 1}"#),
        ("{}", r#"{"rank": 1}"#),
        (r#"{"third": true}"#, r#"{"rank": -1, "n": 1}"#),
    ] {
        let (filter, sort) = (filter(filter_text), sort(sort_text));
        let expected = naive(&rows, &filter, &sort);
        let is_natural = !sort_text.contains("{\"rank");
        for (next, is_back) in ways {
            for (limit, wants_total) in [(1, true), (7, true), (7, false), (50, true), (50, false), (100, true)] {
                if next as usize == by_moment as *const () as usize && !is_natural {
                    continue;
                }
                // A page of one row is the slowest and differs least: where the order is plain, and at the list's end.
                let (expected, skip) = match (limit, is_back) {
                    (_, true) => (&expected[..], Skip::Rows(expected.len() as u64 - limit)),
                    (1, false) if filter_text.len() > 2 || sort_text.len() > 2 => continue,
                    (_, false) => (&expected[..], Skip::Nothing),
                };
                if is_back && limit == 1 {
                    continue;
                }
                let reading = Reading {
                    filter: filter.clone(),
                    sort: sort.clone(),
                    limit: Some(limit),
                    skip,
                    wants_total,
                    ..Reading::default()
                };
                walk(&rows, reading, next, &indexes, expected);
            }
        }
    }
}
