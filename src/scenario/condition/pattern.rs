//! Regular expressions whose cost is bounded: by the length of their text, the size of what it compiles to, and the length of what is
//! searched. The engine is linear in that.

use regex::{Regex, RegexBuilder};

use super::super::expression::ExpressionError;

/// The longest expression, in characters.
const LONGEST: usize = 1_000;
/// The largest program, in bytes: about a thousand states.
const LARGEST: usize = 1 << 20;
/// The longest text that is searched, in bytes; in a longer one nothing is found.
const MOST_SEARCHED: usize = 1 << 20;

/// A regular expression.
#[derive(Debug)]
pub(super) struct Pattern(Regex);

impl Pattern {
    /// Compiles an expression.
    pub(super) fn compile(text: &str) -> Result<Self, ExpressionError> {
        let wrong = |message: String, help: Option<&str>| ExpressionError { message, help: help.map(str::to_owned) };
        if text.chars().nth(LONGEST).is_some() {
            let message = format!("the regular expression is longer than {LONGEST} characters");
            return Err(wrong(message, Some("use `one-of` for many words, or several rules")));
        }
        match RegexBuilder::new(text).size_limit(LARGEST).dfa_size_limit(LARGEST).build() {
            Ok(regex) => Ok(Self(regex)),
            Err(regex::Error::CompiledTooBig(_)) => {
                let message = format!("the regular expression `{text}` is too large when it is compiled");
                Err(wrong(message, Some("repeat less, or say `(?-u)` where ASCII is enough")))
            }
            Err(error) => {
                let told = error.to_string();
                let reason = told.lines().last().unwrap_or_default().trim().trim_start_matches("error: ");
                let help = (reason.contains("look-around") || reason.contains("backreference")).then_some(
                    "say the rest with `all`, `any` and `not`: this engine is linear in time and does without",
                );
                Err(wrong(format!("`{text}` is no regular expression: {reason}"), help))
            }
        }
    }

    /// Whether it is found in a text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        text.len() <= MOST_SEARCHED && self.0.is_match(text)
    }

    /// As it was written.
    pub(super) fn as_str(&self) -> &str {
        self.0.as_str()
    }
}
