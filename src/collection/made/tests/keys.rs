//! Keys lead back to their rows: by arithmetic, by two halves, or by a look.

use std::collections::HashSet;

use super::*;

#[test]
fn any_row_of_a_billion_is_found() {
    let world = world([users(40), rooms(), messages(1_000_000_000)]);
    let room = open(&world, "rooms", None, None).row(12)["_id"].clone();
    let rows = open(&world, "messages", Some(&room), None);
    let mut seen = HashSet::new();
    for step in 0..1_000_u64 {
        let number = step.wrapping_mul(0x9e37_79b9_7f4a_7c15) % 1_000_000_000;
        let key = rows.part(number, &["_id".into()])["_id"].clone();
        assert_eq!(rows.find(&key), Some(number), "{key}");
        assert!(seen.insert(key.to_string()));
    }
    for none in [json!("nobody"), json!(null), json!(7), json!("22222222222222222"), json!({})] {
        assert_eq!(rows.find(&none), None, "{none}");
    }
}

#[test]
fn keys_of_different_partitions_differ() {
    let world = world([users(6), rooms(), messages(200)]);
    let rooms = open(&world, "rooms", None, None);
    let mut seen = HashSet::new();
    for room in 0..rooms.count() {
        let rows = open(&world, "messages", Some(&rooms.row(room)["_id"]), None);
        for number in 0..rows.count() {
            assert!(seen.insert(rows.row(number)["_id"].to_string()));
        }
    }
    assert_eq!(seen.len(), 15 * 200);
    let other = open(&world, "messages", Some(&rooms.row(0)["_id"]), None);
    let foreign = open(&world, "messages", Some(&rooms.row(1)["_id"]), None).row(5)["_id"].clone();
    assert_eq!(other.find(&foreign), None);
}

#[test]
fn pairs_lead_both_ways() {
    let by_name = Definition {
        name: "talks".into(),
        key: Some(Key { field: "id".into(), shape: None, join: Some("username".into()) }),
        ..rooms()
    };
    let world = world([users(40), rooms(), by_name]);
    let users = open(&world, "users", None, None);
    for collection in ["rooms", "talks"] {
        let rows = open(&world, collection, None, None);
        assert_eq!(rows.count(), 780);
        let mut seen = HashSet::new();
        for number in 0..780 {
            let row = rows.row(number);
            let key = &row[rows.key().unwrap()];
            // `user.1` and `user.11` is joined as `user.11` and `user.1` are.
            assert_eq!(rows.find(key), Some(number), "{row}");
            assert!(seen.insert(key.to_string()), "{row}");
            assert_eq!(row["usernames"].as_array().unwrap().len(), 2);
        }
        let [one, other] = [3, 17].map(|number| users.row(number));
        let member = if collection == "rooms" { "_id" } else { "username" };
        let mut names = [one, other].map(|user| user[member].as_str().unwrap().to_owned());
        names.sort();
        let found = rows.find(&json!(names.concat())).unwrap();
        assert_eq!(rows.row(found)["usernames"], json!(["user.3", "user.17"]));
        names.reverse();
        assert_eq!(rows.find(&json!(names.concat())), None);
    }
    // New users make new pairs at the end only.
    let more = super::world([super::users(50), super::rooms()]);
    let (few, more) = (open(&world, "rooms", None, None), open(&more, "rooms", None, None));
    assert!((0..780).all(|number| few.row(number) == more.row(number)) && more.count() == 1_225);
}

#[test]
fn a_text_and_the_number_that_it_says_are_the_same_key() {
    let definition = Definition {
        name: "rows".into(),
        size: Some(500),
        key: Some(key("id", KeyShape::numbers(1))),
        newest: vec![json!({ "id": 3, "n": "newest" }), json!({ "id": 7 }), json!({ "n": "no key" })],
        fields: fields([("n", made(worked(|from| Some(json!(from.number())))))]),
        ..Definition::default()
    };
    let rows = open(&world([definition]), "rows", None, None);
    let mut seen = HashSet::new();
    for number in 0..500 {
        let key = rows.row(number)["id"].clone();
        assert!(seen.insert(key.as_i64().unwrap()), "{key} twice");
        assert_eq!(rows.find(&key), Some(number));
        assert_eq!(rows.find(&json!(key.to_string())), Some(number), "{key}");
    }
    assert_eq!((rows.row(499)["n"].clone(), rows.row(0)["id"].clone()), (json!("newest"), json!(1)));
    // The keys that are written out are passed over.
    assert_eq!((1..=500).filter(|key| !seen.contains(key)).count(), 0);
    for none in [json!(0), json!(501), json!("07"), json!("x")] {
        assert_eq!(rows.find(&none), None, "{none}");
    }
}

#[test]
fn keys_that_fields_make_are_looked_up() {
    let definition = Definition {
        name: "rows".into(),
        size: Some(300),
        key: Some(key("name", ids())),
        fields: fields([("name", made(worked(|from| Some(json!(format!("n{}", from.number() / 2))))))]),
        ..Definition::default()
    };
    let looped = Definition {
        name: "looped".into(),
        fields: fields([(
            "name",
            made(worked(|from| {
                let found = from.find("looped", &json!("x")).is_some();
                Some(json!(format!("{found}{}", from.number())))
            })),
        )]),
        key: Some(key("name", ids())),
        ..Definition::default()
    };
    let world = world([definition, looped]);
    let rows = open(&world, "rows", None, None);
    // Of rows with the same key the first one is found.
    assert_eq!((rows.find(&json!("n7")), rows.find(&json!("n149"))), (Some(14), Some(298)));
    assert_eq!(rows.find(&json!("n150")), None);
    let looped = open(&world, "looped", None, None);
    assert_eq!((looped.find(&json!("false5")), looped.find(&json!("x"))), (Some(5), None));
    // Too many rows to look at.
    let many = open(&world, "rows", None, Some(1_000_000));
    assert_eq!(many.find(&json!("n7")), None);
}
