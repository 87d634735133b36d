//! Turns values that hold schemas into schema resources: what `$id` names and where its anchors lie, so that references find their way.
//!
//! A file is a resource, and so is every schema in it that has an `$id` of its own. Nothing is read here of what a schema says.
//! Invariant: every place of an added file lies in exactly one resource.

mod metaschema;
mod scan;

use std::collections::BTreeMap;

use referencing::uri;

use super::dialect::Dialect;
use crate::base::{FileId, Place, Pointer};
pub use metaschema::metaschema;
pub use scan::Reading;
use serde_json::Value;

/// Names inside one resource: `$dynamicAnchor`s, or all anchors. The empty name is `$recursiveAnchor` (2019-09).
pub type Anchors = BTreeMap<String, Pointer>;

/// The schema resources of some files.
#[derive(Debug, Default)]
pub struct Resources {
    files: BTreeMap<FileId, Ground>,
    /// The roots of resources by their absolute URIs.
    named: BTreeMap<String, Place>,
}

/// One file.
#[derive(Debug)]
struct Ground {
    /// By the pointers of their roots; the file itself is the first.
    resources: BTreeMap<Pointer, Resource>,
    /// Where another dialect begins.
    dialects: BTreeMap<Pointer, Dialect>,
}

/// One schema resource.
#[derive(Debug, Default)]
struct Resource {
    /// Its absolute URI, without fragment.
    uri: String,
    anchors: Anchors,
    dynamic: Anchors,
}

/// A reference to another text, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The schema or object that has it.
    pub at: Pointer,
    /// The reference without its fragment; never empty.
    pub document: String,
}

impl Resources {
    /// Adds a file whose absolute URI is `uri`, written in `dialect` where it does not say otherwise. What it mentions, each text once for
    /// each resource.
    pub fn add(&mut self, file: FileId, uri: &str, value: &Value, dialect: Dialect, reading: Reading) -> Vec<Mention> {
        let (ground, mentions) = scan::scan(uri, value, dialect, reading);
        // It goes by the name that it was found under as well.
        self.named.entry(uri.to_owned()).or_insert_with(|| Place::new(file, Pointer::root()));
        for (pointer, resource) in &ground.resources {
            // The first to take a name keeps it.
            let place = Place::new(file, pointer.clone());
            self.named.entry(resource.uri.clone()).or_insert(place);
        }
        self.files.insert(file, ground);
        mentions
    }

    /// The dialect at a place; `None` for a file that was not added.
    #[must_use]
    pub fn dialect(&self, at: &Place) -> Option<Dialect> {
        let ground = self.files.get(&at.file)?;
        nearest(&ground.dialects, &at.pointer).map(|(_, dialect)| *dialect)
    }

    /// The dynamic anchors of the resource that a place lies in.
    #[must_use]
    pub fn dynamic(&self, at: &Place) -> Option<&Anchors> {
        self.around(at).map(|(_, resource)| &resource.dynamic)
    }

    /// Where `reference`, written at `from`, leads by the names that schemas have. `None` if no such name is known; whether there is
    /// anything at that place is not looked at.
    #[must_use]
    pub fn find(&self, from: &Place, reference: &str) -> Option<Place> {
        let (document, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let (root, resource) = self.around(from)?;
        let root = Place::new(from.file, root.clone());
        let (root, resource) = if document.is_empty() {
            (root, resource)
        } else {
            let root = self.named.get(&absolute(&resource.uri, document)?)?;
            (root.clone(), self.files.get(&root.file)?.resources.get(&root.pointer)?)
        };
        let pointer = match Pointer::from_fragment(fragment) {
            Some(below) => Pointer::from(format!("{}{below}", root.pointer)),
            None => resource.anchors.get(fragment)?.clone(),
        };
        Some(Place::new(root.file, pointer))
    }

    /// The absolute URI that a mention in `file` means.
    #[must_use]
    pub fn uri(&self, file: FileId, mention: &Mention) -> Option<String> {
        let (_, resource) = self.around(&Place::new(file, mention.at.clone()))?;
        absolute(&resource.uri, &mention.document)
    }

    /// Whether a resource has that absolute URI.
    #[must_use]
    pub fn has(&self, uri: &str) -> bool {
        self.named.contains_key(uri)
    }

    fn around(&self, at: &Place) -> Option<(&Pointer, &Resource)> {
        nearest(&self.files.get(&at.file)?.resources, &at.pointer)
    }
}

/// The entry for the pointer or for what is nearest above it.
fn nearest<'m, T>(map: &'m BTreeMap<Pointer, T>, pointer: &Pointer) -> Option<(&'m Pointer, &'m T)> {
    // Almost every file is one resource, in one dialect.
    if map.len() == 1 {
        return map.first_key_value();
    }
    let mut pointer = pointer.clone();
    loop {
        if let Some(found) = map.get_key_value(&pointer) {
            return Some(found);
        }
        if pointer.as_str().is_empty() {
            return None;
        }
        pointer = pointer.parent();
    }
}

