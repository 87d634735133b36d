//! Values and the documents they are written as.

use super::*;
use crate::contract::payload::xml::decode;
use crate::contract::payload::xml::fixture::{Example, arena, examples};
use proptest::prelude::{Strategy, any, prop_oneof};
use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use serde_json::json;

const START: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

fn encoded(components: &Value, schema: &Value, value: &Value) -> String {
    let (arena, id) = arena(components, schema);
    let document = encode(value, &arena, Some(id));
    assert_sound(&document);
    document.strip_prefix(START).unwrap().to_owned()
}

/// Well-formed, also in its namespaces.
fn assert_sound(document: &str) {
    decode(document.as_bytes(), &SchemaArena::default(), None).unwrap_or_else(|error| panic!("{error}: {document}"));
    let mut reader = NsReader::from_str(document);
    reader.config_mut().expand_empty_elements = true;
    loop {
        let tag = match reader.read_event().unwrap() {
            Event::Eof => return,
            Event::Start(tag) => tag,
            _ => continue,
        };
        let is_unknown = |result| matches!(result, ResolveResult::Unknown(_));
        assert!(!is_unknown(reader.resolve_element(tag.name()).0), "{document}");
        for attribute in tag.attributes() {
            let key = attribute.unwrap().key;
            assert!(key.as_namespace_binding().is_some() || !is_unknown(reader.resolve_attribute(key).0), "{document}");
        }
    }
}

#[test]
fn the_examples_of_the_standard() {
    for Example { components, schema, value, document } in examples() {
        assert_eq!(encoded(&components, &schema, &value), document, "{schema}");
    }
}

#[test]
fn the_root() {
    let pet = json!({"type": "object", "properties": {"name": {}}});
    let components = json!({
        "Pet": pet,
        "Named": {"xml": {"name": "pet"}},
        "Pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
        "Odd Name": {},
    });
    let one = json!({"name": "Rex"});
    for (schema, value, expected) in [
        (json!({}), one.clone(), "<root><name>Rex</name></root>"),
        (json!({"$ref": "#/components/schemas/Pet"}), one.clone(), "<Pet><name>Rex</name></Pet>"),
        (json!({"$ref": "#/components/schemas/Named"}), one.clone(), "<pet><name>Rex</name></pet>"),
        (json!({"$ref": "#/components/schemas/Pets"}), json!([one]), "<Pets><Pet><name>Rex</name></Pet></Pets>"),
        (
            json!({"items": {"$ref": "#/components/schemas/Named"}}),
            json!([1, 2]),
            "<root><pet>1</pet><pet>2</pet></root>",
        ),
        (
            json!({"xml": {"name": "ids", "wrapped": true}}),
            json!([1, [2]]),
            "<ids><ids>1</ids><ids><ids>2</ids></ids></ids>",
        ),
        (json!({"$ref": "#/components/schemas/Odd%20Name"}), json!("a"), "<Odd_Name>a</Odd_Name>"),
        (json!({}), json!(null), "<root/>"),
        (json!({}), json!([]), "<root/>"),
        (json!({}), json!(1.5), "<root>1.5</root>"),
        (json!({}), json!(true), "<root>true</root>"),
    ] {
        assert_eq!(encoded(&components, &schema, &value), expected, "{schema} {value}");
    }
    assert_eq!(encode(&json!({"a": 1}), &SchemaArena::default(), None), format!("{START}<root><a>1</a></root>"));
}

