//! A client that reads a list from its begin, page by page, over one connection, and parses what it reads.

use std::collections::HashSet;
use std::fmt::Write;
use std::time::Instant;

use super::{ROWS, ask, by_offset, by_time, rows, server, time, told};
use crate::Effort;
use crate::load::Line;

/// How far it goes, in pages of how many rows.
const FAR: u64 = 100_000;
const PAGE: u64 = 100;
/// Before the first row.
const BEGIN: &str = "2000-01-01T00:00:00.000Z";
/// After the last one.
const END: &str = "2100-01-01T00:00:00.000Z";

/// A table of Markdown.
pub fn table(_: Effort) -> String {
    let server = server(ROWS);
    let mut table = format!(
        "{FAR} rows in pages of {PAGE}, one client that parses them, one connection:\n\n\
         | by | rows/s | seconds | standin, CPU µs per row |\n|---|---:|---:|---:|\n"
    );
    for name in ["offset", "time"] {
        let mut line = Line::open(&server.address);
        let (mut seen, mut latest) = (HashSet::new(), END.to_owned());
        let (begun, before) = (Instant::now(), server.cpu());
        for page in 0..FAR / PAGE {
            let path = if name == "time" { by_time(&latest, BEGIN, PAGE) } else { by_offset(page * PAGE, PAGE) };
            let reply = ask(&mut line, &path);
            let rows = rows(&reply);
            seen.extend(rows.iter().map(|row| row["_id"].as_str().unwrap().to_owned()));
            time(rows.last().unwrap()).clone_into(&mut latest);
        }
        let taken = begun.elapsed().as_secs_f64();
        assert_eq!(seen.len() as u64, FAR, "every row is seen once");
        let cpu = server
            .cpu()
            .zip(before)
            .map(|(after, before)| after.saturating_sub(before).as_secs_f64() * 1e6 / FAR as f64);
        writeln!(table, "| {name} | {:.0} | {taken:.2} | {} |", FAR as f64 / taken, told(cpu)).unwrap();
    }
    table
}