/// The absolute URI that a reference without fragment means in the resource `base` (RFC 3986 §5.2); `None` for what is no URI.
fn absolute(base: &str, reference: &str) -> Option<String> {
    let base = uri::from_str(base).ok()?;
    uri::resolve_against(&base.borrow(), reference).ok().map(referencing::Uri::into_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const FILE: FileId = FileId(0);

    fn found(document: &Value, dialect: Dialect, reading: Reading, from: &str, reference: &str) -> Option<String> {
        let mut resources = Resources::default();
        resources.add(FILE, "https://a.example/dir/root.json", document, dialect, reading);
        let place = resources.find(&Place::new(FILE, Pointer::from(from.to_owned())), reference)?;
        Some(place.pointer.as_str().to_owned())
    }

    #[test]
    fn references_are_relative_to_the_resource_they_stand_in() {
        let modern = json!({
            "$id": "/base/root.json",
            "$anchor": "top",
            "$defs": {
                "item": { "$id": "item.json", "$anchor": "top", "$defs": { "a/b": {} }, "enum": [{ "$id": "no.json" }] },
                "urn": { "$id": "urn:example:thing", "$defs": { "x": { "$dynamicAnchor": "dyn" } } },
            },
            "unknown": { "$id": "unknown.json" },
        });
        let cases = [
            ("", "item.json", Some("/$defs/item")),
            ("/$defs/item/$defs", "root.json#/$defs", Some("/$defs")),
            ("/$defs/item/$defs", "#top", Some("/$defs/item")),
            ("/$defs", "#top", Some("")),
            ("", "item.json#/$defs/a~1b", Some("/$defs/item/$defs/a~1b")),
            ("", "item.json#/%24defs/a~1b", Some("/$defs/item/$defs/a~1b")),
            ("", "urn:example:thing#dyn", Some("/$defs/urn/$defs/x")),
            ("/$defs/urn/$defs", "#/$defs/x", Some("/$defs/urn/$defs/x")),
            ("", "no.json", None),
            ("", "unknown.json", None),
            ("", "#missing", None),
        ];
        for (from, reference, expected) in cases {
            let pointer = found(&modern, Dialect::Draft202012, Reading::Strict, from, reference);
            assert_eq!(pointer.as_deref(), expected, "`{reference}` at `{from}`");
        }
        let loose = found(&modern, Dialect::Draft202012, Reading::Loose, "", "unknown.json");
        assert_eq!(loose.as_deref(), Some("/unknown"));
    }

    #[test]
    fn older_drafts_name_schemas_in_their_own_way() {
        let old = json!({
            "id": "http://x.example/root.json",
            "definitions": {
                "anchor": { "id": "#here" },
                "other": { "id": "other.json", "$id": "never.json" },
                "beside": { "$ref": "#here", "id": "beside.json" },
            },
            "properties": { "id": { "type": "string" } },
        });
        for (reference, expected) in [
            ("#here", Some("/definitions/anchor")),
            ("other.json", Some("/definitions/other")),
            ("http://x.example/other.json#", Some("/definitions/other")),
            ("never.json", None),
            ("beside.json", None),
        ] {
            let pointer = found(&old, Dialect::Draft4, Reading::Strict, "/properties", reference);
            assert_eq!(pointer.as_deref(), expected, "{reference}");
        }
    }

    #[test]
    fn a_schema_that_names_its_dialect_is_read_in_it() {
        let document =
            json!({ "components": { "schemas": { "Old": { "$schema": "http://json-schema.org/draft-07/schema#" } } } });
        for (outer, inner) in [(Dialect::Draft202012, Dialect::Draft7), (Dialect::OpenApi30, Dialect::OpenApi30)] {
            let mut resources = Resources::default();
            resources.add(FILE, "json-schema:///", &document, outer, Reading::Loose);
            let dialect = |pointer: &str| resources.dialect(&Place::new(FILE, Pointer::from(pointer.to_owned())));
            assert_eq!(dialect("/components/schemas/Old/properties"), Some(inner));
            assert_eq!(dialect("/components"), Some(outer));
        }
    }
}
