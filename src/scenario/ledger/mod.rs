//! What calls leave behind: counts, states, settings, counters, limits, and which scenarios are on; apart for each session.
//!
//! It survives reloads, because it names rules by what they are called, not by where they stand. Invariants: it holds no more than its
//! options allow; every method takes one lock at a time, for one draw, and none calls out while it holds it.

mod session;
mod shelf;
mod steering;
mod tallies;
#[cfg(test)]
mod tests;
mod view;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use serde_json::Value;

pub use session::Session;
pub use view::SessionView;

/// A session that was used within this time is in use: none takes its place.
const IN_USE: Duration = Duration::from_secs(1);

/// How much a ledger holds.
#[derive(Clone, Debug)]
pub struct LedgerOptions {
    /// Sessions at one time, besides everyone's.
    pub max_sessions: usize,
    /// Bytes of one session, about.
    pub max_session_bytes: usize,
    /// How long a session stays that nobody uses.
    pub idle: Duration,
    /// The scenarios that are on from the start, besides those that always are.
    pub active: Vec<String>,
    /// Settings that have these values from the start, over those that scenarios declare.
    pub settings: Vec<(String, Value)>,
}

impl Default for LedgerOptions {
    /// 1,000 sessions of 1 MiB, half an hour.
    fn default() -> Self {
        Self {
            max_sessions: 1_000,
            max_session_bytes: 1 << 20,
            idle: Duration::from_mins(30),
            active: Vec::new(),
            settings: Vec::new(),
        }
    }
}

/// All sessions.
#[derive(Debug)]
pub struct Ledger {
    options: LedgerOptions,
    everyone: Arc<Session>,
    /// The others, by name.
    named: RwLock<HashMap<Arc<str>, Arc<Session>>>,
    epoch: Epoch,
}

/// There is no room: as many sessions as there may be, all of them in use; or, of one session, as many settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// A session that was asked for.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The session.
    pub session: Arc<Session>,
    /// Whether it was made for this.
    pub is_new: bool,
    /// The session that had to go for it; what others keep of that one is to go with it.
    pub gone: Option<Arc<Session>>,
}

impl Ledger {
    /// An empty ledger; time begins now, at zero.
    #[must_use]
    pub fn new(options: LedgerOptions) -> Self {
        let epoch = Epoch::default();
        let everyone = Arc::new(Session::new("".into(), Duration::ZERO, &options, epoch.clone()));
        Self { options, everyone, named: RwLock::default(), epoch }
    }

    /// The session of those who name none.
    #[must_use]
    pub fn everyone(&self) -> &Arc<Session> {
        &self.everyone
    }

    /// The session of that name, as [`Ledger::open`] gives it.
    ///
    /// # Errors
    /// As there.
    pub fn session(&self, name: &str, now: Duration) -> Result<Arc<Session>, Full> {
        self.open(name, now).map(|opened| opened.session)
    }

    /// The session of that name, if there is one. To look at it does not keep it.
    #[must_use]
    pub fn known(&self, name: &str) -> Option<Arc<Session>> {
        if name.is_empty() { Some(Arc::clone(&self.everyone)) } else { self.read().get(name).map(Arc::clone) }
    }

    /// The session of that name; made if there is none, with what is on from the start. The empty name is everyone's. What names may look
    /// like, and how long they may be, is the caller's to check.
    ///
    /// # Errors
    /// When there are as many as there may be: the one that has been idle longest goes first, but none that was used within the last second.
    pub fn open(&self, name: &str, now: Duration) -> Result<Opened, Full> {
        let old = |session: &Arc<Session>| Opened { session: Arc::clone(session), is_new: false, gone: None };
        if name.is_empty() {
            return Ok(old(&self.everyone));
        }
        if let Some(session) = self.read().get(name) {
            // Under the lock, so that no sweep comes between.
            session.touch(now);
            return Ok(old(session));
        }
        let made = Arc::new(Session::new(name.into(), now, &self.options, self.epoch.clone()));
        let mut named = self.write();
        if let Some(session) = named.get(name) {
            session.touch(now);
            return Ok(old(session));
        }
        let mut gone = None;
        if named.len() >= self.options.max_sessions {
            // Names settle who goes of several that are as idle.
            let idlest = named.values().min_by_key(|session| (session.used(), session.name())).map(Arc::clone);
            let idlest = idlest.filter(|session| now.saturating_sub(session.used()) > IN_USE).ok_or(Full)?;
            gone = named.remove(idlest.name());
        }
        named.insert(name.into(), Arc::clone(&made));
        drop(named);
        self.bid_farewell(gone.clone());
        Ok(Opened { session: made, is_new: true, gone })
    }

    /// The sessions there are, by name, everyone's first.
    #[must_use]
    pub fn sessions(&self) -> Vec<Arc<Session>> {
        let mut sessions: Vec<_> = self.read().values().map(Arc::clone).collect();
        sessions.push(Arc::clone(&self.everyone));
        sessions.sort_by(|one, other| one.name().cmp(other.name()));
        sessions
    }

    /// Drops one; everyone's becomes as new instead. Tells whether there was one. A call that is under way keeps what it has.
    pub fn forget(&self, name: &str, now: Duration) -> bool {
        if name.is_empty() {
            self.everyone.renew(now, &self.options);
            return true;
        }
        let gone = self.write().remove(name);
        if gone.is_some() {
            self.epoch.changed();
        }
        gone.is_some()
    }

    /// Drops those that have been idle; their names, sorted. One that is used before it is swept goes on as it was.
    pub fn sweep(&self, now: Duration) -> Vec<String> {
        let is_idle = |session: &Session| now.saturating_sub(session.used()) >= self.options.idle;
        let gone: Vec<_> = self.write().extract_if(|_, session| is_idle(session)).map(|(_, session)| session).collect();
        let mut names: Vec<_> = gone.iter().map(|session| session.name().to_owned()).collect();
        names.sort_unstable();
        self.bid_farewell(gone);
        names
    }

    /// Changes whenever what steady answers depend on was changed from outside: scenarios switched, settings, seeds, times, resets, sessions dropped; and
    /// when a call gives a setting another value. Not with what else calls leave behind: an answer that depends on it is not steady. To be
    /// asked before an answer is worked out that is to be remembered.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.epoch.0.load(Ordering::Acquire)
    }

    /// Of sessions that were dropped: one of the same name, made anew, would answer differently where it was steered from outside.
    fn bid_farewell(&self, gone: impl IntoIterator<Item = Arc<Session>>) {
        if gone.into_iter().any(|session| session.is_steered()) {
            self.epoch.changed();
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, HashMap<Arc<str>, Arc<Session>>> {
        self.named.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<Arc<str>, Arc<Session>>> {
        self.named.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A number that all sessions of a ledger change together.
#[derive(Clone, Debug, Default)]
struct Epoch(Arc<AtomicU64>);

impl Epoch {
    /// To be called after the change.
    fn changed(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}
