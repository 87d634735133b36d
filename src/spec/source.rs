//! Where documents come from: a file, a folder, standard input, a URL. Reads their text, bounded; understands nothing of it.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::LoadError;

/// What the user named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A document, or a folder of documents.
    Path(PathBuf),
    /// A document on standard input.
    Stdin,
    /// A document on another machine (`http:` or `https:`).
    Url(String),
    /// A text in memory, under a name for messages.
    Text {
        /// The name.
        name: String,
        /// The document.
        text: String,
    },
}

impl Source {
    /// Reads a word of the command line: `-` is standard input, `http(s)://…` a URL, all else a path.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "-" => Self::Stdin,
            url if url.starts_with("http://") || url.starts_with("https://") => Self::Url(url.to_owned()),
            path => Self::Path(path.into()),
        }
    }
}

/// Where a text was read from, in the one form in which it can be compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// A file, its path free of `.`, `..` and links.
    File(PathBuf),
    /// A URL without a fragment.
    Url(String),
    /// Standard input or memory: references to other files have nothing to be relative to.
    Memory(String),
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Url(name) | Self::Memory(name) => f.write_str(name),
        }
    }
}

/// What may be read.
#[derive(Clone, Debug)]
pub struct Access {
    /// The largest document, in bytes.
    pub max_bytes: u64,
    /// Whether other machines may be asked.
    pub remote: bool,
}

/// The files in a folder that may be documents, or scenarios: the `.json`, `.yaml` and `.yml` files in it, by name.
///
/// # Errors
/// When the folder cannot be read.
pub fn documents_in(folder: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let unreadable = |error: std::io::Error| LoadError::io(folder.display().to_string(), &error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        if matches!(ending.as_str(), "json" | "yaml" | "yml") && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The text at a location.
pub(super) fn read(location: &Location, access: &Access) -> Result<String, LoadError> {
    let name = location.to_string();
    match location {
        Location::File(path) => {
            let file = File::open(path).map_err(|error| LoadError::io(name.clone(), &error))?;
            let size = file.metadata().map(|metadata| metadata.len()).unwrap_or_default();
            if size > access.max_bytes {
                return Err(LoadError::too_large(name, Some(size), access.max_bytes));
            }
            bounded(file, &name, access.max_bytes)
        }
        Location::Url(url) if access.remote => {
            let response = ureq::get(url).call().map_err(|error| LoadError::fetch(url, &error.to_string()))?;
            bounded(response.into_body().into_reader(), &name, access.max_bytes)
        }
        Location::Url(url) => Err(LoadError::remote_refused(url)),
        Location::Memory(_) => bounded(std::io::stdin().lock(), &name, access.max_bytes),
    }
}

/// Reads to the end, or to one byte beyond what is allowed.
fn bounded(reader: impl Read, name: &str, max_bytes: u64) -> Result<String, LoadError> {
    let mut bytes = Vec::new();
    reader.take(max_bytes + 1).read_to_end(&mut bytes).map_err(|error| LoadError::io(name.to_owned(), &error))?;
    if bytes.len() as u64 > max_bytes {
        return Err(LoadError::too_large(name.to_owned(), None, max_bytes));
    }
    // What is no UTF-8 is named by the reader of the text, which knows a PDF when it sees one.
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// The location that `reference` (a `$ref` without its fragment) means when written in a text from `base`.
/// `Err` says why there is none.
pub(super) fn join(base: &Location, reference: &str) -> Result<Location, String> {
    if reference.starts_with("http://") || reference.starts_with("https://") {
        return Ok(Location::Url(reference.to_owned()));
    }
    let decoded = percent_encoding::percent_decode_str(reference).decode_utf8_lossy();
    let path = decoded.strip_prefix("file://").unwrap_or(&decoded);
    match base {
        Location::File(file) => {
            let joined = beside(file, path);
            joined.canonicalize().map(Location::File).map_err(|error| describe(&error))
        }
        Location::Url(url) => {
            let origin = url.find("://").map_or(0, |scheme| scheme + 3);
            let host_end = url[origin..].find('/').map_or(url.len(), |slash| origin + slash);
            let (host, folder) = url.split_at(host_end);
            let folder =
                if path.starts_with('/') { "" } else { folder.rsplit_once('/').map_or("", |(folder, _)| folder) };
            let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
            for step in path.split('/') {
                match step {
                    "" | "." => {}
                    ".." => drop(steps.pop()),
                    other => steps.push(other),
                }
            }
            Ok(Location::Url(format!("{host}/{}", steps.join("/"))))
        }
        Location::Memory(name) => Err(format!("{name} has no folder that a path could be relative to")),
    }
}

/// Where the file that a reference means would lie if it were there, free of links as far as there is anything. `None` if it means no file.
pub(super) fn path_of(base: &Location, reference: &str) -> Option<PathBuf> {
    let Location::File(file) = base else { return None };
    if reference.starts_with("http://") || reference.starts_with("https://") {
        return None;
    }
    let decoded = percent_encoding::percent_decode_str(reference).decode_utf8_lossy();
    Some(real(&beside(file, decoded.strip_prefix("file://").unwrap_or(&decoded))))
}

/// A path that is relative to the folder of a file.
fn beside(file: &Path, path: &str) -> PathBuf {
    file.parent().unwrap_or_else(|| Path::new("")).join(path)
}

/// A path without links, as far as it leads to something.
pub(super) fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| match path.parent().zip(path.file_name()) {
        Some((parent, name)) => real(parent).join(name),
        None => path.to_path_buf(),
    })
}

/// An operating system's error in our words.
pub(super) fn describe(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
