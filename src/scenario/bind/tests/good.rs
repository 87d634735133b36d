//! What is bound of good files.

use serde_json::json;

use super::*;
use crate::collection::{Definition, Make, Origin, PartitionBy, Take};
use crate::scenario::effect::Effect;

/// One file that is good.
fn bound(text: &str) -> Bound {
    let mut bench = Bench::new();
    bench.write("s.yaml", &format!("standin: 1\n{text}"));
    let loaded = bench.load(&["s.yaml"]);
    assert!(loaded.told.is_empty(), "{text}: {:?}", loaded.told);
    loaded.bound
}

fn definition<'b>(bound: &'b Bound, name: &str) -> &'b Definition {
    &bound.rules.collections().definitions[name]
}

/// The effect of the first rule for an operation.
fn effect(bound: &Bound, at: usize) -> &Effect {
    &bound.rules.rules()[at].effects[0]
}

#[test]
fn a_collection_takes_from_the_document_what_it_does_not_say() {
    let bound = bound("collections: { users: { item: { of: users }, newest: examples } }");
    let users = definition(&bound, "users");
    assert!(users.item.is_some() && users.schemas.is_none() && bound.rules.collections().schemas.is_some());
    assert_eq!((users.size, &*users.key.as_ref().unwrap().field), (Some(1000), "_id"));
    // What breaks the schema is no row.
    let names: Vec<_> = users.newest.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Ada", "Bob"]);
    assert!(matches!(users.origin, Origin::Made) && users.partition == PartitionBy::Nothing);
}

#[test]
fn an_item_of_its_own_has_schemas_of_its_own() {
    let schema = "{ type: object, properties: { id: { type: integer }, at: { type: string, format: date-time } } }";
    let bound = bound(&format!("collections: {{ things: {{ item: {{ schema: {schema} }}, size: 1_000_000 }} }}"));
    let things = definition(&bound, "things");
    let collections = bound.rules.collections();
    assert!(things.schemas.is_some() && collections.schemas.is_none());
    let arena = collections.schemas_of(things).unwrap().arena();
    assert_eq!(arena.property_names(things.item.unwrap()), ["id", "at"]);
    assert_eq!((things.size, &*things.key.as_ref().unwrap().field), (Some(1_000_000), "id"));
}

#[test]
fn each_way_to_make_a_member_is_bound() {
    let bound = bound(
        r#"
collections:
  messages:
    item: { of: users }
    time: { field: created, gap: 1m }
    fields:
      a: text
      b: { fake: person.firstName }
      c: { pick: { of: people, take: name } }
      d: { pick: { of: people, take: [name] } }
      e: { one-of: [1, x] }
      f: { weighted: { none: 9, x: 1 } }
      g: { between: [1, 5] }
      h: { pattern: "a+" }
      i: { before: created, by: 30ms..110ms, rate: 5%, lasts: 10, hidden: true }
      j: { value: { fake: 1 } }
      name: {}
      l: { x: 1, y: [2] }
  people: { fields: { name: Ada } }
"#,
    );
    let fields = &definition(&bound, "messages").fields;
    let take = |name: &str| matches!(&fields["c"].make, Make::Pick(of, Take::Member(taken)) if **of == *"people" && **taken == *name);
    assert!(take("name"));
    assert!(matches!(&fields["a"].make, Make::Constant(value) if value == "text"));
    assert!(matches!(&fields["b"].make, Make::Fake(_)));
    assert!(matches!(&fields["d"].make, Make::Pick(_, Take::Members(names)) if names.len() == 1));
    assert!(matches!(&fields["e"].make, Make::OneOf(makes) if makes.len() == 2));
    assert!(matches!(&fields["f"].make, Make::Weighted(all) if all[0].0.is_none() && all[1].1 > 0.99));
    assert!(
        matches!(&fields["g"].make, Make::Between(low, high) if low.as_i64() == Some(1) && high.as_i64() == Some(5))
    );
    assert!(matches!(&fields["h"].make, Make::Pattern(_)));
    let shifted = &fields["i"];
    assert!(matches!(&shifted.make, Make::Shift(other, -110, -30) if **other == *"created"));
    assert_eq!((shifted.rate, shifted.lasts, shifted.is_hidden), (Some(0.05), Some(10), true));
    assert!(matches!(&fields["j"].make, Make::Constant(value) if *value == json!({ "fake": 1 })));
    assert!(matches!(&fields["name"].make, Make::Schema));
    assert!(matches!(&fields["l"].make, Make::Constant(value) if *value == json!({ "x": 1, "y": [2] })));
}

