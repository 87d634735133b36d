//! The calls of the journal as an HTTP archive (HAR 1.2), which browsers and many tools open.
//!
//! What the archive demands and nobody knows has the value that it gives to the unknown: `-1` for sizes of heads.

use std::fmt::Write;

use base64::Engine;
use http::Version;
use serde_json::{Map, Value, json};

use super::calls;
use super::curl::url;
use super::mask::{MASK, Mask, Masked};
use super::problem::{Problem, text_reply};
use super::request::Request;
use super::shown::{milliseconds, text};
use crate::base::MediaType;
use crate::contract::Contract;
use crate::contract::style::Query;
use crate::respond::Reply;
use crate::serve::journal::Entry;

/// `GET /calls.har`
pub(super) fn answer(request: &Request<'_>) -> Result<Reply, Problem> {
    let found = request.host.journal.search(&calls::search(request, u64::MAX)?);
    let (mask, contract, origin) = (request.mask(), &request.stage.world.contract, request.origin());
    let entries: Vec<Value> = found.iter().map(|entry| of(entry, &mask, contract, origin)).collect();
    let archive = json!({
        "log": {
            "version": "1.2",
            "creator": { "name": "standin", "version": env!("CARGO_PKG_VERSION") },
            "entries": entries,
        }
    });
    Ok(text_reply(200, "application/json", format!("{archive:#}\n")))
}

fn of(entry: &Entry, mask: &Mask, contract: &Contract, origin: &str) -> Value {
    let masked = mask.entry(entry, contract);
    let time = milliseconds(entry);
    let mut one = json!({
        "startedDateTime": entry.at.to_string(),
        "time": time,
        "request": request(entry, &masked, origin),
        "response": response(entry, &masked),
        "cache": {},
        "timings": { "send": 0, "wait": time, "receive": 0 },
    });
    let mut comment = format!("call {}", entry.number);
    if let Some(operation) = &entry.trace.operation {
        let _ = write!(comment, ", {operation}");
    }
    if !entry.session.is_empty() {
        let _ = write!(comment, ", session {}", entry.session);
    }
    if let Value::Object(members) = &mut one {
        members.insert("comment".to_owned(), comment.into());
    }
    one
}

fn request(entry: &Entry, masked: &Masked, origin: &str) -> Value {
    let call = &entry.call;
    let query: Vec<Value> = Query::parse(masked.query.as_deref().unwrap_or_default())
        .pairs()
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let mut request = json!({
        "method": call.method.as_str(),
        "url": url(entry, masked, origin),
        "httpVersion": version(),
        "cookies": cookies(&masked.headers),
        "headers": named(&masked.headers),
        "queryString": query,
        "headersSize": -1,
        "bodySize": entry.sent,
    });
    if entry.sent > 0
        && let Value::Object(members) = &mut request
    {
        members.insert("postData".to_owned(), post_data(entry, masked));
    }
    request
}

/// A body that was sent; of a form its fields too.
fn post_data(entry: &Entry, masked: &Masked) -> Value {
    let (call, is_cut) = (&entry.call, entry.call.body.len() < entry.sent);
    let media = call.content_type();
    let mut data = Map::new();
    data.insert("mimeType".to_owned(), media.as_ref().map_or("", MediaType::as_str).into());
    let text = text(&masked.sent, is_cut);
    let is_text = text.is_some();
    let text = text.unwrap_or_else(|| base64::engine::general_purpose::STANDARD.encode(&masked.sent));
    if media.as_ref().is_some_and(MediaType::is_form) {
        let fields = form_urlencoded::parse(text.as_bytes());
        let fields: Vec<Value> = fields.map(|(name, value)| json!({ "name": name, "value": value })).collect();
        data.insert("params".to_owned(), fields.into());
    } else {
        data.insert("params".to_owned(), json!([]));
    }
    data.insert("text".to_owned(), text.into());
    let comment = [(!is_text).then_some("base64"), is_cut.then_some("cut")];
    let comment: Vec<&str> = comment.into_iter().flatten().collect();
    if !comment.is_empty() {
        data.insert("comment".to_owned(), comment.join(", ").into());
    }
    Value::Object(data)
}

fn response(entry: &Entry, masked: &Masked) -> Value {
    let header = |name: &str| masked.answered.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
    let is_cut = entry.body.len() < entry.length;
    let mut content = json!({ "size": entry.length, "mimeType": header("content-type").unwrap_or_default() });
    if let Value::Object(members) = &mut content {
        let text = text(&masked.body, is_cut);
        if text.is_none() {
            members.insert("encoding".to_owned(), "base64".into());
        }
        let encoded = || base64::engine::general_purpose::STANDARD.encode(&masked.body);
        members.insert("text".to_owned(), text.unwrap_or_else(encoded).into());
        if is_cut {
            members.insert("comment".to_owned(), "cut".into());
        }
    }
    json!({
        "status": entry.status.as_u16(),
        "statusText": entry.status.canonical_reason().unwrap_or_default(),
        "httpVersion": version(),
        "cookies": set_cookies(&masked.answered),
        "headers": named(&masked.answered),
        "content": content,
        "redirectURL": header("location").unwrap_or_default(),
        "headersSize": -1,
        "bodySize": entry.length,
    })
}

/// Calls do not know which version of HTTP brought them; of HTTP/1.1 and HTTP/2, both spoken on the one port, the common one is told.
fn version() -> String {
    format!("{:?}", Version::HTTP_11)
}

fn named(headers: &[(String, String)]) -> Value {
    headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

fn cookies(headers: &[(String, String)]) -> Value {
    let pieces = headers.iter().filter(|(name, _)| name == "cookie").flat_map(|(_, value)| value.split(';'));
    let pairs = pieces.filter_map(|piece| piece.trim().split_once('='));
    pairs.map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

/// The cookies of an answer, with their attributes.
fn set_cookies(headers: &[(String, String)]) -> Value {
    let set = headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, value)| {
        let mut pieces = value.split(';').map(str::trim);
        let (name, _) = pieces.next().and_then(|pair| pair.split_once('=')).unwrap_or_default();
        let mut cookie = Map::new();
        cookie.insert("name".to_owned(), name.into());
        cookie.insert("value".to_owned(), MASK.into());
        for piece in pieces {
            let (attribute, value) = piece.split_once('=').unwrap_or((piece, ""));
            let (member, value) = match attribute.to_ascii_lowercase().as_str() {
                "path" => ("path", Value::from(value)),
                "domain" => ("domain", value.into()),
                "httponly" => ("httpOnly", true.into()),
                "secure" => ("secure", true.into()),
                _ => continue,
            };
            cookie.insert(member.to_owned(), value);
        }
        Value::Object(cookie)
    });
    set.collect()
}
