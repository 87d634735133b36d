//! Collections: lists of any length whose rows are made when somebody looks at them.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::matcher::some;
use super::scalar::{Percentage, Span};

/// A list of any length: row by row computed from the seed, or written out, or read from a file.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Collection {
    /// What it is, in a sentence.
    pub about: Option<String>,
    /// How many rows there are [default: 1000]: a number, or a template that reads `settings` and `partition`.
    pub size: Option<Amount>,
    /// Who has rows of their own: another collection, each of whose rows has, or the word `any`: each text has.
    pub partition: Option<String>,
    /// The member that tells rows apart [default: `_id`, `id` or `key`, whichever the item's schema has].
    pub key: Option<Key>,
    /// What a row is, where fields do not say: the members that the schema has and `fields` has not are sampled from it.
    pub item: Option<Item>,
    /// The rows, written out.
    pub rows: Option<Vec<Value>>,
    /// A file with the rows, named from this file's folder, and inside it: JSON (a list), NDJSON or CSV.
    pub file: Option<String>,
    /// Another collection, of which each two rows make one row here; templates read both as `pair[0]` and `pair[1]`.
    pub pairs: Option<String>,
    /// The member that is a time and grows from row to row.
    pub time: Option<Timeline>,
    /// Rows that are newer than all others: `examples` (the documented ones of `item.of`), or written out.
    pub newest: Option<Newest>,
    /// The members of a row, in their order; with a time, over what the schema says.
    pub fields: IndexMap<String, Field>,
    /// Rows that belong together, as the lines of a dialogue do.
    pub scenes: Option<Scenes>,
    /// Rows of which one leads and others follow it, as a thread and its replies do.
    pub groups: IndexMap<String, Group>,
}

/// A number, or what it is worked out from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Amount {
    /// The number.
    Number(u64),
    /// An expression (of a collection's size: a template) that says it.
    Text(String),
}

/// What tells rows apart.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Key {
    /// The name of the member.
    Field(String),
    /// The name, and what its values look like.
    Parts(Box<KeyParts>),
}

/// What tells rows apart, and what it looks like. Keys are made from the number of the row, and lead back to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct KeyParts {
    /// The name of the member.
    pub field: String,
    /// A key as an example: a letter stands for any letter of its case, a digit for any digit; a UUID for any UUID.
    pub like: Option<String>,
    /// The characters that keys are made of.
    pub chars: Option<String>,
    /// How many characters a key has; with `chars`.
    pub length: Option<u8>,
    /// Of whole numbers: the first one.
    pub first: Option<i64>,
    /// Of `pairs`: the member of both that the key is joined of, in the order of the alphabet.
    pub join: Option<String>,
}

/// What a row is.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Item {
    /// An operation: the items of the list in its successful reply.
    pub of: Option<String>,
    /// Which list, by JSON Pointer into the reply: `/messages` [default: the reply's only list].
    pub at: Option<String>,
    /// A JSON Schema of its own.
    #[schemars(with = "Option<serde_json::Value>")]
    #[serde(deserialize_with = "some")]
    pub schema: Option<Value>,
}

/// Rows that are newer than all others.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Newest {
    /// `examples`.
    Word(NewestWord),
    /// These, the newest first.
    Rows(Vec<Value>),
}

/// A word in the place of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NewestWord {
    /// The documented examples of `item.of`.
    Examples,
}

/// A time that grows from row to row: close together by day and in talk, far apart by night.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Timeline {
    /// The name of the member.
    pub field: String,
    /// The time of the newest row: RFC 3339, or `now` [default: `now`, which stands still unless `--now` says otherwise].
    pub end: Option<String>,
    /// Before which no row is: RFC 3339. Without it `gap` says how far the rows reach back.
    pub start: Option<String>,
    /// The mean time from row to row, without `start` [default: 10m].
    pub gap: Option<Span>,
    /// The least time from row to row [default: 2ms].
    pub least: Option<Span>,
    /// How much rows come in bursts, from 0 (evenly) to 1 [default: 0.6].
    pub bursts: Option<f64>,
    /// How much happens at which hours, by spans such as `08:00-12:30`; all others have weight 0.02 [default: every hour alike].
    pub hours: IndexMap<String, f64>,
    /// How much happens on a Saturday and a Sunday, beside a working day [default: 1].
    pub weekend: Option<f64>,
    /// Where the hours are told: `+02:00` [default: UTC].
    pub offset: Option<String>,
}

/// A member of a row.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Field {
    // Before the object: serde takes a list for one too, member by member.
    /// Its value: a list with templates in its texts.
    List(Vec<Value>),
    /// How it is made.
    Made(Box<Made>),
    /// Its value: a text may hold templates, which read `row.NAME`, `partition`, `number`, `scene.NAME`, `group` and `pair`.
    Value(Value),
}

