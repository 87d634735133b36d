//! Turns several schemas that must hold together into one view: `$ref` and its siblings, `allOf` however deep, the same
//! property in two branches. Nothing is copied and nothing is chosen: what offers a choice (`anyOf`, `oneOf`, `not`, `if`)
//! is kept as a list of [`Group`]s. The intersection is by the letter: `additionalProperties: false` of one branch forbids
//! what only another one declares. Invariant: it ends, because no schema is entered twice.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::model::{ArrayFacet, Discriminator, NumberFacet, ObjectFacet, Schema, SchemaArena, SchemaId, TextFacet};
use super::pattern::Pattern;
use super::type_set::TypeSet;

/// One member of a conjunction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Term {
    /// The value satisfies the schema.
    Is(SchemaId),
    /// The value does not.
    Not(SchemaId),
}

/// A choice that the conjunction leaves open.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Group<'a> {
    /// `anyOf`: one of them at least.
    Any(&'a [SchemaId], Option<&'a Discriminator>),
    /// `oneOf`: exactly one of them.
    One(&'a [SchemaId], Option<&'a Discriminator>),
    /// `not`.
    Not(SchemaId),
    /// `if`, `then`, `else`.
    If(SchemaId, Option<SchemaId>, Option<SchemaId>),
    /// One of `dependentSchemas`: the schema, wherever the property is present.
    Depends(&'a str, SchemaId),
}

impl Group<'_> {
    /// The number of schemas it chooses from.
    pub(crate) const fn branches(&self) -> usize {
        match self {
            Self::Any(branches, _) | Self::One(branches, _) => branches.len(),
            Self::Not(_) | Self::If(..) | Self::Depends(..) => 1,
        }
    }
}

/// The schemas that were entered: nearly always few, and then a list is quicker than a tree.
#[derive(Clone, Debug, Default)]
struct Seen {
    first: Vec<SchemaId>,
    others: BTreeSet<SchemaId>,
}

impl Seen {
    /// The ids that are looked through one by one.
    const FEW: usize = 16;

    /// Whether the id is a new one.
    fn insert(&mut self, id: SchemaId) -> bool {
        if self.first.contains(&id) {
            return false;
        }
        if self.first.len() < Self::FEW {
            self.first.push(id);
            return true;
        }
        self.others.insert(id)
    }

    fn contains(&self, id: SchemaId) -> bool {
        self.first.contains(&id) || self.others.contains(&id)
    }
}

/// Schemas that hold together.
#[derive(Clone, Debug)]
pub(crate) struct Conjunction<'a> {
    arena: &'a SchemaArena,
    parts: Vec<(SchemaId, &'a Schema)>,
    seen: Seen,
    /// The types that every part allows; empty means that no value satisfies all of them.
    pub(crate) types: TypeSet,
    /// The values of `enum` and `const` that every part allows and whose type is allowed.
    pub(crate) values: Option<Vec<&'a Value>>,
    /// The open choices, in the order in which they were met.
    pub(crate) groups: Vec<Group<'a>>,
}

impl<'a> Conjunction<'a> {
    /// The conjunction of `terms`.
    pub(crate) fn of(arena: &'a SchemaArena, terms: &[Term]) -> Self {
        let mut all = Self {
            arena,
            parts: Vec::new(),
            seen: Seen::default(),
            types: TypeSet::ANY,
            values: None,
            groups: Vec::new(),
        };
        for term in terms {
            all.add(*term);
        }
        all
    }

    /// The conjunction of other terms of the same arena.
    pub(crate) fn joined(&self, terms: &[Term]) -> Self {
        Self::of(self.arena, terms)
    }

    /// Adds one more member.
    pub(crate) fn add(&mut self, term: Term) {
        match term {
            Term::Is(id) => self.flatten(id),
            Term::Not(id) => self.groups.push(Group::Not(id)),
        }
    }

    /// Walks what `id` is composed of with a stack of its own: a base comes before what extends it.
    fn flatten(&mut self, id: SchemaId) {
        let mut stack = vec![(id, false)];
        while let Some((id, entered)) = stack.pop() {
            let schema = self.arena.at(id);
            if entered {
                self.take(id, schema);
                continue;
            }
            if !self.seen.insert(id) {
                continue;
            }
            stack.push((id, true));
            if let Some(logic) = &schema.logic {
                stack.extend(logic.all_of.iter().rev().map(|part| (*part, false)));
            }
            stack.extend(schema.link.map(|target| (target, false)));
        }
    }

