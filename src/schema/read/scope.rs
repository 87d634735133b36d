//! Dynamic scopes: which schema a `$dynamicRef` or a `$recursiveRef` means on the way on which it was reached. They are told apart when
//! schemas are read, so that nothing that walks the arena ever asks: a schema that is reached in two scopes is read twice.
//! Invariant: reading ends, because a scope only grows on the way down, and because there are only so many.

use std::collections::BTreeMap;

use crate::base::{FileId, Place};
use crate::schema::resource::Anchors;

/// More scopes than any document means; further resources are entered without one of their own.
const MOST: usize = 1_000;
/// So many schemas may be read before no more scopes are told apart.
const SCHEMAS: usize = 500_000;

/// The number of a dynamic scope; that of the empty one is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Scope(usize);

/// For each dynamic anchor the place of the outermost schema that has it.
type Bindings = BTreeMap<String, Place>;

/// All scopes that were met.
#[derive(Debug)]
pub(super) struct Scopes {
    list: Vec<Bindings>,
    known: BTreeMap<Bindings, Scope>,
}

impl Default for Scopes {
    fn default() -> Self {
        Self { list: vec![Bindings::new()], known: BTreeMap::new() }
    }
}

impl Scopes {
    /// The scope inside a resource with these dynamic anchors, entered from `scope` when so many schemas had been read.
    pub(super) fn entered(&mut self, scope: Scope, file: FileId, anchors: &Anchors, schemas: usize) -> Scope {
        let Some(outer) = self.list.get(scope.0) else { return scope };
        let mut new = anchors.iter().filter(|(name, _)| !outer.contains_key(*name)).peekable();
        if new.peek().is_none() || self.list.len() >= MOST || schemas >= SCHEMAS {
            return scope;
        }
        let mut inner = outer.clone();
        inner.extend(new.map(|(name, pointer)| (name.clone(), Place::new(file, pointer.clone()))));
        if let Some(known) = self.known.get(&inner) {
            return *known;
        }
        let number = Scope(self.list.len());
        self.list.push(inner.clone());
        self.known.insert(inner, number);
        number
    }

    /// The outermost schema with that dynamic anchor.
    pub(super) fn outermost(&self, scope: Scope, name: &str) -> Option<&Place> {
        self.list.get(scope.0)?.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Pointer;

    #[test]
    fn the_outermost_anchor_wins_and_equal_scopes_are_one() {
        let mut scopes = Scopes::default();
        let anchors = |pairs: &[(&str, &str)]| -> Anchors {
            pairs.iter().map(|(name, at)| ((*name).to_owned(), Pointer::from((*at).to_owned()))).collect()
        };
        let empty = scopes.entered(Scope::default(), FileId(0), &anchors(&[]), 0);
        assert_eq!(empty, Scope::default());
        let outer = scopes.entered(empty, FileId(0), &anchors(&[("a", "/outer")]), 0);
        let inner = scopes.entered(outer, FileId(1), &anchors(&[("a", "/inner"), ("b", "/inner")]), 0);
        for (scope, name, expected) in [
            (outer, "a", Some("/outer")),
            (outer, "b", None),
            (inner, "a", Some("/outer")),
            (inner, "b", Some("/inner")),
        ] {
            let found = scopes.outermost(scope, name).map(|place| place.pointer.as_str().to_owned());
            assert_eq!(found.as_deref(), expected, "{scope:?} {name}");
        }
        assert_eq!(scopes.entered(inner, FileId(0), &anchors(&[("a", "/again")]), 0), inner);
        assert_eq!(scopes.entered(Scope::default(), FileId(0), &anchors(&[("a", "/outer")]), 0), outer);
        assert_eq!(scopes.entered(Scope::default(), FileId(0), &anchors(&[("z", "/z")]), SCHEMAS), Scope::default());
    }
}
