//! What scopes know beside the call: variables, collections, what a list shows.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::Setting;
use crate::base::Seed;
use crate::collection::{Collections, Definition, Indexes, Key, Origin, PartitionBy, Reading, read};
use crate::scenario::expression::{Beside, Data, Scope, Sizing};
use crate::scenario::template::{ROW_MARK, ROWS_MARK};
use crate::scenario::{Blueprint, Expression, Reader, Template};

/// Users that are written out, and for each of them messages.
pub(in crate::scenario) fn collections() -> Arc<Collections> {
    let key = |field: &str| Some(Key { field: field.into(), shape: None, join: None });
    let users = json!([
        { "_id": "u1", "username": "anna", "emails": [{ "address": "anna@example.org" }], "age": 41 },
        { "_id": "u2", "username": "bert", "emails": [{ "address": "bert@example.org" }], "age": 7 },
        { "_id": "u3", "username": "carla", "emails": [], "age": 41 },
        { "_id": "u4", "age": 1 },
    ]);
    let messages: Vec<_> = (0..20).map(|n| json!({ "_id": n, "text": format!("message {n}") })).collect();
    let many: Vec<_> = (0..10_001).map(|n| json!({ "_id": n })).collect();
    let written = |value: Value| Origin::Written(value.as_array().cloned().unwrap());
    let definitions = [
        Definition { name: "users".into(), origin: written(users), key: key("_id"), ..Definition::default() },
        Definition {
            name: "messages".into(),
            origin: written(messages.into()),
            partition: PartitionBy::Rows("users".into()),
            key: key("_id"),
            ..Definition::default()
        },
        Definition { name: "many".into(), origin: written(many.into()), key: key("_id"), ..Definition::default() },
    ];
    let definitions = definitions.into_iter().map(|definition| (Arc::clone(&definition.name), definition)).collect();
    Arc::new(Collections::new(None, definitions))
}