    fn take(&mut self, id: SchemaId, schema: &'a Schema) {
        self.parts.push((id, schema));
        self.types = self.types.and(schema.types);
        if let Some(listed) = &schema.values {
            self.values = Some(match self.values.take() {
                Some(old) => old.into_iter().filter(|value| listed.iter().any(|other| same(value, other))).collect(),
                None => listed.iter().collect(),
            });
        }
        self.narrow(TypeSet::ANY);
        if let Some(logic) = &schema.logic {
            let discriminator = schema.notes.as_ref().and_then(|notes| notes.discriminator.as_ref());
            if !logic.any_of.is_empty() {
                self.groups.push(Group::Any(&logic.any_of, discriminator));
            }
            if !logic.one_of.is_empty() {
                self.groups.push(Group::One(&logic.one_of, discriminator));
            }
            self.groups.extend(logic.not.map(Group::Not));
            if let Some(condition) = logic.condition {
                self.groups.push(Group::If(condition, logic.then, logic.otherwise));
            }
        }
        if let Some(object) = &schema.object {
            self.groups.extend(object.dependent_schemas.iter().map(|(name, id)| Group::Depends(name, *id)));
        }
    }

    /// Allows no types but these.
    pub(crate) fn narrow(&mut self, types: TypeSet) {
        self.types = self.types.and(types);
        let types = self.types;
        if let Some(values) = &mut self.values {
            values.retain(|value| types.contains(TypeSet::of(value)));
        }
    }

    /// Whether no value can satisfy it, as far as types and listed values tell.
    pub(crate) fn is_bottom(&self) -> bool {
        self.types.is_empty() || self.values.as_ref().is_some_and(Vec::is_empty)
    }

    /// The schemas it is made of, bases first.
    pub(crate) fn parts(&self) -> &[(SchemaId, &'a Schema)] {
        &self.parts
    }

    /// The keywords for numbers of every part.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = &'a NumberFacet> {
        self.parts.iter().filter_map(|(_, schema)| schema.number.as_deref())
    }

