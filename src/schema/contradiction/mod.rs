//! Names the keywords that contradict each other in a schema that no value satisfies: the smallest part to blame, and why.
//!
//! It sees what types, listed values, bounds, lengths, counts and required properties tell, through `allOf` and `$ref`; what only a search
//! could find (two patterns, overlapping branches of `oneOf`) it does not. Invariant: what it names is a contradiction; that it names
//! none proves nothing.

mod bounds;

use super::check::Schemas;
use super::merge::{Conjunction, Group, Term};
use super::model::{ObjectFacet, Schema, SchemaId, Side};
use super::type_set::TypeSet;
use crate::base::Place;

/// Levels that are descended into; whoever nests deeper gets no explanation.
const DEEPEST: usize = 40;

/// Conjunctions that are looked at for one answer.
const MOST: u32 = 2_000;

/// The types in the order in which they are told of.
const TYPES: [TypeSet; 6] =
    [TypeSet::OBJECT, TypeSet::ARRAY, TypeSet::STRING, TypeSet::NUMBER, TypeSet::BOOLEAN, TypeSet::NULL];

/// Keywords that no value satisfies together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The keyword or schema that could be changed.
    pub at: Place,
    /// What contradicts what: `` `minimum` 9 is above `maximum` 3 ``.
    pub why: String,
}

impl Contradiction {
    fn new(at: Place, why: impl Into<String>) -> Self {
        Self { at, why: why.into() }
    }
}

/// How far a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// The keywords of one node of a value, and whether what it requires is forbidden.
    Node,
    /// Required properties, needed items and branches too.
    Whole,
}

impl Schemas {
    /// The contradiction in a schema and what holds with it (`allOf`, `$ref`), if it shows one. Looks neither into properties nor into
    /// branches: they are schemas of their own.
    #[must_use]
    pub fn contradiction(&self, id: SchemaId) -> Option<Contradiction> {
        Search::new(self, Side::Response, Reach::Node).of(&[Term::Is(id)])
    }

    /// What is to blame for a schema for which no value was found: as deep as it lies.
    #[must_use]
    pub fn blame(&self, id: SchemaId, side: Side) -> Option<Contradiction> {
        Search::new(self, side, Reach::Whole).of(&[Term::Is(id)])
    }
}

struct Search<'s> {
    schemas: &'s Schemas,
    side: Side,
    reach: Reach,
    /// What is being explained, from the root down.
    open: Vec<Vec<Term>>,
    left: u32,
}

impl<'s> Search<'s> {
    const fn new(schemas: &'s Schemas, side: Side, reach: Reach) -> Self {
        Self { schemas, side, reach, open: Vec::new(), left: MOST }
    }

    fn of(&mut self, terms: &[Term]) -> Option<Contradiction> {
        // What is needed for itself has no end: no finite value can be the first.
        if self.open.iter().any(|open| open == terms) {
            let Some(Term::Is(id)) = terms.first() else { return None };
            let at = self.schemas.arena().at(*id).origin.clone();
            return Some(Contradiction::new(at, "every value must hold another of its kind, without end"));
        }
        self.left = self.left.checked_sub(1)?;
        if self.open.len() >= DEEPEST {
            return None;
        }
        self.open.push(terms.to_vec());
        let found = self.within(terms);
        self.open.pop();
        found
    }

    fn within(&mut self, terms: &[Term]) -> Option<Contradiction> {
        let all = Conjunction::of(self.schemas.arena(), terms);
        if all.types.is_empty() {
            return types(&all);
        }
        if let Some(values) = &all.values {
            return if values.is_empty() { listed(&all) } else { None };
        }
        let allowed = TYPES.into_iter().filter(|one| all.types.meets(*one));
        let reasons: Option<Vec<Contradiction>> = allowed.map(|one| self.as_type(one, &all)).collect();
        match reasons {
            Some(reasons) => reasons.into_iter().next(),
            None if self.reach == Reach::Whole => self.choices(terms, &all),
            None => None,
        }
    }

    /// Why no value of that type can be one.
    fn as_type(&mut self, one: TypeSet, all: &Conjunction<'s>) -> Option<Contradiction> {
        match one {
            TypeSet::OBJECT => bounds::size(all).or_else(|| self.required(all)),
            TypeSet::ARRAY => bounds::count(all).or_else(|| self.needed_items(all)),
            TypeSet::STRING => bounds::length(all),
            TypeSet::NUMBER => bounds::number(all),
            _ => None,
        }
    }

    /// A required property that cannot be there.
    fn required(&mut self, all: &Conjunction<'s>) -> Option<Contradiction> {
        let arena = self.schemas.arena();
        let mut found = None;
        for name in all.required() {
            let terms = all.property(name);
            let ids = || terms.iter().filter_map(|term| if let Term::Is(id) = term { Some(*id) } else { None });
            if ids().any(|id| self.side.hides(arena.access(id))) {
                continue;
            }
            found = match ids().find(|id| is_never(arena.at(*id))) {
                Some(id) => Some(forbidden(all, name, id, arena.at(id))),
                // A property of one part is a schema of its own; that of several is met here only.
                None if self.reach == Reach::Whole || terms.len() > 1 => self.of(&terms),
                None => None,
            };
            if found.is_some() {
                break;
            }
        }
        found
    }

