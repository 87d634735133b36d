//! Why a rule that matches does not strike, as few bytes while nobody asks, and in words for those who do.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{START, State, Strike, Window};

/// Why a rule that matches does not strike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missed {
    /// Its window is closed.
    Window {
        /// The time since activation.
        since: Duration,
    },
    /// The state is another one.
    State {
        /// The one there is; `None` is the one that everything has at first.
        is: Option<Arc<str>>,
    },
    /// It is for other calls.
    Times {
        /// The number of the call among those that match; so in the others.
        number: u64,
    },
    /// It is for each call of so many.
    Every {
        /// The number of the call.
        number: u64,
    },
    /// It was not drawn.
    Chance {
        /// The number of the call.
        number: u64,
    },
    /// Its sequence is over.
    Ended {
        /// The number of the call.
        number: u64,
    },
}

impl Missed {
    /// In words: `call 3; the rule is for the first 2`. `strike` is what was missed.
    #[must_use]
    pub fn told<'m>(&'m self, strike: &'m Strike) -> impl fmt::Display + 'm {
        fmt::from_fn(move |f| match self {
            Self::Window { since } => strike.window.unwrap_or_default().tell(*since, f),
            Self::State { is } => tell_state(strike.state.as_ref(), is.as_deref().unwrap_or(START), f),
            Self::Times { number } => match strike.times.unwrap_or_default() {
                (0 | 1, Some(last)) => write!(f, "call {number}; the rule is for the first {last}"),
                (first, Some(last)) => write!(f, "call {number}; the rule is for those from {first} to {last}"),
                (first, None) => write!(f, "call {number}; the rule is for those from {first}"),
            },
            Self::Every { number } => {
                write!(f, "call {number}; the rule is for one in {}", strike.every.unwrap_or_default())
            }
            Self::Chance { number } => write!(f, "chance: not this time (call {number})"),
            Self::Ended { number } => write!(f, "call {number}; the sequence is over after {}", strike.steps.max(1)),
        })
    }
}

impl Window {
    /// Why it is closed.
    fn tell(self, since: Duration, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} since activation; ", spelled(since))?;
        let Some(inside) = since.checked_sub(self.after) else {
            return write!(f, "it begins after {}", spelled(self.after));
        };
        match self.every {
            Some(every) if !every.is_zero() => {
                let begins = since.saturating_sub(self.phase(inside)).saturating_add(every);
                write!(f, "it begins again after {}", spelled(begins))
            }
            _ => write!(f, "it ended after {}", spelled(self.after.saturating_add(self.lasts.unwrap_or_default()))),
        }
    }
}

/// Why a state does not suit.
fn tell_state(state: Option<&State>, is: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (of, needs) = state.map_or(("", [].as_slice()), |state| (&state.of, &state.needs));
    write!(f, "the state of `{of}` is `{is}`, not ")?;
    for (index, needed) in needs.iter().enumerate() {
        let before = if index == 0 { "" } else { " or " };
        write!(f, "{before}`{needed}`")?;
    }
    Ok(())
}

/// A time as it is written in a scenario, to the millisecond.
fn spelled(time: Duration) -> impl fmt::Display {
    let time = Duration::new(time.as_secs(), time.subsec_millis() * 1_000_000);
    fmt::from_fn(move |f| if time.is_zero() { f.write_str("0s") } else { write!(f, "{time:?}") })
}
