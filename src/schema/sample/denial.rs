//! Turns `not` into something that can be made: the ways in which a value can violate a schema, one violated keyword each,
//! those first that cost the value least. What no way is known for is left to chance and the check.

use serde_json::Number;

use super::demand::{Demand, Demands};
use crate::schema::merge::{Conjunction, Term};
use crate::schema::model::{ArrayFacet, Logic, NumberFacet, ObjectFacet, SchemaArena, SchemaId, TextFacet};
use crate::schema::type_set::TypeSet;

/// Demands that together violate a schema.
pub(super) type Way<'a> = Vec<Demand<'a>>;

/// The ways to violate `id` that are open to `all`, the cheapest first; `None` if whatever satisfies `all` violates it already.
pub(super) fn ways<'a>(
    arena: &'a SchemaArena,
    id: SchemaId,
    all: &Conjunction<'a>,
    demands: &Demands<'a>,
) -> Option<Vec<Way<'a>>> {
    let denied = Conjunction::of(arena, &[Term::Is(id)]);
    if denied.is_bottom() || !all.types.meets(denied.types) {
        return None;
    }
    let mut ways: Vec<(u8, Way<'a>)> = Vec::new();
    for way in every(arena, id) {
        if let Some(cost) = cost(&way, all, demands) {
            ways.push((cost, way));
        }
    }
    ways.sort_by_key(|(cost, _)| *cost);
    Some(ways.into_iter().map(|(_, way)| way).collect())
}

/// What a way takes from the value, `None` if it is closed.
fn cost<'a>(way: &Way<'a>, all: &Conjunction<'a>, demands: &Demands<'a>) -> Option<u8> {
    let mut most = 0;
    let mut types = all.types;
    for demand in way {
        types = types.and(demand.types());
        let cost = match demand {
            Demand::Term(_) => 1,
            Demand::Except(values) => match &all.values {
                Some(left) if left.iter().all(|value| values.contains(value)) => return None,
                _ => 1,
            },
            Demand::Absent(name) if all.required().any(|other| other == *name) || demands.wants(name) => return None,
            Demand::Absent(name) => u8::from(all.declared().any(|other| other == *name)) * 2,
            Demand::Present(name, _) if demands.absent.contains(name) => return None,
            Demand::Present(name, _) => 1 + 3 * u8::from(!all.declared().any(|other| other == *name)),
            Demand::Extra(_) | Demand::Name(_) | Demand::Repeat => 4,
            _ => 2,
        };
        most = most.max(cost);
    }
    if types.is_empty() {
        return None;
    }
    // A type that changes changes everything, unless the schema says nothing else.
    Some(most + 2 * u8::from(types != all.types && all.types != TypeSet::ANY))
}

fn every(arena: &SchemaArena, id: SchemaId) -> Vec<Way<'_>> {
    let schema = arena.at(id);
    let mut ways: Vec<Way<'_>> = Vec::new();
    ways.extend(schema.link.map(|target| vec![Demand::Term(Term::Not(target))]));
    if schema.types != TypeSet::ANY {
        ways.push(vec![Demand::Types(TypeSet::ANY.without(schema.types))]);
    }
    ways.extend(schema.values.as_ref().map(|values| vec![Demand::Except(values)]));
    if let Some(number) = &schema.number {
        numbers(number, &mut ways);
    }
    if let Some(text) = &schema.text {
        texts(text, &mut ways);
    }
    if let Some(array) = &schema.array {
        arrays(array, &mut ways);
    }
    if let Some(object) = &schema.object {
        objects(object, &mut ways);
    }
    if let Some(logic) = &schema.logic {
        logics(logic, &mut ways);
    }
    ways
}

fn numbers(facet: &NumberFacet, ways: &mut Vec<Way<'_>>) {
    let clone = |number: &Option<Number>| number.clone();
    if facet.minimum.is_some() {
        let exclusive_maximum = clone(&facet.minimum);
        ways.push(vec![Demand::Number(NumberFacet { exclusive_maximum, ..NumberFacet::default() })]);
    }
    if facet.exclusive_minimum.is_some() {
        let maximum = clone(&facet.exclusive_minimum);
        ways.push(vec![Demand::Number(NumberFacet { maximum, ..NumberFacet::default() })]);
    }
    if facet.maximum.is_some() {
        let exclusive_minimum = clone(&facet.maximum);
        ways.push(vec![Demand::Number(NumberFacet { exclusive_minimum, ..NumberFacet::default() })]);
    }
    if facet.exclusive_maximum.is_some() {
        let minimum = clone(&facet.exclusive_maximum);
        ways.push(vec![Demand::Number(NumberFacet { minimum, ..NumberFacet::default() })]);
    }
    if facet.multiple_of.is_some() {
        ways.push(vec![Demand::Types(TypeSet::NUMBER)]);
        ways.push(vec![Demand::Fraction]);
    }
}

