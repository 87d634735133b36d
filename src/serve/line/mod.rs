//! Wraps the stream of one client before hyper reads it: raw characters in request lines are percent-encoded, and a client that keeps us
//! waiting is cut off. For answers that are late or broken on purpose it also does what hyper cannot: see [`ending`].
//!
//! It parses no message and answers nothing. Invariant: without an order, written bytes pass unchanged and at most one read is held back.

mod ending;
mod framing;
mod patience;
mod signals;
mod target;

use std::borrow::Cow;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::BytesMut;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use ending::Ending;
use framing::Framing;
use patience::Patience;

pub(super) use ending::Carried;
pub(super) use patience::Limits;
pub(super) use signals::{Order, Signals, Waiting};

/// What HTTP/2 begins with (RFC 9113 §3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// What is read of a client's first bytes at once: mostly its whole first head.
const OPENING: usize = 4096;

/// A client's stream, in clear or out of TLS.
#[derive(Debug)]
pub(super) struct Line<S> {
    stream: S,
    framing: Framing,
    patience: Patience,
    signals: Signals,
    ending: Ending,
    /// Bytes for hyper for which the last read had no room, or which it has not asked for yet.
    held: BytesMut,
}

impl<S> Line<S> {
    /// Wraps a stream whose calls speak through `signals`. The limit for the first head runs from here.
    pub(super) fn new(stream: S, limits: Limits, signals: Signals) -> Self {
        Self {
            stream,
            framing: Framing::new(),
            patience: Patience::new(limits, signals.clone()),
            signals,
            ending: Ending::default(),
            held: BytesMut::new(),
        }
    }

    /// Waits on, unless the client has used up our patience.
    fn poll_wait<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        self.patience.poll_end(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }

    /// Ends our side.
    fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>>
    where
        S: AsyncWrite + Unpin,
    {
        match Pin::new(&mut self.stream).poll_shutdown(context) {
            Poll::Pending => self.poll_wait(context),
            shut @ Poll::Ready(_) => shut,
        }
    }

    fn wrote(&mut self, context: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match written {
            Poll::Pending => self.poll_wait(context),
            Poll::Ready(result) => {
                self.patience.heeded();
                Poll::Ready(result)
            }
        }
    }
}

impl<S: AsyncRead + Unpin> Line<S> {
    /// Waits for the client's first bytes, which stay to be read, and tells whether they are those of HTTP/2.
    ///
    /// hyper-util would find it out as well, but hands hyper the first 24 bytes alone: hyper then doubles its buffer to read on, and each
    /// connection holds 8 KiB more for as long as its first call waits.
    pub(super) async fn open(&mut self) -> io::Result<bool> {
        poll_fn(|context| self.poll_open(context)).await
    }

    fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        let mut scratch = [0; OPENING];
        while self.held.len() < PREFACE.len() && PREFACE.starts_with(&self.held) {
            let mut buffer = ReadBuf::new(&mut scratch);
            match Pin::new(&mut self.stream).poll_read(context, &mut buffer) {
                Poll::Pending => return self.poll_wait(context),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                // It has left already, which hyper finds out as well.
                Poll::Ready(Ok(())) if buffer.filled().is_empty() => break,
                Poll::Ready(Ok(())) => {}
            }
            self.held.extend_from_slice(&self.framing.rewrite(buffer.filled()));
            self.patience.heard(self.framing.phase());
        }
        Poll::Ready(Ok(self.held.starts_with(PREFACE)))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Line<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.held.is_empty() {
            let start = buffer.filled().len();
            match Pin::new(&mut this.stream).poll_read(context, buffer) {
                Poll::Pending => return this.poll_wait(context),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Ready(Ok(())) => {}
            }
            let rewritten = this.framing.rewrite(buffer.filled().get(start..).unwrap_or_default());
            this.patience.heard(this.framing.phase());
            let Cow::Owned(encoded) = rewritten else { return Poll::Ready(Ok(())) };
            this.held = BytesMut::from(&*encoded);
            buffer.set_filled(start);
        }
        let fitting = this.held.split_to(this.held.len().min(buffer.remaining()));
        buffer.put_slice(&fitting);
        if this.held.is_empty() {
            // An empty one still holds its memory.
            this.held = BytesMut::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Carried + Unpin> AsyncWrite for Line<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_own(context))?;
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_own(context))?;
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.wrote(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_flush(context) {
            Poll::Pending => self.poll_wait(context),
            Poll::Ready(Ok(())) => {
                let order = self.signals.ordered();
                self.obey(order, context)
            }
            failed @ Poll::Ready(_) => failed,
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_end(context)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::{Instant, timeout};

    use super::*;

    const LIMITS: Limits = Limits { head: Duration::from_secs(10), idle: Duration::from_secs(75) };

    fn line() -> (DuplexStream, Line<DuplexStream>, Signals) {
        let calls = Signals::new(tokio::sync::watch::channel(()).1);
        let (client, stream) = duplex(1024);
        (client, Line::new(stream, LIMITS, calls.clone()), calls)
    }

    async fn cut_after(line: &mut Line<DuplexStream>, since: Instant) -> Duration {
        let error = line.read_to_end(&mut Vec::new()).await.expect_err("cut off");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        since.elapsed()
    }

    #[tokio::test]
    async fn a_reader_with_little_room_gets_every_encoded_byte() {
        let (mut client, mut line, _) = line();
        client.write_all(b"GET /{{{{ HTTP/1.1\r\n\r\n").await.unwrap();
        drop(client);
        let mut read = Vec::new();
        let mut small = [0; 3];
        loop {
            match line.read(&mut small).await.unwrap() {
                0 => break,
                count => read.extend_from_slice(&small[..count]),
            }
        }
        assert_eq!(read, b"GET /%7B%7B%7B%7B HTTP/1.1\r\n\r\n");
    }

    #[tokio::test]
    async fn the_protocol_is_known_by_the_first_bytes_which_are_read_all_the_same() {
        for (opening, is_http2) in [
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0", true),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n", false),
            ("PRI * HTTP/1.1\r\n\r\n", false),
            ("PUT /%7B HTTP/1.1\r\n\r\n", false),
            ("P", false),
            ("", false),
        ] {
            for step in [1, 7, 1000] {
                let (mut client, mut line, _) = line();
                let send = async {
                    for piece in opening.as_bytes().chunks(step) {
                        client.write_all(piece).await.unwrap();
                        tokio::task::yield_now().await;
                    }
                    drop(client);
                };
                let (told, ()) = tokio::join!(line.open(), send);
                assert_eq!(told.unwrap(), is_http2, "{opening:?}");
                let mut read = String::new();
                line.read_to_string(&mut read).await.unwrap();
                assert_eq!(read, opening);
                assert_eq!(line.held.capacity(), 0);
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_ends_within_its_limit_however_it_trickles() {
        for opening in ["", "P", "PRI * HTTP/2", "GET / HTTP/1.1\r\nHost:"] {
            let (mut client, mut line, _) = line();
            let since = Instant::now();
            let trickle = async {
                client.write_all(opening.as_bytes()).await.unwrap();
                while client.write_all(if opening.len() > 12 { b"x" } else { b"" }).await.is_ok() {
                    tokio::time::sleep(Duration::from_secs(3)).await;
                }
            };
            let cut = tokio::select! {
                cut = cut_after(&mut line, since) => cut,
                () = trickle => unreachable!("the client never stops"),
            };
            assert_eq!(cut.as_secs(), LIMITS.head.as_secs(), "{opening:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_idle_connection_ends_later_and_a_call_under_way_does_not_end() {
        let (mut client, mut line, calls) = line();
        let call = calls.begin();
        client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        let mut read = [0; 64];
        assert_eq!(line.read(&mut read).await.unwrap(), 18);
        assert!(timeout(Duration::from_secs(1000), line.read(&mut read)).await.is_err(), "a call is under way");
        drop(call);
        let since = Instant::now();
        assert_eq!(cut_after(&mut line, since).await.as_secs(), LIMITS.idle.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_nothing_is_cut_and_one_that_takes_slowly_is_not() {
        let (mut client, mut line, calls) = line();
        drop(calls.begin());
        client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        line.read_exact(&mut [0; 18]).await.unwrap();
        let since = Instant::now();
        let slow = async {
            for _ in 0..3 {
                tokio::time::sleep(Duration::from_mins(1)).await;
                client.read_exact(&mut [0; 1024]).await.unwrap();
            }
            std::future::pending::<()>().await;
        };
        let error = tokio::select! {
            result = line.write_all(&[0; 8192]) => result.expect_err("the client stopped reading"),
            () = slow => unreachable!("it waits for ever"),
        };
        assert_eq!((error.kind(), since.elapsed().as_secs()), (io::ErrorKind::TimedOut, 180 + LIMITS.idle.as_secs()));
    }
}
