//! Secrets in bodies: JSON, forms, multipart, XML, and what was cut in the middle of any of them.
//!
//! Invariant: a body without secrets is the same bytes; of one with secrets everything else stays as it is, as far as its format allows.

use std::borrow::Cow;
use std::sync::LazyLock;

use bytes::Bytes;
use regex::Captures;
use serde_json::Value;

use super::mask::{MASK, Mask, Secrets};
use crate::base::{MediaType, is_secret};
use crate::contract::Part;

/// A member and its text, closed or cut off; in anything that looks like JSON.
static MEMBER: LazyLock<Option<regex::Regex>> =
    LazyLock::new(|| regex::Regex::new(r#""((?:[^"\\]|\\.)*)"(\s*:\s*)"((?:[^"\\]|\\.)*)("|\\?$)"#).ok());
/// A member and its number.
static NUMBER: LazyLock<Option<regex::Regex>> =
    LazyLock::new(|| regex::Regex::new(r#""((?:[^"\\]|\\.)*)"(\s*:\s*)-?\d[\d.eE+-]*"#).ok());
/// A member that is a list or an object.
static COMPOUND: LazyLock<Option<regex::Regex>> =
    LazyLock::new(|| regex::Regex::new(r#""((?:[^"\\]|\\.)*)"(\s*:\s*)[\[{]"#).ok());
/// An element and its text, or an attribute and its value.
static ELEMENT: LazyLock<Option<regex::Regex>> =
    LazyLock::new(|| regex::Regex::new(r"<([\w:.-]+)((?:\s[^<>]*)?)>([^<]+)(<|$)").ok());
static ATTRIBUTE: LazyLock<Option<regex::Regex>> =
    LazyLock::new(|| regex::Regex::new(r#"([\w:.-]+)(\s*=\s*)"([^"<]*)("|$)"#).ok());
/// A part of a multipart body: its head with the name, and its content.
static PART: LazyLock<Option<regex::bytes::Regex>> = LazyLock::new(|| {
    regex::bytes::Regex::new(r#"(?is-u)(\bname="([^"\r\n]*)"[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n)(.*?)(\r?\n--|$)"#)
        .ok()
});

/// Masks bodies by the names that a mask knows.
pub(super) struct Bodies<'m> {
    pub(super) mask: &'m Mask,
}

impl Bodies<'_> {
    /// A body as it may be shown.
    pub(super) fn mask(&self, media: Option<&MediaType>, body: &Bytes, secrets: &mut Secrets) -> Bytes {
        if body.is_empty() {
            return body.clone();
        }
        if media.is_some_and(MediaType::is_multipart) {
            return parts(body, secrets);
        }
        let Ok(text) = text(body) else { return body.clone() };
        let masked = if media.is_some_and(MediaType::is_form) {
            self.mask.pairs(Part::Body, &text, secrets)
        } else if media.is_some_and(MediaType::is_xml) {
            markup(&text, secrets)
        } else {
            // Whatever it says it is: JSON is sent as text, as a script, and without a media type.
            json(&text, secrets)
        };
        if masked == text { body.clone() } else { masked.into() }
    }
}

/// A body as text; one that was cut may end within a character.
fn text(body: &Bytes) -> Result<Cow<'_, str>, ()> {
    match std::str::from_utf8(body) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) if error.error_len().is_none() => {
            let whole = body.get(..error.valid_up_to()).unwrap_or_default();
            Ok(String::from_utf8_lossy(whole))
        }
        Err(_) => Err(()),
    }
}

/// JSON, whole or cut, one value or one a line.
fn json(text: &str, secrets: &mut Secrets) -> String {
    let masked = texts(text, secrets);
    // What the text of a member does not show: numbers, and lists below a name that tells.
    match serde_json::from_str::<Value>(&masked) {
        Ok(mut value) => {
            if inside(&mut value, false, secrets) {
                value.to_string()
            } else {
                masked
            }
        }
        Err(_) => torn(&masked),
    }
}

/// What is no JSON as a whole: numbers below a name that tells, and everything from where such a list or object begins, since nobody knows
/// where it ends.
fn torn(text: &str) -> String {
    let (Some(number), Some(compound)) = (NUMBER.as_ref(), COMPOUND.as_ref()) else { return MASK.to_owned() };
    let is_named = |found: &Captures<'_>| found.get(1).is_some_and(|name| is_secret(&unescaped(name.as_str())));
    let masked = number.replace_all(text, |found: &Captures<'_>| {
        let part = |number: usize| found.get(number).map_or("", |part| part.as_str());
        if is_named(found) { format!("\"{}\"{}\"{MASK}\"", part(1), part(2)) } else { part(0).to_owned() }
    });
    let first = compound.captures_iter(&masked).find(is_named).and_then(|found| found.get(2));
    match first.and_then(|colon| masked.get(..colon.end())) {
        Some(before) => format!("{before}{MASK}"),
        None => masked.into_owned(),
    }
}

/// Members with texts, by their looks, so that spacing and order stay and cut bodies are masked too.
fn texts(text: &str, secrets: &mut Secrets) -> String {
    let Some(member) = MEMBER.as_ref() else { return text.to_owned() };
    let masked = member.replace_all(text, |found: &Captures<'_>| {
        let part = |number: usize| found.get(number).map_or("", |part| part.as_str());
        let name = unescaped(part(1));
        if !is_secret(&name) || part(3).is_empty() {
            return part(0).to_owned();
        }
        secrets.hide(part(3));
        secrets.hide(&unescaped(part(3)));
        format!("\"{}\"{}\"{MASK}{}", part(1), part(2), part(4))
    });
    masked.into_owned()
}

/// A value of that name as it may be shown.
pub(super) fn shown(name: &str, mut value: Value) -> Value {
    inside(&mut value, is_secret(name), &mut Secrets::default());
    value
}

/// Values below a name that tells; whether any was masked.
fn inside(value: &mut Value, is_below: bool, secrets: &mut Secrets) -> bool {
    match value {
        Value::Object(members) => {
            let mut is_masked = false;
            for (name, value) in members {
                // What a secret is made of is secret, but for what says nothing: `{ "token": { "expires": 60 } }` keeps its number.
                let below = is_secret(name) || (is_below && !value.is_number());
                is_masked |= inside(value, below, secrets);
            }
            is_masked
        }
        Value::Array(items) => {
            let masked = items.iter_mut().filter_map(|item| inside(item, is_below, secrets).then_some(()));
            masked.count() > 0
        }
        Value::String(text) if is_below && text != MASK && !text.is_empty() => {
            secrets.hide(text);
            MASK.clone_into(text);
            true
        }
        Value::Number(number) if is_below => {
            secrets.hide(&number.to_string());
            *value = MASK.into();
            true
        }
        _ => false,
    }
}

fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    serde_json::from_str(&format!("\"{text}\"")).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The texts of elements and the values of attributes.
fn markup(text: &str, secrets: &mut Secrets) -> String {
    let (Some(element), Some(attribute)) = (ELEMENT.as_ref(), ATTRIBUTE.as_ref()) else { return text.to_owned() };
    let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
    let masked = element.replace_all(text, |found: &Captures<'_>| {
        let part = |number: usize| found.get(number).map_or("", |part| part.as_str());
        if !is_secret(&local(part(1))) || part(3).trim().is_empty() {
            return part(0).to_owned();
        }
        secrets.hide(part(3).trim());
        format!("<{}{}>{MASK}{}", part(1), part(2), part(4))
    });
    let masked = attribute.replace_all(&masked, |found: &Captures<'_>| {
        let part = |number: usize| found.get(number).map_or("", |part| part.as_str());
        if !is_secret(&local(part(1))) || part(3).is_empty() {
            return part(0).to_owned();
        }
        secrets.hide(part(3));
        format!("{}{}\"{MASK}{}", part(1), part(2), part(4))
    });
    masked.into_owned()
}

/// The contents of parts; files are bytes, and stay.
fn parts(body: &Bytes, secrets: &mut Secrets) -> Bytes {
    let Some(part) = PART.as_ref() else { return body.clone() };
    let masked = part.replace_all(body, |found: &regex::bytes::Captures<'_>| {
        let part = |number: usize| found.get(number).map_or(&b""[..], |part| part.as_bytes());
        let name = String::from_utf8_lossy(part(2));
        if is_secret(&name) && !part(3).is_empty() {
            secrets.hide(&String::from_utf8_lossy(part(3)));
            return [part(1), MASK.as_bytes(), part(4)].concat();
        }
        let content = String::from_utf8_lossy(part(3));
        if content.trim_start().starts_with(['{', '[']) {
            return [part(1), json(&content, secrets).as_bytes(), part(4)].concat();
        }
        part(0).to_vec()
    });
    match masked {
        Cow::Borrowed(_) => body.clone(),
        Cow::Owned(masked) => masked.into(),
    }
}