fn texts<'a>(facet: &'a TextFacet, ways: &mut Vec<Way<'a>>) {
    if let Some(least) = facet.min_length.and_then(|least| least.checked_sub(1)) {
        ways.push(vec![Demand::Length(0, Some(least))]);
    }
    if let Some(most) = facet.max_length {
        ways.push(vec![Demand::Length(most.saturating_add(1), None)]);
    }
    if let Some(pattern) = &facet.pattern {
        ways.push(vec![Demand::Mismatch(pattern)]);
    }
    if facet.format.is_some() {
        ways.push(vec![Demand::Types(TypeSet::STRING)]);
    }
}

fn arrays<'a>(facet: &'a ArrayFacet, ways: &mut Vec<Way<'a>>) {
    if let Some(least) = facet.min_items.and_then(|least| least.checked_sub(1)) {
        ways.push(vec![Demand::Count(0, Some(least))]);
    }
    if let Some(most) = facet.max_items {
        ways.push(vec![Demand::Count(most.saturating_add(1), None)]);
    }
    if facet.unique {
        ways.push(vec![Demand::Repeat]);
    }
    if let Some(id) = facet.prefix.first().copied().or(facet.items) {
        ways.push(vec![Demand::First(Term::Not(id))]);
    }
    if let (Some(_), Ok(prefix)) = (facet.items.or(facet.unevaluated), u64::try_from(facet.prefix.len())) {
        ways.push(vec![Demand::Count(prefix + 1, None)]);
    }
    if let Some(id) = facet.contains {
        ways.push(vec![Demand::Each(Term::Not(id))]);
        ways.push(vec![Demand::Count(0, Some(0))]);
    }
}

fn objects<'a>(facet: &'a ObjectFacet, ways: &mut Vec<Way<'a>>) {
    ways.extend(facet.required.iter().map(|name| vec![Demand::Absent(name)]));
    for (name, id) in &facet.properties {
        ways.push(vec![Demand::Present(name, Some(Term::Not(*id)))]);
    }
    if let Some(least) = facet.min_properties.and_then(|least| least.checked_sub(1)) {
        ways.push(vec![Demand::Size(0, Some(least))]);
    }
    if let Some(most) = facet.max_properties {
        ways.push(vec![Demand::Size(most.saturating_add(1), None)]);
    }
    for (name, needed) in &facet.dependent_required {
        ways.extend(needed.iter().map(|other| vec![Demand::Present(name, None), Demand::Absent(other)]));
    }
    for (name, id) in &facet.dependent_schemas {
        ways.push(vec![Demand::Present(name, None), Demand::Term(Term::Not(*id))]);
    }
    ways.extend(facet.additional.or(facet.unevaluated).map(|id| vec![Demand::Extra(Term::Not(id))]));
    ways.extend(facet.names.map(|id| vec![Demand::Name(Term::Not(id))]));
    if !facet.patterns.is_empty() {
        ways.push(vec![Demand::Size(1, None)]);
    }
}

fn logics<'a>(logic: &'a Logic, ways: &mut Vec<Way<'a>>) {
    let not = |id: &SchemaId| Demand::Term(Term::Not(*id));
    let is = |id: SchemaId| Demand::Term(Term::Is(id));
    ways.extend(logic.all_of.iter().map(|id| vec![not(id)]));
    for branches in [&logic.any_of, &logic.one_of] {
        if !branches.is_empty() {
            ways.push(branches.iter().map(not).collect());
        }
    }
    if let [first, second, ..] = logic.one_of.as_slice() {
        ways.push(vec![is(*first), is(*second)]);
    }
    ways.extend(logic.not.map(|id| vec![is(id)]));
    if let Some(condition) = logic.condition {
        ways.extend(logic.then.map(|then| vec![is(condition), not(&then)]));
        ways.extend(logic.otherwise.map(|otherwise| vec![not(&condition), not(&otherwise)]));
    }
}
