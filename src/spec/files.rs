//! All texts that were loaded together, parsed, and how references lead from one to another.
//!
//! Other files are read before anything is walked: the walk can then borrow from what never changes again. A file that cannot be
//! read is remembered with the reason; it costs only what refers to it. Invariant: no file outside the root folder is read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::error::LoadError;
use super::source::{self, Access, Location};
use super::text::{self, Syntax, TextLimits};
use super::version::Version;
use crate::base::{Defects, FileId, Place, Pointer, Severity};
use crate::schema::{Dialect, Resolve, Target};

/// Why a file beyond the root folder is not read.
const OUTSIDE: &str = "it is outside the document's folder; `--ref-root` widens that";

/// One parsed text.
#[derive(Debug)]
pub struct File {
    /// As messages show it: relative to where the user stands, if possible.
    pub name: String,
    /// The text, for positions.
    pub text: String,
    /// How it is written.
    pub syntax: Syntax,
    pub(super) location: Location,
    pub(super) value: Value,
    dialect: Dialect,
    anchors: BTreeMap<String, Pointer>,
}

/// The texts that were loaded together.
#[derive(Debug, Default)]
pub struct Files {
    list: Vec<File>,
    ids: BTreeMap<Location, FileId>,
    failures: BTreeMap<Location, String>,
}

/// What may be read and how much of it.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The largest document, in bytes.
    pub max_bytes: u64,
    /// What one text may cost.
    pub text: TextLimits,
    /// The most files that may be read together.
    pub max_files: usize,
    /// Whether documents and references on other machines are followed.
    pub remote: bool,
    /// The folder that references may not leave; by default that of the document.
    pub root: Option<PathBuf>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 64 << 20, text: TextLimits::default(), max_files: 10_000, remote: false, root: None }
    }
}

impl Limits {
    const fn access(&self) -> Access {
        Access { max_bytes: self.max_bytes, remote: self.remote }
    }
}

impl Files {
    /// The file with that number.
    #[must_use]
    pub fn at(&self, id: FileId) -> Option<&File> {
        self.list.get(id.0 as usize)
    }

    /// All files, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = &File> {
        self.list.iter()
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
        let text = match given {
            Some(text) => text,
            None => {
                source::read(&location, &limits.access()).map_err(|error| LoadError { name: name.clone(), ..error })?
            }
        };
        let parsed = text::parse(&text, &limits.text).map_err(|error| LoadError::syntax(name.clone(), error))?;
        let id = FileId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        for remark in parsed.remarks {
            defects.note(remark.code, Severity::Warning, &Place::new(id, remark.pointer), remark.message);
        }
        let root = Place::new(id, Pointer::root());
        let own = parsed.value.as_object().and_then(|map| Version::read(map, &root, &mut Defects::default()));
        let dialect = own.map_or(inherited, Version::dialect);
        self.ids.insert(location.clone(), id);
        let anchors = BTreeMap::new();
        self.list.push(File { name, text, syntax: parsed.syntax, location, value: parsed.value, dialect, anchors });
        Ok(id)
    }

    /// Reads all files that are referred to from `first` and from those in turn.
    pub(super) fn follow(&mut self, first: FileId, limits: &Limits, defects: &mut Defects) {
        let root = limits.root.clone().and_then(|root| root.canonicalize().ok());
        let root = root.or_else(|| match &self.at(first)?.location {
            Location::File(path) => path.parent().map(Path::to_path_buf),
            Location::Url(_) | Location::Memory(_) => None,
        });
        let mut next = first.0 as usize;
        while let Some(file) = self.list.get_mut(next) {
            let found = scan(&file.value);
            file.anchors = found.anchors;
            let (base, dialect) = (file.location.clone(), file.dialect);
            for reference in found.references {
                let Ok(location) = source::join(&base, &reference) else { continue };
                // What is outside the folder of one document may lie in that of the next.
                let is_refused = self.failures.get(&location).is_some_and(|reason| reason == OUTSIDE);
                if self.ids.contains_key(&location) || (self.failures.contains_key(&location) && !is_refused) {
                    continue;
                }
                let outcome = match &location {
                    Location::File(path) if !root.as_ref().is_some_and(|root| path.starts_with(root)) => {
                        Err(OUTSIDE.to_owned())
                    }
                    _ if self.list.len() >= limits.max_files => Err("too many files".to_owned()),
                    _ => self.add(location.clone(), None, dialect, limits, defects).map_err(|error| {
                        error.help.map_or(error.message.clone(), |help| format!("{}; {help}", error.message))
                    }),
                };
                match outcome {
                    Ok(_) => drop(self.failures.remove(&location)),
                    Err(reason) => drop(self.failures.insert(location, reason)),
                }
            }
            next += 1;
        }
    }

    /// The file that a reference without fragment, written in `file`, means.
    fn file_of(&self, file: FileId, reference: &str) -> Result<FileId, String> {
        if reference.is_empty() {
            return Ok(file);
        }
        let base = &self.at(file).ok_or("unknown file")?.location;
        let location = source::join(base, reference)?;
        let failure = || self.failures.get(&location).cloned().unwrap_or_else(|| "it was not read".to_owned());
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
        let (document, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let id = self.file_of(from.file, document)?;
        let file = self.at(id).ok_or("unknown file")?;
        let pointer = match Pointer::from_fragment(fragment) {
            Some(pointer) => pointer,
            None => file.anchors.get(fragment).cloned().ok_or("there is no such anchor")?,
        };
        let value = pointer.resolve(&file.value).ok_or("there is nothing at that place")?;
        Ok(Target { place: Place::new(id, pointer), value, dialect: file.dialect })
    }
}

/// What a text refers to, and the names it gives to its own places.
struct Found {
    references: Vec<String>,
    anchors: BTreeMap<String, Pointer>,
}

/// Looks through a whole value: what stands in unused parts is read too, but never complained about.
fn scan(value: &Value) -> Found {
    let mut found = Found { references: Vec::new(), anchors: BTreeMap::new() };
    let mut open = vec![(Pointer::root(), value)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::Object(map) => {
                for (key, member) in map {
                    match (key.as_str(), member) {
                        ("$ref" | "externalValue", Value::String(reference)) => {
                            let document = reference.split('#').next().unwrap_or_default();
                            if !document.is_empty() && !found.references.iter().any(|known| known == document) {
                                found.references.push(document.to_owned());
                            }
                        }
                        ("$anchor" | "$dynamicAnchor", Value::String(name)) => {
                            found.anchors.entry(name.clone()).or_insert_with(|| pointer.clone());
                        }
                        (_, Value::Object(_) | Value::Array(_)) => open.push((pointer.join(key), member)),
                        _ => {}
                    }
                }
            }
            Value::Array(items) => {
                open.extend(items.iter().enumerate().map(|(index, item)| (pointer.nth(index), item)));
            }
            _ => {}
        }
    }
    found
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
