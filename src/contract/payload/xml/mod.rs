//! Turns an XML body into a JSON value, by the schema's XML Objects (OAS 3.1 §4.8.26; the same in 2.0 and 3.0).
//!
//! Every leaf becomes a string; turning strings into numbers and the like is the coercion's business. Local names are
//! compared and prefixes ignored, except between properties that share a local name. What the schema does not know stays,
//! under its local name, so that the check can complain of it. Where nothing is known of the schema:
//! - an element with neither attributes nor elements inside is its text;
//! - any other is an object of its attributes and elements alike; a name that occurs more than once is an array;
//! - the text of an element that is an object is its member `#text`, unless it is blank.
//!
//! A property with `nodeType: text` or `cdata` (OpenAPI 3.2) is that text.
//!
//! `xsi:nil` is `null`; `xmlns…`, other `xsi:…` and undeclared `xml:…` attributes are not values. Of text without a schema for strings the
//! blanks at its ends are dropped.
//! Invariant: no body is too odd: it gives a value or an error, in memory and stack bounded by the body and `MAX_DEPTH`.

mod charset;
#[cfg(test)]
pub(crate) mod fixture;
pub(crate) mod markup;
mod members;
pub(crate) mod name;
mod tree;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::schema::{SchemaArena, SchemaId, TypeSet};
use markup::Markup;
use members::{Form, Kind, Layout, Member};
use tree::Element;

/// How many elements may stand inside of each other.
pub(crate) const MAX_DEPTH: usize = 256;
/// The member that is the text of an element with attributes or elements inside.
pub(crate) const TEXT: &str = "#text";

/// Why a body is no XML that we read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlError {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

impl XmlError {
    fn at(text: &str, offset: usize, message: impl Into<String>) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let last = before.rsplit('\n').next().unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        Self { line, column: last.chars().count() + 1, message: message.into() }
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for XmlError {}

/// Reads a body. The name of the root element is not checked, nor are those of the items of an array that is the root.
///
/// # Errors
/// If the body is not well-formed, has a document type declaration, or is deeper or larger than we read.
pub fn decode(body: &[u8], arena: &SchemaArena, schema: Option<SchemaId>) -> Result<Value, XmlError> {
    let root = tree::parse(&charset::text(body)?)?;
    let mut decoder = Decoder { arena, forms: BTreeMap::new() };
    match schema.filter(|id| !root.is_nil && !root.is_leaf() && decoder.form(*id).kind == Kind::Array) {
        Some(array) => Ok(decoder.array(&root, array)),
        None => Ok(decoder.value(&root, schema)),
    }
}

struct Decoder<'a> {
    arena: &'a SchemaArena,
    /// What is known of the schemas met so far.
    forms: BTreeMap<SchemaId, Rc<Form>>,
}

