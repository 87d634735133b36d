//! Limits and arbitrary calls: what is let through, and whether what is told of the future comes true.

use std::time::Duration;

use proptest::prelude::*;

use super::super::format::Algorithm;
use super::{Rate, Usage};

const ALGORITHMS: [Algorithm; 3] = [Algorithm::Fixed, Algorithm::Sliding, Algorithm::TokenBucket];

fn rate(algorithm: Algorithm, calls: u64, per: Duration, burst: u64) -> Rate {
    Rate { calls, per, algorithm, burst, by: Vec::new() }
}

#[test]
fn what_is_told_of_each_call() {
    let [fixed, sliding, bucket] = ALGORITHMS.map(|algorithm| rate(algorithm, 2, Duration::from_secs(10), 3));
    // (the limit, calls: (at, whether it is allowed, remaining, reset, retry after), all in seconds)
    for (rate, calls) in [
        (fixed, &[(5, true, 1, 10, 0), (6, true, 0, 9, 9), (14, false, 0, 1, 1), (15, true, 1, 10, 0)][..]),
        (
            sliding,
            &[
                (5, true, 1, 10, 0),
                (9, true, 0, 10, 6),
                (14, false, 0, 5, 1),
                (15, true, 0, 10, 4),
                (40, true, 1, 10, 0),
            ],
        ),
        (
            bucket,
            &[(0, true, 2, 5, 0), (0, true, 1, 10, 0), (1, true, 0, 14, 4), (4, false, 0, 11, 1), (5, true, 0, 15, 5)],
        ),
    ] {
        let mut usage = Usage::new(&rate);
        for (at, is_allowed, remaining, reset, retry_after) in calls {
            let taken = usage.take(&rate, Duration::from_secs(*at));
            let told = (taken.is_allowed, taken.remaining, taken.reset.as_secs(), taken.retry_after.as_secs());
            assert_eq!(told, (*is_allowed, *remaining, *reset, *retry_after), "{:?} at {at}", rate.algorithm);
        }
    }
}

#[test]
fn numbers_beyond_reason_do_not_overflow() {
    for algorithm in ALGORITHMS {
        for calls in [0, 1, u64::MAX] {
            for per in [Duration::ZERO, Duration::from_nanos(1), Duration::MAX] {
                for burst in [0, 1, u64::MAX] {
                    let rate = rate(algorithm, calls, per, burst);
                    let mut usage = Usage::new(&rate);
                    for now in [0, 1, u64::MAX, 0, u64::MAX].map(Duration::from_secs) {
                        let taken = usage.take(&rate, now);
                        assert!(taken.remaining <= taken.limit, "{rate:?}: {taken:?}");
                        assert_eq!(taken.limit, rate.most(), "{rate:?}");
                        assert!(!taken.is_allowed || taken.limit > 0, "{rate:?}: {taken:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_limit_whose_numbers_changed_begins_anew() {
    for algorithm in ALGORITHMS {
        let (old, new) = (rate(algorithm, 1, Duration::from_secs(9), 1), rate(algorithm, 2, Duration::from_secs(9), 1));
        let mut usage = Usage::new(&old);
        let mut allowed = |rate| usage.take(rate, Duration::ZERO).is_allowed;
        assert_eq!([allowed(&old), allowed(&old), allowed(&new)], [true, false, true], "{algorithm:?}");
    }
}

#[test]
fn a_large_sliding_window_remembers_little() {
    let rate = rate(Algorithm::Sliding, 1_000_000, Duration::from_mins(1), 0);
    let mut usage = Usage::new(&rate);
    for call in 0..200_000 {
        assert!(usage.take(&rate, Duration::from_micros(call * 317)).is_allowed);
    }
    assert!(usage.heap() <= 64 << 10, "{}", usage.heap());
}

fn limits() -> impl Strategy<Value = Rate> {
    (prop::sample::select(ALGORITHMS.to_vec()), prop_oneof![1..6_u64, 1_025..1_400_u64], 1..5_000_u64, 1..9_u64)
        .prop_map(|(algorithm, calls, per, burst)| rate(algorithm, calls, Duration::from_micros(per), burst))
}

/// Calls that are let through, with their times, of calls that come so many nanoseconds after one another.
fn allowed(rate: &Rate, gaps: &[u64]) -> Vec<u64> {
    let (mut usage, mut now) = (Usage::new(rate), 0);
    let mut allowed = Vec::new();
    for gap in gaps {
        now += gap;
        if usage.take(rate, Duration::from_nanos(now)).is_allowed {
            allowed.push(now);
        }
    }
    allowed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_window_has_more_calls_than_the_limit_says(
        rate in limits(),
        gaps in prop::collection::vec(prop_oneof![8 => 0..3_000_u64, 1 => 0..2_000_000_u64], 0..2_000),
    ) {
        let times = allowed(&rate, &gaps);
        let per = u64::try_from(rate.per.as_nanos()).unwrap();
        let most = match rate.algorithm {
            // The end of one window and the beginning of the next may lie together.
            Algorithm::Fixed => rate.calls * 2,
            Algorithm::Sliding => rate.calls,
            Algorithm::TokenBucket => rate.calls + rate.burst,
        };
        let mut first = 0;
        for (last, time) in times.iter().enumerate() {
            while time - times[first] >= per {
                first += 1;
            }
            prop_assert!(((last - first) as u64) < most, "{rate:?}: {} calls before {time}", last - first + 1);
        }
        if rate.algorithm == Algorithm::Fixed {
            let mut rest = &times[..];
            while let Some(began) = rest.first() {
                let inside = rest.iter().take_while(|time| **time - began < per).count();
                prop_assert!(inside as u64 <= rate.calls);
                rest = &rest[inside..];
            }
        }
    }

    #[test]
    fn what_is_told_of_the_future_is_true(rate in limits(), gaps in prop::collection::vec(0..9_000_u64, 1..300)) {
        let replay = |more: Duration| {
            let (mut usage, mut now, mut taken) = (Usage::new(&rate), Duration::ZERO, None);
            for gap in &gaps {
                now += Duration::from_nanos(*gap);
                taken = Some(usage.take(&rate, now));
            }
            (taken.unwrap(), usage.take(&rate, now + more))
        };
        let (told, at_once) = replay(Duration::ZERO);
        prop_assert_eq!(at_once.is_allowed, told.retry_after.is_zero());
        prop_assert!(replay(told.retry_after).1.is_allowed);
        if !told.retry_after.is_zero() {
            prop_assert!(!replay(told.retry_after.saturating_sub(Duration::from_nanos(1))).1.is_allowed);
        }
        let whole = replay(told.reset).1;
        prop_assert_eq!(whole.remaining + 1, whole.limit, "after {:?}", told.reset);
        if !told.reset.is_zero() && told.limit > 1 {
            let nearly = replay(told.reset.saturating_sub(Duration::from_nanos(1))).1;
            prop_assert!(nearly.remaining + 1 < nearly.limit, "before {:?}", told.reset);
        }
    }
}
