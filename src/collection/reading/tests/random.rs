//! Any small list, read in any way, beside what one gets by looking at all of it.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

const FILTERS: [&str; 8] = [
    "{}",
    r#"{"a": 1}"#,
    r#"{"a": {"$ne": 1}}"#,
    r#"{"$or": [{"a": {"$gt": 1}}, {"b": "x"}]}"#,
    r#"{"b": {"$exists": true}, "a": {"$in": [0, 1, 2]}}"#,
    r#"{"none": 1}"#,
    r#"{"none": {"$exists": false}, "b": {"$ne": "y"}}"#,
    r#"{"$nor": [{"b": "x"}]}"#,
];
const SORTS: [&str; 8] = [
    "{}",
    r#"{"ts": 1}"#,
    r#"{"ts": -1}"#,
    r#"{"a": 1}"#,
    r#"{"a": -1, "b": 1}"#,
    r#"{"b": -1, "ts": 1}"#,
    r#"{"none": 1, "ts": 1}"#,
    r#"{"_id": -1}"#,
];

/// A page of a list that one has looked at whole.
fn expected(rows: &Fake, reading: &Reading, list: &[u64], whole: &[u64]) -> Option<Range<usize>> {
    let limit = usize::try_from(reading.limit.unwrap_or(1_000)).unwrap();
    let spot = |value: &Value| {
        if let Some(number) = rows.find(value) {
            let place = whole.iter().position(|other| *other == number).unwrap();
            let before = list.iter().filter(|number| whole[..place].contains(number)).count();
            return Some(before..before + usize::from(list.contains(&number)));
        }
        // `{"ts": …}` stands at the front of every order that has moments.
        let (millis, first) = (value.as_i64()?, reading.sort.by.iter().find(|(path, _)| &**path != "none"));
        let down = match first {
            _ if !rows.has_time => return None,
            None => true,
            Some((path, down)) if &**path == "ts" => *down,
            Some(_) => return None,
        };
        let count = |wanted: &dyn Fn(i64) -> bool| list.iter().filter(|number| wanted(time(**number))).count();
        let before = count(&|time| if down { time > millis } else { time < millis });
        Some(before..before + count(&|time| time == millis))
    };
    let (first, end) = match &reading.skip {
        Skip::Nothing | Skip::Cursor(_) => (0, limit),
        Skip::Rows(passed) => (usize::try_from(*passed).unwrap(), usize::try_from(*passed).unwrap() + limit),
        Skip::After(value) => (spot(value)?.end, spot(value)?.end + limit),
        Skip::Before(value) => (spot(value)?.start.saturating_sub(limit), spot(value)?.start),
        Skip::Around(value) => {
            let first = spot(value)?.start.saturating_sub(limit / 2);
            (first, first + limit)
        }
    };
    Some(first.min(list.len())..end.min(list.len()))
}

fn window() -> impl Strategy<Value = Option<String>> {
    let end = || prop::option::of((select(vec!["$gt", "$gte", "$lt", "$lte"]), 0..30_u64, -1..2_i64));
    (end(), end()).prop_map(|ends| {
        let ends = [ends.0, ends.1].into_iter().flatten();
        let ends: Vec<_> = ends
            .map(|(operator, number, more)| {
                format!(r#"{{"ts": {{"{operator}": {{"$date": "{}"}}}}}}"#, moment(time(number) + more))
            })
            .collect();
        (!ends.is_empty()).then(|| format!(r#"{{"$and": [{}]}}"#, ends.join(", ")))
    })
}

fn skip() -> impl Strategy<Value = Skip> {
    let value = || {
        prop_oneof![
            (0..30_u64).prop_map(|number| json!(format!("k{number}"))),
            (0..30_u64, -1..2_i64).prop_map(|(number, more)| json!(time(number) + more)),
        ]
    };
    prop_oneof![
        2 => Just(Skip::Nothing),
        2 => (0..30_u64).prop_map(Skip::Rows),
        1 => value().prop_map(Skip::After),
        1 => value().prop_map(Skip::Before),
        1 => value().prop_map(Skip::Around),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn a_page_is_what_one_finds_by_looking_at_all_rows(
        values in prop::collection::vec((prop::option::of(0..4_u64), prop::option::of(select(vec!["x", "y"]))), 0..25),
        has_time in any::<bool>(),
        filter_text in select(FILTERS.to_vec()),
        window in window(),
        sort_text in select(SORTS.to_vec()),
        skip in skip(),
        limit in prop::option::of(0..12_u64),
        wants_total in any::<bool>(),
    ) {
        let count = values.len() as u64;
        let make = move |number: u64, member: &str| {
            let (a, b) = values.get(usize::try_from(number).ok()?)?;
            match member {
                "_id" => Some(json!(format!("k{number}"))),
                "ts" => Some(json!(moment(time(number)))),
                "a" => a.map(Value::from),
                "b" => b.map(Value::from),
                _ => None,
            }
        };
        let rows = Arc::new(fake(count, &["_id", "ts", "a", "b"], has_time, make));
        let filter = window.iter().fold(filter(filter_text), |whole, window| whole.and(filter(window)));
        let reading = Reading { filter, sort: sort(sort_text), skip, limit, wants_total, ..Reading::default() };
        let list = naive(&rows, &reading.filter, &reading.sort);
        let whole = naive(&rows, &Filter::default(), &reading.sort);
        let indexes = Indexes::default();
        let ask = |reading: &Reading| read(Arc::clone(&rows) as Arc<dyn Rows>, reading, &indexes);
        let Some(expected) = expected(&rows, &reading, &list, &whole) else {
            prop_assert_eq!(ask(&reading).err(), Some(ReadingError::NoRow));
            return Ok(());
        };
        let page = ask(&reading).unwrap();
        prop_assert_eq!(numbers(&page), &list[expected.clone()]);
        prop_assert_eq!(page.offset, expected.start as u64);
        prop_assert_eq!(page.total, wants_total.then_some(list.len() as u64));
        prop_assert_eq!(page.has_more, expected.end < list.len());
        prop_assert_eq!(page.next.is_some(), page.has_more);
        prop_assert_eq!(page.previous.is_some(), expected.start > 0);
        let limit = usize::try_from(limit.unwrap_or(1_000)).unwrap();
        if let Some(cursor) = page.next {
            let next = ask(&Reading { skip: Skip::Cursor(cursor), ..reading.clone() }).unwrap();
            prop_assert_eq!(numbers(&next), &list[expected.end..(expected.end + limit).min(list.len())]);
            prop_assert_eq!(next.offset, expected.end as u64);
        }
        if let Some(cursor) = page.previous {
            let before = ask(&Reading { skip: Skip::Cursor(cursor), ..reading.clone() }).unwrap();
            let first = expected.start.saturating_sub(limit);
            prop_assert_eq!(numbers(&before), &list[first..expected.start]);
            prop_assert_eq!((before.offset, before.has_more), (first as u64, expected.start < list.len()));
        }
    }
}
