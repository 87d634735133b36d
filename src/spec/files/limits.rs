//! What may be read, and how much of it.

use std::path::PathBuf;

use crate::spec::source::Access;
use crate::spec::text::TextLimits;

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
    pub(super) const fn access(&self) -> Access {
        Access { max_bytes: self.max_bytes, remote: self.remote }
    }
}
