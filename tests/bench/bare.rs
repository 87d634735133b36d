//! The least that a server can do: hyper on the runtime that `standin` has, which sends the same head and body to whatever comes.
//! A process of its own, this binary started with [`WORD`]; what to send comes on standard input, the port goes to standard output.

use std::convert::Infallible;
use std::io::{Read, Write};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::load::Reply;

/// The argument that makes this binary a server.
pub const WORD: &str = "--bare-server";

/// The reply as [`serve`] reads it: a line for each header, an empty one, the body.
pub fn script(reply: &Reply) -> Vec<u8> {
    let mut script = Vec::new();
    for (name, value) in &reply.headers {
        writeln!(script, "{name}: {value}").unwrap();
    }
    script.push(b'\n');
    script.extend(&reply.body);
    script
}

/// Serves until it is killed.
pub fn serve() {
    let mut script = Vec::new();
    std::io::stdin().read_to_end(&mut script).unwrap();
    let end = script.windows(2).position(|pair| pair == b"\n\n").unwrap();
    let body = Bytes::copy_from_slice(&script[end + 2..]);
    let mut headers = HeaderMap::new();
    for line in std::str::from_utf8(&script[..end]).unwrap().lines() {
        let (name, value) = line.split_once(": ").unwrap();
        // hyper writes the time itself, as it does for `standin`.
        if name != "date" {
            headers.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap());
        }
    }
    standin::serve::runtime().unwrap().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", listener.local_addr().unwrap());
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            let (headers, body) = (headers.clone(), body.clone());
            tokio::spawn(async move {
                let service = service_fn(move |_: Request<Incoming>| {
                    let mut response = Response::new(Full::new(body.clone()));
                    *response.headers_mut() = headers.clone();
                    async move { Ok::<_, Infallible>(response) }
                });
                // A client that goes away is no news.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
}
