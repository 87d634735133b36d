//! What the journal keeps, finds and counts.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use proptest::prelude::*;

use super::*;
use crate::contract::{Call, Part};
use crate::respond::Trace;
use crate::scenario::PathGlob;

fn draft(session: &str, method: &str, target: &str, status: u16) -> Draft {
    let call = Call::new(Method::from_bytes(method.as_bytes()).unwrap(), target);
    let operation = target.strip_prefix("/known/").map(|rest| rest.split(['/', '?']).next().unwrap().to_owned());
    let promise = Some(status.to_string()).filter(|_| operation.is_some());
    Draft {
        at: jiff::Timestamp::UNIX_EPOCH,
        session: session.into(),
        call: Arc::new(call),
        sent: 0,
        status: StatusCode::from_u16(status).unwrap(),
        headers: HeaderMap::new(),
        body: Bytes::new(),
        length: 0,
        took: Duration::ZERO,
        fault: None,
        trace: Arc::new(Trace { operation, promise, ..Trace::default() }),
    }
}

fn journal() -> Journal {
    let journal = Journal::new(JournalOptions::default());
    for (session, method, target, status) in [
        ("", "GET", "/known/list?count=1", 200),
        ("", "POST", "/known/make", 201),
        ("a", "GET", "/known/list", 404),
        ("a", "GET", "/known/list/7", 410),
        ("b", "DELETE", "/nowhere", 404),
    ] {
        journal.record(draft(session, method, target, status));
    }
    journal
}

