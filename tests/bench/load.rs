//! The load: connections that stay open, each asking again as soon as it has its answer. Cheap, so that the servers are what is measured.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
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
    /// What somebody else counts.
    Counted(&'static Counted),
}

/// Paths by how often they have been asked for, by all threads in all rounds.
pub struct Counted {
    path: Box<dyn Fn(u64) -> String + Sync>,
    /// Lines of a head, each with its end.
    headers: &'static str,
    calls: AtomicU64,
}

impl Counted {
    /// It lives as long as the program, as everything that is measured.
    pub fn new(headers: &'static str, path: impl Fn(u64) -> String + Sync + 'static) -> &'static Self {
        Box::leak(Box::new(Self { path: Box::new(path), headers, calls: AtomicU64::new(0) }))
    }
}

impl Target {
    /// The path of call `number` of the thread and round `lane`.
    pub fn path(self, lane: u64, number: u64) -> String {
        match self {
            Self::Same(path) => path.to_owned(),
            Self::FreshQuery(path) => format!("{path}?n={lane}-{number}"),
            Self::Fresh => format!("/orgs/acme{lane}-{number}/members"),
            Self::Counted(counted) => (counted.path)(counted.calls.fetch_add(1, Ordering::Relaxed)),
        }
    }

    /// What is sent beside the path.
    fn headers(self) -> &'static str {
        if let Self::Counted(counted) = self { counted.headers } else { "" }
    }
}

/// An answer.
pub struct Reply {
    pub status: u16,
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
pub struct Line(BufReader<TcpStream>);

impl Line {
    pub fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::with_capacity(16 << 10, stream))
    }

    fn ask(&mut self, path: &str, headers: &str) {
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n{headers}\r\n");
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
    }

    /// One call.
    pub fn call(&mut self, path: &str, headers: &str) -> Reply {
        self.ask(path, headers);
        let (mut headers, mut body) = (Vec::new(), Vec::new());
        let header = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
        let status = self.read(&mut String::new(), &mut body, header);
        Reply { status, headers, body }
    }

    /// Reads an answer into `body` and gives each header to `header`; the status.
    fn read(&mut self, line: &mut String, body: &mut Vec<u8>, mut header: impl FnMut(&str, &str)) -> u16 {
        line.clear();
        self.0.read_line(line).unwrap();
        let status = line.split(' ').nth(1).unwrap().parse().unwrap();
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
        status
    }
}

/// One call that succeeds, on a connection of its own.
pub fn fetch(address: &str, path: &str) -> Reply {
    let reply = Line::open(address).call(path, "");
    assert_eq!(reply.status, 200, "{path}");
    reply
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
            connection.ask(&target.path(lane, tally.calls), target.headers());
        }
        for connection in &mut lines {
            let status = connection.read(&mut line, &mut body, |_, _| {});
            assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
            tally.bytes += body.len() as u64;
        }
    }
    tally
}
