//! The journal: what was asked and what was answered, for the admin interface and for tests that ask it afterwards.
//!
//! It keeps the calls of late and, apart from them, what the calls of each session touched. It masks nothing: what leaves the server goes
//! through `admin::mask`. Invariants: the calls take no more than the bytes it was given; one lock, held for one change, and nothing is
//! searched, encoded or freed while it is held.

mod entry;
mod events;
mod search;
mod tally;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(super) use entry::{Draft, Entry, abridged};
pub(super) use events::{Event, Events, Heard};
pub(super) use search::{Search, StatusFilter};
pub(super) use tally::{Outcome, Tally, Touched};

use tally::Sent;

/// Sessions of whom it is known what they touched; of more the one that was silent longest is forgotten.
const MOST_SESSIONS: usize = 2_048;

/// How much a journal keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalOptions {
    /// Bytes of all calls together, about.
    pub max_bytes: usize,
    /// Bytes of one body; what is longer is kept in part.
    pub max_body_bytes: usize,
}

impl Default for JournalOptions {
    /// 16 MiB, 16 KiB.
    fn default() -> Self {
        Self { max_bytes: 16 << 20, max_body_bytes: 16 << 10 }
    }
}

/// What was asked and answered.
#[derive(Debug)]
pub(super) struct Journal {
    options: JournalOptions,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// The calls so far.
    last: u64,
    /// Those of late, the oldest first.
    ring: VecDeque<Arc<Entry>>,
    /// The bytes of those, about.
    bytes: usize,
    /// What each session touched.
    tallies: HashMap<Arc<str>, Tally>,
}

impl Journal {
    /// An empty journal.
    pub(super) fn new(options: JournalOptions) -> Self {
        Self { options, kept: Mutex::default() }
    }

    /// How much it keeps.
    pub(super) const fn options(&self) -> &JournalOptions {
        &self.options
    }

    /// Writes a call down, gives it its number, and forgets as many old ones as it takes.
    pub(super) fn record(&self, mut draft: Draft) -> Arc<Entry> {
        draft.keep(self.options.max_body_bytes);
        let call = Arc::clone(&draft.call);
        let sent = Sent::of(&call);
        let size = draft.size();
        let mut forgotten = Vec::new();
        let mut kept = self.kept();
        kept.last += 1;
        let entry = Arc::new(Entry { number: kept.last, size, draft });
        if let Some(silent) = kept.tally(&entry.session).count(&entry, &sent).then(|| kept.most_silent()).flatten() {
            kept.tallies.remove(&silent);
        }
        kept.bytes += size;
        kept.ring.push_back(Arc::clone(&entry));
        while kept.bytes > self.options.max_bytes {
            let Some(oldest) = kept.ring.pop_front() else { break };
            kept.bytes -= oldest.size;
            if let Some(tally) = kept.tallies.get_mut(&oldest.session) {
                tally.forget(oldest.number);
            }
            forgotten.push(oldest);
        }
        drop(kept);
        drop(forgotten);
        entry
    }

    /// The calls so far, also those that were forgotten.
    pub(super) fn count(&self) -> u64 {
        self.kept().last
    }

    /// The call with that number, if it is still known.
    pub(super) fn entry(&self, number: u64) -> Option<Arc<Entry>> {
        let kept = self.kept();
        let at = kept.ring.binary_search_by_key(&number, |entry| entry.number).ok()?;
        kept.ring.get(at).cloned()
    }

    /// The calls that are still known and are searched for, the oldest first; of more than the limit the last ones.
    pub(super) fn search(&self, search: &Search) -> Vec<Arc<Entry>> {
        let all: Vec<Arc<Entry>> = {
            let kept = self.kept();
            let from = kept.ring.partition_point(|entry| entry.number <= search.since);
            kept.ring.range(from..).cloned().collect()
        };
        let mut found: Vec<Arc<Entry>> =
            all.into_iter().rev().filter(|entry| search.finds(entry)).take(search.limit).collect();
        found.reverse();
        found
    }

    /// What the calls of a session touched, also those that were forgotten; `None` means those of all sessions.
    pub(super) fn tally(&self, session: Option<&str>) -> Tally {
        let kept = self.kept();
        if let Some(session) = session {
            return kept.tallies.get(session).cloned().unwrap_or_default();
        }
        let mut sum = Tally::default();
        #[expect(clippy::iter_over_hash_type, reason = "a sum, whose parts are sorted")]
        for tally in kept.tallies.values() {
            sum.add(tally);
        }
        sum
    }

    /// Forgets the calls of a session, or of all; what they touched stays. How many there were.
    pub(super) fn clear(&self, session: Option<&str>) -> usize {
        let mut kept = self.kept();
        let ring = std::mem::take(&mut kept.ring);
        let is_meant = |entry: &Arc<Entry>| session.is_none_or(|session| *entry.session == *session);
        let (gone, stay): (VecDeque<_>, VecDeque<_>) = ring.into_iter().partition(is_meant);
        kept.bytes = stay.iter().map(|entry| entry.size).sum();
        kept.ring = stay;
        match session {
            Some(session) => kept.tallies.get_mut(session).into_iter().for_each(Tally::clear),
            None => kept.tallies.values_mut().for_each(Tally::clear),
        }
        drop(kept);
        gone.len()
    }

    /// Forgets what the calls of a session touched, or of all.
    pub(super) fn clear_tally(&self, session: Option<&str>) {
        let mut kept = self.kept();
        let gone = match session {
            Some(session) => kept.tallies.remove_entry(session).into_iter().collect(),
            None => std::mem::take(&mut kept.tallies),
        };
        drop(kept);
        drop(gone);
    }

    /// Forgets everything of a session that is no more.
    pub(super) fn forget(&self, session: &str) {
        self.drop_of(&HashSet::from([session]), u64::MAX);
    }

    /// Forgets everything of sessions that are not there. What comes while they are looked for stays.
    pub(super) fn forget_others(&self, is_there: impl Fn(&str) -> bool) {
        let (names, last): (Vec<Arc<str>>, u64) = {
            let kept = self.kept();
            (kept.tallies.keys().cloned().collect(), kept.last)
        };
        let gone: HashSet<&str> = names.iter().map(|name| &**name).filter(|name| !is_there(name)).collect();
        if !gone.is_empty() {
            self.drop_of(&gone, last);
        }
    }

    /// Forgets what there is of these sessions up to that call.
    fn drop_of(&self, sessions: &HashSet<&str>, last: u64) {
        let mut kept = self.kept();
        let ring = std::mem::take(&mut kept.ring);
        let is_meant = |entry: &Arc<Entry>| entry.number <= last && sessions.contains(&*entry.session);
        let (calls, stay): (VecDeque<_>, VecDeque<_>) = ring.into_iter().partition(is_meant);
        kept.bytes = stay.iter().map(|entry| entry.size).sum();
        kept.ring = stay;
        let is_meant = |session: &str, tally: &Tally| tally.last <= last && sessions.contains(session);
        let tallies: Vec<_> = kept.tallies.extract_if(|session, tally| is_meant(session, tally)).collect();
        drop(kept);
        drop((calls, tallies));
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn tally(&mut self, session: &Arc<str>) -> &mut Tally {
        self.tallies.entry(Arc::clone(session)).or_default()
    }

    /// The session that was silent longest, if there are too many.
    fn most_silent(&self) -> Option<Arc<str>> {
        if self.tallies.len() <= MOST_SESSIONS {
            return None;
        }
        self.tallies.iter().min_by_key(|(_, tally)| tally.last).map(|(session, _)| Arc::clone(session))
    }
}

#[cfg(test)]
mod tests;
