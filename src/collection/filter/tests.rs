//! What is refused and how, windows, what is settled before rows are looked at, plain conditions, patterns, projections. What matches is in `tests/mongo`.

use serde_json::json;

use super::*;

/// `ts` and the `ts` of replies are dates.
fn dialect() -> Dialect {
    Dialect { dates: vec!["ts".into(), "replies.ts".into()], ..Dialect::default() }
}

fn filter(filter: &Value) -> Filter {
    Filter::compile(filter, &dialect()).unwrap_or_else(|error| panic!("{filter}: {error}"))
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let deep = (0..40).fold(json!({ "a": 1 }), |inner, _| json!({ "$and": [inner] }));
    let large = json!({ "a": { "$in": (0..1_001).collect::<Vec<_>>() } });
    let patterns = json!({ "$or": (0..33).map(|n| json!({ "a": { "$regex": format!("{n}") } })).collect::<Vec<_>>() });
    for (wrong, message, help) in [
        (json!([]), "a filter is an object, and this is a list", None),
        (json!({ "$foo": 1 }), "there is no operator `$foo`", None),
        (json!({ "$orr": [] }), "there is no operator `$orr`", Some("did you mean `$or`?")),
        (json!({ "a": { "$lessThan": 1 } }), "there is no operator `$lessThan`", None),
        (json!({ "a": { "$exist": 1 } }), "there is no operator `$exist`", Some("did you mean `$exists`?")),
        (json!({ "$gt": 1 }), "the operator `$gt` does not stand at the top of a filter", None),
        (json!({ "a": { "$or": [] } }), "the operator `$or` does not stand in what is said of `a`", None),
        (json!({ "$where": "1" }), "the operator `$where` is not supported", None),
        (json!({ "$expr": {} }), "the operator `$expr` is not supported", None),
        (json!({ "a": { "$near": 1 } }), "the operator `$near` is not supported", None),
        (json!({ "$or": [] }), "`$or` needs a list of filters that is not empty", None),
        (json!({ "$and": {} }), "`$and` needs a list of filters that is not empty", None),
        (json!({ "$nor": [1] }), "the items of `$nor` are filters, and this is a number", None),
        (
            json!({ "a": { "$gt": 1, "b": 2 } }),
            "`b` stands beside operators, and is none",
            Some("a member of `a` is written `a.b`"),
        ),
        (json!({ "a": { "$in": 1 } }), "`$in` needs a list, and this is a number", None),
        (
            json!({ "a": { "$nin": [{ "$gt": 1 }] } }),
            "the items of `$nin` are values, not operators: {\"$gt\":1}",
            None,
        ),
        (
            json!({ "a": { "$not": 1 } }),
            "`$not` needs operators or a regular expression",
            Some("unequal to a value is `$ne`"),
        ),
        (json!({ "a": { "$ne": { "$regex": "x" } } }), "`$ne` takes no regular expression", None),
        (json!({ "a": { "$options": "i" } }), "`$options` needs a `$regex` beside it", None),
        (
            json!({ "a": { "$regex": "x", "$options": "g" } }),
            "there is no flag `g` of regular expressions",
            Some("the flags are `i`, `m`, `s` and `x`"),
        ),
        (json!({ "a": { "$regex": 1 } }), "`$regex` needs a text, and this is a number", None),
        (
            json!({ "a": { "$regex": "a{1000}{1000}" } }),
            "the regular expression is too large: `a{1000}{1000}`",
            Some("repeat less, or match fewer kinds of characters"),
        ),
        (json!({ "a": { "$size": -1 } }), "`$size` needs a whole number that is not below zero: -1", None),
        (json!({ "a": { "$size": 1.5 } }), "`$size` needs a whole number that is not below zero: 1.5", None),
        (json!({ "a": { "$mod": [0, 1] } }), "`$mod` cannot divide by zero", None),
        (json!({ "a": { "$mod": [4] } }), "`$mod` needs a list of two numbers, the divisor and what it leaves", None),
        (json!({ "a": { "$mod": ["x", 1] } }), "`$mod` needs two numbers: \"x\"", None),
        (json!({ "a": { "$type": "strin" } }), "there is no type `strin`", Some("did you mean `string`?")),
        (json!({ "a": { "$type": 20 } }), "there is no type with the number 20", None),
        (json!({ "a": { "$type": [] } }), "`$type` needs a type", None),
        (json!({ "a": { "$all": 1 } }), "`$all` needs a list, and this is a number", None),
        (
            json!({ "a": { "$all": [1, { "$elemMatch": {} }] } }),
            "`$all` takes values or `$elemMatch`, and not both",
            None,
        ),
        (json!({ "a": { "$elemMatch": 1 } }), "`$elemMatch` needs an object, and this is a number", None),
        (
            json!({ "a": { "$date": "soon" } }),
            "`$date` is no moment: \"soon\"",
            Some("write milliseconds since 1970, or RFC 3339 in a text"),
        ),
        (json!({ "a": { "$numberLong": "x" } }), "what `$numberLong` says cannot be read: \"x\"", None),
        (deep, "the filter is too deep: more than 32 levels", None),
        (large, "the filter is too large: more than 1000 values", None),
        (patterns, "the filter has more than 32 regular expressions", None),
    ] {
        let error = Filter::compile(&wrong, &dialect()).unwrap_err();
        assert_eq!((error.message.as_str(), error.help.as_deref()), (message, help), "{wrong}");
    }
}

