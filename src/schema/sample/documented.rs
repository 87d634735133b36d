//! The author's own values: examples and defaults that stand inside the schemas, taken only where they hold.

use serde_json::Value;

use super::Variety;
use super::proposal::Proposal;
use super::scope::{Effort, Scope};
use crate::schema::merge::{Conjunction, Group, Term};
use crate::schema::model::Notes;

impl<'s> Proposal<'s> {
    /// The author's value for this node, if there is one, if it holds, and if the author's values are wanted.
    pub(super) fn documented(&self, terms: &[Term], all: &Conjunction<'s>, scope: &Scope<'_>) -> Option<Value> {
        if self.variety == Variety::Generated {
            return None;
        }
        let turn = usize::try_from(scope.turn).unwrap_or(usize::MAX);
        let defaults = self.defaults(all).filter(says_something);
        let small = |value: &Value| scope.effort == Effort::Full || !(value.is_object() || value.is_array());
        self.examples(all).chain(defaults).filter(small).filter(|value| self.holds(terms, value)).nth(turn)
    }

    /// The examples of a conjunction without what does not travel this way; those nearest to its root first.
    pub(super) fn examples(&self, all: &Conjunction<'s>) -> impl Iterator<Item = Value> {
        self.said(all, |notes| notes.examples.iter().collect())
    }

    /// The defaults of a conjunction, as its examples.
    pub(super) fn defaults(&self, all: &Conjunction<'s>) -> impl Iterator<Item = Value> {
        self.said(all, |notes| notes.default.iter().collect())
    }

    fn said(&self, all: &Conjunction<'s>, which: impl Fn(&'s Notes) -> Vec<&'s Value>) -> impl Iterator<Item = Value> {
        let shapes = all.objects().count();
        let mut said = Vec::new();
        for (id, schema) in all.parts().iter().rev() {
            for value in schema.notes.as_deref().map(&which).into_iter().flatten() {
                // An example of one branch of `allOf` lacks the properties of the others.
                let whole = shapes < 2 || Conjunction::of(self.arena, &[Term::Is(*id)]).objects().count() == shapes;
                if whole || !value.is_object() {
                    said.push(self.travelling(all, value.clone(), 0));
                }
            }
        }
        said.into_iter()
    }

    /// The value without the members that do not travel this way.
    fn travelling(&self, all: &Conjunction<'s>, value: Value, depth: u8) -> Value {
        match value {
            Value::Object(members) if depth < 32 => {
                let kept = members.into_iter().filter_map(|(name, member)| {
                    let terms = self.anywhere(all, &name);
                    if self.is_hidden(&terms) {
                        return None;
                    }
                    let member = self.travelling(&Conjunction::of(self.arena, &terms), member, depth + 1);
                    Some((name, member))
                });
                Value::Object(kept.collect())
            }
            Value::Array(items) if depth < 32 => {
                let item =
                    |(index, item)| self.travelling(&Conjunction::of(self.arena, &all.item(index)), item, depth + 1);
                Value::Array(items.into_iter().enumerate().map(item).collect())
            }
            other => other,
        }
    }

    /// The schemas of a property, with those that only some branch declares.
    pub(super) fn anywhere(&self, all: &Conjunction<'s>, name: &str) -> Vec<Term> {
        let mut terms = all.property(name);
        for group in &all.groups {
            if let Group::Any(branches, _) | Group::One(branches, _) = group {
                for branch in *branches {
                    terms.extend(Conjunction::of(self.arena, &[Term::Is(*branch)]).property(name));
                }
            }
        }
        terms
    }

    /// Whether a property with these schemas does not travel this way.
    pub(super) fn is_hidden(&self, terms: &[Term]) -> bool {
        terms.iter().any(|term| matches!(term, Term::Is(id) if self.side.hides(self.arena.access(*id))))
    }
}

/// Whether a default says more than that there is nothing.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => true,
    }
}
