//! Collections, lists and items of a file among its rules.
//!
//! A list is a rule whose answer are rows: it is for the same calls, has its place in the same order, and is told of in the same traces.

use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;

use super::list::{self, Around};
use super::sources::Sources;
use super::{Binder, Entry, Head, collection};
use crate::base::{Defect, Defects, Place, Severity};
use crate::collection::{Collections, Definition};
use crate::contract::{Contract, OperationId};
use crate::scenario::expression::Sizing;
use crate::scenario::format;
use crate::scenario::rule::{Aspects, Rule, Rules};
use crate::scenario::strike::Strike;
use crate::scenario::template::Template;

/// A collection that was bound.
pub(super) struct Defined {
    bound: Definition,
    /// The file that has it.
    file: String,
    /// How many rows it has, where that is worked out.
    sizing: Option<Sizing>,
}

/// Hands collections over to those who ask for rows.
pub(super) fn define(definitions: IndexMap<Arc<str>, Defined>, contract: &Contract, rules: &mut Rules) {
    let mut all = IndexMap::new();
    for (name, Defined { bound, sizing, .. }) in definitions {
        rules.sizes.extend(sizing.map(|sizing| (Arc::clone(&name), sizing)));
        all.insert(name, bound);
    }
    let needs_schemas = all.values().any(|bound| bound.item.is_some() && bound.schemas.is_none());
    let schemas = needs_schemas.then(|| Arc::clone(contract.schemas()));
    rules.collections = Arc::new(Collections::new(schemas, all));
}

/// What shows a collection.
pub(super) enum Shown<'w> {
    /// Rows of it.
    List(&'w format::List),
    /// One row of it.
    One(&'w format::One),
}

impl Binder<'_> {
    /// Binds the collections of a file.
    pub(super) fn collections(
        &mut self,
        scenario: &format::Scenario,
        (path, file): (&Path, &str),
        root: &Place,
        sources: &mut Sources,
        defects: &mut Defects,
    ) {
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        for (name, collection) in &scenario.collections {
            let at = root.join("collections").join(name);
            if let Some(Defined { file: other, .. }) = self.definitions.get(name.as_str()) {
                let message = format!("`{other}` has a collection `{name}` already");
                let help =
                    Some("give one of the two another name: the collections of all files are known in each".to_owned());
                let (code, severity) = ("scenario-collection", Severity::Error);
                defects.push(Defect { code, severity, at, message, help });
                continue;
            }
            let ground = collection::Ground { contract: self.contract, census: &self.census, folder };
            if let Some(bound) = collection::bind((name, collection), ground, &at, sources, defects) {
                let template = match &collection.size {
                    Some(format::Amount::Text(text)) if bound.size.is_none() => Template::compile(text).ok(),
                    _ => None,
                };
                let settings = || scenario.settings.clone();
                let sizing = template.map(|template| Sizing { template: Arc::new(template), settings: settings() });
                self.definitions.insert(name.as_str().into(), Defined { bound, file: file.to_owned(), sizing });
            }
        }
    }

    /// Binds a list or an item.
    pub(super) fn shown(
        &mut self,
        written: &Shown<'_>,
        entry: &Entry<'_>,
        head: Head,
        (path, vars): (&Path, &IndexMap<String, String>),
        sources: &mut Sources,
        defects: &mut Defects,
    ) {
        let reached = self.reach(entry, defects);
        let condition = self.condition(entry, &reached, defects);
        let operations: Vec<OperationId> = reached.iter().filter_map(|reach| reach.operation).collect();
        // What reaches nothing was told, and more cannot be known of it.
        if reached.is_empty() {
            return;
        }
        let around = Around {
            contract: self.contract,
            census: &self.census,
            operations: &operations,
            folder: path.parent().unwrap_or_else(|| Path::new("")),
            allow: &entry.waivers,
            at: &entry.place,
            vars,
        };
        let effect = match written {
            Shown::List(written) => list::list(written, around, sources, defects),
            Shown::One(written) => list::one(written, around, sources, defects),
        };
        let Some(effect) = effect else { return };
        let strike = Strike { steps: 1, counts: effect.counts(), ..Strike::default() };
        let aspects = Aspects { answer: true, ..effect.aspects() };
        let Head { key, scenario, label } = head;
        let (rate, dress, standard, effects) = (None, None, format::Standard::None, vec![effect]);
        let place = entry.place.clone();
        self.keep(
            Rule { key, label, scenario, condition, strike, rate, effects, standard, dress, aspects, place },
            reached,
        );
    }
}
