//! What a line does by itself where hyper has nothing to say: it watches whether the client of a late answer is still there, and ends
//! connections in ways that no server should.
//!
//! It decides nothing: calls give [`Order`]s. Invariants: what the client sends meanwhile is kept for hyper, up to [`AHEAD`] bytes; a client
//! that has only ended its side gets its answer.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::Line;
use super::signals::Order;

/// How much of a client's next messages is read while its answer is late; with more it is no longer watched.
const AHEAD: usize = 16 << 10;
/// What is sent to a client that has ended its side, to learn whether it still listens: TCP tells that of bytes alone. Clients pass over it
/// (RFC 9110 §15.2, RFC 2518 §10.1).
const QUESTION: &[u8] = b"HTTP/1.1 102 Processing\r\n\r\n";
/// How long until the system is asked for the answer to that; doubled each time, up to the second.
const RECHECK: (Duration, Duration) = (Duration::from_millis(5), Duration::from_secs(1));
/// No chunk's size begins like this, no header, and no text.
const GARBAGE: &[u8] = b"garbage \x00\xff\xfe: no chunk of HTTP\r\n\x16\x03\r\n";

/// A stream that runs over TCP.
pub(in crate::serve) trait Carried {
    /// The connection below, if there is one.
    fn carrier(&self) -> Option<&TcpStream>;
}

impl Carried for TcpStream {
    fn carrier(&self) -> Option<&TcpStream> {
        Some(self)
    }
}

#[cfg(feature = "tls")]
impl Carried for tokio_rustls::server::TlsStream<TcpStream> {
    fn carrier(&self) -> Option<&TcpStream> {
        Some(self.get_ref().0)
    }
}

#[cfg(test)]
impl Carried for tokio::io::DuplexStream {
    fn carrier(&self) -> Option<&TcpStream> {
        None
    }
}

/// Bytes of our own on their way to the client, and what follows them.
#[derive(Debug, Default)]
pub(super) struct Ending {
    /// What is still to be sent before anything else.
    unsent: &'static [u8],
    /// Whether [`GARBAGE`] was begun.
    is_spoilt: bool,
    /// Since the client was asked: when to look for what came of it, and how long after that again.
    recheck: Option<(Pin<Box<Sleep>>, Duration)>,
}

impl<S: AsyncRead + AsyncWrite + Carried + Unpin> Line<S> {
    /// Does what is ordered. Ready with an error when that ends the connection; hyper then drops the call and the stream.
    pub(super) fn obey(&mut self, order: Order, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match order {
            Order::Proceed => {}
            Order::Late | Order::Paused | Order::Hung => match self.poll_departure(order, context) {
                Poll::Ready(error) => return Poll::Ready(Err(error)),
                // There is nothing to flush; to be pending would hold the call up.
                Poll::Pending => {}
            },
            Order::Reset => {
                if let Some(carrier) = self.stream.carrier() {
                    // Without time to linger, closing throws away what is unsent and resets.
                    carrier.set_zero_linger()?;
                }
                return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
            }
            Order::Garbage => {
                if !std::mem::replace(&mut self.ending.is_spoilt, true) {
                    self.ending.unsent = GARBAGE;
                }
                ready!(self.poll_own(context))?;
                return self.poll_close(context);
            }
            Order::Close => return self.poll_close(context),
        }
        Poll::Ready(Ok(()))
    }

    /// Sends what is left of our own bytes.
    pub(super) fn poll_own(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.ending.unsent.is_empty() {
            return Poll::Ready(Ok(()));
        }
        while !self.ending.unsent.is_empty() {
            let written = Pin::new(&mut self.stream).poll_write(context, self.ending.unsent);
            match ready!(self.wrote(context, written))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                count => self.ending.unsent = self.ending.unsent.get(count..).unwrap_or_default(),
            }
        }
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_close(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_end(context))?;
        // The system resets a connection that is closed with bytes unread, and what we sent could be lost with it.
        let mut scratch = [0; 1024];
        loop {
            let mut buffer = ReadBuf::new(&mut scratch);
            match Pin::new(&mut self.stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {}
                _ => return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
            }
        }
    }

    /// Ready when the client has left.
    fn poll_departure(&mut self, order: Order, context: &mut Context<'_>) -> Poll<io::Error> {
        match ready!(self.poll_ahead(context)) {
            Err(error) => return Poll::Ready(error),
            Ok(()) if order == Order::Hung => return Poll::Ready(io::ErrorKind::UnexpectedEof.into()),
            Ok(()) if order == Order::Paused => return Poll::Pending,
            Ok(()) => {}
        }
        if self.ending.recheck.is_none() {
            self.ending.unsent = QUESTION;
            self.ending.recheck = Some((Box::pin(sleep(RECHECK.0)), RECHECK.0));
        }
        if let Err(error) = ready!(self.poll_own(context)) {
            return Poll::Ready(error);
        }
        while let Some((timer, rest)) = &mut self.ending.recheck {
            ready!(timer.as_mut().poll(context));
            match self.stream.carrier().map(TcpStream::take_error) {
                Some(Ok(None)) | None => {}
                Some(Ok(Some(error)) | Err(error)) => return Poll::Ready(error),
            }
            *rest = rest.saturating_mul(2).min(RECHECK.1);
            *timer = Box::pin(sleep(*rest));
        }
        Poll::Pending
    }

    /// Reads what the client sends while it waits. Ready when it has ended its side.
    fn poll_ahead(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut scratch = [0; 1024];
        while self.held.len() < AHEAD {
            let mut buffer = ReadBuf::new(&mut scratch);
            ready!(Pin::new(&mut self.stream).poll_read(context, &mut buffer))?;
            if buffer.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            self.held.extend_from_slice(&self.framing.rewrite(buffer.filled()));
            self.patience.heard(self.framing.phase());
        }
        Poll::Pending
    }
}
