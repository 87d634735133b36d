//! Which calls are searched for.

use std::sync::Arc;

use http::Method;

use super::entry::Entry;
use crate::scenario::PathGlob;

/// What the calls have in common that are searched for; what is `None` does not matter.
#[derive(Clone, Debug)]
pub(in crate::serve) struct Search {
    /// The name of the operation that answered.
    pub(in crate::serve) operation: Option<String>,
    /// What the path looks like.
    pub(in crate::serve) path: Option<PathGlob>,
    /// The method.
    pub(in crate::serve) method: Option<Method>,
    /// The status of the answer.
    pub(in crate::serve) status: Option<StatusFilter>,
    /// The session.
    pub(in crate::serve) session: Option<Arc<str>>,
    /// Only calls with a greater number.
    pub(in crate::serve) since: u64,
    /// No more than so many: the last ones.
    pub(in crate::serve) limit: usize,
}

impl Default for Search {
    /// Everything.
    fn default() -> Self {
        let (operation, path, method, status, session) = (None, None, None, None, None);
        Self { operation, path, method, status, session, since: 0, limit: usize::MAX }
    }
}

impl Search {
    /// Whether it is one of them.
    pub(in crate::serve) fn finds(&self, entry: &Entry) -> bool {
        self.session.as_ref().is_none_or(|session| *session == entry.session)
            && self.method.as_ref().is_none_or(|method| *method == entry.call.method)
            && self.status.is_none_or(|status| status.covers(entry.status.as_u16()))
            && self.operation.as_ref().is_none_or(|name| entry.trace.operation.as_ref() == Some(name))
            && self.path.as_ref().is_none_or(|path| path.covers(&entry.call.path))
            && entry.number > self.since
    }
}

/// One status, or a class of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::serve) enum StatusFilter {
    /// One status.
    Exact(u16),
    /// A class: `4` for `4xx`.
    Class(u16),
}

impl StatusFilter {
    /// Reads `404`, `4xx`, `4XX`.
    pub(in crate::serve) fn parse(text: &str) -> Option<Self> {
        let class = text.strip_suffix("xx").or_else(|| text.strip_suffix("XX"));
        match class {
            Some(class) => class.parse().ok().filter(|class| (1..=9).contains(class)).map(Self::Class),
            None => text.parse().ok().filter(|status| (100..=999).contains(status)).map(Self::Exact),
        }
    }

    /// Whether a status is one of these.
    pub(in crate::serve) fn covers(self, status: u16) -> bool {
        match self {
            Self::Exact(exact) => exact == status,
            Self::Class(class) => class == status / 100,
        }
    }
}
