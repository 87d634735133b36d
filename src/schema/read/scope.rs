//! Dynamic scopes: which schema a `$dynamicRef` or a `$recursiveRef` means on the way on which it was reached. They are told apart when
//! schemas are read, so that nothing that walks the arena ever asks: a schema that is reached in two scopes is read twice.
//! Invariant: reading ends, because a scope only grows on the way down, and because there are only so many.

use std::collections::{BTreeMap, HashMap};

use crate::base::{FileId, Place, Pointer};
use crate::schema::resource::Anchors;

/// More scopes than any document means; further resources are entered without one of their own.
const MOST: usize = 1_000;
/// The most anchors that all of them bind together: every scope has those of the ones around it.
const BINDINGS: usize = 100_000;
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
    /// The scopes inside of resources that were entered before, by the scope around and the place of the resource's first anchor.
    inside: HashMap<(Scope, FileId), BTreeMap<Pointer, Scope>>,
    /// The anchors that all scopes bind together.
    bindings: usize,
}

impl Default for Scopes {
    fn default() -> Self {
        Self { list: vec![Bindings::new()], known: BTreeMap::new(), inside: HashMap::new(), bindings: 0 }
    }
}

impl Scopes {
    /// The scope inside a resource with these dynamic anchors, entered from `scope` when so many schemas had been read.
    pub(super) fn entered(&mut self, scope: Scope, file: FileId, anchors: &Anchors, schemas: usize) -> Scope {
        let Some(first) = anchors.values().next() else { return scope };
        // Every schema of the resource asks; its anchors are compared once.
        if let Some(known) = self.inside.get(&(scope, file)).and_then(|inside| inside.get(first)) {
            return *known;
        }
        let inner = self.bound(scope, file, anchors, schemas);
        self.inside.entry((scope, file)).or_default().insert(first.clone(), inner);
        inner
    }

    fn bound(&mut self, scope: Scope, file: FileId, anchors: &Anchors, schemas: usize) -> Scope {
        let Some(outer) = self.list.get(scope.0) else { return scope };
        let mut new = anchors.iter().filter(|(name, _)| !outer.contains_key(*name)).peekable();
        let size = outer.len() + anchors.len();
        let is_full = self.list.len() >= MOST || self.bindings + size > BINDINGS || schemas >= SCHEMAS;
        if new.peek().is_none() || is_full {
            return scope;
        }
        let mut inner = outer.clone();
        inner.extend(new.map(|(name, pointer)| (name.clone(), Place::new(file, pointer.clone()))));
        if let Some(known) = self.known.get(&inner) {
            return *known;
        }
        let number = Scope(self.list.len());
        self.bindings += inner.len();
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

    #[test]
    fn all_scopes_bind_a_bounded_number_of_anchors() {
        let mut scopes = Scopes::default();
        let many: Anchors =
            (0..BINDINGS / 10).map(|index| (format!("a{index}"), Pointer::from(format!("/{index}")))).collect();
        let mut scope = scopes.entered(Scope::default(), FileId(0), &many, 0);
        for index in 0..100 {
            let one: Anchors = [(format!("x{index}"), Pointer::from(format!("/x{index}")))].into_iter().collect();
            scope = scopes.entered(scope, FileId(1), &one, 0);
        }
        assert!(scopes.list.iter().map(BTreeMap::len).sum::<usize>() <= BINDINGS);
    }
}