#[test]
fn calls_are_found_by_what_they_have_in_common() {
    let journal = journal();
    let all = Search::default;
    let of = |session: &str| Some(Arc::from(session));
    for (search, found) in [
        (all(), vec![1, 2, 3, 4, 5]),
        (Search { session: of("a"), ..all() }, vec![3, 4]),
        (Search { session: of(""), ..all() }, vec![1, 2]),
        (Search { session: of("c"), ..all() }, vec![]),
        (Search { operation: Some("list".to_owned()), ..all() }, vec![1, 3, 4]),
        (Search { path: PathGlob::beginning("/known/l"), ..all() }, vec![1, 3, 4]),
        (Search { path: PathGlob::beginning("/known/*"), ..all() }, vec![1, 2, 3]),
        (Search { path: PathGlob::beginning("/known/**"), ..all() }, vec![1, 2, 3, 4]),
        (Search { path: PathGlob::beginning("/known/list/{id}"), ..all() }, vec![4]),
        (Search { path: PathGlob::whole("/known/list"), ..all() }, vec![1, 3]),
        (Search { path: PathGlob::beginning("/known/li.t"), ..all() }, vec![]),
        (Search { path: PathGlob::beginning("/known/{list,none}"), ..all() }, vec![1, 3]),
        (Search { path: PathGlob::beginning("/known/list/**"), ..all() }, vec![1, 3, 4]),
        (Search { path: PathGlob::whole("**"), ..all() }, vec![1, 2, 3, 4, 5]),
        (Search { method: Some(Method::POST), ..all() }, vec![2]),
        (Search { status: StatusFilter::parse("404"), ..all() }, vec![3, 5]),
        (Search { status: StatusFilter::parse("4xx"), ..all() }, vec![3, 4, 5]),
        (Search { since: 3, ..all() }, vec![4, 5]),
        (Search { since: 9, ..all() }, vec![]),
        (Search { limit: 2, ..all() }, vec![4, 5]),
        (Search { limit: 1, status: StatusFilter::parse("2XX"), ..all() }, vec![2]),
    ] {
        let numbers: Vec<u64> = journal.search(&search).iter().map(|entry| entry.number).collect();
        assert_eq!(numbers, found, "{search:?}");
    }
    for wrong in ["", "40", "xx", "4x", "0xx", "1000", "-404"] {
        assert_eq!(StatusFilter::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn what_is_forgotten_was_touched_nevertheless() {
    let journal = journal();
    assert_eq!(journal.clear(Some("a")), 2);
    assert_eq!(journal.entry(3).map(|entry| entry.number), None);
    assert_eq!(journal.entry(5).map(|entry| entry.number), Some(5));
    let tally = journal.tally(Some("a"));
    assert_eq!((tally.calls, tally.nowhere, tally.forgotten), (2, 0, 0));
    let outcomes = |tally: &Tally| {
        let outcomes = tally.operations["list"].outcomes.iter();
        outcomes.map(|(outcome, times)| (outcome.status, *times)).collect::<std::collections::BTreeMap<_, _>>()
    };
    assert_eq!(outcomes(&tally), [(404, 1), (410, 1)].into());
    let all = journal.tally(None);
    assert_eq!((all.calls, all.nowhere), (5, 1));
    assert_eq!(outcomes(&all), [(200, 1), (404, 1), (410, 1)].into());
    assert!(all.operations["list"].sent.contains(&(Part::Query, "count".into())));
    journal.forget("a");
    assert_eq!(journal.tally(Some("a")).calls, 0);
    assert_eq!(journal.tally(None).calls, 3);
}

#[test]
fn what_is_forgotten_with_its_session_takes_no_room() {
    let others = |journal: &Journal| {
        let kept = journal.kept();
        let mut names: Vec<String> = kept.tallies.keys().map(ToString::to_string).collect();
        names.sort_unstable();
        let held: usize = kept.ring.iter().map(|entry| entry.size).sum();
        assert_eq!(kept.bytes, held);
        (names.join(","), kept.ring.iter().map(|entry| entry.number).collect::<Vec<_>>())
    };
    for (there, names, numbers) in [
        (&["", "a", "b"][..], ",a,b", vec![1, 2, 3, 4, 5]),
        (&["", "b"], ",b", vec![1, 2, 5]),
        (&["a"], "a", vec![3, 4]),
        (&[], "", vec![]),
    ] {
        let journal = journal();
        journal.forget_others(|name| there.contains(&name));
        assert_eq!(others(&journal), (names.to_owned(), numbers), "{there:?}");
    }
    // A call that comes while they are looked for stays.
    let journal = journal();
    journal.forget_others(|name| {
        if name == "a" {
            journal.record(draft("a", "GET", "/known/list", 200));
        }
        name.is_empty()
    });
    assert_eq!(others(&journal), (",a".to_owned(), vec![1, 2, 6]));
    journal.forget("a");
    assert_eq!(others(&journal), (String::new(), vec![1, 2]));
}

#[test]
fn a_kept_call_holds_nothing_else() {
    let mut call = Call::new(Method::POST, "/a?b");
    call.body = Bytes::from(vec![7; 1000]);
    let buffer = Bytes::from("one, two".repeat(1000));
    call.headers.append("x", HeaderValue::from_maybe_shared(buffer.slice(..3)).unwrap());
    call.headers.append("x", HeaderValue::from_maybe_shared(buffer.slice(5..8)).unwrap());
    let copy = entry::kept(&call, 10);
    assert_eq!(
        (copy.target(), copy.joined_header("x").unwrap(), copy.body.len()),
        ("/a?b".into(), "one, two".into(), 10)
    );
    drop(call);
    assert!(buffer.is_unique());
}

proptest! {
    #[test]
    fn the_calls_take_no_more_than_they_may(sizes in prop::collection::vec((0_usize..5_000, 0_u8..4), 1..200)) {
        let most = 20_000;
        let journal = Journal::new(JournalOptions { max_bytes: most, max_body_bytes: 1 << 20 });
        for (size, session) in &sizes {
            let mut draft = draft(&session.to_string(), "GET", "/known/list", 200);
            draft.body = Bytes::from(vec![0; *size]);
            journal.record(draft);
        }
        let kept = journal.search(&Search::default());
        let held: usize = kept.iter().map(|entry| entry.size).sum();
        prop_assert!(held <= most);
        prop_assert_eq!(journal.kept().bytes, held);
        // The last ones are there, without a gap, and every call is counted.
        let last = sizes.len() as u64;
        let numbers: Vec<u64> = kept.iter().map(|entry| entry.number).collect();
        prop_assert_eq!(&numbers, &(last + 1 - kept.len() as u64..=last).collect::<Vec<_>>());
        let all = journal.tally(None);
        prop_assert_eq!((all.calls, all.forgotten), (last, last - kept.len() as u64));
    }
}

#[test]
fn clients_cannot_make_it_grow() {
    let journal = Journal::new(JournalOptions { max_bytes: 1 << 16, max_body_bytes: 10 });
    for number in 0..3_000 {
        let mut draft = draft(&format!("session {number}"), "GET", "/known/list", 200);
        draft.headers.insert("content-type", HeaderValue::from_str(&format!("text/{number}")).unwrap());
        journal.record(draft.clone());
        draft.session = "one".into();
        let call = Call::new(Method::GET, &format!("/known/list?name{number}=1&{}=1", "x".repeat(1_000)));
        journal.record(Draft { call: Arc::new(call), ..draft });
    }
    assert_eq!(journal.kept().tallies.len(), MOST_SESSIONS);
    let one = journal.tally(Some("one"));
    let touched = &one.operations["list"];
    assert_eq!((one.calls, touched.calls), (3_000, 3_000));
    assert!(touched.outcomes.len() <= 256 && touched.sent.len() <= 512, "{}", touched.sent.len());
    assert!(touched.sent.iter().all(|(_, name)| name.len() <= 128));
}
