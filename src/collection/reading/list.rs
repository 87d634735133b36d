//! The list of a plan, made as far as it is asked for.
//!
//! Invariants: what it says of places up to where it `reach`ed is exact; whether it is refused does not depend on what was read before, nor on
//! the machine.

use std::cmp::Ordering;
use std::ops::Range;

use super::indexes::{IndexInfo, Indexes, Name, Sorted};
use super::keyset::Spot;
use super::matches::Matches;
use super::order::Order;
use super::plan::{Keys, Plan};
use super::sequence::Sequence;
use super::{Budget, ReadingError};
use crate::collection::sort::Sort;

/// A page from the front may look at this part of what an index may, where the whole would be too much.
const FRONT: u64 = 16;

/// From so many rows on, one who looks at them waits for others who do: all cores together make one filter as fast as three.
const MANY: u64 = 32_768;

/// How much more than all indexes may have the keys of an order may take while it is made.
const MAKING: u64 = 4;
/// The bytes of a row's key and number while an order is made, in a part and in the whole; long texts take more.
const KEY: u64 = 96;

/// A list.
#[derive(Debug)]
pub(super) struct List<'p> {
    plan: &'p Plan<'p>,
    indexes: &'p Indexes,
    sequence: Sequence,
    /// How many rows of the range, from the list's beginning on, are known.
    covered: u64,
    /// What the matches are kept under, where there are any.
    name: Option<Name>,
    /// The last index that was made, or made longer, for this list.
    made: Option<IndexInfo>,
}

impl<'p> List<'p> {
    /// # Errors
    /// When an order would cost too much.
    pub fn open(plan: &'p Plan<'p>, indexes: &'p Indexes) -> Result<Self, ReadingError> {
        let mut list = Self {
            plan,
            indexes,
            sequence: Sequence::Range(plan.range.clone(), plan.down),
            covered: plan.len(),
            name: None,
            made: None,
        };
        if !plan.filter.is_empty() && plan.len() > 0 {
            // Not begun where its chunks alone are too many.
            if list.allowed() == 0 {
                return Err(list.too_many());
            }
            let name = plan.name();
            let matches = indexes.matches(&name, plan.rows.count());
            list.sequence = Sequence::Matching(matches, 0..0, plan.down);
            indexes.settle(&name);
            list.covered = 0;
            list.name = Some(name);
        }
        if let (Some(sort), 1..) = (&plan.sort, plan.len()) {
            list.sort(sort)?;
        }
        Ok(list)
    }

    /// How many rows are known.
    pub fn len(&self) -> u64 {
        self.sequence.len()
    }

    /// The number of the row at a place.
    pub fn at(&self, place: u64) -> Option<u64> {
        self.sequence.at(place)
    }

    /// What was made for it, if something was.
    pub fn made(&mut self) -> Option<IndexInfo> {
        self.made.take()
    }

    pub fn into_sequence(self) -> Sequence {
        self.sequence
    }

    /// Makes so many places known, or all that there are.
    ///
    /// # Errors
    /// When too many rows would have to be looked at.
    pub fn reach(&mut self, places: u64) -> Result<(), ReadingError> {
        let all = self.plan.len();
        if places == u64::MAX {
            return self.cover(all);
        }
        let most = self.most().min(all);
        let mut next = self.covered.max(4_096);
        while self.covered < all && self.len() < places {
            if self.covered >= most {
                return Err(self.too_many());
            }
            next = next.saturating_mul(2);
            self.cover(next.min(most))?;
        }
        Ok(())
    }

