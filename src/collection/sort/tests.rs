//! How orders are written. What comes first is in `tests/mongo`.

use std::sync::Arc;

use serde_json::json;

use super::*;

fn by(paths: &[(&str, bool)]) -> Sort {
    Sort { by: paths.iter().map(|(path, descends)| (Arc::from(*path), *descends)).collect() }
}

#[test]
fn keys_stay_small() {
    assert!(size_of::<SortKey>() <= 32, "{}", size_of::<SortKey>());
}

#[test]
fn orders_are_read_as_people_write_them() {
    for (text, descending, expected) in [
        ("", false, vec![]),
        ("name", false, vec![("name", false)]),
        ("name", true, vec![("name", true)]),
        ("-created", false, vec![("created", true)]),
        ("+name", true, vec![("name", false)]),
        ("name:desc,created", false, vec![("name", true), ("created", false)]),
        ("name DESC, u.id asc", false, vec![("name", true), ("u.id", false)]),
        ("a:descending", false, vec![("a", true)]),
    ] {
        assert_eq!(Sort::plain(text, descending).unwrap(), by(&expected), "{text}");
    }
    for (text, message) in [
        (",a", "a part of the order is empty"),
        ("a,", "a part of the order is empty"),
        ("-", "a part of the order is empty"),
        ("a:up", "the direction of `a` is none: `up`"),
        ("-a:desc", "the direction of `a` is said twice"),
        ("a..b", "a part of the path is empty: `a..b`"),
    ] {
        assert_eq!(Sort::plain(text, false).unwrap_err().message, message, "{text}");
    }
}

#[test]
fn an_order_as_json_says_one_or_minus_one() {
    let sort = Sort::mongo(&json!({ "ts": -1, "u.name": 1.0, "x": -1.0 })).unwrap();
    assert_eq!(sort, by(&[("ts", true), ("u.name", false), ("x", true)]));
    assert_eq!(sort.members().iter().map(|name| &**name).collect::<Vec<_>>(), ["ts", "u", "x"]);
    assert_eq!(sort.canonical(), r#"-"ts"+"u.name"-"x""#);
    for (wrong, message) in [
        (json!([]), "an order is an object, and this is a list"),
        (json!({ "ts": 2 }), "the direction of `ts` is neither 1 nor -1: 2"),
        (json!({ "ts": "-1" }), "the direction of `ts` is neither 1 nor -1: \"-1\""),
        (json!({ "ts": true }), "the direction of `ts` is neither 1 nor -1: true"),
        (json!({ "$natural": 1 }), "the operator `$natural` does not stand in an order"),
        (json!({ "": 1 }), "a part of the path is empty: ``"),
    ] {
        assert_eq!(Sort::mongo(&wrong).unwrap_err().message, message, "{wrong}");
    }
}

#[test]
fn prefixes_agree_with_keys() {
    let values: Vec<_> = [
        "null",
        "[]",
        "0",
        "-0.0",
        "0.5",
        "1",
        "-1",
        "-1.5",
        "-1e300",
        "1e300",
        "5e-324",
        "9007199254740993",
        "9007199254740992",
        "9223372036854775807",
        "18446744073709551615",
        "-9223372036854775808",
        r#""""#,
        r#""\u0000""#,
        r#""a""#,
        r#""abcdefg""#,
        r#""abcdefgh""#,
        r#""abcdefgi""#,
        r#""é""#,
        r#""\uffff""#,
        r#""1969-12-31T23:59:59.000Z""#,
        r#""2016-07-08T00:00:00.000Z""#,
        "{}",
        r#"{"a": 1}"#,
        "[1, 2]",
        "[[1]]",
        "true",
        "false",
    ]
    .iter()
    .map(|text| json!({ "a": serde_json::from_str::<serde_json::Value>(text).unwrap(), "b": text }))
    .chain([json!({})])
    .collect();
    for (sort, dates) in [
        (by(&[("a", false)]), vec![]),
        (by(&[("a", true)]), vec!["a".into()]),
        (by(&[("a", false), ("b", true)]), vec!["a".into()]),
    ] {
        let order = sort.order(&dates);
        let mut keys: Vec<_> = values.iter().map(|row| order.key(row)).collect();
        keys.sort();
        let prefixes: Vec<_> = keys.iter().map(super::SortKey::prefix).collect();
        assert!(prefixes.is_sorted(), "{sort:?}: {keys:?} {prefixes:?}");
        assert!(prefixes.iter().collect::<std::collections::BTreeSet<_>>().len() > 15, "{prefixes:?}");
    }
}