#[test]
fn a_dialect_passes_over_what_it_has_not_at_the_top_and_refuses_it_elsewhere() {
    let list = |names: &[&str]| Some(names.iter().map(ToString::to_string).collect());
    let dialect = Dialect { top: list(&["$or", "$and"]), operators: list(&["$or", "$gt", "$regex"]), ..dialect() };
    let compile = |filter: Value| Filter::compile(&filter, &dialect);
    let passed = compile(json!({ "$where": "x", "$nor": 3, "a": 1 })).unwrap();
    assert_eq!(passed, filter(&json!({ "a": 1 })));
    assert!(compile(json!({ "$or": [{ "a": { "$gt": 1 } }, { "a": { "$regex": "x", "$options": "i" } }] })).is_ok());
    for (wrong, name) in [
        (json!({ "a": { "$lt": 1 } }), "$lt"),
        (json!({ "$and": [{ "a": 1 }] }), "$and"),
        (json!({ "$or": [{ "$nor": [{ "a": 1 }] }] }), "$nor"),
        (json!({ "a": { "$not": { "$gt": 1 } } }), "$not"),
    ] {
        let error = compile(wrong).unwrap_err();
        assert_eq!(error.message, format!("the operator `{name}` is not allowed"));
        assert_eq!(error.help.as_deref(), Some("these are: `$or`, `$gt`, `$regex`"));
    }
}

#[test]
fn comparisons_with_the_time_become_a_window() {
    let all = i64::MIN..i64::MAX;
    let date = |millis: i64| json!({ "$date": millis });
    for (given, window, rest) in [
        (json!({}), all.clone(), json!({})),
        (json!({ "ts": { "$gt": date(5), "$lt": date(9) }, "a": 1 }), 6..9, json!({ "a": 1 })),
        (json!({ "$and": [{ "ts": { "$gte": date(5) } }, { "ts": { "$lte": date(9) } }] }), 5..10, json!({})),
        (json!({ "ts": date(7) }), 7..8, json!({})),
        (json!({ "ts": { "$gt": date(9), "$lt": date(5) } }), 10..10, json!({})),
        // What may hold or not narrows nothing, nor do a negation, a text, another member or one that is no date.
        (
            json!({ "$or": [{ "ts": date(7) }, { "a": 1 }] }),
            all.clone(),
            json!({ "$or": [{ "ts": date(7) }, { "a": 1 }] }),
        ),
        (json!({ "ts": { "$ne": date(7) } }), all.clone(), json!({ "ts": { "$ne": date(7) } })),
        (json!({ "ts": { "$gt": "2020" } }), all.clone(), json!({ "ts": { "$gt": "2020" } })),
        (json!({ "x": { "$gt": date(7) } }), all.clone(), json!({ "x": { "$gt": date(7) } })),
    ] {
        let (found, left) = filter(&given).window("ts");
        assert_eq!(found, window, "{given}");
        assert_eq!(left, filter(&rest), "{given}");
    }
    assert_eq!(filter(&json!({ "x": { "$gt": date(7) } })).window("x").0, all, "`x` is no date");
}

