//! What a server is made from, so that it can be made again when a file changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::SystemTime;

use crate::base::Defects;
use crate::contract::Contract;
use crate::respond::{AnswerOptions, World};
use crate::scenario::{self, LastGood};
use crate::spec::{self, Files, Limits, LoadError, Source};

/// What a server is made from.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The documents.
    pub sources: Vec<Source>,
    /// What may be read of them.
    pub limits: Limits,
    /// Files and folders of scenarios.
    pub scenarios: Vec<PathBuf>,
    /// How answers are chosen.
    pub answers: AnswerOptions,
    /// The scenarios as they were when they were last without error.
    pub good: LastGood,
}

/// What came of it.
#[derive(Debug)]
pub struct Made {
    /// The world.
    pub world: World,
    /// Every fault that was found, in documents and scenarios.
    pub defects: Defects,
    /// The texts, for positions.
    pub files: Files,
    /// Documents of a folder that could not be read at all.
    pub unreadable: Vec<LoadError>,
    /// Documents and what they refer to, by the ways that lead there.
    pub used: BTreeSet<PathBuf>,
    /// Documents of a folder, and what documents refer to, that could not be read, named likewise.
    pub failed: BTreeMap<PathBuf, LoadError>,
    /// Scenario files with an error: left out, or as they were when they had none.
    pub broken: Vec<PathBuf>,
    /// What is left out of scenarios though it was good once, a line each.
    pub lost: Vec<String>,
    /// Files and folders of which a change is a reason to make it again.
    pub watched: Vec<PathBuf>,
    /// When the first of them was read.
    pub read: SystemTime,
}

impl Setup {
    /// A server for documents, with nothing else said.
    #[must_use]
    pub fn new(sources: Vec<Source>) -> Self {
        Self { sources, ..Self::default() }
    }

    /// Reads everything and makes a world of it. Blocks while it reads. Standard input is read once and remembered.
    ///
    /// # Errors
    /// When a document that was named cannot be read, or a folder has none that can.
    pub fn make(&mut self) -> Result<Made, LoadError> {
        let read = SystemTime::now();
        let loaded = spec::load(&self.sources, &self.limits)?;
        let (mut defects, mut files) = (loaded.defects, loaded.files);
        self.remember_input(&files);
        let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut defects);
        let mut watched: Vec<PathBuf> = self.named();
        watched.extend(files.paths().map(PathBuf::from));
        watched.extend(files.missing());
        let used = files.used().collect();
        let failed = files.failures().map(|(path, error)| (path, error.clone())).collect();
        let bound = scenario::load(&self.scenarios, &contract, &mut files, &self.limits, &mut defects, &mut self.good);
        watched.extend(bound.sources);
        Ok(Made {
            world: World::new(contract, self.answers.clone()).ruled(bound.rules),
            defects,
            files,
            unreadable: loaded.unreadable,
            used,
            failed,
            broken: bound.broken,
            lost: bound.lost,
            watched,
            read,
        })
    }

    /// The files and folders that were named.
    fn named(&self) -> Vec<PathBuf> {
        let documents = self.sources.iter().filter_map(|source| match source {
            Source::Path(path) => Some(path.clone()),
            Source::Stdin | Source::Url(_) | Source::Text { .. } => None,
        });
        documents.chain(self.scenarios.iter().cloned()).collect()
    }

    /// Standard input has an end: what was read there is a text from now on.
    fn remember_input(&mut self, files: &Files) {
        const NAME: &str = "standard input";
        for source in self.sources.iter_mut().filter(|source| **source == Source::Stdin) {
            if let Some(file) = files.iter().find(|file| file.name == NAME) {
                *source = Source::Text { name: NAME.to_owned(), text: file.text.clone() };
            }
        }
    }
}
