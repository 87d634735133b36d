//! From a listening socket to conversations: accepts, limits how many there are, and lets them finish when the server stops.
//!
//! It knows nothing of calls but that [`Wire`] answers them. Invariant: whatever one client does, the others and the loop go on.

use std::future::{Future, poll_fn};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulConnection;
use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::line::{Carried, Limits, Line, Signals};
use super::wire::Wire;

/// The longest head of a request, in bytes: room for the longest target that the `http` crate takes (64 KiB) and for headers.
const HEAD_BYTES: usize = 128 * 1024;
/// Concurrent calls on one HTTP/2 connection.
const MAX_STREAMS: u32 = 256;
/// How long accepting rests after a failure of the system; doubled by each further one.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(5), Duration::from_secs(1));

/// How a peer that has vanished without a word is found out while its answer is late or withheld on purpose: after so long a silence the
/// system asks, this often, and gives up after so many questions without an answer. Two minutes in all.
const SILENCE: Duration = Duration::from_mins(1);
const BETWEEN_QUESTIONS: Duration = Duration::from_secs(15);
const QUESTIONS: u32 = 4;

/// What every conversation needs.
pub(super) struct Reception {
    pub(super) wire: Arc<Wire>,
    pub(super) limits: Limits,
    pub(super) max_connections: usize,
    pub(super) drain: Duration,
    #[cfg(feature = "tls")]
    pub(super) tls: Option<tokio_rustls::TlsAcceptor>,
}

/// The two ways to converse.
struct Protocols {
    http1: auto::Builder<TokioExecutor>,
    http2: auto::Builder<TokioExecutor>,
}

impl Reception {
    /// Accepts until `shutdown` resolves, then waits for calls under way, at most `drain`; what is left is cut off.
    pub(super) async fn run(self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        let places = Arc::new(Semaphore::new(self.max_connections.clamp(1, Semaphore::MAX_PERMITS)));
        let protocols = Arc::new(Protocols { http1: protocol().http1_only(), http2: protocol().http2_only() });
        let (this, (stop, stopping)) = (Arc::new(self), watch::channel(()));
        let mut conversations = JoinSet::new();
        let mut shutdown = pin!(shutdown);
        loop {
            // Only who gets a place is accepted; the others wait in the system's queue.
            let arrival = async {
                let place = Arc::clone(&places).acquire_owned().await;
                (place, accept(&listener).await)
            };
            let (place, (stream, peer)) = tokio::select! {
                biased;
                () = &mut shutdown => break,
                // What an ended one held is given back at once, not when the next client comes.
                Some(_) = conversations.join_next() => continue,
                arrival = arrival => arrival,
            };
            let (this, protocols, signals) =
                (Arc::clone(&this), Arc::clone(&protocols), Signals::new(stopping.clone()));
            conversations.spawn(async move {
                this.receive(stream, peer.ip(), &protocols, signals).await;
                drop(place);
            });
        }
        drop(listener);
        drop(stop);
        let ended = async { while conversations.join_next().await.is_some() {} };
        if timeout(this.drain, ended).await.is_err() {
            tracing::warn!(connections = conversations.len(), "stopped before every call had ended");
        }
        conversations.shutdown().await;
    }

    async fn receive(&self, stream: TcpStream, peer: IpAddr, protocols: &Protocols, signals: Signals) {
        if let Err(error) = prepare(&stream) {
            tracing::debug!(%peer, %error, "cannot set the options of a connection");
        }
        #[cfg(feature = "tls")]
        if let Some(tls) = &self.tls {
            match timeout(self.limits.head, tls.accept(stream)).await {
                Ok(Ok(stream)) => self.converse(stream, peer, protocols, signals).await,
                Ok(Err(error)) => tracing::debug!(%peer, %error, "no TLS handshake"),
                Err(_) => tracing::debug!(%peer, "no TLS handshake in time"),
            }
            return;
        }
        self.converse(stream, peer, protocols, signals).await;
    }

