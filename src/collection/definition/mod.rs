//! What a collection is, with everything looked up: where its rows come from and how each member is made.

use std::fmt::Debug;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Number, Value};

use super::key::KeyShape;
use super::made::{Ground, Made, Opened, Wish};
use super::opens::Opens;
use super::rows::Rows;
use super::timeline::Timeline;
use crate::base::Seed;
use crate::schema::pattern::Pattern;
use crate::schema::{Faker, Locale, SchemaId, Schemas};

/// A collection.
#[derive(Debug, Default)]
pub struct Definition {
    /// What it is called.
    pub name: Arc<str>,
    /// Where its rows come from.
    pub origin: Origin,
    /// How many rows a partition has where nobody says otherwise.
    pub size: Option<u64>,
    /// Whose rows they are.
    pub partition: PartitionBy,
    /// The member that tells rows apart.
    pub key: Option<Key>,
    /// The schema of a row: members that are not among the fields are sampled from it. It is one of `schemas`, else of those of all.
    pub item: Option<SchemaId>,
    /// The schemas that `item` is one of, where it is written in the scenario.
    pub schemas: Option<Arc<Schemas>>,
    /// The member whose time grows; what it says of `end` holds unless it `follows` the clock.
    pub time: Option<Time>,
    /// Rows that are newer than all others, the newest first.
    pub newest: Vec<Value>,
    /// The members of a row, in their order.
    pub fields: IndexMap<Arc<str>, Field>,
    /// Rows that follow a script together.
    pub scenes: Option<Scenes>,
    /// Rows of which one leads and others follow; the stretches of several groups share no row.
    pub groups: Vec<(Arc<str>, Group)>,
}

/// Where rows come from.
#[derive(Debug, Default)]
pub enum Origin {
    /// They are made.
    #[default]
    Made,
    /// They are written out.
    Written(Vec<Value>),
    /// They are read from somewhere else, a file.
    Read(Arc<dyn Rows>),
    /// Each two rows of this collection make one.
    Pairs(Arc<str>),
}

/// Whose rows they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PartitionBy {
    /// Nobody's: there is one list.
    #[default]
    Nothing,
    /// Each text has its own.
    Any,
    /// Each row of this collection has its own.
    Rows(Arc<str>),
}

/// The member that tells rows apart.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name.
    pub field: Arc<str>,
    /// What its values look like; none where they are written out.
    pub shape: Option<KeyShape>,
    /// Of pairs: the member of both rows that it is joined of.
    pub join: Option<Arc<str>>,
}

/// The member whose time grows from row to row.
#[derive(Clone, Debug)]
pub struct Time {
    /// Its name.
    pub field: Arc<str>,
    /// When rows come to be.
    pub line: Timeline,
    /// Whether it ends at the clock of the data: `line.end` is then 0, and `line.start` counted from there.
    pub follows: bool,
    /// Whether the start is counted from the end: by this mean distance of rows, in milliseconds.
    pub gap: Option<i64>,
}

/// How a member is made, and whether it is there.
#[derive(Debug)]
pub struct Field {
    /// How it is made.
    pub make: Make,
    /// In how many rows it is there, from 0 to 1.
    pub rate: Option<f64>,
    /// Whether it is there.
    pub condition: Option<Arc<dyn Formula>>,
    /// For how many rows, on average, it stays as it is.
    pub lasts: Option<u64>,
    /// Whether it is only there for others to read.
    pub is_hidden: bool,
}

/// How a member is made.
#[derive(Debug)]
pub enum Make {
    /// It is this.
    Constant(Value),
    /// It is worked out.
    Formula(Arc<dyn Formula>),
    /// A method of `fake`.
    Fake(Box<Faker>),
    /// A row of another collection, or a part of it.
    Pick(Arc<str>, Take),
    /// One of these.
    OneOf(Vec<Make>),
    /// One of these texts, by weight; `None`: it is not there.
    Weighted(Vec<(Option<Arc<str>>, f64)>),
    /// A number between these, both included: whole if both are.
    Between(Number, Number),
    /// A text that matches.
    Pattern(Box<Pattern>),
    /// The time of another member, and a distance between these (milliseconds, below zero for earlier).
    Shift(Arc<str>, i64, i64),
    /// What the item's schema says of it.
    Schema,
}

/// What is taken of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// All of it.
    Whole,
    /// The value of this member.
    Member(Arc<str>),
    /// An object of these members.
    Members(Vec<Arc<str>>),
}

/// Rows that follow a script together.
#[derive(Debug)]
pub struct Scenes {
    /// How many rows a scene has.
    pub rows: u64,
    /// What all of its rows agree on.
    pub fields: IndexMap<Arc<str>, Field>,
    /// Which pool a partition's scripts come from.
    pub pool: Option<Arc<dyn Formula>>,
    /// The scripts, by pool; each has as many lines as a scene has rows.
    pub pools: IndexMap<Arc<str>, Vec<Script>>,
}

/// What happens in a scene.
#[derive(Debug)]
pub struct Script {
    /// How likely it is beside the others.
    pub weight: f64,
    /// For each row the members that it has, over the fields.
    pub lines: Vec<IndexMap<Arc<str>, Field>>,
}