impl Decoder<'_> {
    fn form(&mut self, schema: SchemaId) -> Rc<Form> {
        let form = self.forms.entry(schema).or_insert_with(|| Rc::new(Form::of(self.arena, schema)));
        Rc::clone(form)
    }

    fn value(&mut self, element: &Element, schema: Option<SchemaId>) -> Value {
        if element.is_nil {
            return Value::Null;
        }
        let Some(id) = schema else {
            return if element.is_leaf() { Value::String(element.text.clone()) } else { self.object(element, None) };
        };
        let form = self.form(id);
        match form.kind {
            Kind::Array if !element.children.is_empty() && self.holds_items(element, id) => self.array(element, id),
            Kind::Array | Kind::Scalar if element.children.is_empty() => text(element, &form),
            Kind::Object | Kind::Any if element.is_leaf() && form.text.is_none() => text(element, &form),
            Kind::Object | Kind::Any => self.object(element, schema),
            // Elements where none are due: as they are, for the check to name.
            Kind::Array | Kind::Scalar => self.object(element, None),
        }
    }

    /// Whether the elements inside have the names of items; an item without one of its own is named as what it stands in.
    fn holds_items(&self, element: &Element, array: SchemaId) -> bool {
        let (_, inferred) = name::split(&element.name);
        element.children.iter().enumerate().all(|(index, child)| {
            let label = Markup::of(self.arena, self.arena.element(array, index)).label(inferred);
            label.local == name::split(&child.name).1
        })
    }

    fn array(&mut self, element: &Element, array: SchemaId) -> Value {
        let items = element.children.iter().enumerate();
        items.map(|(index, child)| self.value(child, self.arena.element(array, index))).collect()
    }

    /// The property that an attribute or an element stands for, declared or not.
    fn member(&self, qualified: &str, is_attribute: bool, form: Option<&Form>, schema: Option<SchemaId>) -> Member {
        let declared = form.and_then(|form| form.member(qualified, is_attribute)).cloned();
        declared.unwrap_or_else(|| {
            let (_, local) = name::split(qualified);
            Member::other(self.arena, schema.and_then(|id| self.arena.property(id, local)), local)
        })
    }

    fn object(&mut self, element: &Element, schema: Option<SchemaId>) -> Value {
        let form = schema.map(|id| self.form(id));
        let member = |qualified: &str, is_attribute| self.member(qualified, is_attribute, form.as_deref(), schema);
        let is_known = |name: &str| form.as_ref().is_some_and(|form| form.member(name, true).is_some());
        let attributes = element.attributes.iter().filter(|(name, _)| !name.starts_with("xml:") || is_known(name));
        let attributes = attributes.map(|(name, value)| (member(name, true), Ok(value)));
        let children = element.children.iter().map(|child| (member(&child.name, false), Err(child)));
        let found: Vec<_> = attributes.chain(children).collect();
        let mut values: IndexMap<String, (Layout, Vec<Value>)> = IndexMap::new();
        for (member, content) in found {
            let (_, list) = values.entry(member.property).or_insert_with(|| (member.layout, Vec::new()));
            let schema = match member.layout {
                Layout::Single => member.schema,
                Layout::Repeated => member.schema.and_then(|array| self.arena.element(array, list.len())),
            };
            list.push(match content {
                Ok(value) => Value::String(self.trim(value, schema).to_owned()),
                Err(child) => self.value(child, schema),
            });
        }
        let mut object: Map<String, Value> =
            values.into_iter().map(|(property, (layout, list))| (property, gather(layout, list))).collect();
        if !element.is_blank() {
            let text = if element.children.is_empty() { &element.text } else { element.trimmed() };
            let property = form.as_ref().and_then(|form| form.text.as_deref()).unwrap_or(TEXT);
            object.insert(property.to_owned(), Value::String(text.to_owned()));
        }
        Value::Object(object)
    }

    /// The value of an attribute without the blanks at its ends, unless it may be a string.
    fn trim<'v>(&mut self, value: &'v str, schema: Option<SchemaId>) -> &'v str {
        match schema {
            Some(id) if !self.form(id).types.contains(TypeSet::STRING) => value.trim_matches(tree::BLANKS),
            _ => value,
        }
    }
}

/// The value of a property. More than one where one is due is an array, for the check to name.
fn gather(layout: Layout, mut list: Vec<Value>) -> Value {
    match list.pop() {
        Some(only) if list.is_empty() && layout == Layout::Single => only,
        Some(last) => {
            list.push(last);
            Value::Array(list)
        }
        None => Value::Null,
    }
}

/// The value of an element that holds no other: empty as what is expected is empty.
fn text(element: &Element, form: &Form) -> Value {
    if form.types.contains(TypeSet::STRING) {
        return Value::String(element.text.clone());
    }
    match form.kind {
        Kind::Object if element.is_blank() => Value::Object(Map::new()),
        Kind::Array if element.is_blank() => Value::Array(Vec::new()),
        _ => Value::String(element.trimmed().to_owned()),
    }
}
