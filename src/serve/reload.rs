//! Reloading: when a file changes, everything is read, checked and bound aside, and put into service as a whole.
//!
//! A change that takes something away (an operation, a rule, a good part of a text) is believed only when the files have stood still for a
//! while: half of a file that is being written is often a document of its own. Invariant: whatever is read, calls go on being answered from a sound world.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::host::Host;
use super::journal::Event;
use super::live::Trouble;
use super::setup::{Made, Setup};
use super::stop::Hangup;
use super::watch::Watch;
use crate::base::{Defect, Severity};
use crate::respond::World;
use crate::spec::{Files, Finding, LoadError, findings};

/// How long files have to stand still before a loss is believed.
const DOUBT: Duration = Duration::from_millis(500);

/// What came of a reload.
pub struct Reload<'r> {
    /// What is wrong, whether new or not.
    pub defects: &'r [Defect],
    /// The texts, for positions.
    pub files: &'r Files,
    /// Why the world in service stays, if it does.
    pub kept: Option<&'r LoadError>,
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
    /// The texts that are served.
    pub(super) texts: Texts,
}

/// What a text that is cut short shows: its length, and whether it ends as texts do, by the names of the files.
pub(super) type Texts = BTreeMap<String, (usize, bool)>;

/// The texts of files.
pub(super) fn texts(files: &Files) -> Texts {
    files.iter().map(|file| (file.name.clone(), (file.text.len(), file.text.ends_with('\n')))).collect()
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
        loop {
            let began = Instant::now();
            let mut setup = self.setup.clone();
            // Reading blocks, and takes long for large documents.
            let made = tokio::task::spawn_blocking(move || {
                let made = setup.make();
                (setup, made)
            });
            let Ok((setup, made)) = made.await else {
                tracing::error!("a reload failed; the files are served as they were");
                return;
            };
            match made {
                Ok(made) => {
                    self.watch.follow(made.watched.clone());
                    let texts = texts(&made.files);
                    let is_doubtful = loses(&self.host.live.current().world, &made.world) || self.is_cut(&texts);
                    if is_doubtful && timeout(DOUBT, self.watch.changed()).await.is_ok() {
                        continue;
                    }
                    (self.setup, self.texts) = (setup, texts);
                    self.replace(made, began.elapsed());
                }
                Err(error) => self.keep(&error, began.elapsed()),
            }
            return;
        }
    }

    /// Whether a text looks as if it were being written: a tenth of it is gone, or its last line has no end any more.
    fn is_cut(&self, texts: &Texts) -> bool {
        self.texts.iter().any(|(name, (length, is_ended))| match texts.get(name) {
            Some((now, ends)) => *now < length - length / 10 || (*is_ended && !ends),
            None => true,
        })
    }

    fn replace(&self, made: Made, took: Duration) {
        let Made { world, defects, files, unreadable, broken, .. } = made;
        let defects = defects.into_sorted();
        let trouble = trouble(&defects, &files, &unreadable, !broken.is_empty());
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
            kept: None,
            broken: &broken,
            scenarios,
            operations,
            took,
        });
    }

    fn keep(&self, error: &LoadError, took: Duration) {
        let trouble = Trouble { since: jiff::Timestamp::now(), lines: vec![error.to_string()] };
        self.host.events.tell(Event::Stale { trouble: trouble.lines.clone().into() });
        self.host.live.keep(trouble);
        let (operations, scenarios) = served(&self.host.live.current().world);
        let files = Files::default();
        (self.tell)(&Reload {
            defects: &[],
            files: &files,
            kept: Some(error),
            broken: &[],
            scenarios,
            operations,
            took,
        });
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

/// What there is to say of files that are served otherwise than they are written.
pub(super) fn trouble(defects: &[Defect], files: &Files, unreadable: &[LoadError], is_broken: bool) -> Option<Trouble> {
    let mut lines: Vec<String> = unreadable.iter().map(LoadError::to_string).collect();
    if is_broken {
        let errors = defects.iter().filter(|defect| defect.severity == Severity::Error);
        let of_scenarios = errors.filter(|defect| defect.code.starts_with("scenario-")).cloned().collect();
        lines.extend(findings(of_scenarios, files).iter().map(Finding::line));
    }
    (!lines.is_empty()).then(|| Trouble { since: jiff::Timestamp::now(), lines })
}

/// Whether something that is served now would be gone: an operation, or a rule.
fn loses(old: &World, new: &World) -> bool {
    let operations = |world: &World| -> BTreeSet<String> {
        world.contract.operations().iter().map(|operation| operation.name.clone()).collect()
    };
    let rules =
        |world: &World| -> BTreeSet<String> { world.rules.rules().iter().map(|rule| rule.key.to_string()).collect() };
    !operations(old).is_subset(&operations(new)) || !rules(old).is_subset(&rules(new))
}
