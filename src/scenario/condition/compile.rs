//! From `when:` as it is written to what is looked at in a call, in the order of what that costs.

use indexmap::IndexMap;

use super::super::Reader;
use super::super::expression::{Expression, ExpressionError};
use super::super::format::{self, CredentialParts, Credentials, Scalar, Validity, When};
use super::breach::Breach;
use super::compare::Wanted;
use super::matcher::Matcher;
use super::part::Part;
use super::subject::Subject;
use crate::base::Pointer;

/// What cannot be compiled, with its place below `when`.
#[derive(Default)]
pub(super) struct Faults {
    /// What was found so far.
    pub(super) found: Vec<(Pointer, ExpressionError)>,
    /// How many conditions and matchers are around what is compiled now.
    depth: usize,
}

/// Conditions and matchers inside each other: they are walked by recursion, on stacks as small as 2 MiB.
const DEEPEST: usize = 32;

impl Faults {
    /// Notes what is wrong at a place.
    pub(super) fn note(&mut self, at: &Pointer, message: impl Into<String>, help: Option<&str>) {
        self.push(at, ExpressionError { message: message.into(), help: help.map(str::to_owned) });
    }

    /// Notes an error at a place.
    pub(super) fn push(&mut self, at: &Pointer, error: ExpressionError) {
        self.found.push((at.clone(), error));
    }

    /// Compiles what lies one level deeper; nothing is made of what lies too deep.
    pub(super) fn within<T: Default>(&mut self, at: &Pointer, compile: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth == DEEPEST {
            self.note(at, format!("more than {DEEPEST} conditions inside each other"), None);
            return T::default();
        }
        self.depth += 1;
        let made = compile(self);
        self.depth -= 1;
        made
    }
}

/// How texts are written at a place where case means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    /// As they are.
    Exact,
    /// In upper case.
    Upper,
    /// In lower case.
    Lower,
}

impl Fold {
    /// A value that is wanted there.
    pub(super) fn wanted(self, scalar: &Scalar) -> Wanted {
        Wanted::new(match (self, scalar) {
            (Self::Upper, Scalar::Text(text)) => Scalar::Text(text.to_ascii_uppercase()),
            (Self::Lower, Scalar::Text(text)) => Scalar::Text(text.to_ascii_lowercase()),
            (_, scalar) => scalar.clone(),
        })
    }
}

/// Everything that has to be true, the cheapest first.
pub(super) fn parts(when: &When, at: &Pointer, faults: &mut Faults) -> Vec<Part> {
    faults.within(at, |faults| written(when, at, faults))
}

fn written(when: &When, at: &Pointer, faults: &mut Faults) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut named = |step: &str, matchers: &IndexMap<String, format::Matcher>, make: &dyn Fn(&str) -> Made| {
        for (name, matcher) in matchers {
            let at = at.join(step).join(name);
            let matcher = Matcher::compile(matcher, Fold::Exact, &at, faults);
            match make(name) {
                Ok(subject) => parts.push(Part::Value(subject, matcher)),
                Err(error) => faults.push(&at, error),
            }
        }
    };
    named("query", &when.query, &|name| Ok(Subject::Query(name.to_owned())));
    named("header", &when.header, &Subject::header);
    named("cookie", &when.cookie, &|name| Ok(Subject::Cookie(name.to_owned())));
    named("path", &when.path, &|name| Ok(Subject::Path(name.to_owned())));
    named("body", &when.body, &Subject::body);
    for (step, matcher, subject, fold) in [
        ("method", &when.method, Subject::Method, Fold::Upper),
        ("content-type", &when.content_type, Subject::ContentType, Fold::Lower),
    ] {
        let Some(matcher) = matcher else { continue };
        parts.push(Part::Value(subject, Matcher::compile(matcher, fold, &at.join(step), faults)));
    }
    match &when.credentials {
        Some(Credentials::Presence(presence)) => parts.push(Part::Credentials(*presence)),
        Some(Credentials::Parts(written)) => credentials(written, &at.join("credentials"), &mut parts, faults),
        None => {}
    }
    parts.extend(when.valid.as_ref().map(|validity| valid(validity, &at.join("valid"), faults)));
    for (nth, one) in when.all.iter().enumerate() {
        parts.extend(self::parts(one, &at.join("all").nth(nth), faults));
    }
    if !when.any.is_empty() {
        let each = when.any.iter().enumerate();
        parts.push(Part::Any(each.map(|(nth, one)| self::parts(one, &at.join("any").nth(nth), faults)).collect()));
    }
    if let Some(not) = &when.not {
        let (at, known) = (at.join("not"), faults.found.len());
        let inner = self::parts(not, &at, faults);
        if inner.is_empty() && faults.found.len() == known {
            faults.note(&at, "`not` of nothing never holds", None);
        }
        parts.push(Part::Not(inner));
    }
    if let Some(text) = &when.expression {
        match Expression::compile(text).and_then(|made| made.check(Reader::Call).map(|()| made)) {
            Ok(expression) if expression.reads_hit() => {
                let help = "count with `times`, `every` or `sequence`, or with `then.count` and `counters.NAME`";
                let error = ExpressionError::new("`hit` is known only once a rule strikes").with_help(help);
                faults.push(&at.join("if"), error);
            }
            Ok(expression) => parts.push(Part::If(expression)),
            Err(error) => faults.push(&at.join("if"), error),
        }
    }
    parts.sort_by_key(Part::cost);
    parts
}

/// A place, if its name means one.
type Made = Result<Subject, ExpressionError>;

fn credentials(written: &CredentialParts, at: &Pointer, parts: &mut Vec<Part>, faults: &mut Faults) {
    let before = parts.len();
    for (step, matcher, subject) in [
        ("bearer", &written.bearer, Subject::Bearer),
        ("user", &written.user, Subject::User),
        ("password", &written.password, Subject::Password),
    ] {
        let Some(matcher) = matcher else { continue };
        parts.push(Part::Value(subject, Matcher::compile(matcher, Fold::Exact, &at.join(step), faults)));
    }
    if parts.len() == before {
        faults.note(at, "nothing is said of the credentials", Some("write `absent`, `present`, or `{ bearer: … }`"));
    }
}

fn valid(validity: &Validity, at: &Pointer, faults: &mut Faults) -> Part {
    match validity {
        Validity::Whole(is_valid) => Part::Valid(*is_valid),
        Validity::Breaks { breaks } => {
            let at = at.join("breaks");
            let is_list = matches!(breaks, format::OneOrMany::Many(_));
            if breaks.as_slice().is_empty() {
                faults.note(&at, "`breaks` has nothing in it", Some("write `valid: false` for any"));
            }
            let mut breaches = Vec::new();
            for (nth, text) in breaks.as_slice().iter().enumerate() {
                match Breach::parse(text) {
                    Ok(breach) => breaches.push(breach),
                    Err(error) => faults.push(&if is_list { at.nth(nth) } else { at.clone() }, error),
                }
            }
            Part::Breaks(breaches)
        }
    }
}
