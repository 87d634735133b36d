//! Writes a JSON value as an XML document, by the schema's XML Objects (OAS 3.1 §4.8.26; the same in 2.0 and 3.0).
//!
//! The root is named by `xml.name`, else as the component, else `root`. `null` and what is empty is an empty element; an
//! unwrapped empty array is nothing at all. An attribute that cannot be one (an object, an array, a name taken twice) is
//! an element. A prefix that no namespace is declared for is left out, as is anything below [`MAX_DEPTH`] elements.
//! Does not check the value and does not indent.
//! Invariant: the document is well-formed, also in its namespaces, whatever the value and the schema.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use quick_xml::escape::escape;
use serde_json::{Map, Value};

use crate::contract::payload::xml::markup::{Label, Markup, component};
use crate::contract::payload::xml::{MAX_DEPTH, TEXT, name};
use crate::schema::{SchemaArena, SchemaId, XmlText};

/// The namespace of the prefix `xml`, which is always declared and never may be.
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of declarations, which nothing may be bound to.
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The document that shows `value`.
#[must_use]
pub fn encode(value: &Value, arena: &SchemaArena, schema: Option<SchemaId>) -> String {
    let markup = Markup::of(arena, schema);
    let inferred = component(arena, schema).unwrap_or_else(|| "root".to_owned());
    let mut writer = Writer { arena, out: String::new(), scope: Vec::new(), depth: 0 };
    writer.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    writer.element(&markup.label(&inferred), value, schema);
    writer.out
}

struct Writer<'a> {
    arena: &'a SchemaArena,
    out: String,
    /// The declared prefixes (empty for the default) and their namespaces, innermost last.
    scope: Vec<(String, String)>,
    depth: usize,
}

/// A member of an object, with what its schema says.
struct Member<'a> {
    property: &'a str,
    value: &'a Value,
    schema: Option<SchemaId>,
    markup: Markup<'a>,
}

/// What a name is for: an attribute without a prefix has no namespace.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Element,
    Attribute,
}

impl<'a> Writer<'a> {
    /// Writes an element and all inside of it.
    fn element(&mut self, label: &Label<'_>, value: &Value, schema: Option<SchemaId>) {
        if self.depth == MAX_DEPTH {
            return;
        }
        self.depth += 1;
        let outer = self.scope.len();
        let tag = self.qualify(label, Use::Element);
        self.out.push('<');
        self.out.push_str(&tag);
        let members = value.as_object().map_or_else(Vec::new, |object| self.members(object, schema));
        let (attributes, members) = self.attributes(members);
        self.declarations(outer);
        self.out.push_str(&attributes);
        self.out.push('>');
        let start = self.out.len();
        match value {
            Value::Object(_) => members.iter().for_each(|member| self.member(member)),
            Value::Array(items) => self.items(items, schema, &label.local),
            scalar => self.out.push_str(&text(&plain(scalar))),
        }
        if self.out.len() == start {
            self.out.pop();
            self.out.push_str("/>");
        } else {
            self.out.push_str("</");
            self.out.push_str(&tag);
            self.out.push('>');
        }
        self.scope.truncate(outer);
        self.depth -= 1;
    }

