//! Media types as documents and requests write them: folded, tolerant of the untidy, comparable.

use std::fmt;

/// A media type (RFC 9110 §8.3.1). Matching looks at type and subtype; parameters are kept for sending.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MediaType {
    /// `type/subtype` in lower case.
    essence: String,
    /// Everything as it was written.
    written: String,
}

impl MediaType {
    /// Reads a media type. What the `mime` crate refuses (`; charset` without a value, blanks) keeps the part before `;`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let written = text.trim().to_owned();
        let essence = match written.parse::<mime::Mime>() {
            Ok(mime) => mime.essence_str().to_owned(),
            Err(_) => written.split(';').next().unwrap_or_default().trim().to_ascii_lowercase(),
        };
        let essence = if essence == "*" { "*/*".to_owned() } else { essence };
        Self { essence, written }
    }

    /// `type/subtype` in lower case.
    #[must_use]
    pub fn essence(&self) -> &str {
        &self.essence
    }

    /// As it was written, parameters included.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The value of a parameter, unquoted; names compare without case.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.written.split(';').skip(1).find_map(|parameter| {
            let (key, value) = parameter.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"'))
        })
    }

    /// Whether it is JSON: `application/json`, `text/json` or any `+json`.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.essence == "application/json" || self.essence == "text/json" || self.essence.ends_with("+json")
    }

    /// Whether it is XML: `application/xml`, `text/xml` or any `+xml`.
    #[must_use]
    pub fn is_xml(&self) -> bool {
        self.essence == "application/xml" || self.essence == "text/xml" || self.essence.ends_with("+xml")
    }

    /// Whether it is text for people: `text/…`.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.essence.starts_with("text/")
    }

    /// Whether it is `application/x-www-form-urlencoded`.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.essence == "application/x-www-form-urlencoded"
    }

    /// Whether it is `multipart/…`.
    #[must_use]
    pub fn is_multipart(&self) -> bool {
        self.essence.starts_with("multipart/")
    }

    /// Whether it is a range such as `*/*` or `image/*`.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.essence.contains('*')
    }

    /// How exactly this one, possibly a range, covers `other`: 3 the same, 2 `type/*`, 1 `*/*`, `None` not at all.
    #[must_use]
    pub fn covers(&self, other: &Self) -> Option<u8> {
        if self.essence == other.essence {
            return Some(3);
        }
        if self.essence == "*/*" {
            return Some(1);
        }
        let class = self.essence.strip_suffix('*')?;
        (class.ends_with('/') && other.essence.starts_with(class)).then_some(2)
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_and_covers() {
        let json = MediaType::parse("Application/JSON; charset=utf-8");
        assert_eq!(json.essence(), "application/json");
        assert_eq!(json.parameter("Charset"), Some("utf-8"));
        for (range, degree) in [
            ("*/*", Some(1)),
            ("application/*", Some(2)),
            ("application/json", Some(3)),
            ("text/*", None),
            ("*", Some(1)),
        ] {
            assert_eq!(MediaType::parse(range).covers(&json), degree, "{range}");
        }
        assert_eq!(MediaType::parse("application/json; charset").essence(), "application/json");
        assert!(MediaType::parse("application/vnd.api+json").is_json());
    }
}
