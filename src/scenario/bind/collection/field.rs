//! The members of a row: how each is made.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Number, Value};

use super::{Binding, formula, placed, time};
use crate::base::{Place, nearest};
use crate::collection::{Field, Make, Take};
use crate::scenario::expression::ExpressionError;
use crate::scenario::format::{self, Made, OneOrMany, Pick};
use crate::schema::pattern::Pattern;
use crate::schema::{Faker, NotFollowed};

/// The members of rows, by name.
pub(super) type Fields = IndexMap<Arc<str>, Field>;

/// The word for a member that is not there.
const NONE: &str = "none";

impl Binding<'_> {
    pub(super) fn fields(&mut self, written: &IndexMap<String, format::Field>, at: &Place) -> Fields {
        let field = |(name, field, at): (&String, &format::Field, Place)| {
            Some((Arc::from(name.as_str()), self.field(name, field, &at)?))
        };
        placed(written, at).filter_map(field).collect()
    }

    fn field(&mut self, name: &str, written: &format::Field, at: &Place) -> Option<Field> {
        let as_it_is = |make| Field { make, rate: None, condition: None, lasts: None, is_hidden: false };
        let made = match written {
            format::Field::Made(made) => made,
            format::Field::List(list) => return self.value(&Value::Array(list.clone()), at).map(as_it_is),
            format::Field::Value(value) => {
                self.check_misspelt(value, at);
                return self.value(value, at).map(as_it_is);
            }
        };
        let condition = made.expression.as_ref().and_then(|text| self.expression(text, &at.join("if")));
        Some(Field {
            make: self.make(name, made, at)?,
            rate: made.rate.map(|share| share.0 / 100.0),
            condition,
            lasts: made.lasts,
            is_hidden: made.hidden,
        })
    }

    fn make(&mut self, name: &str, made: &Made, at: &Place) -> Option<Make> {
        let ways = made.ways();
        if let [first, second, ..] = ways.as_slice() {
            let message = format!("there are both `{first}` and `{second}`: a member is made in one way");
            self.faults.refuse(&at.join(second), message, format!("leave `{first}` or `{second}` out"));
            return None;
        }
        let Some(way) = ways.first().copied() else { return self.sampled(name, at) };
        let at = at.join(way);
        if let Some(value) = &made.value {
            return self.value(value, &at);
        }
        if let Some(fake) = &made.fake {
            return self.fake(fake, &at);
        }
        if let Some(pick) = &made.pick {
            return self.pick(pick, &at);
        }
        if let Some(values) = &made.one_of {
            let makes = values.iter().enumerate().filter_map(|(index, value)| self.value(value, &at.nth(index)));
            let makes: Vec<Make> = makes.collect();
            if values.is_empty() {
                self.faults.refuse(&at, "an empty list: there is nothing to choose from", None);
            }
            return Some(Make::OneOf(makes));
        }
        if let Some(weights) = &made.weighted {
            return self.weighted(weights, &at);
        }
        if let Some([low, high]) = &made.between {
            return self.between(low, high, &at);
        }
        if let Some(pattern) = &made.pattern {
            return match Pattern::compile(pattern) {
                Ok(pattern) => Some(Make::Pattern(Box::new(pattern))),
                Err(error) => {
                    self.faults.refuse(&at, format!("`{pattern}` is no regular expression: {}", error.0), None);
                    None
                }
            };
        }
        let other = made.after.as_ref().or(made.before.as_ref())?;
        self.shift(name, other, (made.by.as_deref(), made.after.is_some()), &at)
    }

    /// A member of which nothing is said comes from the schema, which has to know it.
    fn sampled(&mut self, name: &str, at: &Place) -> Option<Make> {
        let is_ours = [&self.face.key, &self.face.time].into_iter().flatten().any(|own| own == name);
        let known = self.item.as_ref().map(super::Item::names).unwrap_or_default();
        let is_known = is_ours || self.item.as_ref().is_some_and(|item| item.member(name).is_some());
        if !is_known {
            let help = match nearest(name, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "say how: `fake`, `pick`, `one-of`, `weighted`, `between`, `pattern`, `after`, a value".to_owned()
                }
            };
            self.faults.refuse(at, format!("nothing says how `{name}` is made: no schema has it"), help);
        }
        is_known.then_some(Make::Schema)
    }

    /// A value, which may hold templates.
    fn value(&mut self, value: &Value, at: &Place) -> Option<Make> {
        match formula::of_value(value) {
            Ok(None) => Some(Make::Constant(value.clone())),
            Ok(Some(formula)) => Some(Make::Formula(formula)),
            Err(errors) => {
                for (pointer, error) in errors {
                    let at = pointer.steps().fold(at.clone(), |at, step| at.join(&step));
                    self.faults.template(&at, error);
                }
                None
            }
        }
    }

    pub(super) fn expression(&mut self, text: &str, at: &Place) -> Option<Arc<dyn crate::collection::Formula>> {
        self.compiled(formula::of_expression(text), at)
    }

    pub(super) fn text(&mut self, text: &str, at: &Place) -> Option<Arc<dyn crate::collection::Formula>> {
        self.compiled(formula::of_text(text), at)
    }

    fn compiled<T>(&mut self, result: Result<T, ExpressionError>, at: &Place) -> Option<T> {
        result.map_err(|error| self.faults.template(at, error)).ok()
    }

    fn fake(&mut self, written: &Value, at: &Place) -> Option<Make> {
        match Faker::read(written) {
            Ok(faker) => Some(Make::Fake(Box::new(faker))),
            Err(NotFollowed::Unknown(name, near)) => {
                let help = near.map_or_else(
                    || "they are those of `x-faker`: `person.firstName`, `internet.email`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                self.faults.refuse(at, format!("`{name}` is no method of `fake`"), help);
                None
            }
            Err(NotFollowed::Shape) => {
                let help = "write `person.firstName`, or `{ number.int: { min: 1, max: 5 } }`".to_owned();
                self.faults.refuse(at, "`fake` needs the name of a method", help);
                None
            }
        }
    }

    fn pick(&mut self, written: &Pick, at: &Place) -> Option<Make> {
        let (of, take, place) = match written {
            Pick::Of(of) => (of, None, at.clone()),
            Pick::Parts { of, take } => (of, take.as_ref(), at.join("of")),
        };
        let is_known = self.known(of, &place);
        if let Some(face) = self.ground.census.face(of) {
            // Of a partition that both share it is the same one.
            let is_apart = face.partition.is_some() && face.partition != self.written.partition;
            if is_apart && of != self.name {
                let message = format!("`{of}` has a `partition`: nobody knows whose rows are meant");
                self.faults.refuse(&place, message, "pick from a collection that is one list".to_owned());
            }
            let names = take.map(OneOrMany::as_slice).unwrap_or_default();
            for (index, name) in names.iter().enumerate() {
                let first = name.split('.').next().unwrap_or_default();
                if face.is_known && !face.is_open && !face.members.contains(first) {
                    let at = at.join("take");
                    let at = if matches!(take, Some(OneOrMany::Many(_))) { at.nth(index) } else { at };
                    let near = nearest(first, face.members.iter().map(String::as_str));
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    self.faults.refuse(&at, format!("rows of `{of}` have no `{name}`"), help);
                }
            }
        }
        let take = match take {
            None => Take::Whole,
            Some(OneOrMany::One(name)) => Take::Member(name.as_str().into()),
            Some(OneOrMany::Many(names)) => Take::Members(names.iter().map(|name| name.as_str().into()).collect()),
        };
        is_known.then(|| Make::Pick(of.as_str().into(), take))
    }

    fn weighted(&mut self, weights: &IndexMap<String, f64>, at: &Place) -> Option<Make> {
        for (_, weight, at) in placed(weights, at) {
            self.weight(*weight, &at);
        }
        if weights.values().all(|weight| *weight <= 0.0) {
            self.faults.refuse(at, "nothing has any weight: there is nothing to choose from", None);
            return None;
        }
        let text = |name: &String| (name != NONE).then(|| Arc::from(name.as_str()));
        Some(Make::Weighted(weights.iter().map(|(name, weight)| (text(name), *weight)).collect()))
    }

    pub(super) fn weight(&mut self, weight: f64, at: &Place) {
        if !(weight.is_finite() && weight >= 0.0) {
            self.faults.refuse(at, format!("`{weight}` is no weight: they are 0 or more"), None);
        }
    }

    fn between(&mut self, low: &Number, high: &Number, at: &Place) -> Option<Make> {
        if low.as_f64() > high.as_f64() {
            let help = format!("write `[{high}, {low}]`");
            self.faults.refuse(at, format!("no number is above {low} and below {high}"), help);
            return None;
        }
        Some(Make::Between(low.clone(), high.clone()))
    }

    /// A time that is told from another member's.
    fn shift(&mut self, name: &str, other: &str, (by, is_after): (Option<&str>, bool), at: &Place) -> Option<Make> {
        let is_known = self.face.is_open && self.written.fields.is_empty() || self.face.members.contains(other);
        if !is_known || other == name {
            let near = nearest(other, self.face.members.iter().map(String::as_str).filter(|known| *known != name));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            let message = if other == name {
                format!("`{name}` cannot be told from itself")
            } else {
                format!("rows of `{}` have no `{other}`", self.name)
            };
            self.faults.refuse(at, message, help);
            return None;
        }
        let Some(by) = by else {
            let key = at.pointer.last().unwrap_or_default();
            let place = Place::new(at.file, at.pointer.parent());
            let help = "say how far: `by: 30ms..110ms`".to_owned();
            self.faults.tell("scenario-key-missing", &place, format!("`{key}` needs `by`"), Some(help));
            return None;
        };
        match time::between(by) {
            Ok((low, high)) if is_after => Some(Make::Shift(other.into(), low, high)),
            Ok((low, high)) => Some(Make::Shift(other.into(), -high, -low)),
            Err(message) => {
                let place = Place::new(at.file, at.pointer.parent()).join("by");
                self.faults.tell("scenario-value", &place, message, Some("write `30ms..110ms`, or `5s`".to_owned()));
                None
            }
        }
    }

    /// Tells of an object that was meant to say how a member is made: all of its keys are those words, or nearly.
    fn check_misspelt(&mut self, value: &Value, at: &Place) {
        let Some(members) = value.as_object().filter(|members| !members.is_empty()) else { return };
        let is_near = |key: &String| nearest(key, KEYS).is_some();
        let wrong = members.keys().find(|key| !KEYS.contains(&key.as_str()));
        let Some(wrong) = wrong.filter(|_| members.keys().all(is_near)) else { return };
        if let Some(near) = nearest(wrong, KEYS) {
            let message = format!("unknown key `{wrong}`; did you mean `{near}`?");
            let help = Some("an object that is the value itself is written under `value`".to_owned());
            self.faults.tell("scenario-key-unknown", &at.join(wrong), message, help);
        }
    }
}

/// The keys of [`Made`], as they are written.
const KEYS: [&str; 14] = [
    "value", "fake", "pick", "one-of", "weighted", "between", "pattern", "after", "before", "by", "rate", "if",
    "lasts", "hidden",
];
