//! Turns a path segment or a header, which hold the value of one parameter alone, into that value.
//! The styles are simple, matrix and label, and the `collectionFormat`s of Swagger 2.0.

use serde_json::Value;

use super::flat::{Members, object, read, string};
use super::tree::gather;
use super::{Coding, Shape, Style, StyleError};

/// Decodes a path parameter from the raw text that the template matched, still percent-encoded. A style that paths do
/// not have is read as simple. An empty array or object may be nothing at all, as RFC 6570 expands it.
pub fn decode_path(style: Style, explode: bool, shape: &Shape, name: &str, raw: &str) -> Result<Value, StyleError> {
    match style {
        Style::Matrix => matrix(explode, shape, name, raw),
        Style::Label => label(explode, shape, raw),
        _ => {
            let delimiters = style.delimiters(Coding::Percent);
            read(&[raw], delimiters, members(explode), Coding::Percent, shape)
        }
    }
}

/// Decodes a header parameter in simple style. Headers are not percent-encoded; blanks around commas do not count.
/// A header that was sent on several lines is to be joined by commas first (RFC 9110 §5.3).
pub fn decode_header(explode: bool, shape: &Shape, raw: &str) -> Result<Value, StyleError> {
    header(Style::Simple, members(explode), shape, raw)
}

/// Decodes a header of Swagger 2.0 whose `collectionFormat` is `ssv`, `tsv` or `pipes`; any other style is `csv`.
pub fn decode_header_list(style: Style, shape: &Shape, raw: &str) -> Result<Value, StyleError> {
    header(style, Members::InTurn, shape, raw)
}

fn header(style: Style, members: Members, shape: &Shape, raw: &str) -> Result<Value, StyleError> {
    let text = Coding::Header.decode(raw);
    read(&[&text], style.delimiters(Coding::Header), members, Coding::Header, shape)
}

const fn members(explode: bool) -> Members {
    if explode { Members::Named } else { Members::InTurn }
}

/// `.blue`. Without `explode` items stand between commas (RFC 6570, OAS from 3.0.4 and 3.1.1 on); the tables of the
/// versions before had dots there too, and clients write what those said, so dots count where there is no comma.
fn label(explode: bool, shape: &Shape, raw: &str) -> Result<Value, StyleError> {
    let text = match raw.strip_prefix('.') {
        Some(text) => text,
        None if raw.is_empty() && may_be_nothing(shape) => "",
        None => return Err(StyleError::Prefix { style: "label", expected: ".".to_owned() }),
    };
    let delimiter = if explode || !text.contains(',') { "." } else { "," };
    read(&[text], &[delimiter], members(explode), Coding::Percent, shape)
}

/// `;color=blue`. An empty value has no `=` (RFC 6570 §3.2.7).
fn matrix(explode: bool, shape: &Shape, name: &str, raw: &str) -> Result<Value, StyleError> {
    let is_object = matches!(shape, Shape::Object { .. });
    let Some(text) = raw.strip_prefix(';') else {
        if raw.is_empty() && may_be_nothing(shape) {
            return read(&[], &[], Members::InTurn, Coding::Percent, shape);
        }
        let expected = if explode && is_object { ";".to_owned() } else { format!(";{name}=") };
        return Err(StyleError::Prefix { style: "matrix", expected });
    };
    let decode = |raw| Coding::Percent.decode(raw);
    let parts = text.split(';').map(|part| part.split_once('=').unwrap_or((part, "")));
    if explode && is_object {
        let parts = parts.filter(|(name, value)| !(name.is_empty() && value.is_empty()));
        return Ok(object(parts.map(|(name, value)| (decode(name), decode(value))), shape));
    }
    let mut texts = Vec::new();
    for (position, (found, value)) in parts.enumerate() {
        match decode(found) {
            found if found == name => texts.push(value),
            _ if position == 0 => {
                return Err(StyleError::Prefix { style: "matrix", expected: format!(";{name}=") });
            }
            found => return Err(StyleError::ForeignName { expected: name.to_owned(), found: found.into_owned() }),
        }
    }
    if explode {
        return Ok(gather(texts.into_iter().map(|text| string(decode(text))), shape));
    }
    read(&texts, &[","], Members::InTurn, Coding::Percent, shape)
}

