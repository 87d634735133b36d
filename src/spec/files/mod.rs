//! All texts that were loaded together, parsed, and how references lead from one to another.
//!
//! Other files are read before anything is walked: the walk can then borrow from what never changes again. A file that cannot be
//! read is remembered with the reason; it costs only what refers to it. Invariant: no file outside the root folder is read.

mod beside;
mod follow;
mod limits;
mod standing;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::error::LoadError;
use super::source::{self, Location};
use super::text::{self, Syntax};
use super::version::Version;
use crate::base::{Defects, FileId, Place, Pointer, Severity};
use crate::schema::{Anchors, Dialect, Mention, Reading, Resolve, Resources, Target, metaschema};
pub use beside::Unreadable;
pub use limits::Limits;

/// One parsed text.
#[derive(Debug)]
pub struct File {
    /// As messages show it: relative to where the user stands, if possible.
    pub name: String,
    /// The text, for positions.
    pub text: String,
    /// How it is written.
    pub syntax: Syntax,
    /// The byte at which the text stops being readable, if it does: then it has no nodes, and what is wrong stands there.
    pub fault: Option<usize>,
    pub(super) location: Location,
    pub(super) value: Value,
    /// The texts that it refers to.
    mentions: Vec<Mention>,
}

/// The texts that were loaded together.
#[derive(Debug, Default)]
pub struct Files {
    list: Vec<File>,
    ids: BTreeMap<Location, FileId>,
    /// What could not be read, and why.
    failures: BTreeMap<Location, LoadError>,
    /// Documents, and what they refer to; what else lies in a folder of documents is not among them.
    used: BTreeSet<Location>,
    /// The folders of documents, free of links, and as they were named.
    homes: BTreeMap<PathBuf, PathBuf>,
    resources: Resources,
}

impl Files {
    /// The file with that number.
    #[must_use]
    pub fn at(&self, id: FileId) -> Option<&File> {
        self.list.get(id.0 as usize)
    }

    /// What stands at a place, as it was read.
    #[must_use]
    pub fn node(&self, place: &Place) -> Option<&Value> {
        self.at(place.file)?.value.pointer(place.pointer.as_str())
    }

    /// All files, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = &File> {
        self.list.iter()
    }

    /// Where those lie that were read from a disk.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.list.iter().filter_map(|file| match &file.location {
            Location::File(path) => Some(path.as_path()),
            Location::Url(_) | Location::Memory(_) => None,
        })
    }

    /// Reads one text; the same location is read once.
    pub(super) fn add(
        &mut self,
        location: Location,
        given: Option<String>,
        inherited: Dialect,
        limits: &Limits,
        defects: &mut Defects,
    ) -> Result<FileId, LoadError> {
        if let Some(id) = self.ids.get(&location) {
            return Ok(*id);
        }
        let name = display_name(&location);
        let known = match &location {
            Location::Url(url) => metaschema(url),
            Location::File(_) | Location::Memory(_) => None,
        };
        let text = match (given, known) {
            (Some(text), _) => text,
            (None, Some(metaschema)) => metaschema.to_string(),
            (None, None) => {
                source::read(&location, &limits.access()).map_err(|error| LoadError { name: name.clone(), ..error })?
            }
        };
        let parsed = text::parse(&text, &limits.text).map_err(|error| LoadError::syntax(name.clone(), error))?;
        let id = FileId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        for remark in parsed.remarks {
            defects.note(remark.code, Severity::Warning, &Place::new(id, remark.pointer), remark.message);
        }
        let root = Place::new(id, Pointer::root());
        let map = parsed.value.as_object();
        let version = map.and_then(|map| Version::read(map, &root, &mut Defects::default()));
        let schema = map.and_then(|map| Dialect::named(map.get("$schema")?.as_str()?));
        let (dialect, reading) = match (version, schema) {
            (Some(version), _) => (map.map_or(version.dialect(), |map| version.schema_dialect(map)), Reading::Loose),
            (None, Some(dialect)) => (dialect, Reading::Strict),
            (None, None) => (inherited, Reading::Loose),
        };
        let uri = map.and_then(own_uri).map_or_else(|| uri(&location, id), str::to_owned);
        let mentions = self.resources.add(id, &uri, &parsed.value, dialect, reading);
        self.ids.insert(location.clone(), id);
        let (syntax, value) = (parsed.syntax, parsed.value);
        self.list.push(File { name, text, syntax, fault: None, location, value, mentions });
        Ok(id)
    }

    /// How schemas at that place are written.
    pub(super) fn dialect(&self, at: &Place) -> Option<Dialect> {
        self.resources.dialect(at)
    }

    /// The file that a reference without fragment, written in `file`, means.
    fn file_of(&self, file: FileId, reference: &str) -> Result<FileId, String> {
        if reference.is_empty() {
            return Ok(file);
        }
        let base = &self.at(file).ok_or("unknown file")?.location;
        let location = source::join(base, reference)?;
        let failure = || self.failures.get(&location).map_or_else(|| "it was not read".to_owned(), reason);
        self.ids.get(&location).copied().ok_or_else(failure)
    }

    /// The value of an `externalValue`, which must be JSON or YAML.
    pub(super) fn external(&self, file: FileId, reference: &str) -> Result<Value, String> {
        let id = self.file_of(file, reference)?;
        self.at(id).map(|file| file.value.clone()).ok_or_else(|| "it was not read".to_owned())
    }
}

