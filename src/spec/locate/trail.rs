//! Follows pointers through the tokens of a document as they come, in either syntax. It sees every container, scalar and alias in
//! order and remembers where each wanted node was last; of duplicate keys the last supersedes all that was found below an earlier one.
//! Invariant: one look at each token, memory only for the wanted nodes and the containers on the way to them.

use std::borrow::Cow;

use super::{
    Span,
    tree::{ROOT, Tree},
};
use crate::spec::yaml::MERGE;

/// The node a trail led to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// How many steps of the pointer it is from the root.
    pub(super) level: usize,
    /// The key it is the value of.
    pub(super) key: Option<Span>,
    /// The node; empty if nothing is written there.
    pub(super) value: Span,
}

/// The kinds of containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Mapping,
    Sequence,
}

/// The pointers of a tree being followed.
pub(super) struct Trail<'t> {
    wanted: &'t Tree,
    /// The containers on the way, the root first: `open[n]` is `n` steps from it.
    open: Vec<Open>,
    /// How many containers deep the tokens are off the way.
    aside: usize,
    /// The last arrival at each wanted node.
    arrivals: Vec<Option<Arrival>>,
    /// How many arrivals there were.
    count: usize,
    /// Where the last token ended that is written.
    end: usize,
}

struct Arrival {
    /// How many arrivals were before it.
    order: usize,
    found: Found,
    elsewhere: Vec<usize>,
}

struct Open {
    /// The wanted node it is.
    node: usize,
    shape: Shape,
    /// How many elements it had.
    length: usize,
    key: Option<Key>,
    /// The anchors its merge keys name.
    merged: Vec<usize>,
    /// Whether the container in it is the sequence of a merge key.
    merging: bool,
}

#[derive(Clone, Copy)]
struct Key {
    span: Span,
    /// The wanted node that its value is.
    node: Option<usize>,
    /// Whether it is a merge key, which it may be to one pointer and a step to another.
    merges: bool,
}

/// Where the pointers of a tree led.
pub(super) struct Arrivals {
    list: Vec<Option<Arrival>>,
    /// By wanted node, the one among it and its ancestors that was arrived at last.
    nearest: Vec<usize>,
}

impl Arrivals {
    /// The deepest node on the way to `node`, and the anchors in which the next step may lie: that of the alias found, or those merged
    /// into the mapping found.
    pub(super) fn nearest(&self, node: usize) -> Option<(Found, &[usize])> {
        let arrival = self.list.get(*self.nearest.get(node)?)?.as_ref()?;
        Some((arrival.found, &arrival.elsewhere))
    }
}

impl<'t> Trail<'t> {
    pub(super) fn new(wanted: &'t Tree) -> Self {
        let arrivals = wanted.parents().map(|_| None).collect();
        Self { wanted, open: Vec::new(), aside: 0, arrivals, count: 0, end: 0 }
    }

    /// What was found; the end of an unfinished container is the end of the last token.
    pub(super) fn finish(mut self) -> Arrivals {
        while let Some(open) = self.open.pop() {
            self.closed(open.node);
        }
        let order = |node: usize| self.arrivals.get(node)?.as_ref().map(|arrival| arrival.order);
        let mut nearest: Vec<usize> = Vec::with_capacity(self.arrivals.len());
        for (node, parent) in self.wanted.parents().enumerate() {
            let above = nearest.get(parent).copied().unwrap_or(ROOT);
            nearest.push(if order(node) > order(above) { node } else { above });
        }
        Arrivals { list: self.arrivals, nearest }
    }

    /// Whether the root was seen and closed.
    pub(super) const fn is_done(&self) -> bool {
        self.count > 0 && self.depth() == 0
    }

