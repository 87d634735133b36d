//! Thousands of calls that are late on purpose, all at once: how much later than asked their answers come, and what memory they take.
//!
//! The client is this process, on the same cores: what is told is an upper bound.

use std::fmt::Write;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::process::Process;
use crate::whole::median;

/// How late every answer is to be.
const DELAY: Duration = Duration::from_secs(1);
/// How many wait at once, each on its own connection.
const CALLS: usize = 10_000;
/// Connections opened at a time: systems refuse more than their queue holds.
const BATCH: usize = 500;
/// How long a server may take to let go of what clients have left.
const REST: Duration = Duration::from_secs(1);

/// What came of one round.
struct Round {
    /// From the writing of each request to the end of its answer, beyond [`DELAY`]; sorted.
    late: Vec<Duration>,
    /// Memory of the server while all calls waited, and after all clients have left; in MiB.
    held: Option<f64>,
    rested: Option<f64>,
}

/// One row for each round, and the medians.
pub fn table(rounds: usize) -> String {
    // Both ends of every connection are open files, this process has one of them.
    rlimit::increase_nofile_limit(2 * CALLS as u64).unwrap();
    let server = Process::late(DELAY);
    let fresh = server.memory();
    let runtime = standin::serve::runtime().unwrap();
    let rounds: Vec<Round> = (0..rounds).map(|_| runtime.block_on(round(&server))).collect();

    let mut table = format!("{CALLS} calls late by {} s at once, beyond that:\n\n", DELAY.as_secs());
    table.push_str(
        "| round | median ms | p99 ms | last ms | MiB while they wait | MiB after |\n|---|--:|--:|--:|--:|--:|\n",
    );
    let told = |mebibytes: Option<f64>| mebibytes.map_or_else(|| "not told".to_owned(), |value| format!("{value:.1}"));
    writeln!(table, "| before | | | | | {} |", told(fresh)).unwrap();
    for (at, round) in rounds.iter().enumerate() {
        let [half, most, last] = [0.5, 0.99, 1.0].map(|share| round.quantile(share));
        let (held, rested) = (told(round.held), told(round.rested));
        writeln!(table, "| {} | {half:.1} | {most:.1} | {last:.1} | {held} | {rested} |", at + 1).unwrap();
    }
    let of = |share| median(rounds.iter().map(|round| round.quantile(share))).unwrap_or_default();
    let memory = |read: fn(&Round) -> Option<f64>| told(median(rounds.iter().filter_map(read)));
    writeln!(
        table,
        "| median | {:.1} | {:.1} | {:.1} | {} | {} |",
        of(0.5),
        of(0.99),
        of(1.0),
        memory(|round| round.held),
        memory(|round| round.rested)
    )
    .unwrap();
    table
}

impl Round {
    /// In milliseconds.
    fn quantile(&self, share: f64) -> f64 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
        let at = ((self.late.len() - 1) as f64 * share) as usize;
        self.late[at].as_secs_f64() * 1000.0
    }
}

async fn round(server: &Process) -> Round {
    let (start, started) = watch::channel(());
    let mut calls = JoinSet::new();
    for batch in 0..CALLS.div_ceil(BATCH) {
        let mut opening = JoinSet::new();
        for _ in 0..BATCH.min(CALLS - batch * BATCH) {
            let address = server.address.clone();
            opening.spawn(async move { TcpStream::connect(address).await.unwrap() });
        }
        while let Some(stream) = opening.join_next().await {
            calls.spawn(call(stream.unwrap(), started.clone()));
        }
    }
    start.send(()).unwrap();
    tokio::time::sleep(DELAY * 3 / 4).await;
    let held = server.memory();
    let mut late = Vec::with_capacity(CALLS);
    while let Some(time) = calls.join_next().await {
        late.push(time.unwrap().saturating_sub(DELAY));
    }
    late.sort_unstable();
    tokio::time::sleep(REST).await;
    Round { late, held, rested: server.memory() }
}

/// How long one call takes.
async fn call(mut stream: TcpStream, mut started: watch::Receiver<()>) -> Duration {
    stream.set_nodelay(true).unwrap();
    started.changed().await.unwrap();
    let request = format!("GET {} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", crate::STATIC);
    let begun = Instant::now();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = Vec::with_capacity(2048);
    stream.read_to_end(&mut reply).await.unwrap();
    assert!(reply.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&reply));
    begun.elapsed()
}
