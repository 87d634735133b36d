//! Schemas for tests, read as a document of OpenAPI 3.1 would be, and the examples of the standard, which both directions keep.

use serde_json::{Value, json};

use crate::base::{Defects, FileId, Place, Pointer};
use crate::schema::{Dialect, Reader, Resolve, SchemaArena, SchemaId, Target};

struct Document(Value);

impl Document {
    fn target(&self, pointer: Pointer) -> Option<Target<'_>> {
        let value = pointer.resolve(&self.0)?;
        Some(Target { place: Place::new(FileId(0), pointer), value, dialect: Dialect::Draft202012 })
    }
}

impl Resolve for Document {
    fn resolve(&self, _: &Place, reference: &str) -> Result<Target<'_>, String> {
        Pointer::from_fragment(reference)
            .and_then(|pointer| self.target(pointer))
            .ok_or_else(|| "nothing there".to_owned())
    }
}

/// `schema` as it would stand in a response, beside `components`.
pub(crate) fn arena(components: &Value, schema: &Value) -> (SchemaArena, SchemaId) {
    let document = Document(json!({"components": {"schemas": components}, "schema": schema}));
    let mut reader = Reader::new(&document);
    let mut defects = Defects::default();
    let target = document.target(Pointer::from("/schema".to_owned())).unwrap();
    let id = reader.read(target, &mut defects);
    (reader.finish(&mut defects), id)
}

/// A value and the document that shows it.
pub(crate) struct Example {
    pub(crate) components: Value,
    pub(crate) schema: Value,
    pub(crate) value: Value,
    /// Without the declaration.
    pub(crate) document: String,
}

/// OAS 3.0 and 3.1, "XML Object Examples": every example, each property in an object named `root`.
pub(crate) fn examples() -> Vec<Example> {
    let animal = json!({"type": "string", "xml": {"name": "animal"}});
    let string = json!({"type": "string"});
    let properties = [
        (string.clone(), json!("a"), "<animals>a</animals>"),
        (
            json!({"type": "array", "items": string}),
            json!(["a", "b", "c"]),
            "<animals>a</animals><animals>b</animals><animals>c</animals>",
        ),
        (animal.clone(), json!("a"), "<animal>a</animal>"),
        (json!({"type": "array", "items": animal}), json!(["a", "b"]), "<animal>a</animal><animal>b</animal>"),
        (
            json!({"type": "array", "items": animal, "xml": {"name": "aliens"}}),
            json!(["a", "b"]),
            "<animal>a</animal><animal>b</animal>",
        ),
        (
            json!({"type": "array", "items": string, "xml": {"wrapped": true}}),
            json!(["a", "b"]),
            "<animals><animals>a</animals><animals>b</animals></animals>",
        ),
        (
            json!({"type": "array", "items": animal, "xml": {"wrapped": true}}),
            json!(["a", "b"]),
            "<animals><animal>a</animal><animal>b</animal></animals>",
        ),
        (
            json!({"type": "array", "items": animal, "xml": {"name": "aliens", "wrapped": true}}),
            json!(["a", "b"]),
            "<aliens><animal>a</animal><animal>b</animal></aliens>",
        ),
        (
            json!({"type": "array", "items": string, "xml": {"name": "aliens", "wrapped": true}}),
            json!(["a", "b"]),
            "<aliens><aliens>a</aliens><aliens>b</aliens></aliens>",
        ),
    ];
    let mut examples: Vec<Example> = Vec::new();
    for (animals, value, document) in properties {
        examples.push(Example {
            components: json!({}),
            schema: json!({"type": "object", "properties": {"animals": animals}}),
            value: json!({"animals": value}),
            document: format!("<root>{document}</root>"),
        });
    }
    let sample = json!({"namespace": "https://example.com/schema/sample", "prefix": "sample"});
    let id = json!({"type": "integer", "format": "int32", "xml": {"attribute": true}});
    examples.push(Example {
        components: json!({"Person": {"type": "object", "properties": {"id": id, "name": {"type": "string", "xml": sample}}}}),
        schema: json!({"$ref": "#/components/schemas/Person"}),
        value: json!({"id": 123, "name": "example"}),
        document: "<Person id=\"123\"><sample:name xmlns:sample=\"https://example.com/schema/sample\">example</sample:name>\
                   </Person>"
            .to_owned(),
    });
    examples
}
