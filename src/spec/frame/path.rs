//! Path items: the keys of `paths`, what is shared by the operations below one, and which methods there are.

use serde_json::{Map, Value};

use super::{Piece, Walk};
use crate::base::{Place, Severity, kind};
use crate::schema::Resolve;
use crate::spec::swagger2::Defaults;
use crate::spec::{OperationFrame, Version, template};

/// What operations take from above.
#[derive(Clone)]
pub(super) struct Inherited {
    /// Servers in force.
    pub(super) servers: Vec<Value>,
    /// Media types in force (Swagger 2.0).
    pub(super) defaults: Defaults,
    /// Security in force.
    pub(super) security: Option<Vec<openapiv3::SecurityRequirement>>,
}

/// The address of an operation, made from its path key.
pub(super) struct Address {
    pub(super) template: String,
    pub(super) query: Option<String>,
    pub(super) fragment: Option<String>,
}

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

impl<'f> Walk<'f, '_> {
    pub(super) fn paths(
        &mut self,
        at: &Place,
        paths: &'f Map<String, Value>,
        inherited: &Inherited,
        operations: &mut Vec<OperationFrame>,
    ) {
        for (key, item) in paths {
            if key.starts_with("x-") || item.is_null() {
                if item.is_null() {
                    self.warn(
                        "path-null",
                        &at.join(key),
                        format!("the path item of `{key}` is null; it has no operations"),
                    );
                }
                continue;
            }
            let address = self.address(key, &at.join(key));
            self.path_item(&address, at.join(key), item, inherited, operations);
        }
    }

    /// Repairs a path key: a missing slash, `:id` parameters, a query or a fragment in it.
    fn address(&mut self, key: &str, at: &Place) -> Address {
        let split = template::split(key);
        if split.query.is_some() || split.fragment.is_some() {
            let message = format!(
                "`{key}` holds more than a path; a request with that query is preferred, and the fragment tells variants apart"
            );
            self.defects.note("path-query-or-fragment", Severity::Note, at, message);
        }
        let mut template = split.template;
        if !template.starts_with('/') {
            self.warn("path-without-slash", at, format!("`{key}` does not begin with a slash; reading `/{key}`"));
            template.insert(0, '/');
        }
        if let Some(repaired) = template::colon_parameters(&template) {
            self.warn(
                "path-colon-parameter",
                at,
                format!("`{key}` writes a parameter with a colon; reading `{repaired}`"),
            );
            template = repaired;
        }
        Address { template, query: split.query, fragment: split.fragment }
    }

    /// Reads one path item. With `$ref` the operations written beside it come first, then those of the target.
    fn path_item(
        &mut self,
        address: &Address,
        at: Place,
        item: &'f Value,
        inherited: &Inherited,
        operations: &mut Vec<OperationFrame>,
    ) {
        let mut at = at;
        let mut item = item;
        let mut dialect = self.version.dialect();
        for _ in 0..32 {
            let Value::Object(map) = item else {
                self.lose("piece-not-object", &at, "a path item must be an object of operations; it has none");
                return;
            };
            self.methods(address, &Piece { at: at.clone(), map, dialect }, inherited, operations);
            let Some(Value::String(reference)) = map.get("$ref") else { return };
            match self.files.resolve(&at, reference) {
                Ok(target) => (at, item, dialect) = (target.place, target.value, target.dialect),
                Err(reason) => {
                    let message =
                        format!("`$ref` to `{reference}` leads nowhere ({reason}); its operations are missing");
                    self.defects.note("dangling-ref", Severity::Error, &at.join("$ref"), message);
                    return;
                }
            }
        }
        self.defects.note(
            "ref-loop",
            Severity::Error,
            &at,
            "path items refer to each other; their operations are missing",
        );
    }

    fn methods(
        &mut self,
        address: &Address,
        item: &Piece<'f>,
        inherited: &Inherited,
        operations: &mut Vec<OperationFrame>,
    ) {
        let mut inherited = inherited.clone();
        if let Some(servers) = item.map.get("servers").and_then(Value::as_array).filter(|servers| !servers.is_empty()) {
            inherited.servers.clone_from(servers);
        }
        for (key, value) in item.map {
            let method = key.to_ascii_lowercase();
            if METHODS.contains(&method.as_str()) {
                if *key != method {
                    self.warn(
                        "method-case",
                        &item.at.join(key),
                        format!("methods are written in lower case; reading `{method}`"),
                    );
                }
                if method == "query" && self.version < Version::V32 {
                    let message = "the method `query` came with OpenAPI 3.2; serving it";
                    self.defects.note("method-query", Severity::Note, &item.at.join(key), message);
                }
                let operation = (method.to_ascii_uppercase(), item.at.join(key), value);
                self.add(address, item, operation, &inherited, operations);
            } else if key == "additionalOperations" {
                for (method, value) in value.as_object().into_iter().flatten() {
                    if http::Method::from_bytes(method.as_bytes()).is_err() {
                        let message = format!("`{method}` is no method; leaving the operation out");
                        self.lose("method-unknown", &item.at.join(key).join(method), message);
                        continue;
                    }
                    let operation = (method.clone(), item.at.join(key).join(method), value);
                    self.add(address, item, operation, &inherited, operations);
                }
            }
        }
    }

    fn add(
        &mut self,
        address: &Address,
        item: &Piece<'f>,
        (method, at, value): (String, Place, &'f Value),
        inherited: &Inherited,
        operations: &mut Vec<OperationFrame>,
    ) {
        if operations.iter().rev().take(METHODS.len() * 2).any(|known| {
            let same_key = known.query == address.query && known.variant == address.fragment;
            known.method == method && known.template == address.template && same_key
        }) {
            let message = format!("`{method}` of `{}` is described twice; the first counts", address.template);
            self.warn("operation-duplicate", &at, message);
            return;
        }
        if value.is_null() {
            self.lose("piece-not-object", &at, format!("the operation `{method}` is null; leaving it out"));
            return;
        }
        let operation = match value {
            Value::Object(map) => {
                let piece = Piece { at: at.clone(), map, dialect: item.dialect };
                Ok(self.operation(address, item, &piece, inherited))
            }
            other => {
                let message = format!("an operation must be an object, not {}", kind(other));
                self.defects.note("operation-unreadable", Severity::Error, &at, format!("{message}; it answers 501"));
                Err(message)
            }
        };
        let Address { template, query, fragment } = address;
        let (template, query, variant) = (template.clone(), query.clone(), fragment.clone());
        operations.push(OperationFrame { method, template, query, variant, operation, place: at });
    }
}
