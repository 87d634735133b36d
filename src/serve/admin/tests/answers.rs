//! What requests get, and what they leave behind.

use super::*;

/// A request with its body; its status, and what stands where in its answer.
type Step<'s> = (&'s str, &'s str, u16, &'s [(&'s str, &'s str)]);

/// Requests in order: what each gets, and what stands where in its answer.
fn story(host: &Host, steps: &[Step<'_>]) {
    for (line, body, status, expected) in steps {
        let (got, value) = ask(host, line, body);
        assert_eq!(got, *status, "{line} {body}: {value:#}");
        for (pointer, text) in *expected {
            assert_eq!(at(&value, pointer), *text, "{line} {body} at {pointer}");
        }
    }
}

#[test]
fn scenarios_and_settings_are_switched_for_one_session() {
    let host = host();
    let one = [("x-standin-session", "one")];
    assert_eq!(make(&host, "GET /rooms", &one, ""), 200);
    story(
        &host,
        &[
            (
                "GET /scenarios",
                "",
                200,
                &[
                    ("/session", ""),
                    ("/scenarios/0/name", "errors"),
                    ("/scenarios/0/starts", "on-request"),
                    ("/scenarios/0/active", "false"),
                    ("/scenarios/0/settings", r#"{"strict":true,"most":10,"token":"***"}"#),
                    ("/scenarios/0/rules/0/key", "errors/unauthorized"),
                    ("/scenarios/0/rules/0/strikes", "0"),
                ],
            ),
            ("PUT /scenarios/errors?session=one", r#"{"active":true}"#, 200, &[("/active", "true")]),
            ("GET /scenarios/errors", "", 200, &[("/active", "false")]),
            ("PUT /settings/most?session=one", r#"{"value":3}"#, 200, &[("/value", "3"), ("/changed", "true")]),
            ("GET /settings/most", "", 200, &[("/value", "10"), ("/changed", "false"), ("/declared/0/value", "10")]),
            ("GET /scenarios/errors?session=one", "", 200, &[("/settings/most", "3")]),
            ("GET /sessions/one", "", 200, &[("/scenarios", r#"{"errors":true}"#), ("/settings", r#"{"most":3}"#)]),
            ("DELETE /settings/most?session=one", "", 200, &[("/value", "10"), ("/changed", "false")]),
        ],
    );
    assert_eq!(make(&host, "GET /rooms", &one, ""), 401);
    assert_eq!(make(&host, "GET /rooms", &[], ""), 200);
    story(
        &host,
        &[
            ("GET /scenarios/errors?session=one", "", 200, &[("/rules/0/strikes", "1")]),
            (
                "GET /calls?session=one",
                "",
                200,
                &[
                    ("/calls/0/status", "200"),
                    ("/calls/1/status", "401"),
                    ("/calls/1/rules", r#"["errors/unauthorized"]"#),
                    ("/total", "2"),
                ],
            ),
            ("GET /calls?session=one&status=401", "", 200, &[("/calls/0/number", "2")]),
            ("GET /calls?session=*&since=1&limit=1", "", 200, &[("/calls/0/number", "3"), ("/last", "3")]),
            ("POST /scenarios/errors/reset?session=one", "", 200, &[("/active", "true")]),
            ("POST /reset?session=one", "", 200, &[("/scenarios", "{}"), ("/name", "one")]),
            ("GET /calls?session=one", "", 200, &[("/calls", "[]"), ("/total", "0")]),
            ("GET /calls", "", 200, &[("/total", "1")]),
        ],
    );
    assert_eq!(make(&host, "GET /rooms", &one, ""), 200);
}

#[test]
fn a_session_is_made_as_a_whole_or_not_at_all() {
    let host = host();
    story(
        &host,
        &[
            (
                "PUT /sessions/a%20b",
                r#"{"seed":7,"scenarios":["errors"],"settings":{"strict":false}}"#,
                200,
                &[("/name", "a b"), ("/seed", &crate::base::Seed::new(7).to_string()), ("/settings/strict", "false")],
            ),
            (
                "PUT /sessions/a%20b",
                r#"{"scenarios":{"errors":false}}"#,
                200,
                &[("/settings/strict", "false"), ("/scenarios/errors", "false")],
            ),
            (
                "PUT /sessions/a%20b",
                r#"{"settings":{"strict":null},"seed":null}"#,
                200,
                &[("/settings", "{}"), ("/seed", "null")],
            ),
            (
                "PUT /sessions/c",
                r#"{"scenarios":["eror"]}"#,
                404,
                &[("/detail", "there is no scenario `eror`; did you mean `errors`?")],
            ),
            (
                "PUT /sessions/c",
                r#"{"settings":{"strict":"yes"}}"#,
                422,
                &[("/detail", "`strict` is a boolean in the scenario `errors`, not a string: `true`")],
            ),
            ("PUT /sessions/c", r#"{"seed":-1}"#, 422, &[]),
            (
                "PUT /sessions/c",
                r#"{"now":"2024"}"#,
                422,
                &[("/detail", "`now`: `2024` is neither `real` nor a time from 1980 to 8999 as RFC 3339 writes it")],
            ),
            ("PUT /sessions/c", r#"{"now":2024}"#, 422, &[]),
            ("GET /sessions/c", "", 404, &[]),
            ("GET /sessions", "", 200, &[("/sessions/0/name", ""), ("/sessions/1/name", "a b")]),
            ("DELETE /sessions/a%20b", "", 204, &[]),
            ("DELETE /sessions/a%20b", "", 404, &[]),
        ],
    );
}

#[test]
fn a_refusal_says_what_would_have_been_right() {
    let host = host();
    make(&host, "GET /rooms", &[], "");
    story(
        &host,
        &[
            (
                "GET /call",
                "",
                404,
                &[("/detail", "the admin interface has nothing at `/call`; did you mean `/calls`?")],
            ),
            ("GET /calls/", "", 404, &[]),
            ("PATCH /calls", "", 405, &[("/detail", "`/calls` answers GET, DELETE, OPTIONS, not PATCH")]),
            (
                "GET /calls?staus=404",
                "",
                400,
                &[("/detail", "`GET /calls` has no parameter `staus`; did you mean `status`?")],
            ),
            ("GET /calls?status=40", "", 400, &[("/detail", "`40` is no status; write `404` or `4xx`")]),
            ("GET /calls?since=x", "", 400, &[("/detail", "`since` is no number: `x`")]),
            ("GET /calls?limit=1&limit=2", "", 400, &[("/detail", "`limit` is there twice")]),
            (
                "GET /calls?operation=listRoms",
                "",
                404,
                &[("/detail", "there is no operation `listRoms`; did you mean `listRooms`?")],
            ),
            ("GET /calls?operation=GET%20/rooms", "", 200, &[("/calls/0/operation", "listRooms")]),
            ("GET /calls/2", "", 404, &[("/detail", "there is no call 2; the last one is 1")]),
            ("GET /calls/first", "", 404, &[]),
            ("DELETE /calls", "", 200, &[("/cleared", "1")]),
            ("GET /calls/1", "", 410, &[]),
            ("GET /scenarios?session=*", "", 400, &[("/detail", "`*` means all sessions; name one of them")]),
            (
                "PUT /scenarios/errors",
                r#"{"activ":true}"#,
                422,
                &[("/detail", "`activ`: unknown field `activ`, expected `active`; did you mean `active`?")],
            ),
            ("PUT /scenarios/errors", "", 400, &[]),
            ("PUT /scenarios/errors", "{} {}", 422, &[]),
            (
                "PUT /settings/mst",
                r#"{"value":1}"#,
                404,
                &[("/detail", "there is no setting `mst`; did you mean `most`?")],
            ),
            ("PUT /settings/most", r#"{"value":true}"#, 422, &[]),
            (
                "GET /coverage?format=jnuit",
                "",
                400,
                &[("/detail", "there is no format `jnuit`; write `json`, `text` or `junit`; did you mean `junit`?")],
            ),
        ],
    );
    let reply = ask_with(&host, "OPTIONS /calls", &[], "");
    assert_eq!((reply.status.as_u16(), reply.headers["allow"].to_str().unwrap()), (204, "GET, DELETE, OPTIONS"));
    let reply = ask_with(&host, "GET /nothing", &[], "");
    assert_eq!(reply.headers["content-type"], "application/problem+json");
}

#[test]
fn health_tells_what_could_not_be_used() {
    let host = host();
    story(
        &host,
        &[(
            "GET /health",
            "",
            200,
            &[("/status", "ok"), ("/trouble", "null"), ("/worlds", "1"), ("/operations", "5"), ("/scenarios", "1")],
        )],
    );
    let since = "2026-11-21T12:00:00Z".parse().unwrap();
    host.live.keep(crate::serve::live::Trouble { since, lines: vec!["errors.yaml:3:5: no".to_owned()] });
    story(
        &host,
        &[(
            "GET /health",
            "",
            200,
            &[
                ("/status", "stale"),
                ("/trouble/since", "2026-11-21T12:00:00Z"),
                ("/trouble/lines/0", "errors.yaml:3:5: no"),
            ],
        )],
    );
}

#[test]
fn one_call_is_told_whole() {
    let host = host();
    make(&host, "POST /rooms?x=1", &[("content-type", "application/json")], r#"{"id": 7}"#);
    story(
        &host,
        &[
            (
                "GET /operations",
                "",
                200,
                &[
                    ("/operations/1/name", "makeRoom"),
                    ("/operations/1/calls", "1"),
                    ("/operations/0/responses/0/content/0/examples", r#"["all","none"]"#),
                    ("/operations/1/address", "/rooms"),
                ],
            ),
            (
                "GET /calls/1",
                "",
                200,
                &[
                    ("/operation", "makeRoom"),
                    ("/request/target", "/rooms?x=1"),
                    ("/request/body/json/id", "7"),
                    ("/request/body/bytes", "9"),
                    ("/request/body/cut", "false"),
                    ("/response/status", "422"),
                    ("/response/body/json/status", "422"),
                    ("/ms", "1.5"),
                    ("/violations/0/in", "body"),
                ],
            ),
        ],
    );
    let (_, call) = ask(&host, "GET /calls/1", "");
    assert!(
        !call["steps"].as_array().unwrap().is_empty() && call["violations"].as_array().unwrap().len() >= 2,
        "{call:#}"
    );
}
