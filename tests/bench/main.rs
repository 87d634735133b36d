//! What an answer costs: the release server beside a bare hyper one, the steps of an answer one by one, the worst schemas, rules that do not match, what a reload takes,
//! thousands of calls that wait, and pages of a list of ten million rows; as Markdown.
//!
//! `cargo bench` takes some ten minutes, `cargo bench -- --quick` two; `whole`, `inside`, `hostile`, `rules`, `reload`, `delays`, `pages`
//! make one table alone. Nothing is asserted: a number is read by people.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measurement that cannot go on stops"
)]

mod bare;
mod delays;
mod hostile;
mod inside;
mod load;
mod machine;
mod pages;
mod process;
mod reload;
mod rules;
mod whole;

use std::time::Duration;

/// What is served, and how its operations are reached.
const DOCUMENT: &str = "tests/bench/documents/members.yaml";
/// The operation whose reply is generated: about 3 kB.
const GENERATED: &str = "/orgs/acme/members";
/// The operation whose reply is a documented example.
const STATIC: &str = "/feed";

/// How long and how often everything is measured.
#[derive(Clone, Copy)]
struct Effort {
    /// Rounds of which the median is taken; the servers take turns.
    rounds: usize,
    /// Of one server in one round.
    round: Duration,
    /// Of one row in process.
    row: Duration,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == bare::WORD) {
        return bare::serve();
    }
    if !words.iter().any(|word| word == "--bench") {
        return eprintln!("run by `cargo bench`, in an optimised build");
    }
    let effort = if words.iter().any(|word| word == "--quick") {
        Effort { rounds: 3, round: Duration::from_millis(300), row: Duration::from_millis(300) }
    } else {
        Effort { rounds: 9, round: Duration::from_millis(900), row: Duration::from_millis(1500) }
    };
    let names: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    println!("{}", machine::describe());
    let wanted = |name: &str| names.is_empty() || names.iter().any(|wanted| *wanted == name);
    if wanted("whole") {
        println!("{}", whole::table(effort));
    }
    if wanted("inside") {
        println!("{}", inside::table(effort));
    }
    if wanted("hostile") {
        println!("{}", hostile::table());
    }
    if wanted("rules") {
        println!("{}", rules::table(effort));
    }
    if wanted("reload") {
        println!("{}", reload::table(effort));
    }
    if wanted("delays") {
        println!("{}", delays::table(effort.rounds));
    }
    if wanted("pages") {
        println!("{}", pages::tables(effort));
    }
}
