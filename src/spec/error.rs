//! Why nothing could be read at all. Everything less is a defect.

use std::fmt;

use super::text::SyntaxError;

/// A document that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The file, URL or stream.
    pub name: String,
    /// Line and column, both from 1, where the text is at fault.
    pub position: Option<(usize, usize)>,
    /// What is wrong: lower case, no final period.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl LoadError {
    pub(super) fn new(name: impl Into<String>, message: impl Into<String>, help: Option<&str>) -> Self {
        Self { name: name.into(), position: None, message: message.into(), help: help.map(str::to_owned) }
    }

    pub(super) fn io(name: String, error: &std::io::Error) -> Self {
        let help = (error.kind() == std::io::ErrorKind::NotFound)
            .then_some("name an OpenAPI document, a folder of them, `-` for standard input or a URL");
        Self::new(name, format!("cannot be read: {}", super::source::describe(error)), help)
    }

    pub(super) fn too_large(name: String, size: Option<u64>, limit: u64) -> Self {
        let mib = |bytes: u64| bytes.div_ceil(1 << 20);
        let size = size.map_or_else(|| format!("more than {} MiB", mib(limit)), |size| format!("{} MiB", mib(size)));
        let message = format!("is too large: {size}, where {} MiB are allowed", mib(limit));
        Self::new(name, message, Some("raise the limit with `--max-document`"))
    }

    pub(super) fn fetch(url: &str, reason: &str) -> Self {
        Self::new(url, format!("cannot be fetched: {reason}"), None)
    }

    pub(super) fn remote_refused(url: &str) -> Self {
        Self::new(url, "is on another machine", Some("allow that with `--allow-remote`"))
    }

    pub(super) fn syntax(name: String, error: SyntaxError) -> Self {
        Self { name, position: Some((error.line, error.column)), message: error.message, help: error.help }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some((line, column)) => write!(f, "{}:{line}:{column}: {}", self.name, self.message),
            None => write!(f, "{}: {}", self.name, self.message),
        }
    }
}

impl std::error::Error for LoadError {}
