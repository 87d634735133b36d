//! Reloading: when a file changes, everything is read, checked and bound aside, and put into service as a whole.
//!
//! What was read of the documents once and cannot be read any more keeps the world in service. A change that takes something away (an
//! operation, a rule, a good part of a text) is believed after a while: half of a file that is being written is often a document of its
//! own ([`doubt`]). Invariant: whatever is read, calls go on being answered from a sound world.

mod doubt;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::timeout;

use doubt::{Doubt, Loss, STILL};

use crate::base::{Defect, Severity};
use crate::respond::World;
use crate::scenario::BodyFile;
use crate::serve::host::Host;
use crate::serve::journal::Event;
use crate::serve::live::Trouble;
use crate::serve::setup::{Made, Setup};
use crate::serve::stop::Hangup;
use crate::serve::watch::Watch;
use crate::spec::{Files, Finding, LoadError, findings};

/// What came of a reload.
pub struct Reload<'r> {
    /// What is wrong, whether new or not.
    pub defects: &'r [Defect],
    /// The texts, for positions.
    pub files: &'r Files,
    /// Why the world in service stays, if it does: what cannot be read any more.
    pub kept: &'r [LoadError],
    /// Scenario files that have an error, and are served as they were when they had none.
    pub broken: &'r [PathBuf],
    /// The scenarios in service.
    pub scenarios: usize,
    /// The operations in service.
    pub operations: usize,
    /// How long it took, from the end of the burst of changes.
    pub took: Duration,
}

