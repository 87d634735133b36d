//! Who may ask, and what the others are told.

use std::net::IpAddr;

use super::*;
use crate::serve::admin::AdminOptions;

fn status(host: &Host, peer: &str, line: &str, headers: &[(&str, &str)]) -> (u16, Reply) {
    let mut call = call(line, headers, r#"{"active":true}"#);
    call.peer = Some(peer.parse::<IpAddr>().unwrap());
    let AdminAnswer::Reply(reply) = answer(host, &call) else { panic!("{line} streams") };
    (reply.status.as_u16(), reply)
}

#[test]
fn only_neighbours_may_ask_without_a_token() {
    let host = host();
    let (get, put) = ("GET /_standin/health", "PUT /_standin/scenarios/errors");
    for (peer, line, headers, expected) in [
        ("127.0.0.1", get, &[][..], 200),
        ("::1", get, &[("host", "[::1]:4010")], 200),
        ("::ffff:127.0.0.1", get, &[("host", "localhost:4010")], 200),
        ("127.0.0.1", get, &[("host", "LOCALHOST.")], 200),
        ("127.0.0.1", get, &[("host", "api.localhost:80")], 200),
        ("192.168.0.7", get, &[("host", "localhost:4010")], 403),
        ("127.0.0.1", get, &[("host", "evil.test:4010")], 403),
        ("127.0.0.1", get, &[("host", "localhost.evil.test")], 403),
        ("127.0.0.1", get, &[("host", "127.0.0.1.evil.test")], 403),
        ("127.0.0.1", get, &[("host", "")], 403),
        ("127.0.0.1", get, &[("host", "10.0.0.1")], 403),
        ("127.0.0.1", put, &[("origin", "http://localhost:3000")], 200),
        ("127.0.0.1", put, &[("origin", "http://127.0.0.1:3000"), ("sec-fetch-site", "cross-site")], 200),
        ("127.0.0.1", put, &[("origin", "https://evil.test")], 403),
        ("127.0.0.1", get, &[("origin", "https://evil.test")], 403),
        ("127.0.0.1", put, &[("origin", "null")], 403),
        ("127.0.0.1", put, &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")], 403),
        ("127.0.0.1", get, &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")], 403),
        ("127.0.0.1", get, &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")], 200),
        ("127.0.0.1", put, &[("sec-fetch-site", "same-origin")], 200),
    ] {
        assert_eq!(status(&host, peer, line, headers).0, expected, "{peer} {line} {headers:?}");
    }
}

#[test]
fn the_host_that_it_was_bound_to_is_a_name_of_it() {
    let host = host();
    let named = Host { url: std::sync::OnceLock::from("http://api.test:4010".to_owned()), ..host };
    for (name, expected) in [("api.test:4010", 200), ("API.test", 200), ("other.test", 403)] {
        assert_eq!(status(&named, "127.0.0.1", "GET /_standin/health", &[("host", name)]).0, expected, "{name}");
    }
}

#[test]
fn a_token_opens_it_and_is_asked_of_all() {
    let admin = AdminOptions { token: Some("let me in".to_owned()), ..AdminOptions::default() };
    let host = host_with(HostOptions { admin, ..HostOptions::default() });
    for (peer, headers, expected) in [
        ("127.0.0.1", &[][..], 401),
        ("127.0.0.1", &[("authorization", "Bearer let me in")], 200),
        ("192.168.0.7", &[("authorization", "bearer let me in"), ("host", "api.test")], 200),
        ("127.0.0.1", &[("authorization", "Bearer let me")], 401),
        ("127.0.0.1", &[("authorization", "Bearer let me in!")], 401),
        ("127.0.0.1", &[("authorization", "Basic let me in")], 401),
        ("127.0.0.1", &[("authorization", "Bearer")], 401),
    ] {
        let (status, reply) = status(&host, peer, "GET /_standin/health", headers);
        assert_eq!(status, expected, "{headers:?}");
        assert_eq!(reply.headers.contains_key("www-authenticate"), expected == 401);
        assert!(!text(&reply).contains("let me in"), "{headers:?}");
    }
}
