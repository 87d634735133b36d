//! What is usually meant: the words of other tools, keys one level too high or too low, camel case, numbers without their unit.

use serde_json::Value;

use super::branch::{forms, is_of_type, keys, resolved};
use super::words::{listed, own_format};
use crate::base::{Pointer, nearest};

/// Words that mean one of ours elsewhere: in other mock servers, in HTTP itself.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("then", &["response", "respond", "reply", "answer", "return", "returns", "result", "do", "responses"]),
    ("when", &["request", "match", "matching", "condition", "conditions", "where", "with", "req"]),
    (
        "on",
        &["operation", "operations", "operation-id", "path", "url", "route", "routes", "endpoint", "uri", "url-path"],
    ),
    ("status", &["code", "status-code", "http-status", "response-code", "statuscode"]),
    ("body", &["json", "data", "payload", "content", "json-body", "response-body", "text", "send"]),
    ("file", &["body-file", "body-file-name", "path", "file-name"]),
    ("delay", &["latency", "wait", "sleep", "timeout", "delay-ms", "fixed-delay-milliseconds", "pause", "lag"]),
    ("headers", &["header", "response-headers"]),
    ("header", &["headers"]),
    ("cookies", &["cookie", "set-cookie"]),
    ("cookie", &["cookies"]),
    ("query", &["query-parameters", "params", "parameters", "query-params", "search"]),
    ("path", &["path-parameters", "path-params"]),
    ("repeat", &["count", "length", "items"]),
    ("sequence", &["responses", "replies", "thens", "series"]),
    ("fault", &["error", "failure", "fail"]),
    ("chance", &["probability", "percent", "share", "percentage"]),
    ("times", &["count", "repeat", "limit", "max"]),
    ("name", &["scenario", "id", "title"]),
    ("about", &["description", "summary", "comment"]),
    ("active", &["enabled", "activation", "when-active"]),
    ("settings", &["variables", "vars", "globals", "config"]),
    ("rules", &["rule", "routes", "mocks", "mappings", "handlers", "stubs", "scenarios"]),
    ("limits", &["limit", "rate-limit", "rate-limits", "rates"]),
    ("standin", &["version"]),
    ("matches", &["regex", "regexp", "pattern", "like", "match"]),
    ("equals", &["eq", "equal", "equal-to", "is", "value", "exactly"]),
    ("one-of", &["in", "enum", "any-of", "oneof"]),
    ("contains", &["includes", "include", "has"]),
    ("present", &["exists", "required", "is-present"]),
    ("not", &["ne", "not-equals", "neq", "unless"]),
    ("gte", &["min", "minimum", "ge", "at-least"]),
    ("lte", &["max", "maximum", "le", "at-most"]),
    ("all", &["and", "all-of", "every"]),
    ("any", &["or", "any-of", "some"]),
    ("if", &["expression", "expr", "condition"]),
    ("calls", &["limit", "max", "requests", "count"]),
    ("per", &["window", "interval", "period", "every"]),
    ("min", &["from", "least", "minimum"]),
    ("max", &["to", "most", "maximum"]),
    ("mean", &["average", "avg"]),
    ("deviation", &["stddev", "sigma", "std", "sd"]),
    ("lasts", &["for"]),
    ("for", &["lasts", "during", "duration"]),
    ("after", &["from", "start", "begin"]),
    ("becomes", &["next", "new", "to", "sets", "new-scenario-state"]),
    ("needs", &["is", "from", "requires", "required-scenario-state"]),
    ("collection", &["source", "data", "rows", "of"]),
    ("collections", &["collection", "data", "datasets", "fixtures"]),
    ("lists", &["list", "pages"]),
    ("into", &["at", "place", "items", "rows-at"]),
    ("limit", &["count", "size", "per-page", "page-size", "take", "first"]),
    ("offset", &["skip", "start", "from"]),
    ("cursor", &["page-token", "token", "continuation"]),
    ("where", &["filters", "query", "conditions"]),
    ("size", &["count", "length", "total", "number", "amount"]),
    ("key", &["id", "primary-key", "identifier"]),
    ("item", &["schema", "row", "type"]),
    ("fake", &["faker", "x-faker"]),
    ("pick", &["from", "ref", "reference"]),
    ("weighted", &["weights"]),
    ("between", &["range"]),
    ("http-only", &["httponly"]),
    ("same-site", &["samesite"]),
];

