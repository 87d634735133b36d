//! The text of an expression or a template: whether it is short and flat enough, and where in it something is wrong.

use minijinja::machinery::{self, Span, Token};
use minijinja::syntax::SyntaxConfig;

use super::names;
use crate::scenario::expression::ExpressionError;

/// The longest text with templates in it, in bytes; texts without are of any length.
const LONGEST: usize = 64 << 10;
/// The most names and signs of what is between two braces, literals and commas aside: a tree is at most so deep.
const MOST_PARTS: usize = 256;
/// The most `elif`s: each one is a level deeper.
const MOST_TURNS: usize = 100;

/// Jinja's, but for a line's end at the end of the text, which is the author's.
pub(super) fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder().keep_trailing_newline(true).build().unwrap_or_default()
}

/// A text and its places.
#[derive(Clone, Copy)]
pub(super) struct Source<'t> {
    text: &'t str,
}

impl<'t> Source<'t> {
    /// A text that is short enough.
    pub(super) fn new(text: &'t str, is_expression: bool) -> Result<Self, ExpressionError> {
        let source = Self { text };
        if text.len() > LONGEST {
            return Err(ExpressionError::new(format!("it is longer than {} KiB", LONGEST >> 10)));
        }
        let (mut parts, mut turns) = (0, 0);
        for token in machinery::tokenize(text, is_expression, syntax()) {
            let (token, span) = token.map_err(|error| source.unreadable(&error))?;
            match token {
                Token::TemplateData(_) | Token::VariableStart | Token::BlockStart => parts = 0,
                Token::Str(_)
                | Token::String(_)
                | Token::Int(_)
                | Token::Int128(_)
                | Token::Float(_)
                | Token::Comma
                | Token::Colon => {}
                Token::Ident("elif") => turns += 1,
                _ => parts += 1,
            }
            if turns > MOST_TURNS {
                let error = ExpressionError::new(format!("it has more than {MOST_TURNS} `elif`"));
                return Err(source.at(error, span.start_offset as usize));
            }
            if parts > MOST_PARTS {
                let error = ExpressionError::new(format!("it has more than {MOST_PARTS} names and signs"));
                return Err(source.at(error, span.start_offset as usize));
            }
        }
        Ok(source)
    }

    /// An error with its place: the column, and the line where there are several.
    pub(super) fn at(self, error: ExpressionError, offset: usize) -> ExpressionError {
        let before = self.text.get(..offset.min(self.text.len())).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let place = if self.text.trim_end().contains('\n') {
            format!("line {line}, column {column}")
        } else {
            format!("column {column}")
        };
        ExpressionError { message: format!("{}, at {place}", error.message), help: error.help }
    }

    /// An error at the last place inside a span where a name is written.
    pub(super) fn at_name(self, error: ExpressionError, span: Span, name: &str) -> ExpressionError {
        let (start, end) = (span.start_offset as usize, span.end_offset as usize);
        let found = self.text.get(start..end).and_then(|part| part.rfind(name)).unwrap_or_default();
        self.at(error, start + found)
    }

    /// What the parser does not understand.
    pub(super) fn unreadable(self, error: &minijinja::Error) -> ExpressionError {
        let message = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        let Some(range) = error.range() else { return ExpressionError::new(message) };
        let error = match message.strip_prefix("unknown statement ") {
            Some(name) => names::unknown_statement(name),
            None => ExpressionError { message, help: self.habit(range.start) },
        };
        self.at(error, range.start)
    }

    /// What stands there is right in another language.
    fn habit(self, offset: usize) -> Option<String> {
        let before = self.text.get(..offset).unwrap_or_default();
        let from = before.trim_end_matches(['&', '|', '!', '=']).len();
        let here = self.text.get(from..).unwrap_or_default();
        let known = HABITS.iter().find(|(habit, _)| here.starts_with(habit));
        known.map(|(_, instead)| format!("write {instead}"))
    }
}

/// What other languages write, and what this one does.
const HABITS: &[(&str, &str)] = &[
    ("===", "`==`"),
    ("!==", "`!=`"),
    ("&", "`and`"),
    ("||", "`or`"),
    ("!", "`not`"),
    ("?", "`a if test else b`"),
    ("=", "`==`, or `{% set name = … %}`"),
];
