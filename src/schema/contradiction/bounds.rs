//! Contradictions between two ends: of numbers, lengths, counts of items and of properties.

use serde_json::Number;

use super::Contradiction;
use crate::base::Place;
use crate::schema::bounds::{Grain, Window};
use crate::schema::decimal::Decimal;
use crate::schema::merge::{Conjunction, Term};
use crate::schema::model::Schema;
use crate::schema::type_set::TypeSet;

/// A keyword with a number, and where it stands.
type Bound<N> = (&'static str, N, Place);

/// Why no number is left.
pub(super) fn number(all: &Conjunction<'_>) -> Option<Contradiction> {
    let grain = if all.types.contains(TypeSet::NUMBER) { Grain::Any } else { Grain::Whole };
    let facets: Vec<_> = all.numbers().collect();
    if Window::of(facets.iter().copied(), grain, &[]).is_some() {
        return None;
    }
    let mut low: Option<Bound<&Number>> = None;
    let mut high: Option<Bound<&Number>> = None;
    let mut step: Option<Bound<&Number>> = None;
    for (_, schema) in all.parts() {
        let Some(facet) = schema.number.as_deref() else { continue };
        let bound = |keyword: &'static str, number| (keyword, number, schema.origin.join(keyword));
        for (keyword, number) in [("minimum", &facet.minimum), ("exclusiveMinimum", &facet.exclusive_minimum)] {
            if let Some(number) = number
                && low.as_ref().is_none_or(|(_, old, _)| !Decimal::of(number).less(Decimal::of(old)))
            {
                low = Some(bound(keyword, number));
            }
        }
        for (keyword, number) in [("maximum", &facet.maximum), ("exclusiveMaximum", &facet.exclusive_maximum)] {
            if let Some(number) = number
                && high.as_ref().is_none_or(|(_, old, _)| !Decimal::of(old).less(Decimal::of(number)))
            {
                high = Some(bound(keyword, number));
            }
        }
        step = facet.multiple_of.as_ref().map(|number| bound("multipleOf", number)).or(step);
    }
    let what = match &step {
        Some((_, number, _)) => format!("multiple of {number}"),
        None if grain == Grain::Whole => "integer".to_owned(),
        None => "number".to_owned(),
    };
    Some(match (low, high) {
        (Some((least, from, _)), Some((most, to, at))) if Decimal::of(to).less(Decimal::of(from)) => {
            Contradiction::new(at, format!("`{least}` {from} is above `{most}` {to}"))
        }
        (Some((least, from, _)), Some((most, to, at))) => {
            Contradiction::new(at, format!("no {what} lies between `{least}` {from} and `{most}` {to}"))
        }
        (None, Some((keyword, number, at))) | (Some((keyword, number, at)), None) => {
            Contradiction::new(at, format!("no {what} can be told from another beyond `{keyword}` {number}"))
        }
        (None, None) => Contradiction::new(step?.2, format!("no {what} can be told from another")),
    })
}

/// Why no text is left.
pub(super) fn length(all: &Conjunction<'_>) -> Option<Contradiction> {
    let text = |schema: &Schema| schema.text.as_ref().map(|text| (text.min_length, text.max_length));
    ends(all, ["minLength", "maxLength"], text)
}

/// Why no array is left.
pub(super) fn count(all: &Conjunction<'_>) -> Option<Contradiction> {
    let array = |schema: &Schema| schema.array.as_ref().map(|array| (array.min_items, array.max_items));
    ends(all, ["minItems", "maxItems"], array).or_else(|| too_few_values(all))
}

/// Why no object is left.
pub(super) fn size(all: &Conjunction<'_>) -> Option<Contradiction> {
    let object = |schema: &Schema| schema.object.as_ref().map(|object| (object.min_properties, object.max_properties));
    if let Some(found) = ends(all, ["minProperties", "maxProperties"], object) {
        return Some(found);
    }
    let most = all.size().1?;
    let mut names: Vec<&str> = all.required().collect();
    names.sort_unstable();
    names.dedup();
    let (_, limiting) =
        all.parts().iter().find(|(_, schema)| object(schema).is_some_and(|(_, max)| max == Some(most)))?;
    let why = format!("`required` has {} names, `maxProperties` allows {most}", names.len());
    (names.len() as u64 > most).then(|| Contradiction::new(limiting.origin.join("maxProperties"), why))
}

/// A least and a greatest number of which the first is the greater.
fn ends(
    all: &Conjunction<'_>,
    [least, most]: [&'static str; 2],
    of: impl Fn(&Schema) -> Option<(Option<u64>, Option<u64>)>,
) -> Option<Contradiction> {
    let parts = || all.parts().iter().filter_map(|(_, schema)| Some((of(schema)?, &schema.origin)));
    let from = parts().filter_map(|((from, _), _)| from).max()?;
    let (to, at) = parts().filter_map(|((_, to), at)| Some((to?, at))).min_by_key(|(to, _)| *to)?;
    (from > to).then(|| Contradiction::new(at.join(most), format!("`{least}` {from} is above `{most}` {to}")))
}

/// `uniqueItems` of which there are fewer than `minItems` demands.
fn too_few_values(all: &Conjunction<'_>) -> Option<Contradiction> {
    let least = all.count().0;
    let (_, schema) = all.parts().iter().find(|(_, schema)| schema.array.as_ref().is_some_and(|array| array.unique))?;
    if least < 2 || all.arrays().any(|array| !array.prefix.is_empty()) {
        return None;
    }
    let terms: Vec<Term> = all.item(0);
    let items = all.joined(&terms);
    let known = match &items.values {
        Some(values) => values.len() as u64,
        None if items.types == TypeSet::BOOLEAN => 2,
        None => return None,
    };
    let why = format!("`minItems` is {least}, and `uniqueItems` has only {known} values to choose from");
    (known < least).then(|| Contradiction::new(schema.origin.join("minItems"), why))
}