#[test]
fn namespaces_are_declared_where_they_are_first_used() {
    let of = |xml: Value| json!({"xml": xml});
    let (a, b) = (json!({"namespace": "urn:a", "prefix": "p"}), json!({"namespace": "urn:b", "prefix": "p"}));
    let attribute = |mut xml: Value| {
        xml["attribute"] = json!(true);
        json!({"xml": xml})
    };
    for (root, properties, expected) in [
        (a.clone(), json!({"x": of(a.clone())}), "<p:root xmlns:p=\"urn:a\"><p:x>1</p:x><y>2</y></p:root>"),
        (
            a.clone(),
            json!({"x": of(b.clone()), "y": of(json!({"prefix": "p"}))}),
            "<p:root xmlns:p=\"urn:a\"><p:x xmlns:p=\"urn:b\">1</p:x><p:y>2</p:y></p:root>",
        ),
        (
            json!({"namespace": "urn:a"}),
            json!({"x": of(json!({"namespace": "urn:a"}))}),
            "<root xmlns=\"urn:a\"><x>1</x><y>2</y></root>",
        ),
        (json!({}), json!({"x": of(json!({"prefix": "p"}))}), "<root><x>1</x><y>2</y></root>"),
        (json!({}), json!({"x": attribute(a.clone())}), "<root xmlns:p=\"urn:a\" p:x=\"1\"><y>2</y></root>"),
        (a.clone(), json!({"x": attribute(b.clone())}), "<p:root xmlns:p=\"urn:a\" x=\"1\"><y>2</y></p:root>"),
        (
            json!({}),
            json!({"x": attribute(a.clone()), "y": attribute(b)}),
            "<root xmlns:p=\"urn:a\" p:x=\"1\" y=\"2\"/>",
        ),
        (json!({}), json!({"x": attribute(json!({"namespace": "urn:a"}))}), "<root x=\"1\"><y>2</y></root>"),
        (
            json!({}),
            json!({"x": attribute(json!({"prefix": "xml", "name": "lang"}))}),
            "<root xml:lang=\"1\"><y>2</y></root>",
        ),
        (
            json!({}),
            json!({"x": attribute(json!({"name": "y"})), "y": attribute(json!({}))}),
            "<root y=\"1\"><y>2</y></root>",
        ),
        (
            json!({"name": "s:Body", "namespace": "urn:s"}),
            json!({"x": of(json!({"name": "s:x"}))}),
            "<s:Body xmlns:s=\"urn:s\"><s:x>1</s:x><y>2</y></s:Body>",
        ),
        (json!({"prefix": "xmlns", "namespace": "urn:a"}), json!({}), "<root xmlns=\"urn:a\"><x>1</x><y>2</y></root>"),
        (json!({"prefix": "p", "namespace": XMLNS}), json!({}), "<root><x>1</x><y>2</y></root>"),
        (
            json!({"prefix": "a b", "namespace": "urn:\"<&"}),
            json!({}),
            "<root xmlns=\"urn:&quot;&lt;&amp;\"><x>1</x><y>2</y></root>",
        ),
    ] {
        let schema = json!({"type": "object", "properties": properties, "xml": root});
        assert_eq!(encoded(&json!({}), &schema, &json!({"x": 1, "y": 2})), expected, "{schema}");
    }
}

#[test]
fn what_xml_cannot_say_is_said_as_well_as_it_can() {
    let attribute = json!({"properties": {"x": {"xml": {"attribute": true}}}});
    for (schema, value, expected) in [
        (json!({}), json!({"a b": 1, "": 2, "9": 3}), "<root><a_b>1</a_b><_>2</_><_9>3</_9></root>"),
        (
            json!({}),
            json!("<a>&\"'\r\n\u{0}\u{fffe}"),
            "<root>&lt;a&gt;&amp;&quot;&apos;&#13;\n\u{fffd}\u{fffd}</root>",
        ),
        (attribute.clone(), json!({"x": "\"<\r\n\t\u{1}"}), "<root x=\"&quot;&lt;&#13;&#10;&#9;\u{fffd}\"/>"),
        (attribute.clone(), json!({"x": null}), "<root x=\"\"/>"),
        (attribute.clone(), json!({"x": {"y": 1}}), "<root><x><y>1</y></x></root>"),
        (attribute.clone(), json!({"x": [1, 2]}), "<root><x>1</x><x>2</x></root>"),
        (attribute, json!({"#text": "t", "x": 1}), "<root x=\"1\">t</root>"),
        (json!({}), json!({"a": [[1, 2], []]}), "<root><a><a>1</a><a>2</a></a><a/></root>"),
        (json!({}), json!({"a": [], "b": {}, "c": ""}), "<root><b/><c/></root>"),
    ] {
        assert_eq!(encoded(&json!({}), &schema, &value), expected, "{value}");
    }
}

