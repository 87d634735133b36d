//! The one normal form of a schema: JSON Schema 2020-12, every keyword typed, every subschema an id in an arena.
//! What a dialect says in its own way (`nullable`, boolean `exclusiveMinimum`, type lists, `discriminator: petType`)
//! has been said in this form already. Recursion is an id, so nothing here is ever unfolded.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Number, Value};

use super::pattern::Pattern;
use super::sample::Faker;
use super::type_set::TypeSet;
use crate::base::Place;

/// The number of a schema in its [`SchemaArena`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(u32);

impl SchemaId {
    /// The position in the arena.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// In which direction a property travels (`readOnly`, `writeOnly`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Access {
    /// In both.
    #[default]
    Both,
    /// In responses only: never demanded of a request.
    ReadOnly,
    /// In requests only: never sent.
    WriteOnly,
}

/// The direction that a value is checked or sampled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// What a client sends.
    Request,
    /// What the server sends.
    Response,
}

impl Side {
    /// Whether a property of that access does not travel this way.
    #[must_use]
    pub const fn hides(self, access: Access) -> bool {
        matches!((self, access), (Self::Request, Access::ReadOnly) | (Self::Response, Access::WriteOnly))
    }
}

/// One schema: everything in it holds together (a conjunction). A keyword that is absent is `None` or empty.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The types that are left by `type`; [`TypeSet::NONE`] is the schema `false`.
    pub types: TypeSet,
    /// `enum`, or `const` as a list of one.
    pub values: Option<Vec<Value>>,
    /// Keywords for numbers.
    pub number: Option<Box<NumberFacet>>,
    /// Keywords for strings.
    pub text: Option<Box<TextFacet>>,
    /// Keywords for arrays.
    pub array: Option<Box<ArrayFacet>>,
    /// Keywords for objects.
    pub object: Option<Box<ObjectFacet>>,
    /// Keywords that combine schemas.
    pub logic: Option<Box<Logic>>,
    /// `$ref`.
    pub link: Option<SchemaId>,
    /// `readOnly`, `writeOnly`.
    pub access: Access,
    /// What says nothing about validity.
    pub notes: Option<Box<Notes>>,
    /// Where it stands in the document.
    pub origin: Place,
}

/// `minimum`, `maximum`, `multipleOf`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberFacet {
    /// `minimum`.
    pub minimum: Option<Number>,
    /// `exclusiveMinimum`, as a number.
    pub exclusive_minimum: Option<Number>,
    /// `maximum`.
    pub maximum: Option<Number>,
    /// `exclusiveMaximum`, as a number.
    pub exclusive_maximum: Option<Number>,
    /// `multipleOf`, above zero.
    pub multiple_of: Option<Number>,
}

/// `minLength`, `maxLength` (code points), `pattern`, `format`.
#[derive(Clone, Debug, Default)]
pub struct TextFacet {
    /// `minLength`.
    pub min_length: Option<u64>,
    /// `maxLength`.
    pub max_length: Option<u64>,
    /// `pattern`, known to compile.
    pub pattern: Option<Arc<Pattern>>,
    /// `format`, as written.
    pub format: Option<String>,
    /// `contentEncoding` (`base64` …).
    pub content_encoding: Option<String>,
    /// `contentMediaType`.
    pub content_media_type: Option<String>,
    /// `contentSchema`: of what the text says once it is decoded; it is sampled by, never checked.
    pub content_schema: Option<SchemaId>,
}

/// Keywords for arrays.
#[derive(Clone, Debug, Default)]
pub struct ArrayFacet {
    /// `prefixItems` (a list under `items` in older drafts).
    pub prefix: Vec<SchemaId>,
    /// `items`: everything after the prefix.
    pub items: Option<SchemaId>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique: bool,
    /// `contains`.
    pub contains: Option<SchemaId>,
    /// `minContains`.
    pub min_contains: Option<u64>,
    /// `maxContains`.
    pub max_contains: Option<u64>,
    /// Whether `unevaluatedItems` speaks of the items that `contains` found as well (2019-09).
    pub contains_leaves_unevaluated: bool,
    /// `unevaluatedItems`.
    pub unevaluated: Option<SchemaId>,
}

/// Keywords for objects.
#[derive(Clone, Debug, Default)]
pub struct ObjectFacet {
    /// `properties`, in the order of the document.
    pub properties: IndexMap<String, SchemaId>,
    /// `required`, in the order of the document, no name twice.
    pub required: Vec<String>,
    /// `additionalProperties`.
    pub additional: Option<SchemaId>,
    /// `patternProperties`.
    pub patterns: Vec<(Arc<Pattern>, SchemaId)>,
    /// `propertyNames`.
    pub names: Option<SchemaId>,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// `dependentRequired` (a list under `dependencies` in older drafts).
    pub dependent_required: IndexMap<String, Vec<String>>,
    /// `dependentSchemas` (a schema under `dependencies` in older drafts).
    pub dependent_schemas: IndexMap<String, SchemaId>,
    /// `unevaluatedProperties`.
    pub unevaluated: Option<SchemaId>,
}

