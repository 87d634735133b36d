//! Follows a pointer through the tokens of a document as they come, in either syntax. It sees every container, scalar and alias in
//! order and remembers the deepest node on the way; of duplicate keys the last supersedes all that was found below an earlier one.
//! Invariant: one look at each token, memory only for the containers on the way.

use std::borrow::Cow;

use super::Span;
use crate::spec::yaml::MERGE;

/// The node a trail led to.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// How many steps of the pointer it is from the root.
    pub(super) level: usize,
    /// The key it is the value of.
    pub(super) key: Option<Span>,
    /// The node; empty if nothing is written there.
    pub(super) value: Span,
    /// The anchors in which the next step may lie: that of the alias found, or those merged into the mapping found.
    pub(super) elsewhere: Vec<usize>,
}

/// The kinds of containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Mapping,
    Sequence,
}

/// A pointer being followed.
pub(super) struct Trail<'s> {
    steps: &'s [String],
    /// The containers on the way, the root first: `open[n]` is `n` steps from it.
    open: Vec<Open>,
    /// How many containers deep the tokens are off the way.
    aside: usize,
    /// Whether they are in the value of a merge key.
    merging: bool,
    found: Option<Found>,
    /// The depth of the container that is found and not yet closed.
    unclosed: Option<usize>,
    /// Where the last token ended that is written.
    end: usize,
}

struct Open {
    shape: Shape,
    /// How many elements it had.
    length: usize,
    key: Option<Key>,
    /// The anchors its merge keys name.
    merged: Vec<usize>,
}

#[derive(Clone, Copy)]
enum Key {
    /// The step that is looked for.
    Step(Span),
    Merge,
    Other,
}

impl<'s> Trail<'s> {
    pub(super) const fn new(steps: &'s [String]) -> Self {
        Self { steps, open: Vec::new(), aside: 0, merging: false, found: None, unclosed: None, end: 0 }
    }

    /// The deepest node on the way; the end of an unfinished one is the end of the last token.
    pub(super) fn finish(mut self) -> Option<Found> {
        self.closed_at(0);
        self.found
    }

    /// Whether the root was seen and closed.
    pub(super) fn is_done(&self) -> bool {
        self.found.is_some() && self.depth() == 0
    }

    /// A scalar, as key or value. `text` is asked for keys only; it gives `None` for a plain `<<`.
    pub(super) fn scalar<'t>(&mut self, span: Span, text: impl FnOnce() -> Option<Cow<'t, str>>) {
        if span.start < span.end {
            self.end = span.end;
        }
        if self.awaits_key() {
            let text = text();
            let sought =
                self.steps.get(self.open.len() - 1).is_some_and(|step| *step == text.as_deref().unwrap_or(MERGE));
            let key = match text {
                _ if sought => Key::Step(span),
                None => Key::Merge,
                Some(_) => Key::Other,
            };
            self.set_key(key);
        } else if let Some((level, key)) = self.arrive() {
            self.found(level, key, span);
        }
    }

    /// An alias of anchor `id`, as key or value.
    pub(super) fn alias(&mut self, span: Span, id: usize) {
        self.end = span.end;
        if self.awaits_key() {
            self.set_key(Key::Other);
        } else if self.awaits_merge() || (self.merging && self.aside == 1) {
            if let Some(open) = self.open.last_mut() {
                open.merged.push(id);
                open.key = None;
            }
        } else if let Some((level, key)) = self.arrive() {
            self.found(level, key, span);
            if let Some(found) = &mut self.found {
                found.elsewhere.push(id);
            }
        }
    }

    /// A container begins; `start` is the span of what opens it.
    pub(super) fn open(&mut self, shape: Shape, start: Span) {
        if self.awaits_merge() {
            self.merging = shape == Shape::Sequence;
        }
        if self.awaits_key() {
            // No document that could be read has such a key; its value is still a value.
            self.set_key(Key::Other);
            self.aside = 1;
            return;
        }
        let depth = self.depth();
        match self.arrive() {
            Some((level, key)) => {
                self.found(level, key, start);
                self.unclosed = Some(depth);
                if level < self.steps.len() {
                    self.open.push(Open { shape, length: 0, key: None, merged: Vec::new() });
                } else {
                    self.aside = 1;
                }
            }
            None => self.aside += 1,
        }
    }

    /// A container ends; `end` is the offset behind what closes it, `None` if nothing does.
    pub(super) fn close(&mut self, end: Option<usize>) {
        self.end = end.unwrap_or(self.end);
        let closed = if self.aside == 0 { self.open.pop() } else { None };
        self.aside = self.aside.saturating_sub(1);
        self.merging &= self.aside > 0;
        let depth = self.depth();
        if self.unclosed.is_some_and(|unclosed| unclosed >= depth) {
            self.closed_at(depth);
            if let (Some(closed), Some(found)) = (closed, &mut self.found) {
                found.elsewhere = closed.merged;
            }
        }
    }

    fn depth(&self) -> usize {
        self.open.len() + self.aside
    }

    fn awaits_key(&self) -> bool {
        self.aside == 0 && matches!(self.open.last(), Some(Open { shape: Shape::Mapping, key: None, .. }))
    }

    fn awaits_merge(&self) -> bool {
        self.aside == 0 && matches!(self.open.last(), Some(Open { key: Some(Key::Merge), .. }))
    }

    fn set_key(&mut self, key: Key) {
        if let Some(open) = self.open.last_mut() {
            open.key = Some(key);
        }
    }

    /// A value begins: its level and key if it is on the way.
    fn arrive(&mut self) -> Option<(usize, Option<Span>)> {
        if self.aside > 0 {
            return None;
        }
        let level = self.open.len();
        let Some(parent) = self.open.last_mut() else {
            return Some((0, None));
        };
        if parent.shape == Shape::Mapping {
            return match parent.key.take()? {
                Key::Step(key) => Some((level, Some(key))),
                Key::Merge | Key::Other => None,
            };
        }
        let index = parent.length;
        parent.length += 1;
        let step = self.steps.get(level - 1)?;
        (step.parse() == Ok(index) && !step.starts_with('+') && (index == 0 || !step.starts_with('0')))
            .then_some((level, None))
    }

    fn found(&mut self, level: usize, key: Option<Span>, value: Span) {
        self.found = Some(Found { level, key, value, elsewhere: Vec::new() });
        self.unclosed = None;
    }

    fn closed_at(&mut self, depth: usize) {
        if self.unclosed.take_if(|unclosed| *unclosed >= depth).is_some()
            && let Some(found) = &mut self.found
        {
            found.value.end = self.end.max(found.value.end);
        }
    }
}
