//! Pages of long lists: what one costs wherever it begins, what memory and start-up it takes, filters and orders over a million rows, and how
//! fast a client walks. The document and the scenario are shipped ones.

mod cost;
mod filter;
mod rest;
mod walk;

use serde_json::Value;

use crate::Effort;
use crate::load::Line;
use crate::process::Process;

const DOCUMENT: &str = "spec";
const SCENARIO: &str = "large-history";
/// The partition that is long.
const ROOM: &str = "5fRTXMt7DMJbpPJfhgzvcvpov9G4TxbGFS";
/// How many rows it has, unless something else is said.
const ROWS: u64 = 10_000_000;
/// Of a page, unless something else is said.
const PAGE: u64 = 50;
/// What every call says of who asks.
const HEADERS: &str = "x-auth-token: bench\r\nx-user-id: bench\r\n";

/// Tables of Markdown.
pub fn tables(effort: Effort) -> String {
    let tables = [cost::table, rest::table, filter::table, walk::table];
    tables.map(|table| table(effort)).join("\n")
}

/// The program with a list of so many rows.
fn server(rows: u64) -> Process {
    let messages = format!("messages={{\"{ROOM}\":{rows}}}");
    Process::serve(&[DOCUMENT], &["--scenario", SCENARIO, "--set", &messages])
}

/// A page that begins after so many rows.
fn by_offset(offset: u64, count: u64) -> String {
    format!("/api/v1/im.messages?roomId={ROOM}&count={count}&offset={offset}")
}

/// A page of the rows before a moment, newest first.
fn by_time(latest: &str, oldest: &str, count: u64) -> String {
    format!("/api/v1/im.history?roomId={ROOM}&count={count}&latest={latest}&oldest={oldest}")
}

/// The JSON that a call is answered with.
fn ask(line: &mut Line, path: &str) -> Value {
    let reply = line.call(path, HEADERS);
    assert_eq!(reply.status, 200, "{path}: {}", String::from_utf8_lossy(&reply.body));
    serde_json::from_slice(&reply.body).unwrap()
}

/// The rows of an answer.
fn rows(reply: &Value) -> &[Value] {
    reply["messages"].as_array().unwrap()
}

/// The time of a row.
fn time(row: &Value) -> &str {
    row["ts"].as_str().unwrap()
}

fn told(value: Option<f64>) -> String {
    value.map_or_else(|| "not told".to_owned(), |value| format!("{value:.1}"))
}
