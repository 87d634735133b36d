//! Bodies and the values they are read as.

use super::fixture::{Example, arena, examples};
use super::*;
use serde_json::json;

fn decoded(components: &Value, schema: &Value, body: &str) -> Value {
    let (arena, id) = arena(components, schema);
    decode(body.as_bytes(), &arena, Some(id)).unwrap_or_else(|error| panic!("{error}: {body}"))
}

#[test]
fn the_examples_of_the_standard() {
    for Example { components, schema, mut value, document } in examples() {
        if value["id"] == 123 {
            value["id"] = json!("123");
        }
        let indented = document.replace("><", ">\n  <");
        for document in [document, indented] {
            assert_eq!(decoded(&components, &schema, &document), value, "{schema} {document}");
        }
    }
}

#[test]
fn without_a_schema() {
    for (body, expected) in [
        ("<a/>", json!("")),
        ("<a> b </a>", json!(" b ")),
        ("<a x='1'/>", json!({"x": "1"})),
        ("<a x='1'>t</a>", json!({"x": "1", "#text": "t"})),
        ("<a xml:lang='en'>t</a>", json!("t")),
        ("<a xmlns='urn:a' xmlns:b='urn:b' xsi:type='c' b:x='1'/>", json!({"x": "1"})),
        ("<a><b>1</b><c:b xmlns:c='urn:c'>2</c:b><d/></a>", json!({"b": ["1", "2"], "d": ""})),
        ("<a b='1'><b>2</b></a>", json!({"b": ["1", "2"]})),
        ("<a>x <b/> y</a>", json!({"b": "", "#text": "x  y"})),
        ("<a><b xsi:nil='true'/></a>", json!({"b": null})),
        ("<a xsi:nil='1'/>", json!(null)),
    ] {
        assert_eq!(decode(body.as_bytes(), &SchemaArena::default(), None), Ok(expected.clone()), "{body}");
        assert_eq!(decoded(&json!({}), &json!({}), body), expected, "{body}");
    }
}

#[test]
fn by_the_schema() {
    let pet = json!({
        "type": "object",
        "xml": {"name": "pet"},
        "properties": {
            "id": {"type": "integer", "xml": {"attribute": true}},
            "key": {"type": "string", "xml": {"name": "id"}},
            "label": {"type": "string", "xml": {"name": "name", "prefix": "l"}},
            "title": {"type": "string", "xml": {"name": "name", "prefix": "t"}},
            "photos": {"type": "array", "items": {"type": "string", "xml": {"name": "photo"}}},
            "tags": {"type": "array", "items": {"$ref": "#/components/schemas/Tag"}, "xml": {"wrapped": true}},
            "grid": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
            "pair": {"type": "array", "prefixItems": [{"xml": {"name": "left"}}, {"xml": {"name": "right"}}]},
            "owner": {"$ref": "#/components/schemas/Person"},
            "extra": {"type": ["object", "null"]},
            "odd name": {"type": "string"},
            "lang": {"type": "string", "xml": {"attribute": true, "prefix": "xml"}},
        },
    });
    let components = json!({
        "Pet": pet,
        "Tag": {"type": "object", "xml": {"name": "tag"}, "properties": {"id": {"type": "integer"}}},
        "Person": {"properties": {"#text": {}, "role": {"xml": {"attribute": true}}}},
    });
    let schema = json!({"$ref": "#/components/schemas/Pet"});
    for (body, expected) in [
        ("<pet/>", json!({})),
        ("<anything> \n </anything>", json!({})),
        ("<pet>what</pet>", json!("what")),
        ("<pet id=' 1 '><id> 2 </id></pet>", json!({"id": "1", "key": " 2 "})),
        ("<pet><id>1</id></pet>", json!({"key": "1"})),
        ("<pet><t:name>1</t:name><l:name>2</l:name></pet>", json!({"title": "1", "label": "2"})),
        ("<pet><name>1</name></pet>", json!({"label": "1"})),
        ("<pet><photo>a</photo><id>x</id><photo/></pet>", json!({"photos": ["a", ""], "key": "x"})),
        ("<pet><photos><photo>a</photo></photos></pet>", json!({"photos": [{"photo": "a"}]})),
        ("<pet><tags><tag><id> 1 </id></tag><tag/></tags></pet>", json!({"tags": [{"id": "1"}, {}]})),
        ("<pet><tags/></pet>", json!({"tags": []})),
        ("<pet><tags>x</tags></pet>", json!({"tags": "x"})),
        ("<pet><tags><tag/><label/></tags></pet>", json!({"tags": {"tag": "", "label": ""}})),
        ("<pet><tags><tag/></tags><tags><tag/></tags></pet>", json!({"tags": [[{}], [{}]]})),
        ("<pet><grid><grid>1</grid><grid>2</grid></grid><grid/></pet>", json!({"grid": [["1", "2"], []]})),
        ("<pet><left>1</left><right>2</right></pet>", json!({"pair": ["1", "2"]})),
        ("<pet><owner role='r'>Ann</owner></pet>", json!({"owner": {"role": "r", "#text": "Ann"}})),
        ("<pet><owner>Ann</owner></pet>", json!({"owner": {"#text": "Ann"}})),
        ("<pet><extra/></pet>", json!({"extra": {}})),
        ("<pet><extra xsi:nil='true'/></pet>", json!({"extra": null})),
        ("<pet><odd_name>1</odd_name></pet>", json!({"odd name": "1"})),
        ("<pet><id>1</id><id>2</id></pet>", json!({"key": ["1", "2"]})),
        ("<pet><id><x>1</x></id></pet>", json!({"key": {"x": "1"}})),
        ("<pet><id unit='m'>1</id></pet>", json!({"key": "1"})),
        ("<pet xml:lang='en' xml:space='preserve' more='1'/>", json!({"lang": "en", "more": "1"})),
        ("<pet><unknown><x/></unknown></pet>", json!({"unknown": {"x": ""}})),
    ] {
        assert_eq!(decoded(&components, &schema, body), expected, "{body}");
    }
}

