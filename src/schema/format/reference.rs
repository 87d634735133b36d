//! URIs, IRIs, their references and templates (RFC 3986, 3987, 6570), and JSON pointers (RFC 6901, the relative draft).
//! Judged by grammar alone: schemes have no rules of their own here. Generated ones point below the example domains.

use std::ops::RangeInclusive;

use rand::rngs::ChaCha8Rng;

use super::{host, is_digits, joined, length, word};
use crate::schema::sample::draw;

type Lengths = RangeInclusive<usize>;

const SITES: [&str; 3] = ["https://example.com", "https://example.org", "https://www.example.net"];

/// `start` and a path after it of a length that fits the window.
fn with_path(rng: &mut ChaCha8Rng, start: &str, lengths: &Lengths) -> String {
    let used = start.chars().count() + 1;
    match lengths.end().checked_sub(used) {
        None => return start.to_owned(),
        Some(0) => return format!("{start}/"),
        Some(_) => {}
    }
    let path = lengths.start().saturating_sub(used).max(1)..=lengths.end().saturating_sub(used);
    format!("{start}/{}", joined(rng, '/', &path, 4..=18))
}

pub(super) fn make_uri(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let site = draw::word(rng, &SITES);
    match *lengths.end() {
        0..=18 => {
            let prefix = if *lengths.end() < 5 { "x:" } else { "urn:" };
            let room = |len: &usize| len.saturating_sub(prefix.len());
            format!("{prefix}{}", joined(rng, '-', &(room(lengths.start())..=room(lengths.end())), 3..=14))
        }
        19..=22 => with_path(rng, "https://example.com", lengths),
        _ => with_path(rng, site, lengths),
    }
}

pub(super) fn make_uri_reference(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    if *lengths.end() > 30 && draw::chance(rng, 50) {
        return make_uri(rng, lengths);
    }
    if lengths.contains(&0) && *lengths.end() == 0 { String::new() } else { with_path(rng, "", lengths) }
}

pub(super) fn make_iri(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    const PATHS: [&str; 4] = ["bücher", "señal", "été", "例え"];
    let start = format!("{}/{}", draw::word(rng, &SITES), draw::word(rng, &PATHS));
    let text = with_path(rng, &start, lengths);
    if lengths.contains(&text.chars().count()) { text } else { make_uri(rng, lengths) }
}

pub(super) fn make_iri_reference(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    if *lengths.end() > 40 && draw::chance(rng, 50) { make_iri(rng, lengths) } else { make_uri_reference(rng, lengths) }
}

pub(super) fn make_uri_template(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    const VARIABLES: [&str; 4] = ["{id}", "{?page,limit}", "{/name}", "{+path}"];
    let variable = draw::word(rng, &VARIABLES);
    let low = lengths.start().saturating_sub(variable.len());
    match lengths.end().checked_sub(variable.len()) {
        Some(high) if high > 2 => format!("{}{variable}", with_path(rng, "", &(low..=high))),
        _ => make_uri_reference(rng, lengths),
    }
}

pub(super) fn make_json_pointer(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    if *lengths.end() == 0 { String::new() } else { with_path(rng, "", lengths) }
}

pub(super) fn make_relative_json_pointer(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let up = draw::below(rng, 4);
    with_path(rng, &up.to_string(), lengths)
}

pub(super) fn make_urn(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let len = length(rng, &(lengths.start().saturating_sub(12)..=lengths.end().saturating_sub(12)), 6..=10);
    format!("urn:example:{}", word(rng, len, len))
}

pub(super) fn is_uri(text: &str) -> bool {
    text.is_ascii() && is_iri(text)
}

pub(super) fn is_uri_reference(text: &str) -> bool {
    text.is_ascii() && is_iri_reference(text)
}

/// RFC 3987 `IRI`: a reference with a scheme.
pub(super) fn is_iri(text: &str) -> bool {
    scheme(text).is_some() && is_iri_reference(text)
}

fn scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    fits.then_some((scheme, rest))
}

