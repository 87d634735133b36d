//! The rows of one partition, opened: seeds, sizes and times are settled; what costs more is found when it is first looked at.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, Weak};

use serde_json::Value;

use super::draw::Column;
use super::journey::{DEEPEST, Effort, Journey};
use super::opened::Wish;
use super::pair;
use super::plan::{Origin, Partition, Plan, Way};
use super::recipe::Known;
use super::row::Row;
use crate::base::{Seed, plain_text};
use crate::collection::definition::{Collections, Time};
use crate::collection::key::KeyShape;
use crate::collection::rows::MOST_ROWS;
use crate::collection::timeline::{Moments, Timeline};
use crate::schema::{Later, Locale};

/// How far the numbers behind the keys of two partitions are apart: more rows than any has.
const STRIDE: u32 = 40;
/// The rows that are looked at to find one whose key leads nowhere.
const MOST_LOOKED_AT: u64 = 100_000;
/// The rows of a collection of which what is picked is kept.
const MOST_SHELVED: u64 = 4_096;

/// The rows of one partition.
#[derive(Debug)]
pub(in crate::collection) struct Ground {
    pub(super) plan: Arc<Plan>,
    pub(super) identity: Seed,
    /// What all was drawn from.
    world_seed: Seed,
    now: i64,
    pub(super) locale: Locale,
    /// How much later than usual generated moments are.
    pub(super) later: Later,
    /// The seed of all rows.
    pub(super) rows: Seed,
    /// Where the members are drawn, by position.
    pub(super) columns: Vec<Column>,
    /// Where what scenes agree on is drawn, by position, and their scripts.
    pub(super) scenes: (Vec<Column>, Column),
    /// The seeds of the groups, by position.
    pub(super) groups: Vec<Seed>,
    /// How many rows are made.
    pub(super) made: u64,
    /// Which of the rows that are written out is the first one here: a short list has only the newest.
    first_kept: u64,
    pub(super) count: u64,
    line: Option<Timeline>,
    moments: OnceLock<Moments>,
    /// The seed of the keys, and the number behind the first one.
    keys: (Seed, u128),
    /// The numbers behind the keys of rows that are written out, upwards: no other row has them.
    taken: OnceLock<Vec<u128>>,
    /// The rows by the text of the key, where nothing else leads to them.
    texts: OnceLock<Texts>,
    /// The rows of the base by the text that pairs are joined of, where nothing else leads to them.
    joined: OnceLock<Texts>,
    /// The collection whose pairs these are.
    pub(super) base: Option<Arc<Ground>>,
    partition: OnceLock<Option<Value>>,
    /// Whose row the partition is: the collection, and the row's number.
    owner: Option<(Arc<Ground>, u64)>,
    partition_key: Option<Value>,
    pool: OnceLock<usize>,
    /// The collections of the world, as far as they were read from here; weak, since they may read each other.
    siblings: Vec<OnceLock<Weak<Ground>>>,
    /// What all rows have alike, by source.
    pub(super) settled: Vec<OnceLock<Option<Known>>>,
    /// Which conditions all rows meet or none does, by source.
    pub(super) conditions: Vec<OnceLock<bool>>,
    /// Which members no row has, by position.
    pub(super) absent: Vec<OnceLock<bool>>,
    /// What was picked of the rows, by what is taken of them.
    shelves: Vec<OnceLock<Vec<OnceLock<Shelved>>>>,
}

/// What rows belong to, and are made of.
struct Roots {
    owner: Option<(Arc<Ground>, u64)>,
    partition_key: Option<Value>,
    base: Option<Arc<Ground>>,
}

/// Rows by the text of a member.
pub(super) type Texts = HashMap<String, u64>;

/// What was picked of a row, and what finding it took.
#[derive(Clone, Debug)]
pub(super) struct Shelved {
    pub(super) known: Option<Arc<Known>>,
    pub(super) effort: Effort,
}

impl Ground {
    /// Opens rows, or finds them among those opened lately. `None` where there is no such partition.
    pub(in crate::collection) fn open(world: &Collections, wish: &Wish<'_>) -> Option<Arc<Self>> {
        Self::open_at(world, wish, 0)
    }

