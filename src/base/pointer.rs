//! Turns positions inside a document into values: [`Pointer`] is an RFC 6901 JSON Pointer,
//! [`Place`] adds the file it points into. Lines and columns are not known here; they are looked up
//! from the text only when somebody has to be told (`spec::locate`).

use std::fmt;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// The member of a moved object that holds the pointer to where it stood.
pub const MOVED_FROM: &str = "x-standin-at";
/// The member of a moved object that holds the number of the file it stood in.
pub const MOVED_FROM_FILE: &str = "x-standin-file";

/// An RFC 6901 JSON Pointer in its escaped text form: empty for the whole document, else `/a/b~1c/0`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    #[must_use]
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// Reads the fragment of a `$ref` (`#/a/b`, `/a/b` or empty), undoing percent-encoding (RFC 6901 §6).
    /// A fragment that is no pointer (a plain-name anchor) gives `None`.
    #[must_use]
    pub fn from_fragment(fragment: &str) -> Option<Self> {
        let text = percent_decode_str(fragment.strip_prefix('#').unwrap_or(fragment)).decode_utf8_lossy();
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.into_owned()))
    }

    /// The pointer to the member or element `step` below this one; `step` is unescaped.
    #[must_use]
    pub fn join(&self, step: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + step.len() + 1);
        text.push_str(&self.0);
        push_step(&mut text, step);
        Self(text)
    }

    /// The pointer to element `index` below this one.
    #[must_use]
    pub fn nth(&self, index: usize) -> Self {
        self.join(&index.to_string())
    }

    /// The unescaped steps from the root down.
    pub fn steps(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
    }

    /// The last unescaped step, `None` at the root.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.steps().last()
    }

    /// The pointer one step up; the root is its own parent.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self(self.0.rsplit_once('/').map_or_else(String::new, |(head, _)| head.to_owned()))
    }

    /// The value this pointer reaches inside `value`.
    #[must_use]
    pub fn resolve<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        value.pointer(&self.0)
    }

    /// The escaped text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Pointer {
    /// Takes text that is already an escaped pointer.
    fn from(text: String) -> Self {
        Self(text)
    }
}

fn push_step(text: &mut String, step: &str) {
    text.push('/');
    for character in step.chars() {
        match character {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            other => text.push(other),
        }
    }
}

/// The number of a file in the set that was loaded together (`spec::Files`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A position in one of the loaded files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The node inside the file.
    pub pointer: Pointer,
}

impl Place {
    /// A place in `file`.
    #[must_use]
    pub const fn new(file: FileId, pointer: Pointer) -> Self {
        Self { file, pointer }
    }

    /// Where an object that a converter moved to this place once stood: it carries the marks [`MOVED_FROM`] and,
    /// if that was another file, [`MOVED_FROM_FILE`].
    #[must_use]
    pub fn marked_in(&self, object: &Map<String, Value>) -> Option<Self> {
        let pointer = object.get(MOVED_FROM)?.as_str()?.to_owned();
        let file = object.get(MOVED_FROM_FILE).and_then(Value::as_u64).and_then(|file| u32::try_from(file).ok());
        Some(Self { file: file.map_or(self.file, FileId), pointer: Pointer(pointer) })
    }

    /// What kind of component stands here, with its article: `a response` for `/components/responses/NotFound`.
    #[must_use]
    pub fn component(&self) -> Option<&'static str> {
        let mut steps = self.pointer.as_str().split('/').skip(1);
        let (root, kind) = match (steps.next()?, steps.next()?, steps.next()) {
            ("components", kind, Some(_)) => (true, kind),
            (kind, _, None) => (false, kind),
            _ => return None,
        };
        if steps.next().is_some() {
            return None;
        }
        Some(match kind {
            "schemas" if root => "a schema",
            "definitions" => "a schema",
            "responses" => "a response",
            "parameters" => "a parameter",
            "examples" if root => "an example",
            "requestBodies" if root => "a request body",
            "headers" if root => "a header",
            "securitySchemes" if root => "a security scheme",
            _ => return None,
        })
    }

    /// The place of the member `step` of this node.
    #[must_use]
    pub fn join(&self, step: &str) -> Self {
        Self { file: self.file, pointer: self.pointer.join(step) }
    }

    /// The place of element `index` of this node.
    #[must_use]
    pub fn nth(&self, index: usize) -> Self {
        Self { file: self.file, pointer: self.pointer.nth(index) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_unescapes() {
        let pointer = Pointer::root().join("paths").join("/a~b/{id}").nth(3);
        assert_eq!(pointer.as_str(), "/paths/~1a~0b~1{id}/3");
        assert_eq!(pointer.steps().collect::<Vec<_>>(), ["paths", "/a~b/{id}", "3"]);
        assert_eq!(pointer.parent().last().as_deref(), Some("/a~b/{id}"));
    }

    #[test]
    fn components_are_told_by_where_they_stand() {
        for (pointer, expected) in [
            ("/components/responses/A", Some("a response")),
            ("/definitions/A", Some("a schema")),
            ("/parameters/A", Some("a parameter")),
            ("/components/schemas/A/properties/b", None),
            ("/components/links/A", None),
            ("/paths/~1a", None),
            ("", None),
        ] {
            let place = Place::new(FileId(0), Pointer::from(pointer.to_owned()));
            assert_eq!(place.component(), expected, "{pointer}");
        }
    }

    #[test]
    fn reads_fragments() {
        for (fragment, expected) in [
            ("#/a/%7Bid%7D", Some("/a/{id}")),
            ("#", Some("")),
            ("/definitions/X", Some("/definitions/X")),
            ("#anchor", None),
        ] {
            assert_eq!(Pointer::from_fragment(fragment).as_ref().map(Pointer::as_str), expected, "{fragment}");
        }
    }
}
