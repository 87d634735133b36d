//! Step 3: what a rule makes of an answer. Who decides the status is asked first, then the body is made and changed, then the head.
//!
//! It chooses no rule and counts nothing. Invariants: a rule stands above the client's wishes and above violations; a template that fails
//! costs its header, or makes a 500 that names the rule; nothing that a client sends becomes a header's line break or a body's structure.

mod change;
mod dress;
mod lengthen;
mod liken;
mod own;
#[cfg(test)]
mod tests;

use std::cell::Cell;

use http::StatusCode;
use serde_json::{Map, Value};

pub(super) use change::{Ground, Shape};
pub(super) use dress::headers;
use own::{own_content, put, undocumented};

use super::fill::Occasion;
use super::list::{self, Insert, Way};
use super::negotiate::{self, Chosen};
use super::prefer::Prefer;
use super::problem::Problem;
use super::reply::{Body, Reply};
use super::trace::Trace;
use super::world::{Face, World};
use crate::base::MediaType;
use crate::contract::{Call, Content, Operation, Promise};
use crate::scenario::{Effect, ExpressionError, Scope, Struck};

/// What a rule has to say about a body, with its templates filled.
pub(super) struct Order<'r> {
    pub(super) effect: &'r Effect,
    /// The body.
    pub(super) body: Option<Value>,
    /// What is laid over the body.
    patch: Option<Value>,
    /// Where the client is sent.
    redirect: Option<String>,
    /// What stands in the body.
    pub(super) insert: Option<Insert<'r>>,
    /// The places in the rule's own body that stand for it.
    pub(super) marks: Vec<Way>,
    /// Whether a body was changed as the rule wants.
    is_done: Cell<bool>,
}

/// A part of a rule that could not be filled, and why.
struct Failure(&'static str, ExpressionError);

/// What a rule answers.
#[derive(Clone, Copy)]
pub(in crate::respond) enum To<'o> {
    /// A call of an operation.
    Operation(&'o Occasion<'o>),
    /// A call that leads to none, and what it would get.
    Astray(&'o World, &'o Call, &'o Reply),
}

impl<'o> To<'o> {
    /// The world.
    pub(in crate::respond) fn world(self) -> &'o World {
        match self {
            Self::Operation(occasion) => occasion.world,
            Self::Astray(world, ..) => world,
        }
    }

    /// The call.
    pub(in crate::respond) fn call(self) -> &'o Call {
        match self {
            Self::Operation(occasion) => occasion.call,
            Self::Astray(_, call, _) => call,
        }
    }
}

/// The answer that a rule asks for: its own, or rows of a collection.
pub(in crate::respond) fn ruled(to: To<'_>, struck: &Struck<'_>, scope: &Scope<'_>, trace: &mut Trace) -> Reply {
    match (&struck.effect.list, &struck.effect.one) {
        (Some(list), _) => list::list(to, list, struck, scope, trace),
        (None, Some(one)) => list::one(to, one, struck, scope, trace),
        (None, None) => answer(to, struck, scope, None, trace),
    }
}

/// The answer that an effect asks for, with what stands in its body.
pub(in crate::respond) fn answer(
    to: To<'_>,
    struck: &Struck<'_>,
    scope: &Scope<'_>,
    insert: Option<Insert<'_>>,
    trace: &mut Trace,
) -> Reply {
    let order = match Order::fill(struck.effect, insert, scope) {
        Ok(order) => order,
        Err(Failure(part, error)) => return failed(part, &error, struck, to.world().options.face, trace),
    };
    let mut reply;
    match to {
        To::Operation(occasion) => {
            let occasion = &Occasion { order: Some(&order), ..*occasion };
            reply = if order.decides() { decided(occasion, &order, trace) } else { super::choose(occasion, trace) };
            order.change_written(&mut reply, &Ground::of(occasion, Shape::Unknown, occasion.seed_root()), trace);
        }
        To::Astray(world, _, usual) => {
            let ground =
                Ground { world, occasion: None, shape: Shape::Unknown, seed: scope.seed, later: scope.later() };
            reply = if order.decides() {
                let status = order.status().unwrap_or(200);
                trace.note(format!("status: {status}, as the rule says"));
                undocumented(status, &order, &ground, trace)
            } else {
                usual.clone()
            };
            order.change_written(&mut reply, &ground, trace);
        }
    }
    order.finish(&mut reply, scope, trace);
    reply
}

impl<'r> Order<'r> {
    /// Fills what a rule has to say.
    fn fill(effect: &'r Effect, insert: Option<Insert<'r>>, scope: &Scope<'_>) -> Result<Self, Failure> {
        let value = |blueprint: &Option<_>, part| match blueprint {
            Some(blueprint) => filled(blueprint, part, scope).map(Some),
            None => Ok(None),
        };
        let redirect = effect.redirect.as_ref().map(|redirect| redirect.0.text(scope));
        let mut body = value(&effect.body, "body")?;
        let marks = match (&insert, &effect.body) {
            (Some(_), Some(blueprint)) => blueprint.marks().iter().map(list::way).collect(),
            _ => Vec::new(),
        };
        for mark in &marks {
            // What stands there decides the media type: a list, though its rows come later.
            list::put(body.get_or_insert_default(), mark, Value::Array(Vec::new()));
        }
        Ok(Self {
            effect,
            body,
            insert,
            marks,
            patch: value(&effect.patch, "patch")?,
            redirect: redirect.transpose().map_err(|error| Failure("redirect", error))?,
            is_done: Cell::new(false),
        })
    }

    /// Whether it says what is answered, and not only what is different about it.
    fn decides(&self) -> bool {
        let Effect { status, example, file, .. } = self.effect;
        let is_own = self.body.is_some() || self.insert.is_some();
        status.is_some() || example.is_some() || file.is_some() || is_own || self.redirect.is_some()
    }

    /// What its own body is, or what stands in one: rows are JSON where no document says otherwise.
    fn own_content(&self) -> Option<Content> {
        let rows = || self.insert.as_ref().map(|_| own_content(&Value::Array(Vec::new()), self.effect));
        self.body.as_ref().map(|body| own_content(body, self.effect)).or_else(rows)
    }

    /// The places in its own body that stand for rows.
    pub(super) fn marks(&self) -> Option<&[Way]> {
        self.body.as_ref().map(|_| self.marks.as_slice())
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

/// What is sent when a part of a rule cannot be followed.
pub(in crate::respond) fn failed(
    part: &str,
    error: &ExpressionError,
    struck: &Struck<'_>,
    face: Face,
    trace: &mut Trace,
) -> Reply {
    let label = &struck.rule.label;
    trace.note(format!("failed: `{part}`: {error}"));
    let detail = format!("the rule {label} cannot be followed: `{part}`: {error}");
    Problem::Rule.reply(face, &detail, Map::from_iter([("rule".to_owned(), Value::from(label.as_str()))]))
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
    let own = order.own_content();
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

/// RFC 9110 §15: these never have a body.
fn is_bodiless(status: u16) -> bool {
    matches!(status, 204 | 205 | 304)
}
