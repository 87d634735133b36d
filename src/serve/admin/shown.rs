//! A call of the journal as JSON: the short form of lists and events, and the long one.
//!
//! Invariant: nothing in it is a secret.

use base64::Engine;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::mask::{Mask, Masked};
use crate::base::MediaType;
use crate::contract::Contract;
use crate::serve::journal::Entry;

/// A call in a few words.
pub(super) fn short(entry: &Entry, mask: &Mask, contract: &Contract) -> Value {
    json!({
        "number": entry.number,
        "at": entry.at.to_string(),
        "session": &*entry.session,
        "method": entry.call.method.as_str(),
        "target": mask.target(&entry.call, contract),
        "operation": entry.trace.operation,
        "status": entry.status.as_u16(),
        "promise": entry.trace.promise,
        "example": entry.trace.example,
        "sent": entry.sent,
        "received": entry.length,
        "ms": milliseconds(entry),
        "rules": entry.trace.rules,
        "fault": fault(entry),
        "violations": entry.trace.violations.len(),
    })
}

/// Everything about a call.
pub(super) fn long(entry: &Entry, mask: &Mask, contract: &Contract) -> Value {
    let masked = mask.entry(entry, contract);
    let call = &entry.call;
    let violations = entry.trace.violations.iter().map(|violation| {
        json!({
            "in": violation.part.as_str(),
            "name": violation.name,
            "at": violation.at.as_str(),
            "code": violation.code,
            "message": masked.violation(violation),
        })
    });
    let violations: Vec<Value> = violations.collect();
    let steps: Vec<String> = entry.trace.steps.iter().map(|step| told(step, entry, &masked)).collect();
    let media = |name: &str| entry.headers.get(name).and_then(|value| value.to_str().ok()).map(MediaType::parse);
    json!({
        "number": entry.number,
        "at": entry.at.to_string(),
        "session": &*entry.session,
        "client": call.peer.map(|peer| peer.to_string()),
        "operation": entry.trace.operation,
        "request": {
            "method": call.method.as_str(),
            "target": masked.target(),
            "headers": pairs(&masked.headers),
            "body": body(call.content_type().as_ref(), &masked.sent, entry.sent, call.body.len()),
        },
        "response": {
            "status": entry.status.as_u16(),
            "promise": entry.trace.promise,
            "example": entry.trace.example,
            "headers": pairs(&masked.answered),
            "body": body(media("content-type").as_ref(), &masked.body, entry.length, entry.body.len()),
        },
        "ms": milliseconds(entry),
        "fault": fault(entry),
        "rules": entry.trace.rules,
        "steps": steps,
        "violations": violations,
    })
}

/// A step of the trace, without the secrets that it may quote.
fn told(step: &str, entry: &Entry, masked: &Masked) -> String {
    let violation = entry.trace.violations.iter().find(|violation| step.ends_with(&violation.message));
    match violation.and_then(|violation| step.strip_suffix(&violation.message).map(|start| (start, violation))) {
        Some((start, violation)) if !violation.message.is_empty() => format!("{start}{}", masked.violation(violation)),
        _ => masked.sentence(step),
    }
}

fn pairs(headers: &[(String, String)]) -> Value {
    headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

/// A body: what it says as JSON or text, else its bytes. `whole` is its length as it was sent, `kept` that of what the journal has.
fn body(media: Option<&MediaType>, bytes: &Bytes, whole: usize, kept: usize) -> Value {
    if whole == 0 {
        return Value::Null;
    }
    let mut body = Map::new();
    body.insert("bytes".to_owned(), whole.into());
    body.insert("mediaType".to_owned(), media.map(MediaType::as_str).into());
    body.insert("cut".to_owned(), (kept < whole).into());
    let is_json = media.is_none_or(|media| media.is_json() || media.is_text());
    let json = is_json.then(|| serde_json::from_slice::<Value>(bytes).ok()).flatten();
    let (name, content) = match (json, text(bytes, kept < whole)) {
        (Some(json), _) if media.is_some_and(MediaType::is_json) => ("json", json),
        (_, Some(text)) => ("text", text.into()),
        (_, None) => ("base64", base64::engine::general_purpose::STANDARD.encode(bytes).into()),
    };
    body.insert(name.to_owned(), content);
    Value::Object(body)
}

/// Bytes as text, if they are one; what was cut may end within a character.
pub(super) fn text(bytes: &[u8], is_cut: bool) -> Option<String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(error) if is_cut && error.error_len().is_none() => {
            bytes.get(..error.valid_up_to()).map(|whole| String::from_utf8_lossy(whole).into_owned())
        }
        Err(_) => None,
    }
}

/// How long the answer took, in milliseconds, to the microsecond.
pub(super) fn milliseconds(entry: &Entry) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "microseconds of one call")]
    let micros = entry.took.as_micros() as f64;
    micros / 1000.0
}

/// What went wrong on purpose, in the words of scenario files.
fn fault(entry: &Entry) -> Option<String> {
    entry.fault.as_ref().map(ToString::to_string)
}
