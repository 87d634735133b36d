//! Filters that read what clients write as programs in JavaScript do: numbers, moments, JSON; and a few that take values apart.
//!
//! Invariant: what cannot be read is nothing, never an error; patterns match in linear time.

use minijinja::value::{Value, ValueKind};
use regex::{Regex, RegexBuilder};
use sha2::{Digest as _, Sha256};

use super::cost::Cost;
use super::date;
use super::exchange::{is_nothing, kind, lift, printed, surface};
use super::operate::{Amount, amount};
use crate::scenario::expression::ExpressionError;

/// The most memory of a pattern that is compiled, in bytes.
const LARGEST_PATTERN: usize = 256 << 10;
/// What is compiled while a call waits: as many steps.
const STEPS_OF_PATTERN: usize = 5_000;
/// The largest whole number of which all smaller ones are numbers in JavaScript, too: 2⁵³ − 1.
const LARGEST_EXACT: f64 = 9_007_199_254_740_991.0;

type Made<T> = Result<T, ExpressionError>;

/// What a filter makes of a value that is there.
pub(super) fn filter(name: &'static str, value: &Value, argument: Option<&Value>, cost: &mut Cost) -> Made<Value> {
    Ok(match name {
        "ecma_number" => number(value).map_or(Value::UNDEFINED, real),
        "ecma_int" => integer(value).map_or(Value::UNDEFINED, real),
        "millis" => millis(value).map_or(Value::UNDEFINED, Value::from),
        "fromjson" => return from_json(value, cost),
        "sha256" => {
            let text = printed(value, cost)?;
            cost.steps(text.len() / 8)?;
            Value::from(hex(&Sha256::digest(text.as_bytes())))
        }
        "matches" => {
            let Some(text) = argument.filter(|argument| !is_nothing(argument)) else {
                let error = ExpressionError::new("`matches` needs a pattern");
                return Err(error.with_help("write `value | matches(\"^[a-z]+$\")`"));
            };
            cost.steps(STEPS_OF_PATTERN)?;
            return matches(value, &pattern(&printed(text, cost)?)?, cost);
        }
        _ => {
            if value.kind() != ValueKind::Map {
                return Err(ExpressionError::new(format!("`{name}` needs an object: here is {}", kind(value))));
            }
            cost.steps(surface(value))?;
            let names = value.try_iter().into_iter().flatten();
            let member = |key: Value| if name == "keys" { key } else { value.get_item(&key).unwrap_or_default() };
            names.map(member).collect()
        }
    })
}

/// A pattern, in the syntax of the `regex` crate.
pub(super) fn pattern(text: &str) -> Made<Regex> {
    RegexBuilder::new(text).size_limit(LARGEST_PATTERN).build().map_err(|error| {
        let told = match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            // The last line says what is wrong; those before it show where, in the text that is shown already.
            error => error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
        };
        ExpressionError::new(format!("`{text}` is no pattern: {told}"))
    })
}

/// Whether a value, as it is written, has a pattern in it.
pub(super) fn matches(value: &Value, pattern: &Regex, cost: &mut Cost) -> Made<Value> {
    if is_nothing(value) {
        return Ok(Value::UNDEFINED);
    }
    let text = printed(value, cost)?;
    cost.steps(text.len())?;
    Ok(Value::from(pattern.is_match(&text)))
}

/// The value that a text says as JSON; nothing if it is none, or deeper than serde's 128 levels.
fn from_json(value: &Value, cost: &mut Cost) -> Made<Value> {
    let Some(text) = value.as_str() else { return Ok(Value::UNDEFINED) };
    cost.steps(text.len() / 8)?;
    match serde_json::from_str(text) {
        Ok(json) => lift(&json, cost),
        Err(_) => Ok(Value::UNDEFINED),
    }
}

/// A number as a value: whole if it is.
fn real(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2⁵³")]
    if number.fract() == 0.0 && number.abs() <= LARGEST_EXACT {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}

/// `Number(value)` (ECMA-262, section 7.1.4.1); nothing for what is no number or no finite one.
fn number(value: &Value) -> Option<f64> {
    let number = match (amount(value), value.as_str()) {
        (Some(Amount::Whole(number)), _) => Amount::Whole(number).real(),
        (Some(Amount::Real(number)), _) => number,
        (None, Some(text)) => number_in(text)?,
        (None, None) if value.kind() == ValueKind::Bool => f64::from(u8::from(value.is_true())),
        (None, None) => return None,
    };
    number.is_finite().then_some(number)
}

/// The number that a text is, spaces around it aside; an empty one is zero.
fn number_in(text: &str) -> Option<f64> {
    let text = text.trim_matches(is_space);
    if text.is_empty() {
        return Some(0.0);
    }
    for (prefixes, radix) in [(["0x", "0X"], 16), (["0o", "0O"], 8), (["0b", "0B"], 2)] {
        if let Some(digits) = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)) {
            let digits: Option<Vec<_>> = digits.chars().map(|digit| digit.to_digit(radix)).collect();
            let digits = digits.filter(|digits| !digits.is_empty())?;
            return Some(digits.iter().fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(*digit)));
        }
    }
    // Rust also reads `inf` and `nan`.
    let is_decimal = |letter: char| letter.is_ascii_digit() || matches!(letter, '+' | '-' | '.' | 'e' | 'E');
    if text.chars().all(is_decimal) { text.parse().ok() } else { None }
}

/// `parseInt(value, 10)` (ECMA-262, section 19.2.5): the whole number that a text begins with.
fn integer(value: &Value) -> Option<f64> {
    match (amount(value), value.as_str()) {
        (Some(number), _) => Some(number.real().trunc()).filter(|number| number.is_finite()),
        (None, Some(text)) => {
            let text = text.trim_start_matches(is_space);
            let (sign, digits) = match text.strip_prefix('-') {
                Some(rest) => (-1.0, rest),
                None => (1.0, text.strip_prefix('+').unwrap_or(text)),
            };
            let length = digits.bytes().take_while(u8::is_ascii_digit).count();
            let number: f64 = digits.get(..length)?.parse().ok()?;
            Some(sign * number).filter(|number| number.is_finite()).map(|number| number + 0.0)
        }
        (None, None) => None,
    }
}

/// `new Date(value)` as milliseconds since 1970; nothing for an invalid date.
fn millis(value: &Value) -> Option<i64> {
    match (amount(value), value.as_str()) {
        (Some(number), _) => date::of_number(number.real()),
        (None, Some(text)) => date::parse(text),
        (None, None) => None,
    }
}

/// White space and line ends of ECMA-262, section 12.2.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{feff}'
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}
