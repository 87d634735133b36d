//! Numbers: from the window that the bounds leave, lifelike by the name of the property where that lies inside, else of the
//! size that the examples have.

use serde_json::{Number, Value};

use super::demand::Demands;
use super::draw;
use super::mould::Mould;
use super::names::Telling;
use super::proposal::{Outcome, Proposal, empty};
use super::scope::Scope;
use crate::base::Seed;
use crate::schema::bounds::{Grain, Window};
use crate::schema::merge::{Conjunction, same};
use crate::schema::model::NumberFacet;
use crate::schema::type_set::TypeSet;

/// How often a number with a fraction is drawn where integers lie between.
const DRAWS: usize = 32;
/// Smaller keys in examples are placeholders: there are more things than that.
const SMALLEST_KEY: f64 = 1000.0;
/// How many numbers are looked at where draws find none.
const SEARCH: usize = 4_096;
/// How often a lifelike number is asked for.
const TRIES: u64 = 3;

impl<'s> Proposal<'s> {
    /// A number that satisfies `all`.
    pub(super) fn number(&self, mould: &Mould<'s>, demands: &Demands<'s>, seed: Seed, scope: &Scope<'_>) -> Outcome {
        let (all, grain) = (&mould.all, mould.grain());
        let facets: Vec<&NumberFacet> = all.numbers().chain(&demands.numbers).collect();
        let window = if demands.numbers.is_empty() {
            mould.window()
        } else {
            Window::of(facets.iter().copied(), grain, &all.formats())
        };
        let Some(window) = window else { return Err(empty(TypeSet::NUMBER)) };
        let right = |k: &i128| grain != Grain::Fraction || !window.is_whole(*k);
        let free = |value: &Value| !demands.except.iter().any(|other| same(other, value));
        let near = |number: f64| window.nearest(number).filter(right);
        let is_free = grain != Grain::Whole && facets.iter().all(|facet| facet.multiple_of.is_none());
        for number in (0..TRIES).filter_map(|attempt| self.likely(all, seed, scope, attempt)) {
            let Some(k) = near(number).filter(|k| free(&window.value(*k))) else { continue };
            // Our own grid is coarser than coordinates are.
            let exact = Number::from_f64(number).filter(|_| is_free && number.fract() != 0.0 && k < window.high);
            return Ok(exact.map_or_else(|| window.value(k), Value::Number));
        }
        let mut rng = seed.rng();
        let likely = window.likely();
        let width = u64::try_from(likely.width()).unwrap_or(u64::MAX);
        let mut draw = || likely.low + i128::from(draw::below(&mut rng, width));
        let mut drawn = draw();
        for _ in 0..DRAWS {
            if right(&drawn) && free(&window.value(drawn)) {
                return Ok(window.value(drawn));
            }
            drawn = draw();
        }
        // Where nearly everything is excepted, what is left is looked for.
        let rest = (window.low..=window.high).take(SEARCH).filter(right).map(|k| window.value(k));
        rest.into_iter().find(free).ok_or_else(|| window.value(drawn))
    }

    /// What a number of that name and with those examples could be.
    fn likely(&self, all: &Conjunction<'s>, seed: Seed, scope: &Scope<'_>, attempt: u64) -> Option<f64> {
        let sense = self.sense(all, scope);
        let seed = seed.attempt("/again", attempt);
        let rng = &mut seed.rng();
        let listed: Vec<f64> = sense.listed.iter().filter_map(|text| text.parse().ok()).collect();
        if let Some(number) = draw::pick(rng, &listed) {
            return Some(*number);
        }
        let taught = || self.shapes.and_then(|shapes| all.parts().iter().rev().find_map(|(id, _)| shapes.at(*id)));
        let range = sense.learnt.number.or_else(|| taught().and_then(|learnt| learnt.number));
        match (&sense.quantity, range) {
            (None, Some((low, high))) => Some(sized(draw::unit(rng), (low, high))),
            (Some(_), Some((low, high))) if sense.is_key && low >= SMALLEST_KEY => {
                Some(as_long(draw::unit(rng), (low, high)))
            }
            (Some(quantity), _) => {
                Some(quantity.make(&mut Telling { thing: scope.character.again(attempt), seed, rng }, sense.scale))
            }
            (None, None) => None,
        }
    }
}

/// A number between half the least and one and a half of the greatest example; whole where all of them are.
fn sized(unit: f64, (least, greatest): (f64, f64)) -> f64 {
    let (low, high) = (least.min(least / 2.0), greatest.max(greatest * 1.5));
    if least.fract() == 0.0 && greatest.fract() == 0.0 {
        // One small count says nothing of how far others go.
        let (low, high) = (low.floor(), high.max(low.floor() + 9.0));
        return (low + (high - low) * unit).round().max(least.min(1.0));
    }
    let fine = if greatest.abs() < 10.0 { 1000.0 } else { 100.0 };
    ((low + (high - low) * unit) * fine).round() / fine
}

/// A whole number with as many digits as the examples.
fn as_long(unit: f64, (low, high): (f64, f64)) -> f64 {
    let (low, high) = (10_f64.powi(digits(low)), 10_f64.powi(digits(high) + 1) - 1.0);
    (low + (high - low) * unit).floor()
}

/// The digits before the point, less one.
fn digits(number: f64) -> i32 {
    let text = format!("{:.0}", number.abs());
    i32::try_from(text.len()).unwrap_or(1) - 1
}
