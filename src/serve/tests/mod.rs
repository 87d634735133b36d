//! The whole room over real sockets: raw bytes for HTTP/1, hyper's client for HTTP/2, any free port, no sleeps.

mod aside;
mod calls;
mod delays;
mod faults;
mod faults_client;
mod faults_http2;
mod files;
mod leaving;
mod life;
mod rows;
#[cfg(feature = "tls")]
mod tls;

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::admin::AdminAnswer;
use super::wire::{Respondent, Told};
use super::{ServeOptions, Server};
use crate::base::Seed;
use crate::contract::Call;
use crate::respond::{Body, Plan, Reply, internal_error};
use crate::scenario::Pace;
use crate::scenario::format::{Delay, Fault};

/// Tells what arrived, and does as the path says.
fn echo(call: &Call) -> Plan {
    assert!(call.path != "/panic", "as you {}", "wished");
    let body = format!(
        "{} {}?{} {} {}{}",
        call.method,
        call.path,
        call.query.as_deref().unwrap_or("-"),
        String::from_utf8_lossy(&call.body),
        call.headers.get("cookie").map_or("", |cookie| cookie.to_str().unwrap()),
        if call.over_limit { " too long" } else { "" },
    );
    let mut plan = internal_error(call, "");
    plan.reply = Reply { status: StatusCode::OK, headers: HeaderMap::new(), body: body.into() };
    plan.reply.headers.insert("transfer-encoding", HeaderValue::from_static("chunked"));
    if let Some(status) = call.path.strip_prefix("/status/") {
        plan.reply.status = status.parse().unwrap();
    }
    if call.path == "/long" {
        plan.reply.body = "0123456789\n".repeat(1000).into();
        plan.reply.headers.insert("content-type", HeaderValue::from_static("text/plain"));
    }
    if call.path == "/huge" {
        plan.reply.body = vec![b'x'; 4_000_000].into();
    }
    if call.path == "/items" {
        plan.reply.body = Body::Items(["one\n", "", "two\n"].map(Bytes::from).into());
        plan.reply.headers.insert("content-type", HeaderValue::from_static("application/jsonl"));
    }
    if let Some(count) = call.path.strip_prefix("/rows/") {
        plan.reply.body = rows::body(count.parse().unwrap());
        plan.reply.headers.insert("content-type", HeaderValue::from_static("application/json"));
    }
    if let Some(body) = call.path.strip_prefix("/is/") {
        plan.reply.body = percent(body).into();
        plan.reply.headers.insert("content-type", HeaderValue::from_static("application/json"));
    }
    if let Some(file) = call.path.strip_prefix("/file") {
        plan.reply.body = Body::File(file.into(), call.headers["x-length"].to_str().unwrap().parse().unwrap());
    }
    let told = call.query.as_deref().unwrap_or_default();
    for (name, value) in form_urlencoded::parse(told.as_bytes()) {
        match &*name {
            "delay" => {
                let delay: Delay = serde_json::from_str(&value).unwrap();
                plan.pace = Pace::draw(&delay, Seed::new(1));
            }
            "fault" => plan.fault = Some(serde_json::from_str::<Fault>(&value).unwrap()),
            _ => {}
        }
    }
    plan
}

/// Answers as [`echo`] does, and fails where the path says so.
struct Echo;

impl Respondent for Echo {
    fn own(&self, call: &Call) -> Option<AdminAnswer> {
        assert!(call.path != "/panic/own", "as you {}", "wished");
        None
    }

    fn answer(&self, call: &Call) -> Plan {
        echo(call)
    }

    fn note(&self, call: Arc<Call>, _: &Told<'_>) {
        assert!(call.path != "/panic/note", "as you {}", "wished");
    }
}

fn percent(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

/// A target whose answer has this body and goes wrong like this.
fn target(body: &str, fault: &str) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("fault", fault).finish();
    format!("/is/{}?{query}", percent_encoding::utf8_percent_encode(body, percent_encoding::NON_ALPHANUMERIC))
}

/// A target whose answer is late like this.
fn late(body: &str, delay: &str) -> String {
    target(body, delay).replace("?fault=", "?delay=")
}

/// Serves until it is killed, for clients that are no tests: `cargo test --lib serve::tests::by_hand -- --ignored --nocapture`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "serves for ever"]
#[allow(clippy::print_stdout, reason = "where it serves is its result")]
async fn by_hand() {
    let port = std::env::var("PORT").map_or(0, |port| port.parse().unwrap());
    let patient = std::time::Duration::from_mins(1);
    let server = Server::bind(ServeOptions { port, head_timeout: patient, ..ServeOptions::default() }).await.unwrap();
    println!("{}", server.url());
    server.run_with(Arc::new(echo), std::future::pending()).await;
}

struct Running {
    address: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

async fn start(options: ServeOptions) -> Running {
    let server = Server::bind(ServeOptions { port: 0, ..options }).await.unwrap_or_else(|error| panic!("{error}"));
    let (address, (stop, stopped)) = (server.address(), oneshot::channel());
    let ended = tokio::spawn(server.run_with(Arc::new(Echo), async { _ = stopped.await }));
    Running { address, stop, ended }
}

async fn server() -> Running {
    start(ServeOptions { max_body_bytes: 100, ..ServeOptions::default() }).await
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends `request` whole and reads to the end of the connection; without the `date` header.
    async fn say(&self, request: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.unwrap();
        to_end(&mut stream).await
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.ended.await.unwrap();
    }
}

async fn to_end(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text.split_inclusive("\r\n").filter(|line| !line.starts_with("date: ")).collect()
}

/// Header order is hyper's business.
fn sorted(reply: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = reply.split("\r\n").collect();
    lines.sort_unstable();
    lines
}

async fn until(stream: &mut TcpStream, end: &str) -> String {
    let mut read = Vec::new();
    while !read.ends_with(end.as_bytes()) {
        read.push(stream.read_u8().await.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&read))));
    }
    String::from_utf8(read).unwrap()
}
