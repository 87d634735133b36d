//! Who opens rows that no definition makes.

use std::fmt::Debug;
use std::sync::Arc;

use super::definition::Opening;
use super::rows::Rows;

/// Collections that are made elsewhere.
pub trait Opens: Debug + Send + Sync {
    /// The rows of a partition; `None` where there is no such collection or partition.
    fn open(&self, wanted: &Opening<'_>) -> Option<Arc<dyn Rows>>;
}
