//! YAML 1.2 in blocks. Scalars are JSON, which YAML takes for what it is; names are bare where they cannot be mistaken for anything else.

use serde_json::Value;

use crate::base::MediaType;

/// Whether bodies of that media type are YAML.
pub(super) fn is_yaml(media_type: &MediaType) -> bool {
    let essence = media_type.essence();
    matches!(essence, "application/yaml" | "application/x-yaml" | "text/yaml" | "text/x-yaml")
        || essence.ends_with("+yaml")
}

pub(super) fn write(value: &Value) -> String {
    let mut text = String::new();
    block(value, 0, &mut text);
    text
}

/// A value from where the line stands to the end of a line. `depth` is how far its further lines are indented.
fn block(value: &Value, depth: usize, text: &mut String) {
    let indent = |text: &mut String, is_first: bool| {
        if !is_first {
            text.push_str(&"  ".repeat(depth));
        }
    };
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (index, (name, member)) in members.iter().enumerate() {
                indent(text, index == 0);
                text.push_str(&key(name));
                text.push(':');
                let is_deep = member.as_object().is_some_and(|members| !members.is_empty())
                    || member.as_array().is_some_and(|items| !items.is_empty());
                if is_deep {
                    text.push('\n');
                    text.push_str(&"  ".repeat(depth + 1));
                } else {
                    text.push(' ');
                }
                block(member, depth + 1, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                indent(text, index == 0);
                text.push_str("- ");
                block(item, depth + 1, text);
            }
        }
        scalar => {
            text.push_str(&scalar.to_string());
            text.push('\n');
        }
    }
}

fn key(name: &str) -> String {
    let is_bare = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !matches!(
            name.to_ascii_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if is_bare { name.to_owned() } else { Value::from(name).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn blocks() {
        for (value, expected) in [
            (json!({"a": 1, "b c": [], "no": {}}), "a: 1\n\"b c\": []\n\"no\": {}\n"),
            (json!([{"a": [1, "x: y"], "b": null}, [true]]), "- a:\n    - 1\n    - \"x: y\"\n  b: null\n- - true\n"),
            (json!({"a": {"b": {"c": 1.5}}}), "a:\n  b:\n    c: 1.5\n"),
            (json!("a\nb"), "\"a\\nb\"\n"),
        ] {
            assert_eq!(write(&value), expected, "{value}");
        }
    }
}
