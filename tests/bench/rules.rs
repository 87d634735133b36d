//! What 200 scenario rules cost calls that none of them is for: the program with them and without, in turns, under the same load.

use std::fmt::Write;
use std::path::Path;

use crate::load::Target;
use crate::process::Process;
use crate::whole::{measure, median};
use crate::{Effort, GENERATED, STATIC};

/// How many rules there are, all for the operation that is asked.
const RULES: usize = 200;

/// A table of Markdown.
pub fn table(effort: Effort) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut table = String::from(
        "| reply, with 200 rules on its operation that do not match | CPU µs with | CPU µs without | ratio |\n|---|---:|---:|---:|\n",
    );
    for (name, dynamic, target, operation, kinds) in [
        ("a documented example", false, Target::Same(STATIC), "/feed", ALL),
        ("a documented example, another URL each time", false, Target::FreshQuery(STATIC), "/feed", ALL),
        ("the same, of names that no call has", false, Target::FreshQuery(STATIC), "/feed", ALL - 1),
        ("generated, the same URL", true, Target::Same(GENERATED), "/orgs/*/members", ALL),
        ("generated, another URL each time", true, Target::Fresh, "/orgs/*/members", ALL),
        ("the same, of names that no call has", true, Target::Fresh, "/orgs/*/members", ALL - 1),
    ] {
        let path = folder.path().join("rules.yaml");
        std::fs::write(&path, rules(operation, kinds)).unwrap();
        let with = Process::with(dynamic, &path);
        let without = Process::with(dynamic, Path::new(""));
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for round in 0..=effort.rounds as u64 {
            // Who goes first changes, since the machine does.
            let pair = if round % 2 == 0 {
                let with = measure(&with, target, round, effort).cpu;
                (with, measure(&without, target, round, effort).cpu)
            } else {
                let without = measure(&without, target, round, effort).cpu;
                (measure(&with, target, round, effort).cpu, without)
            };
            if round > 0 {
                first.extend(pair.0);
                second.extend(pair.1);
            }
        }
        let middle = |values: Vec<f64>| median(values.into_iter()).unwrap_or_default();
        let (with, without) = (middle(first), middle(second));
        writeln!(table, "| {name} | {with:.1} | {without:.1} | {:.3} |", with / without).unwrap();
    }
    table
}

/// The kinds of conditions; the last one looks into a header that every call has.
const ALL: usize = 5;

/// A scenario whose rules look at everything that a request has, and find nothing of it.
fn rules(operation: &str, kinds: usize) -> String {
    let mut text = String::from("standin: 1\nrules:\n");
    for number in 0..RULES {
        let when = match number % kinds {
            0 => format!("header: {{ x-case: case-{number} }}"),
            1 => format!("query: {{ page: {number} }}"),
            2 => format!("query: {{ q: {{ matches: \"^word-{number}$\" }} }}"),
            3 => format!("cookie: {{ group: g{number} }}"),
            _ => format!("all: [{{ method: GET }}, {{ header: {{ accept: {{ contains: csv-{number} }} }} }}]"),
        };
        writeln!(text, "  - {{ on: \"GET {operation}\", when: {{ {when} }}, then: 404 }}").unwrap();
    }
    text
}
