//! Which property an element or attribute stands for: the elements of a schema, indexed by the names they have in a document.

use std::collections::BTreeMap;

use super::markup::{Label, Markup};
use super::{TEXT, name};
use crate::schema::{SchemaArena, SchemaId, TypeSet};

/// What a schema expects an element to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Members.
    Object,
    /// Items.
    Array,
    /// Text.
    Scalar,
    /// It does not say.
    Any,
}

/// How the values of a property are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// One element or attribute is the value.
    Single,
    /// Each element is an item.
    Repeated,
}

/// A property as a document shows it.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The name of the property.
    pub(super) property: String,
    pub(super) schema: Option<SchemaId>,
    pub(super) layout: Layout,
    prefix: Option<String>,
    is_attribute: bool,
}

/// What reading an element by a schema needs to know of it.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) kind: Kind,
    /// The types that are left, without `null`.
    pub(super) types: TypeSet,
    /// The property that the text of an element with members is: one with `nodeType: text` or `cdata`, or one named [`TEXT`].
    pub(super) text: Option<String>,
    members: Vec<Member>,
    by_name: BTreeMap<String, Vec<usize>>,
}

impl Form {
    pub(super) fn of(arena: &SchemaArena, schema: SchemaId) -> Self {
        let (kind, types) = kind(arena, schema);
        let mut form = Self { kind, types, text: None, members: Vec::new(), by_name: BTreeMap::new() };
        for property in arena.property_names(schema) {
            let id = arena.property(schema, &property);
            if Markup::of(arena, id).text.is_some() {
                form.text = Some(property);
                continue;
            }
            if property == TEXT {
                form.text.get_or_insert_with(|| property.clone());
            }
            let (member, names) = Member::declared(arena, id, property);
            for name in names {
                form.by_name.entry(name).or_default().push(form.members.len());
            }
            form.members.push(member);
        }
        form
    }

    /// The property that an attribute or element of that qualified name stands for. Prefixes only decide between
    /// properties that have the same local name.
    pub(super) fn member(&self, qualified: &str, is_attribute: bool) -> Option<&Member> {
        let (prefix, local) = name::split(qualified);
        let candidates = self.by_name.get(local)?.iter().filter_map(|index| self.members.get(*index));
        let strangeness = |member: &&Member| (member.is_attribute != is_attribute, member.prefix.as_deref() != prefix);
        candidates.min_by_key(strangeness)
    }
}

impl Member {
    /// A property that is not declared by name.
    pub(super) fn other(arena: &SchemaArena, schema: Option<SchemaId>, property: &str) -> Self {
        Self::declared(arena, schema, property.to_owned()).0
    }

    /// The property and the names of its elements.
    fn declared(arena: &SchemaArena, schema: Option<SchemaId>, property: String) -> (Self, Vec<String>) {
        let markup = Markup::of(arena, schema);
        let array = schema.filter(|id| !markup.wrapped && kind(arena, *id).0 == Kind::Array);
        let own = || vec![markup.label(&property)];
        let labels = array.map_or_else(own, |array| item_labels(arena, array, markup, &property));
        let prefix = labels.first().and_then(|label| label.prefix).map(str::to_owned);
        let names = labels.into_iter().map(|label| label.local.into_owned()).collect();
        let layout = if array.is_some() { Layout::Repeated } else { Layout::Single };
        (Self { property, schema, layout, prefix, is_attribute: markup.attribute }, names)
    }
}

/// The names that items of an unwrapped array have, each once; those of a tuple can differ.
fn item_labels<'a>(arena: &'a SchemaArena, array: SchemaId, markup: Markup<'a>, property: &'a str) -> Vec<Label<'a>> {
    let tuple = arena.at(arena.target(array)).array.as_ref().map_or(0, |array| array.prefix.len());
    let mut labels: Vec<Label<'a>> = Vec::new();
    for index in 0..=tuple {
        let label = markup.repeated(Markup::of(arena, arena.element(array, index)), property);
        if labels.iter().all(|known| known.local != label.local) {
            labels.push(label);
        }
    }
    labels
}

fn kind(arena: &SchemaArena, schema: SchemaId) -> (Kind, TypeSet) {
    let types = arena.types(schema).without(TypeSet::NULL);
    let is_open = types == TypeSet::ANY.without(TypeSet::NULL);
    let containers = TypeSet::OBJECT.or(TypeSet::ARRAY);
    if types.contains(TypeSet::OBJECT) && !arena.property_names(schema).is_empty() {
        // Keywords for objects without a `type` mean an object to those who write them.
        (Kind::Object, if is_open { TypeSet::OBJECT } else { types })
    } else if types.contains(TypeSet::ARRAY) && arena.element(schema, 0).is_some() {
        (Kind::Array, if is_open { TypeSet::ARRAY } else { types })
    } else if types == TypeSet::OBJECT {
        (Kind::Object, types)
    } else if types == TypeSet::ARRAY {
        (Kind::Array, types)
    } else if types.meets(containers) || types.is_empty() {
        (Kind::Any, types)
    } else {
        (Kind::Scalar, types)
    }
}