#[test]
fn depth_is_bounded() {
    let deep = (0..1000).fold(json!(1), |value, _| json!({"a": value}));
    let document = encoded(&json!({}), &json!({}), &deep);
    assert_eq!(document.matches("<a").count(), MAX_DEPTH - 1);
}

/// Leaves as strings: what a document can hold of a value.
fn stringified(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(stringified).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, stringified(value))).collect(),
        scalar => plain(&scalar).into(),
    }
}

/// The schema that describes a value by its shape.
fn described(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            json!({"type": "array", "items": items.first().map_or_else(|| json!({}), described)})
        }
        Value::Object(members) => {
            let properties: Map<_, _> = members.iter().map(|(name, value)| (name.clone(), described(value))).collect();
            json!({"type": "object", "properties": properties})
        }
        _ => json!({"type": "string"}),
    }
}

fn values(name: &'static str) -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[ -~\\t\\r\\né\u{1f600}]{0,8}".prop_map(Value::from),
    ];
    let scalar = std::rc::Rc::new(scalar.boxed());
    let object = move |inner: proptest::strategy::BoxedStrategy<Value>| {
        proptest::collection::btree_map(name, inner, 1..4).prop_map(|members| json!(members)).boxed()
    };
    let leaf = object(scalar.as_ref().clone());
    leaf.prop_recursive(3, 24, 4, move |inner| {
        let list = proptest::collection::vec(scalar.as_ref().clone(), 1..4).prop_map(Value::from);
        object(prop_oneof![scalar.as_ref().clone(), list, inner].boxed())
    })
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 128, failure_persistence: None, ..proptest::test_runner::Config::default()
    })]

    #[test]
    fn plain_objects_come_back_as_strings(value in values("[A-Za-z_][A-Za-z0-9_.-]{0,4}")) {
        let (arena, id) = arena(&json!({}), &described(&value));
        let document = encode(&value, &arena, Some(id));
        assert_sound(&document);
        proptest::prop_assert_eq!(decode(document.as_bytes(), &arena, Some(id)), Ok(stringified(value)), "{}", document);
    }

    #[test]
    fn any_value_and_any_words_give_a_sound_document(
        value in values("\\PC{0,3}|[abc]"),
        words in proptest::collection::vec((
            prop_oneof!["\\PC{0,3}", "[abc]:?[abc]?", "xmlns", "xml"],
            prop_oneof!["\\PC{0,3}", "[ab]", "xmlns", "xml"],
            prop_oneof!["\\PC{0,3}", "urn:[ab]", XML, XMLNS],
            any::<(bool, bool)>(),
        ), 5),
    ) {
        let mut words = words.into_iter().map(|(name, prefix, namespace, (attribute, wrapped))| {
            json!({"name": name, "prefix": prefix, "namespace": namespace, "attribute": attribute, "wrapped": wrapped})
        });
        let mut next = |properties: Value| {
            json!({"properties": properties, "xml": words.next(), "additionalProperties": {"$ref": "#/components/schemas/A"}})
        };
        let components = json!({"A": next(json!({})), "B": next(json!({}))});
        let below = json!({"a": next(json!({})), "b": {"$ref": "#/components/schemas/B"}});
        let schema = next(below);
        let (arena, id) = arena(&components, &schema);
        let document = encode(&value, &arena, Some(id));
        assert_sound(&document);
        proptest::prop_assert!(decode(document.as_bytes(), &arena, Some(id)).is_ok());
    }
}
