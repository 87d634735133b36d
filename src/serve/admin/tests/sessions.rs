//! Sessions as the whole server keeps them: each is a story of its own, and nothing is left of those that are gone.

use std::time::Instant;

use super::*;
use crate::scenario::LedgerOptions;
use crate::serve::JournalOptions;
use crate::serve::host::check_name;
use crate::serve::journal::Search;
use crate::serve::wire::Told;

/// A scenario in which every call depends on the calls before it.
const STORY: &str = include_str!("story.yaml");

/// Makes a call of the API and has it written down, as `wire` does; its status and body.
fn exchange(host: &Host, line: &str, session: &str) -> (u16, String) {
    let headers = [("x-standin-session", session)];
    let call = Arc::new(call(line, if session.is_empty() { &[] } else { &headers }, ""));
    let Reply { status, headers, body } = {
        let plan = host.answer(&call);
        let told = Told { reply: &plan.reply, fault: plan.fault, trace: &plan.trace, took: Duration::ZERO };
        host.note(Arc::clone(&call), &told);
        plan.reply
    };
    drop(headers);
    (status.as_u16(), String::from_utf8(body.bytes().into_owned()).unwrap())
}

fn names(host: &Host) -> Vec<String> {
    host.ledger.sessions().iter().map(|session| session.name().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_sessions_at_once_see_their_own_stories_and_leave_nothing() {
    let journal = JournalOptions { max_bytes: 1 << 28, ..JournalOptions::default() };
    let host = Arc::new(host_of(STORY, HostOptions { journal, ..HostOptions::default() }));
    let before = host.ledger.everyone().view();
    let stories = (0..64).map(|number| {
        let (host, name) = (Arc::clone(&host), format!("story {number}"));
        tokio::spawn(async move {
            for turn in 1..=200 {
                let (status, body) = exchange(&host, &format!("GET /rooms/{turn}"), &name);
                let room = ["first", "second", "third"][(turn - 1) % 3];
                let body: Value = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
                let told = [at(&body, "/id"), at(&body, "/name")];
                assert_eq!(status, 200);
                assert_eq!(told, [room.to_owned(), format!("{turn} calls, {turn} of {name}")], "{name}");
                tokio::task::yield_now().await;
            }
        })
    });
    for story in stories.collect::<Vec<_>>() {
        story.await.unwrap();
    }
    assert_eq!(names(&host).len(), 65);
    for number in 0..64 {
        let name = format!("story {number}");
        let search = Search { session: Some(name.as_str().into()), ..Search::default() };
        let calls = host.journal.search(&search);
        let paths: Vec<&str> = calls.iter().map(|entry| entry.call.path.as_str()).collect();
        assert_eq!(paths, (1..=200).map(|turn| format!("/rooms/{turn}")).collect::<Vec<_>>(), "{name}");
        let view = host.ledger.known(&name).unwrap().view();
        assert_eq!((view.calls, view.counters["calls"], view.states.len()), (200, 200, 1), "{name}");
        assert_eq!(host.journal.tally(Some(&name)).rules["story/turns"], 200, "{name}");
    }
    assert_eq!(host.journal.tally(None).calls, 64 * 200);
    // Half an hour later.
    host.sweep_once(host.began.elapsed() + Duration::from_mins(30));
    assert_eq!(names(&host), [""]);
    assert_eq!((host.ledger.everyone().view(), host.journal.tally(None).calls), (before, 0));
    assert!(host.journal.search(&Search::default()).is_empty());
}

#[test]
fn who_takes_the_place_of_a_session_does_not_inherit_its_calls() {
    let ledger = LedgerOptions { max_sessions: 2, ..LedgerOptions::default() };
    let mut host = host_with(HostOptions { ledger, ..HostOptions::default() });
    for name in ["one", "two", "two"] {
        exchange(&host, "GET /rooms", name);
    }
    // None goes that was used just now (the clock is set back, lest this machine is slow); what is refused is known until the next sweep.
    host.began = Instant::now();
    assert_eq!(exchange(&host, "GET /rooms", "three").0, 503);
    assert_eq!(ask(&host, "PUT /sessions/three", "").0, 503);
    assert_eq!(host.journal.tally(Some("three")).calls, 1);
    host.sweep_once(host.began.elapsed());
    let calls = ["one", "two", "three"].map(|name| host.journal.tally(Some(name)).calls);
    assert_eq!(calls, [1, 2, 0]);
    // Two seconds later.
    host.began = Instant::now().checked_sub(Duration::from_secs(2)).unwrap();
    exchange(&host, "GET /rooms", "two");
    assert_eq!(exchange(&host, "GET /rooms", "four").0, 200);
    assert_eq!(names(&host), ["", "four", "two"]);
    let (_, calls) = ask(&host, "GET /calls?session=one", "");
    assert_eq!((at(&calls, "/total"), at(&calls, "/calls")), ("0".to_owned(), "[]".to_owned()));
    let (_, coverage) = ask(&host, "GET /coverage?session=one", "");
    let (_, nobody) = ask(&host, "GET /coverage?session=nobody", "");
    assert_eq!(coverage["operations"], nobody["operations"]);
    assert_eq!(host.journal.tally(Some("two")).calls, 3);
}

#[test]
fn to_look_at_a_session_neither_makes_nor_keeps_it() {
    let mut host = host();
    ask(&host, "PUT /sessions/nightly", "");
    let doors = ["/scenarios", "/scenarios/errors", "/settings", "/settings/most"];
    for door in doors {
        let (status, problem) = ask(&host, &format!("GET {door}?session=nightli"), "");
        let detail = "there is no session `nightli`; did you mean `nightly`?";
        assert_eq!((status, at(&problem, "/detail")), (404, detail.to_owned()), "{door}");
    }
    assert_eq!(names(&host), ["", "nightly"]);
    host.began = Instant::now().checked_sub(Duration::from_secs(9)).unwrap();
    let others = ["/sessions/nightly", "/calls", "/coverage", "/operations", "/calls.har", "/calls.curl"];
    for door in doors.iter().chain(&others).filter(|door| !door.starts_with("/sessions")) {
        assert_eq!(ask(&host, &format!("GET {door}?session=nightly"), "").0, 200, "{door}");
    }
    let idle: u64 = at(&ask(&host, "GET /sessions/nightly", "").1, "/idle").parse().unwrap();
    assert!(idle >= 8, "{idle}");
    host.sweep_once(Duration::from_mins(30) + Duration::from_secs(1));
    assert_eq!(names(&host), [""]);
}

#[test]
fn a_name_that_no_session_can_have_is_refused_by_both_doors() {
    let host = host();
    let long = "x".repeat(129);
    for (name, encoded) in [("*", "*"), (&*long, &*long)] {
        assert!(check_name(name).is_err(), "{name}");
        assert_eq!(exchange(&host, "GET /rooms", name).0, 400, "{name}");
        assert_eq!(ask(&host, &format!("PUT /sessions/{encoded}"), "").0, 400, "{name}");
    }
    assert_eq!(names(&host), [""]);
}

#[test]
fn a_session_whose_time_is_changed_remembers_no_answer_of_another_day() {
    let host = host();
    let day = |session: &str| {
        let body: Value = serde_json::from_str(&exchange(&host, "GET /rooms/7", session).1).unwrap();
        at(&body, "/opened")
    };
    let usual = day("one");
    // What was asked for twice is remembered.
    assert_eq!([day("one"), day("one"), day("")], [&*usual; 3]);
    let days = |date: &str| date.parse::<jiff::civil::Date>().unwrap();
    for (line, body, one, everyone) in [
        ("PUT /sessions/one", r#"{"now":"2035-12-31T23:59:59Z"}"#, 3652, 0),
        ("PUT /now?session=one", r#"{"now":"2025-12-30T23:59:58Z"}"#, -2, 0),
        ("PUT /now", r#"{"now":"2026-01-10T23:59:59Z"}"#, -2, 10),
        ("PUT /now?session=one", r#"{"now":null}"#, 0, 10),
        ("PUT /now", r#"{"now":null}"#, 0, 0),
    ] {
        assert_eq!(ask(&host, line, body).0, 200, "{line} {body}");
        for (session, later) in [("one", one), ("", everyone), ("one", one), ("", everyone)] {
            let moved = days(&day(session)) - days(&usual);
            assert_eq!(i64::from(moved.get_days()), later, "{line} {body}, session `{session}`");
        }
    }
    assert_eq!(at(&ask(&host, "GET /now", "").1, "/today"), "2025-12-31T23:59:59Z");
    ask(&host, "PUT /now", r#"{"now":"real"}"#);
    assert_eq!(at(&ask(&host, "GET /now", "").1, "/today")[..19], host.began_at.to_string()[..19]);
}
