//! What can never be true of a call.

use super::super::super::format::{Length, Matcher, Scalar, Terms, When};
use super::super::Fault;
use super::Site;
use crate::base::Severity;

pub(super) fn look(when: &When, site: &Site<'_>, out: &mut Vec<Fault>) {
    let groups = [
        ("query", &when.query),
        ("header", &when.header),
        ("cookie", &when.cookie),
        ("path", &when.path),
        ("body", &when.body),
    ];
    for (key, matchers) in groups {
        for (name, matcher) in matchers {
            terms(matcher, &site.join(key).join(name), out);
        }
    }
    if let Some(method) = &when.method {
        let site = site.join("method");
        terms(method, &site, out);
        methods(method, &site, out);
    }
    when.content_type.iter().for_each(|matcher| terms(matcher, &site.join("content-type"), out));
    for (key, parts) in [("all", &when.all), ("any", &when.any)] {
        for (index, part) in parts.iter().enumerate() {
            look(part, &site.join(key).nth(index), out);
        }
    }
    when.not.iter().for_each(|not| look(not, &site.join("not"), out));
}

/// Methods are compared as they are sent: in upper case.
fn methods(matcher: &Matcher, site: &Site<'_>, out: &mut Vec<Fault>) {
    let mut look = |scalar: &Scalar, site: &Site<'_>| {
        if let Scalar::Text(text) = scalar
            && !["absent", "present"].contains(&text.as_str())
            && text.chars().any(char::is_lowercase)
        {
            let fault = site.value(format!("no method is written `{text}`: they are sent in upper case"));
            out.push(fault.with_help(format!("did you mean `{}`?", text.to_uppercase())));
        }
    };
    match matcher {
        Matcher::Is(scalar) => look(scalar, site),
        Matcher::OneOf(list) => list.iter().enumerate().for_each(|(index, scalar)| look(scalar, &site.nth(index))),
        Matcher::Terms(terms) => {
            terms.equals.iter().for_each(|scalar| look(scalar, &site.join("equals")));
            for (index, scalar) in terms.one_of.iter().flatten().enumerate() {
                look(scalar, &site.join("one-of").nth(index));
            }
        }
    }
}

/// Terms that nothing fulfils, or everything.
fn terms(matcher: &Matcher, site: &Site<'_>, out: &mut Vec<Fault>) {
    match matcher {
        Matcher::OneOf(list) if list.is_empty() => out.push(site.contradiction("an empty list: no value is one of it")),
        Matcher::Is(_) | Matcher::OneOf(_) => {}
        Matcher::Terms(terms) => inside(terms, site, out),
    }
}

fn inside(these: &Terms, site: &Site<'_>, out: &mut Vec<Fault>) {
    let written = site.at.resolve(site.file).and_then(serde_json::Value::as_object);
    if written.is_some_and(serde_json::Map::is_empty) {
        let fault = site.contradiction("nothing is asked of it: every value will do, and none");
        out.push(fault.made(Severity::Warning).with_help("`present` asks that there is a value"));
    }
    if let Some(Length::Range { min: Some(min), max: Some(max) }) = these.length
        && min > max
    {
        out.push(site.join("length").contradiction(format!("nothing is at least {min} and at most {max} long")));
    }
    let above = these.gt.as_ref().or(these.gte.as_ref()).and_then(number);
    let below = these.lt.as_ref().or(these.lte.as_ref()).and_then(number);
    if let (Some(above), Some(below)) = (above, below)
        && above > below
    {
        out.push(site.contradiction(format!("no number is above {above} and below {below}")));
    }
    if these.one_of.as_ref().is_some_and(Vec::is_empty) {
        out.push(site.join("one-of").contradiction("an empty list: no value is one of it"));
    }
    for (key, parts) in [("all", &these.all), ("any", &these.any)] {
        for (index, part) in parts.iter().flatten().enumerate() {
            terms(part, &site.join(key).nth(index), out);
        }
    }
    these.not.iter().for_each(|not| terms(not, &site.join("not"), out));
}

fn number(scalar: &Scalar) -> Option<f64> {
    match scalar {
        Scalar::Number(number) => number.as_f64(),
        _ => None,
    }
}
