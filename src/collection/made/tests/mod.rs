//! Rows that are made, as those who read them see them.

mod agreement;
mod drawn;
mod foreseen;
mod kept;
mod keys;
mod sampled;
mod scenes;

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::base::Seed;
use crate::collection::definition::{
    Collections, Definition, Field, Formula, Key, Make, Opening, Origin, PartitionBy, Standpoint, Take, Time,
};
use crate::collection::{KeyShape, Rows, Timeline};
use crate::schema::Locale;

/// 2023-11-01T00:00:00Z.
const NOW: i64 = 1_698_796_800_000;

type Work = dyn Fn(&dyn Standpoint) -> Option<Value> + Send + Sync;

/// A formula that is a closure.
struct Worked {
    work: Box<Work>,
    reads: Vec<Arc<str>>,
    is_of_partition: bool,
}

impl fmt::Debug for Worked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Worked")
    }
}

impl Formula for Worked {
    fn value(&self, from: &dyn Standpoint) -> Option<Value> {
        (self.work)(from)
    }

    fn reads(&self) -> Vec<Arc<str>> {
        self.reads.clone()
    }

    fn is_of_partition(&self) -> bool {
        self.is_of_partition
    }
}

fn formula(work: impl Fn(&dyn Standpoint) -> Option<Value> + Send + Sync + 'static) -> Arc<dyn Formula> {
    Arc::new(Worked { work: Box::new(work), reads: Vec::new(), is_of_partition: false })
}

fn worked(work: impl Fn(&dyn Standpoint) -> Option<Value> + Send + Sync + 'static) -> Make {
    Make::Formula(formula(work))
}

/// What formulas read of the member of that name.
fn reading(name: &'static str) -> Make {
    Make::Formula(Arc::new(Worked {
        work: Box::new(move |from| from.member(name)),
        reads: vec![name.into()],
        is_of_partition: false,
    }))
}

fn of_partition(work: impl Fn(&dyn Standpoint) -> Option<Value> + Send + Sync + 'static) -> Make {
    Make::Formula(Arc::new(Worked { work: Box::new(work), reads: Vec::new(), is_of_partition: true }))
}

fn made(make: Make) -> Field {
    Field { make, rate: None, condition: None, lasts: None, is_hidden: false }
}

fn fields<const N: usize>(fields: [(&str, Field); N]) -> IndexMap<Arc<str>, Field> {
    fields.into_iter().map(|(name, field)| (Arc::from(name), field)).collect()
}

fn key(field: &str, shape: KeyShape) -> Key {
    Key { field: field.into(), shape: Some(shape), join: None }
}

fn time(field: &str) -> Time {
    let line = Timeline { end: NOW, least: 2, ..Timeline::default() };
    Time { field: field.into(), line, follows: false, gap: Some(600_000) }
}

/// 17 letters and digits.
fn ids() -> KeyShape {
    KeyShape::characters("23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz", 17)
}

fn world<const N: usize>(definitions: [Definition; N]) -> Arc<Collections> {
    let definitions = definitions.into_iter().map(|definition| (Arc::clone(&definition.name), definition));
    Arc::new(Collections::new(None, definitions.collect()))
}

fn opening<'o>(collection: &'o str, partition: Option<&'o Value>, size: Option<u64>) -> Opening<'o> {
    Opening { collection, partition, size, seed: Seed::new(1), now: NOW, locale: Locale::En }
}

fn open(world: &Arc<Collections>, collection: &str, partition: Option<&Value>, size: Option<u64>) -> Arc<dyn Rows> {
    world.open(&opening(collection, partition, size)).unwrap_or_else(|| panic!("no rows of {collection}"))
}

/// Users that are made.
fn users(size: u64) -> Definition {
    let name = worked(|from| Some(json!(format!("user.{}", from.number()))));
    Definition {
        name: "users".into(),
        size: Some(size),
        key: Some(key("_id", ids())),
        fields: fields([("username", made(name)), ("bot", made(Make::Constant(json!(false))))]),
        ..Definition::default()
    }
}

/// Rooms of each two users.
fn rooms() -> Definition {
    let names = worked(|from| {
        let [one, other] = from.pair()?;
        Some(json!([one["username"], other["username"]]))
    });
    let shape = Key { field: "_id".into(), shape: None, join: Some("_id".into()) };
    Definition {
        name: "rooms".into(),
        origin: Origin::Pairs("users".into()),
        key: Some(shape),
        fields: fields([("usernames", made(names)), ("t", made(Make::Constant(json!("d"))))]),
        ..Definition::default()
    }
}

/// Messages of rooms, with a member of every kind.
fn messages(size: u64) -> Definition {
    let text = worked(|from| Some(json!(format!("message {} of {}", from.number(), from.count()))));
    let whose = of_partition(|from| from.partition()?.get("_id").cloned());
    let rate = |make, rate| Field { rate: Some(rate), ..made(make) };
    let take = Take::Members(vec!["_id".into(), "username".into()]);
    let one_of = vec![Make::Constant(json!(1)), Make::Between(5.into(), 9.into()), reading("rid")];
    let pattern = crate::schema::pattern::Pattern::compile("^[a-z]{3}-[0-9]+$").unwrap();
    let faker = crate::schema::Faker::read(&json!("person.firstName")).unwrap();
    let secret = Field { is_hidden: true, ..made(Make::Between(0.into(), 1_000.into())) };
    let long = formula(|from| Some(json!(from.number() % 3 == 0)));
    Definition {
        name: "messages".into(),
        size: Some(size),
        partition: PartitionBy::Rows("rooms".into()),
        key: Some(key("_id", ids())),
        time: Some(time("ts")),
        fields: fields([
            ("rid", made(whose)),
            ("msg", made(text)),
            ("ts", made(Make::Schema)),
            ("u", made(Make::Pick("users".into(), take))),
            ("_updatedAt", made(Make::Shift("ts".into(), 30, 110))),
            ("urls", made(Make::Constant(json!([])))),
            ("t", made(Make::Weighted(vec![(None, 96.0), (Some("uj".into()), 1.0), (Some("room".into()), 3.0)]))),
            ("secret", secret),
            ("double", made(worked(|from| Some(json!(from.member("secret")?.as_u64()? * 2))))),
            ("starred", rate(Make::Constant(json!([{ "_id": "x" }])), 0.05)),
            ("third", Field { condition: Some(long), ..made(reading("msg")) }),
            ("mood", Field { lasts: Some(5), ..made(Make::Between(0.into(), 1_000_000.into())) }),
            ("size", made(Make::Between(serde_json::Number::from_f64(0.5).unwrap(), 3.into()))),
            ("some", made(Make::OneOf(one_of))),
            ("code", made(Make::Pattern(Box::new(pattern)))),
            ("name", made(Make::Fake(Box::new(faker)))),
            ("before", made(worked(|from| from.at(from.number().checked_sub(1)?, "u.username")))),
        ]),
        ..Definition::default()
    }
}
