//! What calls want of a list: tables of calls and readings.

mod also;

use serde_json::{Value, json};

use super::*;
use crate::collection::{Dialect, Skip, read};
use crate::contract::Call;
use crate::scenario::Asked;
use crate::scenario::expression::Scope;
use crate::scenario::language::tests::{Setting, beside};

/// A parameter that reads this.
fn parameter(from: &str) -> Parameter {
    Parameter { from: Expression::compile(from).unwrap(), default: None, max: None, zero: None, refuse: None }
}

/// An effect that is known by its status.
fn effect(status: u16) -> Box<Effect> {
    Box::new(Effect { status: Some(status), ..Effect::default() })
}

fn expression(text: &str) -> Expression {
    Expression::compile(text).unwrap()
}

/// A list of users that says nothing.
fn users() -> List {
    List {
        source: Source { collection: "users".into(), partition: None, size: None, missing: None },
        into: None,
        set: Vec::new(),
        links: false,
        offset: None,
        page: None,
        limit: None,
        cursor: None,
        before: None,
        after: None,
        around: None,
        sort: None,
        usual_sort: Sort::default(),
        conditions: Vec::new(),
        projection: None,
        narrow: Vec::new(),
        each: Vec::new(),
        also: IndexMap::new(),
        wants_total: true,
        wants_links: false,
    }
}

