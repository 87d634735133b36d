//! From sockets to calls and back: the only room with tokio and hyper.
//!
//! ```text
//! accept ─▶ (tls) ─▶ line ─▶ hyper ─▶ wire ─▶ recall ─▶ respond::answer
//!                     ▲                ├─ cors, compress
//!                     └─ signals ──────┴─ pace, fault ─▶ outgoing
//! ```
//! It does not choose answers: what it adds to a reply is what belongs to the connection (length, content coding, CORS). Invariants: a
//! client keeps its place only while it goes on sending or taking, and its memory is bounded; a shutdown ends within its deadline.

mod accept;
mod admin;
mod aside;
mod clock;
mod compress;
mod cors;
mod embed;
mod error;
mod fault;
mod host;
mod journal;
mod line;
mod live;
mod outgoing;
mod pace;
mod recall;
mod reload;
mod service;
mod setup;
mod stop;
#[cfg(feature = "tls")]
mod tls;
mod vary;
mod watch;
mod wire;

#[cfg(test)]
mod tests;

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, lookup_host};

use accept::Reception;
use journal::Event;
use line::Limits;
use wire::{Respondent, Wire};

pub use admin::AdminOptions;
pub use cors::{Cors, NotAnOrigin};
pub use embed::{Running, Standin, StartError};
pub use error::ServeError;
pub use host::HostOptions;
pub use journal::JournalOptions;
pub use reload::{Reload, Tell};
pub use service::Service;
pub use setup::{Made, Setup};
pub use stop::{Hangup, Interrupts};
#[cfg(feature = "tls")]
pub use tls::Tls;
pub use watch::Watching;
pub use wire::CALL;

/// Open files that are no connections: documents, body files, watches, and what the program has besides.
const OTHER_FILES: u64 = 1024;

/// Where a server listens and what it allows.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// A name or an address, IPv6 without brackets. A name with several addresses listens on the first that it can, IPv4 before IPv6.
    pub host: String,
    /// 0 takes any free port.
    pub port: u16,
    /// Of a request's body, in bytes; a call with more is cut there and marked.
    pub max_body_bytes: usize,
    /// Clients at one time; further ones wait.
    pub max_connections: usize,
    /// From the first byte of a request's head to its last; also for the TLS handshake, and for the first head after connecting.
    pub head_timeout: Duration,
    /// How long a connection may stand with no call under way, or a client may pause within a body.
    pub idle_timeout: Duration,
    /// How long calls under way may take to end once the server is to stop.
    pub drain_timeout: Duration,
    /// Which pages of a browser may read the answers.
    pub cors: Cors,
    /// Whether to compress replies for clients that ask.
    pub compress: bool,
    /// HTTPS instead of HTTP.
    #[cfg(feature = "tls")]
    pub tls: Option<Tls>,
}

impl Default for ServeOptions {
    /// Loopback only, port 4010, 10 MiB, 16,384 connections, 10 s, 75 s, 10 s, every origin, compressed, in clear.
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 4010,
            max_body_bytes: 10 * 1024 * 1024,
            max_connections: 16_384,
            head_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(75),
            drain_timeout: Duration::from_secs(10),
            cors: Cors::default(),
            compress: true,
            #[cfg(feature = "tls")]
            tls: None,
        }
    }
}

/// A server that has its port, and accepts once it runs: until then clients wait in the system's queue, and none is refused.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    options: ServeOptions,
    #[cfg(feature = "tls")]
    acceptor: Option<tokio_rustls::TlsAcceptor>,
}

/// What a server runs on, for programs that have no runtime of their own.
///
/// # Errors
/// When the operating system gives no threads.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    // Checks descend with the value and with chains of references.
    tokio::runtime::Builder::new_multi_thread().thread_stack_size(16 << 20).enable_all().build()
}

impl Server {
    /// Takes the port, and reads the certificate if there is to be one.
    ///
    /// # Errors
    /// When the host is unknown, the port cannot be had, or the certificate or key cannot be used.
    pub async fn bind(options: ServeOptions) -> Result<Self, ServeError> {
        #[cfg(feature = "tls")]
        let acceptor = options.tls.as_ref().map(|tls| tls.acceptor(&options.host)).transpose()?;
        allow_files(options.max_connections);
        let listener = listen(&options.host, options.port).await?;
        let address = listener
            .local_addr()
            .map_err(|cause| ServeError::Listen { address: SocketAddr::from(([0, 0, 0, 0], options.port)), cause })?;
        Ok(Self {
            listener,
            address,
            options,
            #[cfg(feature = "tls")]
            acceptor,
        })
    }

