//! Tells a client that the body it gets breaks its own schema, and where first: in the trace, and in a header of our own.
//! That happens where no value satisfies the schema, and where examples are sent as written. It changes no body.

use serde_json::Value;

use super::reply::Reply;
use super::trace::Trace;
use super::world::{Face, World};
use crate::schema::{Mismatch, SchemaId, Side};

/// The header: a JSON Pointer into the body (nothing for the body itself), then what must be there.
const HEADER: &str = "standin-unsatisfied";

/// The longest value of the header, in bytes: what is at fault is told by its beginning.
const LONGEST: usize = 200;

/// Says of `value`, which is about to be sent, what its schema asks for in vain.
pub(super) fn tell(world: &World, schema: SchemaId, value: &Value, reply: &mut Reply, trace: &mut Trace) {
    let Some(first) = world.contract.schemas().mismatches(schema, Side::Response, value).into_iter().next() else {
        return;
    };
    let Mismatch { at, message, .. } = first;
    let place = if at.as_str().is_empty() { "the body".to_owned() } else { format!("`{at}`") };
    trace.note(format!("body: breaks its schema: {place} {message}"));
    if world.options.face == Face::Standin {
        reply.set(HEADER, &line(&format!("{at} {message}")));
    }
}

/// The text as one line of a header: visible ASCII and blanks, of bounded length.
fn line(text: &str) -> String {
    let visible = text.trim().chars().map(|character| match character {
        ' '..='~' => character,
        _ => '?',
    });
    visible.take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_short_and_plain() {
        for (text, expected) in
            [("/a must be integer", "/a must be integer"), (" must be object", "must be object"), ("/ä\r\nb", "/???b")]
        {
            assert_eq!(line(text), expected, "{text:?}");
        }
        assert_eq!(line(&"x".repeat(9_000)).len(), LONGEST);
    }
}
