//! Draws from a generator: integers, indices, choices. Built on `next_u64` alone, because `rand` may change its own range
//! sampling between versions and a drawn value must not move. Nothing here keeps state or seeds a generator.

use std::ops::RangeInclusive;

use rand::Rng as _;
use rand::rngs::ChaCha8Rng;

/// A number in `0..n`, every one equally likely; 0 when `n` is 0.
pub fn below(rng: &mut ChaCha8Rng, n: u64) -> u64 {
    if n == 0 {
        return 0;
    }
    // Draws above the last whole multiple of `n` would favour small numbers.
    let whole = u64::MAX - u64::MAX % n;
    loop {
        let draw = rng.next_u64();
        if draw < whole {
            return draw % n;
        }
    }
}

/// An index into something of `len` parts; 0 when there are none.
pub fn index(rng: &mut ChaCha8Rng, len: usize) -> usize {
    let bound = u64::try_from(len).unwrap_or(u64::MAX);
    usize::try_from(below(rng, bound)).unwrap_or(0)
}

/// A size inside `range`; its start when the range is empty.
pub fn size(rng: &mut ChaCha8Rng, range: RangeInclusive<usize>) -> usize {
    let (low, high) = range.into_inner();
    low + index(rng, high.saturating_sub(low).saturating_add(1))
}

/// An integer inside `range`; its start when the range is empty.
pub fn between(rng: &mut ChaCha8Rng, range: RangeInclusive<i64>) -> i64 {
    let (low, high) = range.into_inner();
    if high <= low {
        return low;
    }
    let offset = match high.abs_diff(low).checked_add(1) {
        Some(count) => below(rng, count),
        None => rng.next_u64(),
    };
    low.wrapping_add_unsigned(offset)
}

/// One of `items`; `None` when there are none.
pub fn pick<'a, T>(rng: &mut ChaCha8Rng, items: &'a [T]) -> Option<&'a T> {
    items.get(index(rng, items.len()))
}

/// One of the texts of a word list; empty when the list is.
pub fn word<'a>(rng: &mut ChaCha8Rng, list: &[&'a str]) -> &'a str {
    pick(rng, list).copied().unwrap_or_default()
}

/// `len` code points, each one of `alphabet` (ASCII).
pub fn letters(rng: &mut ChaCha8Rng, alphabet: &str, len: usize) -> String {
    let alphabet = alphabet.as_bytes();
    (0..len).filter_map(|_| pick(rng, alphabet).copied().map(char::from)).collect()
}

/// True in `percent` of 100 cases.
pub fn chance(rng: &mut ChaCha8Rng, percent: u64) -> bool {
    below(rng, 100) < percent
}

/// A number in `[0, 1)` with 53 random bits.
pub fn unit(rng: &mut ChaCha8Rng) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit an f64 exactly")]
    let bits = (rng.next_u64() >> 11) as f64;
    bits / 9_007_199_254_740_992.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Seed;

    #[test]
    fn draws_stay_inside_their_ranges_and_reach_both_ends() {
        let mut rng = Seed::new(1).rng();
        let mut seen = [false; 5];
        for _ in 0..200 {
            seen[index(&mut rng, 5)] = true;
            assert!((-3..=4).contains(&between(&mut rng, -3..=4)));
            assert!((2..=3).contains(&size(&mut rng, 2..=3)));
            assert!((0.0..1.0).contains(&unit(&mut rng)));
        }
        assert_eq!(seen, [true; 5]);
    }

    #[test]
    fn the_edges_of_the_ranges_are_safe() {
        let mut rng = Seed::new(2).rng();
        between(&mut rng, i64::MIN..=i64::MAX);
        size(&mut rng, 0..=usize::MAX);
        assert_eq!((below(&mut rng, 0), below(&mut rng, 1), pick::<u8>(&mut rng, &[])), (0, 0, None));
        #[expect(clippy::reversed_empty_ranges, reason = "an empty range is the case at hand")]
        let reversed = (between(&mut rng, 4..=-4), size(&mut rng, 4..=2));
        assert_eq!(reversed, (4, 4));
        assert!(chance(&mut rng, 100) && !chance(&mut rng, 0));
    }

    #[test]
    fn the_draws_are_pinned() {
        let mut rng = Seed::new(7).rng();
        let drawn: Vec<u64> = (0..6).map(|_| below(&mut rng, 1000)).collect();
        assert_eq!(drawn, [212, 646, 228, 262, 537, 780]);
    }
}