    /// A scalar, as key or value. `text` is asked for keys only; it gives `None` for a plain `<<`.
    pub(super) fn scalar<'k>(&mut self, span: Span, text: impl FnOnce() -> Option<Cow<'k, str>>) {
        if span.start < span.end {
            self.end = span.end;
        }
        if let Some(mapping) = self.awaiting_key() {
            let text = text();
            let node = self.wanted.member(mapping, text.as_deref().unwrap_or(MERGE));
            self.set_key(Key { span, node, merges: text.is_none() });
        } else if let Some((node, key)) = self.arrive() {
            self.found(node, key, span, Vec::new());
        }
    }

    /// An alias of anchor `id`, as key or value.
    pub(super) fn alias(&mut self, span: Span, id: usize) {
        self.end = span.end;
        if self.awaiting_key().is_some() {
            self.set_key(Key { span, node: None, merges: false });
            return;
        }
        if let Some(mapping) = self.merging() {
            mapping.merged.push(id);
        }
        if let Some((node, key)) = self.arrive() {
            self.found(node, key, span, vec![id]);
        }
    }

    /// A container begins; `start` is the span of what opens it.
    pub(super) fn open(&mut self, shape: Shape, start: Span) {
        if self.awaiting_key().is_some() {
            // No document that could be read has such a key; its value is still a value.
            self.set_key(Key { span: start, node: None, merges: false });
            self.aside = 1;
            return;
        }
        if self.aside == 0
            && let Some(parent) = self.open.last_mut()
        {
            parent.merging = shape == Shape::Sequence && parent.key.is_some_and(|key| key.merges);
        }
        if let Some((node, key)) = self.arrive() {
            self.found(node, key, start, Vec::new());
            self.open.push(Open { node, shape, length: 0, key: None, merged: Vec::new(), merging: false });
        } else {
            self.aside += 1;
        }
    }

    /// A container ends; `end` is the offset behind what closes it, `None` if nothing does.
    pub(super) fn close(&mut self, end: Option<usize>) {
        self.end = end.unwrap_or(self.end);
        if self.aside > 0 {
            self.aside -= 1;
        } else if let Some(Open { node, merged, .. }) = self.open.pop()
            && let Some(arrival) = self.closed(node)
        {
            arrival.elsewhere = merged;
        }
    }

    const fn depth(&self) -> usize {
        self.open.len() + self.aside
    }

    /// The mapping whose next key comes now.
    fn awaiting_key(&self) -> Option<usize> {
        match self.open.last() {
            Some(Open { node, shape: Shape::Mapping, key: None, .. }) if self.aside == 0 => Some(*node),
            _ => None,
        }
    }

    /// The mapping that an alias standing here is merged into.
    fn merging(&mut self) -> Option<&mut Open> {
        let depth = self.depth();
        if self.aside == 0 && self.open.last().is_some_and(|open| open.key.is_some_and(|key| key.merges)) {
            return self.open.last_mut();
        }
        self.open.get_mut(depth.checked_sub(2)?).filter(|open| open.merging)
    }

    fn set_key(&mut self, key: Key) {
        if let Some(open) = self.open.last_mut() {
            open.key = Some(key);
            open.merging = false;
        }
    }

    /// A value begins: its node and key if it is wanted.
    fn arrive(&mut self) -> Option<(usize, Option<Span>)> {
        if self.aside > 0 {
            return None;
        }
        let Some(parent) = self.open.last_mut() else {
            return Some((ROOT, None));
        };
        if parent.shape == Shape::Mapping {
            let key = parent.key.take()?;
            return Some((key.node?, Some(key.span)));
        }
        let index = parent.length;
        parent.length += 1;
        Some((self.wanted.element(parent.node, index)?, None))
    }

    fn found(&mut self, node: usize, key: Option<Span>, value: Span, elsewhere: Vec<usize>) {
        if let Some(arrival) = self.arrivals.get_mut(node) {
            let found = Found { level: self.wanted.level(node), key, value };
            *arrival = Some(Arrival { order: self.count, found, elsewhere });
            self.count += 1;
        }
    }

    /// The container last arrived at as `node` ends here.
    fn closed(&mut self, node: usize) -> Option<&mut Arrival> {
        let arrival = self.arrivals.get_mut(node)?.as_mut()?;
        arrival.found.value.end = self.end.max(arrival.found.value.end);
        Some(arrival)
    }
}
