//! Rows that are computed: from a definition to [`Rows`].
//!
//! ```text
//! Definition ─build─▶ Plan (what all partitions have in common) ─open─▶ Ground (one partition) ─number─▶ Row ─member─▶ Piece
//! ```
//! Everything random is addressed: `seed / collection / name / partition / member / number`. A member that is drawn from few numbers is mixed from
//! the seed of its column and the number, some nanoseconds; only who draws much is given a seed of his own. Invariant: a row is a function of its address
//! and of the number of rows where it has a time, whatever was asked for before, on any thread.

mod absent;
mod build;
mod cost;
mod draw;
mod foreseen;
mod ground;
mod group;
mod journey;
mod kept;
pub(in crate::collection) mod moment;
mod opened;
mod pair;
mod piece;
mod plan;
mod recipe;
mod row;
mod scene;
mod stand;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde_json::Value;

pub(super) use ground::Ground;
use journey::Journey;
pub use opened::Opened;
pub(super) use opened::Wish;
use plan::{Origin, Plan};
use row::Row;

use super::definition::Collections;
use super::rows::Rows;
use crate::base::Seed;

/// The rows of a partition.
#[derive(Debug)]
pub(super) struct Made {
    world: Arc<Collections>,
    ground: Arc<Ground>,
}

impl Made {
    pub(super) const fn new(world: Arc<Collections>, ground: Arc<Ground>) -> Self {
        Self { world, ground }
    }

    fn plan(&self) -> &Plan {
        &self.ground.plan
    }

    /// The rows that are shown as they are read, where nothing is added to them.
    fn plain(&self, number: u64) -> Option<&Arc<dyn Rows>> {
        match &self.plan().origin {
            Origin::Read(rows) if self.plan().members.is_empty() && number < self.ground.made => Some(rows),
            _ => None,
        }
    }

    fn look<T>(&self, number: u64, look: impl FnOnce(&Row<'_>) -> T) -> Option<T> {
        let journey = Journey::default();
        (number < self.ground.count).then(|| look(&Row::of(&self.world, &self.ground, &journey, number, 0)))
    }
}

impl Rows for Made {
    fn count(&self) -> u64 {
        self.ground.count
    }

    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is that of one lifetime")]
    fn row(&self, number: u64) -> Value {
        self.look(number, |row| row.whole()).unwrap_or_default()
    }

    fn part(&self, number: u64, members: &[Arc<str>]) -> Value {
        match self.plain(number) {
            Some(rows) => rows.part(number, members),
            None => self.look(number, |row| row.part(members)).unwrap_or_default(),
        }
    }

    fn write(&self, number: u64, into: &mut Vec<u8>) {
        if let Some(rows) = self.plain(number) {
            return rows.write(number, into);
        }
        if self.look(number, |row| row.write(into)).is_none() {
            into.extend_from_slice(b"null");
        }
    }

    fn key(&self) -> Option<&str> {
        self.plan().key.as_ref().map(|key| key.name.as_ref())
    }

    fn find(&self, key: &Value) -> Option<u64> {
        self.ground.find(&self.world, &Journey::default(), key)
    }

    fn time(&self) -> Option<&str> {
        if let Some((position, _)) = &self.plan().time {
            return self.plan().members.get(*position).map(|member| member.name.as_ref());
        }
        match &self.plan().origin {
            Origin::Read(rows) if self.plan().kept.count() == 0 => rows.time(),
            _ => None,
        }
    }

    fn is_time_strict(&self) -> bool {
        match (&self.plan().time, &self.plan().origin) {
            // A timeline grows from row to row; those that are written out say their times themselves.
            (Some(_), _) => self.plan().kept.is_strict(),
            (None, Origin::Read(rows)) => self.plan().kept.count() == 0 && rows.is_time_strict(),
            (None, _) => false,
        }
    }

    fn before(&self, millis: i64) -> u64 {
        self.ground.before(millis)
    }

    fn dates(&self) -> &[Arc<str>] {
        &self.plan().dates
    }

    fn cost(&self, members: &[Arc<str>]) -> u64 {
        self.plan().cost(members)
    }

    fn lacks(&self, member: &str) -> bool {
        self.ground.lacks(&self.world, member)
    }

    fn identity(&self) -> Seed {
        self.ground.identity
    }
}