/// How a member of a row is made: one of `value`, `fake`, `pick`, `one-of`, `weighted`, `between`, `pattern`, `after`, `before`, or, with
/// none of them, from the item's schema; and whether it is there at all.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Made {
    /// A value with templates in its texts.
    #[schemars(with = "Option<serde_json::Value>")]
    #[serde(deserialize_with = "some")]
    pub value: Option<Value>,
    /// A method of `fake`, as in `x-faker`: `person.firstName`, or `{ number.int: { min: 1, max: 5 } }`.
    #[schemars(with = "Option<serde_json::Value>")]
    #[serde(deserialize_with = "some")]
    pub fake: Option<Value>,
    /// A row of another collection.
    pub pick: Option<Pick>,
    /// One of these, each as likely; texts in them may hold templates.
    pub one_of: Option<Vec<Value>>,
    /// One of these texts, by weight; `none`: the member is not there.
    pub weighted: Option<IndexMap<String, f64>>,
    /// A number between these, both included: whole if both are.
    #[schemars(with = "Option<[f64; 2]>")]
    pub between: Option<[serde_json::Number; 2]>,
    /// A text that matches this regular expression (ECMA-262).
    pub pattern: Option<String>,
    /// A time after that of another member, by `by`.
    pub after: Option<String>,
    /// A time before that of another member, by `by`.
    pub before: Option<String>,
    /// How far after or before: `30ms..110ms`, or `5s`.
    pub by: Option<String>,
    /// Of how many rows it is a member; with `lasts`, of how many stretches.
    pub rate: Option<Percentage>,
    /// Whether it is a member at all: an expression.
    #[serde(rename = "if")]
    pub expression: Option<String>,
    /// For how many rows, on average, it stays as it is.
    #[schemars(range(min = 1))]
    pub lasts: Option<u64>,
    /// Whether it is left out of what is sent, and only there for others to read.
    pub hidden: bool,
}

impl Made {
    /// The keys of the ways in which it is made: none or one, if it makes sense.
    pub fn ways(&self) -> Vec<&'static str> {
        let said = [
            ("value", self.value.is_some()),
            ("fake", self.fake.is_some()),
            ("pick", self.pick.is_some()),
            ("one-of", self.one_of.is_some()),
            ("weighted", self.weighted.is_some()),
            ("between", self.between.is_some()),
            ("pattern", self.pattern.is_some()),
            ("after", self.after.is_some()),
            ("before", self.before.is_some()),
        ];
        said.into_iter().filter_map(|(key, is_said)| is_said.then_some(key)).collect()
    }
}

/// A row of another collection, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Pick {
    /// The collection.
    Of(String),
    /// The collection, and what is taken of its row.
    #[schemars(extend("additionalProperties" = false))]
    Parts {
        /// The collection.
        of: String,
        /// A member alone (a text), or an object of these members (a list).
        #[serde(default)]
        take: Option<super::OneOrMany<String>>,
    },
}

/// Rows that belong together: so many rows in turn are one scene, and follow one script.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Scenes {
    /// How many rows a scene has; each script has as many lines.
    #[schemars(range(min = 1, max = 64))]
    pub rows: u64,
    /// What all lines of a scene agree on; templates read it as `scene.NAME`.
    pub fields: IndexMap<String, Field>,
    /// Which pool a partition's scripts come from: a template that reads `partition` [default: the first].
    pub pool: Option<String>,
    /// The scripts, by pool.
    pub pools: IndexMap<String, Vec<Script>>,
}

/// What happens in a scene.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Script {
    /// How likely it is beside the others [default: 1].
    #[serde(default)]
    pub weight: Option<f64>,
    /// For each row the members that it has, over those in `fields`.
    pub lines: Vec<IndexMap<String, Field>>,
}

/// Rows of which one leads and others follow: in each stretch of `every` rows at most one group, apart from those of other groups.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Group {
    /// How long a stretch is, in rows.
    #[schemars(range(min = 4, max = 65536))]
    pub every: u64,
    /// In how many stretches there is one [default: all].
    pub rate: Option<Percentage>,
    /// How few and how many rows follow [default: one].
    #[schemars(with = "Option<[u64; 2]>")]
    pub followers: Option<[u64; 2]>,
    /// How many rows behind the leader the last follower is at most [default: to the end of the stretch].
    pub within: Option<u64>,
    /// What the leader has, over everything else. Templates read `group.followers`, the numbers of rows; `at(numbers, "u._id")` reads those.
    pub leader: IndexMap<String, Field>,
    /// What followers have, over everything else. Templates read `group.leader`, the number of a row, and `group.index`, from 0.
    pub follower: IndexMap<String, Field>,
}
