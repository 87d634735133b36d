//! Numbers: from the window that the bounds leave, lifelike by the name of the property where that lies inside.

use super::demand::Demands;
use super::draw;
use super::names;
use super::proposal::{Outcome, empty};
use super::scope::Scope;
use super::text::hint;
use crate::base::Seed;
use crate::schema::bounds::{Grain, Window};
use crate::schema::merge::Conjunction;
use crate::schema::model::NumberFacet;
use crate::schema::type_set::TypeSet;

/// How often a number with a fraction is drawn where integers lie between.
const DRAWS: usize = 32;

/// A number that satisfies `all`.
pub(super) fn number(all: &Conjunction<'_>, demands: &Demands<'_>, seed: Seed, scope: &Scope<'_>) -> Outcome {
    let facets: Vec<&NumberFacet> = all.numbers().chain(&demands.numbers).collect();
    let fraction = TypeSet::NUMBER.without(TypeSet::INTEGER);
    let grain = match (all.types.meets(TypeSet::INTEGER), all.types.meets(fraction)) {
        (true, false) => Grain::Whole,
        (false, _) => Grain::Fraction,
        (true, true) => Grain::Any,
    };
    let Some(window) = Window::of(facets.iter().copied(), grain, &all.formats()) else {
        return Err(empty(TypeSet::NUMBER));
    };
    let mut rng = seed.rng();
    let hinted = names::lifelike_number(&hint(all, scope), &mut rng).and_then(|number| window.nearest(number));
    if let Some(k) = hinted.filter(|k| grain != Grain::Fraction || !window.is_whole(*k)) {
        return Ok(window.value(k));
    }
    let likely = window.likely();
    let width = u64::try_from(likely.width()).unwrap_or(u64::MAX);
    let mut draw = || likely.low + i128::from(draw::below(&mut rng, width));
    let mut drawn = draw();
    for _ in 0..DRAWS {
        if grain != Grain::Fraction || !window.is_whole(drawn) {
            return Ok(window.value(drawn));
        }
        drawn = draw();
    }
    Err(window.value(drawn))
}
