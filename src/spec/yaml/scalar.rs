//! Turns the text of one YAML scalar into a JSON value, by the core schema (YAML 1.2.2 §10.3) and the `!!` tags of its types.
//! It is not YAML 1.1: `no`, `1_000` and `2001-01-01` are strings. Total: what fits no rule is the string it is written as.

use std::borrow::Cow;

use saphyr_parser::{ScalarStyle, Tag};
use serde_json::{Number, Value};

/// The prefix that `!!` stands for.
const CORE: &str = "tag:yaml.org,2002:";

/// The value of a scalar. Tags other than `!!str`, `!!int`, `!!float`, `!!bool`, `!!null` and `!` are looked through; a text that
/// its tag does not fit is a string.
pub(super) fn resolve(text: Cow<'_, str>, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let resolved = match tag.and_then(core_type) {
        Some("str") => None,
        Some("int") => integer(&text),
        Some("float") => float(&text).or_else(|| integer(&text)?.as_f64().and_then(finite)),
        Some("bool") => boolean(&text),
        Some("null") => null(&text),
        _ if style == ScalarStyle::Plain => plain(&text),
        _ => None,
    };
    resolved.unwrap_or_else(|| Value::String(text.into_owned()))
}

/// The name behind `!!`, however it is spelled; the non-specific `!` makes a scalar a string.
fn core_type(tag: &Tag) -> Option<&str> {
    match (tag.handle.as_str(), tag.suffix.as_str()) {
        (CORE, name) => Some(name),
        ("", "!") | ("!", "") => Some("str"),
        ("", verbatim) => verbatim.strip_prefix(CORE),
        _ => None,
    }
}

/// What an untagged plain scalar is, if not a string.
fn plain(text: &str) -> Option<Value> {
    match text.as_bytes().first() {
        None | Some(b'~' | b'n' | b'N') => null(text),
        Some(b't' | b'T' | b'f' | b'F') => boolean(text),
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => integer(text).or_else(|| float(text)),
        _ => None,
    }
}

fn null(text: &str) -> Option<Value> {
    matches!(text, "" | "~" | "null" | "Null" | "NULL").then_some(Value::Null)
}

fn boolean(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// `[-+]?[0-9]+`, `0o[0-7]+`, `0x[0-9a-fA-F]+`; what 64 bits cannot hold becomes the nearest float.
fn integer(text: &str) -> Option<Value> {
    let (digits, radix) = match text.get(..2) {
        Some("0o") => (text.get(2..)?, 8),
        Some("0x") => (text.get(2..)?, 16),
        _ => (text.strip_prefix(['-', '+']).unwrap_or(text), 10),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    if radix == 10 {
        let exact = text.parse().map(i64::into).or_else(|_| text.parse().map(u64::into));
        return exact.ok().or_else(|| finite(text.parse().ok()?));
    }
    let wide = |sum: f64, digit: u32| sum.mul_add(f64::from(radix), f64::from(digit));
    let exact = u64::from_str_radix(digits, radix).map(Value::from);
    exact.ok().or_else(|| finite(digits.chars().filter_map(|c| c.to_digit(radix)).fold(0.0, wide)))
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`. JSON has no infinity and no NaN, so those stay text.
fn float(text: &str) -> Option<Value> {
    // This is the language of Rust's own parser, but for the words `inf`, `infinity` and `nan`.
    let numeric = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    finite(text.parse().ok().filter(|_| numeric)?)
}

fn finite(number: f64) -> Option<Value> {
    Number::from_f64(number).map(Value::Number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        for (text, expected) in [
            ("", json!(null)),
            ("~", json!(null)),
            ("null", json!(null)),
            ("Null", json!(null)),
            ("NULL", json!(null)),
            ("nULL", json!("nULL")),
            ("none", json!("none")),
            ("true", json!(true)),
            ("False", json!(false)),
            ("TRUE", json!(true)),
            ("tRUE", json!("tRUE")),
            ("no", json!("no")),
            ("yes", json!("yes")),
            ("on", json!("on")),
            ("y", json!("y")),
            ("0", json!(0)),
            ("-0", json!(0)),
            ("+1", json!(1)),
            ("-17", json!(-17)),
            ("+-1", json!("+-1")),
            ("0777", json!(777)),
            ("0o17", json!(15)),
            ("0o18", json!("0o18")),
            ("0x1F", json!(31)),
            ("0x", json!("0x")),
            ("-0x1F", json!("-0x1F")),
            ("0b11", json!("0b11")),
            ("1_000", json!("1_000")),
            ("9223372036854775807", json!(i64::MAX)),
            ("18446744073709551615", json!(u64::MAX)),
            ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
            ("-9223372036854776000", json!(-9_223_372_036_854_775_808.0)),
            ("12345678901234567890123", json!(1.234_567_890_123_456_8e22)),
            ("0x10000000000000000", json!(18_446_744_073_709_551_616.0)),
            ("1.0", json!(1.0)),
            ("3.10", json!(3.1)),
            ("1.", json!(1.0)),
            (".5", json!(0.5)),
            ("-.5", json!(-0.5)),
            ("1e3", json!(1000.0)),
            ("1E-3", json!(0.001)),
            ("1e", json!("1e")),
            (".", json!(".")),
            ("-", json!("-")),
            ("+", json!("+")),
            ("...", json!("...")),
            ("1.2.3", json!("1.2.3")),
            ("1-2", json!("1-2")),
            ("1e999", json!("1e999")),
            (".inf", json!(".inf")),
            ("-.INF", json!("-.INF")),
            (".nan", json!(".nan")),
            ("+inf", json!("+inf")),
            ("nan", json!("nan")),
            ("2001-01-01", json!("2001-01-01")),
            ("2001-12-14t21:59:43.10-05:00", json!("2001-12-14t21:59:43.10-05:00")),
            ("12:30:45", json!("12:30:45")),
            ("1 2", json!("1 2")),
            ("٣", json!("٣")),
            ("0é", json!("0é")),
            ("é", json!("é")),
        ] {
            assert_eq!(resolve(Cow::Borrowed(text), ScalarStyle::Plain, None), expected, "{text}");
        }
        assert!(resolve(Cow::Borrowed("1.0"), ScalarStyle::Plain, None).is_f64());
    }
}
