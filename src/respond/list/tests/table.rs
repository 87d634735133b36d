//! Tables of replies: for each call and rule the body that is right.

use serde_json::{Value, json};

use super::{list, page, shown, with};
use crate::collection::{FilterError, Reading, ReadingError, Skip};
use crate::respond::list::insert::{Insert, What};
use crate::respond::list::{effect, facts, refuse};
use crate::scenario::{Blueprint, Effect, Expression, List, Path, Refused};

#[test]
fn rows_stand_where_they_belong() {
    let into = |path: &str| List { into: Path::parse(path), ..list() };
    let set = |path: &str, text: &str| List {
        set: vec![(Path::parse(path).unwrap(), Expression::compile(text).unwrap())],
        ..list()
    };
    let json_of = |text: &str| Effect {
        body: Some(Blueprint::compile(&serde_json::from_str(text).unwrap()).unwrap()),
        ..Effect::default()
    };
    let table: Vec<(&str, &str, List, Effect, &str)> = vec![
        // The documented envelope keeps its order, and its own rows are gone.
        ("/messages", "", list(), Effect::default(), r#"{"ok":true,"messages":[{"id":0},{"id":1}],"total":2}"#),
        (
            "/messages",
            "",
            set("/total", "40 + 2"),
            Effect::default(),
            r#"{"ok":true,"messages":[{"id":0},{"id":1}],"total":42}"#,
        ),
        (
            "/messages",
            "",
            set("/page/of", "2"),
            Effect::default(),
            r#"{"ok":true,"messages":[{"id":0},{"id":1}],"total":2,"page":{"of":2}}"#,
        ),
        (
            "/messages",
            "",
            into("/data/rows"),
            Effect::default(),
            r#"{"ok":true,"messages":[{"id":1},{"id":2}],"total":2,"data":{"rows":[{"id":0},{"id":1}]}}"#,
        ),
        ("/messages", "", into(""), Effect::default(), r#"[{"id":0},{"id":1}]"#),
        ("/bare", "", list(), Effect::default(), r#"[{"id":0},{"id":1}]"#),
        ("/silent", "", list(), Effect::default(), r#"[{"id":0},{"id":1}]"#),
        ("/nowhere", "", list(), Effect::default(), r#"[{"id":0},{"id":1}]"#),
        ("/messages", "", into("/m"), json_of(r#"{"z":1,"m":null,"a":2}"#), r#"{"z":1,"m":[{"id":0},{"id":1}],"a":2}"#),
        ("/messages", "", list(), json_of(r#"{"z":1}"#), r#"{"z":1}"#),
        ("/messages", "application/x-ndjson", list(), Effect::default(), "{\"id\":0}\n{\"id\":1}\n"),
        ("/messages", "text/csv", list(), Effect::default(), "id\r\n0\r\n1\r\n"),
    ];
    for (target, accept, list, effect, expected) in table {
        let headers = [("accept", accept)];
        let headers = if accept.is_empty() { &headers[..0] } else { &headers[..] };
        let (reply, _) = shown(target, headers, (&list, &effect), &page(2), Some(2));
        let body = String::from_utf8(reply.body.bytes().into_owned()).unwrap();
        assert_eq!((reply.status.as_u16(), body.as_str()), (200, expected), "{target} {accept}");
        let media = reply.headers["content-type"].to_str().unwrap();
        assert_eq!(media, if accept.is_empty() { "application/json" } else { accept }, "{target}");
    }
}

#[test]
fn a_status_that_is_said_is_sent_with_rows() {
    for (status, expected) in [(206, json!([{ "id": 0 }])), (400, json!({ "error": "bad", "rows": [{ "id": 0 }] }))] {
        let effect = Effect { status: Some(status), ..Effect::default() };
        let list = List { into: (status == 400).then(|| Path::parse("/rows").unwrap()), ..list() };
        let (reply, _) = shown("/messages", &[], (&list, &effect), &page(1), None);
        assert_eq!(reply.status.as_u16(), status);
        assert_eq!(serde_json::from_slice::<Value>(&reply.body.bytes()).unwrap(), expected);
    }
}

#[test]
fn a_row_stands_where_it_belongs() {
    for (target, into, expected) in [
        ("/one", None, json!({ "ok": true, "message": { "id": 7 } })),
        ("/one", Some(""), json!({ "id": 7 })),
        ("/one", Some("/data"), json!({ "ok": true, "message": { "id": 1, "text": "a" }, "data": { "id": 7 } })),
        ("/silent", None, json!({ "id": 7 })),
        ("/nowhere", None, json!({ "id": 7 })),
    ] {
        let into = into.map(|path| Path::parse(path).unwrap());
        let (reply, _) = with(target, &[], &Effect::default(), |to, struck, scope, trace| {
            let insert = Insert::new(What::Row(json!({ "id": 7 })), into.as_ref(), Vec::new());
            effect::answer(to, struck, scope, Some(insert), trace)
        });
        assert_eq!(serde_json::from_slice::<Value>(&reply.body.bytes()).unwrap(), expected, "{target} {into:?}");
    }
}

#[test]
fn a_page_is_told_of() {
    let told = |offset, count, total, limit, has_more| {
        let mut page = page(count);
        (page.offset, page.total, page.has_more) = (offset, total, has_more);
        let facts = facts::facts(&page, &Reading { limit, ..Reading::default() });
        let names = ["count", "offset", "limit", "total", "number", "pages", "more", "first", "last"];
        names.map(|name| facts[name].clone()).into_iter().collect::<Value>()
    };
    for (facts, expected) in [
        (told(0, 50, Some(210), Some(50), true), json!([50, 0, 50, 210, 1, 5, true, 0, 200])),
        (told(200, 10, Some(210), Some(50), false), json!([10, 200, 50, 210, 5, 5, false, 0, 200])),
        (told(60, 50, Some(200), Some(50), true), json!([50, 60, 50, 200, 2, 4, true, 0, 150])),
        (told(0, 7, Some(7), None, false), json!([7, 0, null, 7, 1, 1, false, 0, 0])),
        (told(0, 0, Some(0), Some(50), false), json!([0, 0, 50, 0, 1, 0, false, 0, 0])),
        (told(0, 0, Some(9), Some(0), true), json!([0, 0, 0, 9, 1, 1, true, 0, 0])),
        (told(0, 5, None, Some(5), true), json!([5, 0, 5, null, 1, null, true, 0, null])),
    ] {
        assert_eq!(facts, expected);
    }
    // Beyond the end the page is the one that was asked for.
    let reading = Reading { limit: Some(10), skip: Skip::Rows(90), ..Reading::default() };
    let mut page = page(0);
    (page.offset, page.total) = (25, Some(25));
    let facts = facts::facts(&page, &reading);
    assert_eq!([&facts["offset"], &facts["number"], &facts["pages"], &facts["last"]], [90, 10, 3, 20]);
}

#[test]
fn a_call_that_gets_no_rows_is_told_why() {
    let said = Effect { status: Some(418), ..Effect::default() };
    let filter = || FilterError { message: "unknown operator: `$x`".to_owned(), help: Some("see `$eq`".to_owned()) };
    let problem = |status: u16, kind: &str| (status, Some(format!("urn:standin:problem:{kind}")));
    for (target, refused, expected, words) in [
        ("/messages", Refused::Said(&said), (418, Some("about:blank".to_owned())), vec![]),
        (
            "/messages",
            Refused::Unreadable("query.count".to_owned(), "it is no number".to_owned()),
            problem(400, "unreadable-query"),
            vec!["`query.count` cannot be read"],
        ),
        (
            "/spoken",
            Refused::Unreadable("query.where | int".to_owned(), "it is no number".to_owned()),
            (400, None),
            vec!["cannot read `where`", "it is no number"],
        ),
        (
            "/spoken",
            Refused::Filter(Some("queries.where[0]".to_owned()), filter()),
            (400, None),
            vec!["cannot read `where`", "unknown operator"],
        ),
        (
            "/spoken",
            Refused::Filter(Some("query.here".to_owned()), filter()),
            problem(400, "unreadable-query"),
            vec!["unknown operator", "see `$eq`"],
        ),
        ("/spoken", Refused::Filter(None, filter()), problem(400, "unreadable-query"), vec!["unknown operator"]),
        ("/spoken", Refused::Reading(ReadingError::Cursor), (400, None), vec!["invalid_cursor"]),
        ("/spoken", Refused::Reading(ReadingError::NoRow), problem(400, "unreadable-query"), vec!["no such row"]),
        (
            "/bare",
            Refused::Unreadable("count".to_owned(), "it is no number".to_owned()),
            problem(400, "unreadable-query"),
            vec!["`count`", "it is no number"],
        ),
        ("/bare", Refused::Filter(None, filter()), problem(400, "unreadable-query"), vec!["`$x`", "see `$eq`"]),
        ("/bare", Refused::Reading(ReadingError::Cursor), problem(400, "unreadable-query"), vec!["cursor"]),
        ("/nowhere", Refused::Reading(ReadingError::NoRow), problem(400, "unreadable-query"), vec!["no such row"]),
        (
            "/messages",
            Refused::Reading(ReadingError::TooMany { rows: 12, most: 7 }),
            problem(422, "too-many-rows"),
            vec!["12", "7", "--max-scan"],
        ),
        ("/bare", Refused::NoPartition, problem(404, "no-such-row"), vec!["partition"]),
    ] {
        let about = format!("{target} {refused:?}");
        let (reply, trace) = with(target, &[], &Effect::default(), |to, struck, scope, trace| {
            refuse::reply(to, struck, scope, refused, trace)
        });
        let body: Value = serde_json::from_slice(&reply.body.bytes()).unwrap();
        let kind = body["type"].as_str().map(str::to_owned);
        assert_eq!((reply.status.as_u16(), kind), expected, "{about}");
        let told = format!("{:?} {body} {:?}", trace.steps, reply.headers.get("standin-violations"));
        assert!(words.iter().all(|word| told.contains(word)), "{about}: {told}");
    }
}

#[test]
fn members_that_are_made_anew_are_so_in_rows_that_have_them() {
    let each = |name: &str, text: &str| (name.into(), Blueprint::compile(&json!(text)).unwrap());
    let list = List { each: vec![each("id", "{{ 1 + 1 }}"), each("other", "x")], ..list() };
    let (reply, _) = shown("/bare", &[], (&list, &Effect::default()), &page(2), None);
    assert_eq!(serde_json::from_slice::<Value>(&reply.body.bytes()).unwrap(), json!([{ "id": 2 }, { "id": 2 }]));
    let (reply, _) = shown("/messages", &[("accept", "text/csv")], (&list, &Effect::default()), &page(2), None);
    assert_eq!(reply.body.bytes().as_ref(), b"id\r\n2\r\n2\r\n");
    for (count, status) in [(2_000, 200), (100_001, 422)] {
        let (reply, _) = shown("/bare", &[], (&list, &Effect::default()), &page(count), None);
        assert_eq!(reply.status.as_u16(), status, "{count}");
    }
    let list = List { each: vec![each("id", "{{ 1 / 0 }}")], ..super::list() };
    let (reply, _) = shown("/bare", &[], (&list, &Effect::default()), &page(1), None);
    assert_eq!(reply.status.as_u16(), 500);
}
