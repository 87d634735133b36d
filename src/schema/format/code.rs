//! Identifiers, numbers and codes written as text: UUIDs, Base64, decimals, versions, colours, currencies, cards.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rand::Rng as _;
use rand::rngs::ChaCha8Rng;

use super::{is_digits, length};
use crate::schema::later::Later;
use crate::schema::sample::draw;

type Lengths = RangeInclusive<usize>;

const HEX: &str = "0123456789abcdef";
const ALPHANUMERIC: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// Crockford's Base32.
const BASE32: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const CURRENCIES: [&str; 12] = ["AUD", "BRL", "CAD", "CHF", "CNY", "EUR", "GBP", "INR", "JPY", "SEK", "USD", "ZAR"];
const COUNTRIES: [&str; 16] =
    ["AU", "BR", "CA", "CH", "CN", "DE", "ES", "FR", "GB", "IN", "IT", "JP", "KE", "NL", "SE", "US"];
const LANGUAGES: [&str; 12] = ["de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv", "tr", "zh"];
const LOCALES: [&str; 10] = ["de-DE", "en-GB", "en-US", "es-ES", "fr-FR", "it-IT", "ja-JP", "nl-NL", "pt-BR", "sv-SE"];

/// RFC 9562, version 4.
pub(super) fn make_uuid(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

pub(super) fn make_ulid(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    // The first digit of 26 holds three bits only; `01H…` to `01J…` are the years around 2024.
    format!("01{}{}", draw::word(rng, &["G", "H", "J"]), draw::letters(rng, BASE32, 23))
}

/// Twelve bytes in hexadecimal, as `MongoDB` names its documents.
pub(super) fn make_object_id(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    draw::letters(rng, HEX, 24)
}

pub(super) fn make_hex(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let len = length(rng, lengths, 32..=32);
    draw::letters(rng, HEX, len)
}

pub(super) fn make_sha1(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    draw::letters(rng, HEX, 40)
}

pub(super) fn make_sha256(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    draw::letters(rng, HEX, 64)
}

/// An image digest of the OCI specification.
pub(super) fn make_digest(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    format!("sha256:{}", draw::letters(rng, HEX, 64))
}

fn bytes(rng: &mut ChaCha8Rng, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    rng.fill_bytes(&mut bytes);
    bytes
}

pub(super) fn make_base64(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    // Each three bytes take four characters, padded up.
    let fours = length(rng, &(lengths.start().div_ceil(4)..=lengths.end() / 4), 4..=8);
    let len = (fours * 3).saturating_sub(index_below(rng, fours, 3));
    STANDARD.encode(bytes(rng, len))
}

/// Below `n` where there is anything to take from.
fn index_below(rng: &mut ChaCha8Rng, parts: usize, n: usize) -> usize {
    if parts == 0 { 0 } else { draw::index(rng, n) }
}

pub(super) fn make_base64url(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let len = length(rng, lengths, 16..=32);
    // No text without padding has 4n + 1 characters.
    let len = if len % 4 != 1 {
        len
    } else if len < *lengths.end() {
        len + 1
    } else {
        len - 1
    };
    URL_SAFE_NO_PAD.encode(bytes(rng, len * 3 / 4))
}

/// Shaped like a signed token of RFC 7515; its signature is noise.
pub(super) fn make_jwt(rng: &mut ChaCha8Rng, _: &Lengths, later: Later) -> String {
    let (number, since) = (draw::below(rng, 100_000), draw::between(rng, super::clock::WINDOW) + later.seconds());
    let subject = format!(r#"{{"sub":"{number}","iat":{since}}}"#);
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    format!("{header}.{}.{}", URL_SAFE_NO_PAD.encode(subject), URL_SAFE_NO_PAD.encode(bytes(rng, 32)))
}

pub(super) fn make_token(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let len = length(rng, lengths, 24..=32);
    draw::letters(rng, ALPHANUMERIC, len)
}

/// With a capital, a digit and a sign at its end when there is room: what password rules ask for.
pub(super) fn make_password(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let len = length(rng, lengths, 12..=16);
    let tail = if len >= 8 { format!("{}7!", draw::word(rng, &["K", "Q", "Z"])) } else { String::new() };
    draw::letters(rng, ALPHANUMERIC, len - tail.len()) + &tail
}

pub(super) fn make_char(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    draw::letters(rng, ALPHANUMERIC, 1)
}

/// Digits without a leading zero that fit 32 bits.
pub(super) fn make_int32(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let len = length(rng, lengths, 1..=5).min(9);
    digits(rng, len)
}

pub(super) fn make_int64(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let len = length(rng, lengths, 1..=9).min(18);
    digits(rng, len)
}

pub(super) fn make_small_int(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    draw::between(rng, 1..=99).to_string()
}

fn digits(rng: &mut ChaCha8Rng, len: usize) -> String {
    draw::letters(rng, "123456789", len.min(1)) + &draw::letters(rng, "0123456789", len.saturating_sub(1))
}

pub(super) fn make_decimal(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    match length(rng, lengths, 4..=7) {
        len @ 4.. => format!("{}.{}", digits(rng, len - 3), draw::letters(rng, "0123456789", 2)),
        len => digits(rng, len),
    }
}

/// E.164 with the North American exchange that is reserved for fiction (555-0100 to 555-0199).
pub(super) fn make_phone(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let area = draw::word(rng, &["202", "212", "303", "415", "617", "713"]);
    let line = draw::letters(rng, "0123456789", 2);
    match *lengths.end() {
        12.. => format!("+1{area}55501{line}"),
        10..=11 => format!("{area}55501{line}"),
        _ => format!("55501{line}"),
    }
}

pub(super) fn make_hex_color(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let len = if *lengths.end() < 7 { 3 } else { 6 };
    format!("#{}", draw::letters(rng, HEX, len))
}

pub(super) fn make_color(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    draw::word(rng, &["black", "blue", "gray", "green", "navy", "olive", "orange", "purple", "red", "teal", "white"])
        .to_owned()
}

pub(super) fn make_currency(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    draw::word(rng, &CURRENCIES).to_owned()
}

pub(super) fn make_country(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let list: &[&str] =
        if *lengths.start() > 2 { &["AUS", "BRA", "CAN", "DEU", "FRA", "GBR", "USA"] } else { &COUNTRIES };
    draw::word(rng, list).to_owned()
}

pub(super) fn make_language(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let list: &[&str] = if *lengths.start() > 2 { &LOCALES } else { &LANGUAGES };
    draw::word(rng, list).to_owned()
}

pub(super) fn make_semver(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    format!("{}.{}.{}", draw::below(rng, 6), draw::below(rng, 20), draw::below(rng, 10))
}

/// One of the numbers that card networks publish for tests: a drawn one could be somebody's.
pub(super) fn make_credit_card(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    const CARDS: [&str; 6] = [
        "378282246310005",
        "4000056655665556",
        "4111111111111111",
        "4242424242424242",
        "5105105105105100",
        "5555555555554444",
    ];
    draw::word(rng, &CARDS).to_owned()
}

/// ISO 13616 with its check digits, of a British bank that does not exist.
pub(super) fn make_iban(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    let account = draw::letters(rng, "0123456789", 14);
    let check = (2..=98).find(|check| is_iban(&format!("GB{check:02}TEST{account}"))).unwrap_or(2);
    format!("GB{check:02}TEST{account}")
}

pub(super) fn make_isbn(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    let body = format!("978{}", draw::letters(rng, "0123456789", 9));
    let sum: u32 =
        body.chars().filter_map(|c| c.to_digit(10)).zip([1, 3].into_iter().cycle()).map(|(d, w)| d * w).sum();
    let mut text = body;
    let _ = write!(text, "{}", (10 - sum % 10) % 10);
    text
}

/// The canonical text form of RFC 9562, in either case.
pub(super) fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

pub(super) fn is_ulid(text: &str) -> bool {
    text.len() == 26
        && text.starts_with(|c: char| ('0'..='7').contains(&c))
        && text.chars().all(|c| BASE32.contains(c.to_ascii_uppercase()))
}

pub(super) fn is_object_id(text: &str) -> bool {
    text.len() == 24 && is_hex(text)
}

pub(super) fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Either alphabet, with or without padding, with line breaks: what decoders take.
pub(super) fn is_base64(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let body = text.trim_end_matches('=');
    let padding = text.len() - body.len();
    let is_whole = body.len() % 4 != 1 && (padding == 0 || padding < 3 && text.len().is_multiple_of(4));
    is_whole && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte))
}

