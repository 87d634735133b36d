//! Why a condition does not hold, as a person would say it: what was found, and what was wanted.
//!
//! Values are cut short, and those that are secret are not shown. Nothing is decided here.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::Value;

use super::super::expression::Scope;
use super::super::format::{Presence, Scalar};
use super::breach::written;
use super::compare::{Wanted, length};
use super::credentials;
use super::found::{Found, Values};
use super::matcher::{Group, Matcher, Sign, Term};
use super::part::{Answer, Part};
use crate::base::is_secret;

/// The most characters of a value that are shown.
const LONGEST: usize = 60;
/// The most values that are shown.
const MOST: usize = 3;
/// What stands for a secret.
const MASK: &str = "***";

/// The first part that does not hold.
pub(super) fn first(parts: &[Part], scope: &Scope<'_>) -> Option<String> {
    let failing = parts.iter().find(|part| part.answer(scope.asked, Some(scope)) != Answer::Yes)?;
    Some(told(failing, scope))
}

/// Why a part does not hold.
fn told(part: &Part, scope: &Scope<'_>) -> String {
    let asked = scope.asked;
    match part {
        Part::Value(subject, matcher) => {
            let view = View { values: &subject.values(asked), is_secret: subject.is_secret() };
            format!("{subject} {}", view.unmet(matcher))
        }
        Part::Credentials(Presence::Present) => {
            format!("credentials are missing, wanted {}", credentials::described(asked))
        }
        Part::Credentials(Presence::Absent) => "credentials are there, wanted absent".to_owned(),
        Part::Valid(true) => {
            let first = asked.violations().first().map(written).unwrap_or_default();
            format!("the call breaks the contract by {first}, wanted a valid one")
        }
        Part::Valid(false) => "the call keeps the contract, wanted one that breaks it".to_owned(),
        Part::Breaks(breaches) => {
            let wanted: Vec<String> = breaches.iter().map(ToString::to_string).collect();
            let found: Vec<String> = asked.violations().iter().take(MOST).map(written).collect();
            let found = if found.is_empty() {
                "keeps the contract".to_owned()
            } else {
                format!("breaks it by {}", found.join(", "))
            };
            format!("the call {found}, wanted {}", wanted.join(" or "))
        }
        Part::Any(several) => {
            let reasons: Vec<String> = several.iter().filter_map(|parts| first(parts, scope)).take(MOST).collect();
            match reasons.as_slice() {
                [one] => one.clone(),
                reasons => format!("none of {} alternatives holds: {}", several.len(), reasons.join("; ")),
            }
        }
        Part::Not(parts) => match parts.as_slice() {
            [Part::Value(subject, matcher)] => {
                let view = View { values: &subject.values(asked), is_secret: subject.is_secret() };
                format!("{subject} {}, wanted {}", view.found(), view.opposite(matcher))
            }
            _ => "everything under `not` holds".to_owned(),
        },
        Part::If(expression) => format!("`{}` is not true", shortened(expression.text())),
    }
}

/// The values at a place, to be told of.
struct View<'v> {
    values: &'v Values<'v>,
    is_secret: bool,
}

