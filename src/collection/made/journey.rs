//! How far the making of one row has led: rows read rows, and no chain of them may be without an end.

use std::cell::Cell;

/// How deep rows read rows.
pub(super) const DEEPEST: u8 = 8;
/// How many other rows are looked at for one row.
const MOST_ROWS: u32 = 4_096;

/// What the making of a row has looked at so far.
#[derive(Debug)]
pub(super) struct Journey {
    /// How many rows may still be looked at.
    left: Cell<u32>,
    deepest: Cell<u8>,
    /// Whether something was not looked at because it was too far.
    is_cut: Cell<bool>,
    /// Whether rows were found by a look at all of them.
    has_searched: Cell<bool>,
    /// Whether that may be done: not while it is being done.
    may_search: bool,
}

/// What finding a value took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Effort {
    rows: u32,
    height: u8,
    has_searched: bool,
}

impl Default for Journey {
    fn default() -> Self {
        Self {
            left: Cell::new(MOST_ROWS),
            deepest: Cell::new(0),
            is_cut: Cell::new(false),
            has_searched: Cell::new(false),
            may_search: true,
        }
    }
}

impl Journey {
    /// One of a search.
    pub(super) fn of_search() -> Self {
        Self { may_search: false, ..Self::default() }
    }

    /// Whether all rows may be looked at.
    pub(super) fn searches(&self) -> bool {
        self.has_searched.set(true);
        if !self.may_search {
            self.is_cut.set(true);
        }
        self.may_search
    }

    /// Whether one more row, so deep, may be looked at.
    pub(super) fn goes(&self, depth: u8) -> bool {
        self.affords(depth, Effort { rows: 1, ..Effort::default() }) || {
            self.is_cut.set(true);
            false
        }
    }

    /// Whether what took such an effort may be had so deep; if so, it counts as done.
    pub(super) fn affords(&self, depth: u8, effort: Effort) -> bool {
        let deepest = depth.saturating_add(effort.height);
        let Some(left) = self.left.get().checked_sub(effort.rows) else { return false };
        if deepest > DEEPEST || (effort.has_searched && !self.may_search) {
            return false;
        }
        self.left.set(left);
        self.deepest.set(self.deepest.get().max(deepest));
        self.has_searched.set(self.has_searched.get() || effort.has_searched);
        true
    }

    /// What finding something takes that begins so deep; `None` if not all of it was found.
    pub(super) fn measure<T>(&self, depth: u8, find: impl FnOnce() -> T) -> (T, Option<Effort>) {
        let (left, deepest) = (self.left.get(), self.deepest.replace(depth));
        let (is_cut, has_searched) = (self.is_cut.replace(false), self.has_searched.replace(false));
        let found = find();
        let effort = Effort {
            rows: left - self.left.get(),
            height: self.deepest.get().saturating_sub(depth),
            has_searched: self.has_searched.get(),
        };
        let was_cut = self.is_cut.get();
        self.deepest.set(self.deepest.get().max(deepest));
        self.is_cut.set(is_cut || was_cut);
        self.has_searched.set(has_searched || effort.has_searched);
        (found, (!was_cut).then_some(effort))
    }
}
