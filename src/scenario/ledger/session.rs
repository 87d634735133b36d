//! One session: the face of what is kept for one client, or for everyone, and its locks.
//!
//! What calls leave behind and what is said from outside are locked apart, since the second is read by every call. Invariant: no method
//! holds both locks, and none calls out while it holds one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use serde_json::Value;

use super::super::now::Now;
use super::super::rate::{Rate, Taken};
use super::super::rule::RuleKey;
use super::super::strike::{Drawn, Missed, Strike};
use super::steering::Steering;
use super::tallies::Tallies;
use super::view::SessionView;
use super::{Epoch, Full, LedgerOptions};
use crate::base::Seed;

/// What a session takes that holds nothing, besides its name.
const EMPTY: usize = 512;

/// What calls of one client, or of everyone, leave behind.
#[derive(Debug)]
pub struct Session {
    name: Arc<str>,
    made: Duration,
    /// When it was last used, in nanoseconds.
    used: AtomicU64,
    calls: AtomicU64,
    /// Bytes that it may have.
    budget: usize,
    steering: RwLock<Steering>,
    tallies: Mutex<Tallies>,
    epoch: Epoch,
}

impl Session {
    pub(super) fn new(name: Arc<str>, now: Duration, options: &LedgerOptions, epoch: Epoch) -> Self {
        Self {
            made: now,
            used: AtomicU64::new(nanos(now)),
            calls: AtomicU64::new(0),
            budget: options.max_session_bytes.saturating_sub(EMPTY + name.len()),
            name,
            steering: RwLock::new(steered(options, now)),
            tallies: Mutex::default(),
            epoch,
        }
    }

    /// A session apart from all ledgers, for tools that have no server.
    #[must_use]
    pub fn alone(active: &[String]) -> Arc<Self> {
        Self::from_start(&LedgerOptions { active: active.to_vec(), ..LedgerOptions::default() })
    }

    /// The same, as a ledger with these options would make it.
    #[must_use]
    pub fn from_start(options: &LedgerOptions) -> Arc<Self> {
        Arc::new(Self::new("".into(), Duration::ZERO, options, Epoch::default()))
    }

    /// Its name; empty for everyone's.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Counts a call of it; the number, from 1.
    pub fn arrive(&self, now: Duration) -> u64 {
        self.touch(now);
        self.calls.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Counts a call that matches a rule, and tells whether the rule strikes. `per` and `state_per` tell apart what is counted apart;
    /// `seed` is the session's, and chance is drawn from `seed / scenario / rule / per / number`. A state is changed only if everything
    /// else strikes. A call in a closed window or in another state is not counted.
    pub fn draw(
        &self,
        rule: &RuleKey,
        strike: &Strike,
        (per, state_per): (&str, &str),
        since_active: Duration,
        seed: Seed,
    ) -> Drawn {
        if strike.window.is_some_and(|window| !window.is_open(since_active)) {
            return Drawn::Misses(Missed::Window { since: since_active });
        }
        // Most of the way to the address is gone before the lock is taken, and only if it leads anywhere.
        let address = strike.chance.map(|_| seed.child(&rule.scenario).child(&rule.rule).child(per));
        let share = |number| address.map_or(0.0, |address| address.nth(number).share());
        let mut tallies = self.tallies();
        let drawn = tallies.draw(rule, strike, (per, state_per), share);
        tallies.fit(self.room_of_tallies());
        drawn
    }

    /// Counts a call against a limit. A limit whose numbers have changed since begins anew.
    pub fn take(&self, limit: &RuleKey, rate: &Rate, by: &str, now: Duration) -> Taken {
        let mut tallies = self.tallies();
        let taken = tallies.take(limit, rate, by, now);
        tallies.fit(self.room_of_tallies());
        taken
    }

    /// Counts a call against several limits, in their order up to the first that refuses it: then none has counted it.
    pub fn take_all(&self, limits: &[(&RuleKey, &Rate, &str)], now: Duration) -> Vec<Taken> {
        let mut tallies = self.tallies();
        let mut all = Vec::new();
        let mut before = Vec::new();
        for (limit, rate, by) in limits {
            // A limit that is alone has nothing to take back.
            before.extend((limits.len() > 1).then(|| tallies.usage(limit, by)));
            let taken = tallies.take(limit, rate, by, now);
            all.push(taken);
            if !taken.is_allowed {
                break;
            }
        }
        if all.last().is_some_and(|last| !last.is_allowed) {
            let others = all.len() - 1;
            for (taken, ((limit, _, by), usage)) in all.iter_mut().zip(limits.iter().zip(before)).take(others) {
                tallies.give_back(limit, by, usage);
                *taken = taken.given_back();
            }
        }
        tallies.fit(self.room_of_tallies());
        all
    }

    /// When it was made, or begun anew.
    #[must_use]
    pub fn began(&self) -> Duration {
        self.steering().began()
    }

    /// Whether a scenario is on, and since when its windows run: `always` says whether it is on where nobody switched it. Those that are
    /// on from the start are on since the session was made; everyone's was made at zero.
    #[must_use]
    pub fn is_active(&self, scenario: &str, always: bool) -> Option<Duration> {
        self.steering().is_active(scenario, always)
    }

    /// Switches a scenario; switching on begins its windows anew. That there is such a scenario is the caller's to know.
    pub fn activate(&self, scenario: &str, on: bool, now: Duration) {
        self.steer().activate(scenario, on, now);
        self.epoch.changed();
    }

    /// Forgets counts, states and limits of one scenario's rules, or of all, and begins the windows anew; what was switched and set
    /// stays. Counters belong to no scenario: they are forgotten with all. A state belongs to the scenario that it is named for and to the
    /// one whose rule changed it last.
    pub fn reset(&self, scenario: Option<&str>, now: Duration) {
        match scenario {
            Some(scenario) => self.tallies().forget(scenario),
            None => *self.tallies() = Tallies::default(),
        }
        self.steer().restart(scenario, now);
        self.epoch.changed();
    }

    /// Makes it as if it were new.
    pub(super) fn renew(&self, now: Duration, options: &LedgerOptions) {
        *self.tallies() = Tallies::default();
        *self.steer() = steered(options, now);
        self.calls.store(0, Ordering::Relaxed);
        self.epoch.changed();
    }

    /// A setting that was changed in this session.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<Value> {
        self.steering().setting(name)
    }