impl Resolve for Files {
    fn resolve(&self, from: &Place, reference: &str) -> Result<Target<'_>, String> {
        let named = self.resources.find(from, reference);
        if let Some(target) = named.and_then(|place| Resolve::at(self, &place)) {
            return Ok(target);
        }
        // Many give a schema an `$id` and go on referring from where the text lies.
        let (document, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let root = Place::new(self.file_of(from.file, document)?, Pointer::root());
        let place = match Pointer::from_fragment(fragment) {
            Some(pointer) => Place::new(root.file, pointer),
            None => self.resources.find(&root, &format!("#{fragment}")).ok_or("there is no such anchor")?,
        };
        Resolve::at(self, &place).ok_or_else(|| "there is nothing at that place".to_owned())
    }

    fn dynamic(&self, at: &Place) -> Option<&Anchors> {
        self.resources.dynamic(at)
    }

    fn at(&self, place: &Place) -> Option<Target<'_>> {
        let value = place.pointer.resolve(&Self::at(self, place.file)?.value)?;
        Some(Target { place: place.clone(), value, dialect: self.dialect(place)? })
    }
}

/// Why a file that is referred to could not be read, without its name, which stands in the reference.
fn reason(error: &LoadError) -> String {
    match &error.help {
        Some(help) => format!("{}; {help}", error.message),
        None => error.message.clone(),
    }
}

/// The absolute URI of a text that gives itself none.
fn uri(location: &Location, id: FileId) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const LITERAL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    match location {
        Location::Url(url) => url.clone(),
        Location::File(path) => {
            let path = path.to_string_lossy().replace('\\', "/");
            format!("file:///{}", utf8_percent_encode(path.trim_start_matches('/'), LITERAL))
        }
        Location::Memory(_) => format!("json-schema:///{}/", id.0),
    }
}

/// What `$self` (OpenAPI 3.2) says of where the text belongs.
fn own_uri(document: &Map<String, Value>) -> Option<&str> {
    let uri = document.get("$self")?.as_str()?;
    Some(uri.split('#').next().unwrap_or_default()).filter(|uri| uri.contains("://"))
}

