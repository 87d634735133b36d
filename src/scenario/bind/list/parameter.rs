//! What a call says of the page, of the order and of the members, from words to expressions.

use std::sync::Arc;

use super::{BAD_REQUEST, Binding};
use crate::base::Place;
use crate::scenario::Reader;
use crate::scenario::format::{self, ProjectionSyntax, SortSyntax};
use crate::scenario::list::{Also, Amount, Needs, Parameter, ProjectionBy, SortBy};
use crate::scenario::template::Blueprint;

impl Binding<'_> {
    pub(super) fn parameter(&mut self, written: Option<&format::Parameter>, key: &str) -> Option<Parameter> {
        let (written, at) = (written?, self.around.at.join(key));
        let from = self.expression(&written.from, Reader::List, &at.join("from"));
        let default = self.amount(written.default.as_ref(), &at.join("default"));
        let max = self.amount(written.max.as_ref(), &at.join("max"));
        let refuse = self.then(written.refuse.as_ref(), (BAD_REQUEST, Reader::List), &at.join("refuse"));
        Some(Parameter { from: from?, default, max, zero: written.zero, refuse })
    }

    fn amount(&mut self, written: Option<&format::Amount>, at: &Place) -> Option<Amount> {
        match written? {
            format::Amount::Number(number) => Some(Amount::Number(*number)),
            format::Amount::Text(text) => self.expression(text, Reader::List, at).map(Amount::Expression),
        }
    }

    pub(super) fn sort(&mut self, written: &format::SortBy, at: &Place) -> Option<SortBy> {
        let from = self.expression(written.from.as_ref()?, Reader::List, &at.join("from"));
        let direction =
            written.direction.as_ref().and_then(|text| self.expression(text, Reader::List, &at.join("direction")));
        let refuse = self.then(written.refuse.as_ref(), (BAD_REQUEST, Reader::List), &at.join("refuse"));
        Some(SortBy { from: from?, is_mongo: written.syntax == SortSyntax::Mongo, direction, refuse })
    }

    pub(super) fn projection(&mut self, written: &format::Projection, at: &Place) -> Option<ProjectionBy> {
        let from = written.from.as_ref().map(|text| self.expression(text, Reader::List, &at.join("from")));
        let condition = written.expression.as_ref().map(|text| self.expression(text, Reader::List, &at.join("if")));
        let refuse = self.then(written.refuse.as_ref(), (BAD_REQUEST, Reader::List), &at.join("refuse"));
        let (from, condition) = (optional(from)?, optional(condition)?);
        let is_mongo = written.syntax == ProjectionSyntax::Mongo;
        let (never, always) = (written.never.clone(), written.always.clone());
        Some(ProjectionBy { from, condition, is_mongo, never, always, refuse })
    }

    /// Members that are made anew for the call.
    pub(super) fn each(&mut self, written: &format::List) -> Vec<(Arc<str>, Blueprint)> {
        let at = self.around.at.join("each");
        let made = |(name, value): (&String, &serde_json::Value)| {
            Some((Arc::from(name.as_str()), self.blueprint(value, Reader::Each, &at.join(name))?))
        };
        written.each.iter().filter_map(made).collect()
    }

    /// What else is read.
    pub(super) fn also(&mut self, written: &format::List) -> indexmap::IndexMap<Arc<str>, Also> {
        let at = self.around.at.join("also");
        let mut all = indexmap::IndexMap::new();
        for (name, also) in &written.also {
            let at = at.join(name);
            let condition = also.expression.as_ref().map(|text| self.expression(text, Reader::Page, &at.join("if")));
            let conditions = self.conditions(&also.conditions, Reader::Page, &at.join("where"));
            let sort = (!also.sort.is_empty()).then(|| self.order(&also.sort, &at.join("sort")));
            let Some(condition) = optional(condition) else { continue };
            let (same, limit) = (also.same, also.limit.unwrap_or(1));
            all.insert(Arc::from(name.as_str()), Also { condition, same, conditions, sort, limit, needs: Needs::ALL });
        }
        all
    }
}

/// What is not written, or is and can be used; `None` if it is and cannot.
#[expect(clippy::option_option, reason = "not written and not usable are two things")]
pub(super) fn optional<T>(written: Option<Option<T>>) -> Option<Option<T>> {
    match written {
        None => Some(None),
        Some(None) => None,
        Some(made) => Some(made),
    }
}
