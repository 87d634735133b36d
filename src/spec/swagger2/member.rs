//! Reads members of objects as they were meant: what has the wrong JSON type but a clear meaning is taken, with a
//! defect; `null` is absence. It knows nothing of what the members mean.

use serde_json::Value;

use super::Map;
use crate::base::{Defects, Place, Severity};

/// The member, unless it is absent or `null`.
pub(super) fn present<'m>(object: &'m Map, name: &str) -> Option<&'m Value> {
    object.get(name).filter(|value| !value.is_null())
}

/// A member that is an object.
pub(super) fn object<'m>(parent: &'m Map, name: &str, at: &Place, defects: &mut Defects) -> Option<&'m Map> {
    let value = present(parent, name)?;
    if value.as_object().is_none() {
        mistyped(name, "an object", "it is ignored", at, defects);
    }
    value.as_object()
}

/// A member that is text, without blanks around it. A number or boolean is read as its text.
pub(super) fn text(parent: &Map, name: &str, at: &Place, defects: &mut Defects) -> Option<String> {
    let value = present(parent, name)?;
    if let Value::String(text) = value {
        return Some(text.trim().to_owned());
    }
    let scalar = value.is_number() || value.is_boolean();
    let assumed = if scalar { "it is read as its text" } else { "it is ignored" };
    mistyped(name, "a string", assumed, at, defects);
    scalar.then(|| value.to_string())
}

/// A member that is a boolean, `false` when absent. The text of a boolean is read as the boolean.
pub(super) fn truth(parent: &Map, name: &str, at: &Place, defects: &mut Defects) -> bool {
    match present(parent, name) {
        None => false,
        Some(Value::Bool(truth)) => *truth,
        Some(value) => {
            let truth = value.as_str().is_some_and(|text| text.trim().eq_ignore_ascii_case("true"));
            mistyped(name, "a boolean", &format!("it is read as `{truth}`"), at, defects);
            truth
        }
    }
}

/// A member that is a list of texts, each without blanks around it and none twice. One text is read as the texts
/// between its commas. `None` when the member is absent or has no such meaning.
pub(super) fn texts(parent: &Map, name: &str, at: &Place, defects: &mut Defects) -> Option<Vec<String>> {
    let written: Vec<&str> = match present(parent, name)? {
        Value::Array(items) => {
            let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            if texts.len() < items.len() {
                mistyped(name, "a list of strings", "the other items are ignored", at, defects);
            }
            texts
        }
        Value::String(text) => {
            mistyped(name, "a list of strings", "the text is read as a list", at, defects);
            text.split(',').collect()
        }
        _ => {
            mistyped(name, "a list of strings", "it is ignored", at, defects);
            return None;
        }
    };
    let mut texts: Vec<String> = Vec::with_capacity(written.len());
    for text in written.into_iter().map(str::trim).filter(|text| !text.is_empty()) {
        if !texts.iter().any(|known| known == text) {
            texts.push(text.to_owned());
        }
    }
    Some(texts)
}

/// Records that the member `name` of the object `at` is not `expected`, and what is `assumed` instead.
fn mistyped(name: &str, expected: &str, assumed: &str, at: &Place, defects: &mut Defects) {
    let message = format!("`{name}` is not {expected}: {assumed}");
    defects.note("keyword-value", Severity::Warning, &at.join(name), message);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_of_texts_are_read_as_meant() {
        for (value, expected, defective) in [
            (json!(["a/b", " c/d ", "a/b"]), Some(vec!["a/b", "c/d"]), false),
            (json!([]), Some(vec![]), false),
            (json!("a/b, c/d"), Some(vec!["a/b", "c/d"]), true),
            (json!(["a/b", 1, null]), Some(vec!["a/b"]), true),
            (json!({ "a/b": {} }), None, true),
            (json!(null), None, false),
        ] {
            let parent = Map::from_iter([("consumes".to_owned(), value.clone())]);
            let mut defects = Defects::default();
            let texts = texts(&parent, "consumes", &Place::default(), &mut defects);
            let expected = expected.map(|texts| texts.into_iter().map(str::to_owned).collect());
            assert_eq!((texts, !defects.is_empty()), (expected, defective), "{value}");
        }
    }

    #[test]
    fn scalars_are_read_as_meant() {
        let mut defects = Defects::default();
        let parent = json!({ "a": "true", "b": true, "c": "no", "d": 7, "e": [] });
        let parent = parent.as_object().unwrap();
        let at = Place::default();
        let truths = ["a", "b", "c", "x"].map(|name| truth(parent, name, &at, &mut defects));
        assert_eq!(truths, [true, true, false, false]);
        assert_eq!(text(parent, "d", &at, &mut defects).as_deref(), Some("7"));
        assert_eq!(text(parent, "e", &at, &mut defects), None);
        assert_eq!(object(parent, "d", &at, &mut defects), None);
        let messages: Vec<_> = defects.iter().map(|defect| defect.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`a` is not a boolean: it is read as `true`",
                "`c` is not a boolean: it is read as `false`",
                "`d` is not a string: it is read as its text",
                "`e` is not a string: it is ignored",
                "`d` is not an object: it is ignored",
            ]
        );
    }
}
