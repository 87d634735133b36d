//! Rows that are written out: all that there are, or the newest.

use super::super::moment;
use super::*;
use crate::collection::rows::MOST_ROWS;
use crate::collection::{Indexes, Reading, Sort, read};

fn history(newest: Vec<Value>) -> Definition {
    let hidden = Field { is_hidden: true, ..made(Make::Constant(json!("made"))) };
    Definition {
        name: "rows".into(),
        size: Some(100),
        key: Some(key("_id", ids())),
        time: Some(time("ts")),
        newest,
        fields: fields([("msg", made(Make::Constant(json!("hello")))), ("flag", hidden)]),
        ..Definition::default()
    }
}

#[test]
fn the_newest_rows_are_as_they_are_written_and_count() {
    let newest = vec![
        json!({ "ts": "2023-10-01T10:00:00.000Z", "_id": "last", "more": 1 }),
        json!({ "_id": "between" }),
        json!({ "ts": "2023-09-01T10:00:00.000Z", "_id": "first", "msg": "written" }),
    ];
    let rows = open(&world([history(newest.clone())]), "rows", None, None);
    assert_eq!(rows.count(), 100);
    assert_eq!((rows.row(99), rows.row(97)), (newest[0].clone(), newest[2].clone()));
    assert_eq!(rows.row(98), json!({ "_id": "between", "ts": "2023-09-01T10:00:00.002Z" }));
    for (key, number) in [("last", 99), ("between", 98), ("first", 97)] {
        assert_eq!(rows.find(&json!(key)), Some(number));
        assert_eq!(rows.part(number, &["flag".into(), "msg".into()])["flag"], json!("made"));
    }
    let times: Vec<i64> = (0..100).map(|number| moment::read(&rows.row(number)["ts"]).unwrap()).collect();
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
    for (number, time) in (0..).zip(&times) {
        assert_eq!((rows.before(*time), rows.before(*time + 1)), (number, number + 1), "{number}");
        let key = rows.row(number)["_id"].clone();
        assert_eq!(rows.find(&key), Some(number));
    }
    assert_eq!((rows.before(0), rows.before(i64::MAX)), (0, 100));
    assert!(!rows.lacks("more") && rows.lacks("other"));
    assert!(rows.row(5).get("flag").is_none() && rows.row(5)["msg"] == "hello");
    let mut written = Vec::new();
    rows.write(98, &mut written);
    assert_eq!(serde_json::from_slice::<Value>(&written).unwrap(), rows.row(98));
}

#[test]
fn a_short_list_has_the_newest_of_them() {
    let newest: Vec<Value> = (0..5).map(|number| json!({ "_id": format!("n{number}"), "ts": NOW - number })).collect();
    let world = world([history(newest)]);
    for (size, ids) in [(0, vec![]), (2, vec!["n1", "n0"]), (5, vec!["n4", "n3", "n2", "n1", "n0"])] {
        let rows = open(&world, "rows", None, Some(size));
        assert_eq!(rows.count(), size);
        let found: Vec<Value> = (0..size).map(|number| rows.row(number)["_id"].clone()).collect();
        assert_eq!(json!(found), json!(ids));
        for (number, id) in (0..).zip(&ids) {
            assert_eq!(rows.find(&json!(id)), Some(number), "{size} {id}");
            assert_eq!(rows.before(NOW - 4 + i64::try_from(5 - size + number).unwrap()), number);
        }
        assert_eq!(rows.find(&json!("n4")), (size == 5).then_some(0));
    }
    // Newest rows without times stand on the timeline as all others do.
    let rows = open(&super::world([history(vec![json!({ "_id": "x" })])]), "rows", None, None);
    assert_eq!(rows.row(99)["ts"], moment::value(NOW));
}

#[test]
fn rows_that_are_written_out_are_all_there_are_and_fields_add_to_them() {
    let written =
        vec![json!({ "id": "b", "name": "Bea" }), json!({ "id": 4 }), json!({ "name": "nobody" }), json!("odd")];
    let definition = |time: Option<Time>, rows: Vec<Value>| Definition {
        name: "rows".into(),
        origin: Origin::Written(rows),
        size: Some(10),
        key: Some(Key { field: "id".into(), shape: None, join: None }),
        time,
        fields: fields([("name", made(Make::Constant(json!("made")))), ("also", made(reading("name")))]),
        ..Definition::default()
    };
    let rows = open(&world([definition(None, written)]), "rows", None, None);
    let found: Vec<Value> = (0..rows.count()).map(|number| rows.row(number)).collect();
    let expected = [
        json!({ "id": "b", "name": "Bea", "also": "Bea" }),
        json!({ "id": 4, "name": "made", "also": "made" }),
        json!({ "name": "nobody", "also": "nobody" }),
        json!("odd"),
    ];
    assert_eq!(found, expected);
    assert_eq!((rows.find(&json!("b")), rows.find(&json!("4")), rows.find(&json!(5))), (Some(0), Some(1), None));
    assert_eq!(rows.part(0, &["also".into(), "id".into()]), json!({ "also": "Bea", "id": "b" }));
    // With times, the oldest comes first.
    let timed =
        vec![json!({ "id": 1, "ts": "2020-05-05T00:00:00Z" }), json!({ "id": 2, "ts": "2019-05-05T00:00:00Z" })];
    let rows = open(&world([definition(Some(time("ts")), timed)]), "rows", None, None);
    assert_eq!((rows.find(&json!(2)), rows.find(&json!(1)), rows.count()), (Some(0), Some(1), 2));
    assert_eq!((rows.before(1_577_836_800_000), rows.time()), (1, Some("ts")));
    let rows = open(&world([definition(None, Vec::new())]), "rows", None, None);
    assert_eq!((rows.count(), rows.row(0)), (0, Value::Null));
}

