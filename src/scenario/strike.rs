//! When a rule strikes: which of the calls that match, in which state, at what time.

use std::time::Duration;

use super::format::Ends;
use super::selector::Selector;

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
    /// It does not, as the text says: `the third call; the rule is for the first 2`.
    Misses(String),
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
            && !self.counts
    }
}