    fn open_at(world: &Collections, wish: &Wish<'_>, depth: u8) -> Option<Arc<Self>> {
        let plan = world.opened.plan(world, wish.index)?;
        let identity = wish.identity(plan, world.opened.follows_clock(world));
        if let Some(known) = world.opened.find(identity) {
            return Some(known);
        }
        if depth > DEEPEST {
            return None;
        }
        let alone = |index| Self::open_at(world, &wish.alone(index), depth + 1);
        let owner = match plan.partition {
            Partition::Nothing | Partition::Any => None,
            Partition::Rows(of) => {
                let owner = alone(of?)?;
                let number = owner.find(world, &Journey::default(), wish.partition?)?;
                Some((owner, number))
            }
        };
        let partition_key = match plan.partition {
            Partition::Nothing => None,
            Partition::Any | Partition::Rows(_) => Some(wish.partition.filter(|key| !key.is_null())?.clone()),
        };
        let base = match plan.origin {
            Origin::Pairs(of) => Some(alone(of?)?),
            Origin::Made | Origin::Read(_) => None,
        };
        let ground =
            Arc::new(Self::new(world, wish, (Arc::clone(plan), identity), Roots { owner, partition_key, base }));
        world.opened.keep(&ground);
        Some(ground)
    }

    fn new(
        world: &Collections,
        wish: &Wish<'_>,
        (plan, identity): (Arc<Plan>, Seed),
        Roots { owner, partition_key, base }: Roots,
    ) -> Self {
        let collection = wish.seed.child("collection").child(&plan.name);
        let text = partition_key.as_ref().map(plain_text);
        let rows = text.as_ref().map_or(collection, |text| collection.child("/partition").child(text));
        let kept = plan.kept.count();
        let there = match (&plan.origin, &base) {
            _ if plan.kept.is_all => Some(kept),
            (Origin::Read(rows), _) => Some(rows.count().saturating_add(kept)),
            (_, Some(base)) => Some(pair::count(base.count).saturating_add(kept)),
            _ => None,
        };
        let size = wish.size.or(there).unwrap_or(plan.size).min(MOST_ROWS);
        let count = there.map_or(size, |there| size.min(there));
        let shown = kept.min(count);
        let made = count - shown;
        let timed = if plan.kept.moments.is_some() { made } else { count };
        let line = plan.time.as_ref().map(|(_, time)| line(&plan, time, wish.now, timed));
        let scenes = plan.scenes.iter().flat_map(|scenes| &scenes.fields);
        let ground = Self {
            columns: plan.members.iter().map(|member| Column::new(rows.child(&member.name))).collect(),
            scenes: (
                scenes.map(|(name, _)| Column::new(rows.child("/scene").child(name))).collect(),
                Column::new(rows.child("/scene").child("/script")),
            ),
            groups: plan.groups.iter().map(|group| rows.child("/group").child(&group.name)).collect(),
            siblings: vec![OnceLock::new(); world.definitions.len()],
            settled: plan.sources.iter().map(|_| OnceLock::new()).collect(),
            conditions: vec![OnceLock::new(); plan.sources.len()],
            absent: vec![OnceLock::new(); plan.members.len()],
            shelves: vec![OnceLock::new(); world.opened.takes(world, plan.index).len()],
            keys: (collection.child("/key"), 0),
            first_kept: kept - shown,
            world_seed: wish.seed,
            now: wish.now,
            locale: wish.locale,
            later: wish.later(),
            taken: OnceLock::new(),
            texts: OnceLock::new(),
            joined: OnceLock::new(),
            partition: OnceLock::new(),
            pool: OnceLock::new(),
            plan,
            identity,
            rows,
            made,
            count,
            line,
            moments: OnceLock::new(),
            base,
            owner,
            partition_key,
        };
        Self { keys: ground.key_room(), ..ground }
    }

    /// Keys are told apart over partitions by the number of the partition, or else by its seed.
    fn key_room(&self) -> (Seed, u128) {
        let (seed, _) = self.keys;
        let Some(key) = &self.partition_key else { return self.keys };
        let own = seed.child(&plain_text(key));
        let (Some((_, owner)), Some(Way::Counted(shape))) = (&self.owner, self.plan.key.as_ref().map(|key| &key.way))
        else {
            return (own, 0);
        };
        let first = u128::from(*owner) << STRIDE;
        if first.saturating_add(1 << STRIDE) <= shape.room() { (seed, first) } else { (own, 0) }
    }

