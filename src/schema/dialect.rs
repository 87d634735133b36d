//! Which words a schema is written in. The differences are few, and they are all named here: which keywords a dialect knows, where its
//! subschemas stand, how it names places. What the keywords mean is said where they are read.

/// The dialect of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    /// Swagger 2.0: draft 4 in parts, `x-nullable`, `discriminator` as a string, `type: file`.
    Swagger2,
    /// OpenAPI 3.0: draft 5 in parts, `nullable`.
    OpenApi30,
    /// JSON Schema draft-04.
    Draft4,
    /// JSON Schema draft-06.
    Draft6,
    /// JSON Schema draft-07.
    Draft7,
    /// JSON Schema 2019-09.
    Draft201909,
    /// JSON Schema 2020-12: OpenAPI 3.1 and later, unless they say otherwise.
    Draft202012,
}

/// Where subschemas stand below a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// It is one, or a list of them.
    Schemas,
    /// They are the members of a map.
    Map,
    /// There are none: what looks like a schema is data.
    Data,
}

impl Dialect {
    /// The dialect that a `$schema` or a `jsonSchemaDialect` names; `None` for one that nobody here knows.
    #[must_use]
    pub fn named(uri: &str) -> Option<Self> {
        let name = uri.trim().trim_end_matches('#').trim_end_matches('/');
        let name = name.strip_prefix("http://").or_else(|| name.strip_prefix("https://"))?;
        Some(match name {
            "json-schema.org/draft-04/schema" => Self::Draft4,
            "json-schema.org/draft-06/schema" => Self::Draft6,
            "json-schema.org/draft-07/schema" => Self::Draft7,
            "json-schema.org/draft/2019-09/schema" => Self::Draft201909,
            "json-schema.org/draft/2020-12/schema" => Self::Draft202012,
            _ if name.starts_with("spec.openapis.org/oas/3.") => Self::Draft202012,
            _ => return None,
        })
    }

    /// Whether it is `OpenAPI`'s own, older than the drafts that it borrows from: read leniently, as its documents are written.
    #[must_use]
    pub const fn is_borrowed(self) -> bool {
        matches!(self, Self::Swagger2 | Self::OpenApi30)
    }

    /// Whether keywords beside `$ref` count (since 2019-09).
    #[must_use]
    pub const fn reads_ref_siblings(self) -> bool {
        matches!(self, Self::Draft201909 | Self::Draft202012)
    }

    /// The keyword that names a schema, and with it the base of the references inside; none in `OpenAPI`'s own dialects.
    pub(crate) const fn id_keyword(self) -> Option<&'static str> {
        match self {
            Self::Swagger2 | Self::OpenApi30 => None,
            Self::Draft4 => Some("id"),
            _ => Some("$id"),
        }
    }

    /// Whether the keyword means something. Those that every dialect has are not asked for; in `OpenAPI`'s own dialects whatever is clear
    /// is read, since documents use what the next version brings.
    pub(crate) fn knows(self, key: &str) -> bool {
        let (since, until) = match key {
            "const" if self.is_borrowed() => return false,
            _ if self.is_borrowed() => return true,
            "const" | "contains" | "propertyNames" => (Self::Draft6, Self::Draft202012),
            "if" | "then" | "else" => (Self::Draft7, Self::Draft202012),
            "dependentRequired"
            | "dependentSchemas"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "minContains"
            | "maxContains"
            | "$anchor" => (Self::Draft201909, Self::Draft202012),
            "$recursiveRef" | "$recursiveAnchor" => (Self::Draft201909, Self::Draft201909),
            "prefixItems" | "$dynamicRef" | "$dynamicAnchor" => (Self::Draft202012, Self::Draft202012),
            _ => return true,
        };
        (since..=until).contains(&self)
    }

    /// Where subschemas stand below the keyword; `None` if it is none of this dialect's.
    pub(crate) fn holds(self, key: &str) -> Option<Holds> {
        let holds = match key {
            "properties" | "patternProperties" | "dependentSchemas" | "dependencies" | "definitions" | "$defs" => {
                Holds::Map
            }
            "items"
            | "additionalItems"
            | "prefixItems"
            | "contains"
            | "unevaluatedItems"
            | "additionalProperties"
            | "propertyNames"
            | "unevaluatedProperties"
            | "allOf"
            | "anyOf"
            | "oneOf"
            | "not"
            | "if"
            | "then"
            | "else" => Holds::Schemas,
            "enum" | "const" | "default" | "example" | "examples" | "x-example" => Holds::Data,
            _ => return None,
        };
        self.knows(key).then_some(holds)
    }

    /// Where the named schemas of a document stand: what a bare name in a discriminator's `mapping` refers to.
    #[must_use]
    pub const fn component_prefix(self) -> &'static str {
        match self {
            Self::Swagger2 => "#/definitions/",
            _ => "#/components/schemas/",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dialects_are_known_by_their_names() {
        for (uri, dialect) in [
            ("http://json-schema.org/draft-04/schema#", Some(Dialect::Draft4)),
            ("http://json-schema.org/draft-06/schema", Some(Dialect::Draft6)),
            ("https://json-schema.org/draft-07/schema#", Some(Dialect::Draft7)),
            ("https://json-schema.org/draft/2019-09/schema", Some(Dialect::Draft201909)),
            ("https://json-schema.org/draft/2020-12/schema", Some(Dialect::Draft202012)),
            ("https://spec.openapis.org/oas/3.1/dialect/base", Some(Dialect::Draft202012)),
            ("https://example.com/dialect", None),
            ("draft-07", None),
        ] {
            assert_eq!(Dialect::named(uri), dialect, "{uri}");
        }
    }

    #[test]
    fn keywords_are_known_in_their_drafts_only() {
        use Dialect::{Draft4, Draft6, Draft7, Draft201909, Draft202012, OpenApi30, Swagger2};
        for (key, knowing) in [
            ("const", vec![Draft6, Draft7, Draft201909, Draft202012]),
            ("if", vec![Swagger2, OpenApi30, Draft7, Draft201909, Draft202012]),
            ("dependentRequired", vec![Swagger2, OpenApi30, Draft201909, Draft202012]),
            ("$recursiveRef", vec![Swagger2, OpenApi30, Draft201909]),
            ("prefixItems", vec![Swagger2, OpenApi30, Draft202012]),
            ("minimum", vec![Swagger2, OpenApi30, Draft4, Draft6, Draft7, Draft201909, Draft202012]),
        ] {
            let all = [Swagger2, OpenApi30, Draft4, Draft6, Draft7, Draft201909, Draft202012];
            let found: Vec<Dialect> = all.into_iter().filter(|dialect| dialect.knows(key)).collect();
            assert_eq!(found, knowing, "{key}");
        }
    }
}
