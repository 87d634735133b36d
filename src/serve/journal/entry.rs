//! One call and its answer, as the journal keeps them.
//!
//! Invariant: nothing in an entry holds more memory than its size tells; bodies that are kept in part are copied, so that the whole goes.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::contract::Call;
use crate::respond::Trace;
use crate::scenario::format::Fault;

/// What an entry takes besides its texts, about, in bytes.
const OVERHEAD: usize = 640;
/// What a header takes besides its texts, about.
const HEADER: usize = 64;

/// One call and its answer, before the journal numbers it.
#[derive(Clone, Debug)]
pub(in crate::serve) struct Draft {
    /// When it came.
    pub(in crate::serve) at: jiff::Timestamp,
    /// The session it belongs to; empty for everyone's.
    pub(in crate::serve) session: Arc<str>,
    /// The call; the journal keeps a copy of it, its body cut.
    pub(in crate::serve) call: Arc<Call>,
    /// The length of its body as it was sent, in bytes.
    pub(in crate::serve) sent: usize,
    /// The status of the answer.
    pub(in crate::serve) status: StatusCode,
    /// The headers of the answer.
    pub(in crate::serve) headers: HeaderMap,
    /// The body of the answer, cut by [`abridged`], before any content coding of the connection.
    pub(in crate::serve) body: Bytes,
    /// The length of that body, in bytes.
    pub(in crate::serve) length: usize,
    /// From the head's arrival until there was an answer.
    pub(in crate::serve) took: Duration,
    /// What went wrong on the wire, on purpose.
    pub(in crate::serve) fault: Option<Fault>,
    /// Why the answer is what it is.
    pub(in crate::serve) trace: Arc<Trace>,
}

/// One call and its answer.
#[derive(Clone, Debug)]
pub(in crate::serve) struct Entry {
    /// Its number, from 1, among the calls of all sessions.
    pub(in crate::serve) number: u64,
    /// What it takes in memory, about, in bytes.
    pub(super) size: usize,
    pub(super) draft: Draft,
}

impl Deref for Entry {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.draft
    }
}

impl Draft {
    /// Lets go of what is not kept.
    pub(super) fn keep(&mut self, most: usize) {
        self.call = Arc::new(kept(&self.call, most));
        self.body = abridged(&self.body, most);
    }

    /// What it takes in memory, about, in bytes.
    pub(super) fn size(&self) -> usize {
        let headers = self.call.headers.iter().chain(&self.headers);
        let headers: usize = headers.map(|(name, value)| name.as_str().len() + value.len() + HEADER).sum();
        let violations = self.trace.violations.iter().map(|violation| violation.message.len() + OVERHEAD / 4);
        let texts = self.trace.steps.iter().chain(&self.trace.rules).map(|text| text.len() + size_of::<String>());
        let target = self.call.path.len() + self.call.query.as_ref().map_or(0, String::len);
        let bodies = self.call.body.len() + self.body.len();
        OVERHEAD + headers + target + bodies + violations.chain(texts).sum::<usize>()
    }
}

/// A body as far as it is kept: all of it, or a copy of its beginning.
pub(in crate::serve) fn abridged(body: &Bytes, most: usize) -> Bytes {
    match body.get(..most) {
        Some(beginning) if most < body.len() => Bytes::copy_from_slice(beginning),
        _ => body.clone(),
    }
}

/// A call as far as it is kept. Its headers are copied: as they came they hold on to the whole buffer that the connection was read into.
pub(super) fn kept(call: &Call, most: usize) -> Call {
    Call {
        method: call.method.clone(),
        path: call.path.clone(),
        query: call.query.clone(),
        headers: copied(&call.headers),
        body: abridged(&call.body, most),
        over_limit: call.over_limit,
        peer: call.peer,
    }
}

/// The same headers, their values in one buffer of their own.
fn copied(headers: &HeaderMap) -> HeaderMap {
    let mut buffer = BytesMut::with_capacity(headers.values().map(HeaderValue::len).sum());
    headers.values().for_each(|value| buffer.extend_from_slice(value.as_bytes()));
    let mut rest = buffer.freeze();
    let mut copies = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        // What was a value is one still; the copy keeps it from being printed if the original did.
        if let Ok(mut copy) = HeaderValue::from_maybe_shared(rest.split_to(value.len())) {
            copy.set_sensitive(value.is_sensitive());
            copies.append(name, copy);
        }
    }
    copies
}