impl View<'_> {
    /// What was found, and what a matcher wanted.
    fn unmet(&self, matcher: &Matcher) -> String {
        match matcher.presence {
            Some(Presence::Absent) if !self.values.is_empty() => return "is there, wanted absent".to_owned(),
            Some(Presence::Present) if self.values.is_empty() => return "is missing, wanted present".to_owned(),
            _ => {}
        }
        if !matcher.terms.is_empty()
            && !self.values.any(&mut |found| matcher.terms.iter().all(|term| term.holds(found)))
        {
            return self.unmet_terms(&matcher.terms);
        }
        let failing = matcher.groups.iter().find(|group| !group.holds(self.values));
        match failing {
            Some(Group::All(matchers)) => {
                let failing = matchers.iter().find(|matcher| !matcher.holds(self.values));
                failing.map_or_else(|| self.found(), |matcher| self.unmet(matcher))
            }
            Some(Group::Any(matchers)) => {
                let wanted: Vec<String> = matchers.iter().map(|matcher| self.wanted(matcher)).collect();
                format!("{}, wanted {}", self.found(), wanted.join(" or "))
            }
            Some(Group::Not(matcher)) => format!("{}, wanted {}", self.found(), self.opposite(matcher)),
            None => self.found(),
        }
    }

    /// The same for terms that no value meets: of one value the first that fails, of several all of them.
    fn unmet_terms(&self, terms: &[Term]) -> String {
        let (mut count, mut told) = (0, None);
        self.values.any(&mut |found| {
            count += 1;
            if let Some(failing) = terms.iter().find(|term| !term.holds(found)).filter(|_| told.is_none()) {
                told = Some(format!("{}, wanted {}", self.seen(found, failing), self.term(failing, Some(found))));
            }
            false
        });
        if let (1, Some(told)) = (count, told) {
            return told;
        }
        let wanted: Vec<String> = terms.iter().map(|term| self.term(term, None)).collect();
        format!("{}, wanted {}", self.found(), wanted.join(" and "))
    }

    /// One value, as a term sees it.
    fn seen(&self, found: Found<'_>, term: &Term) -> String {
        if let (Term::Length(..), Some(length)) = (term, length(found)) {
            return format!("has a length of {length}");
        }
        let kind = if mistyped(found, term).is_some() { kind_of(found).unwrap_or_default() } else { "" };
        format!("is {kind}`{}`", self.shown(found))
    }

    /// What is there.
    fn found(&self) -> String {
        let mut shown = Vec::new();
        self.values.any(&mut |found| {
            shown.push(format!("`{}`", self.shown(found)));
            false
        });
        match self.values {
            // The lines joined come last, the items of a field after the whole.
            Values::Lines(lines) => shown.truncate(lines.iter().count()),
            Values::Node(..) => shown.truncate(1),
            _ => {}
        }
        let more = shown.len().saturating_sub(MOST);
        shown.truncate(MOST);
        match (shown.as_slice(), more) {
            ([], _) => "is missing".to_owned(),
            (shown, 0) => format!("is {}", shown.join(" and ")),
            (shown, more) => format!("is {} and {more} more", shown.join(", ")),
        }
    }

    fn shown(&self, found: Found<'_>) -> String {
        match found.value() {
            _ if self.is_secret => MASK.to_owned(),
            Some(value) if !value.is_string() => {
                let mut out = String::new();
                write_json(value, &mut out);
                shortened(&out).into_owned()
            }
            _ => shortened(found.text().unwrap_or_default()).into_owned(),
        }
    }

    /// What a matcher wants.
    fn wanted(&self, matcher: &Matcher) -> String {
        let presence = matcher.presence.map(|presence| match presence {
            Presence::Absent => "absent".to_owned(),
            Presence::Present => "present".to_owned(),
        });
        let terms = matcher.terms.iter().map(|term| self.term(term, None));
        let groups = matcher.groups.iter().map(|group| self.group(group));
        presence.into_iter().chain(terms).chain(groups).collect::<Vec<_>>().join(" and ")
    }

    fn opposite(&self, matcher: &Matcher) -> String {
        match (matcher.presence, matcher.terms.as_slice(), matcher.groups.as_slice()) {
            (Some(Presence::Absent), [], []) => "present".to_owned(),
            (Some(Presence::Present), [], []) => "absent".to_owned(),
            _ => format!("not {}", self.wanted(matcher)),
        }
    }

    fn group(&self, group: &Group) -> String {
        let each = |matchers: &[Matcher], word: &str| {
            let told: Vec<String> = matchers.iter().map(|matcher| self.wanted(matcher)).collect();
            format!("({})", told.join(word))
        };
        match group {
            Group::All(matchers) => each(matchers, " and "),
            Group::Any(matchers) => each(matchers, " or "),
            Group::Not(matcher) => self.opposite(matcher),
        }
    }

    /// What a term wants; of a value that is the same but for its type, with the type.
    fn term(&self, term: &Term, found: Option<Found<'_>>) -> String {
        match term {
            Term::OneOf(wanted) => {
                if let Some(wanted) = found.and_then(|found| mistyped(found, term)) {
                    return format!("{}{}", kind_wanted(&wanted.scalar), self.scalar(wanted));
                }
                let told: Vec<String> = wanted.iter().take(5).map(|wanted| self.scalar(wanted)).collect();
                let more = if wanted.len() > 5 { ", …" } else { "" };
                if wanted.len() == 1 { told.concat() } else { format!("one of {}{more}", told.join(", ")) }
            }
            Term::Matches(pattern) => format!("a match of `{}`", shortened(pattern.as_str())),
            Term::Contains(wanted) => format!("something that contains {}", self.scalar(wanted)),
            Term::Order(sign, wanted) => format!("{} {}", sign_words(*sign), self.scalar(wanted)),
            Term::Length(least, most) => match (least, most) {
                (Some(least), Some(most)) if least == most => format!("a length of {least}"),
                (Some(least), Some(most)) => format!("a length from {least} to {most}"),
                (Some(least), None) => format!("a length of at least {least}"),
                (None, most) => format!("a length of at most {}", most.unwrap_or(u64::MAX)),
            },
            Term::Json(_) if self.is_secret => format!("at least `{MASK}`"),
            Term::Json(value) => {
                let mut out = String::new();
                write_json(value, &mut out);
                format!("at least `{}`", shortened(&out))
            }
        }
    }

    fn scalar(&self, wanted: &Wanted) -> String {
        match &wanted.scalar {
            _ if self.is_secret => format!("`{MASK}`"),
            Scalar::Text(text) => format!("`{}`", shortened(text)),
            Scalar::Number(number) => number.to_string(),
            Scalar::Boolean(boolean) => boolean.to_string(),
            Scalar::Null => "null".to_owned(),
        }
    }
}

