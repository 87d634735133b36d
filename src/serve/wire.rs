//! One exchange: hyper's request becomes a [`Call`], the planned reply becomes hyper's response, and one log event tells of it.
//!
//! It chooses no answer. Invariants: a body is read once and kept up to the limit; a panic below ends as a reply; the framing of a
//! response (length, hop-by-hop headers) is decided here alone.
//!
//! The event has the target [`CALL`] and the fields `method`, `path` (with the query, as sent), `status` (a number), `media` (the reply's
//! content type, or empty), `bytes` (of the body as sent), `ms` (from the head's arrival to the reply's head, its delay included, without the writing), `operation`
//! (or empty) and `steps` (joined by `; `). A call whose client leaves while it is made to wait is told as well, since the event comes before.

use std::fmt;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode, Version};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::admin::{AdminAnswer, Feed, MEDIA_TYPE};
use super::compress::compress;
use super::cors::Cors;
use super::fault::{self, Broken, Substance};
use super::line::Signals;
use super::outgoing::{Course, Opened, Outgoing};
use super::pace::{self, Pacer};
use crate::contract::Call;
use crate::respond::{Body as Content, Plan, Reply, Trace, file_failed, internal_error};
use crate::scenario::Pace;
use crate::scenario::format::Fault;

/// The target of the event that every exchange logs.
pub const CALL: &str = "standin::call";

/// Who answers the calls. It is asked from any thread, and may panic.
pub(super) trait Respondent: Send + Sync {
    /// What the server says for itself, where a call is for it and not for the API.
    fn own(&self, _: &Call) -> Option<AdminAnswer> {
        None
    }

    /// What the API says.
    fn answer(&self, call: &Call) -> Plan;

    /// Hears of a call and its answer, before it is compressed and sent.
    fn note(&self, _: Arc<Call>, _: &Told<'_>) {}
}

/// What is told of an answer.
pub(super) struct Told<'t> {
    pub(super) reply: &'t Reply,
    pub(super) fault: Option<Fault>,
    pub(super) trace: &'t Arc<Trace>,
    /// From the head's arrival to the reply's head, its delay included.
    pub(super) took: Duration,
}

impl<F: Fn(&Call) -> Plan + Send + Sync> Respondent for F {
    fn answer(&self, call: &Call) -> Plan {
        self(call)
    }
}

/// Headers that belong to one connection, which is hyper's (RFC 9110 §7.6.1), and that HTTP/2 forbids (RFC 9113 §8.2.2).
const HOP_BY_HOP: [HeaderName; 7] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Events that wait for a connection to take them.
const EVENTS_AHEAD: usize = 16;

/// What every exchange needs.
pub(super) struct Wire {
    pub(super) respondent: Arc<dyn Respondent>,
    pub(super) cors: Cors,
    pub(super) compress: bool,
    pub(super) max_body_bytes: usize,
    /// How long a client may pause within a body.
    pub(super) pause: Duration,
}

/// Why a call gets no answer.
#[derive(Debug)]
pub(super) enum Unanswered {
    /// The client did not send its body to the end; nobody is there to answer.
    Aborted(hyper::Error),
    /// The same, but its connection stands.
    Paused,
    /// It was to get none.
    Broken(Broken),
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aborted(cause) => write!(f, "the request's body is incomplete: {cause}"),
            Self::Paused => f.write_str("the request's body stopped arriving"),
            Self::Broken(broken) => broken.fmt(f),
        }
    }
}

impl std::error::Error for Unanswered {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::Broken(broken) = self { broken.source() } else { None }
    }
}

/// How an answer travels: when, how far, and on which connection.
struct Manner<'a> {
    pace: Pace,
    fault: Option<Fault>,
    /// Of a body that is a file.
    opened: Option<Opened>,
    signals: &'a Signals,
    version: Version,
}

