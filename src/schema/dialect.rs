//! Which words a schema is written in. The differences are few, and they are all named here.

/// The dialect of a document's schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Swagger 2.0: draft 4 in parts, `x-nullable`, `discriminator` as a string, `type: file`.
    Swagger2,
    /// OpenAPI 3.0: draft 5 in parts, `nullable`.
    OpenApi30,
    /// OpenAPI 3.1 and later: JSON Schema 2020-12.
    JsonSchema,
}

impl Dialect {
    /// Whether keywords beside `$ref` count (since 2019-09).
    #[must_use]
    pub const fn reads_ref_siblings(self) -> bool {
        matches!(self, Self::JsonSchema)
    }

    /// Where the named schemas of a document stand: what a bare name in a discriminator's `mapping` refers to.
    #[must_use]
    pub const fn component_prefix(self) -> &'static str {
        match self {
            Self::Swagger2 => "#/definitions/",
            Self::OpenApi30 | Self::JsonSchema => "#/components/schemas/",
        }
    }
}
