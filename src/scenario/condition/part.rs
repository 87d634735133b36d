//! The parts of a condition, and whether they hold: yes, no, or nobody can tell yet.

use std::cmp::{max, min};

use super::super::asked::Asked;
use super::super::expression::{Expression, Scope};
use super::super::format::Presence;
use super::super::sieve::Demand;
use super::breach::Breach;
use super::credentials;
use super::matcher::Matcher;
use super::subject::Subject;

/// One thing that has to be true of a call.
#[derive(Debug)]
pub(super) enum Part {
    /// Of the values at a place.
    Value(Subject, Matcher),
    /// That there are credentials, or none.
    Credentials(Presence),
    /// That it keeps the contract, or does not.
    Valid(bool),
    /// That it breaks the contract in one of these ways.
    Breaks(Vec<Breach>),
    /// That all parts of one of these hold.
    Any(Vec<Vec<Part>>),
    /// That these do not hold, all of them.
    Not(Vec<Part>),
    /// An expression.
    If(Expression),
}

/// What can be told of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// It does not hold.
    No,
    /// It depends on an expression, and those are asked with a scope.
    Perhaps,
    /// It holds.
    Yes,
}

impl Answer {
    const fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }

    const fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Perhaps => Self::Perhaps,
            Self::Yes => Self::No,
        }
    }
}

/// Whether all parts hold. Without a scope nobody knows what expressions say.
pub(super) fn all(parts: &[Part], asked: &Asked<'_>, scope: Option<&Scope<'_>>) -> Answer {
    let mut answer = Answer::Yes;
    for part in parts {
        answer = min(answer, part.answer(asked, scope));
        if answer == Answer::No {
            break;
        }
    }
    answer
}

impl Part {
    /// Whether it holds.
    pub(super) fn answer(&self, asked: &Asked<'_>, scope: Option<&Scope<'_>>) -> Answer {
        match self {
            Self::Value(subject, matcher) => Answer::of(matcher.holds(&subject.values(asked))),
            Self::Credentials(presence) => {
                Answer::of(credentials::are_there(asked) == (*presence == Presence::Present))
            }
            Self::Valid(is_valid) => Answer::of(asked.violations().is_empty() == *is_valid),
            Self::Breaks(breaches) => {
                let is_told = |breach: &Breach| asked.violations().iter().any(|violation| breach.is(violation));
                Answer::of(breaches.iter().any(is_told))
            }
            Self::Any(several) => {
                let mut answer = Answer::No;
                for parts in several {
                    answer = max(answer, all(parts, asked, scope));
                    if answer == Answer::Yes {
                        break;
                    }
                }
                answer
            }
            Self::Not(parts) => all(parts, asked, scope).not(),
            Self::If(expression) => scope.map_or(Answer::Perhaps, |scope| Answer::of(expression.is_true(scope))),
        }
    }

    /// What a call has to have for it to hold.
    pub(super) fn demand(&self) -> Option<Demand> {
        match self {
            Self::Value(subject, matcher) if matcher.demands() => match subject {
                Subject::Query(name) => Some(Demand::Query(name.clone())),
                Subject::Header(name) => Some(Demand::Header(name.clone())),
                Subject::Cookie(name) => Some(Demand::Cookie(name.clone())),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a test holds for one of the expressions in it.
    pub(super) fn any_expression(&self, test: fn(&Expression) -> bool) -> bool {
        match self {
            Self::If(expression) => test(expression),
            Self::Any(several) => several.iter().flatten().any(|part| part.any_expression(test)),
            Self::Not(parts) => parts.iter().any(|part| part.any_expression(test)),
            _ => false,
        }
    }

    /// What it costs, compared with others.
    pub(super) fn cost(&self) -> u8 {
        match self {
            Self::Value(subject, matcher) => subject.cost() * 2 + u8::from(matcher.is_costly()),
            Self::Credentials(_) | Self::Valid(_) | Self::Breaks(_) => 5,
            Self::Any(several) => several.iter().flatten().map(Self::cost).max().unwrap_or_default().saturating_add(1),
            Self::Not(parts) => parts.iter().map(Self::cost).max().unwrap_or_default(),
            Self::If(expression) if expression.is_steady() => 100,
            Self::If(_) => 200,
        }
    }
}