    /// An item that must be there and cannot.
    fn needed_items(&mut self, all: &Conjunction<'s>) -> Option<Contradiction> {
        if self.reach == Reach::Node {
            return None;
        }
        let prefix = all.arrays().map(|array| array.prefix.len()).max().unwrap_or(0);
        let needed = usize::try_from(all.count().0).unwrap_or(usize::MAX).min(prefix + 1);
        let contained = all.arrays().filter(|array| array.min_contains != Some(0)).filter_map(|array| array.contains);
        let contained: Vec<SchemaId> = contained.collect();
        (0..needed)
            .map(|index| all.item(index))
            .chain(contained.into_iter().map(|id| vec![Term::Is(id)]))
            .filter(|terms| !terms.is_empty())
            .find_map(|terms| self.of(&terms))
    }

    /// A choice of which no branch can be taken.
    fn choices(&mut self, terms: &[Term], all: &Conjunction<'s>) -> Option<Contradiction> {
        for group in &all.groups {
            let (branches, keyword) = match group {
                Group::Any(branches, _) => (*branches, "anyOf"),
                Group::One(branches, _) => (*branches, "oneOf"),
                Group::Not(id) if self.schemas.arena().at(*id).is_anything() => {
                    let at = self.schemas.arena().at(*id).origin.clone();
                    return Some(Contradiction::new(at, "`not` refuses everything"));
                }
                _ => continue,
            };
            let with = |branch: &SchemaId| terms.iter().copied().chain([Term::Is(*branch)]).collect::<Vec<_>>();
            let reasons: Option<Vec<Contradiction>> = branches.iter().map(|branch| self.of(&with(branch))).collect();
            if let Some(Contradiction { at, why }) = reasons.and_then(|reasons| reasons.into_iter().next()) {
                let why =
                    if why.contains("can hold") { why } else { format!("no branch of `{keyword}` can hold: {why}") };
                return Some(Contradiction { at, why });
            }
        }
        None
    }
}

/// Whether a schema is `false`.
pub(super) const fn is_never(schema: &Schema) -> bool {
    schema.types.is_empty()
}

/// Why no type is left.
fn types(all: &Conjunction<'_>) -> Option<Contradiction> {
    let mut left = TypeSet::ANY;
    for (index, (_, schema)) in all.parts().iter().enumerate() {
        if is_never(schema) {
            return Some(Contradiction::new(schema.origin.clone(), "the schema is `false`"));
        }
        if !left.meets(schema.types) {
            let before = all.parts().get(..index).into_iter().flatten();
            let other = before.rev().find(|(_, other)| other.types != TypeSet::ANY);
            let other = other.map_or(left, |(_, other)| other.types);
            let why = format!("`type` is {} here and {} in what also applies", words(schema.types), words(other));
            return Some(Contradiction::new(schema.origin.join("type"), why));
        }
        left = left.and(schema.types);
    }
    None
}

/// Why no listed value is left.
fn listed(all: &Conjunction<'_>) -> Option<Contradiction> {
    let mut lists = all.parts().iter().filter(|(_, schema)| schema.values.is_some());
    let (_, last) = lists.next_back()?;
    let why = if lists.next().is_some() {
        "the lists of values that apply here have none in common".to_owned()
    } else {
        format!("no value of `enum` is {}, as what also applies demands", words(all.types))
    };
    Some(Contradiction::new(last.origin.join("enum"), why))
}

/// How a required property is forbidden by the schema `id`, which is `false`.
fn forbidden(all: &Conjunction<'_>, name: &str, id: SchemaId, schema: &Schema) -> Contradiction {
    let speaks = |facet: &ObjectFacet| facet.additional == Some(id) || facet.unevaluated == Some(id);
    let closing = all.parts().iter().find(|(_, part)| part.object.as_deref().is_some_and(speaks));
    let Some((closed, _)) = closing else {
        let why = format!("`{name}` is required, and its schema is `false`");
        return Contradiction::new(schema.origin.clone(), why);
    };
    let requires = |facet: &ObjectFacet| facet.required.iter().any(|one| one == name);
    let own = all.parts().iter().find(|(part, _)| part == closed);
    let is_own = own.is_some_and(|(_, part)| part.object.as_deref().is_some_and(requires));
    let keyword = schema.origin.pointer.last().unwrap_or_default();
    let why = if is_own {
        format!("`{name}` is required, `properties` lacks it, and `{keyword}: false` forbids it")
    } else {
        format!("`{name}` is required by one part of `allOf`, and `{keyword}: false` of another forbids it")
    };
    Contradiction::new(schema.origin.clone(), why)
}

/// Types in words: `string`, `integer or null`.
fn words(types: TypeSet) -> String {
    let names = types.names();
    if names.len() > 4 { "of any other type".to_owned() } else { names.join(" or ") }
}

#[cfg(test)]
mod tests;
