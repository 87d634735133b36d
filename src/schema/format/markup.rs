//! Text that is written in some notation: Markdown, HTML, media ranges, structured fields of HTTP, patterns, plain bytes.

use std::ops::RangeInclusive;

use rand::rngs::ChaCha8Rng;

use super::{code, joined, length, word};
use crate::schema::pattern::Pattern;
use crate::schema::sample::draw;

type Lengths = RangeInclusive<usize>;

fn inside(lengths: &Lengths, around: usize) -> Lengths {
    lengths.start().saturating_sub(around)..=lengths.end().saturating_sub(around)
}

pub(super) fn make_text(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    joined(rng, ' ', lengths, 12..=30)
}

pub(super) fn make_markdown(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    if *lengths.end() < 8 {
        return make_text(rng, lengths);
    }
    format!("**{}**", joined(rng, ' ', &inside(lengths, 4), 8..=20))
}

pub(super) fn make_html(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    if *lengths.end() < 8 {
        return make_text(rng, lengths);
    }
    format!("<p>{}</p>", joined(rng, ' ', &inside(lengths, 7), 8..=24))
}

pub(super) fn make_slug(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    joined(rng, '-', lengths, 8..=18)
}

pub(super) fn make_media_range(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    draw::word(rng, &["application/json", "application/xml", "image/png", "text/html", "text/plain"]).to_owned()
}

pub(super) fn make_regex(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    match *lengths.end() {
        0..=8 => word(rng, (*lengths.start()).min(8), (*lengths.end()).min(8)),
        _ => format!("^[a-z]+{}$", joined(rng, '-', &inside(lengths, 8), 1..=3)),
    }
}

/// RFC 9651 `sf-string`.
pub(super) fn make_sf_string(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    format!("\"{}\"", joined(rng, ' ', &inside(lengths, 2), 6..=16))
}

/// RFC 9651 `sf-token`, which is an item, a list and a dictionary member at once.
pub(super) fn make_sf_token(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let len = length(rng, lengths, 4..=10).max(1);
    word(rng, len, len)
}

/// RFC 9651 `sf-binary`.
pub(super) fn make_sf_binary(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    format!(":{}:", code::make_base64(rng, &inside(lengths, 2)))
}

pub(super) fn make_sf_boolean(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    draw::word(rng, &["?0", "?1"]).to_owned()
}

/// A size as image services write it.
pub(super) fn make_dimensions(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    draw::word(rng, &["64x64", "128x128", "320x240", "640x480", "1280x720", "1920x1080"]).to_owned()
}

pub(super) fn make_list(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    joined(rng, ',', lengths, 8..=20)
}

pub(super) fn is_regex(text: &str) -> bool {
    Pattern::compile(text).is_ok()
}

/// RFC 9651 `sf-string`: printable ASCII in quotes, with `\"` and `\\` as its only escapes.
pub(super) fn is_sf_string(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    let mut escaped = false;
    let clean = inner.chars().all(|c| {
        let fine = if escaped { matches!(c, '"' | '\\') } else { matches!(c, ' '..='~') && c != '"' };
        escaped = !escaped && c == '\\';
        fine
    });
    clean && !escaped
}

pub(super) fn is_sf_boolean(text: &str) -> bool {
    matches!(text, "?0" | "?1")
}

/// RFC 9651 `sf-token`.
pub(super) fn is_sf_token(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:/".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '*') && text.chars().all(is_part)
}
