//! Dotted paths as a tree of names: which members are dates, which are sent. Array indices are no part of such paths: what is said of a member
//! holds for every item of a list that it has.

use std::fmt::Write as _;
use std::sync::Arc;

/// The names below a place. They are few, so they are looked through.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::collection) struct Tree {
    /// Whether a path ends here.
    pub(in crate::collection) is_end: bool,
    below: Vec<(Arc<str>, Self)>,
}

impl Tree {
    /// The tree of such paths.
    pub(in crate::collection) fn of<P: AsRef<str>>(paths: impl IntoIterator<Item = P>) -> Self {
        let mut tree = Self::default();
        for path in paths {
            tree.add(path.as_ref());
        }
        tree
    }

    /// Takes up a path; whether it neither ends where another goes on nor goes on where another ends.
    pub(in crate::collection) fn add(&mut self, path: &str) -> bool {
        let mut here = self;
        let mut is_apart = true;
        for name in path.split('.') {
            is_apart &= !here.is_end;
            let known = here.below.iter().position(|(known, _)| **known == *name);
            let place = known.unwrap_or(here.below.len());
            if known.is_none() {
                here.below.push((Arc::from(name), Self::default()));
            }
            let Some((_, below)) = here.below.get_mut(place) else { return false };
            here = below;
        }
        is_apart &= here.below.is_empty() && !here.is_end;
        here.is_end = true;
        is_apart
    }

    pub(in crate::collection) fn child(&self, name: &str) -> Option<&Self> {
        self.below.iter().find(|(known, _)| **known == *name).map(|(_, below)| below)
    }

    pub(in crate::collection) fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.below.iter().map(|(name, _)| name)
    }

    /// Whether no path is in it.
    pub(in crate::collection) fn is_empty(&self) -> bool {
        !self.is_end && self.below.is_empty()
    }

    /// What begins with this name, as a tree of its own.
    pub(in crate::collection) fn only(&self, name: &str) -> Option<Self> {
        let (name, below) = self.below.iter().find(|(known, _)| **known == *name)?;
        Some(Self { is_end: false, below: vec![(name.clone(), below.clone())] })
    }

    /// Writes it in one form, whatever the order in which paths came.
    pub(in crate::collection) fn write(&self, into: &mut String) {
        if self.is_end {
            into.push('!');
        }
        let mut below: Vec<_> = self.below.iter().collect();
        below.sort_by(|one, two| one.0.cmp(&two.0));
        for (name, tree) in below {
            // Writing to a text cannot fail.
            let _ = write!(into, "{name:?}{{");
            tree.write(into);
            into.push('}');
        }
    }
}
