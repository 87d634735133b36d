//! What there is beside a call: variables, the page that is shown, the place where a row is made. Invariant: a variable is worked out once
//! for a call, and what fails in it is nothing.

use std::borrow::Cow;
use std::sync::Arc;

use minijinja::value::Value as Key;
use serde_json::Value;

use super::root::Root;
use super::scope::{Found, descend};
use crate::collection::{Page, Standpoint};
use crate::scenario::expression::{Beside, Expression, Scope};
use crate::scenario::template::{OMIT, ROW_MARK, ROWS_MARK};

/// The most rows of a page that a template reads.
const MOST_ROWS: u64 = 1_000;

impl Scope<'_> {
    /// What is at a place beside the call.
    pub(super) fn aside(&self, root: Root, keys: &[Key]) -> Found<'_> {
        let beside = &self.beside;
        match root {
            Root::Vars => {
                let (first, rest) = keys.split_first()?;
                match rest {
                    [] => self.var(first.as_str()?).map(|value| Cow::Owned(Value::clone(&value))),
                    _ => descend(Cow::Borrowed(&*self.var(first.as_str()?)?), rest)
                        .map(|part| Cow::Owned(part.into_owned())),
                }
            }
            Root::Page => {
                let (value, page) = beside.page?;
                match keys.split_first() {
                    Some((first, rest)) if first.as_str() == Some("rows") => shown(page, rest),
                    _ => descend(Cow::Borrowed(value), keys),
                }
            }
            Root::Also => descend(Cow::Borrowed(beside.also?), keys),
            Root::Rows => Some(Cow::Owned(ROWS_MARK.into())),
            Root::Omit => Some(Cow::Owned(OMIT.into())),
            Root::Row if let Some(row) = beside.row => descend(Cow::Borrowed(row), keys),
            Root::Row if beside.standpoint.is_none() && keys.is_empty() => Some(Cow::Owned(ROW_MARK.into())),
            Root::Partition if let Some(partition) = beside.partition => descend(Cow::Borrowed(partition), keys),
            _ => seen(beside.standpoint?, root, keys),
        }
    }

    /// The value of a variable.
    fn var(&self, name: &str) -> Option<Arc<Value>> {
        let vars = self.beside.vars;
        let wanted = vars.iter().position(|(known, _)| **known == *name)?;
        // Scenarios are told apart by where their variables are: they stay there as long as the call is answered.
        let scenario = vars.as_ptr().addr();
        if let Some(known) = self.asked.var((scenario, wanted)) {
            return known;
        }
        // Those that it reads come first, so that a long chain of them takes no deep stack.
        let mut needed = vec![false; wanted + 1];
        for (index, (_, expression)) in vars.iter().enumerate().take(wanted + 1).rev() {
            if index == wanted || needed.get(index) == Some(&true) {
                for name in expression.reads_vars() {
                    let read = vars.iter().take(index).position(|(known, _)| known == name);
                    if let Some(slot) = read.and_then(|read| needed.get_mut(read)) {
                        *slot = true;
                    }
                }
            }
        }
        for index in (0..wanted).filter(|index| needed.get(*index) == Some(&true)) {
            if self.asked.var((scenario, index)).is_none() {
                self.asked.keep((scenario, index), self.worked_out(index));
            }
        }
        let value = self.worked_out(wanted);
        self.asked.keep((scenario, wanted), value.clone());
        value
    }

    /// The value of a variable that reads only those before it, whichever rule asks for it.
    fn worked_out(&self, index: usize) -> Option<Arc<Value>> {
        let (name, expression): &(Arc<str>, Expression) = self.beside.vars.get(index)?;
        let vars = self.beside.vars.get(..index)?;
        let data = self.beside.data;
        let seed = data.map_or(self.seed, |data| data.root).child("vars").child(name);
        let scope = Scope { hit: 0, rate: None, seed, beside: Beside { vars, data, ..Beside::default() }, ..*self };
        if !expression.is_steady() {
            self.asked.disturb();
        }
        expression.value(&scope).ok().flatten().map(Arc::new)
    }
}

/// Rows of a page, as many as a template may read.
fn shown<'s>(page: &Page, keys: &[Key]) -> Found<'s> {
    let length = page.len();
    let Some((first, rest)) = keys.split_first() else {
        let rows = (0..length.min(MOST_ROWS)).filter_map(|place| page.row(place));
        return Some(Cow::Owned(rows.collect()));
    };
    let place = first.as_i64().or_else(|| first.as_str()?.parse().ok())?;
    let place = if place < 0 { length.checked_sub(place.unsigned_abs())? } else { place.unsigned_abs() };
    descend(Cow::Owned(page.row(place)?), rest)
}

/// What is seen from where a row is made.
pub(super) fn seen<'f>(from: &'f dyn Standpoint, root: Root, keys: &[Key]) -> Found<'f> {
    let first = || keys.split_first();
    match root {
        Root::Row => {
            let (name, rest) = first()?;
            descend(Cow::Owned(from.member(name.as_str()?)?), rest)
        }
        Root::Scene => {
            let (name, rest) = first()?;
            descend(Cow::Owned(from.scene(name.as_str()?)?), rest)
        }
        Root::Number => Some(Cow::Owned(from.number().into())),
        Root::Partition => descend(Cow::Borrowed(from.partition()?), keys),
        Root::Group => descend(Cow::Owned(from.group()?), keys),
        Root::Pair => {
            let pair = from.pair()?;
            let Some((number, rest)) = first() else { return Some(Cow::Owned(pair.iter().cloned().collect())) };
            descend(Cow::Borrowed(pair.get(usize::try_from(number.as_i64()?).ok()?)?), rest)
        }
        _ => None,
    }
}
