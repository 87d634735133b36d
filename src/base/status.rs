//! The keys of a `responses` object: `200`, `2XX`, `default`.

use std::fmt;

/// Which statuses a documented response stands for. The order is the order of preference among successes:
/// exact codes by number, then ranges, then `default`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusPattern {
    /// One status, `100..=599`.
    Exact(u16),
    /// A class: `2` for `2XX`.
    Range(u16),
    /// Everything not named otherwise.
    Default,
}

impl StatusPattern {
    /// Reads a key, tolerant of case (`2xx`, `Default`) and blanks. `None` for anything else, `x-…` included.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let key = key.trim();
        if key.eq_ignore_ascii_case("default") {
            return Some(Self::Default);
        }
        if let Some(class) = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx")) {
            return class.parse().ok().filter(|class| (1..=5).contains(class)).map(Self::Range);
        }
        key.parse().ok().filter(|code| (100..=599).contains(code)).map(Self::Exact)
    }

    /// Whether `status` is one of these.
    #[must_use]
    pub const fn covers(self, status: u16) -> bool {
        match self {
            Self::Exact(code) => code == status,
            Self::Range(class) => status / 100 == class,
            Self::Default => true,
        }
    }

    /// Whether every status it stands for is a success; `default` is not.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Exact(200..=299) | Self::Range(2))
    }

    /// The status to send where the document leaves the choice: the first of a range, 200 for `default`.
    #[must_use]
    pub const fn representative(self) -> u16 {
        match self {
            Self::Exact(code) => code,
            Self::Range(class) => class * 100,
            Self::Default => 200,
        }
    }
}

impl fmt::Display for StatusPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(code) => write!(f, "{code}"),
            Self::Range(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        for (key, expected) in [
            ("200", Some(StatusPattern::Exact(200))),
            (" 404 ", Some(StatusPattern::Exact(404))),
            ("2xx", Some(StatusPattern::Range(2))),
            ("Default", Some(StatusPattern::Default)),
            ("99", None),
            ("6XX", None),
            ("x-note", None),
        ] {
            assert_eq!(StatusPattern::parse(key), expected, "{key}");
        }
    }
}
