//! Conditions that cannot be compiled, and those that nobody would write.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{Condition, call, scoped};
use crate::scenario::Asked;
use crate::scenario::format::When;

#[test]
fn what_cannot_be_compiled_is_told_with_its_place() {
    for (when, at, message, help) in [
        (
            r#"{"query": {"count": {"matches": "("}}}"#,
            "/query/count/matches",
            "`(` is no regular expression: unclosed group",
            None,
        ),
        (
            r#"{"header": {"x": {"any": [1, {"matches": "(?=a)"}]}}}"#,
            "/header/x/any/1/matches",
            "`(?=a)` is no regular expression: look-around, including look-ahead and look-behind, is not supported",
            Some("say the rest with `all`, `any` and `not`: this engine is linear in time and does without"),
        ),
        (
            r#"{"query": {"a": {"matches": "\\w{1000}"}}}"#,
            "/query/a/matches",
            "the regular expression `\\w{1000}` is too large when it is compiled",
            Some("repeat less, or say `(?-u)` where ASCII is enough"),
        ),
        (r#"{"header": {"x y": 1}}"#, "/header/x y", "`x y` cannot be the name of a header", None),
        (
            r#"{"not": {"body": {"/a~2": 1}}}"#,
            "/not/body/~1a~02",
            "`/a~2` is no JSON Pointer: `~` stands before `0` or `1`",
            Some("write `~0` for `~`, `~1` for `/`"),
        ),
        (
            r#"{"any": [{}, {"body": {"$.a[": 1}}]}"#,
            "/any/1/body/$.a[",
            "`$.a[` is no JSONPath: it cannot be read beyond `$.a`",
            Some("write `$.items[*].id`, or a JSON Pointer: `/items/0/id`"),
        ),
        (
            r#"{"query": {"a": {}}}"#,
            "/query/a",
            "nothing is said of the value",
            Some("write `present`, a value, or `{ matches: … }`"),
        ),
        (
            r#"{"query": {"a": []}}"#,
            "/query/a",
            "a list without values never holds",
            Some("write `absent` if none is wanted"),
        ),
        (
            r#"{"query": {"a": {"gt": true}}}"#,
            "/query/a/gt",
            "`gt` compares numbers, dates and texts, not booleans and `null`",
            None,
        ),
        (
            r#"{"query": {"a": {"length": {"min": 3, "max": 2}}}}"#,
            "/query/a/length",
            "no length is at least 3 and at most 2",
            None,
        ),
        (r#"{"not": {}}"#, "/not", "`not` of nothing never holds", None),
        (
            r#"{"valid": {"breaks": "requierd"}}"#,
            "/valid/breaks",
            "no call can break the contract by `requierd`",
            Some("did you mean `required`?"),
        ),
        (
            r#"{"any": [{"if": "qery.a"}]}"#,
            "/any/0/if",
            "`qery` is not known here, at column 1",
            Some("did you mean `query`?"),
        ),
        (
            r#"{"valid": {"breaks": ["type", "type qery.a"]}}"#,
            "/valid/breaks/1",
            "`qery.a` is no place in a call: `qery` is none of its parts",
            Some("did you mean `query`?"),
        ),
    ] {
        let written: When = serde_json::from_str(when).unwrap();
        let faults = Condition::compile(&written).unwrap_err();
        let found: Vec<_> =
            faults.iter().map(|(at, error)| (at.as_str(), error.message.as_str(), error.help.as_deref())).collect();
        assert_eq!(found, [(at, message, help)], "{when}");
    }
}

#[test]
fn conditions_as_deep_as_a_file_may_be_are_refused_and_not_walked() {
    let nested = |inner: Value, levels: usize| (0..levels).fold(inner, |inner, _| json!({ "not": inner }));
    let compiled = |when: Value| Condition::compile(&serde_json::from_value(when).unwrap());
    let (when, matcher) =
        (json!({ "query": { "a": 1 } }), |levels| json!({ "query": { "a": nested(json!(1), levels) } }));
    assert!(compiled(nested(when.clone(), 31)).is_ok());
    assert!(compiled(matcher(31)).is_ok());
    for (deep, at) in [(nested(when, 100), "/not".repeat(32)), (matcher(100), format!("/query/a{}", "/not".repeat(31)))]
    {
        let faults = compiled(deep).unwrap_err();
        let found: Vec<_> = faults.iter().map(|(at, error)| (at.as_str(), error.message.as_str())).collect();
        assert_eq!(found, [(at.as_str(), "more than 32 conditions inside each other")]);
    }
}

/// Values as a hostile author might nest them, with the words of the format among the names.
fn written() -> impl Strategy<Value = Value> {
    let words = [
        "query",
        "header",
        "cookie",
        "path",
        "body",
        "method",
        "content-type",
        "credentials",
        "valid",
        "all",
        "any",
        "not",
        "equals",
        "one-of",
        "matches",
        "contains",
        "present",
        "gt",
        "lte",
        "length",
        "json",
        "min",
        "max",
        "breaks",
        "bearer",
        "a",
        "/a/0",
        "$..a",
        "$",
        "absent",
        "true",
        "false",
        "(a|b)+$",
        "required query.a",
        "2024-01-01",
        "5",
        "~",
        "é",
    ];
    let word = move || prop_oneof![proptest::sample::select(words.to_vec()).prop_map(str::to_owned), "\\PC{0,6}"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((word(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A matcher, good or bad.
fn matcher() -> impl Strategy<Value = Value> {
    let terms = [
        "equals", "one-of", "matches", "contains", "present", "gt", "gte", "lt", "lte", "length", "json", "all", "any",
        "not",
    ];
    let terms = proptest::collection::vec((proptest::sample::select(terms.to_vec()), written()), 0..3);
    let terms =
        terms.prop_map(|terms| terms.into_iter().map(|(term, value)| (term.to_owned(), value)).collect::<Map<_, _>>());
    prop_oneof![written(), terms.prop_map(Value::from)]
}

proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 512, failure_persistence: None, ..proptest::test_runner::Config::default()
    })]

    #[test]
    fn no_condition_and_no_call_is_too_odd(
        part in proptest::sample::select(vec!["query", "header", "cookie", "path", "body"]),
        name in prop_oneof![Just("a".to_owned()), Just("$".to_owned()), Just("$..*".to_owned()), Just("/a".to_owned()), "\\PC{0,6}"],
        matcher in matcher(),
        rest in written(),
        target in "/[a-z/]{0,6}(\\?[a&=%0-9+]{0,12})?",
        body in prop_oneof![written().prop_map(|value| value.to_string()), "\\PC{0,12}"],
        media in proptest::sample::select(vec!["application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=B", "\u{e9}"]),
    ) {
        let call = call(&format!("POST {target}\ncontent-type: {media}\na: 5\ncookie: a=5\n\n{body}"));
        for text in [json!({ part: { name: matcher } }), rest] {
            let Ok(when) = serde_json::from_value::<When>(text) else { continue };
            let Ok(condition) = Condition::compile(&when) else { continue };
            let asked = Asked::nowhere(&call);
            scoped(&asked, |scope| {
                assert_eq!(condition.holds(scope), condition.failing(scope).is_none());
                assert!(!condition.holds(scope) || condition.may_hold(&asked));
            });
        }
    }
}
