//! Operators. What is there is compared and calculated; what is not there is less, greater and equal to nothing, and makes nothing.
//!
//! Texts that came in a URL or a header are numbers to a number, as in matchers: `query.count > 100` asks what it seems to ask.

use std::cmp::Ordering;

use minijinja::value::{Value, ValueKind};

use super::cost::Cost;
use super::exchange::{is_list, is_nothing, kind, look_through, print, printed, surface};
use super::tree::{Comparison, Operator};
use crate::scenario::expression::ExpressionError;

/// A number.
#[derive(Clone, Copy, Debug)]
pub(super) enum Amount {
    /// Without a fraction.
    Whole(i128),
    /// With one, perhaps.
    Real(f64),
}

impl Amount {
    #[expect(clippy::cast_precision_loss, reason = "what is compared with a real number is one")]
    pub(super) fn real(self) -> f64 {
        match self {
            Self::Whole(number) => number as f64,
            Self::Real(number) => number,
        }
    }

    /// As a value; an error beyond 64 bits and for what is no number.
    pub(super) fn value(self) -> Result<Value, ExpressionError> {
        match self {
            Self::Whole(number) => i64::try_from(number)
                .map(Value::from)
                .or_else(|_| u64::try_from(number).map(Value::from))
                .map_err(|_| ExpressionError::new("a number is too large")),
            Self::Real(number) if number.is_finite() => Ok(Value::from(number)),
            Self::Real(_) => Err(ExpressionError::new("a number is too large")),
        }
    }
}

/// The number that a value is.
pub(super) fn amount(value: &Value) -> Option<Amount> {
    if value.kind() != ValueKind::Number {
        return None;
    }
    if value.is_integer() {
        i128::try_from(value.clone()).ok().map(Amount::Whole)
    } else {
        f64::try_from(value.clone()).ok().map(Amount::Real)
    }
}

/// The number that a text is, written as JSON writes it, spaces around it aside.
pub(super) fn number_in(text: &str) -> Option<Amount> {
    let text = text.trim();
    if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.')) {
        return None;
    }
    let whole = text.parse().ok().map(Amount::Whole);
    whole.or_else(|| text.parse().ok().filter(|number: &f64| number.is_finite()).map(Amount::Real))
}

/// The number that a value is, or that its text says.
pub(super) fn read_amount(value: &Value) -> Option<Amount> {
    amount(value).or_else(|| value.as_str().and_then(number_in))
}

fn by_size(left: Amount, right: Amount) -> Option<Ordering> {
    match (left, right) {
        (Amount::Whole(left), Amount::Whole(right)) => Some(left.cmp(&right)),
        _ => left.real().partial_cmp(&right.real()),
    }
}

/// Two values as numbers, if one of them is a number and the other one is, or says, one.
fn amounts(left: &Value, right: &Value) -> Option<(Amount, Amount)> {
    match (amount(left), amount(right)) {
        (Some(left), Some(right)) => Some((left, right)),
        (Some(left), None) => Some((left, number_in(right.as_str()?)?)),
        (None, Some(right)) => Some((number_in(left.as_str()?)?, right)),
        (None, None) => None,
    }
}

/// Which of two numbers or texts comes first.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    if let Some((left, right)) = amounts(left, right) {
        return by_size(left, right);
    }
    Some(left.as_str()?.cmp(right.as_str()?))
}

/// Whether two values are the same.
fn equal(left: &Value, right: &Value, cost: &mut Cost) -> Result<bool, ExpressionError> {
    if is_nothing(left) || is_nothing(right) {
        return Ok(is_nothing(left) && is_nothing(right));
    }
    if let Some((left, right)) = amounts(left, right) {
        return Ok(by_size(left, right) == Some(Ordering::Equal));
    }
    // True is not 1.
    if left.kind() != right.kind() && !(is_list(left) && is_list(right)) {
        return Ok(false);
    }
    look_through(left, cost)?;
    Ok(left == right)
}

