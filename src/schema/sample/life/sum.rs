//! Numbers of one thing that have to add up: the lines of a bill, the parts of a quota.

use crate::base::Seed;
use crate::schema::sample::draw;

/// A line of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schema) enum Bill {
    /// Before tax.
    Subtotal,
    /// The tax.
    Tax,
    /// Both together.
    Total,
}

impl Bill {
    /// The amount in hundredths.
    pub(in crate::schema) fn cents(self, thing: Seed) -> i64 {
        let rng = &mut thing.child("/bill").rng();
        let subtotal = draw::between(rng, 12..=499) * 100 + draw::pick(rng, &[0, 0, 25, 50, 90, 95, 99]).unwrap_or(&0);
        let tax = subtotal * draw::pick(rng, &[5, 8, 10, 19, 20, 21]).unwrap_or(&20) / 100;
        match self {
            Self::Subtotal => subtotal,
            Self::Tax => tax,
            Self::Total => subtotal + tax,
        }
    }
}

/// A part of a quota: used ≤ whole ≤ limit, left = whole − used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schema) enum Quota {
    /// A round number that nothing exceeds.
    Limit,
    /// All there is.
    Whole,
    /// What is done or taken of it.
    Used,
    /// What remains of it.
    Left,
}

impl Quota {
    /// How many.
    pub(in crate::schema) fn count(self, thing: Seed) -> i64 {
        let rng = &mut thing.child("/quota").rng();
        let whole = draw::between(rng, 4..=240);
        let used = draw::between(rng, whole / 4..=whole);
        match self {
            Self::Limit => [10, 25, 50, 100, 250].into_iter().find(|round| *round >= whole).unwrap_or(250),
            Self::Whole => whole,
            Self::Used => used,
            Self::Left => whole - used,
        }
    }
}

/// The two ends of a range that share a stem (`minPrice`, `maxPrice`), as draws from `low` to `high`.
pub(in crate::schema) fn ends(thing: Seed, stem: &str, (low, high): (i64, i64)) -> (i64, i64) {
    let rng = &mut thing.child("/range").child(stem).rng();
    let (a, b) = (draw::between(rng, low..=high), draw::between(rng, low..=high));
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_adds_up() {
        for seed in (0..100).map(Seed::new) {
            assert_eq!(Bill::Total.cents(seed), Bill::Subtotal.cents(seed) + Bill::Tax.cents(seed));
            assert!(Quota::Used.count(seed) <= Quota::Whole.count(seed));
            assert!(Quota::Whole.count(seed) <= Quota::Limit.count(seed));
            assert_eq!(Quota::Left.count(seed), Quota::Whole.count(seed) - Quota::Used.count(seed));
            let (low, high) = ends(seed, "price", (1, 9));
            assert!(1 <= low && low <= high && high <= 9);
        }
    }
}
