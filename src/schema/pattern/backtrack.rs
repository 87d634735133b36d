//! A backtracking matcher over the syntax tree, for the patterns that no automaton can match: look-around, back references,
//! huge repetitions. It counts its steps and gives up, so that a hostile pattern costs a bounded time and a bounded memory.
//! Each step allocates at most one continuation, one way back and one undo record.

use std::rc::Rc;

use super::class;
use super::syntax::{Kind, Node, Repeat};

/// Steps of one search: some ten milliseconds.
const MAX_STEPS: usize = 100_000;

/// Whether `tree` matches anywhere in `text`; `None` when the steps did not suffice to tell.
pub(super) fn search(tree: &Node, text: &[char]) -> Option<bool> {
    let mut machine = Machine { text, steps: MAX_STEPS, captures: Vec::new(), undo: Vec::new() };
    for start in 0..=text.len() {
        if machine.run(start, push(Task::Match(tree), None))? {
            return Some(true);
        }
    }
    Some(false)
}

/// What remains to be matched, first task first. The length of a chain is bounded by the pattern, not by the text.
type Rest<'a> = Option<Rc<Link<'a>>>;

struct Link<'a> {
    task: Task<'a>,
    next: Rest<'a>,
}

#[derive(Clone, Copy)]
enum Task<'a> {
    Match(&'a Node),
    /// The branches from this one on.
    Branches(&'a [Node]),
    /// The nodes of a sequence from this one on.
    Sequence(&'a [Node]),
    /// `rounds` rounds are done; the last one started at `from`.
    Round {
        repeat: &'a Repeat,
        rounds: usize,
        from: usize,
    },
    Close {
        group: usize,
        from: usize,
    },
    /// Look-behind: what was matched must end here.
    At(usize),
}

#[expect(clippy::unnecessary_wraps, reason = "every chain is an option, and this makes them")]
fn push<'a>(task: Task<'a>, next: Rest<'a>) -> Rest<'a> {
    Some(Rc::new(Link { task, next }))
}

/// Where to go on when a way fails.
struct Fork<'a> {
    at: usize,
    rest: Rest<'a>,
    undo: usize,
}

type Capture = Option<(usize, usize)>;

struct Machine<'t> {
    text: &'t [char],
    steps: usize,
    captures: Vec<Capture>,
    /// What captures held before they were overwritten, oldest first.
    undo: Vec<(usize, Capture)>,
}

