//! The indexes that were asked for, as far as there is room: the one that was not used for longest goes first.
//!
//! It keeps them and knows what they take; it does not know how they are made. Invariants: what is held is never more than the budget's bytes
//! once a reading is over; the lock is held for a look, never while an index is made.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

use super::Budget;
use super::matches::Matches;
use super::order::Order;
use crate::base::Seed;

/// The memory of an index beside its bits or numbers: its name twice, two nodes.
const OVERHEAD: usize = 320;

/// The filters and orders that were asked for, as far as there is room; the one that was not used for longest goes first.
#[derive(Debug)]
pub struct Indexes {
    budget: Budget,
    threads: usize,
    held: Mutex<Held>,
    /// Held by the one who makes an order, whose keys take much more than what is kept of it, or looks at many rows: all cores work for him.
    making: Mutex<()>,
    aside: Aside,
}

/// How work is done that takes long. The rest of a program may want to go on meanwhile, and only it knows how.
pub type Aside = fn(work: &mut dyn FnMut());

/// What an index is of, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexInfo {
    /// The filter and the order, in their canonical forms.
    pub about: String,
    /// How many rows it was made of.
    pub rows: u64,
    /// Its memory.
    pub bytes: usize,
}

/// What an index is kept under.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Name {
    pub rows: Seed,
    pub filter: String,
    /// The order and the numbers that it is of; none where only a filter is looked up.
    pub order: Option<(String, Range<u64>)>,
}

/// An order: made by the first who needs it, while others wait.
#[derive(Clone, Debug)]
pub(in crate::collection) struct Sorted(Arc<OnceLock<Order>>);

#[derive(Clone, Debug)]
enum Index {
    Matches(Arc<Matches>),
    Sorted(Sorted),
}

#[derive(Debug, Default)]
struct Held {
    indexes: HashMap<Arc<Name>, Entry>,
    /// By when they were used.
    used: BTreeMap<u64, Arc<Name>>,
    /// How many uses there were.
    uses: u64,
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    index: Index,
    used: u64,
    bytes: usize,
}

impl Default for Indexes {
    fn default() -> Self {
        Self::new(Budget::default())
    }
}

impl Indexes {
    /// With room for so much.
    #[must_use]
    pub fn new(budget: Budget) -> Self {
        // Asked once: on Linux it reads files.
        let threads = thread::available_parallelism().map_or(1, usize::from);
        Self { budget, threads, held: Mutex::default(), making: Mutex::default(), aside: |work| work() }
    }

    /// Has work that takes long done like this.
    pub fn set_aside(&mut self, aside: Aside) {
        self.aside = aside;
    }

    /// Does work that takes long.
    pub fn aside(&self, work: &mut dyn FnMut()) {
        (self.aside)(work);
    }

    /// How many there are, and their bytes.
    #[must_use]
    pub fn held(&self) -> (usize, usize) {
        let held = self.lock();
        (held.indexes.len(), held.bytes)
    }

    /// What there is, the one that goes first at the front.
    #[must_use]
    pub fn list(&self) -> Vec<IndexInfo> {
        let held = self.lock();
        let entries = held.used.values().filter_map(|name| Some((name, held.indexes.get(name)?)));
        let list = entries.map(|(name, entry)| {
            let rows = match &entry.index {
                Index::Matches(matches) => matches.looked_at(),
                Index::Sorted(order) => order.len(),
            };
            IndexInfo { about: name.to_string(), rows, bytes: entry.bytes }
        });
        list.collect()
    }

    pub(super) fn budget(&self) -> Budget {
        self.budget
    }

    /// How many threads make an index.
    pub(super) fn threads(&self) -> usize {
        self.threads
    }

    /// Waits until nobody else makes an index that takes long.
    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The matches of a filter, if somebody asked for them.
    pub(super) fn known(&self, name: &Name) -> Option<Arc<Matches>> {
        match self.lock().touch(name)? {
            Index::Matches(matches) => Some(matches),
            Index::Sorted(_) => None,
        }
    }

