//! One deed after another, by events alone and by looking alone: which sources are told of, and that they are still followed afterwards.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use tokio::task::JoinSet;

use super::super::lookout::LONGEST;
use super::{By, How};

/// What is done to files.
struct Deed {
    name: &'static str,
    /// Before the watch begins; `a.yaml` and `b.yaml` are there already.
    prepare: fn(&Path),
    sources: &'static [&'static str],
    act: fn(&Path),
    /// What is told, in one notice or in two.
    told: &'static [(&'static str, How)],
    /// A file that is written afterwards, and the source that is told of then.
    again: (&'static str, &'static str),
}

/// The plainest case, of which others change a part.
const PLAIN: Deed = Deed {
    name: "",
    prepare: |_| {},
    sources: &["a.yaml", "b.yaml"],
    act: |_| {},
    told: &[("a.yaml", How::Changed)],
    again: ("a.yaml", "a.yaml"),
};

fn write(path: impl AsRef<Path>, text: &str) {
    fs::write(path, text).unwrap();
}

#[cfg(unix)]
fn link(target: &str, path: impl AsRef<Path>) {
    std::os::unix::fs::symlink(target, path).unwrap();
}

const DEEDS: &[Deed] = &[
    Deed { name: "truncated and written", act: |root| write(root.join("a.yaml"), "two"), ..PLAIN },
    Deed { name: "written with as many bytes", act: |root| write(root.join("a.yaml"), "ONE"), ..PLAIN },
    Deed {
        name: "appended to",
        act: |root| {
            let mut file = fs::OpenOptions::new().append(true).open(root.join("a.yaml")).unwrap();
            file.write_all(b" more").unwrap();
        },
        ..PLAIN
    },
    Deed {
        name: "renamed over",
        act: |root| {
            write(root.join("a.yaml.tmp"), "two");
            fs::rename(root.join("a.yaml.tmp"), root.join("a.yaml")).unwrap();
        },
        ..PLAIN
    },
    Deed {
        name: "as vim does",
        act: |root| {
            write(root.join("4913"), "");
            fs::remove_file(root.join("4913")).unwrap();
            fs::rename(root.join("a.yaml"), root.join("a.yaml~")).unwrap();
            write(root.join("a.yaml"), "two");
            fs::remove_file(root.join("a.yaml~")).unwrap();
        },
        ..PLAIN
    },
    Deed {
        name: "deleted and created",
        act: |root| {
            fs::remove_file(root.join("a.yaml")).unwrap();
            write(root.join("a.yaml"), "one");
        },
        ..PLAIN
    },
    Deed {
        name: "deleted",
        act: |root| fs::remove_file(root.join("a.yaml")).unwrap(),
        told: &[("a.yaml", How::Gone)],
        ..PLAIN
    },
    Deed {
        name: "a missing one appears",
        sources: &["b.yaml", "c.yaml"],
        act: |root| write(root.join("c.yaml"), "new"),
        told: &[("c.yaml", How::Appeared)],
        again: ("c.yaml", "c.yaml"),
        ..PLAIN
    },
    Deed {
        name: "a missing one appears with its folders",
        sources: &["b.yaml", "deep/down/c.yaml"],
        act: |root| {
            fs::create_dir_all(root.join("deep/down")).unwrap();
            write(root.join("deep/down/c.yaml"), "new");
        },
        told: &[("deep/down/c.yaml", How::Appeared)],
        again: ("deep/down/c.yaml", "deep/down/c.yaml"),
        ..PLAIN
    },
    Deed {
        name: "the folder is moved away and another one comes in its place",
        prepare: |root| {
            for folder in ["in", "next"] {
                fs::create_dir(root.join(folder)).unwrap();
                write(root.join(folder).join("c.yaml"), folder);
            }
        },
        sources: &["in/c.yaml"],
        act: |root| {
            fs::rename(root.join("in"), root.join("old")).unwrap();
            fs::rename(root.join("next"), root.join("in")).unwrap();
        },
        told: &[("in/c.yaml", How::Changed)],
        again: ("in/c.yaml", "in/c.yaml"),
    },
    Deed {
        name: "the folder is deleted and created",
        prepare: |root| {
            fs::create_dir(root.join("in")).unwrap();
            write(root.join("in/c.yaml"), "one");
        },
        sources: &["in/c.yaml"],
        act: |root| {
            fs::remove_dir_all(root.join("in")).unwrap();
            fs::create_dir(root.join("in")).unwrap();
            write(root.join("in/c.yaml"), "two");
        },
        told: &[("in/c.yaml", How::Changed)],
        again: ("in/c.yaml", "in/c.yaml"),
    },
    Deed {
        name: "a folder gets a document",
        prepare: |root| fs::create_dir(root.join("in")).unwrap(),
        sources: &["in", "b.yaml"],
        act: |root| write(root.join("in/c.yml"), "new"),
        told: &[("in", How::Changed)],
        again: ("in/c.yml", "in"),
    },
    Deed {
        name: "a folder loses a document",
        prepare: |root| {
            fs::create_dir(root.join("in")).unwrap();
            write(root.join("in/c.json"), "{}");
        },
        sources: &["in"],
        act: |root| fs::remove_file(root.join("in/c.json")).unwrap(),
        told: &[("in", How::Changed)],
        again: ("in/d.YAML", "in"),
    },
    Deed {
        name: "other files in the folders",
        prepare: |root| fs::create_dir(root.join("in")).unwrap(),
        sources: &["a.yaml", "in"],
        act: |root| {
            for name in ["4913", "a.yaml~", ".a.yaml.swp", "in/c.yaml.tmp", "in/notes.md", "other.yaml"] {
                write(root.join(name), "x");
                fs::rename(root.join(name), root.join("moved")).unwrap();
                fs::remove_file(root.join("moved")).unwrap();
            }
            fs::create_dir(root.join("in/folder.yaml")).unwrap();
        },
        told: &[],
        ..PLAIN
    },
    Deed {
        name: "only read",
        sources: &["a.yaml", ""],
        act: |root| {
            for _ in 0..50 {
                fs::read(root.join("a.yaml")).unwrap();
                assert_eq!(fs::read_dir(root).unwrap().count(), 2);
            }
        },
        told: &[],
        again: ("b.yaml", ""),
        ..PLAIN
    },
    Deed {
        name: "fifty saves",
        act: |root| {
            for round in 0..25 {
                write(root.join("a.yaml"), &format!("round {round}"));
                write(root.join("b.yaml.tmp"), &format!("round {round}"));
                fs::rename(root.join("b.yaml.tmp"), root.join("b.yaml")).unwrap();
            }
        },
        told: &[("a.yaml", How::Changed), ("b.yaml", How::Changed)],
        ..PLAIN
    },
    #[cfg(unix)]
    Deed {
        name: "a ConfigMap's swap",
        prepare: |root| {
            for (folder, text) in [("..2024_01", "one"), ("..2024_02", "two")] {
                fs::create_dir(root.join(folder)).unwrap();
                write(root.join(folder).join("c.yaml"), text);
            }
            link("..2024_01", root.join("..data"));
            link("..data/c.yaml", root.join("c.yaml"));
        },
        sources: &["c.yaml", "b.yaml"],
        act: |root| {
            link("..2024_02", root.join("..data_tmp"));
            fs::rename(root.join("..data_tmp"), root.join("..data")).unwrap();
            fs::remove_dir_all(root.join("..2024_01")).unwrap();
        },
        told: &[("c.yaml", How::Changed)],
        again: ("..2024_02/c.yaml", "c.yaml"),
    },
    #[cfg(unix)]
    Deed {
        name: "a link to a folder is swapped, to a file of the same content",
        prepare: |root| {
            for folder in ["releases/1", "releases/2"] {
                fs::create_dir_all(root.join(folder)).unwrap();
                write(root.join(folder).join("c.yaml"), "same");
            }
            link("releases/1", root.join("current"));
        },
        // Nothing in the folder that holds the link, or its events would be heard for that.
        sources: &["current/c.yaml"],
        act: |root| {
            link("releases/2", root.join("next"));
            fs::rename(root.join("next"), root.join("current")).unwrap();
        },
        told: &[("current/c.yaml", How::Changed)],
        again: ("releases/2/c.yaml", "current/c.yaml"),
    },
    #[cfg(unix)]
    Deed {
        name: "a link to a folder is swapped, which is a source itself",
        prepare: |root| {
            for folder in ["releases/1", "releases/2"] {
                fs::create_dir_all(root.join(folder)).unwrap();
                write(root.join(folder).join("c.yaml"), folder);
            }
            link("releases/1", root.join("current"));
        },
        sources: &["current"],
        act: |root| {
            fs::remove_file(root.join("current")).unwrap();
            link("releases/2", root.join("current"));
        },
        told: &[("current", How::Changed)],
        again: ("releases/2/d.yaml", "current"),
    },
    #[cfg(unix)]
    Deed {
        name: "the file behind a link is renamed over",
        prepare: |root| {
            fs::create_dir(root.join("far")).unwrap();
            write(root.join("far/c.yaml"), "one");
            link("far/c.yaml", root.join("c.yaml"));
        },
        sources: &["c.yaml"],
        act: |root| {
            write(root.join("far/tmp"), "two");
            fs::rename(root.join("far/tmp"), root.join("far/c.yaml")).unwrap();
        },
        told: &[("c.yaml", How::Changed)],
        again: ("far/c.yaml", "c.yaml"),
    },
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_to_files_is_told_and_they_are_followed_on() {
    let mut all = JoinSet::new();
    for by in [By::Events, By::Looking] {
        for deed in DEEDS {
            all.spawn(is_told(by, deed));
        }
    }
    all.join_all().await;
}

async fn is_told(by: By, deed: &Deed) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root.join("a.yaml"), "one");
    write(root.join("b.yaml"), "one");
    (deed.prepare)(root);
    let mut watch = by.watch(root, deed.sources);
    let begun = Instant::now();
    (deed.act)(root);
    // One burst, and what came after its longest time on a busy machine.
    let most = 2 + begun.elapsed().as_millis() / LONGEST.as_millis();
    let name = format!("{} by {by:?}", deed.name);
    let mut notices = Vec::new();
    if !deed.told.is_empty() {
        notices.push(watch.soon().await);
    }
    notices.extend(watch.until_silence().await);
    assert!(notices.len() as u128 <= most, "{name}: {notices:?}");
    let mut told: Vec<_> = notices.iter().flat_map(|notice| notice.named(root)).collect();
    told.sort();
    told.dedup();
    let expected: Vec<_> = deed.told.iter().map(|(name, how)| ((*name).to_owned(), *how)).collect();
    assert_eq!(told, expected, "{name}: {notices:?}");
    let (file, source) = deed.again;
    write(root.join(file), "and again");
    watch.soon_of(root, source).await;
}
