//! A row, its parts and what is written of it are one thing, whoever asks for what first.

use serde_json::Map;

use super::*;

/// A room, and a world with users, rooms and messages.
fn chat(size: u64) -> (Arc<Collections>, Value) {
    let world = world([users(40), rooms(), messages(size)]);
    let room = open(&world, "rooms", None, None).row(77)["_id"].clone();
    (world, room)
}

fn names(rows: &dyn Rows, count: u64) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = vec!["secret".into(), "nothing".into()];
    for number in 0..count {
        for name in rows.row(number).as_object().unwrap().keys() {
            if !names.iter().any(|known| known.as_ref() == name) {
                names.push(name.as_str().into());
            }
        }
    }
    names
}

#[test]
fn a_row_its_parts_and_what_is_written_agree() {
    let (world, room) = chat(10_000_000);
    let rows = open(&world, "messages", Some(&room), None);
    let names = names(rows.as_ref(), 300);
    assert_eq!(names.len(), 19, "{names:?}");
    for number in (0..300).chain([4_999_999, 9_999_999]) {
        let row = rows.row(number);
        let mut written = Vec::new();
        rows.write(number, &mut written);
        assert_eq!(String::from_utf8(written).unwrap(), row.to_string(), "{number}");
        let mut all = Map::new();
        for name in &names {
            let part = rows.part(number, std::slice::from_ref(name));
            assert!(part.as_object().unwrap().keys().all(|only| only == name.as_ref()));
            all.extend(part.as_object().unwrap().clone());
        }
        let secret = all.shift_remove("secret").unwrap();
        assert_eq!(row["double"], json!(secret.as_u64().unwrap() * 2));
        assert_eq!(Value::Object(all), row, "{number}");
        let mut both = rows.part(number, &["u.username".into(), "secret".into(), "u".into()]);
        assert_eq!(both["secret"], secret);
        both.as_object_mut().unwrap().shift_remove("secret");
        assert_eq!(both, json!({ "u": row["u"] }));
    }
    assert_eq!(rows.row(10_000_000), Value::Null);
    assert_eq!(rows.part(10_000_000, &names), Value::Null);
    let mut none = Vec::new();
    rows.write(u64::MAX, &mut none);
    assert_eq!(none, b"null");
}

#[test]
fn members_come_in_the_order_of_the_fields() {
    let (world, room) = chat(1_000);
    let rows = open(&world, "messages", Some(&room), None);
    let order = ["_id", "rid", "msg", "ts", "u", "_updatedAt", "urls", "t", "double", "starred", "third", "mood"];
    for number in 0..200 {
        let row = rows.row(number);
        let places: Vec<usize> =
            row.as_object().unwrap().keys().filter_map(|name| order.iter().position(|known| known == name)).collect();
        assert!(places.is_sorted(), "{row}");
        assert_eq!(row["rid"], room);
        assert_eq!(row["msg"], json!(format!("message {number} of 1000")));
        assert_eq!(row.get("third"), (number % 3 == 0).then_some(&row["msg"]), "{row}");
        assert!(row.get("secret").is_none());
        if number > 0 {
            assert_eq!(row["before"], rows.row(number - 1)["u"]["username"]);
        }
    }
}

#[test]
fn two_worlds_on_two_threads_give_the_same_bytes() {
    let write = |numbers: Vec<u64>| {
        let (world, room) = chat(100_000);
        let rows = open(&world, "messages", Some(&room), None);
        let mut rows: Vec<(u64, Vec<u8>)> = numbers
            .into_iter()
            .map(|number| {
                let mut into = Vec::new();
                rows.write(number, &mut into);
                (number, into)
            })
            .collect();
        rows.sort();
        rows
    };
    let (first, second) = std::thread::scope(|scope| {
        let up = scope.spawn(|| write((0..400).collect()));
        let down = scope.spawn(|| write((0..400).rev().collect()));
        (up.join().unwrap(), down.join().unwrap())
    });
    assert_eq!(first, second);
    let (world, room) = chat(100_000);
    let rows = open(&world, "messages", Some(&room), None);
    let together = std::thread::scope(|scope| {
        let walk = |number: u64| rows.row(number).to_string().into_bytes();
        let up = scope.spawn(move || (0..400).map(|number| (number, walk(number))).collect::<Vec<_>>());
        let down = (0..400).rev().map(|number| (number, rows.row(number).to_string().into_bytes()));
        let mut down: Vec<_> = down.collect();
        down.sort();
        assert_eq!(up.join().unwrap(), down);
        down
    });
    assert_eq!(together, first);
}

