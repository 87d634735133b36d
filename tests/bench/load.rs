//! The load: connections that stay open, each asking again as soon as it has its answer. Cheap, so that the servers are what is measured.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Connections to one server.
const CONNECTIONS: usize = 16;
/// Threads that share them.
const THREADS: usize = 2;

/// Which path is asked for.
#[derive(Clone, Copy)]
pub enum Target {
    /// The same again and again.
    Same(&'static str),
    /// The same with another query each time.
    FreshQuery(&'static str),
    /// Another member list each time, so that no store of answers can help.
    Fresh,
}

impl Target {
    /// The path of call `number` of the thread and round `lane`.
    pub fn path(self, lane: u64, number: u64) -> String {
        match self {
            Self::Same(path) => path.to_owned(),
            Self::FreshQuery(path) => format!("{path}?n={lane}-{number}"),
            Self::Fresh => format!("/orgs/acme{lane}-{number}/members"),
        }
    }
}

/// An answer.
pub struct Reply {
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What came of a round.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    pub calls: u64,
    /// Of all bodies.
    pub bytes: u64,
    pub elapsed: Duration,
}

/// One connection.
struct Line(BufReader<TcpStream>);

impl Line {
    fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::with_capacity(16 << 10, stream))
    }

    fn ask(&mut self, path: &str) {
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n\r\n");
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
    }

    /// Reads an answer into `body` and gives each header to `header`.
    fn read(&mut self, line: &mut String, body: &mut Vec<u8>, mut header: impl FnMut(&str, &str)) {
        line.clear();
        self.0.read_line(line).unwrap();
        assert!(line.starts_with("HTTP/1.1 200 "), "{line:?}");
        let mut length = 0;
        loop {
            line.clear();
            self.0.read_line(line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            if name == "content-length" {
                length = value.parse().unwrap();
            }
            header(name, value);
        }
        body.resize(length, 0);
        self.0.read_exact(body).unwrap();
    }
}

/// One call on a connection of its own.
pub fn fetch(address: &str, path: &str) -> Reply {
    let mut connection = Line::open(address);
    connection.ask(path);
    let (mut headers, mut body) = (Vec::new(), Vec::new());
    connection.read(&mut String::new(), &mut body, |name, value| headers.push((name.to_owned(), value.to_owned())));
    Reply { headers, body }
}

/// Calls for as long as `time`; `round` makes fresh paths fresh.
pub fn run(address: &str, target: Target, round: u64, time: Duration) -> Tally {
    let begun = Instant::now();
    let tallies: Vec<Tally> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS as u64)
            .map(|thread| scope.spawn(move || one(address, target, round * THREADS as u64 + thread, time)))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    Tally {
        calls: tallies.iter().map(|tally| tally.calls).sum(),
        bytes: tallies.iter().map(|tally| tally.bytes).sum(),
        elapsed: begun.elapsed(),
    }
}

/// One thread's share: asks on all its connections, then reads from all.
fn one(address: &str, target: Target, lane: u64, time: Duration) -> Tally {
    let mut lines: Vec<Line> = (0..CONNECTIONS / THREADS).map(|_| Line::open(address)).collect();
    let (mut line, mut body, mut tally) = (String::new(), Vec::new(), Tally::default());
    let begun = Instant::now();
    while begun.elapsed() < time {
        for connection in &mut lines {
            tally.calls += 1;
            connection.ask(&target.path(lane, tally.calls));
        }
        for connection in &mut lines {
            connection.read(&mut line, &mut body, |_, _| {});
            tally.bytes += body.len() as u64;
        }
    }
    tally
}
