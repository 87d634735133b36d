//! What goes wrong on purpose, as a raw socket sees it.

use std::io::ErrorKind;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Running, server, target, until};

/// Everything up to the end, and whether that was a FIN or what else.
async fn all(stream: &mut TcpStream) -> (Vec<u8>, Option<ErrorKind>) {
    let mut read = Vec::new();
    let end = stream.read_to_end(&mut read).await.err().map(|error| error.kind());
    (read, end)
}

/// What comes after one request of a client that would go on.
async fn ask(server: &Running, head: &str) -> (String, Option<ErrorKind>) {
    let mut stream = server.connect().await;
    stream.write_all(format!("{head} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
    let (bytes, end) = all(&mut stream).await;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    (text, end)
}

/// The length that a head tells, and what follows the head.
fn parts(reply: &str) -> (Option<usize>, &str) {
    let (head, body) = reply.split_once("\r\n\r\n").unwrap_or_default();
    let length = head.split("\r\n").find_map(|line| line.strip_prefix("content-length: "));
    (length.map(|length| length.parse().unwrap()), body)
}

#[tokio::test]
async fn nothing_or_a_reset_comes_in_place_of_an_answer() {
    let server = server().await;
    for (method, body, fault, reset) in [
        ("GET", "{}", "\"empty\"", false),
        ("HEAD", "{}", "\"empty\"", false),
        ("GET", "{}", "\"reset\"", true),
        ("HEAD", "{}", "\"reset\"", true),
        // Without a body to break, all of the answer is withheld.
        ("HEAD", "{}", "{\"cut\": \"50%\"}", false),
        ("GET", "", "{\"cut\": 1}", false),
        ("HEAD", "{}", "\"wrong-length\"", false),
    ] {
        let (bytes, end) = ask(&server, &format!("{method} {}", target(body, fault))).await;
        let expected = reset.then_some(ErrorKind::ConnectionReset);
        assert_eq!((bytes.as_str(), end), ("", expected), "{method} {body:?} {fault}");
    }
    server.stop().await;
}

#[tokio::test]
async fn bytes_that_nobody_reads_do_not_make_a_reset_of_a_close() {
    let server = server().await;
    let mut stream = server.connect().await;
    let first = format!("GET {} HTTP/1.1\r\n\r\n", target("{}", "\"empty\""));
    let next = "GET /next HTTP/1.1\r\n\r\n".repeat(100);
    stream.write_all(format!("{first}{next}").as_bytes()).await.unwrap();
    assert_eq!(all(&mut stream).await, (Vec::new(), None));
    server.stop().await;
}

#[tokio::test]
async fn a_body_ends_before_its_end() {
    let server = server().await;
    for (body, fault, told, sent) in [
        ("[1,2,3,4]", "{\"cut\": 3}", Some(9), 3),
        ("[1,2,3,4]", "{\"cut\": \"50%\"}", Some(9), 4),
        ("[1,2,3,4]", "{\"cut\": 0}", Some(9), 0),
        ("[1,2,3,4]", "\"wrong-length\"", Some(73), 9),
        ("", "\"wrong-length\"", Some(64), 0),
    ] {
        let (reply, end) = ask(&server, &format!("GET {}", target(body, fault))).await;
        assert_eq!((parts(&reply), end), ((told, &body[..sent]), None), "{fault}");
    }
    // Much more than is written at once.
    let query = target("", "{\"cut\": \"99%\"}").replace("/is/", "/huge");
    let (reply, end) = ask(&server, &format!("GET {query}")).await;
    let (told, sent) = parts(&reply);
    assert_eq!((told, sent.len(), end), (Some(4_000_000), 3_960_000, None));
    // A stream ends without its last chunk.
    for (fault, told, sent) in [
        ("{\"cut\": 6}", None, "4\r\none\n\r\n2\r\ntw\r\n"),
        ("{\"cut\": \"100%\"}", None, "4\r\none\n\r\n4\r\ntwo\n\r\n"),
        ("\"wrong-length\"", Some(72), "one\ntwo\n"),
    ] {
        let query = target("", fault).replace("/is/", "/items");
        let (reply, end) = ask(&server, &format!("GET {query}")).await;
        assert_eq!((parts(&reply), end), ((told, sent), None), "{fault}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_cut_counts_the_bytes_on_the_wire() {
    let server = server().await;
    let query = target("", "{\"cut\": \"50%\"}").replace("/is/", "/long");
    let mut stream = server.connect().await;
    stream.write_all(format!("GET {query} HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n").as_bytes()).await.unwrap();
    let (bytes, end) = all(&mut stream).await;
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    let (told, _) = parts(str::from_utf8(&bytes[..head]).unwrap());
    assert!(told.unwrap() < 1000, "compressed");
    assert_eq!((bytes.len() - head, end), (told.unwrap() / 2, None));
    server.stop().await;
}

#[tokio::test]
async fn garbage_follows_the_head() {
    let server = server().await;
    let (reply, end) = ask(&server, &format!("GET {}", target("{}", "\"garbage\""))).await;
    let (told, body) = parts(&reply);
    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n") && reply.contains("transfer-encoding: chunked\r\n"), "{reply}");
    assert_eq!((told, end), (None, None));
    assert!(body.starts_with("garbage \0"), "{reply}");
    let (reply, end) = ask(&server, &format!("HEAD {}", target("{}", "\"garbage\""))).await;
    assert!(reply.starts_with("garbage \0") && end.is_none(), "{reply}");
    server.stop().await;
}

#[tokio::test]
async fn what_is_malformed_is_framed_well() {
    let server = server().await;
    let mut stream = server.connect().await;
    for (body, sent) in [("{\"a\": [1, 2]}", "{\"a\": ["), ("12", "12}")] {
        stream.write_all(format!("GET {} HTTP/1.1\r\n\r\n", target(body, "\"malformed\"")).as_bytes()).await.unwrap();
        let reply = until(&mut stream, sent).await;
        assert_eq!(parts(&reply), (Some(sent.len()), sent));
    }
    server.stop().await;
}

#[tokio::test]
async fn a_connection_is_given_up_after_its_answer() {
    let server = server().await;
    let (reply, end) = ask(&server, &format!("GET {}", target("{}", "\"goaway\""))).await;
    assert!(reply.contains("\r\nconnection: close\r\n"), "{reply}");
    assert_eq!((parts(&reply), end), ((Some(2), "{}"), None));
    server.stop().await;
}

#[tokio::test]
async fn a_body_that_stands_still_ends_with_its_client_or_its_server() {
    let server = server().await;
    for (method, body, fault, end) in [
        ("GET", "[1,2,3]", "{\"stall\": 4}", "\r\n\r\n[1,2"),
        ("GET", "[1,2,3]", "{\"stall\": 0}", "\r\n\r\n"),
        ("GET", "", "{\"stall\": 0}", ""),
        ("HEAD", "[]", "{\"stall\": 0}", ""),
        ("GET", "[]", "\"never\"", ""),
    ] {
        let mut stream = server.connect().await;
        let request = format!("{method} {} HTTP/1.1\r\n\r\n", target(body, fault));
        stream.write_all(request.as_bytes()).await.unwrap();
        until(&mut stream, end).await;
        // Who ends its side waits for nothing more.
        stream.shutdown().await.unwrap();
        assert_eq!(all(&mut stream).await, (Vec::new(), None), "{method} {body:?} {fault}");
    }
    let mut kept = server.connect().await;
    kept.write_all(format!("GET {} HTTP/1.1\r\n\r\n", target("[1]", "{\"stall\": 1}")).as_bytes()).await.unwrap();
    until(&mut kept, "\r\n\r\n[").await;
    let mut never = server.connect().await;
    never.write_all(format!("GET {} HTTP/1.1\r\n\r\n", target("[1]", "\"never\"")).as_bytes()).await.unwrap();
    // The drain time is ten seconds; nothing is to be drained.
    let begun = std::time::Instant::now();
    server.stop().await;
    assert!(begun.elapsed().as_secs() < 5);
    for mut stream in [kept, never] {
        assert_eq!(all(&mut stream).await.0, b"");
    }
}

#[tokio::test]
async fn a_stall_beyond_the_body_is_none() {
    let server = server().await;
    let mut stream = server.connect().await;
    for fault in ["{\"stall\": 7}", "{\"cut\": \"100%\"}"] {
        stream.write_all(format!("GET {} HTTP/1.1\r\n\r\n", target("[1,2,3]", fault)).as_bytes()).await.unwrap();
        until(&mut stream, "\r\n\r\n[1,2,3]").await;
    }
    server.stop().await;
}
