//! What is drawn: shares, bounds, stretches; and what needs itself.

use super::*;

fn rows_of<const N: usize>(size: u64, of: [(&str, Field); N]) -> Arc<dyn Rows> {
    let definition = Definition { name: "rows".into(), size: Some(size), fields: fields(of), ..Definition::default() };
    open(&world([definition]), "rows", None, None)
}

fn all(rows: &dyn Rows, name: &str) -> Vec<Option<Value>> {
    let names = [Arc::from(name)];
    (0..rows.count()).map(|number| rows.part(number, &names).get(name).cloned()).collect()
}

#[test]
fn rates_and_weights_are_kept() {
    const COUNT: u64 = 40_000;
    let constant = |rate| Field { rate: Some(rate), ..made(Make::Constant(json!(true))) };
    let weights = vec![(None, 96.0), (Some("uj".into()), 1.0), (Some("topic".into()), 3.0)];
    let one_of = vec![Make::Constant(json!("a")), Make::Constant(json!("b"))];
    let rows = rows_of(
        COUNT,
        [
            ("never", constant(0.0)),
            ("seldom", constant(0.01)),
            ("half", constant(0.5)),
            ("always", constant(1.0)),
            ("t", made(Make::Weighted(weights))),
            ("one", made(Make::OneOf(one_of))),
        ],
    );
    for (name, value, expected) in [
        ("never", json!(true), 0.0),
        ("seldom", json!(true), 0.01),
        ("half", json!(true), 0.5),
        ("always", json!(true), 1.0),
        ("t", json!("uj"), 0.01),
        ("t", json!("topic"), 0.03),
        ("one", json!("a"), 0.5),
        ("one", json!("b"), 0.5),
    ] {
        let found = all(rows.as_ref(), name).into_iter().flatten().filter(|found| *found == value).count();
        let share = f64::from(u32::try_from(found).unwrap()) / 40_000.0;
        assert!((share - expected).abs() < 0.01, "{name}: {share}, not {expected}");
        assert!(expected > 0.0 && expected < 1.0 || (share - expected).abs() < f64::EPSILON);
    }
}

#[test]
fn numbers_stay_between_their_bounds_and_reach_them() {
    let number = |text: &str| serde_json::from_str::<serde_json::Number>(text).unwrap();
    for (least, most, digits) in [
        ("0", "3", 0),
        ("-5", "-5", 0),
        ("9223372036854775806", "9223372036854775809", 0),
        ("0.5", "1", 2),
        ("0.001", "0.004", 3),
        ("-1.5", "1.5", 2),
    ] {
        let rows = rows_of(3_000, [("n", made(Make::Between(number(least), number(most))))]);
        let (low, high) = (number(least).as_f64().unwrap(), number(most).as_f64().unwrap());
        let found: Vec<Value> = all(rows.as_ref(), "n").into_iter().flatten().collect();
        assert_eq!(found.len(), 3_000);
        for value in &found {
            let n = value.as_f64().unwrap();
            assert!(n >= low && n <= high, "{value} of {least}..{most}");
            assert_eq!(value.is_f64(), digits > 0, "{value}");
            let fraction = value.to_string();
            assert!(fraction.split_once('.').map_or(0, |(_, rest)| rest.len()) <= digits, "{value}");
        }
        for bound in [least, most].into_iter().filter(|_| digits == 0) {
            assert!(found.iter().any(|value| *value == json!(number(bound))), "{bound} is never drawn");
        }
    }
}

#[test]
fn what_lasts_stays_for_a_while() {
    let lasting = |lasts| Field { lasts: Some(lasts), ..made(Make::Between(0.into(), 1_000_000_000.into())) };
    let pinned = Field { rate: Some(0.25), ..lasting(10) };
    let rows = rows_of(30_000, [("one", lasting(1)), ("ten", lasting(10)), ("long", lasting(300)), ("some", pinned)]);
    for (name, expected) in [("one", 1.0), ("ten", 10.0), ("long", 300.0)] {
        let values = all(rows.as_ref(), name);
        let changes = values.windows(2).filter(|pair| pair[0] != pair[1]).count() + 1;
        let mean = 30_000.0 / f64::from(u32::try_from(changes).unwrap());
        assert!((mean / expected - 1.0).abs() < 0.25, "{name}: {mean}");
    }
    let there = all(rows.as_ref(), "some");
    let share = f64::from(u32::try_from(there.iter().flatten().count()).unwrap()) / 30_000.0;
    assert!((share - 0.25).abs() < 0.05, "{share}");
    let changes = there.windows(2).filter(|pair| pair[0].is_some() != pair[1].is_some()).count();
    assert!(changes < 30_000 / 10, "{changes}");
}

