//! Each two rows of a collection as one row: which two a number means, and back.

/// How many pairs there are of so many rows.
pub(super) fn count(rows: u64) -> u64 {
    u64::try_from(u128::from(rows) * u128::from(rows.saturating_sub(1)) / 2).unwrap_or(u64::MAX)
}

/// The two rows of pair `number`, the lower one first. Pairs of the first rows come first, so that more rows only add pairs at the end.
pub(super) fn rows(number: u64) -> (u64, u64) {
    let root = u64::try_from((8 * u128::from(number) + 1).isqrt()).unwrap_or(u64::MAX);
    let high = u64::midpoint(root, 1);
    (number - count(high), high)
}

/// The number of the pair of two different rows.
pub(super) fn number(one: u64, other: u64) -> Option<u64> {
    let (low, high) = (one.min(other), one.max(other));
    (low < high).then(|| count(high) + low)
}

/// A key of two texts: in the order of the alphabet, one behind the other.
pub(super) fn joined(one: &str, other: &str) -> String {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    [first, second].concat()
}

/// The pair that a joined key means; `row` knows whose text a part is.
pub(super) fn find(key: &str, row: impl Fn(&str) -> Option<u64>) -> Option<u64> {
    key.char_indices().skip(1).find_map(|(place, _)| {
        let (first, second) = key.split_at_checked(place)?;
        if first > second {
            return None;
        }
        let one = row(first)?;
        number(one, row(second)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_and_their_numbers() {
        for rows_there in [0, 1, 2, 40] {
            let mut seen = Vec::new();
            for high in 0..rows_there {
                for low in 0..high {
                    let number = number(high, low).unwrap();
                    assert_eq!(rows(number), (low, high));
                    seen.push(number);
                }
            }
            assert_eq!(seen, (0..count(rows_there)).collect::<Vec<u64>>());
        }
        assert_eq!(number(3, 3), None);
        for number in [4_999_949_999, 50_000_000, u64::from(u32::MAX), u64::MAX / 2] {
            let (low, high) = rows(number);
            assert!(low < high);
            assert_eq!(super::number(low, high), Some(number));
        }
    }

    #[test]
    fn joined_keys_lead_back() {
        let names = ["a", "ab", "b", "abc", "é", "zz"];
        let row = |text: &str| names.iter().position(|name| *name == text).map(|place| place as u64);
        for (one, first) in (0..).zip(names) {
            for (other, second) in (0..one).zip(names) {
                let key = joined(first, second);
                let found = find(&key, row).unwrap();
                let (low, high) = rows(found);
                // `a` + `bc`… may be joined of others, too; the key is theirs as well.
                let texts = [low, high].map(|row| names[usize::try_from(row).unwrap()]);
                assert_eq!(joined(texts[0], texts[1]), key, "{one} {other}");
            }
        }
        for none in ["", "a", "aa", "ba", "xy"] {
            assert_eq!(find(none, row), None, "{none}");
        }
    }
}
