//! What stands around rows: a value, and the places in it. It is written once, and cut where the rows stand.
//!
//! Invariant: pieces with the rows between them are the JSON of the value with the rows in it; members keep their order.

use serde_json::{Map, Value};

use crate::scenario::{Path, Step};

/// The way to a place in a value: members, and positions in lists.
pub(in crate::respond) type Way = Vec<String>;

/// The members that a path leads through; a `*` is the name of one.
pub(in crate::respond) fn way(path: &Path) -> Way {
    let step = |step: &Step| match step {
        Step::Member(name) => name.clone(),
        Step::Every => "*".to_owned(),
    };
    path.0.iter().map(step).collect()
}

/// A value as JSON, cut at these places: one piece more than there are places. What is at a place is left out, and of places inside one
/// another the outer one counts.
pub(super) fn cut(value: &Value, places: &[Way]) -> Vec<Vec<u8>> {
    let mut pieces = vec![Vec::new()];
    let places: Vec<&[String]> = places.iter().map(Vec::as_slice).collect();
    write(value, &places, &mut pieces);
    pieces
}

fn write(value: &Value, places: &[&[String]], pieces: &mut Vec<Vec<u8>>) {
    if places.iter().any(|place| place.is_empty()) {
        pieces.push(Vec::new());
        return;
    }
    let inside = |step: &str| -> Vec<&[String]> {
        let places = places.iter().filter_map(|place| place.split_first());
        places.filter(|(first, _)| *first == step).map(|(_, rest)| rest).collect()
    };
    match value {
        Value::Object(members) if !places.is_empty() => {
            let mut before = b'{';
            for (name, member) in members {
                push(pieces, before);
                before = b',';
                json(pieces, name);
                push(pieces, b':');
                write(member, &inside(name), pieces);
            }
            if members.is_empty() {
                push(pieces, before);
            }
            push(pieces, b'}');
        }
        Value::Array(items) if !places.is_empty() => {
            push(pieces, b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    push(pieces, b',');
                }
                write(item, &inside(&index.to_string()), pieces);
            }
            push(pieces, b']');
        }
        other => json(pieces, other),
    }
}

fn push(pieces: &mut [Vec<u8>], byte: u8) {
    if let Some(last) = pieces.last_mut() {
        last.push(byte);
    }
}

fn json(pieces: &mut [Vec<u8>], value: &(impl serde::Serialize + ?Sized)) {
    if let Some(last) = pieces.last_mut() {
        // Writing to memory cannot fail, nor can a value that is JSON.
        let _ = serde_json::to_writer(last, value);
    }
}

/// Takes away what is at a place, and what there is nothing left in.
pub(super) fn take(target: &mut Value, way: &[String]) {
    let (Some((step, rest)), Value::Object(members)) = (way.split_first(), target) else { return };
    if !rest.is_empty()
        && let Some(member) = members.get_mut(step)
    {
        take(member, rest);
    }
    if rest.is_empty() || members.get(step).and_then(Value::as_object).is_some_and(Map::is_empty) {
        members.shift_remove(step);
    }
}

/// Puts a value at a place; objects on the way there are made.
pub(in crate::respond) fn put(target: &mut Value, way: &[String], value: Value) {
    let Some((step, rest)) = way.split_first() else {
        *target = value;
        return;
    };
    if let Value::Array(items) = target {
        if let Some(item) = step.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
            put(item, rest, value);
        }
        return;
    }
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Value::Object(members) = target {
        put(members.entry(step.as_str()).or_insert(Value::Null), rest, value);
    }
}
