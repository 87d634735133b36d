//! What the XML Objects of a schema (OAS 3.1 §4.8.26) say about the name, the namespace and the form of a value. Reading and
//! writing both ask here, so that they agree. Looks through references and through an `allOf`, `anyOf` or `oneOf` that only
//! decorates one schema; the outermost word counts.

use std::borrow::Cow;

use super::name;
use crate::schema::{Schema, SchemaArena, SchemaId, TypeSet, XmlText};

/// How many references are looked through.
const MAX_LINKS: usize = 32;

/// The XML Objects along a chain of references, as one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Markup<'a> {
    /// `name`, without a prefix.
    pub(crate) name: Option<&'a str>,
    /// `prefix`, or what stands before the colon in `name`.
    pub(crate) prefix: Option<&'a str>,
    /// `namespace`.
    pub(crate) namespace: Option<&'a str>,
    /// `attribute`.
    pub(crate) attribute: bool,
    /// `wrapped`; means something for arrays only.
    pub(crate) wrapped: bool,
    /// Whether it is no element but the text of the one that it stands in, and how that is written.
    pub(crate) text: Option<XmlText>,
}

/// The name of an element or attribute.
#[derive(Clone, Debug)]
pub(crate) struct Label<'a> {
    /// The local name, sound.
    pub(crate) local: Cow<'a, str>,
    /// The prefix as the document gives it, perhaps unsound.
    pub(crate) prefix: Option<&'a str>,
    /// The URI of the namespace.
    pub(crate) namespace: Option<&'a str>,
}

impl<'a> Markup<'a> {
    /// What is said about values with that schema.
    pub(crate) fn of(arena: &'a SchemaArena, schema: Option<SchemaId>) -> Self {
        let mut markup = Self::default();
        let notes = chain(arena, schema).filter_map(|id| arena.at(id).notes.as_deref());
        for xml in notes.filter_map(|notes| notes.xml.as_ref()) {
            let said = |text: &'a Option<String>| text.as_deref().filter(|text| !text.is_empty());
            let (before_colon, local) = said(&xml.name).map_or((None, None), |text| {
                let (prefix, local) = if name::is_qualified(text) { name::split(text) } else { (None, text) };
                (prefix, Some(local))
            });
            if markup.prefix.or(markup.namespace).is_none() {
                markup.prefix = said(&xml.prefix).or(before_colon.filter(|_| markup.name.is_none()));
                markup.namespace = said(&xml.namespace);
            }
            markup.name = markup.name.or(local);
            markup.attribute |= xml.attribute;
            markup.wrapped |= xml.wrapped;
            markup.text = markup.text.or(xml.text);
        }
        markup
    }

    /// The name of what would be named `inferred` if nothing were said.
    pub(crate) fn label(self, inferred: &'a str) -> Label<'a> {
        let local = name::sound(self.name.unwrap_or(inferred));
        Label { local, prefix: self.prefix, namespace: self.namespace }
    }

    /// The name of an item of the unwrapped array that is the property `inferred`: the array's own name does not count there.
    pub(crate) fn repeated(self, items: Self, inferred: &'a str) -> Label<'a> {
        let mut label = items.label(inferred);
        if label.prefix.or(label.namespace).is_none() {
            (label.prefix, label.namespace) = (self.prefix, self.namespace);
        }
        label
    }
}

/// The name of the component that a schema is, or refers to.
pub(crate) fn component(arena: &SchemaArena, schema: Option<SchemaId>) -> Option<String> {
    chain(arena, schema).map(|id| arena.at(id)).find(|schema| is_component(schema))?.origin.pointer.last()
}

fn is_component(schema: &Schema) -> bool {
    matches!(schema.origin.pointer.parent().as_str(), "/components/schemas" | "/definitions")
}

/// A schema, what it refers to, and so on.
fn chain(arena: &SchemaArena, schema: Option<SchemaId>) -> impl Iterator<Item = SchemaId> + '_ {
    std::iter::successors(schema, |id| beneath(arena.at(*id), arena)).take(MAX_LINKS)
}

/// The schema that this one only adds words to. A component that extends another is not one of these: it has a name of its own.
fn beneath(schema: &Schema, arena: &SchemaArena) -> Option<SchemaId> {
    if schema.link.is_some() || is_component(schema) {
        return schema.link;
    }
    let logic = schema.logic.as_deref()?;
    let parts = logic.all_of.iter().chain(&logic.any_of).chain(&logic.one_of);
    let mut parts = parts.copied().filter(|part| arena.at(*part).types != TypeSet::NULL);
    parts.next().filter(|_| parts.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::arena;
    use super::*;
    use serde_json::{Value, json};

    fn components() -> Value {
        json!({
            "Pet": {"xml": {"name": "pet", "namespace": "urn:pets"}},
            "Plain": {},
            "Alias": {"$ref": "#/components/schemas/Pet"},
            "Dog": {"allOf": [{"$ref": "#/components/schemas/Pet"}]},
        })
    }

    #[test]
    fn the_outermost_word_counts() {
        let to_pet = json!({"$ref": "#/components/schemas/Pet"});
        for (schema, expected_name, expected_component) in [
            (json!({}), None, None),
            (to_pet.clone(), Some("pet"), Some("Pet")),
            (json!({"$ref": "#/components/schemas/Plain"}), None, Some("Plain")),
            (json!({"$ref": "#/components/schemas/Alias"}), Some("pet"), Some("Alias")),
            (json!({"$ref": "#/components/schemas/Dog"}), None, Some("Dog")),
            (json!({"allOf": [to_pet], "description": "one"}), Some("pet"), Some("Pet")),
            (json!({"oneOf": [{"type": "null"}, to_pet]}), Some("pet"), Some("Pet")),
            (json!({"oneOf": [{}, to_pet]}), None, None),
            (json!({"$ref": "#/components/schemas/Pet", "xml": {"name": "friend"}}), Some("friend"), Some("Pet")),
            (json!({"xml": {"name": ""}}), None, None),
        ] {
            let (arena, id) = arena(&components(), &schema);
            assert_eq!(Markup::of(&arena, Some(id)).name, expected_name, "{schema}");
            assert_eq!(component(&arena, Some(id)).as_deref(), expected_component, "{schema}");
        }
    }

    #[test]
    fn a_prefix_may_stand_in_the_name() {
        for (xml, expected) in [
            (json!({"name": "soap:Body"}), (Some("Body"), Some("soap"))),
            (json!({"name": "soap:Body", "prefix": "s"}), (Some("Body"), Some("s"))),
            (json!({"name": "a:b:c"}), (Some("a:b:c"), None)),
            (json!({"prefix": ""}), (None, None)),
        ] {
            let (arena, id) = arena(&components(), &json!({"xml": xml}));
            let markup = Markup::of(&arena, Some(id));
            assert_eq!((markup.name, markup.prefix), expected, "{xml}");
        }
    }
}
