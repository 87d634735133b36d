//! What is sent, before it becomes bytes on a wire.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::list::{Progress, RowBody};
use super::trace::Trace;
use crate::scenario::Pace;
use crate::scenario::format::Fault;

/// How much is shown of rows that are made while they are sent, in bytes.
pub const SHOWN: usize = 64 << 10;

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers; framing ones are `serve`'s.
    pub headers: HeaderMap,
    /// The body.
    pub body: Body,
}

/// What to do about a call.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What to send.
    pub reply: Reply,
    /// How late its parts are.
    pub pace: Pace,
    /// What goes wrong on the wire.
    pub fault: Option<Fault>,
    /// Whether the same call to the same world always gets this: nothing was counted, no state and no hour was asked.
    pub is_steady: bool,
    /// Why.
    pub trace: Arc<Trace>,
}

/// The body of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Known as a whole, and sent with its length.
    Whole(Bytes),
    /// A file that is read while it is sent: where it is, and its length.
    File(PathBuf, u64),
    /// A stream: each of its items is sent in a frame of its own, and nobody is told how many there will be.
    Items(Vec<Bytes>),
    /// Rows of a collection that are made while they are sent. How long they will be nobody knows.
    Rows(Arc<RowBody>),
}

impl Plan {
    /// A reply that comes at once, unharmed, and whenever it is asked for.
    #[must_use]
    pub fn of(reply: Reply, trace: Trace) -> Self {
        Self { reply, pace: Pace::default(), fault: None, is_steady: true, trace: Arc::new(trace) }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::Whole(Bytes::new())
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::Whole(bytes)
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Whole(bytes.into())
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::Whole(text.into())
    }
}

impl Body {
    /// All of it, but for that of a file, which is not read here, and for rows that are made while they are sent, of which this is the beginning
    /// (64 KiB, and then to the end of a row).
    #[must_use]
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        match self {
            Self::Whole(bytes) => Cow::Borrowed(bytes),
            Self::Items(items) => Cow::Owned(items.concat()),
            Self::File(..) => Cow::Borrowed(&[]),
            Self::Rows(rows) => {
                let mut bytes = Vec::new();
                let _ = rows.write(Progress::default(), SHOWN, &mut bytes);
                Cow::Owned(bytes)
            }
        }
    }

    /// Its length in bytes; of rows that are made while they are sent, about.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Whole(bytes) => bytes.len(),
            Self::Items(items) => items.iter().map(Bytes::len).sum(),
            Self::File(_, length) => usize::try_from(*length).unwrap_or(usize::MAX),
            Self::Rows(rows) => usize::try_from(rows.length()).unwrap_or(usize::MAX),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Reply {
    /// A reply without headers and body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, headers: HeaderMap::new(), body: Body::default() }
    }

    /// Sets a header; a value that cannot be one is left out.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value.as_bytes()))
        {
            self.headers.insert(name, value);
        }
    }

    /// Adds a header to those of that name; a value that cannot be one is left out.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value.as_bytes()))
        {
            self.headers.append(name, value);
        }
    }
}
