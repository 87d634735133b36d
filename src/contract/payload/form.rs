//! Turns an `application/x-www-form-urlencoded` body into an object.
//!
//! Every field gets into the object, declared or not, so that the check can complain of one that should not be there.
//! Invariant: no body is too odd; what cannot be read as its encoding says stays text.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::Encoding;
use super::encoding::PropertyEncoding;
use super::fields::{Share, divide};
use crate::contract::style::{Coding, Members, Pair, Query, Shape, Style, gather, is_reserved, read_flat, split};

/// A decoded body.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// An object; its leaves are strings, except inside of JSON texts.
    pub value: Value,
    /// The properties that were sent with raw reserved characters although their encoding is given without `allowReserved`.
    /// `+` (a blank) and `*` (which the form serialiser of the URL Standard leaves alone) do not count.
    pub reserved: Vec<String>,
}

/// Decodes a body.
///
/// By default arrays are repeated names (also `name[]`, `name[0]`), and objects come in brackets (`name[member]`) or as
/// JSON text, which is the default content type of an object (OAS 3.x, Encoding Object). An encoding can ask for
/// delimiters, for exploded objects, or for JSON by its content type.
#[must_use]
pub fn decode(body: &[u8], shape: &Shape, encoding: &Encoding) -> Form {
    let text = String::from_utf8_lossy(body);
    let shares = divide(Query::parse(&text).into_pairs().into_iter().map(Pair::into_field), shape);
    let mut object = Map::new();
    let mut reserved = Vec::new();
    for (name, share) in shares {
        let how = encoding.properties.get(&name);
        if how.is_some_and(|how| holds_reserved(&share, how)) {
            reserved.push(name.clone());
        }
        object.insert(name, value(&share, how));
    }
    collect_exploded(&mut object, shape, encoding);
    Form { value: Value::Object(object), reserved }
}

fn value(share: &Share<'_, &str>, how: Option<&PropertyEncoding>) -> Value {
    if let [(steps, raw)] = share.fields.as_slice()
        && steps.is_empty()
        && let Some(json) = json(&Coding::Form.decode(raw), share.shape, how)
    {
        return json;
    }
    if let Some(delimiters) = how.and_then(|how| how.delimiters(share.shape, Coding::Form)) {
        let texts: Vec<_> = share.fields.iter().filter(|(steps, _)| steps.is_empty()).map(|(_, raw)| *raw).collect();
        let flat = read_flat(&texts, delimiters, Members::InTurn, Coding::Form, share.shape);
        if let (false, Ok(flat)) = (texts.is_empty(), flat) {
            return flat;
        }
    }
    share.grow(|raw| {
        let text = Coding::Form.decode(raw);
        how.filter(|how| how.is_json()).and_then(|_| serde_json::from_str(&text).ok()).unwrap_or_else(|| string(text))
    })
}

/// The value of a JSON text where one is expected: by the content type, or because an object is.
pub(super) fn json(text: &str, shape: &Shape, how: Option<&PropertyEncoding>) -> Option<Value> {
    let looks_like_object = matches!(shape, Shape::Object { .. }) && text.trim_start().starts_with('{');
    (looks_like_object || how.is_some_and(PropertyEncoding::is_json)).then(|| serde_json::from_str(text).ok()).flatten()
}

pub(super) fn string(text: Cow<'_, str>) -> Value {
    Value::String(text.into_owned())
}

fn holds_reserved(share: &Share<'_, &str>, how: &PropertyEncoding) -> bool {
    let delimiters = how.delimiters(share.shape, Coding::Form).unwrap_or_default();
    let is_offence = |character: char| is_reserved(character) && !matches!(character, '+' | '*');
    !how.allow_reserved
        && share.fields.iter().flat_map(|(_, raw)| split(raw, delimiters)).any(|piece| piece.contains(is_offence))
}

