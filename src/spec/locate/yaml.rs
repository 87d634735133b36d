//! Follows pointers through YAML text, by the events of `saphyr_parser`. An alias or a merge key on the way leads to the anchor it
//! names, which is looked for in another pass, together with those of all other pointers. Text that stops being YAML ends the search there.

use std::{borrow::Cow, collections::BTreeMap};

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::{
    Span,
    characters::Characters,
    trail::{Arrivals, Found, Shape, Trail},
    tree::Tree,
};
use crate::spec::yaml::MERGE;

/// How many passes through the text may be made; what lies behind more aliases is found at the last of them.
const MOST_PASSES: usize = 16;

/// Where a pass begins: at the anchor with this number, or at the root.
type Origin = Option<usize>;

/// A pointer on its way through the passes.
struct Search<'s> {
    /// The steps that are left.
    steps: &'s [String],
    best: Option<Found>,
    /// Where the next step may lie, the likeliest last.
    waiting: Vec<Origin>,
}

impl Search<'_> {
    /// Takes what a pass for the steps left has found.
    fn proceed(&mut self, found: Found, elsewhere: &[usize]) {
        if self.best.is_none() || found.level > 0 {
            self.steps = self.steps.get(found.level..).unwrap_or_default();
            self.waiting.clear();
            self.best = Some(Found { level: self.best.map_or(0, |best| best.level) + found.level, ..found });
        }
        if self.steps.is_empty() {
            self.waiting.clear();
        } else {
            self.waiting.extend(elsewhere.iter().take(MOST_PASSES).rev().map(|&anchor| Some(anchor)));
        }
    }
}

/// For each list of steps the node it leads to, or the deepest on the way.
pub(super) fn find(text: &str, pointers: &[Vec<String>]) -> Vec<Option<Found>> {
    let search = |steps| Search { steps, best: None, waiting: vec![None] };
    let mut searches: Vec<Search<'_>> = pointers.iter().map(|steps| search(steps)).collect();
    for _ in 0..MOST_PASSES {
        let mut wanted: BTreeMap<Origin, Tree> = BTreeMap::new();
        let mut asked = Vec::new();
        for search in &mut searches {
            if let Some(origin) = search.waiting.pop() {
                let node = wanted.entry(origin).or_default().insert(search.steps);
                asked.push((search, origin, node));
            }
        }
        if asked.is_empty() {
            break;
        }
        let arrivals = pass(text, &wanted);
        for (search, origin, node) in asked {
            if let Some((found, elsewhere)) = arrivals.get(&origin).and_then(|arrivals| arrivals.nearest(node)) {
                search.proceed(found, elsewhere);
            }
        }
    }
    let characters = Characters::new(text);
    let in_bytes = |found: Found| Found {
        key: found.key.map(|key| in_bytes(text, &characters, key)),
        value: in_bytes(text, &characters, found.value),
        ..found
    };
    searches.into_iter().map(|search| search.best.map(in_bytes)).collect()
}

/// One pass that follows each tree from its origin; offsets in characters.
fn pass(text: &str, wanted: &BTreeMap<Origin, Tree>) -> BTreeMap<Origin, Arrivals> {
    let mut waiting: BTreeMap<Origin, Trail<'_>> =
        wanted.iter().map(|(&origin, tree)| (origin, Trail::new(tree))).collect();
    let mut done = BTreeMap::new();
    let mut begun: Vec<(Origin, Trail<'_>)> = waiting.remove_entry(&None).into_iter().collect();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else {
            break;
        };
        begun.extend(anchor_of(&event).and_then(|anchor| waiting.remove_entry(&Some(anchor))));
        for (_, trail) in &mut begun {
            step(trail, &event, &span);
        }
        done.extend(begun.extract_if(.., |(_, trail)| trail.is_done()).map(|(origin, trail)| (origin, trail.finish())));
        if begun.is_empty() && waiting.is_empty() {
            break;
        }
    }
    done.extend(begun.into_iter().map(|(origin, trail)| (origin, trail.finish())));
    done
}

fn step(trail: &mut Trail<'_>, event: &Event<'_>, span: &saphyr_parser::Span) {
    let written = Span { start: span.start.index(), end: span.end.index() };
    let closing = (!span.is_empty()).then_some(written.end);
    match event {
        Event::Scalar(text, style, _, tag) => {
            let merges = *style == ScalarStyle::Plain && tag.is_none() && text == MERGE;
            trail.scalar(written, || (!merges).then_some(Cow::Borrowed(text)));
        }
        Event::Alias(id) => trail.alias(written, *id),
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
fn in_bytes(text: &str, characters: &Characters<'_>, span: Span) -> Span {
    let start = characters.offset(span.start);
    let written = text.get(start..characters.offset(span.end)).unwrap_or_default();
    Span { start, end: start + written.trim_end().len() }
}