    /// The row, or the text, that these rows belong to.
    pub(in crate::collection) fn partition(&self, world: &Collections) -> Option<&Value> {
        let value = self.partition.get_or_init(|| match &self.owner {
            Some((owner, number)) => Some(Row::of(world, owner, &Journey::default(), *number, 0).full()),
            None => self.partition_key.clone(),
        });
        value.as_ref()
    }

    /// The row that is written out at that number.
    pub(super) fn kept(&self, number: u64) -> Option<&Value> {
        self.plan.kept.at(number.checked_sub(self.made)?.checked_add(self.first_kept)?)
    }

    /// The times of the rows that have none of their own.
    fn moments(&self) -> Option<&Moments> {
        let line = self.line.as_ref()?;
        let count = if self.plan.kept.moments.is_some() { self.made } else { self.count };
        Some(self.moments.get_or_init(|| line.moments(self.rows.child("/time"), count)))
    }

    /// The time of a row, where the timeline makes it or the row says it.
    pub(super) fn millis(&self, number: u64) -> Option<i64> {
        let moments = self.moments()?;
        match (&self.plan.kept.moments, number.checked_sub(self.made)) {
            (Some(kept), Some(place)) => kept.get(usize::try_from(place + self.first_kept).ok()?).copied(),
            _ => Some(moments.at(number)),
        }
    }

    /// How many rows have a time before that one.
    pub(super) fn before(&self, millis: i64) -> u64 {
        let Some(moments) = self.moments() else {
            return match &self.plan.origin {
                Origin::Read(rows) => rows.before(millis).min(self.count),
                Origin::Made | Origin::Pairs(_) => 0,
            };
        };
        let Some(kept) = &self.plan.kept.moments else { return moments.before(millis) };
        let all = kept.partition_point(|moment| *moment < millis) as u64;
        match all.checked_sub(self.first_kept).filter(|place| *place > 0) {
            Some(place) => self.made + place,
            None if self.made == 0 => 0,
            None => moments.before(millis),
        }
    }

    /// The key that is the number of a row in disguise.
    pub(super) fn key(&self, number: u64) -> Option<Value> {
        let Way::Counted(shape) = &self.plan.key.as_ref()?.way else { return None };
        let (seed, first) = self.keys;
        let mut number = first + u128::from(number);
        for taken in self.taken(shape) {
            number += u128::from(*taken <= number);
        }
        shape.key(seed, number)
    }

    fn taken(&self, shape: &KeyShape) -> &[u128] {
        self.taken.get_or_init(|| {
            let Some(key) = &self.plan.key else { return Vec::new() };
            let (seed, first) = self.keys;
            let kept = self.plan.kept.rows.iter().filter_map(|row| row.get(key.name.as_ref()));
            let mut taken: Vec<u128> =
                kept.filter_map(|key| shape.number(seed, key)).filter(|number| *number >= first).collect();
            taken.sort_unstable();
            taken.dedup();
            taken
        })
    }

