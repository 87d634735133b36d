//! The calls of late, with why they were answered as they were: what the admin API, tests and people read.
//!
//! Invariant: it holds no more bytes than it was given, the oldest go first, and what is secret is masked before it is shown.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::contract::Call;
use crate::respond::Trace;

/// How much a journal holds.
#[derive(Clone, Copy, Debug)]
pub struct JournalOptions {
    /// Bytes of all entries together, about.
    pub max_bytes: usize,
    /// Of each body, the bytes that are kept.
    pub max_body_bytes: usize,
}

/// A call and its answer.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its number, from 1.
    pub(super) number: u64,
    /// When it came.
    pub(super) at: jiff::Timestamp,
    /// The session it was part of; empty for everyone's.
    pub(super) session: Arc<str>,
    /// The call; of its body what is kept.
    pub(super) call: Arc<Call>,
    /// The whole length of the call's body.
    pub(super) sent: usize,
    /// The status of the answer.
    pub(super) status: StatusCode,
    /// The headers of the answer.
    pub(super) headers: HeaderMap,
    /// Of the answer's body what is kept.
    pub(super) body: Bytes,
    /// Its whole length.
    pub(super) length: usize,
    /// How long it took, delays included, writing not.
    pub(super) took: Duration,
    /// What went wrong on the wire on purpose.
    pub(super) fault: Option<crate::scenario::format::Fault>,
    /// Why it is what it is.
    pub(super) trace: Arc<Trace>,
}

impl Default for JournalOptions {
    /// 16 MiB, of each body 16 KiB.
    fn default() -> Self {
        Self { max_bytes: 16 << 20, max_body_bytes: 16 << 10 }
    }
}

/// The calls of late.
#[derive(Debug)]
pub(super) struct Journal {
    options: JournalOptions,
}

impl Journal {
    pub(super) fn new(options: JournalOptions) -> Self {
        Self { options }
    }

    /// How much it holds.
    pub(super) fn options(&self) -> JournalOptions {
        self.options
    }
}

/// What happens, for those who listen.
#[derive(Debug, Default)]
pub(super) struct Events;
