//! What a filter is made of, and whether a row meets it. The rules of matching are those of `MongoDB`: a comparison is met by values of its own
//! type alone, a negation by all that its inside is not met by.
//!
//! Invariant: asking allocates nothing but what a regular expression needs.

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::Value;

use super::pattern::Pattern;
use super::types::Types;
use crate::collection::datum::{Datum, Leaf, Number, Path, Seen, Tree};

/// As how many tests a regular expression counts.
const PATTERN: u64 = 20;

/// A condition on a row, or on an item of a list.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    /// All of them. None at all: it is always met.
    All(Vec<Self>),
    /// At least one. None at all: it is never met.
    Any(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// Any value at the end of this path; the tree says which texts of the row are dates, where the path is one of the row.
    Field(Path, Option<Arc<Tree>>, Test),
}

/// A condition on a value.
#[derive(Clone, Debug)]
pub(super) enum Test {
    Compare(Comparison, Datum),
    /// One of these, which are sorted, or what any of these patterns matches.
    In(Vec<Datum>, Vec<Pattern>),
    /// A date from the first, included, to the second, not included.
    Between(i64, i64),
    Exists,
    Type(Types),
    Pattern(Pattern),
    /// A list of so many items.
    Size(u64),
    /// A number that leaves this remainder when divided by the first.
    Modulo(i64, i64),
    /// A list of which an item, an object or a list, meets this.
    Object(Box<Condition>),
    /// A list of which an item meets this; its paths lead to the item itself.
    Item(Box<Condition>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

impl Comparison {
    pub(super) const fn operator(self) -> &'static str {
        match self {
            Self::Equal => "$eq",
            Self::Greater => "$gt",
            Self::GreaterOrEqual => "$gte",
            Self::Less => "$lt",
            Self::LessOrEqual => "$lte",
        }
    }

    const fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
        }
    }

    const fn takes_equal(self) -> bool {
        matches!(self, Self::Equal | Self::GreaterOrEqual | Self::LessOrEqual)
    }

    /// What is not there counts as null.
    fn is_met(self, seen: Option<Seen<'_>>, by: Seen<'_>) -> bool {
        let value = seen.unwrap_or(Seen::Null);
        match (value, by) {
            // Nothing is less or greater than what is no number, and only that is equal to it.
            (Seen::Number(one), Seen::Number(two)) if one.is_nan() || two.is_nan() => {
                self.takes_equal() && one.is_nan() == two.is_nan()
            }
            _ if value.rank() == by.rank() => self.holds(value.compare(by)),
            // The ends of the order alone are compared with values of other types.
            (_, Seen::Least) => matches!(self, Self::Greater | Self::GreaterOrEqual),
            (_, Seen::Greatest) => matches!(self, Self::Less | Self::LessOrEqual),
            _ => false,
        }
    }
}

impl Condition {
    pub(super) const ALWAYS: Self = Self::All(Vec::new());
    pub(super) const NEVER: Self = Self::Any(Vec::new());

    pub(super) fn is_always(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }

    pub(super) fn is_never(&self) -> bool {
        matches!(self, Self::Any(parts) if parts.is_empty())
    }

    /// All of them, without shells that say nothing.
    pub(super) fn all(conditions: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = Vec::new();
        for condition in conditions {
            match condition {
                Self::All(inner) => parts.extend(inner),
                other => parts.push(other),
            }
        }
        if parts.iter().any(Self::is_never) {
            return Self::NEVER;
        }
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                Self::All(parts)
            }
        }
    }

    /// At least one of them, without shells that say nothing.
    pub(super) fn any(conditions: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = Vec::new();
        for condition in conditions {
            match condition {
                Self::Any(inner) => parts.extend(inner),
                other => parts.push(other),
            }
        }
        if parts.iter().any(Self::is_always) {
            return Self::ALWAYS;
        }
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                Self::Any(parts)
            }
        }
    }

    /// Not this, without two negations of each other.
    pub(super) fn not(condition: Self) -> Self {
        match condition {
            Self::Not(inner) => *inner,
            condition if condition.is_always() => Self::NEVER,
            condition if condition.is_never() => Self::ALWAYS,
            other => Self::Not(Box::new(other)),
        }
    }

    /// How many tests it has, all of which a value may have to be put to; a regular expression counts as many.
    pub(super) fn weight(&self) -> u64 {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::weight).sum(),
            Self::Not(inner) => inner.weight(),
            Self::Field(_, _, test) => test.weight(),
        }
    }

    /// Whether a value meets it; `dates`: which of its texts are dates, where one knows.
    pub(super) fn is_met(&self, value: &Value, dates: Option<&Tree>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.is_met(value, dates)),
            Self::Any(parts) => parts.iter().any(|part| part.is_met(value, dates)),
            Self::Not(inner) => !inner.is_met(value, dates),
            Self::Field(path, of_row, test) => {
                let dates = dates.or(of_row.as_deref());
                path.any(value, dates, test.leaf(), &mut |found| test.is_met(found))
            }
        }
    }
}

impl Test {
    fn weight(&self) -> u64 {
        match self {
            Self::Pattern(_) => PATTERN,
            Self::In(_, patterns) => 1 + PATTERN * patterns.len() as u64,
            Self::Object(condition) | Self::Item(condition) => 1 + condition.weight(),
            Self::Compare(..) | Self::Between(..) | Self::Exists | Self::Type(_) | Self::Size(_) | Self::Modulo(..) => {
                1
            }
        }
    }

    const fn leaf(&self) -> Leaf {
        match self {
            Self::Size(_) | Self::Object(_) | Self::Item(_) => Leaf::Whole,
            _ => Leaf::Items,
        }
    }

    /// Whether a value, or that there is none, meets it.
    pub(super) fn is_met(&self, found: Option<(&Value, Option<&Tree>)>) -> bool {
        let seen = || found.map(|(value, dates)| Seen::of(value, dates));
        match self {
            Self::Compare(comparison, by) => comparison.is_met(seen(), by.seen()),
            Self::In(values, patterns) => {
                let value = seen().unwrap_or(Seen::Null);
                values.binary_search_by(|known| known.seen().compare(value)).is_ok()
                    || patterns.iter().any(|pattern| pattern.is_met(found))
            }
            Self::Between(first, end) => matches!(seen(), Some(Seen::Date(date)) if (*first..*end).contains(&date)),
            Self::Exists => found.is_some(),
            Self::Type(types) => seen().is_some_and(|value| types.has(value)),
            Self::Pattern(pattern) => pattern.is_met(found),
            Self::Size(size) => {
                found.and_then(|(value, _)| value.as_array()).is_some_and(|items| items.len() as u64 == *size)
            }
            Self::Modulo(divisor, remainder) => match seen() {
                Some(Seen::Number(number)) => is_left(number, *divisor, *remainder),
                _ => false,
            },
            Self::Object(condition) => {
                items(found, |item, dates| (item.is_object() || item.is_array()) && condition.is_met(item, dates))
            }
            Self::Item(condition) => items(found, |item, dates| condition.is_met(item, dates)),
        }
    }
}

fn items(found: Option<(&Value, Option<&Tree>)>, met: impl Fn(&Value, Option<&Tree>) -> bool) -> bool {
    let Some((Value::Array(items), dates)) = found else { return false };
    items.iter().any(|item| met(item, dates))
}

fn is_left(number: Number, divisor: i64, remainder: i64) -> bool {
    number.truncated().is_some_and(|whole| whole.wrapping_rem(divisor) == remainder)
}
