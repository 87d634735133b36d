//! Latencies and what ten thousand draws of them look like.

use std::time::Duration;

use indexmap::IndexMap;
use serde_json::json;

use super::super::format::{Delay, Latency, LogNormal, Normal, Percentiles, Size, Span, Uniform};
use super::Pace;
use crate::base::Seed;

fn span(text: &str) -> Span {
    Span::parse(text).unwrap()
}

fn percentiles(points: &[(&str, &str)]) -> Latency {
    let percentiles: IndexMap<_, _> = points.iter().map(|(at, time)| ((*at).to_owned(), span(time))).collect();
    Latency::Percentiles(Percentiles { percentiles })
}

fn log_normal(median: &str, p99: &str) -> Latency {
    Latency::LogNormal(LogNormal { median: span(median), p99: span(p99) })
}

/// Ten thousand times, sorted.
fn times(latency: &Latency) -> Vec<f64> {
    let seed = Seed::new(5).child("times");
    let mut times: Vec<f64> = (0..10_000).map(|n| latency.draw(seed.nth(n)).as_secs_f64() * 1e3).collect();
    times.sort_by(f64::total_cmp);
    times
}

#[test]
fn times_are_distributed_as_they_are_written() {
    let uniform = Latency::Uniform(Uniform { min: span("100ms"), max: span("300ms") });
    let turned = Latency::Uniform(Uniform { min: span("300ms"), max: span("100ms") });
    let normal = Latency::Normal(Normal { mean: span("500ms"), deviation: span("100ms") });
    let cut = Latency::Normal(Normal { mean: span("0s"), deviation: span("100ms") });
    let table = percentiles(&[("99", "2s"), ("50", "100ms"), ("90", "400ms")]);
    let whole = percentiles(&[("0", "10ms"), ("100", "20ms")]);
    let odd = percentiles(&[("p50", "1s"), ("200", "2s"), ("100", "8ms")]);
    // (what, the latency, points: the share of draws in percent, the time in milliseconds, how far off in percent)
    for (what, latency, points) in [
        ("fixed", Latency::Fixed(span("70ms")), &[(0, 70.0, 0.0), (99, 70.0, 0.0)][..]),
        ("uniform", uniform, &[(0, 100.0, 1.0), (25, 150.0, 2.0), (99, 298.0, 1.0)]),
        ("turned", turned, &[(50, 200.0, 2.0)]),
        ("normal", normal, &[(50, 500.0, 1.0), (84, 599.5, 2.0), (99, 732.6, 2.0)]),
        ("cut", cut, &[(49, 0.0, 0.0), (99, 232.6, 4.0)]),
        ("log-normal", log_normal("200ms", "2s"), &[(50, 200.0, 3.0), (99, 2000.0, 10.0)]),
        ("log-normal, p99 too small", log_normal("200ms", "100ms"), &[(1, 200.0, 0.0), (99, 200.0, 0.0)]),
        ("log-normal, nothing", log_normal("0s", "100ms"), &[(99, 0.0, 0.0)]),
        ("table", table, &[(0, 50.0, 2.0), (25, 75.0, 3.0), (50, 100.0, 10.0), (70, 250.0, 5.0), (90, 400.0, 30.0)]),
        ("whole table", whole, &[(0, 10.0, 1.0), (50, 15.0, 2.0)]),
        ("empty table", percentiles(&[]), &[(50, 0.0, 0.0)]),
        ("no percentile", odd, &[(50, 6.0, 3.0)]),
    ] {
        let times = times(&latency);
        for (share, expected, tolerance) in points {
            let time: f64 = times[share * 100];
            assert!(
                (time - expected).abs() <= expected * tolerance / 100.0,
                "{what} at {share}: {time}, not {expected}"
            );
        }
    }
}

#[test]
fn the_longest_times_are_bounded() {
    for (what, latency, most) in [
        ("log-normal", log_normal("1us", "8784h"), 366.0 * 864e5 * 100.0),
        ("table", percentiles(&[("50", "100ms"), ("99", "2s")]), 2000.0),
    ] {
        let longest = *times(&latency).last().unwrap();
        assert!(longest.is_finite() && longest <= most, "{what}: {longest}");
    }
}

#[test]
fn the_same_seed_is_as_late_on_every_machine() {
    let normal = Latency::Normal(Normal { mean: span("500ms"), deviation: span("100ms") });
    let uniform = Latency::Uniform(Uniform { min: span("100ms"), max: span("300ms") });
    let drawn = [log_normal("200ms", "2s"), normal, uniform].map(|latency| latency.draw(Seed::new(1)).as_micros());
    // A change here changes how late every answer of every user is: it needs a new minor version.
    assert_eq!(drawn, [1_029_188, 665_511, 296_797]);
}

#[test]
fn each_part_of_an_answer_is_late_on_its_own() {
    let delay = |value: serde_json::Value| serde_json::from_value::<Delay>(value).unwrap();
    let seed = Seed::new(3);
    let pace =
        Pace::draw(&delay(json!({ "head": "1s", "chunk": { "min": "1ms", "max": "9s" }, "chunk-size": 64 })), seed);
    assert_eq!((pace.head, pace.body), (Duration::from_secs(1), Duration::ZERO));
    let chunks = pace.chunks.unwrap();
    assert_eq!(chunks.bytes, Some(usize::try_from(Size(64).0).unwrap()));
    assert_eq!(chunks.before(4), chunks.before(4));
    assert_ne!(chunks.before(4), chunks.before(5));
    assert!(Pace::draw(&delay(json!("0s")), seed).is_none());
    assert_eq!(Pace::draw(&delay(json!("2s")), seed).head, Duration::from_secs(2));
}
