//! Bodies of which no document speaks: the rule's own, a file, rows where nothing is documented.

use bytes::Bytes;
use serde_json::Value;

use super::change::Ground;
use super::{Order, is_bodiless};
use crate::base::{MediaType, Seed};
use crate::contract::Content;
use crate::respond::encode::{self, Manner};
use crate::respond::problem;
use crate::respond::reply::{Body, Reply};
use crate::respond::trace::Trace;
use crate::respond::world::World;
use crate::scenario::{BodyFile, Effect};

/// A body of which no document speaks.
pub(super) fn own_content(body: &Value, effect: &Effect) -> Content {
    let usual = if body.is_string() { "text/plain; charset=utf-8" } else { "application/json" };
    let media_type = effect.content_type.clone().unwrap_or_else(|| MediaType::parse(usual));
    Content { media_type, ..Content::default() }
}

/// An answer with a status of which no document speaks: with the rule's body; else an error says what it is, as RFC 9457 has it, since a
/// client that reads JSON should not fail on nothing.
pub(super) fn undocumented(status: u16, order: &Order<'_>, ground: &Ground<'_>, trace: &mut Trace) -> Reply {
    let mut reply = Reply::empty(status);
    let effect = order.effect;
    if is_bodiless(status) {
        return reply;
    }
    if let Some(file) = &effect.file {
        put(&mut reply, file, effect, trace);
        return reply;
    }
    if let (Some(insert), Some(content)) = (&order.insert, order.own_content()) {
        let manner = Manner::of(&content, ground.world.contract.schemas(), ground.seed, false, false);
        let envelope = (order.body.clone().unwrap_or_default(), order.marks());
        return match insert.encode(envelope, None, &content.media_type, &manner, trace) {
            Ok(encoded) => {
                encoded.dress(&mut reply);
                reply
            }
            Err(refusal) => refusal.reply(ground.world.options.face, trace),
        };
    }
    let (mut value, content) = match &order.body {
        Some(body) => (body.clone(), own_content(body, effect)),
        None if status >= 400 => {
            let usual = || MediaType::parse("application/problem+json");
            let media_type = effect.content_type.clone().unwrap_or_else(usual);
            (problem::bare(reply.status), Content { media_type, ..Content::default() })
        }
        None => return reply,
    };
    trace.note(if order.body.is_some() { "body: as the rule says" } else { "body: the name of the status" });
    order.change(&mut value, ground, trace);
    write(&mut reply, &value, &content, ground.world, ground.seed);
    reply
}

/// Writes a value that is nobody's but the rule's.
fn write(reply: &mut Reply, value: &Value, content: &Content, world: &World, seed: Seed) {
    let manner = Manner::of(content, world.contract.schemas(), seed, false, false);
    match encode::encode(value, &content.media_type, &manner) {
        Ok(encoded) => encoded.dress(reply),
        // Only Prism refuses to write objects as text.
        Err(encode::NotText) => reply.body = value.to_string().into(),
    }
}

/// Puts a file in the place of the body.
pub(super) fn put(reply: &mut Reply, file: &BodyFile, effect: &Effect, trace: &mut Trace) {
    if is_bodiless(reply.status.as_u16()) {
        return;
    }
    reply.body = match file {
        BodyFile::Held(bytes) => Body::Whole(Bytes::clone(bytes)),
        BodyFile::Streamed { path, bytes } => Body::File(path.clone(), *bytes),
    };
    let media_type = effect.content_type.as_ref().map_or("application/octet-stream", MediaType::as_str);
    reply.set("content-type", media_type);
    trace.note(format!("body: a file of {} bytes", reply.body.len()));
}
