//! Turns a `multipart/…` body into a value: an object of its named parts, or an array when they have no names.
//!
//! The bytes of files are not kept beyond their text. Invariant: a part with unreadable content stays text; only a body
//! that cannot be divided into parts is refused.

mod part;

use std::fmt;

use bytes::Bytes;
use serde_json::Value;

use self::part::Part;
use super::Encoding;
use super::encoding::PropertyEncoding;
use super::fields::divide;
use super::form::{json, string};
use crate::base::MediaType;
use crate::contract::style::{Coding, Key, Members, Shape, read_flat};

/// A decoded body.
#[derive(Clone, Debug, PartialEq)]
pub struct Multipart {
    /// `multipart/form-data`: an object. Other kinds: an object when every part has a name, else an array of the parts.
    /// Leaves are strings, except inside of JSON parts; the content of a file is its text, U+FFFD for what is no UTF-8.
    pub value: Value,
    /// The parts that are files, in the order in which they were sent.
    pub files: Vec<File>,
    /// How many parts of `multipart/form-data` were left out because they lack the name that RFC 7578 §4.2 demands.
    pub unnamed: usize,
}

/// A part that has a file name, or whose content type is neither text, JSON, XML nor a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The name of the part; empty when it has none.
    pub name: String,
    /// The file name, as the client sent it: not to be trusted as a path.
    pub filename: Option<String>,
    /// The content type, as the client sent it.
    pub content_type: Option<String>,
    /// The size in bytes.
    pub size: usize,
}

/// Why a body cannot be divided into parts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MultipartError {
    /// The content type is no `multipart/…`.
    ContentType(String),
    /// The content type has no `boundary`.
    NoBoundary,
    /// The body is not divided by the boundary, or ends without the closing one.
    Undivided {
        /// The boundary of the content type.
        boundary: String,
    },
    /// A part is not followed by a boundary.
    Unfinished {
        /// The name of the part; empty when it has none.
        name: String,
    },
    /// The headers of a part cannot be read.
    Headers(String),
}

