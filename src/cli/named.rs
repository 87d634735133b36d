//! Tells documents from scenarios among the paths of a command line. What it cannot read it leaves to those who say why.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::scenario::{self, Content};
use crate::spec::{Limits, Source, documents_in};

/// What was named, by kind.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Documents, and folders that hold some.
    pub(super) documents: Vec<Source>,
    /// Scenarios, and folders that hold some.
    pub(super) scenarios: Vec<PathBuf>,
}

impl Named {
    /// Sorts the words of a command line. A folder may be of both kinds; what is of neither is taken for a document.
    pub(super) fn sort(words: &[String], limits: &Limits) -> Self {
        let mut named = Self::default();
        for word in words {
            let source = Source::parse(word);
            let contents = match &source {
                Source::Path(folder) if folder.is_dir() => {
                    let files = documents_in(folder).unwrap_or_default();
                    files.iter().map(|file| content(file, limits)).collect()
                }
                Source::Path(file) => vec![content(file, limits)],
                Source::Stdin | Source::Url(_) | Source::Text { .. } => vec![Content::Document],
            };
            let has_scenario = contents.contains(&Content::Scenario);
            if let (true, Source::Path(path)) = (has_scenario, &source) {
                named.scenarios.push(path.clone());
            }
            if !has_scenario || contents.contains(&Content::Document) {
                named.documents.push(source);
            }
        }
        named
    }
}

/// What a file holds, as far as its text tells.
fn content(path: &Path, limits: &Limits) -> Content {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(limits.max_bytes).read_to_end(&mut bytes));
    read.map_or(Content::Other, |_| scenario::recognise(&String::from_utf8_lossy(&bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_sorted_by_what_they_hold() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("api.yaml", "openapi: 3.1.0\n"),
            ("slow.yaml", "standin: 1\n"),
            ("only/slow.yaml", "standin: 1\n"),
            ("only/body.json", "{\"users\": []}"),
            ("mixed/api.json", "{\"openapi\": \"3.1.0\"}"),
            ("mixed/slow.yaml", "standin: 1\n"),
            ("empty/readme.txt", ""),
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        for (word, is_document, is_scenario) in [
            ("api.yaml", true, false),
            ("slow.yaml", false, true),
            ("only", false, true),
            ("mixed", true, true),
            ("empty", true, false),
            ("none.yaml", true, false),
        ] {
            let word = folder.path().join(word).display().to_string();
            let named = Named::sort(std::slice::from_ref(&word), &Limits::default());
            assert_eq!(
                (!named.documents.is_empty(), !named.scenarios.is_empty()),
                (is_document, is_scenario),
                "{word}"
            );
        }
        assert_eq!(Named::sort(&["-".to_owned()], &Limits::default()).documents, [Source::Stdin]);
    }
}
