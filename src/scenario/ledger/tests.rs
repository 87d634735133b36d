//! Sessions, alone and side by side: what they remember, what they forget, and what they weigh.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use super::super::format::{Algorithm, Ends};
use super::super::rate::Rate;
use super::super::rule::RuleKey;
use super::super::strike::{Drawn, State, Strike, Window};
use super::{Full, Ledger, LedgerOptions, Session};
use crate::base::Seed;

const NOW: Duration = Duration::ZERO;

const fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

fn key(scenario: &str, rule: &str) -> RuleKey {
    RuleKey { scenario: scenario.into(), rule: rule.into() }
}

fn ledger(change: impl FnOnce(&mut LedgerOptions)) -> Ledger {
    let mut options = LedgerOptions::default();
    change(&mut options);
    Ledger::new(options)
}

fn times(last: u64) -> Strike {
    Strike { times: Some((1, Some(last))), steps: 1, ..Strike::default() }
}

fn state(needs: &str, becomes: &str) -> Strike {
    let (of, needs, becomes) = ("job".to_owned(), vec![needs.to_owned()], Some(becomes.to_owned()));
    Strike { state: Some(State { of, needs, becomes, per: Vec::new() }), steps: 1, ..Strike::default() }
}

/// The step of a call that strikes.
fn step(session: &Session, rule: &RuleKey, strike: &Strike, per: &str) -> Option<usize> {
    match session.draw(rule, strike, (per, per), NOW, Seed::new(1)) {
        Drawn::Strikes { step, .. } => Some(step),
        Drawn::Misses(_) => None,
    }
}

#[test]
fn of_calls_from_many_threads_exactly_the_first_strike() {
    for last in [1, 37, 1_000] {
        let (session, rule, strike) = (Session::alone(&[]), key("s", "r"), times(last));
        let rate =
            Rate { calls: last, per: seconds(9), algorithm: Algorithm::TokenBucket, burst: last, by: Vec::new() };
        let (struck, allowed) = (Mutex::new(Vec::new()), AtomicU64::new(0));
        std::thread::scope(|threads| {
            for _ in 0..8 {
                threads.spawn(|| {
                    for _ in 0..100 {
                        if let Drawn::Strikes { number, .. } = session.draw(&rule, &strike, ("", ""), NOW, Seed::new(1))
                        {
                            struck.lock().unwrap().push(number);
                        }
                        let is_allowed = session.take(&rule, &rate, "", NOW).is_allowed;
                        allowed.fetch_add(u64::from(is_allowed), Ordering::Relaxed);
                    }
                });
            }
        });
        let mut struck = struck.into_inner().unwrap();
        struck.sort_unstable();
        assert_eq!(struck, (1..=last.min(800)).collect::<Vec<_>>());
        assert_eq!(allowed.into_inner(), last.min(800));
    }
}

/// One call of the story of a session: what it draws, counts and reads.
fn chapter(session: &Session, call: usize) -> String {
    let sequence = Strike { steps: 3, ends: Ends::Repeat, ..Strike::default() };
    let which = if call.is_multiple_of(3) { "a" } else { "b" };
    let rate = Rate { calls: 7, per: seconds(10), algorithm: Algorithm::Sliding, burst: 0, by: Vec::new() };
    let name = session.name();
    let chance = Strike { chance: Some(0.3), steps: 1, ..Strike::default() };
    let seed = session.seed().unwrap_or(Seed::new(0));
    let drawn = format!(
        "{name} {} {:?} {:?} {:?} {:?} {:?} {:?} {} {:?}",
        session.arrive(seconds(call as u64)),
        step(session, &key("s", "sequence"), &sequence, which),
        step(session, &key("s", "times"), &times(5), which),
        step(session, &key("s", "pay"), &state("start", "paid"), which),
        step(session, &key("s", "send"), &state("paid", "start"), which),
        session.take(&key("s", "limit"), &rate, which, seconds(call as u64)),
        session.draw(&key("s", "chance"), &chance, ("", ""), NOW, seed),
        session.count("calls", i64::try_from(name.len()).unwrap()),
        session.setting("last"),
    );
    session.set("last", Some(json!([name, call]))).unwrap();
    drawn
}