    /// The number of the row with that key.
    pub(super) fn find(self: &Arc<Self>, world: &Collections, journey: &Journey, key: &Value) -> Option<u64> {
        let plan = &self.plan;
        let name = &plan.key.as_ref()?.name;
        let text = plain_text(key);
        if let Some(place) = plan.kept.keys.get(&text)
            && let Some(place) = (*place as u64).checked_sub(self.first_kept)
        {
            return Some(self.made + place);
        }
        let found = match (&plan.key.as_ref()?.way, &plan.origin, &self.base) {
            (Way::Counted(shape), ..) => {
                let (seed, first) = self.keys;
                let behind = crate::schema::readings(key).find_map(|key| shape.number(seed, &key))?;
                let taken = self.taken(shape);
                if taken.binary_search(&behind).is_ok() {
                    return None;
                }
                let passed = taken.partition_point(|taken| *taken < behind) as u128;
                u64::try_from(behind.checked_sub(first)?.checked_sub(passed)?).ok()
            }
            (Way::Joined(member), _, Some(base)) => {
                if base.plan.key.as_ref().is_some_and(|key| key.name == *member) {
                    pair::find(&text, |part| base.find(world, journey, &Value::from(part)))
                } else {
                    let texts = Self::searched(&self.joined, base, (world, journey), member)?;
                    pair::find(&text, |part| texts.get(part).copied())
                }
            }
            (_, Origin::Read(rows), _) if rows.key() == Some(name) => rows.find(key),
            _ => Self::searched(&self.texts, self, (world, journey), name)?.get(&text).copied(),
        };
        // Rows that are written out and have a key of their own were looked through before.
        let has_own = |row| self.kept(row).is_some_and(|kept| kept.get(name.as_ref()).is_some());
        found.filter(|row| *row < self.count && !has_own(*row))
    }

    /// The rows by the text of a member; none where there are too many rows to look at, or where they are being looked at already.
    fn searched<'s>(
        slot: &'s OnceLock<Texts>,
        ground: &Arc<Self>,
        (world, journey): (&Collections, &Journey),
        member: &Arc<str>,
    ) -> Option<&'s Texts> {
        if ground.count > MOST_LOOKED_AT || !journey.searches() {
            return None;
        }
        if slot.get().is_none() {
            // Not inside of the lock: what is looked at may lead back here.
            let texts = ground.texts(world, member);
            let _ = slot.set(texts);
        }
        slot.get()
    }

    /// Another collection of the world, with the partition of these rows if it is partitioned as they are.
    pub(super) fn sibling(self: &Arc<Self>, world: &Collections, index: usize) -> Option<Arc<Self>> {
        if index == self.plan.index {
            return Some(Arc::clone(self));
        }
        let slot = self.siblings.get(index)?;
        if let Some(known) = slot.get().and_then(Weak::upgrade) {
            return Some(known);
        }
        let plan = world.opened.plan(world, index)?;
        let partition = match plan.partition {
            Partition::Nothing => None,
            by if by == self.plan.partition => self.partition_key.as_ref(),
            _ => return None,
        };
        let wish = Wish { index, partition, size: None, seed: self.world_seed, now: self.now, locale: self.locale };
        let opened = Self::open(world, &wish)?;
        let _ = slot.set(Arc::downgrade(&opened));
        Some(opened)
    }

    /// Which pool the scripts of scenes come from.
    pub(super) fn pool(&self, find: impl FnOnce() -> usize) -> usize {
        if let Some(known) = self.pool.get() {
            return *known;
        }
        // Not inside of the lock: what is looked at may lead back here.
        let found = find();
        *self.pool.get_or_init(|| found)
    }

    /// Where what is picked of a row is kept.
    pub(super) fn shelf(&self, take: usize, number: u64) -> Option<&OnceLock<Shelved>> {
        if self.count > MOST_SHELVED {
            return None;
        }
        let shelf = self.shelves.get(take)?.get_or_init(|| (0..self.count).map(|_| OnceLock::new()).collect());
        shelf.get(usize::try_from(number).ok()?)
    }
}

/// The timeline of so many made rows, from `now` where it follows the clock; older than all rows that are written out.
fn line(plan: &Plan, time: &Time, now: i64, rows: u64) -> Timeline {
    let mut line = time.line.clone();
    let from = if time.follows { now } else { 0 };
    line.end = if time.follows { now } else { line.end };
    line.start = line.start.saturating_add(from);
    if let Some(oldest) = plan.kept.moments.as_ref().and_then(|moments| moments.first()) {
        line.end = line.end.min(oldest.saturating_sub(line.least.max(1)));
    }
    if let Some(scenes) = &plan.scenes {
        line.scene = scenes.rows;
    }
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    match time.gap {
        Some(gap) => line.start = line.end.saturating_sub(gap.saturating_mul(rows)),
        // Rows that are written out are older than the history was to be: it ends before them all the same.
        None if line.start > line.end => line.start = line.end.saturating_sub(line.least.max(1).saturating_mul(rows)),
        None => {}
    }
    line
}
