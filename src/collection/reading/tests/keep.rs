//! What is kept, for how long, and how often it is made.

use std::thread;

use super::*;

fn total(rows: &Arc<Fake>, filter_text: &str, sort_text: &str, indexes: &Indexes) -> u64 {
    let reading = Reading {
        filter: filter(filter_text),
        sort: sort(sort_text),
        limit: Some(3),
        wants_total: true,
        ..Reading::default()
    };
    read(Arc::clone(rows) as Arc<dyn Rows>, &reading, indexes).unwrap().total.unwrap()
}

#[test]
fn the_index_that_was_not_used_for_longest_goes_first() {
    let rows = Arc::new(rows(40_000));
    // A filter over 40,000 rows takes 5,000 bytes of bits and a bit more: there is room for three.
    let indexes = Indexes::new(Budget { bytes: 20_000, ..Budget::default() });
    for (rank, kept) in
        [(1, "1"), (2, "1 2"), (3, "1 2 3"), (1, "2 3 1"), (4, "3 1 4"), (5, "1 4 5"), (4, "1 5 4"), (1, "5 4 1")]
    {
        let before = rows.looks();
        let was_kept = indexes.list().iter().any(|index| index.about.contains(&format!("{rank}")));
        total(&rows, &format!(r#"{{"rank": {rank}}}"#), "{}", &indexes);
        assert_eq!(rows.looks() == before, was_kept, "{rank}");
        let list: Vec<_> =
            indexes.list().into_iter().map(|index| index.about.replace(|c: char| !c.is_ascii_digit(), "")).collect();
        assert_eq!(list.join(" "), kept, "{rank}");
        let (count, bytes) = indexes.held();
        assert_eq!(count, list.len());
        assert_eq!(bytes, indexes.list().iter().map(|index| index.bytes).sum::<usize>());
        assert!(bytes <= 20_000, "{bytes}");
    }
}

#[test]
fn many_who_ask_for_the_same_have_it_made_once() {
    let rows = Arc::new(rows(50_000));
    let indexes = Indexes::default();
    let (filter_text, sort_text) = (r#"{"third": true}"#, r#"{"rank": 1}"#);
    let expected = naive(&rows, &filter(filter_text), &sort(sort_text)).len() as u64;
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(total(&rows, filter_text, sort_text, &indexes), expected));
        }
    });
    assert_eq!(rows.looks(), 50_000 + expected);
    assert_eq!(indexes.held().0, 2);
    let list = indexes.list();
    assert_eq!(list.iter().map(|index| index.rows).collect::<Vec<_>>(), [50_000, expected], "{list:?}");
}

#[test]
fn a_page_tells_of_the_index_that_was_made_for_it_and_of_no_other() {
    let rows = Arc::new(rows(50_000)) as Arc<dyn Rows>;
    let indexes = Indexes::default();
    let (third, rank) = (filter(r#"{"third": true}"#), sort(r#"{"rank": 1}"#));
    let whole = Reading { limit: Some(3), wants_total: true, ..Reading::default() };
    let (matching, sorted) =
        (Reading { filter: third.clone(), ..whole.clone() }, Reading { filter: third, sort: rank, ..whole.clone() });
    for (reading, expected) in [
        (&whole, None),
        (&matching, Some(50_000)),
        (&matching, None),
        (&sorted, Some(16_667)),
        (&sorted, None),
        (&matching, None),
    ] {
        let made = read(Arc::clone(&rows), reading, &indexes).unwrap().made;
        assert_eq!(made.as_ref().map(|made| made.rows), expected, "{reading:?}");
        assert!(made.is_none_or(|made| indexes.list().contains(&made)));
    }
}

#[test]
fn windows_share_what_was_looked_at() {
    let rows = Arc::new(rows(100_000));
    let indexes = Indexes::default();
    for (start, end, looks) in
        [(50_000, 50_010, 4_096), (0, 100_000, 100_000), (20_000, 70_000, 100_000), (0, 100, 100_000)]
    {
        let window = format!(
            r#"{{"ts": {{"$gte": {{"$date": "{}"}}, "$lt": {{"$date": "{}"}}}}, "third": true}}"#,
            moment(time(start)),
            moment(time(end))
        );
        let expected = (start..end).filter(|number| (number * 2_654_435_761).is_multiple_of(3)).count() as u64;
        assert_eq!(total(&rows, &window, "{}", &indexes), expected);
        assert_eq!((rows.looks(), indexes.held().0), (looks, 1), "{start} to {end}");
    }
}

#[test]
fn a_fault_while_an_index_is_made_leaves_the_next_one_a_chance() {
    let fails = Arc::new(AtomicU64::new(1));
    let left = Arc::clone(&fails);
    let rows = Arc::new(fake(5_000, &["_id", "n"], false, move |number, member| {
        assert!(member != "n" || number != 4_500 || left.swap(0, Ordering::Relaxed) == 0, "a fault");
        Some(json!(number))
    }));
    let indexes = Indexes::default();
    let ask = || total(&rows, r#"{"n": {"$gte": 1000}}"#, r#"{"n": -1}"#, &indexes);
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(ask)).is_err());
    assert_eq!(ask(), 4_000);
}
