//! Reads documents for a command, with a sign of life on a terminal where that takes long.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::exit::CliError;
use super::report;
use crate::serve::{Made, Setup};
use crate::spec::{Limits, Source};

/// Reads documents and scenarios and makes a world of them. Documents of a folder that cannot be read are told of at once, and the rest
/// goes on.
pub(super) fn made(setup: &mut Setup) -> Result<Made, CliError> {
    let progress = std::io::stderr().is_terminal().then(|| {
        let bar = ProgressBar::new_spinner().with_message("reading the documents");
        bar.set_style(ProgressStyle::default_spinner());
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    });
    let made = setup.make();
    if let Some(progress) = progress {
        progress.finish_and_clear();
    }
    let made = made?;
    made.unreadable.iter().for_each(report::unreadable);
    Ok(made)
}

/// The same of documents alone.
pub(super) fn documents(sources: Vec<Source>, limits: Limits) -> Result<Made, CliError> {
    made(&mut Setup { limits, ..Setup::new(sources) })
}