#[test]
fn what_is_said_of_members_that_no_row_has_is_settled() {
    let settled = |given: Value| filter(&given).without(&|name| name == "_hidden" || name == "pinned");
    for (given, rest) in [
        (json!({ "_hidden": { "$ne": true } }), Some(json!({}))),
        (json!({ "_hidden": { "$ne": true }, "a": 1 }), Some(json!({ "a": 1 }))),
        (json!({ "pinned": true, "a": 1 }), None),
        (json!({ "pinned": null }), Some(json!({}))),
        (json!({ "pinned.by": { "$exists": true } }), None),
        (json!({ "$or": [{ "pinned": true }, { "a": 1 }] }), Some(json!({ "a": 1 }))),
        (json!({ "$or": [{ "pinned": true }, { "_hidden": true }] }), None),
        (json!({ "$or": [{ "pinned": { "$ne": 1 } }, { "a": 1 }] }), Some(json!({}))),
        (json!({ "$nor": [{ "pinned": true }, { "a": 1 }] }), Some(json!({ "$nor": [{ "a": 1 }] }))),
        (json!({ "$nor": [{ "pinned": null }] }), None),
        (json!({ "a": { "$in": [] } }), None),
        (json!({ "a.pinned": true }), Some(json!({ "a.pinned": true }))),
    ] {
        assert_eq!(settled(given.clone()), rest.map(|rest| filter(&rest)), "{given}");
    }
}

#[test]
fn one_form_for_what_says_the_same_and_another_for_everything_else() {
    let same = [
        (json!({ "a": 1, "b": 2 }), json!({ "$and": [{ "b": 2.0 }, { "a": { "$eq": 1 } }] })),
        (json!({ "a": { "$in": [2, 1, 1] } }), json!({ "a": { "$in": [1, 2] } })),
        (json!({ "a": { "$not": { "$not": { "$gt": 1 } } } }), json!({ "a": { "$gt": 1 } })),
        (json!({ "a": { "$regex": "x", "$options": "mi" } }), json!({ "a": { "$options": "im", "$regex": "x" } })),
    ];
    for (one, two) in same {
        assert_eq!(filter(&one).canonical(), filter(&two).canonical());
    }
    let different = [
        json!({}),
        json!({ "a": { "$in": [] } }),
        json!({ "a": 1 }),
        json!({ "a": "1" }),
        json!({ "a": 1.5 }),
        json!({ "a": [1] }),
        json!({ "a": { "b": 1 } }),
        json!({ "a.b": 1 }),
        json!({ "a\":1,\"b": 1 }),
        json!({ "a": "1\",\"b\":\"2" }),
        json!({ "a": { "$ne": 1 } }),
        json!({ "a": { "$gt": 1 } }),
        json!({ "a": { "$date": 1 } }),
        json!({ "ts": { "$date": 1 } }),
        json!({ "a": null }),
        json!({ "a": { "$exists": true } }),
        json!({ "a": { "$elemMatch": { "b": 1 } } }),
        json!({ "a": { "$elemMatch": { "$eq": 1 } } }),
        json!({ "a": { "$regex": "1" } }),
        json!({ "a": { "$regex": "1", "$options": "i" } }),
        json!({ "a": { "$size": 1 } }),
        json!({ "a": { "$type": 1 } }),
        json!({ "a": { "$mod": [1, 0] } }),
        json!({ "$or": [{ "a": 1 }, { "b": 1 }] }),
        json!({ "a": 1, "b": 1 }),
        json!({ "$nor": [{ "a": 1 }, { "b": 1 }] }),
    ];
    let forms: BTreeSet<String> = different.iter().map(|one| filter(one).canonical()).collect();
    assert_eq!(forms.len(), different.len(), "{forms:#?}");
    // The same words mean something else where the member is a date.
    let plain = Filter::compile(&json!({ "ts": "x" }), &Dialect::default()).unwrap();
    assert_ne!(plain.canonical(), filter(&json!({ "ts": "x" })).canonical());
}

#[test]
fn both_filters_hold_and_their_members_are_known() {
    let both =
        filter(&json!({ "a.b": 1 })).and(filter(&json!({ "$or": [{ "c": 1 }, { "d": { "$not": { "$gt": 1 } } }] })));
    assert!(both.matches(&json!({ "a": { "b": 1 }, "c": 1 })));
    assert!(!both.matches(&json!({ "a": { "b": 1 }, "d": 2 })));
    assert_eq!(both.members().iter().map(|name| &**name).collect::<Vec<_>>(), ["a", "c", "d"]);
    assert!(Filter::default().is_empty() && !both.is_empty());
    assert_eq!(Filter::default().and(both.clone()), both);
}