/// Moves the members of objects that are encoded as exploded `form` from among the properties to where they belong.
fn collect_exploded(body: &mut Map<String, Value>, shape: &Shape, encoding: &Encoding) {
    let properties = shape.properties();
    for property in properties {
        let is_exploded =
            encoding.properties.get(&property.name).is_some_and(|how| how.explode && how.style == Style::Form);
        if !is_exploded || body.contains_key(&property.name) {
            continue;
        }
        let mut object = Map::new();
        for member in property.shape.properties() {
            if !properties.iter().any(|property| property.name == member.name)
                && let Some(value) = body.shift_remove(&member.name)
            {
                object.insert(member.name.clone(), gather([value], &member.shape));
            }
        }
        if !object.is_empty() {
            body.insert(property.name.clone(), Value::Object(object));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::encoding::PropertyEncoding;
    use super::*;
    use crate::contract::style::Property;
    use serde_json::json;

    fn shape() -> Shape {
        let property = |name: &str, shape| Property { name: name.into(), shape };
        let object = |properties| Shape::Object { properties, open: true };
        object(vec![
            property("word", Shape::Scalar),
            property("tags", Shape::Array),
            property("ids[]", Shape::Array),
            property("address", object(vec![property("city", Shape::Scalar), property("lines", Shape::Array)])),
        ])
    }

    fn with(name: &str, style: Style, explode: bool, content_type: Option<&str>) -> Encoding {
        let how =
            PropertyEncoding { style, explode, allow_reserved: false, content_type: content_type.map(Into::into) };
        Encoding { properties: [(name.to_owned(), how)].into() }
    }

    #[test]
    fn the_default_encoding() {
        for (body, expected) in [
            ("", json!({})),
            ("word=a+b%2C&other=1&other=2", json!({"word": "a b,", "other": ["1", "2"]})),
            ("word=1&word=2", json!({"word": ["1", "2"]})),
            ("tags=a", json!({"tags": ["a"]})),
            ("tags[]=a&word=w&tags=b", json!({"tags": ["a", "b"], "word": "w"})),
            ("ids[]=1", json!({"ids[]": ["1"]})),
            ("more[]=1&more[]=2", json!({"more": ["1", "2"]})),
            ("address[city]=X&address[lines]=l", json!({"address": {"city": "X", "lines": ["l"]}})),
            ("address=%7B%22city%22:%22X%22,%22n%22:1%7D", json!({"address": {"city": "X", "n": 1}})),
            ("address={broken", json!({"address": "{broken"})),
            ("word={}", json!({"word": "{}"})),
            ("word=1&word[x]=2&a[b=3", json!({"word": "1", "a[b": "3"})),
            ("word=%ff%", json!({"word": "\u{fffd}%"})),
        ] {
            let form = decode(body.as_bytes(), &shape(), &Encoding::default());
            assert_eq!((form.value, form.reserved), (expected, vec![]), "{body}");
        }
        assert_eq!(decode(b"a=\xff", &Shape::Any, &Encoding::default()).value, json!({"a": "\u{fffd}"}));
    }

    #[test]
    fn a_given_encoding() {
        let json_type = Some("application/json");
        for (encoding, body, expected) in [
            (with("tags", Style::Form, false, None), "tags=a,b%2C", json!({"tags": ["a", "b,"]})),
            (with("tags", Style::PipeDelimited, false, None), "tags=a|b&tags=c", json!({"tags": ["a", "b", "c"]})),
            (with("tags", Style::SpaceDelimited, false, None), "tags=a+b%20c", json!({"tags": ["a", "b", "c"]})),
            (with("tags", Style::Form, true, json_type), "tags=[1,\"b\"]", json!({"tags": [1, "b"]})),
            (with("tags", Style::Form, true, json_type), "tags={}&tags=[", json!({"tags": [{}, "["]})),
            (with("word", Style::Form, true, json_type), "word=%22a%22", json!({"word": "a"})),
            (with("address", Style::Form, false, None), "address=city,X", json!({"address": {"city": "X"}})),
            (with("address", Style::Form, false, None), "address=city", json!({"address": "city"})),
            (with("address", Style::DeepObject, false, None), "address[city]=X", json!({"address": {"city": "X"}})),
            (
                with("address", Style::Form, true, None),
                "city=X&word=w&lines=l",
                json!({"word": "w", "address": {"city": "X", "lines": ["l"]}}),
            ),
        ] {
            assert_eq!(decode(body.as_bytes(), &shape(), &encoding).value, expected, "{body}");
        }
    }

    #[test]
    fn raw_reserved_characters_are_told_where_an_encoding_forbids_them() {
        let allowed = {
            let mut encoding = with("word", Style::Form, true, None);
            encoding.properties.values_mut().for_each(|how| how.allow_reserved = true);
            encoding
        };
        for (encoding, body, expected) in [
            (with("word", Style::Form, true, None), "word=a/b&word=:", &["word"][..]),
            (with("word", Style::Form, true, None), "word=a+b*%2F&other=/", &[]),
            (with("tags", Style::Form, false, None), "tags=a,b", &[]),
            (with("tags", Style::Form, false, None), "tags=a,b;", &["tags"]),
            (allowed, "word=a/b", &[]),
            (Encoding::default(), "word=a/b", &[]),
        ] {
            assert_eq!(decode(body.as_bytes(), &shape(), &encoding).reserved, expected, "{body}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config {
            cases: 64, failure_persistence: None, ..proptest::test_runner::Config::default()
        })]

        #[test]
        fn text_survives(fields in proptest::collection::btree_map("[^\\[]{1,4}", "\\PC*", 1..5)) {
            let escape = |text: &str| {
                percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
            };
            let pairs = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value)));
            let body = pairs.collect::<Vec<_>>().join("&").replace("%20", "+");
            let form = decode(body.as_bytes(), &Shape::Any, &Encoding::default());
            proptest::prop_assert_eq!(form.value, json!(fields));
        }

        #[test]
        fn no_body_is_too_odd(body in proptest::collection::vec(proptest::sample::select(b"a&=[]%+0{\xff".to_vec()), 0..24)) {
            let _ = decode(&body, &shape(), &with("address", Style::Form, false, Some("application/json")));
        }
    }
}
