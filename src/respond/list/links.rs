//! `Link`: the addresses of the first, the previous, the next and the last page (RFC 8288), as the call's own address with another page in it.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::contract::Call;
use crate::contract::style::escape;
use crate::respond::reply::Reply;
use crate::scenario::{List, Parameter};

/// Sets the header. Where the parameter that says the page is none of the query, or the list has neither offset, page nor cursor, there is
/// nothing to say.
pub(super) fn link(reply: &mut Reply, list: &List, call: &Call, facts: &Value) {
    let links = addresses(list, call, facts).into_iter();
    let links: Vec<String> = links.map(|(relation, address)| format!("<{address}>; rel=\"{relation}\"")).collect();
    if !links.is_empty() {
        reply.set("link", &links.join(", "));
    }
}

/// The addresses of the pages that there are.
pub(super) fn addresses(list: &List, call: &Call, facts: &Value) -> Vec<(&'static str, String)> {
    let host = call.header("host").unwrap_or("localhost");
    let address = |(relation, name, value): (_, String, String)| {
        let query = replaced(call.query.as_deref().unwrap_or_default(), &name, &value);
        (relation, format!("http://{host}{}?{query}", call.path))
    };
    pages(list, facts).into_iter().map(address).collect()
}

/// The pages that there are: how each is related to this one, and the parameter that asks for it.
fn pages(list: &List, facts: &Value) -> Vec<(&'static str, String, String)> {
    let number = |name: &str| facts.get(name).and_then(Value::as_u64);
    let more = facts.get("more").and_then(Value::as_bool).unwrap_or_default();
    let (offset, page) = (number("offset").unwrap_or_default(), number("number").unwrap_or(1));
    let limit = number("limit").filter(|limit| *limit > 0);
    let named = |parameter: &Option<Parameter>| parameter.as_ref().and_then(|one| parameter_name(one.from.text()));
    let told = |at: u64, first: i64| at.saturating_add_signed(first).to_string();
    let (parameter, targets) = if let (Some((name, first)), Some(limit)) = (named(&list.offset), limit) {
        let last = number("last");
        // Before what is beyond the end comes the last page.
        let previous = (offset > 0).then(|| offset.saturating_sub(limit).min(last.unwrap_or(u64::MAX)));
        let targets = [Some(0), previous, more.then(|| offset + limit), last];
        (name, targets.map(|at| at.map(|at| told(at, first))))
    } else if let Some((name, first)) = named(&list.page) {
        let last = number("pages").map(|pages| pages.max(1));
        let previous = (page > 1).then(|| (page - 1).min(last.unwrap_or(u64::MAX)));
        let targets = [Some(1), previous, more.then_some(page + 1), last];
        (name, targets.map(|at| at.map(|at| told(at, first))))
    } else if let Some((name, _)) = named(&list.cursor) {
        let cursor = |name: &str| facts.get(name).and_then(Value::as_str).map(str::to_owned);
        (name, [None, cursor("previous"), cursor("next"), None])
    } else {
        return Vec::new();
    };
    let relations = ["first", "prev", "next", "last"].into_iter().zip(targets);
    relations.filter_map(|(relation, target)| Some((relation, parameter.clone(), target?))).collect()
}

/// The parameter of the query that an expression reads: `query.NAME`, also with filters behind it; and how much more it says than what
/// the expression makes of it: 1 for `query.NAME - 1`.
fn parameter_name(expression: &str) -> Option<(String, i64)> {
    let read = expression.split('|').next()?.trim();
    let (read, more) = match (read.strip_suffix(" + 1"), read.strip_suffix(" - 1")) {
        (Some(read), _) => (read, -1),
        (_, Some(read)) => (read, 1),
        (None, None) => (read, 0),
    };
    let name = read.strip_prefix("query")?;
    let name = if let Some(name) = name.strip_prefix('.') {
        // A member of a parameter that is an object: `page.number` is written `page[number]`.
        name.split_once('.').map_or_else(|| name.to_owned(), |(of, member)| format!("{of}[{member}]"))
    } else {
        let inner = name.strip_prefix('[')?.strip_suffix(']')?.trim();
        ['"', '\''].into_iter().find_map(|quote| inner.strip_prefix(quote)?.strip_suffix(quote))?.to_owned()
    };
    let is_name = |character: char| character.is_alphanumeric() || "_-[]$".contains(character);
    (!name.is_empty() && name.chars().all(is_name)).then_some((name, more))
}

/// A query with one parameter changed where it stands, or added.
fn replaced(query: &str, name: &str, value: &str) -> String {
    let pair = format!("{}={}", escape(name), escape(value));
    let is_it = |part: &str| percent_decode_str(part.split('=').next().unwrap_or_default()).eq(name.bytes());
    let mut parts: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
    if let Some(at) = parts.iter().position(|part| is_it(part)) {
        let mut index = 0;
        parts.retain(|part| {
            index += 1;
            index == at + 1 || !is_it(part)
        });
        if let Some(part) = parts.get_mut(at) {
            *part = &pair;
        }
    } else {
        parts.push(&pair);
    }
    parts.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_parameter_is_told_by_its_expression() {
        for (expression, expected) in [
            ("query.offset", Some("offset")),
            ("query.page + 1", Some("page")),
            ("query.startIndex - 1", Some("startIndex")),
            ("query.page.number", Some("page[number]")),
            ("query.per_page | int", Some("per_page")),
            ("query[\"page[number]\"]", Some("page[number]")),
            ("query['x-page']", Some("x-page")),
            ("body.offset", None),
            ("query.offset + 2", None),
            ("settings.page", None),
            ("query", None),
            ("", None),
        ] {
            assert_eq!(parameter_name(expression).map(|(name, _)| name).as_deref(), expected, "{expression}");
        }
    }

    #[test]
    fn one_parameter_is_changed_and_the_others_stay() {
        for (query, name, value, expected) in [
            ("", "page", "2", "page=2"),
            ("a=1", "page", "2", "a=1&page=2"),
            ("page=1&a=%20b", "page", "2", "page=2&a=%20b"),
            ("a=1&page=1&b&page=7", "page", "2", "a=1&page=2&b"),
            ("%70age=1", "page", "2", "page=2"),
            ("cursor=x", "cursor", "a b&c", "cursor=a%20b%26c"),
        ] {
            assert_eq!(replaced(query, name, value), expected, "{query}");
        }
    }
}
