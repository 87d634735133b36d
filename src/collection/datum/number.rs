//! Numbers of any kind, compared by what they are worth. Invariant: a total order in which no digit is lost, and no allocation.

use std::cmp::Ordering;
use std::fmt;

use serde_json::Number as Json;

/// A number as JSON has them, and what JSON has not: infinities and what is no number.
#[derive(Clone, Copy, Debug)]
pub(in crate::collection) enum Number {
    /// A whole number.
    Whole(i64),
    /// A whole number that is too large for the former.
    Large(u64),
    /// Any other.
    Float(f64),
}

/// 2^63 and 2^64: from there on no whole number is greater.
const END_OF_WHOLE: f64 = 9_223_372_036_854_775_808.0;
const END_OF_LARGE: f64 = 18_446_744_073_709_551_616.0;

impl Number {
    pub(in crate::collection) fn of(number: &Json) -> Self {
        if let Some(whole) = number.as_i64() {
            Self::Whole(whole)
        } else if let Some(large) = number.as_u64() {
            Self::Large(large)
        } else {
            Self::Float(number.as_f64().unwrap_or(f64::NAN))
        }
    }

    pub(in crate::collection) const fn is_nan(self) -> bool {
        matches!(self, Self::Float(float) if float.is_nan())
    }

    /// What is left of it without its fraction, if that fits.
    #[allow(clippy::cast_possible_truncation, reason = "what would not fit is sorted out before")]
    pub(in crate::collection) fn truncated(self) -> Option<i64> {
        match self {
            Self::Whole(whole) => Some(whole),
            Self::Large(_) => None,
            Self::Float(float) => (-END_OF_WHOLE..END_OF_WHOLE).contains(&float).then_some(float as i64),
        }
    }

    /// The whole number that it is.
    pub(in crate::collection) fn whole(self) -> Option<i64> {
        self.truncated().filter(|whole| Self::Whole(*whole).cmp(&self).is_eq())
    }
}

/// A whole number and a float: what has no value comes before all that have one.
#[allow(clippy::cast_possible_truncation, reason = "what would not fit is sorted out before")]
fn against(whole: i128, float: f64) -> Ordering {
    if float.is_nan() || float < -END_OF_WHOLE {
        return Ordering::Greater;
    }
    if float >= END_OF_LARGE {
        return Ordering::Less;
    }
    let trunk = float.trunc();
    whole.cmp(&(trunk as i128)).then_with(|| 0.0_f64.total_cmp(&(float - trunk + 0.0)))
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (*self, *other) {
            (Self::Whole(one), Self::Whole(two)) => one.cmp(&two),
            (Self::Large(one), Self::Large(two)) => one.cmp(&two),
            (Self::Whole(_), Self::Large(_)) => Ordering::Less,
            (Self::Large(_), Self::Whole(_)) => Ordering::Greater,
            (Self::Whole(whole), Self::Float(float)) => against(i128::from(whole), float),
            (Self::Large(large), Self::Float(float)) => against(i128::from(large), float),
            (Self::Float(float), Self::Whole(whole)) => against(i128::from(whole), float).reverse(),
            (Self::Float(float), Self::Large(large)) => against(i128::from(large), float).reverse(),
            (Self::Float(one), Self::Float(two)) => {
                one.partial_cmp(&two).unwrap_or_else(|| two.is_nan().cmp(&one.is_nan()))
            }
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl fmt::Display for Number {
    /// Numbers that are equal are written alike.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.whole(), self) {
            (Some(whole), _) => write!(f, "{whole}"),
            (None, Self::Whole(whole)) => write!(f, "{whole}"),
            (None, Self::Large(large)) => write!(f, "{large}"),
            (None, Self::Float(float)) => write!(f, "{float:e}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_all_kinds_stand_in_one_order() {
        use Number::{Float, Large, Whole};
        let order = [
            Float(f64::NAN),
            Float(f64::NEG_INFINITY),
            Float(-1e300),
            Whole(i64::MIN),
            Float(-1.5),
            Whole(-1),
            Float(-0.5),
            Whole(0),
            Float(0.5),
            Whole(1),
            Float(1.5),
            Whole((1 << 53) - 1),
            Float(9_007_199_254_740_992.0),
            Whole((1 << 53) + 1),
            Whole(i64::MAX),
            Float(END_OF_WHOLE),
            Large((1 << 63) + 1),
            Large(u64::MAX),
            Float(END_OF_LARGE),
            Float(f64::INFINITY),
        ];
        for (i, one) in order.iter().enumerate() {
            for (j, two) in order.iter().enumerate() {
                assert_eq!(one.cmp(two), i.cmp(&j), "{one:?} and {two:?}");
            }
        }
        assert_eq!(Float(-0.0), Whole(0));
        assert_eq!(Float(5.0).to_string(), Whole(5).to_string());
        assert_eq!(Float(-2.9).truncated(), Some(-2));
        assert_eq!((Float(2.5).whole(), Float(1e30).whole(), Float(7.0).whole()), (None, None, Some(7)));
    }
}
