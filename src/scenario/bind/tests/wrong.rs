//! Mistakes in collections, lists and items, and the words about them, as a table.

use super::*;

#[test]
fn mistakes_are_told_as_the_table_has_it() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scenario/bind/tests/mistakes.txt");
    let table = fs::read_to_string(&path).unwrap();
    let mut found = String::new();
    let mut bench = Bench::new();
    for block in table.split("--- ").skip(1) {
        let (kind, rest) = block.split_once('\n').unwrap();
        let written: String = rest.split_inclusive('\n').filter(|line| !line.starts_with("=> ")).collect();
        let indented = written.trim_end().replace('\n', "\n    ");
        let text = match kind {
            "file" => format!("standin: 1\n{written}"),
            "collection" => format!("standin: 1\ncollections:\n  users:\n    {indented}\n"),
            "list" => {
                format!("standin: 1\ncollections: {COLLECTIONS}\nlists:\n  - collection: users\n    {indented}\n")
            }
            "item" => format!("standin: 1\ncollections: {COLLECTIONS}\nitems:\n  - {indented}\n"),
            other => panic!("{other}"),
        };
        bench.write("s.yaml", &text);
        bench.good = LastGood::default();
        let loaded = bench.load(&["s.yaml"]);
        assert_eq!(loaded.bound.rules.scenarios().is_empty(), !loaded.bound.broken.is_empty(), "{text}");
        found.extend(["--- ", kind, "\n", &written]);
        for line in &loaded.told {
            found.extend(["=> ", line.trim_start_matches("s "), "\n"]);
        }
    }
    if std::env::var_os("STANDIN_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, &found).unwrap();
    }
    let differing: Vec<_> = table.lines().zip(found.lines()).filter(|(one, other)| one != other).collect();
    assert!(table == found, "STANDIN_BLESS=1 takes what is told now; was, is: {differing:#?}");
}

/// What lists and items in the table show.
const COLLECTIONS: &str =
    "{ users: { item: { of: users } }, rooms: { partition: users, key: id, fields: { name: room } } }";

#[test]
fn a_name_is_defined_once_in_all_files_together() {
    let mut bench = Bench::new();
    bench.write("a.yaml", "standin: 1\ncollections: { users: { key: id } }\n");
    bench.write("b.yaml", "standin: 1\ncollections: { users: { key: id } }\nrules: [{ on: users, then: 404 }]\n");
    let loaded = bench.load(&["a.yaml", "b.yaml"]);
    let help = "give one of the two another name: the collections of all files are known in each";
    let told: Vec<String> =
        loaded.told.iter().map(|line| line.replace(&bench.folder.path().display().to_string(), "")).collect();
    assert_eq!(told, [format!("b /collections/users collection: `/a.yaml` has a collection `users` already ({help})")]);
    assert_eq!(loaded.bound.rules.scenarios().len(), 1);
    // Without the first file the second one is good.
    let loaded = bench.load(&["b.yaml"]);
    assert!(loaded.told.is_empty() && loaded.bound.broken.is_empty(), "{:?}", loaded.told);
}