    /// Where it listens, with the true port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What to call, such as `http://localhost:4010`: the host as it was given, the true port, no slash at the end.
    pub fn url(&self) -> String {
        #[cfg(feature = "tls")]
        let scheme = if self.acceptor.is_some() { "https" } else { "http" };
        #[cfg(not(feature = "tls"))]
        let scheme = "http";
        let (host, port) = (&self.options.host, self.address.port());
        if host.contains(':') { format!("{scheme}://[{host}]:{port}") } else { format!("{scheme}://{host}:{port}") }
    }

    /// Answers calls until `shutdown` resolves; then accepts no more, and returns when the calls under way have ended or the drain time is
    /// over.
    pub async fn run(self, service: Service, shutdown: impl Future<Output = ()>) {
        let (host, reloader) = service.start(&self.url());
        let reloads = async {
            match reloader {
                Some(reloader) => reloader.run().await,
                None => std::future::pending().await,
            }
        };
        let events = Arc::clone(&host);
        let shutdown = async move {
            shutdown.await;
            // Who listens to events would be waited for.
            events.events.tell(Event::Stopping);
        };
        tokio::select! {
            () = self.run_with(Arc::clone(&host) as Arc<dyn Respondent>, shutdown) => {}
            () = reloads => {}
            () = host.sweep() => {}
        }
    }

    /// Answers calls until the first interrupt; a second one does not wait for the calls under way.
    pub async fn run_until_interrupted(self, service: Service, mut interrupts: Interrupts) {
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let impatience = async {
            interrupts.next().await;
            drop(stop);
            interrupts.next().await;
        };
        tokio::select! {
            () = self.run(service, async move { drop(stopped.await) }) => {}
            () = impatience => {}
        }
    }

    async fn run_with(self, respondent: Arc<dyn Respondent>, shutdown: impl Future<Output = ()>) {
        let options = self.options;
        let wire = Wire {
            respondent,
            cors: options.cors,
            compress: options.compress,
            max_body_bytes: options.max_body_bytes,
            pause: options.idle_timeout,
        };
        let reception = Reception {
            wire: Arc::new(wire),
            limits: Limits { head: options.head_timeout, idle: options.idle_timeout },
            max_connections: options.max_connections,
            drain: options.drain_timeout,
            #[cfg(feature = "tls")]
            tls: self.acceptor,
        };
        reception.run(self.listener, shutdown).await;
    }
}

/// Each connection is an open file, and systems allow few (256, 1024) unless they are asked. What is not allowed, accepting waits for.
fn allow_files(connections: usize) {
    let wanted = (connections as u64).saturating_add(OTHER_FILES);
    if let Err(error) = rlimit::increase_nofile_limit(wanted) {
        tracing::debug!(%error, wanted, "cannot raise the limit of open files");
    }
}

/// Clients that wait to be accepted: thousands may come at once, and one for whom there is no room tries again only after a second.
const WAITING: u32 = 4096;

fn listen_on(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A server that is started again takes the port it had; on Windows this would let two have it.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

/// Listens on the first address of `host` that can be had. IPv4 goes first: `localhost` is both, and more clients try that one only.
async fn listen(host: &str, port: u16) -> Result<TcpListener, ServeError> {
    let unknown = |cause| ServeError::UnknownHost { host: host.to_owned(), cause };
    let mut addresses: Vec<SocketAddr> = match host.parse::<IpAddr>() {
        Ok(address) => vec![SocketAddr::new(address, port)],
        Err(_) => lookup_host((host, port)).await.map_err(unknown)?.collect(),
    };
    addresses.sort_by_key(SocketAddr::is_ipv6);
    let mut failure = None;
    for address in addresses {
        match listen_on(address) {
            Ok(listener) => return Ok(listener),
            Err(cause) => failure = failure.or(Some(ServeError::listen(address, cause))),
        }
    }
    Err(failure.unwrap_or_else(|| unknown(std::io::ErrorKind::NotFound.into())))
}