#[test]
fn sessions_side_by_side_see_nothing_of_each_other() {
    let (sessions, calls) = (64_usize, 200_usize);
    let names: Vec<_> = (0..sessions).map(|number| "x".repeat(number % 7) + &number.to_string()).collect();
    let ledger = ledger(|_| {});
    let told = Mutex::new(BTreeMap::<&str, Vec<String>>::new());
    std::thread::scope(|threads| {
        for part in names.chunks(sessions / 8) {
            let (ledger, told) = (&ledger, &told);
            threads.spawn(move || {
                for call in 0..calls {
                    for name in part {
                        let session = ledger.session(name, NOW).unwrap();
                        if call == 0 {
                            session.set_seed(Some(Seed::from_text(name)));
                        }
                        let chapter = chapter(&session, call);
                        told.lock().unwrap().entry(name).or_default().push(chapter);
                    }
                }
            });
        }
    });
    let told = told.into_inner().unwrap();
    assert_eq!(told.len(), sessions);
    for (name, story) in told {
        let alone = self::ledger(|_| {}).session(name, NOW).unwrap();
        alone.set_seed(Some(Seed::from_text(name)));
        for (call, chapter) in story.iter().enumerate() {
            assert_eq!(*chapter, self::chapter(&alone, call));
        }
        assert_eq!(ledger.session(name, NOW).unwrap().view(), alone.view());
        assert_eq!(alone.view().calls, calls as u64);
    }
    assert_eq!((ledger.everyone().view().calls, ledger.everyone().counter("calls")), (0, 0));
    // Memory returns when they idle out.
    let kept: Vec<_> = names.iter().map(|name| Arc::downgrade(&ledger.session(name, NOW).unwrap())).collect();
    let bytes = |ledger: &Ledger| ledger.sessions().iter().map(|session| session.view().bytes).sum::<usize>();
    assert!(bytes(&ledger) > sessions * 1_000);
    let mut swept = names.clone();
    swept.sort_unstable();
    assert_eq!(ledger.sweep(seconds(199 + 1_799)), Vec::<String>::new());
    assert_eq!(ledger.sweep(seconds(199 + 1_800)), swept);
    assert!(kept.iter().all(|session| session.upgrade().is_none()));
    assert_eq!(bytes(&ledger), self::ledger(|_| {}).everyone().view().bytes);
}

#[test]
fn a_session_holds_no_more_than_it_may() {
    let ledger = ledger(|options| options.max_session_bytes = 64 << 10);
    let session = ledger.session("flood", NOW).unwrap();
    let rate = Rate { calls: 500, per: seconds(9), algorithm: Algorithm::Sliding, burst: 0, by: Vec::new() };
    let (rule, other) = (key("s", "r"), key("s", "other"));
    assert_eq!(step(&session, &other, &state("start", "paid"), "old"), Some(0));
    for call in 0..4_000_u64 {
        let which = format!("{call}{}", "x".repeat(usize::try_from(call % 400).unwrap()));
        assert_eq!(step(&session, &rule, &times(1), &which), Some(0));
        // What is asked for again and again stays; what was asked for once goes first.
        assert_eq!(step(&session, &rule, &times(3), "often").is_some(), call < 3, "call {call}");
        for _ in 0..3 {
            session.take(&rule, &rate, &which, Duration::from_millis(call));
        }
        let bytes = session.view().bytes;
        assert!(bytes <= 64 << 10, "{bytes} after call {call}");
    }
    assert_eq!(session.view().states.len(), 1, "states stay while counts and limits take more room");
    for call in 0..2_000 {
        step(&session, &other, &state("start", "paid"), &call.to_string());
        session.count(&format!("counter{call}"), 1);
    }
    let full = (0..2_000)
        .map(|n| session.set(&format!("setting{n}"), Some(json!("x".repeat(n)))))
        .position(|set| set.is_err());
    assert!(full.is_some_and(|full| full > 10), "{full:?}");
    assert_eq!(session.set("setting1", Some(json!("y"))), Ok(()), "as long as before");
    assert_eq!(session.set("setting2", None), Ok(()));
    assert_eq!((session.setting("setting1"), session.setting("setting2")), (Some(json!("y")), None));
    assert_eq!((session.count("counter0", 1), session.count("counter1999", 1)), (2, 1));
    let view = session.view();
    assert!(view.bytes <= 64 << 10 && view.states.len() > 10 && view.counters.len() > 10, "{}", view.bytes);
}

#[test]
fn a_session_that_may_hold_nothing_holds_nothing() {
    let ledger = ledger(|options| options.max_session_bytes = 0);
    let session = ledger.everyone();
    assert_eq!([1, 2].map(|_| step(session, &key("s", "r"), &times(1), "")), [Some(0), Some(0)]);
    assert_eq!(session.set("a", Some(json!(1))), Err(Full));
    assert_eq!((session.count("a", 1), session.counter("a")), (1, 0));
}

