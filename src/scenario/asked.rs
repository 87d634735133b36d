//! A call as conditions and templates see it: each part decoded once, when somebody first looks at it.
//!
//! Nothing is judged here. Invariant: what cannot be decoded is not there, or is the text that it is.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::base::MediaType;
use crate::contract::payload::{Encoding, multipart};
use crate::contract::style::{Cookies, Query, Shape};
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
    media_type: OnceCell<Option<MediaType>>,
    body: OnceCell<Option<Value>>,
    vars: RefCell<Vec<(Address, Var)>>,
    is_unsteady: Cell<bool>,
}

/// A variable: where those of its scenario are, and its number among them.
pub(super) type Address = (usize, usize);

/// What a variable is, if it is anything.
pub(super) type Var = Option<Arc<Value>>;

impl<'c> Asked<'c> {
    /// A call that leads to no operation.
    #[must_use]
    pub fn nowhere(call: &'c Call) -> Self {
        let (query, cookies, media_type, body, vars, is_unsteady) = Default::default();
        Self {
            call,
            operation: None,
            captures: None,
            inputs: None,
            query,
            cookies,
            media_type,
            body,
            vars,
            is_unsteady,
        }
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

    /// The media type of the body.
    #[must_use]
    pub fn media_type(&self) -> Option<&MediaType> {
        self.media_type.get_or_init(|| self.call.content_type()).as_ref()
    }

    /// The body as the operation reads it; else as a form or as text, by its media type; else as JSON, if it is, or as text, if it is one.
    #[must_use]
    pub fn body(&self) -> Option<&Value> {
        if let Some(body) = self.inputs.and_then(|inputs| inputs.body.as_ref()) {
            return Some(body);
        }
        self.body.get_or_init(|| decoded(self.call, self.media_type())).as_ref()
    }

    /// A parameter as its operation reads it: a number if its schema says so.
    #[must_use]
    pub fn parameter(&self, part: Part, name: &str) -> Option<&Value> {
        self.inputs?.parameters.get(&(part, name.to_owned()))
    }

    /// What a variable was found to be, if it was looked at: perhaps nothing.
    pub(super) fn var(&self, address: Address) -> Option<Var> {
        self.vars.borrow().iter().find(|(known, _)| *known == address).map(|(_, value)| value.clone())
    }

    /// Keeps what a variable is, as long as the call is answered.
    pub(super) fn keep(&self, address: Address, value: Var) {
        self.vars.borrow_mut().push((address, value));
    }

    /// Whether anything was worked out for it that may be something else for the same call: a variable that reads a setting, the size of a
    /// collection that depends on one.
    #[must_use]
    pub fn is_unsteady(&self) -> bool {
        self.is_unsteady.get()
    }

    /// Notes that something may be something else for the same call.
    pub(super) fn disturb(&self) {
        self.is_unsteady.set(true);
    }

    /// Every way in which the call breaks the contract.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        self.inputs.map_or(&[], |inputs| &inputs.violations)
    }
}

/// A body that no operation reads.
fn decoded(call: &Call, media_type: Option<&MediaType>) -> Option<Value> {
    if call.body.is_empty() {
        return None;
    }
    let json = || serde_json::from_slice(&call.body).ok();
    let text = || std::str::from_utf8(&call.body).ok().map(|text| Value::String(text.to_owned()));
    match media_type {
        Some(media) if media.is_form() => Some(fields(&call.body)),
        Some(media) if media.is_multipart() => {
            let header = call.header("content-type").unwrap_or_default();
            let parts = multipart::decode(header, &call.body, &Shape::Any, &Encoding::default());
            parts.ok().map(|parts| parts.value).or_else(text)
        }
        // What is sent as text stays text: `050` is no number.
        Some(media) if !media.is_json() && (media.is_text() || media.is_xml()) => text(),
        _ => json().or_else(text),
    }
}

/// The fields of a form; those that are there several times are lists.
fn fields(body: &[u8]) -> Value {
    let mut fields = serde_json::Map::new();
    for (name, value) in form_urlencoded::parse(body) {
        let value = Value::String(value.into_owned());
        match fields.get_mut(name.as_ref()) {
            Some(Value::Array(several)) => several.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
            None => drop(fields.insert(name.into_owned(), value)),
        }
    }
    Value::Object(fields)
}
