//! The `format` of a string schema → texts of that format, and the judgement whether a text is one. Formats of JSON Schema
//! 2020-12 are judged strictly by their RFCs, the registry of `OpenAPI` and common wild ones leniently or not at all: an
//! unknown or vague format asserts nothing. Lengths are code points. Invariant: whatever is generated holds.

mod clock;
mod code;
mod host;
mod mail;
mod markup;
mod reference;
mod table;

use std::ops::RangeInclusive;

use rand::rngs::ChaCha8Rng;

use crate::schema::later::Later;
use crate::schema::sample::draw;
use crate::schema::sample::names::WORDS;

pub(in crate::schema) use clock::WINDOW;

/// Proposals for one text.
const TRIES: usize = 24;

/// A text of `format` (any case) with a length inside `lengths`. `None` for an unknown format, and when no text of the
/// format was found that fits.
pub fn generate(format: &str, rng: &mut ChaCha8Rng, lengths: RangeInclusive<usize>) -> Option<String> {
    generate_on(Later::NONE, format, rng, lengths)
}

/// The same with the moments of another day.
pub(in crate::schema) fn generate_on(
    later: Later,
    format: &str,
    rng: &mut ChaCha8Rng,
    lengths: RangeInclusive<usize>,
) -> Option<String> {
    let format = table::find(format)?;
    let fits = |text: &String| lengths.contains(&text.chars().count()) && format.holds.is_none_or(|holds| holds(text));
    let make = |rng: &mut ChaCha8Rng| match format.make {
        Making::Timeless(make) => make(rng, &lengths),
        Making::Dated(make) => make(rng, &lengths, later),
    };
    (0..TRIES).map(|_| make(rng)).find(fits)
}

/// Whether `text` is of `format` (any case); `None` when nothing is asserted about it.
pub fn holds(format: &str, text: &str) -> Option<bool> {
    let holds = table::find(format)?.holds?;
    Some(holds(text))
}

/// Whether a format of that name (any case) asserts something.
pub(in crate::schema) fn is_judged(format: &str) -> bool {
    table::find(format).is_some_and(|format| format.holds.is_some())
}

/// Whether there is no format of that name.
pub(in crate::schema) fn is_unknown(format: &str) -> bool {
    table::find(format).is_none()
}

/// Draws a text. The lengths are a wish: a maker heeds them as far as its format can.
type Make = fn(&mut ChaCha8Rng, &RangeInclusive<usize>) -> String;
/// The same for what tells a moment.
type MakeDated = fn(&mut ChaCha8Rng, &RangeInclusive<usize>, Later) -> String;
type Holds = fn(&str) -> bool;

/// Who makes texts of a format.
#[derive(Clone, Copy)]
enum Making {
    /// The same on any day.
    Timeless(Make),
    /// Another one on each day.
    Dated(MakeDated),
}

/// A word of `short..=long` small letters.
fn word(rng: &mut ChaCha8Rng, short: usize, long: usize) -> String {
    let len = draw::size(rng, short..=long);
    draw::letters(rng, "abcdefghijklmnopqrstuvwxyz", len)
}

/// A length inside `lengths` and, as far as that allows, inside `natural`.
fn length(rng: &mut ChaCha8Rng, lengths: &RangeInclusive<usize>, natural: RangeInclusive<usize>) -> usize {
    /// No text of a format is made longer.
    const MAX_LENGTH: usize = 1 << 20;
    let (low, high) = (*lengths.start(), *lengths.end());
    let long = (*natural.end()).clamp(low.min(high), high);
    draw::size(rng, (*natural.start()).clamp(low.min(high), high)..=long).min(MAX_LENGTH)
}

/// Words joined by `joint`: whole ones where the window allows, else cut. Never ends in the joint.
fn joined(
    rng: &mut ChaCha8Rng,
    joint: char,
    lengths: &RangeInclusive<usize>,
    natural: RangeInclusive<usize>,
) -> String {
    let len = length(rng, lengths, natural);
    let mut text = String::new();
    while text.len() < len {
        if !text.is_empty() {
            text.push(joint);
        }
        text.push_str(draw::word(rng, &WORDS));
    }
    // The words are ASCII: octets are code points.
    text.truncate(*lengths.end());
    if text.ends_with(joint) {
        text.pop();
        text.push('s');
    }
    text
}

/// Whether `text` is `len` digits.
fn is_digits(text: &str, len: RangeInclusive<usize>) -> bool {
    len.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
