//! What the program says: talk on stderr, data on stdout, errors with what to do about them.

use std::io::{IsTerminal, Write};

use annotate_snippets::{Group, Level, Renderer};

use super::exit::CliError;
use crate::spec::LoadError;

/// Writes to stderr; that nobody may be reading there is no reason to fail.
pub(super) fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Writes a line to stdout, where data goes.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    match writeln!(anstream::stdout(), "{text}") {
        Ok(()) => Ok(()),
        // Whoever reads has seen enough (`standin routes | head`).
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Err(CliError::Unread),
        Err(error) => Err(CliError::Io(format!("cannot write to stdout: {error}"))),
    }
}

/// An error that ends the program.
pub(super) fn failure(error: &CliError) {
    if matches!(error, CliError::Unread) {
        return;
    }
    let mut told = renderer().render(&[Group::with_title(Level::ERROR.primary_title(error.message()))]);
    if let Some(hint) = error.hint() {
        let hint = Group::with_title(Level::HELP.with_name(Some("hint")).primary_title(hint));
        told = format!("{told}\n{}", renderer().render(&[hint]));
    }
    say(&told);
}

/// A document of a folder that could not be read.
pub(super) fn unreadable(error: &LoadError) {
    failure(&CliError::Load(error.clone()));
}

/// Colour only on a terminal; `NO_COLOR` is honoured by `anstream`, which strips what is not wanted.
pub(super) fn renderer() -> Renderer {
    if std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
}