/// RFC 3987 `IRI-reference`.
pub(super) fn is_iri_reference(text: &str) -> bool {
    let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (is_relative, rest) = match scheme(rest) {
        Some((_, rest)) => (false, rest),
        None => (true, rest),
    };
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    // Without a scheme a colon in the first segment would read as one.
    let first = path.split('/').next().unwrap_or_default();
    is_authority(authority)
        && are_chars(path, "/:@")
        && are_chars(query, "/?:@")
        && are_chars(fragment, "/?:@")
        && !(is_relative && first.contains(':'))
}

fn is_authority(authority: &str) -> bool {
    let (user, place) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (name, port) = match place.rfind(':') {
        Some(at) if !place.ends_with(']') => {
            (place.get(..at).unwrap_or_default(), place.get(at + 1..).unwrap_or_default())
        }
        _ => (place, ""),
    };
    let is_named = match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(literal) => host::is_ipv6(literal) || is_future_address(literal),
        None => are_chars(name, ""),
    };
    are_chars(user, ":") && is_named && is_digits(port, 0..=usize::MAX)
}

/// RFC 3986 `IPvFuture`.
fn is_future_address(literal: &str) -> bool {
    literal.strip_prefix(['v', 'V']).and_then(|rest| rest.split_once('.')).is_some_and(|(version, rest)| {
        let hex = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_hexdigit());
        hex && !rest.is_empty() && !rest.contains('%') && are_chars(rest, ":")
    })
}

/// Unreserved characters, percent-encoded ones, sub-delimiters, and those in `also`.
fn are_chars(text: &str, also: &str) -> bool {
    are_escaped(text)
        && text.chars().all(|c| {
            c.is_ascii_alphanumeric() || "-._~%!$&'()*+,;=".contains(c) || also.contains(c) || is_international(c)
        })
}

/// Every `%` has its two hexadecimal digits.
fn are_escaped(text: &str) -> bool {
    text.split('%')
        .skip(1)
        .all(|after| after.as_bytes().get(..2).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit)))
}

/// RFC 3987 `ucschar` and `iprivate`, without the noncharacters of each plane.
fn is_international(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{fdcf}' | '\u{fdf0}'..='\u{ffef}' | '\u{10000}'..) && u32::from(c) & 0xfffe != 0xfffe
}

/// RFC 6570: literals and expressions.
pub(super) fn is_uri_template(text: &str) -> bool {
    let mut rest = text;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((expression, next)) = after.split_once('}') else { return false };
        if !is_literal(literal) || !is_expression(expression) {
            return false;
        }
        rest = next;
    }
    is_literal(rest)
}

fn is_literal(text: &str) -> bool {
    are_escaped(text) && text.chars().all(|c| !c.is_ascii_control() && !" \"'<>\\^`{|}".contains(c))
}

fn is_expression(text: &str) -> bool {
    let list = text.strip_prefix(['+', '#', '.', '/', ';', '?', '&', '=', ',', '!', '@', '|']).unwrap_or(text);
    list.split(',').all(|variable| {
        let name = variable.strip_suffix('*').unwrap_or(variable);
        let (name, prefix) = name.split_once(':').unwrap_or((name, "1"));
        let is_name =
            |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '%');
        is_digits(prefix, 1..=4) && !prefix.starts_with('0') && are_escaped(name) && name.split('.').all(is_name)
    })
}

/// RFC 6901: empty, or segments after slashes in which `~` is `~0` or `~1`.
pub(super) fn is_json_pointer(text: &str) -> bool {
    (text.is_empty() || text.starts_with('/')) && text.split('~').skip(1).all(|after| after.starts_with(['0', '1']))
}

/// `draft-bhutton-relative-json-pointer-00` 3.
pub(super) fn is_relative_json_pointer(text: &str) -> bool {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (up, rest) = text.split_at(digits);
    let is_number = |text: &str| is_digits(text, 1..=usize::MAX) && (text == "0" || !text.starts_with('0'));
    // A shift along an array may follow the steps up.
    let rest = match rest.strip_prefix(['+', '-']) {
        Some(shifted) => {
            let end = shifted.find(|c: char| !c.is_ascii_digit()).unwrap_or(shifted.len());
            let (shift, rest) = shifted.split_at(end);
            if !is_number(shift) || shift == "0" {
                return false;
            }
            rest
        }
        None => rest,
    };
    is_number(up) && (rest == "#" || is_json_pointer(rest))
}
