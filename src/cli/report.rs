//! Defects as people and machines read them: file, line and column, the line itself with a caret, what to do.

use std::io::{IsTerminal, Write};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::{Value, json};

use super::exit::CliError;
use crate::base::{Defect, Entry, Severity};
use crate::spec::{File, Files, LoadError, Located, Target, locate, position};

/// Lines of text shown above and below the one at fault.
const CONTEXT_LINES: usize = 1;
/// The longest line that is shown; longer ones (minified documents) are cut around the fault.
const LONGEST_LINE: usize = 160;

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
    let title = Level::ERROR.primary_title(error.message());
    let mut groups = vec![annotate_snippets::Group::with_title(title)];
    if let Some(hint) = error.hint() {
        groups.push(annotate_snippets::Group::with_title(Level::HELP.with_name(Some("hint")).secondary_title(hint)));
    }
    say(&renderer().render(&groups));
}

/// A document of a folder that could not be read.
pub(super) fn unreadable(error: &LoadError) {
    failure(&CliError::Load(error.clone()));
}

/// A defect as a diagnostic.
pub(super) fn text(defect: &Defect, files: &Files) -> String {
    let level = match defect.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(defect.message.clone()).id(defect.code);
    let group = match files.at(defect.at.file).and_then(|file| Some((file, found(file, defect)?))) {
        Some((file, located)) => {
            let excerpt = excerpt(&file.text, &located);
            let annotation = AnnotationKind::Primary.span(excerpt.span.clone());
            title.element(
                Snippet::source(excerpt.text)
                    .line_start(excerpt.first_line)
                    .path(file.name.clone())
                    .annotation(annotation),
            )
        }
        None => annotate_snippets::Group::with_title(title),
    };
    let mut groups = vec![group];
    if let Some(help) = help(defect) {
        groups.push(annotate_snippets::Group::with_title(Level::HELP.with_name(Some("hint")).secondary_title(help)));
    }
    renderer().render(&groups)
}

/// A defect in one line: `spec/x.json:346:9: warning[boolean-as-text]: …`.
pub(super) fn line(defect: &Defect, files: &Files) -> String {
    let severity = defect.severity.as_str();
    format!("{}: {severity}[{}]: {}", place(defect, files), defect.code, defect.message)
}

/// A defect for machines.
pub(super) fn json(defect: &Defect, files: &Files) -> Value {
    let file = files.at(defect.at.file);
    let at = file.and_then(|file| found(file, defect).map(|located| position(&file.text, located.span.start)));
    json!({
        "code": defect.code,
        "severity": defect.severity.as_str(),
        "file": file.map(|file| &file.name),
        "line": at.as_ref().map(|at| at.line),
        "column": at.as_ref().map(|at| at.column),
        "pointer": defect.at.pointer.as_str(),
        "message": defect.message,
        "hint": help(defect),
    })
}

/// What the author can do: what is known of this very defect, else of its kind.
fn help(defect: &Defect) -> Option<&str> {
    defect.help.as_deref().or_else(|| Entry::of(defect.code).map(|entry| entry.fix))
}

fn place(defect: &Defect, files: &Files) -> String {
    let Some(file) = files.at(defect.at.file) else { return defect.at.pointer.to_string() };
    match found(file, defect).map(|located| position(&file.text, located.span.start)) {
        Some(at) => format!("{}:{}:{}", file.name, at.line, at.column),
        None => file.name.clone(),
    }
}

fn found(file: &File, defect: &Defect) -> Option<Located> {
    locate(&file.text, file.syntax, &defect.at.pointer, Target::Key)
}

/// The lines around a span, and where the span lies in them.
struct Excerpt {
    text: String,
    first_line: usize,
    span: std::ops::Range<usize>,
}

fn excerpt(text: &str, located: &Located) -> Excerpt {
    let start = text.floor_char_boundary(located.span.start);
    let line_start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let line_end = text.get(start..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| start + newline);
    // What spans several lines is pointed at where it begins.
    let end = text.floor_char_boundary(located.span.end.min(line_end)).max(start);
    if line_end - line_start > LONGEST_LINE {
        let from = text.floor_char_boundary(start.saturating_sub(LONGEST_LINE / 4).max(line_start));
        let to = text.floor_char_boundary((from + LONGEST_LINE).min(line_end));
        let cut = text.get(from..to).unwrap_or_default().to_owned();
        let first_line = position(text, start).line;
        return Excerpt { span: start - from..end.min(to) - from, text: cut, first_line };
    }
    let mut from = line_start;
    let mut first_line = position(text, start).line;
    for _ in 0..CONTEXT_LINES {
        let Some(above) = from.checked_sub(1) else { break };
        from = text.get(..above).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        first_line -= 1;
    }
    let mut to = line_end;
    for _ in 0..CONTEXT_LINES {
        let Some(below) = text.get(to + 1..) else { break };
        to = below.find('\n').map_or(text.len(), |newline| to + 1 + newline);
    }
    let text = text.get(from..to).unwrap_or_default().to_owned();
    Excerpt { span: start - from..end - from, text, first_line }
}

/// Colour only on a terminal; `NO_COLOR` is honoured by `anstream`, which strips what is not wanted.
fn renderer() -> Renderer {
    if std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
}
