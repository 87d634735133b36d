//! Clients that leave while their answer is late, and clients that only seem to.

use std::io::ErrorKind;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Running, late, start, target, to_end, until};
use crate::serve::ServeOptions;

const HOUR: &str = "\"1h\"";

/// A server with one place.
async fn narrow() -> Running {
    start(ServeOptions { max_connections: 1, ..ServeOptions::default() }).await
}

async fn request(stream: &mut TcpStream, target: &str) {
    stream.write_all(format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
}

#[tokio::test]
async fn the_place_of_a_client_that_leaves_is_free_at_once() {
    let server = narrow().await;
    let waits = [
        late("{}", HOUR),
        target("{}", "\"never\""),
        target("[1,2,3]", "{\"stall\": 2}"),
        late("{}", "{\"body\": \"1h\"}"),
    ];
    for (at, wait) in waits.iter().enumerate() {
        for reset in [false, true] {
            // After the head nothing can be asked of a client, so only a reset tells that it has left.
            if at == 3 && !reset {
                continue;
            }
            let mut first = server.connect().await;
            request(&mut first, "/is/ready").await;
            until(&mut first, "\r\n\r\nready").await;
            request(&mut first, wait).await;
            if reset {
                first.set_zero_linger().unwrap();
            }
            drop(first);
            // It comes to its turn only when the place is free, which is long before an hour is over.
            let mut second = server.connect().await;
            request(&mut second, "/is/second").await;
            until(&mut second, "\r\n\r\nsecond").await;
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn who_only_ends_its_side_gets_its_answer() {
    let server = narrow().await;
    for (delay, question) in [("\"30ms\"", true), ("{\"body\": \"30ms\"}", false), ("\"0s\"", false)] {
        let mut stream = server.connect().await;
        request(&mut stream, &late("[1]", delay)).await;
        stream.shutdown().await.unwrap();
        let reply = to_end(&mut stream).await;
        assert_eq!(reply.starts_with("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\n"), question, "{reply}");
        assert!(reply.ends_with("\r\n\r\n[1]"), "{reply}");
    }
    // An older client knows no interim answer.
    let mut stream = server.connect().await;
    stream.write_all(format!("GET {} HTTP/1.0\r\n\r\n", late("[1]", "\"30ms\"")).as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let reply = to_end(&mut stream).await;
    assert!(reply.starts_with("HTTP/1.0 200 OK\r\n") && reply.ends_with("\r\n\r\n[1]"), "{reply}");
    server.stop().await;
}

#[tokio::test]
async fn what_a_client_sends_while_it_waits_is_answered_in_turn() {
    let server = narrow().await;
    let mut stream = server.connect().await;
    request(&mut stream, &late("1", "\"30ms\"")).await;
    request(&mut stream, &late("2", "\"30ms\"")).await;
    tokio::time::sleep(Duration::from_millis(5)).await;
    request(&mut stream, "/{raw}").await;
    stream.write_all(b"GET /last HTTP/1.1\r\nConn").await.unwrap();
    until(&mut stream, "\r\n\r\n2").await;
    stream.write_all(b"ection: close\r\n\r\n").await.unwrap();
    let rest = to_end(&mut stream).await;
    assert!(rest.contains("GET /%7Braw%7D?-  HTTP/1.1 200"), "{rest}");
    assert!(rest.ends_with("GET /last?-  "), "{rest}");
    // More than is read ahead.
    let mut stream = server.connect().await;
    request(&mut stream, &late("1", "\"30ms\"")).await;
    let body = "x".repeat(100_000);
    let post = format!("POST /big HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(post.as_bytes()).await.unwrap();
    let rest = to_end(&mut stream).await;
    assert!(rest.ends_with(&format!("POST /big?- {body} ")), "{} bytes", rest.len());
    server.stop().await;
}

#[tokio::test]
async fn a_late_call_is_not_cut_by_the_limits_and_is_answered_though_the_server_stops() {
    let short = Duration::from_millis(5);
    let server = start(ServeOptions { head_timeout: short, idle_timeout: short, ..ServeOptions::default() }).await;
    for delay in ["\"60ms\"", "{\"body\": \"60ms\"}", "{\"head\": \"30ms\", \"body\": \"30ms\"}"] {
        let mut stream = server.connect().await;
        request(&mut stream, &late("[1]", delay)).await;
        until(&mut stream, "\r\n\r\n[1]").await;
    }
    let mut stream = server.connect().await;
    request(&mut stream, &late("[1]", "{\"head\": \"60ms\", \"body\": \"60ms\"}")).await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    server.stop().await;
    assert!(to_end(&mut stream).await.ends_with("\r\n\r\n[1]"));
}

#[tokio::test]
async fn a_call_later_than_the_drain_time_is_cut() {
    let server = start(ServeOptions { drain_timeout: Duration::from_millis(1), ..ServeOptions::default() }).await;
    let mut stream = server.connect().await;
    request(&mut stream, "/is/ready").await;
    until(&mut stream, "ready").await;
    request(&mut stream, &late("[1]", HOUR)).await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    server.stop().await;
    let end = stream.read(&mut [0; 1]).await;
    assert!(matches!(&end, Ok(0)) || end.is_err_and(|error| error.kind() == ErrorKind::ConnectionReset));
}
