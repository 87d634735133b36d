//! Whole processes on loopback: the release server and the bare one in turns, under the same load.

use std::fmt::Write;

use crate::load::{self, Target};
use crate::process::Process;
use crate::{Effort, GENERATED, STATIC};

/// What one server did in one round.
pub struct Round {
    /// Processor microseconds for each call; `None` where the system does not say.
    pub cpu: Option<f64>,
    pub per_second: f64,
    /// The mean size of a body.
    pub bytes: f64,
}

/// A table of Markdown.
pub fn table(effort: Effort) -> String {
    let mut table = String::from(
        "| reply | bytes | standin, CPU µs | bare hyper, CPU µs | ratio | standin, calls/s | bare hyper, calls/s |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    let rows = [
        ("a documented example", false, Target::Same(STATIC)),
        ("generated, the same URL", true, Target::Same(GENERATED)),
        ("generated, another URL each time", true, Target::Fresh),
    ];
    for (name, dynamic, target) in rows {
        let ours = Process::standin(dynamic);
        let bare = Process::bare(&load::fetch(&ours.address, &target.path(0, 0)));
        let (mut first, mut second) = (Vec::new(), Vec::new());
        // One round more than is counted: the first makes checks and fills caches.
        for round in 0..=effort.rounds as u64 {
            let pair = (measure(&ours, target, round, effort), measure(&bare, target, round, effort));
            if round > 0 {
                first.push(pair.0);
                second.push(pair.1);
            }
        }
        let cpu = |rounds: &[Round]| median(rounds.iter().filter_map(|round| round.cpu));
        let speed = |rounds: &[Round]| median(rounds.iter().map(|round| round.per_second)).unwrap_or_default();
        let bytes = median(first.iter().map(|round| round.bytes)).unwrap_or_default();
        let told = |value: Option<f64>| value.map_or_else(|| "not told".to_owned(), |value| format!("{value:.1}"));
        let ratio = cpu(&first).zip(cpu(&second)).map(|(ours, bare)| ours / bare);
        writeln!(
            table,
            "| {name} | {bytes:.0} | {} | {} | {} | {:.0} | {:.0} |",
            told(cpu(&first)),
            told(cpu(&second)),
            told(ratio),
            speed(&first),
            speed(&second),
        )
        .unwrap();
    }
    table
}

pub fn measure(process: &Process, target: Target, round: u64, effort: Effort) -> Round {
    let before = process.cpu();
    let tally = load::run(&process.address, target, round, effort.round);
    let calls = tally.calls as f64;
    let spent = process.cpu().zip(before).map(|(after, before)| after.saturating_sub(before));
    Round {
        cpu: spent.map(|spent| spent.as_secs_f64() * 1e6 / calls),
        per_second: calls / tally.elapsed.as_secs_f64(),
        bytes: tally.bytes as f64 / calls,
    }
}

/// The value in the middle; `None` of nothing.
pub fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
