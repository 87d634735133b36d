//! Expressions: `settings.strict and query.count | int > 100`. The language is minijinja's; what it may cost is bounded.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::asked::Asked;
use super::language::{Cost, Expr, Mention, Program, Reader, Root, Run, Stmt, compile_expression};
use super::ledger::Session;
use super::rate::Taken;
use super::template::Template;
use crate::base::Seed;
use crate::collection::{Collections, Indexes, Page, Standpoint};
use crate::schema::{Later, Locale};

/// What expressions and templates can read.
#[derive(Clone, Copy)]
pub struct Scope<'s> {
    /// The call: `method`, `path`, `query`, `header`, `cookie`, `body`, `client`, `operation`, `violations`.
    pub asked: &'s Asked<'s>,
    /// The settings that a scenario declares; the session's changes go over them: `settings`.
    pub settings: &'s Map<String, Value>,
    /// Whose counters, states and settings are meant: `counters`, `session`.
    pub session: &'s Session,
    /// How many calls have matched the rule, this one included: `hit`.
    pub hit: u64,
    /// What a limit has to say: `rate`.
    pub rate: Option<&'s Taken>,
    /// Where random values come from: `fake("person.firstName")`, `random(1, 6)`, `uuid()`.
    pub seed: Seed,
    /// The language of fake data.
    pub locale: Locale,
    /// The hour: `now`.
    pub clock: jiff::Timestamp,
    /// What there is beside the call.
    pub beside: Beside<'s>,
}

/// What expressions and templates can read beside the call.
#[derive(Clone, Copy, Default)]
pub struct Beside<'s> {
    /// The scenario's expressions by name, in their order: `vars.NAME`.
    pub vars: &'s [(Arc<str>, Expression)],
    /// The collections: `find("users", key)`.
    pub data: Option<Data<'s>>,
    /// Whose rows are shown, or are to be counted: `partition`.
    pub partition: Option<&'s Value>,
    /// The page that is shown: `page`, and its rows: `page.rows`.
    pub page: Option<(&'s Value, &'s Page)>,
    /// What else was read of the collection: `also`.
    pub also: Option<&'s Value>,
    /// The row that is shown: `row`.
    pub row: Option<&'s Value>,
    /// Where a row is made: `row`, `number`, `partition`, `scene`, `group`, `pair`.
    pub standpoint: Option<&'s dyn Standpoint>,
}

/// The collections of a world, and what time it is for them.
#[derive(Clone, Copy, Debug)]
pub struct Data<'s> {
    /// The collections.
    pub collections: &'s Arc<Collections>,
    /// The filters and orders that were asked for.
    pub indexes: &'s Indexes,
    /// How many rows partitions have, where that is worked out, by collection.
    pub sizes: &'s IndexMap<Arc<str>, Sizing>,
    /// The root of everything that is drawn for rows.
    pub root: Seed,
    /// What time it is, in milliseconds since 1970.
    pub now: i64,
}

/// How many rows a partition has, where that is worked out.
#[derive(Clone, Debug)]
pub struct Sizing {
    /// What says it; it reads `partition` and `settings`.
    pub template: Arc<Template>,
    /// The settings of the scenario that has the collection.
    pub settings: Map<String, Value>,
}

/// An expression that was compiled.
///
/// The language is Jinja's: operators, filters (`value | name(…)`), tests (`value is name`), `a if test else b`; in templates `{% if %}`,
/// `{% for %}`, `{% set %}`, `{% with %}`, `{% raw %}`. There is nothing of files, macros, markup or effects in it.
///
/// | name | value |
/// |---|---|
/// | `method`, `operation`, `client`, `session`, `hit` | the method, the operation's name, the client's address, the session's name, how many calls have matched the rule |
/// | `path.NAME`, `query.NAME` | a variable or parameter as its operation reads it, else the first text of that name |
/// | `queries.NAME` | all texts of that name |
/// | `header.NAME`, `header["x-y"]` | a header as text, in any case; `_` stands for `-` |
/// | `cookie.NAME` | a cookie |
/// | `body`, `body.items[0].id` | the body, and what is in it |
/// | `request.method`, `.path`, `.target`, `.text` | the call as it came |
/// | `omit` | leaves out the member, item or header that it is the value of: `{{ query.note or omit }}` |
/// | `violations` | what breaks the contract: a list of `part`, `name`, `code`, `message`, `at` |
/// | `settings.NAME`, `counters.NAME` | the session's change over the scenario's setting; a counter |
/// | `rate.limit`, `.remaining`, `.reset`, `.retry_after` (seconds), `.reset_at` (ms since 1970) | what a limit says |
/// | `vars.NAME` | an expression of the scenario, worked out once for a call |
/// | `page.count`, `.offset`, `.limit`, `.total`, `.number`, `.pages`, `.more`, `.next`, `.previous`, `.first`, `.last` | in the answers of lists: the page that is shown |
/// | `page.rows`, `also.NAME.rows`, `.first`, `.total` | there, too: its rows, 1000 at most, and what else was read |
/// | `rows`, `row` | in bodies of lists and items, alone in their text: the place where rows stand |
/// | `partition`, `partition.NAME` | in lists, sizes and members of rows: whose rows they are |
/// | `row.NAME`, `number`, `scene.NAME`, `pair[0].NAME` | in members of rows: another member, the row's number, what the scene agrees on, the two rows of a pair |
/// | `group.name`, `.role`, `.leader`, `.followers`, `.index` | there, too: the group that the row is in |
/// | `now`, `now.ms`, `.s`, `.date`, `.http` | the hour as RFC 3339 in UTC, since 1970, as a date, as in HTTP headers |
///
/// Functions: `uuid()`, `random(1, 6)`, `pick([…])`, `hex(16)`, `fake("person.firstName")`, drawn from the scope's seed; `range(n)`,
/// `base64(text)`, `json(value)`. Of collections: `find("users", key)` is the row with that key, `find("users", {"username": name})` the
/// first one with these members, `find("messages", key, partition)` one of a partition's; `total("messages", partition)` is how many there
/// are; in members of rows `at(number, "u._id")` is a member of another row, and of a list of numbers those of all.
///
/// Filters that read what JavaScript reads: `ecma_number` is `Number(value)`, `ecma_int` is `parseInt(value, 10)`, `millis` is
/// `new Date(value)` as milliseconds (where no time zone is said, it is UTC); what they cannot read is nothing. `fromjson` reads JSON, `keys`
/// and `values` are those of an object, `sha256` is a digest in hexadecimal digits, `matches("^a+$")` asks for a pattern of the `regex` crate.
///
/// Filters of moments: `plus("2h")`, `ms`, `s`, `date`, `http`, `strftime("%H:%M")`. Other filters: `abs`,
/// `base64`, `bool`, `capitalize`, `count`, `default`, `dictsort`, `first`, `float`, `groupby`, `int`, `items`, `join`, `json`, `last`,
/// `length`, `lines`, `list`, `lower`, `map`, `max`, `min`, `reject`, `rejectattr`, `replace`, `reverse`, `round`, `select`, `selectattr`,
/// `sort`, `split`, `string`, `sum`, `title`, `tojson`, `trim`, `unique`, `upper`.
///
/// What is not there is nothing: its members, filters and sums are nothing, it is neither less nor greater than anything, it is false, and
/// prints as nothing. A text that says a number is that number beside a number: `query.count > 100`.
#[derive(Debug)]
pub struct Expression {
    text: String,
    program: Program,
}

