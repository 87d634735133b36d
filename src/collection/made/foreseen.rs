//! What is known of members without a look at rows: which are moments. What they cost: [`super::cost`].

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
        let said: Vec<&Source> = plan.said_of(position).filter_map(|source| plan.sources.get(source)).collect();
        let written = || plan.kept.rows.iter().filter_map(|row| row.get(member.name.as_ref()));
        // What is never there says nothing of it.
        let mut there = said.iter().filter(|source| source.rate != Some(0)).peekable();
        let is_moment = |source: &&Source| {
            let is_worked_out = matches!(source.recipe, Recipe::Formula(_) | Recipe::OfPartition(_));
            source.recipe.is_moment() || member.is_dated && is_worked_out
        };
        if there.peek().is_some() && there.all(is_moment) {
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
