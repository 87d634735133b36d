//! What of a row is worked out: templates and expressions that read the row, its scene, its group.
//!
//! The one place where rows meet the language of expressions.

use std::sync::Arc;

use serde_json::Value;

use crate::base::Pointer;
use crate::collection::{Formula, Standpoint};
use crate::scenario::expression::ExpressionError;

/// A value with templates in its texts; `None` if it has none and stands for itself. `Err` tells which of them cannot be compiled.
pub(super) fn of_value(value: &Value) -> Result<Option<Arc<dyn Formula>>, Vec<(Pointer, ExpressionError)>> {
    Ok(has_template(value).then(|| Arc::new(Unread) as Arc<dyn Formula>))
}

/// A text that may hold templates.
pub(super) fn of_text(_text: &str) -> Result<Arc<dyn Formula>, ExpressionError> {
    Ok(Arc::new(Unread))
}

/// An expression.
pub(super) fn of_expression(_text: &str) -> Result<Arc<dyn Formula>, ExpressionError> {
    Ok(Arc::new(Unread))
}

fn has_template(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains("{{") || text.contains("{%"),
        Value::Array(items) => items.iter().any(has_template),
        Value::Object(members) => members.values().any(has_template),
        _ => false,
    }
}

#[derive(Debug)]
struct Unread;

impl Formula for Unread {
    fn value(&self, _: &dyn Standpoint) -> Option<Value> {
        None
    }

    fn reads(&self) -> Vec<Arc<str>> {
        Vec::new()
    }
}
