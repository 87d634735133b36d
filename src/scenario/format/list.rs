//! Lists and items: the operations that show a collection, and how a call says which of its rows.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::Waiver;
use super::collection::Amount;
use super::effect::{HeaderChange, Then};
use super::matcher::some;
use super::scalar::{OneOrMany, one_or_many};
use super::when::When;

/// An operation that shows rows of a collection: a rule whose answer they are. Wherever `from` stands, an expression says what is meant:
/// `query.count`. Templates in `body`, `set` and `headers` read `page` (`count`, `offset`, `limit`, `total`, `number`, `pages`, `more`,
/// `next`, `previous`, `first`, `last`), `also.NAME`, and in `body` the word `rows` stands for the rows.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct List {
    /// What it is called in traces [default: what it is for].
    pub name: Option<String>,
    /// The operations, as in a rule.
    pub on: OneOrMany<String>,
    /// What must be true of the call.
    pub when: Option<When>,
    /// The collection.
    pub collection: String,
    /// Whose rows: an expression for the key of the partition.
    pub partition: Option<String>,
    /// What is answered where there is no such partition [default: no rows].
    pub missing: Option<Then>,
    /// Where the rows stand in the reply, by JSON Pointer [default: the list that the reply has].
    pub into: Option<String>,
    /// The whole reply; the text `{{ rows }}` in it stands for the rows [default: the documented one, with the rows in it].
    #[schemars(with = "Option<serde_json::Value>")]
    #[serde(deserialize_with = "some")]
    pub body: Option<Value>,
    /// What stands at other places of the reply: an expression by JSON Pointer, `/total: page.total`.
    pub set: IndexMap<String, String>,
    /// Headers.
    pub headers: IndexMap<String, HeaderChange>,
    /// Whether `Link` tells of the next, previous, first and last page (RFC 8288).
    pub links: bool,
    /// How many rows are passed over.
    pub offset: Option<Parameter>,
    /// Which page, from 1.
    pub page: Option<Parameter>,
    /// How many rows are shown.
    pub limit: Option<Parameter>,
    /// Where a page before ended: what `page.next` said there.
    pub cursor: Option<Parameter>,
    /// The key or the time of a row (RFC 3339): only those that come before it in the order of the list.
    pub before: Option<Parameter>,
    /// The key or the time of a row (RFC 3339): only those that come after it in the order of the list.
    pub after: Option<Parameter>,
    /// The key or the time of a row (RFC 3339), which stands in the middle of the page.
    pub around: Option<Parameter>,
    /// In which order.
    pub sort: Option<SortBy>,
    /// Which rows; all conditions hold.
    #[serde(rename = "where")]
    pub conditions: Vec<Where>,
    /// Which members of them.
    pub fields: Option<Projection>,
    /// Of members that are lists only those items that a filter lets through: a filter in `MongoDB`'s query language by dotted path, with
    /// templates in its texts: `{ stars: { user: "{{ query.me }}" } }`. What is no list stays; a list may become empty.
    pub narrow: IndexMap<String, Value>,
    /// Members that are made anew for the call, in rows that have them: a value with templates that read `row`.
    pub each: IndexMap<String, Value>,
    /// What else is read, when the page is known: templates read its `rows`, `first`, `total` as `also.NAME.total`.
    pub also: IndexMap<String, Also>,
    /// What this list does on purpose, though the document says otherwise.
    #[serde(deserialize_with = "one_or_many")]
    #[schemars(with = "OneOrMany<Waiver>")]
    pub allow: Vec<Waiver>,
}

/// What a call says of the page.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Parameter {
    /// An expression: `query.count`. Nothing, or an empty text, is as if it were not there.
    pub from: String,
    /// What holds if it is not there: a number or an expression.
    #[serde(default)]
    pub default: Option<Amount>,
    /// The most; more is as if this were said: a number or an expression.
    #[serde(default)]
    pub max: Option<Amount>,
    /// What zero means for a limit [default: no rows].
    #[serde(default)]
    pub zero: Option<Zero>,
    /// What is answered where it cannot be read [default: it is as if it were not there].
    #[serde(default)]
    pub refuse: Option<Then>,
}

/// What a limit of zero means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Zero {
    /// All rows.
    All,
    /// No rows.
    None,
    /// As if it were not there.
    Default,
}

/// In which order rows come.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SortBy {
    /// An expression: `query.sort`.
    pub from: Option<String>,
    /// How it is written.
    pub syntax: SortSyntax,
    /// Of `plain`: an expression for the direction, `asc` or `desc`, where it is said apart.
    pub direction: Option<String>,
    /// The order if nothing is said, by path: `{ ts: -1 }` [default: the newest first where rows have a time, else by number].
    pub default: IndexMap<String, i8>,
    /// What is answered where it cannot be read [default: the order is the default one].
    pub refuse: Option<Then>,
}

