//! Turns the bodies of requests into JSON values, by their media type.

mod encoding;
mod fields;
pub mod form;
pub mod multipart;
pub mod xml;

pub use encoding::{Encoding, PropertyEncoding};
