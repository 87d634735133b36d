//! What formulas of rows see, what they may read, and that plain ones take no run.

use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};

use crate::base::Seed;
use crate::collection::{Formula, Standpoint};
use crate::scenario::RowFormula;
use crate::schema::Locale;

/// A place where a row is made.
struct Place {
    partition: Value,
    pair: [Value; 2],
    seed: u64,
}

impl Place {
    fn usual() -> Self {
        Self {
            partition: json!({ "_id": "p1", "user": { "name": "Zoë", "age": 41 }, "tags": ["x", "y"] }),
            pair: [json!({ "name": "anna" }), json!({ "name": "bert" })],
            seed: 7,
        }
    }
}

impl Standpoint for Place {
    fn member(&self, name: &str) -> Option<Value> {
        match name {
            "msg" => Some("hello".into()),
            "n" => Some(3.into()),
            "u" => Some(json!({ "name": "anna", "score": 1.0 })),
            "z" => Some(Value::Null),
            _ => None,
        }
    }

    fn number(&self) -> u64 {
        12
    }

    fn count(&self) -> u64 {
        100
    }

    fn partition(&self) -> Option<&Value> {
        Some(&self.partition)
    }

    fn pair(&self) -> Option<&[Value; 2]> {
        Some(&self.pair)
    }

    fn scene(&self, name: &str) -> Option<Value> {
        (name == "who").then(|| json!({ "name": "carla" }))
    }

    fn group(&self) -> Option<Value> {
        Some(json!({ "name": "thread", "role": "leader", "leader": 12, "followers": [14, 17, 99] }))
    }

    fn at(&self, number: u64, path: &str) -> Option<Value> {
        (number < 50).then(|| format!("{path} of {number}").into())
    }

    fn find(&self, collection: &str, key: &Value) -> Option<Value> {
        (collection == "users").then(|| json!({ "_id": key, "name": "found" }))
    }

    fn seed(&self) -> Seed {
        Seed::new(self.seed)
    }

    fn locale(&self) -> Locale {
        Locale::En
    }
}

