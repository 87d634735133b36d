//! What a choice asks of a value beyond the schemas themselves: the ways in which a schema can be violated (`not`, the other
//! branches of a `oneOf`), and the value of a discriminator. Data only; the makers of numbers, strings, arrays and objects
//! read it, and the check has the last word.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use crate::schema::merge::{Conjunction, Term};
use crate::schema::model::NumberFacet;
use crate::schema::pattern::Pattern;
use crate::schema::type_set::TypeSet;

/// One demand.
#[derive(Clone, Debug)]
pub(super) enum Demand<'a> {
    /// The value has one of these types.
    Types(TypeSet),
    /// One more member of the conjunction.
    Term(Term),
    /// None of these values.
    Except(&'a [Value]),
    /// A number within these bounds.
    Number(NumberFacet),
    /// A number with a fraction.
    Fraction,
    /// A string of at least and at most so many code points.
    Length(u64, Option<u64>),
    /// A string that the pattern does not match.
    Mismatch(&'a Arc<Pattern>),
    /// An array of at least and at most so many items.
    Count(u64, Option<u64>),
    /// An array whose first item is like this.
    First(Term),
    /// An array whose items are all like this.
    Each(Term),
    /// An array with an item twice.
    Repeat,
    /// An object with at least and at most so many properties.
    Size(u64, Option<u64>),
    /// An object without this property.
    Absent(&'a str),
    /// An object with this property, which is like this as well.
    Present(&'a str, Option<Term>),
    /// An object with an undeclared property like this.
    Extra(Term),
    /// An object with an undeclared property whose name is like this.
    Name(Term),
}

impl Demand<'_> {
    /// The types that can fulfil it.
    pub(super) const fn types(&self) -> TypeSet {
        match self {
            Self::Types(types) => *types,
            Self::Term(_) | Self::Except(_) => TypeSet::ANY,
            Self::Number(_) => TypeSet::NUMBER,
            Self::Fraction => TypeSet::NUMBER.without(TypeSet::INTEGER),
            Self::Length(..) | Self::Mismatch(_) => TypeSet::STRING,
            Self::Count(..) | Self::First(_) | Self::Each(_) | Self::Repeat => TypeSet::ARRAY,
            Self::Size(..) | Self::Absent(_) | Self::Present(..) | Self::Extra(_) | Self::Name(_) => TypeSet::OBJECT,
        }
    }
}

/// All demands on one value.
#[derive(Clone, Debug, Default)]
pub(super) struct Demands<'a> {
    /// Values that are not wanted.
    pub(super) except: Vec<&'a Value>,
    /// Bounds of a number.
    pub(super) numbers: Vec<NumberFacet>,
    /// The least and the greatest length of a string.
    pub(super) length: (u64, Option<u64>),
    /// Patterns that must not match.
    pub(super) mismatch: Vec<&'a Arc<Pattern>>,
    /// The least and the greatest number of items.
    pub(super) count: (u64, Option<u64>),
    /// What the first item is like.
    pub(super) first: Vec<Term>,
    /// What every item is like.
    pub(super) each: Vec<Term>,
    /// Whether an item stands twice.
    pub(super) repeat: bool,
    /// The least and the greatest number of properties.
    pub(super) size: (u64, Option<u64>),
    /// Properties that are left out.
    pub(super) absent: BTreeSet<&'a str>,
    /// Properties that are there, and what they are like.
    pub(super) present: Vec<(&'a str, Option<Term>)>,
    /// What undeclared properties are like, one each.
    pub(super) extra: Vec<Term>,
    /// What the name of one undeclared property is like.
    pub(super) name: Vec<Term>,
    /// The values of discriminators: taken where the schema of the property allows them.
    pub(super) fixed: Vec<(&'a str, Value)>,
}

impl<'a> Demands<'a> {
    /// Adds a demand, narrowing the conjunction where it speaks of types.
    pub(super) fn add(&mut self, demand: Demand<'a>, all: &mut Conjunction<'a>) {
        all.narrow(demand.types());
        match demand {
            Demand::Types(_) | Demand::Fraction => {}
            Demand::Term(term) => all.add(term),
            Demand::Except(values) => self.except.extend(values),
            Demand::Number(facet) => self.numbers.push(facet),
            Demand::Length(low, high) => meet(&mut self.length, low, high),
            Demand::Mismatch(pattern) => self.mismatch.push(pattern),
            Demand::Count(low, high) => meet(&mut self.count, low, high),
            Demand::First(term) => {
                meet(&mut self.count, 1, None);
                self.first.push(term);
            }
            Demand::Each(term) => self.each.push(term),
            Demand::Repeat => {
                meet(&mut self.count, 2, None);
                self.repeat = true;
            }
            Demand::Size(low, high) => meet(&mut self.size, low, high),
            Demand::Absent(name) => {
                self.absent.insert(name);
            }
            Demand::Present(name, term) => self.present.push((name, term)),
            Demand::Extra(term) => self.extra.push(term),
            Demand::Name(term) => self.name.push(term),
        }
    }

    /// Whether the property has to be there.
    pub(super) fn wants(&self, name: &str) -> bool {
        self.present.iter().any(|(other, _)| *other == name)
    }
}

/// Narrows a range.
pub(super) fn meet(range: &mut (u64, Option<u64>), low: u64, high: Option<u64>) {
    range.0 = range.0.max(low);
    range.1 = range.1.into_iter().chain(high).min();
}
