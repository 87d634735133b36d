//! The root of a document: what holds for all its operations.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::path::Inherited;
use super::{Piece, Walk};
use crate::base::{Defects, FileId, Severity};
use crate::schema::Reader;
use crate::spec::swagger2::{self, Defaults};
use crate::spec::{Document, Examples, Files, Version, root_of, root_place};

/// Walks the document in `file`; `None` only if there is no such file.
pub(in crate::spec) fn document<'f>(
    files: &'f Files,
    file: FileId,
    schemas: &mut Reader<'f>,
    defects: &mut Defects,
) -> Option<Document> {
    let text = files.at(file)?;
    let root = root_of(text)?;
    let at = root_place(file);
    let version = Version::read(root, &at, defects).unwrap_or_else(|| {
        let message = "neither `openapi` nor `swagger` says which version this is; reading it as OpenAPI 3.0";
        defects.note("version-missing", Severity::Warning, &at, message);
        Version::V30
    });
    let mut walk = Walk { files, schemas, defects, version, examples: Examples::new() };
    let piece = Piece { at, map: root, dialect: version.dialect() };
    let title =
        root.get("info").and_then(|info| info.get("title")).and_then(Value::as_str).unwrap_or_default().to_owned();
    let inherited = walk.inherited(&piece);
    let mut operations = Vec::new();
    match root.get("paths") {
        Some(Value::Object(paths)) => walk.paths(&piece.at.join("paths"), paths, &inherited, &mut operations),
        Some(Value::Null) | None => {}
        Some(_) => {
            walk.lose(
                "paths-not-object",
                &piece.at.join("paths"),
                "`paths` must be an object of path items; there are none",
            );
        }
    }
    let has_paths = root.get("paths").is_none_or(|paths| paths.is_null() || paths.is_object());
    if operations.is_empty() && has_paths {
        walk.lose("no-operations", &piece.at, "the document has no operations: nothing of it can be served");
    }
    let (security_schemes, left_schemes) = walk.security_schemes(&piece);
    walk.operation_ids(&operations);
    let examples = walk.examples;
    Some(Document { name: text.name.clone(), title, version, operations, security_schemes, left_schemes, examples })
}

impl Walk<'_, '_> {
    fn inherited(&mut self, root: &Piece<'_>) -> Inherited {
        let servers = if self.version == Version::V2 {
            swagger2::servers(root.map, &root.at, self.defects)
        } else {
            root.map.get("servers").and_then(Value::as_array).cloned().unwrap_or_default()
        };
        let defaults = if self.version == Version::V2 {
            Defaults::of(root.map, &root.at, self.defects)
        } else {
            Defaults::default()
        };
        Inherited { servers, defaults, security: self.requirements(root) }
    }

    /// The declared schemes by name; one of a kind that is not known is left out.
    fn security_schemes(&mut self, root: &Piece<'_>) -> (IndexMap<String, openapiv3::SecurityScheme>, Vec<String>) {
        let (at, schemes) = if self.version == Version::V2 {
            (root.at.join("securityDefinitions"), root.map.get("securityDefinitions"))
        } else {
            let components = root.map.get("components");
            (root.at.join("components").join("securitySchemes"), components.and_then(|map| map.get("securitySchemes")))
        };
        let mut read = IndexMap::new();
        let mut left = Vec::new();
        for (name, scheme) in schemes.and_then(Value::as_object).into_iter().flatten() {
            let Some(piece) = self.piece(at.join(name), scheme, "a security scheme") else {
                left.push(name.clone());
                continue;
            };
            let converted: Map<String, Value>;
            let map = if self.version == Version::V2 {
                converted = swagger2::security_scheme(piece.map, &piece.at, self.defects);
                &converted
            } else {
                piece.map
            };
            match self.security_scheme(&piece.at, map) {
                Some(scheme) => drop(read.insert(name.clone(), scheme)),
                None => left.push(name.clone()),
            }
        }
        (read, left)
    }

    /// Names that two operations share cannot tell them apart.
    fn operation_ids(&mut self, operations: &[crate::spec::OperationFrame]) {
        let mut seen = std::collections::BTreeSet::new();
        for frame in operations {
            let Some(id) = frame.operation.as_ref().ok().and_then(|operation| operation.operation_id.clone()) else {
                continue;
            };
            if !seen.insert(id.clone()) {
                let message = format!("`{id}` names another operation already; this one goes by method and path");
                self.warn("operation-id-duplicate", &frame.place.join("operationId"), message);
            }
        }
    }
}
