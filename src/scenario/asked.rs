//! A call as conditions and templates see it: each part decoded once, when somebody first looks at it.

use std::borrow::Cow;
use std::cell::OnceCell;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::contract::style::{Cookies, Query};
use crate::contract::{Call, Captures, Inputs, Operation, Part, Violation};

/// A call, where it leads, and what was read of it.
pub struct Asked<'c> {
    /// The call.
    pub call: &'c Call,
    /// The operation that it leads to, if to any.
    pub operation: Option<&'c Operation>,
    /// The texts of the path's variables, percent-encoded.
    pub captures: Option<&'c Captures>,
    /// What its operation reads in it.
    pub inputs: Option<&'c Inputs>,
    query: OnceCell<Vec<(String, String)>>,
    cookies: OnceCell<Vec<(String, String)>>,
    body: OnceCell<Option<Value>>,
}

impl<'c> Asked<'c> {
    /// A call that leads to no operation.
    #[must_use]
    pub fn nowhere(call: &'c Call) -> Self {
        let (query, cookies, body) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { call, operation: None, captures: None, inputs: None, query, cookies, body }
    }

    /// A call that leads to an operation.
    #[must_use]
    pub fn of(call: &'c Call, operation: &'c Operation, captures: &'c Captures, inputs: &'c Inputs) -> Self {
        Self { operation: Some(operation), captures: Some(captures), inputs: Some(inputs), ..Self::nowhere(call) }
    }

    /// The pairs in the query, decoded, in order.
    pub fn query(&self) -> &[(String, String)] {
        self.query.get_or_init(|| {
            let query = Query::parse(self.call.query.as_deref().unwrap_or_default());
            query.pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
        })
    }

    /// The cookies, in order.
    pub fn cookies(&self) -> &[(String, String)] {
        self.cookies.get_or_init(|| {
            let cookies = Cookies::parse(self.call.headers.get_all("cookie"));
            cookies.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
        })
    }

    /// A variable in the path, decoded.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<Cow<'_, str>> {
        self.captures?.get(name).map(|raw| percent_decode_str(raw).decode_utf8_lossy())
    }

    /// The body as the operation reads it; else as JSON or a form, by its media type; else as text, if it is one.
    #[must_use]
    pub fn body(&self) -> Option<&Value> {
        if let Some(body) = self.inputs.and_then(|inputs| inputs.body.as_ref()) {
            return Some(body);
        }
        self.body.get_or_init(|| decoded(self.call)).as_ref()
    }

    /// A parameter as its operation reads it: a number if its schema says so.
    #[must_use]
    pub fn parameter(&self, part: Part, name: &str) -> Option<&Value> {
        self.inputs?.parameters.get(&(part, name.to_owned()))
    }

    /// Every way in which the call breaks the contract.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        self.inputs.map_or(&[], |inputs| &inputs.violations)
    }
}

/// A body that no operation reads.
fn decoded(call: &Call) -> Option<Value> {
    if call.body.is_empty() {
        return None;
    }
    let media_type = call.content_type();
    if media_type.as_ref().is_some_and(crate::base::MediaType::is_form) {
        let mut fields = serde_json::Map::new();
        for (name, value) in form_urlencoded::parse(&call.body) {
            let value = Value::String(value.into_owned());
            match fields.get_mut(name.as_ref()) {
                Some(Value::Array(several)) => several.push(value),
                Some(one) => *one = Value::Array(vec![one.take(), value]),
                None => drop(fields.insert(name.into_owned(), value)),
            }
        }
        return Some(Value::Object(fields));
    }
    let json = || serde_json::from_slice(&call.body).ok();
    let text = || std::str::from_utf8(&call.body).ok().map(|text| Value::String(text.to_owned()));
    json().or_else(text)
}
