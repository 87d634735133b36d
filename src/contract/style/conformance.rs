//! The table "Style Examples" of the OAS, cell by cell, and the law that what was encoded is decoded
//! to what it was.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::Style::{Cookie, DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited, TabDelimited};
use super::*;

const NAME: &str = "color";

fn rgb() -> Shape {
    flat_shape(["R", "G", "B"])
}

fn flat_shape<'n>(names: impl IntoIterator<Item = &'n str>) -> Shape {
    let property = |name: &str| Property { name: name.to_owned(), shape: Shape::Scalar };
    Shape::Object { properties: names.into_iter().map(property).collect(), open: false }
}

/// Decodes in the place that the style belongs to.
fn decode(style: Style, explode: bool, shape: &Shape, text: &str) -> Result<Option<Value>, StyleError> {
    match style {
        Matrix | Label | Simple => decode_path(style, explode, shape, NAME, text).map(Some),
        Cookie => decode_cookie(style, explode, shape, NAME, &Cookies::parse([text])),
        _ => decode_query(style, explode, shape, NAME, &Query::parse(text)),
    }
}

#[test]
fn strings_of_the_table() {
    for (style, text) in
        [(Matrix, ";color=blue"), (Label, ".blue"), (Simple, "blue"), (Form, "color=blue"), (Cookie, "color=blue")]
    {
        for explode in [false, true] {
            for shape in [Shape::Scalar, Shape::Any] {
                assert_eq!(decode(style, explode, &shape, text), Ok(Some(json!("blue"))), "{style:?} {explode}");
            }
            assert_eq!(decode(style, explode, &Shape::Array, text), Ok(Some(json!(["blue"]))), "{style:?} {explode}");
        }
    }
}

#[test]
fn arrays_of_the_table() {
    for (style, explode, text) in [
        (Matrix, false, ";color=blue,black,brown"),
        (Matrix, true, ";color=blue;color=black;color=brown"),
        (Label, false, ".blue,black,brown"),
        (Label, false, ".blue.black.brown"), // up to 3.0.3 and 3.1.0
        (Label, true, ".blue.black.brown"),
        (Simple, false, "blue,black,brown"),
        (Simple, true, "blue,black,brown"),
        (Form, false, "color=blue,black,brown"),
        (Form, true, "color=blue&color=black&color=brown"),
        (SpaceDelimited, false, "color=blue%20black%20brown"),
        (SpaceDelimited, false, "color=blue+black+brown"),
        (PipeDelimited, false, "color=blue%7Cblack%7Cbrown"),
        (PipeDelimited, false, "color=blue|black|brown"), // up to 3.0.3 and 3.1.0
        (Cookie, true, "color=blue; color=black; color=brown"),
    ] {
        let expected = json!(["blue", "black", "brown"]);
        assert_eq!(decode(style, explode, &Shape::Array, text), Ok(Some(expected)), "{style:?} {explode} {text}");
    }
    let expected = Ok(json!(["blue", "black", "brown"]));
    for explode in [false, true] {
        assert_eq!(decode_header(explode, &Shape::Array, "blue,black,brown"), expected);
    }
    for (explode, text) in [(false, "color=blue,black,brown"), (true, "color=blue&color=black&color=brown")] {
        let cookies = Cookies::parse([text]);
        assert_eq!(decode_cookie(Form, explode, &Shape::Array, NAME, &cookies), expected.clone().map(Some), "{text}");
    }
}