    async fn converse<S>(&self, stream: S, peer: IpAddr, protocols: &Protocols, signals: Signals)
    where
        S: AsyncRead + AsyncWrite + Carried + Unpin + Send + 'static,
    {
        let mut line = Line::new(stream, self.limits, signals.clone());
        let opened = tokio::select! {
            biased;
            () = signals.stopping() => return,
            opened = line.open() => opened,
        };
        let protocol = match opened {
            Ok(true) => &protocols.http2,
            Ok(false) => &protocols.http1,
            Err(error) => {
                tracing::debug!(%peer, %error, "connection ended");
                return;
            }
        };
        let wire = Arc::clone(&self.wire);
        let lane = signals.clone();
        let service = service_fn(move |request| {
            let (wire, underway) = (Arc::clone(&wire), lane.begin());
            async move {
                let response = wire.exchange(request, peer, underway.signals()).await;
                drop(underway);
                response
            }
        });
        if let Err(error) = lead(protocol.serve_connection(TokioIo::new(line), service), &signals).await {
            tracing::debug!(%peer, %error, "connection ended");
        }
    }
}

/// Runs a connection to its end; once the server is to stop, or the connection is given up, no further calls are taken.
async fn lead<C: GracefulConnection>(connection: C, signals: &Signals) -> Result<(), C::Error> {
    let (mut connection, mut stopping) = (pin!(connection), pin!(signals.stopping()));
    let mut is_ending = false;
    poll_fn(|context| {
        if !is_ending && stopping.as_mut().poll(context).is_ready() {
            is_ending = true;
            connection.as_mut().graceful_shutdown();
        }
        let ended = connection.as_mut().poll(context);
        if ended.is_ready() || is_ending || !signals.is_given_up() {
            return ended;
        }
        is_ending = true;
        connection.as_mut().graceful_shutdown();
        connection.as_mut().poll(context)
    })
    .await
}

/// HTTP/1.1 and HTTP/2 on one port, which [`Line`] tells apart by the first bytes.
///
/// hyper's time-out for heads is off, because it would end idle connections too: [`Line`] limits both. It also makes HTTP/2 pings
/// needless: a peer that has vanished has no call under way and takes no bytes, unless its answer is late on purpose; then [`prepare`] has
/// the system find out.
fn protocol() -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        // A client that ends its side after the request, as `nc` does, still gets its answer.
        .half_close(true)
        .max_buf_size(HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(u32::try_from(HEAD_BYTES).unwrap_or(u32::MAX));
    builder
}

/// Sets the options of an accepted connection.
fn prepare(stream: &TcpStream) -> io::Result<()> {
    // Replies are written whole; to wait for more (Nagle) would only delay them.
    stream.set_nodelay(true)?;
    let keepalive = TcpKeepalive::new().with_time(SILENCE);
    // OpenBSD and Haiku know one time for all sockets.
    #[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd", target_vendor = "apple", windows))]
    let keepalive = keepalive.with_interval(BETWEEN_QUESTIONS).with_retries(QUESTIONS);
    SockRef::from(stream).set_tcp_keepalive(&keepalive)
}

/// The next client. What fails for one client is passed over at once; what fails for all (no more files, no memory) is waited out.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    let (mut rest, longest) = BACK_OFF;
    loop {
        match listener.accept().await {
            Ok(arrival) => return arrival,
            Err(error) if is_of_one_client(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                sleep(rest).await;
                rest = rest.saturating_mul(2).min(longest);
            }
        }
    }
}

fn is_of_one_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_peer_that_vanishes_is_found_out() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let _client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, _) = accept(&listener).await;
        prepare(&stream).unwrap();
        let socket = SockRef::from(&stream);
        assert!(stream.nodelay().unwrap() && socket.keepalive().unwrap());
        #[cfg(target_os = "linux")]
        {
            let told = (socket.tcp_keepalive_time(), socket.tcp_keepalive_interval(), socket.tcp_keepalive_retries());
            assert_eq!((told.0.unwrap(), told.1.unwrap(), told.2.unwrap()), (SILENCE, BETWEEN_QUESTIONS, QUESTIONS));
        }
    }
}
