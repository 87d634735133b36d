//! The syntax tree of a pattern → the source of a `regex` that means the same, which matches in linear time. There is none
//! for look-around and back references, nor for trees whose text or automaton would grow beyond the limits.

use std::fmt::Write as _;

use super::syntax::{Kind, Node};

/// Longest source handed to `regex`, in bytes.
const MAX_SOURCE: usize = 64 * 1024;
/// Largest compiled automaton, in bytes: beyond it compiling takes longer than matching ever saves.
const MAX_PROGRAM: usize = 1024 * 1024;

/// The automaton of `tree`.
pub(super) fn compile(tree: &Node) -> Option<regex::Regex> {
    let mut source = String::new();
    write(tree, &mut source)?;
    regex::RegexBuilder::new(&source).size_limit(MAX_PROGRAM).dfa_size_limit(MAX_PROGRAM).build().ok()
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
            out.push_str("(?:");
            write(node, out)?;
            out.push(')');
        }
        Kind::Start => out.push_str(r"\A"),
        Kind::End => out.push_str(r"\z"),
        Kind::Boundary { negated: false } => out.push_str(r"(?-u:\b)"),
        Kind::Boundary { negated: true } => out.push_str(r"(?-u:\B)"),
        Kind::Back(_) | Kind::Look { .. } => return None,
    }
    Some(())
}
