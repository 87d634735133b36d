//! What is never there: members that nothing makes in the rows of a partition, whichever row it is.
//!
//! Conditions that all rows of a partition meet, or none does, are settled once. Invariant: a member is said to lack only where no row has it,
//! hidden or not; where one does not know, it is there.

use std::sync::Arc;

use super::ground::Ground;
use super::journey::Journey;
use super::recipe::{Recipe, Source};
use super::row::{Home, Row};
use super::stand::Stand;
use crate::collection::definition::Collections;

impl Ground {
    /// Whether no row ever has that member: nothing makes it, or what makes it never does here.
    pub(super) fn lacks(self: &Arc<Self>, world: &Collections, path: &str) -> bool {
        if !self.plan.lacks(path) {
            return false;
        }
        let Some(member) = self.plan.member(path) else { return true };
        let Some(absent) = self.absent.get(member) else { return false };
        if let Some(known) = absent.get() {
            return *known;
        }
        // Not inside of the lock: what is looked at may lead back here.
        let journey = Journey::default();
        let row = Row::of(world, self, &journey, 0, 0);
        let is_absent = self.plan.said_of(member).all(|source| row.never_makes(source, member));
        *absent.get_or_init(|| is_absent)
    }
}

impl Row<'_> {
    /// Whether the condition of a source is met, if it has one.
    pub(super) fn meets(&self, index: usize, source: &Source, stand: &Stand<'_, '_>) -> bool {
        let Some(condition) = &source.condition else { return true };
        let is_true = || super::plan::is_true(condition.as_ref(), stand);
        let Some(slot) = self.ground.conditions.get(index).filter(|_| condition.is_of_partition()) else {
            return is_true();
        };
        if let Some(known) = slot.get() {
            return *known;
        }
        // What was cut off may lead further from elsewhere.
        let (is_met, effort) = self.journey.measure(self.depth, is_true);
        if effort.is_some() { *slot.get_or_init(|| is_met) } else { is_met }
    }

    /// Whether a source makes a member in no row of the partition, as far as that is known without a look at them.
    fn never_makes(&self, index: usize, position: usize) -> bool {
        let Some((source, column)) = self.plan.sources.get(index).zip(self.ground.columns.get(position)) else {
            return true;
        };
        if source.rate == Some(0) || matches!(source.recipe, Recipe::Nothing) {
            return true;
        }
        let stand = Stand { row: self, column: *column, begin: 0, home: Home::Row };
        !self.meets(index, source, &stand) && self.ground.conditions.get(index).is_some_and(|slot| slot.get().is_some())
    }
}
