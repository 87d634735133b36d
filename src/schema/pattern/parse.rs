//! The text of an ECMA-262 pattern → its syntax tree. The grammar is that of unicode mode made lenient by annex B (identity
//! escapes, lone braces and brackets, octal), because real documents rely on both at once. It matches nothing itself.
//! Invariant: the tree is as deep and as large as the limits below allow, whatever the source.

use super::escape::Escape;
use super::syntax::{Kind, Node, Repeat, Set, Width};
use super::{PatternError, class};
use regex_syntax::hir::ClassUnicode;

/// Longest source, in code points.
const MAX_SOURCE: usize = 16_384;
/// Deepest nesting of groups.
const MAX_DEPTH: usize = 100;
/// Most code point ranges of all sets together: `\p{L}` alone has some 700.
const MAX_RANGES: usize = 100_000;

type Parsed<T> = Result<T, PatternError>;

/// The tree of `source`.
pub(super) fn parse(source: &str) -> Parsed<Node> {
    let chars: Vec<char> = source.chars().take(MAX_SOURCE + 1).collect();
    if chars.len() > MAX_SOURCE {
        return Err(PatternError(format!("longer than {MAX_SOURCE} characters")));
    }
    let (groups, names) = scan_groups(&chars);
    let flags = Flags { fold: false, dot_all: false };
    let mut parser =
        Parser { chars, at: 0, depth: 0, ranges: 0, flags, opened: 0, closed: vec![Width::NONE; groups + 1], names };
    let tree = parser.alternatives()?;
    match parser.peek() {
        None => Ok(tree),
        Some(_) => Err(PatternError("unmatched `)`".to_owned())),
    }
}

/// The flags that a group `(?is-i:…)` can switch (ECMA-262 2025, modifiers).
#[derive(Clone, Copy)]
struct Flags {
    fold: bool,
    dot_all: bool,
}

pub(super) struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    ranges: usize,
    flags: Flags,
    /// Groups whose `(` has been read.
    opened: usize,
    /// The width of each group read to its `)`, by number; a reference to an open group takes nothing.
    closed: Vec<Width>,
    /// Named groups and their numbers.
    names: Vec<(String, usize)>,
}

impl Parser {
    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn take(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    /// Takes `text` if it stands here.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let len = text.chars().count();
        let found = rest.len() >= len && rest.iter().copied().zip(text.chars()).all(|(a, b)| a == b);
        if found {
            self.at += len;
        }
        found
    }

    /// Where the parser stands, to come back with [`Parser::reset`].
    pub(super) fn mark(&self) -> usize {
        self.at
    }

    pub(super) fn reset(&mut self, mark: usize) {
        self.at = mark;
    }

    /// The number of groups in the whole pattern, which decides what `\1` means (annex B.1.2).
    pub(super) fn groups(&self) -> usize {
        self.closed.len().saturating_sub(1)
    }