    /// The keywords for strings of every part.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &'a TextFacet> {
        self.parts.iter().filter_map(|(_, schema)| schema.text.as_deref())
    }

    /// The keywords for arrays of every part.
    pub(crate) fn arrays(&self) -> impl Iterator<Item = &'a ArrayFacet> {
        self.parts.iter().filter_map(|(_, schema)| schema.array.as_deref())
    }

    /// The keywords for objects of every part.
    pub(crate) fn objects(&self) -> impl Iterator<Item = &'a ObjectFacet> {
        self.parts.iter().filter_map(|(_, schema)| schema.object.as_deref())
    }

    /// Every `format`, without repeats.
    pub(crate) fn formats(&self) -> Vec<&'a str> {
        let mut formats: Vec<&str> = Vec::new();
        for format in self.texts().filter_map(|text| text.format.as_deref()) {
            if !formats.contains(&format) {
                formats.push(format);
            }
        }
        formats
    }

    /// Every `pattern`.
    pub(crate) fn patterns(&self) -> Vec<&'a Arc<Pattern>> {
        self.texts().filter_map(|text| text.pattern.as_ref()).collect()
    }

    /// The least and the greatest length of a string, in code points.
    pub(crate) fn length(&self) -> (u64, Option<u64>) {
        range(self.texts().map(|text| (text.min_length, text.max_length)))
    }

    /// The least and the greatest number of items.
    pub(crate) fn count(&self) -> (u64, Option<u64>) {
        range(self.arrays().map(|array| (array.min_items, array.max_items)))
    }

    /// The least and the greatest number of properties.
    pub(crate) fn size(&self) -> (u64, Option<u64>) {
        range(self.objects().map(|object| (object.min_properties, object.max_properties)))
    }

    /// What the item at `index` has to satisfy; nothing means anything.
    pub(crate) fn item(&self, index: usize) -> Vec<Term> {
        let mut terms = Vec::new();
        for array in self.arrays() {
            add(&mut terms, array.prefix.get(index).copied().or(array.items));
        }
        for (id, schema) in &self.parts {
            let speaks = |part: &Schema| {
                let array = part.array.as_deref();
                array.is_some_and(|array| index < array.prefix.len() || array.items.is_some())
            };
            if let Some(unevaluated) = schema.array.as_ref().and_then(|array| array.unevaluated)
                && !self.within(*id).into_iter().any(speaks)
            {
                add(&mut terms, Some(unevaluated));
            }
        }
        terms
    }

    /// The parts of the conjunction that `id` itself brought in: `unevaluated…` looks into those, not at its cousins.
    fn within(&self, id: SchemaId) -> Vec<&'a Schema> {
        let mut met = BTreeSet::new();
        let mut open = vec![id];
        let mut parts = Vec::new();
        while let Some(id) = open.pop() {
            if !self.seen.contains(id) || !met.insert(id) {
                continue;
            }
            let schema = self.arena.at(id);
            parts.push(schema);
            open.extend(schema.link);
            if let Some(logic) = &schema.logic {
                open.extend(logic.all_of.iter().chain(&logic.any_of).chain(&logic.one_of));
                open.extend([logic.condition, logic.then, logic.otherwise].into_iter().flatten());
            }
            open.extend(schema.object.iter().flat_map(|object| object.dependent_schemas.values()));
        }
        parts
    }

    /// What the property `name` has to satisfy; nothing means anything.
    pub(crate) fn property(&self, name: &str) -> Vec<Term> {
        let mut terms = Vec::new();
        for object in self.objects() {
            let mut known = false;
            if let Some(id) = object.properties.get(name) {
                known = true;
                add(&mut terms, Some(*id));
            }
            for (_, id) in object.patterns.iter().filter(|(pattern, _)| pattern.is_match(name)) {
                known = true;
                add(&mut terms, Some(*id));
            }
            if !known {
                add(&mut terms, object.additional);
            }
        }
        for (id, schema) in &self.parts {
            let speaks = |part: &Schema| part.object.as_ref().is_some_and(|object| object.speaks_of(name));
            if let Some(unevaluated) = schema.object.as_ref().and_then(|object| object.unevaluated)
                && !self.within(*id).into_iter().any(speaks)
            {
                add(&mut terms, Some(unevaluated));
            }
        }
        terms
    }

    /// Every name under `properties`, in the order of the document, bases first.
    pub(crate) fn declared(&self) -> impl Iterator<Item = &'a str> {
        self.objects().flat_map(|object| object.properties.keys().map(String::as_str))
    }

    /// Every name under `required`.
    pub(crate) fn required(&self) -> impl Iterator<Item = &'a str> {
        self.objects().flat_map(|object| object.required.iter().map(String::as_str))
    }

    /// What every property name has to satisfy.
    pub(crate) fn names(&self) -> Vec<Term> {
        let mut terms = Vec::new();
        for object in self.objects() {
            add(&mut terms, object.names);
        }
        terms
    }
}

impl ObjectFacet {
    /// Whether `properties`, `patternProperties` or `additionalProperties` apply to that property.
    fn speaks_of(&self, name: &str) -> bool {
        self.additional.is_some()
            || self.properties.contains_key(name)
            || self.patterns.iter().any(|(pattern, _)| pattern.is_match(name))
    }
}

fn add(terms: &mut Vec<Term>, id: Option<SchemaId>) {
    if let Some(term) = id.map(Term::Is)
        && !terms.contains(&term)
    {
        terms.push(term);
    }
}

/// The intersection of ranges.
fn range(ranges: impl Iterator<Item = (Option<u64>, Option<u64>)>) -> (u64, Option<u64>) {
    ranges.fold((0, None), |(low, high), (min, max)| (low.max(min.unwrap_or(0)), high.into_iter().chain(max).min()))
}

/// Equality as JSON Schema means it: `1` and `1.0` are the same number.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => x == y || (x.is_f64() != y.is_f64() && x.as_f64() == y.as_f64()),
        (Value::Array(x), Value::Array(y)) => x.len() == y.len() && x.iter().zip(y).all(|(a, b)| same(a, b)),
        (Value::Object(x), Value::Object(y)) => {
            x.len() == y.len() && x.iter().all(|(name, a)| y.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}
