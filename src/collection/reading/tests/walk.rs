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

/// Walks so many pages, or to the end, and compares what it sees.
fn walk(rows: &Arc<Fake>, first: Reading, (way, next): (&str, Next), indexes: &Indexes, list: &[u64], most: usize) {
    let context = format!("{way} {first:?}");
    let is_back = way.ends_with("back");
    let (mut reading, mut place, mut pages) = (Some(first), None, 0);
    while let Some(now) = reading {
        let page = read(Arc::clone(rows) as Arc<dyn Rows>, &now, indexes).unwrap();
        assert_eq!(page.total, now.wants_total.then_some(list.len() as u64), "{context}");
        let (first, end) = (usize::try_from(page.offset).unwrap(), usize::try_from(page.offset + page.len()).unwrap());
        // It goes on where the page before was, on either side.
        assert!(place.is_none_or(|(start, stop)| first == stop || end == start), "{context}: {first}, after {place:?}");
        assert_eq!(numbers(&page), list[first..end], "{context}: at {first}");
        place = Some((first, end));
        pages += 1;
        reading = next(&now, &page, &**rows).filter(|_| pages < most);
        let at_end = if is_back { first == 0 } else { end == list.len() };
        assert!(reading.is_some() || at_end || pages == most, "{context}: ended at {end}");
    }
}

const WAYS: [(&str, Next); 6] = [
    ("offset", by_offset),
    ("cursor", by_cursor),
    ("key", by_key),
    ("moment", by_moment),
    ("cursor back", back),
    ("key back", back_by_key),
];

#[test]
fn every_way_of_walking_sees_every_row_once_in_order() {
    let rows = Arc::new(rows(ROWS));
    let indexes = Indexes::default();
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
        let list = naive(&rows, &filter, &sort);
        let len = list.len() as u64;
        for (way, next) in WAYS {
            if way == "moment" && sort_text.starts_with(r#"{"rank""#) {
                continue;
            }
            let is_back = way.ends_with("back");
            // All of it with large pages and, where nothing but arithmetic is asked for, with small ones; else both ends and the middle.
            let plain = sort_text == "{}" && filter_text == "{}" && matches!(way, "offset" | "cursor");
            for (limit, wants_total) in [(100, true), (50, false), (7, true), (7, false), (1, true), (1, false)] {
                let whole = limit == 100 || plain && wants_total && limit > 1;
                let starts = if whole { vec![0] } else { vec![0, len / 2, len - 20 * limit] };
                for start in starts {
                    let skip = if is_back { len - limit - start } else { start };
                    let reading = Reading {
                        filter: filter.clone(),
                        sort: sort.clone(),
                        limit: Some(limit),
                        skip: Skip::Rows(skip),
                        wants_total,
                        ..Reading::default()
                    };
                    walk(&rows, reading, (way, next), &indexes, &list, if whole { usize::MAX } else { 30 });
                }
            }
        }
    }
}

#[test]
fn windows_of_time_beside_each_other_are_the_list() {
    let rows = Arc::new(rows(ROWS));
    let indexes = Indexes::default();
    for (filter_text, ends, operators) in
        [("{}", 1_000, ["$gte", "$lt"]), ("{}", 1_700, ["$gt", "$lte"]), (r#"{"third": true}"#, 1_000, ["$gte", "$lt"])]
    {
        let base = filter(filter_text);
        let list = naive(&rows, &base, &Sort::default());
        for size in [1, 7, 50, 100] {
            // Of the small ones, those at the list's beginning.
            let list = list.get(..size * 300).unwrap_or(&list);
            // Windows of about so many rows, from the newest to the oldest; their ends are on rows.
            let mut seen = Vec::new();
            let mut end = time(ROWS - 1) + 5_000;
            while seen.len() < list.len() && end > BEGIN - 5_000 {
                let start = end - ends * i64::try_from(size).unwrap();
                let window = filter(&format!(
                    r#"{{"ts": {{"{}": {{"$date": {start}}}, "{}": {{"$date": {end}}}}}}}"#,
                    operators[0], operators[1]
                ));
                let reading = Reading { filter: base.clone().and(window), wants_total: true, ..Reading::default() };
                let page = read(Arc::clone(&rows) as Arc<dyn Rows>, &reading, &indexes).unwrap();
                assert_eq!(page.total, Some(page.len()));
                seen.extend(numbers(&page));
                end = start;
            }
            seen.truncate(seen.len().min(list.len()));
            assert!(seen == list, "{filter_text} {size}: {} rows of {}", seen.len(), list.len());
        }
    }
}
