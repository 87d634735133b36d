//! What a text says, looked through: every name in it is known. Invariant: it owns what it needs and is never changed.

use std::sync::Arc;

use minijinja::value::Value;
use regex::Regex;

use super::function::Function;
use super::lookup::Lookup;
use super::root::{Mention, Root};
use crate::schema::Faker;

/// A text that was compiled.
#[derive(Debug)]
pub(in crate::scenario) struct Program {
    /// What is done, one after the other.
    pub(in crate::scenario) body: Vec<Stmt>,
    /// Whether the same call always gives the same.
    pub(in crate::scenario) is_steady: bool,
    /// What it reads, in the order of the text.
    pub(in crate::scenario) mentions: Vec<Mention>,
    /// How many calls of functions are in it that draw something.
    pub(in crate::scenario) sites: usize,
}

impl Program {
    /// Whether each call has to have a number of its own: something is drawn for it, or the number is read.
    pub(in crate::scenario) fn counts(&self) -> bool {
        self.reads(Root::Hit) || self.sites > 0
    }

    /// Whether it reads something under that name.
    pub(in crate::scenario) fn reads(&self, root: Root) -> bool {
        self.mentions.iter().any(|mention| mention.name == root.name())
    }

    /// The one expression that a text is, spaces around it aside.
    pub(in crate::scenario) fn only(&self) -> Option<&Expr> {
        let is_space = |statement: &&Stmt| matches!(statement, Stmt::Text(text) if text.trim().is_empty());
        let mut others = self.body.iter().filter(|statement| !is_space(statement));
        match (others.next(), others.next()) {
            (Some(Stmt::Emit(value)), None) => Some(value),
            _ => None,
        }
    }
}

/// A part of a template.
#[derive(Debug)]
pub(in crate::scenario) enum Stmt {
    /// Writes this.
    Text(String),
    /// Writes a value.
    Emit(Expr),
    /// For each item.
    For(Box<Loop>),
    /// One of two ways.
    If(Expr, Vec<Stmt>, Vec<Stmt>),
    /// Keeps a value under a name, as far as the block goes.
    Set(Target, Expr),
    /// Names for what is inside.
    With(Vec<(Target, Expr)>, Vec<Stmt>),
}

/// `{% for … %}`.
#[derive(Debug)]
pub(in crate::scenario) struct Loop {
    pub(super) target: Target,
    pub(super) items: Expr,
    /// Which items are meant.
    pub(super) only: Option<Expr>,
    pub(super) body: Vec<Stmt>,
    /// What is done if there are none.
    pub(super) otherwise: Vec<Stmt>,
}

/// Where a value goes.
#[derive(Debug)]
pub(in crate::scenario) enum Target {
    /// To a name.
    Name(Arc<str>),
    /// Its parts go to several.
    Parts(Vec<Target>),
}

/// Something that has a value.
#[derive(Debug)]
pub(in crate::scenario) enum Expr {
    Constant(Value),
    /// What was kept under a name.
    Local(Arc<str>),
    /// Where the innermost loop is.
    Turn(Turn),
    /// A part of the scope.
    Read(Root, Vec<Expr>),
    /// A part of a value.
    Member(Box<(Expr, Expr)>),
    /// Items from, to, each so many.
    Slice(Box<(Expr, [Option<Expr>; 3])>),
    Not(Box<Expr>),
    Negative(Box<Expr>),
    And(Box<(Expr, Expr)>),
    Or(Box<(Expr, Expr)>),
    Calculate(Operator, Box<(Expr, Expr)>),
    Compare(Box<Expr>, Vec<(Comparison, Expr)>),
    /// If the first then the second, else the third.
    Choice(Box<(Expr, Expr, Option<Expr>)>),
    Filter(&'static str, Box<Expr>, Arguments),
    Test(&'static str, Box<Expr>, Arguments),
    /// `fake("…")`, looked up.
    Fake(Box<Faker>, Site),
    Call(Function, Arguments, Site),
    /// A function that looks into collections.
    Look(Lookup, Arguments),
    /// Whether a text matches a pattern that is written down.
    Matches(Box<Expr>, Box<Regex>),
    List(Vec<Expr>),
    Map(Vec<(Expr, Expr)>),
}

/// Which call of a function in a text it is.
pub(super) type Site = usize;

/// What a function, a filter or a test is given.
#[derive(Debug, Default)]
pub(in crate::scenario) struct Arguments {
    pub(super) by_position: Vec<Expr>,
    pub(super) by_name: Vec<(String, Expr)>,
}

/// What a loop knows of itself.
#[derive(Clone, Copy, Debug)]
pub(in crate::scenario) enum Turn {
    Index,
    Index0,
    Left,
    Left0,
    First,
    Last,
    Length,
}

/// Operators that make a value of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    DivideWhole,
    Remainder,
    Power,
    Join,
}

impl Operator {
    /// As it is written.
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::DivideWhole => "//",
            Self::Remainder => "%",
            Self::Power => "**",
            Self::Join => "~",
        }
    }
}

/// Operators that compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
    In,
    NotIn,
}
