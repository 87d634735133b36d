//! Same document, seed and request: same bytes, whatever came before, over however many connections, after a restart.

use std::net::TcpStream;

use crate::support::{Reply, Request, Served, exchange};

const DOCUMENT: &str = "tests/documents/shop.yaml";
const REQUESTS: usize = 1000;
const CONNECTIONS: usize = 16;

/// Request number `index`: over all kinds of answers that are made up.
fn target(index: usize) -> String {
    let id = index % 97;
    match index % 7 {
        0 => format!("/v1/users/{id}"),
        1 => "/v1/users".to_owned(),
        2 => format!("/v1/users/{id}/orders?limit={id}"),
        3 => format!("/v1/orders/{id}?__dynamic=true"),
        4 => format!("/v1/categories/{id}?__seed={id}"),
        5 => format!("/v1/users/x{id}"),
        _ => format!("/v1/nothing/{id}"),
    }
}

fn ask(stream: &mut TcpStream, index: usize) -> Reply {
    let mut reply = exchange(stream, &Request { method: "GET", target: &target(index), headers: &[], body: b"" });
    // The only part of an answer that tells the time.
    reply.headers.retain(|(name, _)| name != "date");
    reply
}

#[test]
fn shuffled_over_many_connections_and_after_a_restart() {
    let words = ["serve", DOCUMENT, "--port", "0", "--seed", "7", "--log", "off"];
    let serial: Vec<Reply> = {
        let server = Served::start(&words);
        let mut stream = TcpStream::connect(&server.address).unwrap();
        (0..REQUESTS).map(|index| ask(&mut stream, index)).collect()
    };
    let successes = serial.iter().filter(|reply| reply.status == 200).count();
    assert!(successes > REQUESTS / 2, "only {successes} of the answers are made-up data");
    let server = Served::start(&words);
    let shuffled: Vec<(usize, Reply)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|worker| {
                let address = server.address.clone();
                scope.spawn(move || {
                    let mut stream = TcpStream::connect(address).unwrap();
                    // 389 and 1000 have no common factor: every request once, in another order.
                    let order =
                        (0..REQUESTS).map(|step| step * 389 % REQUESTS).filter(|index| index % CONNECTIONS == worker);
                    order.map(|index| (index, ask(&mut stream, index))).collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert_eq!(shuffled.len(), REQUESTS);
    for (index, reply) in shuffled {
        assert_eq!(reply, serial[index], "{}", target(index));
    }
}

#[test]
fn another_seed_is_another_world() {
    let fetch = |seed: &str| {
        let server = Served::start(&["serve", DOCUMENT, "--port", "0", "--seed", seed, "--log", "off"]);
        server.fetch("/v1/users/3", &[]).body
    };
    assert_ne!(fetch("1"), fetch("2"));
    assert_eq!(fetch("a word"), fetch("a word"));
}
