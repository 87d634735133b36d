//! Which of several documented examples is meant: the one bound to the parameters of the call, or the error that speaks of the fault.

use super::mend::{Mended, Origin};
use crate::base::plain_text;
use crate::contract::{Inputs, Operation, Violation};

/// The example that has the name of a parameter's example whose value was sent (the same example on both sides).
pub(super) fn bound<'e>(examples: &'e [Mended], operation: &Operation, inputs: &Inputs) -> Option<&'e Mended> {
    let is_bound = |example: &&Mended| {
        let mut any = false;
        let all = operation.parameters.iter().all(|parameter| {
            let Some(named) = parameter.examples.iter().find(|one| one.name == example.name) else { return true };
            any = true;
            let sent = inputs.parameters.get(&(parameter.part, parameter.name.clone()));
            sent.is_some_and(|sent| plain_text(sent) == plain_text(&named.value))
        });
        any && all
    };
    examples.iter().filter(|example| example.origin == Origin::MediaType && !example.name.is_empty()).find(is_bound)
}

/// The error example that best fits the violations, by the words in its name and text; the first if none speaks of them.
pub(super) fn error<'e>(examples: &'e [Mended], violations: &[Violation]) -> Option<&'e Mended> {
    let score = |example: &Mended| {
        let words = format!("{} {}", example.name, example.written).to_ascii_lowercase();
        violations.iter().map(|violation| likeness(&words, violation)).sum::<u32>()
    };
    let of_media_type = examples.iter().filter(|example| example.origin == Origin::MediaType);
    // `max_by_key` would take the last of equals; the first in the document is meant.
    of_media_type
        .map(|example| (score(example), example))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, example)| example)
}

/// Whether the error example that best fits a violation names its parameter. One that does not may well speak of something else.
pub(super) fn names(examples: &[Mended], violation: &Violation) -> bool {
    let Some(name) = violation.name.as_ref().map(|name| name.to_ascii_lowercase()) else { return false };
    error(examples, std::slice::from_ref(violation)).is_some_and(|example| {
        let words = format!("{} {}", example.name, example.written).to_ascii_lowercase();
        let is_apart = |beside: Option<char>| !beside.is_some_and(char::is_alphanumeric);
        words.match_indices(&name).any(|(at, found)| {
            let (before, behind) = (words.get(..at), words.get(at + found.len()..));
            is_apart(before.and_then(|text| text.chars().next_back()))
                && is_apart(behind.and_then(|text| text.chars().next()))
        })
    })
}

/// How much a text speaks of a violation: its keyword, its parameter, what was expected.
fn likeness(words: &str, violation: &Violation) -> u32 {
    let message = violation.message.to_ascii_lowercase();
    let has = |word: &str| words.contains(word);
    let mut score = 0;
    let keyword: &[&str] = match violation.code.as_str() {
        "required" => &["required", "missing", "must be provided", "not provided"],
        "type" => &["must be", "type", "number", "integer", "boolean", "string"],
        "enum" => &["allowed values", "one of", "not allowed"],
        "format" | "pattern" => &["format", "pattern", "malformed", "not a valid"],
        "minLength" | "maxLength" | "minItems" | "maxItems" => {
            &["fewer", "more than", "length", "too short", "too long"]
        }
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
            &["range", "at least", "at most", "must be >", "must be <"]
        }
        "security" => &["credentials", "unauthorized", "token", "logged in"],
        _ => &[],
    };
    // What the message itself expects counts most: `must be integer` is a number.
    let expected = message.rsplit_once("must be ").map(|(_, expected)| expected.to_owned());
    for word in keyword.iter().filter(|word| has(word)) {
        let is_expected = expected.as_ref().is_some_and(|expected| {
            expected.contains(word)
                || (expected == "integer" && *word == "number")
                || (expected == "number" && *word == "integer")
        });
        score += if is_expected { 4 } else { 2 };
    }
    let name = violation.name.clone().or_else(|| violation.at.last()).unwrap_or_default().to_ascii_lowercase();
    if name.len() > 2 && has(&name) {
        score += 3;
    }
    score
}
