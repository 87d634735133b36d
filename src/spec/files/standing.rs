//! What became of each file, by names that stay the same from one reading to the next.
//!
//! Files are kept by paths without links, and those change when a link is turned to another folder, as a mounted `ConfigMap` does with
//! every update. Here a file is known by the way that leads to it from where its document was named. Invariant: a file that was used is
//! no failure.

use std::path::{Path, PathBuf};

use super::follow::OUTSIDE;
use super::{Files, Location};
use crate::spec::error::LoadError;
use crate::spec::source;

impl Files {
    /// Remembers by which way a document was reached.
    pub(in crate::spec) fn enter(&mut self, named: &Path, real: &Path) {
        if let Some((real, named)) = real.parent().zip(named.parent()) {
            self.homes.entry(real.to_owned()).or_insert_with(|| named.to_owned());
        }
    }

    /// Remembers a document of a folder that cannot be served.
    pub(in crate::spec) fn fail(&mut self, path: &Path, error: LoadError) {
        self.failures.insert(Location::File(source::real(path)), error);
    }

    /// Documents, and what they refer to, that could be read: paths as they were named, and URLs.
    pub fn used(&self) -> impl Iterator<Item = PathBuf> {
        let is_read = |location: &&Location| self.ids.contains_key(*location) && !self.failures.contains_key(*location);
        self.used.iter().filter(is_read).map(|location| self.named(location))
    }

    /// Documents of a folder, and what documents refer to, that could not be read, named as in [`Self::used`]. What may not be read is not
    /// among it.
    pub fn failures(&self) -> impl Iterator<Item = (PathBuf, &LoadError)> {
        let failures = self.failures.iter().filter(|(_, error)| error.message != OUTSIDE);
        failures.map(|(location, error)| (self.named(location), error))
    }

    /// Where files lie, or would, that could not be read: by each way that leads there.
    pub fn missing(&self) -> impl Iterator<Item = PathBuf> {
        let failures = self.failures.iter().filter(|(_, error)| error.message != OUTSIDE);
        failures.flat_map(|(location, _)| match location {
            Location::File(path) => vec![path.clone(), self.named(location)],
            Location::Url(_) | Location::Memory(_) => Vec::new(),
        })
    }

    fn named(&self, location: &Location) -> PathBuf {
        match location {
            Location::File(path) => {
                // Of folders within one another the innermost comes last.
                let mut homes = self.homes.iter().rev();
                let named = homes.find_map(|(real, named)| Some(named.join(path.strip_prefix(real).ok()?)));
                named.unwrap_or_else(|| path.clone())
            }
            Location::Url(name) | Location::Memory(name) => name.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::spec::{Limits, Source, load};

    #[test]
    fn files_are_known_by_the_way_that_leads_to_them() {
        let document = |reference: &str| {
            let schema = format!("{{ $ref: '{reference}' }}");
            let content = format!("content: {{ application/json: {{ schema: {schema} }} }}");
            let answer = format!("{{ responses: {{ '200': {{ description: a, {content} }} }} }}");
            format!("openapi: 3.1.0\ninfo: {{ title: t, version: '1' }}\npaths: {{ /a: {{ get: {answer} }} }}\n")
        };
        let whole = document("parts.yaml#/a");
        for (what, files, used, failures) in [
            ("all is there", [("api.yaml", &*whole), ("parts.yaml", "a: {}\n")], "api.yaml parts.yaml", ""),
            (
                "a part that is broken",
                [("api.yaml", &whole), ("parts.yaml", "a: {")],
                "api.yaml",
                "parts.yaml:1:5: parsing a node, did not find expected node content",
            ),
            (
                "a part that is not there",
                [("api.yaml", &whole), ("other.json", "{}")],
                "api.yaml",
                "parts.yaml: cannot be read: no such file",
            ),
            ("outside", [("api.yaml", &document("../parts.yaml")), ("other.json", "{}")], "api.yaml", ""),
            (
                "a document that is none any more, and what nobody refers to",
                [("api.yaml", &document("#/components")), ("b.yaml", "openapi: 3.1.0\n")],
                "api.yaml",
                "b.yaml: has no `paths`: there is nothing to serve",
            ),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let real = folder.path().join("..1");
            fs::create_dir(&real).unwrap();
            for (name, text) in files {
                fs::write(real.join(name), text).unwrap();
            }
            let mut named = real.clone();
            if cfg!(unix) {
                named = folder.path().join("api");
                #[cfg(unix)]
                std::os::unix::fs::symlink("..1", &named).unwrap();
            }
            let loaded = load(&[Source::Path(named.clone())], &Limits::default()).unwrap();
            let short = |path: std::path::PathBuf| path.strip_prefix(&named).unwrap().display().to_string();
            assert_eq!(loaded.files.used().map(short).collect::<Vec<_>>().join(" "), used, "{what}");
            let told = loaded.files.failures().map(|(path, error)| {
                let text = error.to_string();
                assert!(loaded.files.missing().any(|missing| missing == path), "{what}");
                format!("{}{}", short(path.clone()), &text[text.find(".yaml").unwrap() + ".yaml".len()..])
            });
            assert_eq!(told.collect::<Vec<_>>().join("\n"), failures, "{what}");
        }
    }
}
