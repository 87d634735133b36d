//! Where a member stands while it is made: what its recipe asks for is found here, and what formulas may see.

use std::sync::Arc;

use serde_json::{Number, Value};

use super::draw::{Column, below, drawn};
use super::ground::{Ground, Shelved, Texts};
use super::journey::Journey;
use super::pair;
use super::piece::Piece;
use super::recipe::{Known, Recipe};
use super::row::{Home, Row};
use crate::base::{Seed, plain_text};
use crate::collection::definition::{Collections, Standpoint};
use crate::schema::{Locale, Sampler, Side, Variety};

/// The longest text that is made for a pattern, in code points.
const LONGEST: usize = 4_096;

/// A member of a row, or what its scene agrees on.
#[derive(Clone, Copy)]
pub(super) struct Stand<'r, 'a> {
    pub(super) row: &'r Row<'a>,
    /// Where the member is drawn.
    pub(super) column: Column,
    /// From which row, or scene, on it has been as it is.
    pub(super) begin: u64,
    pub(super) home: Home,
}

impl<'r> Stand<'r, '_> {
    /// What a recipe makes here; `index` is that of its source.
    pub(super) fn follow(&self, recipe: &'r Recipe, index: Option<usize>) -> Piece<'r> {
        let row = self.row;
        let bits = || self.column.bits(self.begin);
        match recipe {
            Recipe::Constant(known) => Piece::Known(known),
            Recipe::Key => Piece::of(row.ground.key(row.number)),
            Recipe::Time => row.millis().map_or(Piece::Absent, Piece::Moment),
            Recipe::Join(member) => Piece::of(self.joined(member)),
            Recipe::Formula(formula) => Piece::of(formula.value(self)),
            Recipe::OfPartition(formula) => {
                let Some(slot) = index.and_then(|index| row.ground.settled.get(index)) else {
                    return Piece::of(formula.value(self));
                };
                if let Some(known) = slot.get() {
                    return known.as_ref().map_or(Piece::Absent, Piece::Known);
                }
                let (value, effort) = row.journey.measure(row.depth, || formula.value(self));
                if effort.is_none() {
                    return Piece::of(value);
                }
                slot.get_or_init(|| value.map(Known::new)).as_ref().map_or(Piece::Absent, Piece::Known)
            }
            Recipe::Fake(faker) => Piece::Fresh(faker.sample(self.seed(), row.ground.locale, row.ground.later)),
            Recipe::Pick(collection, take) => self.picked(*collection, *take, bits()),
            Recipe::OneOf(recipes) => {
                let one = usize::try_from(below(bits(), recipes.len() as u64)).unwrap_or(0);
                // A place of its own: which one it is says nothing of what is drawn for it.
                let inner = || Stand { column: Column::new(self.seed().child("/one")), begin: 0, ..*self };
                match recipes.get(one) {
                    Some(Recipe::Constant(known)) => Piece::Known(known),
                    Some(recipe) => inner().follow(recipe, None),
                    None => Piece::Absent,
                }
            }
            Recipe::Weighted(ends, texts) => {
                let known = texts.get(drawn(ends, bits())).and_then(Option::as_ref);
                known.map_or(Piece::Absent, Piece::Known)
            }
            Recipe::Whole(least, span) => {
                let number = least + i128::from(below(bits(), *span));
                let number =
                    i64::try_from(number).map(Number::from).or_else(|_| u64::try_from(number).map(Number::from));
                Piece::of(number.ok().map(Value::Number))
            }
            Recipe::Fraction(least, span, parts) => {
                #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
                let share = (bits() >> 11) as f64 / 9_007_199_254_740_992.0;
                let number = ((least + share * span) * parts).round() / parts;
                Piece::of(Number::from_f64(number).map(Value::Number))
            }
            Recipe::Pattern(pattern) => {
                Piece::of(pattern.generate(&mut self.seed().rng(), 0..=LONGEST).map(Value::String))
            }
            Recipe::Shift(of, from, span) => {
                let of = match self.home {
                    Home::Row => row.piece(*of),
                    Home::Scene => row.scene_piece(*of),
                };
                let by = from.saturating_add_unsigned(below(bits(), *span));
                of.millis().map_or(Piece::Absent, |millis| Piece::Moment(millis.saturating_add(by)))
            }
            Recipe::Schema(item, name, is_moment) => {
                let Some(schemas) = row.world.schemas_at(row.plan.index) else { return Piece::Absent };
                let sampler = Sampler::new(schemas).speaking(row.ground.locale).dated(row.ground.later);
                let seed = row.ground.rows.nth(self.begin);
                let value = sampler.property(*item, name, seed, Side::Response, Variety::Generated);
                let piece = Piece::of(value);
                match piece.millis().filter(|_| *is_moment) {
                    Some(millis) => Piece::Moment(millis),
                    None => piece,
                }
            }
            Recipe::OfWhole(name) => Piece::lent(row.begun().and_then(|begun| begun.get(name.as_ref()))),
            Recipe::Nothing => Piece::Absent,
        }
    }

    /// The key of a pair.
    fn joined(&self, member: &str) -> Option<Value> {
        let base = self.row.ground.base.as_ref()?;
        let (low, high) = pair::rows(self.row.number);
        let text = |number| Some(plain_text(&self.row.another(base, number)?.named(member)?));
        Some(Value::String(pair::joined(&text(low)?, &text(high)?)))
    }

    /// A row of another collection, or a part of it.
    fn picked(&self, collection: usize, take: usize, bits: u64) -> Piece<'r> {
        let (row, depth) = (self.row, self.row.depth + 1);
        let Some(sibling) = row.ground.sibling(row.world, collection) else { return Piece::Absent };
        let Some(what) = row.world.opened.takes(row.world, collection).get(take) else { return Piece::Absent };
        let number = below(bits, sibling.count);
        let shelf = sibling.shelf(take, number);
        if let Some(shelved) = shelf.and_then(|shelf| shelf.get())
            && row.journey.affords(depth, shelved.effort)
        {
            return shelved.known.as_ref().map_or(Piece::Absent, |known| Piece::Shared(Arc::clone(known)));
        }
        let find = || row.another(&sibling, number)?.take(what);
        let (value, effort) = row.journey.measure(depth, find);
        // Not where the way was cut off: from elsewhere it may lead further.
        if let (Some(shelf), Some(effort)) = (shelf, effort) {
            let known = value.map(|value| Arc::new(Known::new(value)));
            let _ = shelf.set(Shelved { known: known.clone(), effort });
            return known.map_or(Piece::Absent, Piece::Shared);
        }
        Piece::of(value)
    }

    /// Another row beside it.
    fn beside<T>(&self, number: u64, look: impl FnOnce(&Row<'_>) -> Option<T>) -> Option<T> {
        if number == self.row.number && self.home == Home::Row {
            return look(self.row);
        }
        look(&self.row.another(self.row.ground, number)?)
    }
}

