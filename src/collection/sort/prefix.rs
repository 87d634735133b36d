//! A number for each value of a row, so that most keys are told apart without looking at their texts.
//!
//! Invariant: of two values, the one that comes first never has the larger number.

use crate::collection::datum::{Datum, Number};

/// The type in the upper four bits, the beginning of the value in the others.
pub(super) fn prefix(datum: &Datum) -> u64 {
    let (rank, value) = match datum {
        Datum::Least => (0, 0),
        Datum::Nothing => (1, 0),
        Datum::Null => (2, 0),
        Datum::Number(number) => (3, of_number(*number)),
        Datum::Text(text) => (4, of_text(text)),
        Datum::Object(_) => (5, 0),
        Datum::List(_) => (6, 0),
        Datum::Bool(bool) => (7, u64::from(*bool)),
        Datum::Date(date) => (8, (date.cast_unsigned() ^ (1 << 63)) >> 4),
        Datum::Greatest => (9, 0),
    };
    rank << 60 | value
}

/// Rounding keeps the order, and so do the bits of a float if those of the negative ones are turned over.
fn of_number(number: Number) -> u64 {
    #[expect(clippy::cast_precision_loss, reason = "what is rounded alike is compared by the whole key")]
    let float = match number {
        Number::Whole(whole) => whole as f64,
        Number::Large(large) => large as f64,
        Number::Float(float) => float,
    };
    if float.is_nan() {
        return 0;
    }
    // There is one zero.
    let bits = (float + 0.0).to_bits();
    let ordered = if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
    ordered >> 4
}

fn of_text(text: &str) -> u64 {
    let bytes = text.bytes().chain(std::iter::repeat(0)).take(7);
    bytes.fold(0, |value, byte| value << 8 | u64::from(byte)) << 4
}
