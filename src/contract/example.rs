//! Documented examples.

use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::{ParameterSchemaOrContent, ReferenceOr};
use serde_json::Value;

use crate::base::Place;
use crate::spec::Examples;

/// One example.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Its name; empty for the one under `example`.
    pub name: String,
    /// Its value, as written.
    pub value: Arc<Value>,
    /// Where the value stands.
    pub at: Place,
}

impl Example {
    /// The examples of a parameter or header: its own, else those of its `content`.
    pub(super) fn compile_of(
        own: &IndexMap<String, ReferenceOr<openapiv3::Example>>,
        format: &ParameterSchemaOrContent,
        values: &Examples,
    ) -> Vec<Self> {
        match format {
            ParameterSchemaOrContent::Content(content) if own.is_empty() => {
                content.first().map(|(_, media)| Self::compile_all(&media.examples, values)).unwrap_or_default()
            }
            _ => Self::compile_all(own, values),
        }
    }

    /// The examples of a frame, with their values.
    pub(super) fn compile_all(
        examples: &IndexMap<String, ReferenceOr<openapiv3::Example>>,
        values: &Examples,
    ) -> Vec<Self> {
        let read = |(name, example): (&String, &ReferenceOr<openapiv3::Example>)| {
            let marks = example.as_item()?.extensions.clone().into_iter().collect();
            let at = Place::default().marked_in(&marks)?;
            Some(Self { name: name.clone(), value: Arc::clone(values.get(&at)?), at })
        };
        examples.iter().filter_map(read).collect()
    }
}
