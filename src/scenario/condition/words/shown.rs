//! Values as they are shown: cut short, on one line, the secret parts masked.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::Value;

use crate::base::is_secret;

/// The most characters of a value that are shown.
const LONGEST: usize = 60;
/// What stands for a secret.
pub(super) const MASK: &str = "***";

/// A text of no more than [`LONGEST`] characters on one line.
pub(super) fn shortened(text: &str) -> Cow<'_, str> {
    let cut = text.char_indices().nth(LONGEST).is_some();
    if !cut && !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let kept = if cut { LONGEST - 1 } else { LONGEST };
    let visible = |one: char| if one.is_control() { ' ' } else { one };
    let mut short: String = text.chars().take(kept).map(visible).collect();
    if cut {
        short.push('…');
    }
    Cow::Owned(short)
}

/// Writes JSON, the values of secret members masked, as far as it will be shown.
pub(super) fn write_json(value: &Value, out: &mut String) {
    if out.len() > LONGEST * 4 {
        return;
    }
    match value {
        Value::Array(items) => {
            for (nth, item) in items.iter().enumerate().take(LONGEST) {
                out.push(if nth == 0 { '[' } else { ',' });
                write_json(item, out);
            }
            out.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Value::Object(members) => {
            for (nth, (name, member)) in members.iter().enumerate().take(LONGEST) {
                let _ = write!(out, "{}{}:", if nth == 0 { '{' } else { ',' }, Value::from(name.as_str()));
                if is_secret(name) && !member.is_null() {
                    let _ = write!(out, "\"{MASK}\"");
                } else {
                    write_json(member, out);
                }
            }
            out.push_str(if members.is_empty() { "{}" } else { "}" });
        }
        Value::String(text) => {
            let _ = write!(out, "{}", Value::from(shortened(text)));
        }
        scalar => {
            let _ = write!(out, "{scalar}");
        }
    }
}
