//! How servers and connections begin and end.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{server, start, to_end, until};
use crate::serve::{ServeOptions, Server};

#[tokio::test]
async fn a_call_under_way_ends_before_the_server_does() {
    let server = server().await;
    let mut stream = server.connect().await;
    let mut idle = server.connect().await;
    stream.write_all(b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n").await.unwrap();
    until(&mut stream, "100 Continue\r\n\r\n").await;
    server.stop.send(()).unwrap();
    assert_eq!(to_end(&mut idle).await, "", "who has asked nothing is let go");
    assert!(!server.ended.is_finished());
    stream.write_all(b"late").await.unwrap();
    let reply = to_end(&mut stream).await;
    assert!(reply.contains("connection: close") && reply.ends_with("POST /?- late "), "{reply}");
    server.ended.await.unwrap();
    assert!(TcpStream::connect(server.address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn a_call_that_does_not_end_is_cut_at_the_deadline() {
    let server = start(ServeOptions { drain_timeout: Duration::from_millis(1), ..ServeOptions::default() }).await;
    let mut stream = server.connect().await;
    stream.write_all(b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n").await.unwrap();
    until(&mut stream, "100 Continue\r\n\r\n").await;
    server.stop().await;
    assert_eq!(stream.read(&mut [0; 1]).await.unwrap_or(0), 0);
}

#[tokio::test]
async fn a_client_that_keeps_us_waiting_is_cut() {
    let short = Duration::from_millis(10);
    let server = start(ServeOptions { head_timeout: short, idle_timeout: short, ..ServeOptions::default() }).await;
    for opening in ["", "GET / HT", "PRI * HT", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nstop"] {
        let mut stream = server.connect().await;
        stream.write_all(opening.as_bytes()).await.unwrap();
        assert_eq!(stream.read(&mut [0; 1]).await.unwrap_or(0), 0, "{opening:?}");
    }
    server.stop().await;
}

#[tokio::test]
async fn who_finds_no_place_waits_for_one() {
    let server = start(ServeOptions { max_connections: 1, ..ServeOptions::default() }).await;
    let mut first = server.connect().await;
    first.write_all(b"GET /first HTTP/1.1\r\n\r\n").await.unwrap();
    until(&mut first, "GET /first?-  ").await;
    let mut second = server.connect().await;
    second.write_all(b"GET /second HTTP/1.1\r\nConnection: close\r\n\r\n").await.unwrap();
    // The first is still served while the second waits; nothing has come for that one.
    first.write_all(b"GET /again HTTP/1.1\r\n\r\n").await.unwrap();
    until(&mut first, "GET /again?-  ").await;
    assert_eq!(second.try_read(&mut [0; 1]).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    drop(first);
    assert!(to_end(&mut second).await.ends_with("GET /second?-  "));
    server.stop().await;
}

#[tokio::test]
async fn a_port_in_use_is_named_with_a_way_out() {
    let first = server().await;
    let options = ServeOptions { port: first.address.port(), ..ServeOptions::default() };
    let error = Server::bind(options).await.err().unwrap();
    assert_eq!(error.to_string(), format!("cannot listen on `{}`: address already in use", first.address));
    assert_eq!(error.hint(), Some("pass `--port 0` to take any free port"));
    let nowhere = ServeOptions { host: "no such host".to_owned(), ..ServeOptions::default() };
    let error = Server::bind(nowhere).await.err().unwrap().to_string();
    assert!(error.starts_with("cannot find the host `no such host`: "), "{error}");
}

#[tokio::test]
async fn the_url_names_the_host_as_it_was_given() {
    for (host, url) in [("127.0.0.1", "http://127.0.0.1"), ("localhost", "http://localhost"), ("::1", "http://[::1]")] {
        // A machine may have no IPv6.
        if let Ok(server) =
            Server::bind(ServeOptions { host: host.to_owned(), port: 0, ..ServeOptions::default() }).await
        {
            assert_eq!(server.url(), format!("{url}:{}", server.address().port()));
        }
    }
}
