//! Files that are saved badly, hundreds of times, while the program answers: no call may notice anything but another version.

mod deed;

use std::collections::BTreeSet;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
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

#[test]
fn a_file_that_never_stands_still_holds_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    for kind in Kind::ALL {
        std::fs::create_dir_all(folder.path().join(kind.path()).parent().unwrap()).unwrap();
        std::fs::write(folder.path().join(kind.path()), kind.text(Version(0))).unwrap();
    }
    let path = |name: &str| folder.path().join(name).display().to_string();
    let server =
        Served::start(&["serve", &path("api.yaml"), "--scenarios", &path("scenarios"), "--port", "0", "--log", "off"]);
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let over = Over(&is_over);
        scope.spawn(|| {
            for version in (1..).map(Version).take_while(|_| !is_over.load(Ordering::Relaxed)) {
                std::fs::write(path("new.tmp"), Kind::Body.text(version)).unwrap();
                std::fs::rename(path("new.tmp"), folder.path().join(Kind::Body.path())).unwrap();
                std::thread::sleep(Duration::from_millis(100));
            }
        });
        // One rule is gone, and another one is there.
        std::fs::write(
            folder.path().join(Kind::Scenario.path()),
            r#"{"standin":1,"rules":[{"on":"GET /body","then":418}]}"#,
        )
        .unwrap();
        let begun = Instant::now();
        while server.fetch("/body", &[]).status != 418 {
            assert!(begun.elapsed() < PATIENCE, "the new rule is not in service");
        }
        drop(over);
    });
    let reply = server.fetch("/scenario", &[]);
    assert_eq!(reply.json()["of"], Kind::Document.name(), "the old rule is not in service any more");
}

/// Does so many deeds to the files of a server, while calls go on.
fn storm(watch: &str, deeds: usize, seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let plan = deed::plan(deeds, seed);
    for kind in Kind::ALL {
        std::fs::create_dir_all(folder.path().join(kind.path()).parent().unwrap()).unwrap();
        std::fs::write(folder.path().join(kind.path()), kind.text(Version(0))).unwrap();
    }
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (document, scenarios) = (path(Kind::Document.path()), path("scenarios"));
    let words = ["serve", &document, "--scenarios", &scenarios, "--watch", watch, "--port", "0", "--log", "off"];
    let server = Served::start(&words);
    let (is_over, away) = (AtomicBool::new(false), AtomicUsize::new(0));
    let last = Kind::ALL.map(|kind| (kind, Version(deeds + 1)));
    let seen = std::thread::scope(|scope| {
        // Also when an assertion fails: the callers would be waited for.
        let over = Over(&is_over);
        let callers: Vec<_> =
            (0..CONNECTIONS).map(|_| scope.spawn(|| calls(&server.address, &plan, &away, &is_over))).collect();
        for deed in &plan {
            if deed.takes_the_scenario_away() {
                away.store(deed.number(), Ordering::SeqCst);
            }
            deed.act(folder.path());
        }
        for (kind, version) in last {
            std::fs::write(folder.path().join(kind.path()), kind.text(version)).unwrap();
        }
        let mut stream = TcpStream::connect(&server.address).unwrap();
        let begun = Instant::now();
        for (kind, version) in last {
            while answer(&mut stream, kind) != (kind, version) {
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

/// Asks over one connection until it is over: every answer is whole, of a version that was whole, and never of an older one than before. No
/// rule may be missing but for want of its file: `away` is the last deed so far that took the scenario away.
fn calls(address: &str, plan: &[Deed], away: &AtomicUsize, is_over: &AtomicBool) -> Seen {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut seen = Seen { calls: 0, versions: BTreeSet::new() };
    let mut latest = Kind::ALL.map(|kind| (kind, Version(0)));
    while !is_over.load(Ordering::Relaxed) {
        for index in 0..latest.len() {
            seen.calls += 1;
            let kind = latest[index].0;
            let (by, version) = answer(&mut stream, kind);
            if by != kind {
                assert!(kind.is_ruled() && by == Kind::Document, "{kind:?} is answered by {by:?}");
                // Files are read together: who has seen what was saved after the scenario was there again has to see the scenario too.
                let away = Version(away.load(Ordering::SeqCst));
                let newest = latest.iter().map(|(_, version)| *version).max().unwrap().max(version);
                assert!(newest < away, "{newest:?} was served, and {kind:?} is not, which was away at {away:?} only");
                continue;
            }
            assert!(version >= latest[index].1, "{kind:?} {version:?} after {latest:?}");
            let deed = version.0.checked_sub(1).and_then(|index| plan.get(index));
            let is_whole = deed.is_none_or(|deed| deed.kind == kind && deed.is_whole_in_the_end());
            assert!(is_whole, "{version:?} was never whole: {deed:?}");
            latest[index].1 = version;
            seen.versions.insert((kind, version));
        }
    }
    seen
}

/// The file that answers in the place of a kind, and its version. Fails if the answer is not exactly that version's.
fn answer(stream: &mut TcpStream, kind: Kind) -> (Kind, Version) {
    let request = Request { method: "GET", target: kind.target(), headers: &[], body: b"" };
    let reply = exchange(stream, &request);
    assert_eq!(reply.status, 200, "{kind:?}: {}", reply.text());
    let body = reply.json();
    let version = Version(usize::try_from(body["version"].as_u64().unwrap()).unwrap());
    let by = Kind::ALL.into_iter().find(|by| body["of"] == by.name()).unwrap();
    assert_eq!(body, by.body(version), "{kind:?}");
    (by, version)
}
