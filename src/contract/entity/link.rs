//! Links say outright what paths only suggest: the member of this reply that is the key of what that operation gives.

use std::collections::BTreeMap;

use super::{Found, Site, Subject, site};
use crate::contract::{Link, Operation};
use crate::schema::{Described, SchemaArena};

/// Learns from the links of all successes what their bodies describe.
pub(super) fn follow(operations: &mut [Operation], arena: &SchemaArena, found: &mut Found) {
    let links: Vec<(usize, Link)> = operations
        .iter()
        .enumerate()
        .flat_map(|(index, operation)| {
            let successes = operation.promises.iter().filter(|promise| promise.status.is_success());
            successes.flat_map(|promise| &promise.links).map(move |link| (index, link.clone()))
        })
        .collect();
    let targets = if links.is_empty() { Targets::default() } else { Targets::of(operations) };
    for (index, link) in links {
        let target = targets.find(&link.operation).and_then(|target| operations.get(target));
        let Some(target) = target else { continue };
        // The last parameter of the path is the one that names the thing.
        let is_key = target.template.trim_end_matches('/').ends_with(&format!("{{{}}}", link.parameter));
        let Some(family) = target.subject.as_ref().and_then(|subject| subject.family).filter(|_| is_key) else {
            continue;
        };
        let Some(operation) = operations.get_mut(index) else { continue };
        let steps: Vec<String> = link.at.steps().collect();
        let Some((key, path)) = steps.split_last() else { continue };
        let body = site::body(operation).and_then(|content| content.schema);
        let thing = path.iter().try_fold(body, |id, step| Some(arena.property(id?, step))).flatten();
        let (Some(schema), Some(entity)) = (thing, found.family(family).and_then(|family| family.entity)) else {
            continue;
        };
        if arena.property(schema, key).is_none() {
            continue;
        }
        found.entities.describe(arena, schema, &Described { entity, key: vec![key.clone()] });
        if operation.subject.is_none() {
            let site = Site { path: path.to_vec(), inner: Vec::new(), schema, key: vec![key.clone()] };
            operation.subject = Some(Subject { family: Some(family), is_list: false, site: Some(site) });
        }
    }
}

/// The operations that links can mean, by their indices; of several of one name the first.
#[derive(Default)]
struct Targets {
    by_name: BTreeMap<String, usize>,
    by_route: BTreeMap<(String, String), usize>,
}

impl Targets {
    fn of(operations: &[Operation]) -> Self {
        let mut targets = Self::default();
        for (index, operation) in operations.iter().enumerate() {
            targets.by_name.entry(operation.name.clone()).or_insert(index);
            let route = (operation.template.clone(), operation.method.as_str().to_ascii_lowercase());
            targets.by_route.entry(route).or_insert(index);
        }
        targets
    }

    /// The operation of that name, or at the end of a reference: its path and method.
    fn find(&self, link: &str) -> Option<usize> {
        let by_route = || {
            let (path, method) = link.rsplit_once("#/paths/")?.1.rsplit_once('/')?;
            let path = path.replace("~1", "/").replace("~0", "~");
            self.by_route.get(&(path, method.to_ascii_lowercase())).copied()
        };
        self.by_name.get(link).copied().or_else(by_route)
    }
}
