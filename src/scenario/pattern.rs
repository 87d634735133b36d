//! Paths as people write them: `/rooms/{id}`, `/rooms/*`, `/api/v1/{im,dm}.*`, `/api/**`. In rules they are held against templates, in
//! searches against the paths of calls.
//!
//! `*` is a segment or a part of one, `{name}` too, `?` one character, `{a,b}` one of those texts, and `**` any number of segments, also none.

use std::cmp::Reverse;

use percent_encoding::percent_decode_str;
use regex::Regex;

/// The longest pattern of a search, in bytes: whoever searches chooses it.
const LONGEST: usize = 2_048;

/// What the path of a call looks like, for searches.
#[derive(Clone, Debug)]
pub struct PathGlob(Regex);

impl PathGlob {
    /// Paths that look so as a whole. `None` if the text is too long.
    #[must_use]
    pub fn whole(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        Pattern::parse(&by_segments(text)).regex(&[]).map(Self)
    }

    /// Paths that look so as a whole, or, if there is no wildcard in the text, that begin so. `None` if it is too long.
    #[must_use]
    pub fn beginning(text: &str) -> Option<Self> {
        if text.contains(['*', '?', '{']) {
            return Self::whole(text);
        }
        Regex::new(&format!("^{}", regex::escape(&by_segments(text)))).ok().map(Self)
    }

    /// Whether a path, percent-encoded, looks so.
    #[must_use]
    pub fn covers(&self, path: &str) -> bool {
        self.0.is_match(&by_segments(path))
    }
}

/// How a pattern covers a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Every call of the template.
    Whole,
    /// Only some: it says what a variable has to be.
    Narrower,
}

/// A path as rules write it, split at its slashes.
pub(super) struct Pattern {
    segments: Vec<Part>,
}

enum Part {
    /// `**`: any number of segments.
    Rest,
    /// `*`.
    Any,
    /// `{name}`.
    Variable,
    /// Text without wildcards.
    Text(String),
    /// Text with wildcards or alternatives.
    Glob { written: String, regex: String, compiled: Option<Regex>, literal: usize },
}

impl Pattern {
    pub(super) fn parse(path: &str) -> Self {
        let segments = path.trim_start_matches('/').split('/').map(|segment| match segment {
            "**" => Part::Rest,
            "*" => Part::Any,
            _ if is_variable(segment) => Part::Variable,
            _ if segment.contains(['*', '?']) || segment.contains('{') => {
                let regex = glob(segment);
                let literal = segment.chars().filter(|character| !"*?{},".contains(*character)).count();
                let compiled = Regex::new(&format!("^(?:{regex})$")).ok();
                Part::Glob { written: segment.to_owned(), compiled, regex, literal }
            }
            text => Part::Text(text.to_owned()),
        });
        Self { segments: segments.collect() }
    }

    pub(super) fn is_concrete(&self) -> bool {
        self.segments.iter().all(|part| matches!(part, Part::Text(_)))
    }

    pub(super) fn has_wildcards(&self) -> bool {
        self.segments.iter().any(|part| matches!(part, Part::Rest | Part::Any | Part::Glob { .. }))
    }

    pub(super) fn literal(&self) -> usize {
        let length = |part: &Part| match part {
            Part::Text(text) => text.chars().count(),
            Part::Glob { literal, .. } => *literal,
            Part::Rest | Part::Any | Part::Variable => 0,
        };
        self.segments.iter().map(length).sum()
    }

    pub(super) fn fit(&self, template: &str) -> Option<Fit> {
        let segments: Vec<&str> = template.trim_start_matches('/').split('/').collect();
        fit(&self.segments, &segments)
    }

    /// What the whole decoded path of a call has to be.
    pub(super) fn regex(&self, prefixes: &[String]) -> Option<Regex> {
        let parts = self.segments.iter().map(|part| match part {
            Part::Rest => "(?:/[^/]*)*".to_owned(),
            Part::Any | Part::Variable => "/[^/]*".to_owned(),
            Part::Text(text) => format!("/{}", regex::escape(text)),
            Part::Glob { regex, .. } => format!("/(?:{regex})"),
        });
        let prefixes: Vec<String> = prefixes.iter().map(|prefix| regex::escape(prefix)).collect();
        Regex::new(&format!("^(?:{})?{}$", prefixes.join("|"), parts.collect::<String>())).ok()
    }
}

/// A path decoded segment by segment: an encoded slash stays inside its segment, as the router has it.
pub(super) fn by_segments(path: &str) -> String {
    let decoded = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().replace('/', "%2F");
    path.split('/').map(decoded).collect::<Vec<_>>().join("/")
}

