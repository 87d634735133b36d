//! Filters and other orders over a million rows: the first page, for which an index is made; the pages after it; what is refused over a list that
//! is too long.

use std::fmt::Write;
use std::time::Instant;

use super::{HEADERS, PAGE, ask, by_offset, server, told};
use crate::Effort;
use crate::load::{Counted, Line, Target};
use crate::whole::{measure, median};

/// How many rows are filtered, and of how many that is refused.
const SOME: u64 = 1_000_000;
const TOO_MANY: u64 = 1_000_000_000;
/// What is asked for beside the page, and its name here.
const QUERIES: [(&str, &str); 6] = [
    ("nothing", ""),
    ("`mentionIds`", "&mentionIds=5fRTXMt7DMJbpPJfh"),
    ("`starredIds`", "&starredIds=5fRTXMt7DMJbpPJfh"),
    ("`pinned`", "&pinned=true"),
    ("`sort={\"msg\":1}`", "&sort=%7B%22msg%22%3A1%7D"),
    ("`sort={\"u.username\":1,\"ts\":-1}`", "&sort=%7B%22u.username%22%3A1%2C%22ts%22%3A-1%7D"),
];

/// Two tables of Markdown.
pub fn table(effort: Effort) -> String {
    format!("{}\n{}", pages(effort), refused())
}

fn pages(effort: Effort) -> String {
    let mut firsts = QUERIES.map(|_| Vec::new());
    let mut servers: Vec<_> = (0..effort.rounds.min(3)).map(|_| server(SOME)).collect();
    let mut totals = QUERIES.map(|_| None);
    for server in &servers {
        let mut line = Line::open(&server.address);
        for (at, (_, query)) in QUERIES.iter().enumerate() {
            let begun = Instant::now();
            let reply = line.call(&(by_offset(0, PAGE) + query), HEADERS);
            firsts[at].push(begun.elapsed().as_secs_f64() * 1e3);
            // What is refused has no total.
            let body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
            totals[at] = body["total"].as_u64();
        }
    }
    let server = servers.swap_remove(0);
    drop(servers);
    let targets: Vec<Option<Target>> = QUERIES
        .iter()
        .zip(totals)
        .map(|((_, query), total)| {
            let total = total?;
            // In a short list there are fewer other pages; a parameter that nobody reads tells them apart.
            let path = move |call: u64| {
                let offset = (call + 1) * PAGE % total.saturating_sub(PAGE).max(1);
                format!("{}{query}&n={call}", by_offset(offset, PAGE))
            };
            Some(Target::Counted(Counted::new(HEADERS, path)))
        })
        .collect();
    let mut nexts = QUERIES.map(|_| Vec::new());
    for round in 0..=effort.rounds as u64 {
        for (target, next) in targets.iter().zip(&mut nexts) {
            let Some(target) = *target else { continue };
            let measured = measure(&server, target, round, effort);
            if round > 0 {
                next.push(measured);
            }
        }
    }
    let mut table = format!(
        "{SOME} rows, pages of {PAGE}; the next pages are fresh ones:\n\n\
         | asked for | rows found | first page, ms | next pages, CPU µs | to no filter |\n|---|---:|---:|---:|---:|\n"
    );
    let cpus = nexts.map(|next| median(next.iter().filter_map(|round| round.cpu)));
    for (at, (name, _)) in QUERIES.iter().enumerate() {
        let first = median(firsts[at].iter().copied()).unwrap_or_default();
        let ratio = cpus[at].zip(cpus[0]).map(|(cpu, plain)| cpu / plain);
        let ratio = ratio.map_or_else(|| "not told".to_owned(), |ratio| format!("{ratio:.2}"));
        let total = totals[at].map_or_else(|| "refused".to_owned(), |total| total.to_string());
        writeln!(table, "| {name} | {total} | {first:.1} | {} | {ratio} |", told(cpus[at])).unwrap();
    }
    let held = ask(&mut Line::open(&server.address), "/_standin/collections");
    table.push_str("\nWhat is held of them:\n\n| index | rows | bytes |\n|---|---:|---:|\n");
    for index in held["indexes"]["held"].as_array().unwrap() {
        writeln!(table, "| `{}` | {} | {} |", index["about"].as_str().unwrap(), index["rows"], index["bytes"]).unwrap();
    }
    writeln!(table, "| all | | {} of {} |", held["indexes"]["bytes"], held["indexes"]["most"]).unwrap();
    table
}

fn refused() -> String {
    let server = server(TOO_MANY);
    let mut line = Line::open(&server.address);
    let mut table =
        format!("{TOO_MANY} rows:\n\n| asked for | status | after, ms | what is said |\n|---|---:|---:|---|\n");
    for (name, query) in QUERIES {
        let begun = Instant::now();
        let reply = line.call(&(by_offset(0, PAGE) + query), HEADERS);
        let time = begun.elapsed().as_secs_f64() * 1e3;
        let text = String::from_utf8_lossy(&reply.body).into_owned();
        let said = if reply.status == 200 { format!("{} bytes", text.len()) } else { text.replace('\n', " ") };
        writeln!(table, "| {name} | {} | {time:.1} | {said} |", reply.status).unwrap();
    }
    table
}