impl Wire {
    /// Reads the call, has it answered, and gives the response to send.
    pub(super) async fn exchange(
        &self,
        request: Request<Incoming>,
        peer: IpAddr,
        signals: &Signals,
    ) -> Result<Response<Outgoing>, Unanswered> {
        let began = Instant::now();
        let (parts, body) = request.into_parts();
        if let Some(reply) = self.cors.preflight(&parts.method, &parts.headers) {
            let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
            log(&parts.method, path, &reply, began.elapsed(), "", || "cors: preflight".to_owned());
            return Ok(response(&parts.method, reply, Manner::usual(signals, parts.version)));
        }
        let version = parts.version;
        let (body, over_limit) = self.read(body, &parts.headers).await?;
        let call = Arc::new(call(parts, body, over_limit, peer));
        if let Some(own) = self.asked_itself(&call) {
            return Ok(self.own(&call, own, Manner::usual(signals, version)));
        }
        let Plan { mut reply, pace, mut fault, mut trace, .. } = self.plan(&call);
        // An answer that is late opens its file when it is due: thousands that wait would use up what the system allows.
        let mut opened = None;
        if pace.head.is_zero() {
            opened = open(&call, &mut reply, &mut fault, &mut trace).await;
        }
        if fault == Some(Fault::Malformed) && opened.is_none() {
            fault::malform(&mut reply);
        }
        self.cors.dress(&call.headers, &mut reply.headers);
        let took = began.elapsed() + pace.head;
        self.note(&call, &Told { reply: &reply, fault, trace: &trace, took });
        if self.compress {
            compress(&call.method, &call.headers, &mut reply);
        }
        let operation = trace.operation.as_deref().unwrap_or("");
        log(&call.method, &call.target(), &reply, took, operation, || trace.steps.join("; "));
        pace::before_head(&pace, signals, version).await;
        fault::before_head(fault, Substance::of(&call.method, &reply), signals, version)
            .await
            .map_err(Unanswered::Broken)?;
        if opened.is_none() && matches!(reply.body, Content::File(..)) {
            // What was told of the answer stands even where this fails: it was told when the wait began.
            opened = open(&call, &mut reply, &mut fault, &mut trace).await;
            self.cors.dress(&call.headers, &mut reply.headers);
        }
        Ok(response(&call.method, reply, Manner { pace, fault, opened, signals, version }))
    }

    /// What the server says for itself. Pages of other origins may not read it, so it has no CORS; nor is it logged among the calls.
    fn own(&self, call: &Call, own: AdminAnswer, manner: Manner<'_>) -> Response<Outgoing> {
        match own {
            AdminAnswer::Reply(mut reply) => {
                if self.compress {
                    compress(&call.method, &call.headers, &mut reply);
                }
                response(&call.method, reply, manner)
            }
            AdminAnswer::Events(feed) => events(feed, manner.signals.stopping()),
        }
    }

    /// Reads the body up to the limit, and tells whether there was more. As much again is read and dropped, since most clients look for
    /// an answer only after they have sent everything; after that hyper closes the connection.
    async fn read(&self, mut body: Incoming, headers: &HeaderMap) -> Result<(Bytes, bool), Unanswered> {
        let limit = self.max_body_bytes;
        let declared = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        if declared > limit && headers.contains_key(header::EXPECT) {
            // The client waits for a `100 Continue`, which reading would send (RFC 9110 §10.1.1).
            return Ok((Bytes::new(), true));
        }
        let (mut kept, mut seen) = (BytesMut::new(), 0_usize);
        while let Some(frame) = timeout(self.pause, body.frame()).await.map_err(|_| Unanswered::Paused)? {
            let data = frame.map(Frame::into_data).map_err(Unanswered::Aborted)?.unwrap_or_default();
            seen = seen.saturating_add(data.len());
            kept.extend_from_slice(data.get(..data.len().min(limit.saturating_sub(kept.len()))).unwrap_or_default());
            if seen > limit.saturating_mul(2) {
                break;
            }
        }
        Ok((kept.freeze(), seen > limit))
    }

    /// Asks for the answer. A panic in it, or an answer that cannot be sent, becomes a 500.
    fn plan(&self, call: &Call) -> Plan {
        match caught(|| self.respondent.answer(call)) {
            Ok(plan) if !plan.reply.status.is_informational() => plan,
            // After 1xx clients wait for another answer (RFC 9110 §15.2); to send one is hyper's own affair.
            Ok(plan) => internal_error(call, &format!("status {} cannot end a call", plan.reply.status.as_u16())),
            Err(panic) => internal_error(call, &panic),
        }
    }

    /// Asks for what the server says for itself. A panic in it becomes a 500.
    fn asked_itself(&self, call: &Call) -> Option<AdminAnswer> {
        let own = caught(|| self.respondent.own(call));
        own.unwrap_or_else(|panic| Some(AdminAnswer::Reply(internal_error(call, &panic).reply)))
    }

    /// Has the call written down. A panic in it costs the entry, not the answer.
    fn note(&self, call: &Arc<Call>, told: &Told<'_>) {
        if let Err(panic) = caught(|| self.respondent.note(Arc::clone(call), told)) {
            tracing::warn!(method = %call.method, path = call.path, panic, "a call could not be written down");
        }
    }
}

/// What is asked for, or what a panic said.
fn caught<T>(ask: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(ask)).map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("panic").to_owned()
    })
}

/// Opens the file that the answer's body is, if it is one, and puts its true length there. A file that cannot be opened becomes a 500.
async fn open(call: &Call, reply: &mut Reply, fault: &mut Option<Fault>, trace: &mut Arc<Trace>) -> Option<Opened> {
    let Content::File(path, length) = &mut reply.body else { return None };
    match Opened::open(path, call.method != Method::HEAD).await {
        Ok(mut opened) => {
            *length = opened.bytes();
            if *fault == Some(Fault::Malformed) {
                fault::malform(reply);
                opened.truncate(reply.body.len() as u64);
            }
            Some(opened)
        }
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "cannot open the body");
            let name = path.file_name().unwrap_or_default().display();
            let failed = file_failed(&format!("`{name}` cannot be read: {error}"), trace);
            (*reply, *fault, *trace) = (failed.reply, None, failed.trace);
            None
        }
    }
}

