//! How a member is made, with everything worked out that does not depend on the row: weights are sums, constants are written already, names
//! are positions.

use std::sync::Arc;

use serde_json::{Number, Value};

use super::draw;
use super::moment;
use crate::collection::definition::{Field, Formula, Make, Take};
use crate::schema::pattern::Pattern;
use crate::schema::{Faker, SchemaId};

/// A value that is there before any row is, and as JSON.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) value: Value,
    pub(super) json: Vec<u8>,
}

impl Known {
    pub(super) fn new(value: Value) -> Self {
        Self { json: json(&value), value }
    }
}

/// A value as JSON.
pub(super) fn json(value: &Value) -> Vec<u8> {
    let mut into = Vec::new();
    write(value, &mut into);
    into
}

/// Writes a value as JSON.
pub(super) fn write(value: &Value, into: &mut Vec<u8>) {
    // Writing to memory cannot fail, nor can a value that is JSON.
    let _ = serde_json::to_writer(into, value);
}

/// What makes a member.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) recipe: Recipe,
    /// How likely it is that the member is there, where that is not sure.
    pub(super) rate: Option<u64>,
    pub(super) condition: Option<Arc<dyn Formula>>,
    /// For how many rows it stays as it is; one if nothing is said.
    pub(super) lasts: u64,
    pub(super) is_hidden: bool,
    /// Whether making it again is as cheap as looking up what was made.
    pub(super) is_light: bool,
}

/// How it is made.
#[derive(Debug)]
pub(super) enum Recipe {
    /// The key of the number of the row.
    Key,
    /// The time of the number of the row.
    Time,
    /// The key of a pair: this member of both.
    Join(Arc<str>),
    Constant(Known),
    Formula(Arc<dyn Formula>),
    /// The same, where all rows of a partition have the same.
    OfPartition(Arc<dyn Formula>),
    Fake(Faker),
    /// The position of a collection, and of what is taken among all that is ever taken of it.
    Pick(usize, usize),
    OneOf(Vec<Recipe>),
    Weighted(Vec<u64>, Vec<Option<Known>>),
    Whole(i128, u64),
    /// The least, how far the greatest is, and how many parts of a one are told apart.
    Fraction(f64, f64, f64),
    Pattern(Pattern),
    /// The time of the member at that position, and how much is added: the least, and how many milliseconds there are to choose from.
    Shift(usize, i64, u64),
    /// A property of the item, and whether it is a moment.
    Schema(SchemaId, Arc<str>, bool),
    /// What the whole item has there, which is sampled as one.
    OfWhole(Arc<str>),
    /// Nothing can be made.
    Nothing,
}

/// What names mean where a field stands.
pub(super) trait Names {
    /// The position of a member beside it.
    fn member(&self, name: &str) -> Option<usize>;
    /// The positions of a collection and of what is taken of it.
    fn pick(&mut self, collection: &str, take: &Take) -> Option<(usize, usize)>;
    /// What the item has under that name.
    fn of_item(&self, name: &str) -> Recipe;
}

impl Source {
    /// What a field says of a member.
    pub(super) fn of(name: &Arc<str>, field: &Field, names: &mut dyn Names) -> Self {
        let recipe = Recipe::of(name, &field.make, names);
        Self {
            rate: field.rate.and_then(draw::likelihood),
            condition: field.condition.clone(),
            lasts: field.lasts.unwrap_or(1).max(1),
            is_hidden: field.is_hidden,
            is_light: field.condition.as_ref().is_none_or(|condition| condition.is_of_partition()) && recipe.is_light(),
            recipe,
        }
    }

    /// What makes a member that is always there.
    pub(super) fn always(recipe: Recipe) -> Self {
        let is_light = recipe.is_light();
        Self { recipe, rate: None, condition: None, lasts: 1, is_hidden: false, is_light }
    }
}

