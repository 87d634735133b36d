//! The times of so many rows: the busy time between start and end, shared out among scenes, and the rows of a scene close to its last one.
//!
//! Each row is kept the room that the least distance takes in the busiest hour, wherever it lies; what is left is shared out. So a scene ends
//! at a sum of busy time, and its rows come before that by so many milliseconds as it was kept of busy time, which is never less. Where
//! busy time does not suffice, every hour is alike; where that does not, rows begin before the start, a millisecond apart.

use std::ops::Range;
use std::sync::Arc;

use super::Timeline;
use super::forest::{Forest, Node};
use super::week::{FARTHEST, UNIT, Week};
use crate::base::Seed;
use crate::collection::mix::{Mixer, part};

/// The longest silence within a scene, in milliseconds, beside the least distance; most are a quarter as long or less.
const LONGEST_SILENCE: u64 = 120_000;
/// What tells these hashes from others under the same seed.
const PURPOSE: u64 = 0x6c69_6e65;
/// More rows have no times of their own: there are not as many milliseconds.
const MOST: u64 = FARTHEST.unsigned_abs();
/// So many scenes, 2 to the power of it, are worked out together where their rows are read in turn.
const TOGETHER: u32 = 6;

/// The times of so many rows under one seed, ready to be asked. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Moments(Arc<Laid>);

#[derive(Debug)]
struct Laid {
    count: u64,
    scene: u64,
    end: i64,
    /// What is kept for each row, in milliseconds of the busiest hour.
    least: u64,
    week: Week,
    /// Where the first scene begins, as a sum of busy time.
    origin: u64,
    forest: Forest,
    mixer: Mixer,
}

impl Moments {
    pub(super) fn new(line: &Timeline, seed: Seed, count: u64) -> Self {
        let count = count.min(MOST);
        let scene = line.scene.clamp(1, 1 << 16);
        let end = line.end.clamp(-FARTHEST, FARTHEST);
        let start = line.start.clamp(-FARTHEST, end);
        let weekly = Week::new(&line.hours, line.offset);
        let (week, origin, room) = [(weekly, start), (Week::even(), start)]
            .into_iter()
            .map(|(week, start)| {
                let origin = week.sum(start);
                let room = (week.sum(end) - origin) / UNIT;
                (week, origin, room)
            })
            .find(|(.., room)| *room >= count)
            .unwrap_or_else(|| {
                let week = Week::even();
                let origin = week.sum(end).saturating_sub(count.saturating_mul(UNIT));
                (week, origin, count)
            });
        let least = u64::try_from(line.least).unwrap_or_default().clamp(1, room.checked_div(count).unwrap_or(1).max(1));
        let whole = (week.sum(end) - origin).saturating_sub(least.saturating_mul(count).saturating_mul(UNIT));
        let forest = Forest::new(seed, count.div_ceil(scene), whole, line.bursts);
        let mixer = Mixer::new(seed, PURPOSE);
        Self(Arc::new(Laid { count, scene, end, least, week, origin, forest, mixer }))
    }

    /// How many rows there are, 3 · 10^14 at most.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.count
    }

    /// The time of a row; the last one's beyond it.
    #[must_use]
    pub fn at(&self, number: u64) -> i64 {
        let laid = &self.0;
        laid.forest.node(number / laid.scene, 0).map_or(laid.end, |scene| {
            let last = laid.last_row(scene);
            laid.ended(scene) - laid.back(scene, number, last)
        })
    }

    /// How many rows have a time before `millis`.
    #[must_use]
    pub fn before(&self, millis: i64) -> u64 {
        let laid = &self.0;
        if millis > laid.end {
            return laid.count;
        }
        let Some(scene) = laid.first_not_before(millis) else { return laid.count };
        let mut row = laid.last_row(scene);
        let mut time = laid.ended(scene);
        let longest = laid.longest_silence(scene);
        while row > scene.first * laid.scene {
            time -= laid.gap(longest, row);
            if time < millis {
                return row;
            }
            row -= 1;
        }
        row
    }

    /// The times of rows in turn, cheaper than each alone; those beyond the last row are left out.
    pub fn span(&self, numbers: Range<u64>) -> Span {
        Span {
            moments: self.clone(),
            rows: numbers.start..numbers.end.min(self.0.count),
            scenes: Vec::new(),
            times: Vec::new(),
        }
    }
}

