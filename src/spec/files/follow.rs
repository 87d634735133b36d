//! Reads what the texts that have been read refer to, and what those refer to in turn.

use std::path::Path;

use super::{Files, Limits};
use crate::base::{Defects, FileId, Place};
use crate::spec::source::{self, Location};

/// Why a file beyond the root folder is not read.
const OUTSIDE: &str = "it is outside the document's folder; `--ref-root` widens that";

impl Files {
    /// Reads all files that are referred to from `first` and from those in turn.
    pub(in crate::spec) fn follow(&mut self, first: FileId, limits: &Limits, defects: &mut Defects) {
        let root = limits.root.clone().and_then(|root| root.canonicalize().ok());
        let root = root.or_else(|| match &self.at(first)?.location {
            Location::File(path) => path.parent().map(Path::to_path_buf),
            Location::Url(_) | Location::Memory(_) => None,
        });
        let mut next = first.0 as usize;
        while let Some(file) = self.list.get(next) {
            let id = FileId(u32::try_from(next).unwrap_or(u32::MAX));
            let (base, mentions) = (file.location.clone(), file.mentions.clone());
            for mention in mentions {
                let uri = self.resources.uri(id, &mention);
                if uri.is_some_and(|uri| self.resources.has(&uri)) {
                    continue;
                }
                let Ok(location) = source::join(&base, &mention.document) else { continue };
                let Some(dialect) = self.resources.dialect(&Place::new(id, mention.at)) else { continue };
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
}
