//! The same faults of HTTP/2: what the client sees of its stream, and that the other streams of the connection go on.

use std::error::Error;

use bytes::Bytes;
use h2::Reason;
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::task::JoinHandle;

use super::{Running, late, server, target};

type Sender = SendRequest<Full<Bytes>>;

async fn connect(server: &Running) -> (Sender, JoinHandle<hyper::Result<()>>) {
    let (sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(server.connect().await)).await.unwrap();
    (sender, tokio::spawn(connection))
}

/// The reason in an error of hyper's.
fn reason(error: &hyper::Error) -> Option<Reason> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<h2::Error>() {
            return error.reason();
        }
        cause = error.source();
    }
    None
}

/// What came: the status and the told length, the bytes of the body, why it ended too early.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    head: Option<(StatusCode, Option<u64>)>,
    body: String,
    reason: Option<Reason>,
}

async fn ask(sender: &mut Sender, method: Method, target: &str) -> Seen {
    let uri = format!("http://x{target}");
    let request = Request::builder().method(method).uri(uri).body(Full::default()).unwrap();
    let response = match sender.send_request(request).await {
        Ok(response) => response,
        Err(error) => return Seen { reason: reason(&error), ..Seen::default() },
    };
    let length = response.headers().get("content-length").map(|length| length.to_str().unwrap().parse().unwrap());
    let mut seen = Seen { head: Some((response.status(), length)), ..Seen::default() };
    let mut body = response.into_body();
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) => seen.body.push_str(str::from_utf8(frame.data_ref().unwrap()).unwrap()),
            Err(error) => {
                seen.reason = Some(reason(&error).unwrap_or(Reason::NO_ERROR));
                break;
            }
        }
    }
    seen
}

#[tokio::test]
async fn each_fault_has_its_equivalent() {
    let server = server().await;
    let (mut sender, _connection) = connect(&server).await;
    let (get, head) = (Method::GET, Method::HEAD);
    let some = |length| Some((StatusCode::OK, length));
    for (method, body, fault, head, sent, reason) in [
        (&get, "{}", "\"empty\"", None, "", Some(Reason::CANCEL)),
        (&head, "{}", "\"empty\"", None, "", Some(Reason::CANCEL)),
        (&get, "{}", "\"reset\"", None, "", Some(Reason::INTERNAL_ERROR)),
        (&get, "[1,2,3]", "{\"cut\": 4}", some(Some(7)), "[1,2", Some(Reason::INTERNAL_ERROR)),
        (&get, "[1,2,3]", "{\"cut\": 0}", some(Some(7)), "", Some(Reason::INTERNAL_ERROR)),
        (&get, "[1,2,3]", "{\"cut\": \"100%\"}", some(Some(7)), "[1,2,3]", None),
        (&get, "", "{\"cut\": 1}", None, "", Some(Reason::CANCEL)),
        // The client itself finds that bytes are missing.
        (&get, "[1]", "\"wrong-length\"", some(Some(67)), "[1]", Some(Reason::PROTOCOL_ERROR)),
        (&get, "{}", "\"garbage\"", some(None), "", Some(Reason::PROTOCOL_ERROR)),
        (&get, "{\"a\": 1}", "\"malformed\"", some(Some(4)), "{\"a\"", None),
        (&get, "{}", "{\"drip\": \"1KiB/s\"}", some(Some(2)), "{}", None),
    ] {
        let seen = ask(&mut sender, method.clone(), &target(body, fault)).await;
        assert_eq!(seen, Seen { head, body: sent.to_owned(), reason }, "{method} {body:?} {fault}");
        let next = ask(&mut sender, Method::GET, "/is/next").await;
        assert_eq!(next.body, "next", "after {fault}");
    }
    let query = target("", "{\"cut\": 3900000}").replace("/is/", "/huge");
    let seen = ask(&mut sender, Method::GET, &query).await;
    assert_eq!((seen.body.len(), seen.reason), (3_900_000, Some(Reason::INTERNAL_ERROR)));
    drop(sender);
    server.stop().await;
}

#[tokio::test]
async fn the_connection_goes_away_after_the_answer() {
    let server = server().await;
    for body in ["{}", "", "[1,2,3]"] {
        let (mut sender, connection) = connect(&server).await;
        let seen = ask(&mut sender, Method::GET, &target(body, "\"goaway\"")).await;
        assert_eq!((seen.body.as_str(), seen.reason), (body, None));
        connection.await.unwrap().unwrap();
        assert!(sender.is_closed());
    }
    server.stop().await;
}

#[tokio::test]
async fn late_and_standing_streams_hold_nobody_up() {
    let server = server().await;
    let (sender, connection) = connect(&server).await;
    let mut waiting = Vec::new();
    for wait in [target("{}", "\"never\""), target("[1,2]", "{\"stall\": 2}"), late("{}", "\"1h\"")] {
        let mut sender = sender.clone();
        waiting.push(tokio::spawn(async move { ask(&mut sender, Method::GET, &wait).await }));
    }
    let mut other = sender.clone();
    assert_eq!(ask(&mut other, Method::GET, &late("[1]", "\"20ms\"")).await.body, "[1]");
    // Who leaves resets its stream.
    waiting.pop().unwrap().abort();
    drop((sender, other));
    let begun = std::time::Instant::now();
    server.stop().await;
    assert!(begun.elapsed().as_secs() < 5, "what never comes is not waited for");
    let [never, stalled] = <[_; 2]>::try_from(waiting).unwrap();
    assert_eq!(never.await.unwrap(), Seen { reason: Some(Reason::CANCEL), ..Seen::default() });
    let stalled = stalled.await.unwrap();
    assert_eq!((stalled.body.as_str(), stalled.reason), ("[1", Some(Reason::CANCEL)));
    connection.await.unwrap().unwrap();
}
