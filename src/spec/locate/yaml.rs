//! Follows a pointer through YAML text, by the events of `saphyr_parser`. An alias or a merge key on the way leads to the anchor it
//! names, which is looked for in another pass. Text that stops being YAML ends the search there.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::{
    Span,
    trail::{Found, Shape, Trail},
};
use crate::spec::yaml::MERGE;

/// How many passes through the text one pointer may cost; what lies behind more aliases is found at the last of them.
const MOST_PASSES: usize = 16;

/// The node that `steps` lead to, or the deepest on the way.
pub(super) fn find(text: &str, steps: &[String]) -> Option<Found> {
    let mut best = pass(text, None, steps)?;
    let mut level = best.level;
    let mut waiting = best.elsewhere.clone();
    waiting.reverse();
    for _ in 1..MOST_PASSES {
        let Some(anchor) = waiting.pop() else {
            break;
        };
        let Some(found) = pass(text, Some(anchor), steps.get(level..).unwrap_or_default()) else {
            continue;
        };
        if found.level > 0 {
            level += found.level;
            waiting.clear();
            best = Found { level, ..found.clone() };
        }
        if level == steps.len() {
            break;
        }
        waiting.extend(found.elsewhere.into_iter().rev());
    }
    best.value = in_bytes(text, best.value);
    best.key = best.key.map(|key| in_bytes(text, key));
    Some(best)
}

/// One pass from the root, or from the node of `anchor`; offsets in characters.
fn pass(text: &str, anchor: Option<usize>, steps: &[String]) -> Option<Found> {
    let mut trail = Trail::new(steps);
    let mut begun = anchor.is_none();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else {
            break;
        };
        begun = begun || anchor_of(&event) == anchor;
        if begun {
            step(&mut trail, event, span);
        }
        if trail.is_done() {
            break;
        }
    }
    trail.finish()
}

fn step(trail: &mut Trail<'_>, event: Event<'_>, span: saphyr_parser::Span) {
    let written = Span { start: span.start.index(), end: span.end.index() };
    let closing = (!span.is_empty()).then_some(written.end);
    match event {
        Event::Scalar(text, style, _, tag) => {
            let merges = style == ScalarStyle::Plain && tag.is_none() && text == MERGE;
            trail.scalar(written, || (!merges).then_some(text));
        }
        Event::Alias(id) => trail.alias(written, id),
        Event::SequenceStart(..) => trail.open(Shape::Sequence, written),
        Event::MappingStart(..) => trail.open(Shape::Mapping, written),
        Event::SequenceEnd | Event::MappingEnd => trail.close(closing),
        _ => {}
    }
}

fn anchor_of(event: &Event<'_>) -> Option<usize> {
    match event {
        Event::Scalar(_, _, id, _) | Event::SequenceStart(id, _) | Event::MappingStart(id, _) => Some(*id),
        _ => None,
    }
}

/// A span counted in characters as one counted in bytes, without the blanks that end a block.
fn in_bytes(text: &str, span: Span) -> Span {
    let byte = |index: usize| text.char_indices().nth(index).map_or(text.len(), |(offset, _)| offset);
    let start = byte(span.start);
    let written = text.get(start..byte(span.end)).unwrap_or_default();
    Span { start, end: start + written.trim_end().len() }
}