#[test]
fn the_idlest_session_goes_when_there_are_too_many() {
    let ledger = ledger(|options| options.max_sessions = 2);
    let names = || ledger.sessions().iter().map(|session| session.name().to_owned()).collect::<Vec<_>>();
    assert!(ledger.session("b", seconds(1)).is_ok() && ledger.session("a", seconds(2)).is_ok());
    assert_eq!(names(), ["", "a", "b"]);
    assert_eq!(ledger.session("c", seconds(2)).map(|_| ()), Err(Full));
    assert!(ledger.session("b", seconds(3)).is_ok(), "one that there is");
    let (c, epoch) = (ledger.session("c", seconds(4)).unwrap(), ledger.epoch());
    assert_eq!((names(), ledger.epoch()), (vec![String::new(), "b".to_owned(), "c".to_owned()], epoch));
    assert!(Arc::ptr_eq(&c, &ledger.session("c", NOW).unwrap()));
    c.arrive(seconds(60));
    assert!(ledger.forget("b", seconds(60)) && !ledger.forget("b", seconds(60)));
    assert_eq!(ledger.sweep(seconds(60 + 1_799)), Vec::<String>::new());
    assert_eq!(ledger.sweep(seconds(60 + 1_800)), ["c"]);
    assert!(Arc::ptr_eq(ledger.everyone(), &ledger.session("", seconds(9_999)).unwrap()));
    assert_eq!(names(), [""]);
}

#[test]
fn the_epoch_changes_with_what_steady_answers_depend_on() {
    let ledger = ledger(|_| {});
    let session = ledger.session("a", NOW).unwrap();
    let rate = Rate { calls: 1, per: seconds(9), algorithm: Algorithm::Fixed, burst: 0, by: Vec::new() };
    // Each is done twice: (what, whether the epoch changes).
    for (what, expected, done) in [
        ("activate", true, &(|| session.activate("s", true, NOW)) as &dyn Fn()),
        ("seed", true, &|| session.set_seed(None)),
        ("reset", true, &|| session.reset(None, NOW)),
        ("reset one", true, &|| session.reset(Some("s"), NOW)),
        ("everyone's", true, &|| assert!(ledger.forget("", NOW))),
        ("draw", false, &|| drop(session.draw(&key("s", "r"), &times(1), ("", ""), NOW, Seed::new(1)))),
        ("take", false, &|| assert_eq!(session.take(&key("s", "r"), &rate, "", NOW).limit, 1)),
        ("count", false, &|| assert!(session.count("n", 1) > 0)),
        ("set", true, &|| {
            let other = session.setting("n").is_none().then(|| json!(1));
            session.set("n", other).unwrap();
        }),
        ("set to what it is", false, &|| session.set("same", session.setting("same")).unwrap()),
        ("arrive", false, &|| assert!(session.arrive(NOW) > 0)),
        ("a new one", false, &|| drop(ledger.session("new", NOW))),
        ("view", false, &|| drop(session.view())),
    ] {
        for _ in 0..2 {
            let before = ledger.epoch();
            done();
            assert_eq!(ledger.epoch() != before, expected, "{what}");
        }
    }
    let (before, idle) = (ledger.epoch(), seconds(9_999));
    session.arrive(idle);
    assert_eq!(
        (ledger.sweep(idle), ledger.epoch() != before),
        (vec!["new".to_owned()], false),
        "as it would be made anew"
    );
    assert_eq!((ledger.sweep(idle * 2), ledger.epoch() != before), (vec!["a".to_owned()], true), "switched by hand");
    assert_eq!(
        (ledger.forget("a", NOW), ledger.session("a", NOW).is_ok(), ledger.forget("a", NOW)),
        (false, true, true)
    );
}

#[test]
fn which_scenarios_are_on_and_since_when() {
    let ledger = ledger(|options| options.active = vec!["named".to_owned()]);
    let session = ledger.session("a", seconds(5)).unwrap();
    let since = |session: &Session| {
        ["always", "named", "other"].map(|name| session.is_active(name, name == "always").map(|since| since.as_secs()))
    };
    assert_eq!(since(ledger.everyone()), [Some(0), Some(0), None]);
    assert_eq!(since(&session), [Some(5), Some(5), None]);
    session.activate("other", true, seconds(7));
    session.activate("always", false, seconds(8));
    assert_eq!(since(&session), [None, Some(5), Some(7)]);
    session.reset(Some("other"), seconds(9));
    assert_eq!(since(&session), [None, Some(5), Some(9)]);
    session.activate("named", false, seconds(10));
    session.activate("always", true, seconds(10));
    session.reset(None, seconds(12));
    assert_eq!(since(&session), [Some(12), None, Some(12)]);
    let switched = [("always", true), ("named", false), ("other", true)].map(|(name, on)| (name.to_owned(), on));
    assert_eq!(session.view().scenarios, BTreeMap::from(switched));
    assert_eq!(since(ledger.everyone()), [Some(0), Some(0), None]);
    ledger.everyone().activate("named", false, seconds(13));
    assert!(ledger.forget("", seconds(14)));
    assert_eq!(since(ledger.everyone()), [Some(14), Some(14), None]);
}

