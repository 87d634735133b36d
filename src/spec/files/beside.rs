//! Reads a file that stands beside the documents and is none: a scenario. Nothing in it is a schema, and no reference in it is followed.
//!
//! Its text is kept, so that what is wrong with it can be shown where it stands; even where it cannot be parsed.

use std::path::Path;

use serde_json::Value;

use super::{File, Files, Limits, display_name};
use crate::base::{Defects, FileId, Place, Severity};
use crate::spec::error::LoadError;
use crate::spec::source::{self, Location};
use crate::spec::text::{self, Syntax};

/// A file that could not be read, though it has a number now.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// The file, for the place of the defect.
    pub file: FileId,
    /// Why.
    pub error: LoadError,
}

impl Files {
    /// Reads a file that is no API description. One that was read before, as what it may, is not read again.
    ///
    /// # Errors
    /// When the file cannot be opened, is too large, or is neither YAML nor JSON.
    pub fn read_beside(
        &mut self,
        path: &Path,
        limits: &Limits,
        defects: &mut Defects,
    ) -> Result<FileId, Box<Unreadable>> {
        let location = Location::File(path.canonicalize().unwrap_or_else(|_| path.to_path_buf()));
        if let Some(id) = self.ids.get(&location) {
            return Ok(*id);
        }
        let id = FileId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        let name = display_name(&location);
        let read = source::read(&location, &limits.access());
        let (text, parsed) = match read {
            Ok(text) => {
                let parsed = text::parse(&text, &limits.text);
                (text, parsed.map_err(|error| LoadError::syntax(name.clone(), error)))
            }
            Err(error) => (String::new(), Err(LoadError { name: name.clone(), ..error })),
        };
        let mut file = unread(location, name, text);
        let outcome = match parsed {
            Ok(parsed) => {
                for remark in parsed.remarks {
                    defects.note(remark.code, Severity::Warning, &Place::new(id, remark.pointer), remark.message);
                }
                (file.syntax, file.value) = (parsed.syntax, parsed.value);
                Ok(id)
            }
            Err(error) => {
                file.fault = error.position.map(|(line, column)| offset(&file.text, line, column));
                Err(Box::new(Unreadable { file: id, error }))
            }
        };
        self.keep(file);
        outcome
    }

    /// Reads a text in the place of a file that says something else now. `None` if it is neither YAML nor JSON.
    pub fn read_in_place_of(&mut self, path: &Path, text: &str, limits: &Limits) -> Option<FileId> {
        let parsed = text::parse(text, &limits.text).ok()?;
        let name = display_name(&Location::File(path.canonicalize().unwrap_or_else(|_| path.to_path_buf())));
        let location = Location::Memory(format!("{name} (as it was)"));
        let file = unread(location, name, text.to_owned());
        Some(self.keep(File { syntax: parsed.syntax, value: parsed.value, ..file }))
    }

    /// Gives a number to what cannot be read at all, a folder say, for the place of a defect.
    pub fn unreadable(&mut self, path: &Path) -> FileId {
        let location = Location::File(path.to_path_buf());
        let name = display_name(&location);
        self.keep(unread(location, name, String::new()))
    }

    fn keep(&mut self, file: File) -> FileId {
        let id = FileId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.ids.insert(file.location.clone(), id);
        self.list.push(file);
        id
    }

    /// Whether a file was read already.
    #[must_use]
    pub fn has(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|path| self.ids.contains_key(&Location::File(path)))
    }
}

/// A file without nodes.
fn unread(location: Location, name: String, text: String) -> File {
    let (syntax, value, mentions) = (Syntax::Yaml, Value::Null, Vec::new());
    File { name, text, syntax, fault: None, location, value, mentions }
}

/// The byte at a line and a column in characters, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(before..).unwrap_or_default().lines().next().unwrap_or_default();
    let rest = rest.strip_prefix('\u{feff}').unwrap_or(rest);
    let start = text.len() - text.get(before..).unwrap_or_default().trim_start_matches('\u{feff}').len();
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Pointer;

    #[test]
    fn lines_and_columns_lead_to_bytes() {
        for (text, line, column, expected) in [
            ("a: 1\nb: [", 2, 4, 8),
            ("é: 1\r\nb: é]", 2, 5, 12),
            ("\u{feff}a: ]", 1, 4, 6),
            ("a", 1, 9, 1),
            ("", 1, 1, 0),
            ("a\n", 7, 1, 2),
        ] {
            assert_eq!(offset(text, line, column), expected, "{text:?} {line}:{column}");
        }
    }

    #[test]
    fn a_broken_file_is_kept_with_its_fault() {
        let folder = tempfile::tempdir().unwrap();
        let (good, bad) = (folder.path().join("good.yaml"), folder.path().join("bad.yaml"));
        std::fs::write(&good, "a: 1\na: 2\n$ref: other.yaml\n").unwrap();
        std::fs::write(&bad, "a: 1\nb: [1\n").unwrap();
        let (mut files, mut defects) = (Files::default(), Defects::default());
        let id = files.read_beside(&good, &Limits::default(), &mut defects).unwrap();
        assert_eq!(files.read_beside(&good, &Limits::default(), &mut defects).ok(), Some(id));
        assert_eq!(files.node(&Place::new(id, Pointer::root())).unwrap()["a"], 2);
        assert_eq!(defects.iter().map(|defect| defect.code).collect::<Vec<_>>(), ["key-duplicate"]);
        let broken = files.read_beside(&bad, &Limits::default(), &mut defects).unwrap_err();
        assert_eq!(files.at(broken.file).and_then(|file| file.fault), Some(11), "{:?}", broken.error);
        let missing = files.read_beside(&folder.path().join("none.yaml"), &Limits::default(), &mut defects);
        assert_eq!(missing.unwrap_err().error.message, "cannot be read: no such file");
    }
}
