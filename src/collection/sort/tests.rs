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
