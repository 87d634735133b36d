//! A watch over time: other sources, who never stops writing, and what cannot be watched.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use super::super::{Change, How, Notice, Watch, Watching};
use super::{By, PATIENCE, paths};

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.yaml", "b.yaml"] {
        fs::write(folder.path().join(name), "one").unwrap();
    }
    folder
}

#[tokio::test]
async fn other_sources_are_followed_and_the_former_ones_are_not() {
    for by in [By::Events, By::Looking] {
        let folder = folder();
        let mut watch = by.watch(folder.path(), &["a.yaml"]);
        watch.follow(paths(folder.path(), &["b.yaml", "c.yaml"]));
        // Whether it was there before or after the order was heard: by its notice the order is done.
        fs::write(folder.path().join("c.yaml"), "new").unwrap();
        watch.soon_of(folder.path(), "c.yaml").await;
        watch.until_silence().await;
        fs::write(folder.path().join("a.yaml"), "two").unwrap();
        assert_eq!(watch.until_silence().await, [], "{by:?}");
        fs::write(folder.path().join("b.yaml"), "two").unwrap();
        assert_eq!(watch.soon().await.named(folder.path()), [("b.yaml".to_owned(), How::Changed)], "{by:?}");
    }
}

#[tokio::test]
async fn a_file_that_changes_between_being_read_and_being_followed_is_not_missed() {
    let folder = folder();
    let mut watch = By::Events.watch(folder.path(), &["a.yaml"]);
    let part = folder.path().join("part.json");
    fs::write(&part, "{}").unwrap();
    // Here a reload reads it; then:
    fs::write(&part, "[]").unwrap();
    watch.follow(paths(folder.path(), &["a.yaml", "part.json"]));
    assert_eq!(watch.soon().await.named(folder.path()), [("part.json".to_owned(), How::Changed)]);
    // Following the same again is no reason.
    watch.follow(paths(folder.path(), &["a.yaml", "part.json"]));
    assert_eq!(watch.until_silence().await, []);
}

#[tokio::test]
async fn a_file_that_changes_between_being_read_and_the_start_is_not_missed() {
    let folder = folder();
    let sources = paths(folder.path(), &["a.yaml", "b.yaml", "none.yaml"]);
    let written = fs::metadata(&sources[1]).unwrap().modified().unwrap();
    // As if reading had begun between two writes, whose times the system may not tell apart.
    fs::File::options().write(true).open(&sources[1]).unwrap().set_modified(written + Duration::from_secs(5)).unwrap();
    for (watching, read, expected) in [
        (Watching::Native, written + Duration::from_secs(2), Some("b.yaml")),
        (Watching::Poll, written + Duration::from_secs(2), Some("b.yaml")),
        (Watching::Native, written + Duration::from_secs(9), None),
    ] {
        let mut watch = Watch::start(watching, &sources, read);
        let notices = watch.until_silence().await;
        let told: Vec<_> = notices.iter().flat_map(|notice| notice.named(folder.path())).collect();
        let expected: Vec<_> = expected.map(|name| (name.to_owned(), How::Changed)).into_iter().collect();
        assert_eq!(told, expected, "{watching:?}");
    }
}

#[tokio::test]
async fn who_never_stops_writing_is_heard_all_the_same() {
    for by in [By::Events, By::Looking] {
        let folder = folder();
        let mut watch = by.watch(folder.path(), &["a.yaml"]);
        let is_over = Arc::new(AtomicBool::new(false));
        let writer = {
            let (path, is_over) = (folder.path().join("a.yaml"), is_over.clone());
            std::thread::spawn(move || {
                let begun = Instant::now();
                while !is_over.load(Ordering::Relaxed) && begun.elapsed() < PATIENCE {
                    fs::write(&path, format!("{:?}", begun.elapsed())).unwrap();
                    // A pause far below what ends a burst, so that the test leaves the machine to others.
                    std::thread::sleep(Duration::from_millis(2));
                }
            })
        };
        for _ in 0..2 {
            watch.soon().await;
        }
        is_over.store(true, Ordering::Relaxed);
        writer.join().unwrap();
    }
}

#[tokio::test]
async fn waiting_for_a_notice_can_be_given_up_without_losing_it() {
    let folder = folder();
    let mut watch = By::Events.watch(folder.path(), &["a.yaml"]);
    fs::write(folder.path().join("a.yaml"), "two").unwrap();
    let begun = Instant::now();
    // As the other branches of a `select!` do.
    while tokio::time::timeout(Duration::from_micros(100), watch.changed()).await.is_err() {
        assert!(begun.elapsed() < PATIENCE);
    }
}

#[tokio::test]
async fn what_is_missing_or_no_file_is_no_trouble() {
    let folder = folder();
    let mut sources = paths(folder.path(), &["a.yaml", "none/none.yaml", ""]);
    sources.extend(["/", "/dev/null", "/none/none", "", "a\0b"].map(Into::into));
    for watching in [Watching::Native, Watching::Poll] {
        let mut watch = Watch::start(watching, &sources, SystemTime::now());
        fs::write(folder.path().join("a.yaml"), format!("{watching:?}")).unwrap();
        let named = watch.soon().await;
        assert!(named.changes.iter().any(|change| change.path.ends_with("a.yaml")), "{named:?}");
    }
    let mut off = Watch::start(Watching::Off, &sources, SystemTime::now());
    fs::write(folder.path().join("a.yaml"), "two").unwrap();
    off.follow(vec![folder.path().join("a.yaml")]);
    assert_eq!(off.until_silence().await, []);
}

/// A pipe gives its content once: whoever opened it to look would wait for ever, or take what is another's.
#[cfg(unix)]
#[tokio::test]
async fn a_pipe_is_never_opened() {
    let folder = folder();
    let pipe = folder.path().join("pipe.yaml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for by in [By::Events, By::Looking] {
        let mut watch = by.watch(folder.path(), &["pipe.yaml", "", "a.yaml"]);
        fs::write(folder.path().join("a.yaml"), format!("{by:?}")).unwrap();
        watch.soon().await;
    }
}

#[tokio::test]
async fn thousands_of_documents_in_a_folder_are_one_change() {
    let folder = folder();
    let mut watch = By::Events.watch(folder.path(), &["", "a.yaml"]);
    for number in 0..3_000 {
        fs::write(folder.path().join(format!("{number}.json")), "{}").unwrap();
    }
    let notice = watch.soon().await;
    assert_eq!(notice.named(folder.path()), [(String::new(), How::Changed)]);
}

#[test]
fn a_notice_in_words() {
    let change = |path: &str, how| Change { path: Path::new(path).to_owned(), how };
    let mut notice = Notice { changes: vec![change("api.yaml", How::Changed), change("b.json", How::Gone)] };
    assert_eq!(notice.to_string(), "api.yaml changed, b.json is gone");
    notice.changes.extend(["c", "d", "e"].map(|path| change(path, How::Appeared)));
    assert_eq!(notice.to_string(), "api.yaml changed, b.json is gone, c appeared and 2 more");
}
