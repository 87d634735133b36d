//! What the calls of a session touched: counts that stay when the calls themselves have left the journal.
//!
//! Invariant: it grows with what there is to touch, not with the calls: everything that a client could invent is bounded.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use super::entry::Entry;
use crate::contract::style::{Cookies, Query};
use crate::contract::{Call, Part};

/// Operations and rules of one session: reloads may bring ever new ones.
const MOST_OPERATIONS: usize = 16_384;
/// Outcomes of one operation: templates may make ever new media types.
const MOST_OUTCOMES: usize = 256;
/// Names that the calls of one operation had, and how long they may be: clients may make ever new ones.
const MOST_NAMES: (usize, usize) = (512, 128);

/// What calls touched.
#[derive(Clone, Debug, Default)]
pub(in crate::serve) struct Tally {
    /// The calls.
    pub(in crate::serve) calls: u64,
    /// Those that have left the journal.
    pub(in crate::serve) forgotten: u64,
    /// The number of the last of those.
    pub(in crate::serve) last_forgotten: u64,
    /// Those that led to no operation.
    pub(in crate::serve) nowhere: u64,
    /// The number of the last one.
    pub(super) last: u64,
    /// What they touched, by the name of the operation.
    pub(in crate::serve) operations: BTreeMap<Box<str>, Touched>,
    /// The rules that had a say, and how often, by their keys.
    pub(in crate::serve) rules: BTreeMap<Box<str>, u64>,
}

/// What the calls of one operation touched.
#[derive(Clone, Debug, Default)]
pub(in crate::serve) struct Touched {
    /// The calls.
    pub(in crate::serve) calls: u64,
    /// How they ended, and how often.
    pub(in crate::serve) outcomes: Vec<(Outcome, u64)>,
    /// What they sent, by the names of query parameters, headers (in lower case) and cookies.
    pub(in crate::serve) sent: BTreeSet<(Part, Box<str>)>,
    /// Sets of names that are in `sent` already, by their hash.
    known: BTreeSet<u64>,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::serve) struct Outcome {
    /// The status.
    pub(in crate::serve) status: u16,
    /// The documented reply, as the document writes its status.
    pub(in crate::serve) promise: Option<Box<str>>,
    /// The media type, as it was sent.
    pub(in crate::serve) media: Box<str>,
    /// The documented example; empty for one without a name.
    pub(in crate::serve) example: Option<Box<str>>,
}

/// The names of what a call sent, as one number: that of a call that sent others is another one.
pub(super) struct Sent<'c> {
    call: &'c Call,
    hash: u64,
}

impl<'c> Sent<'c> {
    pub(super) fn of(call: &'c Call) -> Self {
        let mut hasher = SipHasher13::new();
        for name in call.headers.keys() {
            hasher.write(name.as_str().as_bytes());
            hasher.write_u8(0);
        }
        for pair in call.query.as_deref().unwrap_or_default().split('&') {
            hasher.write(pair.split('=').next().unwrap_or_default().as_bytes());
            hasher.write_u8(1);
        }
        for cookies in call.headers.get_all("cookie") {
            for pair in cookies.as_bytes().split(|byte| *byte == b';') {
                hasher.write(pair.split(|byte| *byte == b'=').next().unwrap_or_default());
                hasher.write_u8(2);
            }
        }
        Self { call, hash: hasher.finish() }
    }

    fn names(&self) -> impl Iterator<Item = (Part, Box<str>)> {
        let headers = self.call.headers.keys().map(|name| (Part::Header, Box::from(name.as_str())));
        let query = Query::parse(self.call.query.as_deref().unwrap_or_default());
        let query: Vec<_> = query.pairs().map(|(name, _)| (Part::Query, Box::from(name.as_ref()))).collect();
        let cookies = Cookies::parse(self.call.headers.get_all("cookie"));
        let cookies: Vec<_> = cookies.pairs().map(|(name, _)| (Part::Cookie, Box::from(name))).collect();
        headers.chain(query).chain(cookies)
    }
}

impl Tally {
    /// Counts a call; whether it is the first.
    pub(super) fn count(&mut self, entry: &Entry, sent: &Sent<'_>) -> bool {
        self.calls += 1;
        self.last = entry.number;
        for rule in &entry.trace.rules {
            if let Some(times) = self.rules.get_mut(rule.as_str()) {
                *times += 1;
            } else if self.rules.len() < MOST_OPERATIONS {
                self.rules.insert(rule.as_str().into(), 1);
            }
        }
        let Some(name) = entry.trace.operation.as_deref() else {
            self.nowhere += 1;
            return self.calls == 1;
        };
        if let Some(touched) = self.operations.get_mut(name) {
            touched.count(entry, sent);
        } else if self.operations.len() < MOST_OPERATIONS {
            self.operations.entry(name.into()).or_default().count(entry, sent);
        }
        self.calls == 1
    }

    /// A call has left the journal.
    pub(super) fn forget(&mut self, number: u64) {
        self.forgotten += 1;
        self.last_forgotten = number;
    }

    /// Whoever clears the journal knows that what was before is gone.
    pub(super) fn clear(&mut self) {
        (self.forgotten, self.last_forgotten) = (0, 0);
    }

    /// Adds what others touched.
    pub(super) fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.forgotten += other.forgotten;
        self.last_forgotten = self.last_forgotten.max(other.last_forgotten);
        self.nowhere += other.nowhere;
        self.last = self.last.max(other.last);
        for (name, touched) in &other.operations {
            self.operations.entry(name.clone()).or_default().add(touched);
        }
        for (rule, times) in &other.rules {
            *self.rules.entry(rule.clone()).or_default() += times;
        }
    }
}

impl Touched {
    fn count(&mut self, entry: &Entry, sent: &Sent<'_>) {
        self.calls += 1;
        let (promise, example) = (entry.trace.promise.as_deref(), entry.trace.example.as_deref());
        let media = entry.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let status = entry.status.as_u16();
        let is_same = |outcome: &Outcome| {
            outcome.status == status
                && outcome.promise.as_deref() == promise
                && outcome.example.as_deref() == example
                && *outcome.media == *media
        };
        if let Some((_, times)) = self.outcomes.iter_mut().find(|(outcome, _)| is_same(outcome)) {
            *times += 1;
        } else if self.outcomes.len() < MOST_OUTCOMES {
            let (promise, example) = (promise.map(Box::from), example.map(Box::from));
            self.outcomes.push((Outcome { status, promise, media: media.into(), example }, 1));
        }
        if self.known.contains(&sent.hash) {
            return;
        }
        if self.known.len() < MOST_NAMES.0 {
            self.known.insert(sent.hash);
        }
        for (part, name) in sent.names().filter(|(_, name)| name.len() <= MOST_NAMES.1) {
            if self.sent.len() < MOST_NAMES.0 {
                self.sent.insert((part, name));
            }
        }
    }

    fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        for (outcome, times) in &other.outcomes {
            match self.outcomes.iter_mut().find(|(known, _)| known == outcome) {
                Some((_, sum)) => *sum += times,
                None => self.outcomes.push((outcome.clone(), *times)),
            }
        }
        self.sent.extend(other.sent.iter().cloned());
    }
}
