//! From the paths of scenarios to all of their rules, with what was last good standing in for what is broken.
//!
//! A scenario can break without being touched: its body files and the document change too. So what is kept is its text and the bytes of its
//! bodies, and both are bound again, to the document as it is now. People who save half a body file want the answers of a second ago. People
//! who change a schema want to hear of every answer that does not fit any more, but not to lose it: tests that have nothing to do with the
//! change would fail all at once. Only a rule that names what does not exist any more (an operation, an example) cannot mean anything; it
//! goes alone, and that is said. Invariant: an error costs no rule that could be served before and can be still.

use std::collections::BTreeMap;
use std::mem::take;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

use super::census::{Census, Face};
use super::read::Written;
use super::sources::{Bodies, Sources};
use super::{Binder, Rules, names, read};
use crate::base::{Defects, Severity};
use crate::contract::Contract;
use crate::scenario::effect::BodyFile;
use crate::scenario::format::Waiver;
use crate::spec::{Files, Limits};

/// The scenario files as they were when they were last without error, by path: what goes on while one is broken.
#[derive(Clone, Debug, Default)]
pub struct LastGood(BTreeMap<PathBuf, Good>);

#[derive(Clone, Debug)]
struct Good {
    text: String,
    bodies: Bodies,
    /// The collections that it had.
    faces: Vec<(String, Arc<Face>)>,
}

impl LastGood {
    /// The body files that were read.
    pub fn bodies(&self) -> impl Iterator<Item = (&Path, &BodyFile)> {
        let bodies = self.0.values().flat_map(|good| &good.bodies);
        bodies.map(|(path, body)| (path.as_path(), body))
    }
}

/// The scenarios of files and folders, bound.
#[derive(Debug, Default)]
pub struct Bound {
    /// The rules of those files that have no error.
    pub rules: Rules,
    /// Everything that was read, or would have been: files, folders, body files; a change of any of them is a reason to load again.
    pub sources: Vec<PathBuf>,
    /// The files that have an error: left out, or served as they were when they had none.
    pub broken: Vec<PathBuf>,
    /// What is left out though it was good once, a line each: it names what does not exist any more.
    pub lost: Vec<String>,
}

/// Loads scenarios: files, and the `.yaml`, `.yml` and `.json` files of folders by name. What is good is remembered in `good`.
#[must_use]
pub fn load(
    paths: &[PathBuf],
    contract: &Contract,
    files: &mut Files,
    limits: &Limits,
    defects: &mut Defects,
    good: &mut LastGood,
) -> Bound {
    let mut bound = Bound::default();
    let mut sources = Sources::default();
    let mut listed = read::list(paths, files, defects, &mut sources.paths, &mut bound.broken);
    // A folder that is gone took its scenarios along; one that is there and cannot be read says nothing of them.
    for folder in bound.broken.iter().filter(|path| path.is_dir()) {
        let inside = good.0.keys().filter(|path| path.parent() == Some(folder));
        sources.paths.extend(inside.clone().cloned());
        listed.extend(inside.map(|path| (path.clone(), read::Origin::Named)));
    }
    let heard: Vec<Heard> = listed
        .into_iter()
        .map(|(path, origin)| {
            let mut found = Defects::default();
            // What was a scenario is one, however little an editor has written of it so far.
            let origin = if good.0.contains_key(&path) { read::Origin::Named } else { origin };
            let written = read::read(&path, origin, files, limits, &mut found);
            let faces = faces(written.as_ref(), good.0.get(&path), contract);
            Heard { path, written, found, faces }
        })
        .collect();
    let mut census = Census::default();
    heard.iter().flat_map(|heard| &heard.faces).for_each(|(name, face)| census.add(name, Arc::clone(face)));
    let (ranked, rules, definitions) = (Vec::new(), Rules::default(), IndexMap::new());
    let mut binder = Binder { contract, census, ranked, rules, definitions };
    for Heard { path, written, mut found, faces } in heard {
        sources.bodies.clear();
        if let Some(written) = &written
            && binder.bind(written, &path, files, &mut sources, &mut found)
            && let Some(file) = files.at(written.file)
        {
            good.0.insert(path.clone(), Good { text: file.text.clone(), bodies: take(&mut sources.bodies), faces });
        }
        let is_broken = found.iter().any(|defect| defect.severity == Severity::Error);
        found.into_sorted().into_iter().for_each(|defect| defects.push(defect));
        if !is_broken {
            continue;
        }
        if let Some(good) = good.0.get(&path) {
            sources.kept = Some(good.bodies.clone());
            bound.lost.extend(bind_again(&mut binder, &path, &good.text, (files, limits), &mut sources));
            sources.kept = None;
        }
        bound.broken.push(path);
    }
    good.0.retain(|path, _| sources.paths.contains(path));
    bound.sources = sources.paths;
    bound.rules = binder.finish(defects);
    bound
}

/// A file that was read, before anything of it is bound.
struct Heard {
    path: PathBuf,
    written: Option<Written>,
    found: Defects,
    faces: Vec<(String, Arc<Face>)>,
}

/// The collections of a file: as it is now, else as it was; of one with a fault that was never good the name alone.
fn faces(written: Option<&Written>, good: Option<&Good>, contract: &Contract) -> Vec<(String, Arc<Face>)> {
    let known = good.map(|good| good.faces.as_slice()).unwrap_or_default();
    let Some(Written { scenario, declared, .. }) = written else { return known.to_vec() };
    if scenario.document.as_ref().is_some_and(|title| !names::is_served(title, contract)) {
        return Vec::new();
    }
    let face = |name: &String| match scenario.collections.get(name) {
        Some(written) => Arc::new(Face::of_written(written, contract)),
        None => known.iter().find(|(known, _)| known == name).map(|(_, face)| Arc::clone(face)).unwrap_or_default(),
    };
    declared.iter().map(|name| (name.clone(), face(name))).collect()
}

/// Binds what a file said when it was last without error; what is left out of it, a line each. What was wrong with it when it was good was
/// told then, and what is wrong with it now has been told as well.
fn bind_again(
    binder: &mut Binder<'_>,
    path: &Path,
    text: &str,
    (files, limits): (&mut Files, &Limits),
    sources: &mut Sources,
) -> Vec<String> {
    let Some(mut written) = read::read_again(path, text, files, limits) else { return Vec::new() };
    written.scenario.allow.push(Waiver::InvalidBody);
    let name = files.at(written.file).map(|file| file.name.clone()).unwrap_or_default();
    let mut lost = Vec::new();
    // What leans on what is left out goes with it.
    loop {
        let mut found = Defects::default();
        if binder.bind(&written, path, files, sources, &mut found) {
            return lost
                .into_iter()
                .map(|one| format!("{name}: {one} is not served: it cannot be bound any more"))
                .collect();
        }
        let left = written.leave_out(&found);
        if left.is_empty() || written.is_empty() {
            return vec![format!("{name}: none of it is served: it cannot be bound any more")];
        }
        lost.extend(left);
    }
}
