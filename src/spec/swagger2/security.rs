//! Security schemes: `basic`, `apiKey` and the four flows of `oauth2`.

use serde_json::Value;

use super::Map;
use super::member::{object, text};
use super::origin::{is_mark, made_from};
use crate::base::{Defects, Place, Severity};

/// The members that move from an `oauth2` scheme into its flow; `scopes` besides.
const URLS: [&str; 3] = ["authorizationUrl", "tokenUrl", "refreshUrl"];

/// The Security Scheme Object of 3.0 for the scheme at `at`.
///
/// `basic` becomes `http` with the scheme `basic`. The flow of `oauth2` becomes the one member of `flows`, marked;
/// its `scopes` are always an object of texts. An `apiKey`, and what is already of 3.0, stays as it is.
#[must_use]
pub fn security_scheme(scheme: &Map, at: &Place, defects: &mut Defects) -> Map {
    let kind = text(scheme, "type", at, defects).unwrap_or_default().to_ascii_lowercase();
    let own = scheme.iter().filter(|(name, _)| !is_mark(name));
    let own = own.map(|(name, value)| (name.clone(), value.clone()));
    match kind.as_str() {
        "basic" => {
            let mut out: Map = own.collect();
            out.insert("type".to_owned(), Value::from("http"));
            out.insert("scheme".to_owned(), Value::from("basic"));
            out
        }
        "oauth2" if !scheme.contains_key("flows") => {
            let moved = |name: &str| name == "flow" || name == "scopes" || URLS.contains(&name);
            let mut out: Map = own.filter(|(name, _)| !moved(name)).collect();
            let (name, flow) = flow(scheme, at, defects);
            out.insert("type".to_owned(), Value::from("oauth2"));
            out.insert("flows".to_owned(), Value::Object(Map::from_iter([(name.to_owned(), Value::Object(flow))])));
            out
        }
        _ => own.collect(),
    }
}

/// The flow under its name of 3.0. Names of 3.0 are understood; a flow without a known name is told by its URLs.
fn flow(scheme: &Map, at: &Place, defects: &mut Defects) -> (&'static str, Map) {
    let written = text(scheme, "flow", at, defects).unwrap_or_default();
    let name = match written.to_ascii_lowercase().as_str() {
        "implicit" => "implicit",
        "password" => "password",
        "application" | "clientcredentials" => "clientCredentials",
        "accesscode" | "authorizationcode" => "authorizationCode",
        _ => {
            let name = match (scheme.contains_key("authorizationUrl"), scheme.contains_key("tokenUrl")) {
                (true, true) => "authorizationCode",
                (true, false) => "implicit",
                (false, _) => "clientCredentials",
            };
            let message = format!("`flow: {written}` is not a flow of Swagger 2.0: `{name}` is assumed");
            defects.note("flow-unknown", Severity::Warning, &at.join("flow"), message);
            name
        }
    };
    let mut flow = made_from(at, at.file);
    for url in URLS {
        if let Some(value) = scheme.get(url) {
            flow.insert(url.to_owned(), value.clone());
        }
    }
    flow.insert("scopes".to_owned(), Value::Object(scopes(scheme, at, defects)));
    (name, flow)
}

/// Scopes with their descriptions, which may be missing. A list of names is read as names without descriptions.
fn scopes(scheme: &Map, at: &Place, defects: &mut Defects) -> Map {
    if let Some(Value::Array(names)) = scheme.get("scopes") {
        let message = "`scopes` is a list: its items are read as names without descriptions";
        defects.note("keyword-value", Severity::Warning, &at.join("scopes"), message);
        return names.iter().filter_map(Value::as_str).map(|name| (name.to_owned(), Value::from(""))).collect();
    }
    let written = object(scheme, "scopes", at, defects).into_iter().flatten();
    let described = written.filter(|(name, _)| !name.starts_with("x-"));
    described.map(|(name, about)| (name.clone(), Value::from(about.as_str().unwrap_or_default()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn schemes() {
        for (scheme, expected, codes) in [
            (
                json!({ "type": "basic", "description": "b", "x-note": 1 }),
                json!({ "type": "http", "description": "b", "x-note": 1, "scheme": "basic" }),
                vec![],
            ),
            (
                json!({ "type": "apiKey", "name": "X-Gotify-Key", "in": "header" }),
                json!({ "type": "apiKey", "name": "X-Gotify-Key", "in": "header" }),
                vec![],
            ),
            (
                json!({
                    "type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://slack.com/oauth/authorize",
                    "tokenUrl": "https://slack.com/api/oauth.access", "scopes": { "admin": "admin", "x-note": 1 },
                }),
                json!({ "type": "oauth2", "flows": { "authorizationCode": {
                    "x-standin-at": "/s", "authorizationUrl": "https://slack.com/oauth/authorize",
                    "tokenUrl": "https://slack.com/api/oauth.access", "scopes": { "admin": "admin" },
                } } }),
                vec![],
            ),
            (
                json!({ "type": "oauth2", "flow": "application", "tokenUrl": "/t", "scopes": { "a": null } }),
                json!({ "type": "oauth2", "flows": { "clientCredentials": {
                    "x-standin-at": "/s", "tokenUrl": "/t", "scopes": { "a": "" },
                } } }),
                vec![],
            ),
            (
                json!({ "type": "oauth2", "flow": "password", "tokenUrl": "/t" }),
                json!({ "type": "oauth2", "flows": { "password": {
                    "x-standin-at": "/s", "tokenUrl": "/t", "scopes": {},
                } } }),
                vec![],
            ),
            (
                json!({ "type": "OAuth2", "authorizationUrl": "/a", "scopes": ["read", 1] }),
                json!({ "type": "oauth2", "flows": { "implicit": {
                    "x-standin-at": "/s", "authorizationUrl": "/a", "scopes": { "read": "" },
                } } }),
                vec!["flow-unknown", "keyword-value"],
            ),
            (json!({ "type": "http", "scheme": "bearer" }), json!({ "type": "http", "scheme": "bearer" }), vec![]),
            (json!({}), json!({}), vec![]),
        ] {
            let mut defects = Defects::default();
            let read = security_scheme(scheme.as_object().unwrap(), &Place::default().join("s"), &mut defects);
            assert_eq!(Value::from(read), expected, "{scheme}");
            assert_eq!(defects.iter().map(|defect| defect.code).collect::<Vec<_>>(), codes, "{scheme}");
        }
    }
}
