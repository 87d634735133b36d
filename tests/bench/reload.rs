//! From saving a file to the first answer that has what is new in it, over real calls.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::Effort;
use crate::load;
use crate::process::Process;

/// Longer than any reload takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A table of Markdown: milliseconds.
pub fn table(effort: Effort) -> String {
    let mut table = String::from("| saved | watched | median, ms | slowest, ms |\n|---|---|---:|---:|\n");
    for watch in ["native", "poll"] {
        for saved in [Saved::Scenario, Saved::Document] {
            let mut times = measure(watch, saved, effort.rounds * 3);
            times.sort();
            let median = times[times.len() / 2].as_secs_f64() * 1e3;
            let slowest = times[times.len() - 1].as_secs_f64() * 1e3;
            let name = if saved == Saved::Scenario { "a scenario" } else { "the document" };
            writeln!(table, "| {name} | {watch} | {median:.1} | {slowest:.1} |").unwrap();
        }
    }
    table
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Saved {
    Scenario,
    Document,
}

/// The times from the rename that ends a save to the end of the first new answer.
fn measure(watch: &str, saved: Saved, rounds: usize) -> Vec<Duration> {
    let folder = tempfile::tempdir().unwrap();
    let (document, scenarios) = (folder.path().join("api.yaml"), folder.path().join("scenarios"));
    std::fs::create_dir(&scenarios).unwrap();
    let rules = scenarios.join("rules.yaml");
    save(&document, &text_of(crate::DOCUMENT, 0));
    save(&rules, &rule(0));
    let server = Process::watching(&document, &scenarios, watch);
    let once = |round: usize| {
        // People save at any moment, not at the one at which the last save was served.
        std::thread::sleep(Duration::from_millis(50 + 37 * (round as u64 % 8)));
        match saved {
            Saved::Scenario => save(&rules, &rule(round)),
            Saved::Document => save(&document, &text_of(crate::DOCUMENT, round)),
        }
        let begun = Instant::now();
        let (path, expected) = match saved {
            Saved::Scenario => (crate::STATIC, format!("\"round-{round}\"")),
            Saved::Document => ("/round", format!("\"round-{round}\"")),
        };
        while !String::from_utf8_lossy(&load::fetch(&server.address, path).body).contains(&expected) {
            assert!(begun.elapsed() < PATIENCE, "round {round} is never served");
        }
        begun.elapsed()
    };
    (1..=rounds).map(once).collect()
}

/// As editors that take care do.
fn save(path: &Path, text: &str) {
    let beside = path.with_extension("tmp");
    std::fs::write(&beside, text).unwrap();
    std::fs::rename(&beside, path).unwrap();
}

fn rule(round: usize) -> String {
    let event = format!("{{ id: 1, kind: push, actor: ada, at: '2024-03-01T09:12:44Z', message: round-{round} }}");
    format!("standin: 1\nrules:\n  - on: GET {}\n    then: {{ body: [{event}] }}\n", crate::STATIC)
}

/// The benchmark's document with one operation more, which tells the round.
fn text_of(document: &str, round: usize) -> String {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(document)).unwrap();
    let operation = format!(
        "paths:\n  /round:\n    get:\n      responses:\n        '200':\n          description: the round\n          content: {{ application/json: {{ example: round-{round} }} }}\n"
    );
    let changed = text.replacen("paths:\n", &operation, 1);
    assert_ne!(changed, text, "the document has its paths elsewhere");
    changed
}
