//! Matchers with everything in them compiled, and whether they hold of the values at a place.
//!
//! Of several values one is enough, and terms that stand beside each other hold of the same one. `not` is true wherever its matcher is
//! false, so it asks that no value fits.

use std::cmp::Ordering;

use serde_json::Value;

use super::super::format::{self, Presence, Scalar};
use super::compare::{Wanted, has_parts, length};
use super::compile::{Faults, Fold};
use super::found::{Found, Values};
use super::pattern::Pattern;
use crate::base::Pointer;

/// What a value has to be.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    /// Whether there has to be one.
    pub(super) presence: Option<Presence>,
    /// What has to be true of one of the values.
    pub(super) terms: Vec<Term>,
    /// What has to be true of all that is there.
    pub(super) groups: Vec<Group>,
}

/// What has to be true of a value.
#[derive(Debug)]
pub(super) enum Term {
    /// It is one of these.
    OneOf(Vec<Wanted>),
    /// It matches.
    Matches(Pattern),
    /// This is part of it.
    Contains(Wanted),
    /// It stands so to this.
    Order(Sign, Wanted),
    /// It is so long.
    Length(Option<u64>, Option<u64>),
    /// It has these parts.
    Json(Value),
}

/// What has to be true of matchers.
#[derive(Debug)]
pub(super) enum Group {
    /// All hold.
    All(Vec<Matcher>),
    /// One holds.
    Any(Vec<Matcher>),
    /// It does not hold.
    Not(Box<Matcher>),
}

/// How a value stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// It is greater.
    Greater,
    /// It is greater or equal.
    AtLeast,
    /// It is less.
    Less,
    /// It is less or equal.
    AtMost,
}

impl Matcher {
    /// Whether it never holds where there is no value.
    pub(super) fn demands(&self) -> bool {
        match self.presence {
            Some(presence) => presence == Presence::Present,
            None => !self.terms.is_empty(),
        }
    }

    /// Compiles a matcher. What cannot be compiled is told, and left out.
    pub(super) fn compile(matcher: &format::Matcher, fold: Fold, at: &Pointer, faults: &mut Faults) -> Self {
        match matcher {
            format::Matcher::Is(scalar) => match presence(scalar) {
                Some(presence) => Self { presence: Some(presence), ..Self::default() },
                None => Self::of(Term::OneOf(vec![fold.wanted(scalar)])),
            },
            format::Matcher::OneOf(scalars) => {
                let (asked, values): (Vec<_>, Vec<_>) = scalars.iter().partition(|one| presence(one).is_some());
                if scalars.is_empty() {
                    faults.note(at, "a list without values never holds", Some("write `absent` if none is wanted"));
                }
                let values = Self::of(Term::OneOf(values.into_iter().map(|one| fold.wanted(one)).collect()));
                if asked.is_empty() {
                    return values;
                }
                let asked = asked.into_iter().map(|one| Self { presence: presence(one), ..Self::default() });
                Self { groups: vec![Group::Any(asked.chain([values]).collect())], ..Self::default() }
            }
            format::Matcher::Terms(terms) => faults.within(at, |faults| Self::of_terms(terms, fold, at, faults)),
        }
    }

    fn of(term: Term) -> Self {
        Self { terms: vec![term], ..Self::default() }
    }

