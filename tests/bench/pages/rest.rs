//! What a long list takes that nobody asks for: memory, and time at the start.

use std::fmt::Write;
use std::time::Duration;

use super::{DOCUMENT, HEADERS, PAGE, ROWS, by_offset, server, told};
use crate::Effort;
use crate::load::{Counted, Line, Target, run};
use crate::process::Process;
use crate::whole::median;

/// Starts for each round of other tables.
const STARTS: usize = 3;

/// Two tables of Markdown.
pub fn table(effort: Effort) -> String {
    format!("{}\n{}", memory(effort), starts(effort.rounds * STARTS))
}

/// What a server holds as pages are asked of it. What grows with calls of any kind (connections, threads, answers that are kept) is in the second
/// column of figures: pages of a list of a thousand rows, as many and of the same size.
fn memory(effort: Effort) -> String {
    let mut table =
        format!("Memory in MiB, `VmRSS` (of it `RssAnon`):\n\n| after | {ROWS} rows | 1000 rows |\n|---|---:|---:|\n");
    let columns = [ROWS, 1000].map(|rows| {
        let server = server(rows);
        let told = || format!("{} ({})", told(server.resident()), told(server.memory()));
        let mut column = vec![("the start", told())];
        let mut line = Line::open(&server.address);
        for offset in [0, rows / 2, rows - PAGE] {
            assert_eq!(line.call(&by_offset(offset, PAGE), HEADERS).status, 200);
        }
        column.push(("a page at the begin, in the middle and at the end", told()));
        let calls = [
            ("many fresh pages", Box::new(move |call: u64| by_offset(PAGE * call % rows, PAGE)) as Path),
            (
                "many fresh pages from anywhere",
                Box::new(move |call: u64| by_offset(call.wrapping_mul(0x9e37_79b9_7f4a_7c15) % (rows - PAGE), PAGE)),
            ),
        ];
        for (name, path) in calls {
            run(&server.address, Target::Counted(Counted::new(HEADERS, path)), 0, effort.round * 4);
            column.push((name, told()));
        }
        column
    });
    let [long, short] = columns;
    for ((name, long), (_, short)) in long.into_iter().zip(short) {
        writeln!(table, "| {name} | {long} | {short} |").unwrap();
    }
    table
}

type Path = Box<dyn Fn(u64) -> String + Sync>;

/// From the start of the process to the line that says it is ready.
fn starts(starts: usize) -> String {
    let mut table =
        format!("Start-up, {starts} starts each, in turns:\n\n| | median, ms | fastest, ms |\n|---|---:|---:|\n");
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..starts {
        let servers = [|| Process::serve(&[DOCUMENT], &[]), || server(ROWS), || server(12)];
        for (times, start) in times.iter_mut().zip(servers) {
            times.push(start().start);
        }
    }
    let names = ["without a scenario", "with ten million rows", "with twelve rows"];
    for (name, times) in names.iter().zip(times) {
        let millis = |time: Duration| time.as_secs_f64() * 1e3;
        let fastest = times.iter().copied().min().map(millis).unwrap_or_default();
        let middle = median(times.into_iter().map(millis)).unwrap_or_default();
        writeln!(table, "| {name} | {middle:.1} | {fastest:.1} |").unwrap();
    }
    table
}