/// Whether pattern segments cover those of a template, and how.
fn fit(pattern: &[Part], template: &[&str]) -> Option<Fit> {
    let Some((first, rest)) = pattern.split_first() else { return template.is_empty().then_some(Fit::Whole) };
    if matches!(first, Part::Rest) {
        let fits = (0..=template.len()).filter_map(|skipped| fit(rest, template.get(skipped..)?));
        return fits.max_by_key(|fit| Reverse(*fit == Fit::Narrower));
    }
    let (segment, others) = template.split_first()?;
    let has_variable = segment.contains('{');
    let here = match first {
        Part::Any => Fit::Whole,
        Part::Variable if has_variable => Fit::Whole,
        Part::Text(text) if text == segment => Fit::Whole,
        // `{name}.json`, as the document writes it.
        Part::Glob { written, .. } if written == segment => Fit::Whole,
        Part::Glob { compiled: Some(regex), .. } if !has_variable && regex.is_match(segment) => Fit::Whole,
        Part::Text(_) | Part::Glob { .. } if has_variable => Fit::Narrower,
        _ => return None,
    };
    let further = fit(rest, others)?;
    Some(if further == Fit::Narrower { further } else { here })
}

/// `{name}`, without the comma that makes alternatives.
fn is_variable(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}') && !segment.contains(',') && segment.matches('{').count() == 1
}

/// A glob of one segment as a regular expression: `*`, `?`, `{a,b}`, and `{name}` for any text.
fn glob(segment: &str) -> String {
    let mut regex = String::new();
    let mut depth = 0_usize;
    let mut rest = segment;
    while let Some(character) = rest.chars().next() {
        let inside = rest.strip_prefix('{').and_then(|inside| inside.split_once('}')).filter(|_| depth == 0);
        if let Some((_, behind)) = inside.filter(|(name, _)| !name.contains(['{', ','])) {
            regex.push_str("[^/]*");
            rest = behind;
            continue;
        }
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
        match character {
            '*' => regex.push_str("[^/]*"),
            '?' => regex.push_str("[^/]"),
            '{' => {
                depth += 1;
                regex.push_str("(?:");
            }
            '}' if depth > 0 => {
                depth -= 1;
                regex.push(')');
            }
            ',' if depth > 0 => regex.push('|'),
            other => regex.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    regex.extend(std::iter::repeat_n(')', depth));
    regex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover_templates() {
        for (pattern, template, expected) in [
            ("/users/{id}", "/users/{userId}", Some(Fit::Whole)),
            ("/users/7", "/users/{id}", Some(Fit::Narrower)),
            ("/users/*", "/users/{id}", Some(Fit::Whole)),
            ("/users/a*", "/users/{id}", Some(Fit::Narrower)),
            ("/api/v1/{im,dm}.*", "/api/v1/im.messages", Some(Fit::Whole)),
            ("/api/v1/{im,dm}.*", "/api/v1/users.list", None),
            ("/api/**", "/api/v1/im.messages", Some(Fit::Whole)),
            ("/**", "/", Some(Fit::Whole)),
            ("/**/messages", "/rooms/{id}/messages", Some(Fit::Whole)),
            ("/users/{id}", "/users/me", None),
            ("/users", "/users/{id}", None),
            ("/*.history", "/im.history", Some(Fit::Whole)),
            ("/files/{name}.json", "/files/{name}.json", Some(Fit::Whole)),
            ("/files/{name}.json", "/files/a.json", Some(Fit::Whole)),
            ("/{a,{b,c}}.x", "/b.x", Some(Fit::Whole)),
        ] {
            assert_eq!(Pattern::parse(pattern).fit(template), expected, "{pattern} {template}");
        }
    }

    #[test]
    fn narrower_patterns_are_compared_with_paths() {
        let prefixes = ["/v1".to_owned()];
        for (pattern, path, expected) in [
            ("/users/7", "/users/7", true),
            ("/users/7", "/v1/users/7", true),
            ("/users/7", "/users/77", false),
            ("/users/a*/x", "/users/abc/x", true),
            ("/users/{a,b}/**", "/users/b/x/y", true),
            ("/users/{a,b}/**", "/users/b", true),
            ("/users/{a,b}/**", "/users/bc", false),
            ("/**/x", "/x", true),
            ("/files/{name}.json", "/files/a.json", true),
            ("/files/{name}.json", "/files/a/b.json", false),
            ("/users/a.b", "/users/aXb", false),
        ] {
            let regex = Pattern::parse(pattern).regex(&prefixes).unwrap();
            assert_eq!(regex.is_match(path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn searches_find_paths_as_clients_sent_them() {
        let (whole, beginning) = (PathGlob::whole, PathGlob::beginning);
        for (glob, path, expected) in [
            (whole("/users/{id}"), "/users/7", true),
            (whole("/users"), "/users/7", false),
            (beginning("/users"), "/users/7", true),
            (beginning("/users/*"), "/users/7/x", false),
            (whole("/api/v1/{im,dm}.*"), "/api/v1/dm.list", true),
            (whole("/api/v1/{im,dm}.*"), "/api/v1/users.list", false),
            (whole("/users/**"), "/users", true),
            (whole("**"), "/users/7", true),
            (whole("/users/a b"), "/users/a%20b", true),
            (whole("/users/a%20b"), "/users/a%20b", true),
            (whole("/users/*"), "/users/a%2Fb", true),
            (whole("/users/a%2fb"), "/users/a%2Fb", true),
            (whole("/users/a/b"), "/users/a%2Fb", false),
            (whole("/users/a.b"), "/users/aXb", false),
        ] {
            assert_eq!(glob.unwrap().covers(path), expected, "{path}");
        }
        assert!(whole(&"/{a,b}*".repeat(1_000)).is_none());
    }
}
