//! JSON Schema, and nothing of OpenAPI's frame or of HTTP: every dialect is read into one normal form in an arena,
//! values are checked against it by the `jsonschema` crate, and sampled from it by our own sampler.

mod bounds;
mod check;
mod coerce;
pub mod content;
mod decimal;
mod dialect;
pub mod format;
mod height;
mod merge;
mod model;
pub mod pattern;
mod read;
mod render;
mod resource;
pub mod sample;
mod type_set;
mod verdict;

pub use check::{Check, Mismatch, Schemas};
pub use coerce::Coercion;
pub use dialect::Dialect;
pub use model::{
    Access, ArrayFacet, Discriminator, Logic, Notes, NumberFacet, ObjectFacet, Schema, SchemaArena, SchemaId, Side,
    TextFacet, Xml, XmlText,
};
pub use read::{Reader, Resolve, Target};
pub use resource::{Described, Resource, ResourceId, Resources};
pub use sample::{Fit, Named, Role, Sampled, Sampler, Story, Variety, readings};
pub use type_set::TypeSet;