/// Keywords that combine schemas.
#[derive(Clone, Debug, Default)]
pub struct Logic {
    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// `anyOf`, empty if absent.
    pub any_of: Vec<SchemaId>,
    /// `oneOf`, empty if absent.
    pub one_of: Vec<SchemaId>,
    /// `not`.
    pub not: Option<SchemaId>,
    /// `if`.
    pub condition: Option<SchemaId>,
    /// `then`.
    pub then: Option<SchemaId>,
    /// `else`.
    pub otherwise: Option<SchemaId>,
}

/// What says nothing about validity.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `example`, `x-example` and `examples`, in that order.
    pub examples: Vec<Value>,
    /// `default`.
    pub default: Option<Value>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,
    /// `xml`.
    pub xml: Option<Xml>,
    /// `x-faker`, or `faker` as JSON Schema Faker has it.
    pub faker: Option<Faker>,
}

/// `discriminator`: which property names the branch of a `oneOf` or `anyOf`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discriminator {
    /// `propertyName`.
    pub property: String,
    /// `mapping`: the value of the property → the schema; what resolves to nothing is left out.
    pub mapping: IndexMap<String, SchemaId>,
}

/// `xml`: how a value is written as XML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Xml {
    /// `name`.
    pub name: Option<String>,
    /// `namespace`.
    pub namespace: Option<String>,
    /// `prefix`.
    pub prefix: Option<String>,
    /// `attribute`.
    pub attribute: bool,
    /// `wrapped`.
    pub wrapped: bool,
    /// `nodeType: text` or `cdata` (OpenAPI 3.2): the value is text of the element that it stands in.
    pub text: Option<XmlText>,
}

/// How the text of an element is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlText {
    /// Escaped.
    Plain,
    /// In a CDATA section.
    Section,
}

impl Schema {
    /// The schema `true`: anything is valid.
    #[must_use]
    pub const fn any(origin: Place) -> Self {
        Self {
            types: TypeSet::ANY,
            values: None,
            number: None,
            text: None,
            array: None,
            object: None,
            logic: None,
            link: None,
            access: Access::Both,
            notes: None,
            origin,
        }
    }

    /// The schema `false`: nothing is valid.
    #[must_use]
    pub const fn never(origin: Place) -> Self {
        let mut schema = Self::any(origin);
        schema.types = TypeSet::NONE;
        schema
    }
}

impl Schema {
    /// The subschemas that apply to the very value this one applies to, the reference not among them.
    #[must_use]
    pub fn in_place(&self) -> Vec<SchemaId> {
        let mut ids = Vec::new();
        if let Some(logic) = &self.logic {
            ids.extend(logic.all_of.iter().chain(&logic.any_of).chain(&logic.one_of));
            ids.extend([logic.not, logic.condition, logic.then, logic.otherwise].into_iter().flatten());
        }
        if let Some(object) = &self.object {
            ids.extend(object.dependent_schemas.values());
        }
        ids
    }
}

/// All schemas that were loaded together. Ids are never reused; an id of another arena is a bug that shows as "anything".
#[derive(Debug)]
pub struct SchemaArena {
    nodes: Vec<Schema>,
    anything: Schema,
}

impl Default for SchemaArena {
    fn default() -> Self {
        Self { nodes: Vec::new(), anything: Schema::any(Place::default()) }
    }
}

impl SchemaArena {
    /// Adds a schema.
    pub fn push(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(schema);
        id
    }

    /// Puts a schema in the place of another: for ids that were handed out before their schema was read.
    pub fn replace(&mut self, id: SchemaId, schema: Schema) {
        if let Some(slot) = self.nodes.get_mut(id.index()) {
            *slot = schema;
        }
    }

    /// The schema with that id.
    #[must_use]
    pub fn at(&self, id: SchemaId) -> &Schema {
        self.nodes.get(id.index()).unwrap_or(&self.anything)
    }

    /// The number of schemas.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The id of the schema at that position.
    #[must_use]
    pub fn id(&self, index: usize) -> Option<SchemaId> {
        u32::try_from(index).ok().filter(|_| index < self.nodes.len()).map(SchemaId)
    }

    /// All ids, in the order in which they were added.
    pub fn ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(SchemaId)
    }

    /// The schema at the end of a chain of links: the first that says something itself.
    #[must_use]
    pub fn target(&self, id: SchemaId) -> SchemaId {
        let mut id = id;
        // A chain cannot be longer than the arena; loops were cut when it was read.
        for _ in 0..self.nodes.len() {
            match self.at(id).link {
                Some(next) => id = next,
                None => break,
            }
        }
        id
    }

    /// How a property with this schema travels: its own access, or that of what it links to or is composed of.
    #[must_use]
    pub fn access(&self, id: SchemaId) -> Access {
        self.access_within(id, 8)
    }

    fn access_within(&self, id: SchemaId, depth: u8) -> Access {
        let schema = self.at(id);
        if schema.access != Access::Both || depth == 0 {
            return schema.access;
        }
        let parts = schema.logic.iter().flat_map(|logic| logic.all_of.iter()).chain(schema.link.iter());
        parts
            .map(|part| self.access_within(*part, depth - 1))
            .find(|access| *access != Access::Both)
            .unwrap_or_default()
    }
}
