//! What aliases may repeat: the finished value of each anchor, with its weight and height, and the bill for all copies.
//! Invariant: a copy is paid for before it is made, so no text, however small, makes many nodes.

use serde_json::Value;

use crate::spec::text::TextLimits;

/// How much there is of a value.
#[derive(Clone, Copy, Default)]
pub(super) struct Size {
    /// Its nodes and the weight of their text.
    pub(super) weight: usize,
    /// The levels of containers in it; a scalar has none.
    pub(super) height: usize,
}

/// The anchors of a document by the number the parser gave them; a name that is used again gets a new number.
#[derive(Default)]
pub(super) struct Anchors {
    known: Vec<Option<(Value, Size)>>,
    /// The weight of everything copied so far.
    copied: usize,
}

impl Anchors {
    /// Keeps the finished node of anchor `id`; numbers begin at 1, and 0 is no anchor.
    pub(super) fn keep(&mut self, id: usize, value: &Value, size: Size, limits: &TextLimits) -> Result<(), String> {
        if id == 0 {
            return Ok(());
        }
        self.pay(size.weight, limits)?;
        if self.known.len() <= id {
            self.known.resize(id + 1, None);
        }
        if let Some(slot) = self.known.get_mut(id) {
            *slot = Some((value.clone(), size));
        }
        Ok(())
    }

    /// The size of anchor `id`; `None` while its node is still open, that is for an alias inside of what it repeats.
    pub(super) fn size(&self, id: usize) -> Option<Size> {
        self.known.get(id)?.as_ref().map(|(_, size)| *size)
    }

    /// The value of anchor `id`, to look at.
    pub(super) fn value(&self, id: usize) -> Option<&Value> {
        self.known.get(id)?.as_ref().map(|(value, _)| value)
    }

    /// A copy of anchor `id`, paid for; an unknown one is null.
    pub(super) fn copy(&mut self, id: usize, limits: &TextLimits) -> Result<Value, String> {
        self.pay(self.size(id).unwrap_or_default().weight, limits)?;
        Ok(self.value(id).cloned().unwrap_or_default())
    }

    fn pay(&mut self, weight: usize, limits: &TextLimits) -> Result<(), String> {
        self.copied = self.copied.saturating_add(weight);
        if self.copied > limits.max_expansion {
            return Err(format!("anchors and aliases repeat more than {} nodes", limits.max_expansion));
        }
        Ok(())
    }
}