#[test]
fn time_ends_where_it_says_or_where_newer_rows_begin() {
    for (time, newest, follows, end, start, gap) in [
        ("{ field: created }", "", true, 0, 0, Some(600_000)),
        ("{ field: created, end: now, gap: 1m }", "", true, 0, 0, Some(60_000)),
        (
            "{ field: created, end: '2020-01-02T00:00:00Z' }",
            "",
            false,
            1_577_923_200_000,
            1_577_923_200_000,
            Some(600_000),
        ),
        (
            "{ field: created, end: '2020-01-02T00:00:00Z', start: '2020-01-01T00:00:00Z' }",
            "",
            false,
            1_577_923_200_000,
            1_577_836_800_000,
            None,
        ),
        (
            "{ field: created, least: 1s }",
            "newest: examples",
            false,
            1_577_836_799_000,
            1_577_836_799_000,
            Some(600_000),
        ),
    ] {
        let newest = if newest.is_empty() { String::new() } else { format!(", {newest}") };
        let bound = bound(&format!("collections: {{ users: {{ item: {{ of: users }}, time: {time}{newest} }} }}"));
        let found = definition(&bound, "users").time.clone().unwrap();
        assert_eq!((found.follows, found.line.end, found.line.start, found.gap), (follows, end, start, gap), "{time}");
    }
    let bound = bound(
        "collections: { users: { key: id, time: { field: ts, hours: { '08:00-09:30': 1 }, weekend: 0, offset: '-05:30' } } }",
    );
    let line = &definition(&bound, "users").time.as_ref().unwrap().line;
    assert_eq!((line.hours.len(), line.offset), (168, -19_800_000));
    let hours = [8, 9, 10, 5 * 24 + 8].map(|hour: usize| format!("{:.2}", line.hours[hour]));
    assert_eq!(hours, ["1.00", "0.51", "0.02", "0.00"]);
}

#[test]
fn a_list_says_where_rows_stand_and_what_is_counted() {
    let users = "collections: { users: { item: { of: users } } }\nlists:\n  - on: users\n    collection: users\n";
    for (more, into, wants_total) in [
        ("", Some("/users"), true),
        ("    into: /users\n", Some("/users"), true),
        // In a body of its own the text says where.
        ("    body: { users: \"{{ rows }}\" }\n", None, false),
        ("    body: { users: \"{{ rows }}\", total: \"{{ page.total }}\" }\n", None, true),
        ("    body: { a: [1, { b: '{{rows}}' }] }\n    allow: invalid-body\n", None, false),
        ("    body: \"{{ rows }}\"\n    links: true\n    allow: invalid-body\n", None, true),
    ] {
        let bound = bound(&format!("{users}{more}"));
        let effect = effect(&bound, 0);
        let list = effect.list.as_ref().unwrap();
        assert_eq!(list.into.as_ref().map(ToString::to_string).as_deref(), into, "{more}");
        assert_eq!(list.wants_total, wants_total, "{more}");
        assert_eq!(&*list.source.collection, "users");
    }
}

#[test]
fn only_what_something_looks_at_is_made() {
    let users = "collections: { users: { item: { of: users } } }\nlists:\n  - on: users\n    collection: users\n    also: { a: { limit: 9 }, b: {} }\n    allow: invalid-body\n";
    // Links, and of either: rows, the first, the total.
    for (more, links, a, b) in [
        ("    body: { users: '{{ rows }}' }\n", false, "", ""),
        ("    body: { users: '{{ rows }}', n: '{{ also.a.total }}' }\n", false, "t", ""),
        ("    body: { users: '{{ rows }}', n: '{{ also.a.first.id or also.b.rows }}' }\n", false, "f", "r"),
        ("    body: { users: '{{ rows }}', n: '{{ also.a }}' }\n", false, "rft", ""),
        ("    body: { users: '{{ rows }}', n: '{{ also[query.b].first }}' }\n", false, "rft", "rft"),
        ("    body: { users: '{{ rows }}', n: \"{{ page['links'].next }}\" }\n", true, "", ""),
        ("    body: { users: '{{ rows }}', n: '{{ page }}' }\n", true, "", ""),
        ("    body: { users: '{{ rows }}', n: 'page.links' }\n", false, "", ""),
        ("    headers: { X-A: '{{ also.b.first.id }}{{ page.links.next }}' }\n", true, "", "f"),
    ] {
        let bound = bound(&format!("{users}{more}"));
        let list = effect(&bound, 0).list.as_ref().unwrap();
        let told = |name: &str| {
            let needs = list.also[name].needs;
            let parts = [(needs.rows, 'r'), (needs.first, 'f'), (needs.total, 't')];
            parts.into_iter().filter_map(|(is_needed, part)| is_needed.then_some(part)).collect::<String>()
        };
        assert_eq!((list.wants_links, &*told("a"), &*told("b")), (links, a, b), "{more}");
    }
}

