//! What is kept of a world's collections: what was worked out of their definitions, and the partitions that were opened lately. It goes when the
//! world goes.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::Value;

use super::ground::Ground;
use super::plan::{Partition, Plan, Plans};
use crate::base::{Seed, plain_text};
use crate::collection::definition::{Collections, Opening, Take};
use crate::schema::{Later, Locale};

/// How many partitions are kept.
const MOST: usize = 64;

/// What is kept of a world's collections.
#[derive(Debug, Default)]
pub struct Opened {
    plans: OnceLock<Plans>,
    /// Whether the rows of some collection move with the clock.
    follows: OnceLock<bool>,
    /// The one that was asked for last comes first.
    lately: Mutex<Vec<(Seed, Arc<Ground>)>>,
}

/// What rows are wanted, the collection by its position.
#[derive(Clone, Copy, Debug)]
pub(in crate::collection) struct Wish<'o> {
    pub(super) index: usize,
    pub(super) partition: Option<&'o Value>,
    pub(super) size: Option<u64>,
    pub(super) seed: Seed,
    pub(super) now: i64,
    pub(super) locale: Locale,
}

impl Opened {
    fn plans(&self, world: &Collections) -> &Plans {
        self.plans.get_or_init(|| Plans::of(world))
    }

    pub(super) fn plan(&self, world: &Collections, index: usize) -> Option<&Arc<Plan>> {
        self.plans(world).plans.get(index)
    }

    /// All that is ever taken of the rows of a collection.
    pub(super) fn takes(&self, world: &Collections, index: usize) -> &[Take] {
        self.plans(world).takes.get(index).map_or(&[], Vec::as_slice)
    }

    pub(super) fn follows_clock(&self, world: &Collections) -> bool {
        let follows = |definition: &crate::collection::definition::Definition| {
            definition.time.as_ref().is_some_and(|time| time.follows)
        };
        *self.follows.get_or_init(|| world.definitions.values().any(follows))
    }

    pub(super) fn find(&self, identity: Seed) -> Option<Arc<Ground>> {
        let mut lately = self.lately();
        let place = lately.iter().position(|(known, _)| *known == identity)?;
        lately.get_mut(..=place)?.rotate_right(1);
        lately.first().map(|(_, ground)| Arc::clone(ground))
    }

    pub(super) fn keep(&self, ground: &Arc<Ground>) {
        let mut lately = self.lately();
        lately.truncate(MOST - 1);
        lately.insert(0, (ground.identity, Arc::clone(ground)));
    }

    fn lately(&self) -> MutexGuard<'_, Vec<(Seed, Arc<Ground>)>> {
        // What is in it is whole at any time.
        self.lately.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'o> Wish<'o> {
    pub(in crate::collection) fn of(world: &Collections, opening: &Opening<'o>) -> Option<Self> {
        let Opening { collection, partition, size, seed, now, locale } = *opening;
        let index = world.definitions.get_index_of(collection)?;
        Some(Self { index, partition, size, seed, now, locale })
    }

    /// A collection without partitions, of the same world.
    pub(super) fn alone(&self, index: usize) -> Self {
        Self { index, partition: None, size: None, ..*self }
    }

    /// How much later than usual generated moments are.
    pub(super) fn later(&self) -> Later {
        jiff::Timestamp::from_millisecond(self.now).map_or(Later::NONE, Later::of)
    }

    /// What tells these rows from all others. The time of day has a part in it only where some collection follows it.
    pub(super) fn identity(&self, plan: &Plan, follows: bool) -> Seed {
        let mut seed = self.seed.child("/opened").child(&plan.name).nth(u64::from(self.locale as u8));
        seed = seed.nth(if follows { self.now } else { self.later().seconds() }.cast_unsigned());
        if let Some(size) = self.size {
            seed = seed.child("size").nth(size);
        }
        match self.partition.filter(|_| plan.partition != Partition::Nothing) {
            Some(Value::String(key)) => seed.child(key),
            Some(key) => seed.child(&plain_text(key)),
            None => seed,
        }
    }
}