impl Recipe {
    fn of(name: &Arc<str>, make: &Make, names: &mut dyn Names) -> Self {
        match make {
            Make::Constant(value) => Self::Constant(Known::new(value.clone())),
            Make::Formula(formula) if formula.is_of_partition() => Self::OfPartition(Arc::clone(formula)),
            Make::Formula(formula) => Self::Formula(Arc::clone(formula)),
            Make::Fake(faker) => Self::Fake(faker.as_ref().clone()),
            Make::Pick(collection, take) => {
                names.pick(collection, take).map_or(Self::Nothing, |(collection, take)| Self::Pick(collection, take))
            }
            Make::OneOf(makes) => Self::OneOf(makes.iter().map(|make| Self::of(name, make, names)).collect()),
            Make::Weighted(texts) => {
                let known = |text: &Arc<str>| Known::new(Value::String(text.as_ref().to_owned()));
                Self::Weighted(
                    draw::ends(texts.iter().map(|(_, weight)| *weight)),
                    texts.iter().map(|(text, _)| text.as_ref().map(known)).collect(),
                )
            }
            Make::Between(least, most) => Self::between(least, most),
            // It compiled before.
            Make::Pattern(pattern) => Pattern::compile(pattern.as_str()).map_or(Self::Nothing, Self::Pattern),
            Make::Shift(member, from, to) => {
                let (from, to) = (*from.min(to), *from.max(to));
                let span = to.abs_diff(from).saturating_add(1);
                names.member(member).map_or(Self::Nothing, |member| Self::Shift(member, from, span))
            }
            Make::Schema => names.of_item(name),
        }
    }

    fn between(least: &Number, most: &Number) -> Self {
        let whole = |number: &Number| number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
        if let (Some(one), Some(other)) = (whole(least), whole(most)) {
            let span = u64::try_from(one.abs_diff(other)).unwrap_or(u64::MAX).saturating_add(1);
            return Self::Whole(one.min(other), span);
        }
        let (Some(one), Some(other)) = (least.as_f64(), most.as_f64()) else { return Self::Nothing };
        let digits = |number: &Number| number.to_string().split_once('.').map_or(0, |(_, digits)| digits.len());
        let parts = (0..digits(least).max(digits(most)).clamp(2, 15)).fold(1.0, |parts, _| parts * 10.0);
        Self::Fraction(one.min(other), (one - other).abs(), parts)
    }

    fn is_light(&self) -> bool {
        match self {
            Self::Key
            | Self::Time
            | Self::Constant(_)
            | Self::OfPartition(_)
            | Self::Weighted(..)
            | Self::Whole(..)
            | Self::Fraction(..)
            | Self::OfWhole(_)
            | Self::Pick(..)
            | Self::Nothing => true,
            Self::OneOf(recipes) => recipes.iter().all(Self::is_light),
            Self::Join(_)
            | Self::Formula(_)
            | Self::Fake(_)
            | Self::Pattern(_)
            | Self::Shift(..)
            | Self::Schema(..) => false,
        }
    }

    /// Whether all that it makes is a moment as rows have it.
    pub(super) fn is_moment(&self) -> bool {
        match self {
            Self::Time | Self::Shift(..) | Self::Schema(_, _, true) => true,
            Self::Constant(known) => known.value.as_str().is_some_and(moment::is_ours),
            Self::OneOf(recipes) => !recipes.is_empty() && recipes.iter().all(Self::is_moment),
            _ => false,
        }
    }

    /// What making it costs, in the unit of [`Rows::cost`](crate::collection::Rows::cost), without what it reads, and without the row and its
    /// place there.
    pub(super) fn cost(&self) -> u64 {
        match self {
            Self::Nothing | Self::Constant(_) | Self::OfPartition(_) | Self::OfWhole(_) => 0,
            Self::Whole(..) | Self::Fraction(..) => 1,
            Self::Key | Self::Time | Self::Weighted(..) | Self::Pick(..) => 2,
            Self::Shift(..) => 4,
            Self::Join(_) | Self::Formula(_) => 20,
            Self::Fake(_) => 10,
            Self::Pattern(_) => 30,
            Self::OneOf(recipes) => {
                let all = recipes.iter().map(Self::cost).sum::<u64>();
                1 + all.div_ceil(recipes.len().max(1) as u64)
            }
            Self::Schema(..) => 400,
        }
    }
}
