//! Documented examples.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
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
