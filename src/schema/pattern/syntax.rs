//! The syntax tree of an ECMA-262 pattern, with the widths that steer the generator. It holds no source text and no names:
//! groups are numbers, escapes are sets of code points.

use std::ops::Range;

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// How many code points a node can take: `least..=most`, where `usize::MAX` stands for "no bound".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Width {
    pub(super) least: usize,
    pub(super) most: usize,
}

impl Width {
    pub(super) const NONE: Self = Self { least: 0, most: 0 };
    pub(super) const ONE: Self = Self { least: 1, most: 1 };

    /// One after the other.
    pub(super) fn then(self, next: Self) -> Self {
        Self { least: self.least.saturating_add(next.least), most: self.most.saturating_add(next.most) }
    }

    /// One or the other.
    fn or(self, other: Self) -> Self {
        Self { least: self.least.min(other.least), most: self.most.max(other.most) }
    }

    fn times(self, least: usize, most: usize) -> Self {
        Self { least: self.least.saturating_mul(least), most: self.most.saturating_mul(most) }
    }
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) width: Width,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// One code point of the set.
    Set(Set),
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
    Repeat(Repeat),
    /// A capturing group and its number, from 1.
    Capture(usize, Box<Node>),
    /// What the group of that number captured; nothing when it has not.
    Back(usize),
    Look {
        behind: bool,
        negated: bool,
        node: Box<Node>,
    },
    Start,
    End,
    /// `\b`, or `\B` when `negated`.
    Boundary {
        negated: bool,
    },
}

#[derive(Debug)]
pub(super) struct Repeat {
    pub(super) node: Box<Node>,
    pub(super) least: usize,
    /// `usize::MAX` for "no bound".
    pub(super) most: usize,
    pub(super) lazy: bool,
    /// The groups inside, which each round forgets (ECMA-262 22.2.2.3.1).
    pub(super) groups: Range<usize>,
}

impl Node {
    pub(super) fn set(set: Set) -> Self {
        Self { kind: Kind::Set(set), width: Width::ONE }
    }

    /// A node that takes no text.
    pub(super) fn assertion(kind: Kind) -> Self {
        Self { kind, width: Width::NONE }
    }

    pub(super) fn concat(mut nodes: Vec<Self>) -> Self {
        if nodes.len() == 1
            && let Some(only) = nodes.pop()
        {
            return only;
        }
        let width = nodes.iter().fold(Width::NONE, |width, node| width.then(node.width));
        Self { kind: Kind::Concat(nodes), width }
    }

    pub(super) fn alternate(mut nodes: Vec<Self>) -> Self {
        if nodes.len() == 1
            && let Some(only) = nodes.pop()
        {
            return only;
        }
        let width = nodes.iter().map(|node| node.width).reduce(Width::or).unwrap_or(Width::NONE);
        Self { kind: Kind::Alternate(nodes), width }
    }

    pub(super) fn repeat(repeat: Repeat) -> Self {
        let width = repeat.node.width.times(repeat.least, repeat.most);
        Self { kind: Kind::Repeat(repeat), width }
    }
}

/// A set of code points, with the readable ones among them at hand.
#[derive(Debug)]
pub(super) struct Set {
    class: ClassUnicode,
    /// The ASCII letters and digits of the set; of a set as wide as `.` or `\S`, only the small letters.
    pub(super) readable: Box<[char]>,
    /// The visible ASCII characters of the set.
    pub(super) visible: Box<[char]>,
}

impl Set {
    pub(super) fn new(class: ClassUnicode) -> Self {
        let visible: Box<[char]> = (0x21..0x7f).map(char::from).filter(|c| has(&class, *c)).collect();
        let is_wide = visible.len() > 80;
        let reads = |c: &char| if is_wide { c.is_ascii_lowercase() } else { c.is_ascii_alphanumeric() };
        let readable = visible.iter().copied().filter(reads).collect();
        Self { class, readable, visible }
    }

    pub(super) fn contains(&self, c: char) -> bool {
        has(&self.class, c)
    }

    pub(super) fn ranges(&self) -> &[ClassUnicodeRange] {
        self.class.ranges()
    }
}

fn has(class: &ClassUnicode, c: char) -> bool {
    let ranges = class.ranges();
    let after = ranges.partition_point(|range| range.end() < c);
    ranges.get(after).is_some_and(|range| range.start() <= c)
}
