//! The patterns of JSON Schema (ECMA-262 regular expressions) → a matcher and a generator of texts that match. Lengths are
//! code points. A pattern written as a JavaScript literal `/…/i` is not taken apart here: that is a repair.
//! Invariant: compiling, matching and generating take bounded time and memory, whatever the pattern and the text.

mod backtrack;
mod class;
mod escape;
mod generate;
mod linear;
mod parse;
mod syntax;

use std::fmt;
use std::ops::RangeInclusive;

use rand::rngs::ChaCha8Rng;

use syntax::Node;

/// Longest text, in code points, that is matched by backtracking.
const MAX_TEXT: usize = 65_536;

/// A compiled pattern. The syntax is ECMA-262 in unicode mode, with the leniences of annex B.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    tree: Node,
    /// Absent for what no automaton can match; then the tree itself is walked.
    automaton: Option<regex::Regex>,
}

/// Why a text is no ECMA-262 pattern, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError(pub String);

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// Reads `source`. Other dialects' anchors (`\A`, `\z`) and groups (`(?P<n>…)`, `(?i)`) are errors, even where annex B
    /// would read them as plain letters.
    pub fn compile(source: &str) -> Result<Self, PatternError> {
        let tree = parse::parse(source)?;
        let automaton = linear::compile(&tree);
        Ok(Self { source: source.to_owned(), tree, automaton })
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// The pattern in the words of the `regex` crate, or in those of `fancy-regex` where it has look-around or back references; `None` if
    /// that would be too long.
    #[must_use]
    pub fn as_regex(&self) -> Option<String> {
        linear::source(&self.tree)
    }

    /// Whether [`Pattern::as_regex`] is sure to compile.
    #[must_use]
    pub const fn is_regular(&self) -> bool {
        self.automaton.is_some()
    }

    /// Whether the pattern matches anywhere in `text`. A text whose match could not be decided in bounded time passes:
    /// nothing was shown against it.
    pub fn is_match(&self, text: &str) -> bool {
        self.verdict(text).unwrap_or(true)
    }

    /// A text that matches and has a length inside `lengths`, preferably a readable one. `None` when none was found, which
    /// does not prove that there is none.
    pub fn generate(&self, rng: &mut ChaCha8Rng, lengths: RangeInclusive<usize>) -> Option<String> {
        generate::generate(&self.tree, rng, lengths, |text| self.verdict(text))
    }

    fn verdict(&self, text: &str) -> Option<bool> {
        if let Some(automaton) = &self.automaton {
            return Some(automaton.is_match(text));
        }
        let chars: Vec<char> = text.chars().take(MAX_TEXT + 1).collect();
        if chars.len() > MAX_TEXT { None } else { backtrack::search(&self.tree, &chars) }
    }
}

#[cfg(test)]
mod tests;
