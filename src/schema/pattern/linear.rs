//! The syntax tree of a pattern → its source in the words of the `regex` crate, which mean the same; the automaton of that matches in
//! linear time. There is none for look-around and back references (their source is one for `fancy-regex`), nor for trees whose text or
//! automaton would grow beyond the limits.

use std::fmt::Write as _;

use super::syntax::{Kind, Node};

/// Longest source handed to `regex`, in bytes.
const MAX_SOURCE: usize = 64 * 1024;
/// Largest compiled automaton, in bytes: beyond it compiling takes longer than matching ever saves.
const MAX_PROGRAM: usize = 1024 * 1024;

/// The automaton of `tree`.
pub(super) fn compile(tree: &Node) -> Option<regex::Regex> {
    // What is none for `regex` is refused by `regex`.
    let source = source(tree)?;
    regex::RegexBuilder::new(&source).size_limit(MAX_PROGRAM).dfa_size_limit(MAX_PROGRAM).build().ok()
}

/// The source of `tree` for `regex` or `fancy-regex`; `None` if it is too long.
pub(super) fn source(tree: &Node) -> Option<String> {
    let mut source = String::new();
    write(tree, &mut source)?;
    Some(source)
}

fn write(node: &Node, out: &mut String) -> Option<()> {
    if out.len() > MAX_SOURCE {
        return None;
    }
    match &node.kind {
        Kind::Set(set) => {
            out.push('[');
            if set.ranges().is_empty() {
                out.push_str(r"^\x{0}-\x{10ffff}");
            }
            for range in set.ranges() {
                let (low, high) = (u32::from(range.start()), u32::from(range.end()));
                write!(out, r"\x{{{low:x}}}-\x{{{high:x}}}").ok()?;
            }
            out.push(']');
        }
        Kind::Concat(nodes) => nodes.iter().try_for_each(|node| write(node, out))?,
        Kind::Alternate(nodes) => {
            for (nth, node) in nodes.iter().enumerate() {
                out.push_str(if nth == 0 { "(?:" } else { "|" });
                write(node, out)?;
            }
            out.push(')');
        }
        Kind::Repeat(repeat) => {
            out.push_str("(?:");
            write(&repeat.node, out)?;
            match repeat.most {
                usize::MAX => write!(out, "){{{},}}", repeat.least),
                most => write!(out, "){{{},{most}}}", repeat.least),
            }
            .ok()?;
        }
        Kind::Capture(_, node) => {
            out.push('(');
            write(node, out)?;
            out.push(')');
        }
        Kind::Look { behind, negated, node } => {
            out.push_str(match (behind, negated) {
                (false, false) => "(?=",
                (false, true) => "(?!",
                (true, false) => "(?<=",
                (true, true) => "(?<!",
            });
            write(node, out)?;
            out.push(')');
        }
        // Closed off, so that a digit after it stays one.
        Kind::Back(group) => write!(out, r"(?:\{group})").ok()?,
        Kind::Start => out.push_str(r"\A"),
        Kind::End => out.push_str(r"\z"),
        Kind::Boundary { negated: false } => out.push_str(r"(?-u:\b)"),
        Kind::Boundary { negated: true } => out.push_str(r"(?-u:\B)"),
    }
    Some(())
}
