//! Values by what they are of and which one of those, with their ages: so that the oldest can go when there is no room.
//!
//! It decides nothing about the values. Invariant: `bytes` is what the slots weigh.

use std::borrow::{Borrow, Cow};
use std::hash::Hash;

use indexmap::{Equivalent, IndexMap};

use crate::base::Seed;

/// The longest text that is kept to tell one from another; of longer ones, a digest is.
const LONGEST: usize = 128;
/// What a slot takes besides its texts: its place in the index, and what allocations cost.
const OVERHEAD: usize = 48;

/// What a value is of, and which one of those.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Name<T> {
    pub(super) what: T,
    pub(super) which: Box<str>,
}

/// A [`Name`] that is only looked up; it hashes as one does.
#[derive(Hash)]
struct Sought<'s, B: ?Sized> {
    what: &'s B,
    which: &'s str,
}

impl<B: Eq + ?Sized, T: Borrow<B>> Equivalent<Name<T>> for Sought<'_, B> {
    fn equivalent(&self, name: &Name<T>) -> bool {
        self.what == name.what.borrow() && self.which == &*name.which
    }
}

/// What has allocations of its own.
pub(super) trait Heap {
    /// Their bytes, about.
    fn heap(&self) -> usize;
}

impl Heap for Box<str> {
    fn heap(&self) -> usize {
        self.len()
    }
}

/// Values by name.
#[derive(Debug)]
pub(super) struct Shelf<T, V> {
    slots: IndexMap<Name<T>, Slot<V>>,
    bytes: usize,
}

#[derive(Debug)]
struct Slot<V> {
    value: V,
    /// When it was last looked at; never the same for two.
    age: u64,
}

impl<T, V> Default for Shelf<T, V> {
    fn default() -> Self {
        Self { slots: IndexMap::new(), bytes: 0 }
    }
}

impl<T: Hash + Eq + Heap, V: Heap> Shelf<T, V> {
    /// The value of that name.
    pub(super) fn find<B: Hash + Eq + ?Sized>(&mut self, what: &B, which: &str, age: u64) -> Option<&V>
    where
        T: Borrow<B>,
    {
        let slot = self.slots.get_mut(&Sought { what, which: &short(which) })?;
        slot.age = age;
        Some(&slot.value)
    }

    /// Changes the value of that name, which `first` makes if there is none.
    pub(super) fn change<B: Hash + Eq + ?Sized, R>(
        &mut self,
        (what, which, age): (&B, &str, u64),
        first: impl FnOnce() -> (T, V),
        change: impl FnOnce(&mut V) -> R,
    ) -> R
    where
        T: Borrow<B>,
    {
        let which = short(which);
        if let Some(slot) = self.slots.get_mut(&Sought { what, which: &which }) {
            let before = slot.value.heap();
            let result = change(&mut slot.value);
            slot.age = age;
            self.bytes = self.bytes + slot.value.heap() - before;
            return result;
        }
        let (what, mut value) = first();
        let result = change(&mut value);
        let (name, slot) = (Name { what, which: which.into() }, Slot { value, age });
        self.bytes += weight(&name, &slot);
        self.slots.insert(name, slot);
        result
    }

    /// Drops the value of that name.
    pub(super) fn remove<B: Hash + Eq + ?Sized>(&mut self, what: &B, which: &str)
    where
        T: Borrow<B>,
    {
        if let Some((name, slot)) = self.slots.swap_remove_entry(&Sought { what, which: &short(which) }) {
            self.bytes -= weight(&name, &slot);
        }
    }

    /// Drops what is not to be kept.
    pub(super) fn retain(&mut self, is_kept: impl Fn(&Name<T>, &V) -> bool) {
        let bytes = &mut self.bytes;
        self.slots.retain(|name, slot| {
            let is_kept = is_kept(name, &slot.value);
            if !is_kept {
                *bytes -= weight(name, slot);
            }
            is_kept
        });
    }

    /// Drops the oldest quarter, and at least one.
    pub(super) fn shed(&mut self) {
        let mut ages: Vec<u64> = self.slots.values().map(|slot| slot.age).collect();
        let gone = (ages.len() / 4).max(1);
        if gone >= ages.len() {
            *self = Self::default();
            return;
        }
        let (_, oldest_kept, _) = ages.select_nth_unstable(gone);
        let (oldest_kept, bytes) = (*oldest_kept, &mut self.bytes);
        self.slots.retain(|name, slot| {
            let is_kept = slot.age >= oldest_kept;
            if !is_kept {
                *bytes -= weight(name, slot);
            }
            is_kept
        });
    }

    /// The bytes of everything, about.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Everything, in no order that means anything.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Name<T>, &V)> {
        self.slots.iter().map(|(name, slot)| (name, &slot.value))
    }
}

/// What a slot takes.
fn weight<T: Heap, V: Heap>(name: &Name<T>, slot: &Slot<V>) -> usize {
    size_of::<Name<T>>() + size_of::<Slot<V>>() + OVERHEAD + name.what.heap() + name.which.heap() + slot.value.heap()
}

/// The text, or a digest where it is long: clients choose these texts.
fn short(which: &str) -> Cow<'_, str> {
    if which.len() <= LONGEST { which.into() } else { Seed::new(0).child(which).to_string().into() }
}
