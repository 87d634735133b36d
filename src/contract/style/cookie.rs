//! Takes the cookies of a request apart, and decodes cookie parameters from them.
//!
//! Attributes are the business of `Set-Cookie` and unknown here. Invariant: every header can be taken apart.

use std::borrow::Cow;

use serde_json::Value;

use super::pairs::{Pair, Pairs};
use super::{Coding, Shape, Style, StyleError};

/// The cookies of a request in the order in which they were sent.
#[derive(Clone, Debug, Default)]
pub struct Cookies<'c> {
    pairs: Vec<(Cow<'c, str>, Cow<'c, str>)>,
}

impl<'c> Cookies<'c> {
    /// Takes the values of all `Cookie` headers apart at `;` and the first `=` (RFC 6265 §5.4); HTTP/2 may send several.
    /// Pieces without `=` have the value `""`, empty ones do not count, bytes that are no UTF-8 become U+FFFD.
    #[must_use]
    pub fn parse<V: AsRef<[u8]> + ?Sized + 'c>(headers: impl IntoIterator<Item = &'c V>) -> Self {
        let mut pairs: Vec<(Cow<'c, str>, Cow<'c, str>)> = Vec::new();
        for header in headers {
            match String::from_utf8_lossy(header.as_ref()) {
                Cow::Borrowed(text) => pairs.extend(pieces(text).map(|(name, value)| (name.into(), value.into()))),
                Cow::Owned(text) => {
                    let owned = |text: &str| Cow::Owned(text.to_owned());
                    pairs.extend(pieces(&text).map(|(name, value)| (owned(name), owned(value))));
                }
            }
        }
        Self { pairs }
    }

    /// The pairs as they were sent: neither unquoted nor percent-decoded.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref()))
    }

    /// The first value sent under exactly this name, as it was sent.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        self.pairs().find_map(|(found, value)| (found == name).then_some(value))
    }
}

fn pieces(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(';').map(str::trim).filter(|piece| !piece.is_empty()).map(|piece| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        (name.trim_end(), value.trim_start())
    })
}

/// Decodes a cookie parameter; `None` when it was not sent.
///
/// - `cookie` style takes values as they are (OAS 3.2); every other style is read as `form`: unquoted
///   (RFC 6265 §4.1.1) and percent-decoded, a `+` being itself.
/// - With `explode`, items and members are cookies of their own. `form` in the letter of RFC 6570 writes them into one
///   cookie, `color=blue&color=black`: that is understood too.
/// - Of a scalar sent several times the first counts: browsers send one name for several paths, the most specific first
///   (RFC 6265 §5.4).
pub fn decode_cookie(
    style: Style,
    explode: bool,
    shape: &Shape,
    name: &str,
    cookies: &Cookies<'_>,
) -> Result<Option<Value>, StyleError> {
    let coding = if style == Style::Cookie { Coding::Plain } else { Coding::Percent };
    let is_compound = explode && matches!(shape, Shape::Array | Shape::Object { .. });
    let mut list = Vec::new();
    for (name, value) in cookies.pairs() {
        if style == Style::Cookie {
            list.push(Pair::new(name, value, coding));
            continue;
        }
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        match value.split_once('&') {
            Some((first, rest)) if is_compound && rest.split('&').all(|pair| pair.contains('=')) => {
                list.push(Pair::new(name, first, coding));
                let rest = rest.split('&').filter_map(|pair| pair.split_once('='));
                list.extend(rest.map(|(name, value)| Pair::new(name, value, coding)));
            }
            _ => list.push(Pair::new(name, value, coding)),
        }
    }
    if *shape == Shape::Scalar {
        let first = list.iter().find(|pair| coding.decode(pair.name) == name);
        return Ok(first.map(|pair| Value::String(coding.decode(pair.value).into_owned())));
    }
    Pairs { list: &list, coding, claimed: None }.decode(style, explode, shape, name)
}

#[cfg(test)]
mod tests {
    use super::super::Property;
    use super::*;
    use serde_json::json;

    #[test]
    fn cookies_are_found_in_every_header() {
        let cookies = Cookies::parse(["a=1; b = x=y ;; flag", "a=2;c=\"q\""]);
        let expected = [("a", "1"), ("b", "x=y"), ("flag", ""), ("a", "2"), ("c", "\"q\"")];
        assert!(cookies.pairs().eq(expected));
        assert_eq!(cookies.first("a"), Some("1"));
        let cookies = Cookies::parse([&b"a=\xff"[..]]);
        assert_eq!(cookies.first("a"), Some("\u{fffd}"));
    }

    #[test]
    fn form_style_is_unquoted_and_decoded_and_cookie_style_is_not() {
        let object = Shape::Object { properties: vec![Property { name: "R".into(), shape: Shape::Array }], open: true };
        for (style, explode, shape, header, expected) in [
            (Style::Form, true, Shape::Scalar, "c=\"a%20b+\"", Some(json!("a b+"))),
            (Style::Form, true, Shape::Scalar, "c=a&c=b", Some(json!("a&c=b"))),
            (Style::Form, true, Shape::Scalar, "c=1; c=2", Some(json!("1"))),
            (Style::Form, true, Shape::Scalar, "d=1", None),
            (Style::Form, false, Shape::Array, "c=a%2C,b", Some(json!(["a,", "b"]))),
            (Style::Form, true, Shape::Array, "c=a&b", Some(json!(["a&b"]))),
            (Style::Form, true, object.clone(), "c=1; R=2", Some(json!({"R": ["2"]}))),
            (Style::Cookie, true, Shape::Scalar, "c=\"a%20b+\"", Some(json!("\"a%20b+\""))),
            (Style::Cookie, true, Shape::Array, "c=a&c=b; c=d", Some(json!(["a&c=b", "d"]))),
            (Style::Cookie, true, object, "c=1; R=%31", Some(json!({"R": ["%31"]}))),
        ] {
            let cookies = Cookies::parse([header]);
            assert_eq!(decode_cookie(style, explode, &shape, "c", &cookies), Ok(expected), "{style:?} {header}");
        }
    }
}