/// Rows of which one leads and others follow.
#[derive(Debug)]
pub struct Group {
    /// How long a stretch is, in rows.
    pub every: u64,
    /// In how many stretches there is one, from 0 to 1.
    pub rate: f64,
    /// How few and how many follow.
    pub followers: (u64, u64),
    /// How far behind the leader the last follower is at most, in rows.
    pub within: u64,
    /// What the leader has, over everything else.
    pub leader: IndexMap<Arc<str>, Field>,
    /// What followers have, over everything else.
    pub follower: IndexMap<Arc<str>, Field>,
}

/// Something that is worked out for a row: a template, an expression.
pub trait Formula: Debug + Send + Sync {
    /// Its value; `None` if it has none.
    fn value(&self, from: &dyn Standpoint) -> Option<Value>;

    /// The members of its row that it reads.
    fn reads(&self) -> Vec<Arc<str>>;

    /// Whether it reads nothing but the partition, and draws nothing: all rows of a partition have the same.
    fn is_of_partition(&self) -> bool {
        false
    }
}

/// Where a formula stands, and what can be seen from there.
pub trait Standpoint {
    /// A member of the row, hidden or not. A member that needs itself is not there.
    fn member(&self, name: &str) -> Option<Value>;
    /// The row's number, from 0.
    fn number(&self) -> u64;
    /// How many rows there are beside it, itself included.
    fn count(&self) -> u64;
    /// Whose rows they are: the partition's row, or its text.
    fn partition(&self) -> Option<&Value>;
    /// The two rows that make a pair.
    fn pair(&self) -> Option<&[Value; 2]>;
    /// What the scene agrees on.
    fn scene(&self, name: &str) -> Option<Value>;
    /// The group that the row is in: `name`, `role` (`leader`, `follower`), `leader` (a number), `followers` (numbers), `index`.
    fn group(&self) -> Option<Value>;
    /// A member, by dotted path, of another row beside it.
    fn at(&self, number: u64, path: &str) -> Option<Value>;
    /// The row of another collection with that key.
    fn find(&self, collection: &str, key: &Value) -> Option<Value>;
    /// Where the formula's random values come from.
    fn seed(&self) -> Seed;
    /// The language of fake data.
    fn locale(&self) -> Locale;
}

/// All collections of a world.
#[derive(Debug, Default)]
pub struct Collections {
    /// What schemas there are; none where no collection needs any.
    pub schemas: Option<Arc<Schemas>>,
    /// The collections, by name.
    pub definitions: IndexMap<Arc<str>, Definition>,
    /// What is worked out of them when they are first opened, and what was opened lately; the default is right.
    pub opened: Opened,
    /// Who opens what is not defined here; each text is a partition there.
    pub elsewhere: Option<Arc<dyn Opens>>,
}

/// What rows are wanted.
#[derive(Clone, Debug)]
pub struct Opening<'o> {
    /// The collection.
    pub collection: &'o str,
    /// The key of the partition.
    pub partition: Option<&'o Value>,
    /// How many there are, where that is not the definition's number.
    pub size: Option<u64>,
    /// The root of everything that is drawn.
    pub seed: Seed,
    /// What time it is for the data, in milliseconds since 1970.
    pub now: i64,
    /// The language of fake data.
    pub locale: Locale,
}

impl Collections {
    /// The schemas that the item of a definition is one of.
    #[must_use]
    pub fn schemas_of<'c>(&'c self, definition: &'c Definition) -> Option<&'c Arc<Schemas>> {
        definition.schemas.as_ref().or(self.schemas.as_ref())
    }

    /// The same by the position of the definition.
    pub(in crate::collection) fn schemas_at(&self, index: usize) -> Option<&Schemas> {
        let (_, definition) = self.definitions.get_index(index)?;
        self.schemas_of(definition).map(|schemas| &**schemas)
    }

    /// These collections.
    #[must_use]
    pub fn new(schemas: Option<Arc<Schemas>>, definitions: IndexMap<Arc<str>, Definition>) -> Self {
        Self { schemas, definitions, opened: Opened::default(), elsewhere: None }
    }

    /// The row of the partition that a key names, if there is one: the text itself where each text is one.
    #[must_use]
    pub fn partition(self: &Arc<Self>, wanted: &Opening<'_>) -> Option<Value> {
        if self.elsewhere.is_some() && !self.definitions.contains_key(wanted.collection) {
            return wanted.partition.cloned();
        }
        Ground::open(self, &Wish::of(self, wanted)?)?.partition(self).cloned()
    }

    /// The rows of a partition; `None` where there is no such collection or partition. Cheap: what was opened lately is kept.
    #[must_use]
    pub fn open(self: &Arc<Self>, wanted: &Opening<'_>) -> Option<Arc<dyn Rows>> {
        if let Some(elsewhere) = self.elsewhere.as_ref().filter(|_| !self.definitions.contains_key(wanted.collection)) {
            return elsewhere.open(wanted);
        }
        let ground = Ground::open(self, &Wish::of(self, wanted)?)?;
        Some(Arc::new(Made::new(Arc::clone(self), ground)))
    }
}