/// How an order is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SortSyntax {
    /// `name`, `-created`, `name:desc,created`, `name desc`.
    #[default]
    Plain,
    /// `{"ts": -1}`.
    Mongo,
}

/// A condition on rows.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Where {
    /// Whether it is a condition at all: an expression.
    #[serde(rename = "if")]
    pub expression: Option<String>,
    /// A filter in `MongoDB`'s query language, with templates in its texts.
    #[schemars(with = "Option<serde_json::Value>")]
    #[serde(deserialize_with = "some")]
    pub filter: Option<Value>,
    /// An expression: `query.status`. If it is nothing, it is no condition.
    pub from: Option<String>,
    /// With `from`: the member that is compared, by dotted path.
    pub field: Option<String>,
    /// With `from` and `field`: how [default: `eq`, with `split` `in`].
    pub is: Option<Comparator>,
    /// With `from`: what stands between several values.
    pub split: Option<String>,
    /// With `from`: the whole text is a filter in this language.
    pub syntax: Option<FilterSyntax>,
    /// With `syntax`: operators that may stand at the top; others there are passed over [default: all may].
    pub top: Option<Vec<String>>,
    /// With `syntax`: operators that may stand anywhere [default: all].
    pub operators: Option<Vec<String>>,
    /// What is answered where it cannot be read [default: 400, which says what is wrong].
    pub refuse: Option<Then>,
}

/// How a member is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Comparator {
    /// Equal; of a list one item is enough.
    Eq,
    /// Unequal.
    Ne,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
    /// One of several.
    In,
    /// None of several.
    Nin,
    /// A text that has this in it, in any case of letters.
    Contains,
    /// A regular expression.
    Regex,
}

/// A language of filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FilterSyntax {
    /// JSON in `MongoDB`'s query language.
    Mongo,
}

/// Which members of rows are sent.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Projection {
    /// An expression: `query.fields`.
    pub from: Option<String>,
    /// Whether a call has a say: an expression.
    #[serde(rename = "if")]
    pub expression: Option<String>,
    /// How it is written.
    pub syntax: ProjectionSyntax,
    /// Members that are never sent.
    pub never: Vec<String>,
    /// Members that are always sent; with `syntax: mongo` that is `_id` unless the call says otherwise.
    pub always: Vec<String>,
    /// What is answered where it cannot be read [default: 400, which says what is wrong].
    pub refuse: Option<Then>,
}

/// How members are named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProjectionSyntax {
    /// `id,name`: these.
    #[default]
    Plain,
    /// `{"msg": 1}` or `{"msg": 0}`.
    Mongo,
}

/// What else is read of the collection.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Also {
    /// Whether it is read at all: an expression; it may read `page`, whose `rows` are those of the page.
    #[serde(rename = "if")]
    pub expression: Option<String>,
    /// Whether the list's own conditions hold, too.
    pub same: bool,
    /// Further conditions.
    #[serde(rename = "where")]
    pub conditions: Vec<Where>,
    /// In which order, by path [default: that of the list].
    pub sort: IndexMap<String, i8>,
    /// How many rows at most [default: one].
    pub limit: Option<u64>,
}

/// An operation that shows one row of a collection: a rule whose answer it is.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct One {
    /// What it is called in traces [default: what it is for].
    pub name: Option<String>,
    /// The operations, as in a rule.
    pub on: OneOrMany<String>,
    /// What must be true of the call.
    pub when: Option<When>,
    /// The collection.
    pub collection: String,
    /// Whose rows: an expression for the key of the partition.
    pub partition: Option<String>,
    /// Which row: an expression for its key, `path.id`.
    pub key: String,
    /// What is answered where there is no such row [default: the documented 404, else a problem].
    pub missing: Option<Then>,
    /// Where the row stands in the reply, by JSON Pointer [default: it is the reply, or the only object in it].
    pub into: Option<String>,
    /// The whole reply; the text `{{ row }}` in it stands for the row.
    #[schemars(with = "Option<serde_json::Value>")]
    #[serde(deserialize_with = "some")]
    pub body: Option<Value>,
    /// Headers.
    pub headers: IndexMap<String, HeaderChange>,
    /// Which members of it.
    pub fields: Option<Projection>,
    /// Of members that are lists only those items that a filter lets through, as in a list.
    pub narrow: IndexMap<String, Value>,
    /// What this does on purpose, though the document says otherwise.
    #[serde(deserialize_with = "one_or_many")]
    #[schemars(with = "OneOrMany<Waiver>")]
    pub allow: Vec<Waiver>,
}
