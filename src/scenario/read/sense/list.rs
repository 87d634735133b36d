//! What contradicts itself in a list or an item.

use super::super::super::format::{Comparator, List, One, OneOrMany, Parameter, Projection, SortBy, SortSyntax, Where};
use super::super::Fault;
use super::{Site, effect, rule, when};
use crate::base::Severity;

pub(super) fn look(list: &List, site: &Site<'_>, out: &mut Vec<Fault>) {
    needs(&[("on", !list.on.as_slice().is_empty()), ("collection", !list.collection.is_empty())], "a list", site, out);
    on(&list.on, site, out);
    if let Some(condition) = &list.when {
        when::look(condition, &site.join("when"), out);
    }
    missing(list, site, out);
    beginnings(list, site, out);
    let parameters = [
        ("offset", &list.offset),
        ("page", &list.page),
        ("limit", &list.limit),
        ("cursor", &list.cursor),
        ("before", &list.before),
        ("after", &list.after),
        ("around", &list.around),
    ];
    for (key, written) in parameters {
        if let Some(written) = written {
            parameter(written, key, &site.join(key), out);
        }
    }
    list.sort.iter().for_each(|sort| order(sort, &site.join("sort"), out));
    conditions(&list.conditions, &site.join("where"), out);
    list.fields.iter().for_each(|fields| projection(fields, &site.join("fields"), out));
    for (name, also) in &list.also {
        conditions(&also.conditions, &site.join("also").join(name).join("where"), out);
    }
}

pub(super) fn look_at_one(one: &One, site: &Site<'_>, out: &mut Vec<Fault>) {
    let said = [
        ("on", !one.on.as_slice().is_empty()),
        ("collection", !one.collection.is_empty()),
        ("key", !one.key.is_empty()),
    ];
    needs(&said, "an item", site, out);
    on(&one.on, site, out);
    if let Some(condition) = &one.when {
        when::look(condition, &site.join("when"), out);
    }
    one.missing.iter().for_each(|then| effect::look(then, &site.join("missing"), out));
    one.fields.iter().for_each(|fields| projection(fields, &site.join("fields"), out));
}

fn needs(said: &[(&str, bool)], what: &str, site: &Site<'_>, out: &mut Vec<Fault>) {
    for (key, _) in said.iter().filter(|(_, is_said)| !is_said) {
        let fault = Fault::error("scenario-key-missing", site.at.clone(), format!("{what} needs `{key}`"));
        out.push(match *key {
            "on" => fault.with_help("the operations, as in a rule: `on: GET /users`"),
            "collection" => fault.with_help("the name of one under `collections`, in this file or another"),
            _ => fault.with_help("an expression for the key of the row: `key: path.id`"),
        });
    }
}

fn on(on: &OneOrMany<String>, site: &Site<'_>, out: &mut Vec<Fault>) {
    if !on.as_slice().is_empty() {
        rule::operations(on, &site.join("on"), out);
    }
}

fn missing(list: &List, site: &Site<'_>, out: &mut Vec<Fault>) {
    let Some(then) = &list.missing else { return };
    effect::look(then, &site.join("missing"), out);
    if list.partition.is_none() {
        let message = "`missing` is answered where there is no such partition, and none is asked for";
        out.push(site.join("missing").contradiction(message).with_help("add `partition`, or leave `missing` out"));
    }
}

/// Ways to say where a page begins of which only one can be meant.
fn beginnings(list: &List, site: &Site<'_>, out: &mut Vec<Fault>) {
    for (one, other) in [("offset", "page"), ("offset", "around"), ("page", "around"), ("page", "cursor")] {
        if site.has(one) && site.has(other) {
            let message = format!("both `{one}` and `{other}` say where the page begins");
            out.push(site.join(other).contradiction(message).with_help(format!("leave `{one}` or `{other}` out")));
        }
    }
    if list.page.is_some() && list.limit.is_none() {
        let message = "`page` says which page, and nothing says how many rows one has";
        out.push(
            site.join("page").contradiction(message).with_help("add `limit: { from: query.per_page, default: 20 }`"),
        );
    }
}

