//! The rows that a filter lets through, as bits: from a place among them to the number of a row, and back.
//!
//! Bits are made by chunks, when somebody needs them, and each chunk once, however many ask: windows of time, pages from the front and totals
//! share what was looked at. Not `roaring`: its containers are made for 65,536 rows at once, and a page from the front should look at few.
//! Invariant: what is asked about a range is right if [`ensure`](Matches::ensure) was called for it.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::workers::share;

/// The least rows of a chunk: what is looked at beyond a page or a window is at most this, twice.
const LEAST: u64 = 4_096;
/// The most rows of a chunk: what is looked at at once.
const MOST: u64 = 65_536;
/// The most chunks, as long as they do not get too large: what is looked through before rows are looked at.
const MOST_CHUNKS: u64 = 16_384;
/// How many chunks are counted together: places are found by leaps over them.
const BLOCK: usize = 64;

/// Which rows match.
#[derive(Debug)]
pub(in crate::collection) struct Matches {
    /// How many rows there are.
    count: u64,
    /// The rows of a chunk: two to the power of this.
    shift: u32,
    chunks: Box<[OnceLock<Chunk>]>,
    /// How many rows match in each block of chunks, as far as they were made.
    blocks: Box<[AtomicU64]>,
    /// The memory of all chunks that were made.
    bytes: AtomicUsize,
}

/// A chunk of rows.
#[derive(Debug)]
struct Chunk {
    /// How many of them match.
    matching: u64,
    /// A bit for each row; nothing where all or none match.
    bits: Box<[u64]>,
}

impl Matches {
    /// Of so many rows, none of which was looked at.
    pub fn new(count: u64) -> Self {
        let rows = rows_of_chunk(count);
        let chunks = usize::try_from(count.div_ceil(rows)).unwrap_or(usize::MAX);
        let chunks: Box<[_]> = (0..chunks).map(|_| OnceLock::new()).collect();
        let blocks: Box<[_]> = (0..chunks.len().div_ceil(BLOCK)).map(|_| AtomicU64::new(0)).collect();
        let bytes = AtomicUsize::new(size_of::<Self>() + size_of_val(&*chunks) + size_of_val(&*blocks));
        Self { count, shift: rows.trailing_zeros(), chunks, blocks, bytes }
    }

    /// The most bytes that it takes when so many rows of all were looked at.
    pub fn most_bytes(rows: u64, count: u64) -> u64 {
        let chunks = count.div_ceil(rows_of_chunk(count));
        let blocks = chunks.div_ceil(BLOCK as u64) * size_of::<AtomicU64>() as u64;
        let chunks = chunks.saturating_mul(size_of::<OnceLock<Chunk>>() as u64).saturating_add(blocks);
        // Both ends of a range may be in the middle of a chunk.
        (rows / 8 + rows_of_chunk(count) / 4 + size_of::<Self>() as u64).saturating_add(chunks)
    }

    /// The bytes that it takes now.
    pub fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// How many rows were looked at.
    pub fn looked_at(&self) -> u64 {
        let known = self.chunks.iter().enumerate().filter(|(_, chunk)| chunk.get().is_some());
        known.map(|(index, _)| self.rows(index)).map(|rows| rows.end - rows.start).sum()
    }

    /// How many rows would be looked at for a range.
    pub fn missing(&self, range: &Range<u64>) -> u64 {
        let missing = self.over(range).filter(|index| self.chunk(*index).is_none());
        missing.map(|index| self.rows(index)).map(|rows| rows.end - rows.start).sum()
    }

    /// Looks at all rows of a range that were not looked at.
    pub fn ensure(&self, range: &Range<u64>, threads: usize, holds: &(dyn Fn(u64) -> bool + Sync)) {
        let missing: Vec<usize> = self.over(range).filter(|index| self.chunk(*index).is_none()).collect();
        share(threads, missing.len(), &|piece| {
            let Some(index) = missing.get(piece) else { return };
            let Some(chunk) = self.chunks.get(*index) else { return };
            chunk.get_or_init(|| {
                let chunk = Chunk::of(self.rows(*index), holds);
                self.bytes.fetch_add(size_of_val(&*chunk.bits), Ordering::Relaxed);
                // Whoever sees the chunk sees its part of the sum.
                if let Some(block) = self.blocks.get(*index / BLOCK) {
                    block.fetch_add(chunk.matching, Ordering::Relaxed);
                }
                chunk
            });
        });
    }

