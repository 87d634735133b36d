//! Rows of which a schema says what fields do not.

use super::*;
use crate::base::{Defects, FileId, Place, Pointer};
use crate::schema::{Dialect, Reader, Resolve, Schemas, Side, Target};

/// A document of one schema, which refers to nothing.
struct Alone;

impl Resolve for Alone {
    fn resolve(&self, _: &Place, _: &str) -> Result<Target<'_>, String> {
        Err("nothing else is there".to_owned())
    }
}

/// Rows with an item of that schema, and whether a row satisfies it.
fn rows_of(
    schema: &Value,
    key: Option<Key>,
    of: IndexMap<Arc<str>, Field>,
) -> (Arc<dyn Rows>, impl Fn(&Value) -> bool + use<>) {
    let document = Alone;
    let mut reader = Reader::new(&document);
    let mut defects = Defects::default();
    let place = Place::new(FileId(0), Pointer::root());
    let id = reader.read(Target { place, value: schema, dialect: Dialect::Draft202012 }, &mut defects);
    let schemas = Schemas::new(reader.finish(&mut defects));
    let definition = Definition {
        name: "rows".into(),
        size: Some(50),
        item: Some(id),
        key,
        time: schema["properties"].get("at").map(|_| time("at")),
        fields: of,
        ..Definition::default()
    };
    let definitions = std::iter::once((Arc::clone(&definition.name), definition)).collect();
    let world = Arc::new(Collections::new(Some(Arc::clone(&schemas)), definitions));
    (open(&world, "rows", None, None), move |value: &Value| schemas.holds(id, Side::Response, value))
}

fn schema() -> Value {
    json!({
        "type": "object",
        "required": ["email", "id", "age"],
        "properties": {
            "name": { "type": "string" },
            "id": { "type": "integer" },
            "email": { "type": "string", "format": "email" },
            "age": { "type": "integer", "minimum": 18, "maximum": 99 },
            "at": { "type": "string", "format": "date-time" },
            "born": { "type": "string", "format": "date-time" },
            "secret": { "type": "string", "writeOnly": true },
            "tags": { "type": "array", "items": { "type": "string" }, "minItems": 1 }
        }
    })
}

fn names(row: &Value) -> Vec<&str> {
    row.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn without_fields_rows_have_what_the_schema_says_in_its_order() {
    let (rows, holds) = rows_of(&schema(), Some(key("id", KeyShape::numbers(1))), fields([]));
    let dates: Vec<&str> = rows.dates().iter().map(AsRef::as_ref).collect();
    assert_eq!(dates, ["at", "born"]);
    let mut seen = std::collections::HashSet::new();
    for number in 0..50 {
        let row = rows.row(number);
        assert_eq!(names(&row), ["name", "id", "email", "age", "at", "born", "tags"]);
        assert!(holds(&row), "{row}");
        assert_eq!(row["id"], json!(number + 1));
        assert!(super::super::moment::is_ours(row["born"].as_str().unwrap()), "{row}");
        for name in names(&row) {
            assert_eq!(rows.part(number, &[name.into()])[name], row[name]);
        }
        seen.insert(row["email"].to_string());
    }
    assert!(seen.len() > 40 && rows.lacks("secret") && !rows.lacks("tags"));
}

#[test]
fn with_fields_rows_have_those_and_what_is_demanded() {
    let of = fields([("tags", made(Make::Schema)), ("name", made(Make::Constant(json!("Ann"))))]);
    let (rows, holds) = rows_of(&schema(), None, of);
    for number in 0..50 {
        let row = rows.row(number);
        assert_eq!(names(&row), ["at", "tags", "name", "id", "email", "age"]);
        assert!(holds(&row) && row["name"] == "Ann", "{row}");
    }
    assert!(rows.lacks("born") && (400..410).contains(&rows.cost(&["email".into()])));
}

#[test]
fn what_hangs_on_a_choice_is_sampled_as_one() {
    let choice = json!({ "oneOf": [
        { "type": "object", "required": ["a", "n"], "additionalProperties": false,
          "properties": { "a": { "type": "integer" }, "n": { "type": "string" } } },
        { "type": "object", "required": ["b"], "properties": { "b": { "type": "boolean" } } },
    ]});
    let (rows, _) = rows_of(&choice, Some(key("n", ids())), fields([("x", made(reading("b")))]));
    let (mut ones, mut others) = (0, 0);
    for number in 0..50 {
        let row = rows.row(number);
        assert_eq!(rows.find(&row["n"]), Some(number));
        assert_eq!(row.get("x"), row.get("b"));
        *if row.get("a").is_some() { &mut ones } else { &mut others } += 1;
        assert_eq!(rows.part(number, &["a".into()]).get("a"), row.get("a"));
        let mut written = Vec::new();
        rows.write(number, &mut written);
        assert_eq!(written, row.to_string().into_bytes());
    }
    assert!(ones > 5 && others > 5 && !rows.lacks("anything"), "{ones} {others}");
    // Rows need not be objects.
    let (rows, holds) = rows_of(&json!({ "type": "string", "minLength": 3 }), None, fields([]));
    assert!((0..50).all(|number| rows.row(number).is_string() && holds(&rows.row(number))));
}
