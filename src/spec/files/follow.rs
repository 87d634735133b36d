//! Reads what the texts that have been read refer to, and what those refer to in turn.

use std::path::Path;

use super::{Files, Limits, display_name};
use crate::base::{Defects, FileId, Place};
use crate::spec::error::LoadError;
use crate::spec::source::{self, Location};

/// Why a file beyond the root folder is not read.
pub(super) const OUTSIDE: &str = "it is outside the document's folder; `--ref-root` widens that";

impl Files {
    /// Reads all files that are referred to from `first` and from those in turn.
    pub(in crate::spec) fn follow(&mut self, first: FileId, limits: &Limits, defects: &mut Defects) {
        let root = limits.root.clone().and_then(|root| root.canonicalize().ok());
        let root = root.or_else(|| match &self.at(first)?.location {
            Location::File(path) => path.parent().map(Path::to_path_buf),
            Location::Url(_) | Location::Memory(_) => None,
        });
        self.used.extend(self.at(first).map(|file| file.location.clone()));
        let mut next = first.0 as usize;
        while let Some(file) = self.list.get(next) {
            let id = FileId(u32::try_from(next).unwrap_or(u32::MAX));
            let (base, mentions) = (file.location.clone(), file.mentions.clone());
            for mention in mentions {
                let uri = self.resources.uri(id, &mention);
                if uri.is_some_and(|uri| self.resources.has(&uri)) {
                    continue;
                }
                let location = match source::join(&base, &mention.document) {
                    Ok(location) => location,
                    Err(reason) => {
                        self.miss(&base, &mention.document, root.as_deref(), &reason);
                        continue;
                    }
                };
                let Some(dialect) = self.resources.dialect(&Place::new(id, mention.at)) else { continue };
                self.used.insert(location.clone());
                // What is outside the folder of one document may lie in that of the next.
                let is_refused = self.failures.get(&location).is_some_and(|error| error.message == OUTSIDE);
                if self.ids.contains_key(&location) || (self.failures.contains_key(&location) && !is_refused) {
                    continue;
                }
                let refuse = |reason: &str| Err(LoadError::new(display_name(&location), reason, None));
                let outcome = match &location {
                    Location::File(path) if !root.as_ref().is_some_and(|root| path.starts_with(root)) => {
                        refuse(OUTSIDE)
                    }
                    _ if self.list.len() >= limits.max_files => refuse("too many files"),
                    _ => self.add(location.clone(), None, dialect, limits, defects),
                };
                match outcome {
                    Ok(_) => drop(self.failures.remove(&location)),
                    Err(error) => drop(self.failures.insert(location, error)),
                }
            }
            next += 1;
        }
    }

    /// Remembers a file that is not there, so that it is noticed when it is.
    fn miss(&mut self, base: &Location, reference: &str, root: Option<&Path>, reason: &str) {
        let Some(path) = source::path_of(base, reference) else { return };
        if root.is_some_and(|root| path.starts_with(root)) {
            let location = Location::File(path);
            let error = LoadError::new(display_name(&location), format!("cannot be read: {reason}"), None);
            self.failures.insert(location, error);
        }
    }
}
