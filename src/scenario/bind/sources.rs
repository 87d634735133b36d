//! What scenarios are read from besides their own texts, and what of it is kept for when it is gone.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::scenario::effect::BodyFile;

/// Body files by path.
pub(super) type Bodies = BTreeMap<PathBuf, BodyFile>;

/// The files that scenarios are read from.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// Everything that was read, or would have been.
    pub(super) paths: Vec<PathBuf>,
    /// The bodies that were read.
    pub(super) bodies: Bodies,
    /// What is sent of body files instead of what they say now.
    pub(super) kept: Option<Bodies>,
}
