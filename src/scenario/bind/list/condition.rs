//! Conditions on rows: filters that are compiled now, and those that calls complete or write.

use super::parameter::optional;
use super::{BAD_REQUEST, Binding};
use crate::base::Place;
use crate::collection::{Dialect, Filter};
use crate::scenario::Reader;
use crate::scenario::format::{self, Comparator};
use crate::scenario::list::{Says, Where};

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
            let at = at.join("filter");
            let blueprint = self.blueprint(filter, reader, &at)?;
            let Some(constant) = blueprint.constant() else { return Some(Says::Filter(blueprint, dialect)) };
            return self.filter(constant, &dialect, &at).map(Says::Always);
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

    fn filter(&mut self, written: &serde_json::Value, dialect: &Dialect, at: &Place) -> Option<Filter> {
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
