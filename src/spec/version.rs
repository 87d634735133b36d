//! Which OpenAPI a document is written in, and so how its schemas are to be read.

use std::fmt;

use serde_json::{Map, Value};

use crate::base::{Defects, Place, Severity};
use crate::schema::Dialect;

/// The versions that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0.
    V2,
    /// OpenAPI 3.0.x.
    V30,
    /// OpenAPI 3.1.x.
    V31,
    /// OpenAPI 3.2.x and whatever follows it.
    V32,
}

impl Version {
    /// Reads `swagger` or `openapi`; written as a number or without a patch part it is still clear. `None` if neither is there.
    #[must_use]
    pub fn read(document: &Map<String, Value>, at: &Place, defects: &mut Defects) -> Option<Self> {
        let (key, value) = ["openapi", "swagger", "openApi", "OpenAPI"]
            .iter()
            .find_map(|key| Some((*key, document.get(*key).filter(|value| !value.is_null())?)))?;
        let text = value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned());
        if !value.is_string() {
            let message = format!("`{key}` must be a text; reading {text} as one");
            defects.note("version-not-text", Severity::Warning, &at.join(key), message);
        }
        let mut parts = text.split('.');
        let version = match (parts.next().unwrap_or_default(), parts.next().unwrap_or("0")) {
            ("1" | "2", _) => Self::V2,
            ("3", "0") => Self::V30,
            ("3", "1") => Self::V31,
            ("3", "2") => Self::V32,
            _ => {
                let message = format!("`{text}` is no known version; reading the document as OpenAPI 3.2");
                defects.note("version-unknown", Severity::Warning, &at.join(key), message);
                Self::V32
            }
        };
        Some(version)
    }

    /// How schemas are written.
    #[must_use]
    pub const fn dialect(self) -> Dialect {
        match self {
            Self::V2 => Dialect::Swagger2,
            Self::V30 => Dialect::OpenApi30,
            Self::V31 | Self::V32 => Dialect::Draft202012,
        }
    }
}

impl Version {
    /// How the schemas of this document are written: since 3.1 it may say so itself (`jsonSchemaDialect`).
    pub(super) fn schema_dialect(self, document: &Map<String, Value>) -> Dialect {
        let named = document.get("jsonSchemaDialect").and_then(Value::as_str).and_then(Dialect::named);
        named.filter(|_| self >= Self::V31).unwrap_or_else(|| self.dialect())
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V2 => "Swagger 2.0",
            Self::V30 => "OpenAPI 3.0",
            Self::V31 => "OpenAPI 3.1",
            Self::V32 => "OpenAPI 3.2",
        })
    }
}
