//! Why a call gets no rows, as an answer: what the scenario says, else the documented error if it speaks of what is wrong, else a problem that
//! says what would be right.

use serde_json::{Map, Value};

use crate::base::Pointer;
use crate::collection::ReadingError;
use crate::contract::{Kind, Part, Violation};
use crate::respond::effect::{self, To};
use crate::respond::fill::Occasion;
use crate::respond::fitting;
use crate::respond::negotiate;
use crate::respond::problem::{self, Problem};
use crate::respond::reply::Reply;
use crate::respond::trace::Trace;
use crate::respond::world::Face;
use crate::scenario::{Effect, Expression, Refused, Scope, Struck};

/// What can be done about a reading that would cost too much.
const TOO_MANY: &str = "ask for a window of time or for fewer conditions, make the collection smaller, or let more be looked at: `--max-scan`";

/// The status of what cannot be read.
const UNREADABLE: u16 = 400;
/// What a cursor is called by those who say that one is wrong.
const CURSOR: &str = "cursor";

/// What is answered.
pub(super) fn reply(
    to: To<'_>,
    struck: &Struck<'_>,
    scope: &Scope<'_>,
    refused: Refused<'_>,
    trace: &mut Trace,
) -> Reply {
    let (from, message) = match refused {
        Refused::Said(effect) => return effect::ruled(to, &Struck { effect, ..*struck }, scope, trace),
        Refused::NoPartition => {
            let detail = "there is no such partition of the collection";
            return documented(to, struck, scope, (404, None), trace)
                .unwrap_or_else(|| problem(to, Problem::NoRow, detail, trace));
        }
        Refused::Reading(error @ ReadingError::TooMany { rows, most }) => {
            let detail = format!("{error}; {TOO_MANY}");
            trace.note(format!("refused: {detail}"));
            let more = [("rows", rows), ("most", most)].map(|(name, count)| (name.to_owned(), Value::from(count)));
            return Problem::TooManyRows.reply(to.world().options.face, &detail, Map::from_iter(more));
        }
        Refused::Reading(error @ ReadingError::Cursor) => (Some(CURSOR.to_owned()), error.to_string()),
        Refused::Reading(error @ ReadingError::NoRow) => (None, error.to_string()),
        Refused::Unreadable(name, why) => {
            let message = format!("`{name}` cannot be read: {why}");
            (Some(name), message)
        }
        Refused::Filter(from, error) => {
            let help = error.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            (from, format!("{error}{help}"))
        }
    };
    let violation = Violation {
        kind: Kind::Value,
        part: Part::Query,
        name: from.as_deref().map(parameter),
        at: Pointer::root(),
        code: "list".to_owned(),
        message: message.clone(),
    };
    let reply = if is_spoken_of(to, &violation) {
        documented(to, struck, scope, (UNREADABLE, Some(violation)), trace)
    } else {
        None
    };
    reply.unwrap_or_else(|| problem(to, Problem::Unread, &message, trace))
}

/// The parameter that an expression reads, as the call has it.
fn parameter(from: &str) -> String {
    let read = Expression::compile(from).ok();
    let mentions = read.as_ref().map(Expression::mentions).unwrap_or_default();
    mentions.iter().find_map(|mention| mention.path.first()).map_or_else(|| from.to_owned(), ToString::to_string)
}

/// Whether the documented error has an example that speaks of the parameter: nobody could find out what is wrong from another one.
fn is_spoken_of(to: To<'_>, violation: &Violation) -> bool {
    let To::Operation(occasion) = to else { return false };
    let Some(chosen) = negotiate::by_code(occasion.operation, UNREADABLE) else { return false };
    let contents = chosen.promise.content.iter().filter(|content| !occasion.is_generated(content));
    contents.map(|content| occasion.world.examples(content)).any(|examples| fitting::names(examples, violation))
}

/// The documented error with that status, which tells of what is wrong in a header; `None` where none is documented.
pub(super) fn documented(
    to: To<'_>,
    struck: &Struck<'_>,
    scope: &Scope<'_>,
    (status, violation): (u16, Option<Violation>),
    trace: &mut Trace,
) -> Option<Reply> {
    let To::Operation(occasion) = to else { return None };
    negotiate::by_code(occasion.operation, status)?;
    let effect = Effect { status: Some(status), ..Effect::default() };
    let mut inputs = occasion.inputs.clone();
    inputs.violations.extend(violation.clone());
    let occasion = Occasion { inputs: &inputs, ..*occasion };
    let mut reply =
        effect::answer(To::Operation(&occasion), &Struck { effect: &effect, ..*struck }, scope, None, trace);
    if let Some(violation) = violation {
        trace.note(format!("refused: {}", violation.message));
        if occasion.world.options.face == Face::Standin {
            reply.set("standin-violations", &problem::header(&[violation]));
        }
    }
    Some(reply)
}

/// A problem of ours.
pub(super) fn problem(to: To<'_>, kind: Problem, detail: &str, trace: &mut Trace) -> Reply {
    trace.note(format!("refused: {detail}"));
    kind.reply(to.world().options.face, detail, Map::new())
}