/// Does something with a scope that knows these collections and variables.
pub(in crate::scenario) fn with<T>(
    setting: &Setting,
    vars: &[(&str, &str)],
    sizes: &[(&str, &str)],
    work: impl FnOnce(&Scope<'_>) -> T,
) -> T {
    let vars: Vec<_> = vars.iter().map(|(name, text)| (Arc::from(*name), Expression::compile(text).unwrap())).collect();
    let sizes: IndexMap<_, _> = sizes
        .iter()
        .map(|(name, text)| {
            let template = Arc::new(Template::compile(text).unwrap());
            (Arc::from(*name), Sizing { template, settings: setting.settings.clone() })
        })
        .collect();
    let (collections, indexes) = (collections(), Indexes::default());
    let data = Data { collections: &collections, indexes: &indexes, sizes: &sizes, root: Seed::new(3), now: 0 };
    setting.scope(|scope| work(&Scope { beside: Beside { vars: &vars, data: Some(data), ..scope.beside }, ..*scope }))
}

fn value(text: &str, scope: &Scope<'_>) -> Option<Value> {
    let compiled = Expression::compile(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    compiled.value(scope).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

#[test]
fn variables_read_those_above_them() {
    let vars = [
        ("a", "query.count | int"),
        ("later", "vars.last"),
        ("b", "vars.a + 1"),
        ("fails", "1 / 0"),
        ("uses_failed", "vars.fails | default('nothing')"),
        ("user", "find('users', {'username': 'bert'})"),
        ("own", "vars.own"),
        ("last", "vars.b + vars.user.age"),
    ];
    let setting = Setting::usual();
    for (expression, expected) in [
        ("vars.a", Some(json!(150))),
        ("vars.last", Some(json!(158))),
        ("vars.later", None),
        ("vars.own", None),
        ("vars.fails", None),
        ("vars.uses_failed", Some(json!("nothing"))),
        ("vars.user.emails[0].address", Some(json!("bert@example.org"))),
        ("vars['b']", Some(json!(151))),
        ("vars.unknown", None),
    ] {
        assert_eq!(with(&setting, &vars, &[], |scope| value(expression, scope)), expected, "{expression}");
    }
}

#[test]
fn a_variable_is_worked_out_once_for_a_call() {
    let setting = Setting::usual();
    let vars =
        [("name", "settings.name"), ("drawn", "uuid()"), ("steady", "query.count"), ("visits", "counters.visits")];
    with(&setting, &vars, &[], |scope| {
        assert_eq!(value("vars.steady", scope), Some(json!("150")));
        assert!(!scope.asked.is_unsteady(), "only the call was looked at");
        let drawn = value("vars.drawn", scope).unwrap();
        let other = Scope { seed: Seed::new(99), hit: 40, ..*scope };
        assert_eq!(value("vars.drawn", &other), Some(drawn), "another rule has another seed");
        assert_eq!(value("vars.name", scope), Some(json!("lift")));
        assert!(!scope.asked.is_unsteady(), "a setting is no counter");
        value("vars.visits", scope);
        assert!(scope.asked.is_unsteady(), "a counter was looked at");
        let (name, changed) = ("name".to_owned(), Map::from_iter([("name".to_owned(), json!("changed"))]));
        assert_eq!(value("vars.name", &Scope { settings: &changed, ..*scope }), Some(json!("lift")), "{name}");
    });
}

#[test]
fn a_long_chain_of_variables_needs_no_deep_stack() {
    let texts: Vec<_> = (0..2_000)
        .map(|index| {
            (format!("v{index}"), if index == 0 { "1".to_owned() } else { format!("vars.v{} + 1", index - 1) })
        })
        .collect();
    let vars: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let setting = Setting::usual();
    assert_eq!(with(&setting, &vars, &[], |scope| value("vars.v1999", scope)), Some(json!(2_000)));
}

#[test]
fn rows_are_found_by_key_and_by_members() {
    let setting = Setting::usual();
    let sizes = [("messages", "{{ settings.limits.dm * 2 + partition.age }}")];
    for (expression, expected) in [
        ("find('users', 'u2').username", Some(json!("bert"))),
        ("find('users', 'u9')", None),
        ("find('users', query.nothing)", None),
        ("find('users', {'username': 'carla'})._id", Some(json!("u3"))),
        ("find('users', {'age': 41})._id", Some(json!("u1"))),
        ("find('users', {'age': 41, 'username': 'carla'})._id", Some(json!("u3"))),
        ("find('users', {'emails.address': 'bert@example.org'})._id", Some(json!("u2"))),
        ("find('users', {'username': {'$ne': 'x'}})", None),
        ("find('users', {'username': query.nothing})", None),
        ("find('messages', 3, 'u1').text", Some(json!("message 3"))),
        ("find('messages', 3, 'u9')", None),
        ("find('messages', 3)", None),
        ("total('users')", Some(json!(4))),
        ("total('messages', 'u9')", None),
        ("total('messages')", None),
        ("find('many', 10000)._id", Some(json!(10_000))),
    ] {
        assert_eq!(with(&setting, &[], &sizes, |scope| value(expression, scope)), expected, "{expression}");
    }
    for (expression, expected) in [
        ("find('user', 1)", "there is no collection `user`"),
        ("find(1, 1)", "`find` needs the name of a collection: here is a number"),
        ("find('many', {'a': 1})", "`find` looks for members among 10000 rows at most: here are 10001"),
    ] {
        let compiled = Expression::compile(expression).unwrap();
        let error = with(&setting, &[], &[], |scope| compiled.value(scope)).unwrap_err();
        assert_eq!(error.message, expected, "{expression}");
    }
    with(&setting, &[], &[], |scope| {
        value("find('users', {'username': query.tag})", scope);
        assert_eq!(scope.beside.data.unwrap().indexes.held(), (0, 0), "what clients ask for pushes nothing out");
    });
    let many = Expression::compile("range(10000) | map('string') | length + find('many', 1)._id").unwrap();
    assert!(with(&setting, &[], &[], |scope| many.value(scope)).is_ok());
}

#[test]
fn a_list_tells_of_its_page() {
    let setting = Setting::usual();
    with(&setting, &[], &[], |scope| {
        let data = scope.beside.data.unwrap();
        let definition = data.collections.definitions.get("users").unwrap();
        let (_, rows) = data.opened(definition, None, None, scope).unwrap();
        let page = read(rows, &Reading { limit: Some(2), ..Reading::default() }, data.indexes).unwrap();
        let (value_of_page, also) =
            (json!({ "count": 2, "total": 4, "next": null }), json!({ "newest": { "total": 9 } }));
        let (partition, row) = (json!({ "name": "home" }), json!({ "_id": 5 }));
        let beside = Beside {
            page: Some((&value_of_page, &page)),
            also: Some(&also),
            partition: Some(&partition),
            ..scope.beside
        };
        let scope = Scope { beside, ..*scope };
        for (expression, expected) in [
            ("page.total - page.count", Some(json!(2))),
            ("page.rows | map(attribute='_id') | list", Some(json!(["u1", "u2"]))),
            ("page.rows[1].username", Some(json!("bert"))),
            ("page.rows[-1].username", Some(json!("bert"))),
            ("page.rows[2]", None),
            ("(page.rows | last).username ~ (page.rows | first)._id", Some(json!("bertu1"))),
            ("page.rows | last | keys", Some(json!(["_id", "username", "emails", "age"]))),
            ("page.next", Some(json!(null))),
            ("also.newest.total", Some(json!(9))),
            ("also.oldest.total", None),
            ("partition.name", Some(json!("home"))),
            ("row.anything", None),
            ("number", None),
        ] {
            assert_eq!(value(expression, &scope), expected, "{expression}");
        }
        let marked = json!({ "list": ["{{ rows }}"], "total": "{{ page.total }}", "one": { "a/b": " {{ row }} " }, "c": "{{ row.x }}" });
        let blueprint = Blueprint::compile(&marked).unwrap();
        let marks: Vec<_> = blueprint.marks().iter().map(ToString::to_string).collect();
        assert_eq!(marks, ["/list/0", "/one/a~1b"]);
        let expected = json!({ "list": [ROWS_MARK], "total": 4, "one": { "a/b": ROW_MARK }, "c": null });
        assert_eq!(blueprint.value(&scope).unwrap(), expected);
        let scope = Scope { beside: Beside { row: Some(&row), ..scope.beside }, ..scope };
        assert_eq!(value("row._id", &scope), Some(json!(5)));
        assert_eq!(value("row", &scope), Some(row.clone()));
    });
}

#[test]
fn a_text_tells_what_it_reads() {
    let mentions = |text: &str| -> Vec<String> {
        let template = Template::compile(text).unwrap();
        let told = template.mentions().iter();
        told.map(|mention| format!("{}:{}", mention.name, mention.path.join("."))).collect()
    };
    for (template, expected) in [
        (
            "{{ vars.me._id }}{{ query[vars.name].x }}{{ body.items[0].id }}",
            vec!["vars:me._id", "vars:name", "query:", "body:items"],
        ),
        ("{% for x in page.rows %}{{ x.y }}{% endfor %}{% set body = 1 %}{{ body.a }}", vec!["page:rows"]),
        ("{{ find('users', hit).name }}{{ total(query.a) }}", vec!["hit:", "find:users", "query:a", "total:"]),
        ("{{ path.a if path['b'] else path.c.d }}", vec!["path:b", "path:a", "path:c.d"]),
    ] {
        assert_eq!(mentions(template), expected, "{template}");
    }
    for (expression, readers) in [
        ("query.a", vec![Reader::Call, Reader::Var, Reader::List, Reader::Page, Reader::Each, Reader::One]),
        ("hit", vec![Reader::Call, Reader::List, Reader::Page, Reader::Each, Reader::One]),
        ("page.total", vec![Reader::Page, Reader::Each]),
        ("row.a", vec![Reader::Each, Reader::One, Reader::Row]),
        ("partition.a", vec![Reader::List, Reader::Page, Reader::Each, Reader::Row]),
        ("pair[0].a", vec![Reader::Row]),
        (
            "find('a', 1)",
            vec![Reader::Call, Reader::Var, Reader::List, Reader::Page, Reader::Each, Reader::One, Reader::Row],
        ),
    ] {
        let all = [Reader::Call, Reader::Var, Reader::List, Reader::Page, Reader::Each, Reader::One, Reader::Row];
        let compiled = Expression::compile(expression).unwrap();
        let knowing: Vec<_> = all.into_iter().filter(|reader| compiled.check(*reader).is_ok()).collect();
        assert_eq!(knowing, readers, "{expression}");
    }
    for (text, message) in [
        ("{{ vars }}", "`vars` is read by name, at column 4"),
        ("{{ vars[query.a] }}", "`vars` is read by name, at column 4"),
        ("{{ rows | length }}", "`rows` is the place where the rows of a list stand in its `body`"),
        ("all: {{ rows }}", "`rows` is the place where the rows of a list stand in its `body`"),
        ("{{ page.totl }}", "`page` has no `totl`, at column 9"),
        ("{{ find('users') }}", "`find` is not called like this, at column 4"),
    ] {
        assert_eq!(Template::compile(text).expect_err(text).message, message, "{text}");
    }
}