fn parameter(written: &Parameter, key: &str, site: &Site<'_>, out: &mut Vec<Fault>) {
    if written.zero.is_some() && key != "limit" {
        out.push(site.join("zero").contradiction("`zero` says what a limit of zero means"));
    }
    written.refuse.iter().for_each(|then| effect::look(then, &site.join("refuse"), out));
}

fn order(sort: &SortBy, site: &Site<'_>, out: &mut Vec<Fault>) {
    sort.refuse.iter().for_each(|then| effect::look(then, &site.join("refuse"), out));
    if sort.direction.is_some() && sort.syntax == SortSyntax::Mongo {
        let message = "`{\"ts\": -1}` says the direction itself";
        out.push(site.join("direction").contradiction(message).with_help("leave `direction` or `syntax: mongo` out"));
    }
    for (key, is_there) in [("direction", sort.direction.is_some()), ("refuse", sort.refuse.is_some())] {
        if is_there && sort.from.is_none() {
            let message = format!("`{key}` is about what a call says, and there is no `from`");
            out.push(site.join(key).contradiction(message).with_help("write `from: query.sort`"));
        }
    }
}

fn projection(fields: &Projection, site: &Site<'_>, out: &mut Vec<Fault>) {
    fields.refuse.iter().for_each(|then| effect::look(then, &site.join("refuse"), out));
    if fields.from.is_none() && fields.never.is_empty() && fields.always.is_empty() {
        let fault = site.contradiction("nothing says which members are sent: all of them are");
        out.push(fault.made(Severity::Warning).with_help("write `from: query.fields`, or `never: [password]`"));
    }
}

fn conditions(conditions: &[Where], site: &Site<'_>, out: &mut Vec<Fault>) {
    for (index, one) in conditions.iter().enumerate() {
        let site = site.nth(index);
        one.refuse.iter().for_each(|then| effect::look(then, &site.join("refuse"), out));
        condition(one, &site, out);
    }
}

fn condition(one: &Where, site: &Site<'_>, out: &mut Vec<Fault>) {
    let from = one.from.is_some();
    if one.filter.is_some() && from {
        let message = "there are both `filter` and `from`: a condition is one of them";
        out.push(site.join("from").contradiction(message).with_help("write two items of `where`: all of them hold"));
    } else if one.filter.is_none() && !from {
        let fault = Fault::error("scenario-key-missing", site.at.clone(), "a condition needs `filter` or `from`");
        out.push(fault.with_help("`{ from: query.status, field: status }`, or `{ filter: { status: open } }`"));
    } else if from && one.field.is_none() && one.syntax.is_none() {
        let fault = Fault::error("scenario-key-missing", site.at.clone(), "`from` needs `field` or `syntax`");
        out.push(
            fault.with_help("say what it is compared with, `field: status`, or that it is a filter, `syntax: mongo`"),
        );
    } else if one.field.is_some() && one.syntax.is_some() {
        let message = "a filter in a language says itself which members it is about";
        out.push(site.join("field").contradiction(message).with_help("leave `field` or `syntax` out"));
    }
    for key in ["field", "is", "split"].into_iter().filter(|key| one.filter.is_some() && site.has(key)) {
        let message = format!("`{key}` is about what a call says, and a `filter` says all itself");
        out.push(site.join(key).contradiction(message));
    }
    for (key, is_there) in [("top", one.top.is_some()), ("operators", one.operators.is_some())] {
        if is_there && one.syntax.is_none() {
            let message = format!("`{key}` is about the filters of calls, and there is no `syntax`");
            out.push(site.join(key).contradiction(message).with_help("write `syntax: mongo`"));
        }
    }
    if let (Some(is), Some(_)) = (one.is, &one.split)
        && !matches!(is, Comparator::In | Comparator::Nin)
    {
        let message = "several values are compared with `in` or `nin`";
        out.push(site.join("is").contradiction(message).with_help("leave `is` or `split` out"));
    }
}
