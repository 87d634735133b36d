//! Walks a value for the names that it gives to its parts (`$id`, anchors), for the dialects that its parts are in, and for the other
//! texts that it mentions. It complains about nothing: what stands in unused parts is walked too.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Ground, Mention, Resource, absolute};
use crate::base::Pointer;
use crate::schema::dialect::{Dialect, Holds};

/// How much of a value may be a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is a schema: under keywords that the dialect does not know there is none.
    Strict,
    /// It has schemas somewhere in it: any object may be one that is not plainly data.
    Loose,
}

/// The members of `OpenAPI` whose own members have names that the author chose: `default` is one of the responses.
const NAMED: [&str; 10] = [
    "schemas",
    "responses",
    "parameters",
    "paths",
    "headers",
    "requestBodies",
    "callbacks",
    "pathItems",
    "webhooks",
    "mediaTypes",
];

/// What a value is taken for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A schema, or something that may be one.
    Schema,
    /// A map whose keys are names.
    Map,
    /// Neither: other texts may be mentioned in it, but nothing in it has a name.
    Data,
}

struct Scan {
    ground: Ground,
    mentions: Vec<Mention>,
    mentioned: BTreeSet<(Pointer, String)>,
    reading: Reading,
}

/// A value that has not been walked yet.
struct Open<'v> {
    value: &'v Value,
    at: Pointer,
    part: Part,
    dialect: Dialect,
    /// The root of the resource that it lies in.
    root: Pointer,
}

/// The resources of a value, and what it mentions.
pub(super) fn scan(uri: &str, value: &Value, dialect: Dialect, reading: Reading) -> (Ground, Vec<Mention>) {
    let root = Pointer::root();
    let file = Resource { uri: uri.to_owned(), ..Resource::default() };
    let ground = Ground {
        resources: [(root.clone(), file)].into_iter().collect(),
        dialects: [(root.clone(), dialect)].into_iter().collect(),
    };
    let mut scan = Scan { ground, mentions: Vec::new(), mentioned: BTreeSet::new(), reading };
    let mut open = vec![Open { value, at: root.clone(), part: Part::Schema, dialect, root }];
    while let Some(next) = open.pop() {
        let first = open.len();
        match next.value {
            Value::Object(map) => scan.object(&next, map, &mut open),
            Value::Array(items) => open.extend(items.iter().enumerate().map(|(index, value)| Open {
                value,
                at: next.at.nth(index),
                part: if next.part == Part::Map { Part::Schema } else { next.part },
                root: next.root.clone(),
                ..next
            })),
            _ => {}
        }
        // In the order of the document: of two that take the same name the first one keeps it.
        if let Some(added) = open.get_mut(first..) {
            added.reverse();
        }
    }
    (scan.ground, scan.mentions)
}

impl Scan {
    fn object<'v>(&mut self, here: &Open<'v>, map: &'v Map<String, Value>, open: &mut Vec<Open<'v>>) {
        let (mut dialect, mut root) = (here.dialect, here.root.clone());
        if here.part == Part::Schema {
            dialect = self.dialect(here, map);
            root = self.names(here, map, dialect);
        }
        for (key, value) in map {
            if let ("$ref" | "$dynamicRef" | "externalValue", Value::String(reference)) = (key.as_str(), value) {
                self.mention(&here.at, &root, reference);
                continue;
            }
            let part = match here.part {
                Part::Map => Part::Schema,
                Part::Schema => self.below(dialect, key),
                Part::Data => Part::Data,
            };
            if value.is_object() || value.is_array() {
                open.push(Open { value, at: here.at.join(key), part, dialect, root: root.clone() });
            }
        }
    }

    fn below(&self, dialect: Dialect, key: &str) -> Part {
        match dialect.holds(key) {
            Some(Holds::Map) => Part::Map,
            Some(Holds::Data) => Part::Data,
            None if self.reading == Reading::Strict => Part::Data,
            None if NAMED.contains(&key) => Part::Map,
            Some(Holds::Schemas) | None => Part::Schema,
        }
    }

    /// `$schema`: heeded wherever it stands, but for documents whose dialect knows no other.
    fn dialect(&mut self, here: &Open<'_>, map: &Map<String, Value>) -> Dialect {
        let named = map.get("$schema").and_then(Value::as_str).and_then(Dialect::named);
        match named.filter(|named| *named != here.dialect && !here.dialect.is_borrowed()) {
            Some(dialect) => {
                self.ground.dialects.insert(here.at.clone(), dialect);
                dialect
            }
            None => here.dialect,
        }
    }

    /// What the object is called; the root of the resource that its members lie in.
    fn names(&mut self, here: &Open<'_>, map: &Map<String, Value>, dialect: Dialect) -> Pointer {
        let text = |key: &str| map.get(key).and_then(Value::as_str).filter(|_| dialect.knows(key));
        let mut root = here.root.clone();
        // Before 2019-09 nothing beside `$ref` counts.
        let hidden = !dialect.reads_ref_siblings() && map.get("$ref").is_some_and(Value::is_string);
        if let Some(id) = dialect.id_keyword().and_then(text).filter(|_| !hidden) {
            let (document, fragment) = id.split_once('#').unwrap_or((id, ""));
            let base = self.ground.resources.get(&here.root).map_or("", |resource| resource.uri.as_str());
            if !document.is_empty()
                && let Some(uri) = absolute(base, document)
            {
                root = here.at.clone();
                self.ground.resources.insert(root.clone(), Resource { uri, ..Resource::default() });
            }
            if !fragment.is_empty() && !fragment.starts_with('/') && !dialect.knows("$anchor") {
                self.anchor(&root, fragment, &here.at, false);
            }
        }
        if let Some(name) = text("$anchor") {
            self.anchor(&root, name, &here.at, false);
        }
        if let Some(name) = text("$dynamicAnchor") {
            self.anchor(&root, name, &here.at, true);
        }
        if root == here.at
            && dialect.knows("$recursiveAnchor")
            && map.get("$recursiveAnchor") == Some(&Value::Bool(true))
        {
            self.anchor(&root, "", &here.at, true);
        }
        root
    }

    fn anchor(&mut self, root: &Pointer, name: &str, at: &Pointer, dynamic: bool) {
        let Some(resource) = self.ground.resources.get_mut(root) else { return };
        if dynamic {
            resource.dynamic.entry(name.to_owned()).or_insert_with(|| at.clone());
        }
        resource.anchors.entry(name.to_owned()).or_insert_with(|| at.clone());
    }

    fn mention(&mut self, at: &Pointer, root: &Pointer, reference: &str) {
        let document = reference.split('#').next().unwrap_or_default();
        if !document.is_empty() && self.mentioned.insert((root.clone(), document.to_owned())) {
            self.mentions.push(Mention { at: at.clone(), document: document.to_owned() });
        }
    }
}
