//! Where the bytes of a body come from: memory, a file that is read or rows that are made while they are sent.
//!
//! Invariants: no frame is empty; of what is read or made while it is sent no more than [`BUFFER`] bytes are in memory (and one row).

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::sync::mpsc;

use super::opened::Opened;
use crate::respond::{Body as Content, Progress, RowBody};

/// The most that is read of a file, or made of rows, at once, in bytes.
pub(super) const BUFFER: usize = 64 << 10;
/// Room that a frame of rows has for the row that ends it.
const ROW: usize = 4 << 10;

/// The bytes that are left.
pub(super) enum Source {
    /// The one frame of a whole body.
    Whole(VecDeque<Bytes>),
    /// The items of a stream.
    Items(VecDeque<Bytes>),
    /// An open file, its path, and room to read it.
    File(File, PathBuf, Vec<u8>),
    /// Rows.
    Rows(Rows),
    /// What somebody sends, for as long as he does.
    Live(mpsc::Receiver<Bytes>),
}

/// Rows that are made frame by frame.
pub(super) struct Rows {
    body: Arc<RowBody>,
    /// Where the next frame begins, if there is one.
    next: Option<Progress>,
    /// What was made and is not sent.
    made: Bytes,
    /// Whether others had their turn since the last frame was made: what nothing holds up but the processor would let nobody else have it.
    is_rested: bool,
}

impl Rows {
    fn is_empty(&self) -> bool {
        self.next.is_none() && self.made.is_empty()
    }

    /// The next `most` bytes or fewer; `UnexpectedEof` when there are none.
    pub(super) fn poll(&mut self, most: usize, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        if self.made.is_empty() {
            let Some(from) = self.next else { return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into())) };
            if !std::mem::replace(&mut self.is_rested, true) {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            let mut frame = Vec::with_capacity(BUFFER);
            self.next = self.body.write(from, BUFFER - ROW, &mut frame);
            (self.made, self.is_rested) = (frame.into(), false);
        }
        Poll::Ready(Ok(self.made.split_to(most.min(BUFFER).min(self.made.len()))))
    }
}

impl Source {
    /// That of `content`; what of a file was not `opened` is not there.
    pub(super) fn new(content: Content, opened: Option<Opened>) -> Self {
        // A chunk without content would end the body.
        let filled = |frames: Vec<Bytes>| frames.into_iter().filter(|frame| !frame.is_empty()).collect();
        match content {
            Content::Whole(bytes) => Self::Whole(filled(vec![bytes])),
            Content::Items(items) => Self::Items(filled(items)),
            Content::File(path, _) => match opened {
                Some(Opened::Whole(bytes)) => Self::Whole(filled(vec![bytes])),
                Some(Opened::Handle(file, _)) => Self::File(File::from_std(file), path, Vec::new()),
                None => Self::Whole(VecDeque::new()),
            },
            Content::Rows(body) => {
                Self::Rows(Rows { body, next: Some(Progress::default()), made: Bytes::new(), is_rested: true })
            }
        }
    }

    /// Whether nothing is left; of a file nobody knows.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Whole(frames) | Self::Items(frames) => frames.is_empty(),
            Self::Rows(rows) => rows.is_empty(),
            Self::File(..) | Self::Live(_) => false,
        }
    }

    /// The next frame, if it is there already; none of a file or of rows.
    pub(super) fn next(&mut self) -> Option<Bytes> {
        match self {
            Self::Whole(frames) | Self::Items(frames) => frames.pop_front(),
            Self::File(..) | Self::Rows(_) | Self::Live(_) => None,
        }
    }

    /// Whether it is known only now that nothing is left.
    pub(super) fn has_ended(&self) -> bool {
        matches!(self, Self::Rows(rows) if rows.is_empty())
    }

    /// Of a stream, what is left of its next item, in bytes.
    pub(super) fn item(&self) -> Option<usize> {
        match self {
            Self::Items(items) => items.front().map(Bytes::len),
            Self::Whole(_) | Self::File(..) | Self::Rows(_) | Self::Live(_) => None,
        }
    }

    /// The path of a file.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(_, path, _) => Some(path),
            Self::Whole(_) | Self::Items(_) | Self::Rows(_) | Self::Live(_) => None,
        }
    }

    /// The next `most` bytes or fewer; `UnexpectedEof` when there are none.
    pub(super) fn poll(&mut self, most: usize, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        let frames = match self {
            Self::Whole(frames) | Self::Items(frames) => frames,
            Self::File(file, _, buffer) => {
                buffer.resize(most.min(BUFFER), 0);
                let mut read = ReadBuf::new(buffer);
                ready!(Pin::new(file).poll_read(context, &mut read))?;
                return Poll::Ready(match read.filled() {
                    [] => Err(io::ErrorKind::UnexpectedEof.into()),
                    bytes => Ok(Bytes::copy_from_slice(bytes)),
                });
            }
            Self::Rows(rows) => return rows.poll(most, context),
            Self::Live(receiver) => {
                return receiver
                    .poll_recv(context)
                    .map(|bytes| bytes.ok_or_else(|| io::ErrorKind::UnexpectedEof.into()));
            }
        };
        let Some(mut frame) = frames.pop_front() else { return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into())) };
        let piece = frame.split_to(most.min(frame.len()));
        if !frame.is_empty() {
            frames.push_front(frame);
        }
        Poll::Ready(Ok(piece))
    }
}