/// Told of every reload.
pub type Tell = Arc<dyn Fn(&Reload<'_>) + Send + Sync>;

/// Makes the world anew whenever its files change.
pub(super) struct Reloader {
    pub(super) setup: Setup,
    pub(super) host: Arc<Host>,
    pub(super) watch: Watch,
    /// `None` where the system has no such signal.
    pub(super) hangup: Option<Hangup>,
    pub(super) tell: Tell,
    /// What the world in service was read from.
    pub(super) served: Served,
}

/// What a world was read from.
pub(super) struct Served {
    /// Documents and what they refer to.
    used: BTreeSet<PathBuf>,
    texts: Texts,
}

impl Served {
    pub(super) fn of(made: &Made, setup: &Setup) -> Self {
        let mut texts = texts(&made.files);
        texts.extend(setup.good.bodies().map(|(path, body)| (path.display().to_string(), shape(body))));
        Self { used: made.used.clone(), texts }
    }

    /// What was read of the documents then and cannot be read now: with it, part of the contract would be gone. A document that is not in
    /// its folder any more is no failure; somebody removed it.
    fn broken(&self, made: &Made) -> Vec<LoadError> {
        let was_read = |(path, _): &(&PathBuf, &LoadError)| self.used.contains(*path);
        made.failed.iter().filter(was_read).map(|(_, error)| error.clone()).collect()
    }

    /// The texts that look as if they were being written: a tenth of them is gone, or their last line has no end any more.
    fn cut_in(&self, now: &Self) -> impl Iterator<Item = Loss> {
        let is_cut = |(name, (length, is_ended)): &(&String, &(usize, bool))| match now.texts.get(*name) {
            Some((now, ends)) => *now < length - length / 10 || (*is_ended && !ends),
            None => true,
        };
        self.texts.iter().filter(is_cut).map(|(name, _)| Loss::Text(name.clone()))
    }
}

/// What a text that is cut short shows: its length, and whether it ends as texts do, by the names of the files.
type Texts = BTreeMap<String, (usize, bool)>;

/// The texts of files.
fn texts(files: &Files) -> Texts {
    files.iter().map(|file| (file.name.clone(), (file.text.len(), file.text.ends_with('\n')))).collect()
}

/// The same of a body file.
fn shape(body: &BodyFile) -> (usize, bool) {
    match body {
        BodyFile::Held(bytes) => (bytes.len(), bytes.ends_with(b"\n")),
        BodyFile::Streamed { bytes, .. } => (usize::try_from(*bytes).unwrap_or(usize::MAX), false),
    }
}

impl Reloader {
    /// Reloads for ever.
    pub(super) async fn run(mut self) {
        loop {
            tokio::select! {
                notice = self.watch.changed() => tracing::debug!(%notice, "reloading"),
                () = hangup(&mut self.hangup) => tracing::debug!("reloading, as a signal asks"),
            }
            self.reload().await;
        }
    }

    async fn reload(&mut self) {
        let (mut doubt, mut is_rested) = (Doubt::default(), false);
        loop {
            let began = Instant::now();
            let mut setup = self.setup.clone();
            // Reading blocks, and takes long for large documents.
            let made = tokio::task::spawn_blocking(move || {
                let made = setup.make();
                (setup, made)
            });
            let Ok((setup, made)) = made.await else {
                let message = "a fault of this program ended it; the files are served as they were".to_owned();
                let error = LoadError { name: "reloading".to_owned(), position: None, message, help: None };
                tracing::error!("{error}");
                return self.keep(&[error], began.elapsed());
            };
            let broken = match &made {
                Ok(made) => self.served.broken(made),
                Err(error) => vec![error.clone()],
            };
            if let Ok(made) = &made {
                self.watch.follow(made.watched.clone());
            }
            match made {
                Ok(made) if broken.is_empty() => {
                    let served = Served::of(&made, &setup);
                    let cut = self.served.cut_in(&served);
                    let losses = losses(&self.host.live.current().world, &made.world).chain(cut).collect();
                    let Some(wait) = doubt.wait(losses, is_rested, tokio::time::Instant::now()) else {
                        (self.setup, self.served) = (setup, served);
                        return self.replace(made, began.elapsed());
                    };
                    is_rested = timeout(wait, self.watch.changed()).await.is_err();
                }
                _ => {
                    self.keep(&broken, began.elapsed());
                    // What was missing before may be missing still: it is not doubted anew each time that a file is broken for a moment.
                    if !doubt.has_begun() || timeout(STILL, self.watch.changed()).await.is_err() {
                        return;
                    }
                    is_rested = false;
                }
            }
        }
    }

    /// Puts what was made into service.
    fn replace(&self, made: Made, took: Duration) {
        let Made { world, defects, files, unreadable, broken, lost, .. } = made;
        let defects = defects.into_sorted();
        let trouble = trouble(&defects, &files, &unreadable, (!broken.is_empty()).then_some(&lost));
        let (operations, scenarios) = served(&world);
        let was_troubled = self.host.live.trouble().is_some();
        let stage = self.host.live.replace(world, trouble.clone());
        let notes = findings(defects.clone(), &files).iter().map(Finding::line).collect();
        self.host.events.tell(Event::Reloaded { number: stage.number, world: Arc::clone(&stage.world), notes });
        match trouble {
            Some(trouble) => self.host.events.tell(Event::Stale { trouble: trouble.lines.into() }),
            None if was_troubled => self.host.events.tell(Event::Mended),
            None => {}
        }
        (self.tell)(&Reload {
            defects: &defects,
            files: &files,
            kept: &[],
            broken: &broken,
            scenarios,
            operations,
            took,
        });
    }

    fn keep(&self, errors: &[LoadError], took: Duration) {
        let lines = errors.iter().map(LoadError::to_string).collect();
        let trouble = Trouble { since: jiff::Timestamp::now(), lines };
        self.host.events.tell(Event::Stale { trouble: trouble.lines.clone().into() });
        self.host.live.keep(trouble);
        let (operations, scenarios) = served(&self.host.live.current().world);
        let files = Files::default();
        (self.tell)(&Reload { defects: &[], files: &files, kept: errors, broken: &[], scenarios, operations, took });
    }
}

/// Operations and scenarios of a world.
fn served(world: &World) -> (usize, usize) {
    (world.contract.operations().len(), world.rules.scenarios().len())
}

/// The next request to reload; never where there is no such signal.
async fn hangup(hangup: &mut Option<Hangup>) {
    match hangup {
        Some(hangup) => hangup.next().await,
        None => std::future::pending().await,
    }
}

/// What there is to say of files that are served otherwise than they are written; `lost` if scenarios are: what is left out of them.
pub(super) fn trouble(
    defects: &[Defect],
    files: &Files,
    unreadable: &[LoadError],
    lost: Option<&Vec<String>>,
) -> Option<Trouble> {
    let mut lines: Vec<String> = unreadable.iter().map(LoadError::to_string).collect();
    if let Some(lost) = lost {
        let errors = defects.iter().filter(|defect| defect.severity == Severity::Error);
        let of_scenarios = errors.filter(|defect| defect.code.starts_with("scenario-")).cloned().collect();
        lines.extend(findings(of_scenarios, files).iter().map(Finding::line));
        lines.extend_from_slice(lost);
    }
    (!lines.is_empty()).then(|| Trouble { since: jiff::Timestamp::now(), lines })
}

/// What is served now and would be gone: operations, and rules.
fn losses(old: &World, new: &World) -> impl Iterator<Item = Loss> {
    let all = |world: &World| -> BTreeSet<Loss> {
        let operations = world.contract.operations().iter();
        let operations = operations.map(|operation| Loss::Operation(operation.name.clone()));
        operations.chain(world.rules.rules().iter().map(|rule| Loss::Rule(rule.key.to_string()))).collect()
    };
    let (old, new) = (all(old), all(new));
    old.into_iter().filter(move |loss| !new.contains(loss))
}
