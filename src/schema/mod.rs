//! JSON Schema, and nothing of OpenAPI's frame or of HTTP: every dialect is read into one normal form in an arena,
//! values are checked against it by the `jsonschema` crate, and sampled from it by our own sampler.

mod bare;
mod bounds;
mod check;
mod coerce;
pub mod content;
mod contradiction;
mod decimal;
mod dialect;
mod entity;
pub mod format;
mod height;
mod later;
mod merge;
mod model;
pub mod pattern;
mod read;
mod render;
mod resource;
pub mod sample;
mod type_set;
mod verdict;

pub use check::{Check, Formats, Mismatch, Schemas};
pub use coerce::Coercion;
pub use contradiction::Contradiction;
pub use dialect::Dialect;
pub use entity::{Described, Entities, Entity, EntityId};
pub use later::{Later, STANDSTILL};
pub use model::{
    Access, ArrayFacet, Discriminator, Logic, Notes, NumberFacet, ObjectFacet, Schema, SchemaArena, SchemaId, Side,
    TextFacet, Xml, XmlText,
};
pub use read::{Reader, Resolve, Target};
pub use render::LINK;
pub use resource::{Anchors, Mention, Reading, Resources, metaschema};
pub use sample::{
    Faker, Fit, Locale, Named, NotFollowed, Property, Role, Sampled, Sampler, Shapes, Story, UnknownLocale, Variety,
    draw, readings,
};
pub use type_set::TypeSet;
