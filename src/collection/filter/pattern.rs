//! Regular expressions of filters: PCRE's syntax as far as it is that of everybody, with the flags `i`, `m`, `s` and `x`.
//!
//! They are matched in linear time by the `regex` crate, after what differs is rewritten: classes such as `\d` are those of ASCII, and a bracket
//! in a class or a brace that counts nothing is a character. What needs look-around or back references is walked by [`Walked`], which has no
//! flags, with bounded steps. Invariant: whatever the pattern, it is bounded in memory, and its matching in time.

use regex::{Regex, RegexBuilder};
use serde_json::Value;

use super::FilterError;
use crate::collection::datum::{Tree, millis};
use crate::schema::pattern::Pattern as Walked;

/// The longest pattern, in bytes.
const LONGEST: usize = 8 * 1024;
/// The largest automaton, in bytes.
const LARGEST: usize = 512 * 1024;

/// A regular expression.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    source: String,
    flags: String,
    /// Whether the texts of dates are matched, too: plain conditions do, filters do not.
    of_dates: bool,
    matcher: Matcher,
}

#[derive(Clone, Debug)]
enum Matcher {
    Linear(Regex),
    Walked(std::sync::Arc<Walked>),
}

impl Pattern {
    pub(super) fn new(source: &str, flags: &str, of_dates: bool) -> Result<Self, FilterError> {
        if source.len() > LONGEST {
            return Err(FilterError::new(format!("a regular expression may have {LONGEST} bytes: {}", source.len())));
        }
        let mut own: Vec<char> = flags.chars().filter(|flag| *flag != 'u').collect();
        own.sort_unstable();
        own.dedup();
        if let Some(wrong) = own.iter().find(|flag| !"imsx".contains(**flag)) {
            let error = FilterError::new(format!("there is no flag `{wrong}` of regular expressions"));
            return Err(error.help("the flags are `i`, `m`, `s` and `x`"));
        }
        let flags: String = own.iter().collect();
        let matcher = matcher(source, &flags)?;
        Ok(Self { source: source.to_owned(), flags, of_dates, matcher })
    }

    /// A text that has this in it, in any case of letters.
    pub(super) fn containing(text: &str) -> Result<Self, FilterError> {
        Self::new(&regex::escape(text), "i", true)
    }

    pub(super) fn is_met(&self, found: Option<(&Value, Option<&Tree>)>) -> bool {
        let Some((Value::String(text), dates)) = found else { return false };
        if !self.of_dates && dates.is_some_and(|dates| dates.is_end) && millis(text).is_some() {
            return false;
        }
        match &self.matcher {
            Matcher::Linear(regex) => regex.is_match(text),
            Matcher::Walked(walked) => walked.is_match(text),
        }
    }

    pub(super) fn write(&self, into: &mut String) {
        use std::fmt::Write as _;
        let dates = if self.of_dates { "d" } else { "" };
        // Writing to a text cannot fail.
        let _ = write!(into, "[{:?},{:?},{dates:?}]", self.source, self.flags);
    }
}

fn matcher(source: &str, flags: &str) -> Result<Matcher, FilterError> {
    let error = match automaton(&rewrite(source, flags.contains('x')), flags) {
        Ok(regex) => return Ok(Matcher::Linear(regex)),
        // A pattern may lean on what was rewritten: it is then taken as it stands.
        Err(regex::Error::Syntax(_)) => match automaton(source, flags) {
            Ok(regex) => return Ok(Matcher::Linear(regex)),
            Err(error) => error,
        },
        Err(error) => error,
    };
    match error {
        regex::Error::CompiledTooBig(_) => {
            Err(FilterError::new(format!("the regular expression is too large: `{source}`"))
                .help("repeat less, or match fewer kinds of characters"))
        }
        _ if flags.is_empty() => match Walked::compile(source) {
            Ok(walked) => Ok(Matcher::Walked(walked.into())),
            Err(error) => Err(FilterError::new(format!("`{source}` is no regular expression: {error}"))),
        },
        _ => {
            let error = FilterError::new(format!("`{source}` is no regular expression, or not one that takes flags"));
            Err(error.help("look-around and back references go without flags"))
        }
    }
}

fn automaton(source: &str, flags: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source)
        .case_insensitive(flags.contains('i'))
        .multi_line(flags.contains('m'))
        .dot_matches_new_line(flags.contains('s'))
        .ignore_whitespace(flags.contains('x'))
        .size_limit(LARGEST)
        .dfa_size_limit(LARGEST)
        .build()
}

/// The same in the words of the `regex` crate.
fn rewrite(source: &str, is_spaced: bool) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let mut rest = source.chars().peekable();
    let mut in_class = false;
    while let Some(char) = rest.next() {
        match char {
            '\\' => escape(rest.next(), in_class, &mut out),
            '[' if in_class => {
                // A class by name, `[:alpha:]`, is one for both.
                let is_named = rest.peek() == Some(&':');
                out.push_str(if is_named { "[" } else { r"\[" });
                if is_named {
                    for char in rest.by_ref() {
                        out.push(char);
                        if char == ']' {
                            break;
                        }
                    }
                }
            }
            '[' => {
                in_class = true;
                out.push('[');
                if let Some(caret) = rest.next_if_eq(&'^') {
                    out.push(caret);
                }
                // A bracket that closes at once is a character.
                if rest.next_if_eq(&']').is_some() {
                    out.push_str(r"\]");
                }
            }
            ']' => {
                out.push_str(if in_class { "]" } else { r"\]" });
                in_class = false;
            }
            '&' | '~' if in_class => out.extend(['\\', char]),
            '-' if in_class && rest.peek() == Some(&'-') => out.push_str(r"\-"),
            ' ' | '#' if in_class && is_spaced => out.extend(['\\', char]),
            '{' if !in_class && !is_count(rest.clone()) => out.push_str(r"\{"),
            _ => out.push(char),
        }
    }
    out
}

/// Writes what a backslash and this character mean.
fn escape(char: Option<char>, in_class: bool, out: &mut String) {
    let set = match char {
        Some('d') => "0-9",
        Some('w') => "0-9A-Za-z_",
        Some('s') => r"\t\n\x0b\x0c\r\x20",
        Some('h') => r"\t\x20",
        Some(upper @ ('D' | 'W' | 'S' | 'H')) => {
            let mut inverse = String::new();
            escape(Some(upper.to_ascii_lowercase()), true, &mut inverse);
            out.push_str("[^");
            out.push_str(&inverse);
            out.push(']');
            return;
        }
        Some('b') if !in_class => return out.push_str(r"(?-u:\b)"),
        Some('b') => return out.push_str(r"\x08"),
        Some('Z') => return out.push_str(r"(?:\n?\z)"),
        Some('e') => return out.push_str(r"\x1b"),
        Some('0') => return out.push_str(r"\x00"),
        Some(char) => return out.extend(['\\', char]),
        None => return out.push('\\'),
    };
    if in_class {
        out.push_str(set);
    } else {
        out.push('[');
        out.push_str(set);
        out.push(']');
    }
}

/// Whether what follows a brace counts: `3}`, `3,}`, `3,5}`.
fn is_count(mut rest: impl Iterator<Item = char>) -> bool {
    let mut digits = 0;
    let mut commas = 0;
    loop {
        match rest.next() {
            Some('0'..='9') => digits += 1,
            Some(',') if digits > 0 && commas == 0 => commas = 1,
            Some('}') => return digits > 0,
            _ => return false,
        }
    }
}
