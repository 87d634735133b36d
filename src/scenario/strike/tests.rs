//! Strikes and calls in turn: the step that strikes, or the reason in words.

use std::time::Duration;

use super::super::format::Ends;
use super::{Drawn, Missed, State, Strike, Tally, Window};

const fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

/// What becomes of calls in turn: the step that strikes, or why not.
fn told(strike: &Strike, calls: u64, share: f64) -> Vec<String> {
    let mut tally = Tally::default();
    let mut one = |expected| match strike.turn(&mut tally, |_| share) {
        Drawn::Strikes { number, step } => {
            assert_eq!(number, expected);
            step.to_string()
        }
        Drawn::Misses(missed) => missed.told(strike).to_string(),
    };
    (1..=calls).map(&mut one).collect()
}

#[test]
fn which_of_the_calls_a_rule_strikes() {
    let strike = |change: &dyn Fn(&mut Strike)| {
        let mut strike = Strike { steps: 1, ..Strike::default() };
        change(&mut strike);
        strike
    };
    let sequence = |ends| strike(&|it| (it.steps, it.ends) = (2, ends));
    // (what, the strike, what is drawn, the calls: the step or the reason)
    for (what, strike, share, expected) in [
        ("nothing asked", strike(&|_| {}), 0.9, &["0", "0"][..]),
        (
            "the first two",
            strike(&|it| it.times = Some((1, Some(2)))),
            0.0,
            &["0", "0", "call 3; the rule is for the first 2"],
        ),
        (
            "between",
            strike(&|it| it.times = Some((2, Some(3)))),
            0.0,
            &["call 1; the rule is for those from 2 to 3", "0", "0", "call 4; the rule is for those from 2 to 3"],
        ),
        ("from", strike(&|it| it.times = Some((2, None))), 0.0, &["call 1; the rule is for those from 2", "0", "0"]),
        (
            "every other",
            strike(&|it| it.every = Some(2)),
            0.0,
            &["call 1; the rule is for one in 2", "0", "call 3; the rule is for one in 2", "0"],
        ),
        ("every none", strike(&|it| it.every = Some(0)), 0.0, &["call 1; the rule is for one in 0"]),
        ("chance drawn", strike(&|it| it.chance = Some(0.5)), 0.49, &["0"]),
        ("chance not drawn", strike(&|it| it.chance = Some(0.5)), 0.5, &["chance: not this time (call 1)"]),
        ("no chance", strike(&|it| it.chance = Some(0.0)), 0.0, &["chance: not this time (call 1)"]),
        ("certain", strike(&|it| it.chance = Some(1.0)), 0.999_999, &["0"]),
        ("sequence, last", sequence(Ends::Last), 0.0, &["0", "1", "1", "1"]),
        ("sequence, repeat", sequence(Ends::Repeat), 0.0, &["0", "1", "0", "1"]),
        ("sequence, pass", sequence(Ends::Pass), 0.0, &["0", "1", "call 3; the sequence is over after 2"]),
        ("one, pass", strike(&|it| it.ends = Ends::Pass), 0.0, &["0", "call 2; the sequence is over after 1"]),
        (
            "sequence of every other",
            strike(&|it| (it.steps, it.every) = (3, Some(2))),
            0.0,
            &[
                "call 1; the rule is for one in 2",
                "0",
                "call 3; the rule is for one in 2",
                "1",
                "call 5; the rule is for one in 2",
                "2",
            ],
        ),
        (
            "all together",
            strike(&|it| (it.steps, it.every, it.times) = (2, Some(2), Some((3, Some(6))))),
            0.0,
            &[
                "call 1; the rule is for those from 3 to 6",
                "call 2; the rule is for those from 3 to 6",
                "call 3; the rule is for one in 2",
                "0",
                "call 5; the rule is for one in 2",
                "1",
                "call 7; the rule is for those from 3 to 6",
            ],
        ),
    ] {
        assert_eq!(told(&strike, expected.len() as u64, share), expected, "{what}");
        assert_eq!(strike.is_steady(), what == "nothing asked", "{what}");
    }
}

#[test]
fn when_a_window_is_open() {
    let window = |after, lasts: Option<u64>, every: Option<u64>| Window {
        after: seconds(after),
        lasts: lasts.map(seconds),
        every: every.map(seconds),
    };
    // (the window, seconds since activation, why it is closed)
    for (window, since, expected) in [
        (window(10, None, None), 4, Some("4s since activation; it begins after 10s")),
        (window(10, None, None), 10, None),
        (window(10, None, None), 10_000, None),
        (window(10, Some(30), None), 39, None),
        (window(10, Some(30), None), 40, Some("40s since activation; it ended after 40s")),
        (window(10, Some(5), Some(60)), 14, None),
        (window(10, Some(5), Some(60)), 15, Some("15s since activation; it begins again after 70s")),
        (window(10, Some(5), Some(60)), 69, Some("69s since activation; it begins again after 70s")),
        (window(10, Some(5), Some(60)), 70, None),
        (window(10, Some(5), Some(60)), 135, Some("135s since activation; it begins again after 190s")),
        (window(0, Some(5), Some(0)), 6, Some("6s since activation; it ended after 5s")),
        (window(0, Some(9), Some(5)), 8, None),
        (window(0, Some(0), None), 0, Some("0s since activation; it ended after 0s")),
    ] {
        let since = seconds(since);
        let strike = Strike { window: Some(window), ..Strike::default() };
        let told = (!window.is_open(since)).then(|| Missed::Window { since }.told(&strike).to_string());
        assert_eq!(told.as_deref(), expected, "{window:?} at {since:?}");
    }
    let told = Missed::Window { since: Duration::from_nanos(1_234_567_891) };
    let strike = Strike { window: Some(window(10, None, None)), ..Strike::default() };
    assert_eq!(told.told(&strike).to_string(), "1.234s since activation; it begins after 10s");
}

#[test]
fn which_state_suits_a_rule() {
    let needs = |needs: &[&str]| State {
        of: "job".to_owned(),
        needs: needs.iter().map(|&state| state.to_owned()).collect(),
        ..State::default()
    };
    for (state, is, expected) in [
        (needs(&[]), Some("paid"), None),
        (needs(&["start"]), None, None),
        (needs(&["paid", "sent"]), Some("sent"), None),
        (needs(&["paid"]), None, Some("the state of `job` is `start`, not `paid`")),
        (needs(&["paid", "sent"]), Some("lost"), Some("the state of `job` is `lost`, not `paid` or `sent`")),
    ] {
        let strike = Strike { state: Some(state.clone()), ..Strike::default() };
        let told = (!state.suits(is)).then(|| Missed::State { is: is.map(Into::into) }.told(&strike).to_string());
        assert_eq!(told.as_deref(), expected, "{state:?} in {is:?}");
    }
}