    fn members<'v>(&self, object: &'v Map<String, Value>, schema: Option<SchemaId>) -> Vec<Member<'v>>
    where
        'a: 'v,
    {
        let arena = self.arena;
        let members = object.iter().map(|(property, value)| {
            let schema = schema.and_then(|id| arena.property(id, property));
            Member { property, value, schema, markup: Markup::of(arena, schema) }
        });
        members.collect()
    }

    /// The attributes as they are written in the start tag, and the members that are left.
    fn attributes<'v>(&mut self, members: Vec<Member<'v>>) -> (String, Vec<Member<'v>>) {
        let mut written = String::new();
        let mut taken: Vec<(Option<String>, String)> = Vec::new();
        let mut left = Vec::new();
        for member in members {
            if !member.markup.attribute || is_container(member.value) {
                left.push(member);
                continue;
            }
            let tag = self.qualify(&member.markup.label(member.property), Use::Attribute);
            let (prefix, local) = name::split(&tag);
            let namespace = prefix.map(|prefix| self.namespace(prefix).unwrap_or_default().to_owned());
            let expanded = (namespace, local.to_owned());
            if taken.contains(&expanded) {
                left.push(member);
                continue;
            }
            taken.push(expanded);
            push_attribute(&mut written, &tag, &plain(member.value));
        }
        (written, left)
    }

    fn declarations(&mut self, outer: usize) {
        for (prefix, namespace) in self.scope.iter().skip(outer) {
            let colon = if prefix.is_empty() { "" } else { ":" };
            push_attribute(&mut self.out, &format!("xmlns{colon}{prefix}"), namespace);
        }
    }

    fn member(&mut self, member: &Member<'_>) {
        let Member { property, value, schema, markup } = member;
        match value {
            Value::Array(items) if !markup.wrapped => {
                for (index, item) in items.iter().enumerate() {
                    let schema = schema.and_then(|array| self.arena.element(array, index));
                    let label = markup.repeated(Markup::of(self.arena, schema), property);
                    self.element(&label, item, schema);
                }
            }
            scalar if markup.text == Some(XmlText::Section) && !is_container(scalar) => self.section(&plain(scalar)),
            scalar
                if !is_container(scalar) && (markup.text.is_some() || (*property == TEXT && markup.name.is_none())) =>
            {
                self.out.push_str(&text(&plain(scalar)));
            }
            value => self.element(&markup.label(property), value, *schema),
        }
    }

    /// A CDATA section. What would end it is divided among two; what none can hold is written as text is.
    fn section(&mut self, raw: &str) {
        if raw.is_empty() || raw.contains('\r') || !raw.chars().all(name::is_character) {
            return self.out.push_str(&text(raw));
        }
        for part in ["<![CDATA[", &raw.replace("]]>", "]]]]><![CDATA[>"), "]]>"] {
            self.out.push_str(part);
        }
    }

    /// The items of an array that has an element of its own: without a name of theirs they have its name; in the root
    /// that of their component, since there no property says how they are called.
    fn items(&mut self, items: &[Value], array: Option<SchemaId>, own: &str) {
        let is_root = self.depth == 1;
        for (index, item) in items.iter().enumerate() {
            let schema = array.and_then(|array| self.arena.element(array, index));
            let component = if is_root { component(self.arena, schema) } else { None };
            let label = Markup::of(self.arena, schema).label(component.as_deref().unwrap_or(own));
            self.element(&label, item, schema);
        }
    }

    /// The name with its prefix; declares the namespace if it is not yet. An attribute gives no new meaning to a prefix:
    /// the element it stands on may use it in the old one.
    fn qualify(&mut self, label: &Label<'_>, what: Use) -> String {
        let unqualified = || label.local.clone().into_owned();
        let prefix = match label.prefix {
            Some("xml") if label.namespace.is_none_or(|namespace| namespace == XML) => {
                return format!("xml:{}", label.local);
            }
            prefix => prefix.filter(|prefix| name::is_plain(prefix) && !matches!(*prefix, "xml" | "xmlns")),
        };
        let Some(namespace) = label.namespace.filter(|namespace| !matches!(*namespace, XML | XMLNS)) else {
            let declared = prefix.filter(|prefix| self.namespace(prefix).is_some());
            return declared.map_or_else(unqualified, |prefix| format!("{prefix}:{}", label.local));
        };
        if what == Use::Attribute && prefix.is_none() {
            return unqualified();
        }
        let prefix = prefix.unwrap_or_default();
        if self.namespace(prefix) != Some(namespace) {
            if what == Use::Attribute && self.namespace(prefix).is_some() {
                return unqualified();
            }
            self.scope.push((prefix.to_owned(), namespace.to_owned()));
        }
        if prefix.is_empty() { unqualified() } else { format!("{prefix}:{}", label.local) }
    }

    /// The namespace that a prefix stands for here.
    fn namespace(&self, prefix: &str) -> Option<&str> {
        self.scope.iter().rev().find(|(known, _)| known == prefix).map(|(_, namespace)| namespace.as_str())
    }
}

const fn is_container(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

/// A scalar without quotes; `null` is nothing.
fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

/// Escaped for the content of an element. A carriage return would be read as a line feed (XML 1.0 §2.11).
fn text(raw: &str) -> String {
    let legal = |character| if name::is_character(character) { character } else { char::REPLACEMENT_CHARACTER };
    let sound: String = raw.chars().map(legal).collect();
    escape(sound).replace('\r', "&#13;")
}

/// Writes an attribute. Line feeds and tabs in its value would be read as spaces (XML 1.0 §3.3.3).
fn push_attribute(out: &mut String, name: &str, value: &str) {
    let value = text(value).replace('\n', "&#10;").replace('\t', "&#9;");
    for part in [" ", name, "=\"", &value, "\""] {
        out.push_str(part);
    }
}
