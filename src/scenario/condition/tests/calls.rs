//! What is asked of a call as a whole; how it is told; what tells calls apart.

use super::{asking, call, check, compile, contract, scoped};
use crate::base::Seed;
use crate::scenario::Selector;

#[test]
fn credentials_are_those_that_the_document_asks_for() {
    let (absent, present) = (r#"{"credentials": "absent"}"#, r#"{"credentials": "present"}"#);
    let there = Some("credentials are there, wanted absent");
    let (of_tokens, of_locked, usual) = (
        Some("credentials are missing, wanted header `X-Auth-Token` and header `X-User-Id`"),
        Some("credentials are missing, wanted `Authorization: Bearer …` or query parameter `key`"),
        Some("credentials are missing, wanted header `authorization`"),
    );
    check(&[
        ("GET /tokens", &[(absent, None), (present, of_tokens)]),
        ("GET /tokens\nx-auth-token: t\nauthorization: Bearer t", &[(absent, None), (present, of_tokens)]),
        ("GET /tokens\nx-auth-token: t\nx-user-id:", &[(absent, None), (present, of_tokens)]),
        ("GET /tokens\nx-auth-token: t\nx-user-id: u", &[(absent, there), (present, None)]),
        ("GET /locked", &[(absent, None), (present, of_locked)]),
        ("GET /locked?key=k", &[(absent, there), (present, None)]),
        ("GET /locked\nauthorization: Basic eDp5", &[(absent, None), (present, of_locked)]),
        ("GET /locked\nauthorization: Bearer t", &[(absent, there), (present, None)]),
        ("GET /nowhere", &[(absent, None), (present, usual)]),
        ("GET /nowhere\nauthorization: anything", &[(absent, there), (present, None)]),
        (
            "GET /nowhere\nauthorization: bearer tok.en",
            &[
                (r#"{"credentials": {"bearer": {"matches": "^tok"}}}"#, None),
                (r#"{"credentials": {"bearer": "other"}}"#, Some("credentials.bearer is `***`, wanted `***`")),
                (r#"{"credentials": {"user": "ada"}}"#, Some("credentials.user is missing, wanted `ada`")),
            ],
        ),
        (
            "GET /nowhere\nauthorization: Basic YWRhOmxvdmU6bGFjZQ==",
            &[
                (r#"{"credentials": {"user": "ada", "password": "love:lace", "bearer": "absent"}}"#, None),
                (r#"{"credentials": {"user": "bob"}}"#, Some("credentials.user is `ada`, wanted `bob`")),
            ],
        ),
        (
            "GET /nowhere\nauthorization: Basic ?",
            &[(r#"{"credentials": {"user": "absent", "password": "absent"}}"#, None)],
        ),
    ]);
}

#[test]
fn violations_are_told_by_keyword_and_place() {
    let valid = r#"{"valid": true}"#;
    check(&[
        (
            "GET /things/x",
            &[
                (r#"{"valid": false}"#, None),
                (valid, Some("the call breaks the contract by `type path.id`, wanted a valid one")),
                (r#"{"valid": {"breaks": "required"}}"#, None),
                (r#"{"valid": {"breaks": ["enum", "required query.count"]}}"#, None),
                (
                    r#"{"valid": {"breaks": "required query.offset"}}"#,
                    Some(
                        "the call breaks it by `type path.id`, `required query.count`, wanted `required query.offset`",
                    ),
                ),
                (r#"{"valid": {"breaks": "type path"}}"#, None),
                (
                    r#"{"valid": {"breaks": "type path.i"}}"#,
                    Some("the call breaks it by `type path.id`, `required query.count`, wanted `type path.i`"),
                ),
            ],
        ),
        (
            "POST /things/7\ncontent-type: application/json\n\n{\"age\":\"x\"}",
            &[
                (r#"{"valid": {"breaks": "type body./age"}}"#, None),
                (r#"{"valid": {"breaks": "type body/age"}}"#, None),
                (r#"{"valid": {"breaks": "type body"}}"#, None),
                (r#"{"valid": {"breaks": "required body./name"}}"#, None),
                (
                    r#"{"valid": {"breaks": "required body./ame"}}"#,
                    Some("the call breaks it by `required body`, `type body./age`, wanted `required body./ame`"),
                ),
            ],
        ),
        ("GET /tokens\nx-auth-token: t", &[(r#"{"valid": {"breaks": "required header.x-user-id"}}"#, None)]),
        ("GET /locked", &[(r#"{"valid": {"breaks": "security"}}"#, None)]),
        (
            "GET /things/7?count=1",
            &[
                (valid, None),
                (r#"{"valid": false}"#, Some("the call keeps the contract, wanted one that breaks it")),
                (r#"{"valid": {"breaks": "required"}}"#, Some("the call keeps the contract, wanted `required`")),
            ],
        ),
    ]);
}

#[test]
fn conditions_nest() {
    check(&[(
        "GET /nowhere?a=1&b=2",
        &[
            ("{}", None),
            (r#"{"all": [{"query": {"a": 1}}, {"query": {"b": 2}}]}"#, None),
            (r#"{"all": [{"query": {"a": 1}}, {"query": {"b": 3}}]}"#, Some("query.b is `2`, wanted 3")),
            (r#"{"any": [{"query": {"a": 2}}, {"query": {"b": 2}}]}"#, None),
            (
                r#"{"any": [{"query": {"a": 2}}, {"query": {"b": 3}}]}"#,
                Some("none of 2 alternatives holds: query.a is `1`, wanted 2; query.b is `2`, wanted 3"),
            ),
            (r#"{"not": {"query": {"a": 2}}}"#, None),
            (r#"{"not": {"query": {"a": 1}}}"#, Some("query.a is `1`, wanted not 1")),
            (r#"{"not": {"query": {"a": "present"}}}"#, Some("query.a is `1`, wanted absent")),
            (r#"{"not": {"query": {"a": 1, "b": 2}}}"#, Some("everything under `not` holds")),
            (r#"{"not": {"query": {"a": 1, "b": 3}}}"#, None),
            // What is cheap goes first, so it is told first.
            (r#"{"query": {"a": 2}, "header": {"x": 1}, "method": "PUT"}"#, Some("method is `GET`, wanted `PUT`")),
        ],
    )]);
}

#[test]
fn what_an_expression_says_is_left_open_until_somebody_is_asked() {
    let call = call("GET /nowhere?a=1&b=2");
    asking(&contract(), &call, |asked| {
        for (when, may_hold, is_steady, failing) in [
            (r#"{"if": "query.a == '1'"}"#, true, true, None),
            (r#"{"if": "query.a == '2'"}"#, true, true, Some("`query.a == '2'` is not true")),
            (r#"{"if": "counters.on"}"#, true, false, Some("`counters.on` is not true")),
            (r#"{"not": {"if": "counters.on"}}"#, true, false, None),
            (r#"{"not": {"if": "query.a"}}"#, true, true, Some("everything under `not` holds")),
            (r#"{"any": [{"if": "counters.on"}, {"query": {"a": 1}}]}"#, true, false, None),
            (
                r#"{"any": [{"if": "counters.on"}, {"query": {"a": 2}}]}"#,
                true,
                false,
                Some("none of 2 alternatives holds: `counters.on` is not true; query.a is `1`, wanted 2"),
            ),
            (
                r#"{"any": [{"query": {"a": 3}}, {"query": {"a": 2}}], "if": "counters.on"}"#,
                false,
                false,
                Some("none of 2 alternatives holds: query.a is `1`, wanted 3; query.a is `1`, wanted 2"),
            ),
            (
                r#"{"all": [{"if": "counters.on"}, {"query": {"a": 2}}]}"#,
                false,
                false,
                Some("query.a is `1`, wanted 2"),
            ),
            (
                r#"{"not": {"any": [{"if": "counters.on"}, {"query": {"a": 1}}]}}"#,
                false,
                false,
                Some("everything under `not` holds"),
            ),
        ] {
            let condition = compile(when);
            let found = scoped(asked, |scope| condition.failing(scope));
            assert_eq!(found.as_deref(), failing, "{when}");
            assert_eq!((condition.may_hold(asked), condition.is_steady()), (may_hold, is_steady), "{when}");
            assert!(condition.has_expressions(), "{when}");
        }
    });
}

#[test]
fn long_and_odd_values_are_shown_on_one_short_line() {
    let long = "x".repeat(100);
    let request = format!("GET /nowhere?a={long}&b=1%0A2");
    let shown = format!("query.a is `{}…`, wanted `{}…`", "x".repeat(59), "y".repeat(59));
    let when = format!(r#"{{"query": {{"a": "{}"}}}}"#, "y".repeat(80));
    check(&[(&request, &[(&when, Some(&shown)), (r#"{"query": {"b": 1}}"#, Some("query.b is `1 2`, wanted 1"))])]);
    let body = r#"{"query": {"a": "absent"}, "body": {"$": {"json": {"user": {"password": "p", "name": "n"}}}}}"#;
    let request = "POST /nowhere\ncontent-type: application/json\n\n{\"user\":{\"name\":\"m\",\"password\":\"q\"}}";
    let expected = "body is `{\"user\":{\"name\":\"m\",\"password\":\"***\"}}`, wanted at least `{\"user\":{\"password\":\"***\",\"name\":\"n\"}}`";
    check(&[(request, &[(body, Some(expected))])]);
}

#[test]
fn selectors_tell_calls_apart() {
    let contract = contract();
    let hidden = |text: &str| format!("***{}", Seed::new(0).child(text));
    let mut call = call(
        "POST /things/7?a=1&a=2&api_key=s&key=k\nx-id: u\nauthorization: Bearer s\ncookie: sid=s\ncontent-type: application/json\n\n{\"user\":{\"b\":1,\"a\":[2]},\"n\":1,\"me\":{\"pin\":\"s\"}}",
    );
    call.peer = Some([127, 0, 0, 1].into());
    asking(&contract, &call, |asked| {
        for (text, expected) in [
            ("path.id", Ok("7")),
            ("path.name", Ok("")),
            ("query.a", Ok("1")),
            ("header.X-Id", Ok("u")),
            ("header.x-none", Ok("")),
            ("cookie.sid", Ok(&*hidden("s"))),
            ("cookie.none", Ok("")),
            ("query.api_key", Ok(&*hidden("s"))),
            ("query.key", Ok("k")),
            ("header.authorization", Ok(&*hidden("Bearer s"))),
            ("body./me/pin", Ok(&*hidden("s"))),
            ("body./me", Ok(&*hidden("{\"pin\":\"s\"}"))),
            ("body./n", Ok("1")),
            ("body./user", Ok("{\"a\":[2],\"b\":1}")),
            ("body./none", Ok("")),
            ("client", Ok("127.0.0.1")),
            ("operation", Ok("write")),
            ("clients", Err("`clients` is nothing that could be counted apart; did you mean `client`?")),
            ("Query.a", Err("`Query.a` is nothing that could be counted apart; did you mean `query.a`?")),
            ("body.user.id", Err("a part of the body is told by a JSON Pointer; write `body./user/id`")),
            ("header", Err("`header` does not say which; write `header.id`")),
            ("header.a b", Err("`a b` cannot be the name of a header")),
            ("client.ip", Err("`client` has no parts; write `client`")),
            (
                "session",
                Err(
                    "`session` is nothing that could be counted apart; write `path.NAME`, `query.NAME`, `header.NAME`, `cookie.NAME`, `body./POINTER`, `client` or `operation`",
                ),
            ),
        ] {
            let found = Selector::parse(text).map(|selector| selector.of(asked));
            assert_eq!(found.as_deref().map_err(String::as_str), expected, "{text}");
        }
    });
}
