//! Which time is busy: the weights of a week's hours, summed up, and back from such a sum to a moment.
//!
//! A sum grows by an hour's weight each millisecond. Weights are whole numbers beside the largest, [`UNIT`], so that sums over some
//! twenty thousand years fit into 64 bits. Invariant: `moment(sum(t))` is `t` wherever the millisecond before `t` weighs anything.

/// The weight of the busiest hour.
pub(super) const UNIT: u64 = 1 << 14;
/// The hours of a week.
pub(super) const HOURS: usize = 168;
const HOUR: u64 = 3_600_000;
const WEEK: u64 = 168 * HOUR;
/// From Monday 00:00 to Thursday 1970-01-01 00:00, and so many weeks more that no moment comes before it: to the year -7500 or so.
const MONDAY: i64 = 3 * 86_400_000 + 500_000 * 604_800_000;
/// No moment is farther from 1970: some 9500 years.
pub(super) const FARTHEST: i64 = 300_000_000_000_000;

/// The weights of a week, summed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Week {
    /// What is added to a moment so that weeks begin at multiples of their length.
    shift: i64,
    weights: Vec<u64>,
    /// What all hours before each weigh, from Monday on.
    sums: Vec<u64>,
    /// What a week weighs.
    total: u64,
}

impl Week {
    /// From the weights of hours; every hour alike where they are not 168, or none of them weighs anything.
    pub(super) fn new(hours: &[f64], offset: i64) -> Self {
        let heaviest = hours.iter().copied().filter(|weight| weight.is_finite()).fold(0.0, f64::max);
        let is_alike = hours.windows(2).all(|pair| matches!(pair, [one, next] if one.total_cmp(next).is_eq()));
        let even = hours.len() != HOURS || heaviest <= 0.0 || is_alike;
        let weights: Vec<_> =
            if even { Vec::new() } else { hours.iter().map(|weight| rounded(weight / heaviest)).collect() };
        let (mut total, mut sums) = (0, Vec::with_capacity(weights.len()));
        for weight in &weights {
            sums.push(total);
            total += weight * HOUR;
        }
        let shift = MONDAY + offset.clamp(-86_400_000, 86_400_000);
        Self { shift, weights, sums, total }
    }

    /// Every hour alike.
    pub(super) fn even() -> Self {
        Self::new(&[], 0)
    }

    /// What all milliseconds before a moment weigh, since long ago.
    pub(super) fn sum(&self, moment: i64) -> u64 {
        let shifted = u64::try_from(moment.clamp(-FARTHEST, FARTHEST) + self.shift).unwrap_or_default();
        if self.weights.is_empty() {
            return shifted * UNIT;
        }
        let (weeks, within) = (shifted / WEEK, shifted % WEEK);
        let hour = usize::try_from(within / HOUR).unwrap_or_default();
        let (Some(before), Some(weight)) = (self.sums.get(hour), self.weights.get(hour)) else { return 0 };
        weeks * self.total + before + within % HOUR * weight
    }

    /// The first moment before which all milliseconds weigh so much.
    pub(super) fn moment(&self, sum: u64) -> i64 {
        let shifted = if self.weights.is_empty() {
            sum.div_ceil(UNIT)
        } else {
            // A sum at the end of a week is reached in that week, not at the first busy hour of the next.
            let Some(below) = sum.checked_sub(1) else { return -self.shift };
            let (weeks, within) = (below / self.total, below % self.total);
            let hour = self.sums.partition_point(|before| *before <= within).saturating_sub(1);
            let (Some(before), Some(weight)) = (self.sums.get(hour), self.weights.get(hour)) else { return 0 };
            let into = (within - before).checked_div(*weight).unwrap_or_default() + 1;
            weeks * WEEK + hour as u64 * HOUR + into
        };
        i64::try_from(shifted).unwrap_or(i64::MAX) - self.shift
    }
}

/// A weight beside the heaviest. What weighs anything weighs 1 at least.
fn rounded(share: f64) -> u64 {
    if !share.is_finite() || share <= 0.0 {
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "0 to 2^14"
    )]
    let weight = (share * UNIT as f64) as u64;
    weight.clamp(1, UNIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_lead_back_to_their_moments() {
        let mut hours = vec![0.02; HOURS];
        for (index, weight) in hours.iter_mut().enumerate() {
            match index % 24 {
                8..20 => *weight = 1.0,
                3 => *weight = 0.0,
                23 => *weight = 0.3,
                _ => {}
            }
        }
        for week in [Week::new(&hours, 0), Week::new(&hours, 7_200_000), Week::even()] {
            for step in -3000..3000_i64 {
                let moment = step * 7_777_777 + 1_700_000_000_000;
                let sum = week.sum(moment);
                let back = week.moment(sum);
                assert!(back <= moment && week.sum(back) == sum, "{moment}: {back}");
                assert!(back == moment || week.sum(moment - 1) == sum, "{moment}: {back} though it weighs something");
                assert!(week.sum(back - 1) < sum, "{moment}: {back} is not the first");
                assert!(week.sum(week.moment(sum + 1)) > sum, "{moment}");
            }
        }
    }

    #[test]
    fn hours_are_told_where_the_author_is() {
        let mut hours = vec![0.0; HOURS];
        // Monday from 09:00 to 10:00.
        hours[9] = 2.0;
        for (offset, expected) in [(0, "2024-01-01T09:00:00.001Z"), (7_200_000, "2024-01-01T07:00:00.001Z")] {
            let week = Week::new(&hours, offset);
            let sunday: jiff::Timestamp = "2023-12-31T12:00:00Z".parse().unwrap();
            let first = week.moment(week.sum(sunday.as_millisecond()) + 1);
            assert_eq!(jiff::Timestamp::from_millisecond(first).unwrap().to_string(), expected);
        }
    }
}
