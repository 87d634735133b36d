//! The body of a response as hyper takes it: one frame for a whole, one for each item of a stream.
//!
//! Invariant: a whole body has an exact size, a stream none, so that HTTP/1.1 sends it in chunks.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use crate::respond::Body as Content;

/// What is left to be sent.
pub(super) struct Outgoing {
    frames: VecDeque<Bytes>,
    is_whole: bool,
}

impl Outgoing {
    pub(super) fn new(content: Content) -> Self {
        let (frames, is_whole) = match content {
            Content::Whole(bytes) => (VecDeque::from([bytes]), true),
            Content::Items(items) => (VecDeque::from(items), false),
            Content::File(..) => (VecDeque::new(), true),
        };
        // A chunk without content would end the body.
        Self { frames: frames.into_iter().filter(|frame| !frame.is_empty()).collect(), is_whole }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.frames.pop_front().map(|frame| Ok(Frame::data(frame))))
    }

    fn is_end_stream(&self) -> bool {
        self.frames.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        if !self.is_whole {
            return SizeHint::default();
        }
        SizeHint::with_exact(self.frames.iter().map(|frame| frame.len() as u64).sum())
    }
}