    /// Whether any group has a name; without one `\k` is the letter (annex B.1.2).
    pub(super) fn has_names(&self) -> bool {
        !self.names.is_empty()
    }

    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.names.iter().find(|(known, _)| known == name).map(|(_, number)| *number)
    }

    fn alternatives(&mut self) -> Parsed<Node> {
        let mut branches = vec![self.sequence()?];
        while self.eat("|") {
            branches.push(self.sequence()?);
        }
        Ok(Node::alternate(branches))
    }

    fn sequence(&mut self) -> Parsed<Node> {
        let mut terms = Vec::new();
        while let Some(next) = self.peek() {
            if next == '|' || next == ')' {
                break;
            }
            let opened = self.opened;
            let term = self.term()?;
            terms.push(self.quantified(term, opened)?);
        }
        Ok(Node::concat(terms))
    }

    fn term(&mut self) -> Parsed<Node> {
        if self.quantifier()?.is_some() {
            return Err(PatternError("nothing to repeat".to_owned()));
        }
        match self.take() {
            Some('^') => Ok(Node::assertion(Kind::Start)),
            Some('$') => Ok(Node::assertion(Kind::End)),
            Some('(') => self.group(),
            Some('[') => {
                let class = self.bracketed()?;
                self.set(class)
            }
            Some('.') => self.set(class::dot(self.flags.dot_all)),
            Some('\\') => match self.escape()? {
                Escape::Char(c) => self.set(class::single(c)),
                Escape::Class(class) => self.set(class),
                Escape::Boundary { negated } => Ok(Node::assertion(Kind::Boundary { negated })),
                Escape::Back(group) => {
                    let width = self.closed.get(group).copied().unwrap_or(Width::NONE);
                    Ok(Node { kind: Kind::Back(group), width })
                }
            },
            Some(c) => self.set(class::single(c)),
            None => Ok(Node::concat(Vec::new())),
        }
    }

    fn set(&mut self, mut class: ClassUnicode) -> Parsed<Node> {
        self.fold(&mut class);
        self.ranges += class.ranges().len();
        if self.ranges > MAX_RANGES {
            return Err(PatternError("its character classes are too large".to_owned()));
        }
        Ok(Node::set(Set::new(class)))
    }

    /// Under the flag `i` a set holds both cases.
    pub(super) fn fold(&self, class: &mut ClassUnicode) {
        if self.flags.fold {
            class.case_fold_simple();
        }
    }

    fn group(&mut self) -> Parsed<Node> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(PatternError(format!("groups nested deeper than {MAX_DEPTH}")));
        }
        let flags = self.flags;
        let node = if self.eat("?<=") {
            self.look(true, false)?
        } else if self.eat("?<!") {
            self.look(true, true)?
        } else if self.eat("?=") {
            self.look(false, false)?
        } else if self.eat("?!") {
            self.look(false, true)?
        } else if self.eat("?<") {
            while self.take().is_some_and(|c| c != '>') {}
            self.capture()?
        } else if self.eat("?") {
            self.modifiers()?;
            let node = self.alternatives()?;
            self.close()?;
            node
        } else {
            self.capture()?
        };
        self.flags = flags;
        self.depth -= 1;
        Ok(node)
    }

    fn look(&mut self, behind: bool, negated: bool) -> Parsed<Node> {
        let node = Box::new(self.alternatives()?);
        self.close()?;
        Ok(Node::assertion(Kind::Look { behind, negated, node }))
    }

    fn capture(&mut self) -> Parsed<Node> {
        self.opened += 1;
        let number = self.opened;
        let node = self.alternatives()?;
        self.close()?;
        let width = node.width;
        if let Some(slot) = self.closed.get_mut(number) {
            *slot = width;
        }
        Ok(Node { kind: Kind::Capture(number, Box::new(node)), width })
    }

    fn close(&mut self) -> Parsed<()> {
        if self.eat(")") { Ok(()) } else { Err(PatternError("unclosed group".to_owned())) }
    }

    /// What stands between `(?` and `:`.
    fn modifiers(&mut self) -> Parsed<()> {
        let mark = self.mark();
        let mut on = true;
        loop {
            match self.take() {
                Some(':') => return Ok(()),
                Some('-') if on => on = false,
                Some('i') => self.flags.fold = on,
                Some('s') => self.flags.dot_all = on,
                _ => {
                    self.reset(mark);
                    let start: String = self.chars.iter().skip(mark).take(2).collect();
                    let hint = match start.chars().next() {
                        Some('P') => ", ECMA-262 writes named groups `(?<name>…)`",
                        Some('i' | 'm' | 's' | 'x') => ", ECMA-262 has no flags for the rest of a pattern",
                        _ => "",
                    };
                    return Err(PatternError(format!("unknown group `(?{start}`{hint}")));
                }
            }
        }
    }

    fn quantified(&mut self, term: Node, opened: usize) -> Parsed<Node> {
        let Some((least, most)) = self.quantifier()? else { return Ok(term) };
        // Annex B lets a look-ahead be repeated, and nothing else that takes no text.
        if matches!(term.kind, Kind::Start | Kind::End | Kind::Boundary { .. } | Kind::Look { behind: true, .. }) {
            return Err(PatternError("nothing to repeat".to_owned()));
        }
        // A possessive `*+` is Java's; what it matches, the greedy one does.
        let lazy = self.eat("?");
        if !lazy {
            self.eat("+");
        }
        let groups = opened + 1..self.opened + 1;
        Ok(Node::repeat(Repeat { node: Box::new(term), least, most, lazy, groups }))
    }

    /// The bounds of the quantifier that stands here; a `{` that starts none is an ordinary character (annex B).
    fn quantifier(&mut self) -> Parsed<Option<(usize, usize)>> {
        let mark = self.mark();
        let bounds = match self.take() {
            Some('*') => Some((0, usize::MAX)),
            Some('+') => Some((1, usize::MAX)),
            Some('?') => Some((0, 1)),
            Some('{') => self.braces(),
            _ => None,
        };
        let Some(bounds) = bounds else {
            self.reset(mark);
            return Ok(None);
        };
        if bounds.0 > bounds.1 {
            return Err(PatternError(format!("numbers out of order in `{{{},{}}}`", bounds.0, bounds.1)));
        }
        Ok(Some(bounds))
    }

    fn braces(&mut self) -> Option<(usize, usize)> {
        let least = self.decimal()?;
        let most = if self.eat(",") { self.decimal().unwrap_or(usize::MAX) } else { least };
        self.eat("}").then_some((least, most))
    }

    /// Decimal digits as a number, which saturates.
    pub(super) fn decimal(&mut self) -> Option<usize> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            self.at += 1;
            let digit = usize::try_from(digit).unwrap_or(0);
            number = Some(number.unwrap_or(0_usize).saturating_mul(10).saturating_add(digit));
        }
        number
    }
}

/// The number of capturing groups and the names among them, which references need before the groups are read.
fn scan_groups(chars: &[char]) -> (usize, Vec<(String, usize)>) {
    let (mut groups, mut names) = (0, Vec::new());
    let mut in_class = false;
    let mut rest = chars;
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            '\\' => rest = after.get(1..).unwrap_or_default(),
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => match after {
                ['?', '<', '=' | '!', ..] => {}
                ['?', '<', name @ ..] => {
                    groups += 1;
                    names.push((name.iter().take_while(|c| **c != '>').collect(), groups));
                }
                ['?', ..] => {}
                _ => groups += 1,
            },
            _ => {}
        }
    }
    (groups, names)
}