/// A path relative to the working folder where it lies below it.
fn display_name(location: &Location) -> String {
    if let Location::File(path) = location
        && let Ok(here) = std::env::current_dir().and_then(|here| here.canonicalize())
        && let Ok(below) = path.strip_prefix(here)
    {
        return below.display().to_string();
    }
    location.to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::schema::{SchemaId, Side};
    use crate::spec::{Limits, Loaded, SCHEMA_PREFIX, Source, load};

    fn loaded(document: &Value) -> (Loaded, SchemaId) {
        let source = Source::Text { name: "test".to_owned(), text: document.to_string() };
        let loaded = load(&[source], &Limits::default()).unwrap();
        let operation = loaded.documents[0].operations[0].operation.as_ref().unwrap();
        let operation = serde_json::to_value(operation).unwrap();
        let schema = operation.pointer("/responses/200/content/application~1json/schema/$ref").unwrap();
        let number = schema.as_str().unwrap().strip_prefix(SCHEMA_PREFIX).unwrap().parse().unwrap();
        let id = loaded.schemas.arena().id(number).unwrap();
        (loaded, id)
    }

    use super::*;

    #[test]
    fn documents_say_how_their_schemas_are_written_and_where_they_belong() {
        let siblings = json!({ "$ref": "#/components/schemas/Any", "maximum": 1 });
        let schemas = json!({
            "Any": {},
            "Named": { "$id": "https://a.example/schemas/named", "items": { "$ref": "text" }, "not": { "$ref": "#/components/schemas/Number" } },
            "Text": { "$id": "https://a.example/schemas/text", "type": "string", "$anchor": "here" },
            "Number": { "type": "number" },
            "List": { "$id": "list", "items": { "$dynamicRef": "#item" }, "$defs": { "any": { "$dynamicAnchor": "item" } } },
            "Words": { "$id": "words", "$ref": "list", "$defs": { "item": { "$dynamicAnchor": "item", "type": "string" } } },
        });
        for (name, root, schema, valid, invalid) in [
            ("3.1", json!({}), siblings.clone(), json!(1), json!(2)),
            (
                "`jsonSchemaDialect`",
                json!({ "jsonSchemaDialect": "http://json-schema.org/draft-07/schema#" }),
                json!({ "allOf": [siblings], "type": "integer" }),
                json!(2),
                json!("a"),
            ),
            (
                "references below `$id`",
                json!({}),
                json!({ "$ref": "#/components/schemas/Named" }),
                json!(["a"]),
                json!([1]),
            ),
            (
                "references past `$id`",
                json!({}),
                json!({ "$ref": "#/components/schemas/Named" }),
                json!(["a"]),
                json!(1),
            ),
            (
                "references to `$id`",
                json!({}),
                json!({ "$ref": "https://a.example/schemas/text#here" }),
                json!("a"),
                json!(1),
            ),
            (
                "`$self`",
                json!({ "openapi": "3.2.0", "$self": "https://a.example/api" }),
                json!({ "$ref": "schemas/text" }),
                json!("a"),
                json!(1),
            ),
            ("generic schemas", json!({}), json!({ "$ref": "words" }), json!(["a"]), json!([1])),
            (
                "metaschemas",
                json!({}),
                json!({ "$ref": "https://json-schema.org/draft/2020-12/schema" }),
                json!({ "type": "string" }),
                json!({ "type": 1 }),
            ),
        ] {
            let mut document = json!({
                "openapi": "3.1.0",
                "info": { "title": "t", "version": "1" },
                "paths": { "/": { "get": { "responses": { "200": { "description": "", "content": { "application/json": { "schema": schema } } } } } } },
                "components": { "schemas": schemas },
            });
            document.as_object_mut().unwrap().extend(root.as_object().unwrap().clone());
            let (loaded, id) = loaded(&document);
            let dangling = loaded.defects.iter().find(|defect| defect.code == "dangling-ref");
            assert!(dangling.is_none(), "{name}: {dangling:?}");
            for (value, expected) in [(valid, true), (invalid, false)] {
                assert_eq!(loaded.schemas.holds(id, Side::Response, &value), expected, "{name}: {value}");
            }
        }
    }
}
