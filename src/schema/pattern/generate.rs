//! The syntax tree of a pattern + a window of lengths → a text that matches. It proposes and the matcher disposes: anchors,
//! boundaries and look-around are honoured by trying again, positive look-arounds also by writing what they look for.
//! Invariant: a bounded number of tries, steps and code points.

use std::ops::RangeInclusive;

use rand::rngs::ChaCha8Rng;

use super::syntax::{Kind, Node, Repeat, Set, Width};
use crate::schema::sample::draw;

const TRIES: usize = 32;
/// Longest proposal, in code points.
const MAX_LENGTH: usize = 65_536;
/// Nodes visited for one proposal.
const MAX_STEPS: usize = 4 * MAX_LENGTH;

/// How to choose among the code points of a set.
#[derive(Clone, Copy)]
enum Style {
    /// Letters and digits, else visible ASCII, else anything.
    Readable,
    /// Visible ASCII, else anything.
    Visible,
    Any,
}

/// A text that `tree` matches, by the word of `verdict`; see [`super::Pattern::generate`].
pub(super) fn generate(
    tree: &Node,
    rng: &mut ChaCha8Rng,
    lengths: RangeInclusive<usize>,
    verdict: impl Fn(&str) -> Option<bool>,
) -> Option<String> {
    let (low, high) = (*lengths.start(), (*lengths.end()).min(MAX_LENGTH));
    let reachable = tree.width.least.max(low)..=tree.width.most.min(high);
    if low > high || tree.width.least > high {
        return None;
    }
    let mut aim = (high == 0).then_some(0);
    let mut undecided = 0;
    for attempt in 0..TRIES {
        let style = match attempt {
            0..16 => Style::Readable,
            16..26 => Style::Visible,
            _ => Style::Any,
        };
        // Anchors in the middle (`.*(^a).*`) want everything around them to be as short as it can be.
        if attempt == 12 || attempt == 24 {
            aim = Some(*reachable.start());
        }
        let mut draft = Draft::new(rng, style, attempt % 2 == 0);
        draft.emit(tree, aim)?;
        // A pattern that can be long itself is padded only when aiming has not helped.
        let padded = if tree.width.most >= low && attempt < TRIES - 6 { 0 } else { low };
        let chars = draft.finish(padded);
        if !(low..=high).contains(&chars.len()) {
            aim = Some(next_aim(rng, &reachable, chars.len()));
            continue;
        }
        let text: String = chars.into_iter().collect();
        match verdict(&text) {
            Some(true) => return Some(text),
            Some(false) => {}
            None => undecided += 1,
        }
        if undecided > 1 {
            return None;
        }
    }
    None
}

/// The length to aim at after a proposal of length `was` missed the window: near the end it missed, later anywhere.
fn next_aim(rng: &mut ChaCha8Rng, reachable: &RangeInclusive<usize>, was: usize) -> usize {
    let (low, high) = (*reachable.start(), (*reachable.end()).max(*reachable.start()));
    if was > high && draw::chance(rng, 50) {
        return high;
    }
    draw::size(rng, low..=high.min(low.saturating_add(24)))
}

/// One proposal in the making.
struct Draft<'r> {
    rng: &'r mut ChaCha8Rng,
    style: Style,
    /// Whether to write what look-arounds look for over the proposal.
    asides: bool,
    out: Vec<char>,
    /// What each group holds, by number.
    groups: Vec<Vec<char>>,
    /// Texts that look-aheads want, with where they want them.
    wanted: Vec<(usize, Vec<char>)>,
    steps: usize,
}

impl<'r> Draft<'r> {
    fn new(rng: &'r mut ChaCha8Rng, style: Style, asides: bool) -> Self {
        Self { rng, style, asides, out: Vec::new(), groups: Vec::new(), wanted: Vec::new(), steps: MAX_STEPS }
    }

    /// Appends a text for `node`, of `aim` code points where that is within reach, else of a natural length.
    /// `None` when the proposal grows beyond its limits.
    fn emit(&mut self, node: &Node, aim: Option<usize>) -> Option<()> {
        self.steps = self.steps.checked_sub(1)?;
        if self.out.len() > MAX_LENGTH {
            return None;
        }
        match &node.kind {
            Kind::Set(set) => {
                let c = self.choose(set);
                self.out.extend(c);
            }
            Kind::Concat(nodes) => self.sequence(nodes, aim)?,
            Kind::Alternate(nodes) => {
                let fits = |node: &&Node| aim.is_none_or(|aim| (node.width.least..=node.width.most).contains(&aim));
                let fitting: Vec<&Node> = nodes.iter().filter(fits).collect();
                let all: Vec<&Node> = nodes.iter().collect();
                let branch = draw::pick(self.rng, if fitting.is_empty() { &all } else { &fitting })?;
                self.emit(branch, aim)?;
            }
            Kind::Repeat(repeat) => self.rounds(repeat, aim)?,
            Kind::Capture(group, node) => {
                let from = self.out.len();
                self.emit(node, aim)?;
                let held = self.out.get(from..).unwrap_or_default().to_vec();
                if self.groups.len() <= *group {
                    self.groups.resize(group + 1, Vec::new());
                }
                if let Some(slot) = self.groups.get_mut(*group) {
                    *slot = held;
                }
            }
            Kind::Back(group) => self.out.extend(self.groups.get(*group).into_iter().flatten()),
            Kind::Look { negated: false, behind, node } if self.asides => self.aside(*behind, node)?,
            Kind::Look { .. } | Kind::Start | Kind::End | Kind::Boundary { .. } => {}
        }
        Some(())
    }