/// Does something with the scope of a call with this query.
fn asking<T>(query: &str, work: impl FnOnce(&Scope<'_>) -> T) -> T {
    let setting = Setting::usual();
    let call = Call::new(http::Method::GET, &format!("/?{query}"));
    beside::with(&setting, &[], &[], |scope| {
        let asked = Asked::nowhere(&call);
        work(&Scope { asked: &asked, ..*scope })
    })
}

/// In short: what a call is refused with.
fn told(refused: &Refused<'_>) -> String {
    match refused {
        Refused::Said(effect) => format!("said {}", effect.status.unwrap_or_default()),
        Refused::NoPartition => "no partition".to_owned(),
        Refused::Unreadable(name, why) => format!("{name}: {why}"),
        Refused::Reading(error) => error.to_string(),
        Refused::Filter(_, error) => error.message.clone(),
    }
}

/// The keys of the rows that a call gets, or why it gets none.
fn keys(list: &List, query: &str) -> Result<Vec<Value>, String> {
    asking(query, |scope| {
        let wanted = list.wanted(scope).map_err(|refused| told(&refused))?;
        let indexes = scope.beside.data.unwrap().indexes;
        let page = read(wanted.rows, &wanted.reading, indexes).map_err(|error| told(&list.refused(error)))?;
        Ok((0..page.len()).map(|place| page.row(place).unwrap()["_id"].clone()).collect())
    })
}

#[test]
fn numbers_are_read_as_a_client_means_them() {
    let number = |most: u64| Some(Amount::Number(most));
    let limit = |zero: Option<Zero>| {
        Some(Parameter { default: number(50), max: number(100), zero, ..parameter("query.count") })
    };
    let plain = List { limit: limit(None), offset: Some(parameter("query.offset")), ..users() };
    let all = List { limit: limit(Some(Zero::All)), ..users() };
    let usual = List {
        limit: Some(Parameter {
            default: Some(Amount::Expression(expression("settings.limits.dm"))),
            zero: Some(Zero::Default),
            ..parameter("query.count")
        }),
        ..users()
    };
    let strict = List {
        limit: Some(Parameter { refuse: Some(effect(422)), ..parameter("query.count") }),
        offset: Some(Parameter { refuse: Some(effect(400)), ..parameter("query.offset") }),
        ..users()
    };
    let bare = List { limit: Some(Parameter { max: number(7), ..parameter("query.count | ecma_number") }), ..users() };
    let paged = List {
        page: Some(parameter("query.page")),
        limit: Some(parameter("query.per_page")),
        offset: Some(parameter("query.offset")),
        ..users()
    };
    let (nothing, skipped) = (Skip::Nothing, |rows| Skip::Rows(rows));
    for (list, query, expected) in [
        (&plain, "", Ok((nothing.clone(), Some(50)))),
        (&plain, "count=10&offset=5", Ok((skipped(5), Some(10)))),
        (&plain, "count=%2010%20&offset=%2B5", Ok((skipped(5), Some(10)))),
        (&plain, "count=&offset=", Ok((nothing.clone(), Some(50)))),
        (&plain, "count=1000", Ok((nothing.clone(), Some(100)))),
        (&plain, "count=0", Ok((nothing.clone(), Some(0)))),
        (&plain, "count=abc&offset=1.5", Ok((nothing.clone(), Some(50)))),
        (&plain, "count=-5&offset=-5", Ok((nothing.clone(), Some(50)))),
        (&plain, "count=99999999999999999999&offset=99999999999999999999", Ok((skipped(u64::MAX), Some(100)))),
        (&all, "count=0", Ok((nothing.clone(), None))),
        (&all, "count=101", Ok((nothing.clone(), Some(100)))),
        (&usual, "count=0", Ok((nothing.clone(), Some(3)))),
        (&usual, "", Ok((nothing.clone(), Some(3)))),
        (&strict, "", Ok((nothing.clone(), None))),
        (&strict, "count=-1", Err("said 422")),
        (&strict, "count=ten", Err("said 422")),
        (&strict, "count=1e1", Err("said 422")),
        (&strict, "offset=-1", Err("said 400")),
        (&strict, "offset=", Ok((nothing.clone(), None))),
        (&bare, "", Ok((nothing.clone(), Some(7)))),
        (&bare, "count=0x3", Ok((nothing.clone(), Some(3)))),
        (&bare, "count=5.5", Ok((nothing.clone(), Some(7)))),
        (&paged, "page=3&per_page=10&offset=7", Ok((skipped(20), Some(10)))),
        (&paged, "page=1&per_page=10", Ok((nothing.clone(), Some(10)))),
        (&paged, "page=0&per_page=10&offset=7", Ok((skipped(7), Some(10)))),
        (&paged, "page=2", Ok((skipped(4), None))),
        (&paged, "page=18446744073709551615&per_page=10", Ok((skipped(u64::MAX), Some(10)))),
        (&paged, "per_page=10&offset=7", Ok((skipped(7), Some(10)))),
    ] {
        let found = asking(query, |scope| {
            let wanted = list.wanted(scope).map_err(|refused| told(&refused))?;
            Ok((wanted.reading.skip, wanted.reading.limit))
        });
        assert_eq!(found, expected.map_err(str::to_owned), "{query}");
    }
}

#[test]
fn a_cursor_counts_before_a_row_and_a_row_before_a_page() {
    let list = List {
        cursor: Some(parameter("query.cursor")),
        after: Some(parameter("query.after")),
        before: Some(Parameter { refuse: Some(effect(404)), ..parameter("query.before") }),
        around: Some(parameter("query.around")),
        page: Some(parameter("query.page")),
        offset: Some(parameter("query.offset")),
        limit: Some(Parameter { default: Some(Amount::Number(2)), ..parameter("query.limit") }),
        ..users()
    };
    for (query, expected) in [
        ("cursor=abc&after=u1&page=2", Ok(Skip::Cursor("abc".to_owned()))),
        ("cursor=&after=u1&before=u2&page=2", Ok(Skip::After("u1".into()))),
        ("before=u2&around=u3", Ok(Skip::Before("u2".into()))),
        ("around=u3&offset=1", Ok(Skip::Around("u3".into()))),
        ("after=u9&page=2", Ok(Skip::Rows(2))),
        ("after=2023-11-01T00:00:00Z", Ok(Skip::Nothing)),
        ("before=u9", Err("said 404")),
        ("offset=1", Ok(Skip::Rows(1))),
    ] {
        let found = asking(query, |scope| {
            let wanted = list.wanted(scope).map_err(|refused| told(&refused))?;
            Ok(wanted.reading.skip)
        });
        assert_eq!(found, expected.map_err(str::to_owned), "{query}");
    }
    assert_eq!(keys(&list, "cursor=nonsense"), Err("the cursor is not one that this list has given".to_owned()));
    let said = List { cursor: Some(Parameter { refuse: Some(effect(410)), ..parameter("query.cursor") }), ..users() };
    assert_eq!(keys(&said, "cursor=nonsense"), Err("said 410".to_owned()));
}

#[test]
fn conditions_are_what_the_call_says() {
    let one = |says: Says| Where { condition: None, says, refuse: None };
    let field = |from: &str, field: &str, is: Comparator, split: Option<&str>| {
        let (field, split) = (field.into(), split.map(str::to_owned));
        one(Says::Field { from: expression(from), field, is, split, dialect: Dialect::default() })
    };
    let strict = Dialect { operators: Some(vec!["$gt".to_owned()]), ..Dialect::default() };
    let filter = Blueprint::compile(&json!({ "age": "{{ query.exactly | int }}" })).unwrap();
    let list = List {
        conditions: vec![
            field("query.name", "username", Comparator::Eq, None),
            field("query.names", "username", Comparator::In, Some(",")),
            field("queries.not", "username", Comparator::Nin, None),
            field("query.min", "age", Comparator::Gte, None),
            field("query.like", "username", Comparator::Contains, None),
            field("query.re", "username", Comparator::Regex, None),
            one(Says::Mongo(expression("query.query"), strict.clone())),
            Where { refuse: Some(effect(418)), ..one(Says::Mongo(expression("query.q2"), strict)) },
            Where { condition: Some(expression("query.exactly")), ..one(Says::Filter(filter, Dialect::default())) },
        ],
        ..users()
    };
    for (query, expected) in [
        ("", Ok(vec!["u1", "u2", "u3", "u4"])),
        ("name=bert", Ok(vec!["u2"])),
        ("name=", Ok(vec!["u1", "u2", "u3", "u4"])),
        ("names=anna,%20carla,,x", Ok(vec!["u1", "u3"])),
        ("names=,", Ok(vec!["u1", "u2", "u3", "u4"])),
        ("not=anna&not=bert", Ok(vec!["u3", "u4"])),
        ("min=41", Ok(vec!["u1", "u3"])),
        ("min=8&name=carla", Ok(vec!["u3"])),
        ("like=ER", Ok(vec!["u2"])),
        ("re=%5E%5Bab%5D", Ok(vec!["u1", "u2"])),
        ("exactly=7", Ok(vec!["u2"])),
        ("query=%7B%22age%22%3A%7B%22%24gt%22%3A7%7D%7D", Ok(vec!["u1", "u3"])),
        ("query=%7B%22age%22", Err("query.query: it is no JSON: EOF while parsing an object at line 1 column 6")),
        ("query=%7B%22age%22%3A%7B%22%24lt%22%3A7%7D%7D", Err("the operator `$lt` is not allowed")),
        ("q2=%7B", Err("said 418")),
    ] {
        let expected = expected.map(|keys| keys.into_iter().map(Value::from).collect()).map_err(str::to_owned);
        assert_eq!(keys(&list, query), expected, "{query}");
    }
}

#[test]
fn orders_are_read_or_usual() {
    let sort = |from: &str, is_mongo: bool| SortBy { from: expression(from), is_mongo, direction: None, refuse: None };
    let usual = Sort { by: vec![("username".into(), true)] };
    let directed = SortBy { direction: Some(expression("query.order")), ..sort("query.sort", false) };
    let list = |sort: SortBy| List { sort: Some(sort), usual_sort: usual.clone(), ..users() };
    let (plain, mongo, directed) = (list(sort("query.sort", false)), list(sort("query.sort", true)), list(directed));
    let strict = list(SortBy { refuse: Some(effect(400)), ..sort("query.sort", true) });
    for (list, query, expected) in [
        (&plain, "", Ok("-username")),
        (&plain, "sort=age,-_id", Ok("+age -_id")),
        (&plain, "sort=,", Ok("-username")),
        (&directed, "sort=age&order=DESC", Ok("-age")),
        (&directed, "sort=age&order=asc", Ok("+age")),
        (&directed, "sort=age&order=sideways", Ok("-username")),
        (&mongo, "sort=%7B%22age%22%3A-1%7D", Ok("-age")),
        (&mongo, "sort=%7B%7D", Ok("-username")),
        (&mongo, "sort=age", Ok("-username")),
        (&strict, "sort=age", Err("said 400")),
        (&strict, "sort=%7B%22age%22%3A2%7D", Err("said 400")),
    ] {
        let found = asking(query, |scope| {
            let sort = list.wanted(scope).map_err(|refused| told(&refused))?.reading.sort;
            let parts = sort.by.iter().map(|(path, down)| format!("{}{path}", if *down { '-' } else { '+' }));
            Ok(parts.collect::<Vec<_>>().join(" "))
        });
        assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned), "{query}");
    }
}

