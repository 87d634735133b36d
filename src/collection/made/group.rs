//! Rows of which one leads and others follow. Where a group lies is a function of its stretch, so what a row is to it is found without a look at
//! other rows. Of G groups each uses only the rows whose number leaves its own remainder, so that no row is in two.

use std::sync::Arc;

use serde_json::{Value, json};

use super::draw::Draws;
use crate::base::Seed;

/// More followers than any group has.
const MOST_FOLLOWERS: u64 = 1_024;

/// A kind of group.
#[derive(Debug)]
pub(super) struct GroupPlan {
    pub(super) name: Arc<str>,
    /// How long a stretch is, in rows.
    pub(super) every: u64,
    /// How likely there is one, where that is not sure.
    pub(super) rate: Option<u64>,
    pub(super) followers: (u64, u64),
    /// How many rows behind the leader the last follower is at most.
    pub(super) within: u64,
    /// The members that it says, and what makes them: of the leader, of followers.
    pub(super) leader: Vec<(usize, usize)>,
    pub(super) follower: Vec<(usize, usize)>,
}

/// What a row is to its group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Role {
    /// Which kind of group it is.
    pub(super) group: usize,
    /// The number of the leader.
    pub(super) leader: u64,
    /// The numbers of the followers, upwards.
    pub(super) followers: Vec<u64>,
    /// The row's position among the followers; the leader has none.
    pub(super) index: Option<u64>,
}

impl Role {
    /// As formulas read it.
    pub(super) fn value(&self, name: &str) -> Value {
        let mut value = json!({
            "name": name,
            "role": if self.index.is_some() { "follower" } else { "leader" },
            "leader": self.leader,
            "followers": self.followers,
        });
        if let (Some(index), Some(members)) = (self.index, value.as_object_mut()) {
            members.insert("index".to_owned(), Value::from(index));
        }
        value
    }
}

/// What row `number` of `count` is to the groups; `seeds` has one for each kind.
pub(super) fn role(groups: &[GroupPlan], seeds: &[Seed], number: u64, count: u64) -> Option<Role> {
    let kinds = groups.len() as u64;
    let own = number.checked_rem(kinds)?;
    let group = usize::try_from(own).ok()?;
    let (plan, seed) = (groups.get(group)?, seeds.get(group)?);
    let every = plan.every.max(1);
    let stretch = number / every;
    let seed = seed.nth(stretch);
    if plan.rate.is_some_and(|rate| seed.words()[1] >= rate) {
        return None;
    }
    // The slots of the stretch: its rows with our remainder, as far as there are rows.
    let (from, to) = (stretch * every, (stretch * every).saturating_add(every).min(count));
    let first = from + (own + kinds - from % kinds) % kinds;
    let slots = to.checked_sub(first)?.div_ceil(kinds);
    let reach = (plan.within / kinds).max(1);
    let (least, most) = (plan.followers.0.max(1), plan.followers.1.max(plan.followers.0).clamp(1, MOST_FOLLOWERS));
    let least = least.min(most);
    if slots <= least || reach < least {
        return None;
    }
    let mut draws = Draws::of(seed);
    let leader = draws.below(slots - least);
    let wanted = least + draws.below(most - least + 1);
    let room = reach.min(slots - 1 - leader);
    let wanted = wanted.min(room);
    let slot = (number - first) / kinds;
    if slot < leader || slot - leader > room {
        return None;
    }
    // Floyd: so many different numbers of 1..=room, each set as likely.
    let mut chosen: Vec<u64> = Vec::with_capacity(usize::try_from(wanted).unwrap_or(0));
    for last in room - wanted..room {
        let one = draws.below(last + 1) + 1;
        match chosen.binary_search(&one) {
            Ok(_) => chosen.push(last + 1),
            Err(place) => chosen.insert(place, one),
        }
    }
    let index = match slot - leader {
        0 => None,
        behind => Some(chosen.binary_search(&behind).ok()? as u64),
    };
    let at = |slot: u64| first + slot * kinds;
    let followers = chosen.into_iter().map(|behind| at(leader + behind)).collect();
    Some(Role { group, leader: at(leader), followers, index })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(every: u64, rate: f64, followers: (u64, u64), within: u64) -> GroupPlan {
        let rate = super::super::draw::likelihood(rate);
        GroupPlan { name: "g".into(), every, rate, followers, within, leader: Vec::new(), follower: Vec::new() }
    }

    #[test]
    fn leaders_and_followers_name_each_other() {
        for (plans, count) in [
            (vec![plan(16, 1.0, (1, 5), 16)], 100_000),
            (vec![plan(16, 0.3, (2, 2), 16), plan(64, 1.0, (1, 9), 20)], 100_000),
            (vec![plan(5, 1.0, (1, 1), 5), plan(4, 0.9, (1, 3), 4), plan(1_000, 1.0, (3, 400), 999)], 30_001),
            (vec![plan(7, 1.0, (30, 40), 7)], 1_000),
        ] {
            let seeds: Vec<Seed> = (0..plans.len() as u64).map(|kind| Seed::new(5).nth(kind)).collect();
            let mut leaders = 0;
            for number in 0..count {
                let Some(role) = role(&plans, &seeds, number, count) else { continue };
                let plan = &plans[role.group];
                assert!(role.followers.is_sorted() && role.followers.windows(2).all(|pair| pair[0] < pair[1]));
                assert!(role.followers.iter().all(|row| *row > role.leader && *row < count));
                assert!(role.followers.iter().all(|row| row - role.leader <= plan.within.max(plans.len() as u64)));
                assert!(role.followers.iter().all(|row| row / plan.every == role.leader / plan.every));
                let many = role.followers.len() as u64;
                assert!(many >= 1 && many <= plan.followers.1);
                match role.index {
                    None => {
                        leaders += 1;
                        assert_eq!(role.leader, number);
                        for (index, follower) in (0..).zip(&role.followers) {
                            let theirs = super::role(&plans, &seeds, *follower, count).unwrap();
                            assert_eq!((theirs.leader, theirs.index), (number, Some(index)));
                            assert_eq!(theirs.followers, role.followers);
                        }
                    }
                    Some(index) => {
                        assert_eq!(role.followers[usize::try_from(index).unwrap()], number);
                        assert_eq!(super::role(&plans, &seeds, role.leader, count).unwrap().index, None);
                    }
                }
            }
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let stretches = |plan: &GroupPlan| {
                (count / plan.every) as f64 * plan.rate.unwrap_or(u64::MAX) as f64 / 18_446_744_073_709_551_616.0
            };
            let most: f64 = plans.iter().map(stretches).sum();
            let kinds = plans.len() as u64;
            let roomy = |plan: &&GroupPlan| plan.every / kinds > plan.followers.0;
            let least: f64 = plans.iter().filter(roomy).map(stretches).sum();
            let share = f64::from(leaders);
            assert!(share <= most * 1.05 + 1.0 && share >= least * 0.95 - 1.0, "{leaders} of {least} to {most}");
        }
    }
}
