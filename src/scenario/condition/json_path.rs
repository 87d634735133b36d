//! `JSONPath` (RFC 9535) whose cost is bounded: by the length and depth of the query, and by an estimate of the steps that it takes in a
//! body. In a body in which it would take too many, it finds nothing.

use serde_json::Value;
use serde_json_path::JsonPath;

use super::super::expression::ExpressionError;

/// The longest query, in characters.
const LONGEST: usize = 300;
/// Brackets and parentheses inside each other: the parser tries what is in them several ways.
const DEEPEST: usize = 6;
/// The most steps in one body, about.
const MOST_STEPS: u64 = 4_000_000;

/// A query.
#[derive(Debug)]
pub(super) struct Query {
    path: JsonPath,
    text: String,
    shape: Shape,
}

/// What in a query multiplies its steps.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// `..` and filters: each may come to a node from everything above it.
    descents: u32,
    /// Queries in filters that begin at the root: each may look at every node for every node.
    roots: u32,
    /// Commas: each may double what is selected.
    lists: u32,
    depth: usize,
}

impl Query {
    /// Compiles a query.
    pub(super) fn compile(text: &str) -> Result<Self, ExpressionError> {
        let wrong = |message: String, help: Option<&str>| ExpressionError { message, help: help.map(str::to_owned) };
        if text.chars().nth(LONGEST).is_some() {
            return Err(wrong(format!("the JSONPath is longer than {LONGEST} characters"), None));
        }
        let shape = Shape::of(text);
        if shape.depth > DEEPEST {
            let message = format!("the JSONPath `{text}` has more than {DEEPEST} brackets inside each other");
            return Err(wrong(message, None));
        }
        let unquoted = without_quotes(text);
        if let Some(function) = ["match", "search"].iter().find(|name| unquoted.contains(&format!("{name}("))) {
            // They would compile an expression, perhaps a client's, for every node.
            let message = format!("`{function}()` is not available in the JSONPath `{text}`");
            return Err(wrong(message, Some("select without it, and say `matches` of what is found")));
        }
        let path = JsonPath::parse(text).map_err(|error| {
            let read = text.get(..error.position()).unwrap_or_default();
            let reason = match error.message() {
                "parser error" => format!("it cannot be read beyond `{read}`"),
                reason => format!("{reason}, beyond `{read}`"),
            };
            let help = "write `$.items[*].id`, or a JSON Pointer: `/items/0/id`";
            wrong(format!("`{text}` is no JSONPath: {reason}"), Some(help))
        })?;
        Ok(Self { path, text: text.to_owned(), shape })
    }

    /// What it finds in a body.
    pub(super) fn find<'v>(&self, body: &'v Value) -> Vec<&'v Value> {
        if self.shape.steps(body) > MOST_STEPS {
            return Vec::new();
        }
        self.path.query(body).all()
    }

    /// As it was written.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}

impl Shape {
    fn of(text: &str) -> Self {
        let text = without_quotes(text);
        let count = |part: &str| u32::try_from(text.matches(part).count()).unwrap_or(u32::MAX);
        let (mut depth, mut deepest) = (0_usize, 0);
        for character in text.chars() {
            match character {
                '[' | '(' => depth += 1,
                ']' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            deepest = deepest.max(depth);
        }
        let descents = count("..") + count("?");
        Self { descents, roots: count("$").saturating_sub(1), lists: count(","), depth: deepest }
    }

    /// How many steps it may take in a body, at most.
    fn steps(self, body: &Value) -> u64 {
        let (nodes, depth) = size(body, MOST_STEPS);
        let power = |base: u64, exponent: u32| base.saturating_pow(exponent);
        nodes
            .saturating_mul(power(depth, self.descents.saturating_sub(1)))
            .saturating_mul(power(nodes, self.roots))
            .saturating_mul(power(2, self.lists))
    }
}

/// The nodes of a value, as far as `most`, and its depth.
fn size(value: &Value, most: u64) -> (u64, u64) {
    let (mut nodes, mut depth, mut open) = (0, 1, vec![(value, 1)]);
    while let Some((value, level)) = open.pop() {
        nodes += 1;
        depth = depth.max(level);
        if nodes > most {
            break;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().map(|item| (item, level + 1))),
            Value::Object(members) => open.extend(members.values().map(|member| (member, level + 1))),
            _ => {}
        }
    }
    (nodes, depth)
}

/// A query without the texts that are quoted in it.
fn without_quotes(text: &str) -> String {
    let (mut bare, mut quote, mut is_escaped) = (String::with_capacity(text.len()), None, false);
    for character in text.chars() {
        match quote {
            Some(_) if is_escaped => is_escaped = false,
            Some(_) if character == '\\' => is_escaped = true,
            Some(open) if character == open => quote = None,
            Some(_) => {}
            None if matches!(character, '\'' | '"') => quote = Some(character),
            None => bare.push(character),
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use serde_json::json;

    use super::*;

    /// A list in a list in a list, and at each level `width` numbers.
    fn nested(depth: usize, width: usize) -> Value {
        let leaf = Value::Array(vec![json!(1); width]);
        (0..depth).fold(leaf, |inner, _| {
            let mut items = vec![json!(1); width];
            items.push(inner);
            Value::Array(items)
        })
    }

    #[test]
    fn a_query_that_would_take_too_long_finds_nothing_soon() {
        let body = nested(100, 100);
        for (text, finds) in [
            ("$[0]", true),
            ("$..*", true),
            ("$[?@ == 1]", true),
            ("$..*..*..*..*", false),
            ("$..[?@..[?@..[?@..[0] == 1]]]", false),
            ("$[?count($..*) > count($..*) - 1]", false),
            ("$[0,0,0][0,0,0][0,0,0][0,0,0][0,0,0][0,0,0][0,0,0][0,0,0]", false),
        ] {
            let query = match Query::compile(text) {
                Ok(query) => query,
                Err(error) => {
                    assert!(!finds, "{text}: {error}");
                    continue;
                }
            };
            let start = Instant::now();
            assert_eq!(!query.find(&body).is_empty(), finds, "{text}");
            assert!(start.elapsed() < Duration::from_secs(20), "{text}");
        }
    }

    #[test]
    fn what_would_cost_the_parser_too_much_is_refused() {
        let deep = format!("$[?{}@.a{}]", "(".repeat(60), ")".repeat(60));
        for text in [deep.as_str(), &"[?@".repeat(90), &format!("${}", ".a".repeat(200)), "$.a[?match(@.b, 'x')]"] {
            let start = Instant::now();
            assert!(Query::compile(text).is_err(), "{text}");
            assert!(start.elapsed() < Duration::from_secs(20), "{text}");
        }
        let deep = format!("$[?{}@.a{}]", "(".repeat(DEEPEST - 1), ")".repeat(DEEPEST - 1));
        assert!(Query::compile(&deep).is_ok());
        // A quoted text means nothing to the bounds.
        assert!(Query::compile("$['match((((((((((((..,,,,,,,,,']").is_ok());
    }
}
