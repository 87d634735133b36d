//! What is counted apart: `path.id`, `query.NAME`, `header.NAME`, `cookie.NAME`, `body./POINTER`, `client`, `operation`.

use super::asked::Asked;

/// A part of a call that tells stories apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// A variable in the path.
    Path(String),
    /// The first of that name in the query.
    Query(String),
    /// A header.
    Header(String),
    /// A cookie.
    Cookie(String),
    /// A part of the body, by JSON Pointer.
    Body(crate::base::Pointer),
    /// The client's address.
    Client,
    /// The operation.
    Operation,
}

impl Selector {
    /// Reads a selector. `Err` says what is wrong, and what would be right.
    ///
    /// # Errors
    /// When the text is none of them.
    pub fn parse(text: &str) -> Result<Self, String> {
        Err(format!("`{text}` is nothing that could be counted apart"))
    }

    /// The text that this call has there; empty if nothing.
    #[must_use]
    pub fn of(&self, asked: &Asked<'_>) -> String {
        let _ = asked;
        String::new()
    }
}
