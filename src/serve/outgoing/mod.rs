//! The body of a response as hyper takes it: one frame for a whole, one for each item of a stream, 64 KiB of rows; on a [`Course`] smaller and later ones.
//!
//! Invariant: a whole body has an exact size, a stream none, so that HTTP/1.1 sends it in chunks. A size may be a lie that a fault tells.

mod course;
mod opened;
mod source;

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::mpsc;

use super::fault::Broken;
use crate::respond::Body as Content;
use source::{BUFFER, Source};

pub(super) use course::{Course, End};
pub(super) use opened::Opened;

/// What is left to be sent.
pub(super) struct Outgoing {
    source: Source,
    /// What the client is told of the bytes to come.
    length: Option<u64>,
    /// Boxed, since most answers have none.
    course: Option<Box<Course>>,
}

impl Outgoing {
    /// A body of which the client is told `length`, if it is a file with what was `opened` of it. Without a course it is sent as fast as the
    /// client takes it; a handle needs one.
    pub(super) fn new(content: Content, opened: Option<Opened>, length: Option<u64>, course: Option<Course>) -> Self {
        Self { source: Source::new(content, opened), length, course: course.map(Box::new) }
    }
}

impl Outgoing {
    /// A body that goes on for as long as somebody sends.
    pub(super) fn live(receiver: mpsc::Receiver<Bytes>) -> Self {
        Self { source: Source::Live(receiver), length: None, course: None }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        let this = &mut *self;
        let frame = match &mut this.course {
            None => match &mut this.source {
                Source::Live(receiver) => receiver.poll_recv(context).map(|bytes| bytes.map(Ok)),
                // They end where there are no more.
                Source::Rows(rows) => rows.poll(BUFFER, context).map(|piece| piece.ok().map(Ok)),
                source => Poll::Ready(source.next().map(Ok)),
            },
            Some(course) => course.poll(&mut this.source, context),
        };
        if let (Some(length), Poll::Ready(Some(Ok(bytes)))) = (&mut this.length, &frame) {
            *length = length.saturating_sub(bytes.len() as u64);
        }
        frame.map(|frame| frame.map(|frame| frame.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.course.as_ref().map_or_else(|| self.source.is_empty(), |course| course.is_over())
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
