//! Everything that a schema allows, where that is little: a list that wants as many different items as there are gets them, in an order of
//! its own, where drawing until a new one turns up would take forever. What may be long is not listed.

use rand::rngs::ChaCha8Rng;
use serde_json::{Map, Value};

use super::draw;
use super::mould::Mould;
use super::proposal::Proposal;
use crate::schema::bounds::{Grain, Window};
use crate::schema::merge::Term;
use crate::schema::model::NumberFacet;
use crate::schema::type_set::TypeSet;

/// The most values that are listed.
const MOST: usize = 4_096;
/// Objects are not looked into deeper.
const DEPTH: u8 = 2;

impl<'s> Proposal<'s> {
    /// All values that may satisfy `terms` (some may not), shuffled; `None` if they may be many.
    pub(super) fn domain(&mut self, terms: &[Term], rng: &mut ChaCha8Rng) -> Option<Vec<Value>> {
        let mut values = self.every(terms, DEPTH)?;
        // Fisher and Yates.
        for at in (1..values.len()).rev() {
            values.swap(at, draw::index(rng, at + 1));
        }
        Some(values)
    }

    fn every(&mut self, terms: &[Term], depth: u8) -> Option<Vec<Value>> {
        let mould = self.mould(terms);
        let all = &mould.all;
        if let Some(values) = &all.values {
            return (values.len() <= MOST).then(|| values.iter().map(|value| (*value).clone()).collect());
        }
        let endless = TypeSet::STRING.or(TypeSet::ARRAY).or(TypeSet::NUMBER.without(TypeSet::INTEGER));
        if all.types.meets(endless) || !all.groups.is_empty() {
            return None;
        }
        let mut values = Vec::new();
        if all.types.meets(TypeSet::NULL) {
            values.push(Value::Null);
        }
        if all.types.meets(TypeSet::BOOLEAN) {
            values.extend([Value::Bool(false), Value::Bool(true)]);
        }
        let facets: Vec<&NumberFacet> = all.numbers().collect();
        if all.types.meets(TypeSet::INTEGER)
            && let Some(window) = Window::of(facets.iter().copied(), Grain::Whole, &all.formats())
        {
            let most = i128::try_from(MOST).unwrap_or_default();
            if window.width() > most {
                return None;
            }
            values.extend((window.low..=window.high).map(|k| window.value(k)));
        }
        if all.types.meets(TypeSet::OBJECT) {
            values.extend(self.objects(&mould, depth.checked_sub(1)?)?);
        }
        (values.len() <= MOST).then_some(values)
    }

    /// Every object that has just the properties it must have.
    fn objects(&mut self, mould: &Mould<'s>, depth: u8) -> Option<Vec<Value>> {
        let mut objects = vec![Map::new()];
        for member in self.outline(mould).members.iter().filter(|member| member.is_required) {
            let values = self.every(&member.terms, depth)?;
            if values.len().saturating_mul(objects.len()) > MOST {
                return None;
            }
            let with = |object: &Map<String, Value>, value: &Value| {
                let mut object = object.clone();
                object.insert(member.name.to_owned(), value.clone());
                object
            };
            objects = objects.iter().flat_map(|object| values.iter().map(move |value| with(object, value))).collect();
        }
        Some(objects.into_iter().map(Value::Object).collect())
    }
}