/// Where a key belongs that stands in the wrong object: there, by the definition that knows it.
const HOMES: &[(&str, &str, &str)] = &[
    ("Rule", "Effect", "it belongs under `then`"),
    ("Rule", "When", "it belongs under `when`"),
    ("Limit", "Rate", "it belongs under `rate`"),
    ("Limit", "Effect", "it belongs under `then`"),
    ("Effect", "Rule", "it belongs into the rule, beside `then`"),
    ("Effect", "When", "it belongs under `when`"),
    ("When", "Rule", "it belongs into the rule, beside `when`"),
    ("When", "Effect", "it belongs under `then`"),
    ("When", "Terms", "it belongs under what is to be compared: `query: { name: … }`"),
    ("Scenario", "Rule", "it belongs into an item of `rules`"),
    ("Scenario", "Collection", "it belongs into a collection: `collections: { name: … }`"),
    ("Rule", "List", "it belongs into an item of `lists`"),
    ("List", "Effect", "what a list answers is its rows; other answers are those of `rules`"),
    ("List", "When", "it belongs under `when`"),
    ("List", "Collection", "it belongs into the collection"),
    ("Collection", "List", "it belongs into an item of `lists`"),
    ("Collection", "Made", "it belongs under `fields`, into the member that it is about"),
    ("Scenario", "Effect", "it belongs under the `then` of a rule"),
];

/// What a key was meant to be.
pub(super) enum Hint {
    /// Another key of the same object.
    Key(String),
    /// Something else, in words that follow `unknown key …; `.
    Words(String),
}

/// Words in the place of ours.
const WORDS: &[(&str, &[&str])] = &[
    ("absent", &["missing", "none", "undefined", "no", "not-present", "unset"]),
    ("present", &["exists", "any", "required", "yes", "set"]),
    ("on-request", &["manual", "on-demand", "never", "off", "disabled", "inactive"]),
    ("always", &["on", "enabled", "yes"]),
    ("pass", &["passthrough", "pass-through", "proxy", "default", "continue", "next"]),
    ("never", &["hang", "timeout", "no-answer", "no-response", "blackhole"]),
    ("reset", &["rst", "connection-reset", "connection-reset-by-peer", "econnreset"]),
    ("empty", &["empty-response", "no-content", "close"]),
    ("garbage", &["random-data-then-close", "malformed-response-chunk", "random"]),
    ("malformed", &["invalid-json", "broken", "bad-json"]),
    ("repeat", &["loop", "cycle", "again"]),
    ("fixed", &["fixed-window", "window"]),
    ("sliding", &["sliding-window", "sliding-log"]),
    ("token-bucket", &["bucket", "leaky-bucket", "tokens"]),
];

/// What a key was meant to be; `None` where only likeness could tell.
pub(super) fn of_key(schema: &Value, owner: &str, key: &str, value: &Value, known: &[&str]) -> Option<Hint> {
    if owner == "Effect" && value.is_null() && key.parse::<u16>().is_ok() {
        return Some(Hint::Words(format!("a status alone is written without braces: `then: {key}`")));
    }
    let kebab = kebab(key);
    if kebab != key && known.contains(&kebab.as_str()) {
        return Some(Hint::Key(kebab));
    }
    let ours: Vec<&str> =
        SYNONYMS.iter().filter(|(_, words)| words.contains(&kebab.as_str())).map(|(ours, _)| *ours).collect();
    if let Some(ours) = ours.iter().find(|ours| known.contains(*ours)) {
        return Some(Hint::Key((*ours).to_owned()));
    }
    let homes = HOMES.iter().filter(|(here, ..)| *here == owner).collect::<Vec<_>>();
    let keys_of = |definition: &str| schema.pointer(&format!("/$defs/{definition}")).map(keys).unwrap_or_default();
    if let Some((_, _, words)) = homes.iter().find(|(_, home, _)| keys_of(home).contains(&kebab.as_str())) {
        return Some(Hint::Words((*words).to_owned()));
    }
    // A likeness here is worth more than another tool's word for something elsewhere.
    if nearest(key, known.iter().copied()).is_some() {
        return None;
    }
    homes.iter().find_map(|(_, home, words)| {
        let theirs = keys_of(home);
        let ours = ours.iter().find(|ours| theirs.contains(*ours))?;
        Some(Hint::Words(format!("did you mean `{ours}`? {words}")))
    })
}

