//! Takes a query string apart, and decodes query parameters from it.
//!
//! Nothing is decoded before it is asked for. Invariant: every query string can be taken apart.

use std::borrow::Cow;

use serde_json::Value;

use super::pairs::{Pair, Pairs};
use super::{Coding, Key, Shape, Style, StyleError};

/// A query string, or a form body, as pairs in the order in which they were sent. A name without `=` has the value `""`.
#[derive(Clone, Debug, Default)]
pub struct Query<'q> {
    pairs: Vec<Pair<'q>>,
    claimed: Option<Vec<Key<'static>>>,
}

impl<'q> Query<'q> {
    /// Takes the text after the `?` apart at `&` and `=`. Empty pairs do not count.
    #[must_use]
    pub fn parse(raw: &'q str) -> Self {
        let pairs = raw.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Pair::new(name, value, Coding::Form)
        });
        Self { pairs: pairs.collect(), claimed: None }
    }

    /// Tells which names the parameters of the operation have. Only then can an exploded object that allows additional
    /// properties be given what is left over: without it, it gets its declared properties alone.
    #[must_use]
    pub fn claiming<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Self {
        self.claimed = Some(names.into_iter().map(|name| Key::declared(name).into_owned()).collect());
        self
    }

    /// The decoded pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (Cow<'q, str>, Cow<'q, str>)> + '_ {
        self.pairs.iter().map(|pair| (Coding::Form.decode(pair.name), Coding::Form.decode(pair.value)))
    }

    /// The decoded first value sent under exactly this name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<Cow<'q, str>> {
        self.raw(name).next().map(|value| Coding::Form.decode(value))
    }

    /// Whether exactly this name was sent.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.raw(name).next().is_some()
    }

    /// The values sent under exactly this name, still encoded: what [`has_reserved`](super::has_reserved) wants to see.
    pub fn raw(&self, name: &str) -> impl Iterator<Item = &'q str> {
        self.pairs.iter().filter(move |pair| Coding::Form.decode(pair.name) == name).map(|pair| pair.value)
    }

    /// The pairs themselves.
    pub(crate) fn into_pairs(self) -> Vec<Pair<'q>> {
        self.pairs
    }
}

/// Decodes a query parameter; `None` when it was not sent. Styles that query strings do not have are read as `form`.
///
/// - The delimited styles with `explode` read repeated names, as `form` does.
/// - A scalar sent several times becomes the array of all its values, so that the check can tell the client that a
///   single one was expected (servers whose query parser makes arrays of them, such as Rocket.Chat, answer that).
/// - `name=` and `name` are `""`, and an array or object without items where `explode` is off.
/// - An exploded object without any of its members counts as not sent.
pub fn decode_query(
    style: Style,
    explode: bool,
    shape: &Shape,
    name: &str,
    query: &Query<'_>,
) -> Result<Option<Value>, StyleError> {
    Pairs { list: &query.pairs, coding: Coding::Form, claimed: query.claimed.as_deref() }
        .decode(style, explode, shape, name)
}

#[cfg(test)]
mod tests {
    use super::super::Property;
    use super::*;
    use serde_json::json;

    fn object() -> Shape {
        let property = |name: &str, shape| Property { name: name.into(), shape };
        let nested = Shape::Object { properties: vec![property("list", Shape::Array)], open: true };
        Shape::Object {
            properties: vec![property("a", Shape::Scalar), property("list", Shape::Array), property("sub", nested)],
            open: true,
        }
    }

