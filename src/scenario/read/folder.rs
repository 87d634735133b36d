//! Which files are scenarios among the paths that were named.

use std::path::PathBuf;

use super::{Fault, Origin};
use crate::base::{Defects, Pointer};
use crate::spec::{Files, documents_in};

/// The files to read: those that were named, and the `.yaml`, `.yml` and `.json` files of folders by name. Every file and folder goes into
/// `sources`; a folder that cannot be read is an error, and goes into `broken`.
pub(in crate::scenario) fn list(
    paths: &[PathBuf],
    files: &mut Files,
    defects: &mut Defects,
    sources: &mut Vec<PathBuf>,
    broken: &mut Vec<PathBuf>,
) -> Vec<(PathBuf, Origin)> {
    let mut listed = Vec::new();
    for path in paths {
        sources.push(path.clone());
        if !path.is_dir() {
            listed.push((path.clone(), Origin::Named));
            continue;
        }
        match documents_in(path) {
            Ok(found) => {
                sources.extend(found.iter().cloned());
                listed.extend(found.into_iter().map(|file| (file, Origin::Found)));
            }
            Err(error) => {
                let fault = Fault::error("scenario-unreadable", Pointer::root(), error.to_string());
                let file = files.unreadable(path);
                defects.push(fault.into_defect(file));
                broken.push(path.clone());
            }
        }
    }
    listed
}
