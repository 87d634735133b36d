//! Draws straight from addresses: what is drawn for a million rows must not cost a generator each.

use crate::base::Seed;
use crate::collection::mix::Mixer;

/// What tells these hashes from others under the same seed.
const VALUE: u64 = 0x0076_616c_7565;
const THERE: u64 = 0x0074_6865_7265;
const LASTS: u64 = 0x006c_6173_7473;

/// Where one member of all rows is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// The seed of all of them.
    seed: Seed,
    value: Mixer,
    there: Mixer,
}

impl Column {
    pub(super) fn new(seed: Seed) -> Self {
        Self { seed, value: Mixer::new(seed, VALUE), there: Mixer::new(seed, THERE) }
    }

    /// The seed of one of them, for those who draw much.
    pub(super) fn seed(self, number: u64) -> Seed {
        self.seed.nth(number)
    }

    /// 64 bits for what it is.
    pub(super) fn bits(self, number: u64) -> u64 {
        self.value.at(number)
    }

    /// Whether it is there, if it is so likely.
    pub(super) fn is_there(self, number: u64, rate: Option<u64>) -> bool {
        rate.is_none_or(|rate| self.there.at(number) < rate)
    }

    /// From which number on it has been as it is: at each it is drawn anew with a chance of one in `lasts`, and surely after eight times as many.
    pub(super) fn begin(self, number: u64, lasts: u64) -> u64 {
        if lasts <= 1 {
            return number;
        }
        let mixer = Mixer::new(self.seed, LASTS);
        let is_new = |at: &u64| at.is_multiple_of(lasts.saturating_mul(8)) || below(mixer.at(*at), lasts) == 0;
        (0..=number).rev().find(is_new).unwrap_or(0)
    }
}

/// More numbers of one address: `SplitMix64` (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
#[derive(Clone, Debug)]
pub(super) struct Draws(u64);

impl Draws {
    pub(super) fn of(seed: Seed) -> Self {
        Self(seed.words()[0])
    }

    /// A number below `most`; 0 if that is 0.
    pub(super) fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        below(mixed ^ (mixed >> 31), most)
    }
}

/// The number below `most` that 64 random bits lead to; 0 if `most` is 0.
pub(super) fn below(bits: u64, most: u64) -> u64 {
    u64::try_from((u128::from(bits) * u128::from(most)) >> 64).unwrap_or(0)
}

/// How likely something is: it happens if 64 random bits are below the number; `None`: always.
pub(super) fn likelihood(share: f64) -> Option<u64> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share below 1, and casts saturate")]
    let bits = (share * 18_446_744_073_709_551_616.0) as u64;
    (share < 1.0).then_some(bits)
}

/// Where each of these weights ends among 64 random bits.
pub(super) fn ends(weights: impl Iterator<Item = f64> + Clone) -> Vec<u64> {
    let weight = |weight: f64| if weight.is_finite() && weight > 0.0 { weight } else { 0.0 };
    let total: f64 = weights.clone().map(weight).sum();
    let mut sum = 0.0;
    let mut ends: Vec<u64> = weights
        .map(|next| {
            sum += weight(next);
            if total > 0.0 { likelihood(sum / total).unwrap_or(u64::MAX) } else { 0 }
        })
        .collect();
    // What rounding leaves over is the share of the last one that weighs something.
    if let Some(last) = ends.iter().copied().max().filter(|last| *last > 0) {
        ends.iter_mut().filter(|end| **end == last).for_each(|end| *end = u64::MAX);
    }
    ends
}

/// Which of the weights 64 random bits lead to.
pub(super) fn drawn(ends: &[u64], bits: u64) -> usize {
    let bits = bits.min(u64::MAX - 1);
    ends.iter().position(|end| bits < *end).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_kept_and_what_weighs_nothing_is_never_drawn() {
        for weights in [vec![1.0], vec![0.0, 1.0, 3.0], vec![96.0, 1.0, 3.0, 0.0], vec![0.1; 10]] {
            let ends = ends(weights.iter().copied());
            let mut counts = vec![0_u32; weights.len()];
            for number in 0..20_000 {
                counts[drawn(&ends, Seed::new(3).nth(number).words()[0])] += 1;
            }
            assert!(drawn(&ends, u64::MAX) < weights.len() && weights[drawn(&ends, u64::MAX)] > 0.0);
            let total: f64 = weights.iter().sum();
            for (weight, count) in weights.iter().zip(counts) {
                let share = f64::from(count) / 20_000.0;
                assert!((share - weight / total).abs() < 0.015, "{weights:?}: {weight} has {share}");
                assert!(*weight > 0.0 || count == 0);
            }
        }
    }

    #[test]
    fn numbers_below_a_bound_are_all_drawn_alike() {
        let mut draws = Draws::of(Seed::new(1));
        let mut counts = [0_u32; 7];
        for _ in 0..70_000 {
            counts[usize::try_from(draws.below(7)).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| (9_500..10_500).contains(count)), "{counts:?}");
        assert_eq!((below(u64::MAX, 5), below(0, 5), below(9, 0)), (4, 0, 0));
        assert_eq!((likelihood(1.0), likelihood(0.0), likelihood(0.5)), (None, Some(0), Some(1 << 63)));
    }
}
