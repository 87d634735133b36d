//! Files that are saved badly, hundreds of times, while the program answers: no call may notice anything but another version.

mod deed;

use std::collections::BTreeSet;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::support::{Request, Served, exchange};
use deed::{Deed, Kind, Version};

/// Longer than any reload takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// Connections that stay open and ask all the time.
const CONNECTIONS: usize = 3;

#[test]
fn calls_notice_nothing_of_half_saved_files() {
    storm("native", 500, 1);
}

#[test]
fn calls_notice_nothing_of_half_saved_files_that_are_polled() {
    storm("poll", 100, 2);
}

/// Does so many deeds to the document and the scenario of a server, while calls go on.
fn storm(watch: &str, deeds: usize, seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let plan = deed::plan(deeds, seed);
    for kind in Kind::BOTH {
        std::fs::create_dir_all(folder.path().join(kind.path()).parent().unwrap()).unwrap();
        std::fs::write(folder.path().join(kind.path()), kind.text(Version(0))).unwrap();
    }
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (document, scenarios) = (path(Kind::Document.path()), path("scenarios"));
    let words = ["serve", &document, "--scenarios", &scenarios, "--watch", watch, "--port", "0", "--log", "off"];
    let server = Served::start(&words);
    let is_over = AtomicBool::new(false);
    let last = Kind::BOTH.map(|kind| (kind, Version(deeds + 1)));
    let seen = std::thread::scope(|scope| {
        // Also when an assertion fails: the callers would be waited for.
        let over = Over(&is_over);
        let callers: Vec<_> =
            (0..CONNECTIONS).map(|_| scope.spawn(|| calls(&server.address, &plan, &is_over))).collect();
        for deed in &plan {
            deed.act(folder.path());
        }
        for (kind, version) in last {
            std::fs::write(folder.path().join(kind.path()), kind.text(version)).unwrap();
        }
        let mut stream = TcpStream::connect(&server.address).unwrap();
        let begun = Instant::now();
        for (kind, version) in last {
            while answer(&mut stream, kind) != Some(version) {
                assert!(begun.elapsed() < PATIENCE, "the last {kind:?} is not in service");
            }
        }
        drop(over);
        callers.into_iter().map(|caller| caller.join().unwrap()).collect::<Vec<_>>()
    });
    let calls: usize = seen.iter().map(|seen| seen.calls).sum();
    let versions: BTreeSet<(Kind, Version)> = seen.into_iter().flat_map(|seen| seen.versions).collect();
    eprintln!("{watch}: {calls} calls saw {} versions", versions.len());
    // Or the deeds were over before anything was reloaded, and nothing was tested.
    assert!(calls >= 1_000 && versions.len() >= 6, "{calls} calls, {versions:?}");
    let reply = server.fetch("/document", &[]);
    assert_eq!(reply.header("x-standin-stale"), None, "all is mended");
}

/// Ends the calls when dropped.
struct Over<'t>(&'t AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// What one connection saw.
struct Seen {
    calls: usize,
    versions: BTreeSet<(Kind, Version)>,
}

/// Asks over one connection until it is over: every answer is whole, of a version that was whole, and never of an older one than before.
fn calls(address: &str, plan: &[Deed], is_over: &AtomicBool) -> Seen {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut seen = Seen { calls: 0, versions: BTreeSet::new() };
    let mut latest = Kind::BOTH.map(|kind| (kind, Version(0)));
    while !is_over.load(Ordering::Relaxed) {
        for (kind, latest) in &mut latest {
            seen.calls += 1;
            let Some(version) = answer(&mut stream, *kind) else {
                let is_deleted = plan.iter().any(|deed| deed.leaves_it_missing() && deed.kind == *kind);
                assert!(is_deleted && *kind == Kind::Scenario, "the scenario does not hold");
                continue;
            };
            assert!(version >= *latest, "{kind:?} {version:?} after {latest:?}");
            let deed = version.0.checked_sub(1).and_then(|index| plan.get(index));
            let is_whole = deed.is_none_or(|deed| deed.kind == *kind && deed.is_whole_in_the_end());
            assert!(is_whole, "{version:?} was never whole: {deed:?}");
            *latest = version;
            seen.versions.insert((*kind, version));
        }
    }
    seen
}

/// The version that answers for a file; `None` where no scenario holds. Fails if the answer is not exactly that version's.
fn answer(stream: &mut TcpStream, kind: Kind) -> Option<Version> {
    let request = Request { method: "GET", target: kind.target(), headers: &[], body: b"" };
    let reply = exchange(stream, &request);
    assert_eq!(reply.status, 200, "{kind:?}: {}", reply.text());
    let body = reply.json();
    let version = Version(usize::try_from(body["version"].as_u64().unwrap()).unwrap());
    let by = if body["of"] == "the document" { Kind::Document } else { Kind::Scenario };
    assert_eq!(body, by.body(version), "{kind:?}");
    (by == kind).then_some(version)
}
