//! How a list is written as one text: `collectionFormat` of Swagger 2.0 as `style` and `explode` of 3.0.

use serde_json::Value;

use super::Map;
use super::lift::Location;
use super::member::{present, text};
use crate::base::{Defects, Place, Severity};

/// The mark that names the true style of a list where 3.0 has no word for it: `tabDelimited` anywhere, and
/// `spaceDelimited` or `pipeDelimited` in a path or a header. The `style` beside it is the legal one that comes nearest.
pub const STYLE: &str = "x-standin-style";

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ListFormat {
    separator: Separator,
    location: Location,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    Comma,
    Space,
    Tab,
    Pipe,
    /// One `name=value` for each item.
    Repetition,
}

impl ListFormat {
    /// Reads the format of the list that `source` at `at` sends; `None` where `schema`, which is the schema of its
    /// value, cannot be a list, or where the author wrote a `style` of 3.0 and no `collectionFormat`.
    pub(super) fn of(
        source: &Map,
        schema: &Map,
        location: Location,
        at: &Place,
        defects: &mut Defects,
    ) -> Option<Self> {
        let written = present(source, "collectionFormat").is_some();
        if !may_be_list(schema, written) || (!written && present(source, "style").is_some()) {
            return None;
        }
        note_nested(schema, at, defects);
        let format = text(source, "collectionFormat", at, defects).unwrap_or_else(|| "csv".to_owned());
        let repeats = matches!(location, Location::Query | Location::Form);
        let separator = match format.to_ascii_lowercase().as_str() {
            "csv" => Some(Separator::Comma),
            "ssv" => Some(Separator::Space),
            "tsv" => Some(Separator::Tab),
            "pipes" => Some(Separator::Pipe),
            "multi" if repeats => Some(Separator::Repetition),
            _ => None,
        };
        if separator.is_none() {
            let place = if repeats { "known" } else { "possible outside a query and a form" };
            let message = format!("`collectionFormat: {format}` is not {place}: `csv` is assumed");
            defects.note("collection-format-unknown", Severity::Warning, &at.join("collectionFormat"), message);
        }
        Some(Self { separator: separator.unwrap_or(Separator::Comma), location })
    }

    /// Writes `style` and `explode`, and [`STYLE`] where they do not say it all.
    pub(super) fn write(self, object: &mut Map) {
        let (query, delimiter) = match self.separator {
            Separator::Comma | Separator::Repetition => ("form", None),
            Separator::Space => ("spaceDelimited", Some("spaceDelimited")),
            Separator::Pipe => ("pipeDelimited", Some("pipeDelimited")),
            Separator::Tab => ("form", Some("tabDelimited")),
        };
        let style = match self.location {
            Location::Path | Location::Header => "simple",
            Location::Query | Location::Form | Location::Body => query,
        };
        object.insert("style".to_owned(), Value::from(style));
        object.insert("explode".to_owned(), Value::from(self.separator == Separator::Repetition));
        if let Some(delimiter) = delimiter.filter(|delimiter| *delimiter != style) {
            object.insert(STYLE.to_owned(), Value::from(delimiter));
        }
    }
}

/// Whether a value of `schema` may be a list. A format counts for one only where no type speaks against it.
fn may_be_list(schema: &Map, has_format: bool) -> bool {
    match schema.get("type") {
        Some(Value::String(kind)) => kind.eq_ignore_ascii_case("array"),
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "array"),
        _ => has_format || ["items", "$ref", "allOf"].iter().any(|keyword| schema.contains_key(*keyword)),
    }
}

/// 3.0 cannot say how a list inside a list is written.
fn note_nested(schema: &Map, at: &Place, defects: &mut Defects) {
    let inner = schema.get("items").and_then(Value::as_object).and_then(|items| items.get("type"));
    if inner.and_then(Value::as_str) == Some("array") {
        let message = "a list of lists is split once: the inner lists are read as text";
        defects.note("collection-format-nested", Severity::Note, &at.join("items"), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn formats_become_styles() {
        for (location, format, expected, defective) in [
            (Location::Query, json!("csv"), json!({ "style": "form", "explode": false }), false),
            (Location::Query, json!(null), json!({ "style": "form", "explode": false }), false),
            (Location::Query, json!("multi"), json!({ "style": "form", "explode": true }), false),
            (Location::Query, json!("Pipes"), json!({ "style": "pipeDelimited", "explode": false }), false),
            (Location::Form, json!("ssv"), json!({ "style": "spaceDelimited", "explode": false }), false),
            (Location::Query, json!("tsv"), tabbed("form"), false),
            (Location::Path, json!("tsv"), tabbed("simple"), false),
            (Location::Path, json!("csv"), json!({ "style": "simple", "explode": false }), false),
            (
                Location::Header,
                json!("pipes"),
                json!({ "style": "simple", "explode": false, "x-standin-style": "pipeDelimited" }),
                false,
            ),
            (Location::Path, json!("multi"), json!({ "style": "simple", "explode": false }), true),
            (Location::Query, json!("brackets"), json!({ "style": "form", "explode": false }), true),
            (Location::Query, json!(7), json!({ "style": "form", "explode": false }), true),
        ] {
            let source = json!({ "type": "array", "collectionFormat": format });
            let source = source.as_object().unwrap();
            let mut defects = Defects::default();
            let mut written = Map::new();
            let list = ListFormat::of(source, source, location, &Place::default(), &mut defects);
            list.unwrap().write(&mut written);
            assert_eq!((Value::from(written), !defects.is_empty()), (expected, defective), "{location:?} {format}");
        }
    }

    #[test]
    fn only_what_may_be_a_list_has_a_format() {
        for (source, schema, expected) in [
            (json!({}), json!({ "type": "string" }), false),
            (json!({ "collectionFormat": "multi" }), json!({ "type": "string" }), false),
            (json!({ "collectionFormat": "multi" }), json!({}), true),
            (json!({}), json!({ "items": {} }), true),
            (json!({}), json!({ "$ref": "#/definitions/Ids" }), true),
            (json!({}), json!({ "type": ["array", "null"] }), true),
            (json!({ "style": "form" }), json!({ "type": "array" }), false),
        ] {
            let (source, schema) = (source.as_object().unwrap(), schema.as_object().unwrap());
            let list = ListFormat::of(source, schema, Location::Query, &Place::default(), &mut Defects::default());
            assert_eq!(list.is_some(), expected, "{source:?} {schema:?}");
        }
    }

    #[test]
    fn a_list_of_lists_is_told() {
        let schema = json!({ "type": "array", "items": { "type": "array", "collectionFormat": "pipes" } });
        let schema = schema.as_object().unwrap();
        let mut defects = Defects::default();
        assert!(ListFormat::of(schema, schema, Location::Query, &Place::default(), &mut defects).is_some());
        assert_eq!(defects.iter().map(|defect| defect.code).collect::<Vec<_>>(), ["collection-format-nested"]);
    }

    fn tabbed(style: &str) -> Value {
        json!({ "style": style, "explode": false, "x-standin-style": "tabDelimited" })
    }
}
