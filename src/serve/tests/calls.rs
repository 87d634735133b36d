//! What a call becomes and what is sent back.

use std::io::Write;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode, Version};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tokio::io::AsyncWriteExt;

use super::{server, sorted, to_end, until};
use crate::serve::CALL;

#[tokio::test]
async fn calls_follow_each_other_on_one_connection_pipelined_or_not() {
    let server = server().await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET /one HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    until(&mut stream, "GET /one?-  ").await;
    stream
        .write_all(
            b"POST /two HTTP/1.1\r\nContent-Length: 15\r\n\r\nGET /{ HTTP/1.1\
              GET /three|?{\"a\":1} HTTP/1.1\r\n\r\n\
              GET /four HTTP/1.1\r\nConnection: close\r\n\r\n",
        )
        .await
        .unwrap();
    let replies = to_end(&mut stream).await;
    for expected in ["POST /two?- GET /{ HTTP/1.1 ", "GET /three%7C?%7B%22a%22:1%7D  ", "GET /four?-  "] {
        assert!(replies.contains(expected), "{replies}");
    }
    server.stop().await;
}

#[tokio::test]
async fn replies_have_the_framing_that_method_and_status_allow() {
    let server = server().await;
    let cors = "access-control-expose-headers: *\r\nvary: origin\r\naccess-control-allow-origin: *\r\n";
    for (request, head, length, body) in [
        ("GET /a", "200 OK", Some(10), "GET /a?-  "),
        ("HEAD /a", "200 OK", Some(11), ""),
        ("GET /status/204", "204 No Content", None, ""),
        ("GET /status/304", "304 Not Modified", None, ""),
        ("GET /status/205", "205 Reset Content", Some(0), ""),
        ("OPTIONS *", "200 OK", Some(13), "OPTIONS *?-  "),
    ] {
        let reply = server.say(&format!("{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).await;
        let length = length.map(|length| format!("content-length: {length}\r\n")).unwrap_or_default();
        let expected = format!("HTTP/1.1 {head}\r\n{cors}{length}connection: close\r\n\r\n{body}");
        assert_eq!(sorted(&reply), sorted(&expected), "{request}");
    }
    for (request, told) in [("GET /panic", "as you wished"), ("GET /status/102", "status 102 cannot end a call")] {
        let reply = server.say(&format!("{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).await;
        assert!(reply.starts_with("HTTP/1.1 500 ") && reply.contains(told), "{request}: {reply}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_stream_is_sent_item_by_item_and_nobody_is_told_its_length() {
    let server = server().await;
    let get = server.say("GET /items HTTP/1.1\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n").await;
    assert!(get.contains("transfer-encoding: chunked\r\n") && !get.contains("content-length"), "{get}");
    assert!(get.ends_with("\r\n\r\n4\r\none\n\r\n4\r\ntwo\n\r\n0\r\n\r\n"), "{get}");
    let head = server.say("HEAD /items HTTP/1.1\r\nConnection: close\r\n\r\n").await;
    assert!(head.ends_with("\r\n\r\n") && !head.contains("content-length"), "{head}");
    let old = server.say("GET /items HTTP/1.0\r\n\r\n").await;
    assert!(old.ends_with("\r\n\r\none\ntwo\n") && !old.contains("chunked"), "{old}");
    let client = Client::builder(TokioExecutor::new()).http2_only(true).build_http::<Full<Bytes>>();
    let request = Request::get(format!("http://{}/items", server.address)).body(Full::default()).unwrap();
    let mut reply = client.request(request).await.unwrap();
    assert!(!reply.headers().contains_key("content-length"));
    let mut frames = Vec::new();
    while let Some(frame) = reply.body_mut().frame().await {
        frames.extend(frame.unwrap().into_data().ok());
    }
    assert_eq!(frames, ["one\n", "two\n"]);
    drop(client);
    server.stop().await;
}

#[tokio::test]
async fn a_body_over_the_limit_is_cut_and_answered() {
    let server = server().await;
    let kept = "x".repeat(100);
    for (length, expected) in
        [(100, format!("{kept} ")), (101, format!("{kept}  too long")), (150, format!("{kept}  too long"))]
    {
        let body = "x".repeat(length);
        for framing in [format!("Content-Length: {length}\r\n\r\n{body}"), chunked(&body)] {
            // The connection outlives the call.
            let request = format!("POST / HTTP/1.1\r\n{framing}GET /next HTTP/1.1\r\nConnection: close\r\n\r\n");
            let replies = server.say(&request).await;
            assert!(replies.contains(&format!("POST /?- {expected}")), "{replies}");
            assert!(replies.ends_with("GET /next?-  "), "{replies}");
        }
    }
    let refused = server.say("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 101\r\n\r\n").await;
    assert!(refused.starts_with("HTTP/1.1 200") && refused.ends_with("POST /?-   too long"), "{refused}");
    server.stop().await;
}

fn chunked(body: &str) -> String {
    let (one, two) = body.split_at(body.len() / 2);
    format!("Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{one}\r\n{:X}\r\n{two}\r\n0\r\n\r\n", one.len(), two.len())
}

#[tokio::test]
async fn http2_is_spoken_without_upgrade() {
    let server = server().await;
    let client = Client::builder(TokioExecutor::new()).http2_only(true).build_http::<Full<Bytes>>();
    for round in 0..3 {
        let request = Request::post(format!("http://{}/two?round={round}", server.address))
            .header("cookie", "a=1")
            .header("cookie", "b=2")
            .body(Full::new("text".into()))
            .unwrap();
        let reply = client.request(request).await.unwrap();
        assert_eq!((reply.version(), reply.headers()["content-length"].as_bytes()), (Version::HTTP_2, &b"31"[..]));
        let body = reply.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body, format!("POST /two?round={round} text a=1; b=2"));
    }
    drop(client);
    server.stop().await;
}

#[tokio::test]
async fn browsers_and_compressing_clients_get_what_they_ask_for() {
    let server = server().await;
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let ask = async |method: Method, path: &str, headers: &[(&str, &str)]| {
        let request = Request::builder().method(method).uri(format!("http://{}{path}", server.address));
        let request = headers.iter().fold(request, |request, &(name, value)| request.header(name, value));
        client.request(request.body(Full::default()).unwrap()).await.unwrap()
    };
    let preflight = [("origin", "http://page"), ("access-control-request-method", "PUT")];
    let granted = ask(Method::OPTIONS, "/nowhere", &preflight).await;
    assert_eq!(
        (granted.status(), &granted.headers()["access-control-allow-methods"]),
        (StatusCode::NO_CONTENT, &HeaderValue::from_static("PUT"))
    );
    let long = ask(Method::GET, "/long", &[("origin", "http://page"), ("accept-encoding", "gzip")]).await;
    assert_eq!(long.headers()["content-encoding"], "gzip");
    assert_eq!(long.headers()["access-control-allow-origin"], "http://page");
    let length = long.headers()["content-length"].to_str().unwrap().to_owned();
    assert_eq!(long.into_body().collect().await.unwrap().to_bytes().len().to_string(), length);
    server.stop().await;
}

#[tokio::test]
async fn a_panic_or_an_aborted_call_harms_nobody_else() {
    let server = server().await;
    let mut gone = server.connect().await;
    gone.write_all(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf").await.unwrap();
    drop(gone);
    for (path, status) in [("/panic", 500), ("/panic/own", 500), ("/panic/note", 200)] {
        let calls = format!("GET {path} HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\nConnection: close\r\n\r\n");
        let replies = server.say(&calls).await;
        let head = format!("HTTP/1.1 {status} ");
        assert!(replies.starts_with(&head) && replies.ends_with("GET /b?-  "), "{replies}");
        assert_eq!(replies.contains("application/problem+json"), status == 500, "{replies}");
    }
    server.stop().await;
}

/// Where the log of one test goes.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Write::write(&mut *self.0.lock().unwrap(), bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn every_call_is_one_event() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .without_time()
        .with_ansi(false)
        .with_env_filter(format!("{CALL}=info"))
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let server = server().await;
    // Another test may be the first to come by where calls are told, while nobody listens there, and it would be noted that nobody does.
    server.say("GET /first HTTP/1.1\r\nConnection: close\r\n\r\n").await;
    tracing::callsite::rebuild_interest_cache();
    log.0.lock().unwrap().clear();
    server.say("GET /a?b={} HTTP/1.1\r\nConnection: close\r\n\r\n").await;
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let (before, after) = log.split_once(" ms=").unwrap();
    let told = "INFO standin::call: method=GET path=\"/a?b=%7B%7D\" status=200 media=\"\" bytes=17";
    assert_eq!(before.trim(), told);
    assert!(after.ends_with(" operation=\"\" steps=\"failed: \"\n"), "{after}");
    server.stop().await;
}