#[test]
fn what_is_never_sent_is_left_out() {
    let by = |is_mongo: bool, always: &[&str]| ProjectionBy {
        from: Some(expression("query.fields")),
        condition: Some(expression("not query.deaf")),
        is_mongo,
        never: vec!["emails".to_owned()],
        always: always.iter().map(|name| (*name).to_owned()).collect(),
        refuse: None,
    };
    let (plain, mongo) = (by(false, &["_id"]), by(true, &["age"]));
    for (by, query, expected) in [
        (&plain, "", Ok("_id username age")),
        (&plain, "fields=username,emails", Ok("_id username")),
        (&plain, "fields=username&deaf=1", Ok("_id username age")),
        (&plain, "fields=,", Ok("_id username age")),
        (&mongo, "", Ok("_id username age")),
        (&mongo, "fields=%7B%22username%22%3A1%7D", Ok("_id username age")),
        (&mongo, "fields=%7B%22username%22%3A1%2C%22_id%22%3A0%7D", Ok("username age")),
        (&mongo, "fields=%7B%22username%22%3A0%2C%22age%22%3A0%7D", Ok("_id age")),
        (&mongo, "fields=%7B%22emails%22%3A1%7D", Ok("_id age")),
        (&mongo, "fields=%7B%22age%22%3A0%7D", Ok("_id username age")),
        (&mongo, "fields=nonsense", Err("it is no JSON: expected ident at line 1 column 2")),
        (
            &mongo,
            "fields=%7B%22username%22%3A1%2C%22x%22%3A0%7D",
            Err("`username` and `x` cannot be one sent, one left out"),
        ),
    ] {
        let found = asking(query, |scope| {
            let projection = projection::projection(by, scope).map_err(|refused| told(&refused))?;
            let row = projection.apply(json!({ "_id": 1, "username": "a", "emails": [], "age": 2 }));
            Ok(row.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" "))
        });
        assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned), "{query}");
    }
}