    /// How many rows of a range match.
    pub fn count(&self, range: &Range<u64>) -> u64 {
        let over = self.over(range);
        let (mut left, mut sum) = (over.clone(), 0);
        while let Some((span, here)) = self.leap(&over, &left, false, range) {
            sum += here;
            left.start = span.end;
        }
        sum
    }

    /// How many rows of a range match within one of the chunks that it touches.
    fn count_in(&self, index: usize, range: &Range<u64>) -> u64 {
        let Some(chunk) = self.chunk(index) else { return 0 };
        let rows = self.rows(index);
        let before = |number: u64| chunk.before(number.clamp(rows.start, rows.end) - rows.start, &rows);
        before(range.end) - before(range.start)
    }

    /// The next chunks of those that are left, from their end if `down`: a whole block, if it is within the range, or one; and how many rows of
    /// the range match there. `over` are the chunks that the range touches.
    fn leap(
        &self,
        over: &Range<usize>,
        left: &Range<usize>,
        down: bool,
        range: &Range<u64>,
    ) -> Option<(Range<usize>, u64)> {
        let index = if down { left.end.checked_sub(1)? } else { left.start };
        if !left.contains(&index) {
            return None;
        }
        let start = index / BLOCK * BLOCK;
        let span = start..start + BLOCK;
        // The first and the last chunk may be within the range in part.
        let is_within =
            span.start > over.start && span.end < over.end && span.start >= left.start && span.end <= left.end;
        match self.blocks.get(index / BLOCK).filter(|_| is_within) {
            Some(block) => Some((span, block.load(Ordering::Relaxed))),
            None => Some((index..index + 1, self.count_in(index, range))),
        }
    }

    /// Whether so many matching rows of a range are known, from its end on if `down`, or all of it.
    pub fn knows(&self, range: &Range<u64>, down: bool, places: u64) -> bool {
        let mut known = range.start..range.start;
        if down {
            known = range.end..range.end;
        }
        let mut left = places;
        for index in Both::over(self.over(range), down) {
            let rows = self.rows(index);
            if self.chunk(index).is_none() {
                return false;
            }
            known = rows.start.max(range.start)..rows.end.min(range.end);
            left = left.saturating_sub(self.count_in(index, range));
            if left == 0 {
                return true;
            }
        }
        if down { known.start == range.start } else { known.end == range.end }
    }

    /// The number of the matching row at a place of a range, counted from 0 at its start, or backwards from its end.
    pub fn at(&self, range: &Range<u64>, down: bool, place: u64) -> Option<u64> {
        let over = self.over(range);
        let (mut chunks, mut left) = (over.clone(), place);
        while let Some((span, here)) = self.leap(&over, &chunks, down, range) {
            if left < here {
                return self.at_within(span, range, down, left);
            }
            left -= here;
            if down {
                chunks.end = span.start;
            } else {
                chunks.start = span.end;
            }
        }
        None
    }

    /// The number of the matching row at a place of these chunks.
    fn at_within(&self, chunks: Range<usize>, range: &Range<u64>, down: bool, place: u64) -> Option<u64> {
        let mut left = place;
        for index in Both::over(chunks, down) {
            let here = self.count_in(index, range);
            if left < here {
                let (rows, chunk) = (self.rows(index), self.chunk(index)?);
                let skipped = chunk.before(rows.start.max(range.start) - rows.start, &rows);
                let place = if down { skipped + here - 1 - left } else { skipped + left };
                return Some(rows.start + chunk.at(place, &rows));
            }
            left -= here;
        }
        None
    }

    /// The first matching row of a range, or the last one if `down`.
    pub fn first(&self, range: &Range<u64>, down: bool) -> Option<u64> {
        for index in Both::over(self.over(range), down) {
            let Some(chunk) = self.chunk(index).filter(|chunk| chunk.matching > 0) else { continue };
            let rows = self.rows(index);
            let within = rows.start.max(range.start) - rows.start..rows.end.min(range.end) - rows.start;
            let found = if down { chunk.last(&within) } else { chunk.first(&within) };
            if let Some(found) = found {
                return Some(rows.start + found);
            }
        }
        None
    }

