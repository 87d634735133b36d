//! Whether a list has to be counted through: only what is sent can ask for it.

use std::sync::LazyLock;

use indexmap::IndexMap;
use regex::Regex;
use serde_json::Value;

use crate::scenario::format::{HeaderChange, List};

/// The parts of `page` for which all rows are counted.
const COUNTED: [&str; 3] = ["total", "pages", "last"];

static PAGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?:^|[^.\w])page\b\s*(?:\.\s*(\w+)|\[\s*["'](\w+)["']\s*\])?"#).ok());
static VARS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:^|[^.\w])vars\b").ok());

/// What asks for totals.
pub(super) struct Totals {
    /// Whether one of the scenario's expressions does.
    is_in_vars: bool,
}

impl Totals {
    /// With these expressions of the scenario.
    pub(super) fn of(vars: &IndexMap<String, String>) -> Self {
        let none = Self { is_in_vars: false };
        Self { is_in_vars: vars.values().any(|text| none.are_read_by(text)) }
    }

    /// Whether an expression or a template asks for a total. What passes `page` on as a whole may.
    pub(super) fn are_read_by(&self, text: &str) -> bool {
        let reads_vars = self.is_in_vars && VARS.as_ref().is_some_and(|vars| vars.is_match(text));
        let is_counted = |found: regex::Captures<'_>| {
            found.get(1).or_else(|| found.get(2)).is_none_or(|name| COUNTED.contains(&name.as_str()))
        };
        reads_vars || PAGE.as_ref().is_some_and(|page| page.captures_iter(text).any(is_counted))
    }

    /// Whether anything that is written in a list asks for a total.
    pub(super) fn are_read_in(&self, list: &List) -> bool {
        let headers = list.headers.values().flat_map(|change| match change {
            HeaderChange::Set(text) | HeaderChange::Add { add: text } => vec![text],
            HeaderChange::Several(texts) => texts.iter().collect(),
            HeaderChange::Number(_) | HeaderChange::Remove => Vec::new(),
        });
        let also = list.also.values().filter_map(|also| also.expression.as_ref());
        let mut texts = list.set.values().chain(headers).chain(also);
        let filters = list.also.values().flat_map(|also| also.conditions.iter().filter_map(|one| one.filter.as_ref()));
        let mut values = list.each.values().chain(&list.body).chain(filters);
        texts.any(|text| self.are_read_by(text)) || values.any(|value| self.are_read_at(value))
    }

    fn are_read_at(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => text.contains('{') && self.are_read_by(text),
            Value::Array(items) => items.iter().any(|item| self.are_read_at(item)),
            Value::Object(members) => members.values().any(|member| self.are_read_at(member)),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_a_total_has_one_counted() {
        let vars = IndexMap::from([("more".to_owned(), "page.pages > 1".to_owned())]);
        let (with, without) = (Totals::of(&vars), Totals::of(&IndexMap::new()));
        for (text, expected) in [
            ("page.total", true),
            ("{{ page['pages'] | int }}", true),
            ("page.count + page.offset", false),
            ("also.unread.total", false),
            ("query.page", false),
            ("query.page.total", false),
            ("json(page)", true),
            ("homepage.total", false),
        ] {
            assert_eq!(without.are_read_by(text), expected, "{text}");
        }
        assert!(with.are_read_by("vars.more") && !without.are_read_by("vars.more"));
    }
}