#[test]
fn lists_are_narrowed_to_what_a_call_says() {
    let by = |test: Value| {
        let says = Says::Filter(Blueprint::compile(&json!({ "by": test })).unwrap(), Dialect::default());
        let items = Where { condition: None, says, refuse: None };
        List { narrow: vec![Narrow { path: "stars".into(), items }], ..users() }
    };
    let (list, wrong) = (by(json!("{{ query.me }}")), by(json!({ "$type": "{{ query.me }}" })));
    let row = json!({ "stars": [{ "by": "a" }, { "by": "b" }] });
    for (list, query, expected) in [
        (&list, "me=b", Ok(json!({ "stars": [{ "by": "b" }] }))),
        (&list, "me=c", Ok(json!({ "stars": [] }))),
        (&wrong, "me=nope", Err("there is no type `nope`".to_owned())),
    ] {
        let found = asking(query, |scope| {
            let wanted = list.wanted(scope).map_err(|refused| told(&refused))?;
            Ok(wanted.reading.projection.apply(row.clone()))
        });
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn a_partition_has_to_be_there() {
    let source = |missing: Option<Box<Effect>>| Source {
        collection: "messages".into(),
        partition: Some(expression("query.user")),
        size: None,
        missing,
    };
    let (silent, said) =
        (List { source: source(None), ..users() }, List { source: source(Some(effect(404))), ..users() });
    let one = |missing: Option<Box<Effect>>| One {
        source: source(missing),
        key: expression("query.id"),
        missing: None,
        into: None,
        projection: None,
        narrow: Vec::new(),
    };
    for (query, expected) in [("", "no partition"), ("user=u9", "no partition"), ("user=", "no partition")] {
        assert_eq!(keys(&silent, query), Err(expected.to_owned()), "{query}");
        assert_eq!(keys(&said, query), Err("said 404".to_owned()), "{query}");
    }
    assert_eq!(keys(&silent, "user=u2").unwrap().len(), 20);
    let text = |query: &str, one: &One| {
        asking(query, |scope| match one.wanted(scope) {
            Ok(row) => row.map_or_else(|| "none".to_owned(), |(row, _)| row["text"].as_str().unwrap().to_owned()),
            Err(refused) => told(&refused),
        })
    };
    for (query, expected) in
        [("user=u2&id=3", "message 3"), ("user=u2&id=30", "none"), ("user=u2", "none"), ("user=u9&id=3", "said 410")]
    {
        assert_eq!(text(query, &one(Some(effect(410)))), expected, "{query}");
    }
    let nowhere = List { source: Source { collection: "rooms".into(), ..source(None) }, ..users() };
    assert_eq!(keys(&nowhere, "user=u2"), Err("no partition".to_owned()));
}
