//! Rows that follow a script together: which script a scene has, and which line a row is.

use std::sync::Arc;

use super::draw::{self, Column};
use crate::collection::definition::Formula;

/// Scenes, looked through.
#[derive(Debug)]
pub(super) struct ScenePlan {
    /// How many rows a scene has.
    pub(super) rows: u64,
    /// What all of its rows agree on, and what makes it.
    pub(super) fields: Vec<(Arc<str>, usize)>,
    pub(super) pool: Option<Arc<dyn Formula>>,
    pub(super) pools: Vec<(Arc<str>, Pool)>,
}

/// Scripts that are drawn from.
#[derive(Debug)]
pub(super) struct Pool {
    /// Where their weights end.
    pub(super) ends: Vec<u64>,
    pub(super) scripts: Vec<Vec<Line>>,
}

/// The members that a line says, and what makes them.
pub(super) type Line = Vec<(usize, usize)>;

impl ScenePlan {
    /// The position of what the scene agrees on.
    pub(super) fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|(known, _)| known.as_ref() == name)
    }

    /// The pool of that name, or the first one.
    pub(super) fn pool(&self, name: &str) -> usize {
        self.pools.iter().position(|(known, _)| known.as_ref() == name).unwrap_or(0)
    }

    /// The line that row `number` is, in scenes of that pool; `column` is where scripts are drawn.
    pub(super) fn line(&self, pool: usize, column: Column, number: u64) -> Option<&Line> {
        let (_, pool) = self.pools.get(pool)?;
        let script = draw::drawn(&pool.ends, column.bits(number / self.rows));
        pool.scripts.get(script)?.get(usize::try_from(number % self.rows).ok()?)
    }
}