    #[test]
    fn arrays_and_scalars() {
        use Style::{Form, PipeDelimited, SpaceDelimited, TabDelimited};
        for (style, explode, shape, raw, expected) in [
            (Form, true, Shape::Scalar, "c=a+b%20c%2B", Some(json!("a b c+"))),
            (Form, true, Shape::Scalar, "c=1&c=2", Some(json!(["1", "2"]))),
            (Form, true, Shape::Scalar, "c[]=1", None),
            (Form, true, Shape::Scalar, "%63=1&d=2", Some(json!("1"))),
            (Form, true, Shape::Scalar, "c", Some(json!(""))),
            (Form, true, Shape::Any, "c=a,b", Some(json!("a,b"))),
            (Form, true, Shape::Any, "c=a&c=b", Some(json!(["a", "b"]))),
            (Form, true, Shape::Any, "c[]=a", Some(json!(["a"]))),
            (Form, true, Shape::Array, "c=a", Some(json!(["a"]))),
            (Form, true, Shape::Array, "c=a,b&c=d", Some(json!(["a,b", "d"]))),
            (Form, true, Shape::Array, "c=", Some(json!([""]))),
            (Form, true, Shape::Array, "c[]=a&c%5B%5D=b", Some(json!(["a", "b"]))),
            (Form, true, Shape::Array, "c[1]=b&c[0]=a", Some(json!(["a", "b"]))),
            (Form, true, Shape::Array, "c[0][x]=1&c[0][y]=2", Some(json!([{"x": "1", "y": "2"}]))),
            (Form, true, Shape::Array, "c[x]=a&d=b", None),
            (Form, false, Shape::Array, "c=a,b%2Cc", Some(json!(["a", "b,c"]))),
            (Form, false, Shape::Array, "c=a%2Cb,c", Some(json!(["a,b", "c"]))),
            (Form, false, Shape::Array, "c=a%2Cb", Some(json!(["a", "b"]))),
            (Form, false, Shape::Array, "c=a,b&c=d", Some(json!(["a", "b", "d"]))),
            (Form, false, Shape::Array, "c[1]=b,d&c[0]=a", Some(json!(["a", "b", "d"]))),
            (Form, false, Shape::Array, "c", Some(json!([]))),
            (Form, false, Shape::Array, "c=,", Some(json!(["", ""]))),
            (Form, false, Shape::Scalar, "c=a,b", Some(json!("a,b"))),
            (SpaceDelimited, false, Shape::Array, "c=a%20b+d%2B", Some(json!(["a", "b", "d+"]))),
            (SpaceDelimited, true, Shape::Array, "c=a%20b&c=d", Some(json!(["a b", "d"]))),
            (PipeDelimited, false, Shape::Array, "c=a|b%7Cd%7ce", Some(json!(["a", "b", "d", "e"]))),
            (TabDelimited, false, Shape::Array, "c=a%09b", Some(json!(["a", "b"]))),
        ] {
            let query = Query::parse(raw);
            assert_eq!(decode_query(style, explode, &shape, "c", &query), Ok(expected), "{style:?} {explode} {raw}");
        }
    }

    #[test]
    fn objects() {
        use Style::{DeepObject, Form};
        for (style, explode, raw, expected) in [
            (Form, true, "a=1&list=x&sub[list]=y&z=2", Some(json!({"a": "1", "list": ["x"], "sub": {"list": ["y"]}}))),
            (Form, true, "z=2", None),
            (Form, false, "f=a,1,list,x", Some(json!({"a": "1", "list": ["x"]}))),
            (Form, false, "f=", Some(json!({}))),
            (
                DeepObject,
                true,
                "f[a]=1&f[b][c]=2&f[list][]=x&f[list]=y",
                Some(json!({"a": "1", "b": {"c": "2"}, "list": ["x", "y"]})),
            ),
            (DeepObject, false, "f%5Ba%5D=1&g[a]=2", Some(json!({"a": "1"}))),
            (DeepObject, true, "f=1&f[a]=2&f[=3&f]=4", Some(json!({"a": "2"}))),
            (DeepObject, true, "f=1", Some(json!("1"))),
            (DeepObject, true, "g[a]=1", None),
        ] {
            let query = Query::parse(raw);
            assert_eq!(decode_query(style, explode, &object(), "f", &query), Ok(expected), "{style:?} {raw}");
        }
        let query = Query::parse("f=a,1,b");
        assert_eq!(decode_query(Form, false, &object(), "f", &query), Err(StyleError::OddItems(3)));
    }

    #[test]
    fn a_free_form_object_takes_what_no_other_parameter_claims() {
        let shape = Shape::Object { properties: Vec::new(), open: true };
        let query = Query::parse("page=4&q=x&ids[]=1&filter[a]=2&extra[b]=3");
        assert_eq!(decode_query(Style::Form, true, &shape, "free", &query), Ok(None));
        let query = query.claiming(["free", "q", "ids[]", "filter"]);
        let expected = json!({"page": "4", "extra": {"b": "3"}});
        assert_eq!(decode_query(Style::Form, true, &shape, "free", &query), Ok(Some(expected)));
    }

    #[test]
    fn names_with_brackets_are_names() {
        let query = Query::parse("page[size]=5&page%5Bnumber%5D=1&ids[]=a&ids[]=b&odd[=1");
        for (shape, name, expected) in [
            (Shape::Scalar, "page[size]", json!("5")),
            (Shape::Scalar, "page[number]", json!("1")),
            (Shape::Array, "ids[]", json!(["a", "b"])),
            (Shape::Scalar, "odd[", json!("1")),
        ] {
            assert_eq!(decode_query(Style::Form, true, &shape, name, &query), Ok(Some(expected)), "{name}");
        }
    }

    #[test]
    fn pairs_are_found_by_their_decoded_name() {
        let query = Query::parse("&a=1+2&&b%20c=%zz&=x&flag&a=3#");
        let pairs: Vec<_> = query.pairs().collect();
        let expected = [("a", "1 2"), ("b c", "%zz"), ("", "x"), ("flag", ""), ("a", "3#")];
        assert!(pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).eq(expected));
        assert_eq!(query.first("a").as_deref(), Some("1 2"));
        assert_eq!(query.raw("a").collect::<Vec<_>>(), ["1+2", "3#"]);
        assert!(query.has("b c") && query.has("flag") && !query.has("b"));
    }
}
