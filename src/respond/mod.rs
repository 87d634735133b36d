//! From a call to a plan: the one place where an answer is chosen. Synchronous, and without clock or socket: a [`Visit`] says when a call
//! comes and whose story it is part of. The same world, call and session give the same plan, on any thread; only rules that count
//! (`times`, `state`, limits) depend on the calls before.
//!
//! The steps: 1 route, 2 read, 3 rule (`rule`), 4 status, 5 media type (`negotiate`), 6 body (`fill`), 7 dress (`headers`).

mod address;
mod audit;
mod derived;
mod effect;
mod encode;
mod file;
mod fill;
mod fitting;
mod headers;
mod list;
mod mend;
mod negotiate;
mod prefer;
mod problem;
mod reply;
mod rule;
mod story;
mod trace;
mod unsatisfied;
mod world;
mod xml;

use std::borrow::Cow;
use std::sync::Arc;

use http::Method;
use serde_json::Map;

pub use address::address;
pub use audit::{audit, audit_closely};
pub use list::{Progress, RowBody};
pub use problem::{bad_session, file_failed, internal_error, no_session};
pub use reply::{Body, Plan, Reply};
pub use trace::Trace;
pub use world::{AnswerOptions, Examples, Face, Validation, World};

use crate::base::nearest;
use crate::contract::{Call, Captures, Kind, Operation, OperationId, Routed, Violation};
use crate::scenario::{Asked, LedgerOptions, Visit};
use crate::schema::Later;
use effect::To;
use fill::Occasion;
use negotiate::Chosen;
use prefer::Prefer;
use problem::Problem;

/// Chooses the answer to a call that is apart from all others: the first of its session.
#[must_use]
pub fn answer(world: &World, call: &Call) -> Plan {
    answer_to(world, call, &Visit::alone(&LedgerOptions::default()))
}

/// Chooses the answer to a call, and leaves behind what rules count.
#[must_use]
pub fn answer_to(world: &World, call: &Call, visit: &Visit) -> Plan {
    let mut plan = Plan::of(Reply::empty(200), Trace::default());
    let mut trace = Trace::default();
    let prefer = match Prefer::read(call).and_then(|prefer| known(world, prefer)) {
        Ok(prefer) => Prefer { seed: prefer.seed.or_else(|| visit.session.seed()), ..prefer },
        Err(message) => {
            trace.note(format!("preference: {message}"));
            plan.reply = Problem::Invalid.reply(world.options.face, &message, Map::new());
            plan.trace = Arc::new(trace);
            return plan;
        }
    };
    match route(world, call, &mut trace) {
        Ok((id, operation, captures)) => {
            trace.operation = Some(operation.name.clone());
            trace.note(format!("operation: {} {} ({})", operation.method, operation.template, operation.name));
            let aim = Aim { world, call, visit, prefer: &prefer, id, operation, captures: &captures };
            serve(&aim, &mut plan, &mut trace);
            if operation.deprecated {
                plan.reply.set("deprecation", "true");
            }
        }
        Err(reply) => {
            plan.reply = *reply;
            rule::astray(world, call, visit, &prefer, &mut plan, &mut trace);
        }
    }
    if let Some(cookie) = prefer.cookie() {
        plan.reply.add("set-cookie", &cookie);
    }
    plan.trace = Arc::new(trace);
    plan
}

/// Refuses wishes for scenarios that there are none of.
fn known(world: &World, prefer: Prefer) -> Result<Prefer, String> {
    let names = || world.rules.scenarios().iter().map(|scenario| &*scenario.name);
    let is_known = |wanted: &str| names().any(|name| name == wanted);
    let unknown = prefer.scenarios.iter().chain(prefer.keep.iter().flatten()).find(|wanted| !is_known(wanted));
    let Some(unknown) = unknown else { return Ok(prefer.recall(is_known)) };
    let known: Vec<&str> = names().collect();
    Err(match (nearest(unknown, names()), known.as_slice()) {
        (_, []) => format!("there is no scenario `{unknown}`, nor any other"),
        (Some(near), _) => format!("there is no scenario `{unknown}`; did you mean `{near}`?"),
        (None, known) => format!("there is no scenario `{unknown}`; known: {}", known.join(", ")),
    })
}

/// A call and the operation that it leads to.
struct Aim<'a> {
    world: &'a World,
    call: &'a Call,
    visit: &'a Visit,
    prefer: &'a Prefer,
    id: OperationId,
    operation: &'a Operation,
    captures: &'a Captures,
}

