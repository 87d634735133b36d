//! The paths of servers (`https://api.example.com/v1` → `/v1`): where clients that were built for the real server look for operations.

use openapiv3::Server;

/// The most prefixes that variables may multiply to.
const MOST: usize = 64;

/// The distinct paths of the servers, none empty, none ending in a slash. A variable stands for each of its values.
pub(super) fn prefixes(servers: &[Server]) -> Vec<String> {
    let mut prefixes: Vec<String> = Vec::new();
    for url in servers.iter().flat_map(urls) {
        let prefix = path(&url).trim_end_matches('/').to_owned();
        if !prefix.is_empty() && !prefixes.contains(&prefix) && prefixes.len() < MOST {
            prefixes.push(prefix);
        }
    }
    prefixes
}

fn urls(server: &Server) -> Vec<String> {
    let mut urls = vec![server.url.clone()];
    for (name, variable) in server.variables.iter().flatten() {
        let placeholder = format!("{{{name}}}");
        let mut values = vec![variable.default.as_str()];
        values.extend(variable.enumeration.iter().map(String::as_str).filter(|value| *value != variable.default));
        // Only a variable of the path makes a difference; hosts do not.
        let is_in_path = urls.iter().any(|url| path(url).contains(&placeholder));
        let values = if is_in_path { values } else { values.into_iter().take(1).collect() };
        let replaced = urls.iter().flat_map(|url| values.iter().map(|value| url.replace(&placeholder, value)));
        urls = replaced.take(MOST).collect();
    }
    urls
}

/// The path of a URL, which may be relative to where the document was found.
fn path(url: &str) -> String {
    let after_host = match url.split_once("://").map(|(_, rest)| rest).or_else(|| url.strip_prefix("//")) {
        Some(rest) => rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or_default(),
        None => url,
    };
    let path = after_host.split(['?', '#']).next().unwrap_or_default().trim_start_matches('.');
    let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
    format!("{slash}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_of_servers() {
        for (server, expected) in [
            (json!({ "url": "https://api.example.com" }), vec![]),
            (json!({ "url": "https://api.example.com/v1/" }), vec!["/v1"]),
            (json!({ "url": "/api" }), vec!["/api"]),
            (json!({ "url": "./v2" }), vec!["/v2"]),
            (json!({ "url": "v3" }), vec!["/v3"]),
            (json!({ "url": "//host/x?y" }), vec!["/x"]),
            (
                json!({ "url": "https://{region}.example.com/{version}", "variables": {
                    "region": { "default": "eu", "enum": ["eu", "us"] }, "version": { "default": "v1", "enum": ["v1", "v2"] } } }),
                vec!["/v1", "/v2"],
            ),
        ] {
            let server: Server = serde_json::from_value(server).unwrap();
            assert_eq!(prefixes(std::slice::from_ref(&server)), expected, "{}", server.url);
        }
    }
}
