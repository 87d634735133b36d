//! A fault in somebody else's document is a value: collected, reported, never a reason to stop.

use super::pointer::Place;

/// How much a defect costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing was changed.
    Note,
    /// Repaired: what was meant is clear enough to serve.
    Warning,
    /// Something of the contract is lost: a part could not be read, or an operation answers 501.
    Error,
}

impl Severity {
    /// The word used in diagnostics and in JSON reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One fault found in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// A stable kebab-case identifier; each has a fixture in `tests/defects/` and a row in README.
    pub code: &'static str,
    /// What it costs.
    pub severity: Severity,
    /// The node it was found at.
    pub at: Place,
    /// What is wrong and what was assumed instead: lower case, no final period.
    pub message: String,
    /// What the author can do.
    pub help: Option<String>,
}

/// The faults found so far, in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Defects(Vec<Defect>);

impl Defects {
    /// Records a defect; [`Self::into_sorted`] lists the same finding once, however often it was reached.
    pub fn note(&mut self, code: &'static str, severity: Severity, at: &Place, message: impl Into<String>) {
        self.push(Defect { code, severity, at: at.clone(), message: message.into(), help: None });
    }

    /// Records a whole defect.
    pub fn push(&mut self, defect: Defect) {
        self.0.push(defect);
    }

    /// All defects, the same finding listed once, ordered by file and then by the order of discovery.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Defect> {
        let mut seen = std::collections::BTreeSet::new();
        self.0.retain(|defect| seen.insert((defect.at.clone(), defect.code, defect.message.clone())));
        self.0.sort_by_key(|defect| defect.at.file);
        self.0
    }

    /// The defects found so far.
    pub fn iter(&self) -> impl Iterator<Item = &Defect> {
        self.0.iter()
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
