//! Step 3: what a rule makes of an answer. Who decides the status is asked first, then the body is made and changed, then the head.
//!
//! It chooses no rule and counts nothing. Invariants: a rule stands above the client's wishes and above violations; a template that fails
//! costs its header, or makes a 500 that names the rule; nothing that a client sends becomes a header's line break or a body's structure.

mod change;
mod dress;
mod lengthen;
mod liken;
#[cfg(test)]
mod tests;

use std::cell::Cell;

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value};

pub(super) use change::{Ground, Shape};
pub(super) use dress::headers;

use super::encode::{self, Manner};
use super::fill::Occasion;
use super::negotiate::{self, Chosen};
use super::prefer::Prefer;
use super::problem::{self, Problem};
use super::reply::{Body, Reply};
use super::trace::Trace;
use super::world::{Face, World};
use crate::base::{MediaType, Seed};
use crate::contract::{Content, Operation, Promise};
use crate::scenario::{BodyFile, Effect, ExpressionError, Scope, Struck};

/// What a rule has to say about a body, with its templates filled.
pub(super) struct Order<'r> {
    pub(super) effect: &'r Effect,
    /// The body.
    pub(super) body: Option<Value>,
    /// What is laid over the body.
    patch: Option<Value>,
    /// Where the client is sent.
    redirect: Option<String>,
    /// Whether a body was changed as the rule wants.
    is_done: Cell<bool>,
}

