//! Expectations of tests: when they are met, and what is told when they are not.

use super::*;
use crate::serve::JournalOptions;

#[test]
fn an_expectation_is_met_or_not_and_says_why() {
    let host = host();
    make(&host, "GET /rooms?count=5", &[], "");
    make(&host, "GET /rooms?count=50", &[("x-client", "web")], "");
    make(&host, "POST /rooms", &[("content-type", "application/json")], r#"{"id":"a","name":"Attic"}"#);
    make(&host, "GET /rooms/7", &[], "");
    make(&host, "GET /romms", &[], "");
    make(&host, "GET /rooms?count=1", &[("x-standin-session", "one")], "");
    for (body, pass, detail) in [
        ("{}", true, ""),
        (r#"{"operation":"listRooms","count":2}"#, true, ""),
        (r#"{"operation":"GET /rooms","count":{"min":1,"max":2}}"#, true, ""),
        (r#"{"operation":"listRooms","count":1,"session":"one"}"#, true, ""),
        (r#"{"operation":"listRooms","count":3,"session":"*"}"#, true, ""),
        (r#"{"operation":"listRooms","count":1,"since":1}"#, true, ""),
        (r#"{"method":"get","path":"/rooms/{id}","count":1}"#, true, ""),
        (r#"{"path":"/rooms/**","count":4}"#, true, ""),
        (r#"{"path":"/{rooms,romms}","count":4}"#, true, ""),
        (r#"{"path":"/{rooms,romms}/?","count":1}"#, true, ""),
        (r#"{"status":"4xx","count":1}"#, true, ""),
        (r#"{"status":404,"operation":"showRoom","count":0}"#, true, ""),
        (r#"{"operation":"listRooms","when":{"query":{"count":{"gt":10}}},"count":1}"#, true, ""),
        (r#"{"operation":"makeRoom","when":{"body":{"/name":"Attic"}},"count":1}"#, true, ""),
        (r#"{"operation":"showRoom","when":{"path":{"id":"7"}},"count":1}"#, true, ""),
        (r#"{"operation":"makeRoom","when":{"valid":true},"count":1}"#, true, ""),
        (r#"{"operation":"login"}"#, false, "expected at least 1 call of `login`, found 0; the nearest is `"),
        (
            r#"{"operation":"listRooms","when":{"query":{"count":{"gt":100}}}}"#,
            false,
            "expected at least 1 call of `listRooms` as described, found 0; the nearest is `GET /rooms?count=50`: ",
        ),
        (r#"{"operation":"listRooms","count":0}"#, false, "expected no call of `listRooms`, found 2"),
        (r#"{"operation":"listRooms","count":{"max":1}}"#, false, "expected at most 1 call of `listRooms`, found 2"),
        (
            r#"{"method":"DELETE","path":"/rooms/7"}"#,
            false,
            "expected at least 1 call to `DELETE /rooms/7`, found 0; the nearest is `GET /rooms/7`: its method is `GET`, not `DELETE`",
        ),
        (
            r#"{"operation":"listRooms","status":401}"#,
            false,
            "expected at least 1 call of `listRooms` answered `401`, found 0; the nearest is `GET /rooms?count=50`: its status is `200`, not `401`",
        ),
        (r#"{"session":"nobody"}"#, false, "expected at least 1 call, found 0; there was no call at all"),
    ] {
        let (status, verdict) = ask(&host, "POST /verify", body);
        assert_eq!(
            (status, at(&verdict, "/pass")),
            if pass { (200, "true".to_owned()) } else { (409, "false".to_owned()) },
            "{body} {verdict:#}"
        );
        if !pass {
            assert!(at(&verdict, "/detail").starts_with(detail), "{body} {verdict:#}");
        }
    }
    for (body, detail) in [
        (r#"{"operation":"listRoms"}"#, "there is no operation `listRoms`; did you mean `listRooms`?"),
        (r#"{"wehn":{}}"#, "`wehn`: unknown field `wehn`"),
        (r#"{"when":{"qurey":{}}}"#, "`when.qurey`: unknown field `qurey`"),
        (r#"{"count":-1}"#, "`count` is a number, or"),
        (r#"{"count":{"min":3,"max":1}}"#, "`count` has no number between 3 and 1"),
        (r#"{"count":{"mni":3}}"#, "`count` is a number, or"),
        (r#"{"path":"rooms"}"#, "`path` begins with `/`: `rooms`"),
        (r#"{"status":"five"}"#, "`five` is no status"),
        (r#"{"when":{"header":{"x":{"matches":"("}}}}"#, "`when` cannot be used: "),
        ("[]", ""),
    ] {
        let (status, problem) = ask(&host, "POST /verify", body);
        assert!(matches!(status, 404 | 422), "{body} {problem:#}");
        assert!(at(&problem, "/detail").starts_with(detail), "{body} {problem:#}");
    }
}

#[test]
fn the_first_condition_that_failed_is_told() {
    let host = host();
    make(&host, "GET /rooms?count=50", &[], "");
    let (_, verdict) = ask(&host, "POST /verify", r#"{"when":{"query":{"count":{"gt":100}}}}"#);
    let reason = at(&verdict, "/nearest/0/reason");
    assert!(reason.contains("count") && reason.contains("50") && reason.contains("100"), "{verdict:#}");
}

#[test]
fn calls_that_are_forgotten_are_never_taken_for_none() {
    let journal = JournalOptions { max_bytes: 4_000, ..JournalOptions::default() };
    let host = host_with(HostOptions { journal, ..HostOptions::default() });
    make(&host, "GET /rooms/7", &[], "");
    for _ in 0..20 {
        make(&host, "GET /rooms", &[], "");
    }
    let none = r#"{"operation":"showRoom","count":0}"#;
    let (status, verdict) = ask(&host, "POST /verify", none);
    assert_eq!((status, at(&verdict, "/complete"), at(&verdict, "/found")), (409, "false".to_owned(), "0".to_owned()));
    assert!(
        at(&verdict, "/detail").ends_with("earlier calls have left the journal and are not counted"),
        "{verdict:#}"
    );
    // What came after a call that is known is known, and so is everything after the journal was cleared.
    assert_eq!(ask(&host, "POST /verify", r#"{"operation":"showRoom","count":0,"since":20}"#).0, 200);
    ask(&host, "DELETE /calls", "");
    assert_eq!(ask(&host, "POST /verify", none).0, 200);
}
