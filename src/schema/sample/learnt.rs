//! What the examples of a document teach about the values below its schemas: the shapes of texts and the size of numbers.
//! Whole bodies are walked with their schemas, so that a key deep inside has the shape that it has there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::shape::Shape;
use crate::schema::check::Schemas;
use crate::schema::merge::{Conjunction, Group, Term};
use crate::schema::model::SchemaId;

/// Examples that one schema learns from.
const EXAMPLES: usize = 8;
/// Nodes of examples that are looked at.
const NODES: usize = 50_000;
/// Branches that are looked into, for all examples together.
const BRANCHES: usize = 400_000;
/// Levels of an example that are looked at.
const DEPTH: usize = 24;

/// What was learnt, by the schema it is about.
#[derive(Clone, Debug, Default)]
pub struct Shapes(BTreeMap<SchemaId, Learnt>);

/// What the examples of one schema have in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::schema) struct Learnt {
    /// The shape of its texts.
    pub(in crate::schema) text: Option<Shape>,
    /// The least and the greatest of its numbers, and their decimals.
    pub(in crate::schema) number: Option<(f64, f64)>,
}

impl Learnt {
    /// What those values have in common.
    pub(in crate::schema) fn of<'v>(values: impl Iterator<Item = &'v Value> + Clone) -> Self {
        let numbers = values.clone().filter_map(Value::as_f64);
        Self {
            text: Shape::learn(values.filter_map(Value::as_str)),
            number: numbers.fold(None, |range: Option<(f64, f64)>, number| {
                Some(range.map_or((number, number), |(low, high)| (low.min(number), high.max(number))))
            }),
        }
    }
}

impl Shapes {
    /// What the values teach about their schemas and those below.
    #[must_use]
    pub fn learn<'v>(schemas: &'v Schemas, bodies: impl Iterator<Item = (SchemaId, &'v Value)>) -> Self {
        let mut seen: BTreeMap<SchemaId, Vec<&'v Value>> = BTreeMap::new();
        let (mut nodes, mut branches) = (0, 0);
        let arena = schemas.arena();
        let written =
            |id: SchemaId| arena.at(id).notes.iter().flat_map(|notes| &notes.examples).map(move |value| (id, value));
        let whole = |(_, value): &(SchemaId, &Value)| value.is_object() || value.is_array();
        for (id, body) in bodies.chain(arena.ids().flat_map(written).filter(whole)) {
            let mut open: Vec<(Vec<Term>, &'v Value, usize)> = vec![(vec![Term::Is(id)], body, 0)];
            while let Some((terms, value, depth)) = open.pop() {
                nodes += 1;
                if nodes > NODES || branches > BRANCHES {
                    break;
                }
                for term in &terms {
                    if let Term::Is(id) = term
                        && (value.is_string() || value.is_number())
                    {
                        let examples = seen.entry(*id).or_default();
                        if examples.len() < EXAMPLES && !examples.contains(&value) {
                            examples.push(value);
                        }
                    }
                }
                if depth < DEPTH {
                    let below = below(schemas, &terms, value, &mut branches);
                    open.extend(below.into_iter().map(|(terms, value)| (terms, value, depth + 1)));
                }
            }
        }
        Self(seen.into_iter().map(|(id, values)| (id, Learnt::of(values.into_iter()))).collect())
    }

    /// What was learnt of that schema.
    pub(in crate::schema) fn at(&self, id: SchemaId) -> Option<&Learnt> {
        self.0.get(&id)
    }
}

/// The members or items of a value with the schemas that speak of them; those of branches too, whichever holds. Counts the branches.
fn below<'v>(schemas: &Schemas, terms: &[Term], value: &'v Value, branches: &mut usize) -> Vec<(Vec<Term>, &'v Value)> {
    let mut found = Vec::new();
    if !(value.is_object() || value.is_array()) {
        return found;
    }
    let mut all = vec![Conjunction::of(schemas.arena(), terms)];
    let offered: BTreeSet<SchemaId> = all.iter().flat_map(|all| &all.groups).flat_map(offered).copied().collect();
    *branches += offered.len();
    all.extend(offered.into_iter().map(|id| Conjunction::of(schemas.arena(), &[Term::Is(id)])));
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let terms: Vec<Term> = all.iter().flat_map(|all| all.property(name)).collect();
                found.push((terms, member));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate().take(EXAMPLES) {
                found.push((all.iter().flat_map(|all| all.item(index)).collect(), item));
            }
        }
        _ => {}
    }
    found
}

fn offered<'a>(group: &Group<'a>) -> &'a [SchemaId] {
    match group {
        Group::Any(branches, _) | Group::One(branches, _) => branches,
        _ => &[],
    }
}