    /// Changes a setting; `None` brings back what the scenario declares.
    ///
    /// # Errors
    /// When there is no room: settings together may take a quarter of the session's bytes.
    pub fn set(&self, name: &str, value: Option<Value>) -> Result<(), Full> {
        if self.steer().set(name, value, self.budget / 4)? {
            self.epoch.changed();
        }
        Ok(())
    }

    /// Adds to a counter; the sum. Counters together may take a quarter of the session's bytes: what is new beyond is not kept.
    pub fn count(&self, counter: &str, by: i64) -> i64 {
        let mut tallies = self.tallies();
        let sum = tallies.count(counter, by, self.budget / 4);
        tallies.fit(self.room_of_tallies());
        sum
    }

    /// A counter; 0 if nothing was ever added.
    #[must_use]
    pub fn counter(&self, counter: &str) -> i64 {
        self.tallies().counter(counter)
    }

    /// Its own seed.
    #[must_use]
    pub fn seed(&self) -> Option<Seed> {
        self.steering().seed()
    }

    /// Gives it a seed of its own, or takes it away.
    pub fn set_seed(&self, seed: Option<Seed>) {
        self.steer().set_seed(seed);
        self.epoch.changed();
    }

    /// What time it is for its generated data, where it has a time of its own.
    #[must_use]
    pub fn time(&self) -> Option<Now> {
        self.steering().now()
    }

    /// Gives it a time of its own, or takes it away.
    pub fn set_time(&self, now: Option<Now>) {
        self.steer().set_now(now);
        self.epoch.changed();
    }

    /// Everything there is to tell.
    #[must_use]
    pub fn view(&self) -> SessionView {
        let mut view = SessionView {
            name: self.name.to_string(),
            times: (self.made, self.used()),
            calls: self.calls.load(Ordering::Relaxed),
            bytes: EMPTY + self.name.len(),
            ..SessionView::default()
        };
        {
            let steering = self.steering();
            view.bytes += steering.bytes();
            view.seed = steering.seed();
            view.now = steering.now();
            view.settings = steering.settings();
            view.scenarios = steering.switched();
        }
        let tallies = self.tallies();
        view.bytes += tallies.bytes();
        view.counters = tallies.counters();
        view.states = tallies.states();
        view
    }

    /// Marks it as used. Of two threads the later may come first.
    pub(super) fn touch(&self, now: Duration) {
        self.used.fetch_max(nanos(now), Ordering::Relaxed);
    }

    /// When it was last used.
    pub(super) fn used(&self) -> Duration {
        Duration::from_nanos(self.used.load(Ordering::Relaxed))
    }

    /// Whether one made anew would give other steady answers.
    pub(super) fn is_steered(&self) -> bool {
        self.steering().is_changed()
    }

    /// What is left when settings have their share.
    fn room_of_tallies(&self) -> usize {
        self.budget - self.budget / 4
    }

    fn tallies(&self) -> MutexGuard<'_, Tallies> {
        self.tallies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn steering(&self) -> RwLockReadGuard<'_, Steering> {
        self.steering.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn steer(&self) -> RwLockWriteGuard<'_, Steering> {
        self.steering.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is said of a session from the start. Settings come from the command line: they are held whatever room they take.
fn steered(options: &LedgerOptions, now: Duration) -> Steering {
    let mut steering = Steering::new(&options.active, now);
    for (name, value) in &options.settings {
        let _ = steering.set(name, Some(value.clone()), usize::MAX);
    }
    steering.begin();
    steering
}

/// Nanoseconds; after 584 years time stands still.
fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
