//! Conditions on rows: filters that are compiled now, and those that calls complete or write.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::parameter::optional;
use super::{BAD_REQUEST, Binding};
use crate::base::Place;
use crate::collection::{Dialect, Filter};
use crate::scenario::Reader;
use crate::scenario::format::{self, Comparator};
use crate::scenario::list::{Narrow, Says, Where};

impl Binding<'_> {
    pub(super) fn conditions(&mut self, written: &[format::Where], reader: Reader, at: &Place) -> Vec<Where> {
        written.iter().enumerate().filter_map(|(index, one)| self.condition(one, reader, &at.nth(index))).collect()
    }

    fn condition(&mut self, written: &format::Where, reader: Reader, at: &Place) -> Option<Where> {
        let condition = written.expression.as_ref().map(|text| self.expression(text, reader, &at.join("if")));
        let refuse = self.then(written.refuse.as_ref(), (BAD_REQUEST, reader), &at.join("refuse"));
        let says = self.says(written, reader, at)?;
        Some(Where { condition: optional(condition)?, says, refuse })
    }

    fn says(&mut self, written: &format::Where, reader: Reader, at: &Place) -> Option<Says> {
        let mut dialect = self.dialect();
        if let Some(filter) = &written.filter {
            return self.filtered(filter, dialect, reader, &at.join("filter"));
        }
        // That there is neither is told when the file is read.
        let from = self.expression(written.from.as_ref()?, reader, &at.join("from"))?;
        if written.syntax.is_some() {
            (dialect.top, dialect.operators) = (written.top.clone(), written.operators.clone());
            self.check_operators(written, at);
            return Some(Says::Mongo(from, dialect));
        }
        let field = written.field.as_ref()?;
        self.check_member(field, &at.join("field"));
        let usual = if written.split.is_some() { Comparator::In } else { Comparator::Eq };
        let (is, split) = (written.is.unwrap_or(usual), written.split.clone());
        Some(Says::Field { from, field: field.as_str().into(), is, split, dialect })
    }

    /// A filter that is written, with templates or without.
    fn filtered(&mut self, written: &Value, dialect: Dialect, reader: Reader, at: &Place) -> Option<Says> {
        let blueprint = self.blueprint(written, reader, at)?;
        let Some(constant) = blueprint.constant() else { return Some(Says::Filter(blueprint, dialect)) };
        self.filter(constant, &dialect, at).map(Says::Always)
    }

    /// Which items of members that are lists.
    pub(super) fn narrow(&mut self, written: &IndexMap<String, Value>) -> Vec<Narrow> {
        let at = self.around.at.join("narrow");
        let narrow = |(path, filter): (&String, &Value)| {
            let at = at.join(path);
            self.check_member(path, &at);
            if path.split('.').any(str::is_empty) {
                self.faults.refuse(&at, format!("a part of the path is empty: `{path}`"), None);
            }
            // What is a date in a row is one in an item.
            let Dialect { dates, .. } = self.dialect();
            let below = |date: &Arc<str>| date.strip_prefix(path.as_str())?.strip_prefix('.').map(Arc::from);
            let dialect = Dialect { dates: dates.iter().filter_map(below).collect(), ..Dialect::default() };
            let says = self.filtered(filter, dialect, Reader::List, &at)?;
            Some(Narrow { path: path.as_str().into(), items: Where { condition: None, says, refuse: None } })
        };
        written.iter().filter_map(narrow).collect()
    }

    fn filter(&mut self, written: &Value, dialect: &Dialect, at: &Place) -> Option<Filter> {
        Filter::compile(written, dialect).map_err(|error| self.faults.refuse(at, error.message, error.help)).ok()
    }

    fn check_operators(&mut self, written: &format::Where, at: &Place) {
        for (key, list) in [("top", &written.top), ("operators", &written.operators)] {
            for (index, name) in list.iter().flatten().enumerate().filter(|(_, name)| !name.starts_with('$')) {
                let message = format!("`{name}` is no operator: they begin with `$`");
                self.faults.refuse(&at.join(key).nth(index), message, format!("write `${name}`"));
            }
        }
    }
}
