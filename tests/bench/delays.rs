//! Thousands of calls that are late on purpose, all in flight at once: how much later than asked their answers come, and what memory they
//! take.
//!
//! They are sent evenly, as thousands of clients send them, and all at one moment, which measures a queue: the last call of a burst waits
//! for the client to send all others and for the server to read them. The client is one thread of this process, on the same cores: what is
//! told is an upper bound.

use std::cell::Cell;
use std::fmt::Write;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::io::Interest;
use tokio::net::TcpStream;
use tokio::task::{JoinSet, LocalSet};

use crate::process::Process;
use crate::whole::median;

/// How late every answer is to be.
const DELAY: Duration = Duration::from_secs(1);
/// How many wait at once, each on its own connection.
const CALLS: usize = 10_000;
/// The time from the first to the last call of those that are sent evenly; after it all are in flight for the rest of [`DELAY`].
const SPREAD: Duration = Duration::from_millis(700);
/// Connections opened at a time: systems refuse more than their queue holds.
const BATCH: u32 = 500;
/// How long a server may take to have accepted them all, and to let go of what clients have left.
const REST: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(2));

/// What came of one round.
struct Round {
    /// From the sending of each request to the end of its answer, beyond [`DELAY`]; sorted.
    late: Vec<Duration>,
    /// Processor microseconds of the server for each call, from the first request to the last answer.
    cpu: Option<f64>,
    /// Memory of the server while all calls waited, and after all clients have left; in MiB.
    held: Option<f64>,
    rested: Option<f64>,
}

/// One row for each round, and the medians, of both ways.
pub fn table(rounds: usize) -> String {
    // Both ends of every connection are open files, this process has one of them.
    rlimit::increase_nofile_limit(2 * CALLS as u64).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut table = format!("{CALLS} calls in flight at once, late by {} s; beyond that:\n\n", DELAY.as_secs());
    table.push_str("| sent | round | median ms | p99 ms | last ms | CPU µs | MiB while they wait | MiB after |\n");
    table.push_str("|---|---|--:|--:|--:|--:|--:|--:|\n");
    for (sent, spread) in [(format!("over {} ms", SPREAD.as_millis()), SPREAD), ("at once".to_owned(), Duration::ZERO)]
    {
        let server = Process::late(DELAY);
        writeln!(table, "| {sent} | before | | | | | | {} |", told(server.memory())).unwrap();
        let rounds: Vec<Round> =
            (0..rounds).map(|_| LocalSet::new().block_on(&runtime, round(&server, spread))).collect();
        for (at, one) in rounds.iter().enumerate() {
            table.push_str(&row(&sent, &(at + 1).to_string(), std::slice::from_ref(one)));
        }
        table.push_str(&row(&sent, "median", &rounds));
    }
    table
}

/// The medians of `rounds`.
fn row(sent: &str, name: &str, rounds: &[Round]) -> String {
    let of = |share| median(rounds.iter().map(|round| round.quantile(share))).unwrap_or_default();
    let some = |read: fn(&Round) -> Option<f64>| told(median(rounds.iter().filter_map(read)));
    let (cpu, held, rested) = (some(|round| round.cpu), some(|round| round.held), some(|round| round.rested));
    format!("| {sent} | {name} | {:.1} | {:.1} | {:.1} | {cpu} | {held} | {rested} |\n", of(0.5), of(0.99), of(1.0))
}

fn told(value: Option<f64>) -> String {
    value.map_or_else(|| "not told".to_owned(), |value| format!("{value:.1}"))
}

impl Round {
    /// In milliseconds.
    fn quantile(&self, share: f64) -> f64 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
        let at = ((self.late.len() - 1) as f64 * share) as usize;
        self.late[at].as_secs_f64() * 1000.0
    }
}

async fn round(server: &Process, spread: Duration) -> Round {
    let mut streams = Vec::with_capacity(CALLS);
    while streams.len() < CALLS {
        let mut opening = JoinSet::new();
        for _ in 0..BATCH {
            opening.spawn_local(TcpStream::connect(server.address.clone()));
        }
        streams.extend(opening.join_all().await.into_iter().map(|stream| stream.unwrap()));
    }
    tokio::time::sleep(REST.0).await;
    let request = format!("GET {} HTTP/1.1\r\nhost: localhost\r\n\r\n", crate::STATIC);
    let late = Rc::new(Cell::new(Vec::with_capacity(CALLS)));
    let (mut calls, before, begun) = (JoinSet::new(), server.cpu(), Instant::now());
    for (number, stream) in (0_u32..).zip(streams) {
        let due = spread * number / u32::try_from(CALLS).unwrap();
        if let Some(early) = due.checked_sub(begun.elapsed()).filter(|early| !early.is_zero()) {
            tokio::time::sleep(early).await;
        }
        let sent = Instant::now();
        // A new connection has room for more than this.
        assert_eq!(stream.try_write(request.as_bytes()).unwrap(), request.len());
        calls.spawn_local(hear(stream, sent, Rc::clone(&late)));
    }
    tokio::time::sleep((DELAY * 9 / 10).saturating_sub(begun.elapsed())).await;
    let held = server.memory();
    // The connections are closed after the last answer: that is no part of it.
    let streams = calls.join_all().await;
    let spent = server.cpu().zip(before).map(|(after, before)| after.saturating_sub(before));
    drop(streams);
    tokio::time::sleep(REST.1).await;
    let mut late = late.take();
    late.sort_unstable();
    assert_eq!(late.len(), CALLS);
    Round { late, cpu: spent.map(|spent| spent.as_secs_f64() * 1e6 / CALLS as f64), held, rested: server.memory() }
}

/// Waits for the whole answer to what was sent, and tells how much too late it came.
async fn hear(stream: TcpStream, sent: Instant, late: Rc<Cell<Vec<Duration>>>) -> TcpStream {
    let (mut reply, mut length) = ([0; 4096], 0);
    while !is_whole(&reply[..length]) {
        let read = stream.async_io(Interest::READABLE, || stream.try_read(&mut reply[length..])).await.unwrap();
        assert!(read > 0, "the connection ended before its answer");
        length += read;
    }
    let time = sent.elapsed();
    assert!(reply.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&reply[..length]));
    assert!(time >= DELAY, "too early: after {time:?}");
    let mut times = late.take();
    times.push(time.saturating_sub(DELAY));
    late.set(times);
    stream
}

/// Whether all of a reply is there.
fn is_whole(reply: &[u8]) -> bool {
    let text = str::from_utf8(reply).unwrap();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    body.len() >= length.parse().unwrap()
}