/// Whether a text, a list or the names of an object have something in them.
fn contains(whole: &Value, part: &Value, cost: &mut Cost) -> Result<bool, ExpressionError> {
    cost.steps(surface(whole))?;
    if let Some(text) = whole.as_str() {
        return Ok(!is_nothing(part) && text.contains(printed(part, cost)?.as_str()));
    }
    if !is_list(whole) && whole.kind() != ValueKind::Map {
        return Ok(false);
    }
    for item in whole.try_iter().into_iter().flatten() {
        if equal(&item, part, cost)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Compares.
pub(super) fn compare(by: Comparison, left: &Value, right: &Value, cost: &mut Cost) -> Result<bool, ExpressionError> {
    cost.steps(surface(left).min(surface(right)))?;
    let ordered = |wanted: fn(Ordering) -> bool| order(left, right).is_some_and(wanted);
    Ok(match by {
        Comparison::Equal => equal(left, right, cost)?,
        Comparison::Unequal => !equal(left, right, cost)?,
        Comparison::Less => ordered(Ordering::is_lt),
        Comparison::AtMost => ordered(Ordering::is_le),
        Comparison::Greater => ordered(Ordering::is_gt),
        Comparison::AtLeast => ordered(Ordering::is_ge),
        Comparison::In => contains(right, left, cost)?,
        Comparison::NotIn => !contains(right, left, cost)?,
    })
}

/// Calculates; `~` joins texts, and so does `+` between two of them; `+` joins lists too.
pub(super) fn calculate(
    operator: Operator,
    left: &Value,
    right: &Value,
    cost: &mut Cost,
) -> Result<Value, ExpressionError> {
    let is_text = |value: &Value| value.as_str().is_some();
    if operator == Operator::Join || (operator == Operator::Add && is_text(left) && is_text(right)) {
        let mut text = printed(left, cost)?;
        print(right, &mut text, cost)?;
        return Ok(Value::from(text));
    }
    if is_nothing(left) || is_nothing(right) {
        return Ok(Value::UNDEFINED);
    }
    if operator == Operator::Add && is_list(left) && is_list(right) {
        cost.steps(surface(left) + surface(right))?;
        return Ok(left.try_iter().into_iter().flatten().chain(right.try_iter().into_iter().flatten()).collect());
    }
    let (Some(left_amount), Some(right_amount)) = (read_amount(left), read_amount(right)) else {
        let no_number = if read_amount(left).is_none() { left } else { right };
        let message = format!("`{}` needs numbers: here is {}", operator.sign(), kind(no_number));
        return Err(ExpressionError::new(message));
    };
    number(operator, left_amount, right_amount)?.value()
}

/// Calculates with numbers.
fn number(operator: Operator, left: Amount, right: Amount) -> Result<Amount, ExpressionError> {
    let divides = matches!(operator, Operator::Divide | Operator::DivideWhole | Operator::Remainder);
    if divides && right.real() == 0.0 {
        return Err(ExpressionError::new("a division by zero"));
    }
    if let (Amount::Whole(left), Amount::Whole(right)) = (left, right)
        && operator != Operator::Divide
    {
        let whole = match operator {
            Operator::Add => left.checked_add(right),
            Operator::Subtract => left.checked_sub(right),
            Operator::Multiply => left.checked_mul(right),
            Operator::DivideWhole => left.checked_div_euclid(right),
            Operator::Remainder => left.checked_rem_euclid(right),
            Operator::Power => u32::try_from(right).ok().and_then(|right| left.checked_pow(right)),
            Operator::Divide | Operator::Join => None,
        };
        if let Some(whole) = whole {
            return Ok(Amount::Whole(whole));
        }
        if operator != Operator::Power || right >= 0 {
            return Err(ExpressionError::new("a number is too large"));
        }
    }
    let (left, right) = (left.real(), right.real());
    Ok(Amount::Real(match operator {
        Operator::Add | Operator::Join => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        Operator::DivideWhole => left.div_euclid(right),
        Operator::Remainder => left.rem_euclid(right),
        Operator::Power => left.powf(right),
    }))
}