/// What of HTTP/2 differs from HTTP/1 is evened out: the authority becomes `Host`, and split cookies are joined (RFC 9113 §8.2.3).
fn call(parts: Parts, body: Bytes, over_limit: bool, peer: IpAddr) -> Call {
    let Parts { method, uri, mut headers, .. } = parts;
    if let Some(host) = uri.authority().and_then(|authority| HeaderValue::from_str(authority.as_str()).ok()) {
        headers.entry(header::HOST).or_insert(host);
    }
    if headers.get_all(header::COOKIE).iter().nth(1).is_some() {
        let crumbs: Vec<&[u8]> = headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes).collect();
        if let Ok(cookie) = HeaderValue::from_bytes(&crumbs.join(&b"; "[..])) {
            headers.insert(header::COOKIE, cookie);
        }
    }
    let (path, query) = (uri.path().to_owned(), uri.query().map(str::to_owned));
    Call { method, path, query, headers, body, over_limit, peer: Some(peer.to_canonical()) }
}

impl<'a> Manner<'a> {
    /// At once and unharmed.
    fn usual(signals: &'a Signals, version: Version) -> Self {
        Self { pace: Pace::default(), fault: None, opened: None, signals, version }
    }

    /// What a body needs besides its bytes; mostly nothing.
    fn course(&mut self, substance: Substance) -> Option<Course> {
        let is_usual = self.pace.is_none() && matches!(self.fault, None | Some(Fault::Malformed));
        if substance == Substance::None || (is_usual && !matches!(self.opened, Some(Opened::Handle(..)))) {
            return None;
        }
        let (left, end) = fault::end(self.fault, substance, self.version);
        let pacer =
            Pacer::new(std::mem::take(&mut self.pace), fault::flow(self.fault), self.signals.clone(), self.version);
        Some(Course::new(left, end, pacer, self.signals.clone(), self.version))
    }
}

/// A response that goes on for as long as the client listens and the server is not to stop.
fn events(mut feed: Box<Feed>, stopping: impl Future<Output = ()> + Send + 'static) -> Response<Outgoing> {
    let (sender, receiver) = mpsc::channel(EVENTS_AHEAD);
    tokio::spawn(async move {
        let sending = async {
            while let Some(bytes) = feed.next().await {
                if sender.send(bytes).await.is_err() {
                    break;
                }
            }
        };
        // Dropping the sender ends the body; else a stream that never ends would use up the whole drain time.
        tokio::select! {
            () = sending => {}
            () = stopping => {}
        }
    });
    let mut response = Response::new(Outgoing::live(receiver));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Gives the reply the one framing that its method and status allow (RFC 9110 §6.4.1, §8.6), or the wrong one that its fault is.
fn response(method: &Method, reply: Reply, mut manner: Manner<'_>) -> Response<Outgoing> {
    let substance = Substance::of(method, &reply);
    let promised = fault::promised(manner.fault, substance);
    let Reply { status, mut headers, mut body } = reply;
    for name in &HOP_BY_HOP {
        headers.remove(name);
    }
    if manner.fault == Some(Fault::Goaway) {
        if manner.version < Version::HTTP_2 {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        } else if substance.bytes() == 0 {
            manner.signals.give_up();
        }
    }
    // How long a stream will be nobody tells, neither to GET nor to HEAD.
    let is_stream = matches!(body, Content::Items(_) | Content::Rows(_));
    let told = if method == Method::HEAD { (!is_stream).then_some(body.len() as u64) } else { promised };
    match (status, told) {
        (StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED, _) | (_, None) => {
            headers.remove(header::CONTENT_LENGTH);
        }
        (StatusCode::RESET_CONTENT, _) => {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        // A reply to HEAD that comes without its body may still know its length.
        (_, Some(0)) if method == Method::HEAD => {}
        (_, Some(length)) => {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
    }
    if substance == Substance::None {
        body = Content::default();
    }
    let course = manner.course(substance);
    let mut response = Response::new(Outgoing::new(body, manner.opened, promised, course));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// Tells of an exchange that took `time`.
fn log(method: &Method, path: &str, reply: &Reply, time: Duration, operation: &str, steps: impl FnOnce() -> String) {
    if !tracing::enabled!(target: CALL, tracing::Level::INFO) {
        return;
    }
    let media = reply.headers.get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    let bytes = if method == Method::HEAD { 0 } else { reply.body.len() };
    let ms = time.as_secs_f64() * 1000.0;
    let (status, steps) = (reply.status.as_u16(), steps());
    tracing::info!(target: CALL, %method, path, status, media, bytes, ms, operation, steps);
}