#[test]
fn what_needs_itself_is_not_there() {
    let sum = |one: &'static str, other: &'static str| {
        worked(move |from| {
            let read = |name| from.member(name).map_or(json!("none"), |value| value);
            Some(json!([read(one), read(other)]))
        })
    };
    let cycle = || {
        [
            ("a", made(reading("b"))),
            ("b", made(sum("c", "free"))),
            ("c", made(sum("a", "free"))),
            ("self", made(sum("self", "free"))),
            ("after", made(sum("a", "free"))),
            ("free", made(Make::Constant(json!(1)))),
            ("shift", made(Make::Shift("shift".into(), 1, 2))),
        ]
    };
    let rows = rows_of(10, cycle());
    let expected = json!({ "after": ["none", 1], "free": 1 });
    assert_eq!(rows.row(3), expected);
    for name in ["a", "b", "c", "self", "after", "free", "shift"] {
        let part = rows.part(3, &[name.into()]);
        assert_eq!(part.get(name), expected.get(name), "{name}");
    }
}

#[test]
fn chains_of_rows_end() {
    let up = worked(|from| from.at(from.number() + 1, "up").or(Some(json!(from.number()))));
    let own = worked(|from| from.at(from.number(), "own").or(Some(json!("own"))));
    let many = worked(|from| {
        Some((0..30).map(|other| from.at(from.number() + 1 + other, "many")).map(Option::unwrap_or_default).collect())
    });
    let friend = Make::Pick("rows".into(), Take::Whole);
    let rows = rows_of(1_000, [("up", made(up)), ("own", made(own)), ("many", made(many)), ("friend", made(friend))]);
    assert_eq!(rows.part(5, &["up".into()]), json!({ "up": 13 }));
    assert_eq!(rows.part(5, &["own".into()]), json!({}));
    let first = rows.row(7).to_string();
    assert_eq!(rows.row(7).to_string(), first);
    let fresh = rows_of(10, [("up", made(worked(|from| from.at(from.number() + 1, "up").or(Some(json!(0))))))]);
    assert_eq!(fresh.part(9, &["up".into()]), json!({ "up": 0 }));
}

#[test]
fn what_is_picked_is_a_row_of_the_other_collection() {
    let take = |take| made(Make::Pick("users".into(), take));
    let definition = Definition {
        name: "rows".into(),
        size: Some(5_000),
        fields: fields([
            ("whole", take(Take::Whole)),
            ("name", take(Take::Member("username".into()))),
            ("part", take(Take::Members(vec!["username".into(), "none".into()]))),
            ("found", made(worked(|from| from.find("users", &from.member("whole")?["_id"])))),
            ("missing", made(worked(|from| from.find("users", &json!("nobody"))))),
            ("nobody", made(Make::Pick("empty".into(), Take::Whole))),
        ]),
        ..Definition::default()
    };
    let empty = Definition { name: "empty".into(), size: Some(0), ..Definition::default() };
    let world = world([users(20), definition, empty]);
    let (rows, users) = (open(&world, "rows", None, None), open(&world, "users", None, None));
    let mut seen = std::collections::BTreeMap::new();
    for number in 0..5_000 {
        let row = rows.row(number);
        let user = users.row(users.find(&row["whole"]["_id"]).unwrap());
        assert_eq!((&row["whole"], &row["found"]), (&user, &user));
        assert_eq!(row["part"].as_object().unwrap().keys().collect::<Vec<_>>(), ["username"]);
        assert!(row.get("missing").is_none() && row.get("nobody").is_none());
        *seen.entry(row["name"].to_string()).or_insert(0) += 1;
    }
    assert!(seen.len() == 20 && seen.values().all(|count| (150..350).contains(count)), "{seen:?}");
}