    fn sequence(&mut self, nodes: &[Node], aim: Option<usize>) -> Option<()> {
        let Some(aim) = aim else { return nodes.iter().try_for_each(|node| self.emit(node, None)) };
        let end = self.out.len().saturating_add(aim);
        // What the nodes after each one can take, last one first.
        let mut after: Vec<Width> = Vec::with_capacity(nodes.len());
        let mut width = Width::NONE;
        for node in nodes.iter().rev() {
            after.push(width);
            width = node.width.then(width);
        }
        nodes.iter().zip(after.into_iter().rev()).try_for_each(|(node, after)| {
            let aim = self.share(end, node.width, after);
            self.emit(node, Some(aim))
        })
    }

    fn rounds(&mut self, repeat: &Repeat, aim: Option<usize>) -> Option<()> {
        let width = repeat.node.width;
        // A text that takes nothing is as good once as a thousand times.
        if width.most == 0 {
            return if repeat.least == 0 { Some(()) } else { self.emit(&repeat.node, Some(0)) };
        }
        let Some(aim) = aim else {
            let rounds = self.natural(repeat);
            return (0..rounds).try_for_each(|_| self.emit(&repeat.node, None));
        };
        let end = self.out.len().saturating_add(aim);
        let fewest = repeat.least.max(aim.div_ceil(width.most)).min(repeat.most);
        let most = aim.checked_div(width.least).unwrap_or(aim).min(repeat.most).max(fewest);
        let rounds = draw::size(self.rng, fewest..=most.min(fewest.saturating_add(8)));
        (0..rounds).try_for_each(|done| {
            let left = rounds - done - 1;
            let after = Width { least: width.least.saturating_mul(left), most: width.most.saturating_mul(left) };
            let aim = self.share(end, width, after);
            self.emit(&repeat.node, Some(aim))
        })
    }

    /// How much of what is left up to `end` a part should take, so that the parts after it can take the rest.
    fn share(&mut self, end: usize, part: Width, after: Width) -> usize {
        let left = end.saturating_sub(self.out.len());
        let low = part.least.max(left.saturating_sub(after.most));
        let high = part.most.min(left.saturating_sub(after.least));
        draw::size(self.rng, low..=high.max(low))
    }

    /// A number of rounds that reads well: a word's length for letters, few for anything larger, none too many for blanks.
    fn natural(&mut self, repeat: &Repeat) -> usize {
        let (low, high) = match &repeat.node.kind {
            Kind::Set(set) if set.readable.len() > 1 => (repeat.least.max(3), repeat.least.max(3).saturating_add(7)),
            Kind::Set(_) => (repeat.least, repeat.least.max(1)),
            _ => (repeat.least, repeat.least.saturating_add(2)),
        };
        let low = if repeat.most == 1 { repeat.least } else { low.min(repeat.most) };
        draw::size(self.rng, low..=high.min(repeat.most))
    }

    /// Writes what a look-behind wants before what follows, and notes what a look-ahead wants there.
    fn aside(&mut self, behind: bool, node: &Node) -> Option<()> {
        let from = self.out.len();
        self.emit(node, None)?;
        if !behind {
            let wanted = self.out.split_off(from);
            self.wanted.push((from, wanted));
        }
        Some(())
    }

    /// The proposal with all that look-aheads want, padded to `low` code points if it is shorter.
    fn finish(mut self, low: usize) -> Vec<char> {
        for (from, wanted) in std::mem::take(&mut self.wanted) {
            for (nth, c) in wanted.into_iter().enumerate() {
                match self.out.get_mut(from + nth) {
                    Some(slot) => *slot = c,
                    None => self.out.push(c),
                }
            }
        }
        let missing = low.saturating_sub(self.out.len()).min(MAX_LENGTH);
        if missing > 0 {
            // Only a pattern without the anchor on that side still matches; which side that is, the tries find out.
            let (before, blank) = (draw::chance(self.rng, 50), draw::chance(self.rng, 25));
            let mut padding: Vec<char> =
                draw::letters(self.rng, "abcdefghijklmnopqrstuvwxyz", missing).chars().collect();
            let border = if before { padding.last_mut() } else { padding.first_mut() };
            if let (Some(border), true) = (border, blank) {
                *border = ' ';
            }
            let at = if before { 0 } else { self.out.len() };
            self.out.splice(at..at, padding);
        }
        self.out
    }

    fn choose(&mut self, set: &Set) -> Option<char> {
        let readable: &[char] = match self.style {
            Style::Readable if !set.readable.is_empty() => &set.readable,
            Style::Readable | Style::Visible => &set.visible,
            Style::Any => &[],
        };
        if let Some(c) = draw::pick(self.rng, readable) {
            return Some(*c);
        }
        if set.contains(' ') {
            return Some(' ');
        }
        // Control characters only where there is nothing else.
        let span = |(low, high): (u32, u32)| u64::from(high.saturating_sub(low)) + 1;
        let all: Vec<(u32, u32)> =
            set.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect();
        let printable: Vec<(u32, u32)> =
            all.iter().map(|(low, high)| ((*low).max(0xa1), *high)).filter(|(low, high)| low <= high).collect();
        let ranges = if printable.is_empty() { all } else { printable };
        let mut nth = draw::below(self.rng, ranges.iter().copied().map(span).sum());
        for range in ranges {
            if nth < span(range) {
                let code = range.0.saturating_add(u32::try_from(nth).unwrap_or(0));
                // A range may span the surrogates, which are no characters.
                return char::from_u32(code).or(char::from_u32(range.1));
            }
            nth -= span(range);
        }
        None
    }
}
