//! Documented examples.

use indexmap::IndexMap;
use openapiv3::{ParameterSchemaOrContent, ReferenceOr};
use serde_json::Value;

use crate::base::Place;
use crate::spec::extension;

/// One example.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Its name; empty for the one under `example`.
    pub name: String,
    /// Its value, as written.
    pub value: Value,
    /// Where the value stands.
    pub at: Place,
}

impl Example {
    /// The examples of a parameter or header: its own, else those of its `content`.
    pub(super) fn compile_of(
        own: &IndexMap<String, ReferenceOr<openapiv3::Example>>,
        format: &ParameterSchemaOrContent,
    ) -> Vec<Self> {
        match format {
            ParameterSchemaOrContent::Content(content) if own.is_empty() => {
                content.first().map(|(_, media)| Self::compile_all(&media.examples)).unwrap_or_default()
            }
            _ => Self::compile_all(own),
        }
    }

    pub(super) fn compile_all(examples: &IndexMap<String, ReferenceOr<openapiv3::Example>>) -> Vec<Self> {
        let read = |(name, example): (&String, &ReferenceOr<openapiv3::Example>)| {
            let example = example.as_item()?;
            let is_null = example.extensions.contains_key(extension::NULL);
            let value = example.value.clone().or_else(|| is_null.then_some(Value::Null))?;
            let marks = example.extensions.clone().into_iter().collect();
            Some(Self { name: name.clone(), value, at: Place::default().marked_in(&marks).unwrap_or_default() })
        };
        examples.iter().filter_map(read).collect()
    }
}