impl fmt::Display for MultipartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ContentType(found) => write!(f, "a `multipart` content type expected, found: `{found}`"),
            Self::NoBoundary => f.write_str("the content type of the multipart body has no `boundary`"),
            Self::Undivided { boundary } => {
                write!(
                    f,
                    "the multipart body is not divided by `--{boundary}`, or the closing `--{boundary}--` is missing"
                )
            }
            Self::Unfinished { name } => write!(f, "no boundary after the part `{name}` of the multipart body"),
            Self::Headers(reason) => write!(f, "the headers of a part of the multipart body cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for MultipartError {}

/// Decodes a body. A property that expects an array is given one even for a single part; a name that is sent several
/// times becomes an array anyway.
pub fn decode(
    content_type: &str,
    body: &Bytes,
    shape: &Shape,
    encoding: &Encoding,
) -> Result<Multipart, MultipartError> {
    let media = MediaType::parse(content_type);
    if !media.is_multipart() {
        return Err(MultipartError::ContentType(content_type.to_owned()));
    }
    let boundary = boundary(content_type, &media).ok_or(MultipartError::NoBoundary)?;
    // Nothing but the closing boundary is a form without fields; `multer` waits for a first part.
    let is_empty = body.trim_ascii() == format!("--{boundary}--").as_bytes();
    let parts = if is_empty { Vec::new() } else { part::read(&boundary, body)? };
    let files = parts.iter().filter(|part| part.is_file()).map(Part::to_file).collect();
    let unnamed = parts.iter().filter(|part| part.name.is_none()).count();
    let is_form = media.essence() == "multipart/form-data";
    if !is_form && (unnamed > 0 || parts.is_empty()) {
        let value = parts.iter().map(|part| content(part, &Shape::Any, None)).collect();
        return Ok(Multipart { value, files, unnamed: 0 });
    }
    let fields = parts.iter().filter_map(|part| Some((Key::declared(part.name.as_deref()?), part)));
    let members = divide(fields, shape).into_iter().map(|(name, share)| {
        let how = encoding.properties.get(&name);
        let value = share.grow(|part| content(part, share.shape, how));
        (name, value)
    });
    Ok(Multipart { value: Value::Object(members.collect()), files, unnamed })
}

/// The value of one part of a property. A part that says it is JSON is taken at its word, except for an uploaded file
/// where the schema wants plain text: browsers give the JSON parts that scripts build a file name too.
fn content(part: &Part, shape: &Shape, how: Option<&PropertyEncoding>) -> Value {
    let text = String::from_utf8_lossy(&part.bytes);
    let parsed = match &part.content_type {
        Some(media) if !media.is_json() => None,
        Some(_) if part.filename.is_some() && *shape == Shape::Scalar => None,
        Some(_) => serde_json::from_str(&text).ok(),
        None => json(&text, shape, how),
    };
    if let Some(value) = parsed {
        return value;
    }
    let delimiters = how.filter(|_| !part.is_file()).and_then(|how| how.delimiters(shape, Coding::Plain));
    delimiters
        .and_then(|delimiters| read_flat(&[&text], delimiters, Members::InTurn, Coding::Plain, shape).ok())
        .unwrap_or_else(|| string(text))
}

/// The `boundary` parameter. The `mime` crate knows quoting; the simpler reader takes the unquoted `=` it refuses.
fn boundary(content_type: &str, media: &MediaType) -> Option<String> {
    let mime = content_type.trim().parse::<mime::Mime>().ok();
    let quoted = mime.as_ref().and_then(|mime| mime.get_param(mime::BOUNDARY)).map(|name| name.to_string());
    quoted.or_else(|| media.parameter("boundary").map(str::to_owned)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::style::{Property, Style};
    use serde_json::json;

    const FORM_DATA: &str = "multipart/form-data; boundary=B";

    fn shape() -> Shape {
        let property = |name: &str, shape| Property { name: name.into(), shape };
        let object = Shape::Object { properties: vec![], open: true };
        Shape::Object {
            properties: vec![
                property("word", Shape::Scalar),
                property("tags", Shape::Array),
                property("address", object),
                property("ids[]", Shape::Array),
            ],
            open: true,
        }
    }

    /// A body of parts, each the text of its headers and its content.
    fn body(parts: &[(&str, &str)]) -> Bytes {
        let part = |(headers, content): &(&str, &str)| format!("--B\r\n{headers}\r\n\r\n{content}\r\n");
        (parts.iter().map(part).collect::<String>() + "--B--\r\n").into()
    }

    /// A part of form data by its name and what else its headers say.
    fn named(name: &str, more: &str) -> String {
        format!("Content-Disposition: form-data; name=\"{name}\"{more}")
    }

    fn value(parts: &[(&str, &str)], encoding: &Encoding) -> Value {
        decode(FORM_DATA, &body(parts), &shape(), encoding).unwrap().value
    }

    #[test]
    fn named_parts_are_the_members_of_an_object() {
        for (name, more, contents, expected) in [
            ("word", "", &["a b%20\r\n"][..], json!({"word": "a b%20\r\n"})),
            ("word", "", &[""], json!({"word": ""})),
            ("word", "", &["1", "2"], json!({"word": ["1", "2"]})),
            ("word", "\r\nContent-Type: application/json", &["5"], json!({"word": 5})),
            ("other", "\r\nContent-Type: application/json", &["[1]"], json!({"other": [1]})),
            ("other", "\r\nContent-Type: application/json", &["[1"], json!({"other": "[1"})),
            ("other", "", &["{}"], json!({"other": "{}"})),
            ("tags", "", &["a"], json!({"tags": ["a"]})),
            ("tags[]", "", &["a", "b"], json!({"tags": ["a", "b"]})),
            ("tags", "\r\nContent-Type: application/json", &["[1, 2]"], json!({"tags": [1, 2]})),
            ("tags", "\r\nContent-Type: application/json", &["{}", "[]"], json!({"tags": [{}, []]})),
            ("ids[]", "", &["a"], json!({"ids[]": ["a"]})),
            ("address", "", &["{\"city\": \"X\"}"], json!({"address": {"city": "X"}})),
            ("address", "\r\nContent-Type: text/plain", &["{}"], json!({"address": "{}"})),
            ("address[city]", "", &["X"], json!({"address": {"city": "X"}})),
        ] {
            let headers = named(name, more);
            let parts: Vec<_> = contents.iter().map(|content| (headers.as_str(), *content)).collect();
            assert_eq!(value(&parts, &Encoding::default()), expected, "{name} {more} {contents:?}");
        }
    }

    #[test]
    fn an_encoding_splits_and_parses_text() {
        let how = |style, content_type: Option<&str>| Encoding {
            properties: [(
                "tags".to_owned(),
                PropertyEncoding {
                    style,
                    explode: false,
                    allow_reserved: false,
                    content_type: content_type.map(Into::into),
                },
            )]
            .into(),
        };
        let headers = named("tags", "");
        for (encoding, content, expected) in [
            (how(Style::Form, None), "a,b%2C c", json!(["a", "b%2C c"])),
            (how(Style::PipeDelimited, None), "a|b", json!(["a", "b"])),
            (how(Style::Form, None), "", json!([])),
            (how(Style::Form, Some("application/json")), "[1]", json!([1])),
        ] {
            assert_eq!(value(&[(&headers, content)], &encoding), json!({"tags": expected}), "{content}");
        }
    }

    #[test]
    fn files_are_told_and_their_text_is_kept() {
        let json = "\r\nContent-Type: application/json";
        let parts = [
            (named("word", &format!("; filename=\"a;\\\"b.json\"{json}")), "{\"a\":1}"),
            (named("other", &format!("; filename=\"blob\"{json}")), "{\"a\":1}"),
            (named("tags", "\r\nContent-Type: image/png"), "é"),
            (named("long", "; filename*=UTF-8''%C3%A9.txt"), ""),
            (named("note", "\r\nContent-Type: text/plain"), "n"),
        ];
        let parts: Vec<_> = parts.iter().map(|(headers, content)| (headers.as_str(), *content)).collect();
        let multipart = decode(FORM_DATA, &body(&parts), &shape(), &Encoding::default()).unwrap();
        let expected = json!({"word": "{\"a\":1}", "other": {"a": 1}, "tags": ["é"], "long": "", "note": "n"});
        assert_eq!(multipart.value, expected);
        let file = |name: &str, filename: Option<&str>, content_type: Option<&str>, size| File {
            name: name.into(),
            filename: filename.map(Into::into),
            content_type: content_type.map(Into::into),
            size,
        };
        let expected = [
            file("word", Some("a;\"b.json"), Some("application/json"), 7),
            file("other", Some("blob"), Some("application/json"), 7),
            file("tags", None, Some("image/png"), 2),
            file("long", Some("é.txt"), None, 0),
        ];
        assert_eq!(multipart.files, expected);
    }

    #[test]
    fn parts_without_names_are_an_array() {
        let json = ("Content-Type: application/json", "{\"a\":1}");
        let text = ("Content-Type: text/plain", "t");
        let headers = named("a", "");
        for (kind, parts, expected, unnamed) in [
            ("mixed", &[json, text][..], json!([{"a": 1}, "t"]), 0),
            ("related", &[json, (&headers, "x")], json!([{"a": 1}, "x"]), 0),
            ("mixed", &[(&headers, "x")], json!({"a": "x"}), 0),
            ("mixed", &[], json!([]), 0),
            ("form-data", &[], json!({}), 0),
            ("form-data", &[text, (&headers, "x")], json!({"a": "x"}), 1),
        ] {
            let content_type = format!("Multipart/{kind}; charset=utf-8; boundary=\"B\"");
            let multipart = decode(&content_type, &body(parts), &Shape::Any, &Encoding::default()).unwrap();
            assert_eq!((multipart.value, multipart.unnamed), (expected, unnamed), "{kind}");
        }
    }

    #[test]
    fn malformed_bodies_are_refused_with_a_reason() {
        let undivided = "the multipart body is not divided by `--B`, or the closing `--B--` is missing";
        let headers = "the headers of a part of the multipart body cannot be read: ";
        let no_boundary = "the content type of the multipart body has no `boundary`";
        for (content_type, body, expected) in [
            ("text/plain", "", "a `multipart` content type expected, found: `text/plain`".to_owned()),
            ("multipart/form-data", "", no_boundary.to_owned()),
            ("multipart/form-data; boundary=\"\"", "", no_boundary.to_owned()),
            (FORM_DATA, "", undivided.to_owned()),
            (FORM_DATA, "--C\r\n\r\n\r\n--C--", undivided.to_owned()),
            (FORM_DATA, "--B\r\nA: b\r\n", undivided.to_owned()),
            (FORM_DATA, "--B\nA: b\n\nx\n--B--", undivided.to_owned()),
            (FORM_DATA, "--Bx\r\nA: b\r\n\r\nx\r\n--B--", undivided.to_owned()),
            (
                FORM_DATA,
                "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx",
                "no boundary after the part `a` of the multipart body".to_owned(),
            ),
            (FORM_DATA, "--B\r\nA b\r\n\r\nx\r\n--B--", format!("{headers}invalid header name")),
            (FORM_DATA, "--B\r\nA: \u{1}\r\n\r\nx\r\n--B--", format!("{headers}invalid header value")),
        ] {
            let error = decode(content_type, &Bytes::from(body), &shape(), &Encoding::default()).unwrap_err();
            assert_eq!(error.to_string(), expected, "{body:?}");
        }
    }

    #[test]
    fn boundaries_may_hold_anything_that_clients_write() {
        for (parameter, boundary) in
            [("----=_Part_1.2", "----=_Part_1.2"), ("\"a;b=c d\"", "a;b=c d"), ("AbC; charset=utf-8", "AbC")]
        {
            let body =
                Bytes::from(format!("preamble\r\n--{boundary}\r\n{}\r\n\r\nx\r\n--{boundary}--", named("a", "")));
            let content_type = format!("multipart/form-data; boundary={parameter}");
            let multipart = decode(&content_type, &body, &Shape::Any, &Encoding::default()).unwrap();
            assert_eq!(multipart.value, json!({"a": "x"}), "{parameter}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config {
            cases: 128, failure_persistence: None, ..proptest::test_runner::Config::default()
        })]

        #[test]
        fn no_body_is_too_odd(pieces in proptest::collection::vec(
            "(--B|\r\n|--|Content-Disposition: form-data; |name=|filename=|\"|[^B]|\\PC){0,6}", 0..8,
        )) {
            let _ = decode(FORM_DATA, &Bytes::from(pieces.concat()), &shape(), &Encoding::default());
        }

        #[test]
        fn text_survives(fields in proptest::collection::btree_map("[a-z]{1,4}", "\\PC*", 1..5)) {
            let headers: Vec<_> = fields.keys().map(|name| named(name, "")).collect();
            let parts: Vec<_> = headers.iter().map(String::as_str).zip(fields.values().map(String::as_str)).collect();
            let multipart = decode(FORM_DATA, &body(&parts), &Shape::Any, &Encoding::default()).unwrap();
            proptest::prop_assert_eq!(multipart.value, json!(fields));
        }
    }
}
