//! Reads a JSON Schema that stands alone, outside of any document, with the texts that it may refer to given beforehand.
//!
//! It asks nobody for anything: a reference to what is neither given nor a metaschema leads nowhere, and costs itself only.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::check::{Formats, Schemas};
use super::dialect::Dialect;
use super::model::SchemaId;
use super::read::{Reader, Resolve, Target};
use super::resource::{Anchors, Reading, Resources, metaschema};
use crate::base::{Defects, FileId, Place, Pointer};

/// The base of a schema that has no name of its own.
const NAMELESS: &str = "json-schema:///";

impl Schemas {
    /// Reads one JSON Schema. `dialect` is that of whatever names none by `$schema`; `remotes` are the other texts by their absolute URIs,
    /// without fragments. The metaschemas of all drafts are known.
    pub fn of_json_schema(
        schema: &Value,
        dialect: Dialect,
        remotes: &BTreeMap<String, Value>,
        formats: Formats,
    ) -> (Arc<Self>, SchemaId, Defects) {
        let mut defects = Defects::default();
        let library = Library::of(schema, dialect, remotes);
        let mut reader = Reader::new(&library);
        let place = Place::new(FileId(0), Pointer::root());
        let dialect = library.resources.dialect(&place).unwrap_or(dialect);
        let id = reader.read(Target { place, value: schema, dialect }, &mut defects);
        let schemas = Self::with_formats(reader.finish(&mut defects), formats);
        (schemas, id, defects)
    }
}

/// The schema and all that it mentions, the schema first.
struct Library<'v> {
    texts: Vec<&'v Value>,
    resources: Resources,
}

impl<'v> Library<'v> {
    fn of(schema: &'v Value, dialect: Dialect, remotes: &'v BTreeMap<String, Value>) -> Self {
        let mut library = Self { texts: Vec::new(), resources: Resources::default() };
        let mut open = vec![(NAMELESS.to_owned(), schema)];
        while let Some((uri, text)) = open.pop() {
            if library.resources.has(&uri) {
                continue;
            }
            let file = FileId(u32::try_from(library.texts.len()).unwrap_or(u32::MAX));
            library.texts.push(text);
            let mentions = library.resources.add(file, &uri, text, dialect, Reading::Strict);
            open.extend(mentions.iter().filter_map(|mention| {
                let uri = library.resources.uri(file, mention)?;
                let text = remotes.get(&uri).or_else(|| metaschema(&uri))?;
                Some((uri, text))
            }));
        }
        library
    }
}

impl Resolve for Library<'_> {
    fn resolve(&self, from: &Place, reference: &str) -> Result<Target<'_>, String> {
        let place = self.resources.find(from, reference).ok_or("no schema has that name")?;
        self.at(&place).ok_or_else(|| "there is nothing at that place".to_owned())
    }

    fn dynamic(&self, at: &Place) -> Option<&Anchors> {
        self.resources.dynamic(at)
    }

    fn at(&self, place: &Place) -> Option<Target<'_>> {
        let text = self.texts.get(usize::try_from(place.file.0).ok()?)?;
        let value = place.pointer.resolve(text)?;
        let dialect = self.resources.dialect(place)?;
        Some(Target { place: place.clone(), value, dialect })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Side;
    use serde_json::json;

    fn holds(schema: &Value, dialect: Dialect, value: &Value) -> bool {
        let remote = json!({ "$defs": { "text": { "type": "string" } }, "type": "integer" });
        let remotes = [("https://a.example/dir/number.json".to_owned(), remote)].into_iter().collect();
        let (schemas, id, _) = Schemas::of_json_schema(schema, dialect, &remotes, Formats::Asserted);
        assert_eq!(schemas.check(id, Side::Response).problem(), None, "{schema}");
        schemas.holds(id, Side::Response, value)
    }

    #[test]
    fn references_lead_to_what_is_given_and_to_metaschemas() {
        for (schema, valid, invalid) in [
            (json!({ "$ref": "https://a.example/dir/number.json" }), json!(1), json!("1")),
            (
                json!({ "$id": "https://a.example/", "items": { "$ref": "dir/number.json#/$defs/text" } }),
                json!(["1"]),
                json!([1]),
            ),
            (
                json!({ "$ref": "http://json-schema.org/draft-07/schema#" }),
                json!({ "type": "array" }),
                json!({ "type": 1 }),
            ),
            (
                json!({ "$ref": "https://json-schema.org/draft/2020-12/schema" }),
                json!({ "not": { "minLength": 2 } }),
                json!({ "not": { "minLength": -1 } }),
            ),
        ] {
            assert!(holds(&schema, Dialect::Draft202012, &valid), "{schema}");
            assert!(!holds(&schema, Dialect::Draft202012, &invalid), "{schema}");
        }
    }

    #[test]
    fn a_generic_schema_is_what_its_user_makes_of_it() {
        let schema = json!({
            "$id": "https://a.example/",
            "properties": { "words": { "$ref": "words" }, "numbers": { "$ref": "numbers" } },
            "$defs": {
                "list": { "$id": "list", "items": { "$dynamicRef": "#item" }, "$defs": { "any": { "$dynamicAnchor": "item" } } },
                "words": { "$id": "words", "$ref": "list", "$defs": { "x": { "$dynamicAnchor": "item", "type": "string" } } },
                "numbers": { "$id": "numbers", "$ref": "list", "$defs": { "x": { "$dynamicAnchor": "item", "type": "number" } } },
            },
        });
        for (value, valid) in [
            (json!({ "words": ["a"], "numbers": [1] }), true),
            (json!({ "words": [1] }), false),
            (json!({ "numbers": ["a"] }), false),
        ] {
            assert_eq!(holds(&schema, Dialect::Draft202012, &value), valid, "{value}");
        }
    }

    #[test]
    fn a_recursive_schema_is_what_extends_it() {
        let schema = json!({
            "$id": "https://a.example/strict",
            "$recursiveAnchor": true,
            "$ref": "tree",
            "unevaluatedProperties": false,
            "$defs": {
                "tree": {
                    "$id": "tree",
                    "$recursiveAnchor": true,
                    "properties": { "children": { "items": { "$recursiveRef": "#" } } },
                },
            },
        });
        for (value, valid) in
            [(json!({ "children": [{ "children": [] }] }), true), (json!({ "children": [{ "chidlren": [] }] }), false)]
        {
            assert_eq!(holds(&schema, Dialect::Draft201909, &value), valid, "{value}");
        }
    }
}
