//! What a reading may cost, and lists that are too long for anything but arithmetic.

use super::*;

const MANY: u64 = 1_000_000_000;

#[test]
fn what_costs_too_much_is_refused_before_it_begins() {
    let third = r#"{"third": true}"#;
    let whole = Budget::default();
    let small = Budget { bytes: 1 << 20, ..whole };
    for (name, count, cost, budget, filter_text, sort_text, limit, wants_total, expected) in [
        ("filter", MANY, 6, whole, third, "{}", 50, true, Err((MANY, 10_000_000))),
        ("order", MANY, 6, whole, "{}", r#"{"rank": 1}"#, 50, false, Err((MANY, 10_000_000))),
        ("both", MANY, 6, whole, third, r#"{"rank": 1}"#, 50, false, Err((MANY, 10_000_000))),
        ("rows that cost much", 100_000, 1_000, whole, third, "{}", 50, true, Err((100_000, 60_000))),
        ("rows that cost nothing", 20_000, 0, whole, third, "{}", 50, true, Ok(50)),
        ("bits beyond half the memory", 100_000_000, 0, small, third, "{}", 50, true, Err((100_000_000, 1_040_000))),
        ("keys beyond the memory", 200_000, 0, small, "{}", r#"{"rank": 1}"#, 50, true, Err((200_000, 43_690))),
        ("a page at the front", MANY, 6, whole, third, "{}", 50, false, Ok(50)),
        ("a page near the front", MANY, 6, whole, r#"{"rare": true}"#, "{}", 3, false, Ok(3)),
        ("a page too far", MANY, 600, whole, r#"{"rare": true}"#, "{}", 50, false, Err((MANY, 100_000))),
        ("a member that no row has", MANY, 6, whole, r#"{"other": 1}"#, "{}", 50, true, Ok(0)),
        ("an order that decides nothing", MANY, 6, whole, "{}", r#"{"other": 1}"#, 50, true, Ok(50)),
        (
            "a regular expression",
            10_000_000,
            6,
            whole,
            r#"{"_id": {"$regex": "7"}}"#,
            "{}",
            50,
            true,
            Err((10_000_000, 2_400_000)),
        ),
        (
            "many tests",
            10_000_000,
            6,
            whole,
            r#"{"rank": {"$gt": 1, "$lt": 9, "$mod": [2, 1], "$type": 16}}"#,
            "{}",
            50,
            true,
            Err((10_000_000, 6_666_666)),
        ),
        ("more rows than bits are for", u64::MAX, 0, whole, third, "{}", 50, true, Err((u64::MAX, 0))),
        ("an order of more rows", u64::MAX, 0, whole, third, r#"{"rank": 1}"#, 50, true, Err((u64::MAX, 0))),
        ("time decides", MANY, 6, whole, "{}", r#"{"ts": 1, "rank": 1}"#, 50, true, Ok(50)),
    ] {
        let rows = Arc::new(Fake { cost, ..rows(count) });
        let reading = Reading {
            filter: filter(filter_text),
            sort: sort(sort_text),
            limit: Some(limit),
            wants_total,
            ..Reading::default()
        };
        let indexes = Indexes::new(budget);
        // The second answer is that of the first, whatever was looked at in between.
        for _ in 0..2 {
            let page = read(Arc::clone(&rows) as Arc<dyn Rows>, &reading, &indexes);
            let expected = expected.map_err(|(rows, most)| ReadingError::TooMany { rows, most });
            assert_eq!(page.map(|page| page.len()), expected, "{name}");
            if wants_total && expected.is_err() {
                assert_eq!(rows.looks(), 0, "{name}");
            }
        }
    }
}

#[test]
fn all_rows_of_a_long_list_are_a_page() {
    let rows = Arc::new(rows(MANY));
    for (skip, len, first) in [
        (Skip::Nothing, MANY, MANY - 1),
        (Skip::Rows(500_000_000), MANY - 500_000_000, 499_999_999),
        (Skip::After(json!("k12")), 12, 11),
        (Skip::After(json!(moment(time(700_000_000)))), 700_000_000, 699_999_999),
    ] {
        let reading = Reading { skip, wants_total: true, ..Reading::default() };
        let page = read(Arc::clone(&rows) as Arc<dyn Rows>, &reading, &Indexes::default()).unwrap();
        assert_eq!((page.len(), page.total, page.has_more), (len, Some(MANY), false), "{reading:?}");
        let mut written = Vec::new();
        let next = page.write(0, 500, &mut written).unwrap();
        assert!(written.len() < 700, "{}", written.len());
        assert_eq!(page.row(0).unwrap()["n"], first);
        assert_eq!(page.numbers(len - 1).collect::<Vec<_>>(), [0]);
        assert_eq!(page.numbers(next).next(), Some(first - next));
    }
}
