//! Scenario files as their authors meet them: what is said of mistakes, and the schema that keeps editors from letting them be made.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use standin::base::Defects;
use standin::contract::Contract;
use standin::scenario;
use standin::spec::{Finding, Limits, Source, TextLimits, findings, load, parse};

#[test]
fn ten_mistakes_are_told_with_place_cause_and_mend() {
    let folder = root().join("tests/scenario/ten-mistakes");
    let output = Command::new(env!("CARGO_BIN_EXE_standin"))
        .args(["check", "in.yaml", "scenario.yaml"])
        .current_dir(&folder)
        .env("NO_COLOR", "1")
        .env_remove("STANDIN_SCENARIOS")
        .env_remove("STANDIN_FORMAT")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8([output.stderr, output.stdout].concat()).unwrap();
    let path = folder.join("expected.txt");
    if std::env::var_os("STANDIN_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, &said).unwrap();
    }
    assert_eq!(said, fs::read_to_string(&path).unwrap_or_default(), "STANDIN_BLESS=1 takes what is said now");
    let told = |beginning: &str| said.lines().filter(|line| line.starts_with(beginning)).count();
    assert_eq!((told("error["), told("hint: ")), (10, 10), "{said}");
}

#[test]
fn the_schema_is_a_schema() {
    for document in ["spec", "tests/scenario/ten-mistakes/in.yaml"] {
        let schema = scenario::schema(&contract(&root().join(document)));
        jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{document}: {error}"));
    }
}

#[test]
fn the_schema_knows_the_document() {
    let schema = scenario::schema(&contract(&root().join("tests/scenario/ten-mistakes/in.yaml")));
    let operations = schema.pointer("/$defs/Operations/anyOf/0/anyOf/0/enum").unwrap();
    let expected = [
        "*",
        "GET /users",
        "GET /users/{id}",
        "POST /users",
        "createUser",
        "listUsers",
        "readUser",
        "tag:write",
        "undocumented",
    ];
    assert_eq!(*operations, json!(expected));
    let said: Vec<Value> = schema["$defs"]["Rule"]["allOf"].as_array().unwrap().clone();
    let of = |name: &str| {
        let is_of =
            |condition: &&Value| condition["if"]["properties"]["on"]["enum"].as_array().unwrap().contains(&json!(name));
        said.iter().filter(is_of).map(|condition| condition["then"].to_string()).collect::<String>()
    };
    for (name, offered, foreign) in [
        ("createUser", vec!["[201,422]", "[\"taken\",\"short\"]"], vec!["role", "404"]),
        ("GET /users", vec!["[200]", "\"role\""], vec!["taken"]),
        ("readUser", vec!["[200,404]", "\"path\":{\"properties\":{\"id\""], vec!["taken", "422"]),
    ] {
        let said = of(name);
        assert!(offered.iter().all(|word| said.contains(word)), "{name}: {said}");
        assert!(!foreign.iter().any(|word| said.contains(word)), "{name}: {said}");
    }
}

#[test]
fn the_schema_takes_what_is_right_and_refuses_what_is_not() {
    let schema = scenario::schema(&contract(&root().join("tests/scenario/ten-mistakes/in.yaml")));
    let check = jsonschema::validator_for(&schema).unwrap();
    for (text, expected) in [
        ("rules: [{ on: readUser, then: 404 }]", true),
        ("rules: [{ on: [readUser, 'GET /users/*'], then: 418 }]", true),
        ("rules: [{ on: 'GET /users/7', then: pass }]", true),
        ("rules: [{ on: readUser, then: { body: { id: 7, name: Ada, role: admin } } }]", true),
        ("rules: [{ on: readUser, then: { status: 200, body: { id: 7, friends: [{ id: 8 }] } } }]", true),
        ("rules: [{ on: readUser, then: { body: { id: '{{ path.id | int }}', role: '{{ query.role }}' } } }]", true),
        ("rules: [{ on: readUser, then: { body: { name: Ada } } }]", false),
        ("rules: [{ on: readUser, then: { body: { id: true } } }]", false),
        (
            "rules: [{ on: 'GET /users/{id}', sequence: [200, { status: 200, body: { id: 8, friends: [{ id: [] }] } }] }]",
            false,
        ),
        ("rules: [{ on: readUser, allow: invalid-body, then: { body: { name: Ada } } }]", true),
        ("allow: [invalid-body]\nrules: [{ on: readUser, then: { body: { name: Ada } } }]", true),
        ("rules: [{ on: readUser, then: { content-type: text/plain, body: 7 } }]", true),
        ("rules: [{ on: readUser, then: { status: 404, body: 7 } }]", true),
        ("rules: [{ on: readUser, then: { stauts: 404 } }]", false),
        ("rules: [{ on: createUser, then: { status: 422, example: taken, delay: 2s } }]", true),
        ("rules: [{ on: createUser, then: { delay: 2 } }]", false),
        ("rules: [{ on: listUsers, when: { query: { role: admin, other: { gt: 3 } } }, then: 200 }]", true),
        ("limits: [{ on: '*', rate: { calls: 10, per: 1m, by: client } }]", true),
        ("limits: [{ on: '*', rate: { calls: 10 } }]", false),
    ] {
        let value = parse(&format!("standin: 1\n{text}\n"), &TextLimits::default()).unwrap().value;
        let errors: Vec<String> = check.iter_errors(&value).map(|error| error.to_string()).collect();
        assert_eq!(errors.is_empty(), expected, "{text}\n{errors:#?}");
    }
}