/// A part of a rule that could not be filled, and why.
struct Failure(&'static str, ExpressionError);

/// The answer that a rule asks for.
pub(super) fn reply(occasion: &Occasion<'_>, struck: &Struck<'_>, scope: &Scope<'_>, trace: &mut Trace) -> Reply {
    let face = occasion.world.options.face;
    let order = match Order::fill(struck.effect, scope) {
        Ok(order) => order,
        Err(failure) => return failure.reply(struck, face, trace),
    };
    let occasion = Occasion { order: Some(&order), ..*occasion };
    let mut reply = if order.decides() { decided(&occasion, &order, trace) } else { super::choose(&occasion, trace) };
    order.change_written(&mut reply, &Ground::of(&occasion, Shape::Unknown, occasion.seed_root()), trace);
    order.finish(&mut reply, scope, trace);
    reply
}

/// The answer that a rule asks for where a call leads to no operation: `usual` is what it would get.
pub(super) fn over(world: &World, usual: Reply, struck: &Struck<'_>, scope: &Scope<'_>, trace: &mut Trace) -> Reply {
    let mut reply = usual;
    let order = match Order::fill(struck.effect, scope) {
        Ok(order) => order,
        Err(failure) => return failure.reply(struck, world.options.face, trace),
    };
    let ground = Ground { world, occasion: None, shape: Shape::Unknown, seed: scope.seed, later: scope.later() };
    if order.decides() {
        let status = order.status().unwrap_or(200);
        trace.note(format!("status: {status}, as the rule says"));
        reply = undocumented(status, &order, &ground, trace);
    }
    order.change_written(&mut reply, &ground, trace);
    order.finish(&mut reply, scope, trace);
    reply
}

impl<'r> Order<'r> {
    /// Fills what a rule has to say.
    fn fill(effect: &'r Effect, scope: &Scope<'_>) -> Result<Self, Failure> {
        let value = |blueprint: &Option<_>, part| match blueprint {
            Some(blueprint) => filled(blueprint, part, scope).map(Some),
            None => Ok(None),
        };
        let redirect = effect.redirect.as_ref().map(|redirect| redirect.0.text(scope));
        Ok(Self {
            effect,
            body: value(&effect.body, "body")?,
            patch: value(&effect.patch, "patch")?,
            redirect: redirect.transpose().map_err(|error| Failure("redirect", error))?,
            is_done: Cell::new(false),
        })
    }

    /// Whether it says what is answered, and not only what is different about it.
    fn decides(&self) -> bool {
        let Effect { status, example, file, .. } = self.effect;
        status.is_some() || example.is_some() || file.is_some() || self.body.is_some() || self.redirect.is_some()
    }

    /// The status that it says or means.
    fn status(&self) -> Option<u16> {
        self.effect.status.or_else(|| self.redirect.is_some().then_some(StatusCode::FOUND.as_u16()))
    }

    /// Changes the body of a reply that nobody changed while it was a value: a problem, JSON in a file.
    fn change_written(&self, reply: &mut Reply, ground: &Ground<'_>, trace: &mut Trace) {
        if self.is_done.get() || !self.changes() {
            return;
        }
        let media_type = reply.headers.get("content-type").and_then(|value| value.to_str().ok());
        let is_json = media_type.is_some_and(|media_type| MediaType::parse(media_type).is_json());
        let written = match &reply.body {
            Body::Whole(bytes) if is_json => serde_json::from_slice::<Value>(bytes).ok(),
            _ => None,
        };
        let Some(mut value) = written else {
            let what = if reply.body.is_empty() { "there is none" } else { "it is no value" };
            trace.note(format!("body: stays as it is, since {what}"));
            return;
        };
        self.change(&mut value, ground, trace);
        reply.body = value.to_string().into();
    }

    /// The head, once the body is as it is.
    fn finish(&self, reply: &mut Reply, scope: &Scope<'_>, trace: &mut Trace) {
        if let Some(address) = &self.redirect {
            dress::redirect(reply, address, trace);
        }
        headers(reply, self.effect, scope, trace);
    }
}

fn filled(blueprint: &crate::scenario::Blueprint, part: &'static str, scope: &Scope<'_>) -> Result<Value, Failure> {
    blueprint.value(scope).map_err(|error| Failure(part, error))
}

impl Failure {
    /// What is sent when a rule cannot be followed.
    fn reply(self, struck: &Struck<'_>, face: Face, trace: &mut Trace) -> Reply {
        let Self(part, error) = self;
        let label = &struck.rule.label;
        trace.note(format!("failed: `{part}`: {error}"));
        let detail = format!("the rule {label} cannot be followed: `{part}`: {error}");
        Problem::Rule.reply(face, &detail, Map::from_iter([("rule".to_owned(), Value::from(label.as_str()))]))
    }
}

/// The answer of an operation whose rule says what is answered.
fn decided(occasion: &Occasion<'_>, order: &Order<'_>, trace: &mut Trace) -> Reply {
    let Occasion { world, operation, inputs, .. } = *occasion;
    let effect = order.effect;
    let Some(chosen) = chosen(operation, order) else {
        let status = order.status().unwrap_or(200);
        trace.note(format!("status: {status}, as the rule says; it is not documented"));
        let ground = Ground::of(occasion, Shape::Unknown, occasion.seed(status));
        return undocumented(status, order, &ground, trace);
    };
    let Chosen { promise, status } = chosen;
    trace.note(match effect.status {
        Some(_) => format!("status: {status}, as the rule says"),
        None => format!("status: {status}, documented as `{}`", promise.status),
    });
    let wanted = effect.example.as_ref().or(occasion.prefer.example.as_ref());
    let example = wanted.filter(|name| order.body.is_none() && has_example(promise, name)).cloned();
    if let (Some(name), None) = (&effect.example, &example) {
        trace.note(format!("example: `{name}` is not documented for this status; another body is sent"));
    }
    let prefer = Prefer { example, ..occasion.prefer.clone() };
    let is_complaint = status >= 400 && !inputs.violations.is_empty();
    let occasion = &Occasion { prefer: &prefer, is_complaint, ..*occasion };
    let own = order.body.as_ref().map(|body| own_content(body, effect));
    let made = if effect.file.is_some() || is_bodiless(status) || promise.content.is_empty() {
        let content = own.as_ref().filter(|_| !is_bodiless(status));
        occasion.with_body(chosen, content, trace)
    } else {
        occasion.content(chosen, trace).and_then(|content| {
            let content = content.map(|content| kept(content, promise, &prefer));
            // A media type that the rule says, and that nobody documents, is the rule's own.
            let is_its = |content: &&Content| {
                effect.content_type.as_ref().is_none_or(|wanted| content.media_type.covers(wanted).is_some())
            };
            let content = match &own {
                Some(own) => content.filter(is_its).or(Some(own)),
                None => content,
            };
            occasion.with_body(chosen, content, trace)
        })
    };
    let mut reply = match made {
        Ok(reply) => reply,
        Err(refusal) => return refusal.reply(world.options.face, trace),
    };
    if let Some(file) = &effect.file {
        put(&mut reply, file, effect, trace);
    }
    reply
}

/// The documented reply that a rule means.
fn chosen<'o>(operation: &'o Operation, order: &Order<'_>) -> Option<Chosen<'o>> {
    if let Some(status) = order.status() {
        return negotiate::by_code(operation, status);
    }
    let success = negotiate::success(operation);
    let Some(name) = &order.effect.example else { return success };
    let named = || operation.promises.iter().find(|promise| has_example(promise, name));
    // An example by itself says which reply it is of.
    match success {
        Some(success) if has_example(success.promise, name) => Some(success),
        _ => named().map(|promise| Chosen { promise, status: promise.status.representative() }).or(success),
    }
}

fn has_example(promise: &Promise, name: &str) -> bool {
    promise.content.iter().any(|content| content.examples.iter().any(|example| example.name == name))
}

/// The body that has the example that is wanted, where the one that the client accepts has not.
fn kept<'c>(content: &'c Content, promise: &'c Promise, prefer: &Prefer) -> &'c Content {
    let Some(name) = &prefer.example else { return content };
    let has = |content: &&Content| content.examples.iter().any(|example| example.name == *name);
    Some(content).filter(has).or_else(|| promise.content.iter().find(has)).unwrap_or(content)
}

/// A body of which no document speaks.
fn own_content(body: &Value, effect: &Effect) -> Content {
    let usual = if body.is_string() { "text/plain; charset=utf-8" } else { "application/json" };
    let media_type = effect.content_type.clone().unwrap_or_else(|| MediaType::parse(usual));
    Content { media_type, ..Content::default() }
}

/// RFC 9110 §15: these never have a body.
fn is_bodiless(status: u16) -> bool {
    matches!(status, 204 | 205 | 304)
}

/// An answer with a status of which no document speaks: with the rule's body; else an error says what it is, as RFC 9457 has it, since a
/// client that reads JSON should not fail on nothing.
fn undocumented(status: u16, order: &Order<'_>, ground: &Ground<'_>, trace: &mut Trace) -> Reply {
    let mut reply = Reply::empty(status);
    let effect = order.effect;
    if is_bodiless(status) {
        return reply;
    }
    if let Some(file) = &effect.file {
        put(&mut reply, file, effect, trace);
        return reply;
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
        Ok(encoded) => {
            reply.body = encoded.body;
            reply.set("content-type", &encoded.media_type);
        }
        // Only Prism refuses to write objects as text.
        Err(encode::NotText) => reply.body = value.to_string().into(),
    }
}

/// Puts a file in the place of the body.
fn put(reply: &mut Reply, file: &BodyFile, effect: &Effect, trace: &mut Trace) {
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
