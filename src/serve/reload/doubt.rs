//! Whether what a reading lacks is gone, or being written at this moment.
//!
//! Half of a file is often a document of its own, so a loss is believed when the files have stood still for a while. Some never do: then
//! what has been missing for long enough is believed as well. It reads nothing and waits for nothing. Invariant: no loss is doubted for
//! longer than [`LONGEST`], and so nothing that was read with it is held back for longer.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tokio::time::Instant;

/// How long files have to stand still before a loss is believed. They are read again after that: who looks at files now and then, as polling
/// does, may not have seen yet that they did not.
pub(super) const STILL: Duration = Duration::from_millis(500);
/// After so long a loss is believed though files go on changing, if nothing else is missing: what comes and goes with every save of
/// another file would be gone with it.
const LASTING: Duration = Duration::from_secs(1);
/// After so long everything is believed.
const LONGEST: Duration = Duration::from_secs(2);

/// Something that is served and was not read again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Loss {
    Operation(String),
    Rule(String),
    /// A tenth of a text, or the end of its last line, or all of it.
    Text(String),
}

/// What was missing in each of the last readings, and since when.
#[derive(Debug, Default)]
pub(super) struct Doubt {
    since: BTreeMap<Loss, Instant>,
    began: Option<Instant>,
}

impl Doubt {
    /// How long to wait for another change before reading again, where that is missing in a reading; `None` if the reading is believed.
    /// `is_rested`: no change was noticed for as long as was said last.
    pub(super) fn wait(&mut self, losses: BTreeSet<Loss>, is_rested: bool, now: Instant) -> Option<Duration> {
        self.since.retain(|loss, _| losses.contains(loss));
        for loss in losses {
            self.since.entry(loss).or_insert(now);
        }
        // The youngest decides whether there is any doubt, the oldest how long there may be: also of one that is there again by now, or
        // two that come and go by turns would be doubted for ever.
        let youngest = self.since.values().max()?;
        let began = *self.began.get_or_insert(now);
        let left = (began + LONGEST).saturating_duration_since(now);
        let enough = if is_rested { STILL } else { LASTING };
        let is_believed = left.is_zero() || now.saturating_duration_since(*youngest) >= enough;
        (!is_believed).then(|| left.min(STILL))
    }

    /// Whether anything was missing so far.
    pub(super) const fn has_begun(&self) -> bool {
        self.began.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_doubted_for_as_long_as_they_may_be_accidents() {
        // At so many milliseconds, after a rest (`.`) or a change, so much is missing, and so long is waited for another change.
        for (what, readings) in [
            ("nothing is missing", vec![(0, "", None)]),
            ("a loss at rest", vec![(0, "a", Some(500)), (500, ".a", None)]),
            ("it is there again, which nobody noticed", vec![(0, "a", Some(500)), (500, ".", None)]),
            (
                "something else is lost, which nobody noticed",
                vec![(0, "a", Some(500)), (500, ".b", Some(500)), (1_000, ".b", None)],
            ),
            (
                "another file is saved all the time",
                vec![(0, "a", Some(500)), (300, "a", Some(500)), (1_000, "a", None)],
            ),
            ("it is there again", vec![(0, "a", Some(500)), (400, "", None)]),
            (
                "another file is lost and found all the time",
                vec![
                    (0, "a", Some(500)),
                    (300, "ab", Some(500)),
                    (600, "a", Some(500)),
                    (900, "ab", Some(500)),
                    (1_200, "a", None),
                ],
            ),
            (
                "another file is lost in each reading that comes late enough",
                vec![
                    (0, "a", Some(500)),
                    (450, "ab", Some(500)),
                    (900, "a", Some(500)),
                    (1_350, "ab", Some(500)),
                    (1_800, "abc", Some(200)),
                    (1_990, "abcd", Some(10)),
                    (2_000, "abcde", None),
                ],
            ),
            (
                "losses by turns",
                vec![(0, "a", Some(500)), (450, "b", Some(500)), (1_700, "a", Some(300)), (2_000, "b", None)],
            ),
        ] {
            let (begun, mut doubt) = (Instant::now(), Doubt::default());
            for (at, missing, expected) in readings {
                let is_rested = missing.starts_with('.');
                let losses = missing.chars().filter(|name| *name != '.').map(|name| Loss::Rule(name.to_string()));
                let wait = doubt.wait(losses.collect(), is_rested, begun + Duration::from_millis(at));
                assert_eq!(wait, expected.map(Duration::from_millis), "{what} at {at}");
            }
        }
    }
}
