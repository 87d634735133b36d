//! What of a row is worked out: templates and expressions that read the row, its scene, its group.
//!
//! The one place where rows meet the language of expressions.

use std::sync::Arc;

use serde_json::Value;

use crate::base::Pointer;
use crate::collection::Formula;
use crate::scenario::RowFormula;
use crate::scenario::expression::ExpressionError;

/// Which texts cannot be compiled, and why.
type Faults = Vec<(Pointer, ExpressionError)>;

/// A value with templates in its texts; `None` if it has none and stands for itself. `Err` tells which of them cannot be compiled.
pub(super) fn of_value(value: &Value) -> Result<Option<Arc<dyn Formula>>, Faults> {
    has_template(value).then(|| RowFormula::of_value(value).map(shared)).transpose()
}

/// A text that may hold templates.
pub(super) fn of_text(text: &str) -> Result<Arc<dyn Formula>, ExpressionError> {
    RowFormula::of_text(text).map(shared)
}

/// An expression that is true or not.
pub(super) fn of_expression(text: &str) -> Result<Arc<dyn Formula>, ExpressionError> {
    RowFormula::of_test(text).map(shared)
}

fn shared(formula: RowFormula) -> Arc<dyn Formula> {
    Arc::new(formula)
}

fn has_template(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains("{{") || text.contains("{%"),
        Value::Array(items) => items.iter().any(has_template),
        Value::Object(members) => members.values().any(has_template),
        _ => false,
    }
}