/// What can be done about a value that is not what is due.
pub(super) fn of_value(schema: &Value, node: &Value, at: &Pointer, found: &Value) -> Option<String> {
    let key = at.last().unwrap_or_default();
    match found {
        Value::Number(number) => match unit(schema, node)? {
            "s" => Some(format!("write its unit: `{number}s`, `{number}ms`")),
            unit => Some(format!("did you mean `{number}{unit}`?")),
        },
        Value::String(text) => {
            let unquoted: Option<Value> = serde_json::from_str(text.trim()).ok();
            if unquoted.is_some_and(|value| !value.is_string() && takes(schema, node, &value, DEEPEST)) {
                return Some(format!("write it without quotes: `{}`", text.trim()));
            }
            let words = listed(schema, node);
            let kebab = kebab(text);
            let is_meant =
                |word: &str| WORDS.iter().any(|(ours, theirs)| *ours == word && theirs.contains(&kebab.as_str()));
            let word = words.iter().find(|word| **word == kebab || is_meant(word)).copied();
            word.or_else(|| nearest(text, words.iter().copied())).map(|word| format!("did you mean `{word}`?"))
        }
        Value::Null => Some("write its value, or leave the key out".to_owned()),
        Value::Array(_) if key == "then" => Some("`sequence` takes a list: one answer for each call".to_owned()),
        Value::Array(items) if items.first().is_some_and(|item| takes(schema, node, item, DEEPEST)) => {
            Some("write it without the `-`: it is not a list".to_owned())
        }
        Value::Object(_) if takes(schema, node, &Value::Array(Vec::new()), DEEPEST) => {
            Some("it is a list: begin each item with `- `".to_owned())
        }
        _ => None,
    }
}

/// How many forms deep a schema is asked.
const DEEPEST: usize = 8;

/// The unit that a bare number most likely lacks.
fn unit(schema: &Value, node: &Value) -> Option<&'static str> {
    let node = resolved(schema, node);
    match own_format(node) {
        Some("standin-span") => return Some("s"),
        Some("standin-percentage") => return Some("%"),
        Some("standin-flow") => return Some("B/s"),
        _ => {}
    }
    forms(node).into_iter().flatten().find_map(|form| unit(schema, form))
}

/// Whether a value is of the type that a schema takes.
fn takes(schema: &Value, node: &Value, value: &Value, depth: usize) -> bool {
    let node = resolved(schema, node);
    let Some(deeper) = depth.checked_sub(1) else { return false };
    is_of_type(node, value)
        && node.get("const").is_none()
        && forms(node).is_none_or(|forms| forms.iter().any(|form| takes(schema, form, value, deeper)))
}

/// `onRequest` and `on_request` as `on-request`.
fn kebab(key: &str) -> String {
    let mut out = String::new();
    let mut was_lower = false;
    for character in key.chars() {
        if character == '_' || character == ' ' {
            out.push('-');
        } else {
            if character.is_uppercase() && was_lower {
                out.push('-');
            }
            out.extend(character.to_lowercase());
        }
        was_lower = character.is_lowercase() || character.is_ascii_digit();
    }
    out
}
