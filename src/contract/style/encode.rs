//! The other way round: values written as clients send them, for the addresses that are shown to people.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::Style;

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Text, percent-encoded.
pub fn escape(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The text of a path parameter.
pub fn encode_path(style: Style, explode: bool, name: &str, value: &Value) -> String {
    let (prefix, separator, named) = match style {
        Style::Label => (".", if explode { "." } else { "," }, false),
        Style::Matrix => (";", if explode { ";" } else { "," }, true),
        _ => ("", ",", false),
    };
    let name = escape(name);
    // A dot that is text must not be taken for one that separates; it is decoded after the split.
    let scalar = |value: &Value| {
        let text = scalar(value);
        if style == Style::Label && explode { text.replace('.', "%2E") } else { text }
    };
    let text = match value {
        Value::Array(items) if named && explode => {
            items.iter().map(|item| format!("{name}={}", scalar(item))).collect::<Vec<_>>().join(separator)
        }
        Value::Object(_) if named && explode => members(value, "=", separator),
        Value::Array(items) => items.iter().map(&scalar).collect::<Vec<_>>().join(separator),
        Value::Object(_) => members(value, if explode { "=" } else { "," }, separator),
        other => scalar(other),
    };
    let is_whole = named && !(explode && (value.is_array() || value.is_object()));
    if is_whole { format!("{prefix}{name}={text}") } else { format!("{prefix}{text}") }
}

/// The pairs of a query parameter, without the `&` between them and what else is asked.
pub fn encode_query(style: Style, explode: bool, name: &str, value: &Value) -> String {
    let key = escape(name);
    let separator = match style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        Style::TabDelimited => "%09",
        _ => ",",
    };
    match value {
        Value::Object(_) | Value::Array(_) if style == Style::DeepObject => {
            let mut pairs = Vec::new();
            bracketed(&key, value, &mut pairs);
            pairs.join("&")
        }
        Value::Object(_) if explode => members(value, "=", "&"),
        Value::Object(_) => format!("{key}={}", members(value, ",", ",")),
        Value::Array(items) if explode => {
            items.iter().map(|item| format!("{key}={}", scalar(item))).collect::<Vec<_>>().join("&")
        }
        Value::Array(items) => format!("{key}={}", items.iter().map(scalar).collect::<Vec<_>>().join(separator)),
        other => format!("{key}={}", scalar(other)),
    }
}

/// Members and items in brackets, however deep: `filter[tags][0]=new`.
fn bracketed(key: &str, value: &Value, pairs: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                bracketed(&format!("{key}[{}]", escape(name)), member, pairs);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                bracketed(&format!("{key}[{index}]"), item, pairs);
            }
        }
        value => pairs.push(format!("{key}={}", scalar(value))),
    }
}

fn members(value: &Value, between: &str, separator: &str) -> String {
    let pair = |(name, value): (&String, &Value)| format!("{}{between}{}", escape(name), scalar(value));
    value.as_object().into_iter().flatten().map(pair).collect::<Vec<_>>().join(separator)
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => escape(text),
        other => escape(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn writes_the_style_examples() {
        let (list, object) = (json!(["blue", "black"]), json!({ "R": 100, "G": 200 }));
        for (style, explode, value, expected) in [
            (Style::Simple, false, &list, "blue,black"),
            (Style::Simple, true, &object, "R=100,G=200"),
            (Style::Label, true, &list, ".blue.black"),
            (Style::Label, true, &json!(["a.b", 1.5]), ".a%2Eb.1%2E5"),
            (Style::Matrix, false, &list, ";color=blue,black"),
            (Style::Matrix, true, &list, ";color=blue;color=black"),
            (Style::Matrix, true, &object, ";R=100;G=200"),
        ] {
            assert_eq!(encode_path(style, explode, "color", value), expected);
        }
        for (style, explode, value, expected) in [
            (Style::Form, true, &list, "color=blue&color=black"),
            (Style::Form, false, &object, "color=R,100,G,200"),
            (Style::DeepObject, true, &object, "color[R]=100&color[G]=200"),
            (Style::DeepObject, true, &json!([{ "a": ["b c"] }]), "color[0][a][0]=b%20c"),
            (Style::PipeDelimited, false, &list, "color=blue%7Cblack"),
        ] {
            assert_eq!(encode_query(style, explode, "color", value), expected);
        }
    }
}