#[test]
fn a_reset_forgets_what_calls_left_behind_and_nothing_else() {
    let session = Session::alone(&[]);
    let rate = Rate { calls: 1, per: seconds(9), algorithm: Algorithm::Fixed, burst: 0, by: Vec::new() };
    let strikes = |scenario: &str| {
        let counted = step(&session, &key(scenario, "r"), &times(1), "").is_some();
        let state = Strike {
            state: state("start", "paid").state.map(|it| State { of: format!("of {scenario}"), ..it }),
            ..times(9)
        };
        let paid = step(&session, &key(scenario, "pay"), &state, "").is_some();
        (counted, paid, session.take(&key(scenario, "limit"), &rate, "", NOW).is_allowed)
    };
    let [yes, no] = [true, false].map(|it| (it, it, it));
    session.count("n", 2);
    session.set("setting", Some(json!(1))).unwrap();
    session.set_seed(Some(Seed::new(9)));
    assert_eq!([strikes("a"), strikes("a"), strikes("b"), strikes("b")], [yes, no, yes, no]);
    session.reset(Some("a"), NOW);
    assert_eq!((strikes("a"), strikes("b"), session.counter("n")), (yes, no, 2));
    session.reset(None, NOW);
    assert_eq!((strikes("a"), strikes("b"), session.counter("n")), (yes, yes, 0));
    assert_eq!((session.setting("setting"), session.seed()), (Some(json!(1)), Some(Seed::new(9))));
}

#[test]
fn a_call_that_a_rule_does_not_strike_changes_no_state() {
    let session = Session::alone(&[]);
    let second = Strike { every: Some(2), ..state("start", "paid") };
    let window = Strike { window: Some(Window { after: seconds(1), ..Window::default() }), ..times(1) };
    let paid = || session.view().states.get(&("job".to_owned(), "7".to_owned())).cloned();
    assert_eq!((step(&session, &key("s", "second"), &second, "7"), paid()), (None, None));
    assert_eq!((step(&session, &key("s", "second"), &second, "7"), paid()), (Some(0), Some("paid".to_owned())));
    // In another state a call is not counted: when the state comes back, the third call is the next.
    assert_eq!((step(&session, &key("s", "second"), &second, "7"), paid()), (None, Some("paid".to_owned())));
    assert_eq!((step(&session, &key("s", "back"), &state("paid", "start"), "7"), paid()), (Some(0), None));
    let number = |drawn| matches!(drawn, Drawn::Strikes { number: 4, .. });
    assert_eq!(step(&session, &key("s", "second"), &second, "7"), None);
    assert!(number(session.draw(&key("s", "second"), &second, ("7", "7"), NOW, Seed::new(1))));
    // Nor in a closed window.
    assert_eq!(step(&session, &key("s", "window"), &window, ""), None);
    let drawn = session.draw(&key("s", "window"), &window, ("", ""), seconds(1), Seed::new(1));
    assert_eq!(drawn, Drawn::Strikes { number: 1, step: 0 });
}

#[test]
fn chance_strikes_the_same_calls_in_every_run() {
    let strike = Strike { chance: Some(0.2), steps: 1, ..Strike::default() };
    let run = |rule: &RuleKey, per: &str, seed| {
        let session = Session::alone(&[]);
        let struck = |_| matches!(session.draw(rule, &strike, (per, ""), NOW, seed), Drawn::Strikes { .. });
        (0..5_000).map(struck).collect::<Vec<_>>()
    };
    let first = run(&key("s", "r"), "", Seed::new(1));
    let struck = first.iter().filter(|struck| **struck).count();
    assert!((900..1_100).contains(&struck), "{struck} of 5000");
    assert_eq!(first, run(&key("s", "r"), "", Seed::new(1)));
    for other in [
        run(&key("s", "r"), "", Seed::new(2)),
        run(&key("s", "r"), "x", Seed::new(1)),
        run(&key("s", "q"), "", Seed::new(1)),
        run(&key("t", "r"), "", Seed::new(1)),
    ] {
        assert_ne!(first, other);
    }
}
