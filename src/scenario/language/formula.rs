//! Templates and expressions as formulas of rows. What is one plain read, or a text with plain reads in it, is worked out without a run.
//!
//! Invariant: a formula sees its standpoint and nothing else, so a row is the same for every call.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use minijinja::value::Value as Key;
use serde_json::{Map, Value};

use super::aside::seen;
use super::root::{Mention, Reader, Root};
use super::tree::{Expr, Program, Stmt};
use crate::base::{Pointer, Seed};
use crate::collection::{Formula, Standpoint};
use crate::contract::Call;
use crate::scenario::asked::Asked;
use crate::scenario::expression::{Beside, Expression, ExpressionError, Scope};
use crate::scenario::ledger::Session;
use crate::scenario::template::{Blueprint, Template};

/// Something that is worked out for a row.
#[derive(Debug)]
pub struct RowFormula {
    plan: Plan,
    reads: Vec<Arc<str>>,
    /// Whether all rows of a partition have the same of it.
    is_of_partition: bool,
    /// Whether it draws something, and needs a seed.
    draws: bool,
}

/// How it is worked out.
#[derive(Debug)]
enum Plan {
    /// It is there, as it is.
    Read(Way),
    /// Texts, and what is there as text.
    Text(Vec<Piece>),
    /// A value with templates in it.
    Value(Blueprint),
    /// Whether something is true.
    Test(Expression),
}

/// A part of a text.
#[derive(Debug)]
enum Piece {
    Text(String),
    Read(Way),
}

/// The way to a part of what is seen.
#[derive(Debug)]
struct Way {
    root: Root,
    keys: Vec<Key>,
}

/// Nobody, who calls nothing: rows are made for them.
struct Nobody {
    call: Call,
    session: Arc<Session>,
    settings: Map<String, Value>,
}

static NOBODY: LazyLock<Nobody> = LazyLock::new(|| Nobody {
    call: Call::new(http::Method::GET, "/"),
    session: Session::alone(&[]),
    settings: Map::new(),
});

impl RowFormula {
    /// A value with templates in its texts.
    ///
    /// # Errors
    /// When they cannot be compiled, or read what a row does not know: all of them, with their places in the value.
    pub fn of_value(value: &Value) -> Result<Self, Vec<(Pointer, ExpressionError)>> {
        let blueprint = Blueprint::compile(value)?;
        blueprint.check(Reader::Row)?;
        let mentions: Vec<_> = blueprint.mentions().into_iter().cloned().collect();
        let draws = blueprint.counts();
        let plan = match blueprint.template().and_then(Template::program).and_then(Plan::direct) {
            Some(plan) => plan,
            None => Plan::Value(blueprint),
        };
        Self::new(plan, &mentions, draws).map_err(|error| vec![(Pointer::root(), error)])
    }

    /// A text with templates in it.
    ///
    /// # Errors
    /// As [`of_value`](Self::of_value).
    pub fn of_text(text: &str) -> Result<Self, ExpressionError> {
        let made = Self::of_value(&Value::String(text.to_owned()));
        made.map_err(|errors| {
            errors.into_iter().next().map_or_else(|| ExpressionError::new("it is no text"), |(_, error)| error)
        })
    }

    /// An expression that is true or not.
    ///
    /// # Errors
    /// When it cannot be compiled, or reads what a row does not know.
    pub fn of_test(text: &str) -> Result<Self, ExpressionError> {
        let expression = Expression::compile(text)?;
        expression.check(Reader::Row)?;
        let mentions = expression.mentions().to_vec();
        let draws = expression.draws();
        Self::new(Plan::Test(expression), &mentions, draws)
    }

    fn new(plan: Plan, mentions: &[Mention], draws: bool) -> Result<Self, ExpressionError> {
        let of_row = mentions.iter().filter(|mention| mention.name == "row");
        let reads = of_row.map(|mention| mention.path.first().cloned()).collect::<Option<Vec<_>>>();
        let mut reads = reads.ok_or_else(|| {
            let error = ExpressionError::new("members of `row` are read by name: each is made when it is read");
            error.with_help("write `row.NAME`")
        })?;
        reads.sort_unstable();
        reads.dedup();
        let is_of_partition = !draws && mentions.iter().all(|mention| matches!(mention.name, "partition" | "find"));
        Ok(Self { plan, reads, is_of_partition, draws })
    }
}

impl Formula for RowFormula {
    fn value(&self, from: &dyn Standpoint) -> Option<Value> {
        match &self.plan {
            Plan::Read(way) => way.read(from).map(Cow::into_owned),
            Plan::Text(pieces) => {
                let mut text = String::new();
                for piece in pieces {
                    match piece {
                        Piece::Text(piece) => text.push_str(piece),
                        Piece::Read(way) => way.write(from, &mut text),
                    }
                }
                Some(Value::String(text))
            }
            Plan::Value(blueprint) => with_scope(from, self.draws, |scope| blueprint.there(scope).ok().flatten()),
            Plan::Test(expression) => {
                Some(Value::Bool(with_scope(from, self.draws, |scope| expression.is_true(scope))))
            }
        }
    }

    fn reads(&self) -> Vec<Arc<str>> {
        self.reads.clone()
    }

    fn is_of_partition(&self) -> bool {
        self.is_of_partition
    }
}

/// The scope of a place where a row is made; its seed is that of the place if something is drawn.
fn with_scope<T>(from: &dyn Standpoint, draws: bool, work: impl FnOnce(&Scope<'_>) -> T) -> T {
    let Nobody { call, session, settings } = &*NOBODY;
    let asked = Asked::nowhere(call);
    work(&Scope {
        asked: &asked,
        settings,
        session,
        hit: 0,
        rate: None,
        seed: if draws { from.seed() } else { Seed::new(0) },
        locale: from.locale(),
        clock: jiff::Timestamp::UNIX_EPOCH,
        beside: Beside { standpoint: Some(from), ..Beside::default() },
    })
}

impl Plan {
    /// The plan of a program that needs no run.
    fn direct(program: &Program) -> Option<Self> {
        if let Some(only) = program.only() {
            return Way::of(only).map(Self::Read);
        }
        let pieces = program.body.iter().map(|statement| match statement {
            Stmt::Text(text) => Some(Piece::Text(text.clone())),
            Stmt::Emit(value) => Way::of(value).map(Piece::Read),
            _ => None,
        });
        pieces.collect::<Option<_>>().map(Self::Text)
    }
}

impl Way {
    /// The way of an expression that is a plain read.
    fn of(expression: &Expr) -> Option<Self> {
        let Expr::Read(root, keys) = expression else { return None };
        let keys = keys.iter().map(|key| if let Expr::Constant(key) = key { Some(key.clone()) } else { None });
        Some(Self { root: *root, keys: keys.collect::<Option<_>>()? })
    }

    fn read<'f>(&self, from: &'f dyn Standpoint) -> Option<Cow<'f, Value>> {
        seen(from, self.root, &self.keys)
    }

    /// Writes it as people write it: a text as it is, nothing for what is not there, anything else as JSON.
    fn write(&self, from: &dyn Standpoint, into: &mut String) {
        match self.read(from).as_deref() {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) => into.push_str(text),
            Some(other) => into.push_str(&other.to_string()),
        }
    }
}
