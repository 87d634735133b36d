//! The functions: what is drawn from the seed of the place where it is called, and what writes values differently.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::Value;
use rand::Rng as _;
use serde_json::{Value as Json, json};

use super::cost::Cost;
use super::exchange::{is_list, is_nothing, lift, printed, settle, surface};
use super::operate::{Amount, read_amount};
use crate::base::Seed;
use crate::scenario::expression::ExpressionError;
use crate::schema::{Faker, Later, Locale, NotFollowed, draw};

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Function {
    Base64,
    Fake,
    Hex,
    Json,
    Pick,
    Random,
    Range,
    Uuid,
}

/// Names, and how each is called.
pub(super) const FUNCTIONS: &[(&str, Function, &str)] = &[
    ("base64", Function::Base64, "base64(text)"),
    ("fake", Function::Fake, "fake(\"person.firstName\")"),
    ("hex", Function::Hex, "hex(16)"),
    ("json", Function::Json, "json(value)"),
    ("pick", Function::Pick, "pick([1, 2, 3])"),
    ("random", Function::Random, "random(1, 6)"),
    ("range", Function::Range, "range(3)"),
    ("uuid", Function::Uuid, "uuid()"),
];

/// The longest list of `range`.
const LONGEST_RANGE: u64 = 10_000;
/// The longest text of `hex`.
const LONGEST_HEX: i128 = 4096;
const HEX: &str = "0123456789abcdef";

impl Function {
    /// How few and how many arguments it takes.
    pub(super) const fn arguments(self) -> (usize, usize) {
        match self {
            Self::Uuid => (0, 0),
            Self::Base64 | Self::Hex | Self::Json | Self::Pick => (1, 1),
            Self::Random => (2, 2),
            Self::Range => (1, 3),
            Self::Fake => (1, usize::MAX),
        }
    }

    /// Calls it.
    pub(super) fn call(
        self,
        arguments: &[Value],
        (seed, locale, later): (Seed, Locale, Later),
        cost: &mut Cost,
    ) -> Result<Value, ExpressionError> {
        let first = arguments.first().unwrap_or(&Value::UNDEFINED);
        let mut rng = seed.rng();
        match self {
            // Nothing in, nothing out: a call that lacks something is no error.
            Self::Pick | Self::Hex if is_nothing(first) && !arguments.is_empty() => Ok(Value::UNDEFINED),
            Self::Random if arguments.len() > 1 && arguments.iter().any(is_nothing) => Ok(Value::UNDEFINED),
            Self::Base64 => {
                let text = printed(first, cost)?;
                cost.bytes(text.len().saturating_mul(2))?;
                Ok(Value::from(STANDARD.encode(text)))
            }
            Self::Json => {
                let text = settle(first, cost)?.to_string();
                cost.bytes(text.len())?;
                Ok(Value::from(text))
            }
            Self::Uuid => {
                let mut bytes = [0; 16];
                rng.fill_bytes(&mut bytes);
                Ok(Value::from(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()))
            }
            Self::Hex => {
                let length = whole(first).filter(|length| (0..=LONGEST_HEX).contains(length));
                let length = length.and_then(|length| usize::try_from(length).ok());
                let length = length.ok_or_else(|| wrong(format!("`hex` needs a number from 0 to {LONGEST_HEX}")))?;
                cost.steps(length)?;
                Ok(Value::from(draw::letters(&mut rng, HEX, length)))
            }
            Self::Pick => {
                cost.steps(surface(first))?;
                let items: Vec<_> =
                    if is_list(first) { first.try_iter().into_iter().flatten().collect() } else { Vec::new() };
                draw::pick(&mut rng, &items).cloned().ok_or_else(|| wrong("`pick` needs a list with items".to_owned()))
            }
            Self::Random => {
                let bounds = arguments.first().and_then(read_amount).zip(arguments.get(1).and_then(read_amount));
                match bounds {
                    Some((Amount::Whole(low), Amount::Whole(high))) if low <= high => {
                        let bound =
                            |number| i64::try_from(number).map_err(|_| wrong("a number is too large".to_owned()));
                        Ok(Value::from(draw::between(&mut rng, bound(low)?..=bound(high)?)))
                    }
                    Some((low, high)) if low.real() <= high.real() => {
                        let (low, high) = (low.real(), high.real());
                        Amount::Real(low + (high - low) * draw::unit(&mut rng)).value()
                    }
                    _ => Err(wrong("`random` needs two numbers, the smaller one first".to_owned())),
                }
            }
            Self::Range => range(arguments, cost),
            Self::Fake => {
                let arguments = arguments.iter().map(|value| settle(value, cost)).collect::<Result<Vec<_>, _>>()?;
                lift(&faker(arguments)?.sample(seed, locale, later), cost)
            }
        }
    }
}

/// The method that `fake` is asked for: its name, and what it is given.
pub(super) fn faker(arguments: Vec<Json>) -> Result<Faker, ExpressionError> {
    let mut arguments = arguments.into_iter();
    let Some(Json::String(name)) = arguments.next() else {
        return Err(
            wrong("`fake` needs the name of a method".to_owned()).with_help("write `fake(\"person.firstName\")`")
        );
    };
    let rest: Vec<_> = arguments.collect();
    let keyword = if rest.is_empty() { Json::String(name) } else { json!({ name: rest }) };
    Faker::read(&keyword).map_err(|error| match error {
        NotFollowed::Unknown(name, nearest) => {
            let error = wrong(format!("`{name}` is no method of `fake`"));
            match nearest {
                Some(nearest) => error.with_help(format!("did you mean `{nearest}`?")),
                None => error.with_help("they are those of `x-faker`: `person.firstName`, `internet.email`"),
            }
        }
        NotFollowed::Shape => wrong("`fake` needs the name of a method".to_owned()),
    })
}

/// `range(stop)`, `range(start, stop)`, `range(start, stop, step)`.
fn range(arguments: &[Value], cost: &mut Cost) -> Result<Value, ExpressionError> {
    let needs = || wrong("`range` needs whole numbers, and a step that is not zero".to_owned());
    let numbers = arguments.iter().map(whole).collect::<Option<Vec<_>>>().ok_or_else(needs)?;
    let (start, stop, step) = match *numbers {
        [stop] => (0, stop, 1),
        [start, stop] => (start, stop, 1),
        [start, stop, step] if step != 0 => (start, stop, step),
        _ => return Err(needs()),
    };
    let distance = if step > 0 { stop.saturating_sub(start) } else { start.saturating_sub(stop) };
    let length = u128::try_from(distance).unwrap_or_default().div_ceil(step.unsigned_abs());
    let length = u64::try_from(length).ok().filter(|length| *length <= LONGEST_RANGE);
    let length = length.ok_or_else(|| wrong(format!("`range` makes at most {LONGEST_RANGE} numbers")))?;
    cost.steps(usize::try_from(length).unwrap_or(usize::MAX))?;
    let at = |index: u64| Amount::Whole(start + step * i128::from(index)).value();
    Ok(Value::from((0..length).map(at).collect::<Result<Vec<_>, _>>()?))
}

fn whole(value: &Value) -> Option<i128> {
    match read_amount(value)? {
        Amount::Whole(number) => Some(number),
        Amount::Real(_) => None,
    }
}

fn wrong(message: String) -> ExpressionError {
    ExpressionError { message, help: None }
}
