//! One document: loaded, every operation asked twice in both modes, every pair of list and item followed. Panics are caught and named.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use standin::base::MediaType;
use standin::contract::{Call, Contract, Operation};
use standin::respond::{AnswerOptions, Plan, World, answer};
use standin::schema::Side;
use standin::spec::{self, Limits, Source};

use super::judge::Judge;
use super::pairs::{self, Finding, Outcome};
use super::request;

/// The modes in which everything is asked.
pub const MODES: [&str; 2] = ["default", "dynamic"];
/// How often a slow call is asked again: another process may have had the processor.
const AGAIN: usize = 4;
/// Slower than this is told of.
pub const SLOW: Duration = Duration::from_millis(50);
/// The largest document that is read: the dereferenced ones have 80 MB.
const MAX_BYTES: u64 = 256 << 20;

thread_local! {
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What was found in one document.
#[derive(Default)]
pub struct Visit {
    /// Its name: the path below the folder of packages.
    pub name: String,
    /// How long it took to load and compile.
    pub load: Duration,
    /// Why it could not be loaded.
    pub left: Option<String>,
    /// How many operations it has.
    pub operations: usize,
    /// The answers, in the order in which the judge was told of them.
    pub answers: Vec<Answer>,
    /// The pairs.
    pub pairs: Vec<(usize, String, Finding)>,
}

/// One answer.
pub struct Answer {
    /// The position in [`MODES`].
    pub mode: usize,
    /// Method and path.
    pub operation: String,
    /// How long the first call took, and how long another at best.
    pub times: [Duration; 2],
    /// Whether the body is JSON with a schema, and whether that schema holds by our own reading.
    pub own: Option<bool>,
    /// What the runner itself found: kind and reason.
    pub fault: Option<(&'static str, String)>,
}

/// Keeps the place and the message of a panic instead of printing them.
pub fn keep_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or_default();
        PANIC.with_borrow_mut(|kept| *kept = format!("{place}: {message}"));
    }));
}

fn caught<T>(what: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(what)).map_err(|_| PANIC.with_borrow_mut(std::mem::take))
}

/// Visits a document.
pub fn visit(path: &Path, name: &str, index: usize, judge: &mut Judge) -> std::io::Result<Visit> {
    let mut visit = Visit { name: name.to_owned(), ..Visit::default() };
    let start = Instant::now();
    let loaded = caught(|| {
        let limits = Limits { max_bytes: MAX_BYTES, ..Limits::default() };
        let mut loaded = spec::load(&[Source::Path(path.to_path_buf())], &limits).map_err(|error| error.to_string())?;
        Ok(Contract::compile(&loaded.documents, loaded.schemas.clone(), &mut loaded.defects))
    });
    visit.load = start.elapsed();
    let contract = match loaded.map_err(|panic| format!("panic: {panic}")).and_then(|loaded| loaded) {
        Ok(contract) => contract,
        Err(why) => {
            visit.left = Some(why);
            return Ok(visit);
        }
    };
    let mut world = World::new(contract, AnswerOptions::default());
    visit.operations = world.contract.operations().len();
    judge.open(path, index)?;
    for mode in 0..MODES.len() {
        world.options.dynamic = mode == 1;
        for operation in world.contract.operations() {
            let answer = ask(&world, operation, mode, judge)?;
            visit.answers.push(answer);
        }
        for pair in pairs::find(world.contract.operations()) {
            let followed = caught(|| pairs::follow(&pair, &world, &|call| fetched(&world, call)));
            let finding =
                followed.unwrap_or_else(|panic| Finding { outcome: Outcome::NotFound, cause: "a panic", why: panic });
            visit.pairs.push((mode, format!("{} → {}", pair.list.template, pair.item.template), finding));
        }
    }
    judge.close()?;
    Ok(visit)
}

/// Asks one operation and tells the judge.
fn ask(world: &World, operation: &Operation, mode: usize, judge: &mut Judge) -> std::io::Result<Answer> {
    let mut found = Answer {
        mode,
        operation: format!("{} {}", operation.method, shown(operation)),
        times: [Duration::ZERO; 2],
        own: None,
        fault: None,
    };
    let asked = caught(|| {
        let call = request::build(world, operation);
        let (plan, first) = timed(world, &call);
        let mut best = timed(world, &call).1;
        for _ in 0..AGAIN {
            if best > SLOW {
                best = best.min(timed(world, &call).1);
            }
        }
        (plan, [first, best])
    });
    let (plan, times) = match asked {
        Ok(asked) => asked,
        Err(panic) => {
            found.fault = Some(("panic", panic));
            // The judge counts answers: one that says nothing keeps the count.
            judge.answer("/standin-panicked", 0, "", b"", false)?;
            return Ok(found);
        }
    };
    found.times = times;
    let reply = &plan.reply;
    let status = reply.status.as_u16();
    let violation = plan.trace.steps.iter().find_map(|step| step.strip_prefix("violation: "));
    // Of several operations that the path leads to, the one that the call fits answers.
    let answering = plan.trace.operation.as_deref().and_then(|name| world.contract.named(name)).unwrap_or(operation);
    found.fault = match violation {
        Some(violation) => Some(("refused", format!("{status}: {violation}"))),
        None if status >= 500 && !is_documented(answering, status) => {
            Some(("refused", plan.trace.steps.last().cloned().unwrap_or_default()))
        }
        None => None,
    };
    let media = reply.headers.get("content-type").and_then(|media| media.to_str().ok()).unwrap_or_default();
    let value = json(media, &reply.body.bytes());
    found.own = own_verdict(world, answering, status, media, value.as_ref());
    judge.answer(answering.place.pointer.as_str(), status, media, &reply.body.bytes(), value.is_some())?;
    Ok(found)
}

fn is_documented(operation: &Operation, status: u16) -> bool {
    operation.promises.iter().any(|promise| promise.status.covers(status))
}

fn timed(world: &World, call: &Call) -> (Plan, Duration) {
    let start = Instant::now();
    let plan = answer(world, call);
    (plan, start.elapsed())
}

fn json(media: &str, body: &[u8]) -> Option<Value> {
    MediaType::parse(media).is_json().then(|| serde_json::from_slice(body).ok()).flatten()
}

/// Whether the body holds by our own schemas.
fn own_verdict(world: &World, operation: &Operation, status: u16, media: &str, body: Option<&Value>) -> Option<bool> {
    let promise = operation.promises.iter().find(|promise| promise.status.covers(status))?;
    let sent = MediaType::parse(media);
    let content = promise.content.iter().find(|content| content.media_type.covers(&sent).is_some())?;
    let (schema, body) = content.schema.zip(body)?;
    Some(world.contract.schemas().holds(schema, Side::Response, body))
}

fn fetched(world: &World, call: &Call) -> (u16, Option<Value>) {
    let reply = answer(world, call).reply;
    let media = reply.headers.get("content-type").and_then(|media| media.to_str().ok()).unwrap_or_default();
    (reply.status.as_u16(), json(media, &reply.body.bytes()))
}

/// The path with what else tells operations apart.
fn shown(operation: &Operation) -> String {
    let query: Vec<String> = operation
        .conditions
        .iter()
        .map(|(name, value)| value.as_ref().map_or_else(|| name.clone(), |value| format!("{name}={value}")))
        .collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let variant = operation.variant.as_ref().map_or_else(String::new, |variant| format!("#{variant}"));
    format!("{}{query}{variant}", operation.template)
}