impl Machine<'_> {
    fn run(&mut self, at: usize, rest: Rest<'_>) -> Option<bool> {
        let mut forks = vec![Fork { at, rest, undo: self.undo.len() }];
        while let Some(fork) = forks.pop() {
            self.rewind(fork.undo);
            let mut state = Some((fork.at, fork.rest));
            while let Some((at, rest)) = state {
                let Some(link) = rest else { return Some(true) };
                self.steps = self.steps.checked_sub(1)?;
                state = self.step(at, link.task, link.next.clone(), &mut forks)?;
            }
        }
        Some(false)
    }

    /// One task: the state after it, or `Some(None)` when this way fails.
    #[expect(clippy::option_option, reason = "out of steps, failed way and next state are three different things")]
    fn step<'a>(
        &mut self,
        at: usize,
        task: Task<'a>,
        next: Rest<'a>,
        forks: &mut Vec<Fork<'a>>,
    ) -> Option<Option<(usize, Rest<'a>)>> {
        Some(match task {
            Task::Match(node) => return self.enter(at, node, next, forks),
            Task::Sequence([]) => Some((at, next)),
            Task::Sequence([first, others @ ..]) => {
                Some((at, push(Task::Match(first), push(Task::Sequence(others), next))))
            }
            Task::Branches([]) => None,
            Task::Branches([first, others @ ..]) => {
                if !others.is_empty() {
                    let rest = push(Task::Branches(others), next.clone());
                    forks.push(Fork { at, rest, undo: self.undo.len() });
                }
                Some((at, push(Task::Match(first), next)))
            }
            // A round that took nothing after the least number of them would go on for ever (ECMA-262 22.2.2.3.1).
            Task::Round { repeat, rounds, from } if rounds > repeat.least && from == at => None,
            // One that took nothing within the least number can be repeated at no cost up to it.
            Task::Round { repeat, rounds, from } if from == at => {
                Some(self.round(at, repeat, rounds.max(repeat.least), next, forks))
            }
            Task::Round { repeat, rounds, .. } => Some(self.round(at, repeat, rounds, next, forks)),
            Task::Close { group, from } => {
                self.capture(group, Some((from, at)));
                Some((at, next))
            }
            Task::At(end) => (at == end).then_some((at, next)),
        })
    }

    #[expect(clippy::option_option, reason = "as in `step`")]
    fn enter<'a>(
        &mut self,
        at: usize,
        node: &'a Node,
        next: Rest<'a>,
        forks: &mut Vec<Fork<'a>>,
    ) -> Option<Option<(usize, Rest<'a>)>> {
        let holds = match &node.kind {
            Kind::Set(set) => {
                let found = self.text.get(at).is_some_and(|c| set.contains(*c));
                return Some(found.then_some((at + 1, next)));
            }
            Kind::Concat(nodes) => return Some(Some((at, push(Task::Sequence(nodes), next)))),
            Kind::Alternate(nodes) => return Some(Some((at, push(Task::Branches(nodes), next)))),
            Kind::Repeat(repeat) => return Some(Some(self.round(at, repeat, 0, next, forks))),
            Kind::Capture(group, node) => {
                return Some(Some((at, push(Task::Match(node), push(Task::Close { group: *group, from: at }, next)))));
            }
            Kind::Back(group) => return Some(self.repeated(at, *group).map(|at| (at, next))),
            Kind::Look { behind, negated, node } => self.look(at, *behind, node)? != *negated,
            Kind::Start => at == 0,
            Kind::End => at == self.text.len(),
            Kind::Boundary { negated } => {
                let before = at.checked_sub(1).and_then(|at| self.text.get(at));
                let word = |c: Option<&char>| c.is_some_and(|c| class::is_word(*c));
                (word(before) != word(self.text.get(at))) != *negated
            }
        };
        Some(holds.then_some((at, next)))
    }

    /// One round more, or on to what follows: whichever the repetition prefers, with a fork to the other.
    fn round<'a>(
        &mut self,
        at: usize,
        repeat: &'a Repeat,
        rounds: usize,
        next: Rest<'a>,
        forks: &mut Vec<Fork<'a>>,
    ) -> (usize, Rest<'a>) {
        let may_stop = rounds >= repeat.least;
        let may_go_on = rounds < repeat.most;
        let undo = self.undo.len();
        if may_stop && (!may_go_on || repeat.lazy) {
            if may_go_on {
                forks.push(Fork { at, rest: again(at, repeat, rounds, next.clone()), undo });
            }
            return (at, next);
        }
        if may_stop {
            forks.push(Fork { at, rest: next.clone(), undo });
        }
        self.charge(repeat.groups.len());
        for group in repeat.groups.clone() {
            self.capture(group, None);
        }
        (at, again(at, repeat, rounds, next))
    }

    /// Where the text goes on after repeating what the group holds.
    fn repeated(&mut self, at: usize, group: usize) -> Option<usize> {
        let Some((from, to)) = self.captures.get(group).copied().flatten() else { return Some(at) };
        self.charge(to.abs_diff(from));
        let wanted = self.text.get(from..to)?;
        let end = at + wanted.len();
        (self.text.get(at..end)? == wanted).then_some(end)
    }

    fn look(&mut self, at: usize, behind: bool, node: &Node) -> Option<bool> {
        let undo = self.undo.len();
        if !behind {
            let found = self.run(at, push(Task::Match(node), None))?;
            if !found {
                self.rewind(undo);
            }
            return Some(found);
        }
        for start in (0..=at).rev() {
            if self.run(start, push(Task::Match(node), push(Task::At(at), None)))? {
                return Some(true);
            }
        }
        self.rewind(undo);
        Some(false)
    }

    /// Pays for work beyond the step itself; sixteen parts of it cost as much as a step.
    fn charge(&mut self, parts: usize) {
        self.steps = self.steps.saturating_sub(parts / 16);
    }

    fn capture(&mut self, group: usize, capture: Capture) {
        if self.captures.len() <= group {
            self.captures.resize(group + 1, None);
        }
        if let Some(slot) = self.captures.get_mut(group)
            && *slot != capture
        {
            self.undo.push((group, *slot));
            *slot = capture;
        }
    }

    fn rewind(&mut self, undo: usize) {
        while self.undo.len() > undo {
            let Some((group, capture)) = self.undo.pop() else { return };
            if let Some(slot) = self.captures.get_mut(group) {
                *slot = capture;
            }
        }
    }
}

fn again<'a>(at: usize, repeat: &'a Repeat, rounds: usize, next: Rest<'a>) -> Rest<'a> {
    push(Task::Match(&repeat.node), push(Task::Round { repeat, rounds: rounds + 1, from: at }, next))
}