#[test]
fn another_seed_partition_or_size_is_another_identity() {
    let (world, room) = chat(1_000);
    let other = open(&world, "rooms", None, None).row(78)["_id"].clone();
    let wanted = opening("messages", Some(&room), None);
    let all = [
        wanted.clone(),
        Opening { partition: Some(&other), ..wanted.clone() },
        Opening { size: Some(999), ..wanted.clone() },
        Opening { now: NOW + 86_400_000 * 3, ..wanted.clone() },
        Opening { locale: Locale::FrFr, ..wanted.clone() },
        opening("users", None, None),
        Opening { seed: Seed::new(2), ..opening("users", None, None) },
    ];
    let identities: Vec<Seed> = all.iter().map(|wanted| world.open(wanted).unwrap().identity()).collect();
    for (place, one) in identities.iter().enumerate() {
        assert!(!identities[place + 1..].contains(one), "{:?}", all[place]);
    }
    assert_eq!(chat(1_000).0.open(&wanted).unwrap().identity(), identities[0]);
    // A clock that nothing follows does not make other rows at every hour.
    let later = Opening { now: NOW + 60_000, ..wanted };
    assert_eq!(world.open(&later).unwrap().identity(), identities[0]);
    let bytes = |wanted: &Opening<'_>| world.open(wanted).unwrap().row(5).to_string();
    assert_ne!(bytes(&all[0]), bytes(&all[1]));
    assert_ne!(bytes(&all[5]), bytes(&all[6]));
}

#[test]
fn rows_without_a_partition_or_a_collection_are_not_there() {
    let world = world([
        users(40),
        rooms(),
        messages(10),
        Definition {
            name: "notes".into(),
            partition: PartitionBy::Any,
            fields: fields([("of", made(worked(|from| from.partition().cloned())))]),
            ..Definition::default()
        },
    ]);
    let room = open(&world, "rooms", None, None).row(3);
    for (collection, partition, expected) in [
        ("messages", None, None),
        ("messages", Some(json!("nobody")), None),
        ("messages", Some(json!(null)), None),
        ("messages", Some(room["_id"].clone()), Some(room.clone())),
        ("others", None, None),
        ("notes", None, None),
        ("notes", Some(json!("mine")), Some(json!("mine"))),
        ("users", None, None),
    ] {
        let wanted = opening(collection, partition.as_ref(), None);
        assert_eq!(world.partition(&wanted), expected, "{collection} {partition:?}");
        assert_eq!(world.open(&wanted).is_some(), expected.is_some() || collection == "users");
    }
    assert_eq!(open(&world, "notes", Some(&json!("mine")), None).row(5), json!({ "of": "mine" }));
    assert_eq!(open(&world, "notes", Some(&json!("mine")), None).count(), 1_000);
}

#[test]
fn more_rows_are_the_same_rows_and_others_after_them() {
    let (world, room) = chat(100);
    let (few, many) =
        (open(&world, "messages", Some(&room), Some(50)), open(&world, "messages", Some(&room), Some(500)));
    assert_eq!((few.count(), many.count()), (50, 500));
    for number in 0..50 {
        for name in ["_id", "rid", "u", "t", "starred", "mood", "code", "name", "some"] {
            let names = [Arc::from(name)];
            assert_eq!(few.part(number, &names), many.part(number, &names), "{number} {name}");
        }
    }
}

#[test]
fn what_is_said_of_members_holds() {
    let (world, room) = chat(1_000);
    let rows = open(&world, "messages", Some(&room), None);
    assert_eq!((rows.key(), rows.time()), (Some("_id"), Some("ts")));
    let dates: Vec<&str> = rows.dates().iter().map(AsRef::as_ref).collect();
    assert_eq!(dates, ["ts", "_updatedAt"]);
    for (member, lacks) in
        [("msg", false), ("secret", false), ("u.username", false), ("t", false), ("pinned", true), ("urls.0", false)]
    {
        assert_eq!(rows.lacks(member), lacks, "{member}");
    }
    let cost = |names: &[&str]| rows.cost(&names.iter().map(|name| Arc::from(*name)).collect::<Vec<_>>());
    assert_eq!((cost(&["urls"]), cost(&["_id"]), cost(&["ts"]), cost(&["t"]), cost(&["pinned"])), (2, 4, 4, 4, 2));
    assert_eq!(cost(&["t", "u.username"]), 7);
    // A condition, a formula, and the formula that it reads.
    assert!((60..70).contains(&cost(&["third"])));
    assert!(cost(&[]) > 100);
    for number in 0..1_000 {
        let row = rows.row(number);
        let [ts, updated] = ["ts", "_updatedAt"].map(|name| super::super::moment::read(&row[name]).unwrap());
        assert!((30..=110).contains(&(updated - ts)), "{row}");
        assert_eq!(rows.before(ts), number);
        assert_eq!(rows.before(ts + 1), number + 1);
    }
}
