//! The JSON Schema of the format, made from its types once, and what it finds wrong with a file. It holds values to their form only.

use std::sync::LazyLock;

use jsonschema::{Draft, Validator};
use serde_json::Value;

use super::super::format::{Extent, Flow, Percentage, Scenario, Size, Span};
use super::Fault;
use super::complaint::Complaints;

/// More faults in one file than anybody reads.
const MOST: usize = 100;
/// The errors of the checker that are put into words, to count them.
const MOST_ERRORS: usize = 10_000;

/// The schema, and its compiled form. `None` if it cannot be compiled, which a test excludes.
struct Shape {
    schema: Value,
    check: Option<Validator>,
}

static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
    let schema = schema();
    let check = FORMATS
        .iter()
        .fold(jsonschema::options().with_draft(Draft::Draft202012).offline(), |options, (name, read)| {
            let read = *read;
            options.with_format(*name, move |text: &str| read(text).is_ok())
        })
        .should_validate_formats(true)
        .build(&schema)
        .ok();
    Shape { schema, check }
});

/// Says what is wrong with a text that is to be read.
type Reading = fn(&str) -> Result<(), String>;

/// The texts that are read by a `parse` of their own, by the name of their format.
const FORMATS: [(&str, Reading); 5] = [
    ("standin-span", |text| Span::parse(text).map(drop)),
    ("standin-percentage", |text| Percentage::parse(text).map(drop)),
    ("standin-size", |text| Size::parse(text).map(drop)),
    ("standin-extent", |text| Extent::parse(text).map(drop)),
    ("standin-flow", |text| Flow::parse(text).map(drop)),
];

/// What a format says of a text that it does not take.
pub(super) fn refusal(format: &str, text: &str) -> Option<String> {
    let (_, read) = FORMATS.iter().find(|(name, _)| *name == format)?;
    read(text).err()
}

/// The JSON Schema of the format, of no document in particular.
pub(in crate::scenario) fn schema() -> Value {
    schemars::schema_for!(Scenario).to_value()
}

/// Everything that is wrong with the form of a file.
pub(super) fn faults(value: &Value) -> Vec<Fault> {
    let Some(check) = &SHAPE.check else { return Vec::new() };
    let mut complaints = Complaints::new(&SHAPE.schema);
    check.iter_errors(value).take(MOST_ERRORS).for_each(|error| complaints.tell(&error));
    let mut faults = complaints.into_faults();
    if faults.len() > MOST {
        let more = faults.len() - MOST;
        faults.truncate(MOST);
        if let Some(last) = faults.last_mut() {
            last.message = format!("{} (and {more} more faults in this file)", last.message);
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_compiles() {
        assert!(SHAPE.check.is_some());
        assert!(jsonschema::meta::is_valid(&SHAPE.schema));
    }
}