#[test]
fn texts_of_a_query_stand_for_every_value_that_is_written_like_them() {
    use FieldTest::{Contains, Eq, Gt, Gte, In, Lt, Lte, Ne, Nin, Regex};
    let moment = "2023-11-01T23:20:57.357Z";
    for (path, test, texts, row, expected) in [
        ("a", Eq, vec!["active"], json!({ "a": "active" }), true),
        ("a", Eq, vec!["active"], json!({ "a": "Active" }), false),
        ("a", Eq, vec!["5"], json!({ "a": 5 }), true),
        ("a", Eq, vec!["5"], json!({ "a": "5" }), true),
        ("a", Eq, vec!["5"], json!({ "a": 5.0 }), true),
        ("a", Eq, vec!["5"], json!({ "a": "5.0" }), false),
        ("a", Eq, vec!["true"], json!({ "a": true }), true),
        ("a", Eq, vec!["true"], json!({ "a": "true" }), true),
        ("a", Eq, vec!["x"], json!({ "a": ["y", "x"] }), true),
        ("a.b", Eq, vec!["x"], json!({ "a": [{ "b": "y" }, { "b": "x" }] }), true),
        ("a", Eq, vec![""], json!({ "a": "" }), true),
        ("a", Ne, vec!["5"], json!({ "a": 5 }), false),
        ("a", Ne, vec!["5"], json!({}), true),
        ("a", Gt, vec!["5"], json!({ "a": 6 }), true),
        ("a", Gt, vec!["5"], json!({ "a": 5 }), false),
        ("a", Gte, vec!["5"], json!({ "a": 5 }), true),
        ("a", Lt, vec!["b"], json!({ "a": "a" }), true),
        ("a", Lte, vec!["-1"], json!({ "a": 0 }), false),
        ("a", In, vec!["x", "7"], json!({ "a": 7 }), true),
        ("a", In, vec![], json!({ "a": 7 }), false),
        ("a", Nin, vec!["x", "7"], json!({ "a": 8 }), true),
        ("a", Nin, vec![], json!({ "a": 7 }), true),
        ("a", Contains, vec!["ÉT"], json!({ "a": "Un été." }), true),
        ("a", Contains, vec!["a.c"], json!({ "a": "abc" }), false),
        ("a", Contains, vec!["1"], json!({ "a": 1 }), false),
        ("a", Regex, vec!["^a.c$"], json!({ "a": "abc" }), true),
        ("ts", Eq, vec![moment], json!({ "ts": moment }), true),
        ("ts", Eq, vec!["2023-11-02T00:20:57.357+01:00"], json!({ "ts": moment }), true),
        ("ts", Eq, vec!["1698880857357"], json!({ "ts": moment }), true),
        ("ts", Eq, vec!["2023-11-01"], json!({ "ts": moment }), true),
        ("ts", Eq, vec!["2023-11-02"], json!({ "ts": moment }), false),
        ("ts", Ne, vec!["2023-11-01"], json!({ "ts": moment }), false),
        ("ts", Gt, vec!["2023-11-01"], json!({ "ts": moment }), false),
        ("ts", Gte, vec!["2023-11-01"], json!({ "ts": moment }), true),
        ("ts", Lt, vec!["2023-11-01"], json!({ "ts": moment }), false),
        ("ts", Lte, vec!["2023-11-01"], json!({ "ts": moment }), true),
        ("ts", Contains, vec!["2023-11"], json!({ "ts": moment }), true),
        ("replies.ts", Eq, vec!["2023-11-01"], json!({ "replies": [{ "ts": moment }] }), true),
        (
            "replies.ts",
            Eq,
            vec!["2023-11-01"],
            json!({ "replies": [{ "ts": "2023-10-31T00:00:00.000Z" }, { "ts": "2023-11-03T00:00:00.000Z" }] }),
            false,
        ),
    ] {
        let filter = Filter::field(path, test, &texts, &dialect()).unwrap();
        assert_eq!(filter.matches(&row), expected, "{path} {test:?} {texts:?}: {row}");
    }
    let day = Filter::field("ts", Eq, &["1970-01-02"], &dialect()).unwrap();
    assert_eq!(day.window("ts"), (86_400_000..172_800_000, Filter::default()));
    let error = |path, test, text| Filter::field(path, test, &[text], &dialect()).unwrap_err().message;
    assert_eq!(error("ts", Gt, "soon"), "`soon` is no time");
    let many = Filter::field("a", Contains, &["x"; 33], &dialect()).unwrap_err();
    assert_eq!(many.message, "`a` is compared with 33 values, and 32 are the most");
    assert!(error("a", Regex, "(").starts_with("`(` is no regular expression: "));
}

