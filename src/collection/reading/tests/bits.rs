//! Bits and places among them.

use proptest::prelude::*;

use super::super::matches::Matches;
use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn places_are_those_of_a_list(
        count in prop_oneof![Just(1_u64), 4_090..4_100_u64, 1..20_000_u64],
        step in prop_oneof![Just(1_u64), Just(0), 2..9_000_u64],
        turned in any::<bool>(),
        ends in any::<[u64; 2]>(),
        down in any::<bool>(),
        threads in 1..4_usize,
    ) {
        let holds = |number: u64| (step > 0 && number.is_multiple_of(step)) != turned;
        let [one, other] = ends.map(|end| end % (count + 1));
        let range = one.min(other)..one.max(other);
        let matches = Matches::new(count);
        matches.ensure(&range, threads, &holds);
        let mut expected: Vec<u64> = range.clone().filter(|number| holds(*number)).collect();
        if down {
            expected.reverse();
        }
        prop_assert_eq!(matches.count(&range), expected.len() as u64);
        prop_assert!(matches.knows(&range, down, u64::MAX));
        for place in (0..expected.len()).step_by(1 + expected.len() / 50).chain([expected.len()]) {
            prop_assert_eq!(matches.at(&range, down, place as u64), expected.get(place).copied());
        }
        let sequence = Sequence::Matching(Arc::new(matches), range, down);
        let from = expected.len() / 2;
        prop_assert_eq!(sequence.from(from as u64).collect::<Vec<_>>(), &expected[from..]);
    }
}

#[test]
fn a_window_looks_at_little_and_nothing_twice() {
    let matches = Matches::new(1_000_000);
    let looks = AtomicU64::new(0);
    let holds = |number: u64| {
        looks.fetch_add(1, Ordering::Relaxed);
        number.is_multiple_of(2)
    };
    for (range, expected) in [
        (500_000..500_100, 4_096),
        (500_000..500_100, 4_096),
        (499_000..501_000, 8_192),
        (0..1_000_000, 1_000_000),
        (0..1_000_000, 1_000_000),
    ] {
        matches.ensure(&range, 2, &holds);
        assert_eq!(
            (matches.count(&range), looks.load(Ordering::Relaxed)),
            ((range.end - range.start) / 2, expected),
            "{range:?}"
        );
    }
    assert!(
        u64::try_from(matches.bytes()).unwrap() <= Matches::most_bytes(1_000_000, 1_000_000),
        "{}",
        matches.bytes()
    );
    assert!(!matches.knows(&(0..1_000_000), true, 500_001) || matches.looked_at() == 1_000_000);
}

#[test]
fn a_filter_that_lets_all_or_nothing_through_takes_no_bits() {
    let empty = Matches::new(1_000_000).bytes();
    for all in [true, false] {
        let matches = Matches::new(1_000_000);
        matches.ensure(&(0..1_000_000), 2, &|_| all);
        assert_eq!(matches.bytes(), empty);
    }
}

#[test]
fn a_look_into_a_very_long_list_is_bounded() {
    for count in [1 << 30, 1 << 32, 10_000_000_000] {
        let matches = Matches::new(count);
        let looks = AtomicU64::new(0);
        let holds = |number: u64| {
            looks.fetch_add(1, Ordering::Relaxed);
            number.is_multiple_of(5)
        };
        let range = count - 100..count;
        matches.ensure(&range, 2, &holds);
        assert!(looks.load(Ordering::Relaxed) <= 2 * 65_536, "{count}: {looks:?}");
        assert_eq!(matches.count(&range), 20, "{count}");
        assert_eq!(matches.at(&range, true, 3), Some((count - 1) / 5 * 5 - 15), "{count}");
    }
}

#[test]
fn leaps_over_many_chunks_land_where_steps_do() {
    let count = 2_500_000;
    let matches = Matches::new(count);
    // Every seventh, but for a long stretch without any.
    let holds = |number: u64| number % 7 == 3 && !(700_000..1_400_000).contains(&number);
    matches.ensure(&(0..count), 2, &holds);
    for range in [0..count, 1..count - 1, 4_096..2_000_000, 262_144..524_288, 262_143..1_700_001, 650_000..1_450_000] {
        let all: Vec<u64> = range.clone().filter(|number| holds(*number)).collect();
        assert_eq!(matches.count(&range), all.len() as u64, "{range:?}");
        for place in (0..all.len()).step_by(997).chain([all.len() - 1]) {
            let turned = all.len() - 1 - place;
            assert_eq!(matches.at(&range, false, place as u64), Some(all[place]), "{range:?} {place}");
            assert_eq!(matches.at(&range, true, turned as u64), Some(all[place]), "{range:?} {place}");
        }
        assert_eq!(matches.at(&range, false, all.len() as u64), None);
        assert_eq!(matches.at(&range, true, all.len() as u64), None);
    }
}
