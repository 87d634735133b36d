//! The query language against somebody else's: `cases.json` holds documents, filters, orders and projections with the results that the npm
//! package `mingo` gave (`generate.mjs` makes the file). Where the `MongoDB` server is known to differ from mingo, a case has the server's result,
//! mingo's beside it, and the reason.

use std::fmt::Write as _;
use std::sync::Arc;

use indexmap::IndexMap;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde::Deserialize;
use serde_json::{Value, json};
use standin::collection::{Dialect, Filter, Projection, Sort};

#[derive(Deserialize)]
struct Table {
    collections: IndexMap<String, Collection>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Collection {
    /// The dotted paths of dates.
    dates: Vec<String>,
    /// Their dates are written `{"$date": ms}`.
    documents: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    documents: String,
    filter: Option<Value>,
    sort: Option<Value>,
    projection: Option<Value>,
    /// Numbers of documents, or documents.
    expected: Value,
    /// What mingo says, where that is wrong.
    mingo: Option<Value>,
    /// Why it is.
    because: Option<String>,
}

impl Collection {
    fn dialect(&self) -> Dialect {
        Dialect { dates: self.dates.iter().map(|path| Arc::from(path.as_str())).collect(), ..Dialect::default() }
    }
}

/// Documents as our rows have them: dates are texts.
fn as_rows(value: &Value) -> Value {
    match value {
        Value::Object(members) => match (members.get("$date").and_then(Value::as_i64), members.len()) {
            (Some(millis), 1) => {
                let moment = jiff::Timestamp::from_millisecond(millis).unwrap();
                Value::String(format!("{moment:.3}"))
            }
            _ => members.iter().map(|(name, member)| (name.clone(), as_rows(member))).collect(),
        },
        Value::Array(items) => items.iter().map(as_rows).collect(),
        other => other.clone(),
    }
}

fn table() -> Table {
    let text = include_str!("cases.json");
    serde_json::from_str(text).unwrap()
}

/// What we say to a case.
fn answer(case: &Case, collection: &Collection) -> Result<Value, String> {
    let dialect = collection.dialect();
    let rows: Vec<Value> = collection.documents.iter().map(as_rows).collect();
    let told = |error: standin::collection::FilterError| error.to_string();
    if let Some(filter) = &case.filter {
        let filter = Filter::compile(filter, &dialect).map_err(told)?;
        return Ok((0..rows.len()).filter(|index| filter.matches(&rows[*index])).collect());
    }
    if let Some(sort) = &case.sort {
        let order = Sort::mongo(sort).map_err(told)?.order(&dialect.dates);
        let mut indices: Vec<usize> = (0..rows.len()).collect();
        indices.sort_by_cached_key(|index| order.key(&rows[*index]));
        return Ok(indices.into_iter().collect());
    }
    let projection = Projection::mongo(case.projection.as_ref().unwrap()).map_err(told)?;
    Ok(rows.into_iter().map(|row| projection.apply(row)).collect())
}

#[test]
fn the_query_language_is_that_of_others() {
    let table = table();
    assert!(table.cases.len() >= 250, "{} cases", table.cases.len());
    let mut failures = String::new();
    for case in &table.cases {
        let found = answer(case, &table.collections[&case.documents]);
        let expected = as_rows(&case.expected);
        // The order of members counts, too.
        if found.as_ref().map(ToString::to_string) != Ok(expected.to_string()) {
            let found = found.map_or_else(|error| error, |found| found.to_string());
            writeln!(failures, "{}\n  expected {expected}\n  found    {found}", case.name).unwrap();
        }
    }
    let failed = failures.lines().count() / 3;
    assert!(failures.is_empty(), "{failed} of {} cases fail\n{failures}", table.cases.len());
}

#[test]
fn exceptions_are_few_and_have_their_reasons() {
    let table = table();
    let exceptions: Vec<&Case> = table.cases.iter().filter(|case| case.mingo.is_some()).collect();
    assert!(exceptions.len() * 8 < table.cases.len(), "{} exceptions", exceptions.len());
    for case in exceptions {
        assert!(case.because.as_ref().is_some_and(|reason| reason.len() > 20), "{}", case.name);
        assert_ne!(case.mingo.as_ref(), Some(&case.expected), "{}", case.name);
    }
}

#[test]
fn what_is_left_of_a_filter_lets_the_same_rows_through() {
    let table = table();
    for case in table.cases.iter().filter(|case| case.filter.is_some()) {
        let collection = &table.collections[&case.documents];
        let dialect = collection.dialect();
        let filter = Filter::compile(case.filter.as_ref().unwrap(), &dialect).unwrap();
        let rows: Vec<Value> = collection.documents.iter().map(as_rows).collect();
        let never = |name: &str| rows.iter().all(|row| row.get(name).is_none());
        let settled = filter.without(&never);
        for row in &rows {
            let expected = filter.matches(row);
            assert_eq!(settled.as_ref().is_some_and(|settled| settled.matches(row)), expected, "{}: {row}", case.name);
            // All rows that have a time have it as a single date.
            let Some(moment) = row.get("ts").and_then(Value::as_str) else { continue };
            let millis = moment.parse::<jiff::Timestamp>().unwrap().as_millisecond();
            let (window, rest) = filter.window("ts");
            assert_eq!(window.contains(&millis) && rest.matches(row), expected, "{}: {row}", case.name);
        }
    }
}

/// Values as rows and filters have them; some are dates, some look like operators.
fn values() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec!["a", "b", "ts", "0", "1", "_id", "a.b", "$x", "$gt", "$date", ""]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3_i64..4).prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec!["", "a", "2023-11-01T23:20:57.357Z", "é", "string"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..4)
                .prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

