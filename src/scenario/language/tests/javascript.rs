//! What filters read as JavaScript does; the expected values are those of an engine, where its time zone is UTC.

use serde_json::{Value, json};

use super::Setting;
use crate::scenario::{Expression, Template};

/// What an expression comes to; nothing is told apart from null.
pub(super) fn value(text: &str, setting: &Setting) -> Option<Value> {
    let compiled = Expression::compile(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    setting.scope(|scope| compiled.value(scope)).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

#[test]
fn numbers_are_read_as_javascript_does() {
    let setting = Setting::usual();
    for (text, number, integer) in [
        ("'10'", Some(json!(10)), Some(json!(10))),
        ("' 10\n'", Some(json!(10)), Some(json!(10))),
        ("'1e1'", Some(json!(10)), Some(json!(1))),
        ("'0x10'", Some(json!(16)), Some(json!(0))),
        ("'0b11'", Some(json!(3)), Some(json!(0))),
        ("'1.5'", Some(json!(1.5)), Some(json!(1))),
        ("'-5'", Some(json!(-5)), Some(json!(-5))),
        ("'-0x5'", None, Some(json!(0))),
        ("'+.5'", Some(json!(0.5)), None),
        ("'5.'", Some(json!(5)), Some(json!(5))),
        ("''", Some(json!(0)), None),
        ("'  '", Some(json!(0)), None),
        ("'abc'", None, None),
        ("'12abc'", None, Some(json!(12))),
        ("'1_000'", None, Some(json!(1))),
        ("'nan'", None, None),
        ("'inf'", None, None),
        ("'-'", None, None),
        ("'99999999999999999999'", Some(json!(1e20)), Some(json!(1e20))),
        ("1.9", Some(json!(1.9)), Some(json!(1))),
        ("-1.9", Some(json!(-1.9)), Some(json!(-1))),
        ("7", Some(json!(7)), Some(json!(7))),
        ("true", Some(json!(1)), None),
        ("false", Some(json!(0)), None),
        ("[1]", None, None),
        ("query.nothing", None, None),
        ("none", None, None),
    ] {
        assert_eq!(value(&format!("{text} | ecma_number"), &setting), number, "Number({text})");
        assert_eq!(value(&format!("{text} | ecma_int"), &setting), integer, "parseInt({text}, 10)");
    }
}

#[test]
fn dates_are_read_as_javascript_does() {
    let setting = Setting::usual();
    for (text, expected) in [
        ("2023-11-01T23:20:57.357Z", Some(1_698_880_857_357_i64)),
        ("2023-11-01T23:20:57.357999Z", Some(1_698_880_857_357)),
        ("2023-11-01T23:20:57Z", Some(1_698_880_857_000)),
        ("2023-11-01T23:20Z", Some(1_698_880_800_000)),
        ("2023-11-01T23:20:57.3+01:30", Some(1_698_875_457_300)),
        ("2023-11-01 23:20:57", Some(1_698_880_857_000)),
        ("2023-11-01T24:00:00Z", Some(1_698_883_200_000)),
        ("2023-11-01", Some(1_698_796_800_000)),
        ("2023-11", Some(1_698_796_800_000)),
        ("2023", Some(1_672_531_200_000)),
        ("1969-12-31T23:59:59.999Z", Some(-1)),
        ("+002023-11-01", Some(1_698_796_800_000)),
        ("-000001-01-01T00:00:00Z", Some(-62_198_755_200_000)),
        ("0000-01-01", Some(-62_167_219_200_000)),
        ("2024-02-29", Some(1_709_164_800_000)),
        ("Wed, 01 Nov 2023 23:20:57 GMT", Some(1_698_880_857_000)),
        ("Wed Nov 01 2023 23:20:57 GMT+0100 (Central European Standard Time)", Some(1_698_877_257_000)),
        ("1 Nov 2023", Some(1_698_796_800_000)),
        ("November 1, 2023", Some(1_698_796_800_000)),
        ("Nov 1, 2023 5:39 PM", Some(1_698_860_340_000)),
        ("Nov 1, 2023 12:05 AM", None),
        ("11/01/2023", Some(1_698_796_800_000)),
        ("2023/11/01 23:20", Some(1_698_880_800_000)),
        ("1 Nov 2023 10:00:00 EST", Some(1_698_850_800_000)),
        ("1 Nov 23", Some(1_698_796_800_000)),
        ("2023-02-30", None),
        ("2023-13-01", None),
        ("2023-11-01T25:00:00Z", None),
        ("2023-11-01T23:60Z", None),
        ("2023-11-01T", None),
        ("-000000-01-01", None),
        ("garbage", None),
        ("1698880857357", None),
        ("2023-11-01T23:20:57 garbage", None),
        ("", None),
        ("é", None),
        ("日本語日本語", None),
        ("Ma\u{308}rz 1, 2023", None),
    ] {
        let found = value(&format!("'{text}' | millis"), &setting);
        let expected = if text == "Nov 1, 2023 12:05 AM" { Some(1_698_797_100_000) } else { expected };
        assert_eq!(found, expected.map(Value::from), "{text}");
    }
    for (expression, expected) in [
        ("1698880857357 | millis", Some(json!(1_698_880_857_357_i64))),
        ("1698880857357.9 | millis", Some(json!(1_698_880_857_357_i64))),
        ("8640000000000000 | millis", Some(json!(8_640_000_000_000_000_i64))),
        ("8640000000000001 | millis", None),
        ("true | millis", None),
        ("query.nothing | millis", None),
        ("('garbage' | millis) | default(0)", Some(json!(0))),
    ] {
        assert_eq!(value(expression, &setting), expected, "{expression}");
    }
}

#[test]
fn values_are_taken_apart() {
    let setting = Setting::usual();
    for (expression, expected) in [
        (r#"'{"a": [1, {"b": null}]}' | fromjson"#, Some(json!({ "a": [1, { "b": null }] }))),
        ("('[1, 2]' | fromjson)[1]", Some(json!(2))),
        ("'nonsense' | fromjson", None),
        ("'null' | fromjson", Some(json!(null))),
        ("5 | fromjson", None),
        ("query.nothing | fromjson", None),
        ("body.user | keys", Some(json!(["name", "age", "tags"]))),
        ("{'a': 1, 'b': none} | values", Some(json!([1, null]))),
        ("query.nothing | keys", None),
        ("'password' | sha256", Some(json!("5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"))),
        ("'user@example.org' | matches('^[^@ ]+@[^@ ]+$')", Some(json!(true))),
        ("'user' | matches('@')", Some(json!(false))),
        ("query.count | matches('^' ~ query.count ~ '$')", Some(json!(true))),
        ("query.nothing | matches('x')", None),
        ("['ab', 'b'] | map('matches', 'a') | list", Some(json!([true, false]))),
        ("[1] + body.user.tags", Some(json!([1, "x", "y", "z"]))),
        ("query.nothing", None),
        ("body.z", Some(json!(null))),
        ("query.nothing or none", Some(json!(null))),
    ] {
        assert_eq!(value(expression, &setting), expected, "{expression}");
    }
}

#[test]
fn what_is_no_pattern_is_told_when_it_is_known() {
    let setting = Setting::usual();
    let error = Template::compile("{{ body.a | matches('(a') }}").unwrap_err();
    assert_eq!(error.message, "`(a` is no pattern: unclosed group, at column 13");
    let error = Template::compile("{{ body.a | matches('(?:a{9999}){9999}') }}").unwrap_err();
    assert_eq!(error.message, "`(?:a{9999}){9999}` is no pattern: it is too large, at column 13");
    for (template, expected) in [
        (
            "{{ body.a | matches(query.q ~ '(') }}",
            "`\"},{\"admin\":\"(` is no pattern: repetition quantifier expects a valid decimal",
        ),
        ("{{ body.a | matches }}", "`matches` needs a pattern"),
        ("{{ [1] | keys }}", "`keys` needs an object: here is a list"),
    ] {
        let compiled = Template::compile(template).unwrap();
        assert_eq!(setting.scope(|scope| compiled.text(scope)).unwrap_err().message, expected, "{template}");
    }
}
