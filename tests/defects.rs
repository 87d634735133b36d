//! Every kind of defect, found where it is and told as it should be: each has a folder in `tests/defects/`, named for its code, with a
//! document and the verbatim words of `standin check` about it. `STANDIN_BLESS=1` writes down what is said now, in the folders and in
//! the table of README; what it writes is to be read before it is committed.
//!
//! A folder holds one defect and an operation that is well; its document is `in.yaml`, `in.json` or, of several files, `in/openapi.yaml`.
//! A defect of a scenario stands in `scenario.yaml`, beside a document that is well.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use standin::base::Entry;

/// What a folder may hold for `check` to read, in the order of preference.
const DOCUMENTS: [&str; 3] = ["in.yaml", "in.json", "in/openapi.yaml"];
/// A scenario that is read with the document.
const SCENARIO: &str = "scenario.yaml";
/// The words about it, and the exit code on the last line.
const EXPECTED: &str = "expected.txt";
/// What the table of README stands between.
const MARKS: [&str; 2] = ["<!-- defects -->\n", "<!-- /defects -->"];

#[test]
fn each_defect_is_told_verbatim() {
    let mut faults = Vec::new();
    for folder in folders() {
        let said = check(&folder);
        let path = folder.join(EXPECTED);
        if is_blessing() {
            fs::write(&path, &said).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if said != expected {
            faults.push(format!("{}\n{}", name(&folder), difference(&expected, &said)));
        }
    }
    assert!(faults.is_empty(), "`-` was expected, `+` was said (STANDIN_BLESS=1 takes it)\n\n{}", faults.join("\n\n"));
}

#[test]
fn each_folder_has_its_own_defect_once_and_no_other() {
    let mut faults = Vec::new();
    for folder in folders() {
        let (own, found) = (name(&folder), codes(&check(&folder)));
        if found != [own.clone()] {
            faults.push(format!("{own}: found {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_kind_has_a_folder_and_every_folder_a_kind() {
    let kinds: BTreeSet<String> = Entry::all().map(|entry| entry.code.to_owned()).collect();
    assert_eq!(kinds.len(), Entry::all().count(), "a code stands twice in the catalogue");
    let folders: BTreeSet<String> = folders().iter().map(|folder| name(folder)).collect();
    let without_folder: Vec<_> = kinds.difference(&folders).collect();
    let without_entry: Vec<_> = folders.difference(&kinds).collect();
    assert!(
        without_folder.is_empty() && without_entry.is_empty(),
        "kinds without a folder in tests/defects: {without_folder:?}; folders that the catalogue lacks: {without_entry:?}"
    );
}

#[test]
fn readme_has_the_table_of_the_catalogue() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let [begin, end] = MARKS;
    let (before, rest) =
        readme.split_once(begin).expect("README.md has the mark that the table of defects begins with");
    let (table, after) = rest.split_once(end).expect("README.md has the mark that the table of defects ends with");
    let mut expected = String::from("| code | what is found | what is done |\n|---|---|---|\n");
    expected.extend(Entry::all().map(|entry| format!("| `{}` | {} | {} |\n", entry.code, entry.found, entry.done)));
    if is_blessing() {
        fs::write(&path, format!("{before}{begin}{expected}{end}{after}")).unwrap();
    } else {
        assert!(table == expected, "README.md is not the catalogue:\n{}", difference(table, &expected));
    }
}

#[test]
fn every_code_in_the_source_is_in_the_catalogue_and_the_other_way_round() {
    let mut unlisted = BTreeSet::new();
    let mut unused: BTreeSet<&str> = Entry::all().map(|entry| entry.code).collect();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        for code in recorded(&text).filter(|code| Entry::of(code).is_none()) {
            unlisted.insert(format!("`{code}` in {}", path.strip_prefix(root()).unwrap().display()));
        }
        if !path.parent().is_some_and(|folder| folder.ends_with("base/catalogue")) {
            unused.retain(|code| !text.contains(&format!("\"{code}\"")));
        }
    }
    assert!(unlisted.is_empty(), "recorded, and not in the catalogue: {unlisted:?}");
    assert!(unused.is_empty(), "in the catalogue, and never recorded: {unused:?}");
}

#[test]
fn codes_are_found_however_a_call_is_laid_out() {
    for (text, expected) in [
        ("defects.note(\"ref-loop\", Severity::Note, at, \"x\");", vec!["ref-loop"]),
        ("self.warn(\n    \"type-list\",\n    at,\n);", vec!["type-list"]),
        ("Defect { code: \"key-duplicate\", severity }", vec!["key-duplicate"]),
        ("note(code, &at); trace.note(\"body: none\"); trace.note(format!(\"a-b\"));", vec![]),
        ("struct Entry { code: &'static str }", vec![]),
        ("a.note(\"x-y\", 1); b.warn(\"nullable-since-3.1\", 2)", vec!["x-y", "nullable-since-3.1"]),
    ] {
        assert_eq!(recorded(text).collect::<BTreeSet<_>>(), expected.into_iter().collect(), "{text}");
    }
}

/// What `check` says of the document of a folder, standing in it, and its exit code on a line of its own. What it says on stderr stands
/// before: there should be nothing.
fn check(folder: &Path) -> String {
    let document = DOCUMENTS.iter().find(|document| folder.join(document).is_file());
    let document = document.unwrap_or_else(|| panic!("{} holds none of {DOCUMENTS:?}", folder.display()));
    let mut command = Command::new(env!("CARGO_BIN_EXE_standin"));
    for (variable, _) in std::env::vars().filter(|(variable, _)| variable.starts_with("STANDIN_")) {
        command.env_remove(variable);
    }
    let scenario = folder.join(SCENARIO).is_file().then_some(SCENARIO);
    let output = command
        .args(["check", document])
        .args(scenario)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let [errors, said] = [&output.stderr, &output.stdout].map(|bytes| String::from_utf8_lossy(bytes));
    let code = output.status.code().map_or_else(|| "none".to_owned(), |code| code.to_string());
    format!("{errors}{said}exit {code}\n")
}

/// The codes in what `check` said, in order: `warning[type-list]: …`.
fn codes(said: &str) -> Vec<String> {
    let code = |line: &str| {
        let (severity, rest) = line.split_once('[')?;
        let is_severity = ["error", "warning", "note"].contains(&severity);
        is_severity.then(|| rest.split(']').next().unwrap_or_default().to_owned())
    };
    said.lines().filter_map(code).collect()
}

/// The codes that a source text records by name: the first argument of `note` and `warn`, and members `code`.
fn recorded(text: &str) -> impl Iterator<Item = &str> {
    let is_code = |word: &&str| {
        let is_in_code = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
        word.contains('-') && word.bytes().all(is_in_code)
    };
    ["note(", "warn(", "code:"].into_iter().flat_map(move |before| {
        let behind = text.split(before).skip(1);
        behind.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next()).filter(is_code)
    })
}

/// Two texts, line by line, without what both begin and end with.
fn difference(expected: &str, found: &str) -> String {
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(a, b)| a == b).count();
    let head = same(&mut expected.iter().zip(&found));
    let (old, new) = (&expected[head..], &found[head..]);
    let tail = same(&mut old.iter().rev().zip(new.iter().rev()));
    let marked = |mark: char, lines: &[&str]| {
        lines[..lines.len() - tail].iter().map(|line| format!("  {mark} {line}")).collect::<Vec<_>>()
    };
    [marked('-', old), marked('+', new)].concat().join("\n")
}

fn is_blessing() -> bool {
    std::env::var_os("STANDIN_BLESS").is_some_and(|value| value == "1")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folders of `tests/defects`, by name.
fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = entries(&root().join("tests/defects")).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap().to_string_lossy().into_owned()
}

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join("src")];
    while let Some(folder) = open.pop() {
        let (folders, files): (Vec<_>, Vec<_>) = entries(&folder).partition(|path| path.is_dir());
        open.extend(folders);
        found.extend(files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs")));
    }
    found.sort();
    found
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
}
