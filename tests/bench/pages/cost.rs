//! What a page costs wherever it begins, beside a bare server that sends the same bytes: the same page again and again, which is answered from
//! memory, and another one each time, which is made.
//!
//! All servers and all places take turns within a round.

use std::fmt::Write;

use jiff::Timestamp;

use super::{HEADERS, PAGE, ROWS, by_offset, by_time, server, told};
use crate::Effort;
use crate::load::{Counted, Line, Target};
use crate::process::Process;
use crate::whole::{Round, measure, median};

/// Of which rows are shown where time is asked for.
const WINDOW: i64 = 24 * 3600 * 1000;

/// One kind of call.
struct Row {
    place: &'static str,
    is_fresh: bool,
    target: Target,
    bare: Process,
    ours: Vec<Round>,
    theirs: Vec<Round>,
}

/// A table of Markdown.
pub fn table(effort: Effort) -> String {
    let server = server(ROWS);
    let mut line = Line::open(&server.address);
    let middle: Timestamp =
        super::time(&super::rows(&super::ask(&mut line, &by_offset(ROWS / 2, 1)))[0]).parse().unwrap();
    let last = ROWS - PAGE;
    // Some twenty seconds for each call, about the distance of rows: another page each time.
    let window = move |call: u64| {
        let latest = middle.as_millisecond() + 20_000 * i64::try_from(call).unwrap();
        by_time(&moment(latest), &moment(latest - WINDOW), PAGE)
    };
    let mut rows = vec![
        row(&server, "offset 0", false, |_| by_offset(0, PAGE)),
        row(&server, "offset 5,000,000", false, |_| by_offset(ROWS / 2, PAGE)),
        row(&server, "offset 9,999,950", false, move |_| by_offset(last, PAGE)),
        row(&server, "a day in the middle", false, move |_| window(0)),
        row(&server, "offset 0", true, |call| by_offset(PAGE * call, PAGE)),
        row(&server, "offset 5,000,000", true, |call| by_offset(ROWS / 2 + PAGE * call, PAGE)),
        row(&server, "offset 9,999,950", true, move |call| by_offset(last - PAGE * call, PAGE)),
        row(&server, "a day in the middle", true, window),
    ];
    // One round more than is counted: the first makes checks and fills caches.
    for round in 0..=effort.rounds as u64 {
        for row in &mut rows {
            let pair = (measure(&server, row.target, round, effort), measure(&row.bare, row.target, round, effort));
            if round > 0 {
                row.ours.push(pair.0);
                row.theirs.push(pair.1);
            }
        }
    }
    written(&rows)
}

fn written(rows: &[Row]) -> String {
    let mut table = format!(
        "{PAGE} rows of {ROWS}; `fresh` is another page with each call, {PAGE} rows on:\n\n\
         | page | URL | bytes | standin, CPU µs | bare hyper, CPU µs | ratio | to offset 0 | standin, calls/s | bare hyper, calls/s |\n\
         |---|---|---:|---:|---:|---:|---:|---:|---:|\n"
    );
    for row in rows {
        let first = rows.iter().find(|first| first.is_fresh == row.is_fresh).unwrap();
        let (ours, theirs) = (cpu(&row.ours), cpu(&row.theirs));
        let ratio = |other: Option<f64>| {
            let ratio = ours.zip(other).map(|(ours, other)| ours / other);
            ratio.map_or_else(|| "not told".to_owned(), |ratio| format!("{ratio:.2}"))
        };
        let of = |rounds: &[Round], read: fn(&Round) -> f64| median(rounds.iter().map(read)).unwrap_or_default();
        writeln!(
            table,
            "| {} | {} | {:.0} | {} | {} | {} | {} | {:.0} | {:.0} |",
            row.place,
            if row.is_fresh { "fresh" } else { "the same" },
            of(&row.ours, |round| round.bytes),
            told(ours),
            told(theirs),
            ratio(theirs),
            ratio(cpu(&first.ours)),
            of(&row.ours, |round| round.per_second),
            of(&row.theirs, |round| round.per_second),
        )
        .unwrap();
    }
    table
}

fn row(server: &Process, place: &'static str, is_fresh: bool, path: impl Fn(u64) -> String + Sync + 'static) -> Row {
    let reply = Line::open(&server.address).call(&path(0), HEADERS);
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    let target = Target::Counted(Counted::new(HEADERS, path));
    Row { place, is_fresh, target, bare: Process::bare(&reply), ours: Vec::new(), theirs: Vec::new() }
}

fn cpu(rounds: &[Round]) -> Option<f64> {
    median(rounds.iter().filter_map(|round| round.cpu))
}

/// As rows write it.
fn moment(millis: i64) -> String {
    format!("{:.3}", Timestamp::from_millisecond(millis).unwrap())
}