#[test]
fn rows_that_are_read_get_what_fields_add() {
    let source = Definition {
        name: "source".into(),
        size: Some(50),
        key: Some(key("id", KeyShape::numbers(1))),
        time: Some(time("at")),
        fields: fields([("name", made(worked(|from| Some(json!(from.number())))))]),
        ..Definition::default()
    };
    let source = open(&world([source]), "source", None, None);
    let read = |of: IndexMap<Arc<str>, Field>| Definition {
        name: "rows".into(),
        origin: Origin::Read(Arc::clone(&source)),
        key: Some(Key { field: "id".into(), shape: None, join: None }),
        fields: of,
        ..Definition::default()
    };
    for (of, adds) in [
        (fields([]), false),
        (fields([("twice", made(worked(|from| Some(json!(from.member("name")?.as_u64()? * 2)))))]), true),
    ] {
        let rows = open(&world([read(of)]), "rows", None, None);
        assert_eq!((rows.count(), rows.key(), rows.time()), (50, Some("id"), Some("at")));
        for number in 0..50 {
            let mut expected = source.row(number);
            if adds {
                expected["twice"] = json!(number * 2);
                assert_eq!(rows.part(number, &["twice".into()]), json!({ "twice": number * 2 }));
            }
            assert_eq!(rows.row(number), expected);
            assert_eq!(rows.part(number, &["name".into()])["name"], json!(number));
            assert_eq!(rows.find(&expected["id"]), Some(number));
            assert_eq!(rows.before(moment::read(&expected["at"]).unwrap()), number);
            let mut written = Vec::new();
            rows.write(number, &mut written);
            assert_eq!(serde_json::from_slice::<Value>(&written).unwrap(), expected);
        }
        assert_eq!((rows.lacks("name"), rows.lacks("other"), rows.dates().len()), (false, true, 1));
    }
}

#[test]
fn what_comes_behind_the_time_decides_where_times_are_the_same() {
    let sort = |text: &str| Sort::mongo(&serde_json::from_str(text).unwrap()).unwrap();
    let row = |id: &str, time: i64, rank: u64| json!({ "_id": id, "ts": super::super::moment::value(NOW + time), "rank": rank });
    let same = vec![row("a", 0, 2), row("b", 0, 1), row("c", 0, 3), row("d", -1, 9)];
    let differing = vec![row("a", 3, 2), row("b", 2, 1), row("c", 1, 3), row("d", 0, 9)];
    for (newest, order, is_strict, expected) in [
        (same.clone(), r#"{"ts": -1, "rank": 1}"#, false, ["b", "a", "c", "d"]),
        (same.clone(), r#"{"ts": -1, "rank": -1}"#, false, ["c", "a", "b", "d"]),
        (same, r#"{"ts": -1}"#, false, ["a", "b", "c", "d"]),
        (differing, r#"{"ts": -1, "rank": 1}"#, true, ["a", "b", "c", "d"]),
    ] {
        let rows = open(&world([history(newest)]), "rows", None, None);
        let reading = Reading { sort: sort(order), limit: Some(4), ..Reading::default() };
        let indexes = Indexes::default();
        let page = read(Arc::clone(&rows), &reading, &indexes).unwrap();
        let ids: Vec<Value> = page.values().map(|row| row["_id"].clone()).collect();
        assert_eq!((json!(ids), rows.is_time_strict()), (json!(expected), is_strict), "{order}");
        // Where times differ the order is that of the numbers, which takes no index.
        assert_eq!(indexes.held().0 == 0, is_strict || !order.contains("rank"), "{order}");
    }
}

#[test]
fn no_list_has_more_rows_than_can_be_filtered() {
    let world = world([users(200_000), rooms(), history(Vec::new())]);
    for (collection, size, expected) in [
        ("rows", Some(u64::MAX), MOST_ROWS),
        ("rows", Some(MOST_ROWS), MOST_ROWS),
        ("rows", None, 100),
        ("users", Some(MOST_ROWS + 1), MOST_ROWS),
        ("rooms", None, MOST_ROWS),
    ] {
        assert_eq!(open(&world, collection, None, size).count(), expected, "{collection} {size:?}");
    }
}
