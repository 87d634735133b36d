//! A list as numbers of rows in their order, without writing it out: a range, the matching ones of a range, an order, or a few.
//!
//! Invariant: it is as small as its index, however long the list is.

use std::ops::Range;
use std::sync::Arc;

use super::indexes::Sorted;
use super::matches::Matches;

/// Numbers of rows in the order of a list.
#[derive(Clone, Debug)]
pub(in crate::collection) enum Sequence {
    /// All of a range, downwards or upwards.
    Range(Range<u64>, bool),
    /// The matching ones of a range, downwards or upwards.
    Matching(Arc<Matches>, Range<u64>, bool),
    /// In another order.
    Sorted(Sorted),
    /// These.
    Found(Arc<[u64]>),
}

impl Sequence {
    /// How many there are.
    pub fn len(&self) -> u64 {
        match self {
            Self::Range(range, _) => range.end.saturating_sub(range.start),
            Self::Matching(matches, range, _) => matches.count(range),
            Self::Sorted(order) => order.len(),
            Self::Found(numbers) => numbers.len() as u64,
        }
    }

    /// The number at a place, from 0.
    pub fn at(&self, place: u64) -> Option<u64> {
        match self {
            Self::Range(range, down) => {
                let left = range.end.saturating_sub(range.start);
                (place < left).then(|| if *down { range.end - 1 - place } else { range.start + place })
            }
            Self::Matching(matches, range, down) => matches.at(range, *down, place),
            Self::Sorted(order) => order.at(place),
            Self::Found(numbers) => numbers.get(usize::try_from(place).ok()?).copied(),
        }
    }

    /// The number after that one, which is at `place`.
    pub fn after(&self, number: u64, place: u64) -> Option<u64> {
        match self {
            Self::Matching(matches, range, true) => matches.first(&(range.start..number), true),
            Self::Matching(matches, range, false) => matches.first(&(number.saturating_add(1)..range.end), false),
            _ => self.at(place.checked_add(1)?),
        }
    }

    /// The numbers from a place on.
    pub fn from(&self, place: u64) -> impl Iterator<Item = u64> {
        let mut next = self.at(place);
        let mut place = place;
        std::iter::from_fn(move || {
            let number = next?;
            next = self.after(number, place);
            place += 1;
            Some(number)
        })
    }
}
