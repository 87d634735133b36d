//! Numbers that look random, many of them under one seed: some nanoseconds each, where deriving a seed takes some twenty.
//!
//! The mixing is that of wyhash, two folded multiplications. It keeps no secrets. Invariant: the same on every platform.

use crate::base::Seed;

/// Odd numbers with as many ones as zeros, from wyhash.
const ODD: [u64; 2] = [0xa076_1d64_78bd_642f, 0xe703_7ed1_a0b4_28db];

/// A seed, made ready for mixing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mixer([u64; 2]);

impl Mixer {
    /// `purpose` keeps numbers for different ends under one seed apart.
    pub(super) fn new(seed: Seed, purpose: u64) -> Self {
        let [first, second] = seed.words();
        Self([fold(first ^ purpose, ODD[0]) ^ second, fold(second ^ purpose, ODD[1]) ^ first])
    }

    /// The number at a place: 64 bits.
    pub(super) fn at(self, place: u64) -> u64 {
        fold(fold(place ^ self.0[0], ODD[0]) ^ self.0[1], ODD[1])
    }
}

/// So much of a whole as `share` says, in 2^64ths.
pub(super) fn part(whole: u64, share: u64) -> u64 {
    high(u128::from(whole) * u128::from(share))
}

/// Both halves of the product in one.
fn fold(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    #[expect(clippy::cast_possible_truncation, reason = "the other half is beside it")]
    let low = product as u64;
    low ^ high(product)
}

fn high(product: u128) -> u64 {
    (product >> 64) as u64
}