    /// The chunks that a range touches.
    fn over(&self, range: &Range<u64>) -> Range<usize> {
        if range.start >= range.end {
            return 0..0;
        }
        let place = |number: u64| usize::try_from(number >> self.shift).unwrap_or(usize::MAX);
        place(range.start)..place(range.end - 1).saturating_add(1).min(self.chunks.len())
    }

    /// The rows of a chunk.
    fn rows(&self, index: usize) -> Range<u64> {
        let start = (index as u64) << self.shift;
        start..(start + (1 << self.shift)).min(self.count)
    }

    fn chunk(&self, index: usize) -> Option<&Chunk> {
        self.chunks.get(index)?.get()
    }
}

impl Chunk {
    fn of(rows: Range<u64>, holds: &(dyn Fn(u64) -> bool + Sync)) -> Self {
        let size = rows.end - rows.start;
        let mut bits = Vec::new();
        let mut matching = 0;
        for start in rows.clone().step_by(64) {
            let mut word = 0_u64;
            for number in start..(start + 64).min(rows.end) {
                word |= u64::from(holds(number)) << (number - start);
            }
            matching += u64::from(word.count_ones());
            bits.push(word);
        }
        if matching == 0 || matching == size {
            bits.clear();
        }
        Self { matching, bits: bits.into_boxed_slice() }
    }

    /// How many of its rows before `offset` match.
    fn before(&self, offset: u64, rows: &Range<u64>) -> u64 {
        if self.matching == 0 {
            return 0;
        }
        if self.matching == rows.end - rows.start {
            return offset;
        }
        if offset >= rows.end - rows.start {
            return self.matching;
        }
        let whole = usize::try_from(offset / 64).unwrap_or(usize::MAX);
        let sum: u64 = self.bits.iter().take(whole).map(|word| u64::from(word.count_ones())).sum();
        let rest = self.bits.get(whole).map_or(0, |word| word & ((1 << (offset % 64)) - 1));
        sum + u64::from(rest.count_ones())
    }

    /// The offset of the matching row at that place, which there is.
    fn at(&self, place: u64, rows: &Range<u64>) -> u64 {
        if self.matching == rows.end - rows.start {
            return place;
        }
        let mut left = place;
        for (index, word) in self.bits.iter().enumerate() {
            let here = u64::from(word.count_ones());
            if left < here {
                let mut word = *word;
                for _ in 0..left {
                    word &= word - 1;
                }
                return index as u64 * 64 + u64::from(word.trailing_zeros());
            }
            left -= here;
        }
        0
    }

    /// The first matching offset within these.
    fn first(&self, within: &Range<u64>) -> Option<u64> {
        if self.bits.is_empty() {
            return (within.start < within.end).then_some(within.start);
        }
        self.words(within).find(|(_, word)| *word != 0).map(|(start, word)| start + u64::from(word.trailing_zeros()))
    }

    /// The last matching offset within these.
    fn last(&self, within: &Range<u64>) -> Option<u64> {
        if self.bits.is_empty() {
            return (within.start < within.end).then(|| within.end - 1);
        }
        let found = self.words(within).rev().find(|(_, word)| *word != 0);
        found.map(|(start, word)| start + 63 - u64::from(word.leading_zeros()))
    }

    /// The words that hold these offsets, with nothing else in them, and the offset of their first bit.
    fn words(&self, within: &Range<u64>) -> impl DoubleEndedIterator<Item = (u64, u64)> {
        let (from, to) = (within.start, within.end);
        (from / 64..to.div_ceil(64)).map(move |index| {
            let start = index * 64;
            let mut word = usize::try_from(index).ok().and_then(|index| self.bits.get(index)).copied().unwrap_or(0);
            if from > start {
                word &= u64::MAX << (from - start);
            }
            if to < start + 64 {
                word &= (1 << (to - start)) - 1;
            }
            (start, word)
        })
    }
}

/// How many rows a chunk has: two to the power of something.
fn rows_of_chunk(count: u64) -> u64 {
    (count / MOST_CHUNKS).clamp(LEAST, MOST).next_power_of_two()
}

/// A range from either side.
enum Both {
    Up(Range<usize>),
    Down(std::iter::Rev<Range<usize>>),
}

impl Both {
    fn over(range: Range<usize>, down: bool) -> Self {
        if down { Self::Down(range.rev()) } else { Self::Up(range) }
    }
}

impl Iterator for Both {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match self {
            Self::Up(range) => range.next(),
            Self::Down(range) => range.next(),
        }
    }
}