/// Why an expression or a template cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionError {
    /// What is wrong, and where in the text.
    pub message: String,
    /// What could be done.
    pub help: Option<String>,
}

impl Scope<'_> {
    /// What day it is for generated data.
    pub(crate) fn later(&self) -> Later {
        let today = self.beside.data.and_then(|data| jiff::Timestamp::from_millisecond(data.now).ok());
        today.map_or(Later::NONE, Later::of)
    }
}

impl ExpressionError {
    /// An error of which there is no more to say.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// With what could be done.
    pub(super) fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ExpressionError {}

impl Expression {
    /// Compiles an expression.
    ///
    /// # Errors
    /// When it cannot be parsed, or names what no scope has.
    pub fn compile(text: &str) -> Result<Self, ExpressionError> {
        Ok(Self { text: text.to_owned(), program: compile_expression(text)? })
    }

    /// As it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the same call always gives the same value: it reads no counter and no hour; settings change seldom, and the ledger tells when. What it
    /// reads through variables and sizes of collections the call notes: [`Asked::is_unsteady`].
    #[must_use]
    pub fn is_steady(&self) -> bool {
        self.program.is_steady
    }

    /// Whether it reads `hit`, which nobody knows before a rule strikes.
    #[must_use]
    pub fn reads_hit(&self) -> bool {
        self.program.reads(Root::Hit)
    }

    /// What it reads, in the order of the text.
    #[must_use]
    pub fn mentions(&self) -> &[Mention] {
        &self.program.mentions
    }

    /// The variables that it reads.
    pub fn reads_vars(&self) -> impl Iterator<Item = &Arc<str>> {
        read_vars(&self.program.mentions)
    }

    /// Whether its reader knows all that it reads.
    ///
    /// # Errors
    /// When it reads what is not known there.
    pub fn check(&self, reader: Reader) -> Result<(), ExpressionError> {
        reader.check(&self.program.mentions)
    }

    /// Whether anything is drawn for it.
    pub(super) const fn draws(&self) -> bool {
        self.program.sites > 0
    }

    /// The expression itself.
    pub(super) fn tree(&self) -> Option<&Expr> {
        if let [Stmt::Emit(tree)] = self.program.body.as_slice() { Some(tree) } else { None }
    }

    /// Whether it is true of a call. What is missing is false, and so is what fails or costs too much.
    #[must_use]
    pub fn is_true(&self, scope: &Scope<'_>) -> bool {
        let Some(expression) = self.tree() else { return false };
        let mut cost = Cost::of_expression();
        let value = Run::new(&self.program, scope, (scope.seed, &self.text), &mut cost).value(expression);
        value.is_ok_and(|value| value.is_true())
    }

    /// Its value; `None` if there is nothing, which `null` is not.
    ///
    /// # Errors
    /// When it fails while it runs, or costs too much.
    pub fn value(&self, scope: &Scope<'_>) -> Result<Option<Value>, ExpressionError> {
        let Some(expression) = self.tree() else { return Ok(None) };
        Run::new(&self.program, scope, (scope.seed, &self.text), &mut Cost::of_expression()).json(expression)
    }
}

/// The variables among what is read.
pub(super) fn read_vars(mentions: &[Mention]) -> impl Iterator<Item = &Arc<str>> {
    mentions.iter().filter(|mention| mention.name == "vars").filter_map(|mention| mention.path.first())
}
