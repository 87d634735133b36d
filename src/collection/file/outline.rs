//! What one pass over a data file learns of it: where rows lie every few kilobytes, which members they have, whether their time grows.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexSet;
use serde_json::Value;

use super::FileFault;
use super::moment::moment;
use crate::base::kind;

/// How many bytes rows have that are read together; a row that is longer is read alone.
const BLOCK: u64 = 4096;
/// So many rows say which members are dates.
const LOOKED_AT: u64 = 100;
/// Names of more members than this are not kept.
const MOST_NAMES: usize = 4096;
/// More rows have no room in an index of keys.
const MOST_ROWS: u64 = u32::MAX as u64;
/// Dates are looked for in objects as deep as this.
const DEEPEST: usize = 8;

/// Where rows lie, and what they are like.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) count: u64,
    blocks: Vec<Block>,
    /// The time of each block's first row, if all times grow.
    times: Option<Vec<i64>>,
    /// The member that all those times are of.
    pub(super) time: Option<Arc<str>>,
    /// Where the last row ends.
    end: u64,
    /// The members of all rows, if there are not too many.
    pub(super) names: Option<IndexSet<Box<str>>>,
    pub(super) dates: Vec<Arc<str>>,
    /// A hash of the file.
    pub(super) digest: u64,
}

/// Rows that are read together.
#[derive(Clone, Copy, Debug)]
struct Block {
    /// Where the first of them begins.
    offset: u64,
    /// Its number.
    first: u64,
}

/// Rows that are read together, and where they lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The number of the block.
    pub(super) block: usize,
    /// The first row.
    pub(super) first: u64,
    /// How many rows there are.
    pub(super) count: u64,
    pub(super) begin: u64,
    pub(super) end: u64,
}

impl Outline {
    /// The stretch that a row is in.
    pub(super) fn stretch(&self, row: u64) -> Option<Stretch> {
        if row >= self.count {
            return None;
        }
        let block = self.blocks.partition_point(|block| block.first <= row).checked_sub(1)?;
        let own = self.blocks.get(block)?;
        let (end, next) = self.blocks.get(block + 1).map_or((self.end, self.count), |next| (next.offset, next.first));
        Some(Stretch { block, first: own.first, count: next - own.first, begin: own.offset, end })
    }

    /// The last stretch whose first row is before a moment, or the first stretch; where times grow.
    pub(super) fn stretch_before(&self, millis: i64) -> Option<Stretch> {
        let block = self.times.as_ref()?.partition_point(|time| *time < millis).saturating_sub(1);
        self.stretch(self.blocks.get(block)?.first)
    }

    /// How many bytes it takes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        let names = self.names.iter().flatten().map(|name| name.len() + 3 * size_of::<usize>()).sum::<usize>();
        self.blocks.capacity() * size_of::<Block>()
            + self.times.as_ref().map_or(0, |times| times.capacity() * 8)
            + names
    }
}

/// An outline that grows row by row.
#[derive(Debug)]
pub(super) struct Survey {
    outline: Outline,
    /// Whether rows must be objects.
    wants_objects: bool,
    last_time: i64,
    /// Paths whose values were all moments so far.
    dates: BTreeMap<String, bool>,
}

impl Survey {
    pub(super) fn new(time: Option<&str>, wants_objects: bool) -> Self {
        let time = time.map(Arc::from);
        let outline =
            Outline { times: time.is_some().then(Vec::new), time, names: Some(IndexSet::new()), ..Outline::default() };
        Self { outline, wants_objects, last_time: i64::MIN, dates: BTreeMap::new() }
    }

    /// Takes the next row, which lies there.
    ///
    /// # Errors
    /// With a message, if it cannot be a row of this collection.
    pub(super) fn row(&mut self, begin: u64, end: u64, value: &Value) -> Result<(), FileFault> {
        if self.wants_objects && !value.is_object() {
            return Err(FileFault::new(format!("a row is no object, but {}", kind(value)))
                .with_help("rows that have a key or a time are objects"));
        }
        let time = self.outline.time.as_ref().and_then(|time| moment(value.get(&**time)?.as_str()?));
        let Outline { count, blocks, times, .. } = &mut self.outline;
        if *count >= MOST_ROWS {
            return Err(FileFault::new(format!("the file has more than {MOST_ROWS} rows")));
        }
        match time {
            Some(time) if time >= self.last_time => self.last_time = time,
            _ => *times = None,
        }
        if blocks.last().is_none_or(|block| begin - block.offset >= BLOCK) {
            blocks.push(Block { offset: begin, first: *count });
            if let Some(times) = times {
                times.push(self.last_time);
            }
        }
        if *count < LOOKED_AT {
            look_for_dates(value, &mut String::new(), DEEPEST, &mut self.dates);
        }
        *count += 1;
        self.outline.end = end;
        self.name(value);
        Ok(())
    }

    /// Keeps the names of a row's members.
    fn name(&mut self, value: &Value) {
        let (Some(names), Some(members)) = (&mut self.outline.names, value.as_object()) else { return };
        for name in members.keys().map(String::as_str) {
            if !names.contains(name) {
                names.insert(name.into());
            }
        }
        if names.len() > MOST_NAMES {
            self.outline.names = None;
        }
    }

    /// Takes the hash of the whole file.
    pub(super) fn digest(&mut self, digest: u64) {
        self.outline.digest = digest;
    }

    pub(super) fn finish(self) -> Outline {
        let mut outline = self.outline;
        outline.dates = self.dates.into_iter().filter(|(_, are)| *are).map(|(path, _)| path.into()).collect();
        if outline.times.is_none() {
            outline.time = None;
        }
        outline.blocks.shrink_to_fit();
        if let Some(times) = &mut outline.times {
            times.shrink_to_fit();
        }
        outline
    }
}

/// Looks which members of an object, and of objects in it, are moments. What is `null` says nothing.
fn look_for_dates(value: &Value, path: &mut String, depth: usize, dates: &mut BTreeMap<String, bool>) {
    let Value::Object(members) = value else { return };
    for (name, member) in members {
        let before = path.len();
        if before > 0 {
            path.push('.');
        }
        path.push_str(name);
        let is_date = member.as_str().is_some_and(|text| moment(text).is_some());
        match dates.get_mut(path.as_str()) {
            Some(known) => *known = *known && (is_date || member.is_null()),
            None if member.is_null() => {}
            None => _ = dates.insert(path.clone(), is_date),
        }
        if depth > 0 {
            look_for_dates(member, path, depth - 1, dates);
        }
        path.truncate(before);
    }
}
