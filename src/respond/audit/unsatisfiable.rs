//! Schemas that no value satisfies: of bodies, parameters and headers, found by sampling them once each; of optional properties and
//! branches, found by what their keywords say. Each is told at the smallest part that is to blame.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use crate::base::{Defects, Place, Severity};
use crate::contract::Operation;
use crate::respond::world::World;
use crate::schema::{Contradiction, Fit, Sampler, Schema, SchemaArena, SchemaId, Schemas, Side, TypeSet, Variety};

/// Records them.
pub(super) fn audit(world: &World, defects: &mut Defects) {
    let schemas = world.contract.schemas();
    let mut blamed: IndexMap<Place, Blame> = IndexMap::new();
    for ((id, side), uses) in uses(world) {
        let Some(value) = best(world, id, side) else { continue };
        let (Contradiction { at, why }, is_proven) = match schemas.blame(id, side) {
            Some(found) => (found, true),
            None => (by_search(schemas, id, side, &value), false),
        };
        blamed.entry(at).or_insert_with(|| Blame { why, is_proven, uses: Vec::new() }).uses.extend(uses);
    }
    for (at, blame) in &blamed {
        let Some(first) = blame.uses.first() else { continue };
        let more = blame.uses.len() - 1;
        let more = if more > 0 { format!(" (and of {more} more)") } else { String::new() };
        let (severity, message) = if blame.is_proven {
            (Severity::Error, format!("{} can have no value: {}{more}; {}", first.what, blame.why, first.outcome()))
        } else {
            // That a reply breaks its schema is a fact; that no request can be right is not.
            let (severity, outcome) = match first.side {
                Side::Response => (Severity::Error, first.outcome()),
                Side::Request => (Severity::Warning, "whoever sends one may be refused"),
            };
            (severity, format!("no value was found for {}: {}{more}; {outcome}", first.what, blame.why))
        };
        defects.note("schema-unsatisfiable", severity, at, message);
    }
    let known: BTreeSet<&Place> = blamed.keys().collect();
    for (at, message) in optional(world) {
        if !known.contains(&at) {
            defects.note("schema-unsatisfiable", Severity::Warning, &at, message);
        }
    }
}

/// What one contradiction spoils.
struct Blame {
    why: String,
    /// Whether it was seen in the keywords; otherwise a search has found nothing.
    is_proven: bool,
    uses: Vec<Use>,
}

/// Where a schema is used as a whole.
struct Use {
    what: String,
    side: Side,
}

impl Use {
    const fn outcome(&self) -> &'static str {
        match self.side {
            Side::Request => "whoever sends one is refused",
            Side::Response => "sending one that breaks the schema",
        }
    }
}

/// Every schema that a whole value is sampled from or checked against, once for each direction.
fn uses(world: &World) -> IndexMap<(SchemaId, Side), Vec<Use>> {
    let mut uses: IndexMap<(SchemaId, Side), Vec<Use>> = IndexMap::new();
    for operation in world.contract.operations() {
        for parameter in &operation.parameters {
            if let Some(id) = parameter.schema {
                let what =
                    format!("the {} parameter `{}` of `{}`", parameter.part.as_str(), parameter.name, operation.name);
                uses.entry((id, Side::Request)).or_default().push(Use { what, side: Side::Request });
            }
        }
        for id in operation.body.iter().flat_map(|body| &body.content).filter_map(|content| content.schema) {
            let what = format!("the request body of `{}`", operation.name);
            uses.entry((id, Side::Request)).or_default().push(Use { what, side: Side::Request });
        }
        replies(world, operation, &mut uses);
    }
    uses
}

fn replies(world: &World, operation: &Operation, uses: &mut IndexMap<(SchemaId, Side), Vec<Use>>) {
    for promise in &operation.promises {
        for content in &promise.content {
            let is_needed = || !world.examples(content).iter().any(|example| example.fits);
            for id in content.schema.filter(|_| is_needed()).into_iter().chain(content.item_schema) {
                let what = format!("the body of {} of `{}`", promise.status, operation.name);
                uses.entry((id, Side::Response)).or_default().push(Use { what, side: Side::Response });
            }
        }
        for header in &promise.headers {
            if let Some(id) = header.schema {
                let what = format!("the header `{}` of {} of `{}`", header.name, promise.status, operation.name);
                uses.entry((id, Side::Response)).or_default().push(Use { what, side: Side::Response });
            }
        }
    }
}

/// The best value of a schema of which none holds.
fn best(world: &World, id: SchemaId, side: Side) -> Option<Value> {
    let sampler = Sampler::new(world.contract.schemas());
    let sampled = sampler.sample(id, world.options.seed, side, Variety::Documented);
    (sampled.fit == Fit::Empty).then_some(sampled.value)
}

