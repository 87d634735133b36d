//! OpenAPI documents, of any version and in any state of repair, become one sound frame (`openapiv3` types), an arena of
//! schemas and a list of defects. Loading fails only when there is nothing to read.

mod error;
mod files;
mod finding;
mod foreign;
mod frame;
mod json;
mod locate;
mod loose;
mod source;
mod swagger2;
mod template;
mod text;
mod version;
mod yaml;

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Map, Value};

pub use error::LoadError;
pub use files::{File, Files, Limits, Unreadable};
pub use finding::{Finding, findings};
pub use frame::{SCHEMA_PREFIX, extension};
pub use locate::{Located, Position, Span, Target, locate, locate_all, position, positions};
pub use source::{Source, documents_in};
pub use template::placeholders;
pub use text::{Syntax, TextLimits, parse};
pub use version::Version;

use crate::base::{Defects, FileId, Place, Pointer};
use crate::schema::{Dialect, Reader, Schemas};
use source::Location;

/// The values of examples by where they stand: one that many responses share is kept once.
pub type Examples = BTreeMap<Place, Arc<Value>>;

/// One document, sound.
#[derive(Debug)]
pub struct Document {
    /// The file it was read from, as messages show it.
    pub name: String,
    /// `info.title`.
    pub title: String,
    /// The version it was written in.
    pub version: Version,
    /// Its operations, in the order of the document.
    pub operations: Vec<OperationFrame>,
    /// Its security schemes by name.
    pub security_schemes: IndexMap<String, openapiv3::SecurityScheme>,
    /// The values of its examples; the frame holds their places.
    pub examples: Examples,
    /// The names of those that were declared and could not be read.
    pub left_schemes: Vec<String>,
}

/// One operation: everything it refers to resolved and inlined, but for schemas, whose references (`#/standin/<n>`) name ids.
#[derive(Debug)]
pub struct OperationFrame {
    /// The method; in upper case, but for those of `additionalOperations`, which are as written.
    pub method: String,
    /// The path template, beginning with `/`, without query and fragment.
    pub template: String,
    /// The query that was written in the path key: `?action=list`.
    pub query: Option<String>,
    /// The fragment that was written in the path key: operations that differ in nothing else are variants of one.
    pub variant: Option<String>,
    /// The operation; `servers` and `security` are the ones in force for it. `Err` says why nothing of it could be read.
    pub operation: Result<openapiv3::Operation, String>,
    /// Where it stands.
    pub place: Place,
}

/// What was loaded together.
#[derive(Debug)]
pub struct Loaded {
    /// The documents, in the order in which they were named.
    pub documents: Vec<Document>,
    /// The schemas of all of them.
    pub schemas: Arc<Schemas>,
    /// Every fault that was found.
    pub defects: Defects,
    /// The texts, for positions; of no use once the defects have been reported.
    pub files: Files,
    /// Documents of a folder that could not be read at all.
    pub unreadable: Vec<LoadError>,
}

/// Loads documents to be served together. Fails only if one that was named cannot be read, or if a folder has none that can.
pub fn load(sources: &[Source], limits: &Limits) -> Result<Loaded, LoadError> {
    let mut files = Files::default();
    let mut defects = Defects::default();
    let mut unreadable = Vec::new();
    let mut roots = Vec::new();
    for source in sources {
        match source {
            Source::Path(folder) if folder.is_dir() => {
                let found = open_folder(folder, &mut files, limits, &mut defects, &mut unreadable)?;
                roots.extend(found);
            }
            other => roots.push(open(other, &mut files, limits, &mut defects)?),
        }
    }
    let mut schemas = Reader::new(&files);
    let mut documents = Vec::new();
    for root in roots {
        documents.extend(frame::document(&files, root, &mut schemas, &mut defects));
    }
    let schemas = Schemas::new(schemas.finish(&mut defects));
    Ok(Loaded { documents, schemas, defects, files, unreadable })
}

/// Reads one document and all it refers to.
fn open(source: &Source, files: &mut Files, limits: &Limits, defects: &mut Defects) -> Result<FileId, LoadError> {
    let (location, given) = match source {
        Source::Path(path) => {
            let real = path.canonicalize().map_err(|error| LoadError::io(path.display().to_string(), &error))?;
            files.enter(path, &real);
            (Location::File(real), None)
        }
        Source::Stdin => (Location::Memory("standard input".to_owned()), None),
        Source::Url(url) => (Location::Url(url.split('#').next().unwrap_or_default().to_owned()), None),
        Source::Text { name, text } => (Location::Memory(name.clone()), Some(text.clone())),
    };
    let id = files.add(location, given, Dialect::OpenApi30, limits, defects)?;
    if let Some(file) = files.at(id) {
        describes_an_api(file)?;
    }
    files.follow(id, limits, defects);
    Ok(id)
}

/// The documents of a folder. Files that are no OpenAPI documents are parts of others, or none of our business.
fn open_folder(
    folder: &std::path::Path,
    files: &mut Files,
    limits: &Limits,
    defects: &mut Defects,
    unreadable: &mut Vec<LoadError>,
) -> Result<Vec<FileId>, LoadError> {
    let mut roots = Vec::new();
    for path in source::documents_in(folder)? {
        let limits = Limits { root: limits.root.clone().or_else(|| Some(folder.to_path_buf())), ..limits.clone() };
        match open(&Source::Path(path.clone()), files, &limits, defects) {
            Ok(id) => roots.push(id),
            Err(error) if error.message == NO_DOCUMENT => {}
            Err(error) => {
                files.fail(&path, error.clone());
                unreadable.push(error);
            }
        }
    }
    if !roots.is_empty() {
        return Ok(roots);
    }
    Err(unreadable.pop().unwrap_or_else(|| {
        let help = "put a `.json`, `.yaml` or `.yml` file with an OpenAPI document there, or name one";
        LoadError::new(folder.display().to_string(), "holds no OpenAPI document", Some(help))
    }))
}

const NO_DOCUMENT: &str = "is no OpenAPI document: it has neither `openapi` nor `swagger` nor `paths`";

/// Refuses what is no description of an API: nothing could be served, and the user named the wrong file.
fn describes_an_api(file: &File) -> Result<(), LoadError> {
    let has = |key: &str| file.value.get(key).is_some();
    let parts = ["paths", "webhooks", "components"];
    let versioned =
        file.value.as_object().and_then(|map| Version::read(map, &Place::default(), &mut Defects::default()));
    if versioned.is_none() && !has("paths") {
        return Err(LoadError::new(
            file.name.clone(),
            NO_DOCUMENT,
            Some("name the file that begins with `openapi: 3…`"),
        ));
    }
    if !parts.iter().any(|key| has(key)) {
        let help = "an OpenAPI document describes its operations under `paths`";
        return Err(LoadError::new(file.name.clone(), "has no `paths`: there is nothing to serve", Some(help)));
    }
    Ok(())
}

/// The object at the root of a file.
fn root_of(file: &File) -> Option<&Map<String, Value>> {
    file.value.as_object()
}

/// The place of a document as a whole.
const fn root_place(file: FileId) -> Place {
    Place::new(file, Pointer::root())
}