    fn of_terms(written: &format::Terms, fold: Fold, at: &Pointer, faults: &mut Faults) -> Self {
        let mut terms = Vec::new();
        terms.extend(written.equals.as_ref().map(|one| Term::OneOf(vec![fold.wanted(one)])));
        if let Some(scalars) = &written.one_of {
            if scalars.is_empty() {
                faults.note(&at.join("one-of"), "a list without values never holds", None);
            }
            terms.push(Term::OneOf(scalars.iter().map(|one| fold.wanted(one)).collect()));
        }
        for (name, sign, bound) in [
            ("gt", Sign::Greater, &written.gt),
            ("gte", Sign::AtLeast, &written.gte),
            ("lt", Sign::Less, &written.lt),
            ("lte", Sign::AtMost, &written.lte),
        ] {
            let Some(bound) = bound else { continue };
            if matches!(bound, Scalar::Boolean(_) | Scalar::Null) {
                let message = format!("`{name}` compares numbers, dates and texts, not booleans and `null`");
                faults.note(&at.join(name), message, None);
            }
            terms.push(Term::Order(sign, Wanted::new(bound.clone())));
        }
        terms.extend(written.contains.as_ref().map(|one| Term::Contains(fold.wanted(one))));
        terms.extend(written.length.as_ref().and_then(|length| span(length, &at.join("length"), faults)));
        if let Some(text) = &written.matches {
            let pattern = Pattern::compile(text);
            terms.extend(pattern.map_err(|error| faults.push(&at.join("matches"), error)).ok().map(Term::Matches));
        }
        terms.extend(written.json.clone().map(Term::Json));
        let mut several = |name: &str, written: &Option<Vec<format::Matcher>>| {
            let (written, at) = (written.as_ref()?, at.join(name));
            if written.is_empty() {
                faults.note(&at, format!("`{name}` has nothing in it"), None);
            }
            let each = written.iter().enumerate();
            Some(each.map(|(nth, one)| Self::compile(one, fold, &at.nth(nth), faults)).collect())
        };
        let mut groups = Vec::new();
        groups.extend(several("all", &written.all).map(Group::All));
        groups.extend(several("any", &written.any).map(Group::Any));
        if let Some(not) = &written.not {
            groups.push(Group::Not(Box::new(Self::compile(not, fold, &at.join("not"), faults))));
        }
        if *written == format::Terms::default() {
            faults.note(at, "nothing is said of the value", Some("write `present`, a value, or `{ matches: … }`"));
        }
        let presence = written.present.map(|yes| if yes { Presence::Present } else { Presence::Absent });
        Self { presence, terms, groups }
    }

    /// Whether it holds of the values at a place.
    pub(super) fn holds(&self, values: &Values<'_>) -> bool {
        self.presence.is_none_or(|presence| values.is_empty() == (presence == Presence::Absent))
            && (self.terms.is_empty() || values.any(&mut |found| self.terms.iter().all(|term| term.holds(found))))
            && self.groups.iter().all(|group| group.holds(values))
    }

    /// Whether it looks into values so deeply that other matchers go first.
    pub(super) fn is_costly(&self) -> bool {
        self.terms.iter().any(|term| matches!(term, Term::Matches(_) | Term::Json(_))) || !self.groups.is_empty()
    }
}

impl Group {
    /// Whether it holds of the values at a place.
    pub(super) fn holds(&self, values: &Values<'_>) -> bool {
        match self {
            Self::All(matchers) => matchers.iter().all(|matcher| matcher.holds(values)),
            Self::Any(matchers) => matchers.iter().any(|matcher| matcher.holds(values)),
            Self::Not(matcher) => !matcher.holds(values),
        }
    }
}

impl Term {
    /// Whether it holds of a value.
    pub(super) fn holds(&self, found: Found<'_>) -> bool {
        match self {
            Self::OneOf(wanted) => wanted.iter().any(|wanted| wanted.equals(found)),
            Self::Matches(pattern) => found.written().is_some_and(|text| pattern.is_in(&text)),
            Self::Contains(wanted) => wanted.is_part_of(found),
            Self::Order(sign, wanted) => wanted.order(found).is_some_and(|order| sign.holds(order)),
            Self::Length(least, most) => length(found).is_some_and(|length| {
                least.is_none_or(|least| length >= least) && most.is_none_or(|most| length <= most)
            }),
            Self::Json(wanted) => has_parts(found, wanted),
        }
    }
}

impl Sign {
    const fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
        }
    }
}

/// What the words `absent` and `present` ask.
fn presence(scalar: &Scalar) -> Option<Presence> {
    match scalar {
        Scalar::Text(text) if text == "absent" => Some(Presence::Absent),
        Scalar::Text(text) if text == "present" => Some(Presence::Present),
        _ => None,
    }
}

/// How long a value has to be.
fn span(length: &format::Length, at: &Pointer, faults: &mut Faults) -> Option<Term> {
    match *length {
        format::Length::Exact(exact) => Some(Term::Length(Some(exact), Some(exact))),
        format::Length::Range { min: None, max: None } => {
            faults.note(at, "a length has neither `min` nor `max`", Some("write `length: 3`, or `length: { min: 1 }`"));
            None
        }
        format::Length::Range { min: Some(min), max: Some(max) } if min > max => {
            faults.note(at, format!("no length is at least {min} and at most {max}"), None);
            None
        }
        format::Length::Range { min, max } => Some(Term::Length(min, max)),
    }
}
