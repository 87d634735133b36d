//! A row, of which each member is made when it is first asked for. Where several say how a member is made, a group is heard before the line of a
//! scene, that before the fields, those before key, time and schema. Invariant: whatever is asked for first, a member is the same; one that needs
//! itself is not there.

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::ground::Ground;
use super::group::{Role, role};
use super::journey::Journey;
use super::pair;
use super::piece::Piece;
use super::plan::{Origin, Plan, head};
use super::recipe::{Source, json};
use super::scene::Line;
use super::stand::Stand;
use crate::collection::definition::{Collections, Take};
use crate::schema::{Sampler, Side, Variety};

/// A row that is being made.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) world: &'a Collections,
    pub(super) ground: &'a Arc<Ground>,
    pub(super) plan: &'a Plan,
    pub(super) journey: &'a Journey,
    pub(super) number: u64,
    pub(super) depth: u8,
    base: Base<'a>,
    /// What it begins with, where that is read or sampled as one.
    begun: OnceCell<Value>,
    millis: OnceCell<Option<i64>>,
    role: OnceCell<Option<Role>>,
    line: OnceCell<Option<&'a Line>>,
    pair: OnceCell<Option<[Value; 2]>>,
    slots: OnceCell<Box<[Slot]>>,
    scene: OnceCell<Box<[Slot]>>,
    making: RefCell<Vec<(Home, usize)>>,
}

/// What a row begins with.
#[derive(Clone, Copy, Debug)]
enum Base<'a> {
    /// Nothing: all of it is made.
    Made,
    /// It is written out.
    Kept(&'a Value),
    /// It is read.
    Read,
    /// It is sampled as one, and fields lie over it.
    Whole,
}

/// Whether something is a member of the row, or what its scene agrees on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    Row,
    Scene,
}

/// A member that was made, and whether it was found to need itself.
#[derive(Debug, Default)]
struct Slot {
    piece: OnceCell<Piece<'static>>,
    needs_itself: Cell<bool>,
}

impl<'a> Row<'a> {
    /// Row `number`, which is read so deep. One beyond the last row has no members.
    pub(super) fn of(
        world: &'a Collections,
        ground: &'a Arc<Ground>,
        journey: &'a Journey,
        number: u64,
        depth: u8,
    ) -> Self {
        let plan = ground.plan.as_ref();
        let base = match (ground.kept(number), &plan.origin) {
            (Some(value), _) => Base::Kept(value),
            (None, Origin::Read(_)) => Base::Read,
            (None, _) if plan.whole.is_some() => Base::Whole,
            (None, _) => Base::Made,
        };
        Self {
            world,
            ground,
            plan,
            journey,
            number,
            depth,
            base,
            begun: OnceCell::new(),
            millis: OnceCell::new(),
            role: OnceCell::new(),
            line: OnceCell::new(),
            pair: OnceCell::new(),
            slots: OnceCell::new(),
            scene: OnceCell::new(),
            making: RefCell::new(Vec::new()),
        }
    }

