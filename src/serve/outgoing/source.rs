//! Where the bytes of a body come from: memory, or a file that is read while it is sent.
//!
//! Invariants: no frame is empty; of a file that is read while it is sent no more than [`BUFFER`] bytes are in memory.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::sync::mpsc;

use super::opened::Opened;
use crate::respond::Body as Content;

/// The most that is read of a file at once, in bytes.
const BUFFER: usize = 64 << 10;

/// The bytes that are left.
pub(super) enum Source {
    /// The one frame of a whole body.
    Whole(VecDeque<Bytes>),
    /// The items of a stream.
    Items(VecDeque<Bytes>),
    /// An open file, its path, and room to read it.
    File(File, PathBuf, Vec<u8>),
    /// What somebody sends, for as long as he does.
    Live(mpsc::Receiver<Bytes>),
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
        }
    }

    /// Whether nothing is left; of a file nobody knows.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Whole(frames) | Self::Items(frames) => frames.is_empty(),
            Self::File(..) | Self::Live(_) => false,
        }
    }

    /// The next frame, if it is there already; none of a file.
    pub(super) fn next(&mut self) -> Option<Bytes> {
        match self {
            Self::Whole(frames) | Self::Items(frames) => frames.pop_front(),
            Self::File(..) | Self::Live(_) => None,
        }
    }

    /// Of a stream, what is left of its next item, in bytes.
    pub(super) fn item(&self) -> Option<usize> {
        match self {
            Self::Items(items) => items.front().map(Bytes::len),
            Self::Whole(_) | Self::File(..) | Self::Live(_) => None,
        }
    }

    /// The path of a file.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(_, path, _) => Some(path),
            Self::Whole(_) | Self::Items(_) | Self::Live(_) => None,
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
