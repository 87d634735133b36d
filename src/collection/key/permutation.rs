//! A keyed permutation of `0..room`: the place of a number, and the number of a place.
//!
//! A Feistel network over two halves of any sizes, which adds instead of exclusive-or (Black and Rogaway, "Ciphers with Arbitrary Finite
//! Domains", 2002); a pair of halves beyond the room is led on until it is within. It hides no secrets. Invariant: both ways are inverse.

use crate::collection::mix::{Mixer, part};

/// How often the halves are mixed with each other: even halves of two or three values look shuffled then.
const ROUNDS: u64 = 8;
/// What tells the rounds apart: the golden ratio's bits.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// What is permuted: pairs of halves, each below its bound, of which the first `room` count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Permutation {
    left: u64,
    right: u64,
    room: u128,
}

impl Permutation {
    /// Of all pairs below these bounds, neither of them 0 nor above 2^63.
    pub(super) fn of_pairs(left: u64, right: u64) -> Self {
        Self { left, right, room: u128::from(left) * u128::from(right) }
    }

    /// Of the numbers below `room`, which is neither 0 nor above 2^62.
    pub(super) fn of_numbers(room: u64) -> Self {
        let root = room.isqrt();
        let left = if root * root < room { root + 1 } else { root };
        Self { left, right: room.div_ceil(left), room: u128::from(room) }
    }

    pub(super) fn room(&self) -> u128 {
        self.room
    }

    /// The pair at the place of a number; `None` beyond the room.
    pub(super) fn forth(&self, mixer: Mixer, number: u128) -> Option<(u64, u64)> {
        if number >= self.room {
            return None;
        }
        let (mut left, mut right) = self.split(number)?;
        loop {
            for round in 0..ROUNDS {
                if round % 2 == 0 {
                    left = plus(left, part(self.left, drawn(mixer, round, right)), self.left);
                } else {
                    right = plus(right, part(self.right, drawn(mixer, round, left)), self.right);
                }
            }
            if self.join(left, right) < self.room {
                return Some((left, right));
            }
        }
    }

    /// The number whose place a pair is; `None` beyond the room.
    pub(super) fn back(&self, mixer: Mixer, pair: (u64, u64)) -> Option<u128> {
        let (mut left, mut right) = pair;
        if left >= self.left || right >= self.right || self.join(left, right) >= self.room {
            return None;
        }
        loop {
            for round in (0..ROUNDS).rev() {
                if round % 2 == 0 {
                    left = minus(left, part(self.left, drawn(mixer, round, right)), self.left);
                } else {
                    right = minus(right, part(self.right, drawn(mixer, round, left)), self.right);
                }
            }
            let number = self.join(left, right);
            if number < self.room {
                return Some(number);
            }
        }
    }

    pub(super) fn join(&self, left: u64, right: u64) -> u128 {
        u128::from(left) * u128::from(self.right) + u128::from(right)
    }

    /// The pair that is joined to a number within the room.
    pub(super) fn split(&self, number: u128) -> Option<(u64, u64)> {
        // A division of 128 bits takes ten times as long, and numbers of rows do not need it.
        if let Ok(short) = u64::try_from(number) {
            return Some((short.checked_div(self.right)?, short.checked_rem(self.right)?));
        }
        let right = u128::from(self.right);
        Some((u64::try_from(number / right).ok()?, u64::try_from(number % right).ok()?))
    }
}

fn drawn(mixer: Mixer, round: u64, half: u64) -> u64 {
    mixer.at(half.wrapping_add(round.wrapping_mul(STEP)))
}

/// The sum within a bound that both are below; no bound is above 2^63.
fn plus(one: u64, other: u64, bound: u64) -> u64 {
    let sum = one + other;
    if sum >= bound { sum - bound } else { sum }
}

fn minus(one: u64, other: u64, bound: u64) -> u64 {
    if one >= other { one - other } else { one + (bound - other) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Seed;

    #[test]
    fn two_numbers_share_no_place() {
        for room in [1, 2, 3, 5, 7, 10, 26, 55, 100, 101, 999, 4096, 10_007] {
            for permutation in [Permutation::of_numbers(room), Permutation::of_pairs(room.div_ceil(3), 3)] {
                let mixer = Mixer::new(Seed::new(room), 0);
                let mut seen = std::collections::HashSet::new();
                for number in 0..permutation.room() {
                    let place = permutation.forth(mixer, number).unwrap();
                    assert!(seen.insert(place), "{permutation:?} {number}");
                    assert_eq!(permutation.back(mixer, place), Some(number), "{permutation:?} {number}");
                }
                assert_eq!(permutation.forth(mixer, permutation.room()), None);
            }
        }
    }
}
