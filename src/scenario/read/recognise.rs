//! What a text is meant to be, before it is read as that: documents are large, and need not be parsed twice.

use serde_json::Value;

/// What a description of an API has at its top.
const DOCUMENTED: [&str; 3] = ["openapi", "swagger", "paths"];

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A scenario: it has `standin` at its top, or rules and nothing of an API description.
    Scenario,
    /// A description of an API.
    Document,
    /// Neither: a body, a part of a document.
    Other,
}

/// What a text is meant to be. Broken text is judged by the lines that would have told.
#[must_use]
pub fn recognise(text: &str) -> Content {
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with('{') {
        return judge(|key| text.lines().any(|line| has_key(line, key)));
    }
    let mentions = |key: &str| text.contains(&format!("\"{key}\""));
    if !mentions("standin") && DOCUMENTED.into_iter().any(mentions) {
        return Content::Document;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => judge(|key| value.get(key).is_some()),
        Err(_) => judge(|key| mentions(key) || text.contains(&format!("{key}:"))),
    }
}

fn judge(has: impl Fn(&str) -> bool) -> Content {
    match (has("standin"), DOCUMENTED.into_iter().any(&has)) {
        (true, _) => Content::Scenario,
        (false, true) => Content::Document,
        (false, false) if has("rules") || has("limits") => Content::Scenario,
        (false, false) => Content::Other,
    }
}

/// Whether a line of YAML begins with a key at the top.
fn has_key(line: &str, key: &str) -> bool {
    let quote = line.chars().next().filter(|first| ['"', '\''].contains(first));
    let Some(quote) = quote else {
        return line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'));
    };
    let quoted = line.strip_prefix(quote).and_then(|rest| rest.strip_prefix(key)?.strip_prefix(quote));
    quoted.is_some_and(|rest| rest.trim_start().starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_are_told_from_documents() {
        for (text, expected) in [
            ("standin: 1\nrules: []\n", Content::Scenario),
            ("# yaml-language-server: $schema=x\n\"standin\": 1\n", Content::Scenario),
            ("\u{feff}standin : 1", Content::Scenario),
            ("rules:\n- on: '*'\n", Content::Scenario),
            ("standin: 1\nrules: [\n\t", Content::Scenario),
            ("{\"standin\": 1}", Content::Scenario),
            ("{\"standin\": 1", Content::Scenario),
            ("{ standin: 1, }", Content::Scenario),
            ("openapi: 3.1.0\nrules: []\npaths: {}\n", Content::Document),
            ("openapi: 3.1.0\ninfo:\n  standin: 1\n", Content::Document),
            ("{\"openapi\": \"3.1.0\", \"info\": {\"standin\": 1}}", Content::Document),
            ("standings: 1\n", Content::Other),
            ("{\"users\": []}", Content::Other),
            ("", Content::Other),
        ] {
            assert_eq!(recognise(text), expected, "{text}");
        }
    }
}