impl Laid {
    fn last_row(&self, scene: Node) -> u64 {
        ((scene.first + 1) * self.scene).min(self.count) - 1
    }

    /// The sum of busy time at which a node's last scene ends.
    fn end_sum(&self, node: Node) -> u64 {
        let rows = ((node.first + (1 << node.height)) * self.scene).min(self.count);
        self.origin + rows * self.least * UNIT + node.before + node.share
    }

    /// The time of a scene's last row.
    fn ended(&self, scene: Node) -> i64 {
        // At an end that weighs nothing, busy time ended before.
        if self.last_row(scene) + 1 == self.count { self.end } else { self.week.moment(self.end_sum(scene)) }
    }

    /// The first scene whose last row is not before `millis`; `None` if all are. The last one is not, if the end is not.
    fn first_not_before(&self, millis: i64) -> Option<Node> {
        let reached = self.week.sum(millis.saturating_sub(1));
        let is_before = |node: Node| self.end_sum(node) <= reached;
        let mut trees = self.forest.trees().peekable();
        let mut node = loop {
            let tree = trees.next()?;
            if trees.peek().is_none() || !is_before(tree) {
                break tree;
            }
        };
        while node.height > 0 {
            let [left, right] = self.forest.halves(node);
            node = if is_before(left) { right } else { left };
        }
        Some(node)
    }

    /// How long before the last row of its scene a row comes.
    fn back(&self, scene: Node, number: u64, last: u64) -> i64 {
        if number >= last {
            return 0;
        }
        let longest = self.longest_silence(scene);
        (number..last).map(|row| self.gap(longest, row + 1)).sum()
    }

    /// The longest silence within a scene: all of them take no more than half of what the scene was given.
    fn longest_silence(&self, scene: Node) -> u64 {
        (scene.share / (2 * UNIT)).checked_div(self.scene).unwrap_or_default().min(LONGEST_SILENCE)
    }

    /// How long a row comes after the one before it, in the same scene.
    fn gap(&self, longest: u64, row: u64) -> i64 {
        let drawn = self.mixer.at(row);
        let silence = part(part(longest, drawn), self.mixer.at(!row));
        i64::try_from(self.least + silence).unwrap_or(i64::MAX)
    }
}

/// The times of rows in turn.
#[derive(Clone, Debug)]
pub struct Span {
    moments: Moments,
    /// The rows whose times are still to be told, from the next one on.
    rows: Range<u64>,
    /// Nodes that were entered and are still to be told, the next one last.
    scenes: Vec<Node>,
    /// Times of the scene that is being told, the next one last.
    times: Vec<i64>,
}

impl Iterator for Span {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        if self.rows.is_empty() {
            return None;
        }
        if self.times.is_empty() {
            let scene = self.next_scene()?;
            let laid = &self.moments.0;
            let longest = laid.longest_silence(scene);
            let mut time = laid.ended(scene);
            self.times.push(time);
            for row in (self.rows.start + 1..=laid.last_row(scene)).rev() {
                time -= laid.gap(longest, row);
                self.times.push(time);
            }
        }
        self.rows.start += 1;
        self.times.pop()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.rows.end.saturating_sub(self.rows.start)).ok();
        (left.unwrap_or(usize::MAX), left)
    }
}

impl Span {
    /// The scene of the next row.
    fn next_scene(&mut self) -> Option<Node> {
        let laid = &self.moments.0;
        let wanted = self.rows.start / laid.scene;
        let mut node = match self.scenes.pop() {
            Some(node) => node,
            None => laid.forest.node(wanted, TOGETHER)?,
        };
        while node.height > 0 {
            let [left, right] = laid.forest.halves(node);
            node = if wanted < right.first {
                self.scenes.push(right);
                left
            } else {
                right
            };
        }
        Some(node)
    }
}