const fn may_be_nothing(shape: &Shape) -> bool {
    matches!(shape, Shape::Array | Shape::Object { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object() -> Shape {
        Shape::Object { properties: Vec::new(), open: true }
    }

    #[test]
    fn segments_are_split_before_they_are_decoded() {
        for (style, explode, shape, raw, expected) in [
            (Style::Simple, false, Shape::Array, "a%2Cb,c+d", json!(["a,b", "c+d"])),
            (Style::Simple, false, Shape::Scalar, "a,b%20c%", json!("a,b c%")),
            (Style::Simple, false, Shape::Any, "a,b", json!("a,b")),
            (Style::Simple, true, object(), "R=1%3D,G%2C=", json!({"R": "1=", "G,": ""})),
            (Style::Form, false, Shape::Array, "a,b", json!(["a", "b"])),
            (Style::SpaceDelimited, false, Shape::Array, "a%20b+c", json!(["a", "b+c"])),
            (Style::PipeDelimited, false, Shape::Array, "a|b%7Cc", json!(["a", "b", "c"])),
            (Style::TabDelimited, false, Shape::Array, "a%09b", json!(["a", "b"])),
            (Style::Label, false, Shape::Scalar, ".1.5", json!("1.5")),
            (Style::Label, false, Shape::Array, ".1.5,2%2C", json!(["1.5", "2,"])),
            (Style::Label, true, Shape::Array, ".1%2E5.2", json!(["1.5", "2"])),
            (Style::Matrix, false, Shape::Scalar, ";c%6Flor=a=b", json!("a=b")),
            (Style::Matrix, true, Shape::Scalar, ";color=a;color=b", json!(["a", "b"])),
            (Style::Matrix, true, Shape::Any, ";color=a;color=b", json!(["a", "b"])),
            (Style::Matrix, false, Shape::Array, ";color=a,b;color=c", json!(["a", "b", "c"])),
            (Style::Matrix, true, Shape::Array, ";color=a%3Bb;color", json!(["a;b", ""])),
            (Style::Matrix, true, object(), ";R=1;R=2;G", json!({"R": ["1", "2"], "G": ""})),
        ] {
            assert_eq!(decode_path(style, explode, &shape, "color", raw), Ok(expected), "{style:?} {raw}");
        }
    }

    #[test]
    fn a_segment_in_another_style_is_refused() {
        let matrix = |expected: &str| StyleError::Prefix { style: "matrix", expected: expected.into() };
        let label = StyleError::Prefix { style: "label", expected: ".".into() };
        let foreign = StyleError::ForeignName { expected: "color".into(), found: "size".into() };
        for (style, explode, shape, raw, expected) in [
            (Style::Matrix, false, Shape::Scalar, "blue", matrix(";color=")),
            (Style::Matrix, false, Shape::Scalar, "", matrix(";color=")),
            (Style::Matrix, false, Shape::Array, ";size=a", matrix(";color=")),
            (Style::Matrix, true, Shape::Array, ";color=a;size=b", foreign),
            (Style::Matrix, true, object(), "R=1", matrix(";")),
            (Style::Matrix, false, object(), ";color=R", StyleError::OddItems(1)),
            (Style::Label, true, Shape::Any, "blue", label),
            (Style::Label, true, object(), ".blue", StyleError::NoMember("blue".into())),
        ] {
            assert_eq!(decode_path(style, explode, &shape, "color", raw), Err(expected), "{style:?} {raw}");
        }
    }

    #[test]
    fn headers_are_not_decoded_and_blanks_around_commas_do_not_count() {
        for (explode, shape, raw, expected) in [
            (false, Shape::Scalar, " a, b%20+ ", json!("a, b%20+")),
            (false, Shape::Array, "a ,\tb c, , d%2C", json!(["a", "b c", "", "d%2C"])),
            (true, Shape::Array, "  ", json!([])),
            (false, object(), "R, 100 ,G,200", json!({"R": "100", "G": "200"})),
            (true, object(), "R=100, G = 200", json!({"R": "100", "G": "200"})),
            (true, object(), "", json!({})),
        ] {
            assert_eq!(decode_header(explode, &shape, raw), Ok(expected), "{raw}");
        }
        assert_eq!(decode_header_list(Style::PipeDelimited, &Shape::Array, "a | b,c"), Ok(json!(["a", "b,c"])));
        assert_eq!(decode_header_list(Style::SpaceDelimited, &Shape::Array, "a b"), Ok(json!(["a", "b"])));
    }
}
