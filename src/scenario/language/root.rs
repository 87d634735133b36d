//! The names that a scope offers: which there are, what is known of each before anything is read, and who may read it.
//!
//! Nothing is read here. Invariant: every name in a program is one of these, or one of the functions that look something up.

use std::sync::Arc;

use crate::scenario::expression::ExpressionError;

/// A name that scopes have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Root {
    Also,
    Body,
    Client,
    Cookie,
    Counters,
    Group,
    Header,
    Hit,
    Method,
    Now,
    Number,
    Omit,
    Operation,
    Page,
    Pair,
    Partition,
    Path,
    Queries,
    Query,
    Rate,
    Request,
    Row,
    Rows,
    Scene,
    Session,
    Settings,
    Vars,
    Violations,
}

/// Names, and what is meant.
pub(super) const ROOTS: &[(&str, Root)] = &[
    ("also", Root::Also),
    ("body", Root::Body),
    ("client", Root::Client),
    ("cookie", Root::Cookie),
    ("counters", Root::Counters),
    ("group", Root::Group),
    ("header", Root::Header),
    ("hit", Root::Hit),
    ("method", Root::Method),
    ("now", Root::Now),
    ("number", Root::Number),
    ("omit", Root::Omit),
    ("operation", Root::Operation),
    ("page", Root::Page),
    ("pair", Root::Pair),
    ("partition", Root::Partition),
    ("path", Root::Path),
    ("queries", Root::Queries),
    ("query", Root::Query),
    ("rate", Root::Rate),
    ("request", Root::Request),
    ("row", Root::Row),
    ("rows", Root::Rows),
    ("scene", Root::Scene),
    ("session", Root::Session),
    ("settings", Root::Settings),
    ("vars", Root::Vars),
    ("violations", Root::Violations),
];

impl Root {
    /// As it is written.
    pub(super) fn name(self) -> &'static str {
        ROOTS.iter().find(|(_, root)| *root == self).map_or("", |(name, _)| name)
    }

    /// Whether it is the call that says it, and nothing else but settings, whose changes the ledger tells (`Ledger::epoch`). Of `vars` their own expressions know, and of rows the list that shows them.
    pub(super) const fn is_steady(self) -> bool {
        !matches!(self, Self::Client | Self::Counters | Self::Hit | Self::Now | Self::Rate | Self::Session)
    }

    /// The members that it has, where they are always the same; none if it has no members at all.
    pub(super) const fn members(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Request => Some(&["method", "path", "target", "text"]),
            Self::Rate => Some(&["limit", "remaining", "reset", "reset_at", "retry_after"]),
            Self::Now => Some(&["date", "http", "ms", "s"]),
            Self::Page => Some(&[
                "count", "first", "last", "limit", "links", "more", "next", "number", "offset", "pages", "previous",
                "rows", "total",
            ]),
            Self::Group => Some(&["followers", "index", "leader", "name", "role"]),
            Self::Client
            | Self::Hit
            | Self::Method
            | Self::Number
            | Self::Omit
            | Self::Operation
            | Self::Rows
            | Self::Session => Some(&[]),
            _ => None,
        }
    }

    /// Whether its members have to be written down, so that it is known what is read: `vars.me`.
    pub(super) const fn is_named(self) -> bool {
        matches!(self, Self::Vars | Self::Scene)
    }

    /// Whether every rule knows it.
    pub(super) fn is_of_calls(self) -> bool {
        Reader::Call.knows(self.name())
    }
}

/// Something that a text reads: a root with the members that follow it in writing, or a function that looks something up, with the name
/// that it is given. `vars.me._id` is `vars` with `me`, `_id`; `find("users", query.id)` is `find` with `users`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The root or the function.
    pub name: &'static str,
    /// What follows it, as far as it is written down.
    pub path: Vec<Arc<str>>,
}

/// Who reads. What there is to read beside the call depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A rule, and what a list or an item takes from the call to find the partition.
    Call,
    /// An expression among the `vars` of a scenario.
    Var,
    /// What a list or an item takes from the call when the partition is known; the size of a collection.
    List,
    /// What a list answers, when the page is known.
    Page,
    /// A member of a row that is made anew for the call.
    Each,
    /// What an item answers.
    One,
    /// Members of rows, scenes and groups.
    Row,
}

impl Reader {
    /// Whether it knows a name.
    fn knows(self, name: &str) -> bool {
        match name {
            "find" | "omit" => true,
            "at" | "group" | "number" | "pair" | "scene" => self == Self::Row,
            "partition" => !matches!(self, Self::Call | Self::Var | Self::One),
            "page" | "also" => matches!(self, Self::Page | Self::Each),
            "rows" => self == Self::Page,
            "row" => matches!(self, Self::Each | Self::One | Self::Row),
            "hit" | "rate" => !matches!(self, Self::Var | Self::Row),
            _ => self != Self::Row,
        }
    }

    /// Whether it knows all that is read.
    pub(in crate::scenario) fn check(self, mentions: &[Mention]) -> Result<(), ExpressionError> {
        let Some(unknown) = mentions.iter().find(|mention| !self.knows(mention.name)) else { return Ok(()) };
        let error = ExpressionError::new(format!("`{}` is not known here", unknown.name));
        Err(error.with_help(match (self, unknown.name) {
            (Self::Row, _) => {
                "a row is the same for all calls: it knows `row`, `number`, `partition`, `scene`, `group`, `pair`, \
                 `at(…)` and `find(…)`"
            }
            (Self::Var, "hit" | "rate") => "a variable is worked out once for a call, whichever rule reads it",
            (_, "page" | "also") => "it is known where a list answers: in `body`, `set`, `headers`, `each` and `also`",
            (_, "rows") => "it is known in the `body` of a list",
            (_, "row") => "it is known in `each` of a list, in the `body` of an item, and in members of rows",
            (_, "partition") => "it is known in lists, in sizes, and in members of rows",
            _ => "it is known in members of rows",
        }))
    }
}
