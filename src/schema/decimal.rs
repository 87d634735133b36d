//! Turns JSON numbers into decimals on scaled integers, so that 0.01 is 0.01. What is too large or too fine for that is
//! moved to the nearest number that is not: a bound of 1e308 bounds nothing that anyone would sample.

use serde_json::Number;

/// What is not bounded lies within this: far beyond `u64`, with room to multiply.
pub(super) const FAR: i128 = 10_i128.pow(30);
/// More digits after the point than this are cut off.
pub(super) const DIGITS: u32 = 17;

/// `digits / 10^scale`, within [`FAR`] and with at most [`DIGITS`] after the point, no trailing zeros there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimal {
    digits: i128,
    /// The number of digits after the point.
    pub(super) scale: u32,
}

impl Decimal {
    /// An integer.
    pub(super) const fn whole(number: i128) -> Self {
        Self { digits: number, scale: 0 }
    }

    /// The decimal a JSON number is written as: the shortest text that means it.
    pub(super) fn of(number: &Number) -> Self {
        let text = number.to_string();
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let negative = whole.starts_with('-');
        let edge = Self::whole(if negative { -FAR } else { FAR });
        let Ok(mut digits) = format!("{whole}{fraction}").parse::<i128>() else { return edge };
        let mut scale = i64::try_from(fraction.len()).unwrap_or(0) - exponent.parse::<i64>().unwrap_or(0);
        while digits != 0 && digits % 10 == 0 && scale > 0 {
            digits /= 10;
            scale -= 1;
        }
        while scale < 0 && digits != 0 && digits.abs() < FAR {
            digits *= 10;
            scale += 1;
        }
        while scale > i64::from(DIGITS) && digits != 0 {
            digits /= 10;
            scale -= 1;
        }
        if digits == 0 {
            return Self::whole(0);
        }
        let decimal = Self { digits, scale: u32::try_from(scale).unwrap_or(0) };
        match decimal.floor(0) {
            Some(floor) if scale >= 0 && floor.abs() < FAR => decimal,
            _ => edge,
        }
    }

    /// Its digits at another scale that is no smaller.
    pub(super) fn at(self, scale: u32) -> Option<i128> {
        self.digits.checked_mul(10_i128.checked_pow(scale.checked_sub(self.scale)?)?)
    }

    /// The greatest multiple of `10^-scale` that is not above it, as its digits.
    pub(super) fn floor(self, scale: u32) -> Option<i128> {
        match scale.checked_sub(self.scale) {
            Some(_) => self.at(scale),
            None => Some(self.digits.div_euclid(10_i128.checked_pow(self.scale - scale)?)),
        }
    }

    /// Its floor, or the end of what can be counted on a grid that fine.
    pub(super) fn clamped(self, scale: u32) -> i128 {
        self.floor(scale).unwrap_or(if self.digits < 0 { -FAR } else { FAR })
    }

    /// Whether it is a multiple of `10^-scale`.
    pub(super) const fn is_on(self, scale: u32) -> bool {
        self.scale <= scale
    }

    /// Whether both are the same number.
    pub(super) fn same(self, other: Self) -> bool {
        self.digits == other.digits && self.scale == other.scale
    }

    /// Whether it is below the other.
    pub(super) fn less(self, other: Self) -> bool {
        let scale = self.scale.max(other.scale);
        match (self.at(scale), other.at(scale)) {
            (Some(a), Some(b)) => a < b,
            _ => self.floor(0) < other.floor(0),
        }
    }
}

/// The least common multiple, `None` where it leaves the range or a step is zero.
pub(super) fn least_common(a: i128, b: i128) -> Option<i128> {
    let (mut x, mut y) = (a.abs(), b.abs());
    while y != 0 {
        (x, y) = (y, x % y);
    }
    a.abs().checked_div(x)?.checked_mul(b.abs()).filter(|step| *step > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (number, digits, scale) in [
            (json!(0.01), 1, 2),
            (json!(-0.5), -5, 1),
            (json!(5.0), 5, 0),
            (json!(1200), 1200, 0),
            (json!(1e3), 1000, 0),
            (json!(1.5e-7), 15, 8),
            (json!(-0.0), 0, 0),
            (json!(1e308), FAR, 0),
            (json!(-1e308), -FAR, 0),
            (json!(5e-324), 0, 0),
            (json!(u64::MAX), i128::from(u64::MAX), 0),
        ] {
            let decimal = Decimal::of(number.as_number().unwrap());
            assert_eq!((decimal.digits, decimal.scale), (digits, scale), "{number}");
        }
    }

    #[test]
    fn multiples_have_a_common_multiple_unless_it_is_out_of_range() {
        assert_eq!(least_common(4, 6), Some(12));
        assert_eq!(least_common(0, 6), None);
        assert_eq!(least_common(i128::MAX, i128::MAX - 1), None);
    }
}
