//! What is known without a look at rows: what is never there, and what a look costs.

use super::*;
use crate::collection::definition::{Group, Scenes, Script};
use crate::collection::{Budget, Dialect, Filter, Indexes, Reading, read};

/// Messages of rooms, of which some keep what was edited.
fn threads(size: u64) -> Definition {
    let rate = |make, rate| Field { rate: Some(rate), ..made(make) };
    let kept = || {
        let keeps = Worked {
            work: Box::new(|from| from.partition()?.get("keeps").cloned()),
            reads: Vec::new(),
            is_of_partition: true,
        };
        Field { condition: Some(Arc::new(keeps)), ..made(Make::Constant(json!(true))) }
    };
    let group = |every, leader, follower| Group { every, rate: 0.5, followers: (1, 5), within: 40, leader, follower };
    let at = |name: &'static str| made(worked(move |from| from.at(from.group()?["leader"].as_u64()?, name)));
    let mention = worked(|from| Some(json!([{ "_id": from.number().to_string() }])));
    let script = |weight, lines| Script { weight, lines };
    let scripts = vec![
        script(49.0, vec![IndexMap::new(), IndexMap::new()]),
        script(1.0, vec![IndexMap::new(), fields([("mentions", made(mention))])]),
    ];
    Definition {
        name: "threads".into(),
        size: Some(size),
        partition: PartitionBy::Rows("places".into()),
        key: Some(key("_id", ids())),
        fields: fields([
            ("msg", made(worked(|from| Some(json!(from.number()))))),
            ("never", rate(Make::Schema, 0.0)),
            ("mentions", made(Make::Constant(json!([])))),
            ("stars", rate(Make::OneOf(vec![worked(|_| Some(json!([])))]), 0.006)),
            ("parent", kept()),
        ]),
        groups: vec![
            (
                "threads".into(),
                group(
                    96,
                    IndexMap::new(),
                    fields([("tmid", at("_id")), ("tshow", rate(Make::Constant(json!(true)), 0.1))]),
                ),
            ),
            (
                "edits".into(),
                group(
                    256,
                    IndexMap::new(),
                    fields([("_hidden", kept()), ("never", rate(Make::Constant(json!(1)), 0.0))]),
                ),
            ),
        ],
        scenes: Some(Scenes {
            rows: 2,
            fields: IndexMap::new(),
            pool: None,
            pools: [(Arc::from("only"), scripts)].into_iter().collect(),
        }),
        ..Definition::default()
    }
}

fn opened(size: u64, place: u64) -> Arc<dyn Rows> {
    let places = vec![json!({ "id": 0 }), json!({ "id": 1, "keeps": true }), json!({ "id": 2, "keeps": false })];
    let places = Definition {
        name: "places".into(),
        origin: Origin::Written(places),
        key: Some(Key { field: "id".into(), shape: None, join: None }),
        ..Definition::default()
    };
    open(&world([places, threads(size)]), "threads", Some(&json!(place)), None)
}

#[test]
fn what_a_partition_never_has_is_lacking_there() {
    for (place, keeps) in [(0, false), (1, true), (2, false)] {
        let rows = opened(2_000, place);
        for (member, lacks) in [
            ("_hidden", !keeps),
            ("parent", !keeps),
            ("never", true),
            ("nothing", true),
            ("tmid", false),
            ("mentions", false),
            ("stars", false),
        ] {
            assert_eq!(rows.lacks(member), lacks, "{member} of {place}");
            let has = (0..2_000).any(|number| rows.part(number, &[member.into()]).get(member).is_some());
            assert_eq!(has, !lacks, "{member} of {place}");
        }
    }
}

#[test]
fn rows_of_a_long_list_may_be_looked_at_where_that_is_cheap() {
    let told = r#"{"$or": [{"tmid": {"$exists": false}}, {"tshow": true}]}"#;
    for (place, members, most) in [
        (0, vec!["never"], 3),
        (0, vec!["mentions"], 4),
        (0, vec!["stars"], 2),
        (0, vec!["tmid", "tshow"], 4),
        (1, vec!["tmid", "tshow", "_hidden"], 5),
    ] {
        let names: Vec<Arc<str>> = members.iter().map(|name| Arc::from(*name)).collect();
        let cost = opened(10, place).cost(&names);
        assert!((2..=most).contains(&cost), "{members:?}: {cost}");
    }
    // Where it is not: a formula in each row.
    assert!(opened(10, 0).cost(&["msg".into()]) >= 20);
    // What is said of ten million rows is said of few of them here: whether they may be looked at is a matter of the cost.
    let (rows, scale) = (10_000_u64, 1_000);
    let budget = Budget { cost: Budget::default().cost / scale, ..Budget::default() };
    for (place, filter, is_admitted) in [
        (0, r#"{"_hidden": {"$ne": true}}"#, true),
        (1, r#"{"_hidden": {"$ne": true}}"#, true),
        (0, told, true),
        (1, told, true),
        (0, r#"{"mentions._id": {"$in": ["7"]}}"#, true),
        (0, r#"{"msg": 7}"#, false),
    ] {
        let filter = Filter::compile(&serde_json::from_str(filter).unwrap(), &Dialect::default()).unwrap();
        let reading = Reading { filter, limit: Some(50), wants_total: true, ..Reading::default() };
        let page = read(opened(rows, place), &reading, &Indexes::new(budget));
        assert_eq!(page.is_ok(), is_admitted, "{:?} of {place}: {page:?}", reading.filter);
    }
}
