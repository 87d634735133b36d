//! The rows of a list in another order than that of their numbers: as numbers, sorted.
//!
//! Invariant: rows that an order does not tell apart stand as they do where no order is asked for.

use std::thread;

/// Numbers of rows in their order: four bytes for each where that is enough.
#[derive(Debug)]
pub(super) enum Order {
    Small(Box<[u32]>),
    Large(Box<[u64]>),
}

impl Order {
    /// Sorts numbers, which stand as they should where their keys are equal; none is `count` or more.
    pub fn of<K: Ord + Send>(
        numbers: impl Iterator<Item = u64>,
        count: u64,
        threads: usize,
        key: &(dyn Fn(u64) -> K + Sync),
    ) -> Self {
        if u32::try_from(count).is_ok() {
            let numbers: Vec<u32> = numbers.filter_map(|number| u32::try_from(number).ok()).collect();
            Self::Small(sorted(&numbers, threads, key))
        } else {
            let numbers: Vec<u64> = numbers.collect();
            Self::Large(sorted(&numbers, threads, key))
        }
    }

    /// The bytes of so many numbers below `count`.
    pub fn bytes_of(numbers: u64, count: u64) -> u64 {
        numbers.saturating_mul(if u32::try_from(count).is_ok() { 4 } else { 8 })
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Small(numbers) => size_of_val(&**numbers),
            Self::Large(numbers) => size_of_val(&**numbers),
        }
    }

    pub fn len(&self) -> u64 {
        let len = match self {
            Self::Small(numbers) => numbers.len(),
            Self::Large(numbers) => numbers.len(),
        };
        len as u64
    }

    /// The number at a place.
    pub fn at(&self, place: u64) -> Option<u64> {
        let place = usize::try_from(place).ok()?;
        match self {
            Self::Small(numbers) => numbers.get(place).map(|number| u64::from(*number)),
            Self::Large(numbers) => numbers.get(place).copied(),
        }
    }

    /// How many numbers come before a row, given what comes before it.
    pub fn before(&self, comes_before: impl Fn(u64) -> bool) -> u64 {
        let place = match self {
            Self::Small(numbers) => numbers.partition_point(|number| comes_before(u64::from(*number))),
            Self::Large(numbers) => numbers.partition_point(|number| comes_before(*number)),
        };
        place as u64
    }
}

/// Each thread sorts a part; the standard sort finds the parts sorted and only merges them.
fn sorted<N, K>(numbers: &[N], threads: usize, key: &(dyn Fn(u64) -> K + Sync)) -> Box<[N]>
where
    N: Copy + Into<u64> + Send + Sync,
    K: Ord + Send,
{
    let part = numbers.len().div_ceil(threads.max(1)).max(1_024);
    let sort = |part: &[N]| {
        let mut keyed: Vec<(K, N)> = part.iter().map(|number| (key((*number).into()), *number)).collect();
        keyed.sort_by(|left, right| left.0.cmp(&right.0));
        keyed
    };
    let mut keyed: Vec<(K, N)> = Vec::with_capacity(numbers.len());
    thread::scope(|scope| {
        let parts: Vec<_> = numbers.chunks(part).map(|part| scope.spawn(move || sort(part))).collect();
        for part in parts {
            match part.join() {
                Ok(part) => keyed.extend(part),
                Err(fault) => std::panic::resume_unwind(fault),
            }
        }
    });
    keyed.sort_by(|left, right| left.0.cmp(&right.0));
    keyed.into_iter().map(|(_, number)| number).collect()
}