const fn sign_words(sign: Sign) -> &'static str {
    match sign {
        Sign::Greater => "greater than",
        Sign::AtLeast => "at least",
        Sign::Less => "less than",
        Sign::AtMost => "at most",
    }
}

/// The value among those that are wanted that is written the same, and has another type.
fn mistyped<'t>(found: Found<'_>, term: &'t Term) -> Option<&'t Wanted> {
    let (Term::OneOf(wanted), Found::Json(_)) = (term, found) else { return None };
    let found = found.written()?;
    wanted.iter().find(|wanted| match &wanted.scalar {
        Scalar::Text(text) => *text == found,
        Scalar::Number(number) => number.to_string() == found,
        Scalar::Boolean(boolean) => boolean.to_string() == found,
        Scalar::Null => found == "null",
    })
}

fn kind_of(found: Found<'_>) -> Option<&'static str> {
    Some(match found.value()? {
        Value::String(_) => "the text ",
        Value::Number(_) => "the number ",
        Value::Bool(_) => "the boolean ",
        _ => "",
    })
}

const fn kind_wanted(scalar: &Scalar) -> &'static str {
    match scalar {
        Scalar::Text(_) => "the text ",
        Scalar::Number(_) => "the number ",
        Scalar::Boolean(_) => "the boolean ",
        Scalar::Null => "",
    }
}

/// A text of no more than [`LONGEST`] characters on one line.
fn shortened(text: &str) -> Cow<'_, str> {
    let cut = text.char_indices().nth(LONGEST).is_some();
    if !cut && !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let kept = if cut { LONGEST - 1 } else { LONGEST };
    let visible = |one: char| if one.is_control() { ' ' } else { one };
    let mut short: String = text.chars().take(kept).map(visible).collect();
    if cut {
        short.push('…');
    }
    Cow::Owned(short)
}

/// Writes JSON, the values of secret members masked, as far as it will be shown.
fn write_json(value: &Value, out: &mut String) {
    if out.len() > LONGEST * 4 {
        return;
    }
    match value {
        Value::Array(items) => {
            for (nth, item) in items.iter().enumerate().take(LONGEST) {
                out.push(if nth == 0 { '[' } else { ',' });
                write_json(item, out);
            }
            out.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Value::Object(members) => {
            for (nth, (name, member)) in members.iter().enumerate().take(LONGEST) {
                let _ = write!(out, "{}{}:", if nth == 0 { '{' } else { ',' }, Value::from(name.as_str()));
                if is_secret(name) && !member.is_null() {
                    let _ = write!(out, "\"{MASK}\"");
                } else {
                    write_json(member, out);
                }
            }
            out.push_str(if members.is_empty() { "{}" } else { "}" });
        }
        Value::String(text) => {
            let _ = write!(out, "{}", Value::from(shortened(text)));
        }
        scalar => {
            let _ = write!(out, "{scalar}");
        }
    }
}