    /// The places of a spot: how many rows come before it, and how many with those that are there.
    ///
    /// # Errors
    /// When too many rows would have to be looked at, or the order has no moments.
    pub fn places(&mut self, spot: &Spot) -> Result<Range<u64>, ReadingError> {
        if self.plan.sort.is_some() && !spot.is_key {
            return Err(ReadingError::NoRow);
        }
        if let (Sequence::Sorted(sorted), Some(sort)) = (&self.sequence, &self.plan.sort) {
            return Ok(self.place_in_order(sorted, sort, spot.numbers.start));
        }
        let range = &self.plan.range;
        let (start, end) =
            (spot.numbers.start.clamp(range.start, range.end), spot.numbers.end.clamp(range.start, range.end));
        let (before, with) =
            if self.plan.down { (end..range.end, start..range.end) } else { (range.start..start, range.start..end) };
        self.cover(with.end - with.start)?;
        Ok(match &self.sequence {
            Sequence::Matching(matches, ..) => matches.count(&before)..matches.count(&with),
            _ => before.end - before.start..with.end - with.start,
        })
    }

    /// Where a row is in another order, by its key: it need not be in the list.
    fn place_in_order(&self, sorted: &Sorted, sort: &Sort, number: u64) -> Range<u64> {
        let keys = Keys::new(self.plan.rows, sort);
        let own = keys.of(number);
        let natural = |other: u64| if self.plan.down { number.cmp(&other) } else { other.cmp(&number) };
        let before = sorted.before(|other| keys.of(other).cmp(&own).then_with(|| natural(other)) == Ordering::Less);
        before..before + u64::from(sorted.at(before) == Some(number))
    }

    /// Makes so many rows of the range known, from the list's beginning on.
    fn cover(&mut self, rows: u64) -> Result<(), ReadingError> {
        if rows <= self.covered {
            return Ok(());
        }
        if rows > self.most() {
            return Err(self.too_many());
        }
        let (plan, threads) = (self.plan, self.indexes.threads());
        if let (Sequence::Matching(matches, known, down), Some(name)) = (&mut self.sequence, &self.name) {
            let range = &plan.range;
            *known = if *down { range.end - rows..range.end } else { range.start..range.start + rows };
            let missing = matches.missing(known);
            if missing > 0 {
                self.indexes.aside(&mut || {
                    let _turn = (missing >= MANY).then(|| self.indexes.turn());
                    matches.ensure(known, threads, &|number| plan.holds(number));
                });
                self.indexes.settle(name);
                self.made = Some(name.told(matches.looked_at(), matches.bytes()));
            }
        }
        self.covered = rows;
        Ok(())
    }

    /// How many rows the filter may look at: all if they fit, else a few at the front.
    fn most(&self) -> u64 {
        let most = self.allowed();
        if self.plan.len() <= most { most } else { most / FRONT }
    }

    /// How many rows an index of the filter may look at.
    fn allowed(&self) -> u64 {
        let Budget { bytes, .. } = self.indexes.budget();
        let room = (bytes as u64 / 2).saturating_sub(Matches::most_bytes(0, self.plan.rows.count()));
        self.plan.most(self.indexes.budget()).min(room.saturating_mul(8))
    }

    fn too_many(&self) -> ReadingError {
        ReadingError::TooMany { rows: self.plan.len(), most: self.allowed() }
    }

    /// Puts the list, all of it, in another order.
    fn sort(&mut self, sort: &Sort) -> Result<(), ReadingError> {
        let (plan, budget) = (self.plan, self.indexes.budget());
        plan.afford_order(sort, budget)?;
        self.reach(u64::MAX)?;
        let (len, count) = (self.len(), plan.rows.count());
        let bytes = budget.bytes as u64;
        let most = (bytes / 2 / Order::bytes_of(1, count)).min(bytes.saturating_mul(MAKING) / KEY);
        if len > most {
            return Err(ReadingError::TooMany { rows: len, most });
        }
        let name = Name { order: Some((sort.canonical(), plan.range.clone())), ..plan.name() };
        let mut is_made = false;
        let sorted = self.indexes.sorted(&name, || {
            is_made = true;
            let keys = Keys::new(plan.rows, sort);
            Order::of(self.sequence.from(0), count, self.indexes.threads(), &|number| keys.with_prefix(number))
        });
        if is_made {
            self.indexes.settle(&name);
            self.made = Some(name.told(sorted.len(), sorted.bytes()));
        }
        self.sequence = Sequence::Sorted(sorted);
        Ok(())
    }
}
