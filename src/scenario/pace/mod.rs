//! How late the parts of one answer are: times that were drawn from a seed, and never a clock.

mod latency;
#[cfg(test)]
mod tests;

use std::time::Duration;

use super::format::{Delay, Latency};
use crate::base::Seed;

/// How late the parts of one answer are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pace {
    /// Before anything is sent.
    pub head: Duration,
    /// Between the head and the body.
    pub body: Duration,
    /// Between the chunks of the body.
    pub chunks: Option<Chunks>,
}

/// How late the chunks of a body are, each on its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Chunks {
    /// How times are distributed.
    pub latency: Latency,
    /// The chunk numbered *n* is as late as its `nth(n)` says.
    pub seed: Seed,
    /// The bytes of a chunk; a stream keeps its items where this is `None`.
    pub bytes: Option<usize>,
}

impl Chunks {
    /// How late the chunk with that number is.
    #[must_use]
    pub fn before(&self, number: u64) -> Duration {
        self.latency.draw(self.seed.nth(number))
    }
}

impl Pace {
    /// Draws the times of one answer.
    #[must_use]
    pub fn draw(delay: &Delay, seed: Seed) -> Self {
        let moments = match delay {
            Delay::Head(latency) => return Self { head: latency.draw(seed.child("head")), ..Self::default() },
            Delay::Moments(moments) => moments,
        };
        let drawn = |latency: &Option<Latency>, part| latency.as_ref().map(|latency| latency.draw(seed.child(part)));
        Self {
            head: drawn(&moments.head, "head").unwrap_or_default(),
            body: drawn(&moments.body, "body").unwrap_or_default(),
            chunks: moments.chunk.clone().map(|latency| Chunks {
                latency,
                seed: seed.child("chunk"),
                bytes: moments.chunk_size.map(|size| usize::try_from(size.0.max(1)).unwrap_or(usize::MAX)),
            }),
        }
    }

    /// Whether nothing is late.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.head.is_zero() && self.body.is_zero() && self.chunks.is_none()
    }
}
