//! A data file as rows: blocks of them are read when somebody looks, and those that were looked at last are kept.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::Value;

use super::Format;
use super::block::Block;
use super::disk::Disk;
use super::keys::{self, Keys};
use super::moment::moment;
use super::outline::{Outline, Stretch};
use super::table::Columns;
use crate::base::Seed;
use crate::collection::rows::Rows;

/// How many blocks are kept.
const KEPT: usize = 32;
/// Blocks of more bytes are not kept.
const LARGEST_KEPT: u64 = 64 * 1024;

/// A data file.
#[derive(Debug)]
pub(super) struct DataFile {
    disk: Disk,
    format: Format,
    /// Of a table.
    columns: Columns,
    outline: Outline,
    key: Option<Arc<str>>,
    /// Made when the first key is looked for.
    keys: OnceLock<Keys>,
    kept: Vec<Mutex<Option<Block>>>,
    /// What reading a row costs.
    cost: u64,
    identity: Seed,
}

impl DataFile {
    pub(super) fn new(
        disk: Disk,
        format: Format,
        columns: Option<Columns>,
        outline: Outline,
        key: Option<&str>,
        name: &str,
    ) -> Self {
        // Some hundred bytes are read in a microsecond.
        let cost = disk.length().checked_div(outline.count).unwrap_or_default() / 15 + 2;
        // The same bytes are the same rows on every machine, whenever they were written.
        let identity = [key.unwrap_or_default(), outline.time.as_deref().unwrap_or_default(), name]
            .into_iter()
            .fold(Seed::new(outline.digest).child("file").nth(format as u64), Seed::child);
        let kept = (0..KEPT).map(|_| Mutex::default()).collect();
        let columns = columns.unwrap_or_default();
        Self { disk, format, columns, outline, key: key.map(Arc::from), keys: OnceLock::new(), kept, cost, identity }
    }

    /// How many bytes are kept of it beside the blocks that were read last.
    #[cfg(test)]
    pub(super) fn index_bytes(&self) -> usize {
        self.outline.bytes() + self.columns.bytes() + self.keys.get().map_or(0, Keys::bytes)
    }

    /// The block that a row is in; `None` beyond the last one, and where the file is not what it was.
    fn block(&self, row: u64) -> Option<Block> {
        self.loaded(self.outline.stretch(row)?)
    }

    fn loaded(&self, stretch: Stretch) -> Option<Block> {
        // Spread, so that two threads that scan side by side do not meet again and again.
        let slot = self.kept.get((stretch.block.wrapping_mul(0x9e37_79b1) >> 8) % KEPT)?;
        let kept = slot.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(block) = kept.filter(|block| block.number == stretch.block) {
            return Some(block);
        }
        let bytes = self.disk.bytes(stretch.begin, stretch.end)?;
        // Written to within one tick of the clock, without another length: that there are other rows can still be told.
        let (number, first, count) = (stretch.block, stretch.first, stretch.count);
        let block = match self.format {
            Format::Json | Format::Ndjson => Block::of_json(number, first, count, bytes)?,
            Format::Csv => Block::of_rows(number, first, count, self.columns.rows(&bytes)?)?,
        };
        if stretch.end - stretch.begin <= LARGEST_KEPT {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(block.clone());
        }
        Some(block)
    }

    fn member(&self, row: u64, name: &Arc<str>) -> Option<Value> {
        match self.block(row)?.part(row, std::slice::from_ref(name))? {
            Value::Object(mut row) => row.shift_remove(&**name),
            _ => None,
        }
    }

    fn keys(&self, key: &Arc<str>) -> &Keys {
        self.keys.get_or_init(|| {
            let hash = |row| self.member(row, key).as_ref().and_then(keys::hash);
            Keys::new((0..self.outline.count).map(|row| (row, hash(row))))
        })
    }
}

impl Rows for DataFile {
    fn count(&self) -> u64 {
        self.outline.count
    }

    fn row(&self, number: u64) -> Value {
        self.block(number).and_then(|block| block.row(number)).unwrap_or_default()
    }

    fn part(&self, number: u64, members: &[Arc<str>]) -> Value {
        self.block(number).and_then(|block| block.part(number, members)).unwrap_or_default()
    }

    fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    fn find(&self, key: &Value) -> Option<u64> {
        let name = self.key.as_ref()?;
        let wanted = keys::text(key)?;
        let is_wanted = |row: &u64| self.member(*row, name).as_ref().and_then(keys::text).as_ref() == Some(&wanted);
        self.keys(name).rows(keys::hash(key)?).find(is_wanted)
    }

    fn time(&self) -> Option<&str> {
        self.outline.time.as_deref()
    }

    fn before(&self, millis: i64) -> u64 {
        let Some(time) = &self.outline.time else { return 0 };
        let Some(stretch) = self.outline.stretch_before(millis) else { return 0 };
        let is_before = |time: Option<&Value>| time.and_then(Value::as_str).and_then(moment) < Some(millis);
        stretch.first + self.loaded(stretch).map_or(0, |block| block.partition_point(time, is_before))
    }

    fn dates(&self) -> &[Arc<str>] {
        &self.outline.dates
    }

    fn cost(&self, _members: &[Arc<str>]) -> u64 {
        // All of a row is read to find a member of it.
        self.cost
    }

    fn lacks(&self, member: &str) -> bool {
        let first = member.split('.').next().unwrap_or(member);
        self.outline.names.as_ref().is_some_and(|names| !names.contains(first) && !names.contains(member))
    }

    fn identity(&self) -> Seed {
        self.identity
    }
}