#[test]
fn a_row_reads_what_is_around_it() {
    let place = Place::usual();
    for (template, expected) in [
        (json!("{{ row.msg }}"), Some(json!("hello"))),
        (json!("{{ row.n }}"), Some(json!(3))),
        (json!("{{ row.u }}"), Some(json!({ "name": "anna", "score": 1.0 }))),
        (json!(" {{ row.u.name }}\n"), Some(json!("anna"))),
        (json!("{{ row.nothing }}"), None),
        (json!("{{ row.nothing.deeper }}"), None),
        (json!("{{ row.z }}"), Some(json!(null))),
        (json!("{{ row.nothing or omit }}"), None),
        (json!("{{ omit }}"), None),
        (json!("{{ row.n + 1 if row.n > 5 }}"), None),
        (json!("{{ partition._id }}"), Some(json!("p1"))),
        (json!("{{ partition.user.name }}"), Some(json!("Zoë"))),
        (json!("{{ partition.tags[-1] }}"), Some(json!("y"))),
        (json!("{{ partition }}"), Some(Place::usual().partition)),
        (json!("{{ number }}"), Some(json!(12))),
        (json!("{{ scene.who.name }}"), Some(json!("carla"))),
        (json!("{{ pair[0].name }}"), Some(json!("anna"))),
        (json!("{{ pair[1].name }}"), Some(json!("bert"))),
        (json!("{{ pair | map(attribute='name') | join(' and ') }}"), Some(json!("anna and bert"))),
        (json!("{{ group.followers | length }}"), Some(json!(3))),
        (json!("{{ group.index }}"), None),
        (json!("{{ at(group.leader, 'ts') }}"), Some(json!("ts of 12"))),
        (json!("{{ at(group.followers, 'u._id') | unique }}"), Some(json!(["u._id of 14", "u._id of 17"]))),
        (json!("{{ at(99, 'ts') }}"), None),
        (json!("{{ at(group.index, 'ts') }}"), None),
        (json!("{{ find('users', row.n).name }}"), Some(json!("found"))),
        (json!("{{ find('rooms', row.n) }}"), None),
        (
            json!("<{{ row.msg }}|{{ row.nothing }}|{{ row.z }}|{{ row.u }}|{{ number }}>"),
            Some(json!(r#"<hello|||{"name":"anna","score":1.0}|12>"#)),
        ),
        (json!("{{ row.msg | upper }} {{ row.n * 2 }}"), Some(json!("HELLO 6"))),
        (json!({ "a": ["{{ row.n }}", 1], "b": "{{ row.nothing }}" }), Some(json!({ "a": [3, 1], "b": null }))),
    ] {
        let formula = RowFormula::of_value(&template).unwrap_or_else(|errors| panic!("{template}: {errors:?}"));
        assert_eq!(formula.value(&place), expected, "{template}");
    }
    for (expression, expected) in
        [("row.n > 2", true), ("row.nothing", false), ("group.role == 'leader'", true), ("1 / 0", false)]
    {
        let formula = RowFormula::of_test(expression).unwrap();
        assert_eq!(formula.value(&place), Some(Value::Bool(expected)), "{expression}");
    }
}

#[test]
fn what_a_row_draws_is_its_own_and_the_same_again() {
    let drawn = |template: &str, seed: u64| {
        RowFormula::of_text(template).unwrap().value(&Place { seed, ..Place::usual() }).unwrap()
    };
    for template in [
        "{{ uuid() }}",
        "{{ pick(range(1000)) }}",
        "{{ fake('person.firstName') }}{{ random(1, 100000) }}",
        "{{ hex(9) }}",
    ] {
        assert_eq!(drawn(template, 7), drawn(template, 7), "{template}");
        assert_ne!(drawn(template, 7), drawn(template, 8), "{template}");
    }
}

#[test]
fn a_formula_says_what_it_reads() {
    for (template, reads, is_of_partition) in [
        ("{{ row.b }}{{ row.a.c }}{{ row['b'] }}", vec!["a", "b"], false),
        ("{{ partition._id }}", vec![], true),
        ("{{ partition.name | upper }}-{{ find('users', partition._id).name }}", vec![], true),
        ("{{ partition._id }}{{ number }}", vec![], false),
        ("{{ partition._id }}{{ uuid() }}", vec![], false),
        ("{{ at(number, 'x') if row.y else scene.z }}", vec!["y"], false),
    ] {
        let formula = RowFormula::of_text(template).unwrap();
        assert_eq!(formula.reads(), reads.into_iter().map(Arc::from).collect::<Vec<_>>(), "{template}");
        assert_eq!(formula.is_of_partition(), is_of_partition, "{template}");
    }
}

#[test]
fn a_row_is_the_same_for_all_calls() {
    let help = "a row is the same for all calls: it knows `row`, `number`, `partition`, `scene`, `group`, `pair`, `at(…)` and `find(…)`";
    for (template, message, expected) in [
        ("{{ query.count }}", "`query` is not known here", help),
        ("{{ row.a ~ now }}", "`now` is not known here", help),
        ("{{ total('users') }}", "`total` is not known here", help),
        ("{{ row[row.a] }}", "members of `row` are read by name: each is made when it is read", "write `row.NAME`"),
        ("{{ row }}", "members of `row` are read by name: each is made when it is read", "write `row.NAME`"),
        ("{{ scene }}", "`scene` is read by name, at column 4", "write `scene.NAME`"),
        ("{{ group.leeder }}", "`group` has no `leeder`, at column 10", "did you mean `group.leader`?"),
    ] {
        let error = RowFormula::of_text(template).expect_err(template);
        assert_eq!((error.message.as_str(), error.help.as_deref()), (message, Some(expected)), "{template}");
    }
    let errors = RowFormula::of_value(&json!({ "a": ["{{ hit }}"], "b": "{{ qurey }}" })).unwrap_err();
    assert_eq!(errors.iter().map(|(at, _)| at.as_str()).collect::<Vec<_>>(), ["/b"], "what cannot be read comes first");
    let errors = RowFormula::of_value(&json!({ "a": ["{{ hit }}"], "b": "{{ row.a }}" })).unwrap_err();
    assert_eq!(errors.iter().map(|(at, _)| at.as_str()).collect::<Vec<_>>(), ["/a/0"]);
}

/// Not a measurement, but what would be slow by an order of magnitude is seen.
#[test]
fn a_plain_read_takes_no_run() {
    let place = Place::usual();
    let [plain, text, run] =
        ["{{ partition._id }}", "x {{ row.n }}", "{{ row.n + 1 }}"].map(|text| RowFormula::of_text(text).unwrap());
    let took = |formula: &RowFormula| {
        let began = Instant::now();
        for _ in 0..20_000 {
            assert!(formula.value(&place).is_some());
        }
        began.elapsed()
    };
    let (plain, text, run) = (took(&plain), took(&text), took(&run));
    assert!(plain * 2 < run && text < run, "{plain:?} and {text:?} beside {run:?}");
}
