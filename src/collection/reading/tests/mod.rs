//! Readings of rows that cost nothing, beside what one would get by looking at all of them.

mod bits;
mod budget;
mod keep;
mod places;
mod random;
mod walk;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::*;
use crate::base::Seed;
use crate::collection::Dialect;

/// The time of row 0.
pub const BEGIN: i64 = 1_468_000_000_000;

/// Makes a member of a row.
type Make = dyn Fn(u64, &str) -> Option<Value> + Send + Sync;

/// Rows that are worked out.
pub struct Fake {
    pub count: u64,
    pub members: Vec<Arc<str>>,
    pub make: Box<Make>,
    pub has_time: bool,
    pub dates: Vec<Arc<str>>,
    pub cost: u64,
    pub identity: Seed,
    /// How many rows were looked at in part.
    pub looks: AtomicU64,
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows", self.count)
    }
}

/// The time of a row: seconds and a bit apart.
pub fn time(number: u64) -> i64 {
    BEGIN + i64::try_from(number * 1_000 + number * 7_919 % 700).unwrap()
}

/// A moment as rows and filters have it.
pub fn moment(millis: i64) -> String {
    format!("{:.3}", Timestamp::from_millisecond(millis).unwrap())
}

/// Rows with a key, a time, and members that differ in how often they are the same.
pub fn rows(count: u64) -> Fake {
    let make = |number: u64, member: &str| {
        Some(match member {
            "_id" => json!(format!("k{number}")),
            "ts" => json!(moment(time(number))),
            "n" => json!(number),
            // Each third, in no order.
            "third" => json!((number * 2_654_435_761).is_multiple_of(3)),
            "rank" => json!(number * 2_654_435_761 % 97),
            "rare" if number % 9_973 == 5 => json!(true),
            _ => return None,
        })
    };
    fake(count, &["_id", "ts", "n", "third", "rank", "rare"], true, make)
}

pub fn fake(
    count: u64,
    members: &[&str],
    has_time: bool,
    make: impl Fn(u64, &str) -> Option<Value> + Send + Sync + 'static,
) -> Fake {
    Fake {
        count,
        members: members.iter().map(|member| Arc::from(*member)).collect(),
        make: Box::new(make),
        has_time,
        dates: if has_time { vec!["ts".into()] } else { Vec::new() },
        cost: 1,
        identity: Seed::new(count),
        looks: AtomicU64::new(0),
    }
}

impl Fake {
    fn object<'m>(&self, number: u64, members: impl Iterator<Item = &'m Arc<str>>) -> Value {
        let members = members.filter_map(|member| Some((member.to_string(), (self.make)(number, member)?)));
        Value::Object(members.collect::<Map<_, _>>())
    }

    pub fn looks(&self) -> u64 {
        self.looks.load(Ordering::Relaxed)
    }
}

impl Rows for Fake {
    fn count(&self) -> u64 {
        self.count
    }

    fn row(&self, number: u64) -> Value {
        self.object(number, self.members.iter())
    }

    fn part(&self, number: u64, members: &[Arc<str>]) -> Value {
        if members.iter().any(|member| &**member != "_id") {
            self.looks.fetch_add(1, Ordering::Relaxed);
        }
        self.object(number, members.iter())
    }

    fn key(&self) -> Option<&str> {
        Some("_id")
    }

    fn find(&self, key: &Value) -> Option<u64> {
        key.as_str()?.strip_prefix('k')?.parse().ok().filter(|number| *number < self.count)
    }

    fn time(&self) -> Option<&str> {
        self.has_time.then_some("ts")
    }

    fn is_time_strict(&self) -> bool {
        true
    }

    fn before(&self, millis: i64) -> u64 {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            if time(middle) < millis { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn dates(&self) -> &[Arc<str>] {
        &self.dates
    }

    fn cost(&self, _members: &[Arc<str>]) -> u64 {
        self.cost
    }

    fn lacks(&self, member: &str) -> bool {
        !self.members.iter().any(|known| &**known == member)
    }

    fn identity(&self) -> Seed {
        self.identity
    }
}

pub fn filter(text: &str) -> Filter {
    let dialect = Dialect { dates: vec!["ts".into()], ..Dialect::default() };
    Filter::compile(&serde_json::from_str(text).unwrap(), &dialect).unwrap()
}

pub fn sort(text: &str) -> Sort {
    Sort::mongo(&serde_json::from_str(text).unwrap()).unwrap()
}

/// All rows of a list, by looking at each.
pub fn naive(rows: &Fake, filter: &Filter, sort: &Sort) -> Vec<u64> {
    let members: Vec<_> = filter.members().into_iter().chain(sort.members()).collect();
    let part = |number| rows.object(number, members.iter());
    let mut numbers: Vec<u64> = (0..rows.count).filter(|number| filter.matches(&part(*number))).collect();
    if rows.has_time {
        numbers.reverse();
    }
    let order = sort.order(&rows.dates);
    numbers.sort_by_cached_key(|number| order.key(&part(*number)));
    numbers
}

pub fn numbers(page: &Page) -> Vec<u64> {
    page.numbers(0).collect()
}
