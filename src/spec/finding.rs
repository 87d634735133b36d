//! Defects as people and machines read them: file, line and column, the line itself with a caret, what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::{File, Files, Located, Position, Span, Target, locate_all, position, positions};
use crate::base::{Defect, Entry, FileId, Pointer, Severity};

/// Lines of text shown above and below the one at fault.
const CONTEXT_LINES: usize = 1;
/// The longest line that is shown whole; of longer ones (minified documents) the part around the fault is.
const LONGEST_LINE: usize = 160;

/// A defect and where it stands in the text.
#[derive(Debug)]
pub struct Finding<'f> {
    /// The defect.
    pub defect: Defect,
    file: Option<&'f File>,
    located: Option<(Located, Position)>,
}

/// Finds all defects in their texts, in one pass over each; they come out by file and position.
#[must_use]
pub fn findings(defects: Vec<Defect>, files: &Files) -> Vec<Finding<'_>> {
    let mut by_file: std::collections::BTreeMap<FileId, Vec<Defect>> = std::collections::BTreeMap::new();
    for defect in defects {
        by_file.entry(defect.at.file).or_default().push(defect);
    }
    let mut all = Vec::new();
    for (id, defects) in by_file {
        let Some(file) = files.at(id) else {
            all.extend(defects.into_iter().map(|defect| Finding { defect, file: None, located: None }));
            continue;
        };
        if let Some(fault) = file.fault {
            let span = Span { start: fault, end: fault };
            let located = (Located { span, exact: true }, position(&file.text, fault));
            all.extend(defects.into_iter().map(|defect| Finding { defect, file: Some(file), located: Some(located) }));
            continue;
        }
        let pointers: Vec<Pointer> = defects.iter().map(|defect| defect.at.pointer.clone()).collect();
        let located = locate_all(&file.text, file.syntax, &pointers, Target::Key);
        let offsets: Vec<usize> =
            located.iter().map(|located| located.as_ref().map_or(0, |located| located.span.start)).collect();
        let places = positions(&file.text, &offsets);
        let placed = located.into_iter().zip(places).map(|(located, position)| Some((located?, position)));
        let found = defects.into_iter().zip(placed);
        let mut found: Vec<_> = found.map(|(defect, located)| Finding { defect, file: Some(file), located }).collect();
        found.sort_by_key(|finding| finding.located.as_ref().map(|(located, _)| located.span.start));
        all.extend(found);
    }
    all
}

impl Finding<'_> {
    /// As a diagnostic with the line at fault; the renderer decides on colours.
    #[must_use]
    pub fn text(&self, renderer: &Renderer) -> String {
        let level = match self.defect.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(self.defect.message.clone()).id(self.defect.code);
        let group = match (self.file, &self.located) {
            (Some(file), Some((located, position))) => {
                let excerpt = excerpt(&file.text, located, position);
                let annotation = AnnotationKind::Primary.span(excerpt.span.clone());
                let snippet = Snippet::source(excerpt.text).line_start(excerpt.first_line).fold(false);
                let snippet = snippet.annotation(annotation);
                if excerpt.is_cut {
                    // The column is told by us: the excerpt begins somewhere in its line.
                    let origin = Origin::path(file.name.clone()).line(position.line).char_column(position.column);
                    title.element(origin).element(snippet)
                } else {
                    title.element(snippet.path(file.name.clone()))
                }
            }
            _ => Group::with_title(title),
        };
        let mut groups = vec![group];
        if let Some(hint) = self.hint() {
            groups.push(Group::with_title(Level::HELP.with_name(Some("hint")).secondary_title(hint)));
        }
        renderer.render(&groups)
    }

    /// In one line: `spec/x.json:346:9: warning[boolean-as-text]: …`.
    #[must_use]
    pub fn line(&self) -> String {
        let Defect { code, severity, message, at, .. } = &self.defect;
        let place = match (self.file, &self.located) {
            (Some(file), Some((_, position))) => format!("{}:{}:{}", file.name, position.line, position.column),
            (Some(file), None) => file.name.clone(),
            (None, _) => at.pointer.to_string(),
        };
        format!("{place}: {}[{code}]: {message}", severity.as_str())
    }

    /// For machines.
    #[must_use]
    pub fn json(&self) -> Value {
        let position = self.located.as_ref().map(|(_, position)| position);
        json!({
            "code": self.defect.code,
            "severity": self.defect.severity.as_str(),
            "file": self.file.map(|file| &file.name),
            "line": position.map(|position| position.line),
            "column": position.map(|position| position.column),
            "pointer": self.defect.at.pointer.as_str(),
            "message": self.defect.message,
            "hint": self.hint(),
        })
    }

    /// What the author can do: what is known of this very defect, else of its kind.
    fn hint(&self) -> Option<&str> {
        self.defect.help.as_deref().or_else(|| Entry::of(self.defect.code).map(|entry| entry.fix))
    }
}

/// The lines around a span, and where the span lies in them.
struct Excerpt {
    text: String,
    first_line: usize,
    span: std::ops::Range<usize>,
    is_cut: bool,
}

fn excerpt(text: &str, located: &Located, position: &Position) -> Excerpt {
    let start = text.floor_char_boundary(located.span.start);
    let line_start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let line_end = text.get(start..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| start + newline);
    // What spans several lines is pointed at where it begins.
    let end = text.floor_char_boundary(located.span.end.min(line_end)).max(start);
    let (mut from, mut to, mut first_line) = (line_start, line_end, position.line);
    let is_cut = line_end - line_start > LONGEST_LINE;
    if is_cut {
        from = text.floor_char_boundary(start.saturating_sub(LONGEST_LINE / 4).max(line_start));
        to = text.floor_char_boundary((from + LONGEST_LINE).min(line_end)).max(end.min(from + LONGEST_LINE));
    } else {
        for _ in 0..CONTEXT_LINES {
            let Some(above) = from.checked_sub(1) else { break };
            let before = text.get(..above).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
            if above - before > LONGEST_LINE {
                break;
            }
            from = before;
            first_line -= 1;
        }
        for _ in 0..CONTEXT_LINES {
            let Some(below) = text.get(to + 1..).filter(|below| !below.is_empty()) else { break };
            let after = below.find('\n').map_or(text.len(), |newline| to + 1 + newline);
            if after - to > LONGEST_LINE {
                break;
            }
            to = after;
        }
    }
    let to = text.floor_char_boundary(to);
    let shown = text.get(from..to).unwrap_or_default().to_owned();
    Excerpt { span: start - from..end.min(to) - from, text: shown, first_line, is_cut }
}