    /// Another row that is read for this one, if that does not lead too far.
    pub(super) fn another<'b>(&self, ground: &'b Arc<Ground>, number: u64) -> Option<Row<'b>>
    where
        'a: 'b,
    {
        let depth = self.depth + 1;
        (number < ground.count && self.journey.goes(depth))
            .then(|| Row::of(self.world, ground, self.journey, number, depth))
    }

    /// The row as it is sent.
    pub(super) fn whole(&self) -> Value {
        self.all(false)
    }

    /// The row with what is hidden.
    pub(super) fn full(&self) -> Value {
        self.all(true)
    }

    fn all(&self, with_hidden: bool) -> Value {
        let mut row = match self.begun() {
            Some(Value::Object(members)) => members.clone(),
            // What is no object has no members.
            Some(other) => return other.clone(),
            None => Map::with_capacity(self.plan.members.len()),
        };
        for (position, member) in self.plan.members.iter().enumerate() {
            if self.is_shown(position, with_hidden)
                && let Some(value) = self.piece(position).value()
            {
                row.insert(member.name.as_ref().to_owned(), value);
            } else {
                row.shift_remove(member.name.as_ref());
            }
        }
        Value::Object(row)
    }

    /// A row that has these members, as far as they are there.
    pub(super) fn part(&self, paths: &[Arc<str>]) -> Value {
        let mut row = Map::with_capacity(paths.len());
        for path in paths {
            let known = self.plan.member(path).and_then(|at| Some((at, self.plan.members.get(at)?)));
            let (name, value) = if let Some((at, member)) = known {
                (member.name.as_ref(), self.piece(at).value())
            } else {
                let begun = self.begun();
                let name =
                    if begun.is_some_and(|begun| begun.get(path.as_ref()).is_some()) { path } else { head(path) };
                (name, begun.and_then(|begun| begun.get(name)).cloned())
            };
            if let Some(value) = value {
                row.insert(name.to_owned(), value);
            }
        }
        Value::Object(row)
    }

    /// Writes the row as it is sent.
    pub(super) fn write(&self, into: &mut Vec<u8>) {
        if self.begun().is_some() {
            // Its members stand where they were written, between those that are made.
            into.extend_from_slice(&json(&self.whole()));
            return;
        }
        into.push(b'{');
        let mut is_first = true;
        for (position, member) in self.plan.members.iter().enumerate() {
            if !self.is_shown(position, false) {
                continue;
            }
            let piece = self.piece(position);
            if piece.is_absent() {
                continue;
            }
            if !is_first {
                into.push(b',');
            }
            is_first = false;
            into.extend_from_slice(&member.label);
            piece.write(into);
        }
        into.push(b'}');
    }

    /// What is taken of the row.
    pub(super) fn take(&self, take: &Take) -> Option<Value> {
        match take {
            Take::Whole => Some(self.whole()),
            Take::Member(name) => self.named(name),
            Take::Members(names) => Some(self.part(names)),
        }
    }

    /// The member of that name.
    pub(super) fn named(&self, name: &str) -> Option<Value> {
        match self.plan.by_name.get(name) {
            Some(position) => self.piece(*position).value(),
            None => self.begun()?.get(name).cloned(),
        }
    }

    /// The value at the end of a dotted path.
    pub(super) fn at(&self, path: &str) -> Option<Value> {
        let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
        let Some(rest) = rest else { return self.named(first) };
        let piece = match self.plan.by_name.get(first) {
            Some(position) => self.piece(*position),
            None => Piece::lent(self.begun()?.get(first)),
        };
        let value = piece.look()?;
        let found = rest.split('.').try_fold(value.as_ref(), |value, step| match value {
            Value::Array(items) => items.get(step.parse::<usize>().ok()?),
            value => value.get(step),
        });
        found.cloned()
    }

    /// A member.
    pub(super) fn piece(&self, position: usize) -> Piece<'_> {
        let Some(member) = self.plan.members.get(position) else { return Piece::Absent };
        let begun = || self.begun().and_then(|begun| begun.get(member.name.as_ref()));
        if matches!(self.base, Base::Kept(_) | Base::Read)
            && let Some(value) = begun()
        {
            return Piece::Lent(value);
        }
        match self.source(position) {
            Some(source) => self.made(source, position, Home::Row),
            None if matches!(self.base, Base::Whole) => Piece::lent(begun()),
            None => Piece::Absent,
        }
    }

    /// What makes a member of this row.
    fn source(&self, position: usize) -> Option<usize> {
        let member = self.plan.members.get(position)?;
        let over = |said: &[(usize, usize)]| said.iter().find(|(at, _)| *at == position).map(|(_, source)| *source);
        if let Base::Kept(_) = self.base {
            return member.source.filter(|_| self.plan.kept.is_all || member.is_given);
        }
        if member.is_grouped
            && let Some(role) = self.role()
            && let Some(group) = self.plan.groups.get(role.group)
            && let Some(source) = over(if role.index.is_some() { &group.follower } else { &group.leader })
        {
            return Some(source);
        }
        if member.is_lined
            && let Some(source) = self.line().and_then(|line| over(line))
        {
            return Some(source);
        }
        member.source
    }

    fn is_shown(&self, position: usize, with_hidden: bool) -> bool {
        let source = self.source(position).and_then(|source| self.plan.sources.get(source));
        with_hidden || !source.is_some_and(|source| source.is_hidden)
    }

    /// What a source makes, once.
    fn made(&self, index: usize, position: usize, home: Home) -> Piece<'_> {
        let Some(source) = self.plan.sources.get(index) else { return Piece::Absent };
        if source.is_light {
            return self.make(index, source, position, home);
        }
        let Some(slot) = self.slots(home).get(position) else { return Piece::Absent };
        if let Some(piece) = slot.piece.get() {
            return piece.lend();
        }
        let above = self.making.borrow().iter().position(|open| *open == (home, position));
        if let Some(above) = above {
            for (home, position) in self.making.borrow().iter().skip(above) {
                if let Some(slot) = self.slots(*home).get(*position) {
                    slot.needs_itself.set(true);
                }
            }
            return Piece::Absent;
        }
        self.making.borrow_mut().push((home, position));
        let piece = self.make(index, source, position, home).owned();
        self.making.borrow_mut().pop();
        let piece = if slot.needs_itself.get() { Piece::Absent } else { piece };
        slot.piece.get_or_init(|| piece).lend()
    }

    fn slots(&self, home: Home) -> &[Slot] {
        let (slots, count) = match home {
            Home::Row => (&self.slots, self.plan.members.len()),
            Home::Scene => (&self.scene, self.plan.scenes.as_ref().map_or(0, |scenes| scenes.fields.len())),
        };
        slots.get_or_init(|| (0..count).map(|_| Slot::default()).collect())
    }

    fn make(&self, index: usize, source: &'a Source, position: usize, home: Home) -> Piece<'_> {
        let ground = self.ground;
        let (column, number) = match home {
            Home::Row => (ground.columns.get(position), self.number),
            Home::Scene => (ground.scenes.0.get(position), self.scene_number()),
        };
        let Some(column) = column else { return Piece::Absent };
        let begin = column.begin(number, source.lasts);
        if !column.is_there(begin, source.rate) {
            return Piece::Absent;
        }
        let stand = Stand { row: self, column: *column, begin, home };
        if !self.meets(index, source, &stand) {
            return Piece::Absent;
        }
        stand.follow(&source.recipe, Some(index))
    }

    /// What all rows of the scene agree on.
    pub(super) fn of_scene(&self, name: &str) -> Option<Value> {
        let scenes = self.plan.scenes.as_ref().filter(|_| !matches!(self.base, Base::Kept(_)))?;
        let position = scenes.field(name)?;
        let (_, source) = scenes.fields.get(position)?;
        self.made(*source, position, Home::Scene).value()
    }

    /// What is under that position of the scene.
    pub(super) fn scene_piece(&self, position: usize) -> Piece<'_> {
        let source = self.plan.scenes.as_ref().and_then(|scenes| scenes.fields.get(position));
        source.map_or(Piece::Absent, |(_, source)| self.made(*source, position, Home::Scene))
    }

    /// The number of the scene.
    pub(super) fn scene_number(&self) -> u64 {
        self.plan.scenes.as_ref().map_or(0, |scenes| self.number / scenes.rows)
    }

    fn line(&self) -> Option<&'a Line> {
        *self.line.get_or_init(|| {
            let scenes = self.plan.scenes.as_ref()?;
            let pool = self.ground.pool(|| {
                let stand = Stand { row: self, column: self.ground.scenes.1, begin: 0, home: Home::Scene };
                let name = scenes.pool.as_ref().and_then(|pool| pool.value(&stand));
                name.map_or(0, |name| scenes.pool(&crate::base::plain_text(&name)))
            });
            scenes.line(pool, self.ground.scenes.1, self.number)
        })
    }

    /// What the row is to its group.
    pub(super) fn role(&self) -> Option<&Role> {
        let find = || match self.base {
            Base::Kept(_) => None,
            _ => role(&self.plan.groups, &self.ground.groups, self.number, self.ground.made),
        };
        self.role.get_or_init(find).as_ref()
    }

    /// The time of the row.
    pub(super) fn millis(&self) -> Option<i64> {
        *self.millis.get_or_init(|| self.ground.millis(self.number))
    }

    /// The two rows that make it.
    pub(super) fn pair(&self) -> Option<&[Value; 2]> {
        let find = || {
            let base = self.ground.base.as_ref().filter(|_| matches!(self.base, Base::Made))?;
            let (low, high) = pair::rows(self.number);
            Some([self.another(base, low)?.full(), self.another(base, high)?.full()])
        };
        self.pair.get_or_init(find).as_ref()
    }

    /// What it begins with, where not all of it is made.
    pub(super) fn begun(&self) -> Option<&Value> {
        match self.base {
            Base::Made => None,
            Base::Kept(value) => Some(value),
            Base::Read | Base::Whole => Some(self.begun.get_or_init(|| self.begin())),
        }
    }

    fn begin(&self) -> Value {
        if let Origin::Read(rows) = &self.plan.origin {
            return rows.row(self.number);
        }
        let (Some(item), Some(schemas)) = (self.plan.whole, self.world.schemas_at(self.plan.index)) else {
            return Value::Null;
        };
        let sampler = Sampler::new(schemas).speaking(self.ground.locale).dated(self.ground.later);
        sampler.sample(item, self.ground.rows.nth(self.number), Side::Response, Variety::Generated).value
    }
}
