//! Turns the name of a pair into a place: `f[a][]` is the name `f` and the steps `a` and the empty one.
//!
//! Brackets that do not pair up are part of a plain name. Invariant: a key has at most [`DEPTH`] steps.

use std::borrow::Cow;

use super::Coding;

/// The most steps of a key; the last one takes whatever text is left. It bounds the recursion of everything that
/// follows the steps.
pub(super) const DEPTH: usize = 32;

/// A name that was taken apart at its brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key<'k> {
    base: Cow<'k, str>,
    steps: Vec<Cow<'k, str>>,
}

impl<'k> Key<'k> {
    /// Takes a raw name apart, then decodes the pieces. Where no bracket is written raw, encoded ones are meant: clients
    /// that encode brackets encode all of them, and a raw pair may hold an encoded one as data.
    pub(crate) fn parse(raw: &'k str, coding: Coding) -> Self {
        let key = if coding.is_percent() && raw.contains('%') && !raw.contains('[') {
            let text = raw.replace("%5B", "[").replace("%5b", "[").replace("%5D", "]").replace("%5d", "]");
            Key::split(&text, coding).map(Key::into_owned)
        } else {
            Self::split(raw, coding)
        };
        key.unwrap_or_else(|| Self { base: coding.decode(raw), steps: Vec::new() })
    }

    /// The name of a parameter or property as the document writes it.
    pub(crate) fn declared(name: &'k str) -> Self {
        Self::parse(name, Coding::Plain)
    }

    fn split(text: &'k str, coding: Coding) -> Option<Self> {
        let (base, mut rest) = text.split_once('[').filter(|(base, _)| !base.is_empty())?;
        let mut steps = Vec::new();
        loop {
            if steps.len() + 1 == DEPTH {
                steps.push(coding.decode(rest.strip_suffix(']')?));
                break;
            }
            let (step, tail) = rest.split_once(']')?;
            steps.push(coding.decode(step));
            if tail.is_empty() {
                break;
            }
            rest = tail.strip_prefix('[')?;
        }
        Some(Self { base: coding.decode(base), steps })
    }

    /// The part before the first bracket.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The number of bracketed steps.
    pub(crate) const fn depth(&self) -> usize {
        self.steps.len()
    }

    /// The steps that lead from the place `name` to this one; `None` when this is not there or below.
    pub(crate) fn below(&self, name: &Key<'_>) -> Option<&[Cow<'k, str>]> {
        let (head, tail) = self.steps.split_at_checked(name.steps.len())?;
        (self.base == name.base && head == name.steps).then_some(tail)
    }

    /// The base, and the steps without the first `count`.
    pub(crate) fn into_parts(mut self, count: usize) -> (Cow<'k, str>, Vec<Cow<'k, str>>) {
        let tail = self.steps.split_off(count.min(self.steps.len()));
        (self.base, tail)
    }

    /// The same key, independent of the text it was read from.
    pub(crate) fn into_owned(self) -> Key<'static> {
        Key {
            base: Cow::Owned(self.base.into_owned()),
            steps: self.steps.into_iter().map(|step| Cow::Owned(step.into_owned())).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_at_pairs_of_brackets() {
        for (raw, base, steps) in [
            ("f", "f", &[][..]),
            ("f[]", "f", &[""]),
            ("f[a][0]", "f", &["a", "0"]),
            ("f%5Ba%5d%5b%5D", "f", &["a", ""]),
            ("f[x%5By]", "f", &["x[y"]),
            ("f+g[a+b%26]", "f g", &["a b&"]),
            ("f[a", "f[a", &[]),
            ("f[a]b", "f[a]b", &[]),
            ("f%5Ba", "f[a", &[]),
            ("[a]", "[a]", &[]),
            ("", "", &[]),
            ("%", "%", &[]),
        ] {
            let key = Key::parse(raw, Coding::Form);
            assert_eq!((key.base(), key.steps.iter().map(AsRef::as_ref).collect::<Vec<_>>()), (base, steps.to_vec()));
        }
    }

    #[test]
    fn the_last_step_takes_what_is_too_deep() {
        let raw = format!("f{}", "[a]".repeat(DEPTH + 2));
        let key = Key::parse(&raw, Coding::Form);
        assert_eq!((key.depth(), key.steps.last().map(AsRef::as_ref)), (DEPTH, Some("a][a][a")));
    }

    #[test]
    fn a_place_is_below_its_own_beginning() {
        let key = Key::parse("page%5Bsize%5D%5B%5D", Coding::Form);
        assert_eq!(key.below(&Key::declared("page")).map(<[_]>::len), Some(2));
        assert_eq!(key.below(&Key::declared("page[size]")).map(<[_]>::len), Some(1));
        assert_eq!(key.below(&Key::declared("page[number]")), None);
        assert_eq!(key.below(&Key::declared("pages")), None);
    }
}