/// Step 1: the operation that a method and a path lead to; HEAD is answered as GET, OPTIONS with what is allowed.
fn route<'w>(
    world: &'w World,
    call: &Call,
    trace: &mut Trace,
) -> Result<(OperationId, &'w Operation, Captures), Box<Reply>> {
    let face = world.options.face;
    let mut routed = world.contract.route(&call.method, &call.path);
    if call.method == Method::HEAD && face == Face::Standin && !matches!(routed, Routed::Matched(_)) {
        routed = world.contract.route(&Method::GET, &call.path);
    }
    match routed {
        Routed::Matched(found) => {
            let meant = world.contract.meant(&found, call);
            let read = |(id, captures): &&(OperationId, Captures)| {
                let operation = world.contract.operation(*id)?;
                Some(operation.read(call, captures, world.contract.schemas()).violations.len())
            };
            // Of several the one that the call fits best is meant, the first of equals.
            let chosen = if meant.len() > 1 { meant.iter().min_by_key(|one| read(one)) } else { meant.first() };
            let chosen = chosen.copied();
            let chosen =
                chosen.and_then(|(id, captures)| Some((*id, world.contract.operation(*id)?, captures.clone())));
            chosen.ok_or_else(|| Box::new(Reply::empty(404)))
        }
        Routed::WrongMethod(methods) => {
            let allow = allowed(&methods, face);
            trace.note(format!("route: the path is known, the method {} is not; allowed: {allow}", call.method));
            let mut reply = if call.method == Method::OPTIONS && face == Face::Standin {
                Reply::empty(204)
            } else {
                let detail = match face {
                    Face::Standin => format!("{} answers {allow}, not {}", call.path, call.method),
                    Face::Prism => format!(
                        "The route {} has been matched, but it does not have \"{}\" method defined",
                        call.path,
                        call.method.as_str().to_ascii_lowercase()
                    ),
                };
                Problem::NoMethod.reply(face, &detail, Map::new())
            };
            reply.set("allow", &allow);
            Err(Box::new(reply))
        }
        Routed::Unknown => {
            let templates = world.contract.operations().iter().map(|operation| operation.template.as_str());
            let near = nearest(&call.path, templates);
            trace.note(format!("route: no path matches; the nearest is {}", near.unwrap_or("none")));
            let detail = match (face, near) {
                (Face::Prism, _) => format!("The route {} hasn't been found in the specification file", call.path),
                (Face::Standin, Some(near)) => {
                    format!("no documented path matches {}; did you mean {near}?", call.path)
                }
                (Face::Standin, None) => format!("no documented path matches {}", call.path),
            };
            Err(Box::new(Problem::NoPath.reply(face, &detail, Map::new())))
        }
    }
}

/// The value of `Allow`: the documented methods and those that are answered by themselves.
fn allowed(methods: &[Method], face: Face) -> String {
    let mut names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    if face == Face::Standin {
        if names.contains(&"GET") && !names.contains(&"HEAD") {
            names.push("HEAD");
        }
        if !names.contains(&"OPTIONS") {
            names.push("OPTIONS");
        }
    }
    names.sort_unstable();
    names.join(", ")
}

/// Steps 2 to 7: read the call, ask the rules, choose a documented reply, fill and dress it.
fn serve(aim: &Aim<'_>, plan: &mut Plan, trace: &mut Trace) {
    let Aim { world, call, operation, captures, .. } = *aim;
    let face = world.options.face;
    if let Some(reason) = &operation.left {
        trace.note(format!("operation: could not be read: {reason}"));
        let detail = format!("the document describes this operation in a way that cannot be read: {reason}");
        plan.reply = Problem::Unreadable.reply(face, &detail, Map::new());
        return;
    }
    let validation = aim.prefer.validation.unwrap_or(world.options.validation);
    let mut inputs = operation.read(call, captures, world.contract.schemas());
    if validation == Validation::Off {
        // A body that was cut cannot be answered as if it were good.
        inputs.violations.retain(|violation| violation.kind == Kind::TooLarge);
    }
    if face == Face::Prism && validation != Validation::Off {
        inputs.refuse_unfit_credentials(operation, call);
    }
    for violation in &inputs.violations {
        trace.note(format!("violation: {}", violation.message));
    }
    trace.violations.clone_from(&inputs.violations);
    let header = (!inputs.violations.is_empty()).then(|| violations_header(&inputs.violations, face));
    let asked = Asked::of(call, operation, captures, &inputs);
    let ruling = rule::ask(aim, &asked, plan, trace);
    // Rules see every violation; in `warn` the document's answer does not mind them.
    let mut minded = Cow::Borrowed(&inputs);
    if validation == Validation::Warn && !inputs.violations.is_empty() {
        minded.to_mut().violations.retain(|violation| violation.kind == Kind::TooLarge);
    }
    let occasion = Occasion {
        world,
        call,
        operation,
        inputs: &minded,
        prefer: aim.prefer,
        stage: Some(derived::Stage { id: aim.id, asked: &asked, visit: aim.visit }),
        later: Later::of(aim.visit.today),
        is_complaint: false,
        order: None,
    };
    plan.reply = match ruling.struck() {
        Some(struck) => effect::ruled(To::Operation(&occasion), struck, &ruling.scope(struck), trace),
        None => choose(&occasion, trace),
    };
    ruling.dress(&mut plan.reply, trace);
    plan.is_steady &= !asked.is_unsteady();
    if let Some((name, value)) = header {
        plan.reply.set(name, &value);
    }
}

