//! The rows of a partition that there is not: none.

use std::sync::Arc;

use serde_json::Value;

use crate::base::Seed;
use crate::collection::{Page, Reading, Rows};
use crate::scenario::Wanted;

/// No rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nothing;

impl Nothing {
    /// What a call wants of it.
    pub(super) fn wanted() -> Wanted {
        Wanted { rows: Arc::new(Self), partition: None, reading: Reading::default() }
    }

    /// Its page.
    pub(super) fn page() -> Page {
        let mut page = Page::of(Arc::new(Self), Vec::new());
        page.total = Some(0);
        page
    }
}

impl Rows for Nothing {
    fn count(&self) -> u64 {
        0
    }

    fn row(&self, _: u64) -> Value {
        Value::Null
    }

    fn cost(&self, _: &[Arc<str>]) -> u64 {
        0
    }

    fn lacks(&self, _: &str) -> bool {
        true
    }

    fn identity(&self) -> Seed {
        Seed::new(0)
    }
}
