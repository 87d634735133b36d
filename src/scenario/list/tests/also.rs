//! What else is read of a collection: which rows, and how much of them.

use super::*;

#[test]
fn what_else_is_read_may_share_the_conditions_of_the_list() {
    let old = Where {
        condition: None,
        says: Says::Always(Filter::compile(&json!({ "age": 41 }), &Dialect::default()).unwrap()),
        refuse: None,
    };
    let named = || Where {
        says: Says::Field {
            from: expression("query.name"),
            field: "username".into(),
            is: Comparator::Eq,
            split: None,
            dialect: Dialect::default(),
        },
        condition: None,
        refuse: None,
    };
    let also = |same: bool, condition: Option<&str>| Also {
        condition: condition.map(expression),
        same,
        conditions: vec![named()],
        sort: None,
        limit: 1,
        needs: Needs::ALL,
    };
    let list = List { conditions: vec![old], ..users() };
    for (same, condition, query, expected) in [
        (false, None, "name=bert", Some(vec!["u2"])),
        (true, None, "name=bert", Some(vec![])),
        (true, None, "name=carla", Some(vec!["u3"])),
        (false, None, "", Some(vec!["u1"])),
        (true, Some("query.more"), "", None),
        (true, Some("query.more"), "more=1", Some(vec!["u1"])),
    ] {
        let found = asking(query, |scope| {
            let wanted = list.wanted(scope).unwrap();
            let also = also(same, condition);
            let reading = list.also(&also, &wanted, scope).unwrap()?;
            assert!(reading.wants_total && reading.limit == Some(1));
            let page = read(Arc::clone(&wanted.rows), &reading, scope.beside.data.unwrap().indexes).unwrap();
            Some((0..page.len()).map(|place| page.row(place).unwrap()["_id"].clone()).collect::<Vec<_>>())
        });
        let expected = expected.map(|keys| keys.into_iter().map(Value::from).collect());
        assert_eq!(found, expected, "{query} {same} {condition:?}");
    }
}

#[test]
fn of_what_else_is_read_only_what_is_looked_at_is_asked_for() {
    let (all, list) = (Needs::ALL, users());
    for (needs, limit, wants_total) in [
        (all, 7, true),
        (Needs { total: false, ..all }, 7, false),
        (Needs { rows: false, ..all }, 1, true),
        (Needs { rows: false, first: false, ..all }, 0, true),
        (Needs { rows: false, total: false, ..all }, 1, false),
    ] {
        let also = Also { condition: None, same: false, conditions: Vec::new(), sort: None, limit: 7, needs };
        let reading = asking("", |scope| {
            let wanted = list.wanted(scope).unwrap();
            list.also(&also, &wanted, scope).unwrap().unwrap()
        });
        assert_eq!((reading.limit, reading.wants_total), (Some(limit), wants_total), "{needs:?}");
    }
}
