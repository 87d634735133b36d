//! Cuts loops of references that never descend into the value: `A: {$ref: B}`, `B: {$ref: A}`, or an `allOf` that reaches itself.
//! No value is described by them, and everything that walks the arena relies on there being none. Chains that are longer than anybody
//! means are cut as well: what checks a value recurses along them.

use crate::base::{Defects, Severity};
use crate::schema::model::{SchemaArena, SchemaId};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    No,
    Open,
    Done,
}

/// References and combinators one behind the other, before the value is descended into.
const LONGEST_CHAIN: usize = 100;

/// Finds the edges that close a loop (depth first, on a stack of our own) and removes them.
pub(super) fn cut(arena: &mut SchemaArena, defects: &mut Defects) {
    let mut visits = vec![Visit::No; arena.len()];
    let mut lengths = vec![0_usize; arena.len()];
    let set = |id: SchemaId, visit: Visit, visits: &mut Vec<Visit>| {
        if let Some(slot) = visits.get_mut(id.index()) {
            *slot = visit;
        }
    };
    for root in arena.ids() {
        if visits.get(root.index()) != Some(&Visit::No) {
            continue;
        }
        set(root, Visit::Open, &mut visits);
        let mut stack = vec![(root, same_instance(arena, root))];
        while let Some((id, rest)) = stack.last_mut() {
            let id = *id;
            let Some(next) = rest.pop() else {
                set(id, Visit::Done, &mut visits);
                let below = same_instance(arena, id);
                let longest =
                    below.iter().filter_map(|next| lengths.get(next.index())).max().map_or(0, |length| length + 1);
                if longest > LONGEST_CHAIN {
                    let origin = arena.at(id).origin.clone();
                    let message = format!(
                        "more than {LONGEST_CHAIN} references stand one behind the other here; reading this one as anything"
                    );
                    defects.note("ref-chain", Severity::Error, &origin, message);
                    for next in below {
                        remove(arena, id, next);
                    }
                } else if let Some(slot) = lengths.get_mut(id.index()) {
                    *slot = longest;
                }
                stack.pop();
                continue;
            };
            match visits.get(next.index()) {
                Some(Visit::No) => {
                    set(next, Visit::Open, &mut visits);
                    let rest = same_instance(arena, next);
                    stack.push((next, rest));
                }
                Some(Visit::Open) => {
                    let origin = arena.at(id).origin.clone();
                    let message =
                        "this schema refers back to itself, so it describes no value; ignoring that reference";
                    defects.note("ref-loop", Severity::Warning, &origin, message);
                    remove(arena, id, next);
                }
                _ => {}
            }
        }
    }
}

/// The schemas that a schema applies to the very value it is applied to itself, by reference or in place.
fn same_instance(arena: &SchemaArena, id: SchemaId) -> Vec<SchemaId> {
    let schema = arena.at(id);
    schema.link.into_iter().chain(schema.in_place()).collect()
}

fn remove(arena: &mut SchemaArena, from: SchemaId, to: SchemaId) {
    let mut schema = arena.at(from).clone();
    schema.link = schema.link.filter(|link| *link != to);
    if let Some(logic) = &mut schema.logic {
        for list in [&mut logic.all_of, &mut logic.any_of, &mut logic.one_of] {
            list.retain(|id| *id != to);
        }
        for one in [&mut logic.not, &mut logic.condition, &mut logic.then, &mut logic.otherwise] {
            *one = one.filter(|id| *id != to);
        }
    }
    if let Some(object) = &mut schema.object {
        object.dependent_schemas.retain(|_, id| *id != to);
    }
    arena.replace(from, schema);
}