pub(super) fn is_char(text: &str) -> bool {
    text.chars().count() == 1
}

pub(super) fn is_int32(text: &str) -> bool {
    text.parse::<i32>().is_ok() && !text.starts_with('+')
}

pub(super) fn is_int64(text: &str) -> bool {
    text.parse::<i64>().is_ok() && !text.starts_with('+')
}

pub(super) fn is_decimal(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

pub(super) fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| is_digits(digits, 2..=15) && !digits.starts_with('0'))
}

pub(super) fn is_hex_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| matches!(hex.len(), 3 | 4 | 6 | 8) && is_hex(hex))
}

pub(super) fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// ISO 3166-1: two letters, three letters, or three digits.
pub(super) fn is_country(text: &str) -> bool {
    is_currency(text)
        || is_digits(text, 3..=3)
        || text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// RFC 5646, well-formed: subtags of up to eight letters and digits, the first of letters.
pub(super) fn is_language(text: &str) -> bool {
    let mut subtags = text.split('-');
    let is_subtag =
        |subtag: &str| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && subtags.all(is_subtag)
}

/// Semantic Versioning 2.0.0, 2 and 9 to 10.
pub(super) fn is_semver(text: &str) -> bool {
    let (rest, build) = text.split_once('+').unwrap_or((text, "0"));
    let (core, pre) = rest.split_once('-').unwrap_or((rest, "0"));
    let is_identifier =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_padded = |part: &str| part.len() > 1 && part.starts_with('0') && is_digits(part, 1..=usize::MAX);
    core.split('.').count() == 3
        && core.split('.').all(|part| is_digits(part, 1..=usize::MAX) && !is_padded(part))
        && pre.split('.').all(|part| is_identifier(part) && !is_padded(part))
        && build.split('.').all(is_identifier)
}

pub(super) fn is_iban(text: &str) -> bool {
    let Some((head, tail)) = text.split_at_checked(4) else { return false };
    let fold = |rest: u32, c: char| {
        let value = c.to_digit(36)?;
        Some(if value < 10 { rest * 10 + value } else { rest * 100 + value } % 97)
    };
    (15..=34).contains(&text.len()) && tail.chars().chain(head.chars()).try_fold(0, fold) == Some(1)
}
