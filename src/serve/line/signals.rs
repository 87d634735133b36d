//! What the calls of one connection and its [`Line`](super::Line) tell each other: how many calls are under way, and what the line is to
//! do that hyper cannot, because an answer is late or broken on purpose.
//!
//! It does nothing itself. Invariant: an order is only ever given for HTTP/1, where one call has the line for itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};

use http::Version;
use tokio::sync::watch;

/// One connection, as its calls see it.
#[derive(Clone, Debug)]
pub(in crate::serve) struct Signals(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    calls: AtomicUsize,
    order: AtomicU8,
    is_over: AtomicBool,
    stop: watch::Receiver<()>,
}

/// What the line is to do once everything that hyper has written is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(in crate::serve) enum Order {
    /// Nothing out of the ordinary.
    Proceed,
    /// The answer is late and nothing of it is sent: watch whether the client leaves, and ask one that has ended its side.
    Late,
    /// The answer is late but cannot be preceded by a question: watch whether the client breaks the connection.
    Paused,
    /// Nothing more will be sent: a client that has ended its side has left.
    Hung,
    /// End the connection as if all was said (FIN).
    Close,
    /// Break the connection (RST).
    Reset,
    /// Send bytes that are no HTTP, and close.
    Garbage,
}

/// A call under way; it ends when this is dropped, also when the client goes away in the middle.
#[derive(Debug)]
pub(in crate::serve) struct Underway(Signals);

/// A call under way that is late; the line watches its client until this is dropped.
#[derive(Debug)]
pub(in crate::serve) struct Waiting(Underway);

impl Signals {
    /// Of a connection whose server begins to stop when `stop` changes.
    pub(in crate::serve) fn new(stop: watch::Receiver<()>) -> Self {
        Self(Arc::new(Shared {
            calls: AtomicUsize::new(0),
            order: AtomicU8::new(Order::Proceed as u8),
            is_over: AtomicBool::new(false),
            stop,
        }))
    }

    pub(in crate::serve) fn begin(&self) -> Underway {
        self.0.calls.fetch_add(1, Ordering::Relaxed);
        Underway(self.clone())
    }

    /// A call that waits on purpose: it is under way, and of HTTP/1 the line looks whether its client is still there. HTTP/2 tells that
    /// by itself.
    pub(in crate::serve) fn wait(&self, version: Version, order: Order) -> Waiting {
        if version < Version::HTTP_2 {
            // RFC 9110 §15.2: older clients know no interim answer, which the question is.
            self.order(if version < Version::HTTP_11 && order == Order::Late { Order::Paused } else { order });
        }
        Waiting(self.begin())
    }

    /// Gives the line an order.
    pub(in crate::serve) fn order(&self, order: Order) {
        self.0.order.store(order as u8, Ordering::Relaxed);
    }

    /// Gives the connection up: it ends when its calls have.
    pub(in crate::serve) fn give_up(&self) {
        self.0.is_over.store(true, Ordering::Relaxed);
    }

    /// Whether the connection was given up.
    pub(in crate::serve) fn is_given_up(&self) -> bool {
        self.0.is_over.load(Ordering::Relaxed)
    }

    /// Resolves when the server is to stop.
    pub(in crate::serve) fn stopping(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stop = self.0.stop.clone();
        // Who would tell us has ended: that is a stop as well.
        async move { drop(stop.changed().await) }
    }

    pub(super) fn has_calls(&self) -> bool {
        self.0.calls.load(Ordering::Relaxed) > 0
    }

    pub(super) fn ordered(&self) -> Order {
        const ORDERS: [Order; 6] =
            [Order::Late, Order::Paused, Order::Hung, Order::Close, Order::Reset, Order::Garbage];
        let given = self.0.order.load(Ordering::Relaxed);
        ORDERS.into_iter().find(|order| *order as u8 == given).unwrap_or(Order::Proceed)
    }
}

impl Underway {
    /// Those of its connection.
    pub(in crate::serve) fn signals(&self) -> &Signals {
        &self.0
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.0.0.calls.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.0.order(Order::Proceed);
    }
}
