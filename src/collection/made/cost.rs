//! What looking at members of a row costs, as far as that is known without a look at rows: what is made in few rows costs little.
//!
//! Which readings are admitted hangs on it, so it is counted in whole numbers. Invariant: it depends on the plan alone, on no row and no
//! partition.

use std::ops::Add;

use super::plan::Plan;
use super::recipe::{Recipe, Source};

/// All rows, as a share of rows.
const ALL: u64 = 1 << 20;
/// The parts of a unit of [`Rows::cost`](crate::collection::Rows::cost): of a tenth of a microsecond.
const UNIT: u64 = 1_000;

/// A row of which nothing is looked at.
const ROW: u64 = 1_300;
/// Where a member of it comes from.
const ASKED: u64 = 200;
/// A member that is there: its name, its value, its place.
const THERE: u64 = 500;
/// What the row is to its group, once for all that groups say.
const ROLE: u64 = 1_000;
/// Which line of a script the row is, once for all that lines say.
const LINE: u64 = 500;
/// A draw of whether something is there.
const DRAW: u64 = 50;
/// A condition on the row; one on the partition is worked out once.
const CONDITION: u64 = 20_000;
const SETTLED: u64 = 50;
/// A look back at where something has begun that lasts for many rows.
const STEP: u64 = 50;

/// What looking at a member costs, with all that it reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    /// In thousandths of a unit.
    own: u64,
    /// Whether groups say it, or something that it reads.
    is_grouped: bool,
    /// Whether lines of scenes do.
    is_lined: bool,
}

impl Cost {
    /// Of the member at that position.
    pub(super) fn of(plan: &Plan, member: usize) -> Self {
        Self { own: ASKED, ..Self::default() } + of_member(plan, member, &mut Vec::new())
    }

    /// Of a member that no plan has.
    pub(super) const UNKNOWN: Self = Self { own: ASKED, is_grouped: false, is_lined: false };

    /// All of these of one row, in the unit of [`Rows::cost`](crate::collection::Rows::cost).
    pub(super) fn of_row(members: impl Iterator<Item = Self>) -> u64 {
        let Self { own, is_grouped, is_lined } = members.fold(Self::default(), Add::add);
        let shared = u64::from(is_grouped) * ROLE + u64::from(is_lined) * LINE;
        own.saturating_add(ROW + shared).div_ceil(UNIT)
    }

    /// The same in so many rows of all.
    fn in_share(self, share: u64) -> Self {
        let own = u128::from(self.own) * u128::from(share) / u128::from(ALL);
        Self { own: u64::try_from(own).unwrap_or(u64::MAX), ..self }
    }
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            own: self.own.saturating_add(other.own),
            is_grouped: self.is_grouped || other.is_grouped,
            is_lined: self.is_lined || other.is_lined,
        }
    }
}

/// What a member costs where it is made; `above` are those that read it.
fn of_member(plan: &Plan, position: usize, above: &mut Vec<usize>) -> Cost {
    let Some(member) = plan.members.get(position) else { return Cost::default() };
    if above.contains(&position) || above.len() > 8 {
        return Cost::default();
    }
    above.push(position);
    let mut cost = Cost { own: 0, is_grouped: member.is_grouped, is_lined: member.is_lined };
    let mut left = ALL;
    for group in &plan.groups {
        let (least, most) = group.followers;
        let leaders = share(group.rate) / group.every.max(1);
        let followers = leaders.saturating_mul(least.saturating_add(most).div_ceil(2)).min(ALL);
        for (said, share) in [(&group.leader, leaders), (&group.follower, followers)] {
            if let Some(source) = said_in(plan, said, position) {
                cost = cost + of_source(plan, source, above).in_share(share);
                left = left.saturating_sub(share);
            }
        }
    }
    // A partition has scripts of one pool: of the dearest, for all that is known.
    let pools = plan.scenes.iter().flat_map(|scenes| scenes.pools.iter().map(|(_, pool)| (scenes.rows.max(1), pool)));
    let pools = pools.map(|(rows, pool)| {
        let mut ends = 0;
        let mut of_pool = (Cost::default(), 0);
        for (end, script) in pool.ends.iter().zip(&pool.scripts) {
            let each = end.saturating_sub(ends) / (u64::MAX / ALL) / rows;
            ends = ends.max(*end);
            for source in script.iter().filter_map(|line| said_in(plan, line, position)) {
                of_pool.0 = of_pool.0 + of_source(plan, source, above).in_share(each);
                of_pool.1 += each;
            }
        }
        of_pool
    });
    if let Some((of_lines, share)) = pools.max_by_key(|(cost, _)| cost.own) {
        cost = cost + of_lines;
        left = left.saturating_sub(share);
    }
    if let Some(source) = member.source.and_then(|source| plan.sources.get(source)) {
        cost = cost + of_source(plan, source, above).in_share(left);
    }
    above.pop();
    cost
}

/// What makes a member where these are said.
fn said_in<'p>(plan: &'p Plan, said: &[(usize, usize)], position: usize) -> Option<&'p Source> {
    let (_, source) = said.iter().find(|(at, _)| *at == position)?;
    plan.sources.get(*source)
}

/// What a source costs in the rows that it makes a member of.
fn of_source(plan: &Plan, source: &Source, above: &mut Vec<usize>) -> Cost {
    let mut read: Vec<usize> = Vec::new();
    if let Recipe::Formula(formula) = &source.recipe {
        read.extend(formula.reads().iter().filter_map(|name| plan.member(name)));
    }
    if let Recipe::Shift(of, ..) = source.recipe {
        read.push(of);
    }
    let mut own = THERE + source.recipe.cost() * UNIT;
    match &source.condition {
        Some(condition) if condition.is_of_partition() => own += SETTLED,
        Some(condition) => {
            own += CONDITION;
            read.extend(condition.reads().iter().filter_map(|name| plan.member(name)));
        }
        None => {}
    }
    let made = read.into_iter().fold(Cost { own, ..Cost::default() }, |cost, read| cost + of_member(plan, read, above));
    let drawn = if source.rate.is_some() { DRAW } else { 0 };
    let back = if source.lasts > 1 { source.lasts.saturating_mul(STEP) } else { 0 };
    made.in_share(share(source.rate)) + Cost { own: back.saturating_add(drawn), ..Cost::default() }
}

/// How many rows of all.
fn share(rate: Option<u64>) -> u64 {
    rate.map_or(ALL, |rate| rate.div_ceil(u64::MAX / ALL))
}