impl Standpoint for Stand<'_, '_> {
    fn member(&self, name: &str) -> Option<Value> {
        if self.home == Home::Scene { None } else { self.row.named(name) }
    }

    fn number(&self) -> u64 {
        match (self.home, &self.row.plan.scenes) {
            (Home::Scene, Some(scenes)) => self.row.scene_number() * scenes.rows,
            _ => self.row.number,
        }
    }

    fn count(&self) -> u64 {
        self.row.ground.count
    }

    fn partition(&self) -> Option<&Value> {
        self.row.ground.partition(self.row.world)
    }

    fn pair(&self) -> Option<&[Value; 2]> {
        self.row.pair()
    }

    fn scene(&self, name: &str) -> Option<Value> {
        self.row.of_scene(name)
    }

    fn group(&self) -> Option<Value> {
        let role = self.row.role().filter(|_| self.home == Home::Row)?;
        Some(role.value(&self.row.plan.groups.get(role.group)?.name))
    }

    fn at(&self, number: u64, path: &str) -> Option<Value> {
        self.beside(number, |row| row.at(path))
    }

    fn find(&self, collection: &str, key: &Value) -> Option<Value> {
        let row = self.row;
        let index = row.world.definitions.get_index_of(collection)?;
        let sibling = row.ground.sibling(row.world, index)?;
        let number = sibling.find(row.world, row.journey, key)?;
        Some(row.another(&sibling, number)?.full())
    }

    fn seed(&self) -> Seed {
        self.column.seed(self.begin)
    }

    fn locale(&self) -> Locale {
        self.row.ground.locale
    }
}

impl Ground {
    /// The texts of a member, and the first row that has each: what nothing else leads to is found by a look at all rows.
    pub(super) fn texts(self: &Arc<Self>, world: &Collections, member: &Arc<str>) -> Texts {
        let mut texts = Texts::new();
        for number in 0..self.count {
            let journey = Journey::of_search();
            let part = Row::of(world, self, &journey, number, 0).named(member);
            if let Some(value) = part {
                texts.entry(plain_text(&value)).or_insert(number);
            }
        }
        texts
    }
}
