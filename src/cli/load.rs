//! Reads documents for a command, with a sign of life on a terminal where that takes long.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::exit::CliError;
use super::report;
use crate::base::Defects;
use crate::contract::Contract;
use crate::serve::{Made, Setup};
use crate::spec::{self, Files, Limits, Source};

/// A compiled contract and what was found on the way.
pub(super) struct Ready {
    pub(super) contract: Contract,
    pub(super) defects: Defects,
    pub(super) files: Files,
    /// Whether a document of a folder could not be read at all.
    pub(super) is_partial: bool,
}

/// Reads documents and scenarios and makes a world of them. Documents of a folder that cannot be read are told of at once, and the rest
/// goes on.
pub(super) fn made(setup: &mut Setup) -> Result<Made, CliError> {
    let made = patiently(|| setup.make())?;
    made.unreadable.iter().for_each(report::unreadable);
    Ok(made)
}

/// Does what may take long, with a sign of life on a terminal.
fn patiently<T>(work: impl FnOnce() -> T) -> T {
    let progress = std::io::stderr().is_terminal().then(|| {
        let bar = ProgressBar::new_spinner().with_message("reading the documents");
        bar.set_style(ProgressStyle::default_spinner());
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    });
    let done = work();
    if let Some(progress) = progress {
        progress.finish_and_clear();
    }
    done
}

/// Reads and compiles. Documents of a folder that cannot be read are told of at once, and the rest goes on.
pub(super) fn ready(sources: &[Source], limits: &Limits) -> Result<Ready, CliError> {
    let mut loaded = patiently(|| spec::load(sources, limits))?;
    loaded.unreadable.iter().for_each(report::unreadable);
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut loaded.defects);
    Ok(Ready { contract, defects: loaded.defects, files: loaded.files, is_partial: !loaded.unreadable.is_empty() })
}