#[test]
fn what_we_ship_and_show_keeps_the_schema() {
    let schema = scenario::schema(&contract(&root().join("spec")));
    let check = jsonschema::validator_for(&schema).unwrap();
    let mut shown: Vec<(String, String)> = Vec::new();
    for entry in fs::read_dir(root().join("scenarios")).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "yaml") {
            shown.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let blocks = readme.split("```yaml\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0));
    shown.extend(
        // The page shows a mistake, too.
        blocks
            .filter(|text| text.contains("standin: 1\n") && !text.starts_with("# typo.yaml"))
            .map(|text| ("README.md".to_owned(), text.to_owned())),
    );
    for (name, text) in shown {
        let value = parse(&text, &TextLimits::default()).unwrap().value;
        let errors: Vec<String> =
            check.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}\n{text}");
    }
}

/// What a snippet of README's table is a part of.
const OF_RULES: [&str; 11] =
    ["then", "when", "chance", "every", "times", "window", "sequence", "ends", "state", "per", "allow"];
const OF_EFFECTS: [&str; 9] = ["body", "file", "patch", "drop", "repeat", "headers", "cookies", "delay", "fault"];
const OF_FILES: [&str; 2] = ["limits", "settings"];

#[test]
fn what_the_table_of_readme_says_to_write_keeps_the_schema() {
    let schema = scenario::schema(&contract(&root().join("spec")));
    let check = jsonschema::validator_for(&schema).unwrap();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (_, table) = readme.split_once("| I want … | → write … |\n|---|---|\n").unwrap();
    let mut tried = 0;
    for row in table.lines().take_while(|line| line.starts_with('|')) {
        let row = row.replace("\\|", "¦");
        let cell = row.trim_matches('|').split('|').nth(1).unwrap().replace('¦', "|");
        for snippet in cell.split('`').skip(1).step_by(2) {
            let key = snippet.split(':').next().unwrap();
            let answer = if ["then", "sequence"].contains(&key) { "" } else { "\n    then: 404" };
            let text = if OF_RULES.contains(&key) {
                format!("standin: 1\nrules:\n  - on: \"*\"\n    {snippet}{answer}\n")
            } else if OF_EFFECTS.contains(&key) {
                format!("standin: 1\nrules:\n  - on: \"*\"\n    then: {{ {snippet} }}\n")
            } else if OF_FILES.contains(&key) {
                format!("standin: 1\n{snippet}\nrules: [{{ on: \"*\", then: 404 }}]\n")
            } else {
                continue;
            };
            tried += 1;
            let value = parse(&text, &TextLimits::default()).unwrap_or_else(|error| panic!("{text}{error:?}")).value;
            let errors: Vec<String> = check.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{text}{errors:#?}");
        }
    }
    assert!(tried > 30, "{tried}");
}

#[test]
fn what_we_ship_is_bound_without_a_word_and_has_its_schema_beside_it() {
    let folder = root().join("scenarios");
    let loaded = load(&[Source::Path(root().join("spec"))], &Limits::default()).unwrap();
    let (mut files, mut defects) = (loaded.files, Defects::default());
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default());
    let paths = std::slice::from_ref(&folder);
    let bound = scenario::load(
        paths,
        &contract,
        &mut files,
        &Limits::default(),
        &mut defects,
        &mut scenario::LastGood::default(),
    );
    let told: Vec<String> = findings(defects.into_sorted(), &files).iter().map(Finding::line).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    let files = fs::read_dir(&folder).unwrap().filter(|entry| {
        entry.as_ref().is_ok_and(|entry| entry.path().extension().is_some_and(|ending| ending == "yaml"))
    });
    assert_eq!(bound.rules.scenarios().len(), files.count());
    for scenario in bound.rules.scenarios() {
        let text = fs::read_to_string(folder.join(format!("{}.yaml", scenario.name))).unwrap();
        assert!(text.starts_with("# yaml-language-server: $schema=./schema.json\n"), "{}", scenario.name);
    }
    let (path, schema) = (folder.join("schema.json"), format!("{}\n", scenario::schema(&contract)));
    if std::env::var_os("STANDIN_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, &schema).unwrap();
    }
    assert!(fs::read_to_string(&path).is_ok_and(|written| written == schema), "scenarios/schema.json is an old one");
}

fn contract(path: &Path) -> Contract {
    let loaded = load(&[Source::Path(path.to_path_buf())], &Limits::default()).unwrap();
    Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default())
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
