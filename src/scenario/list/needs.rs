//! What of a page, and of what else is read, anything that is sent looks at: the rest is not made.
//!
//! Invariant: what is passed on as a whole, or by a name that is worked out, is needed whole.

use std::sync::Arc;

use super::List;
use crate::scenario::effect::{Change, Effect};
use crate::scenario::language::Mention;
use crate::scenario::template::Template;

/// What of something that is read beside the page is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Its rows.
    pub rows: bool,
    /// The first of them.
    pub first: bool,
    /// How many there are.
    pub total: bool,
}

impl Needs {
    /// All of it.
    pub const ALL: Self = Self { rows: true, first: true, total: true };
    const NONE: Self = Self { rows: false, first: false, total: false };

    fn add(&mut self, member: Option<&str>) {
        match member {
            None => *self = Self::ALL,
            Some("rows") => self.rows = true,
            Some("first") => self.first = true,
            Some("total") => self.total = true,
            Some(_) => {}
        }
    }
}

impl List {
    /// Takes down what the list and its answer look at.
    pub(in crate::scenario) fn note_needs(&mut self, effect: &Effect) {
        let mut mentions = mentions(effect);
        mentions.extend(self.set.iter().flat_map(|(_, expression)| expression.mentions()));
        mentions.extend(self.each.iter().flat_map(|(_, blueprint)| blueprint.mentions()));
        let member = |path: &[Arc<str>], at: usize| path.get(at).map(|name| (**name).to_owned());
        let of = |root: &'static str| {
            mentions.iter().filter(move |mention| mention.name == root).map(|mention| &*mention.path)
        };
        let wants_links = of("page").any(|path| member(path, 0).is_none_or(|name| name == "links"));
        let also: Vec<_> = of("also").map(|path| (member(path, 0), member(path, 1))).collect();
        self.wants_links = wants_links;
        for (name, read) in &mut self.also {
            read.needs = Needs::NONE;
            for (_, part) in also.iter().filter(|(whose, _)| whose.as_ref().is_none_or(|whose| **whose == **name)) {
                read.needs.add(part.as_deref());
            }
        }
    }
}

/// What the templates of an answer read.
fn mentions(effect: &Effect) -> Vec<&Mention> {
    let blueprints = effect.body.iter().chain(&effect.patch).chain(effect.set.iter().map(|(_, blueprint)| blueprint));
    let headers = effect.headers.iter().flat_map(|(_, change)| match change {
        Change::Set(values) => values.as_slice(),
        Change::Add(value) => std::slice::from_ref(value),
        Change::Remove => &[],
    });
    let cookies = effect.cookies.iter().filter_map(|(_, kept)| kept.as_ref().map(|(value, _)| value));
    let redirect = effect.redirect.as_ref().map(|redirect| &redirect.0);
    let templates = headers.chain(cookies).chain(redirect).flat_map(Template::mentions);
    blueprints.flat_map(|blueprint| blueprint.mentions()).chain(templates).collect()
}
