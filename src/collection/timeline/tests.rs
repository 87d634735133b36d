//! Times of rows: that they grow and lead back, and that they look lived in.

use proptest::prelude::*;

use super::{Moments, Timeline};
use crate::base::Seed;

const YEAR: i64 = 365 * 86_400_000;
/// 2024-03-05T16:20:00Z, a Tuesday.
const END: i64 = 1_709_655_600_000;

fn office() -> Vec<f64> {
    let spans = [("08:00-20:00".to_owned(), 1.0)].into_iter().collect();
    Timeline::hours_of(&spans, Some(0.3)).unwrap()
}

fn line(years: i64) -> Timeline {
    Timeline { start: END - years * YEAR, end: END, ..Timeline::default() }
}

/// Rows near both ends, and some in between.
fn samples(count: u64) -> Vec<u64> {
    let spread = (0..60).map(|step| count / 60 * step + step % 7);
    let mut numbers: Vec<_> =
        (0..6).chain(spread).chain(count.saturating_sub(6)..count).filter(|n| *n < count).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn check(line: &Timeline, moments: &Moments) {
    let count = moments.count();
    let mut before = i64::MIN;
    for number in samples(count) {
        let time = moments.at(number);
        assert!(time > before, "{line:?} {count}: row {number} at {time}, not after {before}");
        assert!(time <= line.end, "{line:?} {count}: row {number} at {time}");
        assert_eq!(moments.before(time), number, "{line:?} {count}: before {time}");
        assert_eq!(moments.before(time + 1), number + 1, "{line:?} {count}: before {time} + 1");
        if number > 0 {
            assert!(moments.at(number - 1) < time, "{line:?} {count}: row {number} and the one before");
        }
        before = time;
    }
    assert_eq!(moments.at(count.saturating_sub(1)), line.end, "{line:?} {count}");
    assert_eq!(moments.before(i64::MAX), count);
    assert_eq!(moments.before(i64::MIN), 0);
}

#[test]
fn times_grow_and_lead_back() {
    for count in [0, 1, 2, 3, 4, 5, 63, 64, 65, 1000, 10_000_000, 1_000_000_000, 1_000_000_000_000] {
        for (scene, bursts, hours, years) in [
            (1, 0.6, vec![], 10),
            (4, 0.6, office(), 10),
            (4, 1.0, office(), 1),
            (7, 0.0, vec![], 1),
            (3, 1.0, office(), 0),
        ] {
            let line = Timeline { bursts, hours, scene, ..line(years) };
            let moments = line.moments(Seed::new(count), count);
            check(&line, &moments);
            let room = u64::try_from(line.end - line.start).unwrap();
            if count > 0 && room >= count {
                assert!(moments.at(0) >= line.start, "{line:?} {count}: {} is too early", moments.at(0));
            }
        }
    }
}

#[test]
fn where_nothing_ever_happens_the_last_row_is_at_the_end_all_the_same() {
    let mut hours = vec![0.0; 168];
    // Saturdays from 10:00 to 11:00; the end is a Tuesday.
    hours[5 * 24 + 10] = 1.0;
    for scene in [1, 4] {
        let line = Timeline { hours: hours.clone(), scene, ..line(2) };
        let moments = line.moments(Seed::new(1), 1001);
        check(&line, &moments);
        let week = 7 * 86_400_000;
        // 1970-01-03 was a Saturday.
        let saturday = (moments.at(1000 - scene) - 2 * 86_400_000).rem_euclid(week);
        assert!((36_000_000 - 600_000..=39_600_000).contains(&saturday), "{saturday}");
    }
}

#[test]
fn what_has_no_room_is_even() {
    let least = 1000;
    for (span, count, gaps) in [
        // Just enough, half of it, a millisecond each, and less: then the first ones come before the start.
        (1_000_000, 1000, 1000..=1000),
        (500_000, 1000, 500..=500),
        (1000, 1000, 1..=1),
        (10, 1000, 1..=1),
        (-5, 1000, 1..=1),
    ] {
        let line = Timeline { start: END - span, end: END, least, bursts: 1.0, ..Timeline::default() };
        let times: Vec<_> = line.moments(Seed::new(1), count).span(0..count).collect();
        assert!(times.windows(2).all(|pair| gaps.contains(&(pair[1] - pair[0]))), "{span}");
        assert_eq!(times.last(), Some(&END));
    }
}

#[test]
fn a_span_is_its_rows() {
    for (count, scene) in [(1, 1), (5000, 1), (5001, 4), (777, 7)] {
        let line = Timeline { hours: office(), scene, ..line(1) };
        let moments = line.moments(Seed::new(9), count);
        for range in [0..count, 3..70, count / 2..count / 2 + 300, count - 1..count + 5, count..count + 1] {
            let each: Vec<_> = range.clone().filter(|n| *n < count).map(|n| moments.at(n)).collect();
            assert_eq!(moments.span(range.clone()).collect::<Vec<_>>(), each, "{count} {scene} {range:?}");
        }
    }
}

#[test]
fn nights_are_quiet_and_days_have_bursts() {
    let line = Timeline { hours: office(), bursts: 1.0, ..line(3) };
    let times: Vec<_> = line.moments(Seed::new(4), 50_000).span(0..50_000).collect();
    let hour = |time: &i64| time.rem_euclid(86_400_000) / 3_600_000;
    let night = times.iter().filter(|time| !(8..20).contains(&hour(time))).count();
    assert!((300..2500).contains(&night), "{night} of 50000 rows at night");
    let weekend = times.iter().filter(|time| (**time / 86_400_000 + 3) % 7 >= 5).count();
    assert!((3000..8500).contains(&weekend), "{weekend} of 50000 rows at weekends");
    for (bursts, least, most) in [(0.0, 1, 3), (0.6, 5, 40), (1.0, 40, 100_000)] {
        let line = Timeline { bursts, hours: Vec::new(), ..line.clone() };
        let times: Vec<_> = line.moments(Seed::new(4), 50_000).span(0..50_000).collect();
        let mut gaps: Vec<_> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        gaps.sort_unstable();
        let ratio = gaps[gaps.len() * 99 / 100] / gaps[gaps.len() / 2];
        assert!((least..=most).contains(&ratio), "bursts {bursts}: the longest hundredth is {ratio} medians");
    }
}

#[test]
fn lines_of_a_talk_come_together() {
    let line = Timeline { hours: office(), scene: 4, ..line(5) };
    let times: Vec<_> = line.moments(Seed::new(4), 40_000).span(0..40_000).collect();
    let mut within = Vec::new();
    let mut between = Vec::new();
    for (index, pair) in times.windows(2).enumerate() {
        let gaps = if index % 4 == 3 { &mut between } else { &mut within };
        gaps.push(pair[1] - pair[0]);
    }
    within.sort_unstable();
    between.sort_unstable();
    let middle = |gaps: &[i64]| gaps[gaps.len() / 2];
    assert!((1000..60_000).contains(&middle(&within)), "{}", middle(&within));
    assert!(*within.last().unwrap() <= 121_000, "{:?}", within.last());
    assert!(middle(&between) > 20 * middle(&within), "{} to {}", middle(&between), middle(&within));
}

#[test]
fn times_are_pinned() {
    // A change here changes every time that users have written down: it needs a new minor version.
    let line = Timeline { hours: office(), scene: 4, offset: 3_600_000, ..line(10) };
    let moments = line.moments(Seed::new(7), 10_000_000);
    let found: Vec<_> = [0, 1, 4_999_999, 9_999_998].map(|number| moments.at(number)).into();
    assert_eq!(found, [1_394_296_072_361, 1_394_296_072_686, 1_553_193_599_489, 1_709_655_596_727]);
}

proptest! {
    #[test]
    fn any_line_grows_and_leads_back(
        seed: u64, count in 0..3000_u64, span in -10..40 * 86_400_000_i64, least in -5..5000_i64, bursts in 0.0..=1.0, scene in 0..9_u64,
        hours in proptest::option::of(proptest::collection::vec(prop_oneof![Just(0.0), 0.0..9.0], 168)),
        moment in 0..40 * 86_400_000_i64, offset in -50_000_000..50_000_000_i64,
    ) {
        let line = Timeline { start: END - span, end: END, least, bursts, hours: hours.unwrap_or_default(), offset, scene };
        let moments = line.moments(Seed::new(seed), count);
        let times: Vec<_> = moments.span(0..count).collect();
        prop_assert!(times.windows(2).all(|pair| pair[0] < pair[1]));
        for (number, time) in times.iter().enumerate() {
            prop_assert_eq!(moments.before(*time), number as u64);
            prop_assert_eq!(moments.at(number as u64), *time);
        }
        let moment = END - moment;
        prop_assert_eq!(moments.before(moment), times.partition_point(|time| *time < moment) as u64);
    }
}
