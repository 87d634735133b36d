//! When a rule strikes: which of the calls that match, in which state, at what time.
//!
//! It judges by what it is told and remembers nothing: counts and states are the [`ledger`](super::ledger)'s. The window and the state are
//! looked at first; a rule whose turn it is not has not matched, so the call is not counted. Then the call is counted, and `times`, `every`
//! and `chance` are asked of its number. The steps of a sequence follow the calls that the rule strikes, not those that match it: with
//! `every: 2` the fourth call has the second step. Invariant: a call is counted once, and its number is the same whoever asks.

mod missed;
#[cfg(test)]
mod tests;

use std::time::Duration;

use super::format::Ends;
use super::selector::Selector;
pub use missed::Missed;

/// The state that everything has at first.
pub(super) const START: &str = "start";

/// When a rule strikes. Everything that is said must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strike {
    /// The first and the last of the calls that match, from 1.
    pub times: Option<(u64, Option<u64>)>,
    /// Each call of so many.
    pub every: Option<u64>,
    /// A share of the calls, from 0 to 1.
    pub chance: Option<f64>,
    /// A time since activation.
    pub window: Option<Window>,
    /// A state and what becomes of it.
    pub state: Option<State>,
    /// How many effects the rule has in turn; 1 for `then`.
    pub steps: usize,
    /// What comes after them.
    pub ends: Ends,
    /// What is counted apart.
    pub per: Vec<Selector>,
    /// Whether calls are counted though nothing above asks for it: what is drawn for each call needs its number.
    pub counts: bool,
}

/// A time since activation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// When it begins.
    pub after: Duration,
    /// How long it lasts.
    pub lasts: Option<Duration>,
    /// After which time it begins anew.
    pub every: Option<Duration>,
}

/// A state and what becomes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What has the state.
    pub of: String,
    /// Those in which the rule strikes; empty for any.
    pub needs: Vec<String>,
    /// What it becomes.
    pub becomes: Option<String>,
    /// What has a state of its own each.
    pub per: Vec<Selector>,
}

/// How often a rule's turn has come.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    /// The calls that matched.
    matched: u64,
    /// Those of them that it struck.
    struck: u64,
}

/// Whether a rule strikes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// It does.
    Strikes {
        /// How many calls have matched, this one included; counted apart by `per`.
        number: u64,
        /// Which effect of a sequence it has, from 0.
        step: usize,
    },
    /// It does not, and why.
    Misses(Missed),
}

impl Strike {
    /// Whether it asks for a session at all: if not, it strikes whenever its conditions hold.
    #[must_use]
    pub fn is_steady(&self) -> bool {
        self.times.is_none()
            && self.every.is_none()
            && self.chance.is_none()
            && self.window.is_none()
            && self.state.is_none()
            && self.steps <= 1
            && self.ends != Ends::Pass
            && !self.counts
    }

    /// Counts a call that matches, and says whether it is one that the rule strikes. `share` is a number in `[0, 1)` for the call's number.
    pub(super) fn turn(&self, tally: &mut Tally, share: impl FnOnce(u64) -> f64) -> Drawn {
        tally.matched = tally.matched.saturating_add(1);
        let number = tally.matched;
        let (first, last) = self.times.unwrap_or_default();
        if number < first || last.is_some_and(|last| number > last) {
            return Drawn::Misses(Missed::Times { number });
        }
        if self.every.is_some_and(|every| !number.is_multiple_of(every)) {
            return Drawn::Misses(Missed::Every { number });
        }
        if self.chance.is_some_and(|chance| share(number) >= chance) {
            return Drawn::Misses(Missed::Chance { number });
        }
        let Some(step) = self.step(tally.struck) else { return Drawn::Misses(Missed::Ended { number }) };
        tally.struck = tally.struck.saturating_add(1);
        Drawn::Strikes { number, step }
    }

    /// The step after so many others; none if the sequence is over.
    fn step(&self, struck: u64) -> Option<usize> {
        let steps = self.steps.max(1);
        let turn = usize::try_from(struck).unwrap_or(usize::MAX);
        match self.ends {
            Ends::Last => Some(turn.min(steps - 1)),
            Ends::Repeat => Some(turn % steps),
            Ends::Pass => (turn < steps).then_some(turn),
        }
    }
}

impl Window {
    /// Whether it is open, so long after activation.
    pub(super) fn is_open(&self, since: Duration) -> bool {
        let Some(inside) = since.checked_sub(self.after) else { return false };
        self.lasts.is_none_or(|lasts| self.phase(inside) < lasts)
    }

    /// How long it has been since it began last, so long after it began first.
    fn phase(&self, inside: Duration) -> Duration {
        match self.every.map(|every| every.as_nanos()) {
            None | Some(0) => inside,
            Some(every) => Duration::from_nanos_u128(inside.as_nanos() % every),
        }
    }
}

impl State {
    /// Whether the rule strikes in a state; `None` is the one that everything has at first.
    pub(super) fn suits(&self, state: Option<&str>) -> bool {
        let state = state.unwrap_or(START);
        self.needs.is_empty() || self.needs.iter().any(|needed| needed == state)
    }
}
