//! Mistakes and the words about them, as tables.

use super::*;

/// The faults of a text: `/pointer code: message (help)`.
fn faults(text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scenario.yaml");
    std::fs::write(&path, text).unwrap();
    let (mut files, mut defects) = (Files::default(), Defects::default());
    let written = read(&path, Origin::Named, &mut files, &Limits::default(), &mut defects);
    let is_error = defects.iter().any(|defect| defect.severity == Severity::Error);
    assert_eq!(written.is_none_or(|written| !written.is_sound), is_error, "{text}");
    let told = |defect: &Defect| {
        let help = defect.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        let Defect { code, message, at, .. } = defect;
        format!("{} {}: {message}{help}", at.pointer, code.trim_start_matches("scenario-"))
    };
    defects.iter().map(told).collect()
}

/// A scenario with one rule.
fn rule(lines: &str) -> String {
    format!("standin: 1\nrules:\n  - on: GET /users\n    {}\n", lines.trim_end().replace('\n', "\n    "))
}

#[test]
fn mistakes_are_told_as_the_table_has_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scenario/read/tests/mistakes.txt");
    let table = std::fs::read_to_string(&path).unwrap();
    let mut told = String::new();
    for block in table.split("--- ").skip(1) {
        let (kind, rest) = block.split_once('\n').unwrap();
        let written: String = rest.split_inclusive('\n').filter(|line| !line.starts_with("=> ")).collect();
        let found = faults(&if kind == "rule" { rule(&written) } else { written.clone() });
        let found: Vec<String> = found.iter().map(|fault| format!("=> {fault}\n")).collect();
        told.extend(["--- ", kind, "\n", &written, &found.concat()]);
    }
    if std::env::var_os("STANDIN_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&path, &told).unwrap();
    }
    let differing: Vec<_> = table.lines().zip(told.lines()).filter(|(one, other)| one != other).collect();
    assert!(table == told, "STANDIN_BLESS=1 takes what is told now; was, is: {differing:#?}");
}

#[test]
fn files_of_a_folder_may_be_something_else() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, codes) in [
        ("a.yaml", "standin: 1\nrules: [{ on: \"*\", then: 404 }]\n", vec![]),
        ("b.yaml", "openapi: 3.1.0\n", vec![]),
        ("c.yaml", "rules: []\n", vec!["scenario-version-missing"]),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let (mut files, mut defects) = (Files::default(), Defects::default());
        let written = read(&path, Origin::Found, &mut files, &Limits::default(), &mut defects);
        assert_eq!(written.is_some(), name == "a.yaml", "{name}");
        assert_eq!(defects.iter().map(|defect| defect.code).collect::<Vec<_>>(), codes, "{name}");
        assert!(defects.iter().all(|defect| defect.severity == Severity::Warning));
        let written = read(&path, Origin::Found, &mut files, &Limits::default(), &mut Defects::default());
        assert_eq!(written.is_some(), name == "a.yaml", "{name} is known already");
    }
}

#[test]
fn depth_is_bounded_and_told() {
    for (levels, open, close) in
        [(25, "{ not: ", " }"), (100, "{ not: ", " }"), (25, "{ all: [", "] }"), (100, "{ any: [", "] }")]
    {
        for inner in ["{ equals: 1 }", "{ equls: 1 }", "{ query: { a: 1 } }"] {
            let nested = format!("{}{inner}{}", open.repeat(levels), close.repeat(levels));
            let in_query = faults(&rule(&format!("then: 404\nwhen: {{ query: {{ a: {nested} }} }}")));
            let in_when = faults(&rule(&format!("then: 404\nwhen: {nested}")));
            for found in [in_query, in_when] {
                assert!(found.len() <= 1, "{found:?}");
                let is_deep = found.iter().any(|fault| fault.contains("nested deeper than 64 levels"));
                assert_eq!(is_deep, levels == 100, "{found:?}");
            }
        }
    }
}

#[test]
fn many_faults_are_not_all_told() {
    let rules: String = (0..500).map(|_| "  - { on: x, then: { stauts: 1 } }\n").collect();
    let found = faults(&format!("standin: 1\nrules:\n{rules}"));
    assert_eq!(found.len(), 100);
    assert!(found[99].contains("more faults"), "{}", found[99]);
}