    /// The matches of a filter among so many rows.
    pub(super) fn matches(&self, name: &Name, count: u64) -> Arc<Matches> {
        let mut held = self.lock();
        if let Some(Index::Matches(matches)) = held.touch(name) {
            return matches;
        }
        let matches = Arc::new(Matches::new(count));
        held.insert(name, Index::Matches(Arc::clone(&matches)));
        matches
    }

    /// The order under a name; `make` makes it if nobody has.
    pub(super) fn sorted(&self, name: &Name, make: impl FnOnce() -> Order) -> Sorted {
        let order = {
            let mut held = self.lock();
            if let Some(Index::Sorted(order)) = held.touch(name) {
                order
            } else {
                let order = Sorted(Arc::default());
                held.insert(name, Index::Sorted(order.clone()));
                order
            }
        };
        if order.0.get().is_none() {
            let mut make = Some(make);
            self.aside(&mut || {
                let Some(make) = make.take() else { return };
                order.0.get_or_init(|| {
                    let _turn = self.turn();
                    make()
                });
            });
        }
        order
    }

    /// Takes into account what an index has grown to, and lets others go for it.
    pub(super) fn settle(&self, name: &Name) {
        let mut held = self.lock();
        let Some(entry) = held.indexes.get_mut(name) else { return };
        let (before, now) = (entry.bytes, entry.index.bytes() + name.bytes());
        if before == now {
            return;
        }
        entry.bytes = now;
        held.bytes = held.bytes - before + now;
        while held.bytes > self.budget.bytes {
            let Some((_, name)) = held.used.pop_first() else { return };
            let Some(entry) = held.indexes.remove(&name) else { return };
            held.bytes -= entry.bytes;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// The index under a name, which was used now.
    fn touch(&mut self, name: &Name) -> Option<Index> {
        let entry = self.indexes.get_mut(name)?;
        if let Some(name) = self.used.remove(&entry.used) {
            self.uses += 1;
            entry.used = self.uses;
            self.used.insert(self.uses, name);
        }
        Some(entry.index.clone())
    }

    /// A new index: it takes nothing until it is settled.
    fn insert(&mut self, name: &Name, index: Index) {
        let name = Arc::new(name.clone());
        self.uses += 1;
        self.used.insert(self.uses, Arc::clone(&name));
        self.indexes.insert(name, Entry { index, used: self.uses, bytes: 0 });
    }
}

impl Index {
    fn bytes(&self) -> usize {
        match self {
            Self::Matches(matches) => matches.bytes(),
            Self::Sorted(order) => order.bytes(),
        }
    }
}

impl Name {
    /// What people are told of an index that was made of so many rows and takes so much beside its name.
    pub fn told(&self, rows: u64, bytes: usize) -> IndexInfo {
        IndexInfo { about: self.to_string(), rows, bytes: bytes + self.bytes() }
    }

    fn bytes(&self) -> usize {
        OVERHEAD + self.filter.len() + self.order.as_ref().map_or(0, |(order, _)| order.len())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.filter)?;
        if let Some((order, numbers)) = &self.order {
            let space = if self.filter.is_empty() { "" } else { " " };
            write!(f, "{space}by {order}, rows {} to {}", numbers.start, numbers.end)?;
        }
        Ok(())
    }
}

impl Sorted {
    pub fn len(&self) -> u64 {
        self.0.get().map_or(0, Order::len)
    }

    pub fn at(&self, place: u64) -> Option<u64> {
        self.0.get()?.at(place)
    }

    /// How many numbers come before a row, given what comes before it.
    pub fn before(&self, comes_before: impl Fn(u64) -> bool) -> u64 {
        self.0.get().map_or(0, |order| order.before(comes_before))
    }

    pub fn bytes(&self) -> usize {
        self.0.get().map_or(0, Order::bytes)
    }
}
