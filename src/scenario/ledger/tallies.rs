//! What the calls of one session left behind: counts, states, limits, counters. Everything here is under one lock.
//!
//! Invariant: it weighs no more than it is told to, whatever clients send: what takes the most room loses its oldest quarter.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::super::rate::{Rate, Taken, Usage};
use super::super::rule::RuleKey;
use super::super::strike::{Drawn, Missed, START, State, Strike, Tally};
use super::shelf::{Heap, Name, Shelf};

/// What a counter takes besides its name.
const COUNTER: usize = 64;

/// What the calls of one session left behind.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    counts: Shelf<RuleKey, Tally>,
    states: Shelf<Box<str>, Reached>,
    limits: Shelf<RuleKey, Usage>,
    counters: BTreeMap<Box<str>, i64>,
    counters_bytes: usize,
    age: u64,
}

/// A state that something has reached.
#[derive(Debug)]
struct Reached {
    state: Arc<str>,
    /// The scenario whose rule brought it there.
    scenario: Arc<str>,
}

impl Tallies {
    /// Whether a rule strikes, the window of which is open; see [`Strike`] for the order.
    pub(super) fn draw(
        &mut self,
        rule: &RuleKey,
        strike: &Strike,
        (per, state_per): (&str, &str),
        share: impl FnOnce(u64) -> f64,
    ) -> Drawn {
        self.age += 1;
        let age = self.age;
        if let Some(state) = &strike.state {
            let reached = self.states.find(state.of.as_str(), state_per, age);
            if !state.suits(reached.map(|reached| &*reached.state)) {
                return Drawn::Misses(Missed::State { is: reached.map(|reached| Arc::clone(&reached.state)) });
            }
        }
        let first = || (rule.clone(), Tally::default());
        let drawn = self.counts.change((rule, per, age), first, |tally| strike.turn(tally, share));
        if let (Drawn::Strikes { .. }, Some(State { of, becomes: Some(becomes), .. })) = (&drawn, &strike.state) {
            self.reach(of, state_per, becomes, &rule.scenario);
        }
        drawn
    }

    fn reach(&mut self, of: &str, which: &str, state: &str, scenario: &Arc<str>) {
        if state == START {
            self.states.remove(of, which);
            return;
        }
        let fresh = || Reached { state: state.into(), scenario: Arc::clone(scenario) };
        self.states.change((of, which, self.age), || (of.into(), fresh()), |reached| *reached = fresh());
    }

    /// Counts a call against a limit.
    pub(super) fn take(&mut self, limit: &RuleKey, rate: &Rate, by: &str, now: Duration) -> Taken {
        self.age += 1;
        let first = || (limit.clone(), Usage::new(rate));
        self.limits.change((limit, by, self.age), first, |usage| usage.take(rate, now))
    }

    /// What has been used of a limit; `None` if nothing.
    pub(super) fn usage(&mut self, limit: &RuleKey, by: &str) -> Option<Usage> {
        self.limits.find(limit, by, self.age).cloned()
    }

    /// Makes a limit as it was.
    pub(super) fn give_back(&mut self, limit: &RuleKey, by: &str, before: Option<Usage>) {
        match before {
            None => self.limits.remove(limit, by),
            Some(before) => {
                let first = || (limit.clone(), before.clone());
                self.limits.change((limit, by, self.age), first, |usage| usage.clone_from(&before));
            }
        }
    }

    /// Adds to a counter; the sum. A new counter for which there is no room, in the bytes that counters may have, is not kept.
    pub(super) fn count(&mut self, counter: &str, by: i64, room: usize) -> i64 {
        if let Some(sum) = self.counters.get_mut(counter) {
            *sum = sum.saturating_add(by);
            return *sum;
        }
        let bytes = self.counters_bytes + counter.len() + COUNTER;
        if bytes <= room {
            self.counters_bytes = bytes;
            self.counters.insert(counter.into(), by);
        }
        by
    }

    /// A counter; 0 if nothing was ever added.
    pub(super) fn counter(&self, counter: &str) -> i64 {
        self.counters.get(counter).copied().unwrap_or_default()
    }

    /// Forgets what the rules of one scenario left behind; counters stay, which belong to none.
    pub(super) fn forget(&mut self, scenario: &str) {
        self.counts.retain(|name, _| *name.what.scenario != *scenario);
        self.limits.retain(|name, _| *name.what.scenario != *scenario);
        self.states.retain(|name, reached| *name.what != *scenario && *reached.scenario != *scenario);
    }

    /// Makes room until everything weighs no more than so many bytes.
    pub(super) fn fit(&mut self, bytes: usize) {
        while self.bytes() > bytes {
            let (counts, states, limits) = (self.counts.bytes(), self.states.bytes(), self.limits.bytes());
            match counts.max(states).max(limits) {
                0 => return,
                most if most == counts => self.counts.shed(),
                most if most == limits => self.limits.shed(),
                _ => self.states.shed(),
            }
        }
    }

    /// The bytes of everything, about.
    pub(super) fn bytes(&self) -> usize {
        self.counts.bytes() + self.states.bytes() + self.limits.bytes() + self.counters_bytes
    }

    /// What has which state.
    pub(super) fn states(&self) -> BTreeMap<(String, String), String> {
        let told = |(name, reached): (&Name<Box<str>>, &Reached)| {
            ((name.what.to_string(), name.which.to_string()), reached.state.to_string())
        };
        self.states.iter().map(told).collect()
    }

    /// All counters.
    pub(super) fn counters(&self) -> BTreeMap<String, i64> {
        self.counters.iter().map(|(name, sum)| (name.to_string(), *sum)).collect()
    }
}

impl Heap for RuleKey {
    /// Its texts are the rule's own.
    fn heap(&self) -> usize {
        0
    }
}

impl Heap for Tally {
    fn heap(&self) -> usize {
        0
    }
}

impl Heap for Reached {
    fn heap(&self) -> usize {
        self.state.len() + 2 * size_of::<usize>()
    }
}

impl Heap for Usage {
    fn heap(&self) -> usize {
        Self::heap(self)
    }
}
