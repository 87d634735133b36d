//! What is odd about a body that is written in a file.

use serde_json::Value;

use super::super::Fault;
use super::Site;
use crate::base::Severity;

pub(super) fn look(body: &Value, content_type: Option<&str>, site: &Site<'_>, out: &mut Vec<Fault>) {
    let Some(text) = body.as_str() else { return };
    let is_json = |name: &str| name.ends_with("json") || name.contains("json;");
    if !content_type.is_none_or(is_json) || !text.trim_start().starts_with(['{', '[']) {
        return;
    }
    // A template is no JSON until it is filled: `{{ … }}`.
    if serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_object() || value.is_array()) {
        let message = "a body that is a text with JSON in it is sent as a text, in quotes";
        let fault = Fault::error("scenario-body-text", site.at.clone(), message).made(Severity::Warning);
        out.push(
            fault.with_help("write its members as YAML, without quotes around the whole: `body: { error: none }`"),
        );
    }
}