#[test]
fn other_roots() {
    let integer = json!({"type": "integer"});
    for (schema, body, expected) in [
        (integer.clone(), "<n>\n 5 </n>", json!("5")),
        (json!({"type": "string"}), "<n> 5 </n>", json!(" 5 ")),
        (json!({"type": "array", "items": integer}), "<a><x> 1 </x><y>2</y></a>", json!(["1", "2"])),
        (json!({"type": "array", "items": integer}), "<a/>", json!([])),
        (json!({"type": "array", "items": integer}), "<a>x</a>", json!("x")),
        (json!({"type": "object", "additionalProperties": integer}), "<a><x> 1 </x></a>", json!({"x": "1"})),
        (
            json!({"type": "object", "additionalProperties": {"type": "array", "items": integer}}),
            "<a><x> 1 </x></a>",
            json!({"x": ["1"]}),
        ),
        (
            json!({"oneOf": [{"properties": {"a": {"type": "array"}}}, {"type": "string"}]}),
            "<x><a/></x>",
            json!({"a": [""]}),
        ),
        (json!(false), "<x>1</x>", json!("1")),
        (json!({"properties": {"a": {}}}), "<x/>", json!({})),
        (json!({"items": {}}), "<x/>", json!([])),
    ] {
        assert_eq!(decoded(&json!({}), &schema, body), expected, "{schema} {body}");
    }
}

#[test]
fn deep_documents_are_read_to_the_bound() {
    let body = format!("{}{}", "<a>".repeat(MAX_DEPTH), "</a>".repeat(MAX_DEPTH));
    let node = json!({"type": "object", "properties": {"a": {"$ref": "#/components/schemas/Node"}}});
    let mut value = &decoded(&json!({"Node": node}), &json!({"$ref": "#/components/schemas/Node"}), &body);
    let mut depth = 1;
    while let Some(inner) = value.get("a") {
        (value, depth) = (inner, depth + 1);
    }
    assert_eq!(depth, MAX_DEPTH);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 256, failure_persistence: None, ..proptest::test_runner::Config::default()
    })]

    #[test]
    fn no_body_is_too_odd(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            &b"<a>"[..], b"</a>", b"<b x='", b"' ", b"/>", b"<", b">", b"&lt;", b"&#", b";", b"<!--", b"-->", b"<![CDATA[", b"]]>",
            b"<?xml", b"?>", b"<!DOCTYPE ", b"xmlns:a=", b" ", b"text", b"\xff", b"\xc3\xa9", b"\0", b"a:b",
        ]), 0..12)
    ) {
        let (arena, id) = arena(&json!({}), &json!({"properties": {"a": {"type": "array", "items": {"type": "object"}}}}));
        let _ = decode(&pieces.concat(), &arena, Some(id));
    }
}
