//! What contradicts itself in a rule or a limit.

use super::super::super::format::{Algorithm, Limit, OneOrMany, Rule, Then, Times, Window};
use super::super::Fault;
use super::{Site, effect, selectors, when};
use crate::base::Severity;

/// Methods that a text in `on` may begin with.
const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"];

pub(super) fn look(rule: &Rule, site: &Site<'_>, out: &mut Vec<Fault>) {
    operations(&rule.on, &site.join("on"), out);
    answers(rule, site, out);
    if let Some(Times::Between(between)) = &rule.times
        && let (Some(from), Some(to)) = (between.from, between.to)
        && from > to
    {
        let message = format!("from the call {from} to the call {to} there is none");
        out.push(site.join("times").contradiction(message).with_help(format!("write `{{ from: {to}, to: {from} }}`")));
    }
    if rule.chance.is_some_and(|chance| chance.0 == 0.0) {
        let fault = site.join("chance").contradiction("never strikes: its chance is 0 %");
        out.push(fault.made(Severity::Warning));
    }
    if let Some(window) = &rule.window {
        look_at_window(window, &site.join("window"), out);
    }
    selectors(slice(rule.per.as_ref()), &site.join("per"), out);
    if let Some(state) = &rule.state {
        selectors(slice(state.per.as_ref()), &site.join("state").join("per"), out);
        if state.needs.is_none() && state.becomes.is_none() {
            let fault = site.join("state").contradiction("a state that is neither needed nor changed does nothing");
            out.push(fault.made(Severity::Warning).with_help("write `needs`, `becomes` or both"));
        }
    }
    if let Some(condition) = &rule.when {
        when::look(condition, &site.join("when"), out);
    }
}

pub(super) fn look_at_limit(limit: &Limit, site: &Site<'_>, out: &mut Vec<Fault>) {
    operations(&limit.on, &site.join("on"), out);
    let rate = site.join("rate");
    if limit.rate.per.0.is_zero() {
        out.push(rate.join("per").contradiction("in no time there are no calls").with_help("write `per: 1m`"));
    }
    if limit.rate.burst.is_some() && limit.rate.algorithm != Algorithm::TokenBucket {
        let fault = rate.join("burst").contradiction("only a token bucket has a `burst`");
        out.push(fault.with_help("add `algorithm: token-bucket`, or leave `burst` out"));
    }
    selectors(limit.rate.by.as_slice(), &rate.join("by"), out);
    if let Some(condition) = &limit.when {
        when::look(condition, &site.join("when"), out);
    }
    if let Some(then) = &limit.then {
        effect::look(then, &site.join("then"), out);
    }
}

fn slice(one_or_many: Option<&OneOrMany<String>>) -> &[String] {
    one_or_many.map_or(&[], OneOrMany::as_slice)
}

/// What `on` says, as far as no document is needed to see that it is wrong.
pub(super) fn operations(on: &OneOrMany<String>, site: &Site<'_>, out: &mut Vec<Fault>) {
    if on.as_slice().is_empty() {
        out.push(site.value("an empty list of operations: the rule is for none").with_help("`\"*\"` is for all"));
    }
    for (index, text) in on.as_slice().iter().enumerate() {
        let Some((method, path)) = text.trim().split_once(char::is_whitespace) else { continue };
        let path = path.trim();
        if METHODS.contains(&method.to_ascii_uppercase().as_str()) && !path.starts_with(['/', '*', '{']) {
            let path =
                path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
            let fault = site.of_many(index).value(format!("`{text}` has no `/` where its path begins"));
            out.push(fault.with_help(format!("did you mean `{} /{path}`?", method.to_ascii_uppercase())));
        }
    }
}

/// `then` and `sequence`.
fn answers(rule: &Rule, site: &Site<'_>, out: &mut Vec<Fault>) {
    match (&rule.then, rule.sequence.as_slice()) {
        (Some(_), [_, ..]) => {
            let fault = site.join("sequence").contradiction("there are both `then` and `sequence`");
            out.push(fault.with_help("leave one of them out: `sequence` is a `then` for each call"));
        }
        (None, []) if rule.state.as_ref().is_none_or(|state| state.becomes.is_none()) => {
            let message = "a rule needs `then`, or a `sequence` of answers";
            let fault = Fault::error("scenario-key-missing", site.at.clone(), message);
            out.push(fault.with_help("`then: pass` answers as the document says"));
        }
        _ => {}
    }
    if site.has("ends") && rule.sequence.is_empty() {
        let fault = site.join("ends").contradiction("`ends` says what comes after a `sequence`, and there is none");
        out.push(fault.made(Severity::Warning));
    }
    rule.then.iter().for_each(|then: &Then| effect::look(then, &site.join("then"), out));
    for (index, then) in rule.sequence.iter().enumerate() {
        effect::look(then, &site.join("sequence").nth(index), out);
    }
}

fn look_at_window(window: &Window, site: &Site<'_>, out: &mut Vec<Fault>) {
    if window.lasts.is_some_and(|lasts| lasts.0.is_zero()) {
        out.push(site.join("for").contradiction("a window of no time never opens"));
    }
    let Some(every) = window.every else { return };
    if every.0.is_zero() {
        out.push(site.join("every").contradiction("a window cannot begin anew all the time"));
        return;
    }
    match window.lasts {
        None => {
            let fault = site.join("every").contradiction("a window that never closes cannot begin anew");
            out.push(fault.with_help("say how long it lasts: `for: 30s`"));
        }
        Some(lasts) if lasts >= every => {
            let fault = site.join("for").contradiction("the window is still open when it begins anew: it never closes");
            out.push(fault.made(Severity::Warning).with_help("`for` is shorter than `every`"));
        }
        Some(_) => {}
    }
}