#[test]
fn collections_of_later_files_are_known_and_what_is_off_defines_them_too() {
    let mut bench = Bench::new();
    bench.write(
        "a.yaml",
        "standin: 1\nlists: [{ on: users, collection: people, where: [{ from: query.q, field: at }] }]\n",
    );
    bench.write(
        "b.yaml",
        "standin: 1\nactive: on-request\ncollections: { people: { key: id, fields: { at: { after: ts, by: 1s } }, time: { field: ts } } }\n",
    );
    bench.write("c.yaml", "standin: 1\nfor: another\ncollections: { people: { key: id } }\n");
    let loaded = bench.load(&["a.yaml", "b.yaml", "c.yaml"]);
    assert!(loaded.told.is_empty(), "{:?}", loaded.told);
    assert_eq!(loaded.bound.rules.collections().definitions.len(), 1);
    let list = effect(&loaded.bound, 0).list.as_ref().unwrap();
    let crate::scenario::list::Says::Field { dialect, .. } = &list.conditions[0].says else { panic!("{list:?}") };
    assert_eq!(dialect.dates.iter().map(|date| &**date).collect::<Vec<_>>(), ["at", "ts"]);
}

#[test]
fn a_list_comes_after_the_rules_of_its_rank_and_is_shadowed_as_they_are() {
    let text = "standin: 1\ncollections: { users: { item: { of: users } } }\nlists: [{ on: users, collection: users }]\nrules:\n";
    for (rule, shadowed) in
        [("{ on: users, when: { query: { count: 0 } }, then: 400 }", false), ("{ on: users, then: 400 }", true)]
    {
        let mut bench = Bench::new();
        bench.write("s.yaml", &format!("{text}  - {rule}\n"));
        let loaded = bench.load(&["s.yaml"]);
        let is_told = loaded.told.iter().any(|line| line.starts_with("s /lists/0 shadowed"));
        assert_eq!(is_told, shadowed, "{:?}", loaded.told);
    }
}

#[test]
fn what_was_good_goes_on_without_what_cannot_be_bound_any_more() {
    let mut bench = Bench::new();
    let good =
        "standin: 1\ncollections: { users: { item: { of: users } } }\nlists: [{ on: users, collection: users }]\n";
    bench.write("a.yaml", good);
    bench.write("b.yaml", "standin: 1\ncollections: { more: { fields: { a: { pick: users } } } }\n");
    assert!(bench.load(&["a.yaml", "b.yaml"]).told.is_empty());
    // While it is broken it is served as it was, and others still find what it defines.
    bench.write("a.yaml", "standin: 1\ncollections: { users: { itme: 1 } }\n");
    let loaded = bench.load(&["a.yaml", "b.yaml"]);
    assert_eq!((loaded.told.len(), loaded.bound.broken.len()), (1, 1), "{:?}", loaded.told);
    assert_eq!(loaded.bound.rules.collections().definitions.len(), 2);
    assert!(loaded.bound.lost.is_empty());
}

#[test]
fn rows_of_a_file_are_those_of_the_folder_and_it_is_looked_out_for() {
    let mut bench = Bench::new();
    bench.write("people.csv", "id,name\n1,Ada\n2,Bob\n");
    bench.write("s.yaml", "standin: 1\ncollections: { people: { file: people.csv, key: id } }\n");
    let loaded = bench.load(&["s.yaml"]);
    assert!(loaded.told.is_empty(), "{:?}", loaded.told);
    let Origin::Read(rows) = &definition(&loaded.bound, "people").origin else { panic!("no rows were read") };
    assert_eq!((rows.count(), rows.row(1)), (2, json!({ "id": 2, "name": "Bob" })));
    assert!(loaded.bound.sources.iter().any(|path| path.ends_with("people.csv")));
    for (file, expected) in [
        ("../people.csv", "outside: `../people.csv` leads out of the folder of the scenario"),
        ("peple.csv", "missing: `peple.csv` cannot be read: no such file (did you mean `people.csv`?)"),
    ] {
        bench.write("t.yaml", &format!("standin: 1\ncollections: {{ people: {{ file: {file} }} }}\n"));
        let told = bench.load(&["t.yaml"]).told;
        assert!(told[0].starts_with(&format!("t /collections/people/file file-{expected}")), "{told:?}");
    }
}

#[test]
fn how_many_rows_there_are_may_be_worked_out() {
    let bound = bound(
        "settings: { rows: 5 }\ncollections: { users: { partition: any, key: id, size: '{{ settings.rows }}' } }",
    );
    assert_eq!(definition(&bound, "users").size, None);
    let sizing = &bound.rules.sizes["users"];
    assert_eq!(sizing.settings["rows"], 5);
}
