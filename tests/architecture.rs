//! The rules of the house that the compiler does not know: which room may know of which, and how large a file may grow.

use std::path::{Path, PathBuf};

/// The rooms; each may import those before it.
const LAYERS: [&str; 9] = ["base", "schema", "spec", "contract", "collection", "scenario", "respond", "serve", "cli"];
/// Crates that belong to one room.
const OWNED: [(&str, &str); 5] =
    [("tokio", "serve"), ("hyper", "serve"), ("hyper_util", "serve"), ("notify", "serve"), ("clap", "cli")];
/// Longer files have stopped being one thing.
const MOST_LINES: usize = 400;

#[test]
fn layers_import_leftwards_only() {
    let mut faults = Vec::new();
    for path in sources() {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root()).unwrap().display().to_string().replace('\\', "/");
        faults.extend(imports_against_the_order(&name, &text));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_wrong_import_is_found() {
    for (name, text, expected) in [
        ("src/schema/read.rs", "use crate::cli::run;", Some("src/schema/read.rs:1: schema -> cli")),
        ("src/base/seed.rs", "\nfn f() { crate::serve::stop(); }", Some("src/base/seed.rs:2: base -> serve")),
        (
            "src/respond/mod.rs",
            "use crate::{base::Seed, serve::Server};",
            Some("src/respond/mod.rs:1: respond -> serve"),
        ),
        ("src/contract/call.rs", "use tokio::net::TcpStream;", Some("src/contract/call.rs:1: tokio outside serve")),
        ("src/spec/mod.rs", "use clap::Parser;", Some("src/spec/mod.rs:1: clap outside cli")),
        ("src/serve/mod.rs", "use crate::respond::answer; // crate::cli is above", None),
        ("src/cli/mod.rs", "use crate::serve::Server;", None),
    ] {
        let found = imports_against_the_order(name, text);
        assert_eq!(found.first().map(String::as_str), expected, "{name}: {text}");
    }
}

#[test]
fn files_stay_small_and_say_what_they_are() {
    let mut faults = Vec::new();
    for path in sources() {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        let lines = text.lines().count();
        if lines > MOST_LINES {
            faults.push(format!("{name}: {lines} lines, where {MOST_LINES} are the most"));
        }
        if !text.starts_with("//!") {
            faults.push(format!("{name}: does not begin with what it is (`//!`)"));
        }
        for word in ["todo!", "unimplemented!", "dbg!", "FIXME", "XXX"] {
            if text.contains(word) {
                faults.push(format!("{name}: `{word}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The imports in a source file that go against the order of the layers, as `file:line: layer -> layer`.
fn imports_against_the_order(name: &str, text: &str) -> Vec<String> {
    let layer = name.strip_prefix("src/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let Some(own) = LAYERS.iter().position(|known| *known == layer) else { return Vec::new() };
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for above in LAYERS.iter().skip(own + 1) {
            let direct = code.contains(&format!("crate::{above}::")) || code.contains(&format!("crate::{above};"));
            let in_group = code.contains("crate::{") && code.contains(&format!("{above}::"));
            if direct || in_group {
                faults.push(format!("{name}:{}: {layer} -> {above}", index + 1));
            }
        }
        for (owned, owner) in OWNED {
            let is_used = code.contains(&format!("{owned}::")) && !code.contains(&format!("_{owned}::"));
            if is_used && layer != owner {
                faults.push(format!("{name}:{}: {owned} outside {owner}", index + 1));
            }
        }
    }
    faults
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join("src")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
