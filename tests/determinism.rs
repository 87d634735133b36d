//! Same document, seed and request: same bytes, whatever came before, over however many connections and threads, after a restart, on
//! another day and another machine.
//!
//! What other days and machines say stands in `determinism/golden.tsv`, a row for each operation and mode. `STANDIN_BLESS=1 cargo test
//! determinism` writes it anew; its difference shows whose data moved.

use std::fmt::Write;
use std::hash::Hasher;
use std::net::TcpStream;
use std::path::PathBuf;

use http::HeaderMap;
use siphasher::sip::SipHasher13;
use standin::base::Defects;
use standin::contract::{Call, Contract};
use standin::respond::{AnswerOptions, Validation, World, address, answer};
use standin::spec::{self, Limits, Source};

use crate::support::{Reply, Request, Served, exchange};

/// All kinds of data, in all dialects.
const DOCUMENTS: [&str; 4] = [
    "spec/rocketchat-dm.json",
    "tests/documents/depot.yaml",
    "tests/documents/library.yaml",
    "tests/documents/shop.yaml",
];
const GOLDEN: &str = "tests/determinism/golden.tsv";
const REQUESTS: usize = 1000;
const CONNECTIONS: usize = 16;
/// All that a head may have whose value is not the same in every answer.
const CHANGING: [&str; 1] = ["date"];

/// The request with that number: every operation at its own address, again with seeds of its own, and the shop's with other identities.
fn request(operations: &[(String, String)], index: usize) -> (String, String) {
    let id = index / 8 % 97;
    let shop = |target: String| ("GET".to_owned(), target);
    match index % 8 {
        0 => shop(format!("/v1/users/{id}")),
        1 => shop(format!("/v1/users/{id}/orders?limit={id}")),
        2 => shop(format!("/v1/orders/{id}?__dynamic=true")),
        3 => shop(format!("/v1/nothing/{id}")),
        rest => {
            let (method, target) = &operations[(index / 8 * 4 + rest) % operations.len()];
            let mark = if target.contains('?') { '&' } else { '?' };
            let seed = if rest == 4 { String::new() } else { format!("{mark}__seed={id}") };
            (method.clone(), format!("{target}{seed}"))
        }
    }
}

fn ask(stream: &mut TcpStream, (method, target): &(String, String)) -> Reply {
    let mut reply = exchange(stream, &Request { method, target, headers: &[], body: b"" });
    reply.headers.retain(|(name, _)| !CHANGING.contains(&name.as_str()));
    reply
}

/// Starts a server of all documents on that many threads.
fn serve(mode: &[&str], threads: &str) -> Served {
    let mut words = vec!["serve"];
    words.extend(DOCUMENTS);
    words.extend(["--port", "0", "--seed", "7", "--log", "off", "--validate", "off"]);
    words.extend(mode);
    Served::start_with(&words, &[("TOKIO_WORKER_THREADS", threads)])
}

/// All answers by the number of their request, asked for in another order, over many connections at once.
fn shuffled(server: &Served, requests: &[(String, String)]) -> Vec<(usize, Reply)> {
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|worker| {
                scope.spawn(move || {
                    let mut stream = TcpStream::connect(&server.address).unwrap();
                    // 389 and 1000 have no common factor: every request once.
                    let order = (0..REQUESTS).map(|step| step * 389 % REQUESTS);
                    let own = order.filter(|index| index % CONNECTIONS == worker);
                    own.map(|index| (index, ask(&mut stream, &requests[index]))).collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

fn the_same_over_connections_threads_and_restarts(mode: &[&str]) {
    let world = world(&DOCUMENTS, false);
    let addresses = world.contract.operations().iter();
    let addresses: Vec<_> = addresses.map(|one| (one.method.to_string(), address(&world, one))).collect();
    let requests: Vec<_> = (0..REQUESTS).map(|index| request(&addresses, index)).collect();
    let serial: Vec<Reply> = {
        let server = serve(mode, "1");
        let mut stream = TcpStream::connect(&server.address).unwrap();
        requests.iter().map(|request| ask(&mut stream, request)).collect()
    };
    let successes = serial.iter().filter(|reply| reply.status < 300 && !reply.body.is_empty()).count();
    assert!(successes > REQUESTS / 2, "only {successes} of the answers are made-up data");
    for threads in ["1", "2", "8"] {
        let replies = shuffled(&serve(mode, threads), &requests);
        assert_eq!(replies.len(), REQUESTS);
        for (index, reply) in replies {
            assert_eq!(reply, serial[index], "{threads} threads, {mode:?}: {:?}", requests[index]);
        }
    }
}

#[test]
fn the_same_over_connections_threads_and_restarts_with_examples() {
    the_same_over_connections_threads_and_restarts(&[]);
}

#[test]
fn the_same_over_connections_threads_and_restarts_generated() {
    the_same_over_connections_threads_and_restarts(&["--dynamic"]);
}

#[test]
fn another_seed_is_another_world() {
    let fetch = |seed: &str| {
        let words = ["serve", "tests/documents/shop.yaml", "--port", "0", "--seed", seed, "--log", "off"];
        Served::start(&words).fetch("/v1/users/3", &[]).body
    };
    assert_ne!(fetch("1"), fetch("2"));
    assert_eq!(fetch("a word"), fetch("a word"));
}

#[test]
fn the_same_on_another_day_and_another_machine() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut now = String::from("document\toperation\tmode\tstatus\tbody\thead\n");
    for document in DOCUMENTS {
        for (mode, dynamic) in [("examples", false), ("generated", true)] {
            let world = world(&[document], dynamic);
            for operation in world.contract.operations() {
                let target = address(&world, operation);
                let reply = answer(&world, &Call::new(operation.method.clone(), &target)).reply;
                let (status, body, head) =
                    (reply.status.as_u16(), short(&reply.body.bytes()), short(&written(&reply.headers)));
                let name = format!("{} {}", operation.method, operation.template);
                let _ = writeln!(now, "{document}\t{name}\t{mode}\t{status}\t{body}\t{head}");
            }
        }
    }
    let path = root.join(GOLDEN);
    if std::env::var_os("STANDIN_BLESS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let then = std::fs::read_to_string(&path).unwrap_or_default().replace('\r', "");
    let moved: Vec<&str> = now.lines().filter(|row| !then.lines().any(|other| other == *row)).collect();
    assert!(
        moved.is_empty() && now.lines().count() == then.lines().count(),
        "the data of {} operations moved; if that is meant, `STANDIN_BLESS=1 cargo test determinism` and say so in the commit:\n{}",
        moved.len(),
        moved.join("\n")
    );
}

/// A world of these documents with seed 1, which answers every call as if it were good.
fn world(documents: &[&str], dynamic: bool) -> World {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let sources: Vec<Source> = documents.iter().map(|document| Source::Path(root.join(document))).collect();
    let loaded = spec::load(&sources, &Limits::default()).unwrap();
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default());
    World::new(contract, AnswerOptions { dynamic, validation: Validation::Off, ..AnswerOptions::default() })
}

/// Headers as lines, in the order of their names.
fn written(headers: &HeaderMap) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> =
        headers.iter().map(|(name, value)| [name.as_str().as_bytes(), b": ", value.as_bytes()].concat()).collect();
    lines.sort();
    lines.join(&b'\n')
}

/// A name for these bytes.
fn short(bytes: &[u8]) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    format!("{:016x}", hasher.finish())
}