/// What is told where only the search for a value has shown that there is none: where the best one breaks the schema first.
fn by_search(schemas: &Schemas, id: SchemaId, side: Side, value: &Value) -> Contradiction {
    let arena = schemas.arena();
    let first = schemas.mismatches(id, side, value).into_iter().next();
    let Some(first) = first else {
        return Contradiction { at: arena.at(id).origin.clone(), why: "it is too deep or too large".to_owned() };
    };
    let step = |id: SchemaId, step: String| match step.parse::<usize>() {
        Ok(index) => arena.element(id, index).or_else(|| arena.property(id, &step)),
        Err(_) => arena.property(id, &step),
    };
    let part = first.at.steps().try_fold(id, step).unwrap_or(id);
    let place = if first.at.as_str().is_empty() { String::new() } else { format!("`{}` ", first.at) };
    let schema = arena.at(arena.target(part));
    if let Some(found) = pattern(schema) {
        return found;
    }
    let at = schema.origin.clone();
    let both = value.pointer(first.at.as_str()).filter(|_| first.keyword == "oneOf");
    let both = both.and_then(|value| overlapping(schemas, part, side, value)).unwrap_or_default();
    Contradiction { at, why: format!("{place}{}{both}", first.message) }
}

/// The keywords of a text that were not met together, if a pattern is among them.
fn pattern(schema: &Schema) -> Option<Contradiction> {
    let text = schema.text.as_deref()?;
    let pattern = text.pattern.as_ref()?;
    let least = text.min_length.map(|least| format!("`minLength` {least}"));
    let most = text.max_length.map(|most| format!("`maxLength` {most}"));
    let format = text.format.as_ref().map(|format| format!("`format` {format}"));
    let others: Vec<String> = [least, most, format].into_iter().flatten().collect();
    let why = match others.split_last() {
        None => format!("no text matches `pattern` {}", pattern.as_str()),
        Some((last, [])) => format!("no text has {last} and matches `pattern` {}", pattern.as_str()),
        Some((last, rest)) => {
            format!("no text has {} and {last} and matches `pattern` {}", rest.join(", "), pattern.as_str())
        }
    };
    Some(Contradiction { at: schema.origin.join("pattern"), why })
}

/// The branches of a `oneOf` that hold for one value together, if that is what is wrong.
fn overlapping(schemas: &Schemas, id: SchemaId, side: Side, value: &Value) -> Option<String> {
    let logic = schemas.arena().at(schemas.arena().target(id)).logic.as_deref()?;
    let holds = |(index, branch): (usize, &SchemaId)| schemas.holds(*branch, side, value).then_some(index + 1);
    let mut holding = logic.one_of.iter().enumerate().filter_map(holds);
    let (first, second) = (holding.next()?, holding.next()?);
    Some(format!(", and number {first} and number {second} hold for the same values"))
}

/// The contradictions in schemas that need not be met: of optional properties, items and branches.
fn optional(world: &World) -> BTreeMap<Place, String> {
    let schemas = world.contract.schemas();
    let arena = schemas.arena();
    let skipped = conditions(arena);
    let mut found = BTreeMap::new();
    for id in arena.ids().filter(|id| !skipped.contains(id)) {
        let schema = arena.at(id);
        // `false` says that there is to be nothing.
        if schema.types.is_empty() {
            continue;
        }
        let seen = schemas.contradiction(id);
        if seen.is_none() && !is_hard(schema) {
            continue;
        }
        let Some(value) = best(world, id, Side::Response) else { continue };
        let (Contradiction { at, why }, what) = match seen {
            Some(seen) => (seen, "nothing can stand here"),
            None => (by_search(schemas, id, Side::Response, &value), "nothing was found that could stand here"),
        };
        found.entry(at).or_insert_with(|| format!("{what}: {why}; leaving it out where that is allowed"));
    }
    found
}

/// Whether only a search can tell if a text exists: one that has to match a pattern and to be of a length or a format.
fn is_hard(schema: &Schema) -> bool {
    let text = schema.text.as_deref().filter(|_| schema.types == TypeSet::STRING && schema.values.is_none());
    text.is_some_and(|text| {
        text.pattern.is_some() && (text.min_length.is_some() || text.max_length.is_some() || text.format.is_some())
    })
}

/// The schemas that ask a question (`not`, `if`), and the parts of `allOf`, which are looked at as a whole.
fn conditions(arena: &SchemaArena) -> BTreeSet<SchemaId> {
    let logic = |id: SchemaId| arena.at(id).logic.as_deref();
    let asked = arena.ids().filter_map(logic);
    asked.flat_map(|logic| logic.all_of.iter().copied().chain(logic.not).chain(logic.condition)).collect()
}
