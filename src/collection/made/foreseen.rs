//! What is known of members without a look at rows: which are moments, and what they cost.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value;

use super::plan::{Origin, Plan};
use super::recipe::{Recipe, Source};
use crate::collection::definition::Take;

/// The members of a collection whose texts are moments, as far as that is known without a look at rows.
pub(super) fn dates(plans: &[Plan], takes: &[Vec<Take>], index: usize, depth: u8) -> Vec<Arc<str>> {
    let Some(plan) = plans.get(index).filter(|_| depth < 3) else { return Vec::new() };
    let mut found: Vec<Arc<str>> = match &plan.origin {
        Origin::Read(rows) => rows.dates().iter().filter(|path| !plan.by_name.contains_key(*path)).cloned().collect(),
        _ => Vec::new(),
    };
    let mut known: HashSet<&str> = HashSet::new();
    for (position, member) in plan.members.iter().enumerate() {
        known.insert(&member.name);
        let said = said_by(plan, position);
        let written = || plan.kept.rows.iter().filter_map(|row| row.get(member.name.as_ref()));
        // What is never there says nothing of it.
        let mut there = said.iter().filter(|source| source.rate != Some(0)).peekable();
        let is_moment = |source: &&Source| {
            let is_worked_out = matches!(source.recipe, Recipe::Formula(_) | Recipe::OfPartition(_));
            source.recipe.is_moment() || member.is_dated && is_worked_out
        };
        if there.peek().is_some() && there.all(|source| is_moment(source)) {
            let is_time = plan.time.as_ref().is_some_and(|(time, _)| *time == position);
            if is_time || written().all(|value| value.as_str().is_none_or(super::moment::is_ours)) {
                found.push(Arc::clone(&member.name));
            }
        }
        let picks = said.iter().filter_map(|source| match source.recipe {
            Recipe::Pick(collection, take) => Some((collection, takes.get(collection)?.get(take)?)),
            _ => None,
        });
        for (collection, take) in picks {
            let theirs = dates(plans, takes, collection, depth + 1);
            let is_taken = |path: &str| match take {
                Take::Whole => true,
                Take::Member(_) => false,
                Take::Members(names) => names.iter().any(|name| name.as_ref() == super::plan::head(path)),
            };
            if let Take::Member(name) = take
                && theirs.contains(name)
            {
                found.push(Arc::clone(&member.name));
            }
            let inner = theirs.iter().filter(|path| is_taken(path));
            found.extend(inner.map(|path| Arc::from(format!("{}.{path}", member.name))));
        }
    }
    let written = plan.kept.rows.iter().filter_map(Value::as_object).flatten();
    for (name, value) in written {
        let is_new = !found.iter().any(|path| path.as_ref() == name) && !known.contains(name.as_str());
        let mut all = plan.kept.rows.iter().filter_map(|row| row.get(name));
        if is_new && value.as_str().is_some_and(super::moment::is_ours) {
            let is_moment = |value: &Value| value.is_null() || value.as_str().is_some_and(super::moment::is_ours);
            if all.all(is_moment) {
                found.push(Arc::from(name.as_str()));
            }
        }
    }
    let mut seen = HashSet::new();
    found.retain(|path| seen.insert(Arc::clone(path)));
    found
}

/// All that may make a member.
fn said_by(plan: &Plan, member: usize) -> Vec<&Source> {
    let base = plan.members.get(member).and_then(|member| member.source);
    let groups = plan.groups.iter().flat_map(|group| group.leader.iter().chain(&group.follower));
    let pools = plan.scenes.iter().flat_map(|scenes| &scenes.pools);
    let lines = pools.flat_map(|(_, pool)| pool.scripts.iter().flatten().flatten());
    let over = groups.chain(lines).filter(|(said, _)| *said == member).map(|(_, source)| *source);
    base.into_iter().chain(over).filter_map(|source| plan.sources.get(source)).collect()
}

/// What a member costs with all that it reads, as far as that is known; `above` are those that read it.
pub(super) fn cost(plan: &Plan, member: usize, above: &mut Vec<usize>) -> u64 {
    if above.contains(&member) || above.len() > 8 {
        return 0;
    }
    above.push(member);
    let of = |source: &Source, above: &mut Vec<usize>| {
        let mut read: Vec<usize> = Vec::new();
        if let Recipe::Formula(formula) = &source.recipe {
            read.extend(formula.reads().iter().filter_map(|name| plan.member(name)));
        }
        if let Recipe::Shift(of, ..) = source.recipe {
            read.push(of);
        }
        let condition = source.condition.as_ref().map_or(0, |condition| {
            read.extend(condition.reads().iter().filter_map(|name| plan.member(name)));
            20
        });
        let lasts = if source.lasts > 1 { source.lasts.min(1_000) / 4 } else { 0 };
        source.recipe.cost() + condition + lasts + read.into_iter().map(|read| cost(plan, read, above)).sum::<u64>()
    };
    // What is never there is never made.
    let said = said_by(plan, member).into_iter().filter(|source| source.rate != Some(0));
    let most = said.map(|source| of(source, above)).max().unwrap_or(2);
    above.pop();
    most
}