/// What has the form of a filter, right or wrong.
fn filters() -> impl Strategy<Value = Value> {
    let operators = prop::sample::select(vec![
        "$eq",
        "$ne",
        "$gt",
        "$gte",
        "$lt",
        "$lte",
        "$in",
        "$nin",
        "$exists",
        "$type",
        "$regex",
        "$options",
        "$not",
        "$elemMatch",
        "$all",
        "$size",
        "$mod",
        "$or",
        "$foo",
    ]);
    let paths = prop::sample::select(vec!["a", "a.b", "a.0", "a.0.b", "ts", "ts.0", "", ".", "a..b", "1"]);
    let said = (operators, prop_oneof![values(), values().prop_map(|value| json!([value]))])
        .prop_map(|(operator, value)| json!({ operator: value }));
    let said = prop_oneof![values(), said.clone(), said.prop_map(|inner| json!({ "$not": inner }))];
    let one = (paths, said).prop_map(|(path, said)| json!({ path: said }));
    one.prop_recursive(3, 12, 3, |inner| {
        (prop::sample::select(vec!["$and", "$or", "$nor", "a"]), prop::collection::vec(inner, 0..3)).prop_map(
            |(name, inner)| {
                if name == "a" { json!({ "a": { "$elemMatch": inner.first() } }) } else { json!({ name: inner }) }
            },
        )
    })
}

#[test]
fn no_filter_and_no_row_make_it_fall() {
    let config = Config { cases: 2_000, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..Config::default() };
    let dialect = Dialect { dates: vec!["ts".into(), "a.b".into()], ..Dialect::default() };
    let compiled = std::cell::Cell::new(0);
    let tried = TestRunner::new(config).run(&(filters(), values(), values()), |(filter, row, other)| {
        let Ok(filter) = Filter::compile(&filter, &dialect) else { return Ok(()) };
        compiled.set(compiled.get() + 1);
        let not = Filter::compile(&json!({ "$nor": [{ "a": 1 }, { "b": 2 }] }), &dialect).unwrap();
        let both = filter.clone().and(not.clone());
        prop_assert_eq!(both.matches(&row), filter.matches(&row) && not.matches(&row));
        prop_assert_eq!(both.canonical(), not.and(filter.clone()).canonical());
        let (_, rest) = filter.window("ts");
        prop_assert!(rest.canonical().len() <= filter.canonical().len());
        // One order for all values: what is less one way is greater the other.
        for path in ["a", "a.b", "ts", "a.0"] {
            let order = Sort { by: vec![(Arc::from(path), false)] }.order(&dialect.dates);
            let (one, two) = (order.key(&row), order.key(&other));
            prop_assert_eq!(one.cmp(&two), two.cmp(&one).reverse());
        }
        let projection = Projection::only(&["a.b".to_owned(), "ts".to_owned()]);
        let sent = projection.apply(row.clone());
        prop_assert_eq!(&projection.apply(sent.clone()), &sent);
        Ok(())
    });
    tried.unwrap();
    assert!(compiled.get() > 500, "{} filters can be read", compiled.get());
}
