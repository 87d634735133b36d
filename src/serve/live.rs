//! What is served right now: one world for each call, replaced as a whole.
//!
//! A reload that fails replaces nothing: what is wrong is kept beside the world that goes on, until it is mended.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::{ArcSwap, ArcSwapOption};

use super::aside::aside;
use super::recall::Recall;
use crate::respond::World;

/// The bytes of answers that are remembered.
const REMEMBERED: usize = 4 << 20;

/// A world and the answers that were given from it.
pub(super) struct Stage {
    pub(super) world: Arc<World>,
    pub(super) recall: Recall,
    /// How many worlds there were before it.
    pub(super) number: u64,
}

impl Stage {
    fn new(mut world: World, number: u64) -> Self {
        world.indexes.set_aside(aside);
        Self { world: Arc::new(world), recall: Recall::new(REMEMBERED), number }
    }
}

/// Why the last reload changed nothing, or not everything.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    /// Since when.
    pub(super) since: jiff::Timestamp,
    /// What is wrong, a line each: `scenarios/errors.yaml:3:5: error[…]: …`.
    pub(super) lines: Vec<String>,
}

/// The world in service.
pub(super) struct Live {
    stage: ArcSwap<Stage>,
    trouble: ArcSwapOption<Trouble>,
    worlds: AtomicU64,
}

impl Live {
    pub(super) fn new(world: World, trouble: Option<Trouble>) -> Self {
        let stage = Stage::new(world, 0);
        let trouble = ArcSwapOption::from_pointee(trouble);
        Self { stage: ArcSwap::from_pointee(stage), trouble, worlds: AtomicU64::new(1) }
    }

    /// The world in service; who holds it keeps it to the end of the call.
    pub(super) fn current(&self) -> Arc<Stage> {
        self.stage.load_full()
    }

    /// Puts another world into service.
    pub(super) fn replace(&self, world: World, trouble: Option<Trouble>) -> Arc<Stage> {
        let number = self.worlds.fetch_add(1, Ordering::AcqRel);
        let stage = Arc::new(Stage::new(world, number));
        self.stage.store(Arc::clone(&stage));
        self.trouble.store(trouble.map(Arc::new));
        stage
    }

    /// Goes on with the world in service, and says why.
    pub(super) fn keep(&self, trouble: Trouble) {
        self.trouble.store(Some(Arc::new(trouble)));
    }

    /// What is wrong with the files since the last reload, if anything is.
    pub(super) fn trouble(&self) -> Option<Arc<Trouble>> {
        self.trouble.load_full()
    }
}