#[test]
fn regular_expressions_are_those_of_everybody() {
    for (source, flags, text, expected) in [
        (r"^\d+$", "", "12", true),
        (r"^\d+$", "", "١٢", false),
        (r"^[\w-]+$", "", "a-b_1", true),
        (r"^\W$", "", "é", true),
        (r"[\D]", "", "12", false),
        (r"\bfoo\b", "", "a foo.", true),
        ("a{b", "", "a{b", true),
        ("a{2}", "", "caat", true),
        ("a{,2}", "", "a{,2}", true),
        ("[[]", "", "[", true),
        ("[]]", "", "]", true),
        ("[^]]", "", "]", false),
        ("[[:alpha:]]", "", "7a", true),
        ("[a&&b]", "", "&", true),
        ("[a~~b]", "", "~", true),
        ("a]", "", "a]", true),
        (r"https?:\/\/x", "", "http://x", true),
        ("ABC", "i", "xabc", true),
        ("STRASSE|É", "i", "é", true),
        ("^b", "", "a\nb", false),
        ("^b", "m", "a\nb", true),
        ("a.b", "", "a\nb", false),
        ("a.b", "s", "a\nb", true),
        ("a b # c", "x", "ab", true),
        ("(?i)abc", "", "ABC", true),
        ("foo(?!bar)", "", "foobar", false),
        ("foo(?!bar)", "", "foobaz", true),
        (r"(a)\1", "", "baa", true),
        ("(?<!x)y", "u", "xy", false),
    ] {
        let filter = filter(&json!({ "a": { "$regex": source, "$options": flags } }));
        assert_eq!(filter.matches(&json!({ "a": text })), expected, "/{source}/{flags} {text:?}");
    }
    let wrong = json!({ "a": { "$regex": "foo(?!bar)", "$options": "i" } });
    let error = Filter::compile(&wrong, &dialect()).unwrap_err();
    assert_eq!(error.help.as_deref(), Some("look-around and back references go without flags"));
}

#[test]
fn a_projection_that_mixes_is_refused() {
    for (wrong, message) in [
        (json!(1), "a projection is an object, and this is a number"),
        (json!({ "a": 1, "b": 0 }), "`a` and `b` cannot be one sent, one left out"),
        (json!({ "a": 2 }), "what is said of `a` is neither 1 nor 0: 2"),
        (json!({ "a": "1" }), "what is said of `a` is neither 1 nor 0: \"1\""),
        (json!({ "a": { "$slice": 1 } }), "what is said of `a` is neither 1 nor 0: {\"$slice\":1}"),
        (json!({ "$a": 1 }), "the operator `$a` does not stand in a projection"),
        (json!({ "a..b": 1 }), "a part of the path is empty: `a..b`"),
        (json!({ "a": 1, "a.b": 1 }), "`a.b` is a part of another path, or has one"),
        (json!({ "a.b": 1, "a": 1 }), "`a` is a part of another path, or has one"),
    ] {
        assert_eq!(Projection::mongo(&wrong).unwrap_err().message, message, "{wrong}");
    }
}

#[test]
fn projections_can_be_joined() {
    let row = json!({ "_id": 1, "a": { "b": 1, "c": 2 }, "d": 3 });
    let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
    let only = Projection::only(&texts(&["d", "a.b"]));
    assert_eq!(only.apply(row.clone()).to_string(), r#"{"a":{"b":1},"d":3}"#);
    assert_eq!(only.clone().without(&texts(&["d"])).apply(row.clone()), json!({ "a": { "b": 1 } }));
    assert_eq!(only.clone().with(&texts(&["_id"])).apply(row.clone()), json!({ "_id": 1, "a": { "b": 1 }, "d": 3 }));
    let members = only.clone().without(&texts(&["d", "a.c"])).members().unwrap();
    assert_eq!(members.iter().map(|name| &**name).collect::<Vec<_>>(), ["a"]);
    assert!(Projection::default().is_whole() && Projection::default().members().is_none());
    assert!(!only.is_whole() && !Projection::default().without(&texts(&["d"])).is_whole());
    assert_eq!(Projection::default().with(&texts(&["d"])).apply(row.clone()), row);
    assert_eq!(only.canonical(), Projection::only(&texts(&["a.b", "d"])).canonical());
    assert_ne!(only.canonical(), Projection::default().without(&texts(&["a.b", "d"])).canonical());
}
