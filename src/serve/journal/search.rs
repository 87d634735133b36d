//! Which calls are searched for.

use std::sync::Arc;

use http::Method;

use super::entry::Entry;

/// What the calls have in common that are searched for; what is `None` does not matter.
#[derive(Clone, Debug)]
pub(in crate::serve) struct Search {
    /// The name of the operation that answered.
    pub(in crate::serve) operation: Option<String>,
    /// What the path looks like.
    pub(in crate::serve) path: Option<Glob>,
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

/// What a path looks like: `*` and `{name}` stand for a segment or a part of one, `**` for any number of segments.
#[derive(Clone, Debug)]
pub(in crate::serve) struct Glob(regex::Regex);

impl Glob {
    /// Paths that begin so, or, with a wildcard in it, that look so as a whole. `None` if it is too long to be one.
    pub(in crate::serve) fn beginning(text: &str) -> Option<Self> {
        let end = if text.contains(['*', '{']) { "$" } else { "" };
        Self::compile(text, end)
    }

    /// Paths that look so as a whole.
    pub(in crate::serve) fn whole(text: &str) -> Option<Self> {
        Self::compile(text, "$")
    }

    fn compile(text: &str, end: &str) -> Option<Self> {
        let mut pattern = "^".to_owned();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let variable = || rest.find('}').filter(|_| first == '{').map(|end| end + 1);
            let (step, part) = if rest.starts_with("**") {
                (2, ".*")
            } else if first == '*' {
                (1, "[^/]*")
            } else if let Some(length) = variable() {
                (length, "[^/]+")
            } else {
                let length = rest.char_indices().skip(1).find(|(_, letter)| matches!(letter, '*' | '{'));
                (length.map_or(rest.len(), |(at, _)| at), "")
            };
            let (now, later) = rest.split_at_checked(step)?;
            if part.is_empty() {
                pattern.push_str(&regex::escape(now));
            } else {
                pattern.push_str(part);
            }
            rest = later;
        }
        pattern.push_str(end);
        regex::RegexBuilder::new(&pattern).size_limit(1 << 20).build().ok().map(Self)
    }

    /// Whether a path looks so.
    pub(in crate::serve) fn covers(&self, path: &str) -> bool {
        self.0.is_match(path)
    }
}
