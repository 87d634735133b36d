//! Bodies whose rows are made while they are sent: whole, broken, late, to clients that leave.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{server, to_end};
use crate::base::Seed;
use crate::collection::{Indexes, Reading, Rows, read};
use crate::respond::{Body, RowBody};

/// Rows that are counted when they are made.
#[derive(Debug)]
struct Counted(u64);

/// How many rows were made in the test whose rows are so many.
const ENDLESS: u64 = 1_000_000_000;
static MADE: AtomicU64 = AtomicU64::new(0);

impl Rows for Counted {
    fn count(&self) -> u64 {
        self.0
    }

    fn row(&self, number: u64) -> Value {
        if self.0 == ENDLESS {
            MADE.fetch_add(1, Ordering::Relaxed);
        }
        json!({ "id": number })
    }

    fn cost(&self, _: &[Arc<str>]) -> u64 {
        1
    }

    fn lacks(&self, _: &str) -> bool {
        false
    }

    fn identity(&self) -> Seed {
        Seed::new(1)
    }
}

/// So many rows in an envelope.
pub(super) fn body(count: u64) -> Body {
    let page = read(Arc::new(Counted(count)), &Reading::default(), &Indexes::default()).unwrap();
    Body::Rows(Arc::new(RowBody::new(vec![b"{\"rows\":".to_vec(), b",\"ok\":true}".to_vec()], page)))
}

/// The body of a chunked answer, and whether it was sent to its end.
fn chunks(reply: &str) -> (String, bool) {
    let (_, mut rest) = reply.split_once("\r\n\r\n").unwrap();
    let mut body = String::new();
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return (body, true);
        }
        assert!(size <= 64 << 10, "a frame of {size} bytes");
        body.push_str(after.get(..size).unwrap_or(after));
        rest = after.get(size + 2..).unwrap_or_default();
    }
    (body, false)
}

#[tokio::test]
async fn rows_are_sent_in_chunks_to_their_end() {
    let server = server().await;
    for (target, count) in [
        ("/rows/0", 0),
        ("/rows/1", 1),
        ("/rows/20000", 20_000),
        ("/rows/20000?delay={\"body\":\"1ms\"}", 20_000),
        ("/rows/2000?delay={\"chunk\":\"1ms\",\"chunk-size\":\"700B\"}", 2_000),
        ("/rows/2000?fault={\"drip\":\"10MB/s\"}", 2_000),
        ("/rows/2000?fault=\"goaway\"", 2_000),
    ] {
        let target = target.replace('{', "%7b").replace('}', "%7d").replace('"', "%22");
        let reply = server.say(&format!("GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")).await;
        assert!(reply.contains("transfer-encoding: chunked") && !reply.contains("content-length"), "{target}");
        let (body, is_whole) = chunks(&reply);
        assert!(is_whole, "{target}: {} bytes", body.len());
        let value: Value = serde_json::from_str(&body).unwrap();
        let rows = value["rows"].as_array().unwrap();
        assert_eq!((rows.len(), &value["ok"]), (count, &json!(true)), "{target}");
        assert!(rows.iter().zip(0_u64..).all(|(row, id)| row["id"] == id), "{target}");
    }
    let head = server.say("HEAD /rows/20000 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(head.ends_with("\r\n\r\n") && !head.contains("content-length"), "{head}");
    server.stop().await;
}

#[tokio::test]
async fn rows_are_broken_as_other_bodies_are() {
    let server = server().await;
    for (fault, is_whole) in
        [("{\"cut\":\"50%\"}", false), ("{\"cut\":1000}", false), ("\"wrong-length\"", false), ("\"malformed\"", true)]
    {
        let target = format!("/rows/20000?fault={fault}").replace('{', "%7b").replace('}', "%7d").replace('"', "%22");
        let reply = server.say(&format!("GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")).await;
        let (head, sent) = reply.split_once("\r\n\r\n").unwrap();
        if let Some(length) = head.split("\r\n").find_map(|line| line.strip_prefix("content-length: ")) {
            assert!(length.parse::<usize>().unwrap() > sent.len(), "{fault}: {head}");
            continue;
        }
        let (body, is_over) = chunks(&reply);
        assert_eq!(is_over, is_whole, "{fault}: {} bytes", body.len());
        assert!(serde_json::from_str::<Value>(&body).is_err(), "{fault}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_client_that_leaves_stops_the_making_of_rows() {
    let server = server().await;
    let mut stream = server.connect().await;
    let request = format!("GET /rows/{ENDLESS} HTTP/1.1\r\nhost: x\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut read = vec![0; 300_000];
    stream.read_exact(&mut read).await.unwrap();
    assert!(read.starts_with(b"HTTP/1.1 200 OK"));
    drop(stream);
    // Others have their turn meanwhile, and the server comes to its end.
    let mut other = server.connect().await;
    other.write_all(b"GET /rows/3 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    assert_eq!(chunks(&to_end(&mut other).await).0, "{\"rows\":[{\"id\":0},{\"id\":1},{\"id\":2}],\"ok\":true}");
    server.stop().await;
    let made = MADE.load(Ordering::Relaxed);
    assert!((20_000..10_000_000).contains(&made), "{made} rows were made");
}