#[test]
fn objects_of_the_table() {
    for (style, explode, text) in [
        (Matrix, false, ";color=R,100,G,200,B,150"),
        (Matrix, true, ";R=100;G=200;B=150"),
        (Label, false, ".R,100,G,200,B,150"),
        (Label, false, ".R.100.G.200.B.150"), // up to 3.0.3 and 3.1.0
        (Label, true, ".R=100.G=200.B=150"),
        (Simple, false, "R,100,G,200,B,150"),
        (Simple, true, "R=100,G=200,B=150"),
        (Form, false, "color=R,100,G,200,B,150"),
        (Form, true, "R=100&G=200&B=150"),
        (SpaceDelimited, false, "color=R%20100%20G%20200%20B%20150"),
        (PipeDelimited, false, "color=R%7C100%7CG%7C200%7CB%7C150"),
        (DeepObject, true, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        (DeepObject, false, "color[R]=100&color[G]=200&color[B]=150"),
        (Cookie, true, "R=100; G=200; B=150"),
    ] {
        let expected = json!({"R": "100", "G": "200", "B": "150"});
        assert_eq!(decode(style, explode, &rgb(), text), Ok(Some(expected)), "{style:?} {explode} {text}");
    }
    let expected = Ok(json!({"R": "100", "G": "200", "B": "150"}));
    for (explode, text) in [(false, "R,100,G,200,B,150"), (true, "R=100,G=200,B=150")] {
        assert_eq!(decode_header(explode, &rgb(), text), expected, "{text}");
    }
    for (explode, text) in [(false, "color=R,100,G,200,B,150"), (true, "R=100&G=200&B=150")] {
        let cookies = Cookies::parse([text]);
        assert_eq!(decode_cookie(Form, explode, &rgb(), NAME, &cookies), expected.clone().map(Some), "{text}");
    }
}

/// The column `empty` up to 3.1.1, and `undefined` of 3.2, where matrix and label are nothing at all.
#[test]
fn empty_values_of_the_table() {
    let refused = |style, expected: &str| Err(StyleError::Prefix { style, expected: expected.to_owned() });
    let sent = |value| Ok(Some(value));
    for (style, explode, text, scalar, array, object) in [
        (Matrix, false, ";color", sent(json!("")), sent(json!([])), sent(json!({}))),
        (Matrix, true, ";color", sent(json!("")), sent(json!([""])), sent(json!({"color": ""}))),
        (Matrix, false, "", refused("matrix", ";color="), sent(json!([])), sent(json!({}))),
        (Matrix, true, "", refused("matrix", ";color="), sent(json!([])), sent(json!({}))),
        (Label, false, ".", sent(json!("")), sent(json!([])), sent(json!({}))),
        (Label, true, ".", sent(json!("")), sent(json!([])), sent(json!({}))),
        (Label, false, "", refused("label", "."), sent(json!([])), sent(json!({}))),
        (Label, true, "", refused("label", "."), sent(json!([])), sent(json!({}))),
        (Simple, false, "", sent(json!("")), sent(json!([])), sent(json!({}))),
        (Simple, true, "", sent(json!("")), sent(json!([])), sent(json!({}))),
        (Form, false, "color=", sent(json!("")), sent(json!([])), sent(json!({}))),
        (Form, true, "color=", sent(json!("")), sent(json!([""])), Ok(None)),
        (SpaceDelimited, false, "color=", sent(json!("")), sent(json!([])), sent(json!({}))),
        (PipeDelimited, false, "color=", sent(json!("")), sent(json!([])), sent(json!({}))),
        (Cookie, false, "color=", sent(json!("")), sent(json!([])), sent(json!({}))),
        (Cookie, true, "color=", sent(json!("")), sent(json!([""])), Ok(None)),
    ] {
        for (shape, expected) in [(Shape::Scalar, scalar), (Shape::Array, array), (rgb(), object)] {
            assert_eq!(decode(style, explode, &shape, text), expected, "{style:?} {explode} {text:?} {shape:?}");
        }
    }
}

/// Escapes everything but letters and digits of ASCII, so that no character of the data can be taken for a delimiter.
fn escape(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// What stands before the value, between its items or members, and between a member's name and value.
fn marks(style: Style, explode: bool) -> (String, &'static str, &'static str) {
    let named = format!("{NAME}=");
    match (style, explode) {
        (Matrix, false) => (format!(";{named}"), ",", ","),
        (Matrix, true) => (";".to_owned(), ";", "="),
        (Label, false) => (".".to_owned(), ",", ","),
        (Label, true) => (".".to_owned(), ".", "="),
        (Simple, false) => (String::new(), ",", ","),
        (Simple, true) => (String::new(), ",", "="),
        (SpaceDelimited, false) => (named, "%20", "%20"),
        (PipeDelimited, false) => (named, "%7C", "%7C"),
        (TabDelimited, false) => (named, "%09", "%09"),
        (_, false) => (named, ",", ","),
        (_, true) => (String::new(), "&", "="),
    }
}

fn encode_array(style: Style, explode: bool, items: &[String]) -> String {
    let (start, between, _) = marks(style, explode);
    let is_named = explode && !matches!(style, Label | Simple);
    let item = |item: &String| if is_named { format!("{NAME}={}", escape(item)) } else { escape(item) };
    start + &items.iter().map(item).collect::<Vec<_>>().join(between)
}

fn encode_object(style: Style, explode: bool, members: &[(String, String)]) -> String {
    if style == DeepObject {
        let member = |(name, value): &(String, String)| format!("{NAME}[{}]={}", escape(name), escape(value));
        return members.iter().map(member).collect::<Vec<_>>().join("&");
    }
    let (start, between, is) = marks(style, explode);
    let member = |(name, value): &(String, String)| format!("{}{is}{}", escape(name), escape(value));
    start + &members.iter().map(member).collect::<Vec<_>>().join(between)
}

const STYLES: [(Style, bool); 13] = [
    (Matrix, false),
    (Matrix, true),
    (Label, false),
    (Label, true),
    (Simple, false),
    (Simple, true),
    (Form, false),
    (Form, true),
    (SpaceDelimited, false),
    (SpaceDelimited, true),
    (PipeDelimited, false),
    (PipeDelimited, true),
    (TabDelimited, false),
];

/// The delimited styles have no way to write their delimiter as data (OAS 3.2, Appendix E).
fn can_write(style: Style, explode: bool, texts: &[&String]) -> bool {
    let delimiter = match (style, explode) {
        (SpaceDelimited, false) => ' ',
        (PipeDelimited, false) => '|',
        (TabDelimited, false) => '\t',
        _ => return true,
    };
    !texts.iter().any(|text| text.contains(delimiter))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arrays_survive_every_style(items in vec(any::<String>(), 1..5)) {
        // One empty item and no item at all are written alike.
        prop_assume!(items != [""]);
        // Where all commas are encoded, they are read as delimiters, since most clients encode those too.
        prop_assume!(items.len() > 1 || !items.iter().any(|item| item.contains(',')));
        let texts: Vec<_> = items.iter().collect();
        for (style, explode) in STYLES.into_iter().filter(|(style, explode)| can_write(*style, *explode, &texts)) {
            let text = encode_array(style, explode, &items);
            prop_assert_eq!(decode(style, explode, &Shape::Array, &text), Ok(Some(json!(items))), "{:?} {}", style, text);
        }
    }

    #[test]
    fn flat_objects_survive_every_style(members in btree_map(any::<String>(), any::<String>(), 1..5)) {
        // Names in brackets of their own mean places inside one another.
        prop_assume!(members.keys().all(|name| !name.is_empty() && !name.contains('[')));
        let shape = flat_shape(members.keys().map(String::as_str));
        let expected: Map<_, _> = members.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        let members: Vec<_> = members.into_iter().collect();
        let texts: Vec<_> = members.iter().flat_map(|(name, value)| [name, value]).collect();
        let styles = STYLES.into_iter().chain([(DeepObject, true)]);
        for (style, explode) in styles.filter(|(style, explode)| can_write(*style, *explode, &texts)) {
            let text = encode_object(style, explode, &members);
            let expected = Value::Object(expected.clone());
            prop_assert_eq!(decode(style, explode, &shape, &text), Ok(Some(expected)), "{:?} {}", style, text);
        }
    }

    #[test]
    fn headers_and_cookies_survive_as_they_are(items in vec("[^ \t,;=\"\\[\\]\\pC\\pZ][^,;=\"\\[\\]\\pC\\pZ]{0,6}", 1..5)) {
        let text = items.join(" , ");
        prop_assert_eq!(decode_header(false, &Shape::Array, &text), Ok(json!(items)));
        let text = items.iter().map(|item| format!("{NAME}={item}")).collect::<Vec<_>>().join("; ");
        prop_assert_eq!(decode(Cookie, true, &Shape::Array, &text), Ok(Some(json!(items))));
    }

    #[test]
    fn no_text_is_too_odd(text in "[;.,|=&%+\\[\\]a0 ]{0,24}|\\PC{0,16}") {
        for style in [Matrix, Label, Simple, Form, SpaceDelimited, PipeDelimited, TabDelimited, DeepObject, Cookie] {
            for shape in [Shape::Scalar, Shape::Array, Shape::Any, rgb()] {
                for explode in [false, true] {
                    let _ = decode_path(style, explode, &shape, "a", &text);
                    let _ = decode_query(style, explode, &shape, "a", &Query::parse(&text).claiming(["a0"]));
                    let _ = decode_cookie(style, explode, &shape, "a", &Cookies::parse([text.as_str()]));
                    let _ = decode_header(explode, &shape, &text);
                }
            }
        }
    }
}
