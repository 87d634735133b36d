//! Values as a document database has them: JSON and dates, in one order over all types. From rows, where the path says which texts are dates,
//! and from what filters say.
//!
//! The order is that of BSON ("Comparison/Sort Order" in `MongoDB`'s manual): least key, what is not there and null, numbers, texts, objects,
//! lists, booleans, dates, greatest key. Invariant: looking at a row allocates nothing.

mod moment;
mod number;
mod path;
mod tree;

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::{Map, Value};

pub(super) use moment::{day, millis};
pub(super) use number::Number;
pub(super) use path::{Leaf, Path};
pub(super) use tree::Tree;

/// Deeper values of rows are taken for null when they become keys of an order.
const DEEPEST: usize = 64;

/// A value that somebody holds.
#[derive(Clone, Debug)]
pub(super) enum Datum {
    Least,
    /// What a list without items is in an order: less than null.
    Nothing,
    Null,
    Number(Number),
    Text(Arc<str>),
    Object(Arc<[(Arc<str>, Datum)]>),
    List(Arc<[Datum]>),
    Bool(bool),
    /// Milliseconds since 1970.
    Date(i64),
    Greatest,
}

/// A value that is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Seen<'v> {
    Least,
    Nothing,
    Null,
    Number(Number),
    Text(&'v str),
    Object(Members<'v>),
    List(Items<'v>),
    Bool(bool),
    Date(i64),
    Greatest,
}

/// The members of an object.
#[derive(Clone, Copy, Debug)]
pub(super) enum Members<'v> {
    Row(&'v Map<String, Value>, Option<&'v Tree>),
    Held(&'v [(Arc<str>, Datum)]),
}

/// The items of a list.
#[derive(Clone, Copy, Debug)]
pub(super) enum Items<'v> {
    Row(&'v [Value], Option<&'v Tree>),
    Held(&'v [Datum]),
}

impl<'v> Seen<'v> {
    /// A value of a row; `dates`: which texts at its place and below are dates.
    pub(super) fn of(value: &'v Value, dates: Option<&'v Tree>) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(bool) => Self::Bool(*bool),
            Value::Number(number) => Self::Number(Number::of(number)),
            Value::String(text) => match dates.filter(|dates| dates.is_end).and_then(|_| millis(text)) {
                Some(date) => Self::Date(date),
                None => Self::Text(text),
            },
            Value::Array(items) => Self::List(Items::Row(items, dates)),
            Value::Object(members) => Self::Object(Members::Row(members, dates)),
        }
    }

    /// The place of its type in the order.
    pub(super) const fn rank(&self) -> u8 {
        match self {
            Self::Least => 0,
            Self::Nothing => 1,
            Self::Null => 2,
            Self::Number(_) => 3,
            Self::Text(_) => 4,
            Self::Object(_) => 5,
            Self::List(_) => 6,
            Self::Bool(_) => 7,
            Self::Date(_) => 8,
            Self::Greatest => 9,
        }
    }

    pub(super) fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Number(one), Self::Number(two)) => one.cmp(&two),
            (Self::Text(one), Self::Text(two)) => one.cmp(two),
            (Self::Bool(one), Self::Bool(two)) => one.cmp(&two),
            (Self::Date(one), Self::Date(two)) => one.cmp(&two),
            (Self::Object(one), Self::Object(two)) => compare_objects(one, two),
            (Self::List(one), Self::List(two)) => compare_lists(one, two),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    /// A value of one's own.
    pub(super) fn held(self) -> Datum {
        self.held_to(DEEPEST)
    }

    fn held_to(self, depth: usize) -> Datum {
        let Some(below) = depth.checked_sub(1) else { return Datum::Null };
        match self {
            Self::Least => Datum::Least,
            Self::Nothing => Datum::Nothing,
            Self::Null => Datum::Null,
            Self::Number(number) => Datum::Number(number),
            Self::Text(text) => Datum::Text(Arc::from(text)),
            Self::Object(members) => {
                Datum::Object(members.iter().map(|(name, member)| (Arc::from(name), member.held_to(below))).collect())
            }
            Self::List(items) => Datum::List(items.iter().map(|item| item.held_to(below)).collect()),
            Self::Bool(bool) => Datum::Bool(bool),
            Self::Date(date) => Datum::Date(date),
            Self::Greatest => Datum::Greatest,
        }
    }
}

impl Datum {
    pub(super) fn seen(&self) -> Seen<'_> {
        match self {
            Self::Least => Seen::Least,
            Self::Nothing => Seen::Nothing,
            Self::Null => Seen::Null,
            Self::Number(number) => Seen::Number(*number),
            Self::Text(text) => Seen::Text(text),
            Self::Object(members) => Seen::Object(Members::Held(members)),
            Self::List(items) => Seen::List(Items::Held(items)),
            Self::Bool(bool) => Seen::Bool(*bool),
            Self::Date(date) => Seen::Date(*date),
            Self::Greatest => Seen::Greatest,
        }
    }
}

impl Ord for Datum {
    fn cmp(&self, other: &Self) -> Ordering {
        self.seen().compare(other.seen())
    }
}

impl PartialOrd for Datum {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Datum {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Datum {}

/// One of two iterators over the same: what rows have, and what filters hold.
enum Either<A, B> {
    Row(A),
    Held(B),
}

impl<T, A: Iterator<Item = T>, B: Iterator<Item = T>> Iterator for Either<A, B> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        match self {
            Self::Row(iterator) => iterator.next(),
            Self::Held(iterator) => iterator.next(),
        }
    }
}

impl<'v> Members<'v> {
    pub(super) fn iter(self) -> impl Iterator<Item = (&'v str, Seen<'v>)> {
        match self {
            Self::Row(map, dates) => {
                Either::Row(map.iter().map(move |(name, value)| {
                    (name.as_str(), Seen::of(value, dates.and_then(|dates| dates.child(name))))
                }))
            }
            Self::Held(members) => Either::Held(members.iter().map(|(name, value)| (&**name, value.seen()))),
        }
    }
}

impl<'v> Items<'v> {
    pub(super) fn iter(self) -> impl Iterator<Item = Seen<'v>> {
        match self {
            Self::Row(items, dates) => Either::Row(items.iter().map(move |item| Seen::of(item, dates))),
            Self::Held(items) => Either::Held(items.iter().map(Datum::seen)),
        }
    }
}

/// Member by member in their order: first the types, then the names, then the values; what ends first is less.
fn compare_objects(one: Members<'_>, two: Members<'_>) -> Ordering {
    let (mut ones, mut twos) = (one.iter(), two.iter());
    loop {
        match (ones.next(), twos.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some((name, value)), Some((other, against))) => {
                let order = value.rank().cmp(&against.rank()).then_with(|| name.cmp(other));
                let order = order.then_with(|| value.compare(against));
                if order.is_ne() {
                    return order;
                }
            }
        }
    }
}

/// Item by item; what ends first is less.
fn compare_lists(one: Items<'_>, two: Items<'_>) -> Ordering {
    let (mut ones, mut twos) = (one.iter(), two.iter());
    loop {
        match (ones.next(), twos.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(value), Some(against)) => {
                let order = value.compare(against);
                if order.is_ne() {
                    return order;
                }
            }
        }
    }
}
