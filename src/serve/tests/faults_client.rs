//! The same faults as an HTTP/1.1 client made with hyper sees them: which kind of error, and how much of the body.

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;

use super::{server, target};

/// What the client sees: the bytes of the body before the end, and how it ended.
async fn see(fault: &str) -> (String, &'static str) {
    let server = server().await;
    let (mut sender, connection) = handshake(TokioIo::new(server.connect().await)).await.unwrap();
    let _connection = tokio::spawn(connection);
    let request = Request::builder().uri(target("[1,2,3]", fault)).header("host", "x").body(Full::<Bytes>::default());
    let kind = |error: &hyper::Error| match error {
        error if error.is_incomplete_message() => "incomplete message",
        error if error.is_parse() => "parse",
        error if error.is_canceled() => "canceled",
        error if error.is_body_write_aborted() => "body write aborted",
        error => {
            let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            match cause.as_str() {
                cause if cause.contains("reset") => "reset",
                cause if cause.contains("end of file before message length reached") => "incomplete body",
                cause if cause.contains("chunk") => "bad chunk",
                _ => "other",
            }
        }
    };
    let mut response = match sender.send_request(request.unwrap()).await {
        Ok(response) => response,
        Err(error) => return (String::new(), kind(&error)),
    };
    let mut body = String::new();
    while let Some(frame) = response.frame().await {
        match frame {
            Ok(frame) => body.push_str(str::from_utf8(frame.data_ref().unwrap()).unwrap()),
            Err(error) => return (body, kind(&error)),
        }
    }
    (body, "end")
}

#[tokio::test]
async fn an_http_1_client_tells_faults_apart() {
    for (fault, body, end) in [
        ("\"empty\"", "", "incomplete message"),
        ("\"reset\"", "", "reset"),
        ("\"wrong-length\"", "[1,2,3]", "incomplete body"),
        ("\"garbage\"", "", "bad chunk"),
        ("\"malformed\"", "[1,2", "end"),
        ("\"goaway\"", "[1,2,3]", "end"),
        ("{\"cut\": 4}", "[1,2", "incomplete body"),
        ("{\"cut\": \"50%\"}", "[1,", "incomplete body"),
        ("{\"drip\": \"100B/s\"}", "[1,2,3]", "end"),
    ] {
        assert_eq!(see(fault).await, (body.to_owned(), end), "{fault}");
    }
}