/// The header that lists violations, since documented errors seldom say what is wrong. In `warn` it is all that tells.
fn violations_header(violations: &[Violation], face: Face) -> (&'static str, String) {
    match face {
        Face::Prism => ("sl-violations", problem::prism_header(violations)),
        Face::Standin => ("standin-violations", problem::header(violations)),
    }
}

/// Step 4: the client's choice, the documented error, or success; then its body. Prism holds violations above the client's choice.
fn choose(occasion: &Occasion<'_>, trace: &mut Trace) -> Reply {
    let Occasion { world, operation, inputs, prefer, .. } = *occasion;
    let is_invalid = !inputs.violations.is_empty();
    let face = world.options.face;
    let chosen = match prefer.code {
        Some(code) if !(is_invalid && face == Face::Prism) => {
            let Some(chosen) = negotiate::by_code(operation, code) else {
                trace.note(format!("status: {code} was asked for and is not documented"));
                let known: Vec<String> = operation.promises.iter().map(|promise| promise.status.to_string()).collect();
                let detail = match face {
                    Face::Standin => format!("status {code} is not documented here; documented: {}", known.join(", ")),
                    Face::Prism => format!("Requested status code {code} is not defined in the document."),
                };
                return Problem::NotFound.reply(face, &detail, Map::new());
            };
            trace.note(format!("status: {code}, as the client asks"));
            chosen
        }
        _ if is_invalid => return complain(occasion, trace),
        _ => {
            if let Some(reply) = derived::answer(occasion, trace) {
                return reply;
            }
            let Some(chosen) = negotiate::success(operation) else {
                trace.note("status: 200; no reply is documented");
                return Reply::empty(200);
            };
            trace.note(format!("status: {}, documented as `{}`", chosen.status, chosen.promise.status));
            chosen
        }
    };
    fill(occasion, chosen, trace)
}

/// The answer to a call that breaks the contract: the documented error, else a problem that lists everything.
fn complain(occasion: &Occasion<'_>, trace: &mut Trace) -> Reply {
    let Occasion { world, operation, inputs, prefer, .. } = *occasion;
    let face = world.options.face;
    let violations = &inputs.violations;
    if let Some(chosen) = negotiate::error(operation, violations, face) {
        trace.note(format!("status: {}, the documented error for what is wrong", chosen.status));
        // The example that a client names is one of the reply it wanted; only with the code does it mean the error.
        let named = prefer.code.is_some_and(|code| negotiate::wanted(violations).contains(&code));
        let prefer = Prefer { example: prefer.example.clone().filter(|_| named), ..prefer.clone() };
        let occasion = Occasion { prefer: &prefer, is_complaint: true, ..*occasion };
        let mut reply = fill(&occasion, chosen, trace);
        // RFC 9110 §15.5.2 demands a challenge of every 401; Prism sends none with a documented one.
        let is_bare = reply.status == 401 && !reply.headers.contains_key("www-authenticate");
        if is_bare && face == Face::Standin && !inputs.challenges.is_empty() {
            reply.set("www-authenticate", &inputs.challenges.join(","));
        }
        return reply;
    }
    let has = |kind: Kind| violations.iter().any(|violation| violation.kind == kind);
    let problem = if has(Kind::Credentials) {
        Problem::Unauthorized
    } else if has(Kind::TooLarge) {
        Problem::TooLarge
    } else if has(Kind::MediaType) {
        Problem::MediaType
    } else if has(Kind::Syntax) {
        Problem::Syntax
    } else {
        Problem::Invalid
    };
    trace.note(format!("status: {}; no error is documented for what is wrong", problem.status()));
    let mut more = Map::new();
    let detail = match (face, problem) {
        (Face::Prism, Problem::Unauthorized) => {
            if !inputs.challenges.is_empty() {
                more.insert(
                    "headers".to_owned(),
                    serde_json::json!({ "WWW-Authenticate": inputs.challenges.join(",") }),
                );
            }
            "Your request does not fullfil the security requirements and no HTTP unauthorized response was found in the spec, so Prism is generating this error for you.".to_owned()
        }
        (Face::Prism, Problem::MediaType) => {
            let content = operation.body.iter().flat_map(|body| &body.content);
            let known: Vec<&str> = content.map(|content| content.media_type.as_str()).collect();
            format!("Supported content types: {}", known.join(", "))
        }
        (Face::Prism, Problem::Invalid) => {
            more.insert("validation".to_owned(), problem::listed(violations, face));
            "Your request is not valid and no HTTP validation response was found in the spec, so Prism is generating this error for you.".to_owned()
        }
        _ => {
            more.insert("violations".to_owned(), problem::listed(violations, Face::Standin));
            violations.first().map(|violation| violation.message.clone()).unwrap_or_default()
        }
    };
    let mut reply = problem.reply(face, &detail, more);
    if problem == Problem::Unauthorized && !inputs.challenges.is_empty() {
        reply.set("www-authenticate", &inputs.challenges.join(","));
    }
    reply
}

fn fill(occasion: &Occasion<'_>, chosen: Chosen<'_>, trace: &mut Trace) -> Reply {
    let face = occasion.world.options.face;
    occasion.reply(chosen, trace).unwrap_or_else(|refusal| refusal.reply(face, trace))
}
