//! Scenes and groups: rows that belong together say so, on both sides.

use super::*;
use crate::collection::definition::{Group, Scenes, Script};

fn talk(size: u64) -> Definition {
    let line = |text: &'static str| {
        fields([("msg", made(worked(move |from| Some(json!(format!("{text} {}", from.scene("who")?.as_str()?))))))])
    };
    let script = |weight, one, other| Script { weight, lines: vec![line(one), line(other), IndexMap::new()] };
    let pool = |name: &str, scripts| (Arc::from(name), scripts);
    let who = Make::OneOf((0..50).map(|number| Make::Constant(json!(format!("p{number}")))).collect());
    let scenes = Scenes {
        rows: 3,
        fields: fields([("who", made(who)), ("both", made(worked(|from| from.scene("who"))))]),
        pool: Some(formula(|from| from.partition()?.get("pool").cloned())),
        pools: [
            pool("first", vec![script(3.0, "hello", "bye"), script(1.0, "salut", "adieu")]),
            pool("second", vec![script(1.0, "ciao", "arrivederci")]),
        ]
        .into_iter()
        .collect(),
    };
    let group = Group {
        every: 40,
        rate: 0.5,
        followers: (1, 4),
        within: 25,
        leader: fields([(
            "replies",
            made(worked(|from| {
                let group = from.group()?;
                let names = group["followers"].as_array()?.iter().map(|row| from.at(row.as_u64()?, "_id"));
                names.collect::<Option<Vec<Value>>>().map(Value::Array)
            })),
        )]),
        follower: fields([
            ("thread", made(worked(|from| from.at(from.group()?["leader"].as_u64()?, "_id")))),
            ("msg", made(worked(|from| Some(json!(format!("reply {}", from.group()?["index"])))))),
        ]),
    };
    Definition {
        name: "talk".into(),
        size: Some(size),
        partition: PartitionBy::Rows("places".into()),
        key: Some(key("_id", ids())),
        time: Some(time("ts")),
        fields: fields([
            ("msg", made(Make::Constant(json!("usual")))),
            ("who", made(worked(|from| from.scene("both")))),
            ("role", made(worked(|from| Some(from.group()?["role"].clone())))),
        ]),
        scenes: Some(scenes),
        groups: vec![("thread".into(), group)],
        ..Definition::default()
    }
}

fn opened(size: u64, place: u64) -> Arc<dyn Rows> {
    let places = Definition {
        name: "places".into(),
        origin: Origin::Written(vec![
            json!({ "id": 0, "pool": "first" }),
            json!({ "id": 1, "pool": "second" }),
            json!({ "id": 2 }),
        ]),
        key: Some(Key { field: "id".into(), shape: None, join: None }),
        ..Definition::default()
    };
    open(&world([places, talk(size)]), "talk", Some(&json!(place)), None)
}

#[test]
fn the_lines_of_a_scene_follow_its_script() {
    for (place, words) in [
        (0, vec![["hello", "bye"], ["salut", "adieu"]]),
        (1, vec![["ciao", "arrivederci"]]),
        (2, vec![["hello", "bye"], ["salut", "adieu"]]),
    ] {
        let rows = opened(6_000, place);
        let mut counts = vec![0; words.len()];
        let mut people = std::collections::BTreeSet::new();
        for scene in 0..2_000 {
            let lines = [0, 1, 2].map(|line| rows.row(scene * 3 + line));
            let who = lines[0]["who"].as_str().unwrap().to_owned();
            assert!(lines.iter().all(|line| line["who"] == json!(who)));
            people.insert(who.clone());
            let mut scripts = Vec::new();
            for (line, row) in lines.iter().enumerate() {
                if row.get("role") == Some(&json!("follower")) {
                    // A group lies over the scene.
                    assert!(row["msg"].as_str().unwrap().starts_with("reply "), "{row}");
                } else if line == 2 {
                    assert_eq!(row["msg"], "usual");
                } else {
                    let script = words.iter().position(|texts| row["msg"] == json!(format!("{} {who}", texts[line])));
                    scripts.push(script.unwrap_or_else(|| panic!("{row}")));
                }
            }
            scripts.dedup();
            assert!(scripts.len() <= 1);
            for script in scripts {
                counts[script] += 1;
            }
        }
        assert!(people.len() == 50, "{}", people.len());
        if let [often, seldom] = counts.as_slice() {
            let share = f64::from(*often) / f64::from(*often + *seldom);
            assert!((share - 0.75).abs() < 0.04, "{share}");
        }
    }
}

#[test]
fn all_that_follow_name_their_leader_and_it_names_them() {
    let rows = opened(100_000, 0);
    let names: [Arc<str>; 4] = ["_id", "replies", "thread", "role"].map(Arc::from);
    let (mut leaders, mut followers) = (0, 0);
    for number in 0..100_000 {
        let row = rows.part(number, &names);
        match row.get("role").and_then(Value::as_str) {
            None => assert!(row.get("replies").is_none() && row.get("thread").is_none(), "{row}"),
            Some("leader") => {
                leaders += 1;
                let replies = row["replies"].as_array().unwrap();
                assert!((1..=4).contains(&replies.len()));
                for reply in replies {
                    followers += 1;
                    let at = rows.find(reply).unwrap();
                    assert!(at > number && at - number <= 25);
                    assert_eq!(rows.part(at, &names)["thread"], row["_id"]);
                }
            }
            Some(_) => {
                let leader = rows.part(rows.find(&row["thread"]).unwrap(), &names);
                assert!(leader["replies"].as_array().unwrap().contains(&row["_id"]), "{row} {leader}");
                followers -= 1;
            }
        }
    }
    assert_eq!(followers, 0);
    assert!((1_150..1_350).contains(&leaders), "{leaders}");
    for number in 0..500 {
        let mut written = Vec::new();
        rows.write(number, &mut written);
        assert_eq!(String::from_utf8(written).unwrap(), rows.row(number).to_string());
    }
}
