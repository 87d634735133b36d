//! A time from a distribution, at an address of randomness.
//!
//! It says how late, not when or of what. Invariants: the same seed gives the same time on every machine; whatever the numbers in a file
//! are, the time is finite and bounded. Times that were worked out in floating point are rounded to whole microseconds, since the last bit
//! of a logarithm differs between platforms.

use std::time::Duration;

use rand_distr::{Distribution, StandardNormal};

use super::super::format::{Latency, LogNormal, Normal, Percentiles, Uniform};
use crate::base::Seed;

/// The standard normal distribution has 99 of a hundred values below this.
const P99: f64 = 2.326_347_874_040_841;
/// How often its `p99` a log-normal time is at most: its tail has no end of its own.
const LONGEST: f64 = 100.0;

impl Latency {
    /// Whether it is always the same.
    #[must_use]
    pub const fn is_fixed(&self) -> bool {
        matches!(self, Self::Fixed(_))
    }

    /// A time from the distribution: the same for the same seed.
    ///
    /// A log-normal time is at most a hundred times `p99`. Of percentiles, the times below the first one go in a straight line from half
    /// of the first one's time, and those above the last one are the last one's: `0` and `100` say something else.
    #[must_use]
    pub fn draw(&self, seed: Seed) -> Duration {
        match self {
            Self::Fixed(span) => span.0,
            Self::Uniform(uniform) => uniform.draw(seed),
            Self::Normal(normal) => normal.draw(seed),
            Self::LogNormal(skewed) => skewed.draw(seed),
            Self::Percentiles(table) => table.draw(seed),
        }
    }
}

impl Uniform {
    /// Where the bounds are the wrong way round, between them all the same.
    fn draw(&self, seed: Seed) -> Duration {
        let (min, max) = (self.min.0.min(self.max.0), self.max.0.max(self.min.0));
        let seconds = between(min.as_secs_f64(), max.as_secs_f64(), seed.share());
        rounded(seconds).clamp(min, max)
    }
}

impl Normal {
    /// What would be below zero is zero.
    fn draw(&self, seed: Seed) -> Duration {
        rounded(self.mean.0.as_secs_f64() + self.deviation.0.as_secs_f64() * deviate(seed))
    }
}

impl LogNormal {
    /// Where `p99` is no more than the median, or the median is nothing, always the median.
    fn draw(&self, seed: Seed) -> Duration {
        let (median, p99) = (self.median.0, self.p99.0);
        if median.is_zero() || p99 <= median {
            return median;
        }
        let (median, p99) = (median.as_secs_f64(), p99.as_secs_f64());
        let sigma = (p99 / median).ln() / P99;
        rounded((median * (sigma * deviate(seed)).exp()).min(p99 * LONGEST))
    }
}

impl Percentiles {
    fn draw(&self, seed: Seed) -> Duration {
        let point = |(percentile, span): (&String, &super::super::format::Span)| {
            let percentile = percentile.trim().parse::<f64>().ok()?;
            (0.0..=100.0).contains(&percentile).then_some((percentile, span.0.as_secs_f64()))
        };
        // What is no percentile was reported when the file was read.
        let mut points: Vec<_> = self.percentiles.iter().filter_map(point).collect();
        points.sort_by(|one, other| one.0.total_cmp(&other.0));
        let drawn = seed.share() * 100.0;
        let mut before = (0.0, points.first().map_or(0.0, |(_, first)| first / 2.0));
        for point in points {
            if drawn < point.0 {
                return rounded(between(before.1, point.1, (drawn - before.0) / (point.0 - before.0)));
            }
            before = point;
        }
        rounded(before.1)
    }
}

/// A value of the standard normal distribution.
fn deviate(seed: Seed) -> f64 {
    StandardNormal.sample(&mut seed.rng())
}

/// The value at a share of the way.
fn between(from: f64, to: f64, share: f64) -> f64 {
    from + (to - from) * share
}

/// Seconds in whole microseconds; what is below zero is zero.
fn rounded(seconds: f64) -> Duration {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast saturates at both ends")]
    Duration::from_micros((seconds * 1e6).round() as u64)
}
