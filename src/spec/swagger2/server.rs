//! Servers: `schemes`, `host` and `basePath` as Server Objects. Operations' own `schemes` are not read: they change no
//! path.

use serde_json::{Value, json};

use super::Map;
use super::member::{text, texts};
use crate::base::MOVED_FROM as AT;
use crate::base::{Defects, Place, Severity};

/// The Server Objects of 3.0 for the document at `root`, one for each scheme, marked with the place of
/// `host`, or of `basePath` where there is no host. None where the document declares neither.
///
/// Without `schemes`, a host is reached as `https`: Swagger 2.0 then means the scheme that the document was read with,
/// which a file does not have. URLs have no `/` at their end.
#[must_use]
pub fn servers(document: &Map, root: &Place, defects: &mut Defects) -> Vec<Value> {
    let host = Authority::read(&text(document, "host", root, defects).unwrap_or_default());
    let written = text(document, "basePath", root, defects).unwrap_or_default();
    let base = if written.contains("://") { Authority::read(&written) } else { Authority::of_path(&written) };
    if host.scheme.is_some() || !host.path.is_empty() {
        let message = "`host` is more than a name and a port: its parts are read as those of a URL";
        defects.note("host-is-url", Severity::Warning, &root.join("host"), message);
    }
    if base.scheme.is_some() {
        let message = "`basePath` is a URL: its parts are read as those of a URL";
        defects.note("base-path-is-url", Severity::Warning, &root.join("basePath"), message);
    } else if !written.is_empty() && (!written.starts_with('/') || written.starts_with("//")) {
        let message =
            format!("`basePath` does not begin with one `/`: `/{}` is assumed", base.path.trim_start_matches('/'));
        defects.note("base-path-slash", Severity::Warning, &root.join("basePath"), message);
    }
    let path = format!("{}{}", host.path, base.path);
    let (name, origin) = if host.name.is_empty() { (base.name, "basePath") } else { (host.name, "host") };
    let at = root.join(origin);
    let server = |url: String| json!({ AT: at.pointer.as_str(), "url": url });
    if name.is_empty() {
        return if path.is_empty() { Vec::new() } else { vec![server(path)] };
    }
    let mut schemes = texts(document, "schemes", root, defects).unwrap_or_default();
    if schemes.is_empty() {
        schemes.push(host.scheme.or(base.scheme).unwrap_or_else(|| "https".to_owned()));
    }
    let url = |scheme: &String| format!("{}://{name}{path}", scheme.to_ascii_lowercase());
    schemes.iter().map(|scheme| server(url(scheme))).collect()
}

/// What a host or a base path may hold.
#[derive(Debug, Default)]
struct Authority {
    scheme: Option<String>,
    /// The host and the port.
    name: String,
    /// Empty, or with a `/` before it and none after.
    path: String,
}

impl Authority {
    /// Reads `host`, `host/path` or `scheme://host/path`.
    fn read(text: &str) -> Self {
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Some(scheme.to_owned()), rest),
            None => (None, text.trim_start_matches('/')),
        };
        let (name, path) = rest.split_once('/').unwrap_or((rest, ""));
        Self { scheme, name: name.to_owned(), ..Self::of_path(path) }
    }

    fn of_path(text: &str) -> Self {
        let steps = text.trim_matches('/');
        let path = if steps.is_empty() { String::new() } else { format!("/{steps}") };
        Self { path, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        for (document, expected, codes) in [
            (json!({}), vec![], vec![]),
            (json!({ "basePath": "/" }), vec![], vec![]),
            (json!({ "basePath": "/v1" }), vec!["/v1"], vec![]),
            (json!({ "basePath": "v1/", "schemes": ["http"] }), vec!["/v1"], vec!["base-path-slash"]),
            (
                json!({ "host": "slack.com", "basePath": "/api", "schemes": ["https"] }),
                vec!["https://slack.com/api"],
                vec![],
            ),
            (
                json!({ "host": "localhost", "schemes": ["http", "HTTPS"] }),
                vec!["http://localhost", "https://localhost"],
                vec![],
            ),
            (json!({ "host": "localhost:8080", "basePath": "/" }), vec!["https://localhost:8080"], vec![]),
            (json!({ "schemes": ["https"] }), vec![], vec![]),
            (
                json!({ "host": "http://a.b/root/", "basePath": "//v1", "schemes": "ws" }),
                vec!["ws://a.b/root/v1"],
                vec!["host-is-url", "base-path-slash", "keyword-value"],
            ),
            (json!({ "host": "http://a.b/" }), vec!["http://a.b"], vec!["host-is-url"]),
            (json!({ "basePath": "https://a.b/v2" }), vec!["https://a.b/v2"], vec!["base-path-is-url"]),
            (json!({ "host": null, "basePath": 1 }), vec!["/1"], vec!["keyword-value", "base-path-slash"]),
        ] {
            let mut defects = Defects::default();
            let servers = servers(document.as_object().unwrap(), &Place::default(), &mut defects);
            let urls: Vec<_> = servers.iter().map(|server| server["url"].as_str().unwrap()).collect();
            assert_eq!(urls, expected, "{document}");
            assert_eq!(defects.iter().map(|defect| defect.code).collect::<Vec<_>>(), codes, "{document}");
        }
    }
}
