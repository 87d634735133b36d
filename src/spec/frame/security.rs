//! Security requirements, security schemes and servers.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::path::Inherited;
use super::{Piece, Walk};
use crate::base::{Place, Severity, kind, plain_text};

impl Walk<'_, '_> {
    /// `security` of a piece; `None` if it says nothing about it.
    pub(super) fn requirements(&mut self, piece: &Piece<'_>) -> Option<Vec<openapiv3::SecurityRequirement>> {
        let at = piece.at.join("security");
        let list = match piece.map.get("security")? {
            Value::Null => return None,
            Value::Array(list) => list.iter().collect(),
            one @ Value::Object(_) => {
                self.warn(
                    "security-not-list",
                    &at,
                    "`security` must be a list; reading the one object as a list of one",
                );
                vec![one]
            }
            other => {
                self.warn(
                    "security-not-list",
                    &at,
                    format!("`security` must be a list, not {}; ignoring it", kind(other)),
                );
                return None;
            }
        };
        let scopes = |value: &Value| {
            let scopes = value.as_array().into_iter().flatten();
            scopes.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
        };
        let read = |requirement: &&Value| match requirement {
            Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), scopes(value))).collect(),
            Value::String(name) => IndexMap::from([(name.clone(), Vec::new())]),
            _ => IndexMap::new(),
        };
        Some(list.iter().map(read).collect())
    }

    /// A scheme in the shape of OpenAPI 3. What only says where tokens come from is made up where it is missing.
    pub(super) fn security_scheme(
        &mut self,
        at: &Place,
        map: &Map<String, Value>,
    ) -> Option<openapiv3::SecurityScheme> {
        let text = |key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default();
        let kind = text("type");
        let clean = match kind.to_ascii_lowercase().as_str() {
            "apikey" => {
                let location = text("in").to_ascii_lowercase();
                if text("name").is_empty() || !["header", "query", "cookie"].contains(&location.as_str()) {
                    let message = "an `apiKey` scheme must have a `name` and an `in` (`header`, `query` or `cookie`); asking for nothing";
                    self.lose("security-scheme-unreadable", at, message);
                    return None;
                }
                json!({ "type": "apiKey", "in": location, "name": text("name") })
            }
            "http" => json!({ "type": "http", "scheme": text("scheme").to_ascii_lowercase() }),
            "basic" | "bearer" => json!({ "type": "http", "scheme": kind.to_ascii_lowercase() }),
            "oauth2" => json!({ "type": "oauth2", "flows": {} }),
            "openidconnect" => json!({ "type": "openIdConnect", "openIdConnectUrl": text("openIdConnectUrl") }),
            // Mutual TLS is settled below HTTP; a mock has nothing to ask for.
            "mutualtls" => return None,
            _ => {
                let message = format!("`{kind}` is no known kind of security scheme; asking for nothing");
                self.lose("security-scheme-unknown", at, message);
                return None;
            }
        };
        serde_json::from_value(clean).ok()
    }

    /// The servers in force for an operation.
    pub(super) fn servers(&mut self, piece: &Piece<'_>, inherited: &Inherited) -> Vec<openapiv3::Server> {
        let own = piece.map.get("servers").and_then(Value::as_array).filter(|servers| !servers.is_empty());
        own.unwrap_or(&inherited.servers).iter().filter_map(|server| self.server(&piece.at, server)).collect()
    }

    fn server(&mut self, at: &Place, value: &Value) -> Option<openapiv3::Server> {
        let url = value.as_str().or_else(|| value.get("url")?.as_str());
        let Some(url) = url else {
            self.defects.note(
                "server-without-url",
                Severity::Warning,
                at,
                "a server must have a `url`; leaving it out",
            );
            return None;
        };
        let mut server = openapiv3::Server { url: url.to_owned(), ..openapiv3::Server::default() };
        for (name, variable) in value.get("variables").and_then(Value::as_object).into_iter().flatten() {
            let enumeration = variable.get("enum").and_then(Value::as_array);
            let variable = openapiv3::ServerVariable {
                default: variable.get("default").map(plain_text).unwrap_or_default(),
                enumeration: enumeration.into_iter().flatten().map(plain_text).collect(),
                ..openapiv3::ServerVariable::default()
            };
            server.variables.get_or_insert_with(IndexMap::new).insert(name.clone(), variable);
        }
        Some(server)
    }
}
