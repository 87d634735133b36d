//! Remembers the verdicts of the check under way on this thread, and forgets them when it ends.
//!
//! It judges nothing itself. Without it the time of a check doubles with every level of a recursive schema that has two branches.

use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::Value;

use super::model::Side;

/// A schema, a side, and a value.
type Question = (usize, Side, Subject);

/// The value that a question is about. Arrays and objects are told by their address, which is theirs until the outermost check ends; names
/// of properties are checked in a place that the validator uses again, so texts are told by what they say.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Subject {
    Node(usize),
    Text(String),
}

impl Subject {
    fn of(value: &Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text.clone()),
            other => Self::Node(std::ptr::from_ref(other) as usize),
        }
    }
}

thread_local! {
    /// The verdicts of the check under way on this thread, from the depth on where it may ask the same question again and again:
    /// a recursive schema with two branches asks each level twice, which doubles with every level of the value.
    static VERDICTS: RefCell<(usize, HashMap<Question, bool>)> = RefCell::new((0, HashMap::new()));
}

/// Links that a check follows into the value before verdicts are remembered; most end before.
const SHALLOW: usize = 6;

/// One level of the check under way; the last to end forgets all verdicts, a panic included.
struct Level;

impl Level {
    /// Enters a level; tells how deep it is.
    fn enter() -> (Self, usize) {
        let depth = VERDICTS.with_borrow_mut(|(depth, _)| {
            *depth += 1;
            *depth
        });
        (Self, depth)
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        VERDICTS.with_borrow_mut(|(depth, verdicts)| {
            *depth -= 1;
            if *depth == 0 {
                verdicts.clear();
            }
        });
    }
}

/// Whether `value` is valid against the schema numbered `index`: from memory if the check under way has asked that already, else as `ask`
/// says.
pub(super) fn verdict(index: usize, side: Side, value: &Value, ask: impl FnOnce() -> bool) -> bool {
    let (_level, depth) = Level::enter();
    if depth <= SHALLOW {
        return ask();
    }
    let question = (index, side, Subject::of(value));
    if let Some(known) = VERDICTS.with_borrow(|(_, verdicts)| verdicts.get(&question).copied()) {
        return known;
    }
    let answer = ask();
    VERDICTS.with_borrow_mut(|(_, verdicts)| verdicts.insert(question, answer));
    answer
}
