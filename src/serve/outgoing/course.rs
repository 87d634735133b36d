//! How a body travels that is late, broken, or read from a file: in which pieces, and what follows the last of them.
//!
//! Invariants: what was handed over before the end is sent before the end happens; of HTTP/1 the line ends the connection, of HTTP/2 only
//! the stream is reset.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::Version;
use tokio::sync::oneshot;

use super::source::Source;
use crate::serve::fault::Broken;
use crate::serve::line::{Order, Signals};
use crate::serve::pace::Pacer;

/// What is left of the way of one body.
pub(in crate::serve) struct Course {
    pacer: Pacer,
    signals: Signals,
    version: Version,
    /// The bytes before the end.
    left: u64,
    end: End,
    state: State,
}

/// What follows the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::serve) enum End {
    /// The body is whole.
    Whole,
    /// It is whole, and the connection is given up.
    GivenUp,
    /// More was promised, but the server believes it is whole.
    Short,
    /// The connection breaks off; of HTTP/2, the stream is reset.
    Cut,
    /// Bytes that are no HTTP.
    Garbage,
    /// Nothing, until the client leaves or the server stops.
    Stall,
}

enum State {
    Sending,
    /// The last piece is on its way; this tells when it has left.
    Leaving(oneshot::Receiver<Infallible>),
    Stalled(Pin<Box<dyn Future<Output = ()> + Send>>),
    /// It is the line's turn.
    Ordered,
}

/// The last bytes of an answer, which tell when hyper needs them no more: then they are sent.
struct Last {
    bytes: Bytes,
    signals: Option<Signals>,
    _sent: Option<oneshot::Sender<Infallible>>,
}

impl Course {
    /// `left` bytes at the pace of `pacer`, then `end`.
    pub(in crate::serve) fn new(left: u64, end: End, pacer: Pacer, signals: Signals, version: Version) -> Self {
        Self { pacer, signals, version, left, end, state: State::Sending }
    }

    /// Whether nothing follows any more.
    pub(super) fn is_over(&self) -> bool {
        let is_whole = matches!(self.end, End::Whole | End::GivenUp);
        is_whole && self.left == 0 && matches!(self.state, State::Sending)
    }

    /// The next piece.
    pub(super) fn poll(
        &mut self,
        source: &mut Source,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Broken>>> {
        loop {
            // A body of HTTP/2 that is too short is ended by a frame of its own: clients then take what came before.
            let is_short = self.end == End::Short && self.version >= Version::HTTP_2 && self.left == 0;
            if self.is_over() || is_short {
                return Poll::Ready(None);
            }
            match &mut self.state {
                State::Sending if self.left == 0 => {
                    if let Some(farewell) = self.finish() {
                        return Poll::Ready(Some(Ok(farewell)));
                    }
                }
                State::Sending => {
                    let most = ready!(self.pacer.poll(context, source.item(), self.left));
                    match ready!(source.poll(most, context)) {
                        Ok(piece) => {
                            if source.has_ended() {
                                self.left = self.left.min(piece.len() as u64);
                            }
                            return Poll::Ready(Some(Ok(self.send(piece))));
                        }
                        Err(error) => {
                            let path = source.path().map(|path| path.display().to_string()).unwrap_or_default();
                            tracing::warn!(path, %error, missing = self.left, "cannot read the body to its end");
                            (self.left, self.end) = (0, End::Cut);
                        }
                    }
                }
                State::Leaving(left) => {
                    // It carries nothing; that it ends is the message.
                    let _ = ready!(Pin::new(left).poll(context));
                    return Poll::Ready(Some(Err(self.broken())));
                }
                State::Stalled(until) => {
                    ready!(until.as_mut().poll(context));
                    self.state = State::Ordered;
                    if self.version >= Version::HTTP_2 {
                        return Poll::Ready(Some(Err(self.broken())));
                    }
                    self.signals.order(Order::Close);
                }
                State::Ordered => return Poll::Pending,
            }
        }
    }

    fn send(&mut self, piece: Bytes) -> Bytes {
        self.pacer.sent(piece.len());
        self.left = self.left.saturating_sub(piece.len() as u64);
        if self.left > 0 || self.version < Version::HTTP_2 {
            return piece;
        }
        match self.end {
            End::GivenUp => Bytes::from_owner(Last { bytes: piece, signals: Some(self.signals.clone()), _sent: None }),
            End::Cut => self.last(piece),
            End::Whole | End::Short | End::Garbage | End::Stall => piece,
        }
    }

    /// Does what follows the last byte, which may need a frame of its own.
    fn finish(&mut self) -> Option<Bytes> {
        match self.end {
            End::Stall => {
                let (waiting, stopping) = (self.signals.wait(self.version, Order::Hung), self.signals.stopping());
                let until = async move {
                    let _waiting = waiting;
                    stopping.await;
                };
                self.state = State::Stalled(Box::pin(until));
            }
            // An empty frame: the head must have left as well before the stream is reset.
            _ if self.version >= Version::HTTP_2 => return Some(self.last(Bytes::new())),
            end => {
                self.signals.order(if end == End::Garbage { Order::Garbage } else { Order::Close });
                self.state = State::Ordered;
            }
        }
        None
    }

    fn last(&mut self, bytes: Bytes) -> Bytes {
        let (sent, left) = oneshot::channel();
        self.state = State::Leaving(left);
        Bytes::from_owner(Last { bytes, signals: None, _sent: Some(sent) })
    }

    fn broken(&self) -> Broken {
        match self.end {
            End::Garbage => h2::Reason::PROTOCOL_ERROR.into(),
            End::Stall => h2::Reason::CANCEL.into(),
            _ => h2::Reason::INTERNAL_ERROR.into(),
        }
    }
}

impl AsRef<[u8]> for Last {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Last {
    fn drop(&mut self) {
        if let Some(signals) = &self.signals {
            signals.give_up();
        }
    }
}
